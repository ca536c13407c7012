/* twin.h — open matters that may tell of the same thing: same place, near in time, shared words. A suggestion to the
 * eye of who dispatches; nothing is merged by itself. */
#ifndef HEYE_MATTER_TWIN_H
#define HEYE_MATTER_TWIN_H

#include "desk/actor.h"
#include "matter/matter.h"

#define TWIN_MOST 5
#define TWIN_DAYS 30 /* before and after the day it was received */

struct twin {
	int64_t id, year, number, state, photo; /* photo: the first one, or 0 */
	str words, place_zh, place_en;
	moment received_at;
	int alike;
};

struct twins {
	struct twin p[TWIN_MOST]; /* most alike first */
	size_t n;
};

/* Only what the reader's scope and the conflict gate let them read. */
MUST_USE enum err twin_find(struct db *db, const struct actor *by, int64_t matter, struct twins *t);

#endif
