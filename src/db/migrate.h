/* migrate.h — append-only numbered migrations. The list is made at build time from src/<slice>/NNNN_<slice>.sql in
 * number order (tools/sqlgen --migrations), each with its store.
 *
 * Lines between `-- @sqlite` (or `-- @postgresql`) and `-- @end` run on that engine only: SQLite rebuilds a table where
 * PostgreSQL alters it. Keys to other tables are not checked while migrations run, and all of them before they are kept.
 *
 * Each store notes every migration that ran in it, with a hash of its text. All that are missing run in one
 * transaction per store, in number order; a number lower than one that already ran is no fault, because each folder
 * counts in a range of its own. Killed in between, a store has all of them or none, and the next run does the rest. */
#ifndef HEYE_DB_MIGRATE_H
#define HEYE_DB_MIGRATE_H

#include "db/db.h"

/* In the order in which the generated list is read. NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding) */
struct migration {
	int number;
	const char *name;
	enum store store;
	const char *sql;
};

extern const struct migration migrations[]; /* generated; ends with number 0 */

/* *applied: how many ran. INVALID, and nothing changed in that store, when the database holds a migration that this
 * program does not know (a newer program made it) or knows with another text. */
MUST_USE enum err migrate(struct conn *c, const struct migration *list, int *applied);

/* How the stores that are open stand beside the list. EMPTY: none of it ran. STRANGE: a newer or another program was here.
 * SHUT: the store is there, and this role may not look at it. */
enum migrate_stand { MIGRATE_CURRENT, MIGRATE_BEHIND, MIGRATE_EMPTY, MIGRATE_STRANGE, MIGRATE_SHUT };

/* Changes nothing; also on a reading connection. */
MUST_USE enum err migrate_look(struct conn *c, const struct migration *list, enum migrate_stand *stand);

#endif
