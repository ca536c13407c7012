/* unit_web.h — the administrator's pages of units: /admin/units. */
#ifndef HEYE_STAFF_UNIT_WEB_H
#define HEYE_STAFF_UNIT_WEB_H

#include "gen/admin.sql.h"
#include "staff/staff.h"
#include "web/web.h"

extern const struct route unit_routes[];

const struct word *unit_kind_word(int64_t kind);

#endif
