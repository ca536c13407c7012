#include "matter/accuse_web.h"
#include "base/rand.h"
#include "catalogue/catalogue.h"
#include "desk/event.h"
#include "gen/accuse.html.h"
#include "gen/accuse.words.h"
#include "gen/frame.html.h"
#include "gen/handover.sql.h"

#define RECEIVER "县纪委监委"

enum err
accuse_type(struct db *db, str type, bool *is)
{
	struct catalogue_type t;
	enum err e = type.n ? catalogue_type(db, type, day_of(db->now), &t) : NOT_FOUND;

	*is = e == OK && t.urgency == URGENCY_HANDOVER;
	return e == NOT_FOUND ? OK : e;
}

static enum err
way_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_accuse_title, .rq = rq, .back = S("/") };
	struct page *p = res_page(rs);

	(void)db;
	frame_begin(p, &f);
	view_accuse_way(p);
	frame_end(p, &f);
	return OK;
}

/* No field but the form's own keys: there is nothing to type. */
static enum err
slip_change(struct tx *tx, struct req *rq, struct res *rs)
{
	int year = day_civil(day_of(tx->db.now)).year;
	struct event e = { .object = S("handover"), .kind = S("add") };
	struct q_handover_last last;
	int64_t seq;

	TRY(q_handover_last(&tx->db, year, &last));
	e.id = rand_id(tx->db.now.ms);
	TRY(q_handover_insert(tx, e.id, year, last.n + 1, tx->db.now, S(RECEIVER),
			      rq->actor.kind == ACTOR_STAFF ? rq->actor.post : 0));
	TRY(event_add(tx, &rq->actor, &e, &seq));
	return see_other(rq, rs, "/accuse/%lld", (long long)e.id);
}

static enum err
slip_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_accuse_slip, .rq = rq, .print = true };
	struct q_handover_of h;
	struct page *p;

	TRY(q_handover_of(db, rq->id, &h));
	p = res_page(rs);
	frame_begin(p, &f);
	view_accuse_slip(p, &h, rq->town);
	frame_end(p, &f);
	return OK;
}

const struct route accuse_routes[] = {
	PAGE("/accuse", DUTY_PUBLIC, way_page),
	CHANGE("/accuse", DUTY_PUBLIC, slip_change),
	PAGE("/accuse/:id", DUTY_PUBLIC, slip_page),
	ROUTES_END,
};
