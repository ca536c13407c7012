#include "matter/digest.h"

#include "catalogue/catalogue.h"
#include "desk/event.h"
#include "gen/digest.sql.h"

enum err
digest_quiet(struct db *db, struct quiet *q)
{
	struct q_digest_quiet r;
	enum err e = q_digest_quiet(db, &r);

	*q = (struct quiet){ QUIET_FROM, QUIET_UNTIL };
	if (e == OK)
		*q = (struct quiet){ (int)r.from_hour, (int)r.until_hour };
	return e == NOT_FOUND ? OK : e;
}

enum err
digest_quiet_set(struct tx *tx, const struct actor *by, const struct quiet *q)
{
	struct event e = { .object = S("quiet"), .kind = S("set") };

	if (q->from < 15 || q->from > 23 || q->until < 5 || q->until > 12)
		return INVALID;
	TRY(q_digest_quiet_set(tx, q->from, q->until));
	e.detail = str_fmt(tx->db.mem, "quiet from %d until %d", q->from, q->until);
	return event_add(tx, by, &e, NULL);
}

day
digest_day(const struct calendar *c, const struct quiet *q, moment now)
{
	day today = day_of(now);

	if (now.ms >= moment_at(today, q->until, 0).ms)
		today = day_add(today, 1);
	return calendar_after(c, today);
}

static bool
is_quiet(const struct calendar *c, const struct quiet *q, moment now)
{
	day today = day_of(now);

	return !calendar_works(c, today) || now.ms < moment_at(today, q->until, 0).ms ||
	       now.ms >= moment_at(today, q->from, 0).ms;
}

enum err
digest_add_on(struct tx *tx, int64_t post, day on, enum digest_what what, int64_t matter, enum clock_kind kind,
	      moment due)
{
	struct q_digest_line old;
	enum err e = q_digest_line(&tx->db, post, on, what, due, matter, kind, &old);

	if (e != NOT_FOUND)
		return e;
	TRY(q_digest_insert(tx, post, on, tx->db.now));
	return q_digest_line_insert(tx, post, on, what, due, matter, kind);
}

enum err
digest_add(struct tx *tx, int64_t post, enum digest_what what, int64_t matter, enum clock_kind kind, moment due,
	   str type)
{
	const struct calendar *c;
	struct catalogue_type t;
	struct quiet q;
	day on;

	TRY(clock_calendar(&tx->db, &c));
	TRY(digest_quiet(&tx->db, &q));
	TRY(catalogue_type_or_default(&tx->db, type, day_of(tx->db.now), &t));
	on = digest_day(c, &q, tx->db.now);
	if (t.urgency == URGENCY_EMERGENCY || (t.urgency == URGENCY_URGENT && !is_quiet(c, &q, tx->db.now)))
		on = day_of(tx->db.now);
	return digest_add_on(tx, post, on, what, matter, kind, due);
}
