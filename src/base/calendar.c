#include "base/calendar.h"

#include <assert.h>

/* No rule of the office asks for more, and a loop over days should have an end that one can see. */
#define MOST_DAYS 10000

/* Days off that are the same every year (全国年节及纪念日放假办法, as of 2025); the moon decides the others. */
static bool
is_statutory(struct civil c)
{
	return (c.month == 1 && c.day == 1) || (c.month == 5 && c.day <= 2) || (c.month == 10 && c.day <= 3);
}

static const struct calendar_day *
exception(const struct calendar *c, day d)
{
	size_t low = 0, high = c->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (c->days[middle].day.n < d.n)
			low = middle + 1;
		else
			high = middle;
	}
	return low < c->n && c->days[low].day.n == d.n ? &c->days[low] : NULL;
}

static bool
year_published(const struct calendar *c, int year)
{
	return c->first_year != 0 && year >= c->first_year && year <= c->last_year;
}

bool
calendar_published(const struct calendar *c, day d)
{
	return year_published(c, day_civil(d).year);
}

/* A notice may name days of the year before it (2022-12-31), so the list is asked by date before the year is. */
bool
calendar_works(const struct calendar *c, day d)
{
	const struct calendar_day *named = exception(c, d);
	struct civil civil;

	if (named)
		return named->works;
	civil = day_civil(d);
	return civil.weekday < 6 && (year_published(c, civil.year) || !is_statutory(civil));
}

/* A run of days off being walked over; it counts as a holiday when a day in it is more than a weekend. */
struct run {
	day first, last;
	bool holiday;
};

static void
run_ends(struct run *run, struct calendar_walk *w)
{
	bool longest = w->off_first.n == 0 || day_diff(run->first, run->last) > day_diff(w->off_first, w->off_last);

	if (run->holiday && longest) {
		w->off_first = run->first;
		w->off_last = run->last;
	}
	*run = (struct run){ 0 };
}

static void
walk_over(const struct calendar *c, day d, bool works, struct run *run, struct calendar_walk *w)
{
	bool weekend = day_civil(d).weekday >= 6;

	w->provisional = w->provisional || !calendar_published(c, d);
	if (works) {
		run_ends(run, w);
		if (weekend) {
			w->made_up++;
			w->makeup_first = w->made_up == 1 ? d : w->makeup_first;
			w->makeup_last = d;
		}
		return;
	}
	if (run->first.n == 0)
		run->first = d;
	run->last = d;
	run->holiday = run->holiday || !weekend;
	if (weekend)
		w->skipped_weekend++;
	else
		w->skipped_holiday++;
}

day
calendar_add(const struct calendar *c, day start, int n, struct calendar_walk *walk)
{
	struct calendar_walk w = { .start = start, .days = n };
	struct run run = { 0 };
	day d = start;

	assert(n >= 0 && n <= MOST_DAYS);
	for (int left = n; left > 0 && d.n < INT32_MAX;) {
		bool works;

		d = day_add(d, 1);
		works = calendar_works(c, d);
		left -= works;
		if (walk)
			walk_over(c, d, works, &run, &w);
	}
	w.end = d;
	if (walk)
		*walk = w;
	return d;
}

int
calendar_between(const struct calendar *c, day from, day to)
{
	int n = 0;

	if (to.n < from.n)
		return -calendar_between(c, to, from);
	while (from.n < to.n) {
		from = day_add(from, 1);
		n += calendar_works(c, from);
	}
	return n;
}

day
calendar_before(const struct calendar *c, day d)
{
	while (!calendar_works(c, d) && d.n > INT32_MIN)
		d = day_add(d, -1);
	return d;
}

day
calendar_after(const struct calendar *c, day d)
{
	while (!calendar_works(c, d) && d.n < INT32_MAX)
		d = day_add(d, 1);
	return d;
}

/* The two spells of office hours on day d, in order: what is left of them after t, or 0. */
static int64_t
spell(day d, moment t, int from, int until, moment *begin)
{
	moment end = moment_at(d, until, 0);

	*begin = moment_at(d, from, 0);
	if (t.ms > begin->ms)
		*begin = t;
	return end.ms > begin->ms ? end.ms - begin->ms : 0;
}

moment
calendar_hours(const struct calendar *c, moment t, int hours)
{
	static const int spells[2][2] = { { 9, 12 }, { 14, 17 } };
	int64_t left = hours % 24 * MS_HOUR;
	day d = day_of(t);

	if (hours >= 24) {
		day end = calendar_add(c, d, hours / 24, NULL);

		t = (moment){ t.ms + day_diff(d, end) * MS_DAY };
		d = end;
	}
	for (; left > 0; d = day_add(d, 1)) {
		if (!calendar_works(c, d))
			continue;
		for (int i = 0; i < 2; i++) {
			moment begin;
			int64_t room = spell(d, t, spells[i][0], spells[i][1], &begin);

			if (room >= left)
				return (moment){ begin.ms + left };
			left -= room;
		}
	}
	return t;
}
