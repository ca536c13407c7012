/* step_begin_web.c — forms of the first half: willing or not, mediators, rights, records, the end without an agreement. */
#include "gen/mediation.words.h"
#include "gen/web.words.h"
#include "mediation/step_web.h"

#define CHOICES 300

/* ---- a party's yes or no ---- */

static int64_t
party_asked(const struct req *rq)
{
	int64_t n = 1;

	return str_int(form_get(rq->query, S("party")), &n) ? n : 1;
}

static struct choice *
parties_of(const struct mediation_page *m, struct arena *mem)
{
	struct choice *c = make(mem, struct choice, m->parties.n + 1);

	for (size_t i = 0; i < m->parties.n; i++)
		c[i] = (struct choice){
			.value = panel_id(mem, m->parties.p[i].n),
			.text = str_fmt(mem, "%.*s %lld",
					STR_ARG(word_text(mediation_side_word(m->parties.p[i].side), m->rq->lang)),
					(long long)m->parties.p[i].n)
		};
	return c;
}

enum err
step_answer_make(struct db *db, const struct mediation_page *m, struct panel *f)
{
	static const struct word *const yes[] = { &word_mediation_yes, &word_mediation_no };
	static const struct word *const how[] = { &word_mediation_how_desk, &word_mediation_how_phone,
						  &word_mediation_how_paper };
	struct field *words;

	panel_radios(f, "party", &word_mediation_which_party, panel_id(db->mem, party_asked(m->rq)),
		     parties_of(m, db->mem), m->parties.n);
	panel_radios(f, "yes", &word_mediation_willing, S(""), step_choices(db->mem, yes, 2), 2)->hint =
		&word_mediation_willing_hint;
	panel_radios(f, "how", &word_mediation_how, S("1"), step_choices(db->mem, how, 3), 3);
	panel_tick(f, "open", &word_mediation_open_fine, false);
	words = panel_area(f, "words", &word_mediation_said, S(""));
	words->optional = true;
	words->rows = 3;
	return OK;
}

enum err
step_answer_take(struct tx *tx, struct step_taken *t)
{
	static const enum judgement_method how[] = { METHOD_AT_DESK, METHOD_AT_DESK, METHOD_PHONE, METHOD_PAPER };
	int64_t party = form_int(&t->in, "party", 1, MEDIATION_PARTIES, &word_web_choose, &word_web_choose);
	int yes = step_choice(&t->in, "yes", 2), by = step_choice(&t->in, "how", 3);
	str words;

	TRY(step_text(tx, t, "words", MEDIATION_TEXT, NULL, &words));
	if (!form_good(&t->in))
		return INVALID;
	return mediation_answer(tx, &t->rq->actor, t->m->c.id, party, yes == 1, how[by], form_tick(&t->in, "open"),
				words);
}

/* ---- mediators ---- */

enum err
step_mediator_make(struct db *db, const struct mediation_page *m, struct panel *f)
{
	static const struct word *const part[] = { &word_mediation_seat_first, &word_mediation_seat_further };
	static const struct word *const chosen[] = { &word_mediation_chosen_by_parties,
						     &word_mediation_chosen_accepted };
	struct q_mediation_choices_list l;
	struct choice *c;

	TRY(q_mediation_choices(db, m->c.id, m->c.unit, day_of(db->now), CHOICES, &l));
	c = make(db->mem, struct choice, l.n + 1);
	c[0] = (struct choice){ .value = S(""), .word = &word_web_choose };
	for (size_t i = 0; i < l.n; i++)
		c[i + 1] = (struct choice){ .value = panel_id(db->mem, l.p[i].post),
					    .text = str_fmt(
						    db->mem, "%.*s · %.*s %.*s", STR_ARG(l.p[i].name),
						    STR_ARG(panel_name_for(m->rq, l.p[i].unit_zh, l.p[i].unit_en)),
						    STR_ARG(panel_name_for(m->rq, l.p[i].title_zh, l.p[i].title_en))) };
	panel_select(f, "post", &word_mediation_mediator, S(""), c, l.n + 1);
	panel_radios(f, "part", &word_mediation_seat_part, m->has_first ? S("2") : S("1"),
		     step_choices(db->mem, part, 2), 2);
	panel_radios(f, "chosen", &word_mediation_chosen, S(""), step_choices(db->mem, chosen, 2), 2);
	return OK;
}

enum err
step_mediator_take(struct tx *tx, struct step_taken *t)
{
	int64_t post = form_int(&t->in, "post", 1, INT64_MAX, &word_web_choose, &word_web_choose);
	int part = step_choice(&t->in, "part", 2), chosen = step_choice(&t->in, "chosen", 2);
	enum err e;

	if (!form_good(&t->in))
		return INVALID;
	e = mediation_choose(tx, &t->rq->actor, t->m->c.id, post, part == 1, chosen == 1);
	if (e == INVALID)
		form_fault(&t->in, "post", &word_mediation_mediator_refused);
	if (e == CONFLICT)
		form_fault(&t->in, "post", &word_mediation_matter_first);
	return e;
}

enum err
step_recuse_make(struct db *db, const struct mediation_page *m, struct panel *f)
{
	const struct word *why[RECUSALS - 1];
	struct choice *c = make(db->mem, struct choice, m->seats.n + 1);
	size_t n = 0;

	for (int i = 1; i < RECUSALS; i++)
		why[i - 1] = mediation_recusal_word(i);
	for (size_t i = 0; i < m->seats.n; i++)
		if (m->seats.p[i].part > SEAT_KEEPER && m->seats.p[i].until.ms == 0)
			c[n++] = (struct choice){ .value = panel_id(db->mem, m->seats.p[i].post),
						  .text = m->seats.p[i].name };
	panel_radios(f, "post", &word_mediation_mediator, n == 1 ? c[0].value : S(""), c, n);
	panel_radios(f, "why", &word_mediation_recusal, S(""), step_choices(db->mem, why, RECUSALS - 1), RECUSALS - 1);
	return OK;
}

enum err
step_recuse_take(struct tx *tx, struct step_taken *t)
{
	int64_t post = form_int(&t->in, "post", 1, INT64_MAX, &word_web_choose, &word_web_choose);
	int why = step_choice(&t->in, "why", RECUSALS - 1);

	if (!form_good(&t->in))
		return INVALID;
	return mediation_recuse(tx, &t->rq->actor, t->m->c.id, post, (enum mediation_recusal)why);
}

/* ---- rights ---- */

enum err
step_notice_make(struct db *db, const struct mediation_page *m, struct panel *f)
{
	(void)m;
	panel_day(f, "on", &word_mediation_on, day_of(db->now));
	panel_tick(f, "told", &word_mediation_notice_told, false)->hint = &word_mediation_notice_rights;
	return OK;
}

enum err
step_notice_take(struct tx *tx, struct step_taken *t)
{
	day on = form_day(&t->in, "on", &word_mediation_day_missing, &word_mediation_day_bad);
	enum err e;

	if (!form_tick(&t->in, "told"))
		form_fault(&t->in, "told", &word_mediation_notice_untold);
	if (!form_good(&t->in))
		return INVALID;
	e = mediation_notice(tx, &t->rq->actor, t->m->c.id, on);
	if (e == CONFLICT)
		form_fault(&t->in, "on", &word_mediation_matter_first);
	return e;
}

/* ---- records ---- */

static const struct {
	const char *path;
	enum mediation_record_kind kind;
	bool placed;
	int results;
} records[] = {
	{ "inquiry", RECORD_INQUIRY, true, 0 },    { "session", RECORD_SESSION, true, 3 },
	{ "visit", RECORD_VISIT, true, 3 },        { "alarm", RECORD_ALARM, false, 3 },
	{ "decision", RECORD_DECISION, false, 2 }, { "note", RECORD_NOTE, false, 0 },
	{ "evidence", RECORD_EVIDENCE, false, 0 }, { "proxy", RECORD_PROXY, false, 0 },
};

static size_t
record_row(const struct req *rq)
{
	size_t i = 0;

	while (i + 1 < sizeof records / sizeof *records && !str_eq(rq->param[1], str_of(records[i].path)))
		i++;
	return i;
}

static void
session_parts(struct panel *f)
{
	panel_tick(f, "public", &word_mediation_session_public, false)->hint = &word_mediation_session_public_hint;
	panel_tick(f, "guests", &word_mediation_session_guests, false);
}

static void
visit_parts(struct panel *f)
{
	panel_tick(f, "content", &word_mediation_visit_content, false);
	panel_tick(f, "tension", &word_mediation_visit_tension, false);
	panel_tick(f, "sued", &word_mediation_visit_sued, false);
	panel_tick(f, "wrong", &word_mediation_visit_wrong, false);
}

enum err
step_record_make(struct db *db, const struct mediation_page *m, struct panel *f)
{
	size_t row = record_row(m->rq);
	enum mediation_record_kind kind = records[row].kind;
	const struct word *result[3];
	size_t n = (size_t)records[row].results;

	panel_day(f, "on", &word_mediation_on, day_of(db->now));
	if (records[row].placed) {
		panel_text(f, "spot", &word_mediation_spot, S(""))->hint = &word_mediation_spot_hint;
		panel_text(f, "people", &word_mediation_people, S("甲方、乙方、调解员"))->hint =
			&word_mediation_people_hint;
	}
	panel_area(f, "words", kind == RECORD_SESSION ? &word_mediation_said : &word_mediation_found, S(""))->hint =
		&word_mediation_no_names;
	for (size_t i = 0; i < n; i++)
		result[i] = mediation_result_word(kind, (int64_t)i + 1);
	if (n)
		panel_radios(f, "result", &word_mediation_result, S(""), step_choices(db->mem, result, n), n);
	if (kind == RECORD_SESSION)
		session_parts(f);
	if (kind == RECORD_VISIT)
		visit_parts(f);
	if (kind == RECORD_ALARM)
		panel_tick(f, "over", &word_mediation_alarm_over, false);
	return OK;
}

static int
flags_of(const struct form_in *in, enum mediation_record_kind kind)
{
	static const struct {
		enum mediation_record_kind kind;
		const char *field;
		int flag;
	} ticks[] = {
		{ RECORD_SESSION, "public", SESSION_PUBLIC },
		{ RECORD_SESSION, "guests", SESSION_GUESTS },
		{ RECORD_VISIT, "content", VISIT_CONTENT },
		{ RECORD_VISIT, "tension", VISIT_TENSION },
		{ RECORD_VISIT, "sued", VISIT_SUED },
		{ RECORD_VISIT, "wrong", VISIT_WRONG },
		{ RECORD_ALARM, "over", 1 },
	};
	int flags = 0;

	for (size_t i = 0; i < sizeof ticks / sizeof *ticks; i++)
		if (ticks[i].kind == kind && form_has(in->form, str_of(ticks[i].field)))
			flags |= ticks[i].flag;
	return flags;
}

enum err
step_record_take(struct tx *tx, struct step_taken *t)
{
	size_t row = record_row(t->rq);
	struct mediation_entry e = { .kind = records[row].kind };
	enum err err;

	e.on = form_day(&t->in, "on", &word_mediation_day_missing, &word_mediation_day_bad);
	if (records[row].placed) {
		TRY(step_text(tx, t, "spot", MEDIATION_SHORT, &word_mediation_spot_missing, &e.spot));
		TRY(step_text(tx, t, "people", MEDIATION_SHORT, &word_mediation_people_missing, &e.people));
	}
	TRY(step_text(tx, t, "words", MEDIATION_TEXT, &word_mediation_words_missing, &e.words));
	if (records[row].results)
		e.result = step_choice(&t->in, "result", records[row].results);
	e.flags = flags_of(&t->in, e.kind);
	if (!form_good(&t->in))
		return INVALID;
	err = mediation_record(tx, &t->rq->actor, t->m->c.id, &e);
	if (err == INVALID && e.flags & SESSION_PUBLIC && e.kind == RECORD_SESSION)
		form_fault(&t->in, "public", &word_mediation_session_closed_only);
	else if (err == INVALID && e.kind == RECORD_ALARM && e.flags)
		form_fault(&t->in, "over", &word_mediation_alarm_whom);
	else if (err == INVALID)
		form_fault(&t->in, "on", &word_mediation_day_range);
	return err;
}

/* ---- no agreement ---- */

enum err
step_fail_make(struct db *db, const struct mediation_page *m, struct panel *f)
{
	(void)m;
	panel_area(f, "words", &word_mediation_fail_words, S(""))->hint = &word_mediation_no_names;
	panel_day(f, "on", &word_mediation_told_on, day_of(db->now));
	panel_tick(f, "told", &word_mediation_told, false)->hint = &word_mediation_ways;
	return OK;
}

enum err
step_fail_take(struct tx *tx, struct step_taken *t)
{
	day on = form_day(&t->in, "on", &word_mediation_day_missing, &word_mediation_day_bad);
	str words;

	TRY(step_text(tx, t, "words", MEDIATION_TEXT, &word_mediation_words_missing, &words));
	if (!form_tick(&t->in, "told"))
		form_fault(&t->in, "told", &word_mediation_told_missing);
	if (!form_good(&t->in))
		return INVALID;
	return mediation_fail(tx, &t->rq->actor, t->m->c.id, words, on);
}
