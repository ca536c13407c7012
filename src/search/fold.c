#include "search/fold.h"
#include "base/utf8.h"

#include <stdlib.h>

#define PAIR_BITS 21

static bool
between(uint32_t c, uint32_t first, uint32_t last)
{
	return c >= first && c <= last;
}

/* Letters that differ by case only. */
static uint32_t
lower(uint32_t c)
{
	if (between(c, 'A', 'Z') || (between(c, 0xC0, 0xDE) && c != 0xD7) || between(c, 0x391, 0x3A9) ||
	    between(c, 0x410, 0x42F))
		return c + 32;
	return between(c, 0x400, 0x40F) ? c + 80 : c;
}

static bool
is_break(uint32_t c)
{
	if (c < 0x80)
		return !between(c, '0', '9') && !between(c, 'a', 'z');
	if (between(c, 0x3000, 0x303F))
		return c != 0x3005 && c != 0x3007; /* 々 and 〇 are written within words */
	return between(c, 0x80, 0xBF) || between(c, 0x2000, 0x2BFF) || between(c, 0xFE10, 0xFE6F) ||
	       between(c, 0xFF00, 0xFF65) || between(c, 0xFFE0, 0xFFFF) || c == 0xD7 || c == 0xF7;
}

/* Circled and old radical forms that stand for an ordinary character. */
static uint32_t
plain(uint32_t c)
{
	static const struct {
		uint32_t from, to;
	} radicals[] = { { 0x2F00, 0x4E00 }, { 0x2F08, 0x4EBA }, { 0x2F12, 0x529B }, { 0x2F1D, 0x53E3 },
			 { 0x2F1F, 0x571F }, { 0x2F24, 0x5927 }, { 0x2F25, 0x5973 }, { 0x2F29, 0x5C0F },
			 { 0x2F2D, 0x5C71 }, { 0x2F47, 0x65E5 }, { 0x2F49, 0x6708 }, { 0x2F4A, 0x6728 },
			 { 0x2F54, 0x6C34 }, { 0x2F55, 0x706B }, { 0x2F62, 0x7532 }, { 0x2F64, 0x7528 },
			 { 0x2F65, 0x7530 }, { 0x2F6C, 0x76EE }, { 0x2F92, 0x898B }, { 0x2FA6, 0x91D1 },
			 { 0x2FA8, 0x9580 }, { 0x2FAC, 0x96E8 }, { 0x2FBA, 0x99AC } };

	if (between(c, 0xFF01, 0xFF5E))
		return c - 0xFEE0;
	for (size_t i = 0; between(c, 0x2F00, 0x2FD5) && i < sizeof radicals / sizeof *radicals; i++)
		if (radicals[i].from == c)
			return radicals[i].to;
	return c;
}

uint32_t
fold_char(uint32_t c)
{
	c = lower(plain(c));
	return is_break(c) ? 0 : c;
}

int64_t
fold_pair(uint32_t first, uint32_t second)
{
	return (int64_t)first << PAIR_BITS | second;
}

static int
by_value(const void *left, const void *right)
{
	const int64_t *l = left, *r = right;

	return (*l > *r) - (*l < *r);
}

size_t
fold_tokens(struct arena *a, str text, int64_t **tokens)
{
	size_t n = 0, kept = 0, most = 2 * utf8_count(text) + 1, step;
	int64_t *t = make(a, int64_t, most);
	uint32_t c, before = 0;

	for (str rest = text; (step = utf8_next(rest, &c)) > 0; rest = str_skip(rest, step)) {
		c = fold_char(c);
		if (c)
			t[n++] = c;
		if (c && before)
			t[n++] = fold_pair(before, c);
		before = c;
	}
	qsort(t, n, sizeof *t, by_value);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || t[kept - 1] != t[i])
			t[kept++] = t[i];
	*tokens = t;
	return kept;
}

size_t
fold_query(str typed, struct fold_phrase p[FOLD_PHRASES])
{
	size_t n = 0, step;
	uint32_t c;
	bool open = false;

	for (str rest = typed; (step = utf8_next(rest, &c)) > 0; rest = str_skip(rest, step)) {
		c = fold_char(c);
		if (c && !open && n == FOLD_PHRASES)
			break;
		if (c && !open)
			p[n++].n = 0;
		if (c && p[n - 1].n < FOLD_LONGEST)
			p[n - 1].c[p[n - 1].n++] = c;
		open = c != 0;
	}
	return n;
}

/* Bytes of the text that the phrase takes from its beginning on, 0: it does not stand there. */
static size_t
stands(str text, const struct fold_phrase *p)
{
	size_t bytes = 0, step;
	uint32_t c;

	for (size_t i = 0; i < p->n; i++) {
		step = utf8_next(str_skip(text, bytes), &c);
		if (step == 0 || fold_char(c) != p->c[i])
			return 0;
		bytes += step;
	}
	return bytes;
}

bool
fold_find(str text, size_t start, const struct fold_phrase *p, size_t *from, size_t *to)
{
	size_t at = start, step, bytes;
	uint32_t c;

	for (; (step = utf8_next(str_skip(text, at), &c)) > 0; at += step) {
		bytes = stands(str_skip(text, at), p);
		if (bytes) {
			*from = at;
			*to = at + bytes;
			return true;
		}
	}
	return false;
}
