#include "openday/openday_figure_web.h"

#include "gen/openday_figure.sql.h"
#include "gen/openday_figure.words.h"
#include "html/html.h"

static const struct figure_part held[] = { { 2, &word_openday_figure_held },
					   { 3, &word_openday_figure_not_held },
					   { 4, &word_openday_figure_off },
					   { 0, NULL } };
static const struct figure_part kept[] = { { 1, &word_openday_figure_open },
					   { 2, &word_openday_figure_kept },
					   { 3, &word_openday_figure_broken },
					   { 0, NULL } };

static str
named(const struct figure_part *of, int64_t part, bool english)
{
	for (; of->word; of++)
		if (of->part == part)
			return word_text(of->word, english ? EN : ZH);
	return S("");
}

static enum err
session_line(struct db *db, int64_t id, bool english, str cell[FIGURE_COLUMNS])
{
	struct q_openday_session_line s;

	TRY(q_openday_session_line(db, id, &s));
	cell[0] = day_iso(db->mem, s.day);
	cell[1] = named(held, s.state, english);
	cell[2] = english && s.village_en.n ? s.village_en : s.village_zh;
	cell[3] = s.spot;
	return OK;
}

static enum err
promise_line(struct db *db, int64_t id, bool english, str cell[FIGURE_COLUMNS])
{
	struct q_openday_promise_line r;

	TRY(q_openday_promise_line(db, id, &r));
	cell[0] = str_fmt(db->mem, "%.*s-%d", STR_ARG(day_iso(db->mem, day_of(r.made_at))), (int)r.n);
	cell[1] = r.words.n ? r.words : named(kept, r.state, english);
	cell[2] = english && r.village_en.n ? r.village_en : r.village_zh;
	cell[3] = day_iso(db->mem, r.due_day);
	cell[4] = named(kept, r.state, english);
	return OK;
}

static const struct word *const session_columns[] = { &word_openday_figure_column_day,
						      &word_openday_figure_column_state,
						      &word_openday_figure_column_village,
						      &word_openday_figure_column_spot, NULL };
static const struct word *const promise_columns[] = {
	&word_openday_figure_column_made, &word_openday_figure_column_words, &word_openday_figure_column_village,
	&word_openday_figure_column_due,  &word_openday_figure_parts_kept,   NULL
};
static const struct figure_ledger session_ledger = { session_columns, session_line },
				  promise_ledger = { promise_columns, promise_line };

const struct figure openday_figures[] = {
	{ 31, "open_days", 1, FIGURE_RARE, "openday_session", "/desk/days", "G8", &word_openday_figure_sessions,
	  &word_openday_figure_sessions_is, &word_openday_figure_unit_session, &word_openday_figure_parts_held, held,
	  false, 0, &figure_openday_sessions, &session_ledger },
	{ 32, "promises", 1, FIGURE_RARE, "openday_promise", "/desk/days/promise", "G8", &word_openday_figure_promises,
	  &word_openday_figure_promises_is, &word_openday_figure_unit_promise, &word_openday_figure_parts_kept, kept,
	  false, 0, &figure_openday_promises, &promise_ledger },
	{ 0 },
};

const struct figure_rate openday_figure_rates[] = {
	{ "promises_kept", 1, "promises", "promises", UINT64_C(1) << 2, 0, &word_openday_figure_rate,
	  &word_openday_figure_rate_is },
	{ 0 },
};
