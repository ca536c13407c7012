/* route.c — who gets it: offer, claim, assign, take over, hand over, and the corrected type. */
#include "catalogue/catalogue.h"
#include "gen/path.sql.h"
#include "gen/timer.sql.h"
#include "matter/deed.h"
#include "matter/digest.h"
#include "matter/timer.h"

static void
detail_holder(struct work *w)
{
	out_fmt(&w->detail, "holder %lld unit %lld", (long long)w->next.holder, (long long)w->next.unit);
}

/* A dispatcher passes a matter to two units at most; who says that it is not theirs, returns it, and then it is ruled
 * on. So nothing is passed round. */
enum err
route_offer_guard(struct work *w)
{
	struct q_path_passed passed;
	struct q_path_returns all;

	if (w->deed->unit == 0 || w->deed->unit == w->m.unit)
		return INVALID;
	TRY(q_path_passed(&w->tx->db, w->m.id, &passed));
	TRY(q_path_returns(&w->tx->db, w->m.id, w->m.reopened, &all));
	if (w->m.state == MATTER_OFFERED && (passed.n >= PASS_MOST || all.here > 0))
		return INVALID;
	return office_head(&w->tx->db, w->m.id, w->deed->unit, &w->next.holder);
}

/* Another unit than the rules proposed is kept as a suggestion for the rules. */
static enum err
override_note(struct work *w)
{
	struct db *db = &w->tx->db;
	int64_t proposed = 0;
	enum err e;

	if (w->m.type.n == 0 || w->by->kind != ACTOR_STAFF)
		return OK;
	e = catalogue_unit_for(db, w->m.type, w->m.village, day_of(db->now), &proposed);
	if (e != OK && e != NOT_FOUND)
		return e;
	return proposed == w->deed->unit ? OK
					 : q_path_override_note(w->tx, w->m.type, w->m.village, w->deed->unit,
								e == OK ? proposed : 0, db->now);
}

/* The first contact with the resident, too, is due from receipt on. */
static enum err
contact_begin(struct work *w)
{
	struct limit l;
	struct timer t;
	struct q_timer_by_kind old;
	enum err e = q_timer_by_kind(&w->tx->db, w->m.id, CLOCK_CONTACT, 0, &old);

	if (e != NOT_FOUND)
		return e; /* it has its clock already */
	e = limit_find(&w->tx->db, CLOCK_CONTACT, w->m.type, w->m.demand, w->m.channel, day_of(w->m.received_at), &l);
	if (e != OK)
		return e == NOT_FOUND ? OK : e;
	TRY(timer_of(&w->tx->db, CLOCK_CONTACT, S("rule"), &l, w->m.received_at, 0, &t));
	return timer_start(w->tx, w->m.id, &t);
}

/* The claim runs from receipt, like everything the office owes: a matter that lay undispatched does not get its
 * hours back. */
enum err
route_offer(struct work *w)
{
	w->next.unit = w->deed->unit;
	if (w->m.state == MATTER_RECEIVED) {
		TRY(ruling_claim_again(w));
		TRY(contact_begin(w));
	}
	if (w->m.draft)
		TRY(q_matter_answer_decide(w->tx, w->m.draft, 3, 0, w->tx->db.now, S("")));
	if (w->m.state != MATTER_REOPENED)
		TRY(override_note(w));
	detail_holder(w);
	return OK;
}

static enum err
in_hand(struct work *w, int64_t holder)
{
	w->next.holder = holder;
	detail_holder(w);
	return timer_met(w->tx, w->m.id, CLOCK_CLAIM, w->m.reopened);
}

/* Visible: the resident reads who has it now. */
enum err
route_claim(struct work *w)
{
	return in_hand(w, w->by->post);
}

enum err
route_assign_guard(struct work *w)
{
	if (w->deed->post == 0 || (w->deed->post == w->m.holder && w->m.state == MATTER_IN_HAND))
		return INVALID;
	return office_handles(&w->tx->db, w->m.id, w->deed->post, w->m.unit, w->m.village);
}

enum err
route_assign(struct work *w)
{
	return in_hand(w, w->deed->post);
}

/* Nobody claimed it in time: it never belongs to nobody. */
enum err
route_take_over(struct work *w)
{
	TRY(office_free(&w->tx->db, w->m.id, w->m.unit, &w->next.holder));
	TRY(timer_fired(w->tx, w->m.id, CLOCK_CLAIM, w->m.reopened));
	detail_holder(w);
	return digest_add(w->tx, w->next.holder, DIGEST_TAKEN, w->m.id, CLOCK_CLAIM, w->m.due, w->m.type);
}

enum err
route_hand_guard(struct work *w)
{
	if (w->deed->text.n == 0 || w->deed->post == 0 || w->deed->post == w->m.holder)
		return INVALID;
	return office_handles(&w->tx->db, w->m.id, w->deed->post, w->m.unit, w->m.village);
}

/* The reason is for the office. */
enum err
route_hand(struct work *w)
{
	w->next.holder = w->deed->post;
	w->visible = false;
	detail_holder(w);
	return OK;
}

enum err
route_class_guard(struct work *w)
{
	const struct matter_deed *d = w->deed;

	if (d->type.n == 0 && d->village == 0 && d->place == 0 && d->demand == 0)
		return INVALID;
	if (!limit_demand_good(d->demand))
		return INVALID;
	w->next.demand = d->demand ? d->demand : w->m.demand;
	w->next.type = d->type.n ? d->type : w->m.type;
	w->next.village = d->village ? d->village : w->m.village;
	w->next.place = d->place ? d->place : d->village ? d->village : w->m.place;
	if (d->type.n)
		TRY(office_reclass(&w->tx->db, d->type));
	return office_place(&w->tx->db, w->next.village, w->next.place);
}

static enum err
assign_sooner(struct work *w, const struct limits *l)
{
	struct q_timer_by_kind old;
	struct timer t;
	enum err e = q_timer_by_kind(&w->tx->db, w->m.id, CLOCK_ASSIGN, 0, &old);

	if (e != OK)
		return e == NOT_FOUND ? OK : e;
	TRY(timer_of_claim(&w->tx->db, l, w->m.received_at, 0, &t));
	t.kind = CLOCK_ASSIGN;
	return t.due.ms < old.due.ms ? timer_replace(w->tx, w->m.id, &t) : OK;
}

/* Recomputed from receipt. A date that was promised never moves later; that of the hotline's order stands. */
enum err
route_class(struct work *w)
{
	struct limits l;
	struct timer t;

	out_fmt(&w->detail, "type %.*s to %.*s village %lld", STR_ARG(w->m.type), STR_ARG(w->next.type),
		(long long)w->next.village);
	w->visible = false;
	TRY(timer_limits(&w->tx->db, w->next.type, w->next.demand, w->m.channel, w->m.received_at, &l));
	TRY(assign_sooner(w, &l));
	TRY(timer_of_answer(&w->tx->db, &l, w->m.received_at, 0, &t));
	if (t.due.ms >= w->m.due.ms || w->m.upstream_due.ms)
		return OK;
	w->next.due = t.due;
	out_fmt(&w->detail, " due %.*s", STR_ARG(day_iso(w->tx->db.mem, day_of(t.due))));
	return timer_replace(w->tx, w->m.id, &t);
}
