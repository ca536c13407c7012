/* petition_form_web.c — forms of the lane up to the opinion: registering, accepting, objecting, more time. */
#include "gen/petition.words.h"
#include "gen/web.words.h"
#include "petition/petition_web.h"
#include "staff/staff_web.h"

enum err
petition_open(struct db *db, const struct req *rq, struct q_petition_matter *m, struct q_petition_of *p)
{
	TRY(petition_matter(db, &rq->actor, rq->id, m));
	return q_petition_of(db, m->id, p);
}

struct panel
petition_form(const struct req *rq, const struct q_petition_matter *m, const struct word *title,
	      const struct word *intro, const struct word *button)
{
	return (struct panel){ .rq = rq,
			       .nav = "petitions",
			       .title = title,
			       .about = m->title,
			       .intro = intro,
			       .button = button,
			       .back = str_fmt(rq->mem, "/desk/matters/%lld", (long long)m->id),
			       .typed = rq->method == POST ? rq->form : NULL };
}

enum err
petition_back(struct req *rq, struct res *rs)
{
	return see_other(rq, rs, "/desk/matters/%lld", (long long)rq->id);
}

/* ---- registering ---- */

static const char *const kind_keys[] = { "ask", "accuse", NULL };
static const char *const came_keys[] = { "direct", "down", NULL };

static enum err
register_form(struct db *db, const struct req *rq, struct q_petition_matter *m, struct panel *f)
{
	static struct choice kinds[] = { { .value = { "ask", 3 }, .word = &word_petition_kind_ask },
					 { .value = { "accuse", 6 }, .word = &word_petition_kind_accuse } };
	static struct choice came[] = { { .value = { "direct", 6 }, .word = &word_petition_came_direct },
					{ .value = { "down", 4 }, .word = &word_petition_came_down } };
	struct choice *units, *people;
	struct q_petition_of p;
	size_t unit_n, people_n;
	struct field *field;
	enum err e;

	TRY(petition_matter(db, &rq->actor, rq->id, m));
	if (!petition_registrar(&rq->actor))
		return FORBIDDEN;
	e = q_petition_of(db, m->id, &p);
	if (e != NOT_FOUND)
		return e == OK ? CONFLICT : e;
	*f = petition_form(rq, m, &word_petition_register, &word_petition_register_lead, &word_petition_register_go);
	panel_radios(f, "kind", &word_petition_kind, S(""), kinds, 2);
	panel_radios(f, "came", &word_petition_came, S("direct"), came, 2);
	panel_text(f, "from", &word_petition_from, S(""))->optional = true;
	field = panel_text(f, "ref", &word_petition_ref, m->external_ref);
	field->optional = true;
	field->hint = &word_petition_ref_hint;
	panel_tick(f, "named", &word_petition_named, m->level != 0);
	TRY(staff_pick_units(db, rq, &units, &unit_n));
	TRY(staff_pick_people(db, rq, &people, &people_n));
	units[0].word = people[0].word = &word_web_none;
	field = panel_select(f, "against_unit", &word_petition_against_unit, S(""), units, unit_n);
	field->hint = &word_petition_against_hint;
	panel_select(f, "against_person", &word_petition_against_person, S(""), people, people_n);
	return OK;
}

static enum err
register_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_petition_matter m;
	struct panel f;

	TRY(register_form(db, rq, &m, &f));
	return panel_show(&f, rs);
}

static enum err
register_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_petition_matter m;
	int64_t unit, person;
	struct petition_new n;
	struct panel f;
	enum err e;

	TRY(register_form(&tx->db, rq, &m, &f));
	n.accusation = form_choice(&in, "kind", kind_keys, &word_petition_kind_missing) == 1;
	n.came = form_choice(&in, "came", came_keys, &word_web_choose) == 1 ? CAME_DOWN : CAME_DIRECT;
	n.came_from = form_text(&in, "from", PETITION_SHORT, NULL, &word_petition_from_missing);
	n.ref = form_text(&in, "ref", PETITION_REF, NULL, &word_petition_ref_bad);
	n.named = form_tick(&in, "named");
	unit = form_int(&in, "against_unit", 1, INT64_MAX, NULL, &word_web_choose);
	person = form_int(&in, "against_person", 1, INT64_MAX, NULL, &word_web_choose);
	if (n.accusation)
		form_fault(&in, "kind", &word_petition_accuse_refused);
	if ((n.came == CAME_DOWN) != (n.came_from.n > 0))
		form_fault(&in, "from", &word_petition_from_missing);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = petition_register(tx, &rq->actor, m.id, &n);
	if (e == INVALID || e == CONFLICT) {
		panel_fault(&f, e == INVALID ? "kind" : "ref",
			    e == INVALID ? &word_petition_sealed_refused : &word_petition_ref_used);
		return panel_show(&f, rs);
	}
	TRY(e);
	if (unit)
		TRY(matter_conflict_add(tx, &rq->actor, m.id, unit, 0));
	if (person)
		TRY(matter_conflict_add(tx, &rq->actor, m.id, 0, person));
	return petition_back(rq, rs);
}

/* ---- the number of the national system ---- */

static enum err
ref_form(struct db *db, const struct req *rq, struct q_petition_matter *m, struct panel *f)
{
	struct q_petition_of p;
	struct field *ref;

	TRY(petition_open(db, rq, m, &p));
	if (!petition_registrar(&rq->actor))
		return FORBIDDEN;
	*f = petition_form(rq, m, &word_petition_number_change, NULL, &word_web_save);
	ref = panel_text(f, "ref", &word_petition_ref, p.ref);
	ref->optional = true;
	ref->hint = &word_petition_ref_hint;
	return OK;
}

static enum err
ref_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_petition_matter m;
	struct panel f;

	TRY(ref_form(db, rq, &m, &f));
	return panel_show(&f, rs);
}

static enum err
ref_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_petition_matter m;
	struct panel f;
	enum err e;
	str ref;

	TRY(ref_form(&tx->db, rq, &m, &f));
	ref = form_text(&in, "ref", PETITION_REF, NULL, &word_petition_ref_bad);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = petition_change_ref(tx, &rq->actor, m.id, ref);
	if (e == CONFLICT) {
		panel_fault(&f, "ref", &word_petition_ref_used);
		return panel_show(&f, rs);
	}
	TRY(e);
	return petition_back(rq, rs);
}

/* ---- accepting ---- */

static const char *const sort_keys[] = { "1", "2", "3", "4", "5", "6", NULL };

static enum err
accept_form(struct db *db, const struct req *rq, struct q_petition_matter *m, struct panel *f)
{
	struct choice *sorts = make(rq->mem, struct choice, PETITION_SORTS + 1);
	struct q_petition_of p;
	struct field *by_day;

	TRY(petition_open(db, rq, m, &p));
	if (!petition_may_accept(&rq->actor, m, &p))
		return petition_decider(&rq->actor) ? CONFLICT : FORBIDDEN;
	*f = petition_form(rq, m, &word_petition_accept, &word_petition_accept_lead, &word_petition_accept_go);
	sorts[0] = (struct choice){ .value = S(""), .word = &word_web_choose };
	for (int i = 0; i < PETITION_SORTS; i++)
		sorts[i + 1] = (struct choice){ .value = str_of(sort_keys[i]), .word = petition_sort_word(i + 1) };
	panel_select(f, "sort", &word_petition_sort, S(""), sorts, PETITION_SORTS + 1);
	panel_area(f, "route", &word_petition_route, S(""))->hint = &word_petition_route_hint;
	panel_text(f, "basis", &word_petition_basis, S(""));
	by_day = panel_day(f, "by_day", &word_petition_by_day, (day){ 0 });
	by_day->optional = true;
	by_day->hint = &word_petition_by_day_hint;
	return OK;
}

static enum err
accept_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_petition_matter m;
	struct panel f;

	TRY(accept_form(db, rq, &m, &f));
	return panel_show(&f, rs);
}

static enum err
accept_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct petition_accept_in a;
	struct q_petition_matter m;
	struct panel f;
	enum err e;

	TRY(accept_form(&tx->db, rq, &m, &f));
	a.sort = 1 + form_choice(&in, "sort", sort_keys, &word_petition_sort_missing);
	a.route = form_text(&in, "route", PETITION_TEXT, &word_petition_route_missing, &word_petition_route_missing);
	a.basis = form_text(&in, "basis", PETITION_SHORT, &word_petition_basis_missing, &word_petition_basis_missing);
	a.by_day = form_day(&in, "by_day", NULL, &word_petition_by_day_bad);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = petition_accept(tx, &rq->actor, m.id, &a);
	if (e == INVALID) {
		panel_fault(&f, "by_day", &word_petition_by_day_bad);
		return panel_show(&f, rs);
	}
	TRY(e);
	return petition_back(rq, rs);
}

/* ---- objecting to what was passed down ---- */

static enum err
object_form(struct db *db, const struct req *rq, struct q_petition_matter *m, struct panel *f)
{
	struct q_petition_of p;

	TRY(petition_open(db, rq, m, &p));
	if (!petition_may_object(&rq->actor, &p))
		return petition_decider(&rq->actor) ? CONFLICT : FORBIDDEN;
	*f = petition_form(rq, m, &word_petition_object, &word_petition_object_lead, &word_petition_object_go);
	panel_area(f, "reason", &word_petition_object_why, S(""));
	return OK;
}

static enum err
object_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_petition_matter m;
	struct panel f;

	TRY(object_form(db, rq, &m, &f));
	return panel_show(&f, rs);
}

static enum err
object_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_petition_matter m;
	struct panel f;
	str reason;
	enum err e;

	TRY(object_form(&tx->db, rq, &m, &f));
	reason = form_text(&in, "reason", PETITION_TEXT, &word_petition_object_missing, &word_petition_object_missing);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = petition_object(tx, &rq->actor, m.id, reason);
	if (e == INVALID) {
		panel_fault(&f, "reason", &word_petition_object_late);
		return panel_show(&f, rs);
	}
	TRY(e);
	return petition_back(rq, rs);
}

static const char *const reply_keys[] = { "back", "stays", NULL };

static enum err
reply_form(struct db *db, const struct req *rq, struct q_petition_matter *m, struct panel *f)
{
	static struct choice results[] = { { .value = { "back", 4 }, .word = &word_petition_reply_back },
					   { .value = { "stays", 5 }, .word = &word_petition_reply_stays } };
	struct q_petition_objection_of o;
	struct q_petition_of p;

	TRY(petition_open(db, rq, m, &p));
	TRY(q_petition_objection_of(db, m->id, &o));
	if (!petition_registrar(&rq->actor) && !petition_decider(&rq->actor))
		return FORBIDDEN;
	if (o.result)
		return CONFLICT;
	*f = petition_form(rq, m, &word_petition_reply, NULL, &word_petition_keep);
	panel_radios(f, "result", &word_petition_reply, S(""), results, 2);
	panel_area(f, "words", &word_petition_reply_words, S(""))->rows = 4;
	panel_day(f, "on", &word_petition_reply_on, day_of(rq->now));
	return OK;
}

static enum err
reply_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_petition_matter m;
	struct panel f;

	TRY(reply_form(db, rq, &m, &f));
	return panel_show(&f, rs);
}

static enum err
reply_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_petition_matter m;
	struct panel f;
	int result;
	str words;
	enum err e;
	day on;

	TRY(reply_form(&tx->db, rq, &m, &f));
	result = form_choice(&in, "result", reply_keys, &word_petition_reply_missing);
	words = form_text(&in, "words", PETITION_TEXT, &word_petition_reply_words_missing,
			  &word_petition_reply_words_missing);
	on = form_day(&in, "on", &word_petition_reply_on_bad, &word_petition_reply_on_bad);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = petition_object_reply(tx, &rq->actor, m.id, result == 0, words, on);
	if (e == INVALID) {
		panel_fault(&f, "on", &word_petition_reply_on_bad);
		return panel_show(&f, rs);
	}
	TRY(e);
	return petition_back(rq, rs);
}

#define FORM(path_, duty_, name_) \
	PAGE("/desk/matters/:id/" path_, duty_, name_##_page), CHANGE("/desk/matters/:id/" path_, duty_, name_##_change)

const struct route petition_form_routes[] = {
	FORM("petition", DUTY_INTAKE, register),        FORM("petition/ref", DUTY_INTAKE, ref),
	FORM("petition/accept", DUTY_DISPATCH, accept), FORM("petition/objection", DUTY_DISPATCH, object),
	FORM("petition/reply", DUTY_READ, reply),       ROUTES_END,
};
