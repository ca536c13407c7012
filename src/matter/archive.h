/* archive.h — how long files are kept, and what is left of them then (domain.md §5.5). Years are a setting of the
 * township, never below the default. */
#ifndef HEYE_MATTER_ARCHIVE_H
#define HEYE_MATTER_ARCHIVE_H

#include "matter/matter.h"

/* The numbers stand in the tables: never renumber. */
enum archive_kind {
	ARCHIVE_NAMED = 1,    /* 10 years after closing */
	ARCHIVE_NAMELESS = 2, /* 2 years */
	ARCHIVE_PETITION = 3, /* 30 years: petitions and mediations */
	ARCHIVE_KINDS
};

#define ARCHIVE_YEARS_MOST 100

int archive_years_least(enum archive_kind kind);
MUST_USE enum err archive_years(struct db *db, enum archive_kind kind, int *years);
/* INVALID: less than the default. */
MUST_USE enum err archive_years_set(struct tx *tx, const struct actor *by, enum archive_kind kind, int years);

/* For the slice of petitions or mediations: this file is kept thirty years. */
MUST_USE enum err archive_keep_long(struct tx *tx, int64_t matter);

MUST_USE enum err archive_run(struct tx *tx, bool *more);
/* What showed a file is gone: an errand removes it for good, unless a matter, a form or a slice above still shows it. */
MUST_USE enum err archive_file_gone(struct tx *tx, str name);

#endif
