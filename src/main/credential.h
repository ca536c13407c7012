/* credential.h — the service's root key: 32 bytes that never stand in the data folder, its backups, argv or the
 * environment.
 *
 * Looked for in --credential FILE, then $CREDENTIALS_DIRECTORY/heye.key (systemd LoadCredential=), then <data
 * folder>.key beside the data folder. A file that others can read is refused. */
#ifndef HEYE_MAIN_CREDENTIAL_H
#define HEYE_MAIN_CREDENTIAL_H

#include "base/err.h"
#include "base/seal.h"

/* With `make` a missing default file is made (mode 0400); else NOT_FOUND after saying where it was looked for. */
MUST_USE enum err credential_load(struct arena *mem, const char *file, const char *data, bool create, key *root);

/* Where a key file is looked for: `file` when given, then $CREDENTIALS_DIRECTORY/<name>, then beside the data folder under
 * its own name: <data folder>.key for heye.key, else <data folder>.<name>. */
const char *credential_path(struct arena *mem, const char *file, const char *data, const char *name);

/* The text of such a file, `most` bytes at most; one that others can read is refused when it is `secret`. Says what is
 * wrong. */
MUST_USE enum err credential_text(struct arena *mem, const char *path, bool secret, size_t most, str *text);

/* Writes a root key beside another data folder, for a township that moves there. CONFLICT: a key is there. */
MUST_USE enum err credential_give(struct arena *mem, const char *data, const key *root);

#endif
