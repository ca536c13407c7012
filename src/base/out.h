/* out.h — a text builder with a stated maximum and a sticky overflow.
 *
 * Grows inside its arena. A write past `max` is dropped whole and sets `overflow`; callers look once, at the end. */
#ifndef HEYE_BASE_OUT_H
#define HEYE_BASE_OUT_H

#include "base/str.h"

struct out {
	struct arena *mem;
	char *p;
	size_t n, cap, max;
	bool overflow;
};

struct out out_make(struct arena *mem, size_t first, size_t max);
void out_str(struct out *o, str s);
void out_char(struct out *o, char c);
void out_int(struct out *o, int64_t n);
void out_fmt(struct out *o, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *out_room(struct out *o, size_t n); /* n writable bytes at the end, or NULL on overflow; follow with out_grew() */
void out_grew(struct out *o, size_t n);
str out_view(const struct out *o);

#endif
