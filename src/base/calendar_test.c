#include "base/calendar.h"
#include "test.h"

#include <stdio.h>

/* The lists of the State Council's five notices, 2022 to 2026: first day, number of days. */
struct span {
	int year, month, day, days;
};

static const struct span off[] = {
	{ 2022, 1, 1, 3 },  { 2022, 1, 31, 7 }, { 2022, 4, 3, 3 },   { 2022, 4, 30, 5 }, { 2022, 6, 3, 3 },
	{ 2022, 9, 10, 3 }, { 2022, 10, 1, 7 }, { 2022, 12, 31, 3 }, { 2023, 1, 21, 7 }, { 2023, 4, 5, 1 },
	{ 2023, 4, 29, 5 }, { 2023, 6, 22, 3 }, { 2023, 9, 29, 8 },  { 2024, 1, 1, 1 },  { 2024, 2, 10, 8 },
	{ 2024, 4, 4, 3 },  { 2024, 5, 1, 5 },  { 2024, 6, 10, 1 },  { 2024, 9, 15, 3 }, { 2024, 10, 1, 7 },
	{ 2025, 1, 1, 1 },  { 2025, 1, 28, 8 }, { 2025, 4, 4, 3 },   { 2025, 5, 1, 5 },  { 2025, 5, 31, 3 },
	{ 2025, 10, 1, 8 }, { 2026, 1, 1, 3 },  { 2026, 2, 15, 9 },  { 2026, 4, 4, 3 },  { 2026, 5, 1, 5 },
	{ 2026, 6, 19, 3 }, { 2026, 9, 25, 3 }, { 2026, 10, 1, 7 },
};

static const struct span made_up[] = {
	{ 2022, 1, 29, 2 }, { 2022, 4, 2, 1 },  { 2022, 4, 24, 1 },  { 2022, 5, 7, 1 },   { 2022, 10, 8, 2 },
	{ 2023, 1, 28, 2 }, { 2023, 4, 23, 1 }, { 2023, 5, 6, 1 },   { 2023, 6, 25, 1 },  { 2023, 10, 7, 2 },
	{ 2024, 2, 4, 1 },  { 2024, 2, 18, 1 }, { 2024, 4, 7, 1 },   { 2024, 4, 28, 1 },  { 2024, 5, 11, 1 },
	{ 2024, 9, 14, 1 }, { 2024, 9, 29, 1 }, { 2024, 10, 12, 1 }, { 2025, 1, 26, 1 },  { 2025, 2, 8, 1 },
	{ 2025, 4, 27, 1 }, { 2025, 9, 28, 1 }, { 2025, 10, 11, 1 }, { 2026, 1, 4, 1 },   { 2026, 2, 14, 1 },
	{ 2026, 2, 28, 1 }, { 2026, 5, 9, 1 },  { 2026, 9, 20, 1 },  { 2026, 10, 10, 1 },
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static bool
is_weekend(day d)
{
	return day_civil(d).weekday >= 6;
}

/* `whole` also lists the weekend days inside holidays, as a notice does. */
static struct calendar
calendar_of(struct arena *a, bool whole)
{
	struct calendar_day *days = make(a, struct calendar_day, 400);
	size_t n = 0;

	for (day d = day_make(2021, 12, 31); d.n <= day_make(2026, 12, 31).n; d = day_add(d, 1)) {
		for (size_t i = 0; i < COUNT(off); i++) {
			int at = day_diff(day_make(off[i].year, off[i].month, off[i].day), d);

			if (at >= 0 && at < off[i].days && (whole || !is_weekend(d)))
				days[n++] = (struct calendar_day){ d, false };
		}
		for (size_t i = 0; i < COUNT(made_up); i++) {
			int at = day_diff(day_make(made_up[i].year, made_up[i].month, made_up[i].day), d);

			if (at >= 0 && at < made_up[i].days)
				days[n++] = (struct calendar_day){ d, true };
		}
	}
	return (struct calendar){ .days = days, .n = n, .first_year = 2022, .last_year = 2026, .version = 1 };
}

static day
date(const char *z)
{
	day d = { 0 };

	CHECK(day_parse(str_of(z), &d));
	return d;
}

static void
check_add(const struct calendar *c, const char *start, int n, const char *want)
{
	struct arena a = arena_open(1 << 16);
	struct calendar_walk w;
	day got = calendar_add(c, date(start), n, &w);

	if (got.n != date(want).n)
		test_fail(__FILE__, __LINE__, "%s + %d = %.*s, not %s", start, n, STR_ARG(day_iso(&a, got)), want);
	CHECK_INT(w.end.n, got.n);
	CHECK_INT(w.days, n);
	CHECK_INT(calendar_add(c, date(start), n, NULL).n, got.n);
	CHECK_INT(calendar_between(c, date(start), got), n);
	CHECK(!w.provisional);
	arena_close(&a);
}

TEST(calendar_golden_dates)
{
	static const struct {
		const char *start;
		int n;
		const char *end;
	} golden[] = {
		{ "2022-01-28", 3, "2022-02-07" },  { "2022-12-30", 1, "2023-01-03" },
		{ "2023-04-28", 5, "2023-05-09" },  { "2023-09-28", 3, "2023-10-09" },
		{ "2024-02-09", 3, "2024-02-20" },  { "2024-09-13", 3, "2024-09-19" },
		{ "2025-01-24", 3, "2025-02-05" },  { "2025-09-26", 7, "2025-10-13" },
		{ "2025-09-30", 3, "2025-10-11" },  { "2026-02-13", 3, "2026-02-25" },
		{ "2026-02-14", 7, "2026-03-03" },  { "2026-04-30", 5, "2026-05-11" },
		{ "2026-09-18", 3, "2026-09-22" },  { "2026-09-24", 7, "2026-10-12" },
		{ "2026-09-30", 15, "2026-10-27" }, { "2026-11-23", 15, "2026-12-14" },
		{ "2023-09-28", 5, "2023-10-11" },
	};
	struct arena a = arena_open(1 << 20);
	struct calendar sparse = calendar_of(&a, false), whole = calendar_of(&a, true);

	for (size_t i = 0; i < COUNT(golden); i++) {
		check_add(&sparse, golden[i].start, golden[i].n, golden[i].end);
		check_add(&whole, golden[i].start, golden[i].n, golden[i].end);
	}
	arena_close(&a);
}

TEST(calendar_working_days_of_each_year)
{
	static const int want[] = { 249, 249, 251, 248, 248 };
	struct arena a = arena_open(1 << 20);
	struct calendar c = calendar_of(&a, false);

	for (int year = 2022; year <= 2026; year++)
		CHECK_INT(calendar_between(&c, day_make(year - 1, 12, 31), day_make(year, 12, 31)), want[year - 2022]);
	CHECK(!calendar_works(&c, day_make(2022, 12, 31)));
	CHECK(calendar_works(&c, day_make(2024, 2, 9)));  /* New Year's Eve of 2024 was an ordinary Friday */
	CHECK(calendar_works(&c, day_make(2024, 2, 18))); /* a Sunday at work */
	arena_close(&a);
}

TEST(calendar_tells_how_it_counted)
{
	struct arena a = arena_open(1 << 20);
	struct calendar c = calendar_of(&a, false);
	struct calendar_walk w;

	calendar_add(&c, date("2023-09-28"), 5, &w);
	CHECK_INT(w.start.n, date("2023-09-28").n);
	CHECK_INT(w.end.n, date("2023-10-11").n);
	CHECK_INT(w.off_first.n, date("2023-09-29").n);
	CHECK_INT(w.off_last.n, date("2023-10-06").n);
	CHECK_INT(w.makeup_first.n, date("2023-10-07").n);
	CHECK_INT(w.makeup_last.n, date("2023-10-08").n);
	CHECK_INT(w.made_up, 2);
	CHECK_INT(w.skipped_weekend, 2);
	CHECK_INT(w.skipped_holiday, 6);
	CHECK(!w.provisional);

	/* Two holidays on the way: the longer one is told. */
	calendar_add(&c, date("2026-09-24"), 7, &w);
	CHECK_INT(w.off_first.n, date("2026-10-01").n);
	CHECK_INT(w.off_last.n, date("2026-10-07").n);
	CHECK_INT(w.skipped_weekend + w.skipped_holiday + w.days, day_diff(w.start, w.end));

	/* An ordinary fortnight: weekends, and no word of a holiday. */
	calendar_add(&c, date("2026-11-23"), 15, &w);
	CHECK_INT(w.skipped_weekend, 6);
	CHECK_INT(w.skipped_holiday, 0);
	CHECK(w.off_first.n == 0 && w.off_last.n == 0 && w.makeup_first.n == 0 && w.made_up == 0);

	calendar_add(&c, date("2026-02-17"), 0, &w);
	CHECK_INT(w.end.n, date("2026-02-17").n);
	CHECK(!w.provisional && w.skipped_holiday == 0);
	arena_close(&a);
}

TEST(calendar_year_not_published)
{
	static const char *const holidays[] = { "2027-01-01", "2029-05-01", "2029-05-02",
						"2029-10-01", "2029-10-02", "2029-10-03" };
	struct arena a = arena_open(1 << 20);
	struct calendar c = calendar_of(&a, false), empty = { 0 };
	struct calendar_walk w;

	for (size_t i = 0; i < COUNT(holidays); i++) {
		CHECK(!calendar_works(&c, date(holidays[i])));
		CHECK(!calendar_works(&empty, date(holidays[i])));
		CHECK(!calendar_published(&c, date(holidays[i])));
	}
	CHECK(calendar_works(&c, date("2027-02-08"))); /* spring festival: nobody knows yet, so nobody guesses */
	CHECK(calendar_works(&c, date("2029-10-04")) && calendar_works(&c, date("2029-05-03")));
	CHECK(!calendar_works(&c, date("2027-02-07")));
	CHECK(calendar_published(&c, date("2026-12-31")) && calendar_published(&c, date("2022-01-01")));
	CHECK(!calendar_published(&c, date("2021-12-31")) && !calendar_published(&empty, date("2026-01-01")));

	CHECK_INT(calendar_add(&c, date("2026-12-30"), 1, &w).n, date("2026-12-31").n);
	CHECK(!w.provisional);
	CHECK_INT(calendar_add(&c, date("2026-12-30"), 2, &w).n, date("2027-01-04").n);
	CHECK(w.provisional);
	CHECK_INT(w.skipped_holiday, 1);
	CHECK_INT(w.off_first.n, date("2027-01-01").n);
	CHECK_INT(w.off_last.n, date("2027-01-03").n);
	CHECK_INT(calendar_add(&empty, date("2026-11-23"), 15, &w).n, date("2026-12-14").n);
	CHECK(w.provisional);
	/* A day named by the next year's notice is known even where its own year is not. */
	c.first_year = 2023;
	CHECK(!calendar_works(&c, date("2022-10-03")) && !calendar_published(&c, date("2022-10-03")));
	arena_close(&a);
}

TEST(calendar_between_undoes_add)
{
	struct arena a = arena_open(1 << 20);
	struct calendar c = calendar_of(&a, false);

	for (day d = day_make(2021, 12, 1); d.n < day_make(2027, 3, 1).n; d = day_add(d, 1))
		for (int n = 0; n <= 40; n += 1 + n / 8) {
			struct calendar_walk w;
			day end = calendar_add(&c, d, n, &w);
			bool inverse = calendar_between(&c, d, end) == n && calendar_between(&c, end, d) == -n;
			bool adds_up = w.skipped_weekend + w.skipped_holiday + n == day_diff(d, end);

			if (!inverse || !adds_up || (n > 0 && !calendar_works(&c, end))) {
				test_fail(__FILE__, __LINE__, "day %d + %d", d.n, n);
				arena_close(&a);
				return;
			}
		}
	CHECK_INT(calendar_between(&c, date("2026-09-30"), date("2026-09-30")), 0);
	CHECK_INT(calendar_between(&c, date("2026-10-08"), date("2026-09-30")), -1);
	arena_close(&a);
}

TEST(calendar_before_and_after)
{
	struct arena a = arena_open(1 << 20);
	struct calendar c = calendar_of(&a, false);

	CHECK_INT(calendar_before(&c, date("2026-10-04")).n, date("2026-09-30").n);
	CHECK_INT(calendar_after(&c, date("2026-10-04")).n, date("2026-10-08").n);
	CHECK_INT(calendar_before(&c, date("2026-10-10")).n, date("2026-10-10").n); /* a Saturday at work */
	CHECK_INT(calendar_after(&c, date("2026-10-10")).n, date("2026-10-10").n);
	CHECK_INT(calendar_after(&c, date("2026-02-15")).n, date("2026-02-24").n);
	CHECK_INT(calendar_before(&c, date("2023-01-01")).n, date("2022-12-30").n);
	CHECK(calendar_after(&c, (day){ INT32_MAX }).n <= INT32_MAX); /* both come to an end at the ends of time */
	CHECK(calendar_before(&c, (day){ INT32_MIN }).n >= INT32_MIN);
	CHECK_INT(calendar_add(&c, (day){ INT32_MAX - 3 }, 100, NULL).n, INT32_MAX);
	arena_close(&a);
}

static void
check_hours(const struct calendar *c, const char *from, int hour, int minute, int hours, const char *want)
{
	struct arena a = arena_open(1 << 16);
	str got = moment_iso(&a, calendar_hours(c, moment_at(date(from), hour, minute), hours));

	if (!str_eq(str_head(got, 16), str_of(want)))
		test_fail(__FILE__, __LINE__, "%s %d:%02d + %d h = %.*s, not %s", from, hour, minute, hours,
			  STR_ARG(got), want);
	arena_close(&a);
}

TEST(calendar_office_hours)
{
	struct arena a = arena_open(1 << 20);
	struct calendar c = calendar_of(&a, false);

	check_hours(&c, "2026-11-23", 9, 0, 2, "2026-11-23T11:00");
	check_hours(&c, "2026-11-23", 9, 0, 3, "2026-11-23T12:00");
	check_hours(&c, "2026-11-23", 11, 30, 2, "2026-11-23T15:30"); /* across lunch */
	check_hours(&c, "2026-11-23", 12, 40, 1, "2026-11-23T15:00"); /* begun at lunch */
	check_hours(&c, "2026-11-23", 7, 15, 1, "2026-11-23T10:00");  /* before the doors open */
	check_hours(&c, "2026-11-23", 16, 30, 2, "2026-11-24T10:30"); /* across the evening */
	check_hours(&c, "2026-11-23", 22, 0, 2, "2026-11-24T11:00");
	check_hours(&c, "2026-11-23", 17, 0, 1, "2026-11-24T10:00");
	check_hours(&c, "2026-11-23", 9, 0, 6, "2026-11-23T17:00");
	check_hours(&c, "2026-11-23", 9, 0, 7, "2026-11-24T10:00");
	check_hours(&c, "2026-11-20", 16, 0, 2, "2026-11-23T10:00"); /* across a weekend */
	check_hours(&c, "2026-11-21", 10, 0, 2, "2026-11-23T11:00"); /* begun on a Saturday */
	check_hours(&c, "2026-09-30", 16, 0, 4, "2026-10-08T12:00"); /* across National Day */
	check_hours(&c, "2026-10-09", 16, 0, 2, "2026-10-10T10:00"); /* into a Saturday at work */
	check_hours(&c, "2026-11-23", 9, 17, 0, "2026-11-23T09:17");
	check_hours(&c, "2026-11-23", 20, 17, 0, "2026-11-23T20:17");
	arena_close(&a);
}

TEST(calendar_whole_days_by_the_clock)
{
	struct arena a = arena_open(1 << 20);
	struct calendar c = calendar_of(&a, false);

	check_hours(&c, "2026-11-23", 10, 20, 24, "2026-11-24T10:20");
	check_hours(&c, "2026-11-20", 10, 20, 24, "2026-11-23T10:20");
	check_hours(&c, "2026-11-21", 10, 20, 24, "2026-11-23T10:20");
	check_hours(&c, "2026-09-30", 23, 0, 24, "2026-10-08T23:00");
	check_hours(&c, "2026-09-30", 10, 0, 48, "2026-10-09T10:00");
	check_hours(&c, "2026-11-23", 10, 0, 26, "2026-11-24T12:00");
	check_hours(&c, "2026-11-20", 16, 30, 25, "2026-11-24T09:30");
	arena_close(&a);
}
