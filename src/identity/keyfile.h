/* keyfile.h — small files of key material in DIR/keys: written once, whole and durable, or not at all. */
#ifndef HEYE_IDENTITY_KEYFILE_H
#define HEYE_IDENTITY_KEYFILE_H

#include "base/err.h"

#include <stddef.h>

/* Reads exactly n bytes of DIR/keys/<name>. NOT_FOUND: no such file. BROKEN: it has another length or cannot be
 * read. */
MUST_USE enum err keyfile_read(const char *dir, const char *name, void *bytes, size_t n);

/* Makes DIR/keys (0700) where it is missing and the file with `mode`. CONFLICT: the file is there already; it is
 * never overwritten. */
MUST_USE enum err keyfile_make(const char *dir, const char *name, const void *bytes, size_t n, unsigned mode);

#endif
