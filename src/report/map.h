/* map.h — outlines of the villages for the overview, from a boundary file of the township's own. */
#ifndef HEYE_REPORT_MAP_H
#define HEYE_REPORT_MAP_H

#include "db/db.h"
#include "desk/actor.h"

#define MAP_WIDE 400
#define MAP_HIGH 320

struct map_import {
	size_t villages; /* matched */
	str missing;     /* names of villages without a polygon */
	str unknown;     /* names in the file that are no village here */
	str why;         /* what is wrong with the file, English; empty: nothing */
};

/* All outlines are replaced. By code (12 digits) or by name, with or without 村 or 社区. INVALID: nothing fits, or
 * the file is not
 * good. `write` false: a rehearsal. */
MUST_USE enum err map_check(struct db *db, str text, struct map_import *m);
MUST_USE enum err map_import(struct tx *tx, const struct actor *by, str text, struct map_import *m);

/* The outline of a village; without any boundaries a field in rows, in the order of the villages. */
struct map_outline {
	str path;
	int x, y;
	bool schematic;
};
MUST_USE enum err map_outline(struct db *db, int64_t place, int i, int n, struct map_outline *o);

#endif
