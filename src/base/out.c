#include "base/out.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct out
out_make(struct arena *mem, size_t first, size_t max)
{
	if (first > max)
		first = max;
	return (struct out){ .mem = mem, .p = make(mem, char, first), .cap = first, .max = max };
}

/* Makes room for n more bytes, doubling, in place where the text is the newest thing in its arena. */
static bool
grow(struct out *o, size_t n)
{
	size_t cap = o->cap;
	char *p;

	if (o->overflow || n > o->max - o->n) {
		o->overflow = true;
		return false;
	}
	if (n <= o->cap - o->n)
		return true;
	while (cap - o->n < n)
		cap = cap < 64 ? 64 : cap * 2;
	if (cap > o->max)
		cap = o->max;
	if (arena_widen(o->mem, o->p, o->cap, cap)) {
		o->cap = cap;
		return true;
	}
	p = make(o->mem, char, cap);
	if (o->n > 0)
		memcpy(p, o->p, o->n);
	o->p = p;
	o->cap = cap;
	return true;
}

void
out_str(struct out *o, str s)
{
	bool room = s.n <= o->cap - o->n && !o->overflow; /* nearly always: a page is thousands of short pieces */

	if (s.n == 0 || (!room && !grow(o, s.n)))
		return;
	memcpy(o->p + o->n, s.p, s.n);
	o->n += s.n;
}

void
out_char(struct out *o, char c)
{
	if (grow(o, 1))
		o->p[o->n++] = c;
}

void
out_int(struct out *o, int64_t n)
{
	char digits[20];
	size_t at = sizeof(digits);
	uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

	do
		digits[--at] = (char)('0' + left % 10);
	while (left /= 10);
	if (n < 0)
		digits[--at] = '-';
	out_str(o, (str){ digits + at, sizeof(digits) - at });
}

void
out_fmt(struct out *o, const char *format, ...)
{
	va_list ap;
	char small[256];
	int n;

	va_start(ap, format);
	n = vsnprintf(small, sizeof(small), format, ap);
	va_end(ap);
	if (n <= 0)
		return;
	if ((size_t)n < sizeof(small)) {
		out_str(o, (str){ small, (size_t)n });
		return;
	}
	/* vsnprintf() ends with a NUL, for which there may be no room before max: format beside, then copy. */
	if (grow(o, (size_t)n)) {
		size_t mark = arena_mark(o->mem);
		char *big = make(o->mem, char, (size_t)n + 1);

		va_start(ap, format);
		vsnprintf(big, (size_t)n + 1, format, ap);
		va_end(ap);
		out_str(o, (str){ big, (size_t)n });
		arena_back(o->mem, mark);
	}
}

char *
out_room(struct out *o, size_t n)
{
	return grow(o, n) ? o->p + o->n : NULL;
}

void
out_grew(struct out *o, size_t n)
{
	assert(n <= o->cap - o->n);
	o->n += n;
}

str
out_view(const struct out *o)
{
	return (str){ o->p, o->n };
}
