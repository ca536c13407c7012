/* csrf.h — whether a POST comes from one of our own pages, opened by the same visitor. */
#ifndef HEYE_WEB_CSRF_H
#define HEYE_WEB_CSRF_H

#include "web/web.h"

/* Who a form was made for: "s" and the session's token, "r" and the receipt code, or "p" on public pages. */
str csrf_token(struct arena *a, const key *root, int64_t town, str subject);

/* FORBIDDEN: another website sent it (Sec-Fetch-Site, Origin), nothing helps. CONFLICT: the token is missing, or
 * of another session: the visitor may confirm what was typed. */
MUST_USE enum err csrf_check(const struct req *rq);

#endif
