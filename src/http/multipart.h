/* multipart.h — the header block of one part of a multipart/form-data body. */
#ifndef HEYE_HTTP_MULTIPART_H
#define HEYE_HTTP_MULTIPART_H

#include "base/err.h"
#include "base/str.h"

#define MULTIPART_HEAD_MAX 4096

struct multipart_part {
	str name, file, type;
	bool is_file; /* a filename was given, perhaps an empty one */
};

/* `head` is the block without its last empty line. INVALID: no form-data disposition, no or bad name, an encoding. */
MUST_USE enum err multipart_part(struct arena *a, str head, struct multipart_part *part);

/* The boundary out of a Content-Type header. INVALID: none, too long or with odd characters. */
MUST_USE enum err multipart_boundary(str content_type, str *boundary);

bool multipart_is(str content_type); /* multipart/form-data, whatever its parameters */

#endif
