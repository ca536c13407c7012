/* digest_web.h — the daily digest of a post on screen and on paper, quiet hours, and what a new holiday list moved. */
#ifndef HEYE_MATTER_DIGEST_WEB_H
#define HEYE_MATTER_DIGEST_WEB_H

#include "gen/digest.sql.h"
#include "gen/renew.sql.h"
#include "matter/digest.h"
#include "web/web.h"

#define DIGEST_PAGE 200
#define DIGEST_DAYS 10
#define DIGEST_TOP  6 /* lines on Today */

struct digest_page {
	const struct req *rq;
	day on;
	int64_t n; /* lines in all */
	struct quiet quiet;
	struct q_digest_lines_list lines;
	struct q_digest_days_list days;
	url print, next; /* empty: none */
};

struct moves_page {
	const struct req *rq;
	int64_t version;
	struct q_renew_moves_list moves;
	url next;
};

const struct word *digest_word(int64_t what);
bool digest_whole_day(moment due); /* due by the end of a day: the hour says nothing */

/* The first lines of today's digest of the reader's post. */
MUST_USE enum err digest_today(struct db *db, const struct req *rq, struct digest_page *d);

extern const struct route digest_routes[];

#endif
