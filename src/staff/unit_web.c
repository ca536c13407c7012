#include "staff/unit_web.h"

#include "gen/staff.words.h"
#include "gen/unit.html.h"
#include "gen/web.words.h"
#include "place/panel_web.h"
#include "staff/staff_web.h"

#define UNITS_MOST  500
#define POSTS_MOST  200
#define ENGLISH_MAX 100

const struct word *
unit_kind_word(int64_t kind)
{
	static const struct word *const words[UNIT_KINDS] = { &word_staff_unit_office, &word_staff_unit_group,
							      &word_staff_unit_office, &word_staff_unit_village,
							      &word_staff_unit_outside };

	return kind > 0 && kind < UNIT_KINDS ? words[kind] : words[0];
}

static enum err
list_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_staff_units, .rq = rq, .nav = "units" };
	struct q_admin_units_list units;
	struct page *p;

	TRY(q_admin_units(db, UNITS_MOST, &units));
	p = res_page(rs);
	frame_begin(p, &f);
	view_unit_list(p, &units);
	frame_end(p, &f);
	return OK;
}

static enum err
one_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .rq = rq, .nav = "units" };
	struct q_staff_posts_of_unit_list posts;
	struct q_staff_unit unit;
	struct page *p;

	TRY(q_staff_unit(db, rq->id, &unit));
	TRY(q_staff_posts_of_unit(db, rq->id, day_of(db->now), POSTS_MOST, &posts));
	f.title_text = panel_name_for(rq, unit.name_zh, unit.name_en);
	p = res_page(rs);
	frame_begin(p, &f);
	view_unit_one(p, &unit, &posts);
	frame_end(p, &f);
	return OK;
}

/* ---- adding and changing ---- */

static void
unit_fields(struct panel *f, str zh, str en, str phone)
{
	panel_text(f, "name_zh", &word_staff_name_zh, zh);
	panel_text(f, "name_en", &word_staff_name_en, en)->optional = true;
	panel_phone(f, "phone", &word_staff_phone_unit, phone)->hint = &word_staff_phone_hint;
}

static struct panel
new_form(const struct req *rq, const struct form *typed)
{
	static const char *const kinds[] = { "1", "2", "4" };
	struct panel f = { .rq = rq,
			   .nav = "units",
			   .title = &word_staff_unit_add,
			   .button = &word_web_add,
			   .back = S("/admin/units"),
			   .typed = typed };
	struct choice *c = make(rq->mem, struct choice, 3);

	for (int i = 0; i < 3; i++)
		c[i] = (struct choice){ .value = str_of(kinds[i]), .word = unit_kind_word(kinds[i][0] - '0') };
	panel_radios(&f, "kind", &word_staff_unit_kind, c[1].value, c, 3);
	panel_text(&f, "code", &word_staff_unit_code, S(""))->hint = &word_staff_unit_code_hint;
	unit_fields(&f, S(""), S(""), S(""));
	panel_day(&f, "from", &word_staff_from, day_of(rq->now));
	return f;
}

static enum err
new_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f = new_form(rq, NULL);

	(void)db;
	return panel_show(&f, rs);
}

static enum err
new_change(struct tx *tx, struct req *rq, struct res *rs)
{
	static const char *const kinds[] = { "1", "2", "4", NULL };
	static const enum staff_unit_kind kind_of[] = { UNIT_GROUP, UNIT_OFFICE, UNIT_OUTSIDE };
	struct form_in in = form_in(rq->mem, rq->form);
	struct panel f = new_form(rq, rq->form);
	struct staff_unit_new n = { .sort = 90 };
	int kind = form_choice(&in, "kind", kinds, &word_web_choose);
	int64_t id;
	enum err e;

	n.kind = kind_of[kind < 0 ? 0 : kind];
	n.code = str_narrow(rq->mem, form_text(&in, "code", 12, &word_staff_unit_code_bad, &word_staff_unit_code_bad));
	n.name_zh = form_text(&in, "name_zh", STAFF_NAME_MAX, &word_staff_name_missing, &word_web_too_long);
	n.name_en = form_text(&in, "name_en", ENGLISH_MAX, NULL, &word_web_too_long);
	n.phone = form_text(&in, "phone", 20, NULL, &word_web_too_long);
	n.valid_from = form_day(&in, "from", &word_staff_day_missing, &word_staff_day_bad);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = staff_add_unit(tx, &rq->actor, &n, &id);
	if (e == CONFLICT || e == INVALID) {
		panel_fault(&f, "code", e == CONFLICT ? &word_staff_unit_code_used : &word_staff_unit_code_bad);
		return panel_show(&f, rs);
	}
	TRY(e);
	return see_other(rq, rs, "/admin/units");
}

static struct panel
edit_form(const struct req *rq, const struct q_staff_unit *u, const struct form *typed)
{
	struct panel f = { .rq = rq,
			   .nav = "units",
			   .title = &word_staff_unit_change,
			   .about = panel_name_for(rq, u->name_zh, u->name_en),
			   .button = &word_web_save,
			   .back = str_fmt(rq->mem, "/admin/units/%lld", (long long)u->id),
			   .typed = typed };

	unit_fields(&f, u->name_zh, u->name_en, u->phone);
	return f;
}

static enum err
edit_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_staff_unit unit;
	struct panel f;

	TRY(q_staff_unit(db, rq->id, &unit));
	f = edit_form(rq, &unit, NULL);
	return panel_show(&f, rs);
}

static enum err
edit_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_staff_unit unit;
	str zh, en, phone;
	struct panel f;

	TRY(q_staff_unit(&tx->db, rq->id, &unit));
	f = edit_form(rq, &unit, rq->form);
	zh = form_text(&in, "name_zh", STAFF_NAME_MAX, &word_staff_name_missing, &word_web_too_long);
	en = form_text(&in, "name_en", ENGLISH_MAX, NULL, &word_web_too_long);
	phone = form_text(&in, "phone", 20, NULL, &word_web_too_long);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(staff_change_unit(tx, &rq->actor, rq->id, zh, en, phone));
	return see_other(rq, rs, "/admin/units/%lld", (long long)rq->id);
}

/* ---- ending ---- */

static struct panel
end_form(const struct req *rq, const struct q_staff_unit *u, const struct form *typed)
{
	struct panel f = { .rq = rq,
			   .nav = "units",
			   .title = &word_staff_unit_end,
			   .intro = &word_staff_unit_end_intro,
			   .button = &word_staff_end_do,
			   .about = panel_name_for(rq, u->name_zh, u->name_en),
			   .red = true,
			   .typed = typed,
			   .back = str_fmt(rq->mem, "/admin/units/%lld", (long long)u->id) };

	panel_day(&f, "last", &word_staff_last, day_of(rq->now));
	return f;
}

static enum err
end_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_staff_unit unit;
	struct panel f;

	TRY(q_staff_unit(db, rq->id, &unit));
	f = end_form(rq, &unit, NULL);
	return panel_show(&f, rs);
}

static enum err
end_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_staff_unit unit;
	struct panel f;
	day last;
	enum err e;

	TRY(q_staff_unit(&tx->db, rq->id, &unit));
	f = end_form(rq, &unit, rq->form);
	last = form_day(&in, "last", &word_staff_day_missing, &word_staff_day_bad);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = staff_end_unit(tx, &rq->actor, rq->id, last);
	if (e == CONFLICT || e == NOT_FOUND) {
		panel_fault(&f, "last", e == CONFLICT ? &word_staff_unit_in_use : &word_staff_day_range);
		return panel_show(&f, rs);
	}
	TRY(e);
	return see_other(rq, rs, "/admin/units/%lld", (long long)rq->id);
}

const struct route unit_routes[] = {
	PAGE("/admin/units", DUTY_ADMIN, list_page),
	PAGE("/admin/units/new", DUTY_ADMIN, new_page),
	CHANGE("/admin/units/new", DUTY_ADMIN, new_change),
	PAGE("/admin/units/:id", DUTY_ADMIN, one_page),
	PAGE("/admin/units/:id/change", DUTY_ADMIN, edit_page),
	CHANGE("/admin/units/:id/change", DUTY_ADMIN, edit_change),
	PAGE("/admin/units/:id/end", DUTY_ADMIN, end_page),
	CHANGE("/admin/units/:id/end", DUTY_ADMIN, end_change),
	ROUTES_END,
};
