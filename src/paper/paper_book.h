/* paper_book.h — a workbook of libxlsxwriter and the looks of its cells: what a document as a workbook and a list of any
 * length share.  names: book */
#ifndef HEYE_PAPER_PAPER_BOOK_H
#define HEYE_PAPER_PAPER_BOOK_H

#include "paper/paper.h"

#include <xlsxwriter.h>

enum book_look { LOOK_TITLE, LOOK_HEAD, LOOK_TEXT, LOOK_NUMBER, LOOK_DAY, LOOK_PARA, LOOK_BOLD, LOOK_CENTRE, LOOKS };

struct book {
	lxw_workbook *file;
	lxw_format *look[LOOKS];
	bool bad; /* something could not be written */
};

/* What is put together on the way lies in `dir`, in files without a name; the workbook goes to the open file `fd`.
 * `rows_at_once`: each row is written when the next one begins, so that memory stays the same however many there are.
 * The library's memory is none of an arena: book_close() or book_drop() must follow, so nothing in between may jump. */
MUST_USE enum err book_open(struct book *b, const char *dir, int fd, const struct paper_head *head, bool rows_at_once);
MUST_USE enum err book_close(struct book *b);
void book_drop(struct book *b);

/* NULL when there is no more memory. The name is made fit: 31 characters at most, none of []:*?/\, no other sheet's. */
lxw_worksheet *book_sheet(struct book *b, struct arena *mem, str name, bool landscape);
int book_text_width(str text); /* of its widest line, in half characters */
void book_text(struct book *b, struct arena *mem, lxw_worksheet *s, int row, int column, enum book_look look, str text);
void book_day(struct book *b, lxw_worksheet *s, int row, int column, day d);
void book_number(struct book *b, lxw_worksheet *s, int row, int column, double n);
void book_merge(struct book *b, lxw_worksheet *s, int row, int column, int rows, int columns, enum book_look look);
/* `height` in points; 0: as the reading program likes. */
void book_height(struct book *b, lxw_worksheet *s, int row, int height);
void book_width(struct book *b, lxw_worksheet *s, int column, int width);
/* The head rows are in print on each page, and stay in sight; the rows under them can be filtered. From 0. */
void book_head(struct book *b, lxw_worksheet *s, int from, int to, int columns, int last);

#endif
