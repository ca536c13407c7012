/* track_say_web.c — what a resident says on the way: a word more, the reply to a question; and leaving without
 * a trace. */
#include "gen/frame.html.h"
#include "gen/track.html.h"
#include "gen/track.words.h"
#include "matter/shot_web.h"
#include "matter/track_web.h"
#include "web/cookie.h"

/* A page of its own with what was typed, when something is to be put right. */
struct say_again {
	enum matter_act act;
	const char *to;
	const struct word *title, *label, *send;
};

static const struct say_again adding = { ACT_ADD_WORD, "word", &word_track_add_title, &word_track_more_label,
					 &word_track_more_send };
static const struct say_again giving = { ACT_GIVE, "give", &word_track_ask, &word_track_give, &word_track_give_send };

static enum err
show_again(struct db *db, struct req *rq, struct res *rs, const struct track *t, const struct say_again *a,
	   const struct faults *faults)
{
	struct frame f = { .title = a->title, .rq = rq, .back = str_fmt(rq->mem, "/m/%.*s", STR_ARG(rq->code)) };
	struct field text = {
		.name = "text", .label = a->label, .rows = 6, .value = faults ? form_get(rq->form, S("text")) : S("")
	};
	struct q_track_question question = { 0 };
	struct page *p;

	if (a->act == ACT_GIVE)
		TRY(q_track_question(db, t->m->id, &question));
	p = res_page(rs);
	frame_begin(p, &f);
	view_track_words_page(p, faults, a->title, question.text,
			      req_url(rq, "/m/%s/%s", str_z(rq->mem, rq->code), a->to), &text, a->send);
	frame_end(p, &f);
	return OK;
}

static enum err
say_post(struct tx *tx, struct req *rq, struct res *rs, const struct say_again *a)
{
	struct form_in in = form_in(rq->mem, rq->form);
	const struct shots *shots = shot_of(rq);
	struct matter_deed deed = { .act = a->act, .photos = shots->n };
	struct track t;

	TRY(track_open(&tx->db, rq, &t));
	if (!track_may(&t, a->act))
		return CONFLICT;
	deed.text = form_text(&in, "text", MATTER_TEXT_MAX, shots->n ? NULL : &word_track_more_missing,
			      &word_track_more_long);
	if (shots->bad)
		form_fault(&in, "photo", shots->bad);
	if (!form_good(&in)) {
		res_status(rs, 422);
		TRY(show_again(&tx->db, rq, rs, &t, a, &in.faults));
		return INVALID;
	}
	memcpy(deed.photo, shots->photo, sizeof(deed.photo));
	TRY(matter_act(tx, &t.by, t.own.id, &deed));
	return see_other(rq, rs, "/m/%s#history", str_z(rq->mem, rq->code));
}

static enum err
word_post(struct tx *tx, struct req *rq, struct res *rs)
{
	return say_post(tx, rq, rs, &adding);
}

static enum err
give_post(struct tx *tx, struct req *rq, struct res *rs)
{
	return say_post(tx, rq, rs, &giving);
}

static enum err
word_page(struct db *db, struct req *rq, struct res *rs)
{
	struct track t;

	TRY(track_open(db, rq, &t));
	if (!track_may(&t, ACT_ADD_WORD))
		return see_other(rq, rs, "/m/%s", str_z(rq->mem, rq->code));
	return show_again(db, rq, rs, &t, &adding, NULL);
}

static enum err
give_page(struct db *db, struct req *rq, struct res *rs)
{
	struct track t;

	TRY(track_open(db, rq, &t));
	if (!track_may(&t, ACT_GIVE))
		return see_other(rq, rs, "/m/%s", str_z(rq->mem, rq->code));
	return show_again(db, rq, rs, &t, &giving, NULL);
}

/* The session of this matter ends in this browser: for phones that several people use. */
static enum err
close_page(struct db *db, struct req *rq, struct res *rs)
{
	(void)db;
	cookie_set(rq, rs, COOKIE_RECEIPT, S(""), 0);
	return see_other(rq, rs, "/");
}

const struct route track_say_routes[] = {
	PAGE("/m/:code/word", DUTY_RECEIPT, word_page),
	CHANGE_SLOW("/m/:code/word", DUTY_RECEIPT, word_post, shot_take, shot_any),
	PAGE("/m/:code/give", DUTY_RECEIPT, give_page),
	CHANGE_SLOW("/m/:code/give", DUTY_RECEIPT, give_post, shot_take, shot_any),
	PAGE("/m/:code/close", DUTY_RECEIPT, close_page),
	ROUTES_END,
};
