/* bulk_web.c — POST /desk/bulk shows, POST /desk/bulk/offer and /assign do. The preview runs the very acts in the
 * transaction of the request and lets it be rolled back, so it cannot promise what the domain would refuse. */
#include "matter/bulk_web.h"
#include "gen/bulk.html.h"
#include "gen/bulk.words.h"
#include "gen/frame.html.h"
#include "matter/dossier_web.h"
#include "matter/pick_web.h"

static const char *const do_keys[] = { "offer", "assign", "print", NULL };

/* ---- reading ---- */

/* Each ticked row sends "id.revision". */
static enum err
rows_read(struct db *db, struct req *rq, struct bulk *b)
{
	str *ids = make(rq->mem, str, BULK_MOST);
	size_t n = form_all(rq->form, S("id"), ids, BULK_MOST);

	b->row = make(rq->mem, struct bulk_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct bulk_row *r = &b->row[b->n];
		str id, revision;
		enum err e;

		if (!str_cut(ids[i], '.', &id, &revision) || !str_int(id, &r->id) || !str_int(revision, &r->revision) ||
		    r->revision <= 0)
			continue;
		b->n++;
		e = dossier_open(db, &rq->actor, r->id, &r->m);
		r->found = e == OK;
		if (e != OK && e != NOT_FOUND)
			return e;
		if (!r->found)
			r->refused = &word_bulk_not_found;
	}
	return OK;
}

static enum err
target_make(struct db *db, struct req *rq, struct bulk *b)
{
	b->target = (struct field){ .name = "target", .value = form_get(rq->form, S("target")) };
	if (b->what == BULK_OFFER) {
		b->target.label = &word_bulk_unit;
		return pick_units(db, rq, &b->target);
	}
	if (b->what == BULK_ASSIGN) {
		b->target.label = &word_bulk_holder;
		return pick_holders(db, rq, rq->actor.unit, 0, 0, &b->target);
	}
	return OK;
}

/* ---- trying ---- */

static const struct word *
word_of(enum err e)
{
	switch (e) {
	case NOT_FOUND: return &word_bulk_not_found;
	case CONFLICT: return &word_bulk_changed;
	case FORBIDDEN: return &word_bulk_forbidden;
	case INVALID: return &word_bulk_invalid;
	case OK:
	case BUSY:
	case BROKEN: break;
	}
	return NULL;
}

/* One event for each matter that takes it; the others say why not. */
static enum err
run(struct tx *tx, struct req *rq, struct bulk *b, int64_t target)
{
	b->good = 0;
	for (size_t i = 0; i < b->n; i++) {
		struct bulk_row *r = &b->row[i];
		struct matter_deed deed = { .act = b->what == BULK_OFFER ? ACT_OFFER : ACT_ASSIGN,
					    .revision = r->revision };
		enum err e;

		if (r->refused)
			continue;
		deed.unit = b->what == BULK_OFFER ? target : 0;
		deed.post = b->what == BULK_ASSIGN ? target : 0;
		e = matter_act(tx, &rq->actor, r->id, &deed);
		if (e == BUSY || e == BROKEN)
			return e;
		r->refused = word_of(e);
		b->good += e == OK;
	}
	return OK;
}

/* Without a target yet: what the state and the revision already rule out. */
static void
look(const struct req *rq, struct bulk *b)
{
	enum matter_act act = b->what == BULK_OFFER ? ACT_OFFER : ACT_ASSIGN;

	b->good = 0;
	for (size_t i = 0; i < b->n; i++) {
		struct bulk_row *r = &b->row[i];

		if (!r->refused && r->m.revision != r->revision)
			r->refused = &word_bulk_changed;
		if (!r->refused && b->what != BULK_PRINT &&
		    !matter_may(&rq->actor, act, (enum matter_state)r->m.state, r->m.unit, r->m.holder, 0))
			r->refused = &word_bulk_forbidden;
		b->good += !r->refused;
	}
}

static url
print_url(struct req *rq, const struct bulk *b)
{
	struct out o = out_make(rq->mem, 256, 8192);

	out_str(&o, S("/desk/print"));
	for (size_t i = 0, n = 0; i < b->n; i++)
		if (b->row[i].found)
			out_fmt(&o, "%sid=%lld", n++ ? "&" : "?", (long long)b->row[i].id);
	return req_url(rq, "%.*s", STR_ARG(out_view(&o)));
}

/* ---- pages ---- */

static void
bulk_show(struct req *rq, struct res *rs, const struct bulk *b)
{
	static const struct word *const title[] = { &word_bulk_offer, &word_bulk_assign, &word_bulk_print };
	struct frame f = { .title = title[b->what], .rq = rq, .nav = "matters" };
	struct page *p = res_page(rs);

	frame_begin(p, &f);
	view_bulk_page(p, b, title[b->what]);
	frame_end(p, &f);
}

static enum err
bulk_load(struct db *db, struct req *rq, struct bulk *b)
{
	b->rq = rq;
	TRY(rows_read(db, rq, b));
	return target_make(db, rq, b);
}

/* The preview. Whatever it wrote is rolled back by the error that it ends with; the page and its status stay. */
static enum err
preview_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct bulk b = { 0 };
	int what = form_choice(&in, "do", do_keys, NULL);
	int64_t target = form_int(&in, "target", 1, INT64_MAX, NULL, &word_bulk_target_missing);

	if (what < 0)
		return INVALID;
	b.what = (enum bulk_do)what;
	if ((b.what == BULK_OFFER && !duty_held(rq->actor.role, DUTY_DISPATCH)) ||
	    (b.what == BULK_ASSIGN && !duty_held(rq->actor.role, DUTY_ASSIGN)))
		return FORBIDDEN;
	TRY(bulk_load(&tx->db, rq, &b));
	if (b.n == 0)
		return see_other(rq, rs, "/desk/matters");
	look(rq, &b);
	if (b.what == BULK_PRINT)
		b.print = print_url(rq, &b);
	if (target && b.what != BULK_PRINT) {
		TRY(run(tx, rq, &b, target));
		b.tried = true;
	}
	b.faults = &in.faults;
	bulk_show(rq, rs, &b);
	res_status(rs, 200);
	return INVALID;
}

static enum err
bulk_change(struct tx *tx, struct req *rq, struct res *rs, enum bulk_do what)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct bulk b = { .what = what, .done = true };
	int64_t target = form_int(&in, "target", 1, INT64_MAX, &word_bulk_target_missing, &word_bulk_target_missing);

	TRY(bulk_load(&tx->db, rq, &b));
	if (!form_good(&in)) {
		b.done = false;
		b.faults = &in.faults;
		look(rq, &b);
		res_status(rs, 422);
		bulk_show(rq, rs, &b);
		return INVALID;
	}
	TRY(run(tx, rq, &b, target));
	if (b.good == b.n)
		return see_other(rq, rs, "/desk/matters?lane=%s&done=%zu", what == BULK_OFFER ? "offered" : "in_hand",
				 b.n);
	bulk_show(rq, rs, &b);
	return OK;
}

static enum err
offer_change(struct tx *tx, struct req *rq, struct res *rs)
{
	return bulk_change(tx, rq, rs, BULK_OFFER);
}

static enum err
assign_change(struct tx *tx, struct req *rq, struct res *rs)
{
	return bulk_change(tx, rq, rs, BULK_ASSIGN);
}

const struct route bulk_routes[] = {
	CHANGE("/desk/bulk", DUTY_READ, preview_change),
	CHANGE("/desk/bulk/offer", DUTY_DISPATCH, offer_change),
	CHANGE("/desk/bulk/assign", DUTY_ASSIGN, assign_change),
	ROUTES_END,
};
