/* deed.h — one act while it is being done: the matter before and after, and what the timeline will say. Internal to
 * src/matter.
 *
 * Guards look and refuse; effects change `next` and the side tables. matter_act() alone writes the matter, the
 * counters, the entry and the event, so no effect can forget one of them. */
#ifndef HEYE_MATTER_DEED_H
#define HEYE_MATTER_DEED_H

#include "base/out.h"
#include "desk/clock.h"
#include "gen/matter.sql.h"
#include "matter/matter.h"

#define TEXT_SHORT 200 /* characters of a name of a place, an office, a basis */

struct work {
	struct tx *tx;
	const struct actor *by;
	const struct matter_deed *deed;
	struct q_matter_for_act m;    /* as it stands */
	struct q_matter_for_act next; /* as it will stand */
	int64_t archived_from;        /* the closed state that it had, when it is archived */
	int64_t follower;             /* the follower concerned, 0: none */
	str text;                     /* of the entry */
	bool visible;                 /* whether the resident reads it */
	struct out detail;            /* machine words */
};

typedef enum err deed_step(struct work *w);

/* Guards and effects, by file. */
deed_step route_offer_guard, route_offer, route_claim, route_assign_guard, route_assign, route_take_over,
	route_hand_guard, route_hand, route_class_guard, route_class; /* route.c: who gets it */
deed_step talk_text, talk_note, talk_visible, talk_word_guard, talk_ask_guard, talk_ask, talk_give_guard, talk_give,
	talk_resume_guard, talk_resume, talk_follower; /* talk.c: words to and fro, the pause */
deed_step answer_spot_guard, answer_spot, answer_draft_guard, answer_draft, answer_approve_guard, answer_approve,
	answer_return_guard, answer_return; /* answer.c */
deed_step judgement_yes_guard, judgement_yes, judgement_no_guard, judgement_no, judgement_try_guard, judgement_try,
	judgement_silent_guard, judgement_silent, judgement_reopen_guard, judgement_reopen, judgement_restart,
	judgement_drop_guard, judgement_drop, judgement_late_guard, judgement_late; /* judgement.c: how it ends */
deed_step merge_guard, merge_do, merge_undo_guard, merge_undo, merge_yes_guard, merge_yes, merge_no_guard, merge_no,
	merge_drop_guard, merge_drop, merge_release; /* merge.c */

deed_step extend_ask_guard, extend_ask, extend_yes_guard, extend_yes, extend_no_guard, extend_no; /* extend.c */
deed_step escalate_guard, escalate, escalate_warn_guard, escalate_warn;                           /* escalate.c */
deed_step renew_guard, renew;                                                                     /* renew.c */
deed_step ruling_return_guard, ruling_return, ruling_rule_guard, ruling_rule, ruling_object_guard, ruling_object,
	ruling_uphold_guard, ruling_uphold, ruling_lift_guard, ruling_lift, ruling_leader_guard, ruling_leader_offer,
	ruling_leader_joint; /* ruling.c: whose it is */
deed_step decide_reject_ask_guard, decide_reject_ask, decide_reject_guard, decide_reject, decide_refer_ask_guard,
	decide_refer_ask, decide_refer_guard, decide_refer, decide_taken_guard, decide_taken, decide_explain_guard,
	decide_explain, decide_reask_guard, decide_reask, decide_reask_no, decide_reject_no_guard, decide_reject_no,
	decide_refer_no_guard, decide_refer_no;               /* decide.c: what takes two persons */
deed_step link_guard, link_add, link_split_guard, link_split; /* link.c */
deed_step archive_guard, archive_do;                          /* archive.c */
deed_step conflict_guard, conflict_add;                       /* conflict.c: whom it complains about */

#define RETURN_DAYS    5  /* working days since it was passed to the unit */
#define RETURN_MOST    2  /* in one round; the second is ruled on by the leader */
#define PASS_MOST      2  /* to how many units a dispatcher passes it by himself */
#define OBJECT_NATURAL 60 /* days in which a resident may object to its not being accepted */
#define LIFT_AT        2  /* reopened so often: with the leader */

deed_step path_resume;        /* open again, with the answer date of its round (decide.c) */
deed_step ruling_claim_again; /* the claim clock of the round runs again with its date, or for the first time */

/* Writes the judgement of this act, of the reporter or of w->follower. */
MUST_USE enum err judgement_keep(struct work *w, int64_t matter, int64_t round, enum judgement_solved solved);

/* Ties a whole answer to its event: the head of the hash of all its parts, for the machine words. */
str answer_mark(struct arena *a, str done, str done_by, day done_on, str basis);

/* Tells the slices above that a timer ran out. */
MUST_USE enum err matter_fired(struct tx *tx, int64_t matter, enum clock_kind kind, int64_t n);

/* A date was missed: the holder and the one above read it in the next digest. */
MUST_USE enum err escalate_late(struct work *w, enum clock_kind kind, moment due);

/* Ends every running clock of the matter at this moment: it is closed. */
MUST_USE enum err deed_close(struct work *w);

/* The office number, the entry and its event; used by raise as well. `photos` come with the entry. */
struct entry {
	int64_t matter;
	enum matter_act act;
	enum matter_state from, to; /* from 0: none */
	str text, detail;
	bool visible;
	const struct photo *photo;
	size_t photos;
};
MUST_USE enum err record_entry(struct tx *tx, const struct actor *by, const struct entry *e);

/* Shifts the counters by one matter: `n` is 1 or -1. unit 0: none yet. */
MUST_USE enum err record_shift(struct tx *tx, const struct q_matter_for_act *m, int64_t n);
MUST_USE enum err record_raise(struct tx *tx, int64_t village, int64_t holder);

/* The posts that answer when nobody else does, never one that the matter complains about (matter 0: a new one).
 * INVALID: the township (or the unit) has none. */
MUST_USE enum err office_desk(struct db *db, int64_t matter, int64_t *post);
MUST_USE enum err office_head(struct db *db, int64_t matter, int64_t unit, int64_t *post);
MUST_USE enum err office_leader(struct db *db, int64_t matter, int64_t *post);
/* Whoever is above the holder: the unit's head, else the leader; 0: nobody else. */
MUST_USE enum err office_above(struct db *db, int64_t matter, int64_t unit, int64_t holder, int64_t *post);
/* The unit's head, else a leader, else the desk: whoever is not complained about. */
MUST_USE enum err office_free(struct db *db, int64_t matter, int64_t unit, int64_t *post);
/* INVALID: the post does not run today, or may not handle matters of the unit in the village. NOT_FOUND of
 * office_runs(): it has ended, or the matter complains about it since. */
MUST_USE enum err office_handles(struct db *db, int64_t matter, int64_t post, int64_t unit, int64_t village);
MUST_USE enum err office_runs(struct db *db, int64_t matter, int64_t post);
/* FORBIDDEN when the post is (or was) held by this person. */
MUST_USE enum err office_other_person(struct db *db, int64_t post, int64_t person);
/* INVALID: not a village of the township, or the place does not lie in it; not a type of the catalogue in force. */
MUST_USE enum err office_place(struct db *db, int64_t village, int64_t place);
MUST_USE enum err office_type(struct db *db, str type);
MUST_USE enum err office_reclass(struct db *db, str type); /* the same, and INVALID for an accusation */

#endif
