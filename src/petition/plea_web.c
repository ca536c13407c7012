/* plea_web.c — the resident's side of the lane: where the petition stands, the opinion, their rights with dates, and
 * asking for a review. Only the reporter's own receipt opens it. */
#include "gen/frame.html.h"
#include "gen/plea.html.h"
#include "gen/plea.words.h"
#include "matter/track_web.h"
#include "petition/petition_web.h"

enum err
petition_track(struct db *db, const struct req *rq, struct page *p, int64_t matter, enum matter_state state)
{
	struct petition_view v = { .rq = rq };
	enum err e;

	(void)state;
	if (rq->actor.follower || rq->actor.matter != matter)
		return OK;
	e = petition_view_load(db, matter, &v);
	if (e != OK)
		return e == NOT_FOUND ? OK : e;
	view_plea_panel(p, &v);
	return OK;
}

/* ---- asking for a review ---- */

static enum err
to_progress(struct req *rq, struct res *rs)
{
	return see_other(rq, rs, "/m/%s", str_z(rq->mem, rq->code));
}

static enum err
ask_load(struct db *db, struct req *rq, struct track *t, struct petition_view *v)
{
	enum err e;

	TRY(track_open(db, rq, t));
	v->rq = rq;
	e = rq->actor.follower ? NOT_FOUND : petition_view_load(db, t->own.id, v);
	if (e == NOT_FOUND)
		v->right = OPINION_NONE;
	return e == NOT_FOUND ? OK : e;
}

static enum err
ask_show(struct req *rq, struct res *rs, const struct petition_view *v, const struct faults *faults)
{
	struct frame f = { .title = v->right == OPINION_REVIEW ? &word_plea_ask : &word_plea_ask_again,
			   .rq = rq,
			   .back = str_fmt(rq->mem, "/m/%.*s", STR_ARG(rq->code)) };
	struct field words = { .name = "words",
			       .label = &word_plea_ask_words,
			       .optional = true,
			       .rows = 5,
			       .value = faults ? form_get(rq->form, S("words")) : S("") };
	struct page *p = res_page(rs);

	if (faults)
		res_status(rs, 422);
	frame_begin(p, &f);
	view_plea_ask(p, v, &words, faults);
	frame_end(p, &f);
	return faults ? INVALID : OK;
}

static enum err
ask_page(struct db *db, struct req *rq, struct res *rs)
{
	struct petition_view v = { 0 };
	struct track t;

	TRY(ask_load(db, rq, &t, &v));
	return v.right == OPINION_NONE ? to_progress(rq, rs) : ask_show(rq, rs, &v, NULL);
}

static enum err
ask_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct petition_view v = { 0 };
	struct track t;
	str words;

	TRY(ask_load(&tx->db, rq, &t, &v));
	if (v.right == OPINION_NONE)
		return to_progress(rq, rs);
	words = form_text(&in, "words", PETITION_TEXT, NULL, &word_plea_ask_long);
	if (!form_good(&in))
		return ask_show(rq, rs, &v, &in.faults);
	TRY(opinion_ask(tx, &t.by, t.own.id, METHOD_OWN, words));
	return to_progress(rq, rs);
}

const struct route plea_routes[] = {
	PAGE("/m/:code/review", DUTY_RECEIPT, ask_page),
	CHANGE("/m/:code/review", DUTY_RECEIPT, ask_change),
	ROUTES_END,
};
