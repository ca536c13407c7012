/* notice_check.c — every notice is still what was issued: its document beside the hash in its event. */
#include "gen/notice_check.sql.h"
#include "notice/notice.h"

#include <stdio.h>

struct check {
	struct db *db;
	void (*fault)(void *ctx, const char *line);
	void *ctx;
};

static void
fault(struct check *c, int64_t id, const char *what)
{
	char line[120];

	snprintf(line, sizeof(line), "notice %lld: %s", (long long)id, what);
	c->fault(c->ctx, line);
}

static enum err
issued_row(void *ctx, const struct q_notice_issued *r)
{
	struct check *c = ctx;
	hash h;

	if (r->document.p == NULL) {
		fault(c, r->id, "was issued and is gone");
		return OK;
	}
	h = hash_of(r->document);
	if (!str_eq(r->digest, hash_str(&h)) || !str_eq(r->text_hash, hash_str(&h)))
		fault(c, r->id, "is not the document that was issued");
	return OK;
}

enum err
notice_check(struct db *db, void (*say)(void *ctx, const char *line), void *ctx, int64_t *notices)
{
	struct check c = { .db = db, .fault = say, .ctx = ctx };
	struct q_notice_total total;

	TRY(q_notice_issued(db, issued_row, &c));
	TRY(q_notice_total(db, &total));
	*notices = total.notices;
	if (total.notices != total.issued)
		fault(&c, 0, "there are notices that no event says were issued");
	return OK;
}

static enum err
file_row(void *ctx, const struct q_notice_files *r)
{
	const struct matter_files *to = ctx;

	return to->each(to->ctx, r->picture, r->thumb);
}

enum err
notice_files(struct db *db, struct matter_files *to)
{
	return q_notice_files(db, file_row, to);
}
