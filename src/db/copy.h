/* copy.h — every row of one township from one database to another, whichever engine either is on.
 *
 * Which tables and columns there are is read from a SQLite side, since both engines have the same ones; tables come in the
 * order of their keys. The source is read in one snapshot for each store, the target written in one transaction: all of the
 * township is there afterwards, or nothing. */
#ifndef HEYE_DB_COPY_H
#define HEYE_DB_COPY_H

#include "db/db.h"

#define COPY_COLUMNS 96

struct copy_cell {
	const char *column;
	char kind; /* i number, t text, b bytes */
	bool null;
	int64_t n;
	str s;
};

struct copy {
	struct conn *from, *to;
	struct conn *catalog; /* the one of both that is on SQLite; when both are not, any with the newest schema */
	struct arena *mem;
	moment now;
	int64_t town;
	/* Looks at a row before it is written, may change it; *skip leaves it out. May be NULL. */
	enum err (*row)(void *ctx, const char *table, struct copy_cell *cell, int cells, bool *skip);
	void *ctx;
	int64_t rows; /* copied */
};

/* CONFLICT: rows of this township are there already. */
MUST_USE enum err copy_town(struct copy *c);

#endif
