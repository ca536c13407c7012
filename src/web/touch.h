/* touch.h — "this session was used just now", written behind the request: a GET never waits for the writer. A few
 * writes can be under way at once; when all are, the touch is left out, and the next request makes it. */
#ifndef HEYE_WEB_TOUCH_H
#define HEYE_WEB_TOUCH_H

#include "db/writer.h"

struct touches;

struct touches *touches_make(struct arena *a);
void touches_close(struct touches *t); /* waits for those under way; the writer must still run */

void touch_session(struct touches *t, struct writer *w, int64_t town, str token, moment now);

#endif
