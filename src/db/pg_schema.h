/* pg_schema.h — what surrounds the migrations on PostgreSQL: the schema itself, the fence of row level security and
 * the rights of the service's role. */
#ifndef HEYE_DB_PG_SCHEMA_H
#define HEYE_DB_PG_SCHEMA_H

#include "db/pg_link.h"

/* Inside the transaction, before the first migration: one migrating process at a time; the owner may change rows of all
 * townships until it ends. */
MUST_USE enum err pg_schema_open(struct link *l);

/* After the last one: every table with a township lets through only rows of the township that the transaction has said
 * (heye.town), and none when it has said none; "0" reads all, for the queries marked @anytown. The owner is fenced in
 * as well. The role that serves (heye; heye_identity for names when there is one) may read and write, not change
 * tables. */
MUST_USE enum err pg_schema_fence(struct link *l);

#endif
