/* case.h — one change to a case: the row before and after, and what every change leaves behind. Internal to
 * src/mediation. */
#ifndef HEYE_MEDIATION_CASE_H
#define HEYE_MEDIATION_CASE_H

#include "mediation/mediation.h"

#define STAGE(s)     (1u << STAGE_##s)
#define STAGES_OPEN  (STAGE(REGISTERED) | STAGE(WILLING) | STAGE(UNDER_WAY) | STAGE(BROKEN))
#define STAGES_WORK  (STAGE(UNDER_WAY) | STAGE(BROKEN))
#define STAGES_FINAL (STAGE(SETTLED) | STAGE(FILED))

/* The case, if this actor may go on with it and it stands in one of these stages. NOT_FOUND, FORBIDDEN, CONFLICT. */
MUST_USE enum err case_take(struct tx *tx, const struct actor *by, int64_t id, unsigned stages,
			    struct q_mediation_case *c);

/* Writes `c` as it stands now (its revision is the one that was read), moves the seats to its lane, and leaves the
 * event `kind` with `detail` and the hash of `text`. */
MUST_USE enum err case_keep(struct tx *tx, const struct actor *by, const struct q_mediation_case *c, const char *kind,
			    int64_t was, str detail, str text);
/* The event alone: something beside the row changed. */
MUST_USE enum err case_note(struct tx *tx, const struct actor *by, const struct q_mediation_case *c, const char *kind,
			    str detail, str text);

/* An act on the matter of the case: by this actor where the matter lets them, else by the program itself, on account
 * of the case. OK when the matter is in no state for it. */
MUST_USE enum err case_matter(struct tx *tx, const struct actor *by, const struct q_mediation_case *c,
			      enum matter_act act);
/* Ends the case without an agreement, takes the matter out of mediation, and writes the answer when it is the holder who
 * does this. */
MUST_USE enum err case_end(struct tx *tx, const struct actor *by, struct q_mediation_case *c,
			   enum mediation_stage stage, enum mediation_why why, str words);

/* The answer to the matter, when it is the holder who ended the case; else nothing. */
MUST_USE enum err case_reply(struct tx *tx, const struct actor *by, const struct q_mediation_case *c);

enum mediation_lane case_lane(int64_t stage);
const char *case_stage_key(int64_t stage); /* for events */

#endif
