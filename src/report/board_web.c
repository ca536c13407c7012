#include "report/board_web.h"

#include "gen/board.html.h"
#include "gen/board.words.h"
#include "gen/frame.html.h"
#include "gen/place.sql.h"
#include "report/map_web.h"

str
board_choice_key(const struct board_page *b, size_t i)
{
	return period_key(b->rq->mem, &b->choice[i]);
}

str
board_choice_name(const struct board_page *b, size_t i)
{
	return period_name(b->rq->mem, &b->choice[i], b->rq->lang == EN);
}

/* This one and the one before of each kind, and the one that is shown. */
static void
choices(struct board_page *b)
{
	static const enum period_kind kinds[] = { PERIOD_WEEK, PERIOD_MONTH, PERIOD_QUARTER, PERIOD_HALF, PERIOD_YEAR };
	bool there = false;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct period now = period_of(kinds[i], day_of(b->rq->now));

		b->choice[b->choices++] = now;
		b->choice[b->choices++] = period_before(&now);
	}
	for (size_t i = 0; i < b->choices; i++)
		there |= b->choice[i].kind == b->period.kind && b->choice[i].from.n == b->period.from.n;
	if (!there)
		b->choice[b->choices++] = b->period;
}

static struct tally_ask
all_of(const char *figure, const struct period *p)
{
	return (struct tally_ask){
		.figure = tally_figure(str_of(figure)), .from = p->from, .to = p->to, .unit = -1, .part = -1
	};
}

/* A number of the period, and what stands beside it. */
static enum err
number_of(const struct tally_eye *eye, const char *figure, const struct period *p, int64_t part, int64_t *n)
{
	struct tally_ask ask = all_of(figure, p);

	ask.part = part;
	*n = 0;
	return ask.figure ? tally_count(eye, &ask, n) : OK;
}

static struct board_card *
card_add(struct board_page *b, const char *figure, int64_t n)
{
	struct tally_ask ask = all_of(figure, &b->period);
	struct board_card *c = &b->card[b->cards++];

	*c = (struct board_card){ .name = ask.figure->name, .unit = ask.figure->unit, .n = n, .of = -1 };
	c->to = ask_url(b->rq, &ask, &b->period, NULL);
	return c;
}

static str
noted(const struct board_page *b, const struct word *w, int64_t n)
{
	str text = word_text(w, b->rq->lang), head, tail;

	if (!str_cut(text, '#', &head, &tail))
		return text;
	return str_fmt(b->rq->mem, "%.*s%lld%.*s", STR_ARG(head), (long long)n, STR_ARG(tail));
}

static enum err
cards(const struct tally_eye *eye, struct board_page *b)
{
	struct period before = period_before(&b->period);
	int64_t n, other;

	TRY(number_of(eye, "received", &b->period, -1, &n));
	TRY(number_of(eye, "received", &before, -1, &other));
	card_add(b, "received", n)->note = n > other   ? noted(b, &word_board_more_than, n - other)
					   : n < other ? noted(b, &word_board_fewer_than, other - n)
						       : word_text(&word_board_as_before, b->rq->lang);
	TRY(number_of(eye, "closed", &b->period, -1, &n));
	TRY(number_of(eye, "due", &b->period, 1, &other));
	card_add(b, "closed", n)->note = noted(b, &word_board_in_time, other);
	if (tally_figure(S("disputes_taken"))) {
		TRY(number_of(eye, "disputes_settled", &b->period, -1, &n));
		TRY(number_of(eye, "disputes_taken", &b->period, -1, &other));
		card_add(b, "disputes_settled", n)->note = ask_percent(b->rq->mem, tally_permille(n, other));
		b->card[b->cards - 1].of = other;
		b->card[b->cards - 1].name = &word_board_disputes;
	}
	TRY(number_of(eye, "overdue", &b->period, -1, &n));
	card_add(b, "overdue", n)->red = n > 0;
	b->card[b->cards - 1].note = word_text(&word_board_at_this_moment, b->rq->lang);
	TRY(number_of(eye, "reopened", &b->period, -1, &n));
	TRY(number_of(eye, "closed", &b->period, 8, &other));
	card_add(b, "reopened", n)->note = noted(b, &word_board_silent, other);
	return OK;
}

/* ---- the weeks ---- */

static int64_t
week_n(const struct tally_groups *g, int64_t monday)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->p[i].key == monday)
			return g->p[i].n;
	return 0;
}

/* The twelve weeks that end with the period, or with today. */
static enum err
weeks(const struct tally_eye *eye, struct board_page *b)
{
	day today = day_of(b->rq->now), end = b->period.to.n < today.n ? b->period.to : today;
	struct period last = period_of(PERIOD_WEEK, end), span = { .kind = PERIOD_DAYS };
	struct tally_ask in, out;
	struct tally_groups received, answered;

	span.from = day_add(last.from, -7 * (BOARD_WEEKS - 1));
	span.to = last.to;
	in = all_of("received", &span);
	out = all_of("answered", &span);
	TRY(tally_groups(eye, &in, TALLY_WEEK, &received));
	TRY(tally_groups(eye, &out, TALLY_WEEK, &answered));
	for (int i = 0; i < BOARD_WEEKS; i++) {
		day monday = day_add(span.from, 7 * i);
		struct civil c = day_civil(monday);
		struct chart_pair *w = &b->week[b->weeks++];

		w->name = str_fmt(b->rq->mem, "%d/%d", c.month, c.day);
		w->first = week_n(&received, monday.n);
		w->second = week_n(&answered, monday.n);
		b->received += w->first;
		b->answered += w->second;
	}
	b->weeks_table = ask_url(b->rq, &in, &span, "week");
	return OK;
}

/* ---- the kinds ---- */

static void
sort_by_number(struct tally_groups *g)
{
	for (size_t i = 1; i < g->n; i++)
		for (size_t k = i; k > 0 && g->p[k].n > g->p[k - 1].n; k--) {
			struct tally_group swap = g->p[k];

			g->p[k] = g->p[k - 1];
			g->p[k - 1] = swap;
		}
}

/* Kinds of trouble, most first; the rest in one. Troubles may be put in an order, people and villages may not. */
static enum err
kinds(struct db *db, const struct tally_eye *eye, struct board_page *b)
{
	struct tally_ask ask = all_of("received", &b->period);
	struct ask_page page = { .rq = b->rq, .period = b->period, .ask = ask };
	struct tally_groups g;

	TRY(tally_groups(eye, &ask, TALLY_TYPE, &g));
	sort_by_number(&g);
	b->kinds_table = ask_url(b->rq, &ask, &b->period, "type");
	for (size_t i = 0; i < g.n; i++) {
		struct chart_bar *k = &b->kind[b->kinds];

		if (b->kinds == BOARD_KINDS) {
			b->other_kinds += g.p[i].n;
			continue;
		}
		k->n = g.p[i].n;
		k->to = ask_url_group(&page, TALLY_TYPE, &g.p[i]);
		TRY(ask_name(db, b->rq, ask.figure, TALLY_TYPE, &g.p[i], &k->name));
		b->kinds++;
	}
	return OK;
}

/* ---- the villages ---- */

static enum err
villages(struct db *db, const struct tally_eye *eye, struct board_page *b)
{
	struct tally_ask ask = all_of("open", &b->period);
	struct q_place_villages_list l;
	struct tally_groups g;

	TRY(q_place_villages(db, day_of(db->now), BOARD_AREAS, &l));
	TRY(tally_groups(eye, &ask, TALLY_VILLAGE, &g));
	for (size_t i = 0; i < l.n; i++) {
		struct chart_area *a = &b->area[b->areas++];

		a->name = b->rq->lang == EN && l.p[i].name_en.n ? l.p[i].name_en : l.p[i].name_zh;
		a->n = eye->scope.village && eye->scope.village != l.p[i].id ? -1 : 0;
		for (size_t k = 0; k < g.n; k++)
			if (g.p[k].key == l.p[i].id)
				a->n = g.p[k].n;
		ask.village = l.p[i].id;
		if (a->n >= 0)
			a->to = ask_url(b->rq, &ask, &b->period, NULL);
		TRY(map_area(db, l.p[i].id, (int)i, (int)l.n, a, &b->schematic));
	}
	ask.village = 0;
	b->map_table = ask_url(b->rq, &ask, &b->period, "village");
	return OK;
}

static enum err
rates(const struct tally_eye *eye, struct board_page *b)
{
	struct tally_ask ask = all_of("answered", &b->period);
	struct tally_groups days;

	for (size_t t = 0; figure_rates[t]; t++)
		for (const struct figure_rate *r = figure_rates[t]; r->key && b->rates < BOARD_RATES; r++) {
			struct board_rate *s = &b->rate[b->rates++];
			struct tally_ask below = all_of(r->below, &b->period);

			s->rate = r;
			s->to = ask_url(b->rq, &below, &b->period, "part");
			TRY(tally_rate_of(eye, r, &ask, &s->above, &s->below));
		}
	TRY(tally_groups(eye, &ask, TALLY_PART, &days));
	b->median = tally_median(&days);
	return OK;
}

static enum err
board_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_board_title, .rq = rq, .nav = "board" };
	struct board_page *b = make(rq->mem, struct board_page, 1);
	struct tally_eye eye;
	struct page *p;

	*b = (struct board_page){ .rq = rq, .period = ask_period(rq) };
	choices(b);
	TRY(tally_open(db, &rq->actor, &eye));
	TRY(cards(&eye, b));
	TRY(weeks(&eye, b));
	TRY(kinds(db, &eye, b));
	TRY(villages(db, &eye, b));
	TRY(rates(&eye, b));
	p = res_page(rs);
	frame_begin(p, &f);
	view_board_page(p, b);
	frame_end(p, &f);
	return OK;
}

const struct route board_routes[] = {
	PAGE("/desk/board", DUTY_READ, board_page),
	ROUTES_END,
};
