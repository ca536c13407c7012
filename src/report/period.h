/* period.h — weeks, months, quarters, half-years and years, by local days (UTC+8). A week begins on Monday and
 * belongs to the year
 * of its Thursday. */
#ifndef HEYE_REPORT_PERIOD_H
#define HEYE_REPORT_PERIOD_H

#include "base/day.h"

enum period_kind { PERIOD_WEEK = 1, PERIOD_MONTH, PERIOD_QUARTER, PERIOD_HALF, PERIOD_YEAR, PERIOD_DAYS };

struct period {
	enum period_kind kind;
	day from, to; /* both included */
	int year, n;  /* the n-th of its kind in the year; 1 for a year */
};

struct period period_of(enum period_kind kind, day d); /* the one with that day in it */
struct period period_before(const struct period *p);

/* What of `p` lies in `in`, as days when it is not all of it. */
struct period period_within(const struct period *p, const struct period *in);

/* "2026-W12", "2026-03", "2026-Q1", "2026-H2", "2026", "2026-01-01..2026-01-04": for addresses. False for
 * anything else and for dates
 * that do not exist. */
str period_key(struct arena *a, const struct period *p);
bool period_read(str key, struct period *p);

/* "2026 年第一季度", "first quarter of 2026". */
str period_name(struct arena *a, const struct period *p, bool english);

#endif
