#include "paper/paper_ledger.h"

#include "paper/paper_book.h"

#include <sys/stat.h>

#define WIDEST 44 /* half characters of a column; longer texts take more lines */

struct paper_ledger {
	struct arena *mem;
	struct book book;
	lxw_worksheet *sheet;
	int fd, columns, head;
	int row, column, lines; /* the row under way, from 0, and what it has */
	int width[PAPER_COLUMNS];
};

static void
cell(struct paper_ledger *l, enum book_look look, str text)
{
	size_t mark = arena_mark(l->mem);
	int width = book_text_width(text) + 2, lines = 1 + (width - 2) / (WIDEST - 1);

	if (l->column >= l->columns)
		return;
	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	l->lines = lines > l->lines ? lines : l->lines;
	width = width > WIDEST ? WIDEST : width;
	if (width > l->width[l->column])
		l->width[l->column] = width;
	book_text(&l->book, l->mem, l->sheet, l->row, l->column++, look, text);
	arena_back(l->mem, mark);
}

/* Not every program measures how high a row must be. A spreadsheet's row is 409 points at most. */
static void
row_end(struct paper_ledger *l)
{
	book_height(&l->book, l->sheet, l->row, l->lines > 1 ? 15 * (l->lines < 27 ? l->lines : 27) : 0);
	l->lines = 1;
}

void
paper_ledger_row(struct paper_ledger *l)
{
	row_end(l);
	l->row++;
	l->column = 0;
}

void
paper_ledger_text(struct paper_ledger *l, str text)
{
	cell(l, LOOK_TEXT, text);
}

void
paper_ledger_day(struct paper_ledger *l, day d)
{
	if (d.n == 0 || l->column >= l->columns) {
		cell(l, LOOK_TEXT, S(""));
		return;
	}
	if (l->width[l->column] < 12)
		l->width[l->column] = 12;
	book_day(&l->book, l->sheet, l->row, l->column++, d);
}

enum err
paper_ledger_open(struct arena *mem, const char *dir, int fd, const struct paper_ledger_head *head,
		  struct paper_ledger **ledger)
{
	struct paper_ledger *l = make(mem, struct paper_ledger, 1);

	*l = (struct paper_ledger){
		.mem = mem, .fd = fd, .lines = 1, .head = head->about.n > 0, .columns = head->columns
	};
	TRY(book_open(&l->book, dir, fd, &(struct paper_head){ .title = head->title, .made = head->made }, true));
	l->sheet = book_sheet(&l->book, mem, head->title, true);
	if (!l->sheet || l->columns < 1 || l->columns > PAPER_COLUMNS) {
		book_drop(&l->book);
		return l->sheet ? INVALID : BUSY;
	}
	if (l->head) {
		book_merge(&l->book, l->sheet, 0, 0, 1, l->columns, LOOK_BOLD);
		book_text(&l->book, mem, l->sheet, 0, 0, LOOK_BOLD, head->about);
		l->row = 1;
	}
	for (int i = 0; i < l->columns; i++)
		cell(l, LOOK_HEAD, head->column[i]);
	*ledger = l;
	return OK;
}

enum err
paper_ledger_close(struct paper_ledger *l, int64_t *size)
{
	struct stat st;

	row_end(l);
	for (int i = 0; i < l->columns; i++)
		book_width(&l->book, l->sheet, i, l->width[i] < 7 ? 7 : l->width[i]);
	book_head(&l->book, l->sheet, l->head, l->head, l->columns, l->row);
	if (l->row - l->head > PAPER_LEDGER_ROWS) {
		book_drop(&l->book);
		return INVALID;
	}
	TRY(book_close(&l->book));
	if (fstat(l->fd, &st) != 0 || st.st_size <= 0)
		return BROKEN;
	*size = st.st_size;
	return OK;
}

void
paper_ledger_drop(struct paper_ledger *l)
{
	book_drop(&l->book);
}
