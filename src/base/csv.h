/* csv.h — RFC 4180 in and out. Input is UTF-8 text (utf8_from_any() first). */
#ifndef HEYE_BASE_CSV_H
#define HEYE_BASE_CSV_H

#include "base/out.h"

#define CSV_FIELDS 64

struct csv {
	str rest;
	int line; /* of the row just read, from 1 */
	int next; /* of the row to come */
};

struct csv_row {
	str field[CSV_FIELDS];
	size_t n;
};

struct csv csv_open(str text);

/* Reads the next row; false at the end. Empty lines are passed over. A good row sets *fault to NULL. A malformed row
 * (open quote, text after a closing quote, more than CSV_FIELDS fields) sets *fault to a short English reason, has no
 * fields and is skipped to its end of line. Quoted fields are unescaped into the arena, all others are views. */
bool csv_next(struct csv *c, struct arena *a, struct csv_row *row, const char **fault);

/* Writes one field, and CR LF after the last of a row. A field that a spreadsheet would take for a formula (= +
 * - @ tab, in full width too) gets a leading apostrophe. */
void csv_field(struct out *o, str s, bool last);

#endif
