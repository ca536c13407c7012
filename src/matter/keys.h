/* keys.h — the keys of the slice, once for the process. Internal to src/matter, but matter_begin(), which stands in
 * matter.h. */
#ifndef HEYE_MATTER_KEYS_H
#define HEYE_MATTER_KEYS_H

#include "matter/matter.h"

#define LABEL_TAG "rcpt-tag"
#define LABEL_BOX "rcpt-box"

/* The salt of the codes of a township: its own when it moved here from another service, else the service's. */
void keys_salt(const struct matter_keys *k, int64_t town, uint8_t salt[16]);

/* A code on its way to the slow hash; the slow hash of a code (20–60 ms). */
MUST_USE enum err receipt_wait(struct tx *tx, const struct matter_keys *k, int64_t matter, const char *code);
hash receipt_lookup(struct arena *a, const struct matter_keys *k, int64_t town, str code);

#endif
