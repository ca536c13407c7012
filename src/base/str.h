/* str.h — text as a view: a pointer and a length, never NUL-dependent, never owned.
 *
 * A `str` read from a database row or a request lives as long as the arena it was put in. All text inside the
 * program is valid UTF-8 without NUL: it is checked once, at the edge (base/utf8.h). */
#ifndef HEYE_BASE_STR_H
#define HEYE_BASE_STR_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
	const char *p;
	size_t n;
} str;

#define S(literal) ((str){ "" literal "", sizeof(literal) - 1 })
#define STR_ARG(s) (int)(s).n, (s).p /* for "%.*s" */

str str_of(const char *z);                 /* a view of a NUL-terminated string; NULL gives the empty str */
const char *str_z(struct arena *a, str s); /* a NUL-terminated copy */
str str_dup(struct arena *a, str s);
str str_fmt(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
str str_join(struct arena *a, str left, str right);

bool str_eq(str a, str b);
int str_cmp(str a, str b); /* by bytes, like memcmp */
bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);
bool str_has(str s, str needle);
ptrdiff_t str_find(str s, str needle); /* byte offset or -1 */
str str_trim(str s);                   /* without ASCII white space and U+3000 at both ends */
str str_skip(str s, size_t n);         /* without its first n bytes */
str str_head(str s, size_t n);         /* its first n bytes at most */

/* Cuts s at the first `sep`: *head gets what stands before it, *tail what follows. False, and *head = s, when
 * there is none. */
bool str_cut(str s, char sep, str *head, str *tail);

/* The whole of s as a decimal number; false on anything else, overflow included. No sign but '-', no blanks. */
bool str_int(str s, int64_t *n);

/* Lower-case hexadecimal. str_unhex() is false on odd length or another character. */
str str_hex(struct arena *a, const void *p, size_t n);
bool str_unhex(struct arena *a, str hex, str *bytes);

/* Full-width ASCII (０-９ Ａ-ｚ and the full-width space) as half-width, for numbers typed on a Chinese keyboard. */
str str_narrow(struct arena *a, str s);

#endif
