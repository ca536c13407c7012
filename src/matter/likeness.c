#include "matter/likeness.h"
#include "base/utf8.h"

#include <stdlib.h>

#define MOST 2000 /* characters compared */

struct pairs {
	uint64_t *p;
	size_t n;
};

static int
by_value(const void *left, const void *right)
{
	const uint64_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

static struct pairs
pairs_of(struct arena *a, str s)
{
	struct pairs pairs = { .p = make(a, uint64_t, MOST) };
	uint32_t before = 0, cp;
	size_t step;

	while (pairs.n < MOST && (step = utf8_next(s, &cp)) > 0) {
		s = str_skip(s, step);
		if (cp <= ' ')
			continue;
		pairs.p[pairs.n++] = (uint64_t)before << 32 | cp;
		before = cp;
	}
	qsort(pairs.p, pairs.n, sizeof(*pairs.p), by_value);
	return pairs;
}

static size_t
shared(struct pairs l, struct pairs r)
{
	size_t i = 0, j = 0, both = 0;

	while (i < l.n && j < r.n) {
		if (l.p[i] == r.p[j])
			both++, i++, j++;
		else if (l.p[i] < r.p[j])
			i++;
		else
			j++;
	}
	return both;
}

int
likeness_of(struct arena *a, str left, str right)
{
	struct pairs l = pairs_of(a, left), r = pairs_of(a, right);
	size_t longer = l.n > r.n ? l.n : r.n;

	return longer ? (int)(100 * shared(l, r) / longer) : 0;
}

int
likeness_shared(struct arena *a, str left, str right)
{
	struct pairs l = pairs_of(a, left), r = pairs_of(a, right);
	size_t shorter = l.n < r.n ? l.n : r.n;

	return shorter >= LIKENESS_SHORT ? (int)(100 * shared(l, r) / shorter) : 0;
}
