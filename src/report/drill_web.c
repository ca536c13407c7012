#include "report/drill_web.h"

#include "gen/drill.html.h"
#include "gen/drill.words.h"
#include "gen/frame.html.h"

#include <string.h>

#define FIGURES 100

static const struct {
	const char *key;
	enum tally_by by;
} tabs[DRILL_TABS] = { { "", TALLY_DAY },      { "village", TALLY_VILLAGE }, { "unit", TALLY_UNIT },
		       { "type", TALLY_TYPE }, { "part", TALLY_PART },       { "month", TALLY_MONTH } };

const char *
drill_tab_key(size_t i)
{
	return tabs[i].key;
}

const struct word *
drill_tab_word(const struct figure *f, size_t i)
{
	static const struct word *const w[DRILL_TABS] = {
		&word_drill_list,    &word_drill_by_village, &word_drill_by_unit, &word_drill_by_type, NULL,
		&word_drill_by_month
	};
	bool standing = f->time == FIGURE_STANDING || f->time == FIGURE_NOW;

	if (tabs[i].by == TALLY_PART)
		return f->parts_name;
	return standing && tabs[i].by == TALLY_MONTH ? NULL : w[i];
}

/* ---- one figure ---- */

static enum err
filters(struct db *db, struct drill_page *d)
{
	const struct tally_ask *k = &d->a.ask;
	struct tally_group village = { .key = k->village }, unit = { .key = k->unit }, type = { .type = k->type },
			   part = { .key = k->part };

	if (k->village)
		TRY(ask_name(db, d->a.rq, k->figure, TALLY_VILLAGE, &village, &d->filters[d->filter_n++]));
	if (k->unit >= 0)
		TRY(ask_name(db, d->a.rq, k->figure, TALLY_UNIT, &unit, &d->filters[d->filter_n++]));
	if (k->typed)
		TRY(ask_name(db, d->a.rq, k->figure, TALLY_TYPE, &type, &d->filters[d->filter_n++]));
	if (k->part >= 0)
		TRY(ask_name(db, d->a.rq, k->figure, TALLY_PART, &part, &d->filters[d->filter_n++]));
	return OK;
}

static enum err
list(struct db *db, const struct tally_eye *eye, struct drill_page *d)
{
	const struct figure *f = d->a.ask.figure;
	const struct req *rq = d->a.rq;
	struct tally_list l;

	TRY(tally_list(eye, &d->a.ask, d->a.after, DRILL_ROWS, &l));
	d->row = make(db->mem, struct drill_row, l.facts.n + 1);
	for (size_t i = 0; i < l.facts.n; i++) {
		const struct figure_fact *fact = &l.facts.p[i];
		struct tally_group village = { .key = fact->village }, unit = { .key = fact->unit };
		struct drill_row *r = &d->row[d->rows++];
		str cell[FIGURE_COLUMNS] = { { 0 } };

		TRY(f->ledger->row(db, fact->id, rq->lang == EN, cell));
		r->number = cell[0];
		r->title = cell[1];
		r->at = fact->at;
		if (*f->path && (f->few == 0 || rq->actor.role != ROLE_AUDITOR)) /* cases are not the auditor's */
			r->to = req_url(rq, "%s/%lld", f->path, (long long)fact->id);
		TRY(ask_name(db, rq, f, TALLY_VILLAGE, &village, &r->village));
		TRY(ask_name(db, rq, f, TALLY_UNIT, &unit, &r->unit));
	}
	if (l.more)
		d->more = ask_url_after(&d->a, l.next);
	if (d->a.after.id)
		d->first = ask_url(rq, &d->a.ask, &d->a.period, NULL);
	return OK;
}

/* Villages in the order of the place tree and units in theirs, never by their numbers. */
static enum err
groups(struct db *db, const struct tally_eye *eye, struct drill_page *d, enum tally_by by)
{
	struct tally_groups g;

	TRY(tally_groups(eye, &d->a.ask, by, &g));
	TRY(tally_in_order(db, by, &g));
	if (!tally_open_list(&d->a.rq->actor, d->a.ask.figure))
		tally_suppress(&g, d->a.ask.figure->few);
	d->group = make(db->mem, struct drill_group, g.n + 1);
	for (size_t i = 0; i < g.n; i++) {
		struct drill_group *to = &d->group[d->groups++];

		TRY(ask_name(db, d->a.rq, d->a.ask.figure, by, &g.p[i], &to->name));
		to->n = g.p[i].n;
		if (g.p[i].n >= 0)
			to->to = ask_url_group(&d->a, by, &g.p[i]);
	}
	if (by == TALLY_PART && d->a.ask.figure->days)
		d->median = tally_median(&g);
	return OK;
}

static bool
week(str by, enum tally_by *out)
{
	*out = TALLY_WEEK;
	return str_eq(by, S("week"));
}

static enum err
parts(struct db *db, const struct tally_eye *eye, struct drill_page *d)
{
	str by = form_get(d->a.rq->query, S("by"));
	enum tally_by how;

	if (week(by, &how)) {
		d->by = "week";
		return groups(db, eye, d, how);
	}
	for (size_t i = 1; i < DRILL_TABS; i++)
		if (str_eq(by, str_of(tabs[i].key)) && drill_tab_word(d->a.ask.figure, i)) {
			d->by = tabs[i].key;
			return groups(db, eye, d, tabs[i].by);
		}
	d->closed = !tally_open_list(&d->a.rq->actor, d->a.ask.figure);
	return d->closed ? OK : list(db, eye, d);
}

/* /desk/figures/open?p=… with "/export" before the query. */
static str
export_path(const struct req *rq, const struct ask_page *a)
{
	str path, query;

	(void)str_cut(ask_path(rq, &a->ask, &a->period), '?', &path, &query);
	return str_fmt(rq->mem, "%.*s/export?%.*s", STR_ARG(path), STR_ARG(query));
}

static enum err
drill_page(struct db *db, struct req *rq, struct res *rs)
{
	struct drill_page *d = make(rq->mem, struct drill_page, 1);
	struct frame f = { .rq = rq, .nav = "board" };
	struct tally_eye eye;
	struct tally_ask all;
	struct page *p;

	*d = (struct drill_page){ .median = -1 };
	TRY(ask_read(rq, rq->param[0], &d->a));
	TRY(tally_open(db, &rq->actor, &eye));
	TRY(tally_count(&eye, &d->a.ask, &d->n));
	TRY(filters(db, d));
	d->hidden = d->filter_n && d->n && d->n < d->a.ask.figure->few && !tally_open_list(&rq->actor, d->a.ask.figure);
	TRY(parts(db, &eye, d));
	all = (struct tally_ask){ .figure = d->a.ask.figure, .unit = -1, .part = -1 };
	d->export = req_url(rq, "%.*s", STR_ARG(export_path(rq, &d->a)));
	d->all = ask_url(rq, &all, &d->a.period, NULL);
	f.title = d->a.ask.figure->name;
	p = res_page(rs);
	frame_begin(p, &f);
	view_drill_page(p, d);
	frame_end(p, &f);
	return OK;
}

/* ---- all of them ---- */

static enum err
index_load(const struct tally_eye *eye, struct drill_index *x)
{
	struct tally_ask ask = { .from = x->period.from, .to = x->period.to, .unit = -1, .part = -1 };

	x->number = make(eye->db->mem, struct drill_number, FIGURES);
	x->rate = make(eye->db->mem, struct drill_rate, FIGURES);
	for (size_t t = 0; figure_tables[t]; t++)
		for (const struct figure *f = figure_tables[t]; f->key && x->numbers < FIGURES; f++) {
			struct drill_number *n = &x->number[x->numbers++];

			ask.figure = n->f = f;
			n->to = ask_url(x->rq, &ask, &x->period, NULL);
			TRY(tally_count(eye, &ask, &n->n));
		}
	for (size_t t = 0; figure_rates[t]; t++)
		for (const struct figure_rate *r = figure_rates[t]; r->key && x->rates < FIGURES; r++) {
			x->rate[x->rates].r = r;
			TRY(tally_rate_of(eye, r, &ask, &x->rate[x->rates].above, &x->rate[x->rates].below));
			x->rates++;
		}
	return OK;
}

static enum err
index_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_drill_index, .rq = rq, .nav = "board" };
	struct drill_index x = { .rq = rq, .period = ask_period(rq) };
	struct tally_eye eye;
	struct page *p;

	TRY(tally_open(db, &rq->actor, &eye));
	TRY(index_load(&eye, &x));
	p = res_page(rs);
	frame_begin(p, &f);
	view_drill_index(p, &x);
	frame_end(p, &f);
	return OK;
}

const struct route drill_routes[] = {
	PAGE("/desk/figures", DUTY_READ, index_page),
	PAGE("/desk/figures/:key", DUTY_READ, drill_page),
	ROUTES_END,
};
