#include "web/touch.h"
#include "web/session.h"

#include <pthread.h>
#include <string.h>

#define SLOTS 16
#define TOKEN 64

struct slot {
	struct write write;
	struct arena mem;
	struct touches *all;
	char token[TOKEN];
	size_t n;
	bool taken;
};

struct touches {
	pthread_mutex_t lock;
	pthread_cond_t freed;
	struct slot slot[SLOTS];
};

struct touches *
touches_make(struct arena *a)
{
	struct touches *t = make(a, struct touches, 1);

	pthread_mutex_init(&t->lock, NULL);
	pthread_cond_init(&t->freed, NULL);
	for (int i = 0; i < SLOTS; i++) {
		t->slot[i].all = t;
		t->slot[i].mem = arena_open(64 * 1024);
	}
	return t;
}

void
touches_close(struct touches *t)
{
	for (int i = 0; i < SLOTS; i++) {
		pthread_mutex_lock(&t->lock);
		while (t->slot[i].taken)
			pthread_cond_wait(&t->freed, &t->lock);
		pthread_mutex_unlock(&t->lock);
		arena_close(&t->slot[i].mem);
	}
	pthread_cond_destroy(&t->freed);
	pthread_mutex_destroy(&t->lock);
}

static enum err
run(struct tx *tx, void *arg)
{
	const struct slot *s = arg;

	return session_touch(tx, (str){ s->token, s->n });
}

static void
free_slot(struct slot *s)
{
	arena_reset(&s->mem);
	pthread_mutex_lock(&s->all->lock);
	s->taken = false;
	pthread_cond_signal(&s->all->freed);
	pthread_mutex_unlock(&s->all->lock);
}

static void
done(struct write *w)
{
	free_slot(w->arg);
}

static struct slot *
take(struct touches *t)
{
	struct slot *s = NULL;

	pthread_mutex_lock(&t->lock);
	for (int i = 0; i < SLOTS && !s; i++)
		if (!t->slot[i].taken)
			s = &t->slot[i];
	if (s)
		s->taken = true;
	pthread_mutex_unlock(&t->lock);
	return s;
}

void
touch_session(struct touches *t, struct writer *w, int64_t town, str token, moment now)
{
	struct slot *s = token.n <= TOKEN ? take(t) : NULL;

	if (!s)
		return;
	memcpy(s->token, token.p, token.n);
	s->n = token.n;
	s->write = (struct write){
		.run = run, .done = done, .arg = s, .mem = &s->mem, .now = now, .town = town, .again = true
	};
	if (writer_submit(w, &s->write) != OK)
		free_slot(s);
}
