/* conn.c — connections: two stores, cached statements, transactions with savepoints. */
#include "db/conn.h"

#include "base/log.h"

#include <assert.h>
#include <stdlib.h>

const char *
engine_path(struct arena *mem, const char *dir, enum store store)
{
	const char *file = store == STORE_IDENTITY ? "identity.db" : "heye.db";

	if (str_eq(str_of(dir), S(":memory:")))
		return ":memory:";
	return str_z(mem, str_fmt(mem, "%s/%s", dir, file));
}

enum err
conn_open(struct conn **out, const struct conn_options *o)
{
	struct conn *c = calloc(1, sizeof *c);
	bool memory = str_eq(str_of(o->dir), S(":memory:"));
	enum err e = OK;

	if (!c)
		return BROKEN;
	c->engine = &engine_sqlite;
	c->write = o->write || memory;
	c->mem = arena_open((size_t)16 << 20);
	for (int s = 0; s < STORES && e == OK; s++)
		if (s == STORE_MAIN || o->identity || memory)
			e = c->engine->open(&c->link[s], engine_path(&c->mem, o->dir, (enum store)s), c->write,
			                    o->cache_kib ? o->cache_kib : 4096);
	if (e != OK) {
		conn_close(c);
		return e;
	}
	*out = c;
	return OK;
}

void
conn_close(struct conn *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < STMT_CHAINS; i++)
		for (struct stmt *s = c->chain[i]; s; s = s->next)
			c->engine->finish(s->handle);
	for (int s = 0; s < STORES; s++)
		if (c->link[s])
			c->engine->close(c->link[s]);
	arena_close(&c->mem);
	free(c);
}

void
conn_reset(struct conn *c)
{
	for (size_t i = 0; i < STMT_CHAINS; i++)
		for (struct stmt *s = c->chain[i]; s; s = s->next)
			if (s->running)
				stmt_end(s);
}

static enum err
note(struct conn *c, enum store s, enum err e)
{
	if (e == BROKEN) {
		c->disk_full = c->engine->disk_full(c->link[s]);
		c->io_failed |= c->engine->io_failed(c->link[s]);
	}
	return e;
}

static enum err
run(struct conn *c, enum store s, const char *sql)
{
	return note(c, s, c->engine->run(c->link[s], sql));
}

/* The identity store joins a transaction only when a statement asks for it: most writes never touch it. */
static enum err
join_store(struct conn *c, enum store s)
{
	if (!c->write || c->depth == 0 || c->begun[s])
		return OK;
	TRY(run(c, s, "begin immediate"));
	c->begun[s] = true;
	return c->depth == 2 ? run(c, s, "savepoint one") : OK;
}

enum err
conn_begin(struct conn *c)
{
	assert(c->depth == 0);
	c->depth = 1;
	c->disk_full = false;
	if (join_store(c, STORE_MAIN) == OK)
		return OK;
	c->depth = 0;
	return c->io_failed || c->disk_full ? BROKEN : BUSY;
}

static enum err
commit_store(struct conn *c, enum store s)
{
	enum err e;

	if (!c->begun[s])
		return OK;
	e = run(c, s, "commit");
	if (e == OK)
		c->begun[s] = false;
	return e;
}

enum err
conn_commit(struct conn *c)
{
	enum err e;

	assert(c->depth == 1);
	e = commit_store(c, STORE_IDENTITY);
	if (e == OK)
		e = commit_store(c, STORE_MAIN);
	if (e != OK) {
		conn_rollback(c);
		return BROKEN;
	}
	c->depth = 0;
	return OK;
}

void
conn_rollback(struct conn *c)
{
	conn_reset(c);
	for (int s = 0; s < STORES; s++) {
		/* SQLite may have rolled back by itself after a full disk: an error here says just that. */
		if (c->begun[s] && c->engine->run(c->link[s], "rollback") != OK)
			log_warn("database: a failed transaction was already rolled back");
		c->begun[s] = false;
	}
	c->depth = 0;
}

static enum err
each_begun(struct conn *c, const char *sql)
{
	enum err e = OK;

	for (int s = 0; s < STORES; s++)
		if (c->begun[s] && run(c, (enum store)s, sql) != OK)
			e = BROKEN;
	return e;
}

enum err
conn_savepoint(struct conn *c)
{
	assert(c->depth == 1);
	TRY(each_begun(c, "savepoint one"));
	c->depth = 2;
	return OK;
}

enum err
conn_keep(struct conn *c)
{
	assert(c->depth == 2);
	c->depth = 1;
	return each_begun(c, "release one");
}

enum err
conn_undo(struct conn *c)
{
	assert(c->depth == 2);
	conn_reset(c);
	c->depth = 1;
	return each_begun(c, "rollback to one; release one");
}

int64_t
conn_wal_pages(const struct conn *c)
{
	int64_t most = 0;

	for (int s = 0; s < STORES; s++) {
		int64_t pages = c->link[s] ? c->engine->wal_pages(c->link[s]) : 0;

		most = pages > most ? pages : most;
	}
	return most;
}

static enum err
prepared(struct conn *c, const struct query *q, struct stmt **out)
{
	size_t at = ((uintptr_t)q >> 5) % STMT_CHAINS;
	void *handle;
	struct stmt *s;

	for (s = c->chain[at]; s; s = s->next)
		if (s->query == q && !s->running) {
			*out = s;
			return OK;
		}
	TRY(c->engine->prepare(c->link[q->store], q->sql, &handle));
	s = make(&c->mem, struct stmt, 1);
	*s = (struct stmt){ .query = q, .handle = handle, .conn = c, .next = c->chain[at] };
	c->chain[at] = s;
	*out = s;
	return OK;
}

enum err
db_start(struct db *db, const struct query *q, struct stmt **out)
{
	struct conn *c = db->conn;

	if (!c->link[q->store] || (q->writes && c->depth == 0)) {
		log_error("database: %s needs %s", q->name, q->writes ? "a transaction" : "the identity store");
		return BROKEN;
	}
	TRY(join_store(c, q->store));
	TRY(prepared(c, q, out));
	(*out)->running = true;
	return OK;
}

void
stmt_int(struct stmt *s, int i, int64_t v)
{
	s->conn->engine->bind_int(s->handle, i, v);
}

void
stmt_text(struct stmt *s, int i, str v)
{
	if (v.p)
		s->conn->engine->bind_text(s->handle, i, v);
	else
		s->conn->engine->bind_null(s->handle, i);
}

void
stmt_blob(struct stmt *s, int i, str v)
{
	if (v.p)
		s->conn->engine->bind_blob(s->handle, i, v);
	else
		s->conn->engine->bind_null(s->handle, i);
}

void
stmt_null(struct stmt *s, int i)
{
	s->conn->engine->bind_null(s->handle, i);
}

enum err
stmt_step(struct stmt *s, bool *row)
{
	enum store store = s->query->store;

	return note(s->conn, store, s->conn->engine->step(s->conn->link[store], s->handle, row));
}

int64_t
stmt_get_int(struct stmt *s, int col)
{
	return s->conn->engine->get_int(s->handle, col);
}

str
stmt_get_text(struct stmt *s, int col, struct arena *a)
{
	return s->conn->engine->get_text(s->handle, col, a);
}

int64_t
stmt_changes(struct stmt *s)
{
	return s->conn->engine->changes(s->conn->link[s->query->store]);
}

void
stmt_end(struct stmt *s)
{
	s->conn->engine->reset(s->handle);
	s->running = false;
}

enum err
db_begin_read(struct db *db)
{
	return run(db->conn, STORE_MAIN, "begin");
}

void
db_end_read(struct db *db)
{
	if (run(db->conn, STORE_MAIN, "commit") != OK)
		log_warn("database: a read did not end cleanly");
}

bool
db_has(const struct db *db, enum store store)
{
	return db->conn->link[store] != NULL;
}

bool
db_disk_full(const struct db *db)
{
	return db->conn->disk_full;
}
