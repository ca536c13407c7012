/* staff_web.h — what the staff pages share. */
#ifndef HEYE_STAFF_STAFF_WEB_H
#define HEYE_STAFF_STAFF_WEB_H

#include "staff/staff.h"
#include "web/web.h"

enum staff_when { STAFF_NOW, STAFF_LATER, STAFF_PAST };
enum staff_when staff_when(day valid_from, day valid_to, moment now);

/* Choices of a select, in the reader's language, the first one empty ("please choose"). */
MUST_USE enum err staff_pick_units(struct db *db, const struct req *rq, struct choice **c, size_t *n);
MUST_USE enum err staff_pick_villages(struct db *db, const struct req *rq, const struct word *none, struct choice **c,
				      size_t *n);
MUST_USE enum err staff_pick_people(struct db *db, const struct req *rq, struct choice **c, size_t *n);

#endif
