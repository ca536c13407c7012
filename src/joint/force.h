/* force.h — the task force (专班, features.md E3): some posts bound to some matters for a time.
 *
 * Its members read those matters until its last day, or until it is ended before, or until they leave: access hangs on
 * dated rows (matter/guest.h), so nobody has to remember to take it away. */
#ifndef HEYE_JOINT_FORCE_H
#define HEYE_JOINT_FORCE_H

#include "gen/force.sql.h"
#include "joint/task.h"

#define FORCE_POSTS   40
#define FORCE_MATTERS 60
#define FORCE_DAYS    366 /* a force that lasts longer is an office */
#define FORCE_TITLE   60  /* characters */
#define FORCE_PURPOSE 500

struct force_new {
	str title, purpose;
	day last_day;
};

/* All by a dispatcher or leader (FORBIDDEN). CONFLICT: it has ended, or a member is complained about in a matter. */
MUST_USE enum err force_add(struct tx *tx, const struct actor *by, const struct force_new *n, int64_t *id);
MUST_USE enum err force_post(struct tx *tx, const struct actor *by, int64_t id, int64_t post);
MUST_USE enum err force_leave(struct tx *tx, const struct actor *by, int64_t id, int64_t post);
MUST_USE enum err force_matter(struct tx *tx, const struct actor *by, int64_t id, int64_t matter);
MUST_USE enum err force_prolong(struct tx *tx, const struct actor *by, int64_t id, day last_day, str reason);
MUST_USE enum err force_end(struct tx *tx, const struct actor *by, int64_t id);

/* NOT_FOUND: the actor is no member and no township post. */
MUST_USE enum err force_read(struct db *db, const struct actor *by, int64_t id, struct q_force_of *f);
bool force_may_write(const struct actor *by, const struct q_force_of *f, day today);
bool force_runs(const struct q_force_of *f, day today);

#endif
