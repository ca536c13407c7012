/* sqlgen.c — proves the named queries of a .sql file against the migrated schema and writes a typed C function
 * for each.
 *
 *   sqlgen --folder F --header OUT.h --source OUT.c IN.sql --schema MIGRATION…
 *   sqlgen --migrations OUT.c MIGRATION…
 *
 * The first form loads every migration, in number order, into two in-memory databases (main and identity) and
 * prepares each query there: what builds here runs. The second packs the migrations for db/migrate.h. Faults
 * end the build as `file:line: message`. What only PostgreSQL can say against a query is asked by sqlprove. */
#include "figure.h"
#include "queryfile.h"

#define ONLY_SQLITE                                                                                                  \
	" ifnull iif date time datetime julianday strftime unixepoch group_concat total printf format hex typeof "   \
	"instr char "                                                                                                \
	"random randomblob last_insert_rowid changes total_changes unicode glob regexp match quote zeroblob likely " \
	"unlikely "
#define ONLY_SQLITE_WORDS " rowid _rowid_ glob regexp match isnull notnull indexed "

static int
authorise(void *ctx, int action, const char *a, const char *b, const char *store, const char *trigger)
{
	struct gen *g = ctx;
	const struct table *t = NULL;
	bool write = action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE;

	(void)store, (void)trigger;
	for (int i = 0; write && i < 2 && !t; i++)
		t = schema_table(&g->schema.store[i], a);
	if (t && strcmp(t->folder, g->folder) != 0)
		snprintf(g->denied, sizeof g->denied, "table `%s` is written by folder %s only", t->name, t->folder);
	else if (action == SQLITE_FUNCTION && in_list(b, ONLY_SQLITE))
		snprintf(g->denied, sizeof g->denied, "`%s()` is not SQL that both databases read", b);
	else if (write || action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_FUNCTION ||
		 action == SQLITE_RECURSIVE)
		return SQLITE_OK;
	else
		snprintf(g->denied, sizeof g->denied, "only select, insert, update and delete may be named queries");
	return SQLITE_DENY;
}

/* The next word of *p in lower case, or one other character, or nothing at the end; strings are stepped over. */
static void
word_next(const char **p, char word[NAME])
{
	size_t n;

	*p += strspn(*p, " ");
	while (**p == '\'') {
		*p += 1 + strcspn(*p + 1, "'");
		*p += **p == '\'';
		*p += strspn(*p, " ");
	}
	n = ident_len(*p);
	n = n ? n : **p != 0;
	name_copy(word, *p, n);
	for (char *w = word; *w; w++)
		*w = (char)tolower((unsigned char)*w);
	*p += n;
}

static bool
words_check(const struct gen *g, const struct query *q)
{
	char word[NAME], last[NAME] = "";
	bool limit = false; /* of the whole, not of a part in parentheses */
	int depth = 0;

	for (const char *p = q->sql; *p; name_copy(last, word, strlen(word))) {
		word_next(&p, word);
		depth += (*word == '(') - (*word == ')');
		limit |= !depth && strcmp(word, "limit") == 0;
		if (in_list(word, ONLY_SQLITE_WORDS) || (strcmp(word, "or") == 0 && in_list(last, " insert update ")) ||
		    (!*last && strcmp(word, "replace") == 0) || (strcmp(word, "=") == 0 && strcmp(last, "=") == 0))
			fail(g, q->line, "`%s %s` is not SQL that both databases read", last, word);
	}
	return limit;
}

/* Whether a name of the query plan is a table of the schema, or what the query calls one; else it is the
 * query's own. */
static bool
name_is_table(const struct store *s, const struct query *q, const char *name)
{
	char word[NAME], last[NAME] = "";
	bool table = schema_table(s, name) != NULL, after = false;

	for (const char *p = q->sql; *p && !table; name_copy(last, word, strlen(word))) {
		word_next(&p, word);
		if (after && sqlite3_stricmp(word, name) == 0)
			table = true;
		if (strcmp(word, "as") != 0)
			after = schema_table(s, word) != NULL;
	}
	return table;
}

static void
plan_check(const struct gen *g, const struct store *s, const struct query *q)
{
	char sql[SQLMAX + 32], name[NAME];
	sqlite3_stmt *plan;

	snprintf(sql, sizeof sql, "explain query plan %s", q->sql);
	if (sqlite3_prepare_v2(s->db, sql, -1, &plan, NULL) != SQLITE_OK)
		fail(g, q->line, "%s", sqlite3_errmsg(s->db));
	while (sqlite3_step(plan) == SQLITE_ROW) {
		const char *step = (const char *)sqlite3_column_text(plan, 3);
		bool scan = strncmp(step, "SCAN ", 5) == 0, built = strstr(step, "USING AUTOMATIC ") != NULL;
		size_t n = strcspn(step, " ");

		n += step[n] == ' ';
		name_copy(name, step + n, strcspn(step + n, " "));
		if ((scan || built) && !strstr(step, "VIRTUAL TABLE") && name_is_table(s, q, name))
			fail(g, q->line, "%s reads the whole table (%s): add an index or say `-- @scan why`", q->name,
			     step);
	}
	sqlite3_finalize(plan);
}

/* A column of a table must have the declared type; an expression has none, and is believed. */
static bool
type_fits(enum type type, const char *schema)
{
	if (!schema)
		return true;
	if (sqlite3_stricmp(schema, "text") == 0)
		return type == TEXT;
	if (sqlite3_stricmp(schema, "bytea") == 0)
		return type == BLOB;
	return type != TEXT && type != BLOB;
}

static void
columns_check(const struct gen *g, const struct query *q, sqlite3_stmt *s)
{
	if (sqlite3_column_count(s) != q->cols)
		fail(g, q->line, "%s gives %d columns, %d are declared", q->name, sqlite3_column_count(s), q->cols);
	for (int i = 0; i < q->cols; i++) {
		const char *name = sqlite3_column_name(s, i), *type = sqlite3_column_decltype(s, i);

		if (strcmp(name, q->col[i].name) != 0)
			fail(g, q->line, "column %d of %s is `%s`, declared is `%s`", i + 1, q->name, name,
			     q->col[i].name);
		if (!type_fits(q->col[i].type, type))
			fail(g, q->line, "column `%s` is %s, declared is %s", name, type, type_name[q->col[i].type]);
	}
}

static void
query_check(struct gen *g, struct query *q)
{
	const struct store *store = &g->schema.store[q->identity];
	bool limit = words_check(g, q);
	sqlite3_stmt *s;

	g->denied[0] = 0;
	sqlite3_set_authorizer(store->db, authorise, g);
	if (sqlite3_prepare_v2(store->db, q->sql, -1, &s, NULL) != SQLITE_OK) {
		int off = sqlite3_error_offset(store->db);

		fail(g, off >= 0 && (size_t)off < q->n ? q->at[off] : q->line, "%s",
		     *g->denied ? g->denied : sqlite3_errmsg(store->db));
	}
	sqlite3_set_authorizer(store->db, NULL, NULL);
	q->writes = !sqlite3_stmt_readonly(s);
	for (int i = 0; i < q->args; i++)
		if (!q->arg[i].used)
			fail(g, q->line, "`:%s` is declared and not used", q->arg[i].name);
	if (!q->anytown && !q->town)
		fail(g, q->line, "%s does not ask for `town = :town` (or say `-- @anytown why`)", q->name);
	columns_check(g, q, s);
	sqlite3_finalize(s);
	if (q->kind >= DO && !q->writes)
		fail(g, q->line, "@%s is for writing, %s only reads", kind_name[q->kind], q->name);
	if (q->kind == EACH && q->writes)
		fail(g, q->line, "@each only reads, %s writes", q->name);
	if (q->kind == MANY && !q->writes && !limit)
		fail(g, q->line, "%s has no limit", q->name);
	if (!q->scan)
		plan_check(g, store, q);
}

static void
query_write(struct gen *g, struct query *q)
{
	query_check(g, q);
	query_header(q, &g->header);
	query_source(q, &g->source);
}

static int
usage(void)
{
	fputs("usage: sqlgen --folder F --header H --source C IN.sql --schema MIGRATION…\n"
	      "       sqlgen --migrations OUT.c MIGRATION…\n",
	      stderr);
	return 2;
}

int
main(int argc, char **argv)
{
	static struct gen g;
	struct text figures[2] = { { NULL, 0, 0 }, { NULL, 0, 0 } };
	size_t n;
	char *text;

	if (argc >= 3 && strcmp(argv[1], "--migrations") == 0) {
		schema_read(&g.schema, argv + 3, argc - 3);
		schema_pack(&g.schema, &g.source);
		file_write(argv[2], &g.source);
		return 0;
	}
	if (argc < 9 || strcmp(argv[1], "--folder") || strcmp(argv[3], "--header") || strcmp(argv[5], "--source") ||
	    strcmp(argv[8], "--schema"))
		return usage();
	name_copy(g.folder, argv[2], strlen(argv[2]));
	name_stem(g.stem, argv[7]);
	schema_read(&g.schema, argv + 9, argc - 9);
	schema_load(&g.schema);
	g.path = argv[7];
	g.found = query_write;
	text = file_need(argv[7], &n);
	add(&g.header, "/* Written by tools/sqlgen from %s/%s.sql. */\n#pragma once\n#include \"db/db.h\"\n", g.folder,
	    g.stem);
	add(&g.source,
	    "/* Written by tools/sqlgen from %s/%s.sql. */\n#include \"gen/%s.sql.h\"\n\n#include <string.h>\n",
	    g.folder, g.stem, g.stem);
	file_parse(&g, figure_expand(g.path, text, &figures[0], &figures[1]));
	text_put(&g.header, figures[0].p, figures[0].n);
	text_put(&g.source, figures[1].p, figures[1].n);
	file_write(argv[4], &g.header);
	file_write(argv[6], &g.source);
	return 0;
}
