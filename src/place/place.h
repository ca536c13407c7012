/* place.h — townships and the dated tree township → village or community → group or grid (domain.md §7).
 *
 * A place is in force from valid_from to valid_to, both days included. It keeps its id for good: a new name is
 * a row of place_name with the day it begins, so old matters keep their village and the village its history.
 * Codes are never used again. Other slices read the queries of place.sql: q_place_villages, q_place_below,
 * q_place_by_id, q_place_in_village … */
#ifndef HEYE_PLACE_PLACE_H
#define HEYE_PLACE_PLACE_H

#include "db/db.h"
#include "desk/actor.h"
#include "desk/job.h"
#include "gen/place.sql.h"

/* The numbers stand in the table: never renumber. */
enum place_kind {
	PLACE_TOWNSHIP = 1,
	PLACE_COMMUNITY = 2,
	PLACE_VILLAGE = 3,
	PLACE_GROUP = 4,
	PLACE_GRID = 5,
	PLACE_KINDS
};

#define PLACE_NAME_MAX 40   /* characters */
#define PLACES_MOST    2000 /* of a township, all times together */

struct place_town {
	str name_zh, name_en, phone, hours_zh, hours_en, host; /* host may be empty */
};

/* Makes the township of tx->db.town and its own place, code = the 9 digits. CONFLICT: it is there already.
 * INVALID: the code is not 9 digits, a name is missing, or the host leads elsewhere. */
MUST_USE enum err place_add_town(struct tx *tx, const struct actor *by, const struct place_town *t);
MUST_USE enum err place_change_town(struct tx *tx, const struct actor *by, const struct place_town *t);

/* For struct site. NOT_FOUND: none, or (only_town) more than one. */
MUST_USE enum err place_town_by_host(struct db *db, str host, int64_t *town);
MUST_USE enum err place_only_town(struct db *db, int64_t *town);

struct place_new {
	int64_t parent;
	enum place_kind kind; /* communities and villages below the township, groups and grids below those */
	str code;             /* 12 digits for a village, 15 for a grid or group, or empty */
	str name_zh, name_en; /* English may be empty: then the Chinese name stands in both */
	day valid_from;
	int sort;
};

/* INVALID: kind and parent do not go together, or a text is not good. CONFLICT: the code has been used before. */
MUST_USE enum err place_add(struct tx *tx, const struct actor *by, const struct place_new *n, int64_t *id);

/* A new name from a day on; today or earlier takes effect at once, later by place_jobs. */
MUST_USE enum err place_rename(struct tx *tx, const struct actor *by, int64_t id, str name_zh, str name_en, day from);

/* `last` is the last day in force. CONFLICT: places below it or posts for it outlast that day. */
MUST_USE enum err place_end(struct tx *tx, const struct actor *by, int64_t id, day last);

/* Whether the parts of a matter's place fit: `place` is the village or in it, both in force today. */
MUST_USE enum err place_check(struct db *db, int64_t village, int64_t place);

bool place_in_force(day valid_from, day valid_to, day today);
const char *place_kind_key(enum place_kind k); /* "village": for events and tests */

extern const struct job place_jobs[]; /* names whose day has come */

#endif
