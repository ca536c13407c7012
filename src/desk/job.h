/* job.h — what the program does by itself. A slice publishes a table of jobs; one thread runs them township by
 * township.
 *
 * A job does a bounded piece of work in one transaction and says whether more is waiting; it is then called
 * again at once, so a pass has no cap and no transaction is long. A stopped server catches up at its first
 * pass. The runner of the timers also anchors the event chains every hour.
 *
 * What has to wait for something outside, as a depot of files over the network, is an errand: it runs on a runner of its own,
 * outside of any transaction, so that neither the writer nor the timers wait with it. */
#ifndef HEYE_DESK_JOB_H
#define HEYE_DESK_JOB_H

#include "db/writer.h"

struct job {
	const char *name;
	int every_seconds;
	enum err (*run)(struct tx *tx, bool *more);
};

struct depot;

struct job_turn {
	struct db db; /* to read with; its memory is given back when the turn ends */
	struct depot *depot;
	struct writer *writer; /* NULL: writes go by db.conn, which can */
};

struct job_errand {
	const char *name;
	int every_seconds;
	enum err (*run)(struct job_turn *t); /* BUSY: not now, the next pass tries again */
};

/* One transaction of an errand; may run twice (struct write, `again`). */
MUST_USE enum err job_write(struct job_turn *t, enum err (*fn)(struct tx *, void *), void *arg);

struct job_runner;

struct job_options {
	struct writer *writer;
	enum office office; /* of all servers one runs these jobs; default OFFICE_TIMERS */
	const char *dir;    /* to list the townships with a reader of its own */
	const struct database *database;
	const struct job *const *tables; /* NULL-terminated list of tables, each ending with a row without name */
	const struct job_errand *const *errands; /* likewise */
	struct depot *depot;                     /* for the errands */
};

MUST_USE enum err job_start(struct job_runner **r, const struct job_options *o);
void job_stop(struct job_runner *r); /* lets the running piece end */

/* One pass over everything that is due at `now`, for commands and tests; town 0: all townships. */
MUST_USE enum err job_pass(struct conn *c, const struct job *const *tables, moment now, int64_t town);
/* The same for the errands of one township. */
MUST_USE enum err job_errands(struct conn *c, const struct job_errand *const *errands, struct depot *depot, moment now,
			      int64_t town);

/* Seconds by which the oldest unfinished job is late, for /metrics; at least 1 until each has run once since the start. */
int64_t job_lag(struct job_runner *r);

#endif
