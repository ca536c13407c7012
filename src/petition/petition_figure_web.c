/* petition_figure_web.c — what petitions count: what the office owed and gave, never who petitioned. */
#include "petition/petition_figure_web.h"

#include "gen/petition_figure.sql.h"
#include "gen/petition_figure.words.h"
#include "petition/petition_web.h"

#define PATH "/desk/matters"

static const struct figure_part came[] = { { CAME_DIRECT, &word_petition_figure_direct },
					   { CAME_DOWN, &word_petition_figure_down },
					   { 0, NULL } };
static const struct figure_part limits[] = { { 1, &word_petition_figure_in_time },
					     { 2, &word_petition_figure_late },
					     { 3, &word_petition_figure_none },
					     { 0, NULL } };
static const struct figure_part results[] = { { 1, &word_petition_figure_upheld },
					      { 2, &word_petition_figure_changed },
					      { 3, &word_petition_figure_again },
					      { 0, NULL } };

static str
either(bool english, str zh, str en)
{
	return english && en.n ? en : zh;
}

static str
day_or_nothing(struct arena *a, moment at)
{
	return at.ms ? day_iso(a, day_of(at)) : S("");
}

static enum err
line(struct db *db, int64_t id, bool english, str cell[FIGURE_COLUMNS])
{
	enum lang lang = english ? EN : ZH;
	struct q_petition_line p;

	TRY(q_petition_line(db, id, &p));
	cell[0] = str_fmt(db->mem, "%d-%d", (int)p.year, (int)p.number);
	cell[1] = p.title;
	cell[2] = day_iso(db->mem, day_of(p.registered_at));
	cell[3] = word_text(p.came == CAME_DOWN ? &word_petition_figure_down : &word_petition_figure_direct, lang);
	cell[4] = p.ref;
	cell[5] = either(english, p.village_zh, p.village_en);
	cell[6] = either(english, p.unit_zh, p.unit_en);
	cell[7] = p.sort ? word_text(petition_sort_word(p.sort), lang) : S("");
	cell[8] = word_text(petition_state_word(p.state), lang);
	cell[9] = day_or_nothing(db->mem, p.next_due);
	cell[10] = day_or_nothing(db->mem, p.handle_by);
	cell[11] = day_or_nothing(db->mem, p.opinion_at);
	return OK;
}

static const struct word *const columns[] = { &word_petition_figure_column_number,
					      &word_petition_figure_column_title,
					      &word_petition_figure_column_registered,
					      &word_petition_figure_parts_came,
					      &word_petition_figure_column_ref,
					      &word_petition_figure_column_village,
					      &word_petition_figure_column_unit,
					      &word_petition_figure_column_sort,
					      &word_petition_figure_column_state,
					      &word_petition_figure_column_next,
					      &word_petition_figure_column_limit,
					      &word_petition_figure_column_opinion,
					      NULL };

const struct figure_ledger petition_figure_ledger = { columns, line };

const struct figure petition_figures[] = {
	{ 51, "petitions", 1, FIGURE_RARE, "petition", PATH, "G8", &word_petition_figure_registered,
	  &word_petition_figure_registered_is, &word_petition_figure_unit, &word_petition_figure_parts_came, came,
	  false, 0, &figure_petition_registered, &petition_figure_ledger },
	{ 52, "opinions_due", 1, FIGURE_RARE, "petition", PATH, "G8", &word_petition_figure_due,
	  &word_petition_figure_due_is, &word_petition_figure_unit, &word_petition_figure_parts_limit, limits, false, 0,
	  &figure_petition_opinions_due, &petition_figure_ledger },
	{ 53, "reviews", 1, FIGURE_RARE, "petition", PATH, "G8", &word_petition_figure_reviews,
	  &word_petition_figure_reviews_is, &word_petition_figure_unit, &word_petition_figure_parts_result, results,
	  false, 0, &figure_petition_reviews, &petition_figure_ledger },
	{ 0 },
};

const struct figure_rate petition_figure_rates[] = {
	{ "opinions_in_time", 1, "opinions_due", "opinions_due", UINT64_C(1) << 1, 0, &word_petition_figure_rate,
	  &word_petition_figure_rate_is },
	{ "opinions_changed", 1, "reviews", "reviews", UINT64_C(1) << 2 | UINT64_C(1) << 3, 0,
	  &word_petition_figure_rate_changed, &word_petition_figure_rate_changed_is },
	{ 0 },
};
