/* joint.h — several offices on one matter (features.md E1): one lead, n tasks, each with a unit, a day and an answer.
 *
 * The matter's own table says who begins and ends joint handling; this slice hears of it (joint_ear_may,
 * joint_ear_after). While a mandatory task is open, the lead can neither answer nor end it; the leader alone lets a
 * task go, with a reason that everybody reads. The holder of the matter stays its holder. */
#ifndef HEYE_JOINT_JOINT_H
#define HEYE_JOINT_JOINT_H

#include "desk/job.h"
#include "matter/matter.h"
#include "staff/staff.h"

/* For matter_ears. */
MUST_USE enum err joint_ear_may(struct db *db, const struct actor *by, int64_t matter, enum matter_act act);
MUST_USE enum err joint_ear_after(struct tx *tx, const struct actor *by, int64_t matter, enum matter_act act,
				  enum matter_state from, enum matter_state to);

extern const struct job joint_jobs[]; /* tasks past their day */

/* For staff_guards: how many open tasks hang on a post. */
MUST_USE enum err joint_holds(struct db *db, int64_t post, int64_t *n);

/* OK: nothing stands in the way of the lead's answer. CONFLICT: `*n` mandatory tasks are open. */
MUST_USE enum err joint_ready(struct db *db, int64_t matter, int64_t *n);

/* For matter_ears: whether a photo of this slice lies in the file. */
MUST_USE enum err joint_keeps(struct db *db, str file, bool *is);
MUST_USE enum err joint_files(struct db *db, struct matter_files *to);

#endif
