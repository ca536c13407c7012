/* sealed.h — small records about persons that a slice keeps apart from its rows: some texts under a random token in the
 * identity store, encrypted under the service's credential. The slice's own row knows only the token.
 *
 * Opening shows who looked: sealed_look() writes the look and its event before anything is read; sealed_open() gives
 * the texts of a record after that. Nothing lists or searches records. */
#ifndef HEYE_IDENTITY_SEALED_H
#define HEYE_IDENTITY_SEALED_H

#include "identity/identity.h"

/* The numbers stand in the tables: never renumber. */
enum sealed_kind { SEALED_PARTY = 1, SEALED_KINDS };
enum sealed_purpose { SEALED_CONDUCT = 5, SEALED_PRINT = 6, SEALED_PURPOSES }; /* 1 … 4 as for identity_reveal() */

#define SEALED_PARTS 16
#define SEALED_TOKEN 16 /* bytes */

/* Stores n texts and gives their token. INVALID: too many or too long. */
MUST_USE enum err sealed_put(struct tx *tx, const struct identity_keys *k, enum sealed_kind kind, const str *part,
			     size_t n, str *token);
/* Other texts under the same token. */
MUST_USE enum err sealed_change(struct tx *tx, const struct identity_keys *k, enum sealed_kind kind, str token,
				const str *part, size_t n);

/* Logs that this actor opens the records of a row (`object`) of the slice, with an event on `name`. INVALID: no such
 * purpose; FORBIDDEN: not a member of staff. */
MUST_USE enum err sealed_look(struct tx *tx, const struct actor *by, enum sealed_kind kind, str name, int64_t object,
			      int purpose);
/* The texts of a record; missing ones are empty. Only after sealed_look() in the same transaction when a person reads
 * them; the program itself may compare with them (sealed_mentions). */
MUST_USE enum err sealed_open(struct tx *tx, const struct identity_keys *k, enum sealed_kind kind, str token, str *part,
			      size_t n);
/* Whether one of the first n texts of a record, of two characters or more, stands in `text`: so that no name slips into
 * the main store. Shows nothing to anybody. */
MUST_USE enum err sealed_mentions(struct tx *tx, const struct identity_keys *k, enum sealed_kind kind, str token,
				  size_t n, str text, bool *yes);

/* Removes records of a kind older than an hour that no row of the slice holds; each is looked at once. */
MUST_USE enum err sealed_sweep(struct tx *tx, enum sealed_kind kind,
			       enum err (*known)(struct db *db, str token, bool *is_known), bool *more);

#endif
