#include "db/pg_link.h"

#include "base/day.h"
#include "base/log.h"
#include "db/pg_address.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MESSAGE 320

const char *const pg_link_schema[STORES] = { [STORE_MAIN] = "heye", [STORE_IDENTITY] = "identity" };

bool
pg_link_good(const PGresult *r)
{
	ExecStatusType s = PQresultStatus(r);

	return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK;
}

static void
forget_transaction(struct link *l)
{
	l->want = PG_NONE;
	l->open = l->alone = l->save = l->release = l->saved = false;
	l->said = l->locked = -1;
}

static bool
starts(const char *state, const char *with)
{
	return strncmp(state, with, strlen(with)) == 0;
}

/* The server went away, is ending, or is no longer the one that may write (after a switch to another node). */
static bool
means_lost(const struct link *l, const char *state)
{
	return PQstatus(l->pg) != CONNECTION_OK || !*state || starts(state, "08") || starts(state, "57P0") ||
	       starts(state, "25006");
}

static enum err
lost(struct link *l, const char *text)
{
	log_warn("database: the connection was lost: %.*s", (int)strcspn(text, "\n"), text);
	l->fate = FATE_AGAIN;
	forget_transaction(l);
	PQfinish(l->pg);
	l->pg = NULL;
	return BUSY;
}

enum err
pg_link_failed(struct link *l, const PGresult *r, const char *what)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	const char *text = r ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;

	state = state ? state : "";
	text = text ? text : PQerrorMessage(l->pg);
	l->disk_full = starts(state, "53100");
	l->fate = FATE_FINAL;
	if (means_lost(l, state))
		return lost(l, text);
	if (starts(state, "40001") || starts(state, "40P01") || starts(state, "55P03")) {
		l->fate = FATE_AGAIN;
		return BUSY;
	}
	if (starts(state, "23")) {
		if (!starts(state, "23505"))
			log_warn("database: %s", text); /* names constraints, never values */
		return CONFLICT;
	}
	if (starts(state, "53") && !l->disk_full) {
		log_error("database: %s (%s)", text, state);
		return BUSY;
	}
	log_error("database: %s: %s (%s)", what, text, state);
	return BROKEN;
}

/* ---- connecting ---- */

/* What durability, order and the third fence rest on: asked once for each connection. */
static enum err
settle(struct link *l)
{
	static const char ask[] =
		"select pg_encoding_to_char(d.encoding) = 'UTF8', d.datcollate in ('C', 'POSIX'), "
		"current_setting('server_version_num')::int >= 150000, not (r.rolsuper or r.rolbypassrls), "
		"current_setting('synchronous_commit') <> 'off' "
		"from pg_database d, pg_roles r where d.datname = current_database() and r.rolname = current_user";
	static const char *const want[] = {
		"the database must have the encoding UTF8",
		"the database must be made with lc_collate 'C', so that lists stand in the same order everywhere",
		"PostgreSQL 15 or newer is needed",
		"the role must be neither superuser nor bypassrls: it would stand above the fence between townships",
		"synchronous_commit must not be off: what was acknowledged could be lost",
	};
	PGresult *r = PQexec(l->pg, ask);
	enum err e = OK;

	if (!pg_link_good(r) || PQntuples(r) != 1)
		e = pg_link_failed(l, r, "settings");
	for (int i = 0; e == OK && i < (int)(sizeof want / sizeof want[0]); i++)
		if (*PQgetvalue(r, 0, i) != 't') {
			log_error("database: %s", want[i]);
			e = BROKEN;
		}
	PQclear(r);
	return e;
}

static void
hush(void *arg, const char *text)
{
	(void)arg, (void)text;
}

/* Every query of ours has its index, so all go by these, as on SQLite: a plan that was made while a table was empty, and
 * read all of it, would be kept while it fills. Readers make a plan once for each query, not anew for each value: planning a
 * page's queries costs several times what running them does, and they are too short to be worth compiling. Such a plan knows no
 * values: the planner guessed that a list of twenty wants a tenth of its table and read a whole lane to sort it, beside the
 * list's own index; so readers do not sort either. A writer's first five runs of a query each look anew: where a table is
 * empty, one index looks as good as another. */
#define INDEX_PLANS  "set enable_seqscan to off; set enable_hashjoin to off; set enable_mergejoin to off; "
#define READER_PLANS "set enable_sort to off; set plan_cache_mode to force_generic_plan"
#define WRITER_PLANS "set plan_cache_mode to auto"

static enum err
session_begin(struct link *l)
{
	char sql[320];
	PGresult *r;
	enum err e = OK;

	if (l->pooled)
		return OK;
	snprintf(sql, sizeof sql, "set search_path to %s, pg_temp; set jit to off; " INDEX_PLANS "%s",
		 pg_link_schema[l->store], l->write ? WRITER_PLANS : READER_PLANS);
	r = PQexec(l->pg, sql);
	if (!pg_link_good(r))
		e = pg_link_failed(l, r, sql);
	PQclear(r);
	return e;
}

/* A server that is not there is not asked more than once in a second by this connection. */
static enum err
connect_link(struct link *l)
{
	int64_t now = moment_now().ms;
	const char *why;
	enum err e;

	l->fate = FATE_AGAIN;
	if (now < l->retry_at && l->retry_at - now <= MS_SECOND)
		return BUSY;
	l->retry_at = now + MS_SECOND;
	l->pg = pg_address_dial(l->url, &why);
	if (!l->pg || PQstatus(l->pg) != CONNECTION_OK) {
		const char *text = l->pg ? PQerrorMessage(l->pg) : why;

		log_error("database: %s: %.*s", why, (int)strcspn(text, "\n"), text);
		PQfinish(l->pg);
		l->pg = NULL;
		return BUSY;
	}
	l->generation++;
	l->retry_at = 0;
	PQsetNoticeProcessor(l->pg, hush, NULL);
	e = settle(l);
	if (e == OK)
		e = session_begin(l);
	if (e != OK) {
		PQfinish(l->pg);
		l->pg = NULL;
	}
	return e;
}

enum err
pg_link_open(struct link **out, const struct place *p)
{
	struct link *l = calloc(1, sizeof *l);
	enum err e;

	if (!l)
		return BROKEN;
	l->url = strdup(p->path);
	l->store = p->store;
	l->write = p->write;
	forget_transaction(l);
	if (!l->url) {
		free(l);
		return BROKEN;
	}
	l->pooled = pg_address_pooled(l->url);
	e = connect_link(l);
	if (e != OK) {
		pg_link_close(l);
		return BROKEN;
	}
	*out = l;
	return OK;
}

void
pg_link_close(struct link *l)
{
	PQfinish(l->pg);
	free(l->url);
	free(l);
}

/* ---- the transaction ---- */

struct words {
	char text[MESSAGE];
	size_t n;
};

static void __attribute__((format(printf, 2, 3))) words_add(struct words *w, const char *format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(w->text + w->n, sizeof w->text - w->n, format, ap);
	va_end(ap);
	if (n > 0 && (size_t)n < sizeof w->text - w->n)
		w->n += (size_t)n;
}

static bool
locks(const struct link *l)
{
	return l->want == PG_WRITE && l->store == STORE_MAIN && l->town > 0 && l->town != l->locked;
}

/* Everything that has to be said before the next statement, in one message. Writes of one township stand in line
 * behind its lock; so each sees all that was committed there before it, on whichever server. */
static void
prelude(const struct link *l, struct words *w)
{
	if (!l->open)
		words_add(w, "%s;",
			  l->want == PG_WRITE ? "begin isolation level read committed read write"
					      : "begin isolation level repeatable read read only");
	if (!l->open && l->pooled)
		words_add(w, "set local search_path to %s, pg_temp;", pg_link_schema[l->store]);
	if (l->release)
		words_add(w, "release savepoint one;");
	if (l->save)
		words_add(w, "savepoint one;");
	if (l->town != l->said)
		words_add(w, "set local heye.town = '%lld';", (long long)l->town);
	if (locks(l))
		words_add(w, "select pg_advisory_xact_lock(%d, %lld);", PG_LOCK_TOWN, (long long)l->town);
}

static enum err
send_prelude(struct link *l)
{
	struct words w = { .n = 0 };
	bool locked = locks(l);
	PGresult *r;
	enum err e = OK;

	prelude(l, &w);
	if (w.n == 0)
		return OK;
	r = PQexec(l->pg, w.text);
	if (!pg_link_good(r))
		e = pg_link_failed(l, r, "begin");
	PQclear(r);
	if (e != OK)
		return e;
	l->open = true;
	l->saved |= l->save;
	l->save = l->release = false;
	l->said = l->town;
	if (locked)
		l->locked = l->town;
	return OK;
}

enum err
pg_link_ready(struct link *l)
{
	bool fresh = !l->open;
	enum err e = OK;

	if (l->want == PG_NONE) {
		l->want = PG_READ;
		l->alone = true;
	}
	for (int tries = 0; tries < 2; tries++) {
		enum pg_want want = l->want;
		bool alone = l->alone, save = l->save;

		e = l->pg ? OK : connect_link(l);
		if (e == OK)
			e = send_prelude(l);
		if (e == OK || !fresh || l->pg || tries == 1)
			break;
		l->want = want; /* nothing was begun: the same again on a new connection */
		l->alone = alone;
		l->save = save;
	}
	if (e != OK && !l->open)
		forget_transaction(l);
	return e;
}

static enum err
send_word(struct link *l, const char *sql, const char *tag)
{
	PGresult *r = PQexec(l->pg, sql);
	enum err e = OK;

	if (!pg_link_good(r))
		e = pg_link_failed(l, r, sql);
	else if (strcmp(PQcmdStatus(r), tag) != 0) {
		log_error("database: %s: the transaction had failed before", sql);
		l->fate = FATE_FINAL;
		e = BROKEN;
	}
	PQclear(r);
	return e;
}

/* Nothing hangs on how a reading ends: its last word is sent and not waited for. The next call takes the answer in,
 * as libpq does with what nobody fetched, and would be the one to notice that the server is gone. */
static void
send_last(struct link *l, const char *sql)
{
	if (l->open && l->pg && !PQsendQuery(l->pg, sql))
		(void)lost(l, PQerrorMessage(l->pg));
}

static enum err
commit(struct link *l)
{
	bool wrote = l->want == PG_WRITE;
	enum err e = OK;

	if (!wrote) {
		send_last(l, "commit");
	} else if (l->open) {
		e = send_word(l, "commit", "COMMIT");
		if (e != OK && wrote && !l->pg)
			l->fate = FATE_UNKNOWN;
	}
	forget_transaction(l);
	return e;
}

/* A lock that was taken after the savepoint goes with it, and so does what was said of the township. */
static enum err
undo(struct link *l)
{
	if (!l->saved) {
		l->save = true; /* nothing was sent since */
		return OK;
	}
	l->said = l->locked = -1;
	return send_word(l, "rollback to savepoint one", "ROLLBACK");
}

static enum err
rollback(struct link *l)
{
	enum err e = OK;

	if (l->want != PG_WRITE)
		send_last(l, "rollback");
	else if (l->open && l->pg)
		e = send_word(l, "rollback", "ROLLBACK");
	forget_transaction(l);
	return e;
}

enum err
pg_link_say(struct link *l, enum verb verb)
{
	switch (verb) {
	case VERB_READ: l->want = PG_READ; return OK;
	case VERB_WRITE: l->want = PG_WRITE; return OK;
	case VERB_COMMIT: return commit(l);
	case VERB_ROLLBACK: return rollback(l);
	case VERB_SAVEPOINT: l->save = true; return OK;
	case VERB_UNDO: return undo(l);
	case VERB_RELEASE:
		l->release |= l->saved;
		l->save = l->saved = false;
		return OK;
	case VERBS: break;
	}
	return BROKEN;
}

enum err
pg_link_run(struct link *l, const char *sql)
{
	PGresult *r;
	enum err e;

	TRY(pg_link_ready(l));
	r = PQexec(l->pg, sql);
	e = pg_link_good(r) ? OK : pg_link_failed(l, r, "statement");
	PQclear(r);
	return e;
}

/* The office is a lock of the session: it lasts as long as the connection, and asking again shows that it still stands.
 * Behind a pooler sessions are nobody's, so there each server does the work; townships' locks keep that right. */
enum err
pg_link_elect(struct link *l, int office, bool *held)
{
	char sql[96];
	PGresult *r;
	enum err e = OK;

	*held = l->pooled;
	if (l->pooled)
		return OK;
	TRY(l->pg ? OK : connect_link(l));
	snprintf(sql, sizeof sql, "select true");
	if (l->office != l->generation)
		snprintf(sql, sizeof sql, "select pg_try_advisory_lock(%d, %d)", PG_LOCK_MAIN, 100 + office);
	r = PQexec(l->pg, sql);
	if (!pg_link_good(r))
		e = pg_link_failed(l, r, "office");
	else
		*held = *PQgetvalue(r, 0, 0) == 't';
	PQclear(r);
	if (*held)
		l->office = l->generation;
	return e;
}
