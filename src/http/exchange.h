/* exchange.h — what one request and its answer are made of inside http/. Not for other folders.
 *
 * Threads: an exchange belongs to the worker thread of its connection. Only what stands under `lock` is shared
 * with the thread that answers a held request. */
#ifndef HEYE_HTTP_EXCHANGE_H
#define HEYE_HTTP_EXCHANGE_H

#include "http/figure.h"
#include "http/http.h"
#include "http/listen.h"
#include "http/peer.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#define HTTP_TARGET_MAX  4096
#define HTTP_HEAD_MAX    (16 * 1024)
#define HTTP_TEXT_MAX    (256 * 1024) /* a urlencoded body */
#define HTTP_HEADERS_MAX 24           /* of one answer, given by the application */

enum stage {
	STAGE_HEAD, /* the request line is here */
	STAGE_BODY, /* the head is good; a body may follow */
	STAGE_RUN   /* the application has it */
};

struct http_exchange {
	struct http_request rq;
	struct arena mem;
	struct http_server *server;
	struct http_exchange *prev, *next; /* in the list of live ones, or the free list */
	struct MHD_Connection *connection;
	struct peer *peer;

	const char *target_at; /* where the library keeps the request target */
	str target;            /* a copy of it, before the library takes it apart */
	const char *head_end;  /* where it keeps the end of the head; NULL: not seen whole, so the connection closes */
	bool head_fault;
	enum stage stage;
	int refusal;         /* status to answer with once the body is through; 0: none */
	int64_t length, got; /* of the body */
	struct out text;     /* urlencoded body */
	struct multipart *multipart;
	int64_t began;   /* µs, when the body was complete */
	int64_t head_ms; /* when the head was complete */

	pthread_mutex_t lock;
	bool held, suspended, answered;
	bool app_has;                 /* the application still owes an answer */
	bool on_wire;                 /* the connection has not let go yet */
	bool grows, complete, asleep; /* a body that is still written; asleep: all that is there has been sent */
	int growing_fd;               /* its file, −1: none */
	int64_t grown, until;         /* bytes that are there; by when what was taken must have left, 0: not begun */
	struct http_answer answer;
	struct http_header headers[HTTP_HEADERS_MAX];
};

struct http_server {
	struct http_options o;
	struct arena mem; /* of the options */
	struct MHD_Daemon *daemon;
	char *cert, *key;
	struct listener listener;
	struct peers peers;
	struct figure *figures; /* one per worker, and one for what has none */
	struct worker {
		struct libdeflate_compressor *gzip;
	} * workers;
	_Atomic int next_worker;
	_Atomic bool draining, giving_up;

	pthread_mutex_t lock;
	struct http_exchange *live, *idle;
	size_t live_count, idle_count, running;
	pthread_cond_t calm; /* running became 0 */
	bool closed;         /* whoever lets go last frees the server */
};

struct http_exchange *exchange_take(struct http_server *s, struct MHD_Connection *c);
void exchange_started(struct http_exchange *e); /* the head is good: counts as running */
void
exchange_off_wire(struct http_exchange *e); /* the connection lets go; recycles when the application has answered */

/* Hands the request to the application; on return it is answered, or held with its connection asleep (false). */
bool exchange_run(struct http_exchange *e);
void exchange_give_up(struct http_server *s); /* answers every held request with 503 */
void exchange_free(struct http_exchange *e);
void server_free(struct http_server *s);

int exchange_worker(struct http_server *s); /* index of the calling thread */
int64_t exchange_now_us(void);

/* request.c: 0 or the status to refuse with at once. */
int request_head(struct http_exchange *e, const char *url, const char *method, const char *version);
void request_feed(struct http_exchange *e, str bytes);
void request_end(struct http_exchange *e); /* the body is complete */

/* response.c */
enum MHD_Result response_send(struct http_exchange *e);
enum MHD_Result response_refuse(struct http_exchange *e, int status);

#endif
