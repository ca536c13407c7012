/* notice_file_web.c — a notice as PDF and DOCX, for the desk and the resident, and the copy that bears a name.
 *
 * The name is opened by a POST, which writes down who opened it; that answer shows the notice with the name. Its files
 * are made by a GET, on the slow lane, where the identity store is not at hand: the answer's links carry the name
 * sealed under the service's key, for this post and notice, for ten minutes. */
#include "gen/frame.html.h"
#include "gen/notice.html.h"
#include "gen/notice.words.h"
#include "matter/track_web.h"
#include "notice/notice_web.h"
#include "paper/paper.h"

#define COPY_MINUTES    10
#define PURPOSE_DELIVER 3 /* label_purpose(): to deliver a paper */

static key
copy_key(const struct req *rq)
{
	return key_derive(rq->site->root_key, "notice");
}

static str
copy_about(const struct req *rq, int64_t notice)
{
	return str_fmt(rq->mem, "%lld %lld", (long long)notice, (long long)rq->actor.post);
}

static str
copy_make(const struct req *rq, int64_t notice, str name)
{
	key k = copy_key(rq);
	int64_t until = rq->now.ms + COPY_MINUTES * MS_MINUTE;
	str plain = str_fmt(rq->mem, "%lld %.*s", (long long)until, STR_ARG(name)), box;

	box = seal_lock(rq->mem, &k, plain, copy_about(rq, notice));
	return str_hex(rq->mem, box.p, box.n);
}

/* NOT_FOUND: another post's, another notice's, too old, or none at all. */
static enum err
copy_open(const struct req *rq, int64_t notice, str hex, str *name)
{
	key k = copy_key(rq);
	str box, plain, until;
	int64_t ms;

	if (!str_unhex(rq->mem, hex, &box) || seal_open(rq->mem, &k, box, copy_about(rq, notice), &plain) != OK)
		return NOT_FOUND;
	return str_cut(plain, ' ', &until, name) && str_int(until, &ms) && ms > rq->now.ms ? OK : NOT_FOUND;
}

struct made_file {
	struct paper_made made;
	enum paper_kind kind;
	str name;
};

static enum err
file_make(struct req *rq, const struct notice_page *n, str document, enum paper_kind kind)
{
	struct made_file *f = make(rq->mem, struct made_file, 1);

	f->kind = kind;
	f->name = str_fmt(rq->mem, "%s-%lld-%lld%.*s", notice_key((enum notice_kind)n->row.kind),
			  (long long)n->row.year, (long long)n->row.number, STR_ARG(paper_suffix(kind)));
	rq->prepared = f;
	return paper_make(rq->mem, req_spool(rq), document, kind, &f->made);
}

static enum err
file_send(struct db *db, struct req *rq, struct res *rs)
{
	const struct made_file *f = rq->prepared;

	(void)db;
	rs->out = out_make(rs->mem, f->made.bytes.n + 1, PAPER_FILE_MOST + 1);
	out_str(&rs->out, f->made.bytes);
	rs->type = paper_type(f->kind);
	rs->download = f->name;
	return OK;
}

static enum err
desk_file(struct db *db, struct req *rq, enum paper_kind kind)
{
	str copy = form_get(rq->query, S("copy")), document, name;
	struct q_dossier_matter m;
	struct notice_page n;
	bool guest;

	TRY(notice_page_load(db, rq, rq->id, &n));
	TRY(dossier_read(db, &rq->actor, n.row.matter, &m, &guest));
	document = n.row.document;
	if (copy.n) {
		TRY(copy_open(rq, rq->id, copy, &name));
		document = notice_named(rq->mem, document, name);
	}
	return file_make(rq, &n, document, kind);
}

static enum err
pdf_prepare(struct db *db, struct req *rq)
{
	return desk_file(db, rq, PAPER_PDF);
}

static enum err
docx_prepare(struct db *db, struct req *rq)
{
	return desk_file(db, rq, PAPER_DOCX);
}

/* ---- the copy with a name ---- */

static enum err
named_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_notice_named_title, .rq = rq, .print = true };
	struct q_dossier_matter m;
	struct matter_keys keys;
	struct notice_page n;
	struct identity id;
	struct page *p;

	TRY(notice_page_load(&tx->db, rq, rq->id, &n));
	TRY(dossier_open(&tx->db, &rq->actor, n.row.matter, &m));
	if (!dossier_may_reveal(&rq->actor, &m))
		return FORBIDDEN;
	p = res_page(rs);
	rs->no_store = true;
	frame_begin(p, &f);
	if (m.level == IDENTITY_OPEN && m.token.n) {
		TRY(matter_keys_load(&tx->db, rq->site->dir, rq->site->root_key, &keys));
		TRY(identity_reveal(tx, &keys.identity, &rq->actor, m.id, m.token, PURPOSE_DELIVER, &id));
		view_notice_named(p, &n, notice_named(rq->mem, n.row.document, id.name),
				  copy_make(rq, rq->id, id.name));
	} else {
		view_notice_nameless(p, &n);
	}
	frame_end(p, &f);
	return OK;
}

/* ---- the resident ---- */

/* The reporter's own notices, never those of a matter that theirs was merged into. */
static enum err
resident_load(struct db *db, const struct req *rq, struct notice_page *n)
{
	int64_t id;

	if (!str_int(rq->param[1], &id) || rq->actor.follower)
		return NOT_FOUND;
	TRY(notice_page_load(db, rq, id, n));
	return n->row.matter == rq->actor.matter ? OK : NOT_FOUND;
}

/* An objection is possible once, while the matter stands as not accepted: the matter's own table says so. */
static enum err
resident_show(struct db *db, struct req *rq, struct res *rs, const struct faults *faults)
{
	struct frame f = { .rq = rq, .back = str_fmt(rq->mem, "/m/%.*s", STR_ARG(rq->code)) };
	struct notice_page n;
	struct track t;
	struct page *p;

	TRY(resident_load(db, rq, &n));
	TRY(track_open(db, rq, &t));
	n.faults = faults;
	n.may_object = n.row.kind == NOTICE_NOT_ACCEPTED && n.row.newer == 0 && track_may(&t, ACT_OBJECT);
	n.objection = (struct field){ .name = "reason",
				      .label = &word_notice_object_why,
				      .value = faults ? form_get(rq->form, S("reason")) : S("") };
	f.title_text = notice_title((enum notice_kind)n.row.kind);
	p = res_page(rs);
	frame_begin(p, &f);
	view_notice_resident(p, &n, rq->code);
	frame_end(p, &f);
	return OK;
}

static enum err
resident_page(struct db *db, struct req *rq, struct res *rs)
{
	return resident_show(db, rq, rs, NULL);
}

static enum err
resident_object(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct matter_deed deed = { .act = ACT_OBJECT, .method = METHOD_OWN };
	struct notice_page n;
	struct track t;

	TRY(resident_load(&tx->db, rq, &n));
	TRY(track_open(&tx->db, rq, &t));
	if (n.row.kind != NOTICE_NOT_ACCEPTED || !track_may(&t, ACT_OBJECT))
		return CONFLICT;
	deed.text = form_text(&in, "reason", NOTICE_TEXT, &word_notice_object_missing, &word_notice_too_long);
	if (!form_good(&in)) {
		res_status(rs, 422);
		TRY(resident_show(&tx->db, rq, rs, &in.faults));
		return INVALID;
	}
	TRY(matter_act(tx, &t.by, t.own.id, &deed));
	return see_other(rq, rs, "/m/%s", str_z(rq->mem, rq->code));
}

static enum err
resident_pdf(struct db *db, struct req *rq)
{
	struct notice_page n;

	TRY(resident_load(db, rq, &n));
	return file_make(rq, &n, n.row.document, PAPER_PDF);
}

static enum err
resident_docx(struct db *db, struct req *rq)
{
	struct notice_page n;

	TRY(resident_load(db, rq, &n));
	return file_make(rq, &n, n.row.document, PAPER_DOCX);
}

const struct route notice_file_routes[] = {
	PAGE_SLOW("/desk/notices/:id/pdf", DUTY_READ, file_send, pdf_prepare, NULL),
	PAGE_SLOW("/desk/notices/:id/docx", DUTY_READ, file_send, docx_prepare, NULL),
	CHANGE("/desk/notices/:id/named", DUTY_REVEAL, named_change),
	PAGE("/m/:code/notices/:n", DUTY_RECEIPT, resident_page),
	CHANGE("/m/:code/notices/:n/object", DUTY_RECEIPT, resident_object),
	PAGE_SLOW("/m/:code/notices/:n/pdf", DUTY_RECEIPT, file_send, resident_pdf, NULL),
	PAGE_SLOW("/m/:code/notices/:n/docx", DUTY_RECEIPT, file_send, resident_docx, NULL),
	ROUTES_END,
};
