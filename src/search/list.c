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
list_unpack(int64_t first, str bytes, uint16_t *doc, size_t *n)
{
	uint32_t at = 0, gap = 0, room;
	int shift = 0;

	*n = 0;
	if (first < 0)
		return INVALID;
	room = LIST_SPAN - (uint32_t)(first % LIST_SPAN);
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
		if (at >= room)
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
		e = list_unpack(row.first, row.docs, w->doc, &w->n);
		w->upto = w->n;
	}
	arena_back(db->mem, mark);
	return e == INVALID ? BROKEN : e;
}

/* How many of the stretch are not newer than `most`. The end mostly stands near the one before: steps double from there. */
static size_t
count_upto(struct list_walk *w, int64_t most)
{
	size_t low = 0, high = w->upto;

	for (size_t step = 1; step <= high; step *= 2) {
		if (w->first + w->doc[high - step] <= most) {
			low = high - step;
			break;
		}
		high -= step;
	}
	while (low < high) {
		size_t mid = (low + high) / 2;

		if (w->first + w->doc[mid] <= most)
			low = mid + 1;
		else
			high = mid;
	}
	w->upto = low;
	return low;
}

/* The newest entry of the list that is not newer than `most`. */
static enum err
seek(struct db *db, struct list_walk *w, int64_t most, int64_t *doc)
{
	size_t n;

	if (w->over)
		return NOT_FOUND;
	if (!w->loaded || most < w->first)
		TRY(load(db, w, most));
	while ((n = count_upto(w, most)) == 0)
		TRY(load(db, w, w->first - 1));
	*doc = w->first + w->doc[n - 1];
	return OK;
}

/* Of those in `of` what stands in `w` too, by a bit for each entry of a stretch: lists that are long and never meet cost no more
 * than reading them. */
static size_t
keep_common(const struct list_walk *w, uint16_t *doc, size_t n, int64_t first)
{
	uint64_t bits[LIST_SPAN / 64] = { 0 };
	int64_t base = first - first % LIST_SPAN;
	uint32_t theirs = (uint32_t)(w->first - base), ours = (uint32_t)(first - base);
	size_t kept = 0;

	for (size_t i = w->upto; i < w->to; i++) {
		uint32_t at = theirs + w->doc[i];

		bits[at / 64] |= (uint64_t)1 << at % 64;
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t at = ours + doc[i];

		doc[kept] = doc[i];
		kept += bits[at / 64] >> at % 64 & 1;
	}
	return kept;
}

void
list_common(struct list_walk *w, size_t n, int64_t from, int64_t upto, struct list_meet *m)
{
	struct list_walk *s = w; /* the shortest there; what stands in it from `from` on is not asked for again */
	uint16_t *doc;
	size_t left;

	for (size_t i = 0; i < n; i++) {
		w[i].to = count_upto(&w[i], upto);
		(void)count_upto(&w[i], from - 1);
		if (w[i].to - w[i].upto < s->to - s->upto)
			s = &w[i];
	}
	doc = s->doc + s->upto;
	left = s->to - s->upto;
	for (size_t i = 0; i < n && left; i++)
		if (&w[i] != s)
			left = keep_common(&w[i], doc, left, s->first);
	*m = (struct list_meet){ doc, left, s->first, from };
}

enum err
list_meet(struct db *db, struct list_walk *w, size_t n, int64_t most, struct list_meet *m)
{
	int64_t upto = most, from = 1, found;
	bool apart = true; /* one begins where another has ended already */

	while (apart) {
		apart = false;
		for (size_t i = 0; i < n; i++) {
			TRY(seek(db, &w[i], upto, &found));
			upto = found < upto ? found : upto;
		}
		for (size_t i = 0; i < n; i++) {
			from = i == 0 || w[i].first > from ? w[i].first : from;
			apart |= w[i].first > upto;
		}
	}
	list_common(w, n, from, upto, m);
	return OK;
}
