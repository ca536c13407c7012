/* db.h — the database as the slices see it.
 *
 * A `struct db` can only read; a `struct tx` can also write, is already begun, and is ended by the writer, never by
 * a slice. Slices do not call the functions below: tools/sqlgen writes one typed function per named query, and that
 * calls them. Both carry the arena, the moment of the request and the township; `:town` is bound from here in every
 * query, so no caller can forget it or pass another one.
 *
 * Two stores: the main one, and the identity store, a second file (on PostgreSQL a second schema, which may lie in
 * another database) with a life of its own (identity/identity.h). SQL keeps to what SQLite and PostgreSQL share. */
#ifndef HEYE_DB_DB_H
#define HEYE_DB_DB_H

#include "base/arena.h"
#include "base/day.h"
#include "base/err.h"
#include "base/str.h"

enum store { STORE_MAIN, STORE_IDENTITY, STORES };

struct conn; /* one connection to each store it was opened for, with its prepared statements */
struct stmt;

struct db {
	struct arena *mem;
	moment now;
	int64_t town; /* 9-digit township code; 0 only in queries marked @anytown */
	struct conn *conn;
};

struct tx {
	struct db db;
};

/* One named query, as sqlgen writes it: a constant. */
struct query {
	const char *name; /* "matter_by_id" */
	const char *sql; /* parameters as ?1 … ?n, in the order of the declaration; ?1 is always town unless @anytown */
	enum store store;
	bool writes;
	bool anytown, each;
	const char *args; /* a letter for each parameter: i number, t text, b bytes */
	const char *pg;   /* the text for PostgreSQL where the dialects differ (`@pg`), else NULL */
};

/* A database server: the addresses of both stores, postgresql://…; without the second both lie in the first. */
struct database {
	const char *url, *identity_url;
};

struct conn_options {
	const char *dir; /* data folder: heye.db and identity.db in it, unless there is a database */
	const struct database *database;
	bool write;        /* the one writer; else read-only */
	bool identity;     /* open the identity store as well (the writer only) */
	int64_t cache_kib; /* page cache; 0: 16 MiB to write, 4 MiB to read. For identity 2 MiB at most */
};

/* SQLite opens with WAL and synchronous=FULL (asserted), foreign keys on, trusted_schema off, secure_delete on. BROKEN
 * says why in the log. `dir` may be ":memory:" for tests: then the connection writes, and holds both stores. */
MUST_USE enum err conn_open(struct conn **c, const struct conn_options *o);
void conn_close(struct conn *c);
void conn_reset(struct conn *c); /* resets every statement left running by a jump out of a handler */

/* What generated code calls. Columns from 0, parameters from 1. Text and blobs are copied into db->mem. */
MUST_USE enum err db_start(struct db *db, const struct query *q, struct stmt **s);
void stmt_int(struct stmt *s, int i, int64_t v);
void stmt_text(struct stmt *s, int i, str v); /* a str with p == NULL binds NULL */
void stmt_blob(struct stmt *s, int i, str v);
void stmt_null(struct stmt *s, int i);
MUST_USE enum err stmt_step(struct stmt *s, bool *row);      /* CONFLICT: a key or check refused; BUSY; BROKEN */
int64_t stmt_get_int(struct stmt *s, int col);               /* NULL reads as 0 */
str stmt_get_text(struct stmt *s, int col, struct arena *a); /* NULL reads as { NULL, 0 } */
int64_t stmt_changes(struct stmt *s);
void stmt_end(struct stmt *s);

/* What the library of a database server reads from disk whenever it connects: file of passwords, certificates. At most
 * `most` paths, which need not be there; returns how many. */
size_t db_files(struct arena *mem, const struct database *d, const char **path, size_t most);

/* One snapshot for all reads of a request: nothing committed in between is seen. End it before answering, also
 * after a jump out of the handler or when it did not begin; a snapshot kept open makes the log grow. Inside a write
 * both do nothing. */
MUST_USE enum err db_begin_read(struct db *db);
void db_end_read(struct db *db);

/* Whether this connection, of those of all servers, holds an office: one does, and when it dies another one gets it the
 * next time it asks. On SQLite there is one server, and it holds them all. Outside a transaction. */
enum office { OFFICE_TIMERS = 1, OFFICE_FILES = 3 };
MUST_USE enum err db_elect(struct db *db, enum office office, bool *held);

/* Whether this connection has the store open. */
bool db_has(const struct db *db, enum store store);

/* True while the last BROKEN of this connection came from a full disk: the page then says "not saved: the disk is
 * full". */
bool db_disk_full(const struct db *db);

#endif
