/* agree.c — the agreement, from its draft to the closed file. */
#include "base/utf8.h"
#include "desk/clock.h"
#include "gen/after.sql.h"
#include "mediation/case.h"

#define INSTALMENTS 60
#define RECORDS_ALL 200
#define FEN_MOST    INT64_C(100000000000) /* a thousand million yuan */

static bool
terms_good(const struct q_mediation_case *c, const struct mediation_terms *t)
{
	if (t->form < FORM_WRITTEN || t->form > FORM_ORAL || t->fen < 0 || t->fen > FEN_MOST)
		return false;
	if (t->form == FORM_ORAL && (!t->oral_ok || c->nature == NATURE_FARMLAND))
		return false;
	return t->facts.n && t->terms.n && t->manner.n && utf8_count(t->facts) <= MEDIATION_TEXT &&
	       utf8_count(t->disputed) <= MEDIATION_TEXT && utf8_count(t->terms) <= MEDIATION_TEXT &&
	       utf8_count(t->manner) <= MEDIATION_TEXT;
}

enum err
mediation_draft(struct tx *tx, const struct actor *by, int64_t id, const struct mediation_terms *t)
{
	struct q_mediation_agreement old;
	struct q_mediation_parties_list l;
	struct q_mediation_case c;
	enum err e;

	TRY(case_take(tx, by, id, STAGES_WORK, &c));
	if (!terms_good(&c, t))
		return INVALID;
	e = q_mediation_agreement(&tx->db, id, c.round, &old);
	if (e == OK && old.effective_on.n)
		return CONFLICT;
	if (e != OK && e != NOT_FOUND)
		return e;
	TRY(q_mediation_parties(&tx->db, id, MEDIATION_PARTIES, &l));
	TRY(q_mediation_agreement_put(tx, id, c.round, t->form, t->form == FORM_ORAL && t->oral_ok, t->facts,
				      t->disputed, t->terms, t->manner, t->last_on, t->fen,
				      t->form == FORM_WRITTEN ? (int64_t)l.n + 1 : 0, by->post, tx->db.now));
	return case_note(tx, by, &c, "draft",
			 str_fmt(tx->db.mem, "form %d round %lld", (int)t->form, (long long)c.round), t->terms);
}

day
mediation_effective(enum mediation_form form, day parties_on, day mediator_on, day seal_on)
{
	day last = parties_on;

	if (form == FORM_ORAL)
		return parties_on;
	if (parties_on.n == 0 || mediator_on.n == 0 || seal_on.n == 0)
		return (day){ 0 };
	if (day_diff(last, mediator_on) > 0)
		last = mediator_on;
	return day_diff(last, seal_on) > 0 ? seal_on : last;
}

day
mediation_court_last(const struct calendar *c, day effective, enum mediation_nature nature)
{
	if (effective.n == 0 || nature == NATURE_STATUS)
		return (day){ 0 };
	return calendar_after(c, day_add(effective, COURT_DAYS));
}

static enum err
in_force(struct tx *tx, const struct actor *by, struct q_mediation_case *c, day effective, str detail)
{
	const struct calendar *calendar;
	int64_t was = c->stage;
	day last;

	c->stage = STAGE_SETTLED;
	c->effective_on = effective;
	c->kept = KEPT_RUNNING;
	c->kept_on = (day){ 0 };
	if (c->settled_on.n == 0)
		c->settled_on = effective;
	c->ended_at = tx->db.now;
	TRY(case_keep(tx, by, c, "settle", was, detail, S("")));
	TRY(q_mediation_party_no_copies(tx, c->id));
	TRY(clock_calendar(&tx->db, &calendar));
	last = mediation_court_last(calendar, effective, (enum mediation_nature)c->nature);
	return last.n ? q_mediation_court_insert(tx, c->id, c->round, last) : OK;
}

static bool
signed_days(const struct tx *tx, const struct q_mediation_case *c, day d)
{
	return d.n == 0 || (day_diff(d, day_of(tx->db.now)) >= 0 && day_diff(day_of(c->registered_at), d) >= 0);
}

enum err
mediation_sign(struct tx *tx, const struct actor *by, int64_t id, day parties_on, day mediator_on, day seal_on)
{
	struct q_mediation_agreement a;
	struct q_mediation_case c;
	day effective;

	TRY(case_take(tx, by, id, STAGES_WORK, &c));
	TRY(q_mediation_agreement(&tx->db, id, c.round, &a));
	if (a.form == FORM_ORAL)
		mediator_on = seal_on = (day){ 0 };
	effective = mediation_effective((enum mediation_form)a.form, parties_on, mediator_on, seal_on);
	if (effective.n == 0 || !signed_days(tx, &c, parties_on) || !signed_days(tx, &c, mediator_on) ||
	    !signed_days(tx, &c, seal_on))
		return INVALID;
	TRY(q_mediation_agreement_sign(tx, id, c.round, parties_on, mediator_on, seal_on, effective));
	TRY(in_force(tx, by, &c, effective,
		     str_fmt(tx->db.mem, "form %lld effective %.*s", (long long)a.form,
			     STR_ARG(day_iso(tx->db.mem, effective)))));
	TRY(case_matter(tx, by, &c, ACT_MEDIATE_END));
	return case_reply(tx, by, &c);
}

enum err
mediation_copies(struct tx *tx, const struct actor *by, int64_t id, int64_t party, day on)
{
	struct q_mediation_case c;

	TRY(case_take(tx, by, id, STAGE(SETTLED) | STAGE(BROKEN), &c));
	if (on.n == 0 || !signed_days(tx, &c, on) || day_diff(c.effective_on, on) < 0)
		return INVALID;
	TRY(q_mediation_party_copy(tx, id, party, on));
	return case_note(tx, by, &c, "copy", str_fmt(tx->db.mem, "party %lld", (long long)party), S(""));
}

/* ---- performance ---- */

enum err
mediation_instalment(struct tx *tx, const struct actor *by, int64_t id, day due, int64_t fen, str what)
{
	struct q_mediation_instalment_last last;
	struct q_mediation_agreement a;
	struct q_mediation_case c;

	TRY(case_take(tx, by, id, STAGES_WORK, &c));
	TRY(q_mediation_agreement(&tx->db, id, c.round, &a));
	TRY(q_mediation_instalment_last(&tx->db, id, c.round, &last));
	if (a.effective_on.n)
		return CONFLICT;
	if (due.n == 0 || day_diff(day_of(c.registered_at), due) < 0 || fen < 0 || what.n == 0 ||
	    utf8_count(what) > MEDIATION_SHORT || last.n >= INSTALMENTS || (a.fen && last.fen + fen > a.fen))
		return INVALID;
	TRY(q_mediation_instalment_insert(tx, id, c.round, last.n + 1, due, fen, what));
	return case_note(
		tx, by, &c, "instalment",
		str_fmt(tx->db.mem, "n %lld due %.*s", (long long)last.n + 1, STR_ARG(day_iso(tx->db.mem, due))), what);
}

static bool
kept_day(const struct tx *tx, const struct q_mediation_case *c, day on)
{
	return on.n && day_diff(on, day_of(tx->db.now)) >= 0 && day_diff(c->effective_on, on) >= 0;
}

static enum err
performed(struct tx *tx, const struct actor *by, struct q_mediation_case *c, day on, str detail)
{
	int64_t was = c->stage;

	c->stage = STAGE_SETTLED;
	c->kept = KEPT_DONE;
	c->kept_on = on;
	return case_keep(tx, by, c, "perform", was, detail, S(""));
}

/* The last instalment performs the agreement. */
enum err
mediation_pay(struct tx *tx, const struct actor *by, int64_t id, int64_t n, day on)
{
	struct q_mediation_instalments_open open;
	struct q_mediation_case c;
	str detail;

	TRY(case_take(tx, by, id, STAGE(SETTLED), &c));
	if (!kept_day(tx, &c, on))
		return INVALID;
	TRY(q_mediation_instalment_meet(tx, id, c.round, n, on, tx->db.now));
	TRY(q_mediation_instalments_open(&tx->db, id, c.round, &open));
	detail = str_fmt(tx->db.mem, "instalment %lld", (long long)n);
	if (open.n)
		return case_note(tx, by, &c, "pay", detail, S(""));
	return performed(tx, by, &c, on, detail);
}

enum err
mediation_perform(struct tx *tx, const struct actor *by, int64_t id, day on)
{
	struct q_mediation_instalments_open open;
	struct q_mediation_case c;

	TRY(case_take(tx, by, id, STAGE(SETTLED) | STAGE(BROKEN), &c));
	TRY(q_mediation_instalments_open(&tx->db, id, c.round, &open));
	if (!kept_day(tx, &c, on) || c.kept == KEPT_DONE || open.n)
		return INVALID;
	return performed(tx, by, &c, on, S(""));
}

enum err
mediation_break(struct tx *tx, const struct actor *by, int64_t id, int64_t n, day on)
{
	struct q_mediation_case c;
	int64_t was;

	TRY(case_take(tx, by, id, STAGE(SETTLED), &c));
	if (!kept_day(tx, &c, on) || c.kept == KEPT_DONE)
		return INVALID;
	if (n)
		TRY(q_mediation_instalment_break(tx, id, c.round, n, on, tx->db.now));
	TRY(q_mediation_instalments_over(tx, id, c.round, tx->db.now));
	was = c.stage;
	c.stage = STAGE_BROKEN;
	c.kept = KEPT_BROKEN;
	c.kept_on = on;
	c.round++;
	return case_keep(tx, by, &c, "break", was, str_fmt(tx->db.mem, "instalment %lld", (long long)n), S(""));
}

/* ---- the court ---- */

enum err
mediation_court_ask(struct tx *tx, const struct actor *by, int64_t id, int ground, str court, day on)
{
	struct q_mediation_court k;
	struct q_mediation_case c;

	TRY(case_take(tx, by, id, STAGE(SETTLED), &c));
	TRY(q_mediation_court(&tx->db, id, c.round, &k));
	if (ground < 1 || ground > 3 || court.n == 0 || utf8_count(court) > MEDIATION_SHORT || !kept_day(tx, &c, on) ||
	    day_diff(on, k.last_on) < 0)
		return INVALID;
	TRY(q_mediation_court_ask(tx, id, c.round, ground, court, on));
	return case_note(tx, by, &c, "court_ask",
			 str_fmt(tx->db.mem, "ground %d on %.*s", ground, STR_ARG(day_iso(tx->db.mem, on))), court);
}

enum err
mediation_court_ruled(struct tx *tx, const struct actor *by, int64_t id, int ruling, str paper, day on)
{
	struct q_mediation_court k;
	struct q_mediation_case c;

	TRY(case_take(tx, by, id, STAGE(SETTLED) | STAGE(BROKEN) | STAGE(FILED), &c));
	TRY(q_mediation_court(&tx->db, id, c.round - (c.stage == STAGE_BROKEN), &k));
	if (ruling < 1 || ruling > 3 || utf8_count(paper) > MEDIATION_SHORT || (ruling < 3 && paper.n == 0) ||
	    !kept_day(tx, &c, on) || k.asked_on.n == 0 || day_diff(k.asked_on, on) < 0)
		return INVALID;
	TRY(q_mediation_court_rule(tx, id, c.round - (c.stage == STAGE_BROKEN), ruling, paper, on));
	return case_note(tx, by, &c, "court_ruled", str_fmt(tx->db.mem, "ruling %d", ruling), paper);
}

/* ---- the file ---- */

static enum err
session_held(struct db *db, int64_t id, bool *yes)
{
	struct q_mediation_records_list l;

	*yes = false;
	TRY(q_mediation_records(db, id, RECORDS_ALL, &l));
	for (size_t i = 0; i < l.n; i++)
		*yes |= l.p[i].kind == RECORD_SESSION;
	return OK;
}

enum err
mediation_file(struct tx *tx, const struct actor *by, int64_t id, day on, int years, str note)
{
	struct q_mediation_case c;
	int64_t was;
	bool held;

	TRY(case_take(tx, by, id, STAGE(SETTLED) | STAGE(FAILED) | STAGE(REFUSED) | STAGE(HANDED), &c));
	was = c.stage;
	TRY(session_held(&tx->db, id, &held));
	if (c.filed_on.n || (was == STAGE_SETTLED && (c.kept != KEPT_DONE || !held)))
		return CONFLICT;
	if (on.n == 0 || !signed_days(tx, &c, on) || years < 1 || years > 100 || utf8_count(note) > MEDIATION_TEXT)
		return INVALID;
	if (was == STAGE_SETTLED)
		c.stage = STAGE_FILED;
	c.filed_on = on;
	c.filed_by = by->post;
	c.keep_years = years;
	c.file_note = note;
	return case_keep(tx, by, &c, "file", was, str_fmt(tx->db.mem, "keep %d years", years), note);
}
