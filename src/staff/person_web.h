/* person_web.h — the administrator's pages of members of staff and their accounts: /admin/people. */
#ifndef HEYE_STAFF_PERSON_WEB_H
#define HEYE_STAFF_PERSON_WEB_H

#include "gen/admin.sql.h"
#include "staff/staff.h"
#include "web/web.h"

extern const struct route person_routes[];

/* A new password on its one page: printed once, kept by nobody. */
struct person_secret {
	int64_t person;
	str name, login, password;
};

#endif
