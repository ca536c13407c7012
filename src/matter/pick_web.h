/* pick_web.h — the long choices of staff forms: places, kinds, units, holders. Each gives the choices of a field; the
 * caller names it. */
#ifndef HEYE_MATTER_PICK_WEB_H
#define HEYE_MATTER_PICK_WEB_H

#include "web/web.h"

/* Villages and what lies below them, one list. `village`: only this one; 0: all. */
MUST_USE enum err pick_places(struct db *db, const struct req *rq, int64_t village, struct field *f);
/* The village that a place is or lies in. NOT_FOUND: no such place, or the township itself. */
MUST_USE enum err pick_village(struct db *db, int64_t place, int64_t *village);

MUST_USE enum err pick_types(struct db *db, const struct req *rq, struct field *f);
/* What is asked for; the first choice is "not said". */
void pick_demands(const struct req *rq, struct field *f);
MUST_USE enum err pick_units(struct db *db, const struct req *rq, struct field *f);
/* Who in a unit may hold a matter of a village; the one who holds it now is left out. */
MUST_USE enum err pick_holders(struct db *db, const struct req *rq, int64_t unit, int64_t village, int64_t without,
			       struct field *f);

/* The same without whom the matter complains about. */
MUST_USE enum err pick_units_for(struct db *db, const struct req *rq, int64_t matter, struct field *f);
MUST_USE enum err pick_holders_for(struct db *db, const struct req *rq, int64_t matter, int64_t unit, int64_t village,
				   int64_t without, struct field *f);

#endif
