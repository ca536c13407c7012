/* writer.h — the writer with group commit: one thread for SQLite; for PostgreSQL a few lanes, and a township keeps to one
 * of them, so that its writes stay in order and townships do not wait for each other.
 *
 * Any thread submits a write; the writer thread takes all that wait (up to `batch`), runs each in its own
 * savepoint, commits the identity store if it was touched, then the main store, both with synchronous=FULL, and
 * only then calls `done`. A write that fails rolls back alone. When the commit itself fails, or the engine gives up
 * the transaction, every write of the batch ends as BROKEN: nothing was kept in the main store. After a full disk
 * the next write is tried as usual; after a failed disk none is, until the program starts anew (then, and only
 * then, a write that ended as BROKEN may be found kept: the request's idempotency key tells). WAL checkpoints run
 * on a thread of their own (db/checkpoint.h).
 *
 * On PostgreSQL a batch that met a deadlock or lost its connection runs again, five times at most within some twenty
 * seconds, so `run` must stand being run twice. When the connection died during the commit, nobody knows whether the
 * batch was kept: then only writes that say `again` run once more (they find what they left behind, as a form its
 * idempotency key), the others end as BROKEN. */
#ifndef HEYE_DB_WRITER_H
#define HEYE_DB_WRITER_H

#include "db/db.h"

struct write {
	enum err (*run)(struct tx *tx, void *arg); /* on the writer thread; OK keeps, anything else rolls back */
	void (*done)(struct write *w);             /* on the writer thread, after the commit; must not block */
	void *arg;
	struct arena *mem; /* memory for the run; when it overflows the write ends as BUSY and rolls back */
	moment now;
	int64_t town;
	enum err result; /* valid in done() */
	bool disk_full;
	bool again; /* may run once more although the first run may have been kept */
	struct write *next;
};

struct writer_options {
	const char *dir;
	const struct database *database;
	size_t queue;      /* writes waiting at most; more are refused with BUSY. Default 4096 */
	size_t batch;      /* writes a commit at most. Default 512, on PostgreSQL 60; 1 is the benchmark's naive mode */
	int lanes;         /* connections that write. Default 1, on PostgreSQL 3 */
	int64_t wal_pages; /* checkpoint when the WAL is longer. Default CHECKPOINT_PAGES */
};

struct writer_figures {
	uint64_t writes, commits, failed, refused, checkpoints;
	uint64_t waiting, wal_pages; /* now */
};

struct writer;

MUST_USE enum err writer_open(struct writer **w, const struct writer_options *o);
void writer_close(struct writer *w); /* runs what is queued, commits, checkpoints, joins */

/* BUSY when the queue is full or the writer is closing; else job->done is called, and job must live until then. */
MUST_USE enum err writer_submit(struct writer *w, struct write *job);

/* Submits and waits: for jobs and commands, never from a page or from inside a write. job->done is not called. */
enum err writer_run(struct writer *w, struct write *job);

bool writer_dead(const struct writer *w); /* the disk failed: all writes end as BROKEN until the program starts anew */
struct writer_figures writer_figures(struct writer *w);

/* For tests and one-shot commands: run `fn` in one transaction on a connection opened for writing. BUSY when
 * another process writes for longer than ten seconds, or when `mem` overflows. Not inside an @each of the same
 * connection. */
MUST_USE enum err tx_run(struct conn *c, struct arena *mem, moment now, int64_t town,
			 enum err (*fn)(struct tx *, void *), void *arg);

#endif
