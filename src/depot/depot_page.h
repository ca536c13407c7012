/* depot_page.h — what a store that speaks S3 answers to a list, a page at a time. Internal to src/depot. */
#ifndef HEYE_DEPOT_DEPOT_PAGE_H
#define HEYE_DEPOT_DEPOT_PAGE_H

#include "depot/depot.h"

#define DEPOT_PREFIX_MOST 200

struct depot_page {
	char last[DEPOT_PREFIX_MOST + 100]; /* the key that the next page begins behind */
	bool more;                          /* there is one, and room for it */
};

/* Adds the files of a page to the list. Keys of ours are plain; whatever else lies there is passed over. A page that leads
 * nowhere is the last one. */
void depot_page_read(struct arena *mem, str text, struct depot_page *page, struct depot_list *out);

#endif
