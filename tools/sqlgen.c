/* sqlgen.c — proves the named queries of a .sql file against the migrated schema and writes a typed C function
 * for each.
 *
 *   sqlgen --folder F --header OUT.h --source OUT.c IN.sql --schema MIGRATION…
 *   sqlgen --migrations OUT.c MIGRATION…
 *
 * The first form loads every migration, in number order, into two in-memory databases (main and identity) and
 * prepares each query there: what builds here runs. The second packs the migrations for db/migrate.h. Faults
 * end the build as `file:line: message`. */
#include "figure.h"
#include "query.h"
#include "schema.h"

static const char *const type_name[] = { "int", "bool", "text", "blob", "day", "time" };
static const char *const kind_name[] = { "one", "many", "each", "do", "change" };

struct gen {
	const char *path;
	char folder[NAME], stem[NAME];
	struct schema schema;
	struct text header, source;
	char seen[400][NAME];
	int queries;
	char denied[3 * NAME]; /* what the authoriser refused, in words */
};

static void __attribute__((format(printf, 3, 4), noreturn)) fail(const struct gen *g, int line, const char *format, ...)
{
	va_list ap;

	fprintf(stderr, "%s:%d: ", g->path, line);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

/* ---- the header line ---- */

static const char *
blanks(const char *p)
{
	return p + strspn(p, " \t");
}

/* (name type, name type?, …) */
static const char *
fields_parse(const struct gen *g, const struct query *q, const char *p, struct field *f, int *n)
{
	if (*p++ != '(')
		fail(g, q->line, "`(` expected in the name line");
	for (p = blanks(p); *p != ')'; p = blanks(p)) {
		size_t len = ident_len(p);
		enum type t = INT;

		if (*n == FIELDS || !len || len >= NAME)
			fail(g, q->line, "`name type` expected at `%.20s`", p);
		name_copy(f[*n].name, p, len);
		if (in_list(f[*n].name, C_WORDS))
			fail(g, q->line, "`%s` is a word of C", f[*n].name);
		for (int i = 0; i < *n; i++)
			if (strcmp(f[i].name, f[*n].name) == 0)
				fail(g, q->line, "`%s` is declared twice", f[i].name);
		p = blanks(p + len);
		len = ident_len(p);
		while (t < TYPES && (strlen(type_name[t]) != len || strncmp(type_name[t], p, len) != 0))
			t++;
		if (t == TYPES)
			fail(g, q->line, "`%.*s` is not a type: int bool text blob day time", (int)len, p);
		f[*n].type = t;
		p += len;
		if (*p == '?') {
			f[*n].null = true;
			p++;
		}
		++*n;
		p = blanks(p);
		if (*p == ',')
			p++;
		else if (*p != ')')
			fail(g, q->line, "`,` or `)` expected at `%.20s`", p);
	}
	return blanks(p + 1);
}

/* one name(args) -> (columns) */
static void
name_parse(struct gen *g, struct query *q, const char *p)
{
	size_t n = ident_len(p), folder = strlen(g->folder), stem = strlen(g->stem);

	while (q->kind < KINDS && (strlen(kind_name[q->kind]) != n || strncmp(kind_name[q->kind], p, n) != 0))
		q->kind++;
	p = blanks(p + n);
	n = ident_len(p);
	if (!n || n >= NAME)
		fail(g, q->line, "the name of the query is missing or too long");
	name_copy(q->name, p, n);
	if (!(strncmp(p, g->folder, folder) == 0 && p[folder] == '_') &&
	    !(strncmp(p, g->stem, stem) == 0 && p[stem] == '_'))
		fail(g, q->line, "the name `%s` must begin with `%s_` or `%s_`", q->name, g->stem, g->folder);
	p = fields_parse(g, q, p + n, q->arg, &q->args);
	if (strncmp(p, "->", 2) == 0)
		p = fields_parse(g, q, blanks(p + 2), q->col, &q->cols);
	if (*p)
		fail(g, q->line, "`%s` is not expected in the name line", p);
	if (!q->cols && q->kind <= EACH)
		fail(g, q->line, "@%s needs columns: -> (name type, …)", kind_name[q->kind]);
	for (int i = 0; i < q->args; i++) {
		if (strcmp(q->arg[i].name, "town") == 0 && !q->anytown)
			fail(g, q->line, "`town` is not an argument: :town is bound from the request");
		if (q->arg[i].null && q->arg[i].type == BOOL)
			fail(g, q->line, "`%s`: a bool argument cannot be null", q->arg[i].name);
	}
	for (int i = 0; i < g->queries; i++)
		if (strcmp(g->seen[i], q->name) == 0)
			fail(g, q->line, "`%s` is named twice", q->name);
	if (g->queries == (int)(sizeof g->seen / sizeof *g->seen))
		fail(g, q->line, "too many queries in one file");
	name_copy(g->seen[g->queries++], q->name, strlen(q->name));
}

/* ---- the SQL ---- */

static void
sql_put(const struct gen *g, struct query *q, char c, int line)
{
	if (q->n == SQLMAX - 1)
		fail(g, q->line, "the query is longer than %d characters", SQLMAX);
	q->at[q->n] = line;
	q->sql[q->n++] = c;
	q->sql[q->n] = 0;
}

/* `:name` as `?n`: town is 1, then the arguments in their order. */
static void
parameter_put(const struct gen *g, struct query *q, const char *name, size_t n, int line)
{
	char number[16];
	int i = 0;

	while (i < q->args && (strlen(q->arg[i].name) != n || strncmp(q->arg[i].name, name, n) != 0))
		i++;
	if (n == 4 && strncmp(name, "town", 4) == 0 && !q->anytown) {
		q->town = true;
		i = -1;
	} else if (i == q->args) {
		fail(g, line, "`:%.*s` is not declared", (int)n, name);
	} else {
		q->arg[i].used = true;
	}
	snprintf(number, sizeof number, "?%d", i + (q->anytown ? 1 : 2));
	for (char *p = number; *p; p++)
		sql_put(g, q, *p, line);
}

/* A string or a quoted name, comments and white space excepted, is copied as it is. Returns what follows the piece. */
static const char *
piece_put(const struct gen *g, struct query *q, const char *p, int *line)
{
	char c = *p;

	if (c == '-' && p[1] == '-')
		return p + strcspn(p, "\n");
	if (isspace((unsigned char)c)) {
		*line += c == '\n';
		if (q->n && q->sql[q->n - 1] != ' ')
			sql_put(g, q, ' ', *line);
		return p + 1;
	}
	if (c == ':' && ident_len(p + 1)) {
		parameter_put(g, q, p + 1, ident_len(p + 1), *line);
		return p + 1 + ident_len(p + 1);
	}
	if (strchr("?@$`[\\#", c) || (c == '/' && p[1] == '*'))
		fail(g, *line, "`%c` is not SQL that both databases read", c);
	sql_put(g, q, c, *line);
	if (c != '\'' && c != '"')
		return p + 1;
	for (p++; *p != c; p++) {
		if (!*p || *p == '\n')
			fail(g, *line, "a string is not closed");
		sql_put(g, q, *p, *line);
	}
	sql_put(g, q, c, *line);
	return p + 1;
}

/* Reads one statement up to its `;`, and checks that nothing but comments follows before the next name line. */
static const char *
sql_read(const struct gen *g, struct query *q, const char *p, int *line)
{
	while (*p != ';') {
		if (!*p || (strncmp(p, "-- @", 4) == 0 && p[-1] == '\n'))
			fail(g, q->line, "the query does not end with `;`");
		p = piece_put(g, q, p, line);
	}
	while (q->n && q->sql[q->n - 1] == ' ')
		q->sql[--q->n] = 0;
	if (!q->n)
		fail(g, q->line, "there is no query below the name line");
	for (p++; *p && strncmp(p, "-- @", 4) != 0;) {
		if (*p == '-' && p[1] == '-')
			p += strcspn(p, "\n");
		else if (!isspace((unsigned char)*p))
			fail(g, *line, "several statements in one query");
		*line += *p == '\n';
		p += *p != 0;
	}
	return p;
}

/* ---- the proof ---- */

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

/* ---- the file ---- */

/* A line `-- @…`: a marker sets something on the query to come; a name line may run over several comment lines. */
static const char *
marker_read(struct gen *g, struct query *q, const char *p, int *line)
{
	struct text name = { NULL, 0, 0 };
	size_t word = ident_len(p + 4), n = strcspn(p, "\n");
	const char *w = p + 4, *rest = blanks(w + word);
	char kind[NAME];

	name_copy(kind, w, word);
	if (in_list(kind, " anytown scan ") && (size_t)(rest - p) < n) {
		*(strcmp(kind, "scan") == 0 ? &q->scan : &q->anytown) = true;
	} else if (strcmp(kind, "store") == 0 && strncmp(rest, "identity", 8) == 0) {
		q->identity = true;
	} else if (strcmp(kind, "line") == 0) { /* written by figure_expand() */
		*line = atoi(rest) - 1;
	} else if (in_list(kind, " one many each do change ")) {
		q->line = *line;
		text_put(&name, w, n - 4);
		while (p[n] && strncmp(p + n + 1, "--", 2) == 0) {
			p += n + 1;
			++*line;
			n = strcspn(p, "\n");
			add(&name, " ");
			text_put(&name, p + 2, n - 2);
		}
		name_parse(g, q, name.p);
	} else {
		fail(g, *line,
		     "`-- @%s` is none of @one @many @each @do @change, @anytown why, @scan why, @store identity",
		     kind);
	}
	*line += p[n] == '\n';
	return p + n + (p[n] == '\n');
}

static void
file_parse(struct gen *g, const char *p)
{
	static struct query q;
	int line = 1;

	memset(&q, 0, sizeof q);
	while (*p) {
		size_t n = strcspn(p, "\n");

		if (strncmp(p, "-- @", 4) == 0) {
			p = marker_read(g, &q, p, &line);
		} else if (strncmp(p, "--", 2) == 0 || blanks(p) == p + n) {
			p += n + (p[n] == '\n');
			line += 1;
		} else {
			fail(g, line, "a query without a name line `-- @one name(…) -> (…)`");
		}
		if (!q.line)
			continue;
		p = sql_read(g, &q, p, &line);
		query_check(g, &q);
		query_header(&q, &g->header);
		query_source(&q, &g->source);
		memset(&q, 0, sizeof q);
	}
	if (q.anytown || q.scan || q.identity)
		fail(g, line, "a marker without a query below it");
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
