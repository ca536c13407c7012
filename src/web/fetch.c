#include "web/fetch.h"
#include "desk/file.h"

#include <unistd.h>

static enum err
picture(struct call *c)
{
	struct res *rs = &c->rs;
	struct depot *d = c->s->o.site->depot;
	char head[16];
	ssize_t n;
	enum err e = depot_get(d, c->http->mem, c->db.town, &rs->picture, &rs->file, &rs->file_size);

	if (e != OK)
		return e == BROKEN && depot_remote(d) ? BUSY : e;
	n = pread(rs->file, head, sizeof(head), 0);
	rs->type = str_dup(c->http->mem, file_sniff((str){ head, n > 0 ? (size_t)n : 0 }));
	return OK;
}

enum err
fetch_picture(struct call *c)
{
	jmp_buf full;
	struct arena *mem = c->http->mem;
	enum err e;

	if (setjmp(full)) {
		mem->guard = NULL;
		return BUSY;
	}
	mem->guard = &full;
	e = picture(c);
	mem->guard = NULL;
	return e;
}
