/* step_web.c — the table of steps, and the one way through all of them. */
#include "mediation/step_web.h"

#include "gen/mediation.words.h"
#include "gen/web.words.h"
#include "matter/matter.h"

/* ---- when ---- */

static bool
in(const struct mediation_page *m, unsigned stages)
{
	return m->may_write && stages & 1u << m->c.stage;
}

#define AT(s)  (1u << STAGE_##s)
#define OPEN   (AT(REGISTERED) | AT(WILLING) | AT(UNDER_WAY) | AT(BROKEN))
#define WORK   (AT(UNDER_WAY) | AT(BROKEN))
#define CHOOSE (AT(WILLING) | WORK)

static bool
now_choose(const struct mediation_page *m)
{
	return in(m, CHOOSE);
}

static bool
now_recuse(const struct mediation_page *m)
{
	bool any = false;

	for (size_t i = 0; i < m->seats.n; i++)
		any |= m->seats.p[i].part > SEAT_KEEPER && m->seats.p[i].until.ms == 0;
	return any && in(m, CHOOSE);
}

static bool
now_notice(const struct mediation_page *m)
{
	return m->c.noticed_on.n == 0 && in(m, CHOOSE);
}

static bool
now_open(const struct mediation_page *m)
{
	return in(m, OPEN);
}

static bool
now_session(const struct mediation_page *m)
{
	return m->c.noticed_on.n && in(m, WORK);
}

static bool
now_fail(const struct mediation_page *m)
{
	return in(m, CHOOSE);
}

static bool
now_draft(const struct mediation_page *m)
{
	return in(m, WORK);
}

static bool
now_drafted(const struct mediation_page *m)
{
	return m->drafted && in(m, WORK);
}

static bool
now_copies(const struct mediation_page *m)
{
	bool left = false;

	for (size_t i = 0; i < m->parties.n; i++)
		left |= m->parties.p[i].copy_on.n == 0;
	return left && m->agreed && m->agreement.form == FORM_WRITTEN && in(m, AT(SETTLED));
}

static bool
owed(const struct mediation_page *m)
{
	for (size_t i = 0; i < m->instalments.n; i++)
		if (m->instalments.p[i].round == m->c.round && m->instalments.p[i].met_on.n == 0)
			return true;
	return false;
}

static bool
now_pay(const struct mediation_page *m)
{
	return owed(m) && in(m, AT(SETTLED));
}

static bool
now_perform(const struct mediation_page *m)
{
	return !owed(m) && m->c.kept != KEPT_DONE && m->c.effective_on.n && in(m, AT(SETTLED) | AT(BROKEN));
}

static bool
now_break(const struct mediation_page *m)
{
	return m->c.kept == KEPT_RUNNING && in(m, AT(SETTLED));
}

static bool
now_court(const struct mediation_page *m)
{
	return m->has_court && m->court.asked_on.n == 0 && day_diff(day_of(m->rq->now), m->court.last_on) >= 0 &&
	       in(m, AT(SETTLED));
}

static bool
now_ruled(const struct mediation_page *m)
{
	return m->has_court && m->court.asked_on.n && m->court.ruling == 0 &&
	       in(m, AT(SETTLED) | AT(FILED) | AT(BROKEN));
}

static bool
now_visit(const struct mediation_page *m)
{
	return in(m, AT(SETTLED) | AT(BROKEN));
}

static bool
now_decision(const struct mediation_page *m)
{
	return m->c.nature == NATURE_WOODLAND && in(m, OPEN | AT(FAILED) | AT(REFUSED));
}

static bool
now_note(const struct mediation_page *m)
{
	return m->c.filed_on.n == 0 && in(m, OPEN | AT(SETTLED) | AT(FAILED) | AT(REFUSED) | AT(HANDED));
}

static bool
now_file(const struct mediation_page *m)
{
	return m->c.filed_on.n == 0 && (m->c.stage != STAGE_SETTLED || m->c.kept == KEPT_DONE) &&
	       in(m, AT(SETTLED) | AT(FAILED) | AT(REFUSED) | AT(HANDED));
}

static bool
now_subsidy(const struct mediation_page *m)
{
	return !m->has_subsidy && in(m, AT(SETTLED) | AT(FILED));
}

static bool
now_party(const struct mediation_page *m)
{
	return in(m, OPEN);
}

/* clang-format off */
const struct step mediation_steps[] = {
	{ "mediator", &word_mediation_do_mediator, &word_mediation_do_mediator_why, &word_mediation_do_mediator_go,
	  now_choose, true, false, step_mediator_make, step_mediator_take },
	{ "notice", &word_mediation_do_notice, &word_mediation_do_notice_why, &word_mediation_do_notice_go,
	  now_notice, true, false, step_notice_make, step_notice_take },
	{ "session", &word_mediation_do_session, &word_mediation_do_session_why, &word_mediation_do_save,
	  now_session, true, false, step_record_make, step_record_take },
	{ "agreement", &word_mediation_do_agreement, &word_mediation_do_agreement_why, &word_mediation_do_save,
	  now_draft, true, false, step_agreement_make, step_agreement_take },
	{ "instalment", &word_mediation_do_instalment, &word_mediation_do_instalment_why, &word_mediation_do_save,
	  now_drafted, false, false, step_instalment_make, step_instalment_take },
	{ "sign", &word_mediation_do_sign, &word_mediation_do_sign_why, &word_mediation_do_sign_go,
	  now_drafted, true, false, step_sign_make, step_sign_take },
	{ "copies", &word_mediation_do_copies, &word_mediation_do_copies_why, &word_mediation_do_save,
	  now_copies, true, false, step_copies_make, step_copies_take },
	{ "pay", &word_mediation_do_pay, &word_mediation_do_pay_why, &word_mediation_do_save,
	  now_pay, true, false, step_pay_make, step_pay_take },
	{ "perform", &word_mediation_do_perform, &word_mediation_do_perform_why, &word_mediation_do_save,
	  now_perform, true, false, step_perform_make, step_perform_take },
	{ "court", &word_mediation_do_court, &word_mediation_do_court_why, &word_mediation_do_save,
	  now_court, false, false, step_court_make, step_court_take },
	{ "ruled", &word_mediation_do_ruled, &word_mediation_do_ruled_why, &word_mediation_do_save,
	  now_ruled, true, false, step_ruled_make, step_ruled_take },
	{ "visit", &word_mediation_do_visit, &word_mediation_do_visit_why, &word_mediation_do_save,
	  now_visit, false, false, step_record_make, step_record_take },
	{ "file", &word_mediation_do_file, &word_mediation_do_file_why, &word_mediation_do_file_go,
	  now_file, true, false, step_file_make, step_file_take },
	{ "subsidy", &word_mediation_do_subsidy, &word_mediation_do_subsidy_why, &word_mediation_do_subsidy_go,
	  now_subsidy, false, false, step_subsidy_make, step_subsidy_take },
	{ "inquiry", &word_mediation_do_inquiry, &word_mediation_do_inquiry_why, &word_mediation_do_save,
	  now_open, false, false, step_record_make, step_record_take },
	{ "evidence", &word_mediation_do_evidence, &word_mediation_do_evidence_why, &word_mediation_do_save,
	  now_open, false, false, step_record_make, step_record_take },
	{ "proxy", &word_mediation_do_proxy, &word_mediation_do_proxy_why, &word_mediation_do_save,
	  now_open, false, false, step_record_make, step_record_take },
	{ "alarm", &word_mediation_do_alarm, &word_mediation_do_alarm_why, &word_mediation_do_save,
	  now_open, false, false, step_record_make, step_record_take },
	{ "decision", &word_mediation_do_decision, &word_mediation_do_decision_why, &word_mediation_do_save,
	  now_decision, false, false, step_record_make, step_record_take },
	{ "note", &word_mediation_do_note, &word_mediation_do_note_why, &word_mediation_do_save,
	  now_note, false, false, step_record_make, step_record_take },
	{ "recuse", &word_mediation_do_recuse, &word_mediation_do_recuse_why, &word_mediation_do_recuse_go,
	  now_recuse, false, false, step_recuse_make, step_recuse_take },
	{ "break", &word_mediation_do_break, &word_mediation_do_break_why, &word_mediation_do_break_go,
	  now_break, false, true, step_break_make, step_break_take },
	{ "answer", &word_mediation_do_answer, &word_mediation_do_answer_why, &word_mediation_do_save,
	  now_party, false, false, step_answer_make, step_answer_take },
	{ "fail", &word_mediation_do_fail, &word_mediation_do_fail_why, &word_mediation_do_fail_go,
	  now_fail, false, true, step_fail_make, step_fail_take },
	{ NULL, NULL, NULL, NULL, NULL, false, false, NULL, NULL },
};
/* clang-format on */

static const struct step *
step_of(str path)
{
	for (const struct step *s = mediation_steps; s->path; s++)
		if (str_eq(path, str_of(s->path)))
			return s;
	return NULL;
}

/* ---- shared by the forms ---- */

enum err
step_text(struct tx *tx, struct step_taken *t, const char *field, size_t most, const struct word *missing, str *text)
{
	bool named;

	*text = form_text(&t->in, field, most, missing, &word_mediation_too_long);
	TRY(mediation_text_bare(tx, &t->keys, t->m->c.id, *text, &named));
	if (named)
		form_fault(&t->in, field, &word_mediation_names_somebody);
	return OK;
}

/* "1200", "1,200.50" or "１２００元". */
int64_t
step_yuan(struct form_in *in, const char *field, bool needed)
{
	str s = str_narrow(in->mem, form_text(in, field, 20, needed ? &word_mediation_yuan_missing : NULL,
					      &word_mediation_yuan_bad));
	struct out o = out_make(in->mem, 24, 64);
	int places = -1;
	int64_t n = 0;

	if (str_ends(s, S("元")))
		s = str_trim(str_head(s, s.n - 3));
	if (s.n == 0)
		return 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.' && places < 0)
			places = 0;
		else if (s.p[i] >= '0' && s.p[i] <= '9')
			out_char(&o, s.p[i]), places += places >= 0;
		else if (s.p[i] != ',')
			places = 9;
	}
	for (int i = places < 0 ? 0 : places; i < 2; i++)
		out_char(&o, '0');
	if (places > 2 || !str_int(out_view(&o), &n))
		form_fault(in, field, &word_mediation_yuan_bad);
	return n;
}

struct choice *
step_choices(struct arena *mem, const struct word *const *words, size_t n)
{
	struct choice *c = make(mem, struct choice, n);

	for (size_t i = 0; i < n; i++)
		c[i] = (struct choice){ .value = str_fmt(mem, "%zu", i + 1), .word = words[i] };
	return c;
}

int
step_choice(struct form_in *in, const char *field, int most)
{
	return (int)form_int(in, field, 1, most, &word_web_choose, &word_web_choose);
}

/* ---- GET and POST ---- */

static enum err
form_make(struct db *db, struct req *rq, const struct step *s, const struct mediation_page *m, struct panel *f)
{
	*f = (struct panel){ .rq = rq,
			     .nav = "mediation",
			     .title = s->name,
			     .about = m->no,
			     .intro = s->effect,
			     .button = s->button,
			     .red = s->red,
			     .typed = rq->method == POST ? rq->form : NULL,
			     .back = str_fmt(rq->mem, "/mediation/%lld", (long long)m->c.id) };
	return s->ask(db, m, f);
}

static enum err
step_find(struct db *db, struct req *rq, const struct step **s, struct mediation_page **m)
{
	*m = make(rq->mem, struct mediation_page, 1);
	*s = step_of(rq->param[1]);
	if (!*s)
		return NOT_FOUND;
	TRY(mediation_page_load(db, rq, rq->id, *m));
	if (!(*m)->may_write)
		return FORBIDDEN;
	return (*s)->now(*m) ? OK : CONFLICT;
}

static enum err
step_page(struct db *db, struct req *rq, struct res *rs)
{
	const struct step *s;
	struct mediation_page *m;
	struct panel f;

	TRY(step_find(db, rq, &s, &m));
	TRY(form_make(db, rq, s, m, &f));
	return panel_show(&f, rs);
}

static enum err
step_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct step_taken t = { .rq = rq, .in = form_in(rq->mem, rq->form) };
	struct matter_keys keys;
	const struct step *s;
	struct mediation_page *m;
	struct panel f;
	enum err e;

	TRY(step_find(&tx->db, rq, &s, &m));
	TRY(matter_keys_load(&tx->db, rq->site->dir, rq->site->root_key, &keys));
	t.m = m;
	t.keys = keys.identity;
	TRY(form_make(&tx->db, rq, s, m, &f));
	e = s->take(tx, &t);
	f.faults = t.in.faults;
	if (e == INVALID && f.faults.n == 0)
		panel_fault(&f, f.parts ? f.part[0].field.name : "once", &word_mediation_refused);
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(e);
	return see_other(rq, rs, "/mediation/%lld", (long long)m->c.id);
}

const struct route mediation_act_routes[] = {
	PAGE("/mediation/:id/do/:step", DUTY_INTAKE, step_page),
	CHANGE("/mediation/:id/do/:step", DUTY_INTAKE, step_change),
	ROUTES_END,
};
