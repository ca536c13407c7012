/* paper_ledger.h — a list of any length as a spreadsheet, written row by row: memory stays the same however long it is.
 *
 *	TRY(paper_ledger_open(rq->mem, req_spool(rq), fd, &head, &l));
 *	paper_ledger_row(l), paper_ledger_day(l, d), paper_ledger_text(l, S("…"));
 *	TRY(paper_ledger_close(l, &size));
 *
 * What is opened holds memory and files of its own until it is closed or dropped, whatever happens in between. */
#ifndef HEYE_PAPER_PAPER_LEDGER_H
#define HEYE_PAPER_PAPER_LEDGER_H

#include "paper/paper.h"

#define PAPER_LEDGER_ROWS 1000000 /* a sheet has room for 1,048,576 */

struct paper_ledger;

struct paper_ledger_head {
	str title, about; /* the line above the heads */
	moment made;      /* the one time that stands in the file */
	const str *column;
	int columns; /* PAPER_COLUMNS at most */
};

/* `dir` and `fd` as for paper_make(): the parts lie in `dir`, the file is written to the open file `fd`. BUSY: no
 * memory. */
MUST_USE enum err paper_ledger_open(struct arena *mem, const char *dir, int fd, const struct paper_ledger_head *head,
				    struct paper_ledger **l);
void paper_ledger_row(struct paper_ledger *l); /* begins one; cells beyond the columns are passed over */
void paper_ledger_text(struct paper_ledger *l, str text);
void paper_ledger_day(struct paper_ledger *l, day d);
/* INVALID: more than PAPER_LEDGER_ROWS. BROKEN: the disk. */
MUST_USE enum err paper_ledger_close(struct paper_ledger *l, int64_t *size);
void paper_ledger_drop(struct paper_ledger *l); /* also after closing */

#endif
