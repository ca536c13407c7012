/* party_web.c — a dispute is registered; parties come in, and their names are opened only with a purpose. */
#include "mediation/party_web.h"

#include "gen/frame.html.h"
#include "gen/mediation.html.h"
#include "gen/mediation.words.h"
#include "gen/web.words.h"
#include "matter/dossier_web.h"
#include "matter/label_web.h"
#include "matter/pick_web.h"
#include "mediation/step_web.h"

/* ---- registration ---- */

/* From a matter, from a round of looking, or straight in. */
static int64_t
asked(const struct req *rq, str name)
{
	int64_t n = 0;

	return str_int(form_get(rq->query, name), &n) && n > 0 ? n : 0;
}

static enum err
new_form(struct db *db, struct req *rq, struct panel *f)
{
	static const struct word *const source[] = { &word_mediation_source_applied, &word_mediation_source_own,
						     &word_mediation_source_police, &word_mediation_source_court,
						     &word_mediation_source_assigned };
	const struct word *kind[KINDS - 1], *nature[NATURES];
	int64_t matter = asked(rq, S("matter"));
	struct q_dossier_matter m = { 0 };
	struct scope s = actor_scope(&rq->actor);

	for (int i = 1; i < KINDS; i++)
		kind[i - 1] = mediation_kind_word(i);
	for (int i = 0; i < NATURES; i++)
		nature[i] = mediation_nature_word(i);
	*f = (struct panel){ .rq = rq,
			     .nav = "mediation",
			     .title = &word_mediation_new,
			     .intro = &word_mediation_new_intro,
			     .button = &word_mediation_new_go,
			     .typed = rq->method == POST ? rq->form : NULL,
			     .back = S("/mediation") };
	if (matter) {
		TRY(dossier_open(db, &rq->actor, matter, &m));
		f->about = m.title;
		f->back = str_fmt(rq->mem, "/desk/matters/%lld", (long long)matter);
	}
	panel_select(f, "kind", &word_mediation_kind, S("2"), step_choices(rq->mem, kind, KINDS - 1), KINDS - 1);
	panel_select(f, "nature", &word_mediation_nature, S("1"), step_choices(rq->mem, nature, NATURES), NATURES)
		->hint = &word_mediation_nature_hint;
	if (!matter)
		TRY(pick_places(db, rq, s.village, panel_select(f, "place", &word_mediation_place, S(""), NULL, 0)));
	panel_select(f, "source", &word_mediation_source, asked(rq, S("sweep")) ? S("2") : S("1"),
		     step_choices(rq->mem, source, 5), 5);
	panel_tick(f, "spoken", &word_mediation_spoken, false);
	panel_area(f, "facts", &word_mediation_facts, matter ? m.words : S(""))->hint = &word_mediation_no_names;
	panel_area(f, "wish", &word_mediation_wish, S(""))->rows = 2;
	return OK;
}

static enum err
new_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f;

	TRY(new_form(db, rq, &f));
	return panel_show(&f, rs);
}

static enum err
bare_text(struct tx *tx, struct form_in *in, const struct identity_keys *k, const char *field,
	  const struct word *missing, str *text)
{
	bool named;

	*text = form_text(in, field, MEDIATION_TEXT, missing, &word_mediation_too_long);
	TRY(mediation_text_bare(tx, k, 0, *text, &named));
	if (named)
		form_fault(in, field, &word_mediation_names_somebody);
	return OK;
}

static enum err
new_read(struct tx *tx, struct req *rq, struct form_in *in, const struct matter_keys *k, struct mediation_new *n)
{
	enum err e;

	n->matter = asked(rq, S("matter"));
	n->sweep = asked(rq, S("sweep"));
	n->kind = (enum mediation_kind)step_choice(in, "kind", KINDS - 1);
	n->nature = (enum mediation_nature)(step_choice(in, "nature", NATURES) - 1);
	n->source = (enum mediation_source)step_choice(in, "source", SOURCES - 1);
	n->spoken = form_tick(in, "spoken");
	n->code_seed = rq->once;
	n->channel = n->sweep ? CHANNEL_GRID_PATROL : CHANNEL_WALK_IN;
	TRY(bare_text(tx, in, &k->identity, "facts", &word_mediation_words_missing, &n->facts));
	TRY(bare_text(tx, in, &k->identity, "wish", &word_mediation_wish_missing, &n->wish));
	if (n->matter)
		return OK;
	n->place = form_int(in, "place", 1, INT64_MAX, &word_mediation_place_missing, &word_mediation_place_missing);
	if (n->place == 0)
		return OK;
	e = pick_village(&tx->db, n->place, &n->village);
	if (e == NOT_FOUND)
		form_fault(in, "place", &word_mediation_place_missing);
	return e == NOT_FOUND ? OK : e;
}

/* Whoever came straight here gets a receipt: the slip is printed once, by who took it down. */
static enum err
new_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct mediation_new n = { 0 };
	struct mediation_made made;
	struct matter_keys keys;
	struct panel f;
	enum err e;

	TRY(matter_keys_load(&tx->db, rq->site->dir, rq->site->root_key, &keys));
	TRY(new_form(&tx->db, rq, &f));
	TRY(new_read(tx, rq, &in, &keys, &n));
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = mediation_register(tx, &rq->actor, &keys, &n, &made);
	if (e == CONFLICT)
		panel_fault(&f, "facts", &word_mediation_new_twice);
	else if (e == INVALID)
		panel_fault(&f, "facts", &word_mediation_new_refused);
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(e);
	if (made.code[0])
		return see_other(rq, rs, "/desk/slip/%s/%lld", made.code, (long long)made.matter);
	return see_other(rq, rs, "/mediation/%lld", (long long)made.id);
}

/* ---- a party ---- */

static void
party_parts(struct panel *f, struct arena *mem, const struct party *p)
{
	static const struct word *const side[] = { &word_mediation_side_one, &word_mediation_side_two,
						   &word_mediation_side_three };
	static const struct word *const body[] = { &word_mediation_body_person, &word_mediation_body_organ };
	static const struct word *const sex[] = { &word_mediation_sex_male, &word_mediation_sex_female };
	struct field *field;

	panel_radios(f, "side", &word_mediation_side, panel_id(mem, p->side), step_choices(mem, side, 3), 3);
	panel_radios(f, "body", &word_mediation_body, panel_id(mem, p->body), step_choices(mem, body, 2), 2);
	panel_text(f, "pname", &word_mediation_party_name, p->field[PARTY_NAME]);
	panel_phone(f, "tel", &word_mediation_party_phone, p->field[PARTY_PHONE]);
	panel_text(f, "home", &word_mediation_party_address, p->field[PARTY_ADDRESS])->optional = true;
	field = panel_radios(f, "sex", &word_mediation_party_sex,
			     str_eq(p->field[PARTY_SEX], S("男"))   ? S("1")
			     : str_eq(p->field[PARTY_SEX], S("女")) ? S("2")
								    : S(""),
			     step_choices(mem, sex, 2), 2);
	field->optional = true;
	field = panel_text(f, "born", &word_mediation_party_birth, p->field[PARTY_BIRTH]);
	field->type = "date";
	field->optional = true;
	panel_tick(f, "seen", &word_mediation_party_seen, p->seen);
}

/* What only some papers need. */
static void
party_more(struct panel *f, const struct party *p)
{
	panel_text(f, "nation", &word_mediation_party_nation, p->field[PARTY_NATION])->optional = true;
	panel_text(f, "job", &word_mediation_party_job, p->field[PARTY_JOB])->optional = true;
	panel_text(f, "number", &word_mediation_party_number, p->field[PARTY_NUMBER])->optional = true;
	panel_text(f, "proxy", &word_mediation_party_proxy, p->field[PARTY_PROXY])->optional = true;
}

static void
party_read(struct form_in *in, struct party *p)
{
	static const char *const sex[] = { "1", "2", NULL };
	int chosen = form_choice(in, "sex", sex, NULL);
	day born = form_day(in, "born", NULL, &word_mediation_day_bad);

	p->side = step_choice(in, "side", 3);
	p->body = step_choice(in, "body", 2);
	p->seen = form_tick(in, "seen");
	p->field[PARTY_NAME] = form_text(in, "pname", 50, &word_mediation_party_name_missing, &word_mediation_too_long);
	p->field[PARTY_PHONE] = str_narrow(in->mem, form_text(in, "tel", 30, NULL, &word_mediation_too_long));
	p->field[PARTY_ADDRESS] = form_text(in, "home", MEDIATION_SHORT, NULL, &word_mediation_too_long);
	p->field[PARTY_SEX] = chosen == 0 ? S("男") : chosen == 1 ? S("女") : S("");
	p->field[PARTY_BIRTH] = day_iso(in->mem, born);
	p->field[PARTY_NATION] = form_text(in, "nation", 20, NULL, &word_mediation_too_long);
	p->field[PARTY_JOB] = form_text(in, "job", 50, NULL, &word_mediation_too_long);
	p->field[PARTY_NUMBER] = str_narrow(in->mem, form_text(in, "number", 30, NULL, &word_mediation_too_long));
	p->field[PARTY_PROXY] = form_text(in, "proxy", 50, NULL, &word_mediation_too_long);
	p->proxy = p->field[PARTY_PROXY].n > 0;
	if (!form_good(in))
		return;
	switch (party_check(p)) {
	case PARTY_BAD_PHONE: form_fault(in, "tel", &word_mediation_party_phone_bad); break;
	case PARTY_BAD_NUMBER: form_fault(in, "number", &word_mediation_party_number_bad); break;
	case PARTY_BAD_BIRTH: form_fault(in, "born", &word_mediation_day_bad); break;
	case PARTY_NO_NAME:
	case PARTY_GOOD: break;
	}
}

static enum err
party_form(struct db *db, struct req *rq, const struct party *p, bool more, struct panel *f)
{
	struct q_mediation_case c;

	TRY(mediation_open(db, &rq->actor, rq->id, &c));
	if (!mediation_may_write(&rq->actor, &c))
		return FORBIDDEN;
	*f = (struct panel){ .rq = rq,
			     .nav = "mediation",
			     .title = more ? &word_mediation_party_change : &word_mediation_party_add,
			     .intro = &word_mediation_party_intro,
			     .about = mediation_no(db->mem, mediation_mark(db), c.year, c.number),
			     .button = &word_web_save,
			     .typed = rq->method == POST ? rq->form : NULL,
			     .back = str_fmt(rq->mem, "/mediation/%lld", (long long)rq->id) };
	party_parts(f, rq->mem, p);
	if (more)
		party_more(f, p);
	return OK;
}

static struct party
party_next(struct db *db, int64_t id)
{
	struct q_mediation_party_last last;

	if (q_mediation_party_last(db, id, &last) != OK)
		last.n = 0;
	return (struct party){ .side = last.n == 0 ? 1 : 2, .body = 1 };
}

static enum err
add_page(struct db *db, struct req *rq, struct res *rs)
{
	struct party next = party_next(db, rq->id);
	struct panel f;

	TRY(party_form(db, rq, &next, false, &f));
	return panel_show(&f, rs);
}

static enum err
party_save(struct tx *tx, struct req *rq, struct res *rs, int64_t n)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct party p = { .n = n };
	struct matter_keys keys;
	struct panel f;
	enum err e;

	TRY(party_form(&tx->db, rq, &p, n != 0, &f));
	TRY(matter_keys_load(&tx->db, rq->site->dir, rq->site->root_key, &keys));
	party_read(&in, &p);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = n ? mediation_party_change(tx, &rq->actor, &keys.identity, rq->id, &p)
	      : mediation_party_add(tx, &rq->actor, &keys.identity, rq->id, &p);
	if (e == INVALID) {
		panel_fault(&f, "pname", &word_mediation_refused);
		return panel_show(&f, rs);
	}
	TRY(e);
	return see_other(rq, rs, "/mediation/%lld", (long long)rq->id);
}

static enum err
add_change(struct tx *tx, struct req *rq, struct res *rs)
{
	return party_save(tx, rq, rs, 0);
}

static enum err
one_change(struct tx *tx, struct req *rq, struct res *rs)
{
	int64_t n;

	if (!str_int(rq->param[1], &n) || n < 1)
		return NOT_FOUND;
	return party_save(tx, rq, rs, n);
}

/* ---- opening the names ---- */

static const int purposes[] = { 1, 2, 3, 4, SEALED_CONDUCT };

static enum err
open_form(struct db *db, struct req *rq, struct panel *f)
{
	struct q_mediation_case c;
	struct choice *choice = make(rq->mem, struct choice, 5);

	TRY(mediation_open(db, &rq->actor, rq->id, &c));
	if (!mediation_may_write(&rq->actor, &c))
		return FORBIDDEN;
	for (int i = 0; i < 5; i++)
		choice[i] =
			(struct choice){ .value = panel_id(rq->mem, purposes[i]),
					 .word = i < 4 ? label_purpose(purposes[i]) : &word_mediation_purpose_conduct };
	*f = (struct panel){ .rq = rq,
			     .nav = "mediation",
			     .title = &word_mediation_open,
			     .intro = &word_mediation_open_intro,
			     .about = mediation_no(db->mem, mediation_mark(db), c.year, c.number),
			     .button = &word_mediation_open_go,
			     .typed = rq->method == POST ? rq->form : NULL,
			     .back = str_fmt(rq->mem, "/mediation/%lld", (long long)rq->id) };
	panel_radios(f, "purpose", &word_mediation_open_why, S(""), choice, 5);
	return OK;
}

static enum err
open_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f;

	TRY(open_form(db, rq, &f));
	return panel_show(&f, rs);
}

/* Shown once, in the answer to this POST; with ?party=N a form puts that one right. */
static enum err
open_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct frame fr = { .title = &word_mediation_opened, .rq = rq, .nav = "mediation" };
	struct form_in in = form_in(rq->mem, rq->form);
	struct party_page *pg = make(rq->mem, struct party_page, 1);
	struct matter_keys keys;
	struct panel f;
	struct page *p;
	int64_t purpose;

	TRY(open_form(&tx->db, rq, &f));
	purpose = form_int(&in, "purpose", 1, SEALED_CONDUCT, &word_web_choose, &word_web_choose);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(matter_keys_load(&tx->db, rq->site->dir, rq->site->root_key, &keys));
	TRY(mediation_parties_open(tx, &rq->actor, &keys.identity, rq->id, (int)purpose, pg->party, MEDIATION_PARTIES,
				   &pg->n));
	pg->rq = rq;
	pg->about = f.about;
	for (size_t i = 0; i < pg->n; i++)
		if (pg->party[i].n == asked(rq, S("party"))) {
			pg->form = make(rq->mem, struct panel, 1);
			*pg->form = (struct panel){ .rq = rq, .button = &word_web_save, .back = f.back };
			party_parts(pg->form, rq->mem, &pg->party[i]);
			party_more(pg->form, &pg->party[i]);
			pg->chosen = pg->party[i].n;
		}
	p = res_page(rs);
	frame_begin(p, &fr);
	view_mediation_opened_page(p, pg);
	frame_end(p, &fr);
	rs->no_store = true;
	return OK;
}

/* ---- the holder's answer to the matter ---- */

static enum err
reply_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct q_dossier_matter m;

	TRY(dossier_open(&tx->db, &rq->actor, rq->id, &m));
	TRY(mediation_reply(tx, &rq->actor, rq->id));
	return see_other(rq, rs, "/desk/matters/%lld", (long long)rq->id);
}

const struct route mediation_party_routes[] = {
	PAGE("/mediation/new", DUTY_INTAKE, new_page),
	CHANGE("/mediation/new", DUTY_INTAKE, new_change),
	PAGE("/mediation/:id/party", DUTY_INTAKE, add_page),
	CHANGE("/mediation/:id/party", DUTY_INTAKE, add_change),
	CHANGE("/mediation/:id/party/:n", DUTY_REVEAL, one_change),
	PAGE("/mediation/:id/open", DUTY_REVEAL, open_page),
	CHANGE("/mediation/:id/open", DUTY_REVEAL, open_change),
	CHANGE("/desk/matters/:id/mediated", DUTY_HANDLE, reply_change),
	ROUTES_END,
};
