/* ask_web.h — which figure, of which period, place, unit, type and part: out of an address and back into one. */
#ifndef HEYE_REPORT_ASK_WEB_H
#define HEYE_REPORT_ASK_WEB_H

#include "report/period.h"
#include "report/tally.h"
#include "web/web.h"

struct ask_page {
	const struct req *rq;
	struct period period;
	struct tally_ask ask;
	struct tally_key after;
};

/* The period that is asked for; else the year of today. */
struct period ask_period(const struct req *rq);

/* NOT_FOUND: no such figure. */
MUST_USE enum err ask_read(const struct req *rq, str figure, struct ask_page *a);

/* Addresses below /desk/figures. `by` NULL: the list. */
url ask_url(const struct req *rq, const struct tally_ask *ask, const struct period *p, const char *by);
str ask_path(const struct req *rq, const struct tally_ask *ask, const struct period *p); /* below the root */
url ask_url_after(const struct ask_page *a, struct tally_key after);
/* The same with one more filter: that of a group. */
url ask_url_group(const struct ask_page *a, enum tally_by by, const struct tally_group *g);
/* The same with scheme and host, for QR codes on paper. */
url ask_url_whole(const struct req *rq, const struct tally_ask *ask, const struct period *p);

/* The name of a group in the reader's language. */
MUST_USE enum err ask_name(struct db *db, const struct req *rq, const struct figure *f, enum tally_by by,
			   const struct tally_group *g, str *name);
const struct word *ask_part_word(const struct figure *f, int64_t part); /* NULL: it has no name */

str ask_percent(struct arena *a, int64_t permille); /* "98.6 %"; a dash when it is not known */

#endif
