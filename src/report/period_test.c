#include "report/period.h"

#include "test.h"

static struct arena mem;

static str
spelled(const char *key, bool name)
{
	struct period p;

	if (!period_read(str_of(key), &p))
		return S("none");
	return name ? period_name(&mem, &p, false)
		    : str_fmt(&mem, "%.*s %.*s %.*s", STR_ARG(period_key(&mem, &p)), STR_ARG(day_iso(&mem, p.from)),
			      STR_ARG(day_iso(&mem, p.to)));
}

TEST(periods_are_local_days)
{
	mem = arena_open(1 << 16);
	CHECK_STR(spelled("2026-W01", false), "2026-W01 2025-12-29 2026-01-04");
	CHECK_STR(spelled("2026-W53", false), "2026-W53 2026-12-28 2027-01-03");
	CHECK_STR(spelled("2025-W53", false), "none");
	CHECK_STR(spelled("2024-02", false), "2024-02 2024-02-01 2024-02-29");
	CHECK_STR(spelled("2026-12", false), "2026-12 2026-12-01 2026-12-31");
	CHECK_STR(spelled("2026-Q4", false), "2026-Q4 2026-10-01 2026-12-31");
	CHECK_STR(spelled("2026-H1", false), "2026-H1 2026-01-01 2026-06-30");
	CHECK_STR(spelled("2022", false), "2022 2022-01-01 2022-12-31");
	CHECK_STR(spelled("2022-13", false), "none");
	CHECK_STR(spelled("2022-Q5", false), "none");
	CHECK_STR(spelled("2022-02-03..2022-02-10", false), "2022-02-03..2022-02-10 2022-02-03 2022-02-10");
	CHECK_STR(spelled("2022-02-03..2022-02-30", false), "none");
	CHECK_STR(spelled("soon", false), "none");
	CHECK_STR(spelled("2023-Q1", true), "2023 年第一季度");
	CHECK_STR(spelled("2023-H2", true), "2023 年下半年");
	CHECK_STR(spelled("2023-W07", true), "2023 年第 7 周");
	arena_close(&mem);
}

TEST(the_one_before)
{
	static const enum period_kind kinds[] = { PERIOD_WEEK, PERIOD_MONTH, PERIOD_QUARTER, PERIOD_HALF, PERIOD_YEAR };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct period p = period_of(kinds[i], day_make(2026, 11, 28));

		for (int k = 0; k < 400; k++) {
			struct period q = period_before(&p), again;

			CHECK_INT(day_diff(q.to, p.from), 1);
			mem = arena_open(1 << 12);
			CHECK(period_read(period_key(&mem, &q), &again) && again.from.n == q.from.n &&
			      again.to.n == q.to.n);
			arena_close(&mem);
			p = q;
			if (p.year < 1995)
				break;
		}
	}
}
