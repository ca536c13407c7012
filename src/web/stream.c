#include "web/stream.h"

#include "http/spool.h"
#include "web/call.h"
#include "web/reply.h"

#include <assert.h>
#include <unistd.h>

void
stream_begin(struct stream *s)
{
	assert(!s->begun);
	reply_begin(s->call);
	s->begun = true;
}

enum err
stream_put(struct stream *s, str bytes)
{
	assert(s->begun);
	TRY(spool_write(s->fd, bytes));
	s->size += (int64_t)bytes.n;
	return http_grow(s->call->http, s->size) ? OK : BUSY;
}

enum err
stream_run(struct call *c)
{
	struct stream *s = &c->stream;

	*s = (struct stream){ .call = c, .fd = spool_open(req_spool(&c->rq)) };
	if (s->fd < 0)
		return BROKEN;
	return c->route->stream(&c->db, &c->rq, &c->rs, s);
}

void
stream_drop(struct call *c)
{
	void (*drop)(void *) = c->stream.drop;

	c->stream.drop = NULL;
	if (drop)
		drop(c->stream.held);
}

bool
stream_end(struct call *c, enum err e)
{
	struct stream *s = &c->stream;

	stream_drop(c);
	if (s->begun) {
		reply_grown(c, e);
		return true;
	}
	if (e == OK && s->fd >= 0 && s->size > 0) {
		c->rs.file = s->fd;
		c->rs.file_size = s->size;
	} else if (s->fd >= 0) {
		close(s->fd);
	}
	s->fd = -1;
	return false;
}
