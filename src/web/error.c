#include "web/error.h"
#include "gen/error.html.h"
#include "gen/frame.html.h"
#include "gen/web.words.h"

struct row {
	int status;
	const struct word *title, *what;
};

static const struct row rows[] = {
	[OK] = { 500, &word_web_err_broken, &word_web_err_broken_do },
	[NOT_FOUND] = { 404, &word_web_err_not_found, &word_web_err_not_found_do },
	[FORBIDDEN] = { 403, &word_web_err_forbidden, &word_web_err_forbidden_do },
	[INVALID] = { 422, &word_web_err_invalid, &word_web_err_invalid_do },
	[CONFLICT] = { 409, &word_web_err_conflict, &word_web_err_conflict_do },
	[BUSY] = { 503, &word_web_err_busy, &word_web_err_busy_do },
	[BROKEN] = { 500, &word_web_err_broken, &word_web_err_broken_do },
};

static const struct row full_disk = { 507, &word_web_err_disk_full, &word_web_err_disk_full_do };

static struct row
row_of(enum err e, bool disk_full)
{
	if (disk_full)
		return full_disk;
	return rows[(unsigned)e < sizeof(rows) / sizeof(rows[0]) ? e : BROKEN];
}

int
error_status(enum err e, bool disk_full)
{
	return row_of(e, disk_full).status;
}

static struct page *
begin(const struct req *rq, struct res *rs, int status, struct frame *f)
{
	struct page *p;

	rs->out.n = 0; /* what a handler had begun to write is no page */
	rs->type = (str){ NULL, 0 };
	rs->location = (str){ NULL, 0 };
	rs->download = (str){ NULL, 0 };
	rs->file = -1;
	rs->etag = false;
	rs->no_store = true;
	rs->status = status;
	if (status == 503)
		rs->retry = 30;
	p = res_page(rs);
	f->rq = rq;
	frame_begin(p, f);
	return p;
}

void
error_page(const struct req *rq, struct res *rs, int status, const struct word *title, const struct word *what)
{
	struct frame f = { .title = title };
	struct page *p = begin(rq, rs, status, &f);

	view_error_words(p, title, what);
	frame_end(p, &f);
}

void
error_cool(const struct req *rq, struct res *rs, int minutes)
{
	struct frame f = { .title = &word_web_err_cool };
	struct page *p = begin(rq, rs, 429, &f);

	rs->retry = minutes * 60;
	view_error_cool(p, minutes);
	frame_end(p, &f);
}

void
error_again(const struct req *rq, struct res *rs, const struct error_again *a)
{
	struct frame f = { .title = a->title };
	struct page *p = begin(rq, rs, a->status, &f);

	view_error_again(p, rq, a);
	frame_end(p, &f);
}

void
web_error_page(const struct req *rq, struct res *rs, enum err e, bool disk_full)
{
	struct row r = row_of(e, disk_full);
	bool later = disk_full || e == BUSY || e == BROKEN;

	/* What could not be done now may be done in a while: the words wait on the page, under the same key. */
	if (later && rq->method == POST && rq->csrf.n && rq->form && rq->form->n) {
		error_again(rq, rs, &(struct error_again){ r.status, r.title, r.what, false, false });
		return;
	}
	error_page(rq, rs, rs->status >= 400 ? rs->status : r.status, r.title, r.what);
}

bool
error_secret(const struct form_field *f)
{
	static const char *const names[] = { "password", "old", "fresh", "again" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_eq(f->name, str_of(names[i])))
			return true;
	return false;
}

bool
error_keeps(const struct form_field *f, bool fresh)
{
	return !str_eq(f->name, S("csrf")) && !(fresh && str_eq(f->name, S("once"))) && !error_secret(f);
}
