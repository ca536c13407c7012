/* petition.h — the petition lane (信访, 信访工作条例 of 2022; domain.md §2) as duties of the office.
 *
 * A matter becomes a petition when a clerk or dispatcher registers it as one. From then on run: a written notice within
 * 15 days whether it is accepted (art. 23), a reasoned objection within 5 working days where it was passed down and is
 * not ours, a handling opinion within 60 days from acceptance for the sixth sort (arts. 31, 32, 34), one extension of
 * 30 days by the leader, review and re-review by the higher body, 30 days each (arts. 35, 36). The matter's own loop goes
 * on beside it: the opinion is the answer, and the resident judges it.
 *
 * Not accepted and transferred are decided by two persons on the matter itself; this lane hears of it (petition_ear_*).
 * Nothing is kept by person: whether something was raised before is a link between two matters, with a reason that the
 * resident reads. An accusation against an official is not held here: registering one is refused. */
#ifndef HEYE_PETITION_PETITION_H
#define HEYE_PETITION_PETITION_H

#include "gen/petition.sql.h"
#include "matter/matter.h"
#include "notice/notice.h"

/* The numbers stand in the table: never renumber. */
enum petition_state {
	PETITION_REGISTERED = 1,
	PETITION_ACCEPTED,
	PETITION_NOT_ACCEPTED,
	PETITION_TRANSFERRED,
	PETITION_GIVEN,     /* the handling opinion */
	PETITION_IN_REVIEW, /* asked for; with the higher body once handed up */
	PETITION_REVIEWED,
	PETITION_IN_REREVIEW,
	PETITION_REREVIEWED,
	PETITION_STATES
};
enum petition_came { CAME_DIRECT = 1, CAME_DOWN = 2 };

#define PETITION_SORTS       6
#define PETITION_HEARD       6    /* the sort that takes a handling opinion */
#define PETITION_TEXT        3000 /* characters */
#define PETITION_SHORT       200
#define PETITION_REF         40
#define PETITION_OBJECT_DAYS 5  /* working days, art. 23 */
#define PETITION_RIGHT_DAYS  30 /* for the resident to ask for a review, arts. 35, 36 */
#define PETITION_MORE_DAYS   30 /* of an extension, art. 34 */

/* What register_row needs. `accusation`: it accuses an official of breaking the law or party discipline. */
struct petition_new {
	enum petition_came came;
	str came_from, ref;
	bool named, accusation;
};

/* As far as the actor may reach the matter: NOT_FOUND otherwise, and always for whom it complains about. */
MUST_USE enum err petition_matter(struct db *db, const struct actor *by, int64_t matter, struct q_petition_matter *m);

/* By a clerk or dispatcher. INVALID: an accusation, or a text is not good. CONFLICT: registered already, or the number
 * belongs to another matter. */
MUST_USE enum err petition_register(struct tx *tx, const struct actor *by, int64_t matter,
				    const struct petition_new *n);
MUST_USE enum err petition_change_ref(struct tx *tx, const struct actor *by, int64_t matter, str ref);

/* By a dispatcher or leader. `sort` is required (art. 31); `route` says how it is handled; `by_day` is the end of the
 * handling time where another law sets one (sorts 1 to 5), else none. */
struct petition_accept_in {
	int sort;
	str route, basis;
	day by_day;
};
MUST_USE enum err petition_accept(struct tx *tx, const struct actor *by, int64_t matter,
				  const struct petition_accept_in *in);

/* The last day for a reasoned objection to what was passed down. */
MUST_USE enum err petition_object_last(struct db *db, moment received_at, day *last);
/* INVALID: too late, or no reason. CONFLICT: not passed down, decided already, or objected to before. */
MUST_USE enum err petition_object(struct tx *tx, const struct actor *by, int64_t matter, str reason);
MUST_USE enum err petition_object_reply(struct tx *tx, const struct actor *by, int64_t matter, bool taken_back,
					str reply, day on);

/* By the holder; decided by a leader who is another person. INVALID: not later than now is, or more than 30 days. */
MUST_USE enum err petition_extend(struct tx *tx, const struct actor *by, int64_t matter, day until, str reason);
MUST_USE enum err petition_extend_decide(struct tx *tx, const struct actor *by, int64_t matter, bool approved,
					 str remark);

/* Who may do what now: pages show exactly these. */
bool petition_registrar(const struct actor *by); /* clerk, dispatcher */
bool petition_decider(const struct actor *by);   /* dispatcher, leader */
bool petition_may_accept(const struct actor *by, const struct q_petition_matter *m, const struct q_petition_of *p);
bool petition_may_object(const struct actor *by, const struct q_petition_of *p);

const char *petition_state_key(enum petition_state s);
MUST_USE enum err petition_told(struct tx *tx, const struct actor *by, int64_t matter, const char *kind, str text,
				str detail);

/* The written notice that goes with a step, in its own transaction, where one is owed: name and address are known. */
MUST_USE enum err petition_notice(struct tx *tx, const struct actor *by, const struct q_petition_of *p,
				  const struct notice_in *in);

/* For matter_ears. */
MUST_USE enum err petition_ear_may(struct db *db, const struct actor *by, int64_t matter, enum matter_act act);
MUST_USE enum err petition_ear_after(struct tx *tx, const struct actor *by, int64_t matter, enum matter_act act,
				     enum matter_state from, enum matter_state to);

#endif
