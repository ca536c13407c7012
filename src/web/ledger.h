/* ledger.h — the lists of slices that may leave the program as CSV or XLSX, beside those behind a figure.
 *
 * A slice says how its list goes on after a key, under the filters of an address and the rights of who asks; the page
 * that asks for a purpose and writes the file stands in report/export_web.c, the table of all lists in features.c. */
#ifndef HEYE_WEB_LEDGER_H
#define HEYE_WEB_LEDGER_H

#include "desk/figure.h"
#include "web/web.h"

struct ledger_key {
	moment at;
	int64_t id; /* 0: from the beginning */
};

struct ledger_page {
	int64_t *id; /* room for as many as are asked for */
	size_t n;
	bool more; /* the list goes on after `next`, even when this page is empty */
	struct ledger_key next;
};

struct ledger_list {
	const char *key;  /* "matters": in the address /desk/lists/matters/export; NULL ends a table */
	const char *path; /* the page of the list; the same filters stand in its query */
	const char *nav;
	const struct word *name;
	const struct figure_ledger *ledger;
	enum err (*page)(struct db *db, const struct req *rq, struct ledger_key after, size_t most,
			 struct ledger_page *p);
};

extern const struct ledger_list *const ledger_lists[]; /* NULL-terminated */

#endif
