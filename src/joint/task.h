/* task.h — what one unit has to do by a day: within joint handling, or decided by a meeting, or both.
 *
 * The unit reads the matter while its task lasts (matter/guest.h). The head of the unit holds the task until somebody
 * of the unit is named. A unit or officer complained about in the matter never gets one. */
#ifndef HEYE_JOINT_TASK_H
#define HEYE_JOINT_TASK_H

#include "desk/file.h"
#include "gen/joint.sql.h"
#include "gen/task.sql.h"
#include "matter/matter.h"

/* The numbers stand in the table: never renumber. */
enum task_state { TASK_OPEN = 1, TASK_ANSWERED = 2, TASK_LET_GO = 3, TASK_OVER = 4 };

#define TASK_TEXT_MAX   1000 /* characters */
#define TASK_OF_MATTER  200  /* most of one matter */
#define TASK_OF_MEETING 300

struct task_new {
	int64_t matter; /* 0: none, then a meeting */
	int64_t meeting, item;
	int64_t unit;
	str what;
	bool mandatory; /* the lead waits for it */
	day due;        /* its last day */
};

/* By a dispatcher or leader, or the lead while the matter is handled jointly; a matter in hand becomes joint by it.
 * NOT_FOUND: the matter is out of scope. FORBIDDEN. CONFLICT: the matter is in no state for it. INVALID: a text or day
 * is not good, or the unit is complained about. */
MUST_USE enum err task_add(struct tx *tx, const struct actor *by, const struct task_new *n, int64_t *id);

/* As far as the actor may read it: NOT_FOUND otherwise. */
MUST_USE enum err task_read(struct db *db, const struct actor *by, int64_t id, struct q_task_of *t);
MUST_USE enum err task_matter(struct db *db, const struct actor *by, int64_t matter, struct q_joint_matter *m);

bool task_may_give(const struct actor *by, const struct q_joint_matter *m);
bool task_may_answer(const struct actor *by, const struct q_task_of *t); /* its holder, or the unit's head */
bool task_may_assign(const struct actor *by, const struct q_task_of *t); /* the unit's head */
bool task_may_let_go(const struct actor *by, const struct q_task_of *t); /* a leader, while it is mandatory */

/* FORBIDDEN; CONFLICT: it is not open any more; INVALID: text missing, or a post that cannot hold it. */
MUST_USE enum err task_answer(struct tx *tx, const struct actor *by, int64_t id, str text, const struct photo *photo,
			      size_t photos);
MUST_USE enum err task_assign(struct tx *tx, const struct actor *by, int64_t id, int64_t post);
MUST_USE enum err task_let_go(struct tx *tx, const struct actor *by, int64_t id, str reason);

/* Ends what is open of a joint handling that ends, and the reading that came with it. */
MUST_USE enum err task_end_all(struct tx *tx, const struct actor *by, int64_t matter, int64_t joint);

#endif
