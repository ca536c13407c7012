#include "catalogue/limit_web.h"

#include "gen/limit.html.h"
#include "gen/limit.words.h"
#include "gen/web.words.h"
#include "place/panel_web.h"

#define RULES_MOST 500
#define BASIS_MOST 60

static enum err
list_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_limit_title, .rq = rq, .nav = "catalogue" };
	bool past = form_has(rq->query, S("past"));
	struct q_limit_rules_list rules;
	struct page *p;

	TRY(q_limit_rules(db, day_of(db->now), past, RULES_MOST, &rules));
	p = res_page(rs);
	frame_begin(p, &f);
	view_limit_list(p, &rules, past);
	frame_end(p, &f);
	return OK;
}

/* ---- a new limit ---- */

static void
numbered(const struct req *rq, struct panel *f, const char *name, const struct word *label,
	 const struct word *(*word)(int64_t), const int *value, size_t n)
{
	struct choice *c = make(rq->mem, struct choice, n);

	for (size_t i = 0; i < n; i++)
		c[i] = (struct choice){ .value = str_fmt(rq->mem, "%d", value[i]), .word = word(value[i]) };
	panel_select(f, name, label, c[0].value, c, n);
}

static enum err
type_select(struct db *db, const struct req *rq, struct panel *f)
{
	struct q_catalogue_types_list l;
	struct choice *c;

	TRY(q_catalogue_types(db, day_of(db->now), CATALOGUE_MOST, &l));
	c = make(rq->mem, struct choice, l.n + 1);
	c[0] = (struct choice){ .value = S(""), .word = &word_limit_type_any };
	for (size_t i = 0; i < l.n; i++)
		c[i + 1] =
			(struct choice){ .value = l.p[i].code,
					 .text = str_fmt(rq->mem, "%.*s %.*s", STR_ARG(l.p[i].code),
							 STR_ARG(panel_name_for(rq, l.p[i].type_zh, l.p[i].type_en))) };
	panel_select(f, "type", &word_limit_type, S(""), c, l.n + 1);
	return OK;
}

static enum err
limit_form(struct db *db, const struct req *rq, struct panel *f)
{
	static const int clocks[] = { CLOCK_ANSWER, CLOCK_CLAIM,  CLOCK_CONTACT, CLOCK_TASK,     CLOCK_NOTICE,
				      CLOCK_RULING, CLOCK_LEADER, CLOCK_REVIEW,  CLOCK_HANDLING, CLOCK_EXTENSION };
	static const int demands[] = { 0, 1, 2, 3, 4, 5, 11, 12, 13, 14, 15, 16 };
	static const int channels[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
	static const int units[] = { LIMIT_WORKDAYS, LIMIT_DAYS, LIMIT_DAYS_RESIDENT, LIMIT_OFFICE_HOURS, LIMIT_HOURS };

	*f = (struct panel){ .rq = rq,
			     .nav = "catalogue",
			     .title = &word_limit_add,
			     .intro = &word_limit_add_intro,
			     .button = &word_web_save,
			     .back = S("/admin/limits"),
			     .typed = rq->method == POST ? rq->form : NULL };
	numbered(rq, f, "clock", &word_limit_clock, limit_clock_word, clocks, sizeof clocks / sizeof *clocks);
	TRY(type_select(db, rq, f));
	numbered(rq, f, "demand", &word_limit_demand, limit_demand_word, demands, 12);
	numbered(rq, f, "channel", &word_limit_channel, limit_channel_word, channels, LIMIT_CHANNELS + 1);
	panel_number(f, "n", &word_limit_n, 5);
	numbered(rq, f, "counted", &word_limit_unit, limit_unit_word, units, 5);
	panel_text(f, "basis_zh", &word_limit_basis_zh, S(""))->hint = &word_limit_basis_hint;
	panel_text(f, "basis_en", &word_limit_basis_en, S(""));
	panel_day(f, "from", &word_limit_from, day_add(day_of(rq->now), 1))->hint = &word_limit_from_hint;
	return OK;
}

static enum err
new_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f;

	TRY(limit_form(db, rq, &f));
	return panel_show(&f, rs);
}

static struct limit_new
limit_read(struct form_in *in)
{
	struct limit_new l = { .clock = (enum clock_kind)form_int(in, "clock", 1, CLOCK_LEADER, &word_web_choose,
								  &word_web_choose) };

	l.type = form_text(in, "type", CATALOGUE_CODE_MAX, NULL, &word_web_choose);
	l.demand = form_int(in, "demand", 0, DEMAND_HEAR, NULL, &word_web_choose);
	l.channel = form_int(in, "channel", 0, LIMIT_CHANNELS, NULL, &word_web_choose);
	l.limit.n = (int)form_int(in, "n", 1, 400, &word_web_bad_number, &word_limit_n_range);
	l.limit.unit = (enum limit_unit)form_int(in, "counted", 1, LIMIT_UNITS - 1, &word_web_choose, &word_web_choose);
	l.limit.basis_zh = form_text(in, "basis_zh", BASIS_MOST, &word_limit_basis_missing, &word_web_too_long);
	l.limit.basis_en = form_text(in, "basis_en", BASIS_MOST, &word_limit_basis_missing, &word_web_too_long);
	l.from = form_day(in, "from", &word_limit_day_missing, &word_limit_day_missing);
	return l;
}

static enum err
new_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct limit_new l = limit_read(&in);
	struct panel f;
	int64_t id;
	enum err e;

	TRY(limit_form(&tx->db, rq, &f));
	f.faults = in.faults;
	e = f.faults.n ? OK : limit_add(tx, &rq->actor, &l, &id);
	if (e == INVALID)
		panel_fault(&f, "from", &word_limit_refused);
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(e);
	return see_other(rq, rs, "/admin/limits");
}

/* ---- ending one ---- */

static struct panel
end_form(const struct req *rq, const struct q_limit_rule *r)
{
	struct panel f = { .rq = rq,
			   .nav = "catalogue",
			   .title = &word_limit_end,
			   .intro = &word_limit_end_intro,
			   .about = panel_name_for(rq, r->basis_zh, r->basis_en),
			   .button = &word_limit_end,
			   .red = true,
			   .back = S("/admin/limits"),
			   .typed = rq->method == POST ? rq->form : NULL };

	panel_day(&f, "last", &word_limit_last, day_of(rq->now));
	return f;
}

static enum err
end_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_limit_rule rule;
	struct panel f;

	TRY(q_limit_rule(db, rq->id, &rule));
	f = end_form(rq, &rule);
	return panel_show(&f, rs);
}

static enum err
end_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_limit_rule rule;
	struct panel f;
	day last;
	enum err e;

	TRY(q_limit_rule(&tx->db, rq->id, &rule));
	f = end_form(rq, &rule);
	last = form_day(&in, "last", &word_limit_day_missing, &word_limit_day_missing);
	f.faults = in.faults;
	e = f.faults.n ? OK : limit_stop(tx, &rq->actor, rq->id, last);
	if (e == INVALID)
		panel_fault(&f, "last", &word_limit_refused);
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(e);
	return see_other(rq, rs, "/admin/limits");
}

const struct route limit_routes[] = {
	PAGE("/admin/limits", DUTY_ADMIN, list_page),
	PAGE("/admin/limits/new", DUTY_ADMIN, new_page),
	CHANGE("/admin/limits/new", DUTY_ADMIN, new_change),
	PAGE("/admin/limits/:id/end", DUTY_ADMIN, end_page),
	CHANGE("/admin/limits/:id/end", DUTY_ADMIN, end_change),
	ROUTES_END,
};
