/* strict.h — the head of a request as it really stood on the wire, checked.
 *
 * The library is lenient (reliability.md §1.6, performance.md §2): it takes bare line feeds, folded lines,
 * blanks before the colon, NUL bytes, several Hosts. Whoever stands before us may read such a request
 * otherwise, and two readings of one request are how requests are smuggled. So nothing that has two readings
 * passes here. */
#ifndef HEYE_HTTP_STRICT_H
#define HEYE_HTTP_STRICT_H

#include "base/str.h"

#include <microhttpd.h>

#define STRICT_HEADERS 64

struct strict_field {
	str name, value; /* value without blanks around it */
};

struct strict_head {
	struct strict_field field[STRICT_HEADERS];
	size_t n;
	const char *at; /* where the next header must begin */
	int fault;
};

/* What the library says of a request's first line: all three point into its read buffer, `target` is as it was sent. */
struct strict_line {
	const char *method, *url, *version;
	const char *target_at;
	str target;
	const char *end; /* from strict_scan(), as is the fault */
	bool fault;
};

/* Reads the header lines ahead of the library, which has just read the request line and put NUL behind the
 * target and in place of the line end. The end of the head; NULL when it is not all here, or with *fault set. */
const char *strict_scan(const char *target, size_t head_max, bool *fault);

/* Fills `h`. 0, or the status of the refusal: 400, 414, 431, 505. Costs no system call. */
int strict_head(struct strict_head *h, struct MHD_Connection *c, const struct strict_line *line, size_t target_max,
		size_t head_max);

/* The one value of a header. None gives { NULL, 0 }; *count tells how many there were. */
str strict_get(const struct strict_head *h, str name, size_t *count);

/* Host or authority: *host becomes what stands before the port. False when it breaks the syntax. */
bool strict_host(str value, str *host);

bool strict_number(str s, int64_t *n); /* digits only, 15 at most */
bool strict_same(str a, str b);        /* ASCII letters of either case are the same */

#endif
