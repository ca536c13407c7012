/* figure_web.c — what the matter loop counts: numbers that are never used again, keys for addresses and
 * templates, versions. */
#include "matter/figure_web.h"

#include "gen/figure.words.h"
#include "gen/label.words.h"
#include "gen/matter_figure.sql.h"
#include "matter/matter.h"

#define PATH "/desk/matters/%lld"

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

const struct figure figure_matters[] = {
	{ 1, "received", 1, FIGURE_PERIOD, "matter", PATH, "G8", &word_figure_received, &word_figure_received_is,
	  &word_figure_unit, &word_figure_parts_channel, channels, false, 0, &figure_matter_received },
	{ 2, "open", 1, FIGURE_STANDING, "matter", PATH, "G8", &word_figure_open, &word_figure_open_is,
	  &word_figure_unit, &word_figure_parts_state, states, false, 0, &figure_matter_open },
	{ 3, "overdue", 1, FIGURE_NOW, "matter", PATH, "G8", &word_figure_overdue, &word_figure_overdue_is,
	  &word_figure_unit, &word_figure_parts_state, states, false, 0, &figure_matter_overdue },
	{ 4, "answered", 1, FIGURE_PERIOD, "matter", PATH, "G8", &word_figure_answered, &word_figure_answered_is,
	  &word_figure_unit, &word_figure_parts_days, NULL, true, 0, &figure_matter_answered },
	{ 5, "due", 1, FIGURE_LIMIT, "matter", PATH, "G8", &word_figure_due, &word_figure_due_is, &word_figure_unit,
	  &word_figure_parts_limit, limits, false, 0, &figure_matter_due },
	{ 6, "contact", 1, FIGURE_LIMIT, "matter", PATH, "G8", &word_figure_contact, &word_figure_contact_is,
	  &word_figure_unit, &word_figure_parts_limit, limits, false, 0, &figure_matter_contact },
	{ 7, "reopened", 1, FIGURE_PERIOD, "matter", PATH, "G8", &word_figure_reopened, &word_figure_reopened_is,
	  &word_figure_unit, &word_figure_parts_round, rounds, false, 0, &figure_matter_reopened },
	{ 8, "closed", 1, FIGURE_PERIOD, "matter", PATH, "G8", &word_figure_closed, &word_figure_closed_is,
	  &word_figure_unit, &word_figure_parts_outcome, states, false, 0, &figure_matter_closed },
	{ 9, "judged", 1, FIGURE_PERIOD, "matter", PATH, "G8", &word_figure_judged, &word_figure_judged_is,
	  &word_figure_unit, &word_figure_parts_solved, solved, false, 0, &figure_matter_judged },
	{ 10, "satisfied", 1, FIGURE_PERIOD, "matter", PATH, "G8", &word_figure_satisfied, &word_figure_satisfied_is,
	  &word_figure_unit, &word_figure_parts_satisfied, satisfied, false, 0, &figure_matter_satisfied },
	{ 0 },
};

#define PART(n) (UINT64_C(1) << (n))

const struct figure_rate figure_matter_rates[] = {
	{ "response", 1, "contact", "contact", PART(1), 0, &word_figure_rate_response, &word_figure_rate_response_is },
	{ "solved", 1, "judged", "judged", PART(1), 0, &word_figure_rate_solved, &word_figure_rate_solved_is },
	{ "content", 1, "satisfied", "satisfied", PART(1) | PART(2), 0, &word_figure_rate_satisfied,
	  &word_figure_rate_satisfied_is },
	{ "in_time", 1, "due", "due", PART(1), 0, &word_figure_rate_in_time, &word_figure_rate_in_time_is },
	{ "again", 1, "reopened", "closed", 0, 0, &word_figure_rate_again, &word_figure_rate_again_is },
	{ "covered", 1, "judged", "answered", 0, 0, &word_figure_rate_judged, &word_figure_rate_judged_is },
	{ 0 },
};
