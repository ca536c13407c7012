/* slip_web.c — GET /desk/slip/:code/:id and GET /desk/print. */
#include "matter/slip_web.h"
#include "catalogue/catalogue.h"
#include "gen/frame.html.h"
#include "gen/slip.html.h"
#include "gen/slip.words.h"
#include "gen/track.html.h"
#include "gen/track.words.h"
#include "matter/dossier_web.h"
#include "matter/label_web.h"
#include "matter/receipt.h"
#include "matter/timer.h"
#include "matter/track_web.h"

#define CLOCKS 20

/* ---- the slip ---- */

struct slip_found {
	int64_t matter; /* of the code; 0: no such code */
};

static enum err
slip_prepare(struct db *db, struct req *rq)
{
	struct slip_found *f = make(rq->mem, struct slip_found, 1);
	int64_t follower;
	char code[19];
	enum err e;

	rq->prepared = f;
	if (receipt_parse(rq->param[0], code) != OK)
		return NOT_FOUND;
	e = rq->site->receipt_open(db, str_of(code), false, &f->matter, &follower);
	if (e == CONFLICT)
		e = rq->site->receipt_open(db, str_of(code), true, &f->matter, &follower);
	return e;
}

/* The code stands nowhere but in the address that intake led to: it is printed for who entered the matter,
 * within the hour. */
static enum err
slip_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_track_slip, .rq = rq, .print = true };
	const struct slip_found *found = rq->prepared;
	struct track_receipt r = { .address = req_absolute(rq, "/m/%s", str_z(rq->mem, rq->param[0])) };
	struct q_track_clocks_list clocks;
	struct q_dossier_matter m;
	struct track t = { .code = rq->param[0] };
	struct page *p;
	int64_t id;

	if (!found || !str_int(rq->param[1], &id) || id != found->matter)
		return NOT_FOUND;
	TRY(dossier_open(db, &rq->actor, id, &m));
	if (m.entered_by != rq->actor.post || db->now.ms - m.entered_at.ms > SLIP_MINUTES * MS_MINUTE)
		return NOT_FOUND;
	TRY(q_track_matter(db, id, &t.own));
	TRY(q_track_clocks(db, id, CLOCKS, &clocks));
	t.m = &t.own;
	r.t = &t;
	r.square = html_qr(rq->mem, r.address.s, word_text(&word_track_qr, rq->lang));
	r.answer = track_clock(&clocks, CLOCK_ANSWER);
	r.due = r.answer ? day_of(r.answer->due) : (day){ 0 };
	p = res_page(rs);
	frame_begin(p, &f);
	view_slip_page(p, &r, rq->town, id);
	frame_end(p, &f);
	return OK;
}

/* ---- sheets ---- */

static enum err
sheet_load(struct db *db, struct req *rq, int64_t id, struct slip_sheet *s)
{
	struct q_track_clocks_list clocks;
	struct catalogue_type type;
	const struct q_track_clocks *answer;
	enum err e;

	TRY(dossier_open(db, &rq->actor, id, &s->m));
	TRY(q_track_clocks(db, id, CLOCKS, &clocks));
	answer = track_clock(&clocks, CLOCK_ANSWER);
	s->has_answer = answer != NULL;
	if (answer)
		s->answer = *answer;
	s->code = html_qr(rq->mem, req_absolute(rq, "/desk/matters/%lld", (long long)id).s,
			  word_text(&word_slip_qr, rq->lang));
	e = s->m.type.n ? catalogue_type(db, s->m.type, day_of(s->m.received_at), &type) : NOT_FOUND;
	if (e == OK) {
		s->type_zh = type.type_zh;
		s->type_en = type.type_en;
	}
	return e == NOT_FOUND ? OK : e;
}

/* Sheets of what the post reaches; numbers of others print nothing and say nothing. */
static enum err
print_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_slip_sheets, .rq = rq, .print = true };
	struct slip_sheet *s = make(rq->mem, struct slip_sheet, SLIP_SHEETS);
	str ids[SLIP_SHEETS];
	size_t asked = form_all(rq->query, S("id"), ids, SLIP_SHEETS), n = 0;
	struct page *p;
	int64_t id;

	for (size_t i = 0; i < asked; i++) {
		enum err e = str_int(ids[i], &id) ? sheet_load(db, rq, id, &s[n]) : NOT_FOUND;

		if (e == OK)
			n++;
		else if (e != NOT_FOUND)
			return e;
	}
	if (n == 0)
		return NOT_FOUND;
	p = res_page(rs);
	frame_begin(p, &f);
	view_slip_sheets(p, s, n, rq->town);
	frame_end(p, &f);
	return OK;
}

const struct route slip_routes[] = {
	PAGE_SLOW("/desk/slip/:code/:id", DUTY_INTAKE, slip_page, slip_prepare, NULL),
	PAGE("/desk/print", DUTY_READ, print_page),
	ROUTES_END,
};
