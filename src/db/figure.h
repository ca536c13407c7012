/* figure.h — what sqlgen makes of `-- @figure NAME` (tools/figure.c): one predicate, counted and listed.
 *
 * A fact is one thing that a figure counts: at that moment, in that village, with that unit, of that type.
 * `part` tells apart
 * what the figure may be split by: the outcome, the channel, the days it took. Period, scope of the reader and
 * filters stand in
 * the SQL, around the slice's own select. */
#ifndef HEYE_DB_FIGURE_H
#define HEYE_DB_FIGURE_H

#include "db/db.h"

#define FIGURE_OF_MOST 40 /* facts of one record and one figure, at most */

/* Scope and village 0, unit and part −1 mean "any"; unit 0 is none yet. The gate is the reader's: records that
 * concern this unit or person are not there. */
struct figure_ask {
	moment from, to; /* to: the first moment after it */
	int64_t scope_unit, scope_village, gate_unit, gate_person;
	int64_t village, unit;
	bool typed; /* type is a filter; empty is "not known" */
	str type;
	int64_t part;
	moment after; /* of a list: the last fact that was seen */
	int64_t after_id, most;
};

struct figure_fact {
	int64_t id; /* the record that it opens */
	moment at;
	int64_t village, unit; /* unit 0: none yet */
	str type;              /* empty: not known */
	int64_t part;
};

struct figure_facts {
	struct figure_fact *p;
	size_t n;
};

struct figure_cell {
	int64_t day; /* local, as in base/day.h */
	int64_t village, unit;
	str type;
	int64_t part, n;
};

struct figure_reader {
	enum err (*each)(void *ctx, const struct figure_cell *cell);
	void *ctx;
};

struct figure_sql {
	enum err (*count)(struct db *db, const struct figure_ask *a, int64_t *n);
	enum err (*cells)(struct db *db, const struct figure_ask *a, struct figure_reader *r);
	enum err (*list)(struct db *db, const struct figure_ask *a, struct figure_facts *f);
	enum err (*of)(struct db *db, int64_t record, struct figure_facts *f);
	/* what the reader must not meet; NULL: nothing is kept from anybody in scope */
	enum err (*gate)(struct db *db, int64_t unit, int64_t person, int64_t most, int64_t **id, size_t *n);
};

#endif
