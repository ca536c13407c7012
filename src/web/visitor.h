/* visitor.h — who is at the door: a member of staff by session, a resident by receipt code, or nobody. */
#ifndef HEYE_WEB_VISITOR_H
#define HEYE_WEB_VISITOR_H

#include "web/call.h"

/* Fills rq.actor, rq.session, rq.code and rq.csrf for the call's route. CONFLICT: the receipt code needs the slow
 * lane. NOT_FOUND and BUSY: the code is wrong, or this address has to rest; the page for it is written. A staff
 * route without a session is OK with nobody as actor: what follows from it depends on the method. */
MUST_USE enum err visitor_find(struct call *c);

#endif
