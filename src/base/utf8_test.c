#include "base/utf8.h"
#include "test.h"

#include <string.h>

static bool
ok(const char *z)
{
	return utf8_ok(str_of(z));
}

TEST(utf8_takes_what_is_valid)
{
	CHECK(ok("") && ok("abc") && ok("荷叶") && ok("𠮷野家") && ok("é") && ok("\xf4\x8f\xbf\xbf"));
	CHECK(ok("\u00a0") && ok("\ud7ff") && ok("\ue000") && ok("\uffff") && ok("\U00010000") && ok("\u07ff\u0800"));
	CHECK(ok("a\tb\r\nc"));
	CHECK(utf8_ok((str){ NULL, 0 }));
}

TEST(utf8_refuses_what_is_not)
{
	static const char *const bad[] = {
		"\x80",
		"\xbf",
		"a\xff",
		"\xfe",
		"\xc0\x80",
		"\xc1\xbf", /* stray and overlong */
		"\xe0\x80\x80",
		"\xe0\x9f\xbf",
		"\xf0\x80\x80\x80",
		"\xf0\x8f\xbf\xbf",
		"\xed\xa0\x80",
		"\xed\xbf\xbf",
		"\xed\xa0\xbd\xed\xb8\x80", /* surrogates, and a pair of them */
		"\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80",
		"\xf8\x88\x80\x80\x80", /* beyond U+10FFFF */
		"\xe8",
		"\xe8\x8d",
		"\xf0\xa0\xae",
		"\xf0\xa0",
		"\xf0",
		"\xc3", /* cut short at the end */
		"\xe8\x8dx",
		"\xf0\xa0\xaex",
		"\xc3(",
		"\xe8(\x80",
		"\xf0(\x80\x80", /* and in the middle */
		"\x01",
		"a\x1b[0m",
		"\x7f",
		"\xc2\x80",
		"\xc2\x85",
		"\xc2\x9f",
		"\v",
		"\f",
		"\b", /* controls */
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (ok(bad[i]))
			test_fail(__FILE__, __LINE__, "bad[%zu] passed", i);
	CHECK(!utf8_ok((str){ "a\0b", 3 }));
	CHECK(!utf8_ok((str){ "\0", 1 }));
}

TEST(utf8_every_code_point_there_and_back)
{
	for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
		char bytes[4];
		size_t n = 0;
		uint32_t back = 0, want;

		utf8_put(bytes, &n, cp);
		want = cp >= 0xd800 && cp <= 0xdfff ? 0xfffd : cp;
		if (utf8_next((str){ bytes, n }, &back) != n || back != want) {
			test_fail(__FILE__, __LINE__, "U+%04X came back as U+%04X", cp, back);
			break;
		}
		for (size_t cut = 0; cut < n; cut++)
			if (utf8_next((str){ bytes, cut }, &back) != 0) {
				test_fail(__FILE__, __LINE__, "U+%04X cut to %zu bytes passed", cp, cut);
				return;
			}
	}
	{
		char bytes[4];
		size_t n;

		utf8_put(bytes, &n, 0x110000);
		CHECK_STR(((str){ bytes, n }), "\ufffd");
	}
}

TEST(utf8_counts_and_heads)
{
	uint32_t cp = 0;

	CHECK_INT(utf8_count(S("a荷𠮷é")), 4);
	CHECK_INT(utf8_count(S("")), 0);
	CHECK_STR(utf8_head(S("a荷𠮷é"), 0), "");
	CHECK_STR(utf8_head(S("a荷𠮷é"), 3), "a荷𠮷");
	CHECK_STR(utf8_head(S("a荷𠮷é"), 99), "a荷𠮷é");
	CHECK_STR(utf8_head(S("荷\xff荷"), 99), "荷"); /* not past what is malformed */
	CHECK_INT(utf8_head((str){ NULL, 0 }, 5).n, 0);
	CHECK_INT(utf8_next(S("𠮷"), &cp), 4);
	CHECK_INT(cp, 0x20bb7);
	CHECK_INT(utf8_next((str){ "\0", 1 }, &cp), 1);
	CHECK_INT(cp, 0);
}

TEST(utf8_tidies)
{
	struct arena a = arena_open(1 << 20);

	CHECK_STR(utf8_tidy(&a, S("")), "");
	CHECK_STR(utf8_tidy(&a, (str){ NULL, 0 }), "");
	CHECK_STR(utf8_tidy(&a, S(" \r\n　\t\n")), "");
	CHECK_STR(utf8_tidy(&a, S("  路塌了  ")), "路塌了");
	CHECK_STR(utf8_tidy(&a, S("a\r\nb\rc\nd")), "a\nb\nc\nd");
	CHECK_STR(utf8_tidy(&a, S("a \t\nb　\r\nc")), "a\nb\nc");
	CHECK_STR(utf8_tidy(&a, S("a\n\n\n\n\nb\n \n　\nc")), "a\n\nb\n\nc");
	CHECK_STR(utf8_tidy(&a, S("a\n  b")), "a\n  b"); /* the writer's own indent stays */
	CHECK_STR(utf8_tidy(&a, S("a\u2028b\u2029\u2029\u2029c")), "a\nb\n\nc");
	CHECK_STR(utf8_tidy(&a, S("\u2028\u2028a\u2029")), "a");
	CHECK_STR(utf8_tidy(&a, S("𠮷\n𠮷")), "𠮷\n𠮷");
	CHECK_STR(utf8_tidy(&a, S("a　b")), "a　b");
	arena_close(&a);
}

TEST(utf8_from_gb18030)
{
	struct arena a = arena_open(1 << 20);
	str text = S("old");

	CHECK(utf8_from_any(&a, S("\xba\xc9\xd2\xb6"), &text)); /* GB2312 */
	CHECK_STR(text, "荷叶");
	CHECK(utf8_from_any(&a, S("\xe9\x46,\x96\x44\r\n"), &text)); /* GBK: second bytes in the ASCII range */
	CHECK_STR(text, "镕,朌\r\n");
	CHECK(utf8_from_any(&a, S("\x95\x32\x82\x36\xd2\xb0"), &text)); /* GB18030: four bytes, U+20000 and then 野 */
	CHECK_STR(text, "𠀀野");
	CHECK(utf8_from_any(&a, S("\xfe\x51\xba\xc9"), &text)); /* two bytes that become four */
	CHECK(utf8_ok(text));
	arena_close(&a);
}

TEST(utf8_from_utf8_stays)
{
	struct arena a = arena_open(1 << 20);
	str text = S("old"), utf8 = S("荷叶\r\n");

	CHECK(utf8_from_any(&a, utf8, &text));
	CHECK(text.p == utf8.p && text.n == utf8.n);
	CHECK(utf8_from_any(&a, S("\xef\xbb\xbf荷叶"), &text));
	CHECK_STR(text, "荷叶");
	CHECK(utf8_from_any(&a, S("\xef\xbb\xbf"), &text));
	CHECK_INT(text.n, 0);
	CHECK(utf8_from_any(&a, (str){ NULL, 0 }, &text));
	CHECK_INT(text.n, 0);
	CHECK(utf8_from_any(&a, (str){ "a\0b", 3 }, &text)); /* the gate is utf8_ok(), not this */
	CHECK(text.n == 3 && !utf8_ok(text));
	arena_close(&a);
}

TEST(utf8_from_neither)
{
	struct arena a = arena_open(1 << 20);
	size_t used = arena_mark(&a);
	str text;

	CHECK(!utf8_from_any(&a, S("\xff\xff"), &text));
	CHECK(!utf8_from_any(&a, S("\xba\xc9\xd2"), &text)); /* half a character at the end */
	CHECK(!utf8_from_any(&a, S("\x89PNG\r\n\x1a\n\xff"), &text));
	CHECK(!utf8_from_any(&a, S("\x95\x32\x82"), &text));
	CHECK(!utf8_from_any(&a, S("\xfe\xff\x4e\x00"), &text)); /* UTF-16 */
	CHECK_INT(arena_mark(&a), used);
	arena_close(&a);
}

TEST(utf8_from_gb18030_at_length)
{
	struct arena a = arena_open(16 << 20);
	size_t n = 2000000;
	char *bytes = make(&a, char, n);
	str text = S("");

	for (size_t i = 0; i < n; i++)
		bytes[i] = "\xba\xc9"[i % 2];
	CHECK(utf8_from_any(&a, (str){ bytes, n }, &text));
	CHECK_INT(text.n, n / 2 * 3);
	CHECK(utf8_ok(text));
	arena_close(&a);
}

TEST(what_nobody_sees_is_dropped)
{
	struct arena a = arena_open(1 << 16);

	CHECK_STR(utf8_visible(&a, S("路灯\x0b坏了\x01\t看\n不清")), "路灯坏了\t看\n不清");
	CHECK_STR(utf8_visible(&a, S("\u200b\ufeff\u2060")), "");
	CHECK_STR(utf8_visible(&a, S("a\u202eb\u2066c")), "abc");
	CHECK_STR(utf8_visible(&a, S("𠮷\u200d𠮷")), "𠮷\u200d𠮷");
	CHECK_STR(utf8_visible(&a, (str){ "a\0b", 3 }), "ab");
	CHECK_INT(utf8_visible(&a, (str){ "a\xff", 2 }).n, 2); /* not UTF-8: left to the gate */
	arena_close(&a);
}
