/* paper_book.c — cells through libxlsxwriter. Every text is written as a text, so "=1+1" from a resident is no formula;
 * ids and phones keep their zeros; numbers and dates are real ones. No clock comes in: same cells, same bytes. */
#include "paper/paper_book.h"

#include "base/log.h"
#include "base/utf8.h"
#include "paper/paper_write.h"

#include <string.h>

#define TEXT_MOST  32000 /* characters of a cell; a spreadsheet takes 32,767 */
#define TITLE_MOST 200
#define DAY_ZERO   25569     /* 1970-01-01 as spreadsheets count */
#define YEAR_1980  315532800 /* a ZIP's first second: stands for no date */

static bool
looks_make(struct book *b)
{
	for (int i = 0; i < LOOKS; i++) {
		lxw_format *f = workbook_add_format(b->file);
		bool title = i == LOOK_TITLE, bold = title || i == LOOK_HEAD || i == LOOK_BOLD;

		if (!f)
			return false;
		b->look[i] = f;
		format_set_font_name(f, "宋体");
		format_set_font_size(f, title ? 16 : 11);
		format_set_text_wrap(f);
		format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
		if (bold)
			format_set_bold(f);
		if (i == LOOK_HEAD)
			format_set_bg_color(f, 0xEDF2EF);
		if (title || i == LOOK_HEAD || i == LOOK_DAY || i == LOOK_CENTRE)
			format_set_align(f, LXW_ALIGN_CENTER);
		if (!title && i != LOOK_PARA && i != LOOK_BOLD)
			format_set_border(f, LXW_BORDER_THIN);
		if (i == LOOK_DAY)
			format_set_num_format(f, "yyyy\\-m\\-d");
		else if (i != LOOK_NUMBER)
			format_set_num_format(f, "@");
	}
	return true;
}

/* The library copies what it keeps and never writes to what it is given; its options want pointers that could. */
static char *
copy_z(str s, char *to, size_t room)
{
	size_t n = s.n < room - 1 ? s.n : room - 1;

	memcpy(to, s.p, n);
	to[n] = '\0';
	return to;
}

enum err
book_open(struct book *b, const char *dir, int fd, const struct paper_head *head, bool rows_at_once)
{
	char name[32], tmp[512], title[TITLE_MOST * 4 + 1];
	lxw_workbook_options o = { .constant_memory = rows_at_once, .tmpdir = copy_z(str_of(dir), tmp, sizeof(tmp)) };
	lxw_doc_properties p = { .title = copy_z(utf8_head(head->title, TITLE_MOST), title, sizeof(title)) };

	*b = (struct book){ 0 };
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	b->file = workbook_new_opt(name, &o);
	if (!b->file)
		return BUSY;
	p.created = head->made.ms / 1000 > YEAR_1980 ? head->made.ms / 1000 : YEAR_1980;
	if (!looks_make(b) || workbook_set_properties(b->file, &p) != LXW_NO_ERROR) {
		book_drop(b);
		return BUSY;
	}
	return OK;
}

enum err
book_close(struct book *b)
{
	lxw_error e = workbook_close(b->file);

	b->file = NULL;
	if (e == LXW_NO_ERROR && !b->bad)
		return OK;
	log_warn("paper: a workbook was not written (%s)", e == LXW_NO_ERROR ? "a cell" : lxw_strerror(e));
	return e == LXW_ERROR_MEMORY_MALLOC_FAILED ? BUSY : BROKEN;
}

void
book_drop(struct book *b)
{
	if (b->file)
		lxw_workbook_free(b->file);
	b->file = NULL;
}

static void
did(struct book *b, lxw_error e)
{
	b->bad |= e != LXW_NO_ERROR;
}

/* ---- sheets ---- */

lxw_worksheet *
book_sheet(struct book *b, struct arena *mem, str name, bool landscape)
{
	str wished = str_dup(mem, utf8_head(str_trim(name), 26)), plain;
	char *p = make(mem, char, wished.n + 1);
	lxw_worksheet *s;

	for (size_t i = 0; i < wished.n; i++)
		p[i] = (char)(str_has(S("[]:*?/\\'\n"), str_head(str_skip(wished, i), 1)) ? ' ' : wished.p[i]);
	plain = wished.n ? (str){ p, wished.n } : S("Sheet");
	wished = plain;
	for (int i = 2; i < 100 && workbook_validate_sheet_name(b->file, xml_z(mem, wished)) != LXW_NO_ERROR; i++)
		wished = str_fmt(mem, "%.*s %d", STR_ARG(plain), i);
	s = workbook_add_worksheet(b->file, xml_z(mem, wished));
	if (!s) {
		b->bad = true;
		return NULL;
	}
	worksheet_set_paper(s, 9); /* A4 */
	worksheet_fit_to_pages(s, 1, 0);
	if (landscape)
		worksheet_set_landscape(s);
	return s;
}

void
book_head(struct book *b, lxw_worksheet *s, int from, int to, int columns, int last)
{
	did(b, worksheet_repeat_rows(s, (lxw_row_t)from, (lxw_row_t)to));
	worksheet_freeze_panes(s, (lxw_row_t)to + 1, 0);
	if (last > to)
		did(b, worksheet_autofilter(s, (lxw_row_t)to, 0, (lxw_row_t)last, (lxw_col_t)(columns - 1)));
}

void
book_width(struct book *b, lxw_worksheet *s, int column, int width)
{
	did(b, worksheet_set_column(s, (lxw_col_t)column, (lxw_col_t)column, width, NULL));
}

void
book_height(struct book *b, lxw_worksheet *s, int row, int height)
{
	if (height)
		did(b, worksheet_set_row(s, (lxw_row_t)row, height, NULL));
}

/* ---- cells ---- */

int
book_text_width(str s)
{
	int w = 0, most = 0;
	uint32_t c;
	size_t n;

	for (; (n = utf8_next(s, &c)) > 0; s = str_skip(s, n)) {
		w = c == '\n' ? 0 : w + (c < 0x2000 ? 1 : 2);
		most = w > most ? w : most;
	}
	return most;
}

void
book_text(struct book *b, struct arena *mem, lxw_worksheet *s, int row, int column, enum book_look look, str text)
{
	did(b, worksheet_write_string(s, (lxw_row_t)row, (lxw_col_t)column, xml_z(mem, utf8_head(text, TEXT_MOST)),
				      b->look[look]));
}

void
book_number(struct book *b, lxw_worksheet *s, int row, int column, double n)
{
	did(b, worksheet_write_number(s, (lxw_row_t)row, (lxw_col_t)column, n, b->look[LOOK_NUMBER]));
}

void
book_day(struct book *b, lxw_worksheet *s, int row, int column, day d)
{
	did(b, worksheet_write_number(s, (lxw_row_t)row, (lxw_col_t)column, d.n + DAY_ZERO, b->look[LOOK_DAY]));
}

/* The cells that it covers are written empty: their borders are drawn from them. */
void
book_merge(struct book *b, lxw_worksheet *s, int row, int column, int rows, int columns, enum book_look look)
{
	if (rows > 1 || columns > 1)
		did(b, worksheet_merge_range(s, (lxw_row_t)row, (lxw_col_t)column, (lxw_row_t)(row + rows - 1),
					     (lxw_col_t)(column + columns - 1), "", b->look[look]));
}
