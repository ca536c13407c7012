#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

str
str_of(const char *z)
{
	return z ? (str){ z, strlen(z) } : (str){ "", 0 };
}

const char *
str_z(struct arena *a, str s)
{
	char *z = make(a, char, s.n + 1);

	if (s.n > 0)
		memcpy(z, s.p, s.n);
	return z;
}

str
str_dup(struct arena *a, str s)
{
	char *p;

	if (s.n == 0)
		return (str){ s.p ? "" : NULL, 0 };
	p = make(a, char, s.n);
	memcpy(p, s.p, s.n);
	return (str){ p, s.n };
}

str
str_fmt(struct arena *a, const char *format, ...)
{
	va_list ap;
	char small[256];
	int n;
	char *p;

	va_start(ap, format);
	n = vsnprintf(small, sizeof(small), format, ap);
	va_end(ap);
	if (n <= 0)
		return S("");
	p = make(a, char, (size_t)n + 1);
	if ((size_t)n < sizeof(small)) {
		memcpy(p, small, (size_t)n);
	} else {
		va_start(ap, format);
		vsnprintf(p, (size_t)n + 1, format, ap);
		va_end(ap);
	}
	return (str){ p, (size_t)n };
}

str
str_join(struct arena *a, str left, str right)
{
	size_t n;
	char *p;

	if (__builtin_add_overflow(left.n, right.n, &n))
		n = SIZE_MAX; /* more than any arena holds: arena_take() refuses it */
	if (n == 0)
		return S("");
	p = make(a, char, n);
	if (left.n > 0)
		memcpy(p, left.p, left.n);
	if (right.n > 0)
		memcpy(p + left.n, right.p, right.n);
	return (str){ p, n };
}

bool
str_eq(str a, str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

int
str_cmp(str a, str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n > 0 ? memcmp(a.p, b.p, n) : 0;

	if (c != 0)
		return c < 0 ? -1 : 1;
	return a.n < b.n ? -1 : a.n > b.n;
}

bool
str_starts(str s, str prefix)
{
	return s.n >= prefix.n && str_eq((str){ s.p, prefix.n }, prefix);
}

bool
str_ends(str s, str suffix)
{
	return s.n >= suffix.n && str_eq(str_skip(s, s.n - suffix.n), suffix);
}

bool
str_has(str s, str needle)
{
	return str_find(s, needle) >= 0;
}

ptrdiff_t
str_find(str s, str needle)
{
	const char *at;

	if (needle.n == 0)
		return 0;
	if (needle.n > s.n)
		return -1;
	at = memmem(s.p, s.n, needle.p, needle.n);
	return at ? at - s.p : -1;
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

str
str_trim(str s)
{
	const str wide = S("\u3000");

	for (;;) {
		if (s.n > 0 && is_blank(s.p[0]))
			s = str_skip(s, 1);
		else if (str_starts(s, wide))
			s = str_skip(s, wide.n);
		else
			break;
	}
	for (;;) {
		if (s.n > 0 && is_blank(s.p[s.n - 1]))
			s.n--;
		else if (str_ends(s, wide))
			s.n -= wide.n;
		else
			break;
	}
	return s;
}

str
str_skip(str s, size_t n)
{
	if (n > s.n)
		n = s.n;
	return n == 0 ? s : (str){ s.p + n, s.n - n };
}

str
str_head(str s, size_t n)
{
	return (str){ s.p, n < s.n ? n : s.n };
}

bool
str_cut(str s, char sep, str *head, str *tail)
{
	const char *at = s.n > 0 ? memchr(s.p, sep, s.n) : NULL;
	size_t n = at ? (size_t)(at - s.p) : s.n;

	*head = str_head(s, n);
	*tail = at ? str_skip(s, n + 1) : str_skip(s, s.n);
	return at != NULL;
}

bool
str_int(str s, int64_t *n)
{
	bool minus = s.n > 0 && s.p[0] == '-';
	int64_t sum = 0;

	if (minus)
		s = str_skip(s, 1);
	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		int digit = s.p[i] - '0';

		if (digit < 0 || digit > 9)
			return false;
		if (__builtin_mul_overflow(sum, 10, &sum))
			return false;
		/* Counted downwards for a negative number, so that INT64_MIN is within reach. */
		if (__builtin_add_overflow(sum, minus ? -digit : digit, &sum))
			return false;
	}
	*n = sum;
	return true;
}

str
str_hex(struct arena *a, const void *p, size_t n)
{
	const uint8_t *b = p;
	char *out = arena_take(a, n, 2, 1);

	for (size_t i = 0; i < n; i++) {
		out[2 * i] = "0123456789abcdef"[b[i] >> 4];
		out[2 * i + 1] = "0123456789abcdef"[b[i] & 15];
	}
	return (str){ out, 2 * n };
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

bool
str_unhex(struct arena *a, str hex, str *bytes)
{
	char *out;

	if (hex.n % 2 != 0)
		return false;
	out = make(a, char, hex.n / 2);
	for (size_t i = 0; i < hex.n; i += 2) {
		int high = hex_digit(hex.p[i]), low = hex_digit(hex.p[i + 1]);

		if (high < 0 || low < 0)
			return false;
		out[i / 2] = (char)(high * 16 + low);
	}
	*bytes = (str){ out, hex.n / 2 };
	return true;
}

/* U+FF01 … U+FF5E are ASCII 0x21 … 0x7E in order: EF BC 81 … EF BC BF, then EF BD 80 … EF BD 9E. */
static char
narrow_of(const char *p)
{
	uint8_t a = (uint8_t)p[0], b = (uint8_t)p[1], c = (uint8_t)p[2];

	if (a == 0xe3 && b == 0x80 && c == 0x80)
		return ' ';
	if (a == 0xef && b == 0xbc && c >= 0x81 && c <= 0xbf)
		return (char)(c - 0x81 + 0x21);
	if (a == 0xef && b == 0xbd && c >= 0x80 && c <= 0x9e)
		return (char)(c - 0x80 + 0x60);
	return 0;
}

str
str_narrow(struct arena *a, str s)
{
	char *out = make(a, char, s.n);
	size_t n = 0;

	for (size_t i = 0; i < s.n;) {
		char c = s.n - i >= 3 ? narrow_of(s.p + i) : 0;

		out[n++] = c ? c : s.p[i];
		i += c ? 3 : 1;
	}
	return (str){ out, n };
}
