/* track_words_web.c — which words stand for a state, an act or a clock on the pages of residents. */
#include "base/utf8.h"
#include "gen/track.words.h"
#include "matter/timer.h"
#include "matter/track_web.h"

#define SHORT_MAX   20 /* characters of a heading */
#define SHORT_LEAST 6

str
track_pick(const struct page *p, str zh, str en)
{
	return p->lang == EN && en.n ? en : zh;
}

/* Up to the first stop after six characters, or the first twenty. */
str
track_short(const struct page *p, str title)
{
	static const char *const stops[] = { "。", "，", "！", "？", "；", ",", ".", "\n" };
	str head = utf8_head(title, SHORT_MAX), least = utf8_head(title, SHORT_LEAST);

	for (size_t i = 0; i < sizeof(stops) / sizeof(*stops); i++) {
		ptrdiff_t at = head.n > least.n ? str_find(str_skip(head, least.n), str_of(stops[i])) : -1;

		if (at >= 0)
			head = str_head(head, least.n + (size_t)at);
	}
	return head.n == title.n ? title : str_join(p->out->mem, head, S("…"));
}

const struct word *
track_act_word(enum matter_act act)
{
	static const struct word *const word[ACTS] = {
		[ACT_RAISE] = &word_track_act_raise,
		[ACT_ANSWER_SPOT] = &word_track_act_answer_spot,
		[ACT_OFFER] = &word_track_act_offer,
		[ACT_MERGE] = &word_track_act_merge,
		[ACT_UNMERGE] = &word_track_act_unmerge,
		[ACT_CLAIM] = &word_track_act_claim,
		[ACT_ASSIGN] = &word_track_act_assign,
		[ACT_TAKE_OVER] = &word_track_act_take_over,
		[ACT_HAND_OVER] = &word_track_act_hand_over,
		[ACT_NOTE] = &word_track_act_note,
		[ACT_ADD_WORD] = &word_track_act_add_word,
		[ACT_REPLY_RELAY] = &word_track_act_reply_relay,
		[ACT_ASK] = &word_track_act_ask,
		[ACT_GIVE] = &word_track_act_give,
		[ACT_RESUME] = &word_track_act_resume,
		[ACT_APPROVE_ANSWER] = &word_track_act_approve_answer,
		[ACT_JUDGE_SOLVED] = &word_track_act_judge_solved,
		[ACT_JUDGE_UNSOLVED] = &word_track_act_judge_unsolved,
		[ACT_TRY_CONTACT] = &word_track_act_try_contact,
		[ACT_CLOSE_SILENT] = &word_track_act_close_silent,
		[ACT_RESTART] = &word_track_act_restart,
		[ACT_REOPEN] = &word_track_act_reopen,
		[ACT_WITHDRAW] = &word_track_act_withdraw,
		[ACT_MARK_LATE] = &word_track_act_mark_late,
		[ACT_EXTEND_APPROVE] = &word_track_act_extend_approve,
		[ACT_ESCALATE] = &word_track_act_escalate,
		[ACT_NEW_CALENDAR] = &word_track_act_new_calendar,
		[ACT_RETURN_UNIT] = &word_track_act_return_unit,
		[ACT_RULE] = &word_track_act_rule,
		[ACT_JOINT_BEGIN] = &word_track_act_joint_begin,
		[ACT_JOINT_END] = &word_track_act_joint_end,
		[ACT_MEDIATE_BEGIN] = &word_track_act_mediate_begin,
		[ACT_MEDIATE_END] = &word_track_act_mediate_end,
		[ACT_NEIGHBOUR_BEGIN] = &word_track_act_neighbour_begin,
		[ACT_NEIGHBOUR_END] = &word_track_act_neighbour_end,
		[ACT_LIFT] = &word_track_act_lift,
		[ACT_LEADER_OFFER] = &word_track_act_leader_offer,
		[ACT_LEADER_JOINT] = &word_track_act_leader_joint,
		[ACT_EXPLAIN] = &word_track_act_explain,
		[ACT_REFER] = &word_track_act_refer,
		[ACT_REFER_TAKEN] = &word_track_act_refer_taken,
		[ACT_REFER_REFUSED] = &word_track_act_refer_refused,
		[ACT_REJECT] = &word_track_act_reject,
		[ACT_OBJECT] = &word_track_act_object,
		[ACT_UPHOLD] = &word_track_act_uphold,
		[ACT_SPLIT] = &word_track_act_split,
		[ACT_LINK] = &word_track_act_link,
		[ACT_REASK] = &word_track_act_reask,
		[ACT_REASK_NO] = &word_track_act_reask_no,
	};

	return act < ACTS && word[act] ? word[act] : &word_track_act_other;
}

const struct word *
track_entry_word(const struct q_track_entries *e)
{
	if (e->act == ACT_MARK_LATE && str_starts(e->detail, S("contact")))
		return &word_track_late_contact;
	if (e->act == ACT_MARK_LATE && str_starts(e->detail, S("answer")))
		return &word_track_late_answer;
	return track_act_word((enum matter_act)e->act);
}

const struct word *
track_purpose_word(int64_t purpose)
{
	static const struct word *const word[] = { NULL, &word_track_purpose_call, &word_track_purpose_visit,
						   &word_track_purpose_paper, &word_track_purpose_danger };

	return purpose >= 1 && purpose <= 4 ? word[purpose] : &word_track_act_other;
}

int
track_stage(enum matter_state s)
{
	switch (s) {
	case MATTER_RECEIVED:
	case MATTER_OFFERED:
	case MATTER_RULING: return 2;
	case MATTER_IN_HAND:
	case MATTER_WAITING:
	case MATTER_REOPENED:
	case MATTER_JOINT:
	case MATTER_MEDIATION:
	case MATTER_WITH_NEIGHBOUR:
	case MATTER_REFERRED:
	case MATTER_LEADER_REVIEW: return 3;
	case MATTER_ANSWERED:
	case MATTER_CLOSED_NO_REPLY: return 4;
	case MATTER_CLOSED_EFFECTIVE: return 5;
	case MATTER_WITHDRAWN:
	case MATTER_MERGED:
	case MATTER_NOT_ACCEPTED:
	case MATTER_CLOSED_EXPLAINED:
	case MATTER_CLOSED_REFERRED:
	case MATTER_ARCHIVED:
	case MATTER_STATES: break;
	}
	return 0;
}

bool
track_all_hours(const struct q_track_clocks *c)
{
	return str_ends(c->basis, S("24x7"));
}

/* The basis of a clock of natural days reads "rule confirm 15 days". */
int64_t
track_days(const struct q_track_clocks *c)
{
	str head, rest = c->basis;
	int64_t n = 0;

	while (str_cut(rest, ' ', &head, &rest))
		if (str_int(head, &n))
			return n;
	return day_diff(c->start_day, day_of(c->due));
}

const struct q_track_clocks *
track_clock(const struct q_track_clocks_list *l, int64_t kind)
{
	const struct q_track_clocks *newest = NULL;

	for (size_t i = 0; i < l->n; i++)
		if (l->p[i].kind == kind && (!newest || l->p[i].round > newest->round))
			newest = &l->p[i];
	return newest;
}
