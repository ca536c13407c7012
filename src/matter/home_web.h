/* home_web.h — the resident's first page, the page on rights, and the poster. */
#ifndef HEYE_MATTER_HOME_WEB_H
#define HEYE_MATTER_HOME_WEB_H

#include "web/web.h"

#define HOME_COUNT_MAX 999 /* a longer count is not worth its time on the first page: it says "more than" */

struct home_month {
	int64_t received, closed, solved;
};

extern const struct route home_routes[];

#endif
