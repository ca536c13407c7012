/* conn.h — a connection from inside db/: its links to the stores and the transaction verbs that only db/ may say. */
#ifndef HEYE_DB_CONN_H
#define HEYE_DB_CONN_H

#include "db/engine.h"

struct stmt {
	const struct query *query;
	void *handle;
	struct conn *conn;
	struct stmt *next; /* in its hash chain */
	bool running;
};

#define STMT_CHAINS 256

struct conn {
	const struct engine *engine;
	struct link *link[STORES];
	struct stmt *chain[STMT_CHAINS];
	struct arena mem; /* statements; lives as long as the connection */
	bool write;
	bool begun[STORES];        /* in the running transaction; the identity store begins lazily */
	int depth;                 /* 0 no transaction, 1 transaction, 2 in a savepoint */
	int running;               /* statements started and not ended */
	bool spoiled;              /* a statement failed in the savepoint and took its changes along (PostgreSQL) */
	enum fate fate;            /* of the last transaction that failed */
	bool lost;                 /* the engine gave the transaction up by itself: it can only be rolled back */
	bool disk_full, io_failed; /* io_failed stays: this connection never writes again */
};

/* A transaction over both stores. conn_commit() commits the identity store first, so that what it holds is durable
 * before the matter that refers to it is. When it fails both are rolled back: the identity store may then hold rows
 * that no matter refers to, never the other way round. */
MUST_USE enum err conn_begin(struct conn *c);
MUST_USE enum err conn_commit(struct conn *c);
void conn_rollback(struct conn *c);
MUST_USE enum err conn_savepoint(struct conn *c);
MUST_USE enum err conn_keep(struct conn *c); /* ends the savepoint, keeps its changes; CONFLICT: a failure that the
					      * caller passed over took them along, nothing is kept */
MUST_USE enum err conn_undo(struct conn *c); /* ends the savepoint, its changes are gone */
int64_t conn_wal_pages(const struct conn *c, enum store s);
MUST_USE enum err conn_fold(struct conn *c, enum store s, enum fold how, int64_t *pages, int64_t *moved);

#endif
