#include "catalogue/routing_web.h"

#include "gen/catalogue.words.h"
#include "gen/place.sql.h"
#include "gen/routing.html.h"
#include "gen/staff.sql.h"
#include "gen/web.words.h"
#include "place/panel_web.h"
#include "staff/staff_web.h"

#define RULES_MOST    500
#define VILLAGES_MOST 200

#define HINTS_MOST 100

/* What an administrator has made a rule of meanwhile is no suggestion any more. */
static enum err
hints_load(struct db *db, struct routing_hints *h)
{
	TRY(q_catalogue_overrides(db, day_of(db->now), HINTS_MOST, &h->l));
	h->at = make(db->mem, size_t, h->l.n + 1);
	for (size_t i = 0; i < h->l.n; i++) {
		int64_t unit = 0;
		enum err e =
			catalogue_unit_for(db, h->l.p[i].type, h->l.p[i].village, day_add(day_of(db->now), 1), &unit);

		if (e != OK && e != NOT_FOUND)
			return e;
		if (unit != h->l.p[i].unit)
			h->at[h->n++] = i;
	}
	return OK;
}

static enum err
list_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_catalogue_routing, .rq = rq, .nav = "routing" };
	bool past = form_has(rq->query, S("past"));
	struct q_catalogue_rules_list rules;
	struct routing_hints hints = { 0 };
	struct page *p;

	TRY(hints_load(db, &hints));
	TRY(q_catalogue_rules(db, day_of(db->now), past, RULES_MOST, &rules));
	p = res_page(rs);
	frame_begin(p, &f);
	view_routing_list(p, &rules, &hints, past);
	frame_end(p, &f);
	return OK;
}

/* ---- a new rule ---- */

static enum err
rule_form(struct db *db, const struct req *rq, struct panel *f)
{
	struct choice *types, *villages, *units;
	struct q_catalogue_types_list l;
	size_t village_n, unit_n;

	*f = (struct panel){ .rq = rq,
			     .nav = "routing",
			     .title = &word_catalogue_rule_add,
			     .intro = &word_catalogue_rule_intro,
			     .button = &word_catalogue_rule_try,
			     .back = S("/admin/routing"),
			     .typed = rq->method == POST ? rq->form : NULL };
	TRY(q_catalogue_types(db, day_of(db->now), CATALOGUE_MOST, &l));
	types = make(rq->mem, struct choice, l.n + 1);
	types[0] = (struct choice){ .value = S(""), .word = &word_catalogue_any_type };
	for (size_t i = 0; i < l.n; i++)
		types[i + 1] =
			(struct choice){ .value = l.p[i].code,
					 .text = str_fmt(rq->mem, "%.*s %.*s", STR_ARG(l.p[i].code),
							 STR_ARG(panel_name_for(rq, l.p[i].type_zh, l.p[i].type_en))) };
	TRY(staff_pick_villages(db, rq, &word_catalogue_any_village, &villages, &village_n));
	TRY(staff_pick_units(db, rq, &units, &unit_n));
	panel_select(f, "type", &word_catalogue_type, form_get(rq->query, S("type")), types, l.n + 1);
	panel_select(f, "village", &word_catalogue_village, form_get(rq->query, S("village")), villages, village_n);
	panel_select(f, "unit", &word_catalogue_unit_to, form_get(rq->query, S("unit")), units, unit_n);
	panel_day(f, "from", &word_catalogue_from, day_of(rq->now));
	return OK;
}

static enum err
new_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f;

	TRY(rule_form(db, rq, &f));
	return panel_show(&f, rs);
}

/* Which unit gets what on a day: types × villages, 0 where nobody does. */
struct map {
	struct q_catalogue_types_list types;
	struct q_place_villages_list villages;
	int64_t *unit;
};

static enum err
map_make(struct db *db, day on, struct map *m)
{
	size_t n = 0;

	TRY(q_catalogue_types(db, on, CATALOGUE_MOST, &m->types));
	TRY(q_place_villages(db, on, VILLAGES_MOST, &m->villages));
	m->unit = make(db->mem, int64_t, m->types.n * m->villages.n + 1);
	for (size_t t = 0; t < m->types.n; t++)
		for (size_t v = 0; v < m->villages.n; v++, n++) {
			enum err e = catalogue_unit_for(db, m->types.p[t].code, m->villages.p[v].id, on, &m->unit[n]);

			if (e != OK && e != NOT_FOUND)
				return e;
		}
	return OK;
}

static enum err
unit_name(struct db *db, const struct req *rq, int64_t id, str *name)
{
	struct q_staff_unit unit;
	enum err e = q_staff_unit(db, id, &unit);

	*name = e == OK ? panel_name_for(rq, unit.name_zh, unit.name_en) : word_text(&word_web_none, rq->lang);
	return e == NOT_FOUND ? OK : e;
}

#define MONTH_DAYS 30
#define MONTH_SCAN 20000

static enum err
month_load(struct db *db, struct q_catalogue_month_list *l)
{
	moment since = { db->now.ms - MONTH_DAYS * MS_DAY };

	return q_catalogue_month(db, since, db->now, MONTH_SCAN, MONTH_SCAN, l);
}

static int64_t
month_of(const struct q_catalogue_month_list *l, str type, int64_t village)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->p[i].village == village && str_eq(l->p[i].type, type))
			return l->p[i].n;
	return 0;
}

static enum err
moves_find(struct db *db, const struct map *old, const struct map *new, struct routing_preview *r)
{
	struct q_catalogue_month_list month;
	size_t n = 0;

	TRY(month_load(db, &month));
	r->move = make(db->mem, struct routing_move, ROUTING_MOVES);
	for (size_t t = 0; t < new->types.n; t++)
		for (size_t v = 0; v < new->villages.n; v++, n++) {
			const struct q_catalogue_types *type = &new->types.p[t];
			const struct q_place_villages *village = &new->villages.p[v];
			struct routing_move *m = &r->move[r->n];

			int64_t came;

			if (old->unit[n] == new->unit[n])
				continue;
			came = month_of(&month, type->code, village->id);
			r->month += came;
			if (r->all++ >= ROUTING_MOVES)
				continue;
			m->month = came;
			m->code = type->code;
			m->type = panel_name_for(r->rq, type->type_zh, type->type_en);
			m->village = panel_name_for(r->rq, village->name_zh, village->name_en);
			TRY(unit_name(db, r->rq, old->unit[n], &m->from));
			TRY(unit_name(db, r->rq, new->unit[n], &m->to));
			r->n++;
		}
	return OK;
}

static enum err
preview_show(struct res *rs, const struct routing_preview *r)
{
	struct frame f = { .title = &word_catalogue_rule_add, .rq = r->rq, .nav = "routing" };
	struct page *p = res_page(rs);

	res_status(rs, 200);
	frame_begin(p, &f);
	view_routing_preview(p, r);
	frame_end(p, &f);
	return INVALID; /* a rehearsal: shown, and rolled back */
}

/* The rule is really made, so that what is shown is what it does; without "sure" it is taken back with the
 * transaction. */
static enum err
new_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct routing_preview r = { .rq = rq };
	struct map old, new;
	struct panel f;
	int64_t id;
	enum err e;

	TRY(rule_form(&tx->db, rq, &f));
	r.code = form_text(&in, "type", CATALOGUE_CODE_MAX, NULL, &word_web_choose);
	r.village = form_int(&in, "village", 1, INT64_MAX, NULL, &word_web_choose);
	r.unit = form_int(&in, "unit", 1, INT64_MAX, &word_web_choose, &word_web_choose);
	r.from = form_day(&in, "from", &word_catalogue_day_missing, &word_catalogue_day_bad);
	if (r.code.n == 0 && r.village == 0)
		form_fault(&in, "type", &word_catalogue_rule_empty);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(map_make(&tx->db, r.from, &old));
	e = catalogue_route(tx, &rq->actor, r.code, r.village, r.unit, r.from, &id);
	if (e == INVALID) {
		panel_fault(&f, "from", &word_catalogue_rule_bad);
		return panel_show(&f, rs);
	}
	TRY(e);
	if (form_tick(&in, "sure"))
		return see_other(rq, rs, "/admin/routing");
	TRY(map_make(&tx->db, r.from, &new));
	TRY(moves_find(&tx->db, &old, &new, &r));
	return preview_show(rs, &r);
}

/* ---- ending a rule ---- */

static struct panel
end_form(const struct req *rq, const struct q_catalogue_rule *r)
{
	struct panel f = { .rq = rq,
			   .nav = "routing",
			   .title = &word_catalogue_rule_end,
			   .intro = &word_catalogue_rule_end_intro,
			   .about = panel_name_for(rq, r->unit_zh, r->unit_en),
			   .button = &word_catalogue_rule_end,
			   .red = true,
			   .back = S("/admin/routing"),
			   .typed = rq->method == POST ? rq->form : NULL };

	panel_day(&f, "last", &word_catalogue_last, day_of(rq->now));
	return f;
}

static enum err
end_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_catalogue_rule rule;
	struct panel f;

	TRY(q_catalogue_rule(db, rq->id, &rule));
	f = end_form(rq, &rule);
	return panel_show(&f, rs);
}

static enum err
end_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_catalogue_rule rule;
	struct panel f;
	day last;
	enum err e;

	TRY(q_catalogue_rule(&tx->db, rq->id, &rule));
	f = end_form(rq, &rule);
	last = form_day(&in, "last", &word_catalogue_day_missing, &word_catalogue_day_bad);
	f.faults = in.faults;
	e = f.faults.n ? OK : catalogue_route_end(tx, &rq->actor, rq->id, last);
	if (e == INVALID)
		panel_fault(&f, "last", &word_catalogue_day_range);
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(e);
	return see_other(rq, rs, "/admin/routing");
}

const struct route routing_routes[] = {
	PAGE("/admin/routing", DUTY_ADMIN, list_page),
	PAGE("/admin/routing/new", DUTY_ADMIN, new_page),
	CHANGE("/admin/routing/new", DUTY_ADMIN, new_change),
	PAGE("/admin/routing/:id/end", DUTY_ADMIN, end_page),
	CHANGE("/admin/routing/:id/end", DUTY_ADMIN, end_change),
	ROUTES_END,
};
