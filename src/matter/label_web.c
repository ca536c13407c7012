/* label_web.c — words for the numbers that stand in the tables. */
#include "matter/label_web.h"
#include "base/utf8.h"
#include "gen/label.words.h"
#include "gen/web.words.h"

#define LEVELS    (IDENTITY_SEALED + 1)
#define SOLVED    (SOLVED_NOT + 1)
#define SATISFIED (SATISFIED_NO + 1)
#define METHODS   (METHOD_AT_DESK + 1)
#define CONTACTS  5

/* A number that no table names prints as "none": it cannot come from this program. */
static const struct word *
named(const struct word *const *table, int64_t n, int64_t i)
{
	return i >= 0 && i < n && table[i] ? table[i] : &word_web_none;
}

const struct word *
label_state(int64_t state)
{
	static const struct word *const w[MATTER_STATES] = {
		[MATTER_RECEIVED] = &word_label_state_received,
		[MATTER_OFFERED] = &word_label_state_offered,
		[MATTER_IN_HAND] = &word_label_state_in_hand,
		[MATTER_WAITING] = &word_label_state_waiting,
		[MATTER_ANSWERED] = &word_label_state_answered,
		[MATTER_REOPENED] = &word_label_state_reopened,
		[MATTER_CLOSED_EFFECTIVE] = &word_label_state_closed_effective,
		[MATTER_CLOSED_NO_REPLY] = &word_label_state_closed_no_reply,
		[MATTER_WITHDRAWN] = &word_label_state_withdrawn,
		[MATTER_MERGED] = &word_label_state_merged,
		[MATTER_RULING] = &word_label_state_ruling,
		[MATTER_JOINT] = &word_label_state_joint,
		[MATTER_MEDIATION] = &word_label_state_mediation,
		[MATTER_WITH_NEIGHBOUR] = &word_label_state_with_neighbour,
		[MATTER_REFERRED] = &word_label_state_referred,
		[MATTER_LEADER_REVIEW] = &word_label_state_leader_review,
		[MATTER_NOT_ACCEPTED] = &word_label_state_not_accepted,
		[MATTER_CLOSED_EXPLAINED] = &word_label_state_closed_explained,
		[MATTER_CLOSED_REFERRED] = &word_label_state_closed_referred,
		[MATTER_ARCHIVED] = &word_label_state_archived,
	};

	return named(w, MATTER_STATES, state);
}

const struct word *
label_channel(int64_t channel)
{
	static const struct word *const w[CHANNELS] = { [CHANNEL_WEB] = &word_label_channel_web,
							[CHANNEL_WALK_IN] = &word_label_channel_walk_in,
							[CHANNEL_PHONE] = &word_label_channel_phone,
							[CHANNEL_PAPER_BOX] = &word_label_channel_paper_box,
							[CHANNEL_HOTLINE_12345] = &word_label_channel_hotline,
							[CHANNEL_OPEN_DAY] = &word_label_channel_open_day,
							[CHANNEL_GRID_PATROL] = &word_label_channel_grid_patrol,
							[CHANNEL_LETTER] = &word_label_channel_letter,
							[CHANNEL_TRANSFER_IN] = &word_label_channel_transfer_in };

	return named(w, CHANNELS, channel);
}

static const struct word *const act_words[ACTS] = {
	[ACT_RAISE] = &word_label_act_raise,
	[ACT_ANSWER_SPOT] = &word_label_act_answer_spot,
	[ACT_OFFER] = &word_label_act_offer,
	[ACT_MERGE] = &word_label_act_merge,
	[ACT_UNMERGE] = &word_label_act_unmerge,
	[ACT_CLAIM] = &word_label_act_claim,
	[ACT_ASSIGN] = &word_label_act_assign,
	[ACT_TAKE_OVER] = &word_label_act_take_over,
	[ACT_HAND_OVER] = &word_label_act_hand_over,
	[ACT_NOTE] = &word_label_act_note,
	[ACT_ADD_WORD] = &word_label_act_add_word,
	[ACT_REPLY_RELAY] = &word_label_act_reply_relay,
	[ACT_ASK] = &word_label_act_ask,
	[ACT_GIVE] = &word_label_act_give,
	[ACT_RESUME] = &word_label_act_resume,
	[ACT_DRAFT_ANSWER] = &word_label_act_draft_answer,
	[ACT_APPROVE_ANSWER] = &word_label_act_approve_answer,
	[ACT_RETURN_ANSWER] = &word_label_act_return_answer,
	[ACT_JUDGE_SOLVED] = &word_label_act_judge_solved,
	[ACT_JUDGE_UNSOLVED] = &word_label_act_judge_unsolved,
	[ACT_TRY_CONTACT] = &word_label_act_try_contact,
	[ACT_CLOSE_SILENT] = &word_label_act_close_silent,
	[ACT_RESTART] = &word_label_act_restart,
	[ACT_REOPEN] = &word_label_act_reopen,
	[ACT_WITHDRAW] = &word_label_act_withdraw,
	[ACT_RECLASSIFY] = &word_label_act_reclassify,
	[ACT_MARK_LATE] = &word_label_act_mark_late,
	[ACT_RETURN_UNIT] = &word_label_act_return_unit,
	[ACT_RULE] = &word_label_act_rule,
	[ACT_JOINT_BEGIN] = &word_label_act_joint_begin,
	[ACT_JOINT_END] = &word_label_act_joint_end,
	[ACT_MEDIATE_BEGIN] = &word_label_act_mediate_begin,
	[ACT_MEDIATE_END] = &word_label_act_mediate_end,
	[ACT_NEIGHBOUR_BEGIN] = &word_label_act_neighbour_begin,
	[ACT_NEIGHBOUR_END] = &word_label_act_neighbour_end,
	[ACT_LIFT] = &word_label_act_lift,
	[ACT_LEADER_OFFER] = &word_label_act_leader_offer,
	[ACT_LEADER_JOINT] = &word_label_act_leader_joint,
	[ACT_EXPLAIN] = &word_label_act_explain,
	[ACT_REFER_ASK] = &word_label_act_refer_ask,
	[ACT_REFER] = &word_label_act_refer,
	[ACT_REFER_TAKEN] = &word_label_act_refer_taken,
	[ACT_REFER_REFUSED] = &word_label_act_refer_refused,
	[ACT_REJECT_ASK] = &word_label_act_reject_ask,
	[ACT_REJECT] = &word_label_act_reject,
	[ACT_OBJECT] = &word_label_act_object,
	[ACT_UPHOLD] = &word_label_act_uphold,
	[ACT_SPLIT] = &word_label_act_split,
	[ACT_LINK] = &word_label_act_link,
	[ACT_GATE] = &word_label_act_gate,
	[ACT_REASK] = &word_label_act_reask,
	[ACT_REASK_NO] = &word_label_act_reask_no,
	[ACT_ARCHIVE] = &word_label_act_archive,
	[ACT_EXTEND_ASK] = &word_label_act_extend_ask,
	[ACT_EXTEND_APPROVE] = &word_label_act_extend_approve,
	[ACT_EXTEND_REFUSE] = &word_label_act_extend_refuse,
	[ACT_ESCALATE] = &word_label_act_escalate,
	[ACT_WARN] = &word_label_act_warn,
	[ACT_NEW_CALENDAR] = &word_label_act_new_calendar,
	[ACT_REJECT_NO] = &word_label_act_reject_no,
	[ACT_REFER_NO] = &word_label_act_refer_no,
};

const struct word *
label_act(int64_t act)
{
	return named(act_words, ACTS, act);
}

const struct word *
label_level(int64_t level)
{
	static const struct word *const w[LEVELS] = { [IDENTITY_NONE] = &word_label_level_none,
						      [IDENTITY_OPEN] = &word_label_level_open,
						      [IDENTITY_SEALED] = &word_label_level_sealed };

	return named(w, LEVELS, level);
}

const struct word *
label_solved(int64_t solved)
{
	static const struct word *const w[SOLVED] = { [SOLVED_YES] = &word_label_solved_yes,
						      [SOLVED_PARTLY] = &word_label_solved_partly,
						      [SOLVED_NOT] = &word_label_solved_not };

	return named(w, SOLVED, solved);
}

const struct word *
label_satisfied(int64_t satisfied)
{
	static const struct word *const w[SATISFIED] = { [SATISFIED_UNSAID] = &word_label_satisfied_unsaid,
							 [SATISFIED_YES] = &word_label_satisfied_yes,
							 [SATISFIED_FAIRLY] = &word_label_satisfied_fairly,
							 [SATISFIED_NO] = &word_label_satisfied_no };

	return named(w, SATISFIED, satisfied);
}

const struct word *
label_method(int64_t method)
{
	static const struct word *const w[METHODS] = { [METHOD_OWN] = &word_label_method_own,
						       [METHOD_PHONE] = &word_label_method_phone,
						       [METHOD_PAPER] = &word_label_method_paper,
						       [METHOD_AT_DESK] = &word_label_method_desk };

	return named(w, METHODS, method);
}

const struct word *
label_contact(int64_t channel)
{
	static const struct word *const w[CONTACTS] = { NULL, &word_label_contact_phone, &word_label_contact_visit,
							&word_label_contact_message, &word_label_contact_relay };

	return named(w, CONTACTS, channel);
}

const struct word *
label_purpose(int64_t purpose)
{
	static const struct word *const w[LABEL_PURPOSES + 1] = { NULL, &word_label_purpose_call,
								  &word_label_purpose_visit, &word_label_purpose_paper,
								  &word_label_purpose_danger };

	return named(w, LABEL_PURPOSES + 1, purpose);
}

str
label_tag_class(int64_t state)
{
	switch ((enum matter_state)state) {
	case MATTER_RECEIVED:
	case MATTER_OFFERED:
	case MATTER_WAITING: return S("tag tag--blue");
	case MATTER_IN_HAND:
	case MATTER_REOPENED:
	case MATTER_JOINT:
	case MATTER_MEDIATION:
	case MATTER_WITH_NEIGHBOUR:
	case MATTER_REFERRED: return S("tag tag--amber");
	case MATTER_RULING:
	case MATTER_LEADER_REVIEW: return S("tag tag--red");
	case MATTER_ANSWERED: return S("tag tag--green");
	case MATTER_CLOSED_EFFECTIVE:
	case MATTER_CLOSED_NO_REPLY:
	case MATTER_WITHDRAWN:
	case MATTER_MERGED:
	case MATTER_NOT_ACCEPTED:
	case MATTER_CLOSED_EXPLAINED:
	case MATTER_CLOSED_REFERRED:
	case MATTER_ARCHIVED:
	case MATTER_STATES: break;
	}
	return S("tag");
}

str
label_name(const struct page *p, str zh, str en)
{
	return p->lang == EN && en.n ? en : zh;
}

str
label_prefix(const struct page *p, const struct town_card *town)
{
	str first, rest;

	if (!town)
		return S("");
	if (p->lang != EN || town->name_en.n == 0)
		return utf8_head(town->name_zh, 1);
	(void)str_cut(town->name_en, ' ', &first, &rest);
	return first;
}

struct label_due
label_due_of(int64_t state, moment due, moment now)
{
	int days = due.ms ? day_diff(day_of(now), day_of(due)) : 0;

	if (due.ms == 0)
		return (struct label_due){ DUE_NONE, 0 };
	if (state == MATTER_WAITING || state == MATTER_ANSWERED)
		return (struct label_due){ DUE_STILL, days };
	if (due.ms < now.ms)
		return (struct label_due){ DUE_LATE, -days };
	return (struct label_due){ days == 0 ? DUE_TODAY : days <= 2 ? DUE_SOON : DUE_LATER, days };
}
