/* figure_web.c — what the matter loop counts: numbers that are never used again, keys for addresses and
 * templates, versions. */
#include "matter/figure_web.h"

#include "gen/figure.words.h"
#include "gen/label.words.h"
#include "gen/matter_figure.sql.h"
#include "matter/label_web.h"

#define PATH "/desk/matters"

static const struct figure_part channels[] = {
	{ CHANNEL_WEB, &word_label_channel_web },
	{ CHANNEL_WALK_IN, &word_label_channel_walk_in },
	{ CHANNEL_PHONE, &word_label_channel_phone },
	{ CHANNEL_PAPER_BOX, &word_label_channel_paper_box },
	{ CHANNEL_HOTLINE_12345, &word_label_channel_hotline },
	{ CHANNEL_OPEN_DAY, &word_label_channel_open_day },
	{ CHANNEL_GRID_PATROL, &word_label_channel_grid_patrol },
	{ CHANNEL_LETTER, &word_label_channel_letter },
	{ CHANNEL_TRANSFER_IN, &word_label_channel_transfer_in },
	{ 0, NULL },
};

static const struct figure_part states[] = {
	{ MATTER_RECEIVED, &word_label_state_received },
	{ MATTER_OFFERED, &word_label_state_offered },
	{ MATTER_IN_HAND, &word_label_state_in_hand },
	{ MATTER_WAITING, &word_label_state_waiting },
	{ MATTER_ANSWERED, &word_label_state_answered },
	{ MATTER_REOPENED, &word_label_state_reopened },
	{ MATTER_CLOSED_EFFECTIVE, &word_label_state_closed_effective },
	{ MATTER_CLOSED_NO_REPLY, &word_label_state_closed_no_reply },
	{ MATTER_WITHDRAWN, &word_label_state_withdrawn },
	{ MATTER_RULING, &word_label_state_ruling },
	{ MATTER_JOINT, &word_label_state_joint },
	{ MATTER_MEDIATION, &word_label_state_mediation },
	{ MATTER_WITH_NEIGHBOUR, &word_label_state_with_neighbour },
	{ MATTER_REFERRED, &word_label_state_referred },
	{ MATTER_LEADER_REVIEW, &word_label_state_leader_review },
	{ MATTER_NOT_ACCEPTED, &word_label_state_not_accepted },
	{ MATTER_CLOSED_EXPLAINED, &word_label_state_closed_explained },
	{ MATTER_CLOSED_REFERRED, &word_label_state_closed_referred },
	{ 0, NULL },
};

static const struct figure_part limits[] = {
	{ 1, &word_figure_limit_in_time }, { 2, &word_figure_limit_late }, { 3, &word_figure_limit_none }, { 0, NULL }
};
static const struct figure_part rounds[] = {
	{ 1, &word_figure_round_one }, { 2, &word_figure_round_two }, { 3, &word_figure_round_more }, { 0, NULL }
};
static const struct figure_part solved[] = { { SOLVED_YES, &word_label_solved_yes },
					     { SOLVED_PARTLY, &word_label_solved_partly },
					     { SOLVED_NOT, &word_label_solved_not },
					     { 0, NULL } };
static const struct figure_part satisfied[] = { { SATISFIED_YES, &word_label_satisfied_yes },
						{ SATISFIED_FAIRLY, &word_label_satisfied_fairly },
						{ SATISFIED_NO, &word_label_satisfied_no },
						{ 0, NULL } };

static const struct figure_part again[] = { { 1, &word_figure_again }, { 0, NULL } };
static const struct figure_part returns[] = {
	{ RETURN_NOT_OURS, &word_figure_return_not_ours }, { RETURN_PLACE, &word_figure_return_place },
	{ RETURN_HAS_IT, &word_figure_return_has_it },     { RETURN_ABOVE, &word_figure_return_above },
	{ RETURN_SEVERAL, &word_figure_return_several },   { 0, NULL },
};
static const struct figure_part refers[] = { { REFER_TAKEN_BACK, &word_figure_refer_taken_back },
					     { REFER_POWER, &word_figure_refer_power },
					     { REFER_ASSIST, &word_figure_refer_assist },
					     { 0, NULL } };

/* ---- a line of the ledger ---- */

static str
either(bool english, str zh, str en)
{
	return english && en.n ? en : zh;
}

static enum err
line(struct db *db, int64_t id, bool english, str cell[FIGURE_COLUMNS])
{
	enum lang lang = english ? EN : ZH;
	struct q_matter_line m;

	TRY(q_matter_line(db, id, &m));
	cell[0] = str_fmt(db->mem, "%d-%d", (int)m.year, (int)m.number);
	cell[1] = m.title;
	cell[2] = day_iso(db->mem, day_of(m.received_at));
	cell[3] = word_text(label_channel(m.channel), lang);
	cell[4] = either(english, m.village_zh, m.village_en);
	cell[5] = m.type.n ? either(english, m.type_zh, m.type_en) : S("");
	cell[6] = either(english, m.unit_zh, m.unit_en);
	cell[7] = word_text(label_state(m.state), lang);
	cell[8] = m.due_at.ms ? day_iso(db->mem, day_of(m.due_at)) : S("");
	cell[9] = m.answered_at.ms ? day_iso(db->mem, day_of(m.answered_at)) : S("");
	cell[10] = m.closed_at.ms ? day_iso(db->mem, day_of(m.closed_at)) : S("");
	return OK;
}

static const struct word *const columns[] = { &word_figure_column_number,   &word_figure_column_title,
					      &word_figure_column_received, &word_figure_column_channel,
					      &word_figure_column_village,  &word_figure_column_type,
					      &word_figure_column_unit,     &word_figure_column_state,
					      &word_figure_column_due,      &word_figure_column_answered,
					      &word_figure_column_closed,   NULL };

const struct figure_ledger figure_matter_ledger = { columns, line };

const struct figure figure_matters[] = {
	{ 1, "received", 1, FIGURE_PERIOD, "matter", PATH, "G8", &word_figure_received, &word_figure_received_is,
	  &word_figure_unit, &word_figure_parts_channel, channels, false, 0, &figure_matter_received,
	  &figure_matter_ledger },
	{ 2, "open", 1, FIGURE_STANDING, "matter", PATH, "G8", &word_figure_open, &word_figure_open_is,
	  &word_figure_unit, &word_figure_parts_state, states, false, 0, &figure_matter_open, &figure_matter_ledger },
	{ 3, "overdue", 1, FIGURE_NOW, "matter", PATH, "G8", &word_figure_overdue, &word_figure_overdue_is,
	  &word_figure_unit, &word_figure_parts_state, states, false, 0, &figure_matter_overdue,
	  &figure_matter_ledger },
	{ 4, "answered", 1, FIGURE_PERIOD, "matter", PATH, "G8", &word_figure_answered, &word_figure_answered_is,
	  &word_figure_unit, &word_figure_parts_days, NULL, true, 0, &figure_matter_answered, &figure_matter_ledger },
	{ 5, "due", 1, FIGURE_LIMIT, "matter", PATH, "G8", &word_figure_due, &word_figure_due_is, &word_figure_unit,
	  &word_figure_parts_limit, limits, false, 0, &figure_matter_due, &figure_matter_ledger },
	{ 6, "contact", 1, FIGURE_LIMIT, "matter", PATH, "G8", &word_figure_contact, &word_figure_contact_is,
	  &word_figure_unit, &word_figure_parts_limit, limits, false, 0, &figure_matter_contact,
	  &figure_matter_ledger },
	{ 7, "reopened", 1, FIGURE_PERIOD, "matter", PATH, "G8", &word_figure_reopened, &word_figure_reopened_is,
	  &word_figure_unit, &word_figure_parts_round, rounds, false, 0, &figure_matter_reopened,
	  &figure_matter_ledger },
	{ 8, "closed", 1, FIGURE_PERIOD, "matter", PATH, "G8", &word_figure_closed, &word_figure_closed_is,
	  &word_figure_unit, &word_figure_parts_outcome, states, false, 0, &figure_matter_closed,
	  &figure_matter_ledger },
	{ 9, "judged", 1, FIGURE_PERIOD, "matter", PATH, "G8", &word_figure_judged, &word_figure_judged_is,
	  &word_figure_unit, &word_figure_parts_solved, solved, false, 0, &figure_matter_judged,
	  &figure_matter_ledger },
	{ 10, "satisfied", 1, FIGURE_PERIOD, "matter", PATH, "G8", &word_figure_satisfied, &word_figure_satisfied_is,
	  &word_figure_unit, &word_figure_parts_satisfied, satisfied, false, 0, &figure_matter_satisfied,
	  &figure_matter_ledger },
	{ 11, "repeat_solved", 1, FIGURE_RARE, "matter", PATH, "G1", &word_figure_repeat_solved,
	  &word_figure_repeat_solved_is, &word_figure_unit, NULL, again, false, 0, &figure_matter_repeat_solved,
	  &figure_matter_ledger },
	{ 12, "returned", 1, FIGURE_RARE, "matter", PATH, "G8", &word_figure_returned, &word_figure_returned_is,
	  &word_figure_unit, &word_figure_parts_reason, returns, false, 0, &figure_matter_returned,
	  &figure_matter_ledger },
	{ 13, "pushed_down", 1, FIGURE_RARE, "matter", PATH, "G8", &word_figure_pushed_down,
	  &word_figure_pushed_down_is, &word_figure_unit, &word_figure_parts_reason, refers, false, 0,
	  &figure_matter_pushed_down, &figure_matter_ledger },
	{ 14, "notices_due", 1, FIGURE_RARE, "matter", PATH, "G8", &word_figure_notices_due,
	  &word_figure_notices_due_is, &word_figure_unit, &word_figure_parts_limit, limits, false, 0,
	  &figure_matter_notice_due, &figure_matter_ledger },
	{ 15, "extended", 1, FIGURE_RARE, "matter", PATH, "G8", &word_figure_extended, &word_figure_extended_is,
	  &word_figure_unit, &word_figure_parts_limit, limits, false, 0, &figure_matter_extended,
	  &figure_matter_ledger },
	{ 0 },
};

#define PART(n) (UINT64_C(1) << (n))

const struct figure_rate figure_matter_rates[] = {
	{ "response", 1, "contact", "contact", PART(1), 0, &word_figure_rate_response, &word_figure_rate_response_is },
	{ "solved", 1, "judged", "judged", PART(1), 0, &word_figure_rate_solved, &word_figure_rate_solved_is },
	{ "content", 1, "satisfied", "satisfied", PART(1) | PART(2), 0, &word_figure_rate_satisfied,
	  &word_figure_rate_satisfied_is },
	{ "in_time", 1, "due", "due", PART(1), 0, &word_figure_rate_in_time, &word_figure_rate_in_time_is },
	{ "told_in_time", 1, "notices_due", "notices_due", PART(1), 0, &word_figure_rate_told,
	  &word_figure_rate_told_is },
	{ "again", 1, "reopened", "closed", 0, 0, &word_figure_rate_again, &word_figure_rate_again_is },
	{ "covered", 1, "judged", "answered", 0, 0, &word_figure_rate_judged, &word_figure_rate_judged_is },
	{ 0 },
};
