/* work_check.c — every frozen report is still what was frozen: its document beside the hash in its event. */
#include "base/seal.h"
#include "gen/work_check.sql.h"
#include "report/work.h"

#include <stdio.h>

struct check {
	void (*fault)(void *ctx, const char *line);
	void *ctx;
};

static void
fault(const struct check *c, int64_t id, const char *what)
{
	char line[120];

	snprintf(line, sizeof(line), "report %lld: %s", (long long)id, what);
	c->fault(c->ctx, line);
}

static enum err
frozen_row(void *ctx, const struct q_work_check_frozen *r)
{
	hash h;

	if (r->document.p == NULL) {
		fault(ctx, r->id, "was frozen and is gone");
		return OK;
	}
	h = hash_of(r->document);
	if (!str_eq(r->document_hash, hash_str(&h)) || !str_eq(r->text_hash, hash_str(&h)))
		fault(ctx, r->id, "is not the document that was frozen");
	return OK;
}

enum err
work_check(struct db *db, void (*say)(void *ctx, const char *line), void *ctx, int64_t *reports)
{
	struct check c = { .fault = say, .ctx = ctx };
	struct q_work_check_total total;

	TRY(q_work_check_frozen(db, frozen_row, &c));
	TRY(q_work_check_total(db, &total));
	*reports = total.reports;
	if (total.reports != total.events)
		fault(&c, 0, "there are frozen reports that no event says were frozen");
	return OK;
}
