#include "report/export_web.h"

#include "base/csv.h"
#include "gen/export.words.h"
#include "paper/paper.h"
#include "paper/paper_ledger.h"
#include "place/panel_web.h"
#include "report/export.h"
#include "report/export_source_web.h"
#include "web/error.h"
#include "web/stream.h"

#include <string.h>

#define PURPOSES 4
#define FIGURES  "/desk/figures/"
#define LISTS    "/desk/lists/"

/* ---- the form ---- */

static const char *const purpose_keys[] = { "report", "meeting", "check", "handle", NULL };
static const char *const format_keys[] = { "csv", "xlsx", NULL };

/* The source of an address "/desk/figures/:key/export" or "/desk/lists/:key/export". */
static enum err
source_of(struct db *db, const struct req *rq, struct export_source *s)
{
	if (str_starts(rq->path, S(LISTS)))
		return export_source_list(db, rq, rq->param[0], s);
	return export_source_figure(db, rq, rq->param[0], s);
}

static void
export_form(const struct req *rq, const struct export_source *s, struct panel *f)
{
	static struct choice purposes[PURPOSES] = { { .word = &word_export_purpose_report },
						    { .word = &word_export_purpose_meeting },
						    { .word = &word_export_purpose_check },
						    { .word = &word_export_purpose_handle } };
	struct choice *what = make(rq->mem, struct choice, PURPOSES), *format = make(rq->mem, struct choice, 2);
	struct field *words;

	*f = (struct panel){ .rq = rq,
			     .nav = s->nav,
			     .title = &word_export_title,
			     .about = s->period.n
					      ? str_fmt(rq->mem, "%.*s · %.*s", STR_ARG(s->title), STR_ARG(s->period))
					      : s->title,
			     .intro = &word_export_intro,
			     .button = &word_export_button,
			     .back = s->path,
			     .typed = rq->method == POST ? rq->form : NULL };
	for (size_t i = 0; i < PURPOSES; i++) {
		what[i] = purposes[i];
		what[i].value = str_of(purpose_keys[i]);
	}
	format[0] = (struct choice){ .value = S("csv"), .word = &word_export_csv };
	format[1] = (struct choice){ .value = S("xlsx"), .word = &word_export_xlsx };
	panel_radios(f, "purpose", &word_export_purpose, S(""), what, PURPOSES);
	words = panel_text(f, "words", &word_export_words, S(""));
	words->hint = &word_export_words_hint;
	words->optional = true;
	panel_radios(f, "format", &word_export_format, S("csv"), format, 2);
}

static enum err
form_page(struct db *db, struct req *rq, struct res *rs)
{
	struct export_source s;
	struct panel f;

	TRY(source_of(db, rq, &s));
	export_form(rq, &s, &f);
	return panel_show(&f, rs);
}

/* How long the list is, for a spreadsheet: counted before the change, since a long one takes a while. */
static bool
sheet_asked(struct req *rq)
{
	return str_eq(form_get(rq->form, S("format")), S("xlsx"));
}

static enum err
length_prepare(struct db *db, struct req *rq)
{
	struct export_source s;
	int64_t *n = make(rq->mem, int64_t, 1);

	TRY(source_of(db, rq, &s));
	rq->prepared = n;
	return export_source_count(db, &s, EXPORT_SHEET_MOST, n);
}

static enum err
export_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct export_source s;
	struct panel f;
	const int64_t *n = rq->prepared;
	int64_t id;
	int purpose, format;
	str words, ask;

	TRY(source_of(&tx->db, rq, &s));
	export_form(rq, &s, &f);
	purpose = form_choice(&in, "purpose", purpose_keys, &word_export_purpose_missing);
	format = form_choice(&in, "format", format_keys, &word_export_format_missing);
	words = form_text(&in, "words", EXPORT_WORDS_MOST, NULL, &word_export_words_long);
	if (n && *n > EXPORT_SHEET_MOST)
		form_fault(&in, "format", &word_export_too_many);
	if (!form_good(&in)) {
		f.faults = in.faults;
		return panel_show(&f, rs);
	}
	ask = s.list ? str_fmt(rq->mem, LISTS "%s%.*s", s.key, STR_ARG(str_skip(s.path, strlen(s.list->path))))
		     : s.path;
	TRY(export_note(tx, &rq->actor, str_of(s.key), ask, (enum export_format)(format + 1),
			(enum export_purpose)(purpose + 1), words, &id));
	return see_other(rq, rs, "/desk/exports/%lld", (long long)id);
}

/* ---- the file ---- */

struct file {
	struct export_source s;
	enum export_format format;
	struct stream *to;
	struct paper_ledger *sheet;
	int64_t rows;
};

/* The address that was noted is read like any other; rights are those of now. */
static enum err
find(struct db *db, struct req *rq, struct file *x)
{
	struct req *again = make(rq->mem, struct req, 1);
	struct form *asked = make(rq->mem, struct form, 1);
	str ask, path, query;

	*again = *rq;
	TRY(export_find(db, &rq->actor, rq->id, &ask, &x->format));
	(void)str_cut(ask, '?', &path, &query);
	TRY(form_urlencoded(rq->mem, query, asked));
	again->query = asked;
	if (str_starts(path, S(LISTS)))
		return export_source_list(db, again, str_skip(path, sizeof LISTS - 1), &x->s);
	if (str_starts(path, S(FIGURES)))
		return export_source_figure(db, again, str_skip(path, sizeof FIGURES - 1), &x->s);
	return NOT_FOUND;
}

typedef enum err batch_put(struct db *db, struct file *x, const struct export_batch *b);

/* A batch after the other, each in the memory of the one before. */
static enum err
batches_put(struct db *db, struct file *x, batch_put *each)
{
	struct export_batch *b = make(db->mem, struct export_batch, 1);

	do {
		size_t mark = arena_mark(db->mem);

		TRY(export_source_read(db, &x->s, b));
		x->rows += (int64_t)b->n;
		TRY(each(db, x, b));
		arena_back(db->mem, mark);
	} while (b->more);
	return OK;
}

static enum err
csv_batch(struct db *db, struct file *x, const struct export_batch *b)
{
	struct out o = out_make(db->mem, 1 << 16, 4 << 20);

	for (size_t i = 0; i < b->n; i++) {
		str cell[FIGURE_COLUMNS] = { { 0 } };

		TRY(x->s.ledger->row(db, b->id[i], x->s.rq->lang == EN, cell));
		if (!x->s.list)
			csv_field(&o, moment_iso(db->mem, b->at[i]), false);
		for (size_t k = 0; k < x->s.columns; k++)
			csv_field(&o, cell[k], k + 1 == x->s.columns);
	}
	return o.overflow ? BUSY : stream_put(x->to, out_view(&o));
}

/* The head, with the byte-order mark by which spreadsheets know UTF-8. */
static enum err
csv_write(struct db *db, struct req *rq, struct file *x)
{
	struct out o = out_make(rq->mem, 1024, 1 << 14);

	out_str(&o, S("\xef\xbb\xbf"));
	if (!x->s.list)
		csv_field(&o, word_text(&word_export_when, rq->lang), false);
	for (size_t i = 0; i < x->s.columns; i++)
		csv_field(&o, word_text(x->s.ledger->columns[i], rq->lang), i + 1 == x->s.columns);
	stream_begin(x->to);
	TRY(stream_put(x->to, out_view(&o)));
	return batches_put(db, x, csv_batch);
}

static enum err
sheet_batch(struct db *db, struct file *x, const struct export_batch *b)
{
	for (size_t i = 0; i < b->n && x->rows <= EXPORT_SHEET_MOST; i++) {
		size_t mark = arena_mark(db->mem);
		str cell[FIGURE_COLUMNS] = { { 0 } };

		TRY(x->s.ledger->row(db, b->id[i], x->s.rq->lang == EN, cell));
		paper_ledger_row(x->sheet);
		if (!x->s.list)
			paper_ledger_day(x->sheet, day_of(b->at[i]));
		for (size_t k = 0; k < x->s.columns; k++)
			paper_ledger_text(x->sheet, cell[k]);
		arena_back(db->mem, mark);
	}
	return x->rows > EXPORT_SHEET_MOST ? INVALID : OK;
}

static void
sheet_drop(void *sheet)
{
	paper_ledger_drop(sheet);
}

static enum err
sheet_write(struct db *db, struct req *rq, struct file *x)
{
	str when = x->s.period.n ? x->s.period : day_iso(rq->mem, day_of(db->now)), column[FIGURE_COLUMNS + 1];
	struct paper_ledger_head head = { .title = x->s.title, .made = db->now, .column = column };

	head.about = str_fmt(rq->mem, "%.*s · %.*s", STR_ARG(x->s.title), STR_ARG(when));
	if (!x->s.list)
		column[head.columns++] = word_text(&word_export_when, rq->lang);
	for (size_t i = 0; i < x->s.columns; i++)
		column[head.columns++] = word_text(x->s.ledger->columns[i], rq->lang);
	TRY(paper_ledger_open(rq->mem, req_spool(rq), x->to->fd, &head, &x->sheet));
	x->to->held = x->sheet;
	x->to->drop = sheet_drop;
	TRY(batches_put(db, x, sheet_batch));
	return paper_ledger_close(x->sheet, &x->to->size);
}

/* The list may have grown since it was asked for. */
static enum err
file_stream(struct db *db, struct req *rq, struct res *rs, struct stream *to)
{
	struct file *x = make(rq->mem, struct file, 1);
	enum err e;
	bool csv;

	*x = (struct file){ .to = to };
	TRY(find(db, rq, x));
	csv = x->format == EXPORT_CSV;
	rs->type = csv ? S("text/csv; charset=utf-8") : paper_type(PAPER_XLSX);
	rs->download = str_fmt(rq->mem, "%.*s%s", STR_ARG(x->s.file), csv ? ".csv" : ".xlsx");
	e = csv ? csv_write(db, rq, x) : sheet_write(db, rq, x);
	if (e == INVALID && !csv) {
		error_page(rq, rs, 422, &word_export_grown, &word_export_too_many);
	}
	return e;
}

const struct route export_routes[] = {
	PAGE("/desk/figures/:key/export", DUTY_READ, form_page),
	CHANGE_SLOW("/desk/figures/:key/export", DUTY_READ, export_change, length_prepare, sheet_asked),
	PAGE("/desk/lists/:key/export", DUTY_READ, form_page),
	CHANGE_SLOW("/desk/lists/:key/export", DUTY_READ, export_change, length_prepare, sheet_asked),
	PAGE_STREAM("/desk/exports/:id", DUTY_READ, file_stream),
	ROUTES_END,
};
