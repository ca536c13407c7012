/* schema.c — see schema.h. The schema rules of the house are checked here, table by table, as each migration lands. */
#include "schema.h"

static void __attribute__((format(printf, 3, 4), noreturn))
fail(const struct migration *m, int line, const char *format, ...)
{
	va_list ap;

	fprintf(stderr, "%s:%d: ", m->path, line);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

static int
by_number(const void *a, const void *b)
{
	return ((const struct migration *)a)->number - ((const struct migration *)b)->number;
}

/* NNNN_<folder>.sql or NNNN_<folder>_<what>.sql, in that folder. */
static void
migration_read(struct migration *m)
{
	const char *base = strrchr(m->path, '/'), *dir = base;
	size_t n;

	base = base ? base + 1 : m->path;
	name_stem(m->name, m->path);
	if (strspn(base, "0123456789") != 4 || base[4] != '_' || strlen(m->name) < 6)
		fail(m, 1, "a migration is named NNNN_folder.sql");
	m->number = (int)strtol(base, NULL, 10);
	while (dir && dir > m->path && dir[-1] != '/')
		dir--;
	if (dir)
		name_copy(m->folder, dir, (size_t)(base - 1 - dir));
	else
		name_copy(m->folder, m->name + 5, strlen(m->name + 5));
	n = strlen(m->folder);
	if (!m->number || strncmp(m->name + 5, m->folder, n) != 0 || (m->name[5 + n] && m->name[5 + n] != '_'))
		fail(m, 1, "migration %s lies in folder %s", m->name, m->folder);
	m->text = file_need(m->path, &n);
	m->identity = strncmp(m->text, "-- @store identity", 18) == 0;
	if (strncmp(m->text, "-- ", 3) != 0)
		fail(m, 1, "the first line of a migration is a comment that says what it does");
}

void
schema_read(struct schema *s, char **path, int n)
{
	s->migration = calloc((size_t)n + 1, sizeof *s->migration);
	if (!s->migration)
		abort();
	s->n = n;
	for (int i = 0; i < n; i++) {
		s->migration[i].path = path[i];
		migration_read(&s->migration[i]);
	}
	qsort(s->migration, (size_t)n, sizeof *s->migration, by_number);
	for (int i = 1; i < n; i++)
		if (s->migration[i].number == s->migration[i - 1].number)
			fail(&s->migration[i], 1, "number %04d is also %s", s->migration[i].number,
			     s->migration[i - 1].path);
}

const struct table *
schema_table(const struct store *s, const char *name)
{
	for (int i = 0; i < s->tables; i++)
		if (sqlite3_stricmp(s->table[i].name, name) == 0)
			return &s->table[i];
	return NULL;
}

static int
line_of(const char *text, const char *at)
{
	int line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

/* Every table a migration leaves behind that was not there before belongs to the migration's folder. */
static void
tables_claim(struct store *s, const struct migration *m)
{
	sqlite3_stmt *q;

	if (sqlite3_prepare_v2(s->db, "select name from sqlite_schema where type = 'table'", -1, &q, NULL) != SQLITE_OK)
		abort();
	while (sqlite3_step(q) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(q, 0);

		if (schema_table(s, name))
			continue;
		if (s->tables == (int)(sizeof s->table / sizeof *s->table))
			abort();
		name_copy(s->table[s->tables].name, name, strlen(name));
		name_copy(s->table[s->tables++].folder, m->folder, strlen(m->folder));
	}
	sqlite3_finalize(q);
}

/* Types that SQLite and PostgreSQL both know, and read alike. */
static void
types_check(struct store *s, const struct migration *m)
{
	static const char sql[] =
		"select t.name, c.name, c.type from sqlite_schema t join pragma_table_info(t.name) c "
		"where t.type = 'table' and lower(c.type) not in ('bigint', 'integer', 'smallint', 'text', 'bytea')";
	sqlite3_stmt *q;

	if (sqlite3_prepare_v2(s->db, sql, -1, &q, NULL) != SQLITE_OK)
		abort();
	if (sqlite3_step(q) == SQLITE_ROW)
		fail(m, 1, "%s.%s is `%s`; types are bigint integer smallint text bytea", sqlite3_column_text(q, 0),
		     sqlite3_column_text(q, 1), sqlite3_column_text(q, 2));
	sqlite3_finalize(q);
}

void
section_blank(char *text, const char *other)
{
	bool skip = false;

	for (char *line = text; *line;) {
		size_t n = strcspn(line, "\n");

		if (strncmp(line, "-- @", 4) == 0)
			skip = strncmp(line + 4, other, strlen(other)) == 0;
		else if (skip)
			memset(line, ' ', n);
		line += n + (line[n] == '\n');
	}
}

static void
migration_load(struct store *s, const struct migration *m)
{
	const char *at = m->text;

	while (*at) {
		sqlite3_stmt *q;
		const char *start = at;
		int rc = sqlite3_prepare_v2(s->db, at, -1, &q, &at), off = sqlite3_error_offset(s->db);

		if (rc == SQLITE_OK && q)
			rc = sqlite3_step(q) == SQLITE_DONE ? SQLITE_OK : SQLITE_ERROR;
		if (rc != SQLITE_OK)
			fail(m, line_of(m->text, off >= 0 ? start + off : start + strspn(start, " \t\n")), "%s",
			     sqlite3_errmsg(s->db));
		sqlite3_finalize(q);
	}
	tables_claim(s, m);
	types_check(s, m);
}

void
schema_load(struct schema *s)
{
	if (sqlite3_open(":memory:", &s->store[0].db) || sqlite3_open(":memory:", &s->store[1].db))
		abort();
	for (int i = 0; i < s->n; i++) {
		section_blank(s->migration[i].text, "postgresql");
		migration_load(&s->store[s->migration[i].identity], &s->migration[i]);
	}
}

void
schema_pack(const struct schema *s, struct text *t)
{
	add(t, "/* Written by tools/sqlgen from the migrations of src/. */\n#include \"db/migrate.h\"\n\n");
	add(t, "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n");
	add(t, "const struct migration migrations[] = {\n");
	for (int i = 0; i < s->n; i++) {
		const struct migration *m = &s->migration[i];

		add(t, "\t{ %d, \"%s\", %s,\n", m->number, m->name, m->identity ? "STORE_IDENTITY" : "STORE_MAIN");
		for (const char *line = m->text; *line;) {
			size_t n = strcspn(line, "\n");

			n += line[n] == '\n';
			add(t, "\t  \"");
			text_c(t, line, n);
			add(t, "\"\n");
			line += n;
		}
		add(t, "\t},\n");
	}
	add(t, "\t{ 0, NULL, STORE_MAIN, NULL },\n};\n");
}
