/* engine_sqlite.c — SQLite behind db/engine.h: WAL, synchronous=FULL, everything that SQLite lets slip by default turned strict. */
#include "base/log.h"
#include "db/engine.h"

#include <assert.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

struct link {
	sqlite3 *db;
	int last;      /* extended code of the last failure */
	int os_error;  /* errno of it */
	int wal_pages;
	bool write;
};

static enum err
failed(struct link *l, int code, const char *what)
{
	l->last = sqlite3_extended_errcode(l->db);
	l->os_error = sqlite3_system_errno(l->db);
	if ((code & 0xff) == SQLITE_CONSTRAINT)
		return CONFLICT;
	if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED)
		return BUSY;
	log_error("database: %s: %s", what, sqlite3_errmsg(l->db));
	return BROKEN;
}

static enum err
run(struct link *l, const char *sql)
{
	int code = sqlite3_exec(l->db, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? OK : failed(l, code, "statement");
}

static int
wal_grew(void *arg, sqlite3 *db, const char *name, int pages)
{
	struct link *l = arg;

	(void)db, (void)name;
	l->wal_pages = pages;
	return SQLITE_OK;
}

/* A setting that silently did not take is worse than an error: read back what durability rests on. */
static bool
holds(struct link *l, const char *pragma, const char *want)
{
	sqlite3_stmt *s = NULL;
	bool same = false;

	if (sqlite3_prepare_v2(l->db, pragma, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
		same = str_eq(str_of((const char *)sqlite3_column_text(s, 0)), str_of(want));
	sqlite3_finalize(s);
	if (!same)
		log_error("database: %s is not %s", pragma, want);
	return same;
}

static enum err
settle(struct link *l, const char *path, int64_t cache_kib)
{
	char cache[64];
	bool memory = str_eq(str_of(path), S(":memory:"));

	sqlite3_extended_result_codes(l->db, 1);
	sqlite3_busy_timeout(l->db, 10000);
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_limit(l->db, SQLITE_LIMIT_ATTACHED, 1);
	snprintf(cache, sizeof cache, "pragma cache_size = -%lld", (long long)cache_kib);
	TRY(run(l, cache));
	TRY(run(l, "pragma foreign_keys = on; pragma trusted_schema = off; pragma secure_delete = on; pragma cell_size_check = on;"
	           "pragma temp_store = memory"));
	if (!l->write)
		return run(l, "pragma query_only = on");
	TRY(run(l, "pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 0;"
	           "pragma journal_size_limit = 67108864"));
	sqlite3_wal_hook(l->db, wal_grew, l);
	if (!holds(l, "pragma synchronous", "2") || !holds(l, "pragma foreign_keys", "1"))
		return BROKEN;
	return memory || holds(l, "pragma journal_mode", "wal") ? OK : BROKEN;
}

static void
shut(struct link *l)
{
	sqlite3_close_v2(l->db);
	free(l);
}

static enum err
open_link(struct link **out, const char *path, bool write, int64_t cache_kib)
{
	int flags = SQLITE_OPEN_NOMUTEX | (write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
	struct link *l = calloc(1, sizeof *l);
	enum err e;

	if (!l)
		return BROKEN;
	l->write = write;
	if (sqlite3_open_v2(path, &l->db, flags, NULL) != SQLITE_OK) {
		log_error("database: cannot open %s: %s", path, l->db ? sqlite3_errmsg(l->db) : "out of memory");
		shut(l);
		return BROKEN;
	}
	e = settle(l, path, cache_kib);
	if (e != OK) {
		shut(l);
		return e;
	}
	*out = l;
	return OK;
}

static enum err
prepare(struct link *l, const char *sql, void **handle)
{
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v3(l->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL);

	if (code != SQLITE_OK)
		return failed(l, code, sql);
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
	int code = sqlite3_step(handle);

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
	const char *p = sqlite3_column_blob(handle, col);
	size_t n = (size_t)sqlite3_column_bytes(handle, col);

	if (sqlite3_column_type(handle, col) == SQLITE_NULL)
		return (str){ NULL, 0 };
	return n ? str_dup(a, (str){ p, n }) : S("");
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

static bool
disk_full(const struct link *l)
{
	return (l->last & 0xff) == SQLITE_FULL || l->os_error == ENOSPC || l->os_error == EDQUOT || l->os_error == EFBIG;
}

static bool
io_failed(const struct link *l)
{
	return (l->last & 0xff) == SQLITE_IOERR && !disk_full(l);
}

static int64_t
wal_pages(const struct link *l)
{
	return l->wal_pages;
}

const struct engine engine_sqlite = {
	.open = open_link,
	.close = shut,
	.run = run,
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
};
