#include "report/fill_table_web.h"

#include "html/html.h"

#define ROWS    400
#define COLUMNS 8

bool
fill_chart_by(str name, enum tally_by *by)
{
	static const struct {
		const char *name;
		enum tally_by by;
	} ways[] = { { "type", TALLY_TYPE }, { "village", TALLY_VILLAGE }, { "unit", TALLY_UNIT },
		     { "part", TALLY_PART }, { "month", TALLY_MONTH },     { "week", TALLY_WEEK } };

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (str_eq(name, str_of(ways[i].name))) {
			*by = ways[i].by;
			return true;
		}
	return false;
}

bool
fill_table_known(str name)
{
	return str_eq(name, S("villages")) || str_eq(name, S("units")) || str_eq(name, S("kinds"));
}

static struct tally_ask
asked(const struct fill *f, const char *figure, int64_t unit, int64_t part)
{
	return (struct tally_ask){ .figure = tally_figure(str_of(figure)),
				   .from = f->period.from,
				   .to = f->period.to,
				   .unit = unit,
				   .part = part };
}

/* Names of groups in Chinese, whoever reads the page: the document is official paper. */
static struct req
in_chinese(const struct fill *f)
{
	struct req rq = *f->rq;

	rq.lang = ZH;
	return rq;
}

enum err
fill_chart(struct fill *f, int64_t unit, str figure, str way, struct paper *p)
{
	struct req rq = in_chinese(f);
	struct tally_ask ask = asked(f, str_z(f->rq->mem, figure), unit, -1);
	struct tally_groups g;
	enum tally_by by;
	str name;

	if (!fill_chart_by(way, &by) || !ask.figure)
		return INVALID;
	TRY(tally_groups(&f->eye, &ask, by, &g));
	TRY(tally_in_order(f->eye.db, by, &g));
	if (g.n == 0)
		return OK;
	paper_bars(p, word_text(ask.figure->name, ZH));
	for (size_t i = 0; i < g.n && i < 40; i++) {
		TRY(ask_name(f->eye.db, &rq, ask.figure, by, &g.p[i], &name));
		paper_bar(p, name, g.p[i].n);
	}
	return OK;
}

/* ---- the table of villages, units or kinds ---- */

static const struct column {
	const char *figure;
	int64_t part; /* −1: all */
	const char *head, *group;
} columns[COLUMNS] = {
	{ "received", -1, "件数", "收到" }, { "answered", -1, "件数", "答复" },     { "due", 1, "按时", NULL },
	{ "due", 2, "晚了", NULL },         { "closed", -1, "件数", "办结" },       { "closed", 7, "问效通过", NULL },
	{ "closed", 8, "逾期未评", NULL },  { "reopened", -1, "次数", "要求重办" },
};

static int
group_width(int i)
{
	int n = 1;

	while (i + n < COLUMNS && !columns[i + n].group)
		n++;
	return n;
}

static void
heads(struct paper *p, const char *first)
{
	paper_row(p);
	paper_cell_wide(p, str_of(first), 1, 2, PAPER_CENTRE);
	for (int i = 0; i < COLUMNS; i += group_width(i))
		paper_cell_wide(p, str_of(columns[i].group), group_width(i), 1, PAPER_CENTRE);
	paper_row(p);
	for (int i = 0; i < COLUMNS; i++)
		paper_cell_wide(p, str_of(columns[i].head), 1, 1, PAPER_CENTRE);
}

struct sheet {
	struct tally_group row[ROWS];
	int64_t n[ROWS][COLUMNS], sum[COLUMNS];
	size_t rows;
};

static size_t
row_of(struct sheet *s, const struct tally_group *g)
{
	for (size_t i = 0; i < s->rows; i++)
		if (s->row[i].key == g->key && str_eq(s->row[i].type, g->type))
			return i;
	if (s->rows == ROWS)
		return ROWS - 1;
	s->row[s->rows] = *g;
	s->row[s->rows].n = 1;
	return s->rows++;
}

static enum err
gather(struct fill *f, int64_t unit, enum tally_by by, struct sheet *s)
{
	for (int c = 0; c < COLUMNS; c++) {
		struct tally_ask ask = asked(f, columns[c].figure, unit, columns[c].part);
		struct tally_groups g;

		TRY(tally_groups(&f->eye, &ask, by, &g));
		for (size_t i = 0; i < g.n; i++) {
			s->n[row_of(s, &g.p[i])][c] += g.p[i].n;
			s->sum[c] += g.p[i].n;
		}
	}
	return OK;
}

static enum err
rows_put(struct fill *f, enum tally_by by, struct sheet *s, struct paper *p)
{
	struct req rq = in_chinese(f);
	struct tally_groups order = { make(f->rq->mem, struct tally_group, ROWS), s->rows };
	str name;

	for (size_t i = 0; i < s->rows; i++)
		order.p[i] = s->row[i];
	TRY(tally_in_order(f->eye.db, by, &order));
	for (size_t i = 0; i < order.n; i++) {
		size_t at = row_of(s, &order.p[i]);

		TRY(ask_name(f->eye.db, &rq, tally_figure(S("received")), by, &order.p[i], &name));
		paper_row(p);
		paper_cell(p, name);
		for (int c = 0; c < COLUMNS; c++)
			paper_cell_int(p, s->n[at][c]);
	}
	paper_row(p);
	paper_cell(p, S("合计"));
	for (int c = 0; c < COLUMNS; c++)
		paper_cell_int(p, s->sum[c]);
	return OK;
}

enum err
fill_table(struct fill *f, int64_t unit, str name, struct paper *p)
{
	static const int share[COLUMNS + 1] = { 4, 2, 2, 2, 2, 2, 3, 3, 3 };
	struct sheet *s = make(f->rq->mem, struct sheet, 1);
	bool villages = str_eq(name, S("villages")), units = str_eq(name, S("units"));
	enum tally_by by = villages ? TALLY_VILLAGE : units ? TALLY_UNIT : TALLY_TYPE;

	*s = (struct sheet){ 0 };
	TRY(gather(f, unit, by, s));
	paper_line(p, PAPER_CENTRE,
		   villages ? S("各村收到、答复与办结")
		   : units  ? S("各单位收到、答复与办结")
			    : S("各类别收到、答复与办结"));
	paper_table(p, share, COLUMNS + 1, 2);
	heads(p, villages ? "村（社区）" : units ? "承办单位" : "类别");
	TRY(rows_put(f, by, s, p));
	paper_table_end(p);
	return OK;
}

/* ---- notes ---- */

static str
when_of(const struct figure *f)
{
	return f->time == FIGURE_PERIOD || f->time == FIGURE_RARE ? S("按天，UTC+8")
	       : f->time == FIGURE_LIMIT                          ? S("按天，UTC+8，已过的期限")
								  : S("定稿的时刻");
}

/* The name of a number with its part and its unit: 办结：逾期未评（道路组）. */
static enum err
name_of(struct fill *f, const struct fill_number *n, str *name)
{
	struct req rq = in_chinese(f);
	struct tally_group part = { .key = n->part }, unit = { .key = n->unit };
	str more;

	*name = fill_title(n, false);
	if (n->shape == FILL_MEDIAN)
		*name = str_fmt(f->rq->mem, "%.*s：天数中间的一件", STR_ARG(*name));
	if (n->part >= 0) {
		TRY(ask_name(f->eye.db, &rq, n->figure, TALLY_PART, &part, &more));
		*name = str_fmt(f->rq->mem, "%.*s：%.*s", STR_ARG(*name), STR_ARG(more));
	}
	if (n->unit >= 0) {
		TRY(ask_name(f->eye.db, &rq, n->figure, TALLY_UNIT, &unit, &more));
		*name = str_fmt(f->rq->mem, "%.*s（%.*s）", STR_ARG(*name), STR_ARG(more));
	}
	return OK;
}

static bool
defined_before(const struct fill *f, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (str_eq(f->number[k].name, f->number[i].name) &&
		    (f->number[k].rate != NULL) == (f->number[i].rate != NULL))
			return true;
	return false;
}

/* What is counted, once for each figure and rate. */
static void
definitions(struct fill *f, struct paper *p)
{
	static const int share[] = { 4, 10, 3, 2 };

	paper_table(p, share, 4, 1);
	paper_row(p);
	paper_cell(p, S("指标"));
	paper_cell(p, S("数什么"));
	paper_cell(p, S("按什么时间"));
	paper_cell(p, S("口径"));
	for (size_t i = 0; i < f->n; i++) {
		const struct fill_number *n = &f->number[i];

		if (defined_before(f, i))
			continue;
		paper_row(p);
		paper_cell(p, fill_title(n, false));
		paper_cell(p, word_text(n->rate ? n->rate->meaning : n->figure->meaning, ZH));
		paper_cell(p, when_of(n->figure));
		paper_cell(p, str_fmt(f->rq->mem, "%d 版 %s", n->rate ? n->rate->version : n->figure->version,
				      n->figure->owner));
	}
	paper_table_end(p);
}

/* A code that opens the list, and beside it what the number is. */
static enum err
note_put(struct fill *f, size_t i, struct paper *p)
{
	const struct fill_number *n = &f->number[i];
	struct arena *mem = f->rq->mem;
	str name, value = fill_value(mem, n->shape, n->value, n->below), list = S("");

	TRY(name_of(f, n, &name));
	if (n->shape == FILL_RATE)
		value = str_fmt(mem, "%.*s（%lld ÷ %lld）", STR_ARG(value), (long long)n->value, (long long)n->below);
	if (f->proved)
		list = str_fmt(mem, "；清单 %lld 条，指纹 %.*s", (long long)n->listed,
			       STR_ARG(str_head(str_hex(mem, n->list.b, HASH_BYTES), 32)));
	paper_qr(p, fill_list_url(f, n).s,
		 str_fmt(mem, "〔%zu〕%.*s：%.*s%.*s", i + 1, STR_ARG(name), STR_ARG(value), STR_ARG(list)));
	return OK;
}

enum err
fill_notes(struct fill *f, struct paper *p)
{
	if (f->n == 0)
		return OK;
	paper_sheet(p, S("数字的来历"));
	paper_note(p, S("正文里每个数字后面的〔〕对应下面的一条；扫码打开清单（要登录，按岗位看）。没有评的从不算满意；"
			"没有数的写“没有数”，不写 0。"));
	definitions(f, p);
	for (size_t i = 0; i < f->n; i++)
		TRY(note_put(f, i, p));
	return OK;
}
