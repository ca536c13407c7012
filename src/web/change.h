/* change.h — a POST on the writer: idempotency key, handler, and what is said after the commit. */
#ifndef HEYE_WEB_CHANGE_H
#define HEYE_WEB_CHANGE_H

#include "web/call.h"

/* Gives the held request to the writer, which answers it after the commit. BUSY: its queue is full; the caller
 * answers. */
MUST_USE enum err change_submit(struct call *c);

#endif
