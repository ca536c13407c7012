/* paper_xlsx.c — a document as a workbook: merged heads, frozen and repeated in print, widths and heights that every
 * program can use. */
#include "paper/paper_book.h"
#include "paper/paper_write.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define SHEETS 60
/* More than a document of PAPER_DOCUMENT_MOST bytes can need: a cell of a table takes 6 bytes there and 48 here. */
#define MEMORY_MOST ((size_t)96 << 20)

struct sheet {
	lxw_worksheet *to;
	int columns, row;                /* row: the next one to write, from 0 */
	int width[PAPER_COLUMNS];        /* of the widest text, in half characters */
	int head_from, head_to, rows_to; /* head rows of the first table; head_to −1: none */
};

struct work {
	struct arena *mem;
	struct book book;
	bool landscape;
	int sheets;
};

/* ---- cells ---- */

/* A number of at most 15 digits: more would be rounded, so it stays a text. */
static bool
number_good(str s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		bool digit = s.p[i] >= '0' && s.p[i] <= '9';

		if (!digit && !(s.p[i] == '-' && i == 0) && s.p[i] != '.')
			return false;
		digits += digit;
	}
	return digits > 0 && digits <= 15;
}

static bool
day_read(str s, day *d)
{
	str year, month, rest;
	int64_t y, m, n;

	if (!str_cut(s, '-', &year, &rest) || !str_cut(rest, '-', &month, &rest) || !str_int(year, &y) ||
	    !str_int(month, &m) || !str_int(rest, &n) || y > 9999 || y < 1901)
		return false;
	*d = day_make((int)y, (int)m, (int)n);
	return d->n != 0;
}

static double
number_of(struct arena *mem, str s)
{
	return strtod(str_z(mem, s), NULL);
}

static void
cell_value(struct work *w, const struct sheet *s, const struct paper_cell *c, bool head)
{
	enum book_look look = head ? LOOK_HEAD : c->align == PAPER_CENTRE ? LOOK_CENTRE : LOOK_TEXT;
	day d;

	book_merge(&w->book, s->to, s->row, c->column, c->rows, c->columns, look);
	if (!head && c->type == CELL_NUMBER && number_good(c->text))
		book_number(&w->book, s->to, s->row, c->column, number_of(w->mem, c->text));
	else if (!head && c->type == CELL_DAY && day_read(c->text, &d))
		book_day(&w->book, s->to, s->row, c->column, d);
	else
		book_text(&w->book, w->mem, s->to, s->row, c->column, look, c->text);
}

/* A line over the whole width, high enough for what it says. */
static void
line(struct work *w, struct sheet *s, enum book_look look, str text)
{
	int all = 0, lines;

	for (int i = 0; i < s->columns; i++)
		all += s->width[i] ? s->width[i] : 12;
	lines = 1 + book_text_width(text) / (all > 20 ? all : 20);
	book_height(&w->book, s->to, s->row, look == LOOK_TITLE ? 30 * lines : 17 * (lines < 20 ? lines : 20));
	book_merge(&w->book, s->to, s->row, 0, 1, s->columns, look);
	book_text(&w->book, w->mem, s->to, s->row, 0, look, text);
	s->row++;
}

static void
widths_measure(struct sheet *s, const struct paper_grid *g)
{
	for (size_t i = 0; i < g->n; i++) {
		const struct paper_cell *c = &g->cell[i];
		int w = book_text_width(c->text) + 2;

		if (c->columns == 1 && w > s->width[c->column])
			s->width[c->column] = w > 44 ? 44 : w;
	}
}

/* How many lines the fullest cell of a row takes: not every program measures that itself. */
static int
row_lines(const struct sheet *s, const struct paper_grid *g, size_t at, int row)
{
	int most = 1;

	for (; at < g->n && g->cell[at].row == row; at++) {
		const struct paper_cell *c = &g->cell[at];
		int width = 0, lines = 1;

		for (int i = 0; i < c->columns; i++)
			width += s->width[c->column + i];
		for (size_t i = 0; i < c->text.n; i++)
			lines += c->text.p[i] == '\n';
		lines += book_text_width(c->text) / (width > 4 ? width - 1 : 4);
		if (c->rows == 1 && lines > most)
			most = lines;
	}
	return most < 27 ? most : 27; /* a spreadsheet's row is 409 points at most */
}

static void
grid(struct work *w, struct sheet *s, struct paper_reader *r, const struct paper_piece *first)
{
	int owner_to[PAPER_COLUMNS] = { 0 }, from = s->row;
	struct paper_grid g;
	size_t at = 0;

	paper_grid_read(w->mem, r, first, &g);
	widths_measure(s, &g);
	for (int row = 0; row < g.rows; row++, s->row++) {
		bool head = row < g.heads;
		int lines = row_lines(s, &g, at, row);

		book_height(&w->book, s->to, s->row, lines > 1 ? 15 * lines : 0);
		for (int column = 0; column < g.columns; column++) {
			const struct paper_cell *c = at < g.n ? &g.cell[at] : NULL;

			if (owner_to[column] <= row && c && c->row == row && c->column == column) {
				cell_value(w, s, c, head || (first->kind == PIECE_PAIR && column == 0));
				for (int i = 0; i < c->columns; i++)
					owner_to[column + i] = row + c->rows;
				at++;
			} else if (owner_to[column] <= row) {
				book_text(&w->book, w->mem, s->to, s->row, column, head ? LOOK_HEAD : LOOK_TEXT, S(""));
			}
		}
	}
	if (g.heads > 0 && s->head_to < 0) {
		s->head_from = from;
		s->head_to = from + g.heads - 1;
		s->rows_to = s->row - 1;
	}
}

/* ---- sheets ---- */

/* How wide what follows is, up to the next sheet. */
static int
columns_ahead(struct paper_reader r)
{
	struct paper_piece p;
	int64_t most = 2;

	while (paper_next(&r, &p) && p.kind != PIECE_SHEET)
		if (p.kind == PIECE_TABLE && p.a > most)
			most = p.a;
	return most > PAPER_COLUMNS ? PAPER_COLUMNS : (int)most;
}

static bool
sheet_begin(struct work *w, struct sheet *s, str name, const struct paper_reader *r)
{
	*s = (struct sheet){ .columns = columns_ahead(*r), .head_to = -1 };
	s->to = w->sheets++ < SHEETS ? book_sheet(&w->book, w->mem, name, w->landscape) : NULL;
	return s->to != NULL;
}

static void
sheet_end(struct work *w, struct sheet *s)
{
	for (int c = 0; c < s->columns; c++)
		book_width(&w->book, s->to, c, s->width[c] < 7 ? s->width[c] ? 7 : 12 : s->width[c]);
	if (s->head_to >= 0)
		book_head(&w->book, s->to, s->head_from, s->head_to, s->columns, s->rows_to);
}

static void
piece_write(struct work *w, struct sheet *s, struct paper_reader *r, const struct paper_piece *p)
{
	str dated = p->kind == PIECE_IMPRINT ? p->more : p->text;

	switch (p->kind) {
	case PIECE_TITLE:
	case PIECE_COVER: line(w, s, LOOK_TITLE, p->text); break;
	case PIECE_HEADING:
	case PIECE_BARS: line(w, s, LOOK_BOLD, p->text); break;
	case PIECE_NUMBER:
	case PIECE_ADDRESSEE:
	case PIECE_PARA:
	case PIECE_LINE:
	case PIECE_NOTE:
	case PIECE_SIGN_HERE:
	case PIECE_ATTACHMENTS: line(w, s, LOOK_PARA, p->text); break;
	case PIECE_LETTERHEAD:
	case PIECE_QR: line(w, s, LOOK_PARA, str_fmt(w->mem, "%.*s  %.*s", STR_ARG(p->text), STR_ARG(p->more))); break;
	case PIECE_IMPRINT:
	case PIECE_SIGNATURE:
		if (p->kind == PIECE_IMPRINT)
			line(w, s, LOOK_PARA, p->text);
		line(w, s, LOOK_PARA, str_join(w->mem, dated, paper_day_text(w->mem, (day){ (int32_t)p->a })));
		break;
	case PIECE_BAR:
		book_text(&w->book, w->mem, s->to, s->row, 0, LOOK_TEXT, p->text);
		book_number(&w->book, s->to, s->row++, 1, (double)p->a);
		break;
	case PIECE_PAIR:
	case PIECE_TABLE: grid(w, s, r, p); break;
	default: break; /* breaks and contents mean nothing here */
	}
}

static enum err
book_write(struct work *w, struct paper_reader *r, str title)
{
	struct sheet s = { 0 };
	struct paper_piece p;
	bool named = paper_peek(r).kind == PIECE_SHEET;

	if (!named && !sheet_begin(w, &s, title, r))
		return BUSY;
	while (paper_next(r, &p)) {
		size_t mark = arena_mark(w->mem);

		if (p.kind == PIECE_SHEET) {
			if (w->sheets >= SHEETS)
				return INVALID;
			if (s.to)
				sheet_end(w, &s);
			if (!sheet_begin(w, &s, p.text, r))
				return BUSY;
		} else {
			piece_write(w, &s, r, &p);
		}
		arena_back(w->mem, mark);
	}
	sheet_end(w, &s);
	return OK;
}

/* ---- the file ---- */

static enum err
file_read(struct arena *mem, int fd, str *bytes)
{
	struct stat st;
	char *p;

	if (fstat(fd, &st) != 0 || st.st_size <= 0)
		return BROKEN;
	if (st.st_size > PAPER_FILE_MOST)
		return INVALID;
	p = make(mem, char, (size_t)st.st_size);
	if (pread(fd, p, (size_t)st.st_size, 0) != st.st_size)
		return BROKEN;
	*bytes = (str){ p, (size_t)st.st_size };
	return OK;
}

/* In an arena of its own, which cannot run full: see MEMORY_MOST. */
static enum err
file_write(const char *dir, int fd, str document)
{
	struct arena own = arena_open(MEMORY_MOST);
	struct work w = { .mem = &own };
	struct paper_head head;
	struct paper_reader r;
	enum err e = INVALID;

	if (paper_open(&r, document, &head)) {
		w.landscape = head.landscape;
		e = book_open(&w.book, dir, fd, &head, false);
		if (e == OK)
			e = book_write(&w, &r, head.title.n ? head.title : S("Sheet"));
		if (e == OK)
			e = book_close(&w.book);
		book_drop(&w.book);
	}
	arena_close(&own);
	return e;
}

enum err
paper_xlsx_make(struct arena *mem, const char *dir, str document, str *bytes)
{
	int fd = memfd_create("paper", MFD_CLOEXEC);
	enum err e = fd < 0 ? BUSY : file_write(dir, fd, document);

	if (e == OK)
		e = file_read(mem, fd, bytes);
	if (fd >= 0)
		close(fd);
	return e;
}
