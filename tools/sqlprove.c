/* sqlprove.c — proves every migration and every named query on PostgreSQL.
 *
 *   sqlprove URL SOURCE   URL: an empty database, SOURCE: the folder with the slices
 *
 * Runs all migrations, then prepares each query with the types that the program will bind, and compares the columns it
 * gives with the declared ones. A township's code must stand first in every key and hold every scan of a table (what
 * Citus asks for). Ends with "N passed, N failed". */
#include "figure.h"
#include "queryfile.h"

#include <dirent.h>
#include <libpq-fe.h>

enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25, OID_NUMERIC = 1700 };

static PGconn *pg;
static int passed, failed;

static void
verdict(bool good, const char *where, int line, const char *what)
{
	if (!good)
		printf("%s:%d: %.*s\n", where, line, (int)strcspn(what, "\n"), what);
	*(good ? &passed : &failed) += 1;
}

static bool
run(const char *sql)
{
	PGresult *r = PQexec(pg, sql);
	bool good = PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK;

	PQclear(r);
	return good;
}

static void
need(const char *sql)
{
	if (!run(sql)) {
		fprintf(stderr, "sqlprove: %s: %s", sql, PQerrorMessage(pg));
		exit(1);
	}
}

/* ---- queries ---- */

static Oid
type_oid(enum type t)
{
	return t == TEXT ? OID_TEXT : t == BLOB ? OID_BYTEA : OID_INT8;
}

static bool
column_fits(enum type t, Oid oid)
{
	if (t == TEXT || t == BLOB)
		return oid == type_oid(t);
	return oid == OID_INT8 || oid == OID_INT4 || oid == OID_INT2 || oid == OID_NUMERIC || oid == OID_BOOL;
}

static void
columns_prove(const struct gen *g, const struct query *q)
{
	PGresult *r = PQdescribePrepared(pg, "proof");
	char what[256];

	if (PQnfields(r) != q->cols) {
		snprintf(what, sizeof what, "%s gives %d columns, %d are declared", q->name, PQnfields(r), q->cols);
		verdict(false, g->path, q->line, what);
	}
	for (int i = 0; i < q->cols && i < PQnfields(r); i++) {
		snprintf(what, sizeof what, "column `%s` of %s is of type %u, declared is %s", q->col[i].name, q->name,
			 PQftype(r, i), type_name[q->col[i].type]);
		verdict(strcmp(PQfname(r, i), q->col[i].name) == 0 && column_fits(q->col[i].type, PQftype(r, i)),
			g->path, q->line, what);
	}
	PQclear(r);
}

/* The table that a line of a plan begins to read, or NULL. */
static const char *
table_scan(const char *line)
{
	static const char *const kinds[] = { "Seq Scan on ", "Index Scan on ", "Bitmap Heap Scan on ", " using " };
	const char *at = NULL;

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && !at; i++)
		if (!strstr(line, "Bitmap Index") && (at = strstr(line, kinds[i])) != NULL)
			at = strstr(at, "on ") ? strstr(at, " on ") + 4 : NULL;
	return at;
}

/* Every scan of a table must be held to one township, whichever table the query says it of: PostgreSQL carries
 * `b.town = a.town` over to each of them, and where it could not, Citus could not either. */
static void
joins_prove(const struct gen *g, const struct query *q, int parameters)
{
	struct text sql = { NULL, 0, 0 };
	char what[256], scan[NAME] = "";
	PGresult *r;

	if (q->anytown)
		return;
	add(&sql, "explain execute proof(");
	for (int i = 0; i < parameters; i++)
		add(&sql, "%snull", i ? ", " : "");
	add(&sql, ")");
	r = PQexec(pg, sql.p);
	verdict(PQresultStatus(r) == PGRES_TUPLES_OK, g->path, q->line, PQerrorMessage(pg));
	for (int i = 0; i <= PQntuples(r); i++) {
		const char *line = i < PQntuples(r) ? PQgetvalue(r, i, 0) : "Seq Scan on nothing";
		const char *on = table_scan(line);

		if (on && *scan) {
			snprintf(what, sizeof what, "%s reads %s without its township", q->name, scan);
			verdict(false, g->path, q->line, what);
		}
		if (on)
			name_copy(scan, on, strcspn(on, " "));
		else if (strstr(line, "town = "))
			*scan = 0;
	}
	PQclear(r);
}

static void
query_prove(struct gen *g, struct query *q)
{
	char sql[SQLMAX];
	Oid type[FIELDS + 1];
	int n = 0;
	PGresult *r;

	snprintf(sql, sizeof sql, "%s", *q->pg ? q->pg : q->sql);
	for (char *p = sql, quote = 0; *p; p++) {
		if (*p == '\'')
			quote = !quote;
		else if (*p == '?' && !quote)
			*p = '$';
	}
	if (!q->anytown)
		type[n++] = OID_INT8;
	for (int i = 0; i < q->args; i++)
		type[n++] = type_oid(q->arg[i].type);
	need(q->identity ? "set search_path to identity" : "set search_path to heye");
	need("deallocate all");
	r = PQprepare(pg, "proof", sql, n, type);
	verdict(PQresultStatus(r) == PGRES_COMMAND_OK, g->path, q->line, PQerrorMessage(pg));
	if (PQresultStatus(r) == PGRES_COMMAND_OK) {
		columns_prove(g, q);
		joins_prove(g, q, n);
	}
	PQclear(r);
}

static void
file_prove(const char *folder, const char *path)
{
	static struct gen g;
	struct text figures[2] = { { NULL, 0, 0 }, { NULL, 0, 0 } };
	size_t n;

	memset(&g, 0, sizeof g);
	name_copy(g.folder, folder, strlen(folder));
	name_stem(g.stem, path);
	g.path = path;
	g.found = query_prove;
	file_parse(&g, figure_expand(path, file_need(path, &n), &figures[0], &figures[1]));
}

/* ---- the files of the source tree ---- */

struct files {
	char *path[1000];
	char folder[1000][NAME];
	int n;
};

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int
is_sql(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return n > 4 && strcmp(e->d_name + n - 4, ".sql") == 0;
}

static int
is_folder(const struct dirent *e)
{
	return e->d_name[0] != '.' && !strchr(e->d_name, '.');
}

static void
files_find(const char *source, struct files *migrations, struct files *queries)
{
	struct dirent **folder, **file;
	int folders = scandir(source, &folder, is_folder, by_name);

	for (int i = 0; i < folders; i++) {
		char path[1024];
		int n;

		snprintf(path, sizeof path, "%s/%s", source, folder[i]->d_name);
		n = scandir(path, &file, is_sql, by_name);
		for (int j = 0; j < n; j++) {
			const char *name = file[j]->d_name;
			struct files *to = strspn(name, "0123456789") == 4 ? migrations : queries;

			name_copy(to->folder[to->n], folder[i]->d_name, strlen(folder[i]->d_name));
			if (asprintf(&to->path[to->n++], "%s/%s", path, name) < 0)
				abort();
		}
	}
}

/* ---- the schema ---- */

static void
migrations_prove(struct files *f)
{
	static struct schema s;

	schema_read(&s, f->path, f->n);
	need("create schema heye");
	need("create schema identity");
	for (int i = 0; i < s.n; i++) {
		const struct migration *m = &s.migration[i];

		section_blank(s.migration[i].text, "sqlite");
		need(m->identity ? "set search_path to identity" : "set search_path to heye");
		verdict(run(m->text), m->path, 1, PQerrorMessage(pg));
	}
}

/* What Citus asks of a table that is spread over servers: the township first in every primary key, unique constraint
 * and foreign key, on both sides of it, and no index that could not be kept apart by it. */
static void
townships_first(void)
{
	static const char ask[] =
		"select c.conrelid::regclass || ' ' || c.conname from pg_constraint c "
		"join pg_attribute a on a.attrelid = c.conrelid and a.attname = 'town' "
		"where c.connamespace::regnamespace::text in ('heye', 'identity') and c.contype in ('p', 'u', 'f') and "
		"(c.conkey[1] <> a.attnum or (c.contype = 'f' and c.confkey[1] <> (select b.attnum from pg_attribute b "
		"where "
		"b.attrelid = c.confrelid and b.attname = 'town'))) "
		"union all select i.indexrelid::regclass::text from pg_index i join pg_class t on t.oid = i.indrelid "
		"join pg_attribute a on a.attrelid = t.oid and a.attname = 'town' "
		"where t.relnamespace::regnamespace::text in ('heye', 'identity') and i.indisunique and i.indkey[0] <> "
		"a.attnum "
		"union all select t.oid::regclass || ' has no township' from pg_class t "
		"where t.relnamespace::regnamespace::text in ('heye', 'identity') and t.relkind = 'r' and not exists "
		"(select from pg_attribute a where a.attrelid = t.oid and a.attname = 'town' and a.attnotnull) "
		"union all select t.oid::regclass || ' has no primary key' from pg_class t "
		"where t.relnamespace::regnamespace::text in ('heye', 'identity') and t.relkind = 'r' and not exists "
		"(select from pg_constraint c where c.conrelid = t.oid and c.contype = 'p')";
	PGresult *r = PQexec(pg, ask);

	verdict(PQresultStatus(r) == PGRES_TUPLES_OK, "schema", 1, PQerrorMessage(pg));
	for (int i = 0; i < PQntuples(r); i++)
		verdict(false, "schema", 1, PQgetvalue(r, i, 0));
	PQclear(r);
}

int
main(int argc, char **argv)
{
	static struct files migrations, queries;

	if (argc != 3) {
		fputs("usage: sqlprove URL SOURCE\n", stderr);
		return 2;
	}
	pg = PQconnectdb(argv[1]);
	if (PQstatus(pg) != CONNECTION_OK) {
		fprintf(stderr, "sqlprove: %s", PQerrorMessage(pg));
		return 1;
	}
	need("set client_min_messages to warning");
	need("set plan_cache_mode to force_generic_plan");
	files_find(argv[2], &migrations, &queries);
	migrations_prove(&migrations);
	townships_first();
	for (int i = 0; i < queries.n; i++)
		file_prove(queries.folder[i], queries.path[i]);
	PQfinish(pg);
	printf("%d passed, %d failed\n", passed, failed);
	return failed || !passed;
}
