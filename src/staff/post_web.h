/* post_web.h — the administrator's pages of posts: /admin/posts. */
#ifndef HEYE_STAFF_POST_WEB_H
#define HEYE_STAFF_POST_WEB_H

#include "gen/admin.sql.h"
#include "staff/staff.h"
#include "web/web.h"

extern const struct route post_routes[];

#endif
