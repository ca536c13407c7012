/* list.h — which entries hold a token: stored as differences, 7 bits a byte, and walked from the newest back.
 *
 * A stretch is LIST_SPAN entries at most and never reaches over a multiple of that, so an entry is 16 bits beside the
 * first of its stretch. A walk loads one stretch at a time, whatever the township's size. */
#ifndef HEYE_SEARCH_LIST_H
#define HEYE_SEARCH_LIST_H

#include "db/db.h"

#define LIST_SPAN 65536

/* `doc`: ascending, within one stretch from `first` on. */
str list_pack(struct arena *a, int64_t first, const int64_t *doc, size_t n);
/* INVALID: not what list_pack() writes. `doc` has room for bytes.n of them. */
MUST_USE enum err list_unpack(str bytes, uint16_t *doc, size_t *n);

struct list_walk {
	int64_t token, first; /* first: of the stretch that is loaded */
	uint16_t *doc;
	size_t n, room;
	bool loaded, over;
};

/* The newest entry with the token that is not newer than `most`. NOT_FOUND: there is none. */
MUST_USE enum err list_seek(struct db *db, struct list_walk *w, int64_t most, int64_t *doc);

#endif
