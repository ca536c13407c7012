/* export.h — a list leaves the program only with a purpose, and that is written down. */
#ifndef HEYE_REPORT_EXPORT_H
#define HEYE_REPORT_EXPORT_H

#include "db/db.h"
#include "desk/actor.h"

enum export_format { EXPORT_CSV = 1, EXPORT_XLSX };
enum export_purpose { EXPORT_REPORT = 1, EXPORT_MEETING, EXPORT_CHECK, EXPORT_HANDLE, EXPORT_PURPOSES };

#define EXPORT_WORDS_MOST 100
#define EXPORT_SHEET_MOST 100000  /* rows of a spreadsheet: it leaves when it is whole, after some seconds */
#define EXPORT_OPEN_MS    MS_HOUR /* for so long the file can be fetched */

/* `ask`: the query of the list's address. INVALID: purpose or format is none. */
MUST_USE enum err export_note(struct tx *tx, const struct actor *by, str figure, str ask, enum export_format format,
			      enum export_purpose purpose, str words, int64_t *id);

/* NOT_FOUND: none of this post, or its hour is over. */
MUST_USE enum err export_find(struct db *db, const struct actor *by, int64_t id, str *ask, enum export_format *format);

#endif
