/* merge.c — one handling for several reporters. Who raised a merged matter follows the lead matter, keeps the own
 * receipt and judges for themselves: their "solved" is theirs alone, their "not solved" brings their own matter
 * back and leaves the lead as it is.
 *
 * A merged matter keeps its clock rows untouched; coming back, it is received again with the dates it had. A matter
 * that others follow cannot be merged itself, so nobody ever follows at second hand. */
#include "base/rand.h"
#include "desk/clock.h"
#include "gen/timer.sql.h"
#include "matter/deed.h"
#include "matter/state.h"
#include "matter/timer.h"

static enum err
lead_of(struct work *w, struct q_matter_for_act *lead)
{
	return q_matter_for_act(&w->tx->db, w->m.merged_into, false, 0, 0, 0, lead);
}

/* A hidden entry on the lead, so that its timeline shows who joined and left. */
static enum err
lead_entry(struct work *w, const struct q_matter_for_act *lead)
{
	struct entry e = { .matter = lead->id,
			   .act = w->deed->act,
			   .from = (enum matter_state)lead->state,
			   .to = (enum matter_state)lead->state };

	e.detail = str_fmt(w->tx->db.mem, "follower %lld of %lld %.*s", (long long)w->follower, (long long)w->m.id,
			   STR_ARG(out_view(&w->detail)));
	return record_entry(w->tx, w->by, &e);
}

enum err
merge_guard(struct work *w)
{
	struct q_matter_for_act lead;
	struct q_matter_followers own;
	struct scope s = actor_scope(w->by);
	enum err e;

	if (w->deed->target == w->m.id)
		return INVALID;
	e = q_matter_for_act(&w->tx->db, w->deed->target, s.none, s.unit, s.village, w->by->post, &lead);
	if (e != OK)
		return e == NOT_FOUND ? INVALID : e;
	TRY(q_matter_followers(&w->tx->db, w->m.id, &own));
	return matter_open((enum matter_state)lead.state) && own.n == 0 ? OK : INVALID;
}

enum err
merge_do(struct work *w)
{
	struct tx *tx = w->tx;
	struct q_matter_for_act lead;

	w->next.merged_into = w->deed->target;
	w->next.due = (moment){ 0 };
	w->next.closed_at = tx->db.now;
	w->m.merged_into = w->deed->target;
	TRY(lead_of(w, &lead));
	w->follower = rand_id(tx->db.now.ms);
	TRY(q_matter_follower_insert(tx, w->follower, lead.id, w->m.id, tx->db.now));
	out_fmt(&w->detail, "into %lld", (long long)lead.id);
	return lead_entry(w, &lead);
}

/* Received again, at the desk, with the clocks as they were; what the timer skipped meanwhile it will look at now. */
static enum err
come_back(struct work *w)
{
	struct tx *tx = w->tx;
	struct q_timer_by_kind answer;
	enum err runs = office_runs(&tx->db, w->m.id, w->m.holder);

	TRY(q_matter_follower_end(tx, w->follower, tx->db.now));
	TRY(q_timer_rearm_since(tx, w->m.id, w->m.closed_at));
	TRY(q_timer_by_kind(&tx->db, w->m.id, CLOCK_ANSWER, w->m.reopened, &answer));
	w->next.merged_into = 0;
	w->next.closed_at = (moment){ 0 };
	w->next.due = answer.due;
	if (runs != NOT_FOUND)
		return runs;
	return office_desk(&tx->db, w->m.id, &w->next.holder);
}

static enum err
follower_find(struct work *w, struct q_matter_follower_of_origin *f)
{
	TRY(q_matter_follower_of_origin(&w->tx->db, w->m.id, f));
	w->follower = f->id;
	return OK;
}

/* A follower may object for ten working days; the office may undo its own mistake at any time. */
enum err
merge_undo_guard(struct work *w)
{
	struct q_matter_follower_of_origin f;
	const struct calendar *c;

	TRY(follower_find(w, &f));
	if (w->by->kind != ACTOR_RESIDENT)
		return OK;
	TRY(clock_calendar(&w->tx->db, &c));
	return day_diff(day_of(w->tx->db.now), calendar_add(c, day_of(f.since), OBJECT_DAYS, NULL)) >= 0 ? OK : INVALID;
}

enum err
merge_undo(struct work *w)
{
	struct q_matter_for_act lead;

	TRY(lead_of(w, &lead));
	TRY(lead_entry(w, &lead));
	return come_back(w);
}

/* A follower judges the answer that the lead was given: while it waits for judgement, or afterwards as long as it
 * could be reopened. */
static enum err
judge_guard(struct work *w)
{
	struct q_matter_follower_of_origin f;
	struct q_matter_for_act lead;
	struct q_matter_judged judged;

	TRY(follower_find(w, &f));
	TRY(lead_of(w, &lead));
	if (w->by->kind == ACTOR_STAFF && !(state_who(w->by, lead.unit, lead.holder, lead.answered_by) & WHO_HEARER))
		return FORBIDDEN;
	if (lead.state == MATTER_CLOSED_EFFECTIVE || lead.state == MATTER_CLOSED_NO_REPLY) {
		day last;

		TRY(matter_reopen_last(&w->tx->db, lead.type, lead.received_at, (enum matter_state)lead.state,
				       lead.closed_at, &last));
		if (day_diff(day_of(w->tx->db.now), last) < 0)
			return INVALID;
	} else if (lead.state != MATTER_ANSWERED) {
		return CONFLICT;
	}
	TRY(q_matter_judged(&w->tx->db, lead.id, lead.reopened, w->follower, &judged));
	return judged.n == 0 ? OK : CONFLICT;
}

enum err
merge_yes_guard(struct work *w)
{
	TRY(judgement_yes_guard(w));
	return judge_guard(w);
}

enum err
merge_no_guard(struct work *w)
{
	TRY(judgement_no_guard(w));
	return judge_guard(w);
}

static enum err
judge(struct work *w)
{
	struct q_matter_for_act lead;

	TRY(lead_of(w, &lead));
	TRY(judgement_keep(w, lead.id, lead.reopened, w->deed->solved));
	return lead_entry(w, &lead);
}

enum err
merge_yes(struct work *w)
{
	return judge(w);
}

enum err
merge_no(struct work *w)
{
	TRY(judge(w));
	return come_back(w);
}

enum err
merge_drop_guard(struct work *w)
{
	struct q_matter_follower_of_origin f;

	TRY(follower_find(w, &f));
	return judgement_drop_guard(w);
}

/* It was closed by the merger; now it is closed by the resident. */
enum err
merge_drop(struct work *w)
{
	struct q_matter_for_act lead;

	TRY(lead_of(w, &lead));
	TRY(lead_entry(w, &lead));
	TRY(q_matter_follower_end(w->tx, w->follower, w->tx->db.now));
	w->next.merged_into = 0;
	return deed_close(w);
}

/* The lead is withdrawn: nobody handles it any more, so every follower's matter comes back. */
enum err
merge_release(struct work *w)
{
	const struct matter_deed undo = { .act = ACT_UNMERGE };
	struct q_matter_origins_list origins;

	do {
		TRY(q_matter_origins(&w->tx->db, w->m.id, 100, &origins));
		for (size_t i = 0; i < origins.n; i++)
			TRY(matter_act(w->tx, &actor_clock, origins.p[i].origin, &undo));
	} while (origins.n == 100);
	return OK;
}
