#include "report/export_web.h"

#include "base/csv.h"
#include "gen/export.words.h"
#include "http/spool.h"
#include "paper/paper.h"
#include "place/panel_web.h"
#include "report/export.h"
#include "report/export_source_web.h"

#include <string.h>
#include <unistd.h>

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

static enum err
export_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct export_source s;
	struct panel f;
	int64_t n = 0, id;
	int purpose, format;
	str words, ask;

	TRY(source_of(&tx->db, rq, &s));
	export_form(rq, &s, &f);
	purpose = form_choice(&in, "purpose", purpose_keys, &word_export_purpose_missing);
	format = form_choice(&in, "format", format_keys, &word_export_format_missing);
	words = form_text(&in, "words", EXPORT_WORDS_MOST, NULL, &word_export_words_long);
	if (format == 1)
		TRY(export_source_count(&tx->db, &s, EXPORT_SHEET_MOST, &n));
	if (n > EXPORT_SHEET_MOST)
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
	int fd;
	int64_t size;
	str bytes;
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

typedef enum err row_put(struct db *db, struct file *x, void *to, moment at, const str *cell);

static enum err
rows_put(struct db *db, struct file *x, row_put *each, void *to)
{
	struct export_batch *b = make(db->mem, struct export_batch, 1);

	do {
		size_t mark = arena_mark(db->mem);

		TRY(export_source_read(db, &x->s, b));
		for (size_t i = 0; i < b->n; i++) {
			str cell[FIGURE_COLUMNS] = { { 0 } };

			TRY(x->s.ledger->row(db, b->id[i], x->s.rq->lang == EN, cell));
			TRY(each(db, x, to, b->at[i], cell));
		}
		if (x->format == EXPORT_CSV)
			arena_back(db->mem, mark);
	} while (b->more);
	return OK;
}

static enum err
csv_row(struct db *db, struct file *x, void *to, moment at, const str *cell)
{
	struct out o = out_make(db->mem, 256, 1 << 16);

	(void)to;
	if (!x->s.list)
		csv_field(&o, moment_iso(db->mem, at), false);
	for (size_t i = 0; i < x->s.columns; i++)
		csv_field(&o, cell[i], i + 1 == x->s.columns);
	x->size += (int64_t)out_view(&o).n;
	return spool_write(x->fd, out_view(&o));
}

static enum err
sheet_row(struct db *db, struct file *x, void *to, moment at, const str *cell)
{
	(void)db;
	paper_row(to);
	if (!x->s.list)
		paper_cell_day(to, day_of(at));
	for (size_t i = 0; i < x->s.columns; i++)
		paper_cell(to, cell[i]);
	return OK;
}

/* The head, with the byte-order mark by which spreadsheets know UTF-8. */
static enum err
csv_write(struct db *db, struct req *rq, struct file *x)
{
	struct out o = out_make(rq->mem, 256, 1 << 16);

	x->fd = spool_open(str_z(rq->mem, str_fmt(rq->mem, "%s/spool", rq->site->dir)));
	if (x->fd < 0)
		return BROKEN;
	out_str(&o, S("\xef\xbb\xbf"));
	if (!x->s.list)
		csv_field(&o, word_text(&word_export_when, rq->lang), false);
	for (size_t i = 0; i < x->s.columns; i++)
		csv_field(&o, word_text(x->s.ledger->columns[i], rq->lang), i + 1 == x->s.columns);
	x->size = (int64_t)out_view(&o).n;
	TRY(spool_write(x->fd, out_view(&o)));
	return rows_put(db, x, csv_row, NULL);
}

static enum err
sheet_write(struct db *db, struct req *rq, struct file *x)
{
	str title = x->s.title, when = x->s.period.n ? x->s.period : day_iso(rq->mem, day_of(db->now));
	struct paper p =
		paper_begin(rq->mem, &(struct paper_head){ .title = title, .landscape = true, .made = db->now });
	int share[FIGURE_COLUMNS + 1], dated = x->s.list ? 0 : 1, n = (int)x->s.columns + dated;
	struct paper_made made;

	for (int i = 0; i < n; i++)
		share[i] = i == 1 + dated ? 4 : 2;
	paper_line(&p, PAPER_LEFT, str_fmt(rq->mem, "%.*s · %.*s", STR_ARG(title), STR_ARG(when)));
	paper_table(&p, share, n, 1);
	paper_row(&p);
	if (dated)
		paper_cell(&p, word_text(&word_export_when, rq->lang));
	for (size_t i = 0; i < x->s.columns; i++)
		paper_cell(&p, word_text(x->s.ledger->columns[i], rq->lang));
	TRY(rows_put(db, x, sheet_row, &p));
	paper_table_end(&p);
	TRY(paper_make(rq->mem, req_spool(rq), paper_bytes(&p), PAPER_XLSX, &made));
	x->bytes = made.bytes;
	return OK;
}

/* A large list takes seconds: on the slow lane, into a file without a name. */
static enum err
file_prepare(struct db *db, struct req *rq)
{
	struct file *x = make(rq->mem, struct file, 1);
	enum err e;

	*x = (struct file){ .fd = -1 };
	rq->prepared = x;
	TRY(find(db, rq, x));
	e = x->format == EXPORT_CSV ? csv_write(db, rq, x) : sheet_write(db, rq, x);
	if (e != OK && x->fd >= 0) {
		close(x->fd);
		x->fd = -1;
	}
	return e;
}

static enum err
file_page(struct db *db, struct req *rq, struct res *rs)
{
	struct file *x = rq->prepared;
	bool csv = x->format == EXPORT_CSV;

	(void)db;
	rs->type = csv ? S("text/csv; charset=utf-8") : paper_type(PAPER_XLSX);
	rs->download = str_fmt(rq->mem, "%.*s%s", STR_ARG(x->s.file), csv ? ".csv" : ".xlsx");
	if (csv) {
		rs->file = x->fd;
		rs->file_size = x->size;
		return OK;
	}
	rs->out = out_make(rq->mem, x->bytes.n + 1, x->bytes.n + 1);
	out_str(&rs->out, x->bytes);
	return OK;
}

const struct route export_routes[] = {
	PAGE("/desk/figures/:key/export", DUTY_READ, form_page),
	CHANGE("/desk/figures/:key/export", DUTY_READ, export_change),
	PAGE("/desk/lists/:key/export", DUTY_READ, form_page),
	CHANGE("/desk/lists/:key/export", DUTY_READ, export_change),
	PAGE_SLOW("/desk/exports/:id", DUTY_READ, file_page, file_prepare, NULL),
	ROUTES_END,
};
