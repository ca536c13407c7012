/* export_source_web.h — what an address of an export means: the list behind a figure, or a list of another slice. */
#ifndef HEYE_REPORT_EXPORT_SOURCE_WEB_H
#define HEYE_REPORT_EXPORT_SOURCE_WEB_H

#include "report/ask_web.h"
#include "web/ledger.h"

#define EXPORT_ROWS 500 /* rows read at once */

struct export_source {
	const struct req *rq;
	const struct ledger_list *list; /* NULL: of a figure */
	struct ask_page a;
	struct tally_eye eye;
	const struct figure_ledger *ledger;
	size_t columns;
	const char *key, *nav;
	str title, period; /* period: empty for a list as it stands now */
	str path;          /* of its page with all filters, below the root */
	str file;          /* its name, without an ending */
};

/* NOT_FOUND: no such figure or list. FORBIDDEN: the list behind the figure is not this post's. */
MUST_USE enum err export_source_figure(struct db *db, const struct req *rq, str name, struct export_source *s);
MUST_USE enum err export_source_list(struct db *db, const struct req *rq, str name, struct export_source *s);

struct export_batch {
	int64_t id[EXPORT_ROWS];
	moment at[EXPORT_ROWS]; /* of a figure: when it counted */
	size_t n;
	bool more;
	struct ledger_key next;
};

/* The rows after `b->next`, which they move on; at first it is zero. */
MUST_USE enum err export_source_read(struct db *db, const struct export_source *s, struct export_batch *b);

/* How many rows it has; more than `most` are not counted. */
MUST_USE enum err export_source_count(struct db *db, const struct export_source *s, int64_t most, int64_t *n);

#endif
