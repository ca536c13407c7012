/* lunar.h — the Chinese calendar for markets and open days that follow it: which day of the lunar month a date is.
 *
 * A table of 2022 to 2050, computed by tools/lunar.py (GB/T 33661-2017); nothing is known outside. */
#ifndef HEYE_OPENDAY_LUNAR_H
#define HEYE_OPENDAY_LUNAR_H

#include "base/day.h"

#define LUNAR_FIRST 2022
#define LUNAR_LAST  2050

struct lunar {
	int year, month, day; /* year: the one in which it begins */
	bool leap;            /* the second month of that number */
};

/* False, and all zero: the date is not in the table. */
bool lunar_of(day d, struct lunar *l);

#endif
