#include "base/err.h"
#include "base/out.h"
#include "base/str.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

static const str none = { NULL, 0 };

TEST(str_copies)
{
	struct arena a = arena_open(1 << 20);
	str s = S("荷叶");

	CHECK_INT(s.n, 6);
	CHECK_STR(str_of("荷叶"), "荷叶");
	CHECK_INT(str_of(NULL).n, 0);
	CHECK(str_of(NULL).p != NULL);
	CHECK(strcmp(str_z(&a, s), "荷叶") == 0);
	CHECK(strcmp(str_z(&a, none), "") == 0);
	CHECK_STR(str_dup(&a, s), "荷叶");
	CHECK(str_dup(&a, s).p != s.p);
	CHECK(str_dup(&a, none).p == NULL); /* none stays none: it binds NULL */
	CHECK(str_dup(&a, S("")).p != NULL);
	CHECK_STR(str_join(&a, s, S("田田")), "荷叶田田");
	CHECK_STR(str_join(&a, none, s), "荷叶");
	CHECK_STR(str_join(&a, s, none), "荷叶");
	CHECK_STR(str_join(&a, none, none), "");
	arena_close(&a);
}

TEST(str_formats_short_and_long)
{
	struct arena a = arena_open(1 << 20);
	char big[1000];
	str s;

	CHECK_STR(str_fmt(&a, "%d-%.*s", 7, STR_ARG(S("组"))), "7-组");
	CHECK_STR(str_fmt(&a, "%.*s", STR_ARG(str_skip(none, 1))), "");
	CHECK_STR(str_fmt(&a, "%s", ""), "");
	for (int n = 250; n < 262; n++) {
		memset(big, 'x', sizeof(big));
		big[n] = '\0';
		s = str_fmt(&a, "%s", big);
		CHECK_INT(s.n, n);
		CHECK(memcmp(s.p, big, (size_t)n) == 0);
	}
	arena_close(&a);
}

TEST(str_compares)
{
	CHECK(str_eq(none, S("")));
	CHECK(str_eq(S("a"), S("a")) && !str_eq(S("a"), S("b")) && !str_eq(S("a"), S("ab")));
	CHECK(str_cmp(S("a"), S("b")) < 0 && str_cmp(S("b"), S("a")) > 0 && str_cmp(S("a"), S("a")) == 0);
	CHECK(str_cmp(S("a"), S("ab")) < 0 && str_cmp(S("ab"), S("a")) > 0);
	CHECK(str_cmp(none, S("a")) < 0 && str_cmp(none, none) == 0);
	CHECK(str_cmp(S("\x7f"), S("\xe8")) < 0); /* bytes are not signed */
	CHECK(str_starts(S("青石沟村"), S("青石")) && !str_starts(S("青"), S("青石")) && str_starts(none, none));
	CHECK(str_ends(S("青石沟村"), S("沟村")) && !str_ends(S("村"), S("沟村")) && str_ends(S("x"), none));
}

TEST(str_finds_and_cuts)
{
	str head, tail;

	CHECK_INT(str_find(S("abcabc"), S("ca")), 2);
	CHECK_INT(str_find(S("abc"), S("")), 0);
	CHECK_INT(str_find(none, S("")), 0);
	CHECK_INT(str_find(none, S("a")), -1);
	CHECK_INT(str_find(S("ab"), S("abc")), -1);
	CHECK(str_has(S("说一声"), S("一")) && !str_has(S("说一声"), S("二")));
	CHECK_INT(str_find((str){ "a\0b", 3 }, S("b")), 2);

	CHECK(str_cut(S("a=b=c"), '=', &head, &tail));
	CHECK_STR(head, "a");
	CHECK_STR(tail, "b=c");
	CHECK(!str_cut(S("abc"), '=', &head, &tail));
	CHECK_STR(head, "abc");
	CHECK_INT(tail.n, 0);
	CHECK(str_cut(S("="), '=', &head, &tail) && head.n == 0 && tail.n == 0);
	CHECK(!str_cut(none, '=', &head, &tail) && head.n == 0 && tail.n == 0);
	tail = S("k=v");
	CHECK(str_cut(tail, '=', &head, &tail)); /* source and tail may be one */
	CHECK_STR(tail, "v");
}

TEST(str_trims)
{
	CHECK_STR(str_trim(S(" \t\r\n\v\f\u3000 有事 　")), "有事");
	CHECK_STR(str_trim(S("　　")), "");
	CHECK_STR(str_trim(none), "");
	CHECK_STR(str_trim(S("a　b")), "a　b");
	CHECK_STR(str_trim(S("\xe3\x80")), "\xe3\x80"); /* half a wide space is no space */
	CHECK_STR(str_skip(S("abc"), 2), "c");
	CHECK_STR(str_skip(S("abc"), 9), "");
	CHECK_STR(str_skip(none, 3), "");
	CHECK_STR(str_head(S("abc"), 2), "ab");
	CHECK_STR(str_head(S("abc"), 9), "abc");
}

static bool
is_int(const char *z, int64_t want)
{
	int64_t n = 0;

	return str_int(str_of(z), &n) && n == want;
}

TEST(str_reads_whole_numbers_only)
{
	static const char *const bad[] = { "",
					   "-",
					   "+1",
					   " 1",
					   "1 ",
					   "1a",
					   "0x10",
					   "--1",
					   "1-",
					   "9223372036854775808",
					   "-9223372036854775809",
					   "99999999999999999999999",
					   "18446744073709551616",
					   "１",
					   "1.0",
					   "1e3" };
	int64_t n = 42;

	CHECK(is_int("0", 0) && is_int("-0", 0) && is_int("007", 7) && is_int("-15", -15));
	CHECK(is_int("9223372036854775807", INT64_MAX) && is_int("-9223372036854775808", INT64_MIN));
	CHECK(is_int("0000000000000000000000000000001", 1));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK(!str_int(str_of(bad[i]), &n));
	CHECK(!str_int((str){ "1\0", 2 }, &n));
	CHECK(!str_int(none, &n));
	CHECK_INT(n, 42); /* left alone */
}

TEST(str_hex_there_and_back)
{
	struct arena a = arena_open(1 << 20);
	str bytes = none;
	unsigned char all[256];

	for (int i = 0; i < 256; i++)
		all[i] = (unsigned char)i;
	CHECK_STR(str_hex(&a, "\x00\xff\x7f", 3), "00ff7f");
	CHECK_STR(str_hex(&a, "", 0), "");
	CHECK(str_unhex(&a, str_hex(&a, all, 256), &bytes));
	CHECK(bytes.n == 256 && memcmp(bytes.p, all, 256) == 0);
	CHECK(str_unhex(&a, S(""), &bytes) && bytes.n == 0);
	CHECK(!str_unhex(&a, S("0"), &bytes));
	CHECK(!str_unhex(&a, S("0g"), &bytes));
	CHECK(!str_unhex(&a, S("AB"), &bytes)); /* lower case only: one form for one value */
	arena_close(&a);
}

TEST(str_narrows_full_width)
{
	struct arena a = arena_open(1 << 20);

	CHECK_STR(str_narrow(&a, S("１３８　００００－ＡＢｃｚ")), "138 0000-ABcz");
	CHECK_STR(str_narrow(&a, S("！～＠？｀")), "!~@?`");
	CHECK_STR(str_narrow(&a, S("荷叶、。￥｠")), "荷叶、。￥｠");
	CHECK_STR(str_narrow(&a, S("𠮷１")), "𠮷1");
	CHECK_STR(str_narrow(&a, none), "");
	CHECK_STR(str_narrow(&a, S("\xef\xbc")), "\xef\xbc");
	arena_close(&a);
}

TEST(out_builds_and_stops_at_its_max)
{
	struct arena a = arena_open(1 << 20);
	struct out o = out_make(&a, 4, 20);

	out_str(&o, S("abc"));
	out_char(&o, 'd');
	out_int(&o, -5);
	out_fmt(&o, "%s", "1234567890");
	CHECK_STR(out_view(&o), "abcd-51234567890");
	CHECK(!o.overflow);
	out_str(&o, S("12345")); /* 21 bytes: dropped whole */
	CHECK(o.overflow);
	CHECK_STR(out_view(&o), "abcd-51234567890");
	out_char(&o, 'x'); /* and it stays so: no text with a hole in it */
	CHECK_STR(out_view(&o), "abcd-51234567890");
	CHECK(out_room(&o, 1) == NULL);
	arena_close(&a);
}

TEST(out_exactly_full)
{
	struct arena a = arena_open(1 << 20);
	struct out o = out_make(&a, 0, 300);
	char big[301];

	memset(big, 'x', 300);
	big[300] = '\0';
	out_fmt(&o, "%s", big);
	CHECK(!o.overflow);
	CHECK_INT(out_view(&o).n, 300);
	out_fmt(&o, "%s", "");
	out_str(&o, none);
	CHECK(!o.overflow);
	out_char(&o, 'y');
	CHECK(o.overflow);
	o = out_make(&a, 100, 10);
	CHECK(o.cap == 10);
	out_str(&o, (str){ "x", SIZE_MAX }); /* never read: it cannot fit */
	CHECK(o.overflow);
	arena_close(&a);
}

TEST(out_numbers)
{
	struct arena a = arena_open(1 << 20);
	struct out o = out_make(&a, 0, 1000);

	out_int(&o, 0);
	out_char(&o, ' ');
	out_int(&o, INT64_MAX);
	out_char(&o, ' ');
	out_int(&o, INT64_MIN);
	CHECK_STR(out_view(&o), "0 9223372036854775807 -9223372036854775808");
	arena_close(&a);
}

TEST(out_grows_beside_others)
{
	struct arena a = arena_open(4 << 20);
	struct out o = out_make(&a, 8, 1 << 20), alone = out_make(&a, 8, 1 << 20);
	size_t used;

	for (int i = 0; i < 100000; i++) {
		out_char(&o, (char)('a' + i % 26));
		if (i % 1000 == 0)
			make(&a, char, 3);
	}
	CHECK_INT(out_view(&o).n, 100000);
	for (size_t i = 0; i < o.n; i++)
		if (o.p[i] != (char)('a' + i % 26)) {
			CHECK_INT(o.p[i], (char)('a' + i % 26)); /* a byte was lost on the way */
			break;
		}
	alone = out_make(&a, 8, 1 << 20);
	used = arena_mark(&a);
	for (int i = 0; i < 300000; i++)
		out_char(&alone, 'x');
	CHECK(arena_mark(&a) - used < 600000); /* in place: no copies left behind */
	memcpy(out_room(&alone, 5), "hello", 5);
	out_grew(&alone, 5);
	CHECK(str_ends(out_view(&alone), S("xhello")));
	arena_close(&a);
}

TEST(err_names)
{
	CHECK_STR(str_of(err_name(OK)), "OK");
	CHECK_STR(str_of(err_name(NOT_FOUND)), "NOT_FOUND");
	CHECK_STR(str_of(err_name(FORBIDDEN)), "FORBIDDEN");
	CHECK_STR(str_of(err_name(INVALID)), "INVALID");
	CHECK_STR(str_of(err_name(CONFLICT)), "CONFLICT");
	CHECK_STR(str_of(err_name(BUSY)), "BUSY");
	CHECK_STR(str_of(err_name(BROKEN)), "BROKEN");
	CHECK_STR(str_of(err_name((enum err)99)), "?");
}
