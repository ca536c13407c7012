/* search_web.c — GET /desk/search. Numbers and receipt codes are the queue's: it sends words here. */
#include "search/search_web.h"
#include "base/utf8.h"
#include "catalogue/catalogue.h"
#include "gen/frame.html.h"
#include "gen/search.html.h"
#include "gen/search.words.h"
#include "http/url.h"
#include "matter/label_web.h"

#define BEFORE_HIT 24 /* characters shown before the first hit */
#define SHOWN      110

/* ---- the text around a hit ---- */

static size_t
back(str text, size_t at, size_t characters)
{
	while (at && characters) {
		at--;
		characters -= ((unsigned char)text.p[at] & 0xC0) != 0x80;
	}
	return at;
}

/* The nearest hit of any phrase at or after `at`. */
static bool
next_hit(const struct search_found *f, str text, size_t at, size_t *from, size_t *to)
{
	bool any = false;
	size_t a, b;

	for (size_t i = 0; i < f->phrases; i++)
		if (fold_find(text, at, &f->phrase[i], &a, &b) && (!any || a < *from || (a == *from && b > *to))) {
			*from = a;
			*to = b;
			any = true;
		}
	return any;
}

static void
line_make(const struct search_found *f, struct search_line *l, const struct search_row *r)
{
	size_t at = 0, from = 0, to = 0, end, n = 0;
	str shown;

	*l = (struct search_line){ .row = r };
	if (next_hit(f, r->text, 0, &from, &to))
		at = back(r->text, from, BEFORE_HIT);
	shown = utf8_head(str_skip(r->text, at), SHOWN);
	end = at + shown.n;
	l->cut_before = at > 0;
	l->cut_after = end < r->text.n;
	for (; n < SEARCH_MARKS && at < end && next_hit(f, r->text, at, &from, &to) && from < end; n++) {
		l->text[n] = (str){ r->text.p + at, from - at };
		l->hit[n] = (str){ r->text.p + from, to - from };
		at = to;
	}
	if (at < end)
		l->text[n] = (str){ r->text.p + at, end - at };
}

/* ---- addresses ---- */

static url
address(const struct search_page *s, const struct search_ask *a)
{
	struct out o = out_make(s->rq->mem, 128, 4096);
	str typed = url_encode(s->rq->mem, a->typed);

	out_fmt(&o, "/desk/search?q=%.*s", STR_ARG(typed));
	if (a->lane)
		out_fmt(&o, "&lane=%d", (int)a->lane);
	if (a->village)
		out_fmt(&o, "&village=%lld", (long long)a->village);
	if (a->unit)
		out_fmt(&o, "&unit=%lld", (long long)a->unit);
	if (a->type.n)
		out_fmt(&o, "&type=%.*s", STR_ARG(a->type));
	if (a->since.n)
		out_fmt(&o, "&since=%.*s", STR_ARG(day_iso(s->rq->mem, a->since)));
	if (a->until.n)
		out_fmt(&o, "&until=%.*s", STR_ARG(day_iso(s->rq->mem, a->until)));
	if (a->before)
		out_fmt(&o, "&before=%lld", (long long)a->before);
	return req_url(s->rq, "%.*s", STR_ARG(out_view(&o)));
}

static int64_t
number_of(const struct req *rq, str name)
{
	int64_t n;

	return str_int(form_get(rq->query, name), &n) && n > 0 ? n : 0;
}

static str
code_of(str code)
{
	for (size_t i = 0; i < code.n; i++)
		if (!((code.p[i] >= 'A' && code.p[i] <= 'Z') || (code.p[i] >= '0' && code.p[i] <= '9')))
			return S("");
	return code.n <= 12 ? code : S("");
}

static struct search_ask
ask_of(const struct req *rq)
{
	struct search_ask a = { .typed = utf8_head(str_trim(form_get(rq->query, S("q"))), SEARCH_TYPED),
				.village = number_of(rq, S("village")),
				.unit = number_of(rq, S("unit")),
				.type = code_of(form_get(rq->query, S("type"))),
				.before = number_of(rq, S("before")) };
	int64_t lane = number_of(rq, S("lane"));

	a.lane = lane <= LANE_CLOSED ? (enum matter_lane)lane : 0;
	if (!day_parse(form_get(rq->query, S("since")), &a.since))
		a.since = (day){ 0 };
	if (!day_parse(form_get(rq->query, S("until")), &a.until))
		a.until = (day){ 0 };
	return a;
}

/* ---- filters as links ---- */

static void
lane_links(struct search_page *s)
{
	static const struct word *const words[] = { &word_search_lane_1, &word_search_lane_2, &word_search_lane_3,
						    &word_search_lane_4, &word_search_lane_5 };

	for (int i = 0; i < 5; i++) {
		enum matter_lane lane = (enum matter_lane)(i + 1);
		struct search_ask a = s->ask;
		bool on = a.lane == lane;

		a.before = 0;
		a.lane = on ? 0 : lane;
		s->lane[s->lanes++] = (struct search_link){ .to = address(s, &a), .word = words[i], .on = on };
	}
}

static void
time_links(struct search_page *s)
{
	static const struct {
		int days;
		const struct word *word;
	} spans[] = { { 7, &word_search_week }, { 30, &word_search_month }, { 365, &word_search_year } };

	for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
		struct search_ask a = s->ask;
		day since = day_add(day_of(s->rq->now), -spans[i].days);
		bool on = a.since.n == since.n;

		a.before = 0;
		a.since = since;
		if (on)
			a.since = (day){ 0 };
		s->time[s->times++] = (struct search_link){ .to = address(s, &a), .word = spans[i].word, .on = on };
	}
}

static str
name_for(const struct req *rq, str zh, str en)
{
	return rq->lang == EN && en.n ? en : zh;
}

/* One link for each value that is found on the page, or the one that is set. */
static void
link_once(struct search_link *l, size_t *n, url to, str text, bool on)
{
	for (size_t i = 0; i < *n; i++)
		if (str_eq(l[i].text, text))
			return;
	if (text.n)
		l[(*n)++] = (struct search_link){ .to = to, .text = text, .on = on };
}

/* The code and, where the catalogue has it, its name. */
static str
type_name(struct db *db, const struct search_page *s, const struct search_row *r)
{
	struct catalogue_type t;

	for (size_t i = 0; i < s->types; i++)
		if (str_starts(s->type[i].text, r->type))
			return s->type[i].text;
	if (r->type.n == 0 || catalogue_type(db, r->type, day_of(r->at), &t) != OK)
		return r->type;
	return str_fmt(s->rq->mem, "%.*s %.*s", STR_ARG(r->type), STR_ARG(name_for(s->rq, t.type_zh, t.type_en)));
}

static void
found_links(struct db *db, struct search_page *s, const struct search_row *r)
{
	struct search_ask place = s->ask, unit = s->ask, type = s->ask;

	place.before = unit.before = type.before = 0;
	place.village = s->ask.village ? 0 : r->village;
	unit.unit = s->ask.unit ? 0 : r->unit;
	type.type = s->ask.type.n ? S("") : r->type;
	link_once(s->place, &s->places, address(s, &place), name_for(s->rq, r->village_zh, r->village_en),
		  s->ask.village != 0);
	link_once(s->unit, &s->units, address(s, &unit), name_for(s->rq, r->unit_zh, r->unit_en), s->ask.unit != 0);
	link_once(s->type, &s->types, address(s, &type), type_name(db, s, r), s->ask.type.n != 0);
}

static enum err
search_show(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_search_title, .rq = rq, .nav = "matters" };
	struct search_page *s = make(rq->mem, struct search_page, 1);
	struct page *p;

	*s = (struct search_page){ .rq = rq, .ask = ask_of(rq) };
	TRY(search_find(db, &rq->actor, &s->ask, &s->found));
	for (size_t i = 0; i < s->found.n; i++) {
		line_make(&s->found, &s->line[i], &s->found.row[i]);
		found_links(db, s, &s->found.row[i]);
	}
	lane_links(s);
	time_links(s);
	if (s->found.more) {
		struct search_ask older = s->ask;

		older.before = s->found.before;
		s->older = address(s, &older);
	}
	p = res_page(rs);
	frame_begin(p, &f);
	view_search_page(p, s);
	frame_end(p, &f);
	return OK;
}

const struct route search_routes[] = {
	PAGE("/desk/search", DUTY_READ, search_show),
	ROUTES_END,
};
