/* sign_in.h — the pages of web/ itself: signing in and out, choosing a post, keyboard help, accessibility. */
#ifndef HEYE_WEB_SIGN_IN_H
#define HEYE_WEB_SIGN_IN_H

#include "web/web.h"

extern const struct route web_routes[];

/* Whether a route is open to a member of staff who has not chosen a post yet. */
bool sign_in_serves(const struct route *r);

/* For the view of the sign-in page. */
struct sign_in_page {
	str name, to;
	struct faults faults;
	int wait; /* seconds; 0: none */
};

#endif
