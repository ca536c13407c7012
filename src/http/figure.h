/* figure.h — counters of the server. Each worker counts in its own cache lines; reading adds them up. */
#ifndef HEYE_HTTP_FIGURE_H
#define HEYE_HTTP_FIGURE_H

#include "http/http.h"

#include <stdatomic.h>

struct figure {
	_Alignas(64) _Atomic uint64_t requests;
	_Atomic uint64_t refused, malformed, bytes_out;
	_Atomic uint64_t by_status[6];
	_Atomic uint64_t bucket[12];
	_Atomic uint64_t micros;
};

void figure_answer(struct figure *f, int status, int64_t bytes, int64_t micros);
void figure_bytes(struct figure *f, int64_t bytes); /* of an answer that was counted without them */
void figure_add(struct http_figures *sum, const struct figure *f);

#endif
