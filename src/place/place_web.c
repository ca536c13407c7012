#include "place/place_web.h"

#include "gen/place.html.h"
#include "gen/place.words.h"
#include "gen/web.words.h"
#include "place/panel_web.h"

#define NAMES_MOST 50

enum place_when
place_when(day valid_from, day valid_to, moment now)
{
	day today = day_of(now);

	if (valid_to.n && valid_to.n < today.n)
		return PLACE_PAST;
	return valid_from.n > today.n ? PLACE_LATER : PLACE_NOW;
}

const struct word *
place_kind_word(int64_t kind)
{
	static const struct word *const words[PLACE_KINDS] = { &word_place_township,  &word_place_township,
							       &word_place_community, &word_place_village,
							       &word_place_group,     &word_place_grid };

	return kind > 0 && kind < PLACE_KINDS ? words[kind] : words[0];
}

static enum err
list_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_place_title, .rq = rq, .nav = "places" };
	bool past = form_has(rq->query, S("past"));
	struct q_place_town_row town;
	struct q_place_tree_list tree;
	struct page *p;

	TRY(q_place_town_row(db, &town));
	TRY(q_place_tree(db, PLACES_MOST, &tree));
	p = res_page(rs);
	frame_begin(p, &f);
	view_place_list(p, &town, &tree, past);
	frame_end(p, &f);
	return OK;
}

static enum err
one_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .rq = rq, .nav = "places" };
	struct q_place_by_id place;
	struct q_place_names_list names;
	struct q_place_below_list below;
	struct page *p;

	TRY(q_place_by_id(db, rq->id, &place));
	TRY(q_place_names(db, rq->id, NAMES_MOST, &names));
	TRY(q_place_below(db, rq->id, day_of(db->now), PLACES_MOST, &below));
	f.title_text = panel_name_for(rq, place.name_zh, place.name_en);
	p = res_page(rs);
	frame_begin(p, &f);
	view_place_one(p, &place, &names, &below);
	frame_end(p, &f);
	return OK;
}

/* ---- the township's own card ---- */

static struct panel
town_form(const struct req *rq, const struct q_place_town_row *t, const struct form *typed)
{
	struct panel f = { .rq = rq,
			   .nav = "places",
			   .title = &word_place_town_title,
			   .intro = &word_place_town_intro,
			   .button = &word_web_save,
			   .back = S("/admin/places"),
			   .typed = typed };

	panel_text(&f, "name_zh", &word_place_name_zh, t->name_zh);
	panel_text(&f, "name_en", &word_place_name_en, t->name_en);
	panel_phone(&f, "phone", &word_place_phone, t->phone);
	panel_text(&f, "hours_zh", &word_place_hours_zh, t->hours_zh)->optional = true;
	panel_text(&f, "hours_en", &word_place_hours_en, t->hours_en)->optional = true;
	return f;
}

static enum err
town_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_place_town_row town;
	struct panel f;

	TRY(q_place_town_row(db, &town));
	f = town_form(rq, &town, NULL);
	return panel_show(&f, rs);
}

static enum err
town_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_place_town_row old;
	struct place_town t;
	struct panel f;

	TRY(q_place_town_row(&tx->db, &old));
	f = town_form(rq, &old, rq->form);
	t = (struct place_town){ .host = old.host };
	t.name_zh = form_text(&in, "name_zh", PLACE_NAME_MAX, &word_place_name_missing, &word_web_too_long);
	t.name_en = form_text(&in, "name_en", PLACE_NAME_MAX, &word_place_name_missing, &word_web_too_long);
	t.phone = form_text(&in, "phone", 20, NULL, &word_web_too_long);
	t.hours_zh = form_text(&in, "hours_zh", 100, NULL, &word_web_too_long);
	t.hours_en = form_text(&in, "hours_en", 100, NULL, &word_web_too_long);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(place_change_town(tx, &rq->actor, &t));
	return see_other(rq, rs, "/admin/places");
}

/* ---- adding ---- */

static struct panel
add_form(const struct req *rq, const struct q_place_by_id *above, const struct form *typed)
{
	static const char *const top[] = { "3", "2" }, *const low[] = { "4", "5" };
	bool township = above->kind == PLACE_TOWNSHIP;
	struct panel f = { .rq = rq,
			   .nav = "places",
			   .title = township ? &word_place_add_village : &word_place_add_group,
			   .typed = typed,
			   .about = panel_name_for(rq, above->name_zh, above->name_en),
			   .button = &word_web_add,
			   .back = township ? S("/admin/places")
					    : str_fmt(rq->mem, "/admin/places/%lld", (long long)above->id) };
	struct choice *kinds = make(rq->mem, struct choice, 2);
	struct field *field;

	for (int i = 0; i < 2; i++) {
		kinds[i].value = str_of(township ? top[i] : low[i]);
		kinds[i].word = place_kind_word(kinds[i].value.p[0] - '0');
	}
	panel_radios(&f, "kind", &word_place_kind, kinds[0].value, kinds, 2);
	panel_text(&f, "name_zh", &word_place_name_zh, S(""));
	field = panel_text(&f, "name_en", &word_place_name_en, S(""));
	field->optional = true;
	field = panel_text(&f, "code", &word_place_code, S(""));
	field->hint = township ? &word_place_code_12 : &word_place_code_15;
	field->mode = "numeric";
	field->optional = true;
	panel_day(&f, "from", &word_place_from, day_of(rq->now))->hint = &word_place_from_hint;
	return f;
}

static enum err
add_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_place_by_id above;
	struct panel f;

	TRY(q_place_by_id(db, rq->id, &above));
	if (above.kind > PLACE_VILLAGE)
		return NOT_FOUND;
	f = add_form(rq, &above, NULL);
	return panel_show(&f, rs);
}

static enum err
add_change(struct tx *tx, struct req *rq, struct res *rs)
{
	static const char *const kinds[] = { "2", "3", "4", "5", NULL };
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_place_by_id above;
	struct place_new n = { .parent = rq->id };
	struct panel f;
	int64_t id;
	enum err e;

	TRY(q_place_by_id(&tx->db, rq->id, &above));
	f = add_form(rq, &above, rq->form);
	n.kind = (enum place_kind)(form_choice(&in, "kind", kinds, &word_web_choose) + 2);
	n.name_zh = form_text(&in, "name_zh", PLACE_NAME_MAX, &word_place_name_missing, &word_web_too_long);
	n.name_en = form_text(&in, "name_en", PLACE_NAME_MAX, NULL, &word_web_too_long);
	n.code = str_narrow(rq->mem, form_text(&in, "code", 15, NULL, &word_place_code_bad));
	n.valid_from = form_day(&in, "from", &word_place_day_missing, &word_place_day_bad);
	n.sort = 100;
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = place_add(tx, &rq->actor, &n, &id);
	if (e == CONFLICT)
		panel_fault(&f, "code", &word_place_code_used);
	else if (e == INVALID)
		panel_fault(&f, n.code.n ? "code" : "from", n.code.n ? &word_place_code_bad : &word_place_day_range);
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(e);
	return above.kind == PLACE_TOWNSHIP ? see_other(rq, rs, "/admin/places")
					    : see_other(rq, rs, "/admin/places/%lld", (long long)above.id);
}

/* ---- renaming and ending ---- */

static struct panel
rename_form(const struct req *rq, const struct q_place_by_id *place, const struct form *typed)
{
	struct panel f = { .rq = rq,
			   .nav = "places",
			   .title = &word_place_rename,
			   .intro = &word_place_rename_intro,
			   .button = &word_web_save,
			   .about = panel_name_for(rq, place->name_zh, place->name_en),
			   .typed = typed,
			   .back = str_fmt(rq->mem, "/admin/places/%lld", (long long)place->id) };

	panel_text(&f, "name_zh", &word_place_name_zh, place->name_zh);
	panel_text(&f, "name_en", &word_place_name_en, place->name_en)->optional = true;
	panel_day(&f, "from", &word_place_from, day_of(rq->now))->hint = &word_place_from_hint;
	return f;
}

static enum err
rename_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_place_by_id place;
	struct panel f;

	TRY(q_place_by_id(db, rq->id, &place));
	f = rename_form(rq, &place, NULL);
	return panel_show(&f, rs);
}

static enum err
rename_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_place_by_id place;
	str zh, en;
	struct panel f;
	enum err e;
	day from;

	TRY(q_place_by_id(&tx->db, rq->id, &place));
	f = rename_form(rq, &place, rq->form);
	zh = form_text(&in, "name_zh", PLACE_NAME_MAX, &word_place_name_missing, &word_web_too_long);
	en = form_text(&in, "name_en", PLACE_NAME_MAX, NULL, &word_web_too_long);
	from = form_day(&in, "from", &word_place_day_missing, &word_place_day_bad);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = place_rename(tx, &rq->actor, rq->id, zh, en, from);
	if (e == INVALID) {
		panel_fault(&f, "from", &word_place_day_range);
		return panel_show(&f, rs);
	}
	TRY(e);
	return see_other(rq, rs, "/admin/places/%lld", (long long)rq->id);
}

static struct panel
end_form(const struct req *rq, const struct q_place_by_id *place, const struct form *typed)
{
	struct panel f = { .rq = rq,
			   .nav = "places",
			   .title = &word_place_end,
			   .intro = &word_place_end_intro,
			   .button = &word_place_end_do,
			   .red = true,
			   .about = panel_name_for(rq, place->name_zh, place->name_en),
			   .typed = typed,
			   .back = str_fmt(rq->mem, "/admin/places/%lld", (long long)place->id) };

	panel_day(&f, "last", &word_place_last, day_of(rq->now));
	return f;
}

static enum err
end_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_place_by_id place;
	struct panel f;

	TRY(q_place_by_id(db, rq->id, &place));
	f = end_form(rq, &place, NULL);
	return panel_show(&f, rs);
}

static enum err
end_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_place_by_id place;
	struct panel f;
	day last;
	enum err e;

	TRY(q_place_by_id(&tx->db, rq->id, &place));
	f = end_form(rq, &place, rq->form);
	last = form_day(&in, "last", &word_place_day_missing, &word_place_day_bad);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = place_end(tx, &rq->actor, rq->id, last);
	if (e == INVALID || e == CONFLICT) {
		panel_fault(&f, "last", e == INVALID ? &word_place_day_range : &word_place_in_use);
		return panel_show(&f, rs);
	}
	TRY(e);
	return see_other(rq, rs, "/admin/places/%lld", (long long)rq->id);
}

const struct route place_routes[] = {
	PAGE("/admin/places", DUTY_ADMIN, list_page),
	PAGE("/admin/town", DUTY_ADMIN, town_page),
	CHANGE("/admin/town", DUTY_ADMIN, town_change),
	PAGE("/admin/places/:id", DUTY_ADMIN, one_page),
	PAGE("/admin/places/:id/add", DUTY_ADMIN, add_page),
	CHANGE("/admin/places/:id/add", DUTY_ADMIN, add_change),
	PAGE("/admin/places/:id/rename", DUTY_ADMIN, rename_page),
	CHANGE("/admin/places/:id/rename", DUTY_ADMIN, rename_change),
	PAGE("/admin/places/:id/end", DUTY_ADMIN, end_page),
	CHANGE("/admin/places/:id/end", DUTY_ADMIN, end_change),
	ROUTES_END,
};
