/* drill_web.h — one figure: its number, what it means, its parts, and the list behind it; and all figures on
 * one page. */
#ifndef HEYE_REPORT_DRILL_WEB_H
#define HEYE_REPORT_DRILL_WEB_H

#include "report/ask_web.h"

#define DRILL_ROWS 30

struct drill_row {
	str number, title, village, unit;
	moment at;
	url to;
};

struct drill_group {
	str name;
	int64_t n; /* −1: only "fewer than" is said */
	url to;
};

struct drill_page {
	struct ask_page a;
	int64_t n;
	const char *by; /* NULL: the list */
	struct drill_row *row;
	size_t rows;
	url more, first; /* empty: none */
	struct drill_group *group;
	size_t groups;
	int64_t median;
	str filters[4]; /* in words */
	size_t filter_n;
	url all, export;
	bool closed; /* the list is not for this reader */
	bool hidden; /* the number itself would tell too much */
};

struct drill_number {
	const struct figure *f;
	int64_t n;
	url to;
};

struct drill_rate {
	const struct figure_rate *r;
	int64_t above, below;
};

struct drill_index {
	const struct req *rq;
	struct period period;
	struct drill_number *number;
	size_t numbers;
	struct drill_rate *rate;
	size_t rates;
};

#define DRILL_TABS 6
const char *drill_tab_key(size_t i);                                 /* "" for the list */
const struct word *drill_tab_word(const struct figure *f, size_t i); /* NULL: the figure has no such parts */

extern const struct route drill_routes[];

#endif
