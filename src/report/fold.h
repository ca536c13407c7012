/* fold.h — how the counters are kept and read. Internal to src/report. */
#ifndef HEYE_REPORT_FOLD_H
#define HEYE_REPORT_FOLD_H

#include "report/tally.h"

#define FOLD_END 2000000000 /* beyond the last day */

enum fold_span { SPAN_DAY = 1, SPAN_MONTH = 2, SPAN_STANDING = 3 };

struct fold_facts {
	struct tally_fact *p;
	size_t n, room;
};

/* What of a record stands in the counters, and what should stand there now. */
MUST_USE enum err fold_seen(struct db *db, int64_t record, struct fold_facts *f);
MUST_USE enum err fold_facts_of(struct db *db, str object, int64_t record, struct fold_facts *f);

/* The object as the tables of figures name it, or NULL when no figure hangs on it. */
const char *fold_object(str object);

bool fold_fresh(const struct figure *f); /* not in the counters: always counted anew */
bool fold_standing(const struct figure *f);
bool fold_anew(const struct tally_eye *eye, const struct tally_ask *ask);
struct figure_ask fold_ask(const struct tally_eye *eye, const struct tally_ask *ask);

/* A period as whole months and the days around them, or as days only: three pieces at most. */
struct fold_stretch {
	enum fold_span span;
	int64_t first, last; /* the day after */
};
size_t fold_stretches(const struct tally_eye *eye, const struct tally_ask *ask, bool by_day, struct fold_stretch s[3]);

/* Arguments of a query over the counters. */
#define FOLD_CELLS(eye, ask, s)                                                                                   \
	(eye)->db, (ask)->figure->number, (s).span, (s).first, (s).last, (eye)->scope.unit, (eye)->scope.village, \
		(ask)->village, (ask)->unit, (ask)->typed, (ask)->type, (ask)->part

#endif
