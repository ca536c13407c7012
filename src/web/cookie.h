/* cookie.h — the three cookies: sign-in (heye_s), receipt session (heye_r), choices of display (heye_c). None
 * holds a name, a number of a person or anything readable about one. All are HttpOnly, SameSite=Lax, Secure under
 * TLS, with the URL prefix as path; at the root of a host under TLS their names begin with __Host-. */
#ifndef HEYE_WEB_COOKIE_H
#define HEYE_WEB_COOKIE_H

#include "web/web.h"

str cookie_get(const struct http_request *h, str prefix, enum cookie_kind kind);

/* Adds a Set-Cookie; `seconds` 0 makes it last as long as the browser, an empty value deletes it. */
void cookie_set(const struct req *rq, struct res *rs, enum cookie_kind kind, str value, int seconds);

/* What heye_c holds. */
struct cookie_choice {
	enum lang lang;
	bool large, styled;
	bool keyless; /* keyboard shortcuts are off */
};

struct cookie_choice cookie_choice_read(str value);
str cookie_choice_text(struct arena *a, const struct cookie_choice *c);

/* The receipt session, sealed: nobody but this server can read or make it. It opens one matter to one follower
 * for 30 minutes. */
#define COOKIE_RECEIPT_MS (30 * MS_MINUTE)

struct cookie_receipt {
	int64_t town, matter, follower;
	str code; /* 18 digits; the cookie only holds a keyed tag of them */
	moment until;
};

str cookie_receipt_text(struct arena *a, const key *root, const struct cookie_receipt *c);
/* NOT_FOUND: none, of another code or township, run out, or not ours. c->town and c->code are given, the rest is
 * filled in. */
MUST_USE enum err cookie_receipt_read(struct arena *a, const key *root, str value, moment now,
				      struct cookie_receipt *c);

#endif
