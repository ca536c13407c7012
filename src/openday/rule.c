/* rule.c — on which days a village has its open day. */
#include "base/out.h"
#include "base/utf8.h"
#include "desk/event.h"
#include "openday/lunar.h"
#include "openday/openday.h"
#include "place/place.h"

#define BIT(n) ((uint64_t)1 << (n))

static const int most_day[RULE_KINDS] = { 0, 31, 30, 7 };

/* 遇四: in force where nobody has set anything else. */
static const struct openday_rule built_in = {
	.kind = RULE_GREGORIAN, .days = BIT(4) | BIT(14) | BIT(24), .starts = 9 * 60, .ends = 12 * 60
};

static enum err
rule_read(struct db *db, int64_t place, struct openday_rule *r)
{
	struct q_openday_rule_of row;

	TRY(q_openday_rule_of(db, place, &row));
	*r = (struct openday_rule){ .kind = (enum openday_rule_kind)row.kind,
				    .days = (uint64_t)row.days,
				    .starts = (int)row.starts,
				    .ends = (int)row.ends,
				    .spot = row.spot,
				    .post = row.post };
	return OK;
}

enum err
openday_rule_for(struct db *db, int64_t village, struct openday_rule *r)
{
	enum err e = rule_read(db, village, r);
	struct q_place_root root;

	if (e != NOT_FOUND)
		return e;
	TRY(q_place_root(db, &root));
	e = rule_read(db, root.id, r);
	if (e == NOT_FOUND) {
		*r = built_in;
		r->spot = S("");
	}
	return e == NOT_FOUND ? OK : e;
}

bool
openday_falls(const struct openday_rule *r, day d)
{
	struct civil c = day_civil(d);
	struct lunar l;

	switch (r->kind) {
	case RULE_GREGORIAN: return r->days & BIT(c.day);
	case RULE_LUNAR: return lunar_of(d, &l) && r->days & BIT(l.day);
	case RULE_WEEKDAYS: return r->days & BIT(c.weekday);
	case RULE_KINDS: break;
	}
	return false;
}

bool
openday_days_read(struct arena *a, str typed, enum openday_rule_kind kind, uint64_t *days)
{
	str s = str_narrow(a, typed);
	int n = 0;

	*days = 0;
	for (size_t i = 0; i <= s.n; i++) {
		bool digit = i < s.n && s.p[i] >= '0' && s.p[i] <= '9';

		if (digit)
			n = n > 99 ? 99 : n * 10 + (s.p[i] - '0');
		else if (n > most_day[kind] || n > 31)
			return false;
		else if (n)
			*days |= BIT(n), n = 0;
	}
	return *days != 0;
}

str
openday_days_text(struct arena *a, uint64_t days)
{
	struct out o = out_make(a, 64, 200);

	for (int n = 1; n < 32; n++)
		if (days & BIT(n))
			out_fmt(&o, o.n ? " %d" : "%d", n);
	return out_view(&o);
}

static enum err
good(struct db *db, const struct openday_rule *r)
{
	struct q_openday_post post;
	enum err e;

	if (r->kind < RULE_GREGORIAN || r->kind >= RULE_KINDS || r->days == 0 ||
	    r->days >= BIT(most_day[r->kind] + 1) || r->days & 1)
		return INVALID;
	if (r->starts < 0 || r->ends > 24 * 60 || r->ends <= r->starts || utf8_count(r->spot) > OPENDAY_SPOT_MAX)
		return INVALID;
	e = r->post ? q_openday_post(db, r->post, day_of(db->now), &post) : OK;
	return e == NOT_FOUND ? INVALID : e;
}

/* The sessions that the old rule made go; the job's next piece makes those of the new one. Until then nobody is told a
 * day that will not be. */
static enum err
remake(struct tx *tx, int64_t village)
{
	day today = day_of(tx->db.now);
	enum err e = q_openday_session_drop(tx, village, today, tx->db.now);

	if (e != OK && e != NOT_FOUND)
		return e;
	return q_openday_until_set(tx, village, today);
}

static enum err
remake_followers(struct tx *tx)
{
	struct q_openday_followers_list l;

	TRY(q_openday_followers(&tx->db, day_of(tx->db.now), OPENDAY_VILLAGES, &l));
	for (size_t i = 0; i < l.n; i++)
		TRY(remake(tx, l.p[i].id));
	return OK;
}

enum err
openday_rule_change(struct tx *tx, const struct actor *by, int64_t place, const struct openday_rule *r)
{
	struct event e = { .object = S("openday_rule"), .id = place, .kind = S("change-rule") };
	struct q_place_by_id p;

	TRY(q_place_by_id(&tx->db, place, &p));
	if (p.kind > PLACE_VILLAGE)
		return INVALID;
	TRY(good(&tx->db, r));
	TRY(q_openday_rule_set(tx, place, r->kind, (int64_t)r->days, r->starts, r->ends, r->spot, r->post, tx->db.now));
	TRY(p.kind == PLACE_TOWNSHIP ? remake_followers(tx) : remake(tx, place));
	e.detail = str_fmt(tx->db.mem, "kind %d days %llx from %d to %d", (int)r->kind, (unsigned long long)r->days,
			   r->starts, r->ends);
	if (r->spot.n)
		e.text = hash_of(r->spot);
	return event_add(tx, by, &e, NULL);
}
