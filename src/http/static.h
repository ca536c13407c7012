/* static.h — answers for the files baked into the program. */
#ifndef HEYE_HTTP_STATIC_H
#define HEYE_HTTP_STATIC_H

#include "http/http.h"

/* Answers /assets/<name> and returns true; false, unanswered, when the path is another or names no asset. A
 * name carries the hash of its content, so the answer may be kept for ever. */
bool static_answer(struct http_request *rq);

#endif
