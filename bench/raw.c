/* raw.c — the limit beside which Heye is measured: SQLite alone, doing the same query and storing the same rows.
 *
 *   heye-bench-raw list DB FILE.sql QUERY SECONDS THREADS town=… lane=… …     pages a second
 *   heye-bench-raw insert FROM.db TO.db COUNT BATCH                           matters a second, durable, BATCH a commit
 *
 * TO.db is a copy of FROM.db from before its COUNT newest matters came in, so both fill indexes of the same size. */
#include <pthread.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void
die(sqlite3 *db, const char *what)
{
	fprintf(stderr, "heye-bench-raw: %s: %s\n", what, db ? sqlite3_errmsg(db) : "");
	exit(1);
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static sqlite3 *
open_db(const char *path, int flags)
{
	sqlite3 *db;

	if (sqlite3_open_v2(path, &db, flags, NULL) != SQLITE_OK)
		die(db, path);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL); /* as Heye's own connections */
	sqlite3_busy_timeout(db, 10000);
	return db;
}

static void
exec(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		die(db, sql);
}

static sqlite3_stmt *
prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *s;

	if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
		die(db, sql);
	return s;
}

/* ---- list ---- */

struct list {
	const char *path, *sql;
	char **words;
	int n;
	double until;
	uint64_t pages, rows;
	pthread_t thread;
};

/* The text of one named query: what follows its "-- @many NAME(" header up to the semicolon. */
static char *
query_text(const char *path, const char *name)
{
	static char text[200000];
	char head[128];
	FILE *f = fopen(path, "rb");
	size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;
	char *at, *end;

	if (!f)
		die(NULL, path);
	text[n] = 0;
	fclose(f);
	snprintf(head, sizeof head, "-- @many %s(", name);
	at = strstr(text, head);
	if (!at)
		die(NULL, name);
	while (strncmp(at, "--", 2) == 0)
		at = strchr(at, '\n') + 1;
	end = strchr(at, ';');
	*end = 0;
	return at;
}

static void
bind_words(sqlite3_stmt *s, char **words, int n)
{
	for (int i = 0; i < n; i++) {
		char name[64];
		const char *equals = strchr(words[i], '=');
		int at;

		snprintf(name, sizeof name, ":%.*s", (int)(equals - words[i]), words[i]);
		at = sqlite3_bind_parameter_index(s, name);
		if (at)
			sqlite3_bind_int64(s, at, strtoll(equals + 1, NULL, 10));
	}
}

/* Both sides read the whole page; only the work of putting it into words is left out here. */
static void *
list_thread(void *arg)
{
	struct list *l = arg;
	sqlite3 *db = open_db(l->path, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX);
	sqlite3_stmt *s = prepare(db, l->sql);

	while (seconds() < l->until) {
		bind_words(s, l->words, l->n);
		while (sqlite3_step(s) == SQLITE_ROW) {
			for (int c = 0; c < sqlite3_column_count(s); c++)
				(void)sqlite3_column_text(s, c);
			l->rows++;
		}
		sqlite3_reset(s);
		l->pages++;
	}
	sqlite3_finalize(s);
	sqlite3_close(db);
	return NULL;
}

static int
run_list(int argc, char **argv)
{
	struct list l[16];
	double length = strtod(argv[3], NULL);
	int threads = (int)strtol(argv[4], NULL, 10);
	const char *sql = query_text(argv[1], argv[2]);
	uint64_t pages = 0, rows = 0;

	for (int i = 0; i < threads && i < 16; i++) {
		l[i] = (struct list){
			.path = argv[0], .sql = sql, .words = argv + 5, .n = argc - 5, .until = seconds() + length
		};
		pthread_create(&l[i].thread, NULL, list_thread, &l[i]);
	}
	for (int i = 0; i < threads && i < 16; i++) {
		pthread_join(l[i].thread, NULL);
		pages += l[i].pages;
		rows += l[i].rows;
	}
	printf("%.0f %.1f\n", (double)pages / length, (double)rows / (double)(pages ? pages : 1));
	return 0;
}

/* ---- insert ---- */

struct table {
	const char *name, *key; /* column that holds the matter's id */
	sqlite3_stmt *insert;
	sqlite3_value ***rows; /* per matter: values of all its rows, one after another */
	int *count, columns;
};

static struct table tables[] = {
	{ .name = "matter", .key = "id" },      { .name = "matter_entry", .key = "matter" },
	{ .name = "clock", .key = "matter" },   { .name = "receipt_pending", .key = "matter" },
	{ .name = "receipt", .key = "matter" }, { .name = "event", .key = "object_id" },
};

#define TABLES (sizeof tables / sizeof *tables)

/* Names of the columns that can be written: generated ones are left out. */
static char *
column_list(sqlite3 *db, const char *table)
{
	char *sql =
		sqlite3_mprintf("select group_concat(name, ', ') from pragma_table_xinfo(%Q) where hidden = 0", table);
	sqlite3_stmt *s = prepare(db, sql);
	char *list;

	sqlite3_step(s);
	list = sqlite3_mprintf("%s", sqlite3_column_text(s, 0));
	sqlite3_finalize(s);
	sqlite3_free(sql);
	return list;
}

static void
row_add(struct table *t, int i, sqlite3_stmt *s)
{
	size_t width = (size_t)t->columns, at = (size_t)t->count[i]++ * width;

	t->rows[i] = realloc(t->rows[i], (at + width) * sizeof **t->rows);
	for (int c = 0; c < t->columns; c++)
		t->rows[i][at + (size_t)c] = sqlite3_value_dup(sqlite3_column_value(s, c));
}

/* One pass over the table, in the order of the ids. */
static void
load_rows(sqlite3 *db, struct table *t, const int64_t *ids, int n)
{
	char *columns = column_list(db, t->name);
	char *sql = sqlite3_mprintf("select %s, %s from %s where town = 510921207 and %s >= ?1%s order by %s", columns,
				    t->key, t->name, t->key,
				    strcmp(t->name, "event") == 0 ? " and object = 'matter'" : "", t->key);
	sqlite3_stmt *s = prepare(db, sql);
	int i = 0;

	t->rows = calloc((size_t)n, sizeof *t->rows);
	t->count = calloc((size_t)n, sizeof *t->count);
	t->columns = sqlite3_column_count(s) - 1;
	sqlite3_bind_int64(s, 1, ids[0]);
	while (sqlite3_step(s) == SQLITE_ROW) {
		while (i < n && ids[i] < sqlite3_column_int64(s, t->columns))
			i++;
		if (i < n && ids[i] == sqlite3_column_int64(s, t->columns))
			row_add(t, i, s);
	}
	sqlite3_finalize(s);
	sqlite3_free(sql);
	sqlite3_free(columns);
}

static void
prepare_insert(sqlite3 *to, struct table *t)
{
	char *columns = column_list(to, t->name);
	char marks[512] = "?";
	char *sql;

	for (int c = 1; c < t->columns; c++)
		strcat(marks, ", ?");
	sql = sqlite3_mprintf("insert into %s (%s) values (%s)", t->name, columns, marks);
	t->insert = prepare(to, sql);
	sqlite3_free(sql);
	sqlite3_free(columns);
}

static void
step_once(sqlite3 *db, sqlite3_stmt *s)
{
	if (sqlite3_step(s) != SQLITE_DONE)
		die(db, sqlite3_sql(s));
	sqlite3_reset(s);
}

struct extras {
	sqlite3_stmt *count, *head, *number, *once;
};

/* What every create does besides its rows: counters, the head of the chain, the office number, the idempotency key. */
static void
write_extras(sqlite3 *db, const struct extras *x, int i)
{
	for (int axis = 1; axis <= 3; axis++) {
		sqlite3_bind_int(x->count, 1, axis);
		step_once(db, x->count);
	}
	step_once(db, x->head);
	step_once(db, x->number);
	sqlite3_bind_int(x->once, 1, i);
	step_once(db, x->once);
}

static void
write_matter(sqlite3 *db, int i)
{
	for (size_t t = 0; t < TABLES; t++)
		for (int row = 0; row < tables[t].count[i]; row++) {
			for (int c = 0; c < tables[t].columns; c++)
				sqlite3_bind_value(tables[t].insert, c + 1,
						   tables[t].rows[i][row * tables[t].columns + c]);
			step_once(db, tables[t].insert);
		}
}

/* The newest ids, oldest first. */
static int
newest(sqlite3 *db, int64_t *ids, int most)
{
	sqlite3_stmt *s = prepare(
		db,
		"select id from (select id from matter where town = 510921207 order by id desc limit ?1) order by id");
	int n = 0;

	sqlite3_bind_int(s, 1, most);
	while (n < most && sqlite3_step(s) == SQLITE_ROW)
		ids[n++] = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	if (n == 0)
		die(NULL, "no matters");
	return n;
}

static void
prepare_extras(sqlite3 *to, struct extras *x)
{
	x->count = prepare(to, "insert into matter_count (town, axis, ref, lane, n) values (510921207, ?1, 0, 1, 1)"
			       " on conflict (town, axis, ref, lane) do update set n = n + 1");
	x->head = prepare(to, "insert into event_head (town, seq, hash) values (510921207, 1, zeroblob(32))"
			      " on conflict (town) do update set seq = seq + 1, hash = randomblob(32)");
	x->number = prepare(to, "insert into matter_number (town, year, last) select 510921207, max(year), 1 from "
				"matter_number where true"
				" on conflict (town, year) do update set last = last + 1");
	x->once = prepare(to, "insert into once (town, tag, body, box, at) values (510921207, randomblob(32), "
			      "zeroblob(32), zeroblob(90), ?1)");
}

static int
run_insert(char **argv)
{
	int count = (int)strtol(argv[2], NULL, 10), batch = (int)strtol(argv[3], NULL, 10);
	int64_t *ids = calloc((size_t)count, sizeof *ids);
	sqlite3 *from = open_db(argv[0], SQLITE_OPEN_READONLY), *to;
	struct extras x;
	double start;

	to = open_db(argv[1], SQLITE_OPEN_READWRITE);
	exec(to, "pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 4000; pragma "
		 "cache_size = -16384");
	count = newest(from, ids, count);
	for (size_t t = 0; t < TABLES; t++) {
		load_rows(from, &tables[t], ids, count);
		prepare_insert(to, &tables[t]);
	}
	prepare_extras(to, &x);
	start = seconds();
	for (int i = 0; i < count; i++) {
		if (i % batch == 0)
			exec(to, "begin immediate");
		write_matter(to, i);
		write_extras(to, &x, i);
		if (i % batch == batch - 1 || i == count - 1)
			exec(to, "commit");
	}
	printf("%.0f\n", count / (seconds() - start));
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc >= 7 && strcmp(argv[1], "list") == 0)
		return run_list(argc - 2, argv + 2);
	if (argc == 6 && strcmp(argv[1], "insert") == 0)
		return run_insert(argv + 2);
	fprintf(stderr, "usage: heye-bench-raw list DB FILE.sql QUERY SECONDS THREADS name=value… | insert FROM.db "
			"TO.db COUNT BATCH\n");
	return 2;
}
