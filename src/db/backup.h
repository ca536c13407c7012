/* backup.h — a copy of both stores while the program serves. */
#ifndef HEYE_DB_BACKUP_H
#define HEYE_DB_BACKUP_H

#include "base/err.h"

/* VACUUM INTO, one shot each (the stepwise copy never ends under a steady writer: reliability.md §0.1). The
 * identity store is copied last, so that every matter in the copy finds its identity there. `to` must be an empty
 * folder; CONFLICT when a file is in the way, NOT_FOUND when `dir` holds no database. OK means that the copy is on
 * the disk, synced; after any error no half copy is left. */
MUST_USE enum err db_backup(const char *dir, const char *to);

#endif
