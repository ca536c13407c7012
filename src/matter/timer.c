#include "matter/timer.h"

#include "desk/clock.h"
#include "gen/timer.sql.h"

moment
timer_day_end(day d)
{
	return (moment){ moment_at(day_add(d, 1), 0, 0).ms - 1 };
}

enum err
timer_of_answer(struct db *db, const struct limits *l, moment from, int64_t round, struct timer *t)
{
	const struct calendar *c;

	TRY(clock_calendar(db, &c));
	*t = (struct timer){ .kind = CLOCK_ANSWER, .round = round, .started = from, .version = c->version };
	if (l->all_hours) {
		t->due.ms = from.ms + l->resolve_workdays * MS_DAY;
		t->hours = 24 * l->resolve_workdays;
		t->walk = (struct calendar_walk){ .start = day_of(from), .end = day_of(t->due) };
		t->basis = str_fmt(db->mem, "type %.*s %d hours 24x7", STR_ARG(l->code), (int)t->hours);
		return OK;
	}
	t->due = timer_day_end(calendar_add(c, day_of(from), (int)l->resolve_workdays, &t->walk));
	t->basis = str_fmt(db->mem, "type %.*s %d workdays", STR_ARG(l->code), t->walk.days);
	return OK;
}

enum err
timer_of_claim(struct db *db, const struct limits *l, moment from, int64_t round, struct timer *t)
{
	const struct calendar *c;

	TRY(clock_calendar(db, &c));
	*t = (struct timer){
		.kind = CLOCK_CLAIM, .round = round, .started = from, .hours = l->accept_hours, .version = c->version
	};
	if (l->all_hours)
		t->due.ms = from.ms + l->accept_hours * MS_HOUR;
	else
		t->due = calendar_hours(c, from, (int)l->accept_hours);
	t->walk = (struct calendar_walk){ .start = day_of(from),
					  .end = day_of(t->due),
					  .provisional = !l->all_hours && !calendar_published(c, day_of(t->due)) };
	t->basis = str_fmt(db->mem, "type %.*s %d %s", STR_ARG(l->code), (int)t->hours,
			   l->all_hours ? "hours 24x7" : "office hours");
	return OK;
}

/* Natural days, and a resident's limit that ends on a day off ends on the next working day (Civil Code 203). */
enum err
timer_of_confirm(struct db *db, const struct limits *l, moment from, int64_t round, struct timer *t)
{
	const struct calendar *c;
	int days = (int)(l->confirm_days < CONFIRM_LEAST ? CONFIRM_LEAST : l->confirm_days);
	day last;

	TRY(clock_calendar(db, &c));
	last = calendar_after(c, day_add(day_of(from), days));
	*t = (struct timer){ .kind = CLOCK_CONFIRM,
			     .round = round,
			     .started = from,
			     .due = timer_day_end(last),
			     .version = c->version };
	t->walk = (struct calendar_walk){ .start = day_of(from),
					  .end = last,
					  .provisional = !calendar_published(c, last) };
	t->basis = str_fmt(db->mem, "rule confirm %d days", days);
	return OK;
}

enum err
timer_of_pause(struct db *db, moment from, int64_t round, struct timer *t)
{
	const struct calendar *c;

	TRY(clock_calendar(db, &c));
	*t = (struct timer){ .kind = CLOCK_PAUSE, .round = round, .started = from, .version = c->version };
	t->due = timer_day_end(calendar_add(c, day_of(from), PAUSE_MOST, &t->walk));
	t->basis = str_fmt(db->mem, "rule pause %d workdays", PAUSE_MOST);
	return OK;
}

enum err
timer_start(struct tx *tx, int64_t matter, const struct timer *t)
{
	const struct calendar_walk *w = &t->walk;

	return q_timer_insert(tx, matter, t->kind, t->round, t->started, t->due, t->basis, w->start, w->days, t->hours,
			      w->skipped_weekend, w->skipped_holiday, w->made_up, w->off_first, w->off_last,
			      w->provisional, t->version);
}

enum err
timer_replace(struct tx *tx, int64_t matter, const struct timer *t)
{
	const struct calendar_walk *w = &t->walk;

	return q_timer_replace(tx, matter, t->due, t->basis, w->days, t->hours, w->skipped_weekend, w->skipped_holiday,
			       w->made_up, w->off_first, w->off_last, w->provisional, t->version);
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
	return q_timer_move(tx, matter, round, *due, n);
}

enum err
matter_claim_due(struct db *db, str type, moment received_at, moment *due)
{
	struct limits l;
	struct timer t;

	TRY(timer_limits(db, type, received_at, &l));
	TRY(timer_of_claim(db, &l, received_at, 0, &t));
	*due = t.due;
	return OK;
}
