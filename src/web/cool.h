/* cool.h — wrong receipt codes. After ten from one address it rests 10 minutes, then 20, 40 … 320; nobody is
 * locked out for good.
 *
 * Kept in the database, so that it holds on every server, for six hours, under a keyed hash of the address: nothing here
 * can be joined to a report. A second limit holds a whole township: while its bucket of wrong codes is empty, an address
 * that has already guessed wrong must wait; one that has not is always served, so that an attacker cannot shut residents
 * out. */
#ifndef HEYE_WEB_COOL_H
#define HEYE_WEB_COOL_H

#include "base/seal.h"
#include "db/db.h"

hash cool_who(struct arena *a, const key *root, int64_t town, str address);

MUST_USE enum err cool_minutes(struct db *db, const hash *who, int *minutes); /* to wait, 0: go on */
MUST_USE enum err cool_wrong(struct tx *tx, const hash *who);
MUST_USE enum err cool_right(struct tx *tx, const hash *who);
MUST_USE enum err cool_sweep(struct tx *tx, bool *more); /* a job */

#endif
