/* checkpoint.h — moves the write-ahead log into the database on a thread of its own, so that no write waits for it. */
#ifndef HEYE_DB_CHECKPOINT_H
#define HEYE_DB_CHECKPOINT_H

#include "base/err.h"

#include <stdint.h>

struct checkpoint;

/* `pages`: the log's length above which a checkpoint is due. An in-memory database has none: *c is NULL then. */
MUST_USE enum err checkpoint_start(struct checkpoint **c, const char *dir, int64_t pages);
void checkpoint_tell(struct checkpoint *c, int64_t wal_pages); /* the log's length after a commit */
void checkpoint_stop(struct checkpoint *c);                    /* a last one that also empties the log */
uint64_t checkpoint_count(const struct checkpoint *c);

#endif
