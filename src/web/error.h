/* error.h — pages for what went wrong, in the reader's words: what happened, what to do now. Never an error's
 * name or a number of ours. A page for a refused form keeps what was typed. */
#ifndef HEYE_WEB_ERROR_H
#define HEYE_WEB_ERROR_H

#include "web/web.h"

void error_page(const struct req *rq, struct res *rs, int status, const struct word *title, const struct word *what);
void error_cool(const struct req *rq, struct res *rs, int minutes); /* wrong receipt codes: 429 */
int error_status(enum err e, bool disk_full);

/* Offers the form once more with all that was typed. `fresh`: as a new one, with an idempotency key of its own.
 * `sign_in`: with a link to sign in first. */
struct error_again {
	int status;
	const struct word *title, *what;
	bool fresh, sign_in;
};

void error_again(const struct req *rq, struct res *rs, const struct error_again *a);

/* For its view: which fields are kept hidden, and which are asked for again. */
bool error_keeps(const struct form_field *f, bool fresh);
bool error_secret(const struct form_field *f);

#endif
