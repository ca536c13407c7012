/* search_web.h — GET /desk/search: the words found, in their text, newest first; every filter is a link. */
#ifndef HEYE_SEARCH_SEARCH_WEB_H
#define HEYE_SEARCH_SEARCH_WEB_H

#include "search/search.h"
#include "web/web.h"

#define SEARCH_MARKS 6 /* hits that are marked in a line */

struct search_line {
	const struct search_row *row;
	str text[SEARCH_MARKS + 1], hit[SEARCH_MARKS]; /* in turns: text, hit, text … */
	bool cut_before, cut_after;
};

/* A filter that a link sets or takes away. */
struct search_link {
	url to;
	str text;
	const struct word *word; /* instead of the text */
	bool on;
};

struct search_page {
	const struct req *rq;
	struct search_ask ask;
	struct search_found found;
	struct search_line line[SEARCH_ROWS];
	struct search_link lane[5], time[4], place[SEARCH_ROWS], unit[SEARCH_ROWS], type[SEARCH_ROWS];
	size_t lanes, times, places, units, types;
	url older;
};

extern const struct route search_routes[];

#endif
