#include "openday/lunar.h"

struct lunar_year {
	uint8_t month, mday; /* Gregorian date of its first day */
	uint16_t longer;     /* bit n: month n of the row, from 0, has 30 days, else 29 */
	uint8_t leap;        /* the month that comes twice, or 0 */
};

/* clang-format off */
static const struct lunar_year years[LUNAR_LAST - LUNAR_FIRST + 1] = {
	{ 2, 1, 0x0ab5, 0 }, /* 2022 */
	{ 1, 22, 0x15b2, 2 }, /* 2023 */
	{ 2, 10, 0x06d2, 0 }, /* 2024 */
	{ 1, 29, 0x0ea5, 6 }, /* 2025 */
	{ 2, 17, 0x0725, 0 }, /* 2026 */
	{ 2, 6, 0x064b, 0 }, /* 2027 */
	{ 1, 26, 0x0c97, 5 }, /* 2028 */
	{ 2, 13, 0x0cab, 0 }, /* 2029 */
	{ 2, 3, 0x055a, 0 }, /* 2030 */
	{ 1, 23, 0x0ad6, 3 }, /* 2031 */
	{ 2, 11, 0x0b69, 0 }, /* 2032 */
	{ 1, 31, 0x1752, 11 }, /* 2033 */
	{ 2, 19, 0x0b52, 0 }, /* 2034 */
	{ 2, 8, 0x0b25, 0 }, /* 2035 */
	{ 1, 28, 0x1a4b, 6 }, /* 2036 */
	{ 2, 15, 0x0a4b, 0 }, /* 2037 */
	{ 2, 4, 0x04ab, 0 }, /* 2038 */
	{ 1, 24, 0x055b, 5 }, /* 2039 */
	{ 2, 12, 0x05ad, 0 }, /* 2040 */
	{ 2, 1, 0x0b6a, 0 }, /* 2041 */
	{ 1, 22, 0x1b52, 2 }, /* 2042 */
	{ 2, 10, 0x0d92, 0 }, /* 2043 */
	{ 1, 30, 0x1d25, 7 }, /* 2044 */
	{ 2, 17, 0x0d25, 0 }, /* 2045 */
	{ 2, 6, 0x0a55, 0 }, /* 2046 */
	{ 1, 26, 0x14ad, 5 }, /* 2047 */
	{ 2, 14, 0x04b6, 0 }, /* 2048 */
	{ 2, 2, 0x05b5, 0 }, /* 2049 */
	{ 1, 23, 0x0daa, 3 }, /* 2050 */
};
/* clang-format on */

/* True when `left` days after its first day fall into the year. */
static bool
year_walk(const struct lunar_year *y, int left, struct lunar *l)
{
	bool twice = false;

	l->month = 0;
	for (int i = 0; i < (y->leap ? 13 : 12); i++) {
		int length = 29 + (y->longer >> i & 1);

		l->leap = y->leap && l->month == y->leap && !twice;
		twice |= l->leap;
		l->month += !l->leap;
		if (left < length) {
			l->day = left + 1;
			return true;
		}
		left -= length;
	}
	return false;
}

bool
lunar_of(day d, struct lunar *l)
{
	for (int y = day_civil(d).year; y >= LUNAR_FIRST && y >= day_civil(d).year - 1; y--) {
		const struct lunar_year *row = &years[y > LUNAR_LAST ? 0 : y - LUNAR_FIRST];
		day first = day_make(y, row->month, row->mday);

		if (y > LUNAR_LAST || day_diff(first, d) < 0)
			continue;
		l->year = y;
		if (year_walk(row, day_diff(first, d), l))
			return true;
	}
	*l = (struct lunar){ 0 };
	return false;
}
