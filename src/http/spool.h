/* spool.h — upload bytes go to files that have no name: they vanish with the request, whatever happens. */
#ifndef HEYE_HTTP_SPOOL_H
#define HEYE_HTTP_SPOOL_H

#include "base/err.h"
#include "base/str.h"

int spool_open(const char *dir);                  /* a new unlinked file for reading and writing, or -1 */
MUST_USE enum err spool_write(int fd, str bytes); /* BROKEN: disk full or failed */

#endif
