#include "search/list.h"
#include "gen/search.sql.h"

str
list_pack(struct arena *a, int64_t first, const int64_t *doc, size_t n)
{
	char *out = make(a, char, n * 3 + 1);
	int64_t before = first;
	size_t bytes = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t gap = (uint64_t)(doc[i] - before);

		for (; gap > 127; gap >>= 7)
			out[bytes++] = (char)(0x80 | (gap & 0x7F));
		out[bytes++] = (char)gap;
		before = doc[i];
	}
	return (str){ out, bytes };
}

enum err
list_unpack(str bytes, uint16_t *doc, size_t *n)
{
	uint32_t at = 0, gap = 0;
	int shift = 0;

	*n = 0;
	for (size_t i = 0; i < bytes.n; i++) {
		uint8_t b = (uint8_t)bytes.p[i];

		gap |= (uint32_t)(b & 0x7F) << shift;
		shift += 7;
		if (b & 0x80) {
			if (shift > 14)
				return INVALID;
			continue;
		}
		at += gap;
		if (at >= LIST_SPAN)
			return INVALID;
		doc[(*n)++] = (uint16_t)at;
		gap = 0;
		shift = 0;
	}
	return shift == 0 ? OK : INVALID;
}

/* The newest stretch that begins at `most` or before. The blob goes back to the arena; the list stays. */
static enum err
load(struct db *db, struct list_walk *w, int64_t most)
{
	struct q_search_list_at row;
	size_t mark = arena_mark(db->mem);
	enum err e = q_search_list_at(db, w->token, most, &row);

	w->loaded = e == OK;
	w->over = e == NOT_FOUND;
	if (e == OK && row.docs.n > w->room) {
		arena_back(db->mem, mark);
		w->room = row.docs.n * 2;
		w->doc = make(db->mem, uint16_t, w->room);
		return load(db, w, most);
	}
	if (e == OK) {
		w->first = row.first;
		e = list_unpack(row.docs, w->doc, &w->n);
	}
	arena_back(db->mem, mark);
	return e == INVALID ? BROKEN : e;
}

/* Index of the newest that is not newer than `most`, n when all are. */
static size_t
place_of(const struct list_walk *w, int64_t most)
{
	size_t low = 0, high = w->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (w->first + w->doc[mid] <= most)
			low = mid + 1;
		else
			high = mid;
	}
	return low ? low - 1 : w->n;
}

enum err
list_seek(struct db *db, struct list_walk *w, int64_t most, int64_t *doc)
{
	size_t i;

	if (w->over)
		return NOT_FOUND;
	if (!w->loaded || most < w->first)
		TRY(load(db, w, most));
	while ((i = place_of(w, most)) == w->n)
		TRY(load(db, w, w->first - 1));
	*doc = w->first + w->doc[i];
	return OK;
}
