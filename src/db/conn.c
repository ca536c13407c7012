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

/* The identity store is small and rarely read: its cache stays small as well. */
static int64_t
cache_of(const struct conn_options *o, enum store s)
{
	int64_t kib = o->cache_kib ? o->cache_kib : o->write ? 16384 : 4096;

	return s == STORE_IDENTITY && kib > 2048 ? 2048 : kib;
}

static enum err
open_store(struct conn *c, const struct conn_options *o, enum store s)
{
	const struct database *d = o->database;
	struct place p = { .store = s, .write = c->write, .cache_kib = cache_of(o, s) };

	if (!d)
		p.path = engine_path(&c->mem, o->dir, s);
	else
		p.path = s == STORE_IDENTITY && d->identity_url ? d->identity_url : d->url;
	return c->engine->open(&c->link[s], &p);
}

enum err
conn_open(struct conn **out, const struct conn_options *o)
{
	struct conn *c = calloc(1, sizeof *c);
	bool memory = o->dir && str_eq(str_of(o->dir), S(":memory:"));
	enum err e = OK;

	if (!c)
		return BROKEN;
	c->engine = o->database ? &engine_pg : &engine_sqlite;
	c->write = o->write || memory;
	c->mem = arena_open((size_t)16 << 20);
	for (int s = 0; s < STORES && e == OK; s++)
		if (s == STORE_MAIN || o->identity || memory)
			e = open_store(c, o, (enum store)s);
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
			c->engine->close(c->link[s], c->io_failed);
	arena_close(&c->mem);
	free(c);
}

void
conn_reset(struct conn *c)
{
	for (size_t i = 0; i < STMT_CHAINS && c->running > 0; i++)
		for (struct stmt *s = c->chain[i]; s; s = s->next)
			if (s->running)
				stmt_end(s);
}

/* Keeps what a failure means for those after it. SQLite ends a transaction by itself after a full disk, a failed
 * disk and spent memory; a statement that ran after that would be a transaction of its own, and kept. */
static enum err
note(struct conn *c, enum store s, enum err e)
{
	if (e == OK)
		return OK;
	if (e == BROKEN) {
		c->disk_full = c->engine->disk_full(c->link[s]);
		c->io_failed |= c->engine->io_failed(c->link[s]);
	}
	if (c->engine->fate && c->engine->fate(c->link[s]) > c->fate)
		c->fate = c->engine->fate(c->link[s]);
	if (c->engine->mend && c->depth == 2 && c->begun[s]) {
		c->spoiled = true;
		c->lost |= c->engine->mend(c->link[s]) != OK;
	}
	if (c->depth > 0 && (c->io_failed || (c->begun[s] && !c->engine->within(c->link[s]))))
		c->lost = true;
	return e;
}

static enum err
say(struct conn *c, enum store s, enum verb verb)
{
	return note(c, s, c->engine->say(c->link[s], verb));
}

/* The identity store joins a transaction only when a statement asks for it: most writes never touch it. */
static enum err
join_store(struct conn *c, enum store s)
{
	if (!c->write || c->depth == 0 || c->begun[s])
		return OK;
	TRY(say(c, s, VERB_WRITE));
	c->begun[s] = true;
	return c->depth == 2 ? say(c, s, VERB_SAVEPOINT) : OK;
}

enum err
conn_begin(struct conn *c)
{
	enum err e;

	assert(c->depth == 0 && c->running == 0);
	c->disk_full = c->lost = c->spoiled = false;
	c->fate = FATE_FINAL;
	if (c->io_failed)
		return BROKEN;
	c->depth = 1;
	e = join_store(c, STORE_MAIN);
	if (e != OK)
		c->depth = 0;
	return e;
}

static enum err
commit_store(struct conn *c, enum store s)
{
	enum err e;

	if (!c->begun[s])
		return OK;
	e = say(c, s, VERB_COMMIT);
	if (e == OK)
		c->begun[s] = false;
	return e;
}

enum err
conn_commit(struct conn *c)
{
	enum err e = c->lost ? BROKEN : OK;

	assert(c->depth == 1);
	conn_reset(c);
	if (e == OK)
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
		if (c->begun[s] && c->engine->within(c->link[s]) && c->engine->say(c->link[s], VERB_ROLLBACK) != OK)
			log_error("database: a transaction could not be rolled back");
		c->begun[s] = false;
	}
	c->lost = false;
	c->depth = 0;
}

static enum err
each_begun(struct conn *c, enum verb verb)
{
	for (int s = 0; s < STORES; s++)
		if (c->begun[s] && (c->lost || say(c, (enum store)s, verb) != OK)) {
			c->lost = true; /* without its savepoint a write could not be undone alone */
			return BROKEN;
		}
	return OK;
}

enum err
conn_savepoint(struct conn *c)
{
	assert(c->depth == 1);
	TRY(each_begun(c, VERB_SAVEPOINT));
	c->spoiled = false;
	c->depth = 2;
	return OK;
}

enum err
conn_keep(struct conn *c)
{
	assert(c->depth == 2);
	if (c->spoiled) {
		TRY(conn_undo(c));
		return CONFLICT;
	}
	conn_reset(c);
	c->depth = 1;
	return each_begun(c, VERB_RELEASE);
}

enum err
conn_undo(struct conn *c)
{
	assert(c->depth == 2);
	conn_reset(c);
	c->depth = 1;
	TRY(each_begun(c, VERB_UNDO));
	return each_begun(c, VERB_RELEASE);
}

int64_t
conn_wal_pages(const struct conn *c, enum store s)
{
	return c->link[s] ? c->engine->wal_pages(c->link[s]) : 0;
}

enum err
conn_fold(struct conn *c, enum store s, enum fold how, int64_t *pages, int64_t *moved)
{
	return note(c, s, c->engine->fold(c->link[s], how, pages, moved));
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
	TRY(note(c, q->store, c->engine->prepare(c->link[q->store], q, &handle)));
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
		log_error("database: %s needs %s", q->name, c->link[q->store] ? "a transaction" : "the identity store");
		return BROKEN;
	}
	if (c->lost)
		return BROKEN;
	TRY(join_store(c, q->store));
	if (c->engine->choose_town)
		c->engine->choose_town(c->link[q->store], q->anytown ? 0 : db->town ? db->town : -1);
	TRY(prepared(c, q, out));
	(*out)->running = true;
	c->running++;
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

	*row = false;
	if (s->conn->lost)
		return BROKEN;
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
	if (!s->running)
		return;
	s->conn->engine->reset(s->handle);
	s->running = false;
	s->conn->running--;
}

/* Inside a transaction of the writer there is one snapshot already. */
enum err
db_begin_read(struct db *db)
{
	struct conn *c = db->conn;

	if (c->depth > 0)
		return OK;
	assert(!c->engine->within(c->link[STORE_MAIN]));
	c->disk_full = false;
	return say(c, STORE_MAIN, VERB_READ);
}

void
db_end_read(struct db *db)
{
	struct conn *c = db->conn;

	if (c->depth > 0)
		return;
	conn_reset(c); /* a statement left running would keep the snapshot, and the log would grow behind it */
	if (c->engine->within(c->link[STORE_MAIN]) && say(c, STORE_MAIN, VERB_COMMIT) != OK &&
	    say(c, STORE_MAIN, VERB_ROLLBACK) != OK)
		log_error("database: a read did not end");
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

enum err
db_elect(struct db *db, enum office office, bool *held)
{
	struct conn *c = db->conn;

	*held = true;
	return c->engine->elect ? c->engine->elect(c->link[STORE_MAIN], (int)office, held) : OK;
}
