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
	int64_t month;                     /* matters of the last thirty days that would have gone there */
};

/* Dispatchers passed it elsewhere than the rules say: a rule that could be made. */
struct routing_hints {
	struct q_catalogue_overrides_list l;
	size_t n;
	size_t *at; /* those that the rules still say otherwise */
};

#define ROUTING_MOVES 400 /* shown at most */

struct routing_preview {
	const struct req *rq;
	str code;
	int64_t village, unit;
	day from;
	struct routing_move *move;
	size_t n, all; /* shown, found */
	int64_t month; /* of the last thirty days, in all */
};

#endif
