/* calendar.h — working days with make-up days (domain.md §4). Pure: the lists come from desk/clock.
 *
 * A calendar is a sorted list of exceptions (a weekday that is off, a weekend day that is worked) for the years
 * that the State Council has published. In a year that is not published weekends and the fixed statutory days
 * count as off, and every date that depends on it is provisional. Counting follows 民法典 201–203: the start
 * day is not counted. */
#ifndef HEYE_BASE_CALENDAR_H
#define HEYE_BASE_CALENDAR_H

#include "base/day.h"

struct calendar_day {
	day day;
	bool works; /* true: make-up working day; false: day off */
};

struct calendar {
	const struct calendar_day *days; /* sorted by day */
	size_t n;
	int first_year, last_year; /* published years, both included; 0 and 0 when there are none */
	int version;               /* of the newest list loaded; stored beside every date that was computed */
};

/* How a date came about, enough to say it in words. */
struct calendar_walk {
	day start, end;
	int days;                      /* working days asked for */
	int skipped_weekend;           /* weekend days passed over */
	int skipped_holiday;           /* other days off passed over */
	int made_up;                   /* weekend days that counted as work */
	day off_first, off_last;       /* the longest run of holiday days passed over, or 0 */
	day makeup_first, makeup_last; /* first and last make-up day counted, or 0 */
	bool provisional;              /* a day of an unpublished year was used */
};

bool calendar_works(const struct calendar *c, day d);
bool calendar_published(const struct calendar *c, day d);

/* The n-th working day after `start` (0 ≤ n ≤ 10000; 0 gives start itself). `walk` may be NULL. */
day calendar_add(const struct calendar *c, day start, int n, struct calendar_walk *walk);

/* Working days after `from` up to and including `to`; negative when `to` is earlier. */
int calendar_between(const struct calendar *c, day from, day to);

/* A limit on the office that falls on a day off warns on the last working day before; one for the resident moves on to
 * the next. */
day calendar_before(const struct calendar *c, day d); /* d, or the last working day before it */
day calendar_after(const struct calendar *c, day d);  /* d, or the next working day */

/* Office hours 09:00–12:00 and 14:00–17:00 (configurable later): the moment `hours` office hours after t; 24 or more
 * counts whole working days: 24 is the same clock time on the next working day, and 26 is two office hours later. */
moment calendar_hours(const struct calendar *c, moment t, int hours);

#endif
