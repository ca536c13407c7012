/* utf8.h — the gate for text from outside. RFC 3629: no surrogates, nothing above U+10FFFF, no overlong forms. */
#ifndef HEYE_BASE_UTF8_H
#define HEYE_BASE_UTF8_H

#include "base/str.h"

/* Valid UTF-8 and no control characters but tab, line feed and carriage return (NUL is refused: it blinds SQL
 * functions). */
bool utf8_ok(str s);
size_t utf8_count(str s);              /* characters (code points), s must be valid */
str utf8_head(str s, size_t n);        /* the first n characters */
size_t utf8_next(str s, uint32_t *cp); /* bytes of the first character, 0 at the end or when it is malformed */
void utf8_put(char out[4], size_t *n, uint32_t cp);

/* Line ends as "\n", no blanks at line ends, no more than one empty line in a row, trimmed. What a form field
 * becomes. */
str utf8_tidy(struct arena *a, str s);

/* A copy without what nobody can see or type on purpose: control characters (a word processor leaves U+000B),
 * zero-width spaces and marks that turn the direction of writing. Joiners stay. Text that is no UTF-8 comes back as
 * it is. */
str utf8_visible(struct arena *a, str s);

/* GB18030 (with GBK and GB2312) to UTF-8; false when the bytes are neither. A UTF-8 BOM is dropped. Text that
 * already is UTF-8 comes back as it is: office spreadsheets arrive as either, and nobody knows which. */
bool utf8_from_any(struct arena *a, str bytes, str *text);

#endif
