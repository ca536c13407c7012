/* timer.c — how a due date is computed, and what may be done to a clock that runs. */
#include "matter/timer.h"

#include "gen/timer.sql.h"

moment
timer_day_end(day d)
{
	return (moment){ moment_at(day_add(d, 1), 0, 0).ms - 1 };
}

/* The office is warned on the morning of the last working day before the due date; residents are not pressed. */
moment
timer_warning(const struct calendar *c, enum clock_kind kind, enum limit_unit unit, moment from, moment due)
{
	moment at;

	if (kind == CLOCK_CONFIRM || kind == CLOCK_PAUSE || unit == LIMIT_DAYS_RESIDENT || unit == LIMIT_HOURS)
		return (moment){ 0 };
	at = moment_at(calendar_before(c, day_add(day_of(due), -1)), 0, 0);
	return at.ms > from.ms ? at : (moment){ 0 };
}

static void
walk_natural(const struct calendar *c, const struct limit *l, struct timer *t)
{
	day last = day_add(day_of(t->started), l->n);

	if (l->unit == LIMIT_DAYS_RESIDENT)
		last = calendar_after(c, last);
	t->due = timer_day_end(last);
	t->walk =
		(struct calendar_walk){ .start = day_of(t->started),
					.end = last,
					.provisional = l->unit == LIMIT_DAYS_RESIDENT && !calendar_published(c, last) };
}

static void
walk_hours(const struct calendar *c, const struct limit *l, struct timer *t)
{
	t->hours = l->n;
	if (l->unit == LIMIT_HOURS)
		t->due.ms = t->started.ms + l->n * MS_HOUR;
	else
		t->due = calendar_hours(c, t->started, l->n);
	t->walk = (struct calendar_walk){ .start = day_of(t->started),
					  .end = day_of(t->due),
					  .provisional = l->unit == LIMIT_OFFICE_HOURS &&
							 !calendar_published(c, day_of(t->due)) };
}

static const char *
unit_words(enum limit_unit unit)
{
	switch (unit) {
	case LIMIT_OFFICE_HOURS: return "office hours";
	case LIMIT_DAYS: return "days";
	case LIMIT_DAYS_RESIDENT: return "days, resident";
	case LIMIT_HOURS: return "hours 24x7";
	case LIMIT_WORKDAYS:
	case LIMIT_UNITS: break;
	}
	return "workdays";
}

static enum err
timer_by(struct db *db, const struct calendar *c, enum clock_kind kind, str what, const struct limit *l, moment from,
	 int64_t round, struct timer *t)
{
	if (!c)
		TRY(clock_calendar(db, &c));
	*t = (struct timer){ .kind = kind,
			     .round = round,
			     .started = from,
			     .unit = l->unit,
			     .version = c->version,
			     .source_zh = l->basis_zh,
			     .source_en = l->basis_en };
	if (l->unit == LIMIT_OFFICE_HOURS || l->unit == LIMIT_HOURS)
		walk_hours(c, l, t);
	else if (l->unit == LIMIT_DAYS || l->unit == LIMIT_DAYS_RESIDENT)
		walk_natural(c, l, t);
	else
		t->due = timer_day_end(calendar_add(c, day_of(from), l->n, &t->walk));
	t->basis = str_fmt(db->mem, "%.*s %d %s", STR_ARG(what), l->n, unit_words(l->unit));
	t->warn = timer_warning(c, kind, l->unit, from, t->due);
	return OK;
}

enum err
timer_of(struct db *db, enum clock_kind kind, str what, const struct limit *l, moment from, int64_t round,
	 struct timer *t)
{
	return timer_by(db, NULL, kind, what, l, from, round, t);
}

static str
of_type(struct db *db, const struct limits *l)
{
	return str_fmt(db->mem, "type %.*s", STR_ARG(l->code));
}

enum err
timer_of_answer(struct db *db, const struct limits *l, moment from, int64_t round, struct timer *t)
{
	return timer_by(db, l->calendar, CLOCK_ANSWER, of_type(db, l), &l->answer, from, round, t);
}

enum err
timer_of_claim(struct db *db, const struct limits *l, moment from, int64_t round, struct timer *t)
{
	return timer_by(db, l->calendar, CLOCK_CLAIM, of_type(db, l), &l->claim, from, round, t);
}

/* Natural days, and a resident's limit that ends on a day off ends on the next working day (Civil Code 203). */
enum err
timer_of_confirm(struct db *db, const struct limits *l, moment from, int64_t round, struct timer *t)
{
	const struct limit days = { (int)(l->confirm_days < CONFIRM_LEAST ? CONFIRM_LEAST : l->confirm_days),
				    LIMIT_DAYS_RESIDENT, S(""), S("") };

	return timer_of(db, CLOCK_CONFIRM, S("rule confirm"), &days, from, round, t);
}

enum err
timer_of_pause(struct db *db, moment from, int64_t round, struct timer *t)
{
	const struct limit most = { PAUSE_MOST, LIMIT_WORKDAYS, S(""), S("") };

	return timer_of(db, CLOCK_PAUSE, S("rule pause"), &most, from, round, t);
}

/* The date on the order of the hotline wins, whether it is sooner or later than the office's own limit. */
enum err
timer_of_upstream(struct db *db, moment due, moment from, struct timer *t)
{
	const struct calendar *c;

	TRY(clock_calendar(db, &c));
	*t = (struct timer){ .kind = CLOCK_ANSWER,
			     .started = from,
			     .due = due,
			     .unit = LIMIT_DAYS,
			     .version = c->version,
			     .basis = S("upstream"),
			     .walk = { .start = day_of(from), .end = day_of(due) },
			     .source_zh = S(""),
			     .source_en = S("") };
	t->warn = timer_warning(c, CLOCK_ANSWER, LIMIT_DAYS, from, due);
	return OK;
}

enum err
timer_start(struct tx *tx, int64_t matter, const struct timer *t)
{
	const struct calendar_walk *w = &t->walk;

	return q_timer_insert(tx, matter, t->kind, t->round, t->started, t->due, t->basis, w->start, w->days, t->hours,
			      w->skipped_weekend, w->skipped_holiday, w->made_up, w->off_first, w->off_last,
			      w->provisional, t->version, t->unit, t->source_zh, t->source_en, t->warn);
}

enum err
timer_replace(struct tx *tx, int64_t matter, const struct timer *t)
{
	const struct calendar_walk *w = &t->walk;

	return q_timer_replace(tx, matter, t->kind, t->round, t->due, t->basis, w->days, t->hours, w->skipped_weekend,
			       w->skipped_holiday, w->made_up, w->off_first, w->off_last, w->provisional, t->version,
			       t->unit, t->source_zh, t->source_en, t->warn);
}

enum err
timer_met(struct tx *tx, int64_t matter, enum clock_kind kind, int64_t round)
{
	return q_timer_meet(tx, matter, kind, round, tx->db.now);
}

enum err
timer_fired(struct tx *tx, int64_t matter, enum clock_kind kind, int64_t round)
{
	return q_timer_fire(tx, matter, kind, round, tx->db.now);
}

/* While the resident is asked nobody is warned of the answer. */
enum err
timer_pause(struct tx *tx, int64_t matter, int64_t round)
{
	struct timer t;

	TRY(timer_of_pause(&tx->db, tx->db.now, round, &t));
	TRY(timer_start(tx, matter, &t));
	return q_timer_warned(tx, matter, CLOCK_ANSWER, round);
}

static enum err
answer_move(struct tx *tx, int64_t matter, int64_t round, const struct q_timer_by_kind *answer, moment due,
	    int64_t paused, int64_t extended)
{
	const struct calendar *c;
	moment warn;

	TRY(clock_calendar(&tx->db, &c));
	warn = timer_warning(c, CLOCK_ANSWER, (enum limit_unit)answer->unit, tx->db.now, due);
	return q_timer_move(tx, matter, round, due, paused, extended, warn);
}

enum err
timer_unpause(struct tx *tx, int64_t matter, int64_t round, int64_t *days, moment *due)
{
	struct q_timer_by_kind pause, answer;
	const struct calendar *c;
	int64_t in_day;
	int n;

	TRY(clock_calendar(&tx->db, &c));
	TRY(q_timer_by_kind(&tx->db, matter, CLOCK_PAUSE, round, &pause));
	TRY(q_timer_by_kind(&tx->db, matter, CLOCK_ANSWER, round, &answer));
	n = calendar_between(c, day_of(pause.started), day_of(tx->db.now));
	n = n < 0 ? 0 : n > PAUSE_MOST ? PAUSE_MOST : n;
	in_day = answer.due.ms - moment_at(day_of(answer.due), 0, 0).ms;
	due->ms = moment_at(calendar_add(c, day_of(answer.due), n, NULL), 0, 0).ms + in_day;
	*days = n;
	TRY(timer_met(tx, matter, CLOCK_PAUSE, round));
	return answer_move(tx, matter, round, &answer, *due, n, 0);
}

enum err
timer_extend(struct tx *tx, int64_t matter, int64_t round, day until, int64_t *days, moment *due)
{
	struct q_timer_by_kind answer;

	TRY(q_timer_by_kind(&tx->db, matter, CLOCK_ANSWER, round, &answer));
	*due = timer_day_end(until);
	*days = day_diff(day_of(answer.due), until);
	return answer_move(tx, matter, round, &answer, *due, 0, *days);
}

enum err
matter_claim_due(struct db *db, str type, moment received_at, moment *due)
{
	struct limits l;
	struct timer t;

	TRY(timer_limits(db, type, 0, 0, received_at, &l));
	TRY(timer_of_claim(db, &l, received_at, 0, &t));
	*due = t.due;
	return OK;
}

/* ---- for the slices above ---- */

static bool
of_slice(enum clock_kind kind)
{
	return (kind >= CLOCK_RULING && kind <= CLOCK_HANDLING) || kind == CLOCK_LEADER;
}

enum err
matter_timer_start(struct tx *tx, int64_t matter, const struct matter_timer *in, moment *due)
{
	moment from = in->from.ms ? in->from : tx->db.now;
	struct q_timer_matter m;
	const struct calendar *c;
	struct limit l;
	struct timer t;
	enum err e;

	if (!of_slice(in->kind) || in->n < 0 || in->n > 30000 || (in->due.ms && in->due.ms <= from.ms))
		return INVALID;
	TRY(q_timer_matter(&tx->db, matter, &m));
	e = limit_find(&tx->db, in->kind, m.type, m.demand, m.channel, day_of(from), &l);
	if (e != OK && (e != NOT_FOUND || in->due.ms == 0))
		return e == NOT_FOUND ? INVALID : e;
	if (e == NOT_FOUND)
		l = (struct limit){ 1, LIMIT_DAYS, S(""), S("") };
	l.basis_zh = in->source_zh.n ? in->source_zh : l.basis_zh;
	l.basis_en = in->source_en.n ? in->source_en : l.basis_en;
	if (in->due.ms) {
		TRY(clock_calendar(&tx->db, &c));
		TRY(timer_of_upstream(&tx->db, in->due, from, &t));
		t.kind = in->kind;
		t.basis = S("set");
		t.source_zh = in->source_zh.n ? in->source_zh : S("");
		t.source_en = in->source_en.n ? in->source_en : S("");
	} else {
		TRY(timer_of(&tx->db, in->kind, S("rule"), &l, from, in->n, &t));
	}
	t.round = in->n;
	*due = t.due;
	return timer_start(tx, matter, &t);
}

enum err
matter_timer_due(struct db *db, int64_t matter, enum clock_kind kind, day *due)
{
	struct q_timer_matter m = { .type = S("") };
	struct limit l;
	struct timer t;

	if (matter)
		TRY(q_timer_matter(db, matter, &m));
	TRY(limit_find(db, kind, m.type, m.demand, m.channel, day_of(db->now), &l));
	TRY(timer_of(db, kind, S("rule"), &l, db->now, 0, &t));
	*due = day_of(t.due);
	return OK;
}

enum err
matter_timer_met(struct tx *tx, int64_t matter, enum clock_kind kind, int64_t n)
{
	return of_slice(kind) ? timer_met(tx, matter, kind, n) : INVALID;
}

enum err
matter_timer_move(struct tx *tx, int64_t matter, enum clock_kind kind, int64_t n, moment due)
{
	const struct calendar *c;

	if (!of_slice(kind) || due.ms <= tx->db.now.ms)
		return INVALID;
	TRY(clock_calendar(&tx->db, &c));
	return q_timer_set(tx, matter, kind, n, due, timer_warning(c, kind, LIMIT_DAYS, tx->db.now, due));
}
