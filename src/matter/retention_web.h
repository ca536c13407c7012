/* retention_web.h — how many years this township keeps files with their words and names: /admin/retention. */
#ifndef HEYE_MATTER_RETENTION_WEB_H
#define HEYE_MATTER_RETENTION_WEB_H

#include "web/web.h"

extern const struct route retention_routes[];

#endif
