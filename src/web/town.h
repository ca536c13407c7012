/* town.h — which township a request is for, and its card. Both are asked of the database once in five seconds at
 * most. */
#ifndef HEYE_WEB_TOWN_H
#define HEYE_WEB_TOWN_H

#include "web/web.h"

struct towns;

struct towns *towns_make(struct arena *a);
void towns_close(struct towns *t);

/* The township named by the first path piece (9 digits), else by the host, else the only one there is. Sets
 * db->town, rq->root and rq->path, and gives the card. NOT_FOUND: none of them says which. */
MUST_USE enum err town_of_request(struct towns *t, struct db *db, struct req *rq, struct town_card *card);

#endif
