#include "http/url.h"

#include "base/utf8.h"

#include <string.h>

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static enum err
decode(struct arena *a, str raw, bool plus_is_space, str *text)
{
	char *p = make(a, char, raw.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < raw.n; i++) {
		int high, low;

		if (raw.p[i] != '%') {
			p[n++] = plus_is_space && raw.p[i] == '+' ? ' ' : raw.p[i];
			continue;
		}
		if (raw.n - i < 3)
			return INVALID;
		high = hex_digit(raw.p[i + 1]);
		low = hex_digit(raw.p[i + 2]);
		if (high < 0 || low < 0)
			return INVALID;
		p[n++] = (char)(high * 16 + low);
		i += 2;
	}
	*text = (str){ p, n };
	return OK;
}

enum err
url_decode(struct arena *a, str raw, bool plus_is_space, str *text)
{
	TRY(decode(a, raw, plus_is_space, text));
	return utf8_ok(*text) ? OK : INVALID;
}

enum err
url_typed(struct arena *a, str raw, str *text)
{
	TRY(decode(a, raw, true, text));
	*text = utf8_visible(a, *text);
	return utf8_ok(*text) ? OK : INVALID;
}

/* One decoded segment that is not the last: empty ones, "." and ".." would let one page have many names. */
static bool
segment_ok(str s)
{
	return !str_eq(s, S(".")) && !str_eq(s, S(".."));
}

enum err
url_path(struct arena *a, str raw, str *path)
{
	size_t slashes = 0, decoded_slashes = 0;
	str rest, segment;

	if (raw.n == 0 || raw.p[0] != '/')
		return INVALID;
	TRY(url_decode(a, raw, false, path));
	for (size_t i = 0; i < raw.n; i++)
		slashes += raw.p[i] == '/';
	for (size_t i = 0; i < path->n; i++) {
		unsigned char c = (unsigned char)path->p[i];

		if (c < 0x20 || c == 0x7f || c == '\\')
			return INVALID;
		decoded_slashes += c == '/';
	}
	if (slashes != decoded_slashes || str_has(*path, S("//")))
		return INVALID;
	rest = str_skip(*path, 1);
	while (str_cut(rest, '/', &segment, &rest))
		if (!segment_ok(segment))
			return INVALID;
	return segment_ok(segment) ? OK : INVALID;
}

str
url_encode(struct arena *a, str text)
{
	static const char hex[] = "0123456789ABCDEF";
	char *p = make(a, char, text.n * 3 + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
		    c == '.' || c == '_' || c == '~') {
			p[n++] = (char)c;
			continue;
		}
		p[n++] = '%';
		p[n++] = hex[c >> 4];
		p[n++] = hex[c & 15];
	}
	return (str){ p, n };
}

str
url_cookie(str header, str name)
{
	str rest = header, pair, key, value;
	bool more;

	do {
		more = str_cut(rest, ';', &pair, &rest);
		if (str_cut(str_trim(pair), '=', &key, &value) && str_eq(key, name))
			return value;
	} while (more);
	return (str){ NULL, 0 };
}
