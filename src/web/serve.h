/* serve.h — the application: one function reads like the list in ARCHITECTURE.md "path of a request". */
#ifndef HEYE_WEB_SERVE_H
#define HEYE_WEB_SERVE_H

#include "web/web.h"

struct serve_options {
	struct http_options http; /* app and ctx are filled in by serve_open() */
	const struct site *site;
	struct writer *writer;
	int64_t (*lag)(void *); /* for /metrics */
	void *lag_ctx;
	moment (*now)(void); /* for tests; NULL: the wall clock */
};

struct serve;

MUST_USE enum err serve_open(struct serve **s, const struct serve_options *o);
void serve_close(struct serve *s); /* before the writer is closed */
int serve_port(const struct serve *s);

#endif
