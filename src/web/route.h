/* route.h — from method and path to the one row that answers. Built once at start: each step of a lookup is one
 * probe of a hash table, however many routes there are. A piece spelled out wins over a ":name". */
#ifndef HEYE_WEB_ROUTE_H
#define HEYE_WEB_ROUTE_H

#include "web/web.h"

struct route_map;

/* INVALID, with the row in the log: two rows for one address, a row without handler, more than REQ_PARAMS pieces,
 * a duty for the receipt without ":code" first. A row without duty is kept, and refused to everybody when it is
 * asked for. */
MUST_USE enum err route_map_make(struct arena *a, const struct route *const *tables, struct route_map **m);

/* NOT_FOUND: no such path. CONFLICT: the path exists for the other method only. param[] gets the ":name" pieces. */
MUST_USE enum err route_find(const struct route_map *m, enum method method, str path, str param[REQ_PARAMS],
			     const struct route **r);

#endif
