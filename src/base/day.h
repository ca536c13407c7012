/* day.h — civil dates and moments. One time zone: Asia/Shanghai, UTC+8, no daylight saving (domain.md §4.1).
 *
 * A `day` is a civil date as days since 1970-01-01. A `moment` is UTC milliseconds since 1970, as stored in
 * every table. The zero value of both means "none". */
#ifndef HEYE_BASE_DAY_H
#define HEYE_BASE_DAY_H

#include "base/str.h"

typedef struct {
	int32_t n;
} day;

typedef struct {
	int64_t ms;
} moment;

#define MS_SECOND ((int64_t)1000)
#define MS_MINUTE (60 * MS_SECOND)
#define MS_HOUR   (60 * MS_MINUTE)
#define MS_DAY    (24 * MS_HOUR)

struct civil {
	int year, month, day;
	int weekday; /* 1 Monday … 7 Sunday */
};

moment moment_now(void); /* the wall clock; domain code never calls it: time comes in through db->now */
day day_of(moment t);    /* the local date of a moment */
moment moment_at(day d, int hour, int minute); /* that local time on that day; none for no day */
int moment_hour(moment t);                     /* 0 … 23, local */
int moment_minute(moment t);

day day_make(int year, int month, int mday); /* day 0 when there is no such date in the years 1 … 9999 */
struct civil day_civil(day d);
day day_add(day d, int n);
int day_diff(day from, day to); /* to − from, in days */

bool day_parse(str s, day *d); /* YYYY-MM-DD, the date must exist; 1970-01-01, which would read as none, is refused */
str day_iso(struct arena *a, day d);       /* 2026-11-24; empty for none, here and below */
str moment_iso(struct arena *a, moment t); /* 2026-11-24T09:30:00+08:00 */

#endif
