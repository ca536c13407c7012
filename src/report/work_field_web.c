#include "report/work_field_web.h"

#include "gen/work.words.h"

static const char *
numbered(struct arena *mem, const char *name, size_t i)
{
	return str_z(mem, str_fmt(mem, "%s%zu", name, i));
}

struct field
work_title_field(const struct work_form *f)
{
	return (struct field){ .name = "title", .label = &word_work_name, .value = f->title };
}

struct field
work_heading_field(const struct work_form *f, size_t i)
{
	return (struct field){ .name = numbered(f->rq->mem, "heading", i),
			       .label_text = str_fmt(f->rq->mem, "%.*s %zu",
						     STR_ARG(word_text(&word_work_heading, f->rq->lang)), i + 1),
			       .value = f->section[i].heading };
}

struct field
work_words_field(const struct work_form *f, size_t i)
{
	str label = word_text(&word_work_words, f->rq->lang);

	if (f->unit_name[i].n)
		label = str_fmt(f->rq->mem, "%.*s · %.*s", STR_ARG(label), STR_ARG(f->unit_name[i]));
	return (struct field){
		.name = numbered(f->rq->mem, "words", i), .label_text = label, .value = f->section[i].words, .rows = 6
	};
}

void
work_form_read(struct form_in *in, struct work_form *f)
{
	f->title = form_text(in, "title", WORK_TITLE_MOST, &word_work_title_missing, &word_work_title_long);
	if (fill_unknown(f->title).n)
		form_fault(in, "title", &word_work_unknown);
	for (size_t i = 0; i < f->n; i++) {
		const char *heading = numbered(in->mem, "heading", i), *words = numbered(in->mem, "words", i);
		str unknown;

		f->section[i].heading = form_text(in, heading, WORK_TITLE_MOST, NULL, &word_work_title_long);
		f->section[i].words = form_text(in, words, WORK_TEXT_MOST, NULL, &word_work_words_long);
		unknown = fill_unknown(f->section[i].words);
		if (unknown.n) {
			form_fault(in, words, &word_work_unknown);
			f->unknown = unknown;
		}
	}
}

/* ---- restatements ---- */

static str
value(struct arena *mem, const struct q_work_changes *c, int64_t n, int64_t below)
{
	return fill_value(mem, (enum fill_shape)c->shape, n, below);
}

str
work_change_old(struct page *p, const struct q_work_changes *c)
{
	return value(p->out->mem, c, c->old_value, c->old_below);
}

str
work_change_new(struct page *p, const struct q_work_changes *c)
{
	return value(p->out->mem, c, c->value, c->below);
}

static str
apart(struct arena *mem, const struct q_work_changes *c)
{
	if (c->shape == FILL_RATE)
		return str_fmt(mem, "%lld/%lld → %lld/%lld", (long long)c->old_value, (long long)c->old_below,
			       (long long)c->value, (long long)c->below);
	return c->old_value < 0 || c->value < 0 ? S("") : str_fmt(mem, "%+lld", (long long)(c->value - c->old_value));
}

str
work_change_difference(struct page *p, const struct q_work_changes *c)
{
	return apart(p->out->mem, c);
}

str
work_change_name(const struct q_work_changes *c)
{
	const struct figure_rate *rate = c->shape == FILL_RATE ? tally_rate(c->figure) : NULL;
	const struct figure *f = tally_figure(c->figure);

	return rate ? word_text(rate->name, ZH) : f ? word_text(f->name, ZH) : c->figure;
}

/* ---- restatements on paper ---- */

static void
changes_head(struct paper *p)
{
	static const int share[] = { 1, 4, 2, 2, 2, 5, 5 };

	paper_table(p, share, 7, 1);
	paper_row(p);
	paper_cell(p, S("注"));
	paper_cell(p, S("指标"));
	paper_cell(p, S("原来"));
	paper_cell(p, S("现在"));
	paper_cell(p, S("差"));
	paper_cell(p, S("多出来的"));
	paper_cell(p, S("少掉的"));
}

static void
change_row(struct arena *mem, struct paper *p, const struct q_work_changes *c)
{
	paper_row(p);
	paper_cell_int(p, c->n);
	paper_cell(p, work_change_name(c));
	paper_cell(p, value(mem, c, c->old_value, c->old_below));
	paper_cell(p, value(mem, c, c->value, c->below));
	paper_cell(p, apart(mem, c));
	paper_cell(p, c->added);
	paper_cell(p, c->removed);
}

/* The change at i begins a restatement, or ends one. */
static bool
begins(const struct q_work_changes_list *l, size_t i)
{
	return i == 0 || l->p[i].restatement != l->p[i - 1].restatement;
}

static bool
ends(const struct q_work_changes_list *l, size_t i)
{
	return i + 1 == l->n || l->p[i + 1].restatement != l->p[i].restatement;
}

str
work_change_paper(const struct work_page *w)
{
	const struct q_work_changes_list *l = &w->changes;
	struct arena *mem = w->rq->mem;
	str title = str_fmt(mem, "%.*s工作报告的更正", STR_ARG(period_name(mem, &w->r->period, false)));
	struct paper p = paper_begin(
		mem, &(struct paper_head){ .layout = PAPER_OFFICIAL, .title = title, .made = l->p[l->n - 1].made_at });

	paper_title(&p, title);
	paper_para(&p, str_fmt(mem,
			       "报告%.*s定稿，定稿不改。用同样的口径再数，不一样的数字如下，注的编号就是报告里的编号。",
			       STR_ARG(paper_day_text(mem, day_of(w->r->row.frozen_at)))));
	for (size_t i = 0; i < l->n; i++) {
		const struct q_work_changes *c = &l->p[i];

		if (begins(l, i)) {
			paper_heading(&p, 1, str_fmt(mem, "第%lld次更正", (long long)c->restatement));
			changes_head(&p);
		}
		change_row(mem, &p, c);
		if (ends(l, i)) {
			paper_table_end(&p);
			paper_signature(&p, c->unit, day_of(c->made_at));
		}
	}
	paper_note(&p, str_fmt(mem, "更正的报告，定稿指纹：%.*s", STR_ARG(w->hash)));
	return paper_bytes(&p);
}

str
work_period_name(const struct work_page *w)
{
	return period_name(w->rq->mem, &w->r->period, w->rq->lang == EN);
}

str
work_list_period(const struct page *p, const struct q_work_list *row)
{
	struct period of = period_of((enum period_kind)row->span, row->from_on);

	of.from = row->from_on;
	of.to = row->to_on;
	return period_name(p->out->mem, &of, p->lang == EN);
}
