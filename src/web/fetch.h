/* fetch.h — the picture that an answer shows, from the depot. */
#ifndef HEYE_WEB_FETCH_H
#define HEYE_WEB_FETCH_H

#include "web/call.h"

/* rs.picture becomes the body. NOT_FOUND; BUSY: a remote depot does not answer now; BROKEN. On the far lane when the depot
 * is remote. */
MUST_USE enum err fetch_picture(struct call *c);

#endif
