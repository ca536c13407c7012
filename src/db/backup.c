#include "db/backup.h"

#include "base/log.h"
#include "base/out.h"
#include "db/conn.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static bool
synced(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;

	if (!good)
		log_error("backup: cannot sync %s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return good;
}

/* Made first and empty, so that it is ours alone from its first byte and never somebody else's file. */
static enum err
make_private(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd >= 0) {
		close(fd);
		return OK;
	}
	log_error("backup: cannot make %s: %s", path, strerror(errno));
	return errno == EEXIST ? CONFLICT : BROKEN;
}

static str
copy_words(struct arena *mem, const char *target)
{
	struct out sql = out_make(mem, 256, 8192);

	out_str(&sql, S("vacuum into '"));
	for (const char *p = target; *p; p++) {
		out_char(&sql, *p);
		if (*p == '\'')
			out_char(&sql, '\'');
	}
	out_str(&sql, S("'"));
	return sql.overflow ? S("") : out_view(&sql);
}

static enum err
copy_store(struct conn *c, struct arena *mem, enum store s, const char *to)
{
	const char *target = engine_path(mem, to, s);
	str sql = copy_words(mem, target);
	enum err e;

	if (sql.n == 0)
		return INVALID;
	TRY(make_private(target));
	e = c->engine->run(c->link[s], str_z(mem, sql));
	if (e != OK)
		unlink(target);
	return e;
}

/* The copy is opened once as the program will open it, which sets its log mode again; then it has to be on the disk. */
static enum err
settle_copy(struct arena *mem, const char *to)
{
	struct conn_options o = { .dir = to, .write = true, .identity = true, .cache_kib = 1024 };
	struct conn *c;

	TRY(conn_open(&c, &o));
	conn_close(c);
	for (int s = 0; s < STORES; s++)
		if (!synced(engine_path(mem, to, (enum store)s), O_RDONLY))
			return BROKEN;
	return synced(to, O_RDONLY | O_DIRECTORY) ? OK : BROKEN;
}

static enum err
copy_both(struct conn *c, struct arena *mem, const char *to)
{
	enum err e;

	TRY(copy_store(c, mem, STORE_MAIN, to));
	e = copy_store(c, mem, STORE_IDENTITY, to);
	if (e != OK) {
		unlink(engine_path(mem, to, STORE_MAIN));
		return e;
	}
	e = settle_copy(mem, to);
	for (int s = 0; s < STORES && e != OK; s++)
		unlink(engine_path(mem, to, (enum store)s));
	return e;
}

enum err
db_backup(const char *dir, const char *to)
{
	struct conn_options o = { .dir = dir, .write = true, .identity = true, .cache_kib = 4096 };
	struct arena mem = arena_open((size_t)1 << 20);
	struct conn *c;
	enum err e = NOT_FOUND;

	/* Opening it for writing would make an empty one, and an empty copy of that. */
	if (access(engine_path(&mem, dir, STORE_MAIN), R_OK) == 0 &&
	    access(engine_path(&mem, dir, STORE_IDENTITY), R_OK) == 0) {
		e = conn_open(&c, &o);
		if (e == OK) {
			e = copy_both(c, &mem, to);
			conn_close(c);
		}
	}
	arena_close(&mem);
	return e;
}
