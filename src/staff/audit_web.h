/* audit_web.h — the history of everything for auditors and leaders: /desk/events. Reading only. */
#ifndef HEYE_STAFF_AUDIT_WEB_H
#define HEYE_STAFF_AUDIT_WEB_H

#include "gen/admin.sql.h"
#include "web/web.h"

extern const struct route audit_routes[];

const struct word *audit_object_word(str object);  /* NULL: the machine word stands for itself */
const struct word *audit_actor_word(int64_t kind); /* NULL for staff: their name stands there */

/* What a check of the whole chain gave. */
struct audit_check {
	bool good;
	int64_t count, bad;
	str why; /* English, from desk/event */
};

#endif
