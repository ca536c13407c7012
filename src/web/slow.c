#include "web/slow.h"
#include "base/log.h"

#include <pthread.h>

#define THREADS_MOST 8

struct slow {
	struct arena mem;
	struct slow_options o;
	pthread_mutex_t lock;
	pthread_cond_t some;
	void **ring;
	size_t first, count;
	bool ending;
	struct thread {
		struct slow *slow;
		pthread_t id;
		struct conn *conn;
	} thread[THREADS_MOST];
	int running;
};

static void *
work(void *arg)
{
	struct thread *t = arg;
	struct slow *s = t->slow;

	for (;;) {
		void *job;

		pthread_mutex_lock(&s->lock);
		while (s->count == 0 && !s->ending)
			pthread_cond_wait(&s->some, &s->lock);
		if (s->count == 0) {
			pthread_mutex_unlock(&s->lock);
			return NULL;
		}
		job = s->ring[s->first];
		s->first = (s->first + 1) % s->o.queue;
		s->count--;
		pthread_mutex_unlock(&s->lock);
		s->o.run(job, t->conn);
	}
}

static enum err
thread_start(struct slow *s, struct thread *t)
{
	struct conn_options co = { .dir = s->o.dir, .database = s->o.database, .cache_kib = 1024 };

	t->slow = s;
	TRY(conn_open(&t->conn, &co));
	if (pthread_create(&t->id, NULL, work, t) != 0) {
		conn_close(t->conn);
		log_error("slow lane: no thread");
		return BROKEN;
	}
	s->running++;
	return OK;
}

enum err
slow_open(struct slow **out, const struct slow_options *o)
{
	struct arena mem = arena_open(64 * 1024);
	struct slow *s = make(&mem, struct slow, 1);

	s->o = *o;
	s->o.threads = o->threads > 0 && o->threads <= THREADS_MOST ? o->threads : 2;
	s->o.queue = o->queue ? o->queue : 32;
	s->ring = make(&mem, void *, s->o.queue);
	s->mem = mem;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->some, NULL);
	for (int i = 0; i < s->o.threads; i++) {
		enum err e = thread_start(s, &s->thread[i]);

		if (e != OK) {
			slow_close(s);
			return e;
		}
	}
	*out = s;
	return OK;
}

enum err
slow_submit(struct slow *s, void *job)
{
	bool full;

	pthread_mutex_lock(&s->lock);
	full = s->count == s->o.queue || s->ending;
	if (!full)
		s->ring[(s->first + s->count++) % s->o.queue] = job;
	pthread_cond_signal(&s->some);
	pthread_mutex_unlock(&s->lock);
	return full ? BUSY : OK;
}

size_t
slow_waiting(struct slow *s)
{
	size_t n;

	pthread_mutex_lock(&s->lock);
	n = s->count;
	pthread_mutex_unlock(&s->lock);
	return n;
}

void
slow_close(struct slow *s)
{
	struct arena mem;

	if (!s)
		return;
	pthread_mutex_lock(&s->lock);
	s->ending = true;
	pthread_cond_broadcast(&s->some);
	pthread_mutex_unlock(&s->lock);
	for (int i = 0; i < s->running; i++) {
		pthread_join(s->thread[i].id, NULL);
		conn_close(s->thread[i].conn);
	}
	pthread_cond_destroy(&s->some);
	pthread_mutex_destroy(&s->lock);
	mem = s->mem; /* s itself lies in it */
	arena_close(&mem);
}
