/* round_web.c — rounds of looking for disputes, allowances, and what the other parties say. */
#include "mediation/round_web.h"

#include "gen/frame.html.h"
#include "gen/mediation.words.h"
#include "gen/place.sql.h"
#include "gen/round.html.h"
#include "gen/web.words.h"
#include "matter/label_web.h"
#include "mediation/step_web.h"

#define VILLAGES 100
#define ROUNDS   25
#define RATES    200
#define CLAIMS   500
#define TO_HEAR  50

/* ---- rounds ---- */

static bool
goes_round(const struct actor *a)
{
	return a->unit && (a->role == ROLE_HANDLER || a->role == ROLE_UNIT_HEAD || a->role == ROLE_GRID_WORKER);
}

/* Who looks over the township sees all rounds, everybody else those of their own committee. */
static int64_t
unit_of(const struct req *rq)
{
	return mediation_reach_of(&rq->actor).whole ? 0 : rq->actor.unit;
}

static enum err
rounds_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_mediation_rounds, .rq = rq, .nav = "mediation" };
	struct round_list l = { .rq = rq, .may = goes_round(&rq->actor) };
	int64_t before = INT64_MAX, unit = unit_of(rq);
	struct page *p;

	if (!str_int(form_get(rq->query, S("before")), &before) || before <= 0)
		before = INT64_MAX;
	if (unit) {
		struct q_mediation_sweeps_of_unit_list list;

		TRY(q_mediation_sweeps_of_unit(db, unit, before, ROUNDS + 1, &list));
		l.n = list.n < ROUNDS ? list.n : ROUNDS;
		l.more = list.n > ROUNDS;
		l.row = make(db->mem, struct q_mediation_sweeps, l.n + 1);
		for (size_t i = 0; i < l.n; i++)
			l.row[i] = (struct q_mediation_sweeps){ list.p[i].id,         list.p[i].village_zh,
								list.p[i].village_en, list.p[i].unit_zh,
								list.p[i].unit_en,    list.p[i].from_on,
								list.p[i].to_on,      list.p[i].result,
								list.p[i].found };
	} else {
		struct q_mediation_sweeps_list list;

		TRY(q_mediation_sweeps(db, before, ROUNDS + 1, &list));
		l.n = list.n < ROUNDS ? list.n : ROUNDS;
		l.more = list.n > ROUNDS;
		l.row = list.p;
	}
	p = res_page(rs);
	frame_begin(p, &f);
	view_round_list(p, &l);
	frame_end(p, &f);
	return OK;
}

static enum err
round_form(struct db *db, struct req *rq, struct panel *f)
{
	struct q_place_villages_list v;
	struct choice *c;
	size_t n = 0;

	if (!goes_round(&rq->actor))
		return FORBIDDEN;
	TRY(q_place_villages(db, day_of(db->now), VILLAGES, &v));
	c = make(rq->mem, struct choice, v.n + 1);
	if (!rq->actor.village)
		c[n++] = (struct choice){ .value = S("0"), .word = &word_mediation_round_whole };
	for (size_t i = 0; i < v.n; i++)
		if (!rq->actor.village || rq->actor.village == v.p[i].id)
			c[n++] = (struct choice){ .value = panel_id(rq->mem, v.p[i].id),
						  .text = panel_name_for(rq, v.p[i].name_zh, v.p[i].name_en) };
	*f = (struct panel){ .rq = rq,
			     .nav = "mediation",
			     .title = &word_mediation_round_new,
			     .intro = &word_mediation_round_intro,
			     .button = &word_mediation_round_go,
			     .typed = rq->method == POST ? rq->form : NULL,
			     .back = S("/mediation/rounds") };
	panel_select(f, "village", &word_mediation_round_where, c[0].value, c, n);
	panel_day(f, "from", &word_mediation_round_from, day_of(db->now));
	panel_day(f, "to", &word_mediation_round_to, day_add(day_of(db->now), 4));
	return OK;
}

static enum err
round_new_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f;

	TRY(round_form(db, rq, &f));
	return panel_show(&f, rs);
}

static enum err
round_new_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct panel f;
	int64_t village, id;
	day from, to;
	enum err e;

	TRY(round_form(&tx->db, rq, &f));
	village = form_int(&in, "village", 0, INT64_MAX, &word_web_choose, &word_web_choose);
	from = form_day(&in, "from", &word_mediation_day_missing, &word_mediation_day_bad);
	to = form_day(&in, "to", &word_mediation_day_missing, &word_mediation_day_bad);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = mediation_sweep_open(tx, &rq->actor, village, from, to, &id);
	if (e == INVALID) {
		panel_fault(&f, "to", &word_mediation_day_range);
		return panel_show(&f, rs);
	}
	TRY(e);
	return see_other(rq, rs, "/mediation/rounds/%lld", (long long)id);
}

static enum err
round_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_mediation_round, .rq = rq, .nav = "mediation" };
	struct q_mediation_sweep s;
	struct page *p;

	TRY(q_mediation_sweep(db, rq->id, unit_of(rq), &s));
	p = res_page(rs);
	frame_begin(p, &f);
	view_round_one(p, rq, &s, goes_round(&rq->actor) && s.unit == rq->actor.unit);
	frame_end(p, &f);
	return OK;
}

static enum err
round_end_form(struct db *db, struct req *rq, struct panel *f)
{
	static const struct word *const result[] = { &word_mediation_round_none, &word_mediation_round_found };
	struct q_mediation_sweep s;
	struct field *words;

	if (!goes_round(&rq->actor))
		return FORBIDDEN;
	TRY(q_mediation_sweep(db, rq->id, rq->actor.unit, &s));
	if (s.result)
		return CONFLICT;
	*f = (struct panel){ .rq = rq,
			     .nav = "mediation",
			     .title = &word_mediation_round_end,
			     .intro = &word_mediation_round_end_why,
			     .button = &word_mediation_round_end,
			     .typed = rq->method == POST ? rq->form : NULL,
			     .back = str_fmt(rq->mem, "/mediation/rounds/%lld", (long long)rq->id) };
	panel_radios(f, "result", &word_mediation_result, s.found ? S("2") : S("1"), step_choices(rq->mem, result, 2),
		     2);
	words = panel_area(f, "words", &word_mediation_round_words, S(""));
	words->optional = true;
	words->hint = &word_mediation_no_names;
	return OK;
}

static enum err
round_end_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f;

	TRY(round_end_form(db, rq, &f));
	return panel_show(&f, rs);
}

static enum err
round_end_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct panel f;
	int result;
	str words;
	enum err e;

	TRY(round_end_form(&tx->db, rq, &f));
	result = step_choice(&in, "result", 2);
	words = form_text(&in, "words", MEDIATION_TEXT, NULL, &word_mediation_too_long);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = mediation_sweep_end(tx, &rq->actor, rq->id, result == 2, words);
	if (e == INVALID) {
		panel_fault(&f, "result", &word_mediation_round_mismatch);
		return panel_show(&f, rs);
	}
	TRY(e);
	return see_other(rq, rs, "/mediation/rounds/%lld", (long long)rq->id);
}

/* ---- allowances ---- */

static bool
leads(const struct actor *a)
{
	return a->role == ROLE_UNIT_HEAD || a->role == ROLE_LEADER;
}

static void
rate_parts(struct db *db, struct req *rq, struct panel *f)
{
	const struct word *level[4];

	for (int i = 0; i < 4; i++)
		level[i] = mediation_level_word(i + 1);
	*f = (struct panel){ .rq = rq,
			     .nav = "mediation",
			     .title = &word_mediation_rate,
			     .intro = &word_mediation_rate_intro,
			     .button = &word_web_save,
			     .typed = rq->method == POST ? rq->form : NULL,
			     .back = S("/mediation/allowances") };
	panel_radios(f, "level", &word_mediation_level, S(""), step_choices(rq->mem, level, 4), 4);
	panel_text(f, "yuan", &word_mediation_rate_yuan, S(""))->mode = "decimal";
	panel_day(f, "from", &word_mediation_rate_from, day_of(db->now));
	panel_text(f, "basis", &word_mediation_rate_basis, S(""))->hint = &word_mediation_rate_basis_hint;
}

static enum err
rate_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f;

	if (!leads(&rq->actor))
		return FORBIDDEN;
	rate_parts(db, rq, &f);
	return panel_show(&f, rs);
}

static enum err
rate_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct panel f;
	int level;
	int64_t fen;
	day from;
	str basis;
	enum err e;

	rate_parts(&tx->db, rq, &f);
	level = step_choice(&in, "level", 4);
	fen = step_yuan(&in, "yuan", true);
	from = form_day(&in, "from", &word_mediation_day_missing, &word_mediation_day_bad);
	basis = form_text(&in, "basis", MEDIATION_SHORT, &word_mediation_rate_basis_missing, &word_mediation_too_long);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = mediation_rate_set(tx, &rq->actor, from, level, fen, basis);
	if (e == INVALID) {
		panel_fault(&f, "yuan", &word_mediation_yuan_bad);
		return panel_show(&f, rs);
	}
	TRY(e);
	return see_other(rq, rs, "/mediation/allowances");
}

/* "2026-11": that month; else this one. */
static day
month_of(const struct req *rq, day today)
{
	day first;
	struct civil c = day_civil(today);

	if (day_parse(str_fmt(rq->mem, "%.*s-01", STR_ARG(form_get(rq->query, S("month")))), &first))
		return first;
	return day_make(c.year, c.month, 1);
}

static enum err
allowances_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_mediation_allowances, .rq = rq, .nav = "mediation" };
	struct allowance_page a = { .rq = rq, .may_set = leads(&rq->actor), .mark = mediation_mark(db) };
	struct mediation_reach r = mediation_reach_of(&rq->actor);
	struct page *p;

	a.first = month_of(rq, day_of(db->now));
	a.last = day_add(a.first, 31);
	a.last = day_add(a.last, -day_civil(a.last).day);
	TRY(q_mediation_subsidies(db, a.first, a.last, r.whole ? 0 : r.unit, CLAIMS, &a.claims));
	TRY(q_mediation_rates(db, RATES, &a.rates));
	for (size_t i = 0; i < a.claims.n; i++)
		a.sum += a.claims.p[i].fen;
	p = res_page(rs);
	frame_begin(p, &f);
	view_round_allowances(p, &a);
	frame_end(p, &f);
	return OK;
}

/* ---- what the other parties say ---- */

static enum err
hear_list_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_mediation_hear, .rq = rq, .nav = "mediation" };
	struct q_mediation_to_hear_list l;
	struct page *p;

	TRY(q_mediation_to_hear(db, rq->actor.unit, rq->actor.village, TO_HEAR, &l));
	p = res_page(rs);
	frame_begin(p, &f);
	view_round_hear(p, rq, mediation_mark(db), &l);
	frame_end(p, &f);
	return OK;
}

static enum err
hear_find(struct db *db, struct req *rq, struct q_mediation_hearable *h)
{
	int64_t party;

	if (!str_int(rq->param[1], &party))
		return NOT_FOUND;
	return q_mediation_hearable(db, rq->id, party, rq->actor.unit, rq->actor.village, h);
}

static void
hear_parts(struct db *db, struct req *rq, const struct q_mediation_hearable *h, struct panel *f)
{
	const struct word *solved[3], *satisfied[3], *method[3];
	struct field *field;

	for (int i = 0; i < 3; i++) {
		solved[i] = label_solved(i + 1);
		satisfied[i] = label_satisfied(i + 1);
		method[i] = label_method(METHOD_PHONE + i);
	}
	*f = (struct panel){ .rq = rq,
			     .nav = "mediation",
			     .title = &word_mediation_hear_one,
			     .intro = &word_mediation_hear_why,
			     .about = mediation_no(db->mem, mediation_mark(db), h->year, h->number),
			     .button = &word_web_save,
			     .typed = rq->method == POST ? rq->form : NULL,
			     .back = S("/mediation/hear") };
	panel_radios(f, "solved", &word_mediation_hear_solved, S(""), step_choices(rq->mem, solved, 3), 3);
	field = panel_radios(f, "satisfied", &word_mediation_hear_satisfied, S(""), step_choices(rq->mem, satisfied, 3),
			     3);
	field->optional = true;
	panel_radios(f, "method", &word_mediation_how, S("1"), step_choices(rq->mem, method, 3), 3);
	field = panel_area(f, "words", &word_mediation_hear_words, S(""));
	field->optional = true;
	field->rows = 3;
}

static enum err
hear_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_mediation_hearable h;
	struct panel f;

	TRY(hear_find(db, rq, &h));
	hear_parts(db, rq, &h, &f);
	return panel_show(&f, rs);
}

static enum err
hear_change(struct tx *tx, struct req *rq, struct res *rs)
{
	static const char *const three[] = { "1", "2", "3", NULL };
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_mediation_hearable h;
	struct panel f;
	int solved, satisfied, method;
	int64_t party;
	str words;

	TRY(hear_find(&tx->db, rq, &h));
	hear_parts(&tx->db, rq, &h, &f);
	solved = step_choice(&in, "solved", 3);
	satisfied = 1 + form_choice(&in, "satisfied", three, NULL);
	method = step_choice(&in, "method", 3);
	words = form_text(&in, "words", MEDIATION_TEXT, NULL, &word_mediation_too_long);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	if (!str_int(rq->param[1], &party))
		return NOT_FOUND;
	TRY(mediation_hear(tx, &rq->actor, rq->id, party, (enum judgement_solved)solved,
			   (enum judgement_satisfied)satisfied, (enum judgement_method)(METHOD_PHONE + method - 1),
			   words));
	return see_other(rq, rs, "/mediation/hear");
}

/* Shown once, in the answer to this POST. */
static enum err
hear_open_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_mediation_hear_one, .rq = rq, .nav = "mediation" };
	struct matter_keys keys;
	struct party party;
	struct page *p;
	int64_t n;

	if (!str_int(rq->param[1], &n))
		return NOT_FOUND;
	TRY(matter_keys_load(&tx->db, rq->site->dir, rq->site->root_key, &keys));
	TRY(mediation_hear_open(tx, &rq->actor, &keys.identity, rq->id, n, &party));
	p = res_page(rs);
	frame_begin(p, &f);
	view_round_hear_opened(p, rq, &party);
	frame_end(p, &f);
	rs->no_store = true;
	return OK;
}

const struct route mediation_round_routes[] = {
	PAGE("/mediation/rounds", DUTY_READ, rounds_page),
	PAGE("/mediation/rounds/new", DUTY_HANDLE, round_new_page),
	CHANGE("/mediation/rounds/new", DUTY_HANDLE, round_new_change),
	PAGE("/mediation/rounds/:id", DUTY_READ, round_page),
	PAGE("/mediation/rounds/:id/end", DUTY_HANDLE, round_end_page),
	CHANGE("/mediation/rounds/:id/end", DUTY_HANDLE, round_end_change),
	PAGE("/mediation/allowances", DUTY_APPROVE, allowances_page),
	PAGE("/mediation/allowances/rate", DUTY_APPROVE, rate_page),
	CHANGE("/mediation/allowances/rate", DUTY_APPROVE, rate_change),
	PAGE("/mediation/hear", DUTY_HEAR, hear_list_page),
	PAGE("/mediation/hear/:id/:party", DUTY_HEAR, hear_page),
	CHANGE("/mediation/hear/:id/:party", DUTY_HEAR, hear_change),
	CHANGE("/mediation/hear/:id/:party/open", DUTY_HEAR, hear_open_change),
	ROUTES_END,
};
