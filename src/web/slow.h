/* slow.h — the slow lane: two threads with a connection each and a short queue, for Argon2 and photos; there is another
 * one for streams. What does not fit is refused at once, so that a flood of slow requests cannot pile up memory or hold
 * up quick ones. */
#ifndef HEYE_WEB_SLOW_H
#define HEYE_WEB_SLOW_H

#include "db/db.h"

struct slow;

struct slow_options {
	const char *dir;
	const struct database *database;
	int threads;                            /* default 2 */
	size_t queue;                           /* default 32 */
	void (*run)(void *job, struct conn *c); /* on a thread of the lane */
};

MUST_USE enum err slow_open(struct slow **s, const struct slow_options *o);
MUST_USE enum err slow_submit(struct slow *s, void *job); /* BUSY: the queue is full, nothing was taken */
size_t slow_waiting(struct slow *s);
void slow_close(struct slow *s); /* runs what is queued, then joins */

#endif
