#include "report/export_web.h"

#include "base/csv.h"
#include "gen/export.words.h"
#include "http/spool.h"
#include "paper/paper.h"
#include "place/panel_web.h"
#include "report/export.h"

#include <unistd.h>

#define ROWS     500 /* rows read at once */
#define PURPOSES 4

/* ---- the form ---- */

static const char *const purpose_keys[] = { "report", "meeting", "check", "handle", NULL };
static const char *const format_keys[] = { "csv", "xlsx", NULL };

static enum err
export_form(struct db *db, const struct req *rq, struct panel *f, struct ask_page *a, int64_t *n)
{
	static struct choice purposes[PURPOSES] = { { .word = &word_export_purpose_report },
						    { .word = &word_export_purpose_meeting },
						    { .word = &word_export_purpose_check },
						    { .word = &word_export_purpose_handle } };
	struct choice *what = make(rq->mem, struct choice, PURPOSES), *format = make(rq->mem, struct choice, 2);
	struct tally_eye eye;
	struct field *words;

	TRY(ask_read(rq, rq->param[0], a));
	if (!tally_open_list(&rq->actor, a->ask.figure))
		return FORBIDDEN;
	TRY(tally_open(db, &rq->actor, &eye));
	TRY(tally_count(&eye, &a->ask, n));
	*f = (struct panel){ .rq = rq,
			     .nav = "board",
			     .title = &word_export_title,
			     .about = str_fmt(rq->mem, "%.*s: %lld", STR_ARG(word_text(a->ask.figure->name, rq->lang)),
					      (long long)*n),
			     .intro = &word_export_intro,
			     .button = &word_export_button,
			     .back = ask_path(rq, &a->ask, &a->period),
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
	return OK;
}

static enum err
form_page(struct db *db, struct req *rq, struct res *rs)
{
	struct ask_page a;
	struct panel f;
	int64_t n;

	TRY(export_form(db, rq, &f, &a, &n));
	return panel_show(&f, rs);
}

static enum err
export_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct ask_page a;
	struct panel f;
	int64_t n, id;
	int purpose, format;
	str words;

	TRY(export_form(&tx->db, rq, &f, &a, &n));
	purpose = form_choice(&in, "purpose", purpose_keys, &word_export_purpose_missing);
	format = form_choice(&in, "format", format_keys, &word_export_format_missing);
	words = form_text(&in, "words", EXPORT_WORDS_MOST, NULL, &word_export_words_long);
	if (format == 1 && n > EXPORT_SHEET_MOST)
		form_fault(&in, "format", &word_export_too_many);
	if (!form_good(&in)) {
		f.faults = in.faults;
		return panel_show(&f, rs);
	}
	TRY(export_note(tx, &rq->actor, str_of(a.ask.figure->key), ask_path(rq, &a.ask, &a.period),
			(enum export_format)(format + 1), (enum export_purpose)(purpose + 1), words, &id));
	return see_other(rq, rs, "/desk/exports/%lld", (long long)id);
}

/* ---- the file ---- */

struct file {
	struct ask_page a;
	struct tally_eye eye;
	enum export_format format;
	int fd;
	int64_t size;
	str bytes;
	bool english;
};

/* The address that was noted is read like any other; rights are those of now. */
static enum err
find(struct db *db, struct req *rq, struct file *x)
{
	struct req again = *rq;
	struct form asked;
	str ask, path, query, name;

	TRY(export_find(db, &rq->actor, rq->id, &ask, &x->format));
	if (!str_cut(ask, '?', &path, &query) || !str_starts(path, S("/desk/figures/")))
		return NOT_FOUND;
	name = str_skip(path, sizeof "/desk/figures/" - 1);
	TRY(form_urlencoded(rq->mem, query, &asked));
	again.query = &asked;
	TRY(ask_read(&again, name, &x->a));
	if (!tally_open_list(&rq->actor, x->a.ask.figure))
		return FORBIDDEN;
	x->english = rq->lang == EN;
	return tally_open(db, &rq->actor, &x->eye);
}

typedef enum err row_put(struct file *x, void *to, moment at, const str *cell, size_t n);

static size_t
columns_of(const struct figure *f)
{
	size_t n = 0;

	while (n < FIGURE_COLUMNS && f->ledger->columns[n])
		n++;
	return n;
}

static enum err
rows_put(struct db *db, struct file *x, row_put *each, void *to)
{
	const struct figure *f = x->a.ask.figure;
	struct tally_key after = { { 0 }, 0 };
	struct tally_list l;
	size_t n = columns_of(f);

	do {
		size_t mark = arena_mark(db->mem);

		TRY(tally_list(&x->eye, &x->a.ask, after, ROWS, &l));
		for (size_t i = 0; i < l.facts.n; i++) {
			str cell[FIGURE_COLUMNS] = { { 0 } };

			TRY(f->ledger->row(db, l.facts.p[i].id, x->english, cell));
			TRY(each(x, to, l.facts.p[i].at, cell, n));
		}
		after = l.next;
		if (x->format == EXPORT_CSV)
			arena_back(db->mem, mark);
	} while (l.more);
	return OK;
}

static enum err
csv_row(struct file *x, void *to, moment at, const str *cell, size_t n)
{
	struct out o = out_make(x->eye.db->mem, 256, 1 << 16);

	(void)to;
	csv_field(&o, moment_iso(x->eye.db->mem, at), false);
	for (size_t i = 0; i < n; i++)
		csv_field(&o, cell[i], i + 1 == n);
	x->size += (int64_t)out_view(&o).n;
	return spool_write(x->fd, out_view(&o));
}

static enum err
sheet_row(struct file *x, void *to, moment at, const str *cell, size_t n)
{
	paper_row(to);
	paper_cell_day(to, day_of(at));
	for (size_t i = 0; i < n; i++)
		paper_cell(to, cell[i]);
	(void)x;
	return OK;
}

/* The head, with the byte-order mark by which spreadsheets know UTF-8. */
static enum err
csv_write(struct db *db, struct req *rq, struct file *x)
{
	const struct figure *f = x->a.ask.figure;
	struct out o = out_make(rq->mem, 256, 1 << 16);
	size_t n = columns_of(f);

	x->fd = spool_open(str_z(rq->mem, str_fmt(rq->mem, "%s/spool", rq->site->dir)));
	if (x->fd < 0)
		return BROKEN;
	out_str(&o, S("\xef\xbb\xbf"));
	csv_field(&o, word_text(&word_export_when, rq->lang), false);
	for (size_t i = 0; i < n; i++)
		csv_field(&o, word_text(f->ledger->columns[i], rq->lang), i + 1 == n);
	x->size = (int64_t)out_view(&o).n;
	TRY(spool_write(x->fd, out_view(&o)));
	return rows_put(db, x, csv_row, NULL);
}

static enum err
sheet_write(struct db *db, struct req *rq, struct file *x)
{
	const struct figure *f = x->a.ask.figure;
	str title = word_text(f->name, rq->lang);
	struct paper p =
		paper_begin(rq->mem, &(struct paper_head){ .title = title, .landscape = true, .made = db->now });
	struct paper_made made;
	int share[FIGURE_COLUMNS + 1], n = (int)columns_of(f);

	for (int i = 0; i <= n; i++)
		share[i] = i == 2 ? 4 : 2;
	paper_line(&p, PAPER_LEFT,
		   str_fmt(rq->mem, "%.*s · %.*s", STR_ARG(title),
			   STR_ARG(period_name(rq->mem, &x->a.period, x->english))));
	paper_table(&p, share, n + 1, 1);
	paper_row(&p);
	paper_cell(&p, word_text(&word_export_when, rq->lang));
	for (int i = 0; i < n; i++)
		paper_cell(&p, word_text(f->ledger->columns[i], rq->lang));
	TRY(rows_put(db, x, sheet_row, &p));
	paper_table_end(&p);
	TRY(paper_make(rq->mem, paper_bytes(&p), PAPER_XLSX, &made));
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
	rs->download = str_fmt(rq->mem, "%s-%.*s%s", x->a.ask.figure->key, STR_ARG(period_key(rq->mem, &x->a.period)),
			       csv ? ".csv" : ".xlsx");
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
	PAGE_SLOW("/desk/exports/:id", DUTY_READ, file_page, file_prepare, NULL),
	ROUTES_END,
};
