/* writer.c — group commit: one transaction for all that waits, one answer each after the commit. */
#include "db/writer.h"

#include "base/log.h"
#include "db/checkpoint.h"
#include "db/conn.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

#define LANES_MOST 8
#define LANES      3
#define BATCH      512
#define BATCH_PG   60 /* above 64 savepoints in one transaction every snapshot of the server gets dearer */
#define TRIES      5

/* One connection and one thread, with a queue of its own. SQLite has one; a township stays in its lane. */
struct lane {
	struct writer *writer;
	struct conn *conn;
	pthread_t thread;
	bool started;
	pthread_mutex_t lock;
	pthread_cond_t work;
	struct write *first, *last; /* queue */
	size_t waiting;
	bool stopping;
};

struct writer {
	struct lane lane[LANES_MOST];
	int lanes;
	struct checkpoint *checkpoint;
	struct writer_options options;
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
run_one(struct conn *c, struct write *job)
{
	struct tx tx = { { .mem = job->mem, .now = job->now, .town = job->town, .conn = c } };
	enum err e;

	c->disk_full = false;
	TRY(conn_savepoint(c));
	e = run_guarded(&tx, job->run, job->arg);
	job->disk_full = c->disk_full;
	if (e == OK)
		return conn_keep(c);
	return conn_undo(c) == OK ? e : BROKEN;
}

static enum err
run_batch(struct conn *c, struct write *batch)
{
	TRY(conn_begin(c));
	for (struct write *job = batch; job && !c->lost && c->fate == FATE_FINAL; job = job->next)
		job->result = run_one(c, job);
	if (c->fate == FATE_FINAL)
		return conn_commit(c);
	conn_rollback(c);
	return BUSY;
}

/* After a commit that nobody knows the end of, what cannot tell by itself whether it was kept must not run again. */
static struct write *
repeatable(struct write *batch, struct write **others)
{
	struct write *again = NULL, **end = &again, *next;

	for (struct write *job = batch; job; job = next) {
		struct write ***to = job->again ? &end : &others;

		next = job->next;
		job->next = NULL;
		**to = job;
		*to = &job->next;
	}
	return again;
}

/* A deadlock, a server that restarts, a switch to another node: the batch is run anew. `*given_up`: those that are not. */
static enum err
run_patiently(struct lane *l, struct write **batch, struct write **given_up)
{
	static const int pause_ms[TRIES] = { 50, 500, 2000, 6000, 10000 };
	enum err e = run_batch(l->conn, *batch);

	*given_up = NULL;
	for (int i = 0; i < TRIES && e != OK && l->conn->fate != FATE_FINAL; i++) {
		struct write **end = given_up;

		while (*end)
			end = &(*end)->next;
		if (l->conn->fate == FATE_UNKNOWN)
			*batch = repeatable(*batch, end);
		if (!*batch)
			return e;
		(void)poll(NULL, 0, pause_ms[i]);
		e = run_batch(l->conn, *batch);
	}
	return e;
}

/* Nothing is known any more of what lies on a disk that failed, and a sync that is tried again may lie: only a new
 * start, which reads everything from the disk, says what was kept. */
static void
look_after(struct lane *l)
{
	struct writer *w = l->writer;

	if (!l->conn->io_failed && !checkpoint_failed(w->checkpoint))
		return;
	l->conn->io_failed = true;
	if (!atomic_exchange(&w->dead, true))
		log_error("the disk failed: no further writes until the service starts anew");
}

static void
answer(struct lane *l, struct write *batch, enum err e)
{
	struct write *next;

	for (struct write *job = batch; job; job = next) {
		next = job->next;
		if (e != OK) {
			job->result = e;
			job->disk_full = l->conn->disk_full;
		}
		atomic_fetch_add(job->result == OK ? &l->writer->writes : &l->writer->failed, 1);
		job->done(job);
	}
}

static void
finish_batch(struct lane *l, struct write *batch, enum err e)
{
	const int64_t pages[STORES] = { conn_wal_pages(l->conn, STORE_MAIN), conn_wal_pages(l->conn, STORE_IDENTITY) };
	struct writer *w = l->writer;

	if (e == OK)
		atomic_fetch_add(&w->commits, 1);
	checkpoint_leave(w->checkpoint, pages);
	atomic_store(&w->wal_pages, (unsigned long long)(pages[STORE_MAIN] + pages[STORE_IDENTITY]));
	look_after(l);
	answer(l, batch, e);
}

/* Townships in one order in every process, so that two batches never wait for each other crosswise. */
static struct write *
by_town(struct write *batch)
{
	struct write *sorted = NULL, *next;

	for (struct write *job = batch; job; job = next) {
		struct write **at = &sorted;

		next = job->next;
		while (*at && (*at)->town <= job->town)
			at = &(*at)->next;
		job->next = *at;
		*at = job;
	}
	return sorted;
}

/* Takes up to `batch` waiting writes, in order; NULL when the writer stops and nothing waits. */
static struct write *
take_batch(struct lane *l)
{
	struct write *first, *at;
	size_t n = 1;

	pthread_mutex_lock(&l->lock);
	while (!l->first && !l->stopping)
		pthread_cond_wait(&l->work, &l->lock);
	first = at = l->first;
	for (; at && at->next && n < l->writer->options.batch; n++)
		at = at->next;
	if (at) {
		l->first = at->next;
		if (!l->first)
			l->last = NULL;
		at->next = NULL;
		l->waiting -= n;
	}
	pthread_mutex_unlock(&l->lock);
	return l->writer->options.database ? by_town(first) : first;
}

static void *
writer_thread(void *arg)
{
	struct lane *l = arg;
	struct write *batch, *given_up;
	enum err e;

	while ((batch = take_batch(l)) != NULL) {
		checkpoint_enter(l->writer->checkpoint);
		look_after(l);
		e = run_patiently(l, &batch, &given_up);
		finish_batch(l, batch, e);
		answer(l, given_up, BROKEN);
	}
	return NULL;
}

static void
lanes_free(struct writer *w)
{
	for (int i = 0; i < w->lanes; i++) {
		conn_close(w->lane[i].conn);
		pthread_mutex_destroy(&w->lane[i].lock);
		pthread_cond_destroy(&w->lane[i].work);
	}
	free(w);
}

static void
lanes_stop(struct writer *w)
{
	for (int i = 0; i < w->lanes; i++) {
		pthread_mutex_lock(&w->lane[i].lock);
		w->lane[i].stopping = true;
		pthread_cond_broadcast(&w->lane[i].work);
		pthread_mutex_unlock(&w->lane[i].lock);
	}
	for (int i = 0; i < w->lanes; i++)
		if (w->lane[i].started)
			pthread_join(w->lane[i].thread, NULL);
}

static enum err
lanes_start(struct writer *w)
{
	struct conn_options co = { .dir = w->options.dir,
				   .database = w->options.database,
				   .write = true,
				   .identity = true,
				   .cache_kib = 16384 };

	for (int i = 0; i < w->lanes; i++) {
		w->lane[i].writer = w;
		pthread_mutex_init(&w->lane[i].lock, NULL);
		pthread_cond_init(&w->lane[i].work, NULL);
	}
	for (int i = 0; i < w->lanes; i++)
		TRY(conn_open(&w->lane[i].conn, &co));
	if (!w->options.database)
		TRY(checkpoint_start(&w->checkpoint, w->options.dir, w->options.wal_pages));
	for (int i = 0; i < w->lanes; i++) {
		if (pthread_create(&w->lane[i].thread, NULL, writer_thread, &w->lane[i]) != 0)
			return BROKEN;
		w->lane[i].started = true;
	}
	return OK;
}

enum err
writer_open(struct writer **out, const struct writer_options *o)
{
	struct writer *w = calloc(1, sizeof *w);

	if (!w)
		return BROKEN;
	w->options = *o;
	w->options.queue = o->queue ? o->queue : 4096;
	w->options.batch = o->batch ? o->batch : o->database ? BATCH_PG : BATCH;
	w->options.wal_pages = o->wal_pages ? o->wal_pages : CHECKPOINT_PAGES;
	w->lanes = o->database ? (o->lanes > 0 && o->lanes <= LANES_MOST ? o->lanes : LANES) : 1;
	if (lanes_start(w) != OK) {
		lanes_stop(w);
		checkpoint_stop(w->checkpoint, false);
		lanes_free(w);
		return BROKEN;
	}
	*out = w;
	return OK;
}

void
writer_close(struct writer *w)
{
	lanes_stop(w);
	look_after(&w->lane[0]);
	checkpoint_stop(w->checkpoint, writer_dead(w));
	lanes_free(w);
}

enum err
writer_submit(struct writer *w, struct write *job)
{
	struct lane *l = &w->lane[(uint64_t)job->town % (uint64_t)w->lanes];
	bool full;

	job->next = NULL;
	job->disk_full = false;
	pthread_mutex_lock(&l->lock);
	full = l->stopping || l->waiting >= w->options.queue;
	if (!full) {
		if (l->last)
			l->last->next = job;
		else
			l->first = job;
		l->last = job;
		l->waiting++;
		pthread_cond_signal(&l->work);
	}
	pthread_mutex_unlock(&l->lock);
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
	for (int i = 0; i < w->lanes; i++) {
		pthread_mutex_lock(&w->lane[i].lock);
		f.waiting += w->lane[i].waiting;
		pthread_mutex_unlock(&w->lane[i].lock);
	}
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
	e = conn_savepoint(c);
	if (e == OK)
		e = run_guarded(&tx, fn, arg);
	if (e == OK)
		e = conn_keep(c);
	if (e != OK) {
		conn_rollback(c);
		return e;
	}
	TRY(conn_commit(c));
	shorten_logs(c);
	return OK;
}
