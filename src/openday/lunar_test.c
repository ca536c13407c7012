#include "openday/lunar.h"
#include "openday/openday.h"
#include "test.h"

static void
first(int year, int month, int mday, int lunar_month, bool leap)
{
	struct lunar l;

	CHECK(lunar_of(day_make(year, month, mday), &l));
	if (l.day != 1 || l.month != lunar_month || l.leap != leap)
		test_fail(__FILE__, __LINE__, "%d-%02d-%02d is %d%s/%d", year, month, mday, l.month,
			  l.leap ? " again" : "", l.day);
}

/* Spring Festivals as the State Council and the Hong Kong Observatory give them. New moon of 2027 and 2030 falls within
 * minutes of midnight. */
TEST(spring_festivals)
{
	static const struct {
		int year, month, day;
	} feasts[] = { { 2022, 2, 1 },  { 2023, 1, 22 }, { 2024, 2, 10 }, { 2025, 1, 29 }, { 2026, 2, 17 },
		       { 2027, 2, 6 },  { 2028, 1, 26 }, { 2029, 2, 13 }, { 2030, 2, 3 },  { 2031, 1, 23 },
		       { 2032, 2, 11 }, { 2033, 1, 31 }, { 2034, 2, 19 }, { 2035, 2, 8 },  { 2036, 1, 28 } };

	for (size_t i = 0; i < sizeof feasts / sizeof *feasts; i++)
		first(feasts[i].year, feasts[i].month, feasts[i].day, 1, false);
}

/* Leap months: 2 of 2023, 6 of 2025, 5 of 2028, 3 of 2031, 11 of 2033. */
TEST(leap_months)
{
	first(2023, 3, 22, 2, true);
	first(2025, 7, 25, 6, true);
	first(2028, 6, 23, 5, true);
	first(2031, 4, 22, 3, true);
	first(2033, 12, 22, 11, true);
	first(2034, 1, 20, 12, false);
}

static void
is_lunar(int year, int month, int mday, int lunar_month, int lunar_day)
{
	struct lunar l;

	CHECK(lunar_of(day_make(year, month, mday), &l));
	CHECK_INT(l.month, lunar_month);
	CHECK_INT(l.day, lunar_day);
	CHECK(!l.leap);
}

/* Dragon Boat (5/5), Mid-Autumn (8/15) and the Double Ninth (9/9) of holiday notices. */
TEST(feasts_within_the_year)
{
	is_lunar(2024, 6, 10, 5, 5);
	is_lunar(2025, 5, 31, 5, 5);
	is_lunar(2026, 6, 19, 5, 5);
	is_lunar(2023, 9, 29, 8, 15);
	is_lunar(2025, 10, 6, 8, 15);
	is_lunar(2026, 9, 25, 8, 15);
	is_lunar(2026, 10, 18, 9, 9);
	is_lunar(2026, 2, 16, 12, 29);
}

/* Day follows day without a gap from the first to the last of the table, and nothing outside is guessed. */
TEST(the_table_has_no_gap)
{
	struct lunar l, before = { .day = 29 };
	day last = day_make(2051, 2, 11); /* the first day of 2051 */

	for (day d = day_make(2022, 2, 1); day_diff(d, last) > 0; d = day_add(d, 1)) {
		CHECK(lunar_of(d, &l));
		CHECK(l.day == before.day + 1 || (l.day == 1 && before.day >= 29));
		CHECK(l.day >= 1 && l.day <= 30 && l.month >= 1 && l.month <= 12);
		before = l;
	}
	CHECK(!lunar_of(day_make(2022, 1, 31), &l));
	CHECK(!lunar_of(last, &l));
	CHECK_INT(l.day, 0);
}

TEST(rules_fall_on_their_days)
{
	struct openday_rule r = { .kind = RULE_GREGORIAN, .days = 1u << 4 | 1u << 14 | 1u << 24 };
	int n = 0;

	for (day d = day_make(2026, 1, 1); day_civil(d).year == 2026; d = day_add(d, 1))
		n += openday_falls(&r, d);
	CHECK_INT(n, 36);
	CHECK(openday_falls(&r, day_make(2026, 12, 4)) && !openday_falls(&r, day_make(2026, 12, 5)));
	r.kind = RULE_LUNAR;
	CHECK(openday_falls(&r, day_make(2026, 2, 20)) && !openday_falls(&r, day_make(2026, 2, 24)));
	r = (struct openday_rule){ .kind = RULE_WEEKDAYS, .days = 1u << 3 };
	CHECK(openday_falls(&r, day_make(2026, 11, 25)) && !openday_falls(&r, day_make(2026, 11, 26)));
}

TEST(days_are_read_as_people_write_them)
{
	struct arena a = arena_open(1 << 20);
	uint64_t days;

	CHECK(openday_days_read(&a, S("4 14 24"), RULE_GREGORIAN, &days) && days == (1u << 4 | 1u << 14 | 1u << 24));
	CHECK_STR(openday_days_text(&a, days), "4 14 24");
	CHECK(openday_days_read(&a, S("４、１４，24号"), RULE_GREGORIAN, &days) &&
	      days == (1u << 4 | 1u << 14 | 1u << 24));
	CHECK(!openday_days_read(&a, S("32"), RULE_GREGORIAN, &days));
	CHECK(!openday_days_read(&a, S("31"), RULE_LUNAR, &days));
	CHECK(!openday_days_read(&a, S("8"), RULE_WEEKDAYS, &days));
	CHECK(!openday_days_read(&a, S("四"), RULE_GREGORIAN, &days));
	CHECK(!openday_days_read(&a, S("99999999999999999999"), RULE_GREGORIAN, &days));
	arena_close(&a);
}
