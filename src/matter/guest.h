/* guest.h — who reads a matter of another office for a time: a unit with a task in it, a post of a task force.
 *
 * A guest reads and does nothing else: matter_act() does not know guests. Access begins and ends with rows that
 * carry their end; each change is an event. */
#ifndef HEYE_MATTER_GUEST_H
#define HEYE_MATTER_GUEST_H

#include "db/db.h"
#include "desk/actor.h"

struct guest {
	int64_t matter;
	int64_t unit, post; /* one of the two */
	int64_t origin;     /* id of the task or task force */
	moment until;       /* none: until guest_end() */
};

MUST_USE enum err guest_add(struct tx *tx, const struct actor *by, const struct guest *g);
/* Ends the access that comes from `origin`: to one matter (0: to all), or of one post (0: of all). */
MUST_USE enum err guest_end(struct tx *tx, const struct actor *by, int64_t origin, int64_t matter, int64_t post);
MUST_USE enum err guest_prolong(struct tx *tx, const struct actor *by, int64_t origin, moment until);

/* NOT_FOUND: the actor is no guest of the matter now. */
MUST_USE enum err guest_may(struct db *db, const struct actor *by, int64_t matter);

#endif
