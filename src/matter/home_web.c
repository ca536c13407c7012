/* home_web.c — pages that need no code: what the service is, what it promises, and the way in. */
#include "matter/home_web.h"
#include "gen/frame.html.h"
#include "gen/home.html.h"
#include "gen/home.sql.h"
#include "gen/home.words.h"

static enum err
count_month(struct db *db, struct home_month *m)
{
	struct civil c = day_civil(day_of(db->now));
	moment from = moment_at(day_make(c.year, c.month, 1), 0, 0);
	struct q_home_received received;
	struct q_home_closed closed;

	TRY(q_home_received(db, c.year, HOME_COUNT_MAX + 1, from, &received));
	TRY(q_home_closed(db, from, HOME_COUNT_MAX + 1, &closed));
	*m = (struct home_month){ received.n, closed.n, closed.solved };
	return OK;
}

static enum err
home_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_home_title, .rq = rq };
	struct q_home_villages_list villages;
	struct home_month month;
	struct page *p;

	TRY(count_month(db, &month));
	TRY(q_home_villages(db, day_of(db->now), 60, &villages));
	p = res_page(rs);
	frame_begin(p, &f);
	view_home_page(p, rq->town, &month, &villages);
	frame_end(p, &f);
	rs->no_store = false;
	res_etag(rs);
	return OK;
}

static enum err
rights_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_home_rights, .rq = rq, .back = S("/") };
	struct page *p = res_page(rs);

	(void)db;
	frame_begin(p, &f);
	view_rights_page(p);
	frame_end(p, &f);
	rs->no_store = false;
	res_etag(rs);
	return OK;
}

static enum err
poster_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_home_poster, .rq = rq, .print = true };
	url say = req_absolute(rq, "/say");
	struct page *p = res_page(rs);

	(void)db;
	frame_begin(p, &f);
	view_poster_page(p, rq->town, html_qr(rq->mem, say.s, word_text(&word_home_poster_qr, rq->lang)), say.s);
	frame_end(p, &f);
	rs->no_store = false;
	return OK;
}

const struct route home_routes[] = {
	PAGE("/", DUTY_PUBLIC, home_page),
	PAGE("/rights", DUTY_PUBLIC, rights_page),
	PAGE("/poster", DUTY_PUBLIC, poster_page),
	ROUTES_END,
};
