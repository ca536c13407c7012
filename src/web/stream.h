/* stream.h — a body that leaves while it is being written, on a lane of its own: a list of any length needs no more
 * memory than a piece of it, its first bytes come at once, and a client that goes away ends the writing.
 *
 * A handler of PAGE_STREAM sets type and name of the answer, then either begins the stream and puts piece after piece, or
 * writes a whole file to `fd` and says its size. What goes wrong before the beginning shows its page as anywhere; after
 * it, the connection breaks off, so that a part is not taken for the whole. */
#ifndef HEYE_WEB_STREAM_H
#define HEYE_WEB_STREAM_H

#include "web/web.h"

struct call;

struct stream {
	struct call *call;
	int fd;       /* a file without a name, −1: none */
	int64_t size; /* of what is written */
	bool begun;
	/* Called once when the writing has ended, however it did: for what is no arena's. May be NULL. */
	void (*drop)(void *held);
	void *held;
};

/* The head of the answer leaves. Whatever was taken from the arena until now must stay: no arena_back() before it. */
void stream_begin(struct stream *s);
MUST_USE enum err stream_put(struct stream *s, str bytes); /* BUSY: nobody reads any more. BROKEN: the disk */

/* For serve.c. The lane: opens the file and runs the route's handler. */
MUST_USE enum err stream_run(struct call *c);
void stream_drop(struct call *c);            /* gives back what the handler held */
bool stream_end(struct call *c, enum err e); /* true: the answer has begun to leave, and the call is gone */

#endif
