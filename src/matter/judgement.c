/* judgement.c — how a matter ends. Only the resident closes it as solved: by the own code, or by word to a clerk
 * outside the handling unit. Silence closes it in a column of its own, and only after two channels were tried. */
#include "base/rand.h"
#include "gen/extend.sql.h"
#include "gen/path.sql.h"
#include "gen/timer.sql.h"
#include "matter/deed.h"
#include "matter/timer.h"

/* By whom and how the resident's word came. A clerk says how; a resident's own word is never anything else. */
static enum err
method_guard(const struct work *w)
{
	enum judgement_method m = w->deed->method;

	if (w->by->kind != ACTOR_STAFF)
		return OK;
	return m == METHOD_PHONE || m == METHOD_PAPER || m == METHOD_AT_DESK ? OK : INVALID;
}

static enum judgement_method
method_of(const struct work *w)
{
	return w->by->kind == ACTOR_STAFF ? w->deed->method : METHOD_OWN;
}

enum err
judgement_keep(struct work *w, int64_t matter, int64_t round, enum judgement_solved solved)
{
	struct tx *tx = w->tx;
	int64_t taken_by = w->by->kind == ACTOR_STAFF ? w->by->post : 0;

	out_fmt(&w->detail, "solved %d satisfied %d method %d", (int)solved, (int)w->deed->satisfied,
		(int)method_of(w));
	return q_matter_judgement_insert(tx, rand_id(tx->db.now.ms), matter, round, w->follower, solved,
					 w->deed->satisfied, w->deed->text, method_of(w), taken_by, tx->db.now);
}

static bool
satisfied_known(enum judgement_satisfied s)
{
	return s <= SATISFIED_NO;
}

enum err
judgement_yes_guard(struct work *w)
{
	if (w->deed->solved != SOLVED_YES || !satisfied_known(w->deed->satisfied))
		return INVALID;
	return method_guard(w);
}

enum err
judgement_no_guard(struct work *w)
{
	if ((w->deed->solved != SOLVED_PARTLY && w->deed->solved != SOLVED_NOT) || !satisfied_known(w->deed->satisfied))
		return INVALID;
	return method_guard(w);
}

enum err
judgement_yes(struct work *w)
{
	TRY(judgement_keep(w, w->m.id, w->m.reopened, SOLVED_YES));
	return deed_close(w);
}

/* A new round from this moment; the clocks of the round before stay as they ended. The holder stays, or the unit's
 * head where the post has ended. */
static enum err
round_begin(struct work *w)
{
	struct db *db = &w->tx->db;
	int64_t round = w->m.reopened + 1;
	struct limits l;
	struct timer t;
	enum err runs;

	TRY(q_timer_meet_all(w->tx, w->m.id, db->now));
	TRY(timer_limits(db, w->m.type, w->m.demand, w->m.channel, w->m.received_at, &l));
	TRY(timer_of_claim(db, &l, db->now, round, &t));
	TRY(timer_start(w->tx, w->m.id, &t));
	TRY(timer_of_answer(db, &l, db->now, round, &t));
	TRY(timer_start(w->tx, w->m.id, &t));
	w->next.reopened = round;
	w->next.due = t.due;
	w->next.closed_at = (moment){ 0 };
	runs = office_runs(db, w->m.id, w->m.holder);
	if (runs == NOT_FOUND)
		TRY(office_free(db, w->m.id, w->m.unit, &w->next.holder));
	else
		TRY(runs);
	out_fmt(&w->detail, " round %lld due %.*s", (long long)round, STR_ARG(day_iso(db->mem, day_of(t.due))));
	return OK;
}

enum err
judgement_no(struct work *w)
{
	TRY(judgement_keep(w, w->m.id, w->m.reopened, w->deed->solved));
	return round_begin(w);
}

enum err
judgement_try_guard(struct work *w)
{
	const struct matter_deed *d = w->deed;

	return d->contact_channel >= 1 && d->contact_channel <= 4 && (d->contact_result == 1 || d->contact_result == 2)
		       ? OK
		       : INVALID;
}

/* A try after the date has passed lets the timer look again. */
enum err
judgement_try(struct work *w)
{
	struct tx *tx = w->tx;

	w->visible = false;
	out_fmt(&w->detail, "channel %d result %d", w->deed->contact_channel, w->deed->contact_result);
	TRY(q_matter_contact_insert(tx, rand_id(tx->db.now.ms), w->m.id, w->deed->contact_channel,
				    w->deed->contact_result, w->by->post, tx->db.now));
	return q_timer_rearm(tx, w->m.id, CLOCK_CONFIRM, w->m.reopened);
}

enum err
judgement_silent_guard(struct work *w)
{
	struct q_matter_contact_channels tried;

	if (w->m.due.ms > w->tx->db.now.ms)
		return INVALID;
	TRY(q_matter_contact_channels(&w->tx->db, w->m.id, w->m.answered_at, &tried));
	return tried.n >= 2 ? OK : INVALID;
}

enum err
judgement_silent(struct work *w)
{
	out_str(&w->detail, S("two channels tried"));
	return deed_close(w);
}

enum err
judgement_reopen_guard(struct work *w)
{
	day last;

	TRY(matter_reopen_last(&w->tx->db, w->m.type, w->m.received_at, (enum matter_state)w->m.state, w->m.closed_at,
			       &last));
	return day_diff(day_of(w->tx->db.now), last) >= 0 ? OK : INVALID;
}

enum err
judgement_reopen(struct work *w)
{
	return round_begin(w);
}

/* By a handler of the unit, who then holds it; by the timer the holder keeps it. The clock of the round runs since
 * the judgement. */
enum err
judgement_restart(struct work *w)
{
	if (w->by->kind == ACTOR_STAFF)
		w->next.holder = w->by->post;
	out_fmt(&w->detail, "holder %lld unit %lld", (long long)w->next.holder, (long long)w->next.unit);
	if (w->by->kind == ACTOR_CLOCK)
		return timer_fired(w->tx, w->m.id, CLOCK_CLAIM, w->m.reopened);
	return timer_met(w->tx, w->m.id, CLOCK_CLAIM, w->m.reopened);
}

enum err
judgement_drop_guard(struct work *w)
{
	return method_guard(w);
}

enum err
judgement_drop(struct work *w)
{
	if (w->by->kind == ACTOR_STAFF)
		out_fmt(&w->detail, "method %d", (int)w->deed->method);
	if (w->m.draft)
		TRY(q_matter_answer_decide(w->tx, w->m.draft, 3, 0, w->tx->db.now, S("")));
	TRY(timer_met(w->tx, w->m.id, CLOCK_REVIEW, w->m.reopened));
	TRY(q_path_return_drop(w->tx, w->m.id, w->tx->db.now));
	TRY(merge_release(w));
	return deed_close(w);
}

/* Which clock ran past its date: the one that the timer names, else the one that the state stands for. */
static enum clock_kind
late_kind(const struct work *w)
{
	if (w->deed->clock)
		return (enum clock_kind)w->deed->clock;
	return w->m.state == MATTER_ANSWERED ? CLOCK_CONFIRM : CLOCK_ANSWER;
}

static int64_t
late_round(const struct work *w)
{
	return w->deed->clock ? w->deed->clock_round : w->m.reopened;
}

/* The timer says once, in the timeline, that a date has passed: the answer's, the first contact's, or the resident's
 * silence with channels still to try. */
enum err
judgement_late_guard(struct work *w)
{
	struct q_timer_by_kind k;
	enum err e = q_timer_by_kind(&w->tx->db, w->m.id, late_kind(w), late_round(w), &k);

	if (e != OK)
		return e == NOT_FOUND ? CONFLICT : e;
	return k.due.ms <= w->tx->db.now.ms && k.met.ms == 0 && k.fired.ms == 0 ? OK : CONFLICT;
}

enum err
judgement_late(struct work *w)
{
	static const char *const name[CLOCK_KINDS] = {
		[CLOCK_CLAIM] = "claim",       [CLOCK_ANSWER] = "answer",
		[CLOCK_CONTACT] = "contact",   [CLOCK_CONFIRM] = "channels to try",
		[CLOCK_RULING] = "ruling",     [CLOCK_REVIEW] = "review",
		[CLOCK_TASK] = "task",         [CLOCK_NOTICE] = "notice",
		[CLOCK_HANDLING] = "handling", [CLOCK_LEADER] = "leader"
	};
	enum clock_kind kind = late_kind(w);
	struct q_timer_by_kind k;

	TRY(q_timer_by_kind(&w->tx->db, w->m.id, kind, late_round(w), &k));
	w->visible = kind == CLOCK_ANSWER || kind == CLOCK_CONTACT || kind == CLOCK_HANDLING || kind == CLOCK_NOTICE;
	out_fmt(&w->detail, "%s due %.*s", name[kind] ? name[kind] : "clock",
		STR_ARG(day_iso(w->tx->db.mem, day_of(k.due))));
	if (kind == CLOCK_ANSWER)
		TRY(q_extend_overtake(w->tx, w->m.id, w->tx->db.now)); /* what was asked for and not decided */
	if (kind != CLOCK_CONFIRM)
		TRY(escalate_late(w, kind, k.due));
	return timer_fired(w->tx, w->m.id, kind, late_round(w));
}
