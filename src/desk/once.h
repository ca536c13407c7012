/* once.h — idempotency keys: a repeated POST answers with the first result.
 *
 * The key is 128 random bits in the form. Stored are its hash, the hash of the body, and the first answer's
 * location sealed with a key made of the idempotency key itself: a location may hold a receipt code, which
 * stands nowhere in clear. The caller mixes the key into the hash of the body, which may hold a name or a telephone
 * number. Kept 7 days. */
#ifndef HEYE_DESK_ONCE_H
#define HEYE_DESK_ONCE_H

#include "base/seal.h"
#include "db/db.h"

MUST_USE enum err once_find(struct tx *tx, str key, const hash *body,
			    str *location); /* NOT_FOUND: new; INVALID: other body */
MUST_USE enum err once_keep(struct tx *tx, str key, const hash *body, str location);
MUST_USE enum err once_sweep(struct tx *tx, bool *more);

#endif
