/* pg_address.h — the address of a PostgreSQL server, postgresql://…, and what its library reads besides; for db/ only. */
#ifndef HEYE_DB_PG_ADDRESS_H
#define HEYE_DB_PG_ADDRESS_H

#include "db/db.h"

#include <libpq-fe.h>

/* Takes "heye_pooled=1" out of the address; true when it was there. */
bool pg_address_pooled(char *url);

/* `*why`: what stood in the way when there is no connection or a bad one. */
PGconn *pg_address_dial(const char *url, const char **why);

#endif
