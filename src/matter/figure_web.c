/* figure_web.c — what the matter loop counts: numbers that are never used again, keys for addresses and templates, versions. */
#include "matter/figure_web.h"

#include "gen/figure.words.h"
#include "gen/label.words.h"
#include "gen/matter_figure.sql.h"
#include "matter/matter.h"

#define W(name) &word_figure_##name
#define L(name) &word_label_##name
#define PATH    "/desk/matters/%lld"

static const struct figure_part channels[] = {
	{ CHANNEL_WEB, L(channel_web) },
	{ CHANNEL_WALK_IN, L(channel_walk_in) },
	{ CHANNEL_PHONE, L(channel_phone) },
	{ CHANNEL_PAPER_BOX, L(channel_paper_box) },
	{ CHANNEL_HOTLINE_12345, L(channel_hotline) },
	{ CHANNEL_OPEN_DAY, L(channel_open_day) },
	{ CHANNEL_GRID_PATROL, L(channel_grid_patrol) },
	{ CHANNEL_LETTER, L(channel_letter) },
	{ CHANNEL_TRANSFER_IN, L(channel_transfer_in) },
	{ 0, NULL },
};

static const struct figure_part states[] = {
	{ MATTER_RECEIVED, L(state_received) },
	{ MATTER_OFFERED, L(state_offered) },
	{ MATTER_IN_HAND, L(state_in_hand) },
	{ MATTER_WAITING, L(state_waiting) },
	{ MATTER_ANSWERED, L(state_answered) },
	{ MATTER_REOPENED, L(state_reopened) },
	{ MATTER_CLOSED_EFFECTIVE, L(state_closed_effective) },
	{ MATTER_CLOSED_NO_REPLY, L(state_closed_no_reply) },
	{ MATTER_WITHDRAWN, L(state_withdrawn) },
	{ MATTER_RULING, L(state_ruling) },
	{ MATTER_JOINT, L(state_joint) },
	{ MATTER_MEDIATION, L(state_mediation) },
	{ MATTER_WITH_NEIGHBOUR, L(state_with_neighbour) },
	{ MATTER_REFERRED, L(state_referred) },
	{ MATTER_LEADER_REVIEW, L(state_leader_review) },
	{ MATTER_NOT_ACCEPTED, L(state_not_accepted) },
	{ MATTER_CLOSED_EXPLAINED, L(state_closed_explained) },
	{ MATTER_CLOSED_REFERRED, L(state_closed_referred) },
	{ 0, NULL },
};

static const struct figure_part limits[] = {
	{ 1, W(limit_in_time) }, { 2, W(limit_late) }, { 3, W(limit_none) }, { 0, NULL }
};
static const struct figure_part rounds[] = {
	{ 1, W(round_one) }, { 2, W(round_two) }, { 3, W(round_more) }, { 0, NULL }
};
static const struct figure_part solved[] = {
	{ SOLVED_YES, L(solved_yes) }, { SOLVED_PARTLY, L(solved_partly) }, { SOLVED_NOT, L(solved_not) }, { 0, NULL }
};
static const struct figure_part satisfied[] = {
	{ SATISFIED_YES, L(satisfied_yes) }, { SATISFIED_FAIRLY, L(satisfied_fairly) }, { SATISFIED_NO, L(satisfied_no) }, { 0, NULL }
};

#define FIGURE(number, key, version, time, parts_name, parts, days)                                                            \
	{                                                                                                                      \
		number, #key, version, time, "matter", PATH, "G8", W(key), W(key##_is), W(unit), parts_name, parts, days, 0,  \
			&figure_matter_##key                                                                                   \
	}

const struct figure figure_matters[] = {
	FIGURE(1, received, 1, FIGURE_PERIOD, W(parts_channel), channels, false),
	FIGURE(2, open, 1, FIGURE_STANDING, W(parts_state), states, false),
	FIGURE(3, overdue, 1, FIGURE_NOW, W(parts_state), states, false),
	FIGURE(4, answered, 1, FIGURE_PERIOD, W(parts_days), NULL, true),
	FIGURE(5, due, 1, FIGURE_LIMIT, W(parts_limit), limits, false),
	FIGURE(6, contact, 1, FIGURE_LIMIT, W(parts_limit), limits, false),
	FIGURE(7, reopened, 1, FIGURE_PERIOD, W(parts_round), rounds, false),
	FIGURE(8, closed, 1, FIGURE_PERIOD, W(parts_outcome), states, false),
	FIGURE(9, judged, 1, FIGURE_PERIOD, W(parts_solved), solved, false),
	FIGURE(10, satisfied, 1, FIGURE_PERIOD, W(parts_satisfied), satisfied, false),
	{ 0 },
};

#define PART(n) (UINT64_C(1) << (n))

const struct figure_rate figure_matter_rates[] = {
	{ "response", 1, "contact", "contact", PART(1), 0, W(rate_response), W(rate_response_is) },
	{ "solved", 1, "judged", "judged", PART(1), 0, W(rate_solved), W(rate_solved_is) },
	{ "content", 1, "satisfied", "satisfied", PART(1) | PART(2), 0, W(rate_satisfied), W(rate_satisfied_is) },
	{ "in_time", 1, "due", "due", PART(1), 0, W(rate_in_time), W(rate_in_time_is) },
	{ "again", 1, "reopened", "closed", 0, 0, W(rate_again), W(rate_again_is) },
	{ "covered", 1, "judged", "answered", 0, 0, W(rate_judged), W(rate_judged_is) },
	{ 0 },
};
