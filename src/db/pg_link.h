/* pg_link.h — one connection to PostgreSQL and the transaction on it; for engine_pg.c only.
 *
 * Nothing is sent before a statement needs it: begin, savepoint and township then go in one message ahead of it. So a
 * page that reads nothing costs nothing, and a connection that died while it stood idle is made anew without anyone
 * having lost a thing. */
#ifndef HEYE_DB_PG_LINK_H
#define HEYE_DB_PG_LINK_H

#include "db/engine.h"

#include <libpq-fe.h>

#define PG_LOCK_TOWN 1751480677 /* first half of the advisory locks of townships; the second is the township */
#define PG_LOCK_MAIN 1751480678 /* of the locks that stand for the whole service */

enum pg_want { PG_NONE, PG_READ, PG_WRITE };

struct link {
	PGconn *pg;
	char *url;
	enum store store;
	bool write, pooled;
	enum pg_want want;          /* the transaction that was asked for */
	bool open;                  /* it was begun on the server */
	bool alone;                 /* it was begun for one statement outside any */
	bool save, release;         /* savepoint words not sent yet */
	bool saved;                 /* the savepoint stands on the server */
	int64_t town, said, locked; /* wanted for the next statement; as the server knows it, -1: not said */
	unsigned generation;        /* of the connection: prepared statements die with it */
	unsigned names;
	unsigned office; /* the connection on which its office was got; 0: none */
	int running;
	int64_t changes, retry_at;
	enum fate fate; /* of the last failure */
	bool disk_full;
};

extern const char *const pg_link_schema[STORES]; /* where a store lies */

MUST_USE enum err pg_link_open(struct link **l, const struct place *p);
void pg_link_close(struct link *l);
MUST_USE enum err pg_link_ready(struct link *l); /* connected, in its transaction, with savepoint and township said */
MUST_USE enum err pg_link_say(struct link *l, enum verb verb);
MUST_USE enum err pg_link_elect(struct link *l, int office, bool *held);
MUST_USE enum err pg_link_run(struct link *l, const char *sql);

/* What a failed answer means; logs it, names no values. `what`: the statement. */
enum err pg_link_failed(struct link *l, const PGresult *r, const char *what);
bool pg_link_good(const PGresult *r);

#endif
