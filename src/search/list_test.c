#include "base/rand.h"
#include "search/list.h"
#include "test.h"

#include <string.h>

TEST(what_is_packed_is_unpacked)
{
	static const int64_t doc[] = { 1000, 1001, 1128, 1129, 17000, 65535 };
	struct arena a = arena_open(1 << 20);
	str bytes = list_pack(&a, 1000, doc, 6);
	uint16_t back[32];
	size_t n = 0;

	CHECK(bytes.n <= 32 && list_unpack(1000, bytes, back, &n) == OK && n == 6);
	for (size_t i = 0; i < n; i++)
		CHECK_INT(1000 + back[i], doc[i]);
	CHECK(list_unpack(0, S(""), back, &n) == OK && n == 0);
	arena_close(&a);
}

/* A damaged list is refused, not followed. */
TEST(damaged_lists_are_refused)
{
	uint16_t back[64];
	size_t n = 0;

	CHECK_INT(list_unpack(0, S("\x81"), back, &n), INVALID);
	CHECK_INT(list_unpack(0, S("\xFF\xFF\xFF\x01"), back, &n), INVALID);
	CHECK_INT(list_unpack(0, S("\xFF\xFF\x03\x01"), back, &n), INVALID); /* one beyond the stretch */
	CHECK(list_unpack(65000, S("\x00\x97\x04"), back, &n) == OK && n == 2);
	CHECK_INT(list_unpack(65000, S("\x00\x98\x04"), back, &n), INVALID); /* that began in its middle */
	CHECK_INT(list_unpack(-1, S("\x00"), back, &n), INVALID);
}

/* ---- where lists meet ---- */

#define FIRST 131072 /* a stretch begins at a multiple of LIST_SPAN at the earliest */
#define DOCS  600

static uint32_t
chance(uint32_t below)
{
	uint32_t r;

	rand_bytes((char *)&r, sizeof r);
	return r % below;
}

/* A loaded stretch that begins somewhere; in `holds` its entries are counted. */
static void
walk_fill(struct list_walk *w, uint16_t *doc, uint8_t holds[LIST_SPAN])
{
	uint32_t begin = chance(300), at = 0, step = 1 + chance(60);

	*w = (struct list_walk){ .first = FIRST + begin, .doc = doc, .loaded = true };
	while (w->n < DOCS && begin + at < LIST_SPAN) {
		doc[w->n++] = (uint16_t)at;
		holds[begin + at]++;
		at += 1 + chance(step);
	}
	w->upto = w->n;
}

TEST(lists_meet_where_all_hold_the_entry)
{
	static uint8_t holds[LIST_SPAN];
	static uint16_t doc[4][DOCS];

	for (int round = 0; round < 500; round++) {
		struct list_walk w[4];
		struct list_meet m;
		size_t n = 1 + chance(4), met = 0;
		int64_t from = FIRST, upto;

		memset(holds, 0, sizeof holds);
		for (size_t i = 0; i < n; i++) {
			walk_fill(&w[i], doc[i], holds);
			from = w[i].first > from ? w[i].first : from;
		}
		upto = from + chance(20000);
		list_common(w, n, from, upto, &m);
		CHECK_INT(m.from, from);
		for (int64_t k = from - FIRST; k <= upto - FIRST && k < LIST_SPAN; k++)
			if (holds[k] == n) {
				CHECK(met < m.n && m.first + m.doc[met] == FIRST + k);
				met++;
			}
		CHECK_INT(m.n, met);
		for (size_t i = 0; i < n; i++) /* what is older is still there to be asked for */
			CHECK(w[i].upto == 0 || w[i].first + w[i].doc[w[i].upto - 1] < from);
	}
}
