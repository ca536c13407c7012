/* figure.h — figures as the slices publish them: what is counted, in words and in SQL (features.md M1, M2).
 *
 * A slice names its figures in a table of these rows, and features.c lists the tables. The number and the list
 * behind it come out
 * of one select (db/figure.h). A definition that changes gets a new version; numbers and keys are never used again. */
#ifndef HEYE_DESK_FIGURE_H
#define HEYE_DESK_FIGURE_H

#include "db/figure.h"

struct word;

enum figure_time {
	FIGURE_PERIOD, /* facts whose moment lies in the period, by local days (UTC+8), both included */
	FIGURE_LIMIT,  /* the same, and only limits that have passed: today's are not yet over */
	FIGURE_RARE,   /* as FIGURE_PERIOD, and so few that they are always counted anew */
	FIGURE_STANDING /* what stands so at this moment, whatever the period */,
	FIGURE_NOW /* the same, and the passing of time alone changes it: always counted anew */
};

struct figure_part {
	int64_t part;
	const struct word *word; /* NULL ends the list */
};

#define FIGURE_COLUMNS 14

/* What a list, an export and a report say of one record: by name, never a person's. cell[0] is the number it
 * goes by, cell[1] a few
 * words; both are there for every record. */
struct figure_ledger {
	const struct word *const *columns; /* FIGURE_COLUMNS at most, ended by NULL */
	enum err (*row)(struct db *db, int64_t id, bool english, str cell[FIGURE_COLUMNS]);
};

struct figure {
	int number;      /* stands in tables */
	const char *key; /* "received": in addresses and templates */
	int version;
	enum figure_time time;
	const char *
		object; /* the object of the events that change it. All facts of one record have one village, unit and type */
	const char *path;  /* where a record opens: "/desk/matters", before its id; empty: nowhere */
	const char *owner; /* code of the unit that answers for the definition */
	const struct word *name, *meaning, *unit;
	const struct word *parts_name; /* what the parts are, or NULL: they are not shown */
	const struct figure_part *parts;
	bool days; /* the part is a number of days: the median is shown */
	/* of parts, villages and types with fewer than this, only "fewer than n" is said to readers who cannot
	 * open the records; 0: no
	 * limit */
	int64_t few;
	const struct figure_sql *sql;
	const struct figure_ledger *ledger;
};

/* Two numbers of figures, one over the other, as a percentage with one decimal, half up. A mask of parts says
 * which of them
 * count: bit n is part n; 0: all. */
struct figure_rate {
	const char *key; /* NULL ends the table */
	int version;
	const char *above, *below;
	uint64_t above_parts, below_parts;
	const struct word *name, *meaning;
};

extern const struct figure *const figure_tables[];     /* each ended by a row without key; NULL-terminated list */
extern const struct figure_rate *const figure_rates[]; /* the same */

#endif
