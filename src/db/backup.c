#include "db/backup.h"

#include "base/log.h"
#include "base/out.h"
#include "db/conn.h"

#include <unistd.h>

static enum err
copy_store(struct conn *c, struct arena *mem, enum store s, const char *to)
{
	const char *target = engine_path(mem, to, s);
	struct out sql = out_make(mem, 256, 4096);

	if (access(target, F_OK) == 0) {
		log_error("backup: %s is in the way", target);
		return CONFLICT;
	}
	out_str(&sql, S("vacuum into '"));
	for (const char *p = target; *p; p++) {
		out_char(&sql, *p);
		if (*p == '\'')
			out_char(&sql, '\'');
	}
	out_str(&sql, S("'"));
	return sql.overflow ? INVALID : c->engine->run(c->link[s], str_z(mem, out_view(&sql)));
}

enum err
db_backup(const char *dir, const char *to)
{
	struct conn_options o = { .dir = dir, .write = true, .identity = true, .cache_kib = 4096 };
	struct arena mem = arena_open((size_t)1 << 20);
	struct conn *c;
	enum err e = conn_open(&c, &o);

	if (e == OK) {
		e = copy_store(c, &mem, STORE_MAIN, to);
		if (e == OK)
			e = copy_store(c, &mem, STORE_IDENTITY, to);
		conn_close(c);
	}
	arena_close(&mem);
	return e;
}
