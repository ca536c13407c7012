/* checkpoint.c — PASSIVE checkpoints never block a writer or a reader. A reader that pins the log only makes it longer for a while; the next
 * pass takes the rest. */
#include "db/checkpoint.h"

#include "base/log.h"
#include "db/conn.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct checkpoint {
	struct conn *conn;
	int64_t pages;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t due;
	bool wanted, stopping;
	atomic_ullong count;
};

static void
run_both(struct checkpoint *c, const char *sql)
{
	for (int s = 0; s < STORES; s++)
		if (c->conn->engine->run(c->conn->link[s], sql) != OK)
			log_warn("database: a checkpoint did not run; the log stays as it is");
	atomic_fetch_add(&c->count, 1);
}

static bool
wait_due(struct checkpoint *c)
{
	bool go;

	pthread_mutex_lock(&c->lock);
	while (!c->wanted && !c->stopping)
		pthread_cond_wait(&c->due, &c->lock);
	go = !c->stopping;
	c->wanted = false;
	pthread_mutex_unlock(&c->lock);
	return go;
}

static void *
checkpoint_thread(void *arg)
{
	struct checkpoint *c = arg;

	while (wait_due(c))
		run_both(c, "pragma wal_checkpoint(passive)");
	return NULL;
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
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->due, NULL);
	if (conn_open(&c->conn, &o) != OK || pthread_create(&c->thread, NULL, checkpoint_thread, c) != 0) {
		conn_close(c->conn);
		free(c);
		return BROKEN;
	}
	*out = c;
	return OK;
}

void
checkpoint_tell(struct checkpoint *c, int64_t wal_pages)
{
	if (!c || wal_pages < c->pages)
		return;
	pthread_mutex_lock(&c->lock);
	c->wanted = true;
	pthread_cond_signal(&c->due);
	pthread_mutex_unlock(&c->lock);
}

void
checkpoint_stop(struct checkpoint *c)
{
	if (!c)
		return;
	pthread_mutex_lock(&c->lock);
	c->stopping = true;
	pthread_cond_signal(&c->due);
	pthread_mutex_unlock(&c->lock);
	pthread_join(c->thread, NULL);
	run_both(c, "pragma wal_checkpoint(truncate)");
	conn_close(c->conn);
	free(c);
}

uint64_t
checkpoint_count(const struct checkpoint *c)
{
	return c ? c->count : 0;
}
