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

int
likeness_of(struct arena *a, str left, str right)
{
	struct pairs l = pairs_of(a, left), r = pairs_of(a, right);
	size_t i = 0, j = 0, both = 0, longer = l.n > r.n ? l.n : r.n;

	while (i < l.n && j < r.n) {
		if (l.p[i] == r.p[j])
			both++, i++, j++;
		else if (l.p[i] < r.p[j])
			i++;
		else
			j++;
	}
	return longer ? (int)(100 * both / longer) : 0;
}
