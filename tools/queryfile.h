/* queryfile.h — a file of named queries, read piece by piece: sqlgen proves each on SQLite and writes its C, sqlprove
 * proves each on PostgreSQL. */
#ifndef HEYE_TOOLS_QUERYFILE_H
#define HEYE_TOOLS_QUERYFILE_H

#include "query.h"
#include "schema.h"

extern const char *const type_name[], *const kind_name[];

struct gen {
	const char *path;
	char folder[NAME], stem[NAME];
	struct schema schema;
	struct text header, source;
	char seen[400][NAME];
	int queries;
	char denied[3 * NAME];                             /* what the authoriser refused, in words */
	void (*found)(struct gen *g, struct query *query); /* for each query, in order */
};

/* Ends the program with `file:line: message`. */
void fail(const struct gen *g, int line, const char *format, ...) __attribute__((format(printf, 3, 4), noreturn));

void file_parse(struct gen *g, const char *p);

#endif
