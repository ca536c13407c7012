/* days_web.c — GET /days and below: public pages and the calendar feed. No name of a resident stands in any of it. */
#include "openday/days_web.h"
#include "gen/days.html.h"
#include "gen/days.words.h"
#include "gen/frame.html.h"
#include "matter/shot_web.h"
#include "openday/ics.h"
#include "place/place.h"

#define FEED_PAST   30  /* days of the feed that are gone */
#define FEED_AHEAD  92  /* of the township's feed; a village's goes on to the end */
#define FEED_EVENTS 700 /* of a feed at most */
#define STEPS       100

/* ---- words ---- */

const struct word *
days_weekday(day d)
{
	static const struct word *const w[] = { &word_days_w1, &word_days_w1, &word_days_w2, &word_days_w3,
						&word_days_w4, &word_days_w5, &word_days_w6, &word_days_w7 };

	return w[day_civil(d).weekday];
}

str
days_clock(const struct page *p, int64_t minutes)
{
	return str_fmt(p->out->mem, "%d:%02d", (int)(minutes / 60), (int)(minutes % 60));
}

str
days_name(const struct page *p, str zh, str en)
{
	return p->lang == EN && en.n ? en : zh;
}

const struct word *
days_promise_word(int64_t state, int64_t missed)
{
	if (state == PROMISE_KEPT)
		return &word_days_p_kept;
	if (state == PROMISE_NOT_KEPT)
		return &word_days_p_not;
	return missed ? &word_days_p_late : &word_days_p_open;
}

str
days_promise_tag(int64_t state, int64_t missed)
{
	if (state == PROMISE_KEPT)
		return S("tag tag--green");
	return state == PROMISE_NOT_KEPT || missed ? S("tag tag--red") : S("tag tag--amber");
}

const struct word *
days_step_word(int64_t result)
{
	switch ((enum promise_result)result) {
	case STEP_KEPT: return &word_days_step_kept;
	case STEP_NOT_KEPT: return &word_days_step_not;
	case STEP_WORD: return &word_days_step_word;
	case STEP_CALLED_OFF: return &word_days_step_off;
	case STEP_CARRIED: break;
	}
	return &word_days_step_carried;
}

const struct word *
days_state_word(int64_t state)
{
	switch ((enum session_state)state) {
	case SESSION_CLOSED: return &word_days_s_closed;
	case SESSION_NOT_HELD: return &word_days_s_not_held;
	case SESSION_CALLED_OFF: return &word_days_s_off;
	case SESSION_PLANNED: break;
	}
	return &word_days_s_planned;
}

const struct word *
days_kind_word(int64_t kind)
{
	return kind == OPENDAY_SUNSHINE ? &word_days_k_sunshine : &word_days_k_plain;
}

/* ---- pages ---- */

static enum err
days_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_days_title, .rq = rq, .back = S("/") };
	struct q_openday_nexts_list l;
	struct page *p;

	TRY(q_openday_nexts(db, day_of(db->now), OPENDAY_VILLAGES, &l));
	p = res_page(rs);
	frame_begin(p, &f);
	view_days_page(p, &l);
	frame_end(p, &f);
	rs->no_store = false;
	res_etag(rs);
	return OK;
}

static enum err
village_of(struct db *db, int64_t id, struct q_place_by_id *v)
{
	TRY(q_place_by_id(db, id, v));
	return v->kind == PLACE_COMMUNITY || v->kind == PLACE_VILLAGE ? OK : NOT_FOUND;
}

static enum err
board_load(struct db *db, struct req *rq, struct days_village *v)
{
	str at, id, before = form_get(rq->query, S("before"));
	moment ended = { INT64_MAX };
	int64_t last = INT64_MAX;

	v->first = !(str_cut(before, '.', &at, &id) && str_int(at, &ended.ms) && str_int(id, &last));
	if (v->first) {
		ended.ms = last = INT64_MAX;
		TRY(q_openday_coming(db, v->id, day_of(db->now), DAYS_SHOWN, &v->coming));
		TRY(q_openday_board_open(db, v->id, DAYS_OPEN, &v->open));
		TRY(q_openday_sunshine(db, v->id, day_of(db->now), DAYS_SHOWN, &v->sunshine));
	}
	TRY(q_openday_board_ended(db, v->id, ended, last, DAYS_ENDED + 1, &v->ended));
	if (v->ended.n > DAYS_ENDED) {
		const struct q_openday_board_ended *q = &v->ended.p[DAYS_ENDED - 1];

		v->ended.n = DAYS_ENDED;
		v->older = req_url(rq, "/days/%lld?before=%lld.%lld#board", (long long)v->id, (long long)q->ended_at.ms,
				   (long long)q->id);
	}
	return OK;
}

static enum err
village_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .rq = rq, .back = S("/days") };
	struct days_village v = { .id = rq->id };
	struct q_place_by_id place;
	struct page *p;
	struct out title = out_make(rq->mem, 64, 400);
	struct page words = { .out = &title, .lang = rq->lang };

	TRY(village_of(db, rq->id, &place));
	v.name_zh = place.name_zh;
	v.name_en = place.name_en;
	TRY(board_load(db, rq, &v));
	put_word(&words, &word_days_title);
	f.title_text = str_fmt(rq->mem, "%.*s · %.*s", STR_ARG(days_name(&words, v.name_zh, v.name_en)),
			       STR_ARG(out_view(&title)));
	p = res_page(rs);
	frame_begin(p, &f);
	view_days_village(p, &v);
	frame_end(p, &f);
	rs->no_store = false;
	res_etag(rs);
	return OK;
}

static enum err
questions_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_days_sunshine, .rq = rq };
	struct days_questions q;
	struct page *p;

	TRY(q_openday_sunshine_row(db, rq->id, &q.s));
	if (day_diff(q.s.day, day_of(db->now)) < 0)
		return NOT_FOUND;
	TRY(q_openday_items(db, rq->id, OPENDAY_LINES, &q.items));
	f.back = str_fmt(rq->mem, "/days/%lld", (long long)q.s.village);
	p = res_page(rs);
	frame_begin(p, &f);
	view_days_questions(p, &q);
	frame_end(p, &f);
	return OK;
}

static enum err
promise_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_days_board, .rq = rq };
	struct q_openday_promise_row q;
	struct q_openday_steps_list steps;
	struct page *p;

	TRY(q_openday_promise_row(db, rq->id, &q));
	TRY(q_openday_steps(db, rq->id, STEPS, &steps));
	f.back = str_fmt(rq->mem, "/days/%lld", (long long)q.village);
	p = res_page(rs);
	frame_begin(p, &f);
	view_days_promise(p, &q, &steps);
	frame_end(p, &f);
	return OK;
}

static enum err
photo_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_openday_promise_picture pic;

	TRY(q_openday_promise_picture(db, rq->id, &pic));
	return shot_send(rq, rs, str_ends(rq->path, S("/thumb")) ? pic.thumb : pic.picture);
}

/* ---- the feed ---- */

static str
pair(const struct req *rq, str name, const struct word *what)
{
	str text = word_text(what, rq->lang);

	return rq->lang == EN ? str_fmt(rq->mem, "%.*s: %.*s", STR_ARG(text), STR_ARG(name))
			      : str_fmt(rq->mem, "%.*s%.*s", STR_ARG(name), STR_ARG(text));
}

static str
name_for(const struct req *rq, str zh, str en)
{
	return rq->lang == EN && en.n ? en : zh;
}

/* What the old rule had planned and nobody was told of again is sent as cancelled too: it may stand in a calendar. */
#define FEED_ROW(out, rq, s)                                                     \
	feed_event(out, rq,                                                      \
		   &(struct ics_event){ .id = (s)->id,                           \
					.day = (s)->day,                         \
					.starts = (int)(s)->starts,              \
					.ends = (int)(s)->ends,                  \
					.place = (s)->spot,                      \
					.off = (s)->state == SESSION_CALLED_OFF, \
					.revision = (s)->revision,               \
					.changed = (s)->changed_at },            \
		   (s)->kind, (s)->village, name_for(rq, (s)->village_zh, (s)->village_en))

static void
feed_event(struct out *o, struct req *rq, struct ics_event *e, int64_t kind, int64_t village, str name)
{
	e->town = rq->town->town;
	e->summary = pair(rq, name, days_kind_word(kind));
	e->place = str_fmt(rq->mem, "%.*s %.*s", STR_ARG(name), STR_ARG(e->place));
	e->about = str_fmt(rq->mem, "%.*s %.*s", STR_ARG(word_text(&word_days_ics_about, rq->lang)),
			   STR_ARG(rq->town->phone));
	e->url = req_absolute(rq, "/days/%lld", (long long)village).s;
	ics_event(o, e);
}

static void
feed_head(struct req *rq, struct res *rs, str name)
{
	rs->out = out_make(rq->mem, 16384, 1 << 20);
	rs->type = S("text/calendar; charset=utf-8");
	rs->download = S("open-days.ics");
	rs->no_store = false;
	ics_begin(&rs->out, pair(rq, name, &word_days_k_plain));
}

static enum err
town_feed(struct db *db, struct req *rq, struct res *rs)
{
	day today = day_of(db->now), from = day_add(today, -FEED_PAST);
	struct q_openday_feed_list l;

	TRY(q_openday_feed(db, from, day_add(today, FEED_AHEAD), from, 0, FEED_EVENTS, &l));
	feed_head(rq, rs, name_for(rq, rq->town->name_zh, rq->town->name_en));
	for (size_t i = 0; i < l.n; i++)
		FEED_ROW(&rs->out, rq, &l.p[i]);
	ics_end(&rs->out);
	res_etag(rs);
	return OK;
}

static enum err
village_feed(struct db *db, struct req *rq, struct res *rs)
{
	struct q_openday_feed_village_list l;
	struct q_place_by_id v;

	TRY(village_of(db, rq->id, &v));
	TRY(q_openday_feed_village(db, rq->id, day_add(day_of(db->now), -FEED_PAST), FEED_EVENTS, &l));
	feed_head(rq, rs, name_for(rq, v.name_zh, v.name_en));
	for (size_t i = 0; i < l.n; i++)
		FEED_ROW(&rs->out, rq, &l.p[i]);
	ics_end(&rs->out);
	res_etag(rs);
	return OK;
}

const struct route days_routes[] = {
	PAGE("/days", DUTY_PUBLIC, days_page),
	PAGE("/days/open-days.ics", DUTY_PUBLIC, town_feed),
	PAGE("/days/:id", DUTY_PUBLIC, village_page),
	PAGE("/days/:id/open-days.ics", DUTY_PUBLIC, village_feed),
	PAGE("/days/questions/:id", DUTY_PUBLIC, questions_page),
	PAGE("/days/promise/:id", DUTY_PUBLIC, promise_page),
	PAGE("/days/promise/:id/photo", DUTY_PUBLIC, photo_page),
	PAGE("/days/promise/:id/thumb", DUTY_PUBLIC, photo_page),
	ROUTES_END,
};
