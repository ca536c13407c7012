/* routing_web.h — the table of routing rules: /admin/routing. A change is first shown with every type and
 * village it moves. */
#ifndef HEYE_CATALOGUE_ROUTING_WEB_H
#define HEYE_CATALOGUE_ROUTING_WEB_H

#include "catalogue/catalogue.h"
#include "web/web.h"

extern const struct route routing_routes[];

/* One type in one village whose unit would change. */
struct routing_move {
	str code, type, village, from, to; /* names in the reader's language */
};

#define ROUTING_MOVES 400 /* shown at most */

struct routing_preview {
	const struct req *rq;
	str code;
	int64_t village, unit;
	day from;
	struct routing_move *move;
	size_t n, all; /* shown, found */
};

#endif
