/* fixture_test.h — what the tests of db/ share: two small tables, one in each store, and a write that fills them.
 * Each write also counts itself in `tally`, so that a write kept twice or by half shows. */
#ifndef HEYE_DB_FIXTURE_TEST_H
#define HEYE_DB_FIXTURE_TEST_H

#include "db/conn.h"
#include "db/migrate.h"
#include "db/writer.h"
#include "test.h"

#include <stdatomic.h>

extern const struct migration note_list[];
extern const struct query add_note, add_who, count_notes, count_who, get_note, get_tally;

/* A new data folder with both stores migrated; the path stays valid. */
const char *fixture_fresh(const char *name);

struct conn *fixture_open(const char *dir,
			  bool write); /* for writing also the identity store; NULL and a failed test on error */

/* The number that a query with the town as its only parameter gives; -1 on any error. */
int64_t fixture_number(struct conn *c, const struct query *q);
int64_t fixture_count(const char *dir, const struct query *q);

/* Acknowledged or not, whole or not at all: notes and the tally agree, and every note that has a sealed part
 * finds it. */
void fixture_whole(const char *dir);

struct job {
	struct write write;
	int64_t id;
	bool who, fail;
	atomic_int *left;
};

enum err job_run(struct tx *tx, void *arg); /* arg: struct job */
enum err fixture_note(struct tx *tx, int64_t id, str body);
void fixture_submit(struct writer *w, struct job *j, atomic_int *left); /* waits while the queue is full */
void fixture_drain(atomic_int *left);

#endif
