/* matter.h — the loop: raise → claim → handle → answer → judge → closed, or reopened (features.md §4.2).
 *
 * One table in state.c says which act leads from which state to which, who may do it, under what guard and with
 * what effect. matter_act() is the only way to change a matter's state. It checks scope, role, guard and revision,
 * applies the effect, keeps holder, clocks and counters right, and writes the timeline entry and the event, all in
 * the caller's transaction. */
#ifndef HEYE_MATTER_MATTER_H
#define HEYE_MATTER_MATTER_H

#include "base/seal.h"
#include "db/db.h"
#include "desk/actor.h"
#include "desk/clock.h"
#include "desk/file.h"
#include "desk/job.h"
#include "identity/identity.h"

/* The numbers stand in the tables: never renumber. */
enum matter_state {
	MATTER_RECEIVED = 1,         /* 已登记 */
	MATTER_OFFERED = 2,          /* 待领事 */
	MATTER_IN_HAND = 3,          /* 办理中 */
	MATTER_WAITING = 4,          /* 待补充: one question to the resident, the answer clock is paused */
	MATTER_ANSWERED = 5,         /* 已答复，待问效 */
	MATTER_REOPENED = 6,         /* 未结再办 */
	MATTER_CLOSED_EFFECTIVE = 7, /* 问效通过: only by the resident's judgement */
	MATTER_CLOSED_NO_REPLY = 8,  /* 逾期未评 */
	MATTER_WITHDRAWN = 9,        /* 撤回 */
	MATTER_MERGED = 10,          /* 并案 */
	MATTER_RULING = 11,         /* 定责: a unit says it is not theirs, or a resident objects; the clock runs on */
	MATTER_JOINT = 12,          /* 联合办理: several units, one lead; the holder stays */
	MATTER_MEDIATION = 13,      /* 调解中 */
	MATTER_WITH_NEIGHBOUR = 14, /* 毗邻协办: our holder stays */
	MATTER_REFERRED = 15,       /* 转出: open until the other body has accepted */
	MATTER_LEADER_REVIEW = 16,  /* 提级: reopened twice, with the leader */
	MATTER_NOT_ACCEPTED = 17,   /* 不予受理 */
	MATTER_CLOSED_EXPLAINED = 18, /* 释明办结: never counted as settled */
	MATTER_CLOSED_REFERRED = 19,  /* 转出办结 */
	MATTER_ARCHIVED = 20,         /* 归档: personal parts erased */
	MATTER_STATES
};

/* Lanes are the tabs of the queue; each state stands in one. */
enum matter_lane {
	LANE_RECEIVED = 1, /* received */
	LANE_OFFERED = 2,  /* offered, ruling: somebody has to take it up */
	LANE_IN_HAND = 3,  /* in_hand, waiting, reopened, joint, mediation, with_neighbour, referred, leader_review */
	LANE_ANSWERED = 4, /* answered */
	LANE_CLOSED = 5,   /* the rest */
	LANE_ARCHIVED = 6  /* archived; no tab */
};

enum matter_channel {
	CHANNEL_WEB = 1,
	CHANNEL_WALK_IN,
	CHANNEL_PHONE,
	CHANNEL_PAPER_BOX,
	CHANNEL_HOTLINE_12345,
	CHANNEL_OPEN_DAY,
	CHANNEL_GRID_PATROL,
	CHANNEL_LETTER,
	CHANNEL_TRANSFER_IN,
	CHANNELS
};

enum matter_act {
	ACT_RAISE = 1,
	ACT_ANSWER_SPOT,  /* C: received → answered, information only, still judged */
	ACT_OFFER,        /* D: received → offered, or offered → offered to another unit */
	ACT_MERGE,        /* D: received → merged into an open matter; the reporter becomes a follower */
	ACT_UNMERGE,      /* D, or the follower within 10 working days: merged → received, both clocks as they were */
	ACT_CLAIM,        /* H of the unit: offered → in_hand */
	ACT_ASSIGN,       /* U: offered/in_hand/reopened → in_hand with a named holder of the unit */
	ACT_TAKE_OVER,    /* S: claim due passed → the unit head is holder, in_hand */
	ACT_HAND_OVER,    /* H: in_hand → in_hand, another holder of the same unit, with a reason */
	ACT_NOTE,         /* staff in scope: internal or visible note, state unchanged */
	ACT_ADD_WORD,     /* R: a word from the resident; never moves a clock */
	ACT_REPLY_RELAY,  /* H: a message to the resident through the tracking page (relay thread) */
	ACT_ASK,          /* H: in_hand → waiting, one question, once, at most 10 working days; a logged pause */
	ACT_GIVE,         /* R: waiting → in_hand with the resident's reply */
	ACT_RESUME,       /* S: waiting → in_hand when the pause runs out */
	ACT_DRAFT_ANSWER, /* H: in_hand/reopened: writes the answer and hands it to approval; state unchanged */
	ACT_APPROVE_ANSWER, /* U, never who wrote it: in_hand → answered */
	ACT_RETURN_ANSWER,  /* U: sends the draft back with a reason; state unchanged */
	ACT_JUDGE_SOLVED,   /* R, or N with method: answered → closed_effective */
	ACT_JUDGE_UNSOLVED, /* R, or N with method: answered → reopened (partly or not) */
	ACT_TRY_CONTACT,    /* C/H: logs a try to reach the resident for the judgement: channel and result */
	ACT_CLOSE_SILENT,   /* S: answered → closed_no_reply after confirm_days (≥ 15) and two channels tried */
	ACT_RESTART,  /* S or H of the lead unit: reopened → in_hand, new handling clock, the old one stays visible */
	ACT_REOPEN,   /* R: closed_effective (30 days) or closed_no_reply (1 year) → reopened */
	ACT_WITHDRAW, /* R, or N with method: any open → withdrawn */
	ACT_RECLASSIFY, /* D/C: received: corrects type or place; due recomputed from receipt, never later than promised */
	ACT_MARK_LATE, /* S: an answer or a confirmation ran past its due date; state unchanged, the timeline says so */
	ACT_RETURN_UNIT,   /* U: offered/in_hand → ruling: not ours; once for each unit, with a reason of the list */
	ACT_RULE,          /* D, the second time L: ruling → offered to the unit that has to do it */
	ACT_JOINT_BEGIN,   /* D or L: in_hand → joint */
	ACT_JOINT_END,     /* H of the lead, D or L: joint → in_hand */
	ACT_MEDIATE_BEGIN, /* M: in_hand → mediation */
	ACT_MEDIATE_END,   /* M: mediation → in_hand */
	ACT_NEIGHBOUR_BEGIN, /* D: in_hand → with_neighbour */
	ACT_NEIGHBOUR_END,   /* D or H: with_neighbour → in_hand */
	ACT_LIFT,            /* S: reopened for the second time → leader_review */
	ACT_LEADER_OFFER,    /* L: leader_review → offered: a ruling */
	ACT_LEADER_JOINT,    /* L: leader_review → joint */
	ACT_EXPLAIN,         /* L: leader_review → closed_explained: reasons, review path, dates */
	ACT_REFER_ASK,       /* D: proposes to refer; state unchanged */
	ACT_REFER,           /* L, another person: in_hand → referred */
	ACT_REFER_TAKEN,     /* C, D: the body has accepted: referred → closed_referred */
	ACT_REFER_REFUSED,   /* C, D: referred → in_hand */
	ACT_REJECT_ASK,      /* D: proposes not to accept; state unchanged */
	ACT_REJECT,          /* L, another person: received → not_accepted */
	ACT_OBJECT,          /* R, once: not_accepted → ruling */
	ACT_UPHOLD,          /* L: ruling after an objection → not_accepted */
	ACT_SPLIT,           /* D: a part becomes a matter of its own; state unchanged */
	ACT_LINK,            /* C, D: ties it to another matter with a reason that the resident reads */
	ACT_GATE,            /* C, D: names the office or officer complained about; the holder goes on if it is they */
	ACT_REASK,           /* N: asked again, the resident stands by the withdrawal; state unchanged */
	ACT_REASK_NO,   /* N: asked again, the resident did not withdraw: withdrawn → received, clock as it was */
	ACT_ARCHIVE,    /* S: closed → archived when its years are over */
	ACT_EXTEND_ASK, /* H: asks for the one extension, with a reason; the date stays until another person approves */
	ACT_EXTEND_APPROVE, /* U, neither who asked nor who handles: the reason is shown to the resident at once */
	ACT_EXTEND_REFUSE,  /* U, likewise: the date stays */
	ACT_ESCALATE,       /* S: received, not passed on in time → the leader answers for it */
	ACT_WARN,           /* S: due on the next working day; the holder's digest says so */
	ACT_NEW_CALENDAR,   /* S: a new holiday list gives an earlier date, or lifts “provisional” */
	ACT_REJECT_NO,      /* L, another person: does not agree; back to who proposed it, the clock runs on */
	ACT_REFER_NO,       /* L, another person: likewise */
	ACTS
};

enum judgement_solved { SOLVED_YES = 1, SOLVED_PARTLY = 2, SOLVED_NOT = 3 };
enum judgement_satisfied { SATISFIED_YES = 1, SATISFIED_FAIRLY = 2, SATISFIED_NO = 3, SATISFIED_UNSAID = 0 };
enum judgement_method { METHOD_OWN = 1, METHOD_PHONE = 2, METHOD_PAPER = 3, METHOD_AT_DESK = 4 };

#define MATTER_PHOTOS   4
#define MATTER_TEXT_MAX 3000 /* characters */

/* Why a unit says that it is not theirs (domain.md §1.5, 信访工作条例 art. 23). */
enum matter_return_reason {
	RETURN_NOT_OURS = 1, /* not among our duties */
	RETURN_PLACE,        /* of another area */
	RETURN_HAS_IT,       /* another unit has it already */
	RETURN_ABOVE,        /* the duty was taken back by a higher body */
	RETURN_SEVERAL,      /* needs several units, another one first */
	RETURN_REASONS
};
/* Why it is not accepted (art. 22–24, 31, 36). */
enum matter_reject_reason {
	REJECT_COURT = 1, /* court, arbitration, review: another way by law */
	REJECT_NO_POWER,  /* no power of this township */
	REJECT_FINAL,     /* re-reviewed already, nothing new */
	REJECT_ELSEWHERE, /* of another township */
	REJECT_REASONS
};
enum matter_refer_reason {
	REFER_TAKEN_BACK = 1, /* the duty list says: taken back by a higher body */
	REFER_POWER,          /* the power lies with another body */
	REFER_ASSIST,         /* a department leads, the township helps */
	REFER_REASONS
};
enum matter_link_kind { LINK_SAME = 1, LINK_AGAIN, LINK_PART, LINK_FOLLOWS, LINKS };

struct matter_raise {
	enum matter_channel channel;
	str type;     /* catalogue code, empty: not known yet (a dispatcher decides; H04's limits until then) */
	str category; /* with no type: the letter of the category that the resident chose, or empty */
	int64_t village, place; /* place: a group or grid below the village, or the village */
	str spot;               /* landmark words */
	str position;           /* "lat,lon" WGS-84 when the resident pressed the button, or empty */
	str words;              /* the resident's own */
	struct identity identity;
	struct photo photo[MATTER_PHOTOS];
	size_t photos;
	moment received_at;  /* paper: box opening; hotline: upstream time; else now. Never in the future */
	str external_ref;    /* hotline order number, or empty */
	int64_t demand;      /* what is asked for (catalogue/limit.h), 0: not said */
	moment upstream_due; /* hotline: by when the order wants an answer; it wins over our own limits. 0: none */
	bool on_behalf;
	int64_t same_as; /* a part of this matter, or what follows from it: the same reporter, whose name it shares */
	int64_t accused_unit, accused_person; /* the office or officer it complains about, or 0 */
	str code_seed; /* idempotency key: the receipt code is derived from it, so a repeat gives the same code */
};

struct matter_raised {
	int64_t id;
	char code[19]; /* 18 digits: 16 random and 2 check */
};

/* What an act carries; only the fields that it needs are read. */
struct matter_deed {
	enum matter_act act;
	int64_t revision; /* of the page the actor saw; 0: not checked (timers, residents) */
	str text;         /* words of the note, question, reply, reason */
	bool visible;     /* a note that the resident may read */
	int64_t unit;     /* offer */
	int64_t post;     /* assign, hand over: the new holder */
	int64_t target;   /* merge: into which matter */
	int64_t person;   /* gate: the officer complained about */
	str type;         /* reclassify */
	int64_t demand;   /* reclassify: what is asked for, 0: as it is */
	day until;        /* extension: the new date */
	int64_t clock,
		clock_round; /* of the timer: which clock (desk/clock.h), which round of it; 0: the running one */
	int reason;          /* return, not accepted, refer: of its list */
	str onward;          /* not accepted, refer, explain: which body, where; the review path */
	str receipt;         /* refer taken: the number that the other body gave it */
	bool make_rule;      /* a leader's ruling: also for the next ones of this type in this village */
	enum matter_link_kind link;
	int64_t village, place;
	str done, done_by, basis; /* answer: what was done, by whom, on what basis */
	day done_on;
	enum judgement_solved solved;
	enum judgement_satisfied satisfied;
	enum judgement_method method;
	int contact_channel, contact_result; /* 1 phone 2 visit 3 message 4 relay; 1 reached 2 not reached */
	struct photo photo[MATTER_PHOTOS];
	size_t photos;
};

/* Process-wide settings of the slice, from the data folder and the service's credential. */
struct matter_keys {
	key receipt_tag, receipt_code, receipt_box;
	uint8_t salt[16];
	struct identity_keys identity;
};
/* Loads what is the same for all townships, once, before the first request: receipt_open() works with it. */
MUST_USE enum err matter_begin(const char *dir, const key *root);
/* The salt of a township's receipt codes goes from one data folder to another, so that its codes still open there. */
MUST_USE enum err matter_salt_move(const char *from, const char *to, int64_t town);
const struct matter_keys *matter_keys(void); /* what matter_begin() loaded */
/* All keys for the township of `db`. Reads one or two small files: cheap enough for each POST. */
MUST_USE enum err matter_keys_load(struct db *db, const char *dir, const key *root, struct matter_keys *k);

/* A part of a matter becomes one of its own, with its own receipt: raised on behalf of the same reporter, received when
 * the whole was. `why` is what the resident reads. */
MUST_USE enum err matter_split(struct tx *tx, const struct actor *by, const struct matter_keys *k, int64_t matter,
			       const struct matter_raise *in, str why, struct matter_raised *out);

/* After its window has passed, or whenever something new comes of it: the resident raises a new matter that is linked
 * to the one whose receipt they hold. INVALID: that one may still be reopened. */
MUST_USE enum err matter_follow(struct tx *tx, const struct actor *by, const struct matter_keys *k, str words,
				str code_seed, struct matter_raised *out);

/* What slices above hear of a matter and may refuse. `may` is asked before an act: OK, or FORBIDDEN, CONFLICT or
 * INVALID to refuse it. `after` runs in the act's transaction. Each may be NULL. */
/* Who is told of each file: `thumb` may be empty. */
struct matter_files {
	enum err (*each)(void *ctx, str picture, str thumb);
	void *ctx;
};

struct matter_ear {
	enum err (*may)(struct db *db, const struct actor *by, int64_t matter, enum matter_act act);
	enum err (*after)(struct tx *tx, const struct actor *by, int64_t matter, enum matter_act act,
			  enum matter_state from, enum matter_state to);
	/* A named timer of the matter ran out (once, in the timer's own transaction). `n` as given to matter_timer_start(). */
	enum err (*fired)(struct tx *tx, int64_t matter, enum clock_kind kind, int64_t n);
	/* Whether the slice shows this file: the same picture handed in twice lies in the store once, and must not go with
	 * the matter while something else shows it. */
	enum err (*keeps)(struct db *db, str file, bool *is);
	/* Every file that the slice shows, to hold against what is there: the same ones that `keeps` knows. */
	enum err (*files)(struct db *db, struct matter_files *to);
};
extern const struct matter_ear matter_ears[]; /* made in features.c; ends with a row without functions */
bool matter_ear_ends(const struct matter_ear *e);

MUST_USE enum err matter_raise(struct tx *tx, const struct actor *by, const struct matter_keys *k,
			       const struct matter_raise *in, struct matter_raised *out);

/* NOT_FOUND: no such matter in the actor's scope. FORBIDDEN: the table does not let this actor do it. CONFLICT: the
 * state or revision is not what the actor saw. INVALID: the guard refused (text missing, date impossible …). */
MUST_USE enum err matter_act(struct tx *tx, const struct actor *by, int64_t matter, const struct matter_deed *deed);

/* Whether the table would let this actor do the act now: pages show exactly these, nothing greyed out. `answer_by`
 * is the post that wrote the answer which waits for approval, else the one in force, else 0. A follower's page
 * gives the state of the matter they follow. */
bool matter_may(const struct actor *by, enum matter_act act, enum matter_state state, int64_t unit, int64_t holder,
		int64_t answer_by);

/* The last day on which the resident may reopen a closed matter, or a follower may still judge: the one rule for
 * pages and acts. */
MUST_USE enum err matter_reopen_last(struct db *db, str type, moment received_at, enum matter_state state,
				     moment closed_at, day *last);

/* By when an office has to take up a matter of this type: also before it is passed to one. */
MUST_USE enum err matter_claim_due(struct db *db, str type, moment received_at, moment *due);

/* Notes that the matter complains about this unit or person (the other is 0): they reach it nowhere from now on, and
 * where one of them held it, it goes to the leader. INVALID: there is none such. OK when it is noted already. */
MUST_USE enum err matter_conflict_add(struct tx *tx, const struct actor *by, int64_t matter, int64_t unit,
				      int64_t person);
/* Whether this post, or its unit or person, is complained about in the matter. */
MUST_USE enum err matter_conflict_with(struct db *db, int64_t matter, int64_t unit, int64_t person, bool *is);

/* A named timer of a slice above: ruling, review, task, notice, handling. One row for each kind and `n` of a matter. */
struct matter_timer {
	enum clock_kind kind;
	int64_t n;                /* which of that kind: 0, or the slice's own number (0 to 30000) */
	moment from;              /* 0: now */
	moment due;               /* 0: by the table of limits, for the matter's type, kind of demand and channel */
	str source_zh, source_en; /* the article or rule, where it is not that of the table */
};
/* INVALID: no such kind, a due date before its start, or no limit in the table. CONFLICT: it runs already. The holder
 * is warned one working day before; when it runs out the ears hear `fired`, and holder and superior read it in the
 * digest. Limits for the office end on their day; those for the resident move on to the next working day. */
MUST_USE enum err matter_timer_start(struct tx *tx, int64_t matter, const struct matter_timer *t, moment *due);
/* The last day that the table of limits gives it, were it to begin now (matter 0: any). NOT_FOUND: the table says nothing. */
MUST_USE enum err matter_timer_due(struct db *db, int64_t matter, enum clock_kind kind, day *due);
MUST_USE enum err matter_timer_met(struct tx *tx, int64_t matter, enum clock_kind kind, int64_t n);
/* By a decision that the slice writes down itself. INVALID: not in the future. CONFLICT: it does not run. */
MUST_USE enum err matter_timer_move(struct tx *tx, int64_t matter, enum clock_kind kind, int64_t n, moment due);

/* The piece of matter_jobs that follows a new holiday list, for the command that brings one. */
extern const struct job matter_calendar_jobs[];

enum matter_lane matter_lane_of(enum matter_state s);
bool matter_open(enum matter_state s);
const char *matter_state_key(enum matter_state s); /* "in_hand": identifier for URLs, CSV and events */
const char *matter_act_key(enum matter_act a);
const char *matter_channel_key(enum matter_channel c);

/* Due claims, answers, confirmations and pauses; unfinished forms after a week; names whose matter never came to be. */
extern const struct job matter_jobs[];
extern const struct job_errand matter_errands[]; /* files that nothing shows any more */

/* Every file that a matter, a form that is under way or a slice above shows. */
MUST_USE enum err matter_files(struct db *db, struct matter_files *to);

/* All invariants of features.md §4.2 over a township: calls `fault` with an English line for each broken one. */
MUST_USE enum err matter_check(struct db *db, void (*fault)(void *ctx, const char *line), void *ctx, int64_t *matters);

#endif
