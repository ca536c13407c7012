/* paper.h — a document written once and made into PDF, DOCX, a spreadsheet (XLSX) or a page.
 *
 * A slice writes pieces in order; texts are copied. Afterwards paper_bytes() is the document: one string that can be
 * kept with a frozen report, handed to the child that draws, or read again piece by piece (paper_next). The same
 * bytes always make the same file: no clock, no random number and no font that was not named comes in.
 *
 *	struct paper p = paper_begin(rq->mem, &(struct paper_head){ .title = title, .made = db->now });
 *	paper_title(&p, S("会议纪要"));
 *	paper_pair(&p, S("时间"), date);
 *	paper_para(&p, S("会议议定："));
 *	paper_table(&p, (const int[]){ 1, 4, 2 }, 3, 1);
 *	paper_row(&p), paper_cell(&p, S("序号")), paper_cell(&p, S("任务")), paper_cell(&p, S("单位"));
 *	paper_table_end(&p);
 *	TRY(paper_make(rq->mem, req_spool(rq), paper_bytes(&p), PAPER_PDF, &made));
 *
 * Layouts: PAPER_OFFICIAL follows GB/T 9704-2012 (A4, margins 37/35/28/26 mm, 16 pt, 22 lines of 28 characters,
 * title 22 pt, page number "— 1 —"); PAPER_PLAIN is for forms, dossiers, minutes and reports (11 pt). */
#ifndef HEYE_PAPER_PAPER_H
#define HEYE_PAPER_PAPER_H

#include "base/day.h"
#include "base/err.h"
#include "base/out.h"

#define PAPER_DOCUMENT_MOST (3 << 20) /* bytes of a document */
#define PAPER_FILE_MOST     (4 << 20) /* bytes of what is made of it */
#define PAPER_PAGES_MOST    1000
#define PAPER_COLUMNS       40
#define PAPER_ROWS_MOST     20000
#define PAPER_MISSING       32

enum paper_layout { PAPER_PLAIN, PAPER_OFFICIAL };
enum paper_align { PAPER_LEFT, PAPER_CENTRE, PAPER_RIGHT };
enum paper_kind { PAPER_PDF, PAPER_DOCX, PAPER_XLSX };

struct paper_head {
	enum paper_layout layout;
	bool landscape;     /* PAPER_PLAIN only: wide tables */
	str title;          /* of the file, and of the first sheet */
	str header, footer; /* small, on every page but the cover; may be empty */
	moment made;        /* the one time that stands in the file */
};

struct paper {
	struct out out;
	int rows; /* of the table under way */
};

struct paper paper_begin(struct arena *mem, const struct paper_head *head);
str paper_bytes(const struct paper *p); /* empty when it grew over PAPER_DOCUMENT_MOST */

/* ---- text ---- */
void paper_title(struct paper *p, str text);                   /* centred, 22 pt */
void paper_letterhead(struct paper *p, str organ, str number); /* red name and line of a document with red head */
void paper_number(struct paper *p, str text);                  /* 荷受告〔2026〕1号, under the title */
void paper_addressee(struct paper *p, str text);               /* 张三： without indent */
/* 1 … 3; those of 1 and 2 stand in the contents. 0: a title that stands there like a heading of level 1, for files of
 * several forms. */
void paper_heading(struct paper *p, int level, str text);
void paper_para(struct paper *p, str text);                         /* indent of two; each line of it is a paragraph */
void paper_line(struct paper *p, enum paper_align align, str text); /* no indent */
void paper_note(struct paper *p, str text);                         /* small */

/* ---- tables ---- */
void paper_pair(struct paper *p, str name, str value); /* pairs in a row become one table of two columns */
/* `share` says how wide each of the n columns is beside the others; the first `heads` rows are repeated on each page. */
void paper_table(struct paper *p, const int *share, int n, int heads);
void paper_row(struct paper *p);
void paper_cell(struct paper *p, str text);
void paper_cell_wide(struct paper *p, str text, int columns, int rows, enum paper_align align); /* spans */
void paper_cell_int(struct paper *p, int64_t n);
void paper_cell_decimal(struct paper *p, int64_t n, int places); /* n ÷ 10^places */
void paper_cell_day(struct paper *p, day d);                     /* a date in the sheet, 2026-11-3 on paper */
void paper_table_end(struct paper *p);

/* ---- forms, ends, pictures ---- */
void paper_sign_here(struct paper *p, str label); /* label and a line to sign on; several in a row share lines of two */
void paper_signature(struct paper *p, str unit,
		     day d);                       /* the issuing office and the date, right, with room for its seal */
void paper_attachments(struct paper *p, str list); /* 附件：, one in each line */
void paper_imprint(struct paper *p, str copies, str organ,
		   day d);                               /* 版记: 抄送 and who printed when; copies may be empty */
void paper_break(struct paper *p);                       /* a new page */
void paper_cover(struct paper *p, str title, str under); /* a page of its own begins; end it with paper_break() */
void paper_contents(struct paper *p, str title);         /* headings of level 1 and 2 with their pages */
void paper_qr(struct paper *p, str text, str caption);
void paper_bars(struct paper *p, str title);               /* a chart: then paper_bar() for each */
void paper_bar(struct paper *p, str label, int64_t value); /* value ≥ 0 */
void paper_sheet(struct paper *p, str name); /* XLSX: a new sheet; elsewhere a heading of level 1 on a new page */

/* ---- making files ---- */
struct paper_made {
	str bytes;                       /* in the arena */
	int pages;                       /* PDF only */
	uint32_t missing[PAPER_MISSING]; /* characters that no font has: drawn as a box with their number */
	size_t missing_n;
};

/* PDF is drawn by a child process (`heye paper-worker`) under limits, so call this on the slow lane (PAGE_SLOW) for
 * it; DOCX and XLSX are written here, within 20 ms for what a person reads. `dir`: where the parts of an XLSX lie until
 * they are packed, in files without a name. INVALID: no document, or it is too long. BUSY: no memory or time. */
MUST_USE enum err paper_make(struct arena *mem, const char *dir, str document, enum paper_kind kind,
			     struct paper_made *made);
str paper_type(enum paper_kind kind);   /* media type */
str paper_suffix(enum paper_kind kind); /* ".pdf" … */

/* The child: document at descriptor 3, file to 4, what was missing to 5. */
int paper_worker_main(void);

/* ---- reading a document: for those who write it out ---- */
enum paper_piece_kind {
	PIECE_END,
	PIECE_TITLE,
	PIECE_LETTERHEAD,
	PIECE_NUMBER,
	PIECE_ADDRESSEE,
	PIECE_HEADING,
	PIECE_PARA,
	PIECE_LINE,
	PIECE_NOTE,
	PIECE_PAIR,
	PIECE_TABLE,
	PIECE_ROW,
	PIECE_CELL,
	PIECE_TABLE_END,
	PIECE_SIGN_HERE,
	PIECE_SIGNATURE,
	PIECE_ATTACHMENTS,
	PIECE_IMPRINT,
	PIECE_BREAK,
	PIECE_COVER,
	PIECE_CONTENTS,
	PIECE_QR,
	PIECE_BARS,
	PIECE_BAR,
	PIECE_SHEET,
	PIECE_KINDS
};

enum paper_cell_type { CELL_TEXT, CELL_NUMBER, CELL_DAY };

/* What a, b, c mean: HEADING level · LINE align · TABLE columns, heads · CELL columns, rows, align + 4 × type ·
 * SIGNATURE and IMPRINT a: day · BAR a: value. */
struct paper_piece {
	enum paper_piece_kind kind;
	int64_t a, b, c;
	str text, more;
};

struct paper_reader {
	str left;
};

/* Writes a piece that was read: to copy a document with a change in it. */
void paper_put(struct paper *p, const struct paper_piece *piece);

bool paper_open(struct paper_reader *r, str document, struct paper_head *head); /* false: no document */
bool paper_next(struct paper_reader *r, struct paper_piece *piece);             /* false at the end */
struct paper_piece paper_peek(const struct paper_reader *r);                    /* PIECE_END at the end */

/* A table read whole. Cells that a span covers are not in the list. */
struct paper_cell {
	int row, column, rows, columns;
	enum paper_align align;
	enum paper_cell_type type;
	str text;
};

struct paper_grid {
	int columns, rows, heads;
	int share[PAPER_COLUMNS];
	struct paper_cell *cell;
	size_t n;
};

/* After the TABLE piece, or from the first PAIR on: reads on to the table's end. */
void paper_grid_read(struct arena *mem, struct paper_reader *r, const struct paper_piece *first, struct paper_grid *g);

str paper_day_text(struct arena *mem, day d); /* 2026年11月3日 */

#endif
