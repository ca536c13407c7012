#include "db/checkpoint.h"

#include "base/log.h"
#include "db/conn.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#define PASSES 3 /* each moves what was written during the one before it */

struct checkpoint {
	struct conn *conn;
	int64_t pages;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t due;  /* for the thread: there is something to do, or the writer stands still */
	pthread_cond_t open; /* for the writer: it may go on */
	bool wanted, stopping;
	bool asking, busy;    /* asking: the writer shall stand still; busy: it is in a batch */
	bool full;            /* said already that the disk is full */
	int64_t seen[STORES]; /* a log's length as the writer told it last */
	int64_t last[STORES]; /* its length at the last pass */
	int64_t ask[STORES];  /* the length at which the writer is asked to stand still */
	atomic_bool failed;
	atomic_ullong count;
};

void
checkpoint_enter(struct checkpoint *c)
{
	if (!c)
		return;
	pthread_mutex_lock(&c->lock);
	while (c->asking)
		pthread_cond_wait(&c->open, &c->lock);
	c->busy = true;
	pthread_mutex_unlock(&c->lock);
}

void
checkpoint_leave(struct checkpoint *c, const int64_t pages[STORES])
{
	if (!c)
		return;
	pthread_mutex_lock(&c->lock);
	c->busy = false;
	for (int s = 0; s < STORES; s++) {
		if (pages[s] < c->seen[s])
			c->last[s] = 0; /* it began again */
		c->seen[s] = pages[s];
		if (pages[s] >= c->pages && pages[s] - c->last[s] >= c->pages / 2)
			c->wanted = true;
	}
	if (c->wanted || c->asking)
		pthread_cond_signal(&c->due);
	pthread_mutex_unlock(&c->lock);
}

static enum err
fold(struct checkpoint *c, enum store s, enum fold how, int64_t *left)
{
	int64_t pages, moved;
	enum err e = conn_fold(c->conn, s, how, &pages, &moved);

	pthread_mutex_lock(&c->lock);
	*left = c->seen[s] > moved ? c->seen[s] - moved : 0;
	if (e == BROKEN && !c->full)
		log_warn("database: the log could not be moved into the database; it stays as it is");
	c->full = e == BROKEN;
	pthread_mutex_unlock(&c->lock);
	if (c->conn->io_failed)
		atomic_store(&c->failed, true);
	return e;
}

/* Between two batches of the writer, with everything but the newest pages moved already. */
static void
start_over(struct checkpoint *c, enum store s)
{
	int64_t left;
	enum err e;

	pthread_mutex_lock(&c->lock);
	c->asking = true;
	while (c->busy)
		pthread_cond_wait(&c->due, &c->lock);
	pthread_mutex_unlock(&c->lock);
	e = fold(c, s, FOLD_RESTART, &left);
	pthread_mutex_lock(&c->lock);
	c->asking = false;
	c->ask[s] = e == OK ? CHECKPOINT_ASK * c->pages : 2 * c->seen[s];
	pthread_cond_broadcast(&c->open);
	pthread_mutex_unlock(&c->lock);
}

static void
move(struct checkpoint *c, enum store s)
{
	int64_t left = 0, before, length;
	bool ask;

	for (int i = 0; i < PASSES; i++) {
		before = left;
		if (fold(c, s, FOLD_PASSIVE, &left) != OK || left == 0)
			break;
		if (i > 0 && left >= before)
			break;
	}
	atomic_fetch_add(&c->count, 1);
	pthread_mutex_lock(&c->lock);
	length = c->last[s] = c->seen[s];
	ask = length >= c->ask[s] && !c->stopping && !c->full;
	pthread_mutex_unlock(&c->lock);
	if (ask)
		start_over(c, s);
}

/* The next store whose log is due; false when the thread shall end. */
static bool
wait_due(struct checkpoint *c, bool due[STORES])
{
	bool go;

	pthread_mutex_lock(&c->lock);
	while (!c->wanted && !c->stopping)
		pthread_cond_wait(&c->due, &c->lock);
	go = !c->stopping && !c->failed;
	c->wanted = false;
	for (int s = 0; s < STORES; s++)
		due[s] = c->seen[s] >= c->pages;
	pthread_mutex_unlock(&c->lock);
	return go;
}

static void *
checkpoint_thread(void *arg)
{
	struct checkpoint *c = arg;
	bool due[STORES];

	while (wait_due(c, due))
		for (int s = 0; s < STORES; s++)
			if (due[s] && !c->failed)
				move(c, (enum store)s);
	return NULL;
}

static void
checkpoint_free(struct checkpoint *c)
{
	conn_close(c->conn);
	pthread_mutex_destroy(&c->lock);
	pthread_cond_destroy(&c->due);
	pthread_cond_destroy(&c->open);
	free(c);
}

enum err
checkpoint_start(struct checkpoint **out, const char *dir, int64_t pages)
{
	struct conn_options o = { .dir = dir, .write = true, .identity = true, .cache_kib = 256 };
	struct checkpoint *c;

	*out = NULL;
	if (str_eq(str_of(dir), S(":memory:")))
		return OK;
	c = calloc(1, sizeof *c);
	if (!c)
		return BROKEN;
	c->pages = pages;
	for (int s = 0; s < STORES; s++)
		c->ask[s] = CHECKPOINT_ASK * pages;
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->due, NULL);
	pthread_cond_init(&c->open, NULL);
	if (conn_open(&c->conn, &o) != OK || pthread_create(&c->thread, NULL, checkpoint_thread, c) != 0) {
		checkpoint_free(c);
		return BROKEN;
	}
	*out = c;
	return OK;
}

void
checkpoint_stop(struct checkpoint *c, bool dead)
{
	int64_t left;

	if (!c)
		return;
	pthread_mutex_lock(&c->lock);
	c->stopping = true;
	pthread_cond_signal(&c->due);
	pthread_mutex_unlock(&c->lock);
	pthread_join(c->thread, NULL);
	if (dead || c->failed)
		c->conn->io_failed = true;
	for (int s = 0; s < STORES && !c->conn->io_failed; s++)
		if (fold(c, (enum store)s, FOLD_PASSIVE, &left) == OK &&
		    fold(c, (enum store)s, FOLD_TRUNCATE, &left) != OK)
			log_info("database: a log was still being read and keeps its length");
	checkpoint_free(c);
}

uint64_t
checkpoint_count(const struct checkpoint *c)
{
	return c ? c->count : 0;
}

bool
checkpoint_failed(const struct checkpoint *c)
{
	return c && c->failed;
}
