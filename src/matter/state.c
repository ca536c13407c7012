#include "matter/state.h"

#include "desk/duty.h"

#define NEW   (IN(RECEIVED) | IN(OFFERED))
#define WORK  (IN(IN_HAND) | IN(REOPENED))
#define ABODE (IN(OFFERED) | IN(IN_HAND))                      /* with one unit, which may say that it is not theirs */
#define APART (IN(JOINT) | IN(MEDIATION) | IN(WITH_NEIGHBOUR)) /* others work on it too; the lead answers */
#define ABOVE (IN(RULING) | IN(REFERRED) | IN(LEADER_REVIEW))
#define OPEN  (NEW | WORK | APART | ABOVE | IN(WAITING) | IN(ANSWERED))
#define RIPE  (IN(CLOSED_EFFECTIVE) | IN(CLOSED_NO_REPLY) | IN(CLOSED_EXPLAINED) | IN(CLOSED_REFERRED))
#define SHUT  (RIPE | IN(WITHDRAWN) | IN(MERGED) | IN(NOT_ACCEPTED))
#define TALK  (WORK | APART | IN(WAITING) | IN(ANSWERED) | IN(REFERRED) | IN(LEADER_REVIEW)) /* the relay is open */
#define SEAT  (WORK | IN(OFFERED))
#define LATE  (NEW | WORK | APART | ABOVE | IN(ANSWERED)) /* a date runs against somebody */

/* Their own word, or the same word taken by a clerk outside the handling unit. */
#define REPORTER   (WHO_REPORTER | WHO_HEARER)
#define FOLLOWER   (WHO_FOLLOWER | WHO_HEARER)
#define OFFICE     (WHO_DISPATCH | WHO_CLERK)
#define GATEKEEPER (OFFICE | WHO_TIMER)
#define CALLER     (WHO_CLERK | WHO_HOLDER)
#define REFERRER   (WHO_DISPATCH | WHO_HOLDER)
#define LEADING    (WHO_HOLDER | WHO_DISPATCH | WHO_TIMER)
#define MEDIATOR   (WHO_STAFF | WHO_TIMER)
#define UNDOER     (WHO_DISPATCH | WHO_FOLLOWER | WHO_TIMER)
#define OFFERER    (WHO_DISPATCH | WHO_TIMER) /* the routing rules, when a slice above takes a matter in */

#define GO(act, from, to, who, guard, effect)                    \
	{                                                        \
		ACT_##act, from, MATTER_##to, who, guard, effect \
	}
#define STAY(act, from, who, guard, effect)            \
	{                                              \
		ACT_##act, from, 0, who, guard, effect \
	}

/* clang-format off */
const struct rule state_rules[] = {
	GO(ANSWER_SPOT,      IN(RECEIVED), ANSWERED,         WHO_CLERK,              answer_spot_guard,        answer_spot),
	GO(OFFER,            NEW | IN(REOPENED), OFFERED,    OFFERER,                route_offer_guard,        route_offer),
	STAY(RECLASSIFY,     IN(RECEIVED),                   OFFICE,                 route_class_guard,        route_class),
	GO(CLAIM,            IN(OFFERED),  IN_HAND,          WHO_UNIT,               NULL,                     route_claim),
	GO(ASSIGN,           SEAT,         IN_HAND,          WHO_HEAD,               route_assign_guard,       route_assign),
	GO(TAKE_OVER,        IN(OFFERED),  IN_HAND,          WHO_TIMER,              NULL,                     route_take_over),
	GO(HAND_OVER,        IN(IN_HAND),  IN_HAND,          WHO_HOLDER,             route_hand_guard,         route_hand),
	STAY(HAND_OVER,      APART | IN(REFERRED),           WHO_HOLDER,             route_hand_guard,         route_hand),
	STAY(ASSIGN,         APART | IN(REFERRED),           WHO_HEAD,               route_hand_guard,         route_hand),

	GO(JOINT_BEGIN,      IN(IN_HAND),  JOINT,            WHO_DISPATCH,           NULL,                     NULL),
	GO(JOINT_END,        IN(JOINT),    IN_HAND,          LEADING,                NULL,                     NULL),
	GO(MEDIATE_BEGIN,    IN(IN_HAND),  MEDIATION,        MEDIATOR,               NULL,                     NULL),
	GO(MEDIATE_END,      IN(MEDIATION), IN_HAND,         MEDIATOR,               NULL,                     NULL),
	GO(NEIGHBOUR_BEGIN,  IN(IN_HAND),  WITH_NEIGHBOUR,   WHO_DISPATCH,           talk_text,                NULL),
	GO(NEIGHBOUR_END,    IN(WITH_NEIGHBOUR), IN_HAND,    LEADING,                talk_text,                NULL),

	GO(RETURN_UNIT,      ABODE,        RULING,           WHO_HEAD | WHO_TIMER,   ruling_return_guard,      ruling_return),
	GO(RULE,             IN(RULING),   OFFERED,          WHO_DISPATCH,           ruling_rule_guard,        ruling_rule),
	STAY(REJECT_ASK,     IN(RECEIVED),                   WHO_DISPATCH,           decide_reject_ask_guard,  decide_reject_ask),
	GO(REJECT,           IN(RECEIVED), NOT_ACCEPTED,     WHO_LEADER,             decide_reject_guard,      decide_reject),
	STAY(REJECT_NO,      IN(RECEIVED),                   WHO_LEADER,             decide_reject_no_guard,   decide_reject_no),
	GO(OBJECT,           IN(NOT_ACCEPTED), RULING,       WHO_REPORTER,           ruling_object_guard,      ruling_object),
	GO(UPHOLD,           IN(RULING),   NOT_ACCEPTED,     WHO_LEADER,             ruling_uphold_guard,      ruling_uphold),
	STAY(REFER_ASK,      IN(IN_HAND),                    REFERRER,               decide_refer_ask_guard,   decide_refer_ask),
	GO(REFER,            IN(IN_HAND),  REFERRED,         WHO_LEADER,             decide_refer_guard,       decide_refer),
	STAY(REFER_NO,       IN(IN_HAND),                    WHO_LEADER,             decide_refer_no_guard,    decide_refer_no),
	GO(REFER_TAKEN,      IN(REFERRED), CLOSED_REFERRED,  OFFICE,                 decide_taken_guard,       decide_taken),
	GO(REFER_REFUSED,    IN(REFERRED), IN_HAND,          OFFICE,                 talk_text,                NULL),
	GO(LIFT,             IN(REOPENED), LEADER_REVIEW,    WHO_TIMER,              ruling_lift_guard,        ruling_lift),
	GO(LEADER_OFFER,     IN(LEADER_REVIEW), OFFERED,     WHO_LEADER,             ruling_leader_guard,      ruling_leader_offer),
	GO(LEADER_JOINT,     IN(LEADER_REVIEW), JOINT,       WHO_LEADER,             ruling_leader_guard,      ruling_leader_joint),
	GO(EXPLAIN,          IN(LEADER_REVIEW), CLOSED_EXPLAINED, WHO_LEADER,        decide_explain_guard,     decide_explain),
	STAY(SPLIT,          NEW | WORK,                     WHO_DISPATCH,           link_split_guard,         link_split),
	STAY(LINK,           OPEN | SHUT,                    GATEKEEPER,             link_guard,               link_add),
	STAY(REASK,          IN(WITHDRAWN),                  WHO_HEARER,             decide_reask_guard,       decide_reask),
	GO(REASK_NO,         IN(WITHDRAWN), RECEIVED,        WHO_HEARER,             decide_reask_guard,       decide_reask_no),
	GO(ARCHIVE,          SHUT,         ARCHIVED,         WHO_TIMER,              archive_guard,            archive_do),

	STAY(GATE,           OPEN | SHUT,                    GATEKEEPER,             conflict_guard,           conflict_add),
	STAY(NOTE,           OPEN | SHUT,                    WHO_STAFF,              talk_text,                talk_note),
	STAY(ADD_WORD,       OPEN,                           WHO_REPORTER,           talk_word_guard,          talk_visible),
	STAY(ADD_WORD,       IN(MERGED),                     WHO_FOLLOWER,           talk_word_guard,          talk_follower),
	STAY(REPLY_RELAY,    TALK,                           WHO_HOLDER,             talk_text,                talk_visible),
	GO(ASK,              IN(IN_HAND),  WAITING,          WHO_HOLDER,             talk_ask_guard,           talk_ask),
	GO(GIVE,             IN(WAITING),  IN_HAND,          REPORTER,               talk_give_guard,          talk_give),
	GO(RESUME,           IN(WAITING),  IN_HAND,          WHO_TIMER,              talk_resume_guard,        talk_resume),

	STAY(DRAFT_ANSWER,   WORK | APART,                   WHO_HOLDER,             answer_draft_guard,       answer_draft),
	GO(APPROVE_ANSWER,   WORK | APART, ANSWERED,         WHO_JUROR,              answer_approve_guard,     answer_approve),
	STAY(RETURN_ANSWER,  WORK | APART,                   WHO_JUROR,              answer_return_guard,      answer_return),

	GO(JUDGE_SOLVED,     IN(ANSWERED), CLOSED_EFFECTIVE, REPORTER,               judgement_yes_guard,      judgement_yes),
	GO(JUDGE_UNSOLVED,   IN(ANSWERED), REOPENED,         REPORTER,               judgement_no_guard,       judgement_no),
	STAY(TRY_CONTACT,    WORK | APART | IN(ANSWERED),    CALLER,                 judgement_try_guard,      judgement_try),
	GO(CLOSE_SILENT,     IN(ANSWERED), CLOSED_NO_REPLY,  WHO_TIMER,              judgement_silent_guard,   judgement_silent),
	GO(RESTART,          IN(REOPENED), IN_HAND,          WHO_UNIT | WHO_TIMER,   NULL,                     judgement_restart),
	GO(REOPEN,           RIPE,         REOPENED,         WHO_REPORTER,           judgement_reopen_guard,   judgement_reopen),
	GO(WITHDRAW,         OPEN,         WITHDRAWN,        REPORTER,               judgement_drop_guard,     judgement_drop),
	STAY(MARK_LATE,      LATE,                           WHO_TIMER,              judgement_late_guard,     judgement_late),
	STAY(WARN,           OPEN,                           WHO_TIMER,              escalate_warn_guard,      escalate_warn),
	STAY(ESCALATE,       IN(RECEIVED) | IN(RULING),      WHO_TIMER,              escalate_guard,           escalate),
	STAY(NEW_CALENDAR,   OPEN | SHUT,                    WHO_TIMER,              renew_guard,              renew),
	STAY(EXTEND_ASK,     WORK | APART,                   WHO_HOLDER,             extend_ask_guard,         extend_ask),
	STAY(EXTEND_APPROVE, WORK | APART,                   WHO_HEAD,               extend_yes_guard,         extend_yes),
	STAY(EXTEND_REFUSE,  WORK | APART,                   WHO_HEAD,               extend_no_guard,          extend_no),

	GO(MERGE,            IN(RECEIVED), MERGED,           WHO_DISPATCH,           merge_guard,              merge_do),
	GO(UNMERGE,          IN(MERGED),   RECEIVED,         UNDOER,                 merge_undo_guard,         merge_undo),
	STAY(JUDGE_SOLVED,   IN(MERGED),                     FOLLOWER,               merge_yes_guard,          merge_yes),
	GO(JUDGE_UNSOLVED,   IN(MERGED),   RECEIVED,         FOLLOWER,               merge_no_guard,           merge_no),
	GO(WITHDRAW,         IN(MERGED),   WITHDRAWN,        FOLLOWER,               merge_drop_guard,         merge_drop),
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
	if (by->role == ROLE_LEADER)
		who |= WHO_LEADER;
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
	case ACTOR_RESIDENT: return by->follower ? WHO_FOLLOWER : WHO_REPORTER;
	case ACTOR_CLOCK: return WHO_TIMER;
	case ACTOR_STAFF: return who_staff(by, unit, holder, answer_by);
	case ACTOR_NOBODY: break;
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
matter_may(const struct actor *by, enum matter_act act, enum matter_state state, int64_t unit, int64_t holder,
	   int64_t answer_by)
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
	case MATTER_RECEIVED: return LANE_RECEIVED;
	case MATTER_OFFERED:
	case MATTER_RULING: return LANE_OFFERED;
	case MATTER_IN_HAND:
	case MATTER_WAITING:
	case MATTER_REOPENED:
	case MATTER_JOINT:
	case MATTER_MEDIATION:
	case MATTER_WITH_NEIGHBOUR:
	case MATTER_REFERRED:
	case MATTER_LEADER_REVIEW: return LANE_IN_HAND;
	case MATTER_ANSWERED: return LANE_ANSWERED;
	case MATTER_ARCHIVED: return LANE_ARCHIVED;
	case MATTER_CLOSED_EFFECTIVE:
	case MATTER_CLOSED_NO_REPLY:
	case MATTER_WITHDRAWN:
	case MATTER_MERGED:
	case MATTER_NOT_ACCEPTED:
	case MATTER_CLOSED_EXPLAINED:
	case MATTER_CLOSED_REFERRED:
	case MATTER_STATES: break;
	}
	return LANE_CLOSED;
}

const char *
matter_state_key(enum matter_state s)
{
	static const char *const name[MATTER_STATES] = {
		"",
		"received",
		"offered",
		"in_hand",
		"waiting",
		"answered",
		"reopened",
		"closed_effective",
		"closed_no_reply",
		"withdrawn",
		"merged",
		"ruling",
		"joint",
		"mediation",
		"with_neighbour",
		"referred",
		"leader_review",
		"not_accepted",
		"closed_explained",
		"closed_referred",
		"archived",
	};

	return s < MATTER_STATES ? name[s] : "";
}

static const char *const act_names[ACTS] = {
	"",
	"raise",
	"answer_spot",
	"offer",
	"merge",
	"unmerge",
	"claim",
	"assign",
	"take_over",
	"hand_over",
	"note",
	"add_word",
	"reply_relay",
	"ask",
	"give",
	"resume",
	"draft_answer",
	"approve_answer",
	"return_answer",
	"judge_solved",
	"judge_unsolved",
	"try_contact",
	"close_silent",
	"restart",
	"reopen",
	"withdraw",
	"reclassify",
	"mark_late",
	"return_unit",
	"rule",
	"joint_begin",
	"joint_end",
	"mediate_begin",
	"mediate_end",
	"neighbour_begin",
	"neighbour_end",
	"lift",
	"leader_offer",
	"leader_joint",
	"explain",
	"refer_ask",
	"refer",
	"refer_taken",
	"refer_refused",
	"reject_ask",
	"reject",
	"object",
	"uphold",
	"split",
	"link",
	"gate",
	"reask",
	"reask_no",
	"archive",
	"extend_ask",
	"extend_approve",
	"extend_refuse",
	"escalate",
	"warn",
	"new_calendar",
	"reject_no",
	"refer_no",
};

const char *
matter_act_key(enum matter_act a)
{
	return a < ACTS ? act_names[a] : "";
}

const char *
matter_channel_key(enum matter_channel c)
{
	static const char *const name[CHANNELS] = { "",          "web",           "walk_in",  "phone",
						    "paper_box", "hotline_12345", "open_day", "grid_patrol",
						    "letter",    "transfer_in" };

	return c < CHANNELS ? name[c] : "";
}
