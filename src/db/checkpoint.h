/* checkpoint.h — moves the write-ahead logs into the databases on a thread of its own, beside the writer.
 *
 * The log starts from its beginning again when all of it was moved before the next write and no reader is left in
 * it. Under a steady stream of writes that moment never comes by itself, so above CHECKPOINT_ASK times its length
 * the thread asks the writer to stand still between two batches, for as long as the small rest takes to be moved;
 * everything before that was moved and synced while it wrote. A reader that stays longer than the patience of the
 * engine pins the log: then it is asked again only when the log has doubled. */
#ifndef HEYE_DB_CHECKPOINT_H
#define HEYE_DB_CHECKPOINT_H

#include "db/db.h"

#define CHECKPOINT_PAGES 4000 /* 16 MiB */
#define CHECKPOINT_ASK   4

struct checkpoint;

/* `pages`: a log's length above which a checkpoint is due. An in-memory database has none: *c is NULL then, and may
 * be given to all of the below. */
MUST_USE enum err checkpoint_start(struct checkpoint **c, const char *dir, int64_t pages);

/* The writer, before and after each batch. `pages`: the logs' lengths after its commit. */
void checkpoint_enter(struct checkpoint *c);
void checkpoint_leave(struct checkpoint *c, const int64_t pages[STORES]);

/* Ends the thread. Unless `dead`, a last checkpoint empties the logs; after a failed disk they are left as they
 * are, for the next start to read. */
void checkpoint_stop(struct checkpoint *c, bool dead);

uint64_t checkpoint_count(const struct checkpoint *c);
bool checkpoint_failed(const struct checkpoint *c); /* the disk failed under it: nothing may be written any more */

#endif
