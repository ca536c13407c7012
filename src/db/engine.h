/* engine.h — the seam between db/ and one database engine. Known to db/ only; slices see db.h.
 *
 * SQLite (engine_sqlite.c) and PostgreSQL (engine_pg.c) bring the same table; nothing above knows which one it is. */
#ifndef HEYE_DB_ENGINE_H
#define HEYE_DB_ENGINE_H

#include "db/db.h"

struct link; /* one connection to one store */

/* UNDO goes back to the savepoint and leaves it standing; RELEASE ends it. */
enum verb { VERB_READ, VERB_WRITE, VERB_COMMIT, VERB_ROLLBACK, VERB_SAVEPOINT, VERB_RELEASE, VERB_UNDO, VERBS };

/* How the log is moved into the database: PASSIVE takes what no reader needs and waits for nobody. RESTART waits a
 * moment for the readers of the log, so that it starts from its beginning again; TRUNCATE empties the file as well. */
enum fold { FOLD_PASSIVE, FOLD_RESTART, FOLD_TRUNCATE };

/* What the last failure means for the transaction it happened in. FINAL: as the error says. AGAIN: nothing was kept and
 * the same would work when tried anew (a deadlock, a connection that was lost). UNKNOWN: the connection was lost during
 * the commit, so nobody knows. */
enum fate { FATE_FINAL, FATE_AGAIN, FATE_UNKNOWN };

struct place {
	const char *path; /* of the file, or the address of the database */
	enum store store;
	bool write;
	int64_t cache_kib;
};

struct engine {
	const char *name; /* of its sections in a migration: `-- @sqlite` */
	enum err (*open)(struct link **l, const struct place *p);
	void (*close)(struct link *l, bool keep_log); /* keep_log: the disk failed, the log stays for the next start */
	enum err (*run)(struct link *l, const char *sql); /* statements without results: migrations, copies */
	enum err (*say)(struct link *l, enum verb verb);
	bool (*within)(const struct link *l); /* in a transaction; false after the engine gave one up by itself */
	enum err (*prepare)(struct link *l, const struct query *q, void **handle);
	void (*finish)(void *handle); /* frees a prepared statement */
	void (*bind_int)(void *handle, int i, int64_t v);
	void (*bind_text)(void *handle, int i, str v);
	void (*bind_blob)(void *handle, int i, str v);
	void (*bind_null)(void *handle, int i);
	enum err (*step)(struct link *l, void *handle, bool *row);
	int64_t (*get_int)(void *handle, int col);
	str (*get_text)(void *handle, int col, struct arena *a);
	int64_t (*changes)(struct link *l);
	void (*reset)(void *handle);
	bool (*disk_full)(const struct link *l);    /* the last failure was a full disk */
	bool (*io_failed)(const struct link *l);    /* the last failure was the disk itself: no trust after that */
	int64_t (*wal_pages)(const struct link *l); /* length of the log after the last commit; 0 where there is none */

	/* *pages: the length of the log; *moved: how much of it is in the database now. */
	enum err (*fold)(struct link *l, enum fold how, int64_t *pages, int64_t *moved);

	/* FORBIDDEN: it is there, and this role may not look into its schema. */
	enum err (*has_table)(struct link *l, const char *name, bool *has);

	/* Where the engine has no need of them: NULL. */
	void (*choose_town)(struct link *l, int64_t town); /* the township of the next statement; 0: of every one */
	enum err (*mend)(struct link *l);                  /* after a failed statement: back to the savepoint */
	enum fate (*fate)(const struct link *l);
	enum err (*elect)(struct link *l, int office, bool *held); /* one connection of all holds an office */
	enum err (*loosen)(struct link *l, bool loose);            /* keys unchecked, so that a table can be rebuilt */
	enum err (*sound)(struct link *l);                         /* OK: every key to another table leads somewhere */
	enum err (*migration_begin)(struct link *l);               /* inside the transaction, around the migrations */
	enum err (*migration_end)(struct link *l);
};

extern const struct engine engine_sqlite, engine_pg;

/* The file of a store in a data folder. */
const char *engine_path(struct arena *mem, const char *dir, enum store store);

#endif
