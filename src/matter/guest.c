#include "matter/guest.h"

#include "base/rand.h"
#include "desk/event.h"
#include "gen/guest.sql.h"

static enum err
told(struct tx *tx, const struct actor *by, int64_t origin, const char *kind, str detail)
{
	struct event e = { .object = S("guest"), .id = origin, .kind = str_of(kind), .detail = detail };
	int64_t seq;

	return event_add(tx, by, &e, &seq);
}

enum err
guest_add(struct tx *tx, const struct actor *by, const struct guest *g)
{
	TRY(q_guest_insert(tx, rand_id(tx->db.now.ms), g->matter, g->unit, g->post, g->origin, tx->db.now, g->until));
	return told(tx, by, g->origin, "add",
		    str_fmt(tx->db.mem, "matter %lld unit %lld post %lld", (long long)g->matter, (long long)g->unit,
			    (long long)g->post));
}

enum err
guest_end(struct tx *tx, const struct actor *by, int64_t origin, int64_t matter, int64_t post)
{
	if (post)
		TRY(q_guest_end_post(tx, origin, post, tx->db.now));
	else
		TRY(q_guest_end_at(tx, origin, matter, tx->db.now));
	return told(tx, by, origin, "end",
		    str_fmt(tx->db.mem, "matter %lld post %lld", (long long)matter, (long long)post));
}

enum err
guest_prolong(struct tx *tx, const struct actor *by, int64_t origin, moment until)
{
	TRY(q_guest_until(tx, origin, until));
	return told(tx, by, origin, "prolong", S(""));
}

enum err
guest_may(struct db *db, const struct actor *by, int64_t matter)
{
	struct scope s = actor_scope(by);
	struct q_guest_may found;

	if (s.none || by->kind != ACTOR_STAFF)
		return NOT_FOUND;
	return q_guest_may(db, matter, s.unit, s.village, by->post, db->now, &found);
}
