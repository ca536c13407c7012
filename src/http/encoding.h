/* encoding.h — what the client lets us compress with. */
#ifndef HEYE_HTTP_ENCODING_H
#define HEYE_HTTP_ENCODING_H

#include "base/str.h"

#include <libdeflate.h>

/* Whether an Accept-Encoding header takes a coding ("gzip", "br"): named or by "*", with a q-value above 0. */
bool encoding_takes(str accept, str coding);

/* gzip at the level of c. False when it would not fit the arena or would not be shorter. */
bool encoding_gzip(struct libdeflate_compressor *c, struct arena *a, str plain, str *packed);

#endif
