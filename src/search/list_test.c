#include "search/list.h"
#include "test.h"

TEST(what_is_packed_is_unpacked)
{
	static const int64_t doc[] = { 1000, 1001, 1128, 1129, 17000, 66000 };
	struct arena a = arena_open(1 << 20);
	str bytes = list_pack(&a, 1000, doc, 6);
	uint16_t back[32];
	size_t n = 0;

	CHECK(bytes.n <= 32 && list_unpack(bytes, back, &n) == OK && n == 6);
	for (size_t i = 0; i < n; i++)
		CHECK_INT(1000 + back[i], doc[i]);
	CHECK(list_unpack(S(""), back, &n) == OK && n == 0);
	arena_close(&a);
}

/* A damaged list is refused, not followed. */
TEST(damaged_lists_are_refused)
{
	uint16_t back[64];
	size_t n = 0;

	CHECK_INT(list_unpack(S("\x81"), back, &n), INVALID);
	CHECK_INT(list_unpack(S("\xFF\xFF\xFF\x01"), back, &n), INVALID);
	CHECK_INT(list_unpack(S("\xFF\xFF\x03\x01"), back, &n), INVALID); /* one beyond the stretch */
}
