/* engine_sqlite.c — SQLite behind db/engine.h: WAL, synchronous=FULL, everything that SQLite lets slip by default
 * turned strict. */
#include "base/log.h"
#include "db/engine.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PATIENCE_MS      10000 /* for a command that holds the writing lock */
#define FOLD_PATIENCE_MS 50    /* for readers, while the writer stands still */

struct link {
	sqlite3 *db;
	sqlite3_stmt *verb[VERBS];
	int last;     /* extended code of the last failure */
	int os_error; /* errno of it; sqlite3_system_errno() knows nothing of a commit */
	int wal_pages;
	bool write, memory;
};

static enum err
failed(struct link *l, int code, const char *what)
{
	l->os_error = errno;
	l->last = sqlite3_extended_errcode(l->db);
	switch (code & 0xff) {
	case SQLITE_CONSTRAINT:
		if (l->last != SQLITE_CONSTRAINT_UNIQUE && l->last != SQLITE_CONSTRAINT_PRIMARYKEY)
			log_warn("database: %s", sqlite3_errmsg(l->db)); /* names columns, never values */
		return CONFLICT;
	case SQLITE_BUSY:
	case SQLITE_LOCKED: return BUSY;
	case SQLITE_NOMEM: log_error("database: %s: out of memory", what); return BUSY;
	default: break;
	}
	log_error("database: %s: %s (%d, %d)", what, sqlite3_errmsg(l->db), l->last, l->os_error);
	return l->last == SQLITE_IOERR_NOMEM ? BUSY : BROKEN;
}

static enum err
run(struct link *l, const char *sql)
{
	int code;

	errno = 0;
	code = sqlite3_exec(l->db, sql, NULL, NULL, NULL);
	return code == SQLITE_OK ? OK : failed(l, code, "statement");
}

static enum err
say(struct link *l, enum verb verb)
{
	static const char *const words[VERBS] = {
		[VERB_READ] = "begin",           [VERB_WRITE] = "begin immediate",   [VERB_COMMIT] = "commit",
		[VERB_ROLLBACK] = "rollback",    [VERB_SAVEPOINT] = "savepoint one", [VERB_RELEASE] = "release one",
		[VERB_UNDO] = "rollback to one",
	};
	sqlite3_stmt **s = &l->verb[verb];
	enum err e = OK;
	int code;

	errno = 0;
	if (!*s) {
		code = sqlite3_prepare_v3(l->db, words[verb], -1, SQLITE_PREPARE_PERSISTENT, s, NULL);
		if (code != SQLITE_OK)
			return failed(l, code, words[verb]);
	}
	code = sqlite3_step(*s);
	if (code != SQLITE_DONE)
		e = failed(l, code, words[verb]);
	sqlite3_reset(*s);
	return e;
}

static bool
within(const struct link *l)
{
	return !sqlite3_get_autocommit(l->db);
}

static int
wal_grew(void *arg, sqlite3 *db, const char *name, int pages)
{
	struct link *l = arg;

	(void)db, (void)name;
	l->wal_pages = pages;
	return SQLITE_OK;
}

/* Everything that durability and safety rest on: set, then read back. One that silently did not take is worse than
 * an error. */
static const struct setting {
	const char *name, *value;
	enum { BOTH, WRITER, READER } who;
} settings[] = {
	{ "journal_mode", "wal", WRITER }, /* first: the others may depend on it */
	{ "synchronous", "2", BOTH },
	{ "foreign_keys", "1", BOTH },
	{ "trusted_schema", "0", BOTH },
	{ "secure_delete", "1", BOTH },
	{ "cell_size_check", "1", BOTH },
	{ "temp_store", "2", BOTH }, /* what residents wrote is not left in a temporary file */
	{ "mmap_size", "0", BOTH },  /* under a mapping a failing disk is a signal, not an error */
	{ "journal_size_limit", "67108864", WRITER },
	{ "query_only", "1", READER },
};

static bool
holds(struct link *l, const char *name, const char *want)
{
	sqlite3_stmt *s = NULL;
	char sql[64];
	bool same = false;

	snprintf(sql, sizeof sql, "pragma %s", name);
	if (sqlite3_prepare_v2(l->db, sql, -1, &s, NULL) == SQLITE_OK) {
		if (sqlite3_step(s) == SQLITE_ROW)
			same = str_eq(str_of((const char *)sqlite3_column_text(s, 0)), str_of(want));
		else
			same = l->memory; /* a setting that makes no sense there, as mmap_size */
	}
	sqlite3_finalize(s);
	if (!same)
		log_error("database: %s is not %s", name, want);
	return same;
}

/* Outside a transaction: inside one the setting is silently kept. */
static enum err
loosen(struct link *l, bool loose)
{
	TRY(run(l, loose ? "pragma foreign_keys = off" : "pragma foreign_keys = on"));
	return holds(l, "foreign_keys", loose ? "0" : "1") ? OK : BROKEN;
}

static enum err
sound(struct link *l)
{
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(l->db, "pragma foreign_key_check", -1, &s, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_step(s);
	if (code == SQLITE_ROW)
		log_error("database: a row of %s leads to nothing", (const char *)sqlite3_column_text(s, 0));
	sqlite3_finalize(s);
	return code == SQLITE_DONE ? OK : code == SQLITE_ROW ? BROKEN : failed(l, code, "foreign_key_check");
}

static enum err
set(struct link *l, const struct setting *s)
{
	const char *value = l->memory && str_eq(str_of(s->name), S("journal_mode")) ? "memory" : s->value;
	char sql[96];

	if (s->who == (l->write ? READER : WRITER))
		return OK;
	snprintf(sql, sizeof sql, "pragma %s = %s", s->name, value);
	TRY(run(l, sql));
	return holds(l, s->name, value) ? OK : BROKEN;
}

static enum err
settle(struct link *l, int64_t cache_kib)
{
	char cache[64];

	sqlite3_extended_result_codes(l->db, 1);
	sqlite3_busy_timeout(l->db, PATIENCE_MS);
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	/* A plan holds for every value, as sqlgen proved it: else each new value beside a partial index plans anew. */
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
	sqlite3_limit(l->db, SQLITE_LIMIT_ATTACHED, 1); /* the copy of a backup */
	snprintf(cache, sizeof cache, "pragma cache_size = -%lld", (long long)cache_kib);
	TRY(run(l, cache));
	for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++)
		TRY(set(l, &settings[i]));
	if (!l->memory && !holds(l, "journal_mode", "wal"))
		return BROKEN;
	sqlite3_wal_hook(l->db, wal_grew, l); /* also takes the place of the automatic checkpoint */
	return OK;
}

static void
shut(struct link *l, bool keep_log)
{
	for (int i = 0; i < VERBS; i++)
		sqlite3_finalize(l->verb[i]);
	if (keep_log)
		sqlite3_db_config(l->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_close_v2(l->db);
	free(l);
}

/* The statistics of SQLite's allocator take one lock for all threads at each call, and nobody reads them. */
static void
start(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* A new file is ours alone; the log takes over its mode. Never opened when it is there: closing it here would drop
 * the locks that other connections of this process hold on it (POSIX). */
static void
create_private(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
}

static enum err
open_link(struct link **out, const struct place *p)
{
	const char *path = p->path;
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	int flags =
		SQLITE_OPEN_NOMUTEX | (p->write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
	struct link *l = calloc(1, sizeof *l);
	enum err e;

	if (!l)
		return BROKEN;
	pthread_once(&once, start);
	l->write = p->write;
	l->memory = str_eq(str_of(path), S(":memory:"));
	if (p->write && !l->memory)
		create_private(path);
	if (sqlite3_open_v2(path, &l->db, flags, NULL) != SQLITE_OK) {
		log_error("database: cannot open %s: %s", path, l->db ? sqlite3_errmsg(l->db) : "out of memory");
		shut(l, false);
		return BROKEN;
	}
	e = settle(l, p->cache_kib);
	if (e != OK) {
		shut(l, false);
		return e;
	}
	*out = l;
	return OK;
}

static enum err
prepare(struct link *l, const struct query *q, void **handle)
{
	sqlite3_stmt *s = NULL;
	int code;

	errno = 0;
	code = sqlite3_prepare_v3(l->db, q->sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL);
	if (code != SQLITE_OK)
		return failed(l, code, q->sql);
	*handle = s;
	return OK;
}

static void
finish(void *handle)
{
	sqlite3_finalize(handle);
}

static void
bind_int(void *handle, int i, int64_t v)
{
	int code = sqlite3_bind_int64(handle, i, v);

	assert(code == SQLITE_OK);
	(void)code;
}

static void
bind_null(void *handle, int i)
{
	int code = sqlite3_bind_null(handle, i);

	assert(code == SQLITE_OK);
	(void)code;
}

/* Static: what is bound lives in the arena of the request, which outlives the statement's run. */
static void
bind_text(void *handle, int i, str v)
{
	int code = sqlite3_bind_text64(handle, i, v.p, v.n, SQLITE_STATIC, SQLITE_UTF8);

	assert(code == SQLITE_OK);
	(void)code;
}

static void
bind_blob(void *handle, int i, str v)
{
	int code = sqlite3_bind_blob64(handle, i, v.p, v.n, SQLITE_STATIC);

	assert(code == SQLITE_OK);
	(void)code;
}

static enum err
step(struct link *l, void *handle, bool *row)
{
	int code;

	errno = 0;
	code = sqlite3_step(handle);
	*row = code == SQLITE_ROW;
	if (code == SQLITE_ROW || code == SQLITE_DONE)
		return OK;
	return failed(l, code, sqlite3_sql(handle));
}

static int64_t
get_int(void *handle, int col)
{
	return sqlite3_column_int64(handle, col);
}

static str
get_text(void *handle, int col, struct arena *a)
{
	const char *p = sqlite3_column_blob(handle, col); /* NULL for what is empty, too */

	if (p)
		return str_dup(a, (str){ p, (size_t)sqlite3_column_bytes(handle, col) });
	return sqlite3_column_type(handle, col) == SQLITE_NULL ? (str){ NULL, 0 } : S("");
}

static int64_t
changes(struct link *l)
{
	return sqlite3_changes64(l->db);
}

static void
reset(void *handle)
{
	sqlite3_reset(handle);
	sqlite3_clear_bindings(handle);
}

/* A sync that failed is never just a full disk: what was to be written may be gone from the system's memory already. */
static bool
disk_full(const struct link *l)
{
	int kind = l->last & 0xff;

	if (kind == SQLITE_FULL)
		return true;
	if ((kind != SQLITE_IOERR && kind != SQLITE_CANTOPEN) || l->last == SQLITE_IOERR_FSYNC ||
	    l->last == SQLITE_IOERR_DIR_FSYNC)
		return false;
	return l->os_error == ENOSPC || l->os_error == EDQUOT || l->os_error == EFBIG;
}

static bool
io_failed(const struct link *l)
{
	return (l->last & 0xff) == SQLITE_IOERR && l->last != SQLITE_IOERR_NOMEM && !disk_full(l);
}

static int64_t
wal_pages(const struct link *l)
{
	return l->wal_pages;
}

static enum err
fold(struct link *l, enum fold how, int64_t *pages, int64_t *moved)
{
	static const int mode[] = {
		[FOLD_PASSIVE] = SQLITE_CHECKPOINT_PASSIVE,
		[FOLD_RESTART] = SQLITE_CHECKPOINT_RESTART,
		[FOLD_TRUNCATE] = SQLITE_CHECKPOINT_TRUNCATE,
	};
	int in_log = 0, in_db = 0, code;
	enum err e;

	errno = 0;
	sqlite3_busy_timeout(l->db, FOLD_PATIENCE_MS);
	code = sqlite3_wal_checkpoint_v2(l->db, NULL, mode[how], &in_log, &in_db);
	*pages = in_log < 0 ? 0 : in_log;
	*moved = in_db < 0 ? 0 : in_db;
	e = code == SQLITE_OK ? OK : failed(l, code, "checkpoint");
	sqlite3_busy_timeout(l->db, PATIENCE_MS);
	return e;
}

static enum err
has_table(struct link *l, const char *name, bool *has)
{
	sqlite3_stmt *s = NULL;
	int code;

	code = sqlite3_prepare_v2(l->db, "select 1 from sqlite_master where type = 'table' and name = ?1", -1, &s,
				  NULL);
	if (code == SQLITE_OK)
		code = sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
	if (code == SQLITE_OK)
		code = sqlite3_step(s);
	*has = code == SQLITE_ROW;
	sqlite3_finalize(s);
	return code == SQLITE_ROW || code == SQLITE_DONE ? OK : failed(l, code, "schema");
}

const struct engine engine_sqlite = {
	.name = "sqlite",
	.open = open_link,
	.close = shut,
	.run = run,
	.say = say,
	.loosen = loosen,
	.sound = sound,
	.within = within,
	.prepare = prepare,
	.finish = finish,
	.bind_int = bind_int,
	.bind_text = bind_text,
	.bind_blob = bind_blob,
	.bind_null = bind_null,
	.step = step,
	.get_int = get_int,
	.get_text = get_text,
	.changes = changes,
	.reset = reset,
	.disk_full = disk_full,
	.io_failed = io_failed,
	.wal_pages = wal_pages,
	.fold = fold,
	.has_table = has_table,
};
