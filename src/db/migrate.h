/* migrate.h — append-only numbered migrations. The list is made at build time from src/<slice>/NNNN_<slice>.sql in number order
 * (tools/sqlgen --migrations), each with its store. All that are missing run in one transaction per store. A database that is
 * newer than the program is refused. */
#ifndef HEYE_DB_MIGRATE_H
#define HEYE_DB_MIGRATE_H

#include "db/db.h"

struct migration {
	int number;
	const char *name;
	enum store store;
	const char *sql;
};

extern const struct migration migrations[]; /* generated; ends with number 0 */

MUST_USE enum err migrate(struct conn *c, const struct migration *list, int *applied);
MUST_USE enum err migrate_current(struct conn *c, const struct migration *list, bool *current);

#endif
