/* The lists of a store that speaks S3: nothing in them leads out of the list, or round in a circle. */
#include "depot/depot_page.h"
#include "fuzz.h"

FUZZ(input, mem)
{
	struct depot_list list = { .p = make(mem, struct depot_file, DEPOT_LIST_MOST) };
	struct depot_page page = { .more = true };
	size_t mark = arena_mark(mem), before;

	for (int i = 0; i < 3 && page.more; i++) {
		before = list.n;
		depot_page_read(mem, input, &page, &list);
		assert(list.n >= before && list.n <= DEPOT_LIST_MOST);
		assert(memchr(page.last, '\0', sizeof page.last) != NULL);
		assert(arena_mark(mem) == mark);
		assert(i == 0 || !page.more); /* the same page again leads nowhere */
	}
}
