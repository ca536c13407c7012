/* work_file_web.c — a report as it is read: the draft with today's numbers, the frozen copy, its files;
 * freezing and counting
 * again. */
#include "gen/frame.html.h"
#include "gen/work.html.h"
#include "gen/work.words.h"
#include "report/work_web.h"

#include <string.h>

#define NAMES 20 /* records named in one difference */

/* ---- the document ---- */

static enum err
sections(struct work_draft *d, struct paper *p)
{
	for (size_t i = 0; i < d->r.sections.n; i++) {
		const struct q_work_sections *s = &d->r.sections.p[i];

		if (!str_trim(s->words).n && !str_trim(s->heading).n)
			continue;
		if (str_trim(s->heading).n)
			paper_heading(p, 1, str_trim(s->heading));
		TRY(fill_text(&d->fill, s->unit ? s->unit : -1, s->words, p));
	}
	return OK;
}

enum err
work_fill(struct db *db, const struct req *rq, int64_t id, bool proved, struct work_draft *d)
{
	struct paper p;
	str title;

	TRY(work_read(db, &rq->actor, id, &d->r));
	TRY(fill_open(db, rq, &rq->actor, &d->r.period, d->r.row.scope_unit, d->r.row.scope_village, &d->fill));
	d->fill.proved = proved;
	TRY(fill_line(&d->fill, -1, d->r.row.title, &title));
	p = paper_begin(rq->mem, &(struct paper_head){ .layout = PAPER_OFFICIAL, .title = title, .made = db->now });
	paper_title(&p, title);
	if (!proved)
		paper_line(&p, PAPER_CENTRE,
			   str_fmt(rq->mem, "（草稿，数字数到%.*s %d:%02d）",
				   STR_ARG(paper_day_text(rq->mem, day_of(db->now))), moment_hour(db->now),
				   moment_minute(db->now)));
	TRY(sections(d, &p));
	paper_signature(&p, d->r.row.made_unit, day_of(db->now));
	TRY(fill_notes(&d->fill, &p));
	d->document = paper_bytes(&p);
	return d->document.n ? OK : BUSY;
}

/* ---- the page ---- */

static enum err
frozen_links(struct db *db, const struct req *rq, const struct work_report *r, struct sheet_links *links)
{
	struct q_work_numbers_list l;

	TRY(q_work_numbers(db, rq->id, WORK_NUMBERS, &l));
	for (size_t i = 0; i < l.n && links->n < SHEET_LINKS; i++) {
		const struct figure_rate *rate = l.p[i].shape == FILL_RATE ? tally_rate(l.p[i].figure) : NULL;
		struct tally_ask ask = { .figure = tally_figure(rate ? str_of(rate->below) : l.p[i].figure),
					 .unit = l.p[i].unit,
					 .part = l.p[i].part };

		links->to[links->n++] = ask.figure ? ask_url(rq, &ask, &r->period, NULL) : req_url(rq, "/desk/figures");
	}
	return OK;
}

static void
draft_links(const struct req *rq, const struct work_draft *d, struct sheet_links *links)
{
	for (size_t i = 0; i < d->fill.n && links->n < SHEET_LINKS; i++) {
		const struct fill_number *n = &d->fill.number[i];
		struct tally_ask ask = { .figure = n->figure, .unit = n->unit, .part = n->part };

		links->to[links->n++] = ask_url(rq, &ask, &d->r.period, NULL);
	}
}

static enum err
show_load(struct db *db, const struct req *rq, struct work_page *w)
{
	struct work_draft *d = make(rq->mem, struct work_draft, 1);
	struct q_work_document doc;

	*d = (struct work_draft){ 0 };
	TRY(work_read(db, &rq->actor, rq->id, &d->r));
	w->r = &d->r;
	if (d->r.row.frozen_at.ms == 0) {
		TRY(work_fill(db, rq, rq->id, false, d));
		w->document = d->document;
		draft_links(rq, d, &w->links);
		return OK;
	}
	TRY(q_work_document(db, rq->id, &doc));
	w->document = doc.document;
	w->hash = str_hex(rq->mem, d->r.row.document_hash.p, d->r.row.document_hash.n);
	TRY(q_work_changes(db, rq->id, WORK_CHANGES, &w->changes));
	return frozen_links(db, rq, &d->r, &w->links);
}

static enum err
show_page(struct db *db, struct req *rq, struct res *rs)
{
	struct work_page *w = make(rq->mem, struct work_page, 1);
	struct frame f = { .title = &word_work_one, .rq = rq, .nav = "reports" };
	struct page *p;

	*w = (struct work_page){ .rq = rq, .write = duty_held(rq->actor.role, DUTY_REPORT) };
	w->same = form_get(rq->query, S("same")).n > 0;
	TRY(show_load(db, rq, w));
	p = res_page(rs);
	frame_begin(p, &f);
	view_work_show(p, w);
	frame_end(p, &f);
	return OK;
}

/* ---- freezing ---- */

static enum err
freeze_prepare(struct db *db, struct req *rq)
{
	struct work_draft *d = make(rq->mem, struct work_draft, 1);

	*d = (struct work_draft){ 0 };
	rq->prepared = d;
	return work_fill(db, rq, rq->id, true, d);
}

static enum err
freeze_change(struct tx *tx, struct req *rq, struct res *rs)
{
	const struct work_draft *d = rq->prepared;
	struct work_number *k = make(rq->mem, struct work_number, FILL_NUMBERS);

	for (size_t i = 0; i < d->fill.n; i++) {
		const struct fill_number *n = &d->fill.number[i];

		k[i] = (struct work_number){ .n = (int64_t)i + 1,
					     .figure = n->name,
					     .shape = n->shape,
					     .version = n->rate ? n->rate->version : n->figure->version,
					     .unit = n->unit,
					     .part = n->part,
					     .value = n->value,
					     .below = n->below,
					     .listed = n->listed,
					     .list_hash = hash_str(&n->list),
					     .records = n->records };
	}
	TRY(work_freeze(tx, &rq->actor, rq->id, d->r.row.revision, d->document, k, d->fill.n));
	return see_other(rq, rs, "/desk/reports/%lld", (long long)rq->id);
}

/* ---- counting again ---- */

struct again {
	struct fill fill;
	struct work_change change[FILL_NUMBERS];
	size_t n;
};

static int64_t
id_at(str records, size_t i)
{
	uint64_t id = 0;

	for (size_t b = 0; b < 8; b++)
		id = id << 8 | (unsigned char)records.p[8 * i + b];
	return (int64_t)id;
}

static bool
held(str records, int64_t id)
{
	for (size_t i = 0; i < records.n / 8; i++)
		if (id_at(records, i) == id)
			return true;
	return false;
}

/* Numbers of the records that stand in `in` and not in `out`; what this reader must not meet is left out. */
static enum err
difference(const struct req *rq, struct db *db, const struct figure *f, str in, str out, str *names)
{
	struct out o = out_make(rq->mem, 256, 8192);
	int64_t *hidden = NULL;
	size_t hides = 0, named = 0;
	str name;

	if (f->sql->gate)
		TRY(f->sql->gate(db, rq->actor.unit, rq->actor.person, TALLY_LATE, &hidden, &hides));
	for (size_t i = 0; i < in.n / 8; i++) {
		int64_t id = id_at(in, i);
		bool shut = held(out, id);

		for (size_t k = 0; k < hides && !shut; k++)
			shut = hidden[k] == id;
		if (shut)
			continue;
		if (named++ == NAMES) {
			out_str(&o, S("……"));
			break;
		}
		TRY(fill_record_name(db, f, id, &name));
		if (o.n)
			out_str(&o, S("、"));
		out_str(&o, name);
	}
	*names = out_view(&o);
	return OK;
}

static enum err
number_again(struct db *db, const struct req *rq, struct again *a, const struct q_work_numbers *k)
{
	struct fill_number n = {
		.shape = (enum fill_shape)k->shape, .name = k->figure, .unit = k->unit, .part = k->part
	};
	struct work_change *c = &a->change[a->n];
	int version;

	n.rate = n.shape == FILL_RATE ? tally_rate(k->figure) : NULL;
	n.figure = tally_figure(n.rate ? str_of(n.rate->below) : k->figure);
	if (!n.figure || a->n == FILL_NUMBERS)
		return OK; /* a figure that this program no longer has: nothing to say about it */
	TRY(fill_count(&a->fill, &n));
	version = n.rate ? n.rate->version : n.figure->version;
	if (n.value == k->value && n.below == k->below && version == k->version &&
	    str_eq(hash_str(&n.list), k->list_hash))
		return OK;
	*c = (struct work_change){ .n = k->n, .value = n.value, .below = n.below, .version = version };
	if (n.listed * 8 == (int64_t)n.records.n && k->listed * 8 == (int64_t)k->records.n) {
		TRY(difference(rq, db, n.figure, n.records, k->records, &c->added));
		TRY(difference(rq, db, n.figure, k->records, n.records, &c->removed));
	}
	a->n++;
	return OK;
}

/* With the eyes that counted when it was frozen, so that only the records make a difference. */
static enum err
restate_prepare(struct db *db, struct req *rq)
{
	struct again *a = make(rq->mem, struct again, 1);
	struct actor eyes = rq->actor;
	struct q_work_numbers_list l;
	struct work_report r;

	*a = (struct again){ 0 };
	rq->prepared = a;
	TRY(work_read(db, &rq->actor, rq->id, &r));
	if (r.row.frozen_at.ms == 0)
		return CONFLICT;
	eyes.unit = r.row.gate_unit;
	eyes.person = r.row.gate_person;
	TRY(fill_open(db, rq, &eyes, &r.period, r.row.scope_unit, r.row.scope_village, &a->fill));
	a->fill.proved = true;
	TRY(q_work_numbers(db, rq->id, WORK_NUMBERS, &l));
	for (size_t i = 0; i < l.n; i++)
		TRY(number_again(db, rq, a, &l.p[i]));
	return OK;
}

static enum err
restate_change(struct tx *tx, struct req *rq, struct res *rs)
{
	const struct again *a = rq->prepared;

	if (a->n == 0)
		return see_other(rq, rs, "/desk/reports/%lld?same=1", (long long)rq->id);
	TRY(work_restate(tx, &rq->actor, rq->id, a->change, a->n));
	return see_other(rq, rs, "/desk/reports/%lld", (long long)rq->id);
}

/* ---- files ---- */

static bool
kind_read(str s, enum paper_kind *kind)
{
	*kind = str_eq(s, S("docx")) ? PAPER_DOCX : str_eq(s, S("xlsx")) ? PAPER_XLSX : PAPER_PDF;
	return str_eq(s, S("docx")) || str_eq(s, S("xlsx")) || str_eq(s, S("pdf"));
}

/* /desk/reports/:id/restated/:file, not /desk/reports/:id/:file. */
static bool
restated(const struct req *rq)
{
	return str_has(rq->path, S("/restated/"));
}

static enum err
file_prepare(struct db *db, struct req *rq)
{
	struct paper_made *made = make(rq->mem, struct paper_made, 1);
	struct work_page w = { .rq = rq };
	enum paper_kind kind;

	if (!kind_read(rq->param[1], &kind))
		return NOT_FOUND;
	TRY(show_load(db, rq, &w));
	rq->prepared = made;
	if (!restated(rq))
		return paper_make(rq->mem, req_spool(rq), w.document, kind, made);
	if (w.changes.n == 0)
		return NOT_FOUND;
	return paper_make(rq->mem, req_spool(rq), work_change_paper(&w), kind, made);
}

static enum err
file_page(struct db *db, struct req *rq, struct res *rs)
{
	const struct paper_made *made = rq->prepared;
	enum paper_kind kind;

	(void)db;
	if (!kind_read(rq->param[1], &kind))
		return NOT_FOUND;
	rs->type = paper_type(kind);
	rs->out = out_make(rq->mem, made->bytes.n + 1, made->bytes.n + 1);
	out_str(&rs->out, made->bytes);
	rs->download = str_fmt(rq->mem, "%s-%lld%.*s", restated(rq) ? "restated" : "report", (long long)rq->id,
			       STR_ARG(paper_suffix(kind)));
	return OK;
}

const struct route work_file_routes[] = {
	PAGE("/desk/reports/:id", DUTY_READ, show_page),
	PAGE_SLOW("/desk/reports/:id/:file", DUTY_READ, file_page, file_prepare, NULL),
	PAGE_SLOW("/desk/reports/:id/restated/:file", DUTY_READ, file_page, file_prepare, NULL),
	CHANGE_SLOW("/desk/reports/:id/freeze", DUTY_REPORT, freeze_change, freeze_prepare, NULL),
	CHANGE_SLOW("/desk/reports/:id/restate", DUTY_REPORT, restate_change, restate_prepare, NULL),
	ROUTES_END,
};
