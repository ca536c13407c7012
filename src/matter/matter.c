#include "matter/matter.h"

#include "base/utf8.h"
#include "gen/path.sql.h"
#include "gen/timer.sql.h"
#include "matter/state.h"
#include "matter/timer.h"

static enum err
load(struct db *db, const struct actor *by, int64_t id, struct q_matter_for_act *m)
{
	struct scope s = actor_scope(by);

	if (by->kind == ACTOR_CLOCK || by->kind == ACTOR_RESIDENT)
		s = (struct scope){ 0 };
	return q_matter_for_act(db, id, s.none, s.unit, s.village, by->post, m);
}

/* A resident reaches only their own matter. For a follower that is the one they raised; the one they follow leads
 * to it. */
static enum err
find(struct work *w, int64_t id)
{
	struct q_matter_follower f;

	if (w->by->kind == ACTOR_NOBODY)
		return NOT_FOUND;
	if (w->by->kind == ACTOR_RESIDENT && w->by->follower) {
		TRY(q_matter_follower(&w->tx->db, w->by->follower, &f));
		if (f.ended.ms || (id != f.origin && id != f.matter))
			return NOT_FOUND;
		w->follower = w->by->follower;
		id = f.origin;
	} else if (w->by->kind == ACTOR_RESIDENT && id != w->by->matter) {
		return NOT_FOUND;
	}
	TRY(load(&w->tx->db, w->by, id, &w->m));
	w->next = w->m;
	return OK;
}

static enum err
good_text(const struct matter_deed *d)
{
	const str longer[] = { d->text, d->done, d->onward }, shorter[] = { d->done_by, d->basis, d->receipt };

	for (size_t i = 0; i < 3; i++)
		if (utf8_count(longer[i]) > MATTER_TEXT_MAX || utf8_count(shorter[i]) > TEXT_SHORT)
			return INVALID;
	return d->photos <= MATTER_PHOTOS ? OK : INVALID;
}

/* The row of the table that applies, or why none does. */
static enum err
rule_find(const struct work *w, const struct rule **rule)
{
	int64_t answer_by = w->m.draft ? w->m.draft_by : w->m.answered_by;
	unsigned who = state_who(w->by, w->m.unit, w->m.holder, answer_by);
	const struct rule *r = state_rule(w->deed->act, (enum matter_state)w->m.state);

	if (r && r->who & who) {
		*rule = r;
		return OK;
	}
	return !r && state_anywhere(w->deed->act, who) ? CONFLICT : FORBIDDEN;
}

static enum err
row_write(struct work *w)
{
	const struct q_matter_for_act *n = &w->next;

	return q_matter_set(w->tx, n->id, w->m.revision, n->state, n->unit, n->holder, n->due, n->reopened, n->asked,
			    n->type, n->village, n->place, n->merged_into, n->answered_at, n->answered_by, n->closed_at,
			    n->demand, w->archived_from);
}

static bool
counted_alike(const struct q_matter_for_act *a, const struct q_matter_for_act *b)
{
	return matter_lane_of((enum matter_state)a->state) == matter_lane_of((enum matter_state)b->state) &&
	       a->unit == b->unit && a->village == b->village && a->holder == b->holder;
}

static enum err
keep(struct work *w)
{
	struct entry e;

	if (w->next.holder != w->m.holder && str_find(out_view(&w->detail), S("holder ")) < 0)
		out_fmt(&w->detail, "%sholder %lld", w->detail.n ? " " : "", (long long)w->next.holder);
	e = (struct entry){ .matter = w->m.id,
			    .act = w->deed->act,
			    .from = (enum matter_state)w->m.state,
			    .to = (enum matter_state)w->next.state,
			    .text = w->text,
			    .detail = out_view(&w->detail),
			    .visible = w->visible,
			    .photo = w->deed->photo,
			    .photos = w->deed->photos };

	TRY(row_write(w));
	if (w->m.state != w->next.state)
		TRY(q_path_decision_drop(w->tx, w->m.id)); /* what was proposed for the state before */
	if (!counted_alike(&w->m, &w->next)) {
		TRY(record_shift(w->tx, &w->m, -1));
		TRY(record_shift(w->tx, &w->next, 1));
	}
	return record_entry(w->tx, w->by, &e);
}

bool
matter_ear_ends(const struct matter_ear *e)
{
	return !e->may && !e->after && !e->fired && !e->keeps;
}

static enum err
ears_ask(const struct work *w)
{
	for (const struct matter_ear *e = matter_ears; !matter_ear_ends(e); e++)
		if (e->may)
			TRY(e->may(&w->tx->db, w->by, w->m.id, w->deed->act));
	return OK;
}

static enum err
ears_tell(const struct work *w)
{
	for (const struct matter_ear *e = matter_ears; !matter_ear_ends(e); e++)
		if (e->after)
			TRY(e->after(w->tx, w->by, w->m.id, w->deed->act, (enum matter_state)w->m.state,
				     (enum matter_state)w->next.state));
	return OK;
}

/* Whoever spoke with the resident has met the clock of the first contact. */
static enum err
contact_met(const struct work *w)
{
	enum matter_act a = w->deed->act;
	bool spoke = a == ACT_REPLY_RELAY || a == ACT_ASK || (a == ACT_TRY_CONTACT && w->deed->contact_result == 1);

	return spoke && w->by->kind == ACTOR_STAFF ? timer_met(w->tx, w->m.id, CLOCK_CONTACT, 0) : OK;
}

/* What the table does by itself at once: the second "not solved" goes up to the leader, and a unit that is complained
 * about does not keep the matter. A township without a leader goes on as before. */
static enum err
follow_on(const struct work *w)
{
	struct matter_deed d = { .act = 0 };
	enum err e;

	if (w->next.state == MATTER_REOPENED && w->m.state != MATTER_REOPENED && w->next.reopened >= LIFT_AT)
		d.act = ACT_LIFT;
	else if (w->deed->act == ACT_GATE && w->deed->unit && w->deed->unit == w->next.unit &&
		 (w->next.state == MATTER_OFFERED || w->next.state == MATTER_IN_HAND))
		d.act = ACT_RETURN_UNIT;
	if (!d.act)
		return OK;
	e = matter_act(w->tx, &actor_clock, w->m.id, &d);
	return e == INVALID ? OK : e;
}

enum err
matter_act(struct tx *tx, const struct actor *by, int64_t matter, const struct matter_deed *deed)
{
	struct work w = { .tx = tx,
			  .by = by,
			  .deed = deed,
			  .text = deed->text,
			  .visible = true,
			  .detail = out_make(tx->db.mem, 128, 1024) };
	const struct rule *rule = NULL;

	TRY(find(&w, matter));
	if (deed->revision && deed->revision != w.m.revision)
		return CONFLICT;
	TRY(rule_find(&w, &rule));
	TRY(good_text(deed));
	if (rule->guard)
		TRY(rule->guard(&w));
	TRY(ears_ask(&w));
	if (rule->to)
		w.next.state = rule->to;
	if (rule->effect)
		TRY(rule->effect(&w));
	TRY(contact_met(&w));
	TRY(keep(&w));
	TRY(ears_tell(&w));
	return follow_on(&w);
}

enum err
matter_fired(struct tx *tx, int64_t matter, enum clock_kind kind, int64_t n)
{
	for (const struct matter_ear *e = matter_ears; !matter_ear_ends(e); e++)
		if (e->fired)
			TRY(e->fired(tx, matter, kind, n));
	return OK;
}

enum err
deed_close(struct work *w)
{
	w->next.due = (moment){ 0 };
	w->next.closed_at = w->tx->db.now;
	return q_timer_meet_all(w->tx, w->m.id, w->tx->db.now);
}
