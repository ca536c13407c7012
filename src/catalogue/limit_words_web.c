/* limit_words_web.c — what clocks, kinds of demand, channels and units are called. */
#include "catalogue/limit_web.h"
#include "gen/limit.words.h"

const struct word *
limit_clock_word(int64_t clock)
{
	static const struct word *const w[CLOCK_KINDS] = {
		[CLOCK_CLAIM] = &word_limit_clock_claim,     [CLOCK_ANSWER] = &word_limit_clock_answer,
		[CLOCK_CONFIRM] = &word_limit_clock_confirm, [CLOCK_PAUSE] = &word_limit_clock_pause,
		[CLOCK_CONTACT] = &word_limit_clock_contact, [CLOCK_RULING] = &word_limit_clock_ruling,
		[CLOCK_REVIEW] = &word_limit_clock_review,   [CLOCK_TASK] = &word_limit_clock_task,
		[CLOCK_NOTICE] = &word_limit_clock_notice,   [CLOCK_HANDLING] = &word_limit_clock_handling,
		[CLOCK_ASSIGN] = &word_limit_clock_assign,   [CLOCK_EXTENSION] = &word_limit_clock_extension,
		[CLOCK_LEADER] = &word_limit_clock_leader,
	};

	return clock > 0 && clock < CLOCK_KINDS && w[clock] ? w[clock] : &word_limit_clock_answer;
}

const struct word *
limit_demand_word(int64_t demand)
{
	static const struct word *const w[] = {
		[DEMAND_UNSAID] = &word_limit_demand_any,           [DEMAND_SERVICE] = &word_limit_demand_service,
		[DEMAND_CONSULT] = &word_limit_demand_consult,      [DEMAND_SUGGEST] = &word_limit_demand_suggest,
		[DEMAND_COMPLAIN] = &word_limit_demand_complain,    [DEMAND_REPORT] = &word_limit_demand_report,
		[DEMAND_COURT] = &word_limit_demand_court,          [DEMAND_ARBITRATE] = &word_limit_demand_arbitrate,
		[DEMAND_MEMBER_APPEAL] = &word_limit_demand_member, [DEMAND_PROCEDURE] = &word_limit_demand_procedure,
		[DEMAND_PROTECT] = &word_limit_demand_protect,      [DEMAND_HEAR] = &word_limit_demand_hear,
	};

	return limit_demand_good(demand) ? w[demand] : &word_limit_demand_any;
}

const struct word *
limit_channel_word(int64_t channel)
{
	static const struct word *const w[LIMIT_CHANNELS + 1] = {
		&word_limit_channel_any,      &word_limit_channel_web,    &word_limit_channel_walk_in,
		&word_limit_channel_phone,    &word_limit_channel_box,    &word_limit_channel_hotline,
		&word_limit_channel_open_day, &word_limit_channel_patrol, &word_limit_channel_letter,
		&word_limit_channel_passed,
	};

	return w[channel > 0 && channel <= LIMIT_CHANNELS ? channel : 0];
}

const struct word *
limit_unit_word(int64_t unit)
{
	static const struct word *const w[LIMIT_UNITS] = { &word_limit_unit_workdays, &word_limit_unit_office,
							   &word_limit_unit_workdays, &word_limit_unit_days,
							   &word_limit_unit_resident, &word_limit_unit_hours };

	return w[unit > 0 && unit < LIMIT_UNITS ? unit : 0];
}
