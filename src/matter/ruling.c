/* ruling.c — returns and the rulings on them (features.md ★5): once for each unit, within five working days, with a
 * reason of the list; the centre rules within one working day, the second time the leader, and that is binding. The
 * answer clock runs on all the while: nobody wins a day by passing on. */
#include "base/rand.h"
#include "catalogue/catalogue.h"
#include "catalogue/limit.h"
#include "desk/clock.h"
#include "gen/path.sql.h"
#include "gen/timer.sql.h"
#include "matter/deed.h"
#include "matter/timer.h"

#define RULING_DAYS 1
#define REVIEW_DAYS 5

enum { KIND_RETURN = 1, KIND_OBJECTION, KIND_CONFLICT };

static int64_t
post_of(const struct work *w)
{
	return w->by->kind == ACTOR_STAFF ? w->by->post : 0;
}

/* The centre rules and the leader decides within what the table of limits says; within one and five working days where
 * an administrator has ended its rows. */
static enum err
clock_begin(struct work *w, enum clock_kind kind, int64_t n, int days)
{
	struct matter_timer t = { .kind = kind, .n = n };
	const struct calendar *c;
	struct limit l;
	moment due;
	enum err e = limit_find(&w->tx->db, kind, w->m.type, w->m.demand, w->m.channel, day_of(w->tx->db.now), &l);

	if (e != NOT_FOUND)
		return e == OK ? matter_timer_start(w->tx, w->m.id, &t, &due) : e;
	TRY(clock_calendar(&w->tx->db, &c));
	t.due = timer_day_end(calendar_add(c, day_of(w->tx->db.now), days, NULL));
	t.source_zh = str_fmt(w->tx->db.mem,
			      kind == CLOCK_RULING ? "退单要在%d个工作日内定责" : "领导在%d个工作日内决定", days);
	t.source_en = str_fmt(w->tx->db.mem,
			      kind == CLOCK_RULING ? "a return is ruled on within %d working day"
						   : "the leader decides within %d working days",
			      days);
	return matter_timer_start(w->tx, w->m.id, &t, &due);
}

/* ---- the return ---- */

static enum err
in_time(struct work *w)
{
	const struct calendar *c;
	struct q_path_passed p;

	TRY(q_path_passed(&w->tx->db, w->m.id, &p));
	if (p.last.ms == 0)
		return INVALID;
	TRY(clock_calendar(&w->tx->db, &c));
	return calendar_between(c, day_of(p.last), day_of(w->tx->db.now)) <= RETURN_DAYS ? OK : INVALID;
}

/* The timer returns it when the unit itself is complained about; that costs the unit nothing. */
enum err
ruling_return_guard(struct work *w)
{
	struct q_path_returns all;
	struct q_path_returned_by own;
	bool conflict;

	if (w->by->kind == ACTOR_CLOCK) {
		TRY(matter_conflict_with(&w->tx->db, w->m.id, w->m.unit, 0, &conflict));
		return conflict ? OK : CONFLICT;
	}
	if (w->deed->reason < 1 || w->deed->reason >= RETURN_REASONS || w->deed->text.n == 0 || w->m.unit == 0)
		return INVALID;
	TRY(q_path_returns(&w->tx->db, w->m.id, w->m.reopened, &all));
	TRY(q_path_returned_by(&w->tx->db, w->m.id, w->m.unit, w->m.reopened, &own));
	if (own.n > 0 || all.here >= RETURN_MOST || all.by_leader > 0)
		return INVALID;
	return in_time(w);
}

static enum err
ruling_begin(struct work *w, int64_t kind)
{
	struct tx *tx = w->tx;
	struct q_path_returns all;

	TRY(q_path_returns(&tx->db, w->m.id, w->m.reopened, &all));
	TRY(clock_begin(w, CLOCK_RULING, all.all_, RULING_DAYS));
	out_fmt(&w->detail, "reason %d return %lld", w->deed->reason, (long long)all.all_ + 1);
	return q_path_return_insert(tx, rand_id(tx->db.now.ms), w->m.id, all.all_, w->m.reopened, kind,
				    kind == KIND_OBJECTION ? 0 : w->m.unit, w->deed->reason, post_of(w), tx->db.now);
}

/* Unit and holder stay until somebody has ruled. */
enum err
ruling_return(struct work *w)
{
	if (w->m.draft)
		TRY(q_matter_answer_decide(w->tx, w->m.draft, 3, 0, w->tx->db.now, S("")));
	if (w->by->kind == ACTOR_CLOCK) {
		w->visible = false;
		TRY(office_leader(&w->tx->db, w->m.id, &w->next.holder));
		return ruling_begin(w, KIND_CONFLICT);
	}
	return ruling_begin(w, KIND_RETURN);
}

/* ---- the ruling ---- */

static enum err
open_return(struct work *w, struct q_path_return_open *r)
{
	enum err e = q_path_return_open(&w->tx->db, w->m.id, r);

	return e == NOT_FOUND ? CONFLICT : e;
}

enum err
ruling_rule_guard(struct work *w)
{
	struct q_path_return_open r;
	struct q_path_returns all;

	TRY(open_return(w, &r));
	TRY(q_path_returns(&w->tx->db, w->m.id, w->m.reopened, &all));
	if ((all.here >= RETURN_MOST || r.kind != KIND_RETURN) && w->by->role != ROLE_LEADER)
		return FORBIDDEN;
	if (w->deed->unit == 0 || (w->deed->make_rule && (w->by->role != ROLE_LEADER || w->m.type.n == 0)))
		return INVALID;
	return office_head(&w->tx->db, w->m.id, w->deed->unit, &w->next.holder);
}

enum err
ruling_claim_again(struct work *w)
{
	struct db *db = &w->tx->db;
	struct q_timer_by_kind claim;
	struct limits l;
	struct timer t;
	enum err e;

	if (w->m.reopened == 0)
		TRY(q_timer_assigned(w->tx, w->m.id));
	e = q_timer_by_kind(db, w->m.id, CLOCK_CLAIM, w->m.reopened, &claim);
	if (e == OK)
		return q_path_clock_again(w->tx, w->m.id, CLOCK_CLAIM, w->m.reopened);
	if (e != NOT_FOUND)
		return e;
	TRY(timer_limits(db, w->m.type, w->m.demand, w->m.channel, w->m.received_at, &l));
	TRY(timer_of_claim(db, &l, w->m.received_at, w->m.reopened, &t));
	return timer_start(w->tx, w->m.id, &t);
}

/* Whose it is from now on. A leader's ruling may stand for the next ones too. */
static enum err
pass_to(struct work *w)
{
	int64_t rule;

	w->next.unit = w->deed->unit;
	out_fmt(&w->detail, "holder %lld unit %lld", (long long)w->next.holder, (long long)w->next.unit);
	TRY(ruling_claim_again(w));
	if (!w->deed->make_rule)
		return OK;
	TRY(catalogue_route(w->tx, w->by, w->m.type, w->m.village, w->next.unit, day_add(day_of(w->tx->db.now), 1),
			    &rule));
	out_fmt(&w->detail, " rule %lld", (long long)rule);
	return OK;
}

enum err
ruling_rule(struct work *w)
{
	struct q_path_return_open r;

	TRY(open_return(w, &r));
	TRY(q_path_return_rule(w->tx, r.id, w->tx->db.now, w->by->post, w->deed->unit, w->by->role == ROLE_LEADER));
	TRY(timer_met(w->tx, w->m.id, CLOCK_RULING, r.nth));
	return pass_to(w);
}

/* ---- a resident objects ---- */

enum err
ruling_object_guard(struct work *w)
{
	struct q_path_objected o;

	if (w->deed->text.n == 0 || day_diff(day_of(w->m.closed_at), day_of(w->tx->db.now)) > OBJECT_NATURAL)
		return INVALID;
	TRY(q_path_objected(&w->tx->db, w->m.id, &o));
	return o.n == 0 ? OK : INVALID;
}

/* Open again with the date it had, in a leader's hand. */
enum err
ruling_object(struct work *w)
{
	TRY(path_resume(w));
	TRY(office_free(&w->tx->db, w->m.id, 0, &w->next.holder));
	return ruling_begin(w, KIND_OBJECTION);
}

enum err
ruling_uphold_guard(struct work *w)
{
	struct q_path_return_open r;

	TRY(open_return(w, &r));
	return r.kind == KIND_OBJECTION && w->deed->text.n ? OK : INVALID;
}

enum err
ruling_uphold(struct work *w)
{
	struct q_path_return_open r;

	TRY(open_return(w, &r));
	TRY(q_path_return_rule(w->tx, r.id, w->tx->db.now, w->by->post, 0, true));
	return deed_close(w);
}

/* ---- reopened twice: the leader ---- */

enum err
ruling_lift_guard(struct work *w)
{
	return w->m.reopened >= LIFT_AT ? office_leader(&w->tx->db, w->m.id, &w->next.holder) : CONFLICT;
}

enum err
ruling_lift(struct work *w)
{
	out_fmt(&w->detail, "holder %lld unit %lld", (long long)w->next.holder, (long long)w->next.unit);
	return clock_begin(w, CLOCK_LEADER, w->m.reopened, REVIEW_DAYS);
}

enum err
ruling_leader_guard(struct work *w)
{
	w->next.unit = w->deed->unit ? w->deed->unit : w->m.unit;
	if (w->next.unit == 0)
		return INVALID;
	return office_head(&w->tx->db, w->m.id, w->next.unit, &w->next.holder);
}

enum err
ruling_leader_offer(struct work *w)
{
	TRY(timer_met(w->tx, w->m.id, CLOCK_LEADER, w->m.reopened));
	TRY(ruling_claim_again(w));
	out_fmt(&w->detail, "holder %lld unit %lld", (long long)w->next.holder, (long long)w->next.unit);
	return OK;
}

enum err
ruling_leader_joint(struct work *w)
{
	TRY(timer_met(w->tx, w->m.id, CLOCK_LEADER, w->m.reopened));
	TRY(timer_met(w->tx, w->m.id, CLOCK_CLAIM, w->m.reopened));
	out_fmt(&w->detail, "holder %lld unit %lld", (long long)w->next.holder, (long long)w->next.unit);
	return OK;
}
