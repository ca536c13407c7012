/* schema.h — the migrations of all folders, loaded into two in-memory databases, and whose table is whose. */
#ifndef HEYE_TOOLS_SCHEMA_H
#define HEYE_TOOLS_SCHEMA_H

#include "gen.h"

#include <sqlite3.h>

struct table {
	char name[NAME], folder[NAME];
};

struct store {
	sqlite3 *db;
	struct table table[400];
	int tables;
};

struct migration {
	const char *path;
	char name[NAME], folder[NAME], *text;
	int number;
	bool identity;
};

struct schema {
	struct migration *migration;
	int n;
	struct store store[2]; /* main, identity */
};

/* Each ends the program with `file:line: message` on a fault. */
void schema_read(struct schema *s, char **path, int n);
void schema_load(struct schema *s);

/* Blanks what is written for the other engine, so that lines keep their numbers. */
void section_blank(char *text, const char *other);

const struct table *schema_table(const struct store *s, const char *name);

/* `const struct migration migrations[]` of db/migrate.h, in number order, ended by number 0. */
void schema_pack(const struct schema *s, struct text *t);

#endif
