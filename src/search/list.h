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
/* INVALID: not what list_pack() writes, or it reaches over its stretch. `doc` has room for bytes.n of them. */
MUST_USE enum err list_unpack(int64_t first, str bytes, uint16_t *doc, size_t *n);

struct list_walk {
	int64_t token, first; /* first: of the stretch that is loaded */
	uint16_t *doc;
	size_t n, room;
	size_t upto, to; /* of the stretch: all from `upto` on are newer than what was asked for */
	bool loaded, over;
};

/* Entries that stand in all lists, ascending: first + doc[i]. All of them between `from` and what was asked for; there may be
 * none. They lie in a walk and hold until the next call. */
struct list_meet {
	const uint16_t *doc;
	size_t n;
	int64_t first, from;
};

/* The newest stretch, not newer than `most`, in which all lists may meet; `most` never grows from call to call. NOT_FOUND:
 * one of the lists has no older entry. */
MUST_USE enum err list_meet(struct db *db, struct list_walk *w, size_t n, int64_t most, struct list_meet *m);
/* The same for stretches that are loaded and all reach from `from` to `upto`. */
void list_common(struct list_walk *w, size_t n, int64_t from, int64_t upto, struct list_meet *m);

#endif
