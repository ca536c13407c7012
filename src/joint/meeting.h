/* meeting.h — the joint meeting (联席会议, features.md E2): agenda from matters, who came, what was settled, decisions
 * that become tasks, minutes.
 *
 * What an earlier meeting decided and nobody has done stands on the agenda of every later one until it is done: no
 * decision is lost. Minutes are closed once and then stay. A meeting is prepared and written up by a dispatcher or
 * leader; it is read by township posts and by who has a seat. */
#ifndef HEYE_JOINT_MEETING_H
#define HEYE_JOINT_MEETING_H

#include "gen/meeting.sql.h"
#include "joint/task.h"

enum meeting_state { MEETING_PLANNED = 1, MEETING_HELD = 2 };
enum meeting_came { CAME_UNSAID = 0, CAME_SELF = 1, CAME_OTHER = 2, CAME_NOT = 3 };

#define MEETING_SHORT   100 /* characters of a title, a room, an office */
#define MEETING_TEXT    2000
#define MEETING_ITEMS   60
#define MEETING_SEATS   80
#define MEETING_CARRIED 300

struct meeting_new {
	str title, starts, room; /* starts: 14:30 */
	day held_on;
	int64_t chair; /* post */
};

MUST_USE enum err meeting_add(struct tx *tx, const struct actor *by, const struct meeting_new *n, int64_t *id);
MUST_USE enum err meeting_change(struct tx *tx, const struct actor *by, int64_t id, const struct meeting_new *n);

/* NOT_FOUND: the actor has no seat in it and is no township post. */
MUST_USE enum err meeting_read(struct db *db, const struct actor *by, int64_t id, struct q_meeting_of *m);
bool meeting_may_write(const struct actor *by, const struct q_meeting_of *m);
bool meeting_sees_all(const struct actor *by);

/* Below: FORBIDDEN to who does not write the minutes; CONFLICT once they are closed. */

/* A matter in the actor's scope, a topic, or both. CONFLICT also when somebody with a seat is complained about in it. */
MUST_USE enum err meeting_item(struct tx *tx, const struct actor *by, int64_t id, int64_t matter, str topic);
MUST_USE enum err meeting_outcome(struct tx *tx, const struct actor *by, int64_t id, int64_t n, str outcome);
/* task->unit, what, mandatory and due are the decision; the matter is the item's. */
MUST_USE enum err meeting_decide(struct tx *tx, const struct actor *by, int64_t id, int64_t n, struct task_new *task);
/* A post, or an office from outside in words. CONFLICT: there already, or complained about in a matter of the agenda. */
MUST_USE enum err meeting_seat(struct tx *tx, const struct actor *by, int64_t id, int64_t post, str office);
MUST_USE enum err meeting_came(struct tx *tx, const struct actor *by, int64_t id, int64_t n, enum meeting_came came);
/* What was reported on an open decision of an earlier meeting. */
MUST_USE enum err meeting_said(struct tx *tx, const struct actor *by, int64_t id, int64_t task, str said);
/* Closes the minutes. INVALID: an item has no outcome, nobody has a seat, or the day is still to come. */
MUST_USE enum err meeting_close(struct tx *tx, const struct actor *by, int64_t id);

#endif
