/* depot_wire.h — one signed request to a store that speaks S3, and its answer; libcurl signs (CURLOPT_AWS_SIGV4) and holds
 * the connection. Internal to src/depot. */
#ifndef HEYE_DEPOT_DEPOT_WIRE_H
#define HEYE_DEPOT_DEPOT_WIRE_H

#include "depot/depot.h"

struct wire;

struct wire_options {
	const char *sign; /* aws:amz:<region>:s3 */
	const char *user; /* <access>:<secret> */
	str ca;
	bool plain; /* http instead of https */
};

/* One question. The answer goes to `fd`, or into `room`, never both; what is longer than `most` is a fault. */
struct wire_ask {
	const char *method; /* GET, HEAD, PUT, DELETE */
	const char *url;
	str body; /* of a PUT */
	int fd;   /* -1: none */
	char *room;
	int64_t most;
	/* the answer */
	int64_t n; /* bytes of it */
	long status;
	moment at; /* Last-Modified */
};

MUST_USE enum err wire_open(struct wire **w, struct arena *mem, const struct wire_options *o);
void wire_close(struct wire *w);

/* OK: there is an answer, whatever its status. BROKEN: there is none within DEPOT_SECONDS, or it was cut off. From any
 * thread. */
MUST_USE enum err wire_send(struct wire *w, struct arena *mem, struct wire_ask *ask);

#endif
