/* link.c — which matters belong together. A link stands between matters only; nothing is counted for a person. */
#include "base/rand.h"
#include "gen/path.sql.h"
#include "matter/deed.h"
#include "matter/state.h"

static enum err
reach(struct work *w, int64_t other)
{
	struct q_matter_for_act m;
	struct scope s = actor_scope(w->by);
	enum err e; /* NOT_FOUND: not theirs to see */

	e = q_matter_for_act(&w->tx->db, other, s.none, s.unit, s.village, w->by->post, &m);

	return e == NOT_FOUND ? INVALID : e;
}

enum err
link_guard(struct work *w)
{
	const struct matter_deed *d = w->deed;
	struct q_path_linked linked;

	if (d->link < LINK_SAME || d->link >= LINKS || d->target == 0 || d->target == w->m.id || d->text.n == 0)
		return INVALID;
	TRY(q_path_linked(&w->tx->db, w->m.id, d->target, d->link, &linked));
	return linked.n ? INVALID : reach(w, d->target);
}

enum err
link_add(struct work *w)
{
	const struct matter_deed *d = w->deed;
	struct tx *tx = w->tx;

	out_fmt(&w->detail, "kind %d other %lld", (int)d->link, (long long)d->target);
	return q_path_link_insert(tx, rand_id(tx->db.now.ms), w->m.id, d->target, d->link, d->text,
				  w->by->kind == ACTOR_STAFF ? w->by->post : 0, tx->db.now);
}

/* The part was raised a moment ago, in this same change: matter_split(). */
enum err
link_split_guard(struct work *w)
{
	const struct matter_deed *d = w->deed;
	struct q_path_linked linked;

	if (d->target == 0 || d->target == w->m.id || d->text.n == 0)
		return INVALID;
	TRY(q_path_linked(&w->tx->db, d->target, w->m.id, LINK_PART, &linked));
	return linked.n ? INVALID : OK;
}

enum err
link_split(struct work *w)
{
	const struct matter_deed *d = w->deed;
	struct tx *tx = w->tx;

	out_fmt(&w->detail, "part %lld", (long long)d->target);
	return q_path_link_insert(tx, rand_id(tx->db.now.ms), d->target, w->m.id, LINK_PART, d->text, w->by->post,
				  tx->db.now);
}

enum err
matter_split(struct tx *tx, const struct actor *by, const struct matter_keys *k, int64_t matter,
	     const struct matter_raise *in, str why, struct matter_raised *out)
{
	struct scope s = actor_scope(by);
	struct matter_deed d = { .act = ACT_SPLIT, .text = why };
	struct matter_raise part = *in;
	struct q_matter_for_act m;
	struct q_matter_reporter r;

	TRY(q_matter_for_act(&tx->db, matter, s.none, s.unit, s.village, by->post, &m));
	TRY(q_matter_reporter(&tx->db, matter, &r));
	part.channel = (enum matter_channel)r.channel;
	part.received_at = r.received_at;
	part.village = in->village ? in->village : r.village;
	part.place = in->village ? in->place : r.place;
	part.spot = in->spot.n ? in->spot : r.spot;
	part.on_behalf = true;
	part.same_as = matter;
	part.external_ref = S("");
	TRY(matter_raise(tx, by, k, &part, out));
	d.target = out->id;
	return matter_act(tx, by, matter, &d);
}

enum err
matter_follow(struct tx *tx, const struct actor *by, const struct matter_keys *k, str words, str code_seed,
	      struct matter_raised *out)
{
	struct matter_deed d = { .act = ACT_LINK, .link = LINK_FOLLOWS, .text = words };
	struct q_matter_reporter r;
	struct matter_raise in;
	day last;

	TRY(q_matter_reporter(&tx->db, by->matter, &r));
	if (matter_open((enum matter_state)r.state) || !matter_may(by, ACT_REOPEN, (enum matter_state)r.state, 0, 0, 0))
		return INVALID;
	TRY(matter_reopen_last(&tx->db, r.type, r.received_at, (enum matter_state)r.state, r.closed_at, &last));
	if (day_diff(day_of(tx->db.now), last) >= 0)
		return INVALID;
	in = (struct matter_raise){ .channel = CHANNEL_WEB,
				    .type = r.type,
				    .village = r.village,
				    .place = r.place,
				    .spot = r.spot,
				    .words = words,
				    .same_as = by->matter,
				    .code_seed = code_seed };
	TRY(matter_raise(tx, by, k, &in, out));
	d.target = by->matter;
	d.text = S("说事人自己接着原来的事再说");
	return matter_act(tx, &actor_clock, out->id, &d);
}
