#include "base/utf8.h"

#include <iconv.h>
#include <string.h>

/* The length a first byte announces, with the range its second byte must lie in: that range is what rules out overlong
 * forms, surrogates and everything above U+10FFFF (RFC 3629, section 4). */
static size_t
lead(uint8_t first, uint8_t *low, uint8_t *high)
{
	*low = 0x80;
	*high = 0xbf;
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef) {
		if (first == 0xe0)
			*low = 0xa0;
		if (first == 0xed)
			*high = 0x9f;
		return 3;
	}
	if (first >= 0xf0 && first <= 0xf4) {
		if (first == 0xf0)
			*low = 0x90;
		if (first == 0xf4)
			*high = 0x8f;
		return 4;
	}
	return 0;
}

size_t
utf8_next(str s, uint32_t *cp)
{
	uint8_t low, high;
	const uint8_t *b = (const uint8_t *)s.p;
	size_t n;
	uint32_t c;

	if (s.n == 0)
		return 0;
	n = lead(b[0], &low, &high);
	if (n == 1) {
		*cp = b[0];
		return 1;
	}
	if (n == 0 || n > s.n || b[1] < low || b[1] > high)
		return 0;
	c = b[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((b[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (b[i] & 0x3fu);
	}
	*cp = c;
	return n;
}

static bool
is_control(uint32_t cp)
{
	if (cp < 0x20)
		return cp != '\t' && cp != '\n' && cp != '\r';
	return cp >= 0x7f && cp <= 0x9f;
}

static bool
is_utf8(str s, bool controls)
{
	uint32_t cp = 0;

	for (size_t i = 0, n; i < s.n; i += n) {
		n = 1;
		if (s.p[i] >= ' ' && s.p[i] < 0x7f)
			continue; /* most bytes of most requests */
		n = utf8_next((str){ s.p + i, s.n - i }, &cp);
		if (n == 0 || (!controls && is_control(cp)))
			return false;
	}
	return true;
}

bool
utf8_ok(str s)
{
	return is_utf8(s, false);
}

size_t
utf8_count(str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((uint8_t)s.p[i] & 0xc0) != 0x80;
	return n;
}

str
utf8_head(str s, size_t n)
{
	str rest = s;
	uint32_t cp;
	size_t step;

	while (n > 0 && (step = utf8_next(rest, &cp)) > 0) {
		rest = str_skip(rest, step);
		n--;
	}
	return str_head(s, s.n - rest.n);
}

void
utf8_put(char out[4], size_t *n, uint32_t cp)
{
	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		cp = 0xfffd;
	if (cp < 0x80) {
		out[0] = (char)cp;
		*n = 1;
		return;
	}
	*n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	for (size_t i = *n - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (cp & 0x3f));
		cp >>= 6;
	}
	out[0] = (char)((0xf00u >> *n & 0xf0) | cp);
}

/* Bytes of the line end at the start of s: CR LF, LF, CR, or the separators U+2028 and U+2029; 0 when there is none. */
static size_t
line_end(str s)
{
	if (str_starts(s, S("\r\n")))
		return 2;
	if (s.n > 0 && (s.p[0] == '\n' || s.p[0] == '\r'))
		return 1;
	if (str_starts(s, S("\u2028")) || str_starts(s, S("\u2029")))
		return 3;
	return 0;
}

/* Cuts the first line off s. */
static str
line_next(str *s)
{
	size_t at = 0, end = 0;
	str line;

	while (at < s->n && (end = line_end(str_skip(*s, at))) == 0)
		at++;
	line = str_head(*s, at);
	*s = str_skip(*s, at + end);
	return line;
}

/* Without the blanks at its end; those at its start are the writer's own. */
static str
line_tidy(str line)
{
	str trimmed = str_trim(line);

	return trimmed.n == 0 ? trimmed : str_head(line, (size_t)(trimmed.p - line.p) + trimmed.n);
}

str
utf8_tidy(struct arena *a, str s)
{
	char *out;
	size_t n = 0;
	int empty = 0;

	s = str_trim(s);
	out = make(a, char, s.n + 1);
	while (s.n > 0) {
		str line = line_tidy(line_next(&s));

		if (line.n == 0 && ++empty > 1)
			continue;
		if (line.n > 0) {
			empty = 0;
			memcpy(out + n, line.p, line.n);
			n += line.n;
		}
		out[n++] = '\n';
	}
	/* The separators U+2028 and U+2029 are no blanks to str_trim(), but leave empty lines at either end. */
	return str_trim((str){ out, n });
}

static bool
unseen(uint32_t c)
{
	if (c < 0x20)
		return c != '\t' && c != '\n' && c != '\r';
	return (c >= 0x7f && c < 0xa0) || c == 0x200b || c == 0x2060 || c == 0xfeff || c == 0x200e || c == 0x200f ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

str
utf8_visible(struct arena *a, str s)
{
	char *out = make(a, char, s.n + 1);
	str rest = s;
	uint32_t c;
	size_t n = 0;

	for (size_t width; (width = utf8_next(rest, &c)) > 0; rest = str_skip(rest, width)) {
		if (unseen(c))
			continue;
		memcpy(out + n, rest.p, width);
		n += width;
	}
	return rest.n > 0 ? s : (str){ out, n };
}

static bool
from_gb18030(struct arena *a, str bytes, str *text)
{
	iconv_t converter;
	size_t mark = arena_mark(a), left = bytes.n, room, failed;
	char *in, *out, *to;

	/* Two bytes become four at most (the rare characters beyond U+FFFF), four become four, one stays one. */
	room = bytes.n < SIZE_MAX / 2 ? bytes.n * 2 : SIZE_MAX;
	out = to = make(a, char, room);
	in = make(a, char, bytes.n);
	memcpy(in, bytes.p, bytes.n);               /* iconv() wants a pointer to char that is not const */
	converter = iconv_open("UTF-8", "GB18030"); /* after the arena, which may jump away */
	if (converter == (iconv_t)-1)
		return false;
	failed = iconv(converter, &in, &left, &to, &room);
	iconv_close(converter);
	*text = (str){ out, (size_t)(to - out) };
	if (failed != (size_t)-1 && left == 0 && is_utf8(*text, true))
		return true;
	arena_back(a, mark);
	*text = S("");
	return false;
}

bool
utf8_from_any(struct arena *a, str bytes, str *text)
{
	const str bom = S("\xef\xbb\xbf");

	if (str_starts(bytes, bom))
		bytes = str_skip(bytes, bom.n);
	if (is_utf8(bytes, true)) {
		*text = bytes;
		return true;
	}
	return from_gb18030(a, bytes, text);
}
