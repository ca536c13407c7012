/* chart_web.h — charts and the map of villages as SVG, drawn here: no script, no picture from elsewhere. Each
 * says its numbers in
 * words as well, so that it can be read without colour, printed, and heard. */
#ifndef HEYE_REPORT_CHART_WEB_H
#define HEYE_REPORT_CHART_WEB_H

#include "web/web.h"

struct chart_bar {
	str name;
	int64_t n;
	url to; /* the list behind it, or empty */
};

struct chart_pair {
	str name;
	int64_t first, second;
};

struct chart_area {
	str name;
	str path;  /* d of an SVG path in a field of CHART_MAP_WIDE × CHART_MAP_HIGH */
	int x, y;  /* where its name stands */
	int64_t n; /* −1: not known */
	url to;
};

#define CHART_MAP_WIDE 400
#define CHART_MAP_HIGH 320

/* Lying bars with their numbers. */
html chart_rows(struct page *p, const struct chart_bar *b, size_t n, str label);
/* Standing bars in pairs: the first one is hollow, the second full. */
html chart_pairs(struct page *p, const struct chart_pair *b, size_t n, str label);
html chart_map(struct page *p, const struct chart_area *a, size_t n, str label);
/* The bounds of the map's shades: shade i (0 … 3) reaches to step·(i + 1), the last one further. */
int64_t chart_step(const struct chart_area *a, size_t n);

#endif
