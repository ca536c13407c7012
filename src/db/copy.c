#include "db/copy.h"

#include "base/log.h"
#include "base/out.h"
#include "db/conn.h"

#include <string.h>

#define TABLES   400
#define SQL_MOST 8192
#define ROUNDS   64 /* of rows that wait for another row of their own table */

struct column {
	const char *name;
	char kind;
};

struct table {
	const char *name;
	enum store store;
	struct column column[COPY_COLUMNS];
	int columns;
	bool own_key; /* points into itself */
	bool done;
	struct query read, write;
};

struct work {
	struct copy *c;
	struct table *table;
	int tables;
};

/* ---- what there is ---- */

typedef enum err (*seen)(struct work *w, struct table *t, void *row);

/* Each row of a question to the catalogue, which is SQLite's. */
static enum err
ask(struct work *w, enum store s, const char *sql, struct table *t, seen each)
{
	struct conn *c = w->c->catalog;
	struct query q = { .sql = sql };
	void *handle;
	bool row = true;
	enum err e = OK;

	TRY(c->engine->prepare(c->link[s], &q, &handle));
	if (t)
		c->engine->bind_text(handle, 1, str_of(t->name));
	while (e == OK && (e = c->engine->step(c->link[s], handle, &row)) == OK && row)
		e = each(w, t, handle);
	c->engine->finish(handle);
	return e;
}

static const char *
word(struct work *w, void *row, int col)
{
	return str_z(w->c->mem, w->c->catalog->engine->get_text(row, col, w->c->mem));
}

static enum err
table_seen(struct work *w, struct table *t, void *row)
{
	(void)t;
	if (w->tables == TABLES)
		return BROKEN;
	w->table[w->tables++] = (struct table){ .name = word(w, row, 0) };
	return OK;
}

static enum err
column_seen(struct work *w, struct table *t, void *row)
{
	str type = w->c->catalog->engine->get_text(row, 1, w->c->mem);

	if (t->columns == COPY_COLUMNS)
		return BROKEN;
	t->column[t->columns++] = (struct column){
		.name = word(w, row, 0),
		.kind = str_eq(type, S("TEXT")) || str_eq(type, S("text"))     ? 't'
			: str_eq(type, S("BYTEA")) || str_eq(type, S("bytea")) ? 'b'
									       : 'i',
	};
	return OK;
}

static enum err
own_key_seen(struct work *w, struct table *t, void *row)
{
	(void)w, (void)row;
	t->own_key = true;
	return OK;
}

static enum err
queries_make(struct work *w, struct table *t)
{
	struct arena *mem = w->c->mem;
	struct out read = out_make(mem, 512, SQL_MOST), write = out_make(mem, 512, SQL_MOST);
	struct out values = out_make(mem, 512, SQL_MOST), kinds = out_make(mem, 64, 256);

	out_str(&read, S("select "));
	out_fmt(&write, "insert into %s (", t->name);
	for (int i = 0; i < t->columns; i++) {
		const char *comma = i ? ", " : "", *name = t->column[i].name;

		out_fmt(&read, "%s%s, case when %s is null then 1 else 0 end", comma, name, name);
		out_fmt(&write, "%s%s", comma, name);
		out_fmt(&values, "%s?%d", comma, i + 1);
		out_char(&kinds, t->column[i].kind);
	}
	out_fmt(&read, " from %s where town = ?1", t->name);
	out_fmt(&write, ") values (%.*s)", STR_ARG(out_view(&values)));
	if (read.overflow || write.overflow || kinds.overflow)
		return BROKEN;
	t->read = (struct query){
		.name = t->name, .sql = str_z(mem, out_view(&read)), .store = t->store, .each = true, .args = "i"
	};
	t->write = (struct query){ .name = t->name,
				   .sql = str_z(mem, out_view(&write)),
				   .store = t->store,
				   .writes = true,
				   .args = str_z(mem, out_view(&kinds)) };
	return OK;
}

/* Ordinary tables with a township, and their columns but the generated ones. */
static enum err
tables_read(struct work *w, enum store s)
{
	w->tables = 0;
	w->table = make(w->c->mem, struct table, TABLES); /* prepared statements know their query by its address */
	TRY(ask(w, s,
		"select t.name from sqlite_master t where t.type = 'table' and exists (select 1 from "
		"pragma_table_info(t.name) c where c.name = 'town') order by t.name",
		NULL, table_seen));
	for (int i = 0; i < w->tables; i++) {
		struct table *t = &w->table[i];

		t->store = s;
		TRY(ask(w, s, "select name, type from pragma_table_xinfo(?1) where hidden = 0 order by cid", t,
			column_seen));
		TRY(ask(w, s, "select 1 from pragma_foreign_key_list(?1) where \"table\" = ?1", t, own_key_seen));
		TRY(queries_make(w, t));
	}
	return OK;
}

static enum err
waits_seen(struct work *w, struct table *t, void *row)
{
	str other = w->c->catalog->engine->get_text(row, 0, w->c->mem);

	if (str_eq(other, str_of(t->name)))
		return OK;
	for (int i = 0; i < w->tables; i++)
		if (!w->table[i].done && str_eq(other, str_of(w->table[i].name)))
			return BUSY;
	return OK;
}

/* The next table whose keys all lead to tables that are there already. */
static struct table *
next_table(struct work *w, enum store s)
{
	for (int i = 0; i < w->tables; i++) {
		struct table *t = &w->table[i];

		if (!t->done && ask(w, s, "select \"table\" from pragma_foreign_key_list(?1)", t, waits_seen) == OK)
			return t;
	}
	return NULL;
}

/* ---- rows ---- */

static void
row_read(const struct table *t, struct stmt *s, struct copy_cell *cell, struct arena *mem)
{
	for (int i = 0; i < t->columns; i++) {
		struct copy_cell *c = &cell[i];

		*c = (struct copy_cell){ .column = t->column[i].name, .kind = t->column[i].kind };
		c->null = stmt_get_int(s, 2 * i + 1) != 0;
		if (c->kind == 'i')
			c->n = stmt_get_int(s, 2 * i);
		else if (!c->null)
			c->s = stmt_get_text(s, 2 * i, mem);
	}
}

static enum err
row_write(struct work *w, const struct table *t, const struct copy_cell *cell)
{
	struct db to = { .mem = w->c->mem, .now = w->c->now, .town = w->c->town, .conn = w->c->to };
	struct stmt *s;
	bool row;
	enum err e;

	TRY(db_start(&to, &t->write, &s));
	for (int i = 0; i < t->columns; i++)
		if (cell[i].null)
			stmt_null(s, i + 1);
		else if (cell[i].kind == 'i')
			stmt_int(s, i + 1, cell[i].n);
		else if (cell[i].kind == 't')
			stmt_text(s, i + 1, cell[i].s);
		else
			stmt_blob(s, i + 1, cell[i].s);
	e = stmt_step(s, &row);
	stmt_end(s);
	return e;
}

/* A row that points to another one of its table may come before it: then it has to wait for the next round. */
static enum err
row_try(struct work *w, const struct table *t, const struct copy_cell *cell, bool *waits)
{
	enum err e;

	*waits = false;
	if (!t->own_key)
		return row_write(w, t, cell);
	TRY(conn_savepoint(w->c->to));
	e = row_write(w, t, cell);
	if (e == OK)
		return conn_keep(w->c->to);
	*waits = e == CONFLICT;
	TRY(conn_undo(w->c->to));
	return *waits ? OK : e;
}

/* One pass over the rows of a table; `first` and `skipped` keep what later rounds need: which rows are still to come. */
struct pass {
	bool *there; /* by the order of reading */
	size_t room, waiting, kept;
};

static enum err
pass_row(struct work *w, const struct table *t, struct stmt *s, struct pass *p, size_t at)
{
	struct copy_cell cell[COPY_COLUMNS];
	size_t mark = arena_mark(w->c->mem);
	bool skip = false, waits = false;

	row_read(t, s, cell, w->c->mem);
	if (w->c->row)
		TRY(w->c->row(w->c->ctx, t->name, cell, t->columns, &skip));
	if (!skip)
		TRY(row_try(w, t, cell, &waits));
	arena_back(w->c->mem, mark);
	p->waiting += waits;
	p->kept += !waits && !skip;
	if (t->own_key && at < p->room)
		p->there[at] = !waits;
	return OK;
}

static enum err
pass_run(struct work *w, struct table *t, struct pass *p)
{
	struct db from = { .mem = w->c->mem, .now = w->c->now, .town = w->c->town, .conn = w->c->from };
	struct stmt *s;
	bool row = true;
	size_t at = 0;
	enum err e = OK;

	TRY(db_start(&from, &t->read, &s));
	stmt_int(s, 1, w->c->town);
	while (e == OK && (e = stmt_step(s, &row)) == OK && row) {
		if (!t->own_key || at >= p->room || !p->there[at])
			e = pass_row(w, t, s, p, at);
		at++;
	}
	stmt_end(s);
	return e;
}

#define OWN_ROWS ((size_t)1 << 20) /* tables that point into themselves are short: places, places again */

static enum err
table_copy(struct work *w, struct table *t)
{
	struct pass p = { .room = t->own_key ? OWN_ROWS : 0 };
	size_t before;

	if (t->own_key)
		p.there = make(w->c->mem, bool, OWN_ROWS);
	for (int round = 0; round < ROUNDS; round++) {
		before = p.kept;
		p.waiting = 0;
		TRY(pass_run(w, t, &p));
		if (p.waiting == 0) {
			w->c->rows += (int64_t)p.kept;
			return OK;
		}
		if (p.kept == before)
			break;
	}
	log_error("copy: %zu rows of %s fit nowhere", p.waiting, t->name);
	return CONFLICT;
}

static enum err
store_copy(struct work *w, enum store s)
{
	TRY(tables_read(w, s));
	for (int left = w->tables; left > 0; left--) {
		struct table *t = next_table(w, s);

		if (!t) {
			log_error("copy: tables that point to each other in a ring");
			return BROKEN;
		}
		TRY(table_copy(w, t));
		t->done = true;
	}
	return OK;
}

enum err
copy_town(struct copy *c)
{
	struct work w = { .c = c };
	struct db from = { .mem = c->mem, .now = c->now, .town = c->town, .conn = c->from };
	enum err e;

	c->rows = 0;
	TRY(db_begin_read(&from));
	e = conn_begin(c->to);
	if (e == OK) {
		e = store_copy(&w, STORE_IDENTITY);
		if (e == OK)
			e = store_copy(&w, STORE_MAIN);
		if (e == OK)
			e = conn_commit(c->to);
		else
			conn_rollback(c->to);
	}
	db_end_read(&from);
	return e;
}
