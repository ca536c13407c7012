/* step_end_web.c — forms of the second half: the agreement, what it owes, the court, the file, the allowance. */
#include "gen/mediation.words.h"
#include "gen/web.words.h"
#include "mediation/step_web.h"

/* ---- the agreement ---- */

static struct field *
area(struct panel *f, const char *name, const struct word *label, str value, int rows)
{
	struct field *field = panel_area(f, name, label, value);

	field->rows = rows;
	return field;
}

/* What the case knows already stands in the form: nothing is typed twice. */
enum err
step_agreement_make(struct db *db, const struct mediation_page *m, struct panel *f)
{
	static const struct word *const form[] = { &word_mediation_form_written, &word_mediation_form_oral };
	const struct q_mediation_agreement *a = &m->agreement;
	bool old = m->drafted, farm = m->c.nature == NATURE_FARMLAND;
	struct field *field;

	if (farm)
		f->warn = &word_mediation_form_farmland;
	panel_radios(f, "form", &word_mediation_form, old && a->form == FORM_ORAL ? S("2") : S("1"),
		     step_choices(db->mem, form, 2), farm ? 1 : 2);
	if (!farm)
		panel_tick(f, "oral", &word_mediation_oral_all, old && a->oral_ok);
	area(f, "facts", &word_mediation_agreed_facts, old ? a->facts : m->c.facts, 4)->hint = &word_mediation_no_names;
	field = area(f, "disputed", &word_mediation_disputed, old ? a->disputed : m->c.wish, 3);
	field->optional = true;
	area(f, "terms", &word_mediation_terms, old ? a->terms : S(""), 5);
	area(f, "manner", &word_mediation_manner, old ? a->manner : S(""), 2)->hint = &word_mediation_manner_hint;
	field = panel_day(f, "last", &word_mediation_last, old ? a->last_on : (day){ 0 });
	field->optional = true;
	field = panel_text(f, "yuan", &word_mediation_yuan, old && a->fen ? mediation_yuan(db->mem, a->fen) : S(""));
	field->optional = true;
	field->mode = "decimal";
	return OK;
}

enum err
step_agreement_take(struct tx *tx, struct step_taken *t)
{
	struct mediation_terms a = { .form = (enum mediation_form)step_choice(&t->in, "form", 2),
				     .oral_ok = form_tick(&t->in, "oral") };
	enum err e;

	TRY(step_text(tx, t, "facts", MEDIATION_TEXT, &word_mediation_words_missing, &a.facts));
	TRY(step_text(tx, t, "disputed", MEDIATION_TEXT, NULL, &a.disputed));
	TRY(step_text(tx, t, "terms", MEDIATION_TEXT, &word_mediation_terms_missing, &a.terms));
	TRY(step_text(tx, t, "manner", MEDIATION_TEXT, &word_mediation_manner_missing, &a.manner));
	a.last_on = form_day(&t->in, "last", NULL, &word_mediation_day_bad);
	a.fen = step_yuan(&t->in, "yuan", false);
	if (a.form == FORM_ORAL && !a.oral_ok)
		form_fault(&t->in, "oral", &word_mediation_oral_needs_all);
	if (!form_good(&t->in))
		return INVALID;
	e = mediation_draft(tx, &t->rq->actor, t->m->c.id, &a);
	if (e == INVALID && a.form == FORM_ORAL)
		form_fault(&t->in, "form", &word_mediation_form_farmland);
	return e;
}

enum err
step_instalment_make(struct db *db, const struct mediation_page *m, struct panel *f)
{
	struct field *field;

	(void)m;
	panel_day(f, "due", &word_mediation_due_on, (day){ 0 });
	field = panel_text(f, "yuan", &word_mediation_yuan, S(""));
	field->optional = true;
	field->mode = "decimal";
	panel_text(f, "what", &word_mediation_what, S(""))->hint = &word_mediation_what_hint;
	(void)db;
	return OK;
}

enum err
step_instalment_take(struct tx *tx, struct step_taken *t)
{
	day due = form_day(&t->in, "due", &word_mediation_day_missing, &word_mediation_day_bad);
	int64_t fen = step_yuan(&t->in, "yuan", false);
	enum err e;
	str what;

	TRY(step_text(tx, t, "what", MEDIATION_SHORT, &word_mediation_words_missing, &what));
	if (!form_good(&t->in))
		return INVALID;
	e = mediation_instalment(tx, &t->rq->actor, t->m->c.id, due, fen, what);
	if (e == INVALID)
		form_fault(&t->in, "yuan", &word_mediation_instalment_refused);
	return e;
}

enum err
step_sign_make(struct db *db, const struct mediation_page *m, struct panel *f)
{
	day today = day_of(db->now);

	if (m->agreement.form == FORM_ORAL) {
		f->intro = &word_mediation_do_sign_oral;
		panel_day(f, "parties", &word_mediation_oral_on, today);
		return OK;
	}
	panel_day(f, "parties", &word_mediation_parties_on, today);
	panel_day(f, "mediator", &word_mediation_mediator_on, today);
	panel_day(f, "seal", &word_mediation_seal_on, today);
	return OK;
}

enum err
step_sign_take(struct tx *tx, struct step_taken *t)
{
	bool written = t->m->agreement.form == FORM_WRITTEN;
	day parties = form_day(&t->in, "parties", &word_mediation_day_missing, &word_mediation_day_bad);
	day mediator = { 0 }, seal = { 0 };
	enum err e;

	if (written) {
		mediator = form_day(&t->in, "mediator", &word_mediation_day_missing, &word_mediation_day_bad);
		seal = form_day(&t->in, "seal", &word_mediation_day_missing, &word_mediation_day_bad);
	}
	if (!form_good(&t->in))
		return INVALID;
	e = mediation_sign(tx, &t->rq->actor, t->m->c.id, parties, mediator, seal);
	if (e == INVALID)
		form_fault(&t->in, "parties", &word_mediation_day_range);
	return e;
}

enum err
step_copies_make(struct db *db, const struct mediation_page *m, struct panel *f)
{
	struct choice *c = make(db->mem, struct choice, m->parties.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < m->parties.n; i++)
		if (m->parties.p[i].copy_on.n == 0)
			c[n++] = (struct choice){ .value = panel_id(db->mem, m->parties.p[i].n),
						  .word = mediation_side_word(m->parties.p[i].side) };
	panel_radios(f, "party", &word_mediation_which_party, n == 1 ? c[0].value : S(""), c, n);
	panel_day(f, "on", &word_mediation_on, day_of(db->now));
	return OK;
}

enum err
step_copies_take(struct tx *tx, struct step_taken *t)
{
	int64_t party = form_int(&t->in, "party", 1, MEDIATION_PARTIES, &word_web_choose, &word_web_choose);
	day on = form_day(&t->in, "on", &word_mediation_day_missing, &word_mediation_day_bad);
	enum err e;

	if (!form_good(&t->in))
		return INVALID;
	e = mediation_copies(tx, &t->rq->actor, t->m->c.id, party, on);
	if (e == INVALID)
		form_fault(&t->in, "on", &word_mediation_day_range);
	return e;
}

/* ---- what is owed ---- */

static struct choice *
owed_of(const struct mediation_page *m, struct arena *mem, bool whole, size_t *n)
{
	struct choice *c = make(mem, struct choice, m->instalments.n + 1);

	*n = 0;
	for (size_t i = 0; i < m->instalments.n; i++) {
		const struct q_mediation_instalments *k = &m->instalments.p[i];

		if (k->round == m->c.round && k->met_on.n == 0 && k->broken_on.n == 0)
			c[(*n)++] = (struct choice){ .value = panel_id(mem, k->n),
						     .text = str_fmt(mem, "%.*s %.*s", STR_ARG(day_iso(mem, k->due_on)),
								     STR_ARG(k->what)) };
	}
	if (whole)
		c[(*n)++] = (struct choice){ .value = S("0"), .word = &word_mediation_whole };
	return c;
}

enum err
step_pay_make(struct db *db, const struct mediation_page *m, struct panel *f)
{
	size_t n;
	struct choice *c = owed_of(m, db->mem, false, &n);

	panel_radios(f, "n", &word_mediation_which_instalment, n ? c[0].value : S(""), c, n);
	panel_day(f, "on", &word_mediation_on, day_of(db->now));
	return OK;
}

enum err
step_pay_take(struct tx *tx, struct step_taken *t)
{
	int64_t n = form_int(&t->in, "n", 1, 1000, &word_web_choose, &word_web_choose);
	day on = form_day(&t->in, "on", &word_mediation_day_missing, &word_mediation_day_bad);
	enum err e;

	if (!form_good(&t->in))
		return INVALID;
	e = mediation_pay(tx, &t->rq->actor, t->m->c.id, n, on);
	if (e == INVALID)
		form_fault(&t->in, "on", &word_mediation_day_range);
	return e;
}

enum err
step_perform_make(struct db *db, const struct mediation_page *m, struct panel *f)
{
	(void)m;
	panel_day(f, "on", &word_mediation_on, day_of(db->now));
	return OK;
}

enum err
step_perform_take(struct tx *tx, struct step_taken *t)
{
	day on = form_day(&t->in, "on", &word_mediation_day_missing, &word_mediation_day_bad);
	enum err e;

	if (!form_good(&t->in))
		return INVALID;
	e = mediation_perform(tx, &t->rq->actor, t->m->c.id, on);
	if (e == INVALID)
		form_fault(&t->in, "on", &word_mediation_day_range);
	return e;
}

enum err
step_break_make(struct db *db, const struct mediation_page *m, struct panel *f)
{
	size_t n;
	struct choice *c = owed_of(m, db->mem, true, &n);

	panel_radios(f, "n", &word_mediation_which_broken, c[0].value, c, n);
	panel_day(f, "on", &word_mediation_on, day_of(db->now));
	return OK;
}

enum err
step_break_take(struct tx *tx, struct step_taken *t)
{
	int64_t n = form_int(&t->in, "n", 0, 1000, &word_web_choose, &word_web_choose);
	day on = form_day(&t->in, "on", &word_mediation_day_missing, &word_mediation_day_bad);
	enum err e;

	if (!form_good(&t->in))
		return INVALID;
	e = mediation_break(tx, &t->rq->actor, t->m->c.id, n, on);
	if (e == INVALID)
		form_fault(&t->in, "on", &word_mediation_day_range);
	return e;
}

/* ---- the court ---- */

enum err
step_court_make(struct db *db, const struct mediation_page *m, struct panel *f)
{
	const struct word *ground[3];

	(void)m;
	for (int i = 0; i < 3; i++)
		ground[i] = mediation_ground_word(i + 1);
	panel_radios(f, "ground", &word_mediation_ground, S("3"), step_choices(db->mem, ground, 3), 3);
	panel_text(f, "court", &word_mediation_court, S(""))->hint = &word_mediation_court_hint;
	panel_day(f, "on", &word_mediation_asked_on, day_of(db->now));
	panel_tick(f, "joint", &word_mediation_joint, false);
	return OK;
}

enum err
step_court_take(struct tx *tx, struct step_taken *t)
{
	int ground = step_choice(&t->in, "ground", 3);
	day on = form_day(&t->in, "on", &word_mediation_day_missing, &word_mediation_day_bad);
	enum err e;
	str court;

	TRY(step_text(tx, t, "court", MEDIATION_SHORT, &word_mediation_court_missing, &court));
	if (!form_tick(&t->in, "joint"))
		form_fault(&t->in, "joint", &word_mediation_joint_missing);
	if (!form_good(&t->in))
		return INVALID;
	e = mediation_court_ask(tx, &t->rq->actor, t->m->c.id, ground, court, on);
	if (e == INVALID)
		form_fault(&t->in, "on", &word_mediation_court_late);
	return e;
}

enum err
step_ruled_make(struct db *db, const struct mediation_page *m, struct panel *f)
{
	const struct word *ruling[3];

	(void)m;
	for (int i = 0; i < 3; i++)
		ruling[i] = mediation_ruling_word(i + 1);
	panel_radios(f, "ruling", &word_mediation_ruling, S(""), step_choices(db->mem, ruling, 3), 3);
	panel_text(f, "paper", &word_mediation_ruling_paper, S(""))->optional = true;
	panel_day(f, "on", &word_mediation_ruled_on, day_of(db->now));
	return OK;
}

enum err
step_ruled_take(struct tx *tx, struct step_taken *t)
{
	int ruling = step_choice(&t->in, "ruling", 3);
	day on = form_day(&t->in, "on", &word_mediation_day_missing, &word_mediation_day_bad);
	enum err e;
	str paper;

	TRY(step_text(tx, t, "paper", MEDIATION_SHORT, ruling < 3 ? &word_mediation_ruling_paper_missing : NULL,
		      &paper));
	if (!form_good(&t->in))
		return INVALID;
	e = mediation_court_ruled(tx, &t->rq->actor, t->m->c.id, ruling, paper, on);
	if (e == INVALID)
		form_fault(&t->in, "on", &word_mediation_day_range);
	return e;
}

/* ---- the file and the allowance ---- */

enum err
step_file_make(struct db *db, const struct mediation_page *m, struct panel *f)
{
	struct field *note;

	(void)m;
	panel_day(f, "on", &word_mediation_filed_on, day_of(db->now));
	panel_number(f, "years", &word_mediation_keep_years, KEEP_YEARS);
	note = area(f, "note", &word_mediation_file_note, S(""), 3);
	note->optional = true;
	return OK;
}

enum err
step_file_take(struct tx *tx, struct step_taken *t)
{
	day on = form_day(&t->in, "on", &word_mediation_day_missing, &word_mediation_day_bad);
	int64_t years = form_int(&t->in, "years", 1, 100, &word_mediation_years_bad, &word_mediation_years_bad);
	enum err e;
	str note;

	TRY(step_text(tx, t, "note", MEDIATION_TEXT, NULL, &note));
	if (!form_good(&t->in))
		return INVALID;
	e = mediation_file(tx, &t->rq->actor, t->m->c.id, on, (int)years, note);
	if (e == INVALID)
		form_fault(&t->in, "on", &word_mediation_day_range);
	if (e == CONFLICT)
		form_fault(&t->in, "on", &word_mediation_file_lacks);
	return e;
}

enum err
step_subsidy_make(struct db *db, const struct mediation_page *m, struct panel *f)
{
	struct choice *c = make(db->mem, struct choice, 4);

	for (int i = 1; i <= 4; i++) {
		struct q_mediation_rate_of rate;
		enum err e = q_mediation_rate_of(db, i, m->c.effective_on, &rate);

		if (e != OK && e != NOT_FOUND)
			return e;
		c[i - 1] = (struct choice){
			.value = panel_id(db->mem, i),
			.text = str_fmt(db->mem, "%.*s %s%.*s",
					STR_ARG(word_text(mediation_level_word(i), m->rq->lang)), e == OK ? "¥" : "—",
					STR_ARG(e == OK ? mediation_yuan(db->mem, rate.fen) : S("")))
		};
	}
	panel_radios(f, "level", &word_mediation_level, S(""), c, 4);
	return OK;
}

enum err
step_subsidy_take(struct tx *tx, struct step_taken *t)
{
	int level = step_choice(&t->in, "level", 4);
	enum err e;

	if (!form_good(&t->in))
		return INVALID;
	e = mediation_subsidy(tx, &t->rq->actor, t->m->c.id, level);
	if (e == NOT_FOUND)
		form_fault(&t->in, "level", &word_mediation_rate_none);
	if (e == CONFLICT)
		form_fault(&t->in, "level", &word_mediation_subsidy_twice);
	return e;
}
