/* url.h — percent coding and paths (RFC 3986). */
#ifndef HEYE_HTTP_URL_H
#define HEYE_HTTP_URL_H

#include "base/err.h"
#include "base/str.h"

/* INVALID: bad escape, NUL, control character, invalid UTF-8, encoded slash, "." or ".." segment, double slash. */
MUST_USE enum err url_path(struct arena *a, str raw, str *path);
MUST_USE enum err url_decode(struct arena *a, str raw, bool plus_is_space, str *text);
/* A form value: "+" is a blank, and what nobody can see is dropped (utf8_visible) instead of refused. */
MUST_USE enum err url_typed(struct arena *a, str raw, str *text);
str url_encode(struct arena *a, str text);

/* The value of one cookie in a Cookie header, or { NULL, 0 }. */
str url_cookie(str header, str name);

#endif
