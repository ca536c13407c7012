/* extend.c — the one extension: asked for by whoever handles it, decided by another person, its reason read by the
 * resident at once. A date that has passed is not extended: it was missed. */
#include "base/rand.h"
#include "gen/extend.sql.h"
#include "gen/timer.sql.h"
#include "matter/deed.h"
#include "matter/digest.h"
#include "matter/timer.h"

enum { EXTEND_WAITS = 1, EXTEND_APPROVED, EXTEND_REFUSED, EXTEND_OVERTAKEN };

/* How far it may go: from the table of limits, the law's thirty days where nothing stands there. */
static enum err
limit_last(struct work *w, day *last)
{
	const struct q_matter_for_act *m = &w->m;
	struct limit l = { 30, LIMIT_DAYS, S(""), S("") };
	const struct calendar *c;
	enum err e =
		limit_find(&w->tx->db, CLOCK_EXTENSION, m->type, m->demand, m->channel, day_of(m->received_at), &l);

	if (e != OK && e != NOT_FOUND)
		return e;
	TRY(clock_calendar(&w->tx->db, &c));
	*last = l.unit == LIMIT_WORKDAYS ? calendar_add(c, day_of(m->due), l.n, NULL) : day_add(day_of(m->due), l.n);
	return OK;
}

static enum err
until_good(struct work *w, day until)
{
	day last;

	TRY(limit_last(w, &last));
	return until.n > day_of(w->m.due).n && until.n <= last.n ? OK : INVALID;
}

enum err
extend_ask_guard(struct work *w)
{
	struct q_extend_counts n;

	TRY(q_extend_counts(&w->tx->db, w->m.id, w->m.reopened, &n));
	if (n.approved || n.waiting)
		return CONFLICT;
	if (w->deed->text.n == 0 || w->m.due.ms <= w->tx->db.now.ms)
		return INVALID;
	return until_good(w, w->deed->until);
}

enum err
extend_ask(struct work *w)
{
	struct tx *tx = w->tx;
	moment to = timer_day_end(w->deed->until);
	int64_t superior;

	TRY(q_extend_overtake(tx, w->m.id, tx->db.now));
	TRY(q_extend_insert(tx, rand_id(tx->db.now.ms), w->m.id, w->m.reopened, w->by->post, tx->db.now, w->deed->text,
			    w->m.due, to));
	w->visible = false;
	out_fmt(&w->detail, "due %.*s asked %.*s", STR_ARG(day_iso(tx->db.mem, day_of(w->m.due))),
		STR_ARG(day_iso(tx->db.mem, w->deed->until)));
	TRY(office_above(&tx->db, w->m.id, w->m.unit, w->m.holder, &superior));
	return superior ? digest_add(tx, superior, DIGEST_DECIDE, w->m.id, CLOCK_ANSWER, w->m.due, w->m.type) : OK;
}

/* Another person than who asked and than who handles it, in whichever of their posts. */
static enum err
decider(struct work *w, struct q_extend_waiting *x)
{
	struct db *db = &w->tx->db;
	enum err e = q_extend_waiting(db, w->m.id, w->m.reopened, x);

	if (e != OK)
		return e == NOT_FOUND ? CONFLICT : e;
	if (w->by->post == w->m.holder || w->by->post == x->asked_by)
		return FORBIDDEN;
	TRY(office_other_person(db, w->m.holder, w->by->person));
	return office_other_person(db, x->asked_by, w->by->person);
}

enum err
extend_yes_guard(struct work *w)
{
	struct q_extend_waiting x;

	TRY(decider(w, &x));
	if (w->m.due.ms <= w->tx->db.now.ms)
		return CONFLICT;
	return until_good(w, day_of(x.due_to));
}

enum err
extend_yes(struct work *w)
{
	struct tx *tx = w->tx;
	struct q_extend_waiting x;
	int64_t days;

	TRY(q_extend_waiting(&tx->db, w->m.id, w->m.reopened, &x));
	TRY(timer_extend(tx, w->m.id, w->m.reopened, day_of(x.due_to), &days, &w->next.due));
	TRY(q_extend_decide(tx, x.id, EXTEND_APPROVED, w->by->post, tx->db.now, S("")));
	w->visible = true;
	w->text = x.reason;
	out_fmt(&w->detail, "extended %lld days due %.*s to %.*s", (long long)days,
		STR_ARG(day_iso(tx->db.mem, day_of(w->m.due))), STR_ARG(day_iso(tx->db.mem, day_of(x.due_to))));
	return digest_add(tx, w->m.holder, DIGEST_DECIDED, w->m.id, CLOCK_ANSWER, w->next.due, w->m.type);
}

enum err
extend_no_guard(struct work *w)
{
	struct q_extend_waiting x;

	TRY(decider(w, &x));
	return w->deed->text.n ? OK : INVALID;
}

enum err
extend_no(struct work *w)
{
	struct tx *tx = w->tx;
	struct q_extend_waiting x;

	TRY(q_extend_waiting(&tx->db, w->m.id, w->m.reopened, &x));
	TRY(q_extend_decide(tx, x.id, EXTEND_REFUSED, w->by->post, tx->db.now, w->deed->text));
	w->visible = false;
	out_fmt(&w->detail, "due %.*s stays", STR_ARG(day_iso(tx->db.mem, day_of(w->m.due))));
	return digest_add(tx, w->m.holder, DIGEST_DECIDED, w->m.id, CLOCK_ANSWER, w->m.due, w->m.type);
}
