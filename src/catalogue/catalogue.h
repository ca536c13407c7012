/* catalogue.h — what can be raised, within what time it is claimed and answered, and which unit gets it.
 *
 * Types and rules are versioned by effective date: a matter keeps the limits of the day it was received. A
 * change for a day to come waits; one for a day gone by is refused, since dates were promised by the old one.
 * Other slices read the queries of catalogue.sql: q_catalogue_types, q_catalogue_categories … */
#ifndef HEYE_CATALOGUE_CATALOGUE_H
#define HEYE_CATALOGUE_CATALOGUE_H

#include "db/db.h"
#include "desk/actor.h"
#include "gen/catalogue.sql.h"

/* The numbers stand in the table: never renumber. */
enum catalogue_urgency {
	URGENCY_NORMAL = 1,
	URGENCY_URGENT = 2,
	URGENCY_EMERGENCY = 3,
	URGENCY_CONSULT = 4,
	URGENCY_HANDOVER = 5,
	URGENCIES
};

#define CATALOGUE_CODE_MAX     8
#define CATALOGUE_MOST         500
#define CATALOGUE_CONFIRM_DAYS 15 /* silence of the resident before a matter may close; never less */
#define CATALOGUE_REOPEN_DAYS  30 /* never less */

struct catalogue_type {
	str code, category_zh, category_en, type_zh, type_en;
	str unit_code;
	enum catalogue_urgency urgency;
	int accept_hours, resolve_workdays; /* emergencies: accept_hours are real hours */
	bool public_by_default;
	int confirm_days, reopen_days;
	day valid_from, valid_to;
};

/* The type as it was in force on a day. NOT_FOUND. */
MUST_USE enum err catalogue_type(struct db *db, str code, day on, struct catalogue_type *t);

/* The limits for a matter whose type is not known yet, or for a code that is gone: those of H04, else 24 hours
 * and 7 days. Never fails with NOT_FOUND. */
MUST_USE enum err catalogue_type_or_default(struct db *db, str code, day on, struct catalogue_type *t);

/* Most specific rule in force, else the type's own unit, else the unit G8. NOT_FOUND: no such unit is in
 * force either. */
MUST_USE enum err catalogue_unit_for(struct db *db, str code, int64_t village, day on, int64_t *unit);

/* A new version from t->valid_from on (tomorrow or later; today for a new type). INVALID: a text or number is
 * out of bounds, or the day is past. */
MUST_USE enum err catalogue_set(struct tx *tx, const struct actor *by, const struct catalogue_type *t);
MUST_USE enum err catalogue_stop(struct tx *tx, const struct actor *by, str code, day last); /* last day offered */

/* A rule from a day on; the one for the same type and village before it ends the day before. code "" any
 * type, village 0 any. */
MUST_USE enum err catalogue_route(struct tx *tx, const struct actor *by, str code, int64_t village, int64_t unit,
				  day from, int64_t *id);
MUST_USE enum err catalogue_route_end(struct tx *tx, const struct actor *by, int64_t id, day last);

/* What is wrong with a line of a catalogue file. */
enum catalogue_fault {
	CATALOGUE_GOOD,
	CATALOGUE_ENCODING,
	CATALOGUE_HEADER,
	CATALOGUE_COLUMNS,
	CATALOGUE_CODE,
	CATALOGUE_TEXT,
	CATALOGUE_UNIT,
	CATALOGUE_URGENCY,
	CATALOGUE_NUMBER,
	CATALOGUE_YES_NO,
	CATALOGUE_TWICE,
	CATALOGUE_FAULTS
};

struct catalogue_line {
	int line;
	enum catalogue_fault fault;
	str text; /* the field that is wrong */
};

#define CATALOGUE_LINES 20

struct catalogue_import {
	int types, added, changed, same; /* rows read, and what they would do */
	struct catalogue_line bad[CATALOGUE_LINES];
	size_t bads;
};

/* A file like data/taxonomy.csv, UTF-8 or GB18030. The dry run only counts; INVALID with the bad lines and
 * nothing taken. */
MUST_USE enum err catalogue_check(struct db *db, str csv, struct catalogue_import *out);
MUST_USE enum err catalogue_import(struct tx *tx, const struct actor *by, str csv, day from,
				   struct catalogue_import *out);

/* The built-in 48 types (taxonomy.csv), in force from 2020-01-01 on: old matters may be entered
 * with their own dates. */
MUST_USE enum err catalogue_seed(struct tx *tx, const struct actor *by);

bool catalogue_code_good(str code);                       /* a capital letter, then 1 to 7 capitals or digits */
bool catalogue_type_good(const struct catalogue_type *t); /* texts and numbers within bounds */
MUST_USE enum err
catalogue_insert(struct tx *tx, const struct catalogue_type *t); /* bare row, for seed and tests: no event, no check */

const char *catalogue_urgency_key(enum catalogue_urgency u); /* "normal" … as in the file */

#endif
