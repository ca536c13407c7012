/* asset.h — files that are part of the program: the style sheet, the script, icons. Made at build time by
 * tools/embed from assets/ into gen/assets.c; gen/assets.h has ASSET_<NAME>, an index into assets[], for each.
 *
 * The public name carries a hash of the content (heye-1a2b3c4d.css), so an answer may be kept for ever:
 * `/assets/<name>`. */
#ifndef HEYE_HTTP_ASSET_H
#define HEYE_HTTP_ASSET_H

#include "base/str.h"

struct asset {
	str name;        /* public: "heye-1a2b3c4d.css" */
	str type;        /* Content-Type */
	str etag;        /* with its quotes */
	str raw, br, gz; /* br and gz are { NULL, 0 } where they would not be smaller */
};

extern const struct asset assets[]; /* ends with an empty name */

/* By public name; NULL when there is none. */
const struct asset *asset_find(str name);

#endif
