/* renew.c — a new holiday list: dates still to come are computed again, in pieces, in the order in which they are due.
 * What was promised never moves later; what changes is written down and listed. */
#include "matter/renew.h"
#include "gen/clock.sql.h"
#include "gen/renew.sql.h"
#include "gen/timer.sql.h"
#include "matter/deed.h"
#include "matter/digest.h"
#include "matter/timer.h"

#define PIECE 100

/* The first number of a basis such as "rule confirm 15 days". */
static int
number_in(str basis)
{
	str head, rest = basis;
	int64_t n = 0;

	while (rest.n) {
		(void)str_cut(rest, ' ', &head, &rest);
		if (str_int(head, &n) && n > 0 && n < 1000)
			return (int)n;
	}
	return 0;
}

/* The limit that the clock was computed by, or n 0 where working days did not decide it. */
static struct limit
limit_of(const struct q_renew_clock *k)
{
	struct limit l = { 0, LIMIT_WORKDAYS, k->source_zh, k->source_en };

	if (k->extended || str_eq(k->basis, S("upstream")) || str_eq(k->basis, S("set")))
		return l; /* a date that somebody named */
	if (k->unit == LIMIT_OFFICE_HOURS || (k->unit == 0 && k->hours && !str_ends(k->basis, S("24x7")))) {
		l.unit = LIMIT_OFFICE_HOURS;
		l.n = (int)k->hours;
	} else if (k->unit == LIMIT_DAYS_RESIDENT || (k->unit == 0 && k->kind == CLOCK_CONFIRM)) {
		l.unit = LIMIT_DAYS_RESIDENT;
		l.n = number_in(k->basis);
	} else if (k->unit == LIMIT_WORKDAYS || k->unit == 0) {
		l.n = (int)k->workdays;
	}
	return l;
}

/* What the newest list gives: the derivation again, and the logged pause on top of it. */
static enum err
again(struct db *db, const struct q_renew_clock *k, struct timer *t)
{
	struct limit l = limit_of(k);
	const struct calendar *c;
	int64_t in_day;

	if (l.n == 0)
		return NOT_FOUND;
	TRY(clock_calendar(db, &c));
	TRY(timer_of(db, (enum clock_kind)k->kind, S("rule"), &l, k->started, k->round, t));
	t->basis = k->basis;
	if (k->paused == 0)
		return OK;
	in_day = t->due.ms - moment_at(day_of(t->due), 0, 0).ms;
	t->due.ms = moment_at(calendar_add(c, day_of(t->due), (int)k->paused, NULL), 0, 0).ms + in_day;
	t->warn = timer_warning(c, (enum clock_kind)k->kind, l.unit, k->started, t->due);
	return OK;
}

static bool
alike(const struct q_renew_clock *k, const struct timer *t)
{
	return t->due.ms == k->due.ms && t->walk.provisional == k->provisional &&
	       t->walk.skipped_weekend == k->weekend && t->walk.skipped_holiday == k->holiday &&
	       t->walk.made_up == k->made_up;
}

enum err
renew_guard(struct work *w)
{
	struct q_renew_clock k;
	struct timer t;
	enum err e = q_renew_clock(&w->tx->db, w->m.id, w->deed->clock, w->deed->clock_round, &k);

	if (e == OK)
		e = again(&w->tx->db, &k, &t);
	if (e != OK)
		return e == NOT_FOUND ? CONFLICT : e;
	return k.due.ms > w->tx->db.now.ms && !alike(&k, &t) ? OK : CONFLICT;
}

/* Later, or already gone by: what was promised stands. */
static bool
stands(const struct q_renew_clock *k, const struct timer *t, moment now)
{
	return t->due.ms > k->due.ms || t->due.ms <= now.ms;
}

/* Whether this clock is the one that the matter's own due date shows. */
static bool
shown(const struct work *w, const struct q_renew_clock *k)
{
	enum clock_kind kind = w->m.state == MATTER_ANSWERED ? CLOCK_CONFIRM : CLOCK_ANSWER;

	return matter_open((enum matter_state)w->m.state) && (enum clock_kind)k->kind == kind &&
	       k->round == w->m.reopened;
}

enum err
renew(struct work *w)
{
	struct tx *tx = w->tx;
	struct arena *mem = tx->db.mem;
	struct q_renew_clock k;
	struct timer t;
	bool kept;

	TRY(q_renew_clock(&tx->db, w->m.id, w->deed->clock, w->deed->clock_round, &k));
	TRY(again(&tx->db, &k, &t));
	kept = stands(&k, &t, tx->db.now);
	w->visible = kept ? k.provisional : t.due.ms != k.due.ms || k.provisional != t.walk.provisional;
	if (t.due.ms != k.due.ms)
		TRY(q_renew_move(tx, t.version, w->m.id, k.kind, k.round, k.due, t.due, kept, tx->db.now));
	out_fmt(&w->detail, "clock %d list %lld due %.*s", (int)k.kind, (long long)t.version,
		STR_ARG(day_iso(mem, day_of(k.due))));
	if (kept)
		out_fmt(&w->detail, " stands, not %.*s", STR_ARG(day_iso(mem, day_of(t.due))));
	else
		out_fmt(&w->detail, " to %.*s", STR_ARG(day_iso(mem, day_of(t.due))));
	if (kept)
		return q_renew_stands(tx, w->m.id, k.kind, k.round);
	TRY(timer_replace(tx, w->m.id, &t));
	if (shown(w, &k))
		w->next.due = t.due;
	if (t.due.ms == k.due.ms || w->m.holder == 0)
		return OK;
	return digest_add(tx, w->m.holder, DIGEST_MOVED, w->m.id, t.kind, t.due, w->m.type);
}

/* ---- the job ---- */

static enum err
piece(struct tx *tx, struct q_renew_sweep *s, int64_t newest)
{
	struct q_renew_due_list l;

	TRY(q_renew_due(&tx->db, s->due, s->matter, s->kind, s->round, PIECE, &l));
	for (size_t i = 0; i < l.n; i++) {
		const struct q_renew_due *k = &l.p[i];
		const struct matter_deed deed = { .act = ACT_NEW_CALENDAR, .clock = k->kind, .clock_round = k->round };
		enum err e = k->version < newest ? matter_act(tx, &actor_clock, k->matter, &deed) : OK;

		if (e != OK && e != CONFLICT) /* CONFLICT: nothing changes for it */
			return e;
		*s = (struct q_renew_sweep){ newest, k->due, k->matter, k->kind, k->round, false };
	}
	s->done = l.n < PIECE;
	return OK;
}

enum err
renew_job(struct tx *tx, bool *more)
{
	struct q_clock_list list;
	struct q_renew_sweep s;
	enum err e = q_clock_list(&tx->db, &list);

	*more = false;
	if (e != OK)
		return e == NOT_FOUND ? OK : e;
	e = q_renew_sweep(&tx->db, &s);
	if (e != OK && e != NOT_FOUND)
		return e;
	if (e == NOT_FOUND || s.version != list.version)
		s = (struct q_renew_sweep){ .version = list.version, .due = tx->db.now };
	else if (s.done)
		return OK;
	TRY(piece(tx, &s, list.version));
	*more = !s.done;
	return q_renew_sweep_set(tx, list.version, s.due, s.matter, s.kind, s.round, s.done);
}
