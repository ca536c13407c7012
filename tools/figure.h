/* figure.h — figures of reports as named queries: what sqlgen reads first. */
#ifndef HEYE_TOOLS_FIGURE_H
#define HEYE_TOOLS_FIGURE_H

#include "gen.h"

/* The file with each figure written out as named queries. The C that belongs to them is added to `header` and `source`,
 * to stand behind what sqlgen writes. */
const char *figure_expand(const char *path, const char *text, struct text *header, struct text *source);

#endif
