/* writer.c — group commit: one thread, one transaction for all that waits, one answer each after the commit. */
#include "db/writer.h"

#include "base/log.h"
#include "db/checkpoint.h"
#include "db/conn.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

struct writer {
	struct conn *conn;
	struct checkpoint *checkpoint;
	struct writer_options options;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t work;
	struct write *first, *last; /* queue */
	size_t waiting;
	bool stopping;
	atomic_bool dead; /* the disk failed once: nothing more is written until the program starts anew */
	atomic_ullong writes, commits, failed, refused, wal_pages;
};

/* Runs it under a guard of its own: a full arena ends this run only. The caller rolls back. */
static enum err
run_guarded(struct tx *tx, enum err (*fn)(struct tx *, void *), void *arg)
{
	struct arena *mem = tx->db.mem;
	jmp_buf *outer = mem ? mem->guard : NULL;
	jmp_buf here;
	enum err e;

	if (!mem)
		return fn(tx, arg);
	if (setjmp(here) == 0) {
		mem->guard = &here;
		e = fn(tx, arg);
	} else {
		e = BUSY;
	}
	mem->guard = outer;
	return e;
}

/* One write in its own savepoint: a failing one leaves no trace in the batch. */
static enum err
run_one(struct writer *w, struct write *job)
{
	struct tx tx = { { .mem = job->mem, .now = job->now, .town = job->town, .conn = w->conn } };
	enum err e;

	w->conn->disk_full = false;
	TRY(conn_savepoint(w->conn));
	e = run_guarded(&tx, job->run, job->arg);
	job->disk_full = w->conn->disk_full;
	if (e == OK)
		return conn_keep(w->conn);
	return conn_undo(w->conn) == OK ? e : BROKEN;
}

static enum err
run_batch(struct writer *w, struct write *batch)
{
	TRY(conn_begin(w->conn));
	for (struct write *job = batch; job && !w->conn->lost; job = job->next)
		job->result = run_one(w, job);
	return conn_commit(w->conn);
}

/* Nothing is known any more of what lies on a disk that failed, and a sync that is tried again may lie: only a new
 * start, which reads everything from the disk, says what was kept. */
static void
look_after(struct writer *w)
{
	if (!w->conn->io_failed && !checkpoint_failed(w->checkpoint))
		return;
	w->conn->io_failed = true;
	if (!atomic_exchange(&w->dead, true))
		log_error("the disk failed: no further writes until the service starts anew");
}

static void
finish_batch(struct writer *w, struct write *batch, enum err e)
{
	const int64_t pages[STORES] = { conn_wal_pages(w->conn, STORE_MAIN), conn_wal_pages(w->conn, STORE_IDENTITY) };
	struct write *next;

	if (e == OK)
		atomic_fetch_add(&w->commits, 1);
	checkpoint_leave(w->checkpoint, pages);
	atomic_store(&w->wal_pages, (unsigned long long)(pages[STORE_MAIN] + pages[STORE_IDENTITY]));
	look_after(w);
	for (struct write *job = batch; job; job = next) {
		next = job->next;
		if (e != OK) {
			job->result = e;
			job->disk_full = w->conn->disk_full;
		}
		atomic_fetch_add(job->result == OK ? &w->writes : &w->failed, 1);
		job->done(job);
	}
}

/* Takes up to `batch` waiting writes, in order; NULL when the writer stops and nothing waits. */
static struct write *
take_batch(struct writer *w)
{
	struct write *first, *at;
	size_t n = 1;

	pthread_mutex_lock(&w->lock);
	while (!w->first && !w->stopping)
		pthread_cond_wait(&w->work, &w->lock);
	first = at = w->first;
	for (; at && at->next && n < w->options.batch; n++)
		at = at->next;
	if (at) {
		w->first = at->next;
		if (!w->first)
			w->last = NULL;
		at->next = NULL;
		w->waiting -= n;
	}
	pthread_mutex_unlock(&w->lock);
	return first;
}

static void *
writer_thread(void *arg)
{
	struct writer *w = arg;
	struct write *batch;

	while ((batch = take_batch(w)) != NULL) {
		checkpoint_enter(w->checkpoint);
		look_after(w);
		finish_batch(w, batch, run_batch(w, batch));
	}
	return NULL;
}

static void
writer_free(struct writer *w)
{
	conn_close(w->conn);
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->work);
	free(w);
}

enum err
writer_open(struct writer **out, const struct writer_options *o)
{
	struct writer *w = calloc(1, sizeof *w);
	struct conn_options co = { .dir = o->dir, .write = true, .identity = true, .cache_kib = 16384 };

	if (!w)
		return BROKEN;
	w->options = *o;
	w->options.queue = o->queue ? o->queue : 4096;
	w->options.batch = o->batch ? o->batch : 512;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->work, NULL);
	w->options.wal_pages = o->wal_pages ? o->wal_pages : CHECKPOINT_PAGES;
	if (conn_open(&w->conn, &co) != OK || checkpoint_start(&w->checkpoint, o->dir, w->options.wal_pages) != OK ||
	    pthread_create(&w->thread, NULL, writer_thread, w) != 0) {
		checkpoint_stop(w->checkpoint, false);
		writer_free(w);
		return BROKEN;
	}
	*out = w;
	return OK;
}

void
writer_close(struct writer *w)
{
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_cond_broadcast(&w->work);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	look_after(w);
	checkpoint_stop(w->checkpoint, writer_dead(w));
	writer_free(w);
}

enum err
writer_submit(struct writer *w, struct write *job)
{
	bool full;

	job->next = NULL;
	job->disk_full = false;
	pthread_mutex_lock(&w->lock);
	full = w->stopping || w->waiting >= w->options.queue;
	if (!full) {
		if (w->last)
			w->last->next = job;
		else
			w->first = job;
		w->last = job;
		w->waiting++;
		pthread_cond_signal(&w->work);
	}
	pthread_mutex_unlock(&w->lock);
	if (full)
		atomic_fetch_add(&w->refused, 1);
	return full ? BUSY : OK;
}

struct waiter {
	pthread_mutex_t lock;
	pthread_cond_t ended;
	bool over;
	struct write job;
};

static void
wake(struct write *job)
{
	struct waiter *at = (struct waiter *)((char *)job - offsetof(struct waiter, job));

	pthread_mutex_lock(&at->lock);
	at->over = true;
	pthread_cond_signal(&at->ended);
	pthread_mutex_unlock(&at->lock);
}

enum err
writer_run(struct writer *w, struct write *job)
{
	struct waiter at = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, *job };

	at.job.done = wake;
	TRY(writer_submit(w, &at.job));
	pthread_mutex_lock(&at.lock);
	while (!at.over)
		pthread_cond_wait(&at.ended, &at.lock);
	pthread_mutex_unlock(&at.lock);
	job->result = at.job.result;
	job->disk_full = at.job.disk_full;
	return job->result;
}

bool
writer_dead(const struct writer *w)
{
	return w->dead || checkpoint_failed(w->checkpoint);
}

struct writer_figures
writer_figures(struct writer *w)
{
	struct writer_figures f = { .writes = w->writes, .commits = w->commits };

	f.failed = w->failed;
	f.refused = w->refused;
	f.wal_pages = w->wal_pages;
	pthread_mutex_lock(&w->lock);
	f.waiting = w->waiting;
	pthread_mutex_unlock(&w->lock);
	f.checkpoints = checkpoint_count(w->checkpoint);
	return f;
}

/* A command that writes much, as an import, has no thread that keeps its logs short. */
static void
shorten_logs(struct conn *c)
{
	int64_t pages, moved;

	for (int s = 0; s < STORES; s++)
		if (conn_wal_pages(c, (enum store)s) > CHECKPOINT_PAGES &&
		    conn_fold(c, (enum store)s, FOLD_PASSIVE, &pages, &moved) == BROKEN)
			log_warn("database: the log could not be moved into the database; it stays as it is");
}

enum err
tx_run(struct conn *c, struct arena *mem, moment now, int64_t town, enum err (*fn)(struct tx *, void *), void *arg)
{
	struct tx tx = { { .mem = mem, .now = now, .town = town, .conn = c } };
	enum err e;

	TRY(conn_begin(c));
	e = run_guarded(&tx, fn, arg);
	if (e != OK) {
		conn_rollback(c);
		return e;
	}
	TRY(conn_commit(c));
	shorten_logs(c);
	return OK;
}
