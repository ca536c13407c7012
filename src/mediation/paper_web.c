/* paper_web.c — the file and its parts as a page, PDF and DOCX; signed pages in by the square that was printed on them. */
#include "mediation/paper_web.h"
#include "gen/frame.html.h"
#include "gen/mediation.words.h"
#include "gen/paper_page.html.h"
#include "matter/shot_web.h"
#include "mediation/file.h"
#include "mediation/print.h"
#include "paper/paper.h"

/* ---- asking for papers: the look is logged, then everything is there for some minutes ---- */

static enum err
print_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct matter_keys keys;
	int64_t part = FILE_WHOLE;
	str token;

	if (!str_int(form_get(rq->form, S("part")), &part) || part < FILE_WHOLE || part >= PARTS)
		part = FILE_WHOLE;
	TRY(matter_keys_load(&tx->db, rq->site->dir, rq->site->root_key, &keys));
	TRY(print_make(tx, &rq->actor, &keys.identity, rq->id, (int)part,
		       req_absolute(rq, "/mediation/%lld/scan/", (long long)rq->id).s, &token));
	return see_other(rq, rs, "/mediation/%lld/papers/%s", (long long)rq->id, str_z(rq->mem, token));
}

/* ---- as a page ---- */

static enum err
papers_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_mediation_papers, .rq = rq, .print = true };
	struct paper_reader reader;
	struct paper_head head;
	struct page *p;
	str document;

	TRY(print_open(db, &rq->actor, rq->id, rq->param[1], &document));
	if (!paper_open(&reader, document, &head))
		return BROKEN;
	p = res_page(rs);
	frame_begin(p, &f);
	view_paper_page_head(p, rq, rq->param[1]);
	paper_page(p, rq->mem, reader);
	frame_end(p, &f);
	return OK;
}

/* ---- as a file ---- */

static enum err
made_prepare(struct db *db, struct req *rq, enum paper_kind kind)
{
	struct paper_made *made = make(rq->mem, struct paper_made, 1);
	str document;

	TRY(print_open(db, &rq->actor, rq->id, rq->param[1], &document));
	TRY(paper_make(rq->mem, req_spool(rq), document, kind, made));
	rq->prepared = made;
	return OK;
}

static enum err
pdf_prepare(struct db *db, struct req *rq)
{
	return made_prepare(db, rq, PAPER_PDF);
}

static enum err
docx_prepare(struct db *db, struct req *rq)
{
	return made_prepare(db, rq, PAPER_DOCX);
}

static enum err
made_send(struct db *db, struct req *rq, struct res *rs, enum paper_kind kind)
{
	const struct paper_made *made = rq->prepared;
	struct q_mediation_case c;

	if (!made)
		return NOT_FOUND;
	TRY(mediation_open(db, &rq->actor, rq->id, &c));
	rs->type = paper_type(kind);
	rs->download = str_fmt(rq->mem, "mediation-%lld-%lld%.*s", (long long)c.year, (long long)c.number,
			       STR_ARG(paper_suffix(kind)));
	rs->out = out_make(rq->mem, made->bytes.n + 1, made->bytes.n + 1);
	out_str(&rs->out, made->bytes);
	return OK;
}

static enum err
pdf_page(struct db *db, struct req *rq, struct res *rs)
{
	return made_send(db, rq, rs, PAPER_PDF);
}

static enum err
docx_page(struct db *db, struct req *rq, struct res *rs)
{
	return made_send(db, rq, rs, PAPER_DOCX);
}

/* ---- signed pages ---- */

static enum err
part_of(const struct req *rq, int64_t *part)
{
	return str_int(rq->param[1], part) && *part >= PART_COVER && *part < PARTS ? OK : NOT_FOUND;
}

static enum err
scan_show(struct db *db, struct req *rq, struct res *rs, int64_t part, const struct word *bad)
{
	struct frame f = { .title = &word_mediation_scan, .rq = rq, .nav = "mediation" };
	struct mediation_page *m = make(rq->mem, struct mediation_page, 1);
	struct page *p;

	TRY(mediation_page_load(db, rq, rq->id, m));
	p = res_page(rs);
	frame_begin(p, &f);
	view_paper_page_scan(p, m, part, bad);
	frame_end(p, &f);
	return OK;
}

static enum err
scan_page(struct db *db, struct req *rq, struct res *rs)
{
	int64_t part;

	TRY(part_of(rq, &part));
	return scan_show(db, rq, rs, part, NULL);
}

static enum err
scan_change(struct tx *tx, struct req *rq, struct res *rs)
{
	const struct shots *shots = shot_of(rq);
	const struct word *bad = shots->bad ? shots->bad : shots->n == 0 ? &word_mediation_scan_none : NULL;
	int64_t part;

	TRY(part_of(rq, &part));
	if (bad) {
		res_status(rs, 422);
		TRY(scan_show(&tx->db, rq, rs, part, bad));
		return INVALID;
	}
	TRY(mediation_scan_add(tx, &rq->actor, rq->id, (enum mediation_part)part, shots->photo, shots->n));
	return see_other(rq, rs, "/mediation/%lld/scan/%lld", (long long)rq->id, (long long)part);
}

static enum err
shot_page(struct db *db, struct req *rq, struct res *rs, bool thumb)
{
	struct q_mediation_scan scan;
	struct q_mediation_case c;
	int64_t n;

	TRY(mediation_open(db, &rq->actor, rq->id, &c));
	if (!mediation_may_write(&rq->actor, &c) || !str_int(rq->param[1], &n))
		return NOT_FOUND;
	TRY(q_mediation_scan(db, rq->id, n, &scan));
	return shot_send(rq, rs, thumb ? scan.thumb : scan.picture);
}

static enum err
picture_page(struct db *db, struct req *rq, struct res *rs)
{
	return shot_page(db, rq, rs, false);
}

static enum err
thumb_page(struct db *db, struct req *rq, struct res *rs)
{
	return shot_page(db, rq, rs, true);
}

const struct route mediation_paper_routes[] = {
	CHANGE("/mediation/:id/print", DUTY_REVEAL, print_change),
	PAGE("/mediation/:id/papers/:token", DUTY_REVEAL, papers_page),
	PAGE_SLOW("/mediation/:id/papers/:token/pdf", DUTY_REVEAL, pdf_page, pdf_prepare, NULL),
	PAGE_SLOW("/mediation/:id/papers/:token/docx", DUTY_REVEAL, docx_page, docx_prepare, NULL),
	PAGE("/mediation/:id/scan/:part", DUTY_INTAKE, scan_page),
	CHANGE_SLOW("/mediation/:id/scan/:part", DUTY_INTAKE, scan_change, shot_take, shot_any),
	PAGE("/mediation/:id/scans/:n", DUTY_INTAKE, picture_page),
	PAGE("/mediation/:id/scans/:n/thumb", DUTY_INTAKE, thumb_page),
	ROUTES_END,
};
