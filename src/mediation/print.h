/* print.h — papers with names on their way to the browser: made in the transaction that logged the look, kept sealed for
 * some minutes under a key of a token that stands only in the address, then drawn on the slow lane. */
#ifndef HEYE_MEDIATION_PRINT_H
#define HEYE_MEDIATION_PRINT_H

#include "mediation/mediation.h"

#define PRINT_MINUTES 15

/* Logs the look, writes the file (part FILE_WHOLE or one part) and gives its token. `scan_to`: see struct file_case. */
MUST_USE enum err print_make(struct tx *tx, const struct actor *by, const struct identity_keys *k, int64_t id, int part,
			     str scan_to, str *token);
/* The document again, for the same post. NOT_FOUND: too late, or not theirs. */
MUST_USE enum err print_open(struct db *db, const struct actor *by, int64_t id, str token, str *document);
MUST_USE enum err print_sweep(struct tx *tx, bool *more);

#endif
