/* opinion.h — the handling opinion (处理意见书, arts. 32 and 34), and review and re-review by the higher body (arts. 35, 36).
 *
 * An opinion has all that art. 32 asks for or it does not pass. It is the matter's answer: the head of the unit approves
 * it as such, and with that it is given. The resident may then ask for a review within 30 days; we hand the file up and
 * write down what the higher body decided. */
#ifndef HEYE_PETITION_OPINION_H
#define HEYE_PETITION_OPINION_H

#include "gen/opinion.sql.h"
#include "petition/petition.h"

enum opinion_outcome { OUTCOME_SUPPORTED = 1, OUTCOME_EXPLAINED, OUTCOME_NOT_SUPPORTED };
enum opinion_result { RESULT_NONE, RESULT_UPHELD, RESULT_CHANGED, RESULT_AGAIN };
enum opinion_kind { OPINION_NONE = 0, OPINION_REVIEW = 1, OPINION_REREVIEW = 2 };

struct opinion_new {
	str request, facts, opinion, basis, onward;
	enum opinion_outcome outcome;
	day done_on; /* of the answer */
	int64_t revision;
};

bool opinion_may_write(const struct actor *by, const struct q_petition_matter *m, const struct q_petition_of *p);
/* INVALID: a part of art. 32 is missing. */
MUST_USE enum err opinion_write(struct tx *tx, const struct actor *by, int64_t matter, const struct opinion_new *n);

/* Which review the resident may ask for now, and until when it is their right: 0 none. */
MUST_USE enum err opinion_open(struct db *db, const struct q_petition_of *p, enum opinion_kind *which, day *last);

/* By the resident (METHOD_OWN), or taken down by a clerk. Also after the last day: whether that is too late is for the
 * higher body to say. CONFLICT: there is no opinion to review, or it was asked for before. */
MUST_USE enum err opinion_ask(struct tx *tx, const struct actor *by, int64_t matter, enum judgement_method method,
			      str words);
/* By a clerk or dispatcher: to which body and when the file went up. */
MUST_USE enum err opinion_hand_up(struct tx *tx, const struct actor *by, int64_t matter, str body, day on);
MUST_USE enum err opinion_result(struct tx *tx, const struct actor *by, int64_t matter, enum opinion_result result,
				 str opinion, day on);

/* Called when the answer that carries the opinion is approved or sent back. */
MUST_USE enum err opinion_given(struct tx *tx, const struct actor *by, int64_t matter);
MUST_USE enum err opinion_sent_back(struct tx *tx, int64_t matter);

#endif
