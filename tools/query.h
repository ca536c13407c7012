/* query.h — one named query between its proof (sqlgen.c) and its C (query.c). */
#ifndef HEYE_TOOLS_QUERY_H
#define HEYE_TOOLS_QUERY_H

#include "gen.h"

#define FIELDS 60
#define SQLMAX 4000 /* C17 promises string literals of 4095 characters */

enum type { INT, BOOL, TEXT, BLOB, DAY, TIME, TYPES };

enum kind { ONE, MANY, EACH, DO, CHANGE, KINDS };

struct field {
	char name[NAME];
	enum type type;
	bool null, used;
};

struct query {
	int line;
	enum kind kind;
	char name[NAME];
	struct field arg[FIELDS], col[FIELDS];
	int args, cols;
	bool anytown, town, scan, identity, writes;
	char sql[SQLMAX], pg[SQLMAX]; /* the text, and the one of PostgreSQL where it differs */
	int at[SQLMAX];               /* the line each character of sql came from */
	size_t n;
};

void query_header(const struct query *q, struct text *t);
void query_source(const struct query *q, struct text *t);

#endif
