/* pause.h — a township stands still while it is moved to another database: pages open, forms and timers wait. */
#ifndef HEYE_DESK_PAUSE_H
#define HEYE_DESK_PAUSE_H

#include "db/db.h"
#include "desk/actor.h"

MUST_USE enum err pause_holds(struct db *db, bool *holds);
MUST_USE enum err pause_begin(struct tx *tx, const struct actor *by); /* CONFLICT: it stands still already */
MUST_USE enum err pause_end(struct tx *tx, const struct actor *by);   /* NOT_FOUND: it does not */

#endif
