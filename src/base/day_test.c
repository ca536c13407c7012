#include "base/day.h"
#include "test.h"

#include <time.h>

TEST(day_every_date_of_ten_thousand_years)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int n = day_make(1, 1, 1).n, weekday = 1; /* 0001-01-01 was a Monday in this calendar */

	for (int year = 1; year <= 9999; year++) {
		bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

		for (int month = 1; month <= 12; month++) {
			int length = lengths[month - 1] + (month == 2 && leap);

			for (int mday = 1; mday <= length; mday++) {
				day d = { n++ };
				struct civil c = day_civil(d);

				if (c.year != year || c.month != month || c.day != mday || c.weekday != weekday ||
				    day_make(year, month, mday).n != d.n) {
					test_fail(__FILE__, __LINE__, "%04d-%02d-%02d is %04d-%02d-%02d, weekday %d",
						  year, month, mday, c.year, c.month, c.day, c.weekday);
					return;
				}
				weekday = weekday % 7 + 1;
			}
			CHECK_INT(day_make(year, month, length + 1).n, 0);
		}
	}
}

TEST(day_known_dates)
{
	CHECK_INT(day_make(1970, 1, 2).n, 1);
	CHECK_INT(day_make(2000, 1, 1).n, 10957);
	CHECK_INT(day_civil(day_make(2026, 11, 24)).weekday, 2);
	CHECK_INT(day_make(2025, 2, 29).n, 0);
	CHECK_INT(day_make(1900, 2, 29).n, 0);
	CHECK(day_make(2000, 2, 29).n != 0);
	CHECK_INT(day_make(2026, 0, 1).n, 0);
	CHECK_INT(day_make(2026, 13, 1).n, 0);
	CHECK_INT(day_make(2026, 1, 0).n, 0);
	CHECK_INT(day_make(0, 1, 1).n, 0);
	CHECK_INT(day_make(10000, 1, 1).n, 0);
	CHECK_INT(day_make(INT32_MIN, INT32_MAX, -1).n, 0);
}

TEST(day_arithmetic_at_the_limits)
{
	struct civil c = day_civil((day){ INT32_MAX });

	CHECK_INT(c.year, 5881580);
	c = day_civil((day){ INT32_MIN });
	CHECK(c.month >= 1 && c.month <= 12 && c.day >= 1 && c.day <= 31 && c.weekday >= 1 && c.weekday <= 7);
	CHECK_INT(day_add((day){ INT32_MAX }, 1).n, INT32_MAX);
	CHECK_INT(day_add((day){ INT32_MIN }, -1).n, INT32_MIN);
	CHECK_INT(day_add((day){ 10 }, -11).n, -1);
	CHECK_INT(day_diff((day){ INT32_MIN }, (day){ INT32_MAX }), INT32_MAX);
	CHECK_INT(day_diff((day){ 3 }, (day){ 10 }), 7);
	CHECK_INT(day_diff((day){ 10 }, (day){ 3 }), -7);
	CHECK_INT(day_of((moment){ INT64_MAX }).n, INT32_MAX);
	CHECK_INT(day_of((moment){ INT64_MIN }).n, INT32_MIN);
	CHECK(moment_hour((moment){ INT64_MAX }) < 24 && moment_hour((moment){ INT64_MIN }) >= 0);
	CHECK(moment_minute((moment){ INT64_MAX }) < 60 && moment_minute((moment){ INT64_MIN }) >= 0);
}

TEST(day_of_moments_in_shanghai)
{
	day d = day_make(2026, 11, 24);
	moment midnight = moment_at(d, 0, 0);

	CHECK_INT(midnight.ms, INT64_C(1795449600000)); /* 2026-11-23T16:00:00Z */
	CHECK_INT(day_of(midnight).n, d.n);
	CHECK_INT(day_of((moment){ midnight.ms - 1 }).n, d.n - 1);
	CHECK_INT(moment_hour(midnight), 0);
	CHECK_INT(moment_hour((moment){ midnight.ms - 1 }), 23);
	CHECK_INT(moment_minute((moment){ midnight.ms - 1 }), 59);
	CHECK_INT(moment_hour(moment_at(d, 9, 30)), 9);
	CHECK_INT(moment_minute(moment_at(d, 9, 30)), 30);
	CHECK_INT(day_of(moment_at(day_make(1969, 12, 30), 23, 59)).n, -2);
	CHECK_INT(moment_hour(moment_at(day_make(1950, 5, 1), 7, 5)), 7);
	CHECK_INT(moment_at((day){ 0 }, 9, 0).ms, 0); /* none in, none out */
	CHECK_INT(day_of((moment){ 0 }).n, 0);
}

TEST(day_reads_real_dates_only)
{
	static const char *const bad[] = { "",           "2026-11-2",   "2026-11-245", "2026/11/24", "2026-11-31",
					   "2026-02-29", "2026-00-10",  "2026-13-01",  "2026-01-00", "0000-01-01",
					   " 026-01-01", "-026-01-01",  "2026-1--01",  "2026-+1-01", "２０２６-01",
					   "1970-01-01", "2026-11-2\n", "20261-1-24",  "2026-11-24 " };
	struct arena a = arena_open(1 << 16);
	day d = { 7 };

	CHECK(day_parse(S("2026-11-24"), &d));
	CHECK_INT(d.n, day_make(2026, 11, 24).n);
	CHECK(day_parse(S("2024-02-29"), &d));
	CHECK(day_parse(S("9999-12-31"), &d) && day_parse(S("0001-01-01"), &d));
	d.n = 7;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (day_parse(str_of(bad[i]), &d))
			test_fail(__FILE__, __LINE__, "\"%s\" was read", bad[i]);
	CHECK(!day_parse((str){ NULL, 0 }, &d));
	CHECK(!day_parse((str){ "2026-11-2\0", 10 }, &d));
	CHECK_INT(d.n, 7);
	arena_close(&a);
}

TEST(day_writes)
{
	struct arena a = arena_open(1 << 16);
	moment late;

	CHECK_STR(day_iso(&a, day_make(2026, 11, 24)), "2026-11-24");
	CHECK_STR(day_iso(&a, day_make(1, 2, 3)), "0001-02-03");
	CHECK_STR(day_iso(&a, (day){ 0 }), "");
	CHECK_STR(moment_iso(&a, moment_at(day_make(2026, 11, 24), 9, 30)), "2026-11-24T09:30:00+08:00");
	late = (moment){ moment_at(day_make(2026, 11, 24), 0, 0).ms - 1 };
	CHECK_STR(moment_iso(&a, late), "2026-11-23T23:59:59+08:00");
	CHECK_STR(moment_iso(&a, (moment){ 0 }), "");
	CHECK(moment_iso(&a, (moment){ INT64_MAX }).n > 0 && moment_iso(&a, (moment){ INT64_MIN }).n > 0);
	arena_close(&a);
}

TEST(day_now_is_the_clock)
{
	int64_t before = (int64_t)time(NULL) * 1000, now = moment_now().ms;

	CHECK(now >= before && now < before + 60000);
}
