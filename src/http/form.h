/* form.h — decoding of form bodies and query strings. Every byte here comes from outside; fuzzed (test/fuzz). */
#ifndef HEYE_HTTP_FORM_H
#define HEYE_HTTP_FORM_H

#include "base/err.h"
#include "base/str.h"

#define FORM_FIELDS 512
#define FORM_FILES  8

struct form_field {
	str name, value; /* valid UTF-8 */
};

struct form_file {
	str field, name, type; /* as the client says; none of it is believed */
	int fd;                /* an unlinked temp file, positioned at 0; closed with the request */
	int64_t size;
};

struct form {
	struct form_field *field;
	size_t n;
	struct form_file file[FORM_FILES];
	size_t files;
};

/* application/x-www-form-urlencoded or a query string. INVALID: bad percent escape, invalid UTF-8, too many fields. */
MUST_USE enum err form_urlencoded(struct arena *a, str body, struct form *f);

/* multipart/form-data fed in pieces; file parts go to unlinked files in spool_dir. */
struct multipart;
MUST_USE enum err multipart_open(struct arena *a, str content_type, const char *spool_dir, struct form *f,
				 struct multipart **m);
MUST_USE enum err multipart_feed(struct multipart *m, str bytes);
MUST_USE enum err multipart_close(struct multipart *m); /* INVALID when the end was not reached */

void form_close(struct form *f); /* closes the files */

str form_get(const struct form *f, str name); /* first value, or { NULL, 0 } */
bool form_has(const struct form *f, str name);
size_t form_all(const struct form *f, str name, str *values, size_t max); /* of a repeated field */

#endif
