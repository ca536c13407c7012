/* track_receipt_web.c — the receipt: on the screen, and as a slip of A6. It survives a reload and a bookmark. */
#include "gen/frame.html.h"
#include "gen/track.html.h"
#include "gen/track.words.h"
#include "matter/timer.h"
#include "matter/track_web.h"

/* Before a matter is offered to a unit there is no claim clock yet; it will run from receipt, so its date is
 * known already. */
static enum err
claim_due(struct db *db, const struct q_track_matter *m, const struct q_track_clocks_list *clocks, moment *due)
{
	const struct q_track_clocks *c = track_clock(clocks, CLOCK_CLAIM);
	struct limits l;
	struct timer t;

	*due = (moment){ 0 };
	if (m->state != MATTER_RECEIVED && m->state != MATTER_OFFERED)
		return OK;
	if (!c)
		c = track_clock(clocks, CLOCK_ASSIGN);
	if (c) {
		*due = c->due;
		return OK;
	}
	TRY(timer_limits(db, m->type, 0, 0, m->received_at, &l));
	TRY(timer_of_claim(db, &l, m->received_at, 0, &t));
	*due = t.due;
	return OK;
}

static enum err
receipt_page(struct db *db, struct req *rq, struct res *rs)
{
	bool slip = form_get(rq->query, S("print")).n > 0;
	struct frame f = { .title = slip ? &word_track_slip : &word_track_received, .rq = rq, .print = slip };
	struct track_receipt r = { .address = req_absolute(rq, "/m/%s", str_z(rq->mem, rq->code)) };
	struct q_track_clocks_list clocks;
	struct track t;
	struct page *p;

	TRY(track_open(db, rq, &t));
	TRY(q_track_clocks(db, t.m->id, TRACK_CLOCKS, &clocks));
	TRY(claim_due(db, t.m, &clocks, &r.claim));
	r.t = &t;
	r.square = html_qr(rq->mem, r.address.s, word_text(&word_track_qr, rq->lang));
	r.answer = matter_open((enum matter_state)t.m->state) ? track_clock(&clocks, CLOCK_ANSWER) : NULL;
	r.due = r.answer ? day_of(r.answer->due) : (day){ 0 };
	p = res_page(rs);
	frame_begin(p, &f);
	if (slip)
		view_track_slip(p, &r, rq->town);
	else
		view_track_receipt_page(p, &r);
	frame_end(p, &f);
	return OK;
}

const struct route track_receipt_routes[] = {
	PAGE("/receipt/:code", DUTY_RECEIPT, receipt_page),
	ROUTES_END,
};
