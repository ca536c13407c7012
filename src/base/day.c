#include "base/day.h"

#include <string.h>
#include <time.h>

#define OFFSET (8 * MS_HOUR) /* UTC+8, all year, everywhere in the country */

moment
moment_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (moment){ (int64_t)t.tv_sec * MS_SECOND + t.tv_nsec / 1000000 };
}

/* Milliseconds since local midnight, and the day; at the very ends of int64_t the offset is left out. */
static int64_t
split(moment t, int64_t *days)
{
	int64_t local, within;

	if (__builtin_add_overflow(t.ms, OFFSET, &local))
		local = INT64_MAX;
	within = local % MS_DAY;
	if (within < 0)
		within += MS_DAY;
	*days = local / MS_DAY - (local % MS_DAY < 0);
	return within;
}

static day
day_within(int64_t n)
{
	return (day){ n > INT32_MAX ? INT32_MAX : n < INT32_MIN ? INT32_MIN : (int32_t)n };
}

day
day_of(moment t)
{
	int64_t days;

	split(t, &days);
	return day_within(days);
}

moment
moment_at(day d, int hour, int minute)
{
	if (d.n == 0)
		return (moment){ 0 };
	return (moment){ d.n * MS_DAY + hour * MS_HOUR + minute * MS_MINUTE - OFFSET };
}

int
moment_hour(moment t)
{
	int64_t days;

	return (int)(split(t, &days) / MS_HOUR);
}

int
moment_minute(moment t)
{
	int64_t days;

	return (int)(split(t, &days) % MS_HOUR / MS_MINUTE);
}

static int
month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : days[month - 1];
}

/* Both conversions count in years that begin on 1 March, so that the leap day is the last of its year, and in eras of
 * 400 years, which are all 146097 days long. 1970-01-01 is day 719468 after 0000-03-01. */
day
day_make(int year, int month, int mday)
{
	int y, of_era, of_year;

	if (year < 1 || year > 9999 || month < 1 || month > 12 || mday < 1 || mday > month_days(year, month))
		return (day){ 0 };
	y = month > 2 ? year : year - 1;
	of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + mday - 1;
	of_era = y % 400 * 365 + y % 400 / 4 - y % 400 / 100 + of_year;
	return (day){ y / 400 * 146097 + of_era - 719468 };
}

struct civil
day_civil(day d)
{
	int64_t n = (int64_t)d.n + 719468;
	int64_t era = (n >= 0 ? n : n - 146096) / 146097;
	int64_t of_era = n - era * 146097;
	int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * y + y / 4 - y / 100);
	int64_t month = (5 * of_year + 2) / 153;
	int64_t weekday = ((int64_t)d.n + 3) % 7; /* day 0 was a Thursday */

	return (struct civil){
		.year = (int)(y + era * 400 + (month >= 10)),
		.month = (int)(month < 10 ? month + 3 : month - 9),
		.day = (int)(of_year - (153 * month + 2) / 5 + 1),
		.weekday = (int)(weekday < 0 ? weekday + 8 : weekday + 1),
	};
}

day
day_add(day d, int n)
{
	return day_within((int64_t)d.n + n);
}

int
day_diff(day from, day to)
{
	return day_within((int64_t)to.n - from.n).n;
}

static int
digits(const char *p, int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return -1;
		sum = sum * 10 + (p[i] - '0');
	}
	return sum;
}

bool
day_parse(str s, day *d)
{
	day made;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	made = day_make(digits(s.p, 4), digits(s.p + 5, 2), digits(s.p + 8, 2));
	if (made.n == 0)
		return false;
	*d = made;
	return true;
}

str
day_iso(struct arena *a, day d)
{
	struct civil c = day_civil(d);

	return d.n == 0 ? S("") : str_fmt(a, "%04d-%02d-%02d", c.year, c.month, c.day);
}

/* The last `n` digits of a number that is not negative. */
static void
write_digits(char *p, int n, int number)
{
	while (n-- > 0) {
		p[n] = (char)('0' + number % 10);
		number /= 10;
	}
}

str
moment_iso(struct arena *a, moment t)
{
	int64_t days, within = split(t, &days);
	struct civil c = day_civil(day_within(days));
	char *p;

	if (t.ms == 0)
		return S("");
	if (c.year < 0 || c.year > 9999)
		return str_fmt(a, "%d-%02d-%02d", c.year, c.month, c.day);
	p = make(a, char, 26);
	memcpy(p, "0000-00-00T00:00:00+08:00", 26);
	write_digits(p, 4, c.year);
	write_digits(p + 5, 2, c.month);
	write_digits(p + 8, 2, c.day);
	write_digits(p + 11, 2, (int)(within / MS_HOUR));
	write_digits(p + 14, 2, (int)(within % MS_HOUR / MS_MINUTE));
	write_digits(p + 17, 2, (int)(within % MS_MINUTE / MS_SECOND));
	return (str){ p, 25 };
}
