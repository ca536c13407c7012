/* reply.h — from what a handler left to bytes for http/: status, headers, the error page when there is none,
 * ETag, one log line. */
#ifndef HEYE_WEB_REPLY_H
#define HEYE_WEB_REPLY_H

#include "web/call.h"

/* Answers the request; the call and its memory are gone afterwards. An error without a page of the handler's own
 * gets the house's page. Catches an arena that is full: then a short answer without a page. */
void reply_end(struct call *c, enum err e, bool disk_full);

void reply_begin(struct call *c);             /* the head of a stream leaves */
void reply_grown(struct call *c, enum err e); /* its end; the call is gone */

/* Forgets what was written so far, and gives back the memory taken since c->mark. */
void reply_drop(struct call *c);

/* A short answer without a page, for those who need no call. */
void reply_text(struct http_request *h, int status, str text);

#endif
