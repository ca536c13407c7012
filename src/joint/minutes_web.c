/* minutes_web.c — the minutes of a meeting: as a page for print, as PDF and as a document to edit. */
#include "gen/frame.html.h"
#include "gen/meeting.html.h"
#include "gen/meeting.words.h"
#include "joint/meeting_web.h"
#include "paper/paper.h"

static enum err
minutes_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_meeting_minutes, .rq = rq, .nav = "joint", .print = true };
	struct meeting_page g = { 0 };
	struct page *p;

	TRY(meeting_load(db, rq, &g));
	g.write = false;
	p = res_page(rs);
	frame_begin(p, &f);
	view_meeting_minutes(p, &g);
	frame_end(p, &f);
	return OK;
}

/* ---- the document ---- */

static str
said(const struct req *rq, const struct word *w)
{
	return word_text(w, rq->lang);
}

static str
day_text(const struct req *rq, day d)
{
	return rq->lang == EN ? day_iso(rq->mem, d) : paper_day_text(rq->mem, d);
}

static str
office_of(const struct req *rq, const struct q_meeting_seats *s)
{
	if (!s->post)
		return s->office;
	return str_fmt(rq->mem, "%.*s %.*s", STR_ARG(panel_name_for(rq, s->unit_zh, s->unit_en)),
		       STR_ARG(panel_name_for(rq, s->title_zh, s->title_en)));
}

static void
people(struct paper *p, const struct req *rq, const struct meeting_page *g)
{
	paper_heading(p, 2, said(rq, &word_meeting_people));
	paper_table(p, (const int[]){ 5, 2, 2 }, 3, 0);
	for (size_t i = 0; i < g->seats.n; i++) {
		paper_row(p);
		paper_cell(p, office_of(rq, &g->seats.p[i]));
		paper_cell(p, g->seats.p[i].name);
		paper_cell(p, said(rq, meeting_came_word(g->seats.p[i].came)));
	}
	paper_table_end(p);
}

static void
earlier(struct paper *p, const struct req *rq, const struct meeting_page *g)
{
	if (g->carried == 0)
		return;
	paper_heading(p, 2, said(rq, &word_meeting_open_before));
	paper_table(p, (const int[]){ 3, 5, 3, 5 }, 4, 1);
	paper_row(p);
	paper_cell(p, said(rq, &word_meeting_unit));
	paper_cell(p, said(rq, &word_meeting_task));
	paper_cell(p, said(rq, &word_meeting_by));
	paper_cell(p, said(rq, &word_meeting_said));
	for (size_t i = 0; i < g->carried; i++) {
		const struct meeting_carry *c = &g->carry[i];

		paper_row(p);
		paper_cell(p, panel_name_for(rq, c->unit_zh, c->unit_en));
		paper_cell(p, c->what);
		paper_cell(p, day_text(rq, day_of(c->due)));
		paper_cell(p, c->said.n ? c->said : said(rq, &word_meeting_said_none));
	}
	paper_table_end(p);
}

static void
decisions(struct paper *p, const struct req *rq, const struct meeting_page *g, int64_t item)
{
	bool any = false;

	for (size_t i = 0; i < g->tasks.n; i++) {
		const struct q_meeting_tasks *t = &g->tasks.p[i];

		if (t->item != item)
			continue;
		if (!any)
			paper_table(p, (const int[]){ 3, 8, 3 }, 3, 0);
		any = true;
		paper_row(p);
		paper_cell(p, panel_name_for(rq, t->unit_zh, t->unit_en));
		paper_cell(p, t->what);
		paper_cell(p, day_text(rq, day_of(t->due)));
	}
	if (any)
		paper_table_end(p);
}

static void
agenda(struct paper *p, const struct req *rq, const struct meeting_page *g)
{
	paper_heading(p, 2, said(rq, &word_meeting_agenda));
	for (size_t i = 0; i < g->items.n; i++) {
		const struct q_meeting_items *it = &g->items.p[i];

		if (it->matter)
			paper_heading(p, 3,
				      str_fmt(rq->mem, "%lld. %lld-%lld %.*s %.*s", (long long)it->n,
					      (long long)it->year, (long long)it->number, STR_ARG(it->title),
					      STR_ARG(it->topic)));
		else
			paper_heading(p, 3, str_fmt(rq->mem, "%lld. %.*s", (long long)it->n, STR_ARG(it->topic)));
		paper_para(p, it->outcome.n ? it->outcome : said(rq, &word_meeting_outcome_none));
		decisions(p, rq, g, it->n);
	}
}

static str
document(const struct req *rq, const struct meeting_page *g)
{
	moment at = g->m.closed_at.ms ? g->m.closed_at : moment_at(g->m.held_on, 0, 0);
	struct paper p = paper_begin(rq->mem, &(struct paper_head){ .title = g->m.title, .made = at });

	paper_title(&p, g->m.title);
	paper_number(&p, said(rq, g->m.state == MEETING_HELD ? &word_meeting_minutes : &word_meeting_minutes_draft));
	paper_pair(&p, said(rq, &word_meeting_when),
		   str_fmt(rq->mem, "%.*s %.*s", STR_ARG(day_text(rq, g->m.held_on)), STR_ARG(g->m.starts)));
	paper_pair(&p, said(rq, &word_meeting_where), g->m.room);
	paper_pair(&p, said(rq, &word_meeting_chair), g->m.chair_name);
	paper_pair(&p, said(rq, &word_meeting_keeper), g->m.keeper_name);
	people(&p, rq, g);
	earlier(&p, rq, g);
	agenda(&p, rq, g);
	paper_sign_here(&p, said(rq, &word_meeting_sign_chair));
	paper_sign_here(&p, said(rq, &word_meeting_sign_keeper));
	return paper_bytes(&p);
}

static enum err
prepare(struct db *db, struct req *rq, enum paper_kind kind)
{
	struct paper_made *made = make(rq->mem, struct paper_made, 1);
	struct meeting_page g = { 0 };

	TRY(meeting_load(db, rq, &g));
	rq->prepared = made;
	return paper_make(rq->mem, req_spool(rq), document(rq, &g), kind, made);
}

static enum err
pdf_prepare(struct db *db, struct req *rq)
{
	return prepare(db, rq, PAPER_PDF);
}

static enum err
docx_prepare(struct db *db, struct req *rq)
{
	return prepare(db, rq, PAPER_DOCX);
}

static enum err
send(struct db *db, struct req *rq, struct res *rs, enum paper_kind kind)
{
	const struct paper_made *made = rq->prepared;

	(void)db;
	rs->type = paper_type(kind);
	rs->download = str_fmt(rq->mem, "minutes-%lld%.*s", (long long)rq->id, STR_ARG(paper_suffix(kind)));
	rs->out = out_make(rq->mem, made->bytes.n, made->bytes.n);
	out_str(&rs->out, made->bytes);
	return OK;
}

static enum err
pdf_page(struct db *db, struct req *rq, struct res *rs)
{
	return send(db, rq, rs, PAPER_PDF);
}

static enum err
docx_page(struct db *db, struct req *rq, struct res *rs)
{
	return send(db, rq, rs, PAPER_DOCX);
}

const struct route minutes_routes[] = {
	PAGE("/desk/meetings/:id/minutes", DUTY_READ, minutes_page),
	PAGE_SLOW("/desk/meetings/:id/minutes.pdf", DUTY_READ, pdf_page, pdf_prepare, NULL),
	PAGE_SLOW("/desk/meetings/:id/minutes.docx", DUTY_READ, docx_page, docx_prepare, NULL),
	ROUTES_END,
};
