/* map_web.h — the administrator brings in the boundaries of the villages; the overview draws them. */
#ifndef HEYE_REPORT_MAP_WEB_H
#define HEYE_REPORT_MAP_WEB_H

#include "report/chart_web.h"

#define MAP_FILE_MOST ((int64_t)2 << 20)

struct map_page {
	const struct req *rq;
	struct chart_area area[60];
	size_t areas;
	bool schematic;
	int64_t done; /* villages matched by the import just made */
	str missing;
};

/* The outline of the i-th of n villages into `a`; *schematic is set when there are no boundaries. */
MUST_USE enum err map_area(struct db *db, int64_t place, int i, int n, struct chart_area *a, bool *schematic);

extern const struct route map_routes[];

#endif
