/* conflict.c — whom a matter complains about: they reach it nowhere, and it is never passed to them (信访工作条例
 * art. 28, 30). */
#include "base/rand.h"
#include "gen/conflict.sql.h"
#include "matter/deed.h"

enum err
matter_conflict_with(struct db *db, int64_t matter, int64_t unit, int64_t person, bool *is)
{
	struct q_conflict_with c;

	TRY(q_conflict_with(db, matter, unit, person, &c));
	*is = c.n > 0;
	return OK;
}

enum err
matter_conflict_add(struct tx *tx, const struct actor *by, int64_t matter, int64_t unit, int64_t person)
{
	const struct matter_deed gate = { .act = ACT_GATE, .unit = unit, .person = person };
	bool is;

	TRY(matter_conflict_with(&tx->db, matter, unit, person, &is));
	return is ? OK : matter_act(tx, by, matter, &gate);
}

enum err
conflict_guard(struct work *w)
{
	const struct matter_deed *d = w->deed;
	struct q_conflict_known known;
	bool is;

	if ((d->unit == 0) == (d->person == 0))
		return INVALID;
	TRY(q_conflict_known(&w->tx->db, d->unit, d->person, &known));
	if (known.n == 0)
		return INVALID;
	TRY(matter_conflict_with(&w->tx->db, w->m.id, d->unit, d->person, &is));
	return is ? CONFLICT : OK;
}

/* Internal: who is complained about does not read that they are. Whoever holds it and is meant passes it on. */
enum err
conflict_add(struct work *w)
{
	struct tx *tx = w->tx;
	struct q_conflict_holder h;

	w->visible = false;
	out_fmt(&w->detail, "unit %lld person %lld", (long long)w->deed->unit, (long long)w->deed->person);
	TRY(q_conflict_insert(tx, rand_id(tx->db.now.ms), w->m.id, w->deed->unit, w->deed->person, tx->db.now,
			      w->by->kind == ACTOR_STAFF ? w->by->post : 0));
	TRY(q_conflict_gate(tx, w->m.id));
	if (!matter_open((enum matter_state)w->m.state))
		return OK;
	TRY(q_conflict_holder(&tx->db, w->m.id, w->m.holder, &h));
	if (h.n == 0)
		return OK;
	TRY(office_free(&tx->db, w->m.id, w->m.unit, &w->next.holder));
	out_fmt(&w->detail, " holder %lld", (long long)w->next.holder);
	return OK;
}
