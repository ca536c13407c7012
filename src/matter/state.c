#include "matter/state.h"

#include "desk/duty.h"

#define OPEN                                                                                                                     \
	(IN(RECEIVED) | IN(OFFERED) | IN(IN_HAND) | IN(WAITING) | IN(ANSWERED) | IN(REOPENED))
#define SHUT (IN(CLOSED_EFFECTIVE) | IN(CLOSED_NO_REPLY) | IN(WITHDRAWN) | IN(MERGED))
#define LATE_ANSWER (IN(RECEIVED) | IN(OFFERED) | IN(IN_HAND) | IN(REOPENED) | IN(ANSWERED))
#define ASKABLE (IN(IN_HAND) | IN(WAITING) | IN(ANSWERED) | IN(REOPENED))

/* clang-format off */
const struct rule state_rules[] = {
	/* act                from                            to                      who                          guard                    effect */
	{ ACT_ANSWER_SPOT,    IN(RECEIVED),                   MATTER_ANSWERED,        WHO_CLERK,                   answer_spot_guard,       answer_spot },
	{ ACT_OFFER,          IN(RECEIVED) | IN(OFFERED),     MATTER_OFFERED,         WHO_DISPATCH,                route_offer_guard,       route_offer },
	{ ACT_RECLASSIFY,     IN(RECEIVED),                   0,                      WHO_DISPATCH | WHO_CLERK,    route_class_guard,       route_class },
	{ ACT_CLAIM,          IN(OFFERED),                    MATTER_IN_HAND,         WHO_UNIT,                    NULL,                    route_claim },
	{ ACT_ASSIGN,         IN(OFFERED) | IN(IN_HAND) | IN(REOPENED), MATTER_IN_HAND, WHO_HEAD,                  route_assign_guard,      route_assign },
	{ ACT_TAKE_OVER,      IN(OFFERED),                    MATTER_IN_HAND,         WHO_TIMER,                   NULL,                    route_take_over },
	{ ACT_HAND_OVER,      IN(IN_HAND),                    MATTER_IN_HAND,         WHO_HOLDER,                  route_hand_guard,        route_hand },

	{ ACT_NOTE,           OPEN | SHUT,                    0,                      WHO_STAFF,                   talk_text,               talk_note },
	{ ACT_ADD_WORD,       OPEN,                           0,                      WHO_REPORTER,                talk_word_guard,         talk_visible },
	{ ACT_ADD_WORD,       IN(MERGED),                     0,                      WHO_FOLLOWER,                talk_word_guard,         talk_follower },
	{ ACT_REPLY_RELAY,    ASKABLE,                        0,                      WHO_HOLDER,                  talk_text,               talk_visible },
	{ ACT_ASK,            IN(IN_HAND),                    MATTER_WAITING,         WHO_HOLDER,                  talk_ask_guard,          talk_ask },
	{ ACT_GIVE,           IN(WAITING),                    MATTER_IN_HAND,         WHO_REPORTER,                talk_word_guard,         talk_give },
	{ ACT_RESUME,         IN(WAITING),                    MATTER_IN_HAND,         WHO_TIMER,                   talk_resume_guard,       talk_resume },

	{ ACT_DRAFT_ANSWER,   IN(IN_HAND) | IN(REOPENED),     0,                      WHO_HOLDER,                  answer_draft_guard,      answer_draft },
	{ ACT_APPROVE_ANSWER, IN(IN_HAND) | IN(REOPENED),     MATTER_ANSWERED,        WHO_JUROR,                   answer_approve_guard,    answer_approve },
	{ ACT_RETURN_ANSWER,  IN(IN_HAND) | IN(REOPENED),     0,                      WHO_JUROR,                   answer_return_guard,     answer_return },

	{ ACT_JUDGE_SOLVED,   IN(ANSWERED),                   MATTER_CLOSED_EFFECTIVE, WHO_REPORTER | WHO_HEARER,  judgement_yes_guard,     judgement_yes },
	{ ACT_JUDGE_UNSOLVED, IN(ANSWERED),                   MATTER_REOPENED,        WHO_REPORTER | WHO_HEARER,   judgement_no_guard,      judgement_no },
	{ ACT_TRY_CONTACT,    IN(ANSWERED),                   0,                      WHO_CLERK | WHO_HOLDER,      judgement_try_guard,     judgement_try },
	{ ACT_CLOSE_SILENT,   IN(ANSWERED),                   MATTER_CLOSED_NO_REPLY, WHO_TIMER,                   judgement_silent_guard,  judgement_silent },
	{ ACT_RESTART,        IN(REOPENED),                   MATTER_IN_HAND,         WHO_UNIT | WHO_TIMER,        NULL,                    judgement_restart },
	{ ACT_REOPEN,         IN(CLOSED_EFFECTIVE) | IN(CLOSED_NO_REPLY), MATTER_REOPENED, WHO_REPORTER,           judgement_reopen_guard,  judgement_reopen },
	{ ACT_WITHDRAW,       OPEN,                           MATTER_WITHDRAWN,       WHO_REPORTER | WHO_HEARER,   judgement_withdraw_guard, judgement_withdraw },
	{ ACT_MARK_LATE,      LATE_ANSWER,                    0,                      WHO_TIMER,                   judgement_late_guard,    judgement_late },

	{ ACT_MERGE,          IN(RECEIVED),                   MATTER_MERGED,          WHO_DISPATCH,                merge_guard,             merge_do },
	{ ACT_UNMERGE,        IN(MERGED),                     MATTER_RECEIVED,        WHO_DISPATCH | WHO_FOLLOWER | WHO_TIMER, merge_undo_guard,        merge_undo },
	{ ACT_JUDGE_SOLVED,   IN(MERGED),                     0,                      WHO_FOLLOWER | WHO_HEARER,   merge_yes_guard,         merge_yes },
	{ ACT_JUDGE_UNSOLVED, IN(MERGED),                     MATTER_RECEIVED,        WHO_FOLLOWER | WHO_HEARER,   merge_no_guard,          merge_no },
	{ ACT_WITHDRAW,       IN(MERGED),                     MATTER_WITHDRAWN,       WHO_FOLLOWER | WHO_HEARER,   merge_withdraw_guard,    merge_withdraw },
};
/* clang-format on */

const size_t state_rule_count = sizeof state_rules / sizeof *state_rules;

const struct rule *
state_rule(enum matter_act act, enum matter_state state)
{
	for (size_t i = 0; i < state_rule_count; i++)
		if (state_rules[i].act == act && state_rules[i].from & 1u << state)
			return &state_rules[i];
	return NULL;
}

bool
state_anywhere(enum matter_act act, unsigned who)
{
	for (size_t i = 0; i < state_rule_count; i++)
		if (state_rules[i].act == act && state_rules[i].who & who)
			return true;
	return false;
}

static bool
handles(enum role r)
{
	return r == ROLE_HANDLER || r == ROLE_UNIT_HEAD || r == ROLE_GRID_WORKER;
}

static unsigned
who_staff(const struct actor *by, int64_t unit, int64_t holder, int64_t answer_by)
{
	bool own_unit = unit && by->unit == unit, writes;
	unsigned who = 0;

	writes = handles(by->role) || by->role == ROLE_CLERK || by->role == ROLE_DISPATCHER || by->role == ROLE_LEADER;
	if (by->post == 0 || !writes)
		return 0;
	who |= WHO_STAFF;
	if (by->role == ROLE_CLERK)
		who |= WHO_CLERK;
	if (by->role == ROLE_CLERK && !own_unit && by->post != holder && by->post != answer_by)
		who |= WHO_HEARER;
	if (by->role == ROLE_DISPATCHER || by->role == ROLE_LEADER)
		who |= WHO_DISPATCH;
	if (by->post == holder && (handles(by->role) || by->role == ROLE_LEADER))
		who |= WHO_HOLDER;
	if (own_unit && handles(by->role))
		who |= WHO_UNIT;
	if ((own_unit && by->role == ROLE_UNIT_HEAD) || (unit && by->role == ROLE_LEADER))
		who |= WHO_HEAD | (answer_by && answer_by != by->post ? (unsigned)WHO_JUROR : 0u);
	return who;
}

unsigned
state_who(const struct actor *by, int64_t unit, int64_t holder, int64_t answer_by)
{
	switch (by->kind) {
	case ACTOR_RESIDENT:
		return by->follower ? WHO_FOLLOWER : WHO_REPORTER;
	case ACTOR_CLOCK:
		return WHO_TIMER;
	case ACTOR_STAFF:
		return who_staff(by, unit, holder, answer_by);
	case ACTOR_NOBODY:
		break;
	}
	return 0;
}

/* A follower sees the state of the matter they follow, while the table speaks of their own, merged one. */
static bool
may_follow(enum matter_act act, enum matter_state state)
{
	const struct rule *r = state_rule(act, MATTER_MERGED);

	if (!r || !(r->who & WHO_FOLLOWER))
		return false;
	if (act == ACT_JUDGE_SOLVED || act == ACT_JUDGE_UNSOLVED)
		return (IN(ANSWERED) | IN(CLOSED_EFFECTIVE) | IN(CLOSED_NO_REPLY) | IN(MERGED)) & 1u << state;
	return true;
}

bool
matter_may(const struct actor *by, enum matter_act act, enum matter_state state, int64_t unit, int64_t holder, int64_t answer_by)
{
	const struct rule *r;

	if (by->kind == ACTOR_RESIDENT && by->follower)
		return may_follow(act, state);
	r = state_rule(act, state);
	return r && r->who & state_who(by, unit, holder, answer_by);
}

bool
matter_open(enum matter_state s)
{
	return OPEN & 1u << s;
}

enum matter_lane
matter_lane_of(enum matter_state s)
{
	switch (s) {
	case MATTER_RECEIVED:
		return LANE_RECEIVED;
	case MATTER_OFFERED:
		return LANE_OFFERED;
	case MATTER_IN_HAND:
	case MATTER_WAITING:
	case MATTER_REOPENED:
		return LANE_IN_HAND;
	case MATTER_ANSWERED:
		return LANE_ANSWERED;
	case MATTER_CLOSED_EFFECTIVE:
	case MATTER_CLOSED_NO_REPLY:
	case MATTER_WITHDRAWN:
	case MATTER_MERGED:
	case MATTER_STATES:
		break;
	}
	return LANE_CLOSED;
}

const char *
matter_state_key(enum matter_state s)
{
	static const char *const name[MATTER_STATES] = { "", "received", "offered", "in_hand", "waiting", "answered", "reopened",
		"closed_effective", "closed_no_reply", "withdrawn", "merged" };

	return s < MATTER_STATES ? name[s] : "";
}

const char *
matter_act_key(enum matter_act a)
{
	static const char *const name[ACTS] = { "", "raise", "answer_spot", "offer", "merge", "unmerge", "claim", "assign", "take_over",
		"hand_over", "note", "add_word", "reply_relay", "ask", "give", "resume", "draft_answer", "approve_answer", "return_answer",
		"judge_solved", "judge_unsolved", "try_contact", "close_silent", "restart", "reopen", "withdraw", "reclassify",
		"mark_late" };

	return a < ACTS ? name[a] : "";
}

const char *
matter_channel_key(enum matter_channel c)
{
	static const char *const name[CHANNELS] = { "", "web", "walk_in", "phone", "paper_box", "hotline_12345", "open_day",
		"grid_patrol", "letter", "transfer_in" };

	return c < CHANNELS ? name[c] : "";
}
