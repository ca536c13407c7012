#include "catalogue/import_web.h"

#include "base/utf8.h"
#include "gen/catalogue.html.h"
#include "gen/catalogue.words.h"
#include "gen/import.html.h"
#include "gen/web.words.h"
#include "place/panel_web.h"

#include <unistd.h>

#define UPLOAD_MOST ((int64_t)256 << 10)

enum err
catalogue_upload(const struct req *rq, str file, str text, str *bytes)
{
	*bytes = form_get(rq->form, text);
	for (size_t i = 0; i < rq->form->files; i++) {
		const struct form_file *f = &rq->form->file[i];
		ssize_t got;
		char *p;

		if (!str_eq(f->field, file) || f->size == 0)
			continue;
		if (f->size > UPLOAD_MOST)
			return CONFLICT;
		p = make(rq->mem, char, (size_t)f->size + 1);
		got = pread(f->fd, p, (size_t)f->size, 0);
		if (got != (ssize_t)f->size)
			return BROKEN;
		*bytes = (str){ p, (size_t)f->size };
	}
	return (int64_t)bytes->n > UPLOAD_MOST ? CONFLICT : OK;
}

const struct word *
catalogue_fault_word(enum catalogue_fault fault)
{
	static const struct word *const words[CATALOGUE_FAULTS] = {
		&word_catalogue_bad_columns, &word_catalogue_bad_encoding, &word_catalogue_bad_header,
		&word_catalogue_bad_columns, &word_catalogue_code_bad,     &word_catalogue_bad_text,
		&word_catalogue_bad_unit,    &word_catalogue_bad_urgency,  &word_catalogue_bad_number,
		&word_catalogue_bad_yes_no,  &word_catalogue_bad_twice
	};

	return words[fault];
}

static struct panel
import_form(const struct req *rq)
{
	struct panel f = { .rq = rq,
			   .nav = "catalogue",
			   .title = &word_catalogue_import,
			   .intro = &word_catalogue_import_intro,
			   .button = &word_catalogue_import_try,
			   .back = S("/admin/catalogue"),
			   .typed = rq->method == POST ? rq->form : NULL };
	struct field *text;

	panel_file(&f, "file", &word_catalogue_file)->hint = &word_catalogue_file_hint;
	text = panel_area(&f, "text", &word_catalogue_paste, S(""));
	text->optional = true;
	text->rows = 8;
	panel_day(&f, "from", &word_catalogue_from, day_add(day_of(rq->now), 1))->hint = &word_catalogue_from_hint;
	return f;
}

static enum err
import_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f = import_form(rq);

	(void)db;
	return panel_show(&f, rs);
}

/* A rehearsal: shown, and nothing kept. */
static enum err
show(const struct req *rq, struct res *rs, const struct catalogue_import_page *in)
{
	struct frame f = { .title = &word_catalogue_import, .rq = rq, .nav = "catalogue" };
	struct page *p = res_page(rs);

	res_status(rs, in->found.bads ? 422 : 200);
	frame_begin(p, &f);
	view_import_found(p, in);
	frame_end(p, &f);
	return INVALID;
}

static enum err
import_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct catalogue_import_page shown = { .rq = rq };
	struct panel f = import_form(rq);
	str bytes = S("");
	enum err e = catalogue_upload(rq, S("file"), S("text"), &bytes);

	if (e == BROKEN)
		return e;
	if (e == CONFLICT)
		form_fault(&in, "file", &word_catalogue_file_large);
	else if (bytes.n == 0)
		form_fault(&in, "file", &word_catalogue_file_missing);
	shown.from = form_day(&in, "from", &word_catalogue_day_missing, &word_catalogue_day_bad);
	if (shown.from.n && shown.from.n <= day_of(rq->now).n)
		form_fault(&in, "from", &word_catalogue_day_range);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	if (!form_tick(&in, "sure") || !utf8_from_any(rq->mem, bytes, &shown.text)) {
		e = catalogue_check(&tx->db, bytes, &shown.found);
		if (e == OK)
			(void)utf8_from_any(rq->mem, bytes, &shown.text);
		return e == OK || e == INVALID ? show(rq, rs, &shown) : e;
	}
	e = catalogue_import(tx, &rq->actor, bytes, shown.from, &shown.found);
	if (e == INVALID)
		return show(rq, rs, &shown);
	TRY(e);
	return see_other(rq, rs, "/admin/catalogue");
}

const struct route import_routes[] = {
	PAGE("/admin/catalogue/import", DUTY_ADMIN, import_page),
	CHANGE("/admin/catalogue/import", DUTY_ADMIN, import_change),
	ROUTES_END,
};
