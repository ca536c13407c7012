/* board_web.h — the overview: a few numbers, the weeks, the kinds, the villages. Each opens its list; none puts
 * villages, cadres or
 * volunteers in an order. */
#ifndef HEYE_REPORT_BOARD_WEB_H
#define HEYE_REPORT_BOARD_WEB_H

#include "report/ask_web.h"
#include "report/chart_web.h"

#define BOARD_CARDS   8
#define BOARD_WEEKS   12
#define BOARD_KINDS   8
#define BOARD_AREAS   60
#define BOARD_RATES   12
#define BOARD_PERIODS 12

struct board_card {
	const struct word *name, *unit;
	int64_t n, of; /* of: the second number of "70 / 71"; −1: none */
	str note;
	bool red;
	url to;
};

struct board_rate {
	const struct figure_rate *rate;
	int64_t above, below;
	url to; /* the list of what is below the line */
};

struct board_page {
	const struct req *rq;
	struct period period;
	struct period choice[BOARD_PERIODS];
	size_t choices;
	struct board_card card[BOARD_CARDS];
	size_t cards;
	struct chart_pair week[BOARD_WEEKS];
	size_t weeks;
	int64_t received, answered; /* of these weeks */
	struct chart_bar kind[BOARD_KINDS];
	size_t kinds;
	int64_t other_kinds; /* of all the rest */
	struct chart_area area[BOARD_AREAS];
	size_t areas;
	bool schematic; /* no boundaries are known: fields in a row */
	struct board_rate rate[BOARD_RATES];
	size_t rates;
	int64_t median; /* days to the answer; −1: not known */
	url weeks_table, kinds_table, map_table;
};

str board_choice_key(const struct board_page *b, size_t i);
str board_choice_name(const struct board_page *b, size_t i);

extern const struct route board_routes[];

#endif
