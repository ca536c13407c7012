#include "base/arena.h"
#include "http/encoding.h"
#include "http/strict.h"
#include "http/url.h"
#include "test.h"

TEST(url_path_is_one_name_for_one_thing)
{
	static const char *const bad[] = { "",        "a",       "//",         "/a//b",  "/.",     "/..",
					   "/a/../b", "/a/./b",  "/%2e%2e/a",  "/a/%2E", "/a%2fb", "/a%5cb",
					   "/a\\b",   "/%",      "/%4",        "/%4g",   "/%00",   "/%0a",
					   "/%c3",    "/%c0%af", "/%ed%a0%80", "/%7f",   "/a%09b" };
	static const char *const good[][2] = {
		{ "/", "/" },         { "/a/b/", "/a/b/" }, { "/%E4%BD%A0", "/你" },
		{ "/a%20b", "/a b" }, { "/...", "/..." },   { "/.well-known", "/.well-known" },
		{ "/a+b", "/a+b" },   { "/%252e", "/%2e" }
	};
	struct arena a = arena_open((size_t)1 << 20);
	str path;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (url_path(&a, str_of(bad[i]), &path) != INVALID)
			test_fail(__FILE__, __LINE__, "%s passed", bad[i]);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		CHECK_INT(url_path(&a, str_of(good[i][0]), &path), OK);
		CHECK_STR(path, good[i][1]);
	}
	arena_close(&a);
}

TEST(url_encode_and_decode_are_inverse)
{
	struct arena a = arena_open((size_t)1 << 20);
	str text = S("路灯 a+b&c=d/%~\U0001F6A7"), back;

	CHECK_STR(url_encode(&a, S("a b/你")), "a%20b%2F%E4%BD%A0");
	CHECK_INT(url_decode(&a, url_encode(&a, text), true, &back), OK);
	CHECK(str_eq(text, back));
	CHECK_INT(url_decode(&a, S("a+b"), false, &back), OK);
	CHECK_STR(back, "a+b");
	arena_close(&a);
}

TEST(url_cookie_takes_whole_names_only)
{
	str header = S("ab=1; b=2;c=; xb=9; b=3; d=a=b");

	CHECK_STR(url_cookie(header, S("b")), "2");
	CHECK_STR(url_cookie(header, S("d")), "a=b");
	CHECK_INT(url_cookie(header, S("c")).n, 0);
	CHECK(url_cookie(header, S("c")).p != NULL);
	CHECK(url_cookie(header, S("x")).p == NULL);
	CHECK(url_cookie(S(""), S("x")).p == NULL);
}

TEST(host_syntax)
{
	static const char *const good[][2] = { { "a", "a" },
					       { "a.cn:8311", "a.cn" },
					       { "[::1]:80", "[::1]" },
					       { "127.0.0.1", "127.0.0.1" },
					       { "my_host-1.local", "my_host-1.local" } };
	static const char *const bad[] = { "",     ":80", "a:",      "a:0",  "a:99999", "a:80x",       "a b",
					   "a/b",  "a@b", "a,b",     "[::1", "[]",      "[zz]",        "..",
					   "a..b", ".a",  "a:80:80", "a%00", "a\\b",    "\xe4\xbd\xa0" };
	str host;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		CHECK(strict_host(str_of(good[i][0]), &host));
		CHECK_STR(host, good[i][1]);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (strict_host(str_of(bad[i]), &host))
			test_fail(__FILE__, __LINE__, "%s passed", bad[i]);
}

TEST(accept_encoding)
{
	CHECK(encoding_takes(S("gzip, deflate, br"), S("gzip")));
	CHECK(encoding_takes(S("deflate;q=0.5, GZIP;q=0.1"), S("gzip")));
	CHECK(encoding_takes(S("*"), S("gzip")));
	CHECK(encoding_takes(S("identity;q=0, *;q=0.2"), S("br")));
	CHECK(!encoding_takes(S(""), S("gzip")));
	CHECK(!encoding_takes(S("deflate"), S("gzip")));
	CHECK(!encoding_takes(S("gzip;q=0"), S("gzip")));
	CHECK(!encoding_takes(S("gzip ; q=0.000, *"), S("gzip")));
	CHECK(!encoding_takes(S("*;q=0"), S("gzip")));
	CHECK(!encoding_takes(S("xgzip"), S("gzip")));
}
