/* shot_web.h — photos that residents hand in with a form, and photos sent back to them. */
#ifndef HEYE_MATTER_SHOT_WEB_H
#define HEYE_MATTER_SHOT_WEB_H

#include "matter/matter.h"
#include "web/web.h"

/* What the slow lane made of the files of one form. */
struct shots {
	struct photo photo[MATTER_PHOTOS];
	size_t n;
	const struct word *bad; /* why one was not taken, or NULL: a fault of the field "photo" */
};

bool shot_any(struct req *rq);                     /* for PAGE_SLOW and CHANGE_SLOW: is there a file at all? */
enum err shot_take(struct db *db, struct req *rq); /* prepare: rq->prepared becomes a struct shots */
const struct shots *shot_of(const struct req *rq); /* never NULL */

/* Sends a stored picture once the handler is done; the address never shows another one, so the browser may keep it for
 * itself unless the handler says no_store. */
enum err shot_send(struct req *rq, struct res *rs, str name);

#endif
