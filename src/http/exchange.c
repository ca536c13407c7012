#include "http/exchange.h"

#include "base/log.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define IDLE_KEPT 96 /* exchanges kept warm for the next requests, 256 KiB each at most */

/* A worker thread belongs to one server for all its life, so its number can be kept in the thread. */
static _Thread_local int worker_number = -1;

int
exchange_worker(struct http_server *s)
{
	if (worker_number < 0)
		worker_number = atomic_fetch_add(&s->next_worker, 1) % s->o.workers;
	return worker_number;
}

int64_t
exchange_now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void
exchange_free(struct http_exchange *e)
{
	arena_close(&e->mem);
	pthread_mutex_destroy(&e->lock);
	free(e);
}

static struct http_exchange *
exchange_new(struct http_server *s)
{
	struct http_exchange *e = calloc(1, sizeof(*e));

	if (!e)
		return NULL;
	e->mem = arena_open(s->o.arena_max);
	pthread_mutex_init(&e->lock, NULL);
	e->growing_fd = -1;
	e->server = s;
	return e;
}

struct http_exchange *
exchange_take(struct http_server *s, struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct peer *peer = info ? info->socket_context : NULL;
	struct http_exchange *e;

	if (!peer)
		return NULL;
	pthread_mutex_lock(&s->lock);
	e = s->idle;
	if (e) {
		s->idle = e->next;
		s->idle_count--;
	}
	pthread_mutex_unlock(&s->lock);
	if (!e)
		e = exchange_new(s);
	if (!e)
		return NULL;
	e->connection = c;
	e->peer = peer;
	e->on_wire = true;
	e->rq = (struct http_request){ .mem = &e->mem, .exchange = e, .worker = exchange_worker(s) };
	pthread_mutex_lock(&s->lock);
	e->prev = NULL;
	e->next = s->live;
	if (s->live)
		s->live->prev = e;
	s->live = e;
	s->live_count++;
	pthread_mutex_unlock(&s->lock);
	return e;
}

/* Forgets the request but keeps arena, lock and server. */
static void
exchange_wipe(struct http_exchange *e)
{
	form_close(&e->rq.form);
	if (e->answered && e->answer.body_fd >= 0)
		close(e->answer.body_fd);
	if (e->growing_fd >= 0)
		close(e->growing_fd);
	e->growing_fd = -1;
	e->mem.guard = NULL;
	arena_reset(&e->mem);
	e->rq = (struct http_request){ 0 };
	e->connection = NULL;
	e->peer = NULL;
	e->target_at = e->head_end = NULL;
	e->head_fault = false;
	e->target = (str){ NULL, 0 };
	e->stage = STAGE_HEAD;
	e->refusal = 0;
	e->length = e->got = e->began = e->head_ms = 0;
	e->multipart = NULL;
	e->held = e->suspended = e->answered = e->app_has = e->on_wire = false;
	e->grows = e->complete = e->asleep = false;
	e->grown = e->until = 0;
}

/* Both sides have let go. */
static void
exchange_recycle(struct http_exchange *e)
{
	struct http_server *s = e->server;
	bool keep, last;

	pthread_mutex_lock(&s->lock);
	if (e->prev)
		e->prev->next = e->next;
	else
		s->live = e->next;
	if (e->next)
		e->next->prev = e->prev;
	if (e->stage != STAGE_HEAD && --s->running == 0)
		pthread_cond_broadcast(&s->calm);
	pthread_mutex_unlock(&s->lock);
	exchange_wipe(e);
	pthread_mutex_lock(&s->lock);
	s->live_count--; /* from here on http_close() may free the server, or it is ours to free */
	keep = !s->closed && s->idle_count < IDLE_KEPT;
	last = s->closed && s->live_count == 0;
	if (keep) {
		e->next = s->idle;
		s->idle = e;
		s->idle_count++;
	}
	pthread_mutex_unlock(&s->lock);
	if (!keep)
		exchange_free(e);
	if (last)
		server_free(s);
}

void
exchange_started(struct http_exchange *e)
{
	e->stage = STAGE_BODY;
	pthread_mutex_lock(&e->server->lock);
	e->server->running++;
	pthread_mutex_unlock(&e->server->lock);
}

void
exchange_off_wire(struct http_exchange *e)
{
	bool done;

	pthread_mutex_lock(&e->lock);
	e->on_wire = e->suspended = false;
	e->connection = NULL;
	done = !e->app_has;
	pthread_mutex_unlock(&e->lock);
	if (done)
		exchange_recycle(e);
}

bool
exchange_run(struct http_exchange *e)
{
	struct http_server *s = e->server;
	bool answered;

	e->stage = STAGE_RUN;
	e->app_has = true;
	e->began = exchange_now_us();
	peer_until(e->peer, 0);
	s->o.app(s->o.ctx, &e->rq);
	pthread_mutex_lock(&e->lock);
	if (!e->answered && !e->held) {
		log_error("http: a request was neither answered nor held");
		e->answer = (struct http_answer){
			.status = 500, .type = S("text/plain"), .body = S("500\n"), .body_fd = -1
		};
		e->answered = true;
		e->app_has = false;
	}
	if (!e->answered && atomic_load(&s->giving_up)) {
		e->answer = (struct http_answer){
			.status = 503, .type = S("text/plain"), .body = S("503\n"), .body_fd = -1
		};
		e->answered = true; /* the application still owes its answer, which will be dropped */
	}
	answered = e->answered;
	if (!answered) {
		MHD_suspend_connection(e->connection);
		e->suspended = true;
	}
	pthread_mutex_unlock(&e->lock);
	return answered;
}

void
http_hold(struct http_request *rq)
{
	pthread_mutex_lock(&rq->exchange->lock);
	rq->exchange->held = true;
	pthread_mutex_unlock(&rq->exchange->lock);
}

/* With the lock held. The connection is woken up and finds its answer. */
static void
wake(struct http_exchange *e)
{
	e->answered = true;
	if (e->suspended) {
		e->suspended = false;
		MHD_resume_connection(e->connection);
	}
}

/* With the lock held. False: given up at the end of the server. */
static bool
answer_take(struct http_exchange *e, const struct http_answer *a)
{
	assert(a->status >= 200 && a->status < 600 && a->header_count <= HTTP_HEADERS_MAX);
	assert(e->app_has && !e->grows);
	if (e->answered || !e->on_wire)
		return false;
	e->answer = *a;
	for (size_t i = 0; i < a->header_count; i++)
		e->headers[i] = a->headers[i];
	e->answer.headers = e->headers;
	return true;
}

void
http_answer(struct http_request *rq, const struct http_answer *a)
{
	struct http_exchange *e = rq->exchange;
	bool late, gone;

	pthread_mutex_lock(&e->lock);
	late = !answer_take(e, a);
	if (!late) {
		if (a->body_fd <= 0)
			e->answer.body_fd = -1;
		e->mem.guard = NULL;
		wake(e);
	}
	e->app_has = false;
	gone = !e->on_wire;
	pthread_mutex_unlock(&e->lock);
	if (late && a->body_fd > 0)
		close(a->body_fd);
	if (gone)
		exchange_recycle(e);
}

/* The file stays open until the writer is done with it, also when nobody will read it. */
void
http_answer_growing(struct http_request *rq, const struct http_answer *a)
{
	struct http_exchange *e = rq->exchange;

	pthread_mutex_lock(&e->lock);
	if (answer_take(e, a)) {
		e->answer.body_fd = -1;
		e->grows = true;
		wake(e);
	}
	e->growing_fd = a->body_fd;
	pthread_mutex_unlock(&e->lock);
}

/* With the lock held: the connection that has sent all there was goes on. */
static void
rouse(struct http_exchange *e)
{
	if (e->suspended && e->asleep) {
		e->suspended = false;
		MHD_resume_connection(e->connection);
	}
}

bool
http_grow(struct http_request *rq, int64_t size)
{
	struct http_exchange *e = rq->exchange;
	bool read;

	pthread_mutex_lock(&e->lock);
	e->grown = size;
	read = e->grows && e->on_wire && !atomic_load(&e->server->giving_up);
	rouse(e);
	pthread_mutex_unlock(&e->lock);
	return read;
}

void
http_grown(struct http_request *rq, bool complete)
{
	struct http_exchange *e = rq->exchange;
	bool gone;

	pthread_mutex_lock(&e->lock);
	e->complete = complete;
	e->mem.guard = NULL;
	e->app_has = false;
	rouse(e);
	gone = !e->on_wire;
	pthread_mutex_unlock(&e->lock);
	if (gone)
		exchange_recycle(e);
}

void
exchange_give_up(struct http_server *s)
{
	atomic_store(&s->giving_up, true);
	pthread_mutex_lock(&s->lock);
	for (struct http_exchange *e = s->live; e; e = e->next) {
		pthread_mutex_lock(&e->lock);
		if (e->suspended && !e->answered) {
			e->answer = (struct http_answer){
				.status = 503, .type = S("text/plain"), .body = S("503\n"), .body_fd = -1
			};
			wake(e);
		}
		rouse(e);
		pthread_mutex_unlock(&e->lock);
	}
	pthread_mutex_unlock(&s->lock);
}
