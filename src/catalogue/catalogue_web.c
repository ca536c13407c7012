#include "catalogue/catalogue_web.h"

#include "gen/catalogue.html.h"
#include "gen/catalogue.words.h"
#include "gen/staff.sql.h"
#include "gen/web.words.h"
#include "place/panel_web.h"

#define UNITS_MOST    500
#define VERSIONS_MOST 50

const struct word *
catalogue_urgency_word(int64_t urgency)
{
	static const struct word *const words[URGENCIES] = { &word_catalogue_normal,  &word_catalogue_normal,
							     &word_catalogue_urgent,  &word_catalogue_emergency,
							     &word_catalogue_consult, &word_catalogue_handover };

	return words[urgency > 0 && urgency < URGENCIES ? urgency : 0];
}

static enum err
list_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_catalogue_title, .rq = rq, .nav = "catalogue" };
	struct q_catalogue_types_list types;
	struct page *p;

	TRY(q_catalogue_types(db, day_of(db->now), CATALOGUE_MOST, &types));
	p = res_page(rs);
	frame_begin(p, &f);
	view_catalogue_list(p, &types);
	frame_end(p, &f);
	return OK;
}

static enum err
one_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .rq = rq, .nav = "catalogue" };
	struct q_catalogue_versions_list versions;
	struct page *p;

	TRY(q_catalogue_versions(db, rq->param[0], VERSIONS_MOST, &versions));
	if (versions.n == 0)
		return NOT_FOUND;
	f.title_text = panel_name_for(rq, versions.p[0].type_zh, versions.p[0].type_en);
	p = res_page(rs);
	frame_begin(p, &f);
	view_catalogue_one(p, rq->param[0], &versions);
	frame_end(p, &f);
	return OK;
}

/* ---- one type: a new version from a day on ---- */

static enum err
unit_choices(struct db *db, const struct req *rq, struct choice **c, size_t *n)
{
	struct q_staff_units_list l;

	TRY(q_staff_units(db, day_of(db->now), true, UNITS_MOST, &l));
	*c = make(rq->mem, struct choice, l.n + 1);
	(*c)[0] = (struct choice){ .value = S(""), .word = &word_web_choose };
	for (size_t i = 0; i < l.n; i++)
		(*c)[i + 1] =
			(struct choice){ .value = l.p[i].code,
					 .text = str_fmt(rq->mem, "%.*s %.*s", STR_ARG(l.p[i].code),
							 STR_ARG(panel_name_for(rq, l.p[i].name_zh, l.p[i].name_en))) };
	*n = l.n + 1;
	return OK;
}

static enum err
type_form(struct db *db, const struct req *rq, const struct catalogue_type *t, bool fresh, struct panel *f)
{
	struct choice *units, *urgency = make(rq->mem, struct choice, URGENCIES - 1);
	size_t n;

	TRY(unit_choices(db, rq, &units, &n));
	for (int u = URGENCY_NORMAL; u < URGENCIES; u++)
		urgency[u - 1] = (struct choice){ .value = str_of(catalogue_urgency_key((enum catalogue_urgency)u)),
						  .word = catalogue_urgency_word(u) };
	*f = (struct panel){ .rq = rq,
			     .nav = "catalogue",
			     .title = fresh ? &word_catalogue_add : &word_catalogue_change,
			     .button = &word_web_save,
			     .intro = fresh ? NULL : &word_catalogue_change_intro,
			     .about = fresh ? S("") : t->code,
			     .typed = rq->method == POST ? rq->form : NULL,
			     .back = fresh ? S("/admin/catalogue")
					   : str_fmt(rq->mem, "/admin/catalogue/types/%.*s", STR_ARG(t->code)) };
	if (fresh) {
		panel_text(f, "code", &word_catalogue_code, S(""))->hint = &word_catalogue_code_hint;
		panel_text(f, "category_zh", &word_catalogue_category_zh, S(""));
		panel_text(f, "category_en", &word_catalogue_category_en, S(""));
	}
	panel_text(f, "type_zh", &word_catalogue_type_zh, t->type_zh);
	panel_text(f, "type_en", &word_catalogue_type_en, t->type_en);
	panel_select(f, "unit", &word_catalogue_unit, t->unit_code, units, n);
	panel_radios(f, "urgency", &word_catalogue_urgency, str_of(catalogue_urgency_key(t->urgency)), urgency,
		     URGENCIES - 1);
	panel_number(f, "accept_hours", &word_catalogue_accept, t->accept_hours)->hint = &word_catalogue_accept_hint;
	panel_number(f, "resolve_workdays", &word_catalogue_resolve, t->resolve_workdays);
	panel_number(f, "confirm_days", &word_catalogue_confirm, t->confirm_days)->hint = &word_catalogue_confirm_hint;
	panel_number(f, "reopen_days", &word_catalogue_reopen, t->reopen_days)->hint = &word_catalogue_reopen_hint;
	panel_tick(f, "public", &word_catalogue_public, t->public_by_default);
	panel_day(f, "from", &word_catalogue_from, day_add(day_of(rq->now), fresh ? 0 : 1))->hint =
		&word_catalogue_from_hint;
	return OK;
}

static const struct catalogue_type blank = { .code = { "", 0 },
					     .urgency = URGENCY_NORMAL,
					     .accept_hours = 24,
					     .resolve_workdays = 7,
					     .confirm_days = CATALOGUE_CONFIRM_DAYS,
					     .reopen_days = CATALOGUE_REOPEN_DAYS };

static void
type_read(struct form_in *in, struct catalogue_type *t)
{
	static const char *const urgencies[] = { "normal", "urgent", "emergency", "consult", "handover", NULL };

	t->type_zh = form_text(in, "type_zh", 60, &word_catalogue_text_missing, &word_web_too_long);
	t->type_en = form_text(in, "type_en", 150, &word_catalogue_text_missing, &word_web_too_long);
	t->unit_code = form_text(in, "unit", 12, &word_web_choose, &word_web_choose);
	t->urgency = (enum catalogue_urgency)(form_choice(in, "urgency", urgencies, &word_web_choose) + 1);
	t->accept_hours = (int)form_int(in, "accept_hours", 1, 240, &word_web_bad_number, &word_catalogue_accept_range);
	t->resolve_workdays =
		(int)form_int(in, "resolve_workdays", 1, 120, &word_web_bad_number, &word_catalogue_resolve_range);
	t->confirm_days =
		(int)form_int(in, "confirm_days", 15, 365, &word_web_bad_number, &word_catalogue_confirm_range);
	t->reopen_days = (int)form_int(in, "reopen_days", 30, 730, &word_web_bad_number, &word_catalogue_reopen_range);
	t->public_by_default = form_tick(in, "public");
	t->valid_from = form_day(in, "from", &word_catalogue_day_missing, &word_catalogue_day_bad);
}

static enum err
new_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f;

	TRY(type_form(db, rq, &blank, true, &f));
	return panel_show(&f, rs);
}

/* CONFLICT never comes from the domain here: a code that is taken is seen before. */
static enum err
type_keep(struct tx *tx, struct req *rq, struct res *rs, struct panel *f, const struct catalogue_type *t)
{
	enum err e = f->faults.n ? OK : catalogue_set(tx, &rq->actor, t);

	if (e == INVALID)
		panel_fault(f, "from", &word_catalogue_day_range);
	if (f->faults.n)
		return panel_show(f, rs);
	TRY(e);
	return see_other(rq, rs, "/admin/catalogue/types/%.*s", STR_ARG(t->code));
}

static enum err
new_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct catalogue_type t = blank;
	struct q_catalogue_newest used;
	struct panel f;
	enum err e;

	TRY(type_form(&tx->db, rq, &blank, true, &f));
	t.code = str_narrow(rq->mem, form_text(&in, "code", CATALOGUE_CODE_MAX, &word_catalogue_code_bad,
					       &word_catalogue_code_bad));
	t.category_zh = form_text(&in, "category_zh", 40, &word_catalogue_text_missing, &word_web_too_long);
	t.category_en = form_text(&in, "category_en", 100, &word_catalogue_text_missing, &word_web_too_long);
	type_read(&in, &t);
	if (!catalogue_code_good(t.code))
		form_fault(&in, "code", &word_catalogue_code_bad);
	e = q_catalogue_newest(&tx->db, t.code, &used);
	if (e != OK && e != NOT_FOUND)
		return e;
	if (e == OK)
		form_fault(&in, "code", &word_catalogue_code_used);
	f.faults = in.faults;
	return type_keep(tx, rq, rs, &f, &t);
}

static enum err
newest(struct db *db, str code, struct catalogue_type *t)
{
	struct q_catalogue_newest row;

	TRY(q_catalogue_newest(db, code, &row));
	return catalogue_type(db, code, row.valid_from, t);
}

static enum err
edit_page(struct db *db, struct req *rq, struct res *rs)
{
	struct catalogue_type t;
	struct panel f;

	TRY(newest(db, rq->param[0], &t));
	TRY(type_form(db, rq, &t, false, &f));
	return panel_show(&f, rs);
}

static enum err
edit_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct catalogue_type t;
	struct panel f;

	TRY(newest(&tx->db, rq->param[0], &t));
	TRY(type_form(&tx->db, rq, &t, false, &f));
	t.valid_to = (day){ 0 };
	type_read(&in, &t);
	f.faults = in.faults;
	return type_keep(tx, rq, rs, &f, &t);
}

static struct panel
stop_form(const struct req *rq)
{
	struct panel f = { .rq = rq,
			   .nav = "catalogue",
			   .title = &word_catalogue_stop,
			   .about = rq->param[0],
			   .intro = &word_catalogue_stop_intro,
			   .button = &word_catalogue_stop,
			   .red = true,
			   .typed = rq->method == POST ? rq->form : NULL,
			   .back = str_fmt(rq->mem, "/admin/catalogue/types/%.*s", STR_ARG(rq->param[0])) };

	panel_day(&f, "last", &word_catalogue_last, day_of(rq->now));
	return f;
}

static enum err
stop_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_catalogue_newest row;
	struct panel f = stop_form(rq);

	TRY(q_catalogue_newest(db, rq->param[0], &row));
	return panel_show(&f, rs);
}

static enum err
stop_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct panel f = stop_form(rq);
	day last = form_day(&in, "last", &word_catalogue_day_missing, &word_catalogue_day_bad);
	enum err e = OK;

	f.faults = in.faults;
	if (f.faults.n == 0)
		e = catalogue_stop(tx, &rq->actor, rq->param[0], last);
	if (e == INVALID)
		panel_fault(&f, "last", &word_catalogue_day_range);
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(e);
	return see_other(rq, rs, "/admin/catalogue");
}

const struct route catalogue_routes[] = {
	PAGE("/admin/catalogue", DUTY_ADMIN, list_page),
	PAGE("/admin/catalogue/new", DUTY_ADMIN, new_page),
	CHANGE("/admin/catalogue/new", DUTY_ADMIN, new_change),
	PAGE("/admin/catalogue/types/:code", DUTY_ADMIN, one_page),
	PAGE("/admin/catalogue/types/:code/change", DUTY_ADMIN, edit_page),
	CHANGE("/admin/catalogue/types/:code/change", DUTY_ADMIN, edit_change),
	PAGE("/admin/catalogue/types/:code/stop", DUTY_ADMIN, stop_page),
	CHANGE("/admin/catalogue/types/:code/stop", DUTY_ADMIN, stop_change),
	ROUTES_END,
};
