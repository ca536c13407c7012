/* escalate.c — what happens when nobody did anything: the office is warned one working day before, and above it
 * somebody by name answers for what was missed. */
#include "gen/timer.sql.h"
#include "matter/deed.h"
#include "matter/digest.h"
#include "matter/timer.h"

static bool
passed(const struct q_timer_by_kind *k, moment now)
{
	return k->met.ms == 0 && k->due.ms <= now.ms;
}

static bool
to_be_ruled(const struct work *w)
{
	return w->m.state == MATTER_RULING;
}

/* Not passed on to any office in time, or returned and not ruled on in time. */
enum err
escalate_guard(struct work *w)
{
	struct q_timer_by_kind k;
	enum err e = q_timer_by_kind(&w->tx->db, w->m.id, to_be_ruled(w) ? CLOCK_RULING : CLOCK_ASSIGN,
				     to_be_ruled(w) ? w->deed->clock_round : 0, &k);

	if (e != OK)
		return e == NOT_FOUND ? CONFLICT : e;
	return passed(&k, w->tx->db.now) ? OK : CONFLICT;
}

/* The leader answers for it from now on; whoever had it is told too. A township without a leader keeps the holder. */
enum err
escalate(struct work *w)
{
	struct tx *tx = w->tx;
	enum clock_kind kind = to_be_ruled(w) ? CLOCK_RULING : CLOCK_ASSIGN;
	enum digest_what what = to_be_ruled(w) ? DIGEST_LATE : DIGEST_UNASSIGNED;
	enum err e = office_leader(&tx->db, w->m.id, &w->next.holder);

	if (e == INVALID)
		w->next.holder = w->m.holder;
	else
		TRY(e);
	TRY(timer_fired(tx, w->m.id, kind, to_be_ruled(w) ? w->deed->clock_round : 0));
	out_fmt(&w->detail,
		to_be_ruled(w) ? "holder %lld unit %lld not ruled on" : "holder %lld unit %lld not passed on",
		(long long)w->next.holder, (long long)w->m.unit);
	TRY(digest_add(tx, w->next.holder, what, w->m.id, kind, w->m.due, w->m.type));
	if (w->next.holder == w->m.holder)
		return OK;
	return digest_add(tx, w->m.holder, what, w->m.id, kind, w->m.due, w->m.type);
}

/* The one above the holder: the unit's head, else the leader; 0: there is nobody else. */
enum err
office_above(struct db *db, int64_t matter, int64_t unit, int64_t holder, int64_t *post)
{
	enum err e = unit ? office_head(db, matter, unit, post) : INVALID;

	if (e == INVALID || (e == OK && *post == holder))
		e = office_leader(db, matter, post);
	if (e == INVALID || (e == OK && *post == holder)) {
		*post = 0;
		return OK;
	}
	return e;
}

/* Both the holder and the one above read it in the morning. */
enum err
escalate_late(struct work *w, enum clock_kind kind, moment due)
{
	struct tx *tx = w->tx;
	int64_t above;

	if (w->m.holder == 0)
		return OK;
	TRY(digest_add(tx, w->m.holder, DIGEST_LATE, w->m.id, kind, due, w->m.type));
	TRY(office_above(&tx->db, w->m.id, w->m.unit, w->m.holder, &above));
	return above ? digest_add(tx, above, DIGEST_LATE, w->m.id, kind, due, w->m.type) : OK;
}

enum err
escalate_warn_guard(struct work *w)
{
	struct q_timer_by_kind k;

	TRY(q_timer_by_kind(&w->tx->db, w->m.id, (int64_t)w->deed->clock, w->deed->clock_round, &k));
	return k.met.ms == 0 && w->m.holder ? OK : CONFLICT;
}

/* In the digest of the day before it is due: the job runs in its first hours. When the service stood still meanwhile,
 * in today's. */
enum err
escalate_warn(struct work *w)
{
	struct tx *tx = w->tx;
	enum clock_kind kind = (enum clock_kind)w->deed->clock;
	const struct calendar *c;
	struct q_timer_by_kind k;

	TRY(clock_calendar(&tx->db, &c));
	TRY(q_timer_by_kind(&tx->db, w->m.id, kind, w->deed->clock_round, &k));
	TRY(q_timer_warned(tx, w->m.id, kind, w->deed->clock_round));
	w->visible = false;
	out_fmt(&w->detail, "clock %d due %.*s", (int)kind, STR_ARG(day_iso(tx->db.mem, day_of(k.due))));
	return digest_add_on(tx, w->m.holder, calendar_after(c, day_of(tx->db.now)), DIGEST_TOMORROW, w->m.id, kind,
			     k.due);
}
