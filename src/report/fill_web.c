#include "report/fill_web.h"

#include "gen/place.sql.h"
#include "html/html.h"
#include "report/fill_table_web.h"

#include <string.h>

#define BATCH 2000 /* records of a list read at once */

enum err
fill_open(struct db *db, const struct req *rq, const struct actor *eyes, const struct period *period,
	  int64_t scope_unit, int64_t scope_village, struct fill *f)
{
	struct q_place_town_row town;

	*f = (struct fill){ .rq = rq, .period = *period };
	TRY(tally_open(db, eyes, &f->eye));
	f->eye.scope.unit = scope_unit;
	f->eye.scope.village = scope_village;
	TRY(q_place_town_row(db, &town));
	f->town = town.name_zh;
	return OK;
}

/* ---- one number ---- */

static struct tally_ask
ask_for(const struct fill *f, const struct fill_number *n)
{
	return (struct tally_ask){
		.figure = n->figure, .from = f->period.from, .to = f->period.to, .unit = n->unit, .part = n->part
	};
}

/* The whole list, a page at a time: its length, its hash, and the ids as long as they are not too many. */
static enum err
prove(struct fill *f, struct fill_number *n)
{
	struct arena *mem = f->eye.db->mem;
	struct tally_ask ask = ask_for(f, n);
	struct tally_key after = { { 0 }, 0 };
	struct tally_list l;
	hash sum = hash_of(S(""));
	int64_t all;
	char *ids;

	TRY(tally_count(&f->eye, &ask, &all));
	ids = make(mem, char, 8 * (size_t)(all > 0 && all < FILL_RECORDS ? all : FILL_RECORDS) + 1);
	n->listed = 0;
	do {
		size_t mark = arena_mark(mem);
		struct out page = out_make(mem, 1 << 16, 1 << 20);

		TRY(tally_list(&f->eye, &ask, after, BATCH, &l));
		out_str(&page, hash_str(&sum));
		for (size_t i = 0; i < l.facts.n; i++, n->listed++) {
			uint64_t id = (uint64_t)l.facts.p[i].id;

			out_fmt(&page, "%lld\n", (long long)id);
			for (int b = 0; b < 8 && n->listed < FILL_RECORDS && n->listed < all; b++)
				ids[8 * n->listed + b] = (char)(id >> (56 - 8 * b));
		}
		after = l.next;
		if (l.facts.n)
			sum = hash_of(out_view(&page));
		arena_back(mem, mark);
	} while (l.more);
	n->list = sum;
	n->records = n->listed <= FILL_RECORDS ? (str){ ids, 8 * (size_t)n->listed } : S("");
	return OK;
}

enum err
fill_count(struct fill *f, struct fill_number *n)
{
	struct tally_ask ask = ask_for(f, n);
	struct tally_groups days;

	switch (n->shape) {
	case FILL_FIGURE: TRY(tally_count(&f->eye, &ask, &n->value)); break;
	case FILL_RATE: TRY(tally_rate_of(&f->eye, n->rate, &ask, &n->value, &n->below)); break;
	case FILL_MEDIAN:
		TRY(tally_groups(&f->eye, &ask, TALLY_PART, &days));
		n->value = tally_median(&days);
		break;
	}
	return f->proved ? prove(f, n) : OK;
}

str
fill_value(struct arena *a, enum fill_shape shape, int64_t value, int64_t below)
{
	int64_t permille = tally_permille(value, below);

	if (shape == FILL_RATE)
		return permille < 0 ? S("（没有数）") : ask_percent(a, permille);
	return value < 0 ? S("（没有数）") : str_fmt(a, "%lld", (long long)value);
}

str
fill_title(const struct fill_number *n, bool english)
{
	const struct word *w = n->rate ? n->rate->name : n->figure->name;

	return word_text(w, english ? EN : ZH);
}

url
fill_list_url(const struct fill *f, const struct fill_number *n)
{
	struct tally_ask ask = ask_for(f, n);

	return ask_url_whole(f->rq, &ask, &f->period);
}

enum err
fill_record_name(struct db *db, const struct figure *f, int64_t id, str *name)
{
	str cell[FIGURE_COLUMNS] = { { 0 } };
	enum err e = f->ledger->row(db, id, false, cell);

	*name = e == OK ? cell[0] : S("？");
	return e == NOT_FOUND ? OK : e;
}

/* ---- placeholders ---- */

struct hole {
	str kind, name, more; /* {{kind:name:more}} */
};

static bool
hole_read(str words, str *before, struct hole *h, str *after)
{
	ptrdiff_t from = str_find(words, S("{{")), to;
	str inner;

	if (from < 0)
		return false;
	inner = str_skip(words, (size_t)from + 2);
	to = str_find(inner, S("}}"));
	if (to < 0)
		return false;
	*before = str_head(words, (size_t)from);
	*after = str_skip(inner, (size_t)to + 2);
	*h = (struct hole){ .kind = S("") };
	if (str_cut(str_trim(str_head(inner, (size_t)to)), ':', &h->kind, &h->name))
		(void)str_cut(h->name, ':', &h->name, &h->more);
	return true;
}

static bool
number_hole(const struct hole *h, struct fill_number *n)
{
	*n = (struct fill_number){ .name = h->name, .part = -1, .unit = -1 };
	if (str_eq(h->kind, S("rate"))) {
		n->shape = FILL_RATE;
		n->rate = tally_rate(h->name);
		n->figure = n->rate ? tally_figure(str_of(n->rate->below)) : NULL;
		return n->figure != NULL;
	}
	n->shape = str_eq(h->kind, S("median")) ? FILL_MEDIAN : FILL_FIGURE;
	if (n->shape == FILL_FIGURE && !str_eq(h->kind, S("figure")))
		return false;
	n->figure = tally_figure(h->name);
	if (h->more.n && !str_int(h->more, &n->part))
		return false;
	return n->figure && (n->shape == FILL_FIGURE || n->figure->days);
}

static bool
known(const struct hole *h)
{
	struct fill_number n;
	enum tally_by by;
	int64_t part;

	if (str_eq(h->kind, S("period")) || str_eq(h->kind, S("town")))
		return true;
	if (str_eq(h->kind, S("table")))
		return fill_table_known(h->name);
	if (str_eq(h->kind, S("chart")))
		return tally_figure(h->name) && fill_chart_by(h->more, &by);
	if (str_eq(h->kind, S("list")))
		return tally_figure(h->name) && (!h->more.n || str_int(h->more, &part));
	return number_hole(h, &n);
}

str
fill_unknown(str words)
{
	str before, after;
	struct hole h;

	for (; hole_read(words, &before, &h, &after); words = after)
		if (!known(&h))
			return str_head(str_skip(words, before.n), (size_t)(after.p - words.p) - before.n);
	return S("");
}

/* ---- filling ---- */

/* The same number twice is one note. */
static enum err
number_find(struct fill *f, const struct fill_number *wanted, size_t *at)
{
	for (*at = 0; *at < f->n; ++*at) {
		const struct fill_number *n = &f->number[*at];

		if (n->shape == wanted->shape && n->unit == wanted->unit && n->part == wanted->part &&
		    str_eq(n->name, wanted->name))
			return OK;
	}
	if (f->n == FILL_NUMBERS)
		return BUSY;
	f->number[f->n] = *wanted;
	return fill_count(f, &f->number[f->n++]);
}

static enum err
names_put(struct fill *f, int64_t unit, const struct hole *h, struct out *o)
{
	struct tally_ask ask = {
		.figure = tally_figure(h->name), .from = f->period.from, .to = f->period.to, .unit = unit, .part = -1
	};
	struct tally_list l;
	str name;

	if (h->more.n && !str_int(h->more, &ask.part))
		return INVALID;
	TRY(tally_list(&f->eye, &ask, (struct tally_key){ { 0 }, 0 }, FILL_NAMED, &l));
	for (size_t i = 0; i < l.facts.n; i++) {
		TRY(fill_record_name(f->eye.db, ask.figure, l.facts.p[i].id, &name));
		if (i)
			out_str(o, S("、"));
		out_str(o, name);
	}
	if (l.facts.n == 0)
		out_str(o, S("没有"));
	if (l.more)
		out_str(o, S("等"));
	return OK;
}

static enum err
hole_fill(struct fill *f, int64_t unit, const struct hole *h, struct out *o)
{
	struct fill_number n;
	size_t at;
	enum err e;

	if (str_eq(h->kind, S("town")))
		return out_str(o, f->town), OK;
	if (str_eq(h->kind, S("period")))
		return out_str(o, period_name(f->rq->mem, &f->period, false)), OK;
	if (str_eq(h->kind, S("list")) && known(h))
		return names_put(f, unit, h, o);
	if (!number_hole(h, &n))
		return out_str(o, S("（没有这个指标）")), OK;
	n.unit = unit;
	e = number_find(f, &n, &at);
	if (e == BUSY)
		return out_str(o, S("（指标超过 60 个，这里不再数）")), OK;
	TRY(e);
	out_str(o, fill_value(f->rq->mem, f->number[at].shape, f->number[at].value, f->number[at].below));
	out_fmt(o, "〔%zu〕", at + 1);
	if (n.shape == FILL_RATE && f->number[at].below > 0) /* never a share without how many it is of */
		out_fmt(o, "（%lld/%lld）", (long long)f->number[at].value, (long long)f->number[at].below);
	return OK;
}

enum err
fill_line(struct fill *f, int64_t unit, str line, str *filled)
{
	struct out o = out_make(f->rq->mem, line.n + 256, 1 << 18);
	str before, after;
	struct hole h;

	while (hole_read(line, &before, &h, &after)) {
		out_str(&o, before);
		TRY(hole_fill(f, unit, &h, &o));
		line = after;
	}
	out_str(&o, line);
	*filled = out_view(&o);
	return OK;
}

static enum err
line_put(struct fill *f, int64_t unit, str line, struct paper *p)
{
	str before, after, filled;
	struct hole h;

	if (hole_read(line, &before, &h, &after) && before.n == 0 && after.n == 0) {
		if (str_eq(h.kind, S("chart")))
			return fill_chart(f, unit, h.name, h.more, p);
		if (str_eq(h.kind, S("table")))
			return fill_table(f, unit, h.name, p);
	}
	TRY(fill_line(f, unit, line, &filled));
	paper_para(p, filled);
	return OK;
}

enum err
fill_text(struct fill *f, int64_t unit, str words, struct paper *p)
{
	str line;

	while (words.n) {
		if (!str_cut(words, '\n', &line, &words))
			words = S("");
		if (str_trim(line).n)
			TRY(line_put(f, unit, str_trim(line), p));
	}
	return OK;
}
