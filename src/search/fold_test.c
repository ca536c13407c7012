#include "search/fold.h"
#include "test.h"

static bool
found(const char *text, const char *typed)
{
	struct fold_phrase p[FOLD_PHRASES];
	size_t from, to, n = fold_query(str_of(typed), p);

	for (size_t i = 0; i < n; i++)
		if (!fold_find(str_of(text), 0, &p[i], &from, &to))
			return false;
	return n > 0;
}

TEST(words_of_any_length)
{
	const char *text = "村口到学校那段路，路灯坏了五盏。";

	CHECK(found(text, "灯") && found(text, "路灯") && found(text, "路灯坏") && found(text, "学校那段路"));
	CHECK(found(text, "路灯坏了五盏") && found(text, "五盏 村口"));
	CHECK(!found(text, "灯路") && !found(text, "桥") && !found(text, "路路灯")); /* a comma stands between */
	CHECK(!found(text, "") && !found(text, "，。 !?"));
}

TEST(what_is_the_same_character)
{
	CHECK(found("电话１２３４５，ＡＢＣ公司", "12345") && found("电话12345", "１２３４５"));
	CHECK(found("ABC公司", "abc公") && found("abc公司", "ＡＢＣ"));
	CHECK(found("ÉCOLE", "école") && found("Ж", "ж"));
	CHECK(found("\xE2\xBC\xAD村", "山村"));                         /* U+2F2D, an old form of 山 */
	CHECK(found("道路損壞", "損壞") && !found("道路损坏", "損壞")); /* traditional is found as it is written */
	CHECK(found("地名𠮷家沟和𡋾坝", "𠮷家") && found("地名𠮷家沟和𡋾坝", "𡋾") && !found("吉家", "𠮷"));
}

TEST(tokens_stand_once_and_in_order)
{
	struct arena a = arena_open(1 << 20);
	int64_t *t;
	size_t n = fold_tokens(&a, S("路灯路灯，灯"), &t);

	CHECK_INT(n, 4); /* 路, 灯, 路灯, 灯路 */
	for (size_t i = 1; i < n; i++)
		CHECK(t[i - 1] < t[i]);
	CHECK_INT(t[2], fold_pair(0x706F, 0x8DEF));
	CHECK_INT(t[3], fold_pair(0x8DEF, 0x706F));
	CHECK_INT(fold_tokens(&a, S(""), &t), 0);
	arena_close(&a);
}

/* Whatever is typed is cut to what is compared. */
TEST(hostile_queries)
{
	struct fold_phrase p[FOLD_PHRASES];
	struct arena a = arena_open(1 << 20);
	char *many = make(&a, char, 60001);
	size_t from, to;

	for (size_t i = 0; i < 30000; i++) {
		many[2 * i] = 'a';
		many[2 * i + 1] = ' ';
	}
	CHECK_INT(fold_query((str){ many, 60000 }, p), FOLD_PHRASES);
	for (size_t i = 0; i < 60000; i++)
		many[i] = 'a';
	CHECK_INT(fold_query((str){ many, 60000 }, p), 1);
	CHECK_INT(p[0].n, FOLD_LONGEST);
	CHECK(fold_find((str){ many, 60000 }, 0, p, &from, &to) && from == 0 && to == FOLD_LONGEST);
	CHECK(!fold_find((str){ many, 99 }, 0, p, &from, &to));
	CHECK_INT(fold_query(S("%' or 1=1 --*\"NEAR("), p), 4);
	arena_close(&a);
}

TEST(where_it_stands)
{
	struct fold_phrase p[FOLD_PHRASES];
	size_t from, to;

	CHECK_INT(fold_query(S("路灯"), p), 1);
	CHECK(fold_find(S("坏了路灯，路灯"), 0, p, &from, &to) && from == 6 && to == 12);
	CHECK(fold_find(S("坏了路灯，路灯"), to, p, &from, &to) && from == 15 && to == 21);
	CHECK(!fold_find(S("坏了路灯，路灯"), to, p, &from, &to));
}
