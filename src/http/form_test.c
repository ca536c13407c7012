#include "base/arena.h"
#include "http/form.h"
#include "http/multipart.h"
#include "test.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

TEST(form_urlencoded_reads_fields)
{
	struct arena a = arena_open((size_t)1 << 20);
	struct form f;
	str values[4];

	CHECK_INT(form_urlencoded(&a, S("a=1&b=%E8%B7%AF+%F0%9F%9A%A7&a=2&&c&d=&=e"), &f), OK);
	CHECK_INT(f.n, 6);
	CHECK_STR(form_get(&f, S("a")), "1");
	CHECK_STR(form_get(&f, S("b")), "路 🚧");
	CHECK_INT(form_all(&f, S("a"), values, 4), 2);
	CHECK_STR(values[1], "2");
	CHECK(form_has(&f, S("c")) && form_has(&f, S("d")) && form_has(&f, S("")));
	CHECK(form_get(&f, S("z")).p == NULL);
	CHECK_INT(form_urlencoded(&a, S(""), &f), OK);
	CHECK_INT(f.n, 0);
	arena_close(&a);
}

TEST(form_urlencoded_refuses)
{
	static const char *const bad[] = {
		"a=%", "a=%4", "a=%zz", "%=1", "a=%ff", "a=%c0%80", "a=%ed%a0%80", "a=\xff"
	};
	struct arena a = arena_open((size_t)1 << 20);
	char many[2 * (FORM_FIELDS + 1) + 1];
	struct form f;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (form_urlencoded(&a, str_of(bad[i]), &f) != INVALID)
			test_fail(__FILE__, __LINE__, "%s passed", bad[i]);
	for (size_t i = 0; i < sizeof(many); i++)
		many[i] = i % 2 ? '&' : 'a';
	CHECK_INT(form_urlencoded(&a, (str){ many, (size_t)2 * FORM_FIELDS }, &f), OK);
	CHECK_INT(f.n, FORM_FIELDS);
	CHECK_INT(form_urlencoded(&a, (str){ many, (size_t)2 * FORM_FIELDS + 2 }, &f), INVALID);
	arena_close(&a);
}

#define TYPE "multipart/form-data; boundary=XyZ"

/* Feeds `body` in pieces of `step` bytes. */
static enum err
feed(struct arena *a, str body, size_t step, struct form *f)
{
	struct multipart *m;

	TRY(multipart_open(a, S(TYPE), test_dir(), f, &m));
	while (body.n > 0) {
		TRY(multipart_feed(m, str_head(body, step)));
		body = str_skip(body, step < body.n ? step : body.n);
	}
	return multipart_close(m);
}

static str
content_of(struct arena *a, const struct form_file *file)
{
	char *p = make(a, char, (size_t)file->size + 1);
	ssize_t n = read(file->fd, p, (size_t)file->size + 1);

	return (str){ p, n > 0 ? (size_t)n : 0 };
}

#define HEAD(name) "Content-Disposition: form-data; name=\"" name "\"\r\n"

TEST(multipart_reads_the_same_in_pieces_of_any_size)
{
	str body = S("--XyZ\r\n" HEAD("a") "\r\n1\r\n\r\n--XyY\r\n2\r\n--XyZ\r\n" HEAD(
		"empty") "\r\n\r\n--XyZ\r\n"
			 "Content-Disposition: form-data; name=\"f\"; filename=\"C:\\x\\路 "
			 "%22灯.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"
			 "\r\r\n\r\n--Xy\r\n--Xy\x00\xff\r\n\r\n--XyZ\r\n"
			 "content-disposition: form-data; filename=\"\"; name=g\r\nContent-Type: "
			 "application/octet-stream\r\n\r\n\r\n--XyZ--\r\n");
	struct arena a = arena_open((size_t)4 << 20);
	struct form f;

	for (size_t step = 1; step <= body.n; step++) {
		CHECK_INT(feed(&a, body, step, &f), OK);
		CHECK_INT(f.n, 2);
		CHECK_STR(form_get(&f, S("a")), "1\r\n\r\n--XyY\r\n2");
		CHECK(form_has(&f, S("empty")) && form_get(&f, S("empty")).n == 0);
		CHECK_INT(f.files, 1);
		if (f.files == 1) {
			str want = S("\r\r\n\r\n--Xy\r\n--Xy\x00\xff\r\n");

			CHECK_STR(f.file[0].field, "f");
			CHECK_STR(f.file[0].name, "路 \"灯.jpg");
			CHECK_STR(f.file[0].type, "image/jpeg");
			CHECK_INT(f.file[0].size, want.n);
			CHECK(str_eq(content_of(&a, &f.file[0]), want));
		}
		form_close(&f);
		arena_reset(&a);
	}
	arena_close(&a);
}

TEST(multipart_refuses)
{
	static const char *const bad[] = {
		"",
		"--XyZ",
		"--XyZ\r\n",
		"--XyZ--x",
		"x--XyZ--\r\n",
		"--XyZ \r\n" HEAD("a") "\r\n1\r\n--XyZ--\r\n",
		"--XyZ\r\n\r\n1\r\n--XyZ--\r\n",
		"--XyZ\r\n" HEAD("a") "\r\n1\r\n--XyZ-x",
		"--XyZ\r\n" HEAD("a") "\r\n1\r\n--XyZ",
		"--XyZ\r\n" HEAD("a") "\r\n1\n--XyZ--\r\n",
		"--XyZ\r\n" HEAD("") "\r\n1\r\n--XyZ--\r\n",
		"--XyZ\r\n" HEAD("a") HEAD("b") "\r\n1\r\n--XyZ--\r\n",
		"--XyZ\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--XyZ--\r\n",
		"--XyZ\r\nContent-Disposition: form-data\r\n\r\n1\r\n--XyZ--\r\n",
		"--XyZ\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--XyZ--\r\n",
		"--XyZ\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\n1\r\n--XyZ--\r\n",
		"--XyZ\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\n1\r\n--XyZ--\r\n",
		"--XyZ\r\n" HEAD("a") "Content-Transfer-Encoding: base64\r\n\r\n1\r\n--XyZ--\r\n",
		"--XyZ\r\n" HEAD("a") "nonsense\r\n\r\n1\r\n--XyZ--\r\n",
		"--XyZ\r\n" HEAD("a") "\r\n\xff\r\n--XyZ--\r\n",
		"--XyZ\r\n" HEAD("a") "\r\n1\r\n--XyZ--\r\n\r\n",
	};
	struct arena a = arena_open((size_t)1 << 20);
	struct form f;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (feed(&a, str_of(bad[i]), 7, &f) != INVALID)
			test_fail(__FILE__, __LINE__, "number %zu passed", i);
		form_close(&f);
	}
	arena_close(&a);
}

TEST(multipart_has_limits)
{
	struct arena a = arena_open((size_t)4 << 20);
	str part = S("--XyZ\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\nabc\r\n");
	str field = S("--XyZ\r\n" HEAD("a") "\r\n"),
	    none = S("--XyZ\r\nContent-Disposition: form-data; name=f; filename=\"\"\r\n\r\n\r\n");
	char *big = make(&a, char, 1 << 20);
	struct multipart *m;
	struct form f;
	enum err err = OK;
	int n = 0;

	memset(big, 'a', 1 << 20);
	CHECK_INT(multipart_open(&a, S(TYPE), test_dir(), &f, &m), OK);
	while (err == OK && n < 100) {
		err = multipart_feed(m, part);
		n++;
	}
	CHECK_INT(err, INVALID);
	CHECK_INT(f.files, FORM_FILES);
	form_close(&f);
	CHECK_INT(multipart_open(&a, S(TYPE), test_dir(), &f, &m), OK);
	CHECK_INT(multipart_feed(m, field), OK);
	CHECK_INT(multipart_feed(m, (str){ big, 256 * 1024 }), OK);
	CHECK_INT(multipart_feed(m, S("b")), INVALID);
	CHECK_INT(multipart_open(&a, S(TYPE), test_dir(), &f, &m), OK);
	CHECK_INT(multipart_feed(m, S("--XyZ\r\nX: ")), OK);
	CHECK_INT(multipart_feed(m, (str){ big, MULTIPART_HEAD_MAX }), INVALID);
	CHECK_INT(multipart_open(&a, S(TYPE), test_dir(), &f, &m), OK);
	for (n = 0, err = OK; err == OK && n < 1000; n++)
		err = multipart_feed(m, none);
	CHECK_INT(err, INVALID);
	CHECK(n > FORM_FIELDS && n < 600);
	form_close(&f);
	arena_close(&a);
}

TEST(multipart_boundary_syntax)
{
	static const char *const good[] = { "multipart/form-data; boundary=a", "Multipart/Form-Data;boundary=\"a b\"",
					    "multipart/form-data; charset=utf-8; boundary=----WebKitFormBoundaryABC" };
	static const char *const bad[] = {
		"multipart/form-data",
		"multipart/form-data; boundary=",
		"multipart/form-data; boundary=\"\"",
		"multipart/form-data; boundary=a; boundary=b",
		"multipart/mixed; boundary=a",
		"multipart/form-data; boundary=\"a",
		"multipart/form-data; boundary=\"a \"",
		"multipart/form-data; boundary=a b",
		"multipart/form-data; boundary=\"\xe4\xbd\xa0\"",
		"multipart/form-data; boundary=01234567890123456789012345678901234567890123456789012345678901234567890"
	};
	str boundary;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		CHECK_INT(multipart_boundary(str_of(good[i]), &boundary), OK);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (multipart_boundary(str_of(bad[i]), &boundary) != INVALID)
			test_fail(__FILE__, __LINE__, "%s passed", bad[i]);
}

TEST(form_values_lose_what_nobody_sees)
{
	struct arena a = arena_open(1 << 16);
	struct form f;

	CHECK(form_urlencoded(&a, S("a=1%002%0b3%E2%80%8B4&b=%0d%0a%09"), &f) == OK);
	CHECK_STR(form_get(&f, S("a")), "1234");
	CHECK_STR(form_get(&f, S("b")), "\r\n\t");
	arena_close(&a);
}
