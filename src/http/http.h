/* http.h — requests in, answers out. Knows libmicrohttpd, nothing of sessions, pages or the database.
 *
 * One whole request is collected within limits of size and time, checked more strictly than the library does
 * (http/strict.c), and handed to the application on a worker thread. The application answers at once with
 * http_answer(), or keeps the request (http_hold()) and answers later from another thread; the connection
 * sleeps meanwhile. */
#ifndef HEYE_HTTP_HTTP_H
#define HEYE_HTTP_HTTP_H

#include "base/arena.h"
#include "base/err.h"
#include "base/out.h"
#include "http/form.h"

enum method { GET, HEAD, POST };

struct http_request {
	struct arena *mem; /* 8 MiB at most; lives until the answer has left */
	enum method method;
	str path;      /* decoded, valid UTF-8, begins with "/", prefix removed, no "." or ".." segment */
	str query;     /* raw */
	str host;      /* lower case, without port */
	str authority; /* the Host header itself, with its port: for complete addresses */
	str address;   /* client address: X-Forwarded-For's last untrusted one when the peer is a trusted proxy */
	bool secure;   /* TLS here, or X-Forwarded-Proto: https of a trusted proxy */
	str cookie;    /* raw Cookie header */
	str if_none_match, accept_encoding, accept_language, origin, fetch_site;
	struct form
		form; /* fields of a POST body (urlencoded or multipart); files are spooled to unlinked temp files */
	void *app;    /* for the application */
	int worker;   /* 0 … workers-1: which worker's connection to use */
	struct http_exchange *exchange;
};

struct http_header {
	str name, value;
};

struct http_answer {
	int status;
	str type;          /* "text/html; charset=utf-8" … */
	str body;          /* in request memory or static; copied only when compressed */
	int body_fd;       /* > 0: send this file instead (closed after); 0 or −1 otherwise */
	int64_t body_size; /* of body_fd */
	bool compress;     /* gzip when the client takes it and the body is longer than 512 bytes */
	const struct http_header
		*headers;    /* besides Content-Type, Content-Length, Date, Vary and the fixed security headers */
	size_t header_count; /* 24 at most; the text of names and values lies in request memory or is static */
};

/* Called on a worker thread with one whole, valid request. Must answer or hold. */
typedef void http_app(void *ctx, struct http_request *rq);

struct http_options {
	str listen;       /* "127.0.0.1:8311", "[::1]:8311" or "unix:/run/heye.sock" */
	str prefix;       /* "" or "/ztzl/heye" */
	const str *hosts; /* Host values that are answered; others get 421. None: any syntactically valid Host */
	size_t host_count;
	const str *proxies; /* addresses whose X-Forwarded-* are believed */
	size_t proxy_count;
	const char *tls_cert, *tls_key; /* PEM files; both or neither */
	int workers;                    /* default: processors, 2 at least */
	int connections;                /* default 1024; per address 64, trusted proxies excepted */
	size_t body_max;                /* default 52 MiB for multipart (4 photos of 12 MiB), 256 KiB urlencoded */
	int idle_seconds;      /* a head must arrive within, a body too (and 1 s more for every 4 KiB); default 30 */
	int close_seconds;     /* http_close() waits for running requests; default 10 */
	size_t arena_max;      /* per request; default 8 MiB */
	const char *spool_dir; /* for uploads */
	http_app *app;
	void *ctx;
};

struct http_figures {
	uint64_t requests, refused, malformed, bytes_out;
	uint64_t by_status[6]; /* [2] = 2xx … */
	uint64_t open_connections;
	uint64_t seconds_bucket[12],
		seconds_count; /* [i]: above bound i − 1, up to http_bucket_seconds[i]; [11]: above all */
	double seconds_sum;
};

extern const double http_bucket_seconds[11];

struct http_server;

MUST_USE enum err http_open(struct http_server **s, const struct http_options *o);
void http_close(struct http_server *s); /* stops accepting, lets running requests end (close_seconds at most), frees */
struct http_figures http_figures(struct http_server *s);
int http_port(const struct http_server *s); /* the port really bound (for ":0") */

void http_answer(struct http_request *rq, const struct http_answer *a); /* once per request, from any thread */
/* An answer whose body is still being written while it leaves, so that it may be of any length. `body_fd` is the file it
 * is written to; http_grow() says how far, http_grown() that it is complete. The connection sends what is there and
 * sleeps meanwhile: whoever writes never waits for the client. The request and its memory stay until http_grown(). */
void http_answer_growing(struct http_request *rq, const struct http_answer *a);
bool http_grow(struct http_request *rq, int64_t size);   /* false: nobody reads any more, go no further */
void http_grown(struct http_request *rq, bool complete); /* once; incomplete: the client sees it break off */
void http_hold(struct http_request *rq);                 /* before the app callback returns: the answer comes later */

#endif
