/* engine_pg.c — PostgreSQL behind db/engine.h: statements, prepared by name once for each connection (or sent whole
 * each time behind a pooler), numbers and bytes in binary form. */
#include "base/log.h"
#include "db/pg_link.h"
#include "db/pg_schema.h"

#include <assert.h>
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARGUMENTS 64
#define PORTION   500 /* rows of an @each that are fetched at once */

enum oid {
	OID_BOOL = 16,
	OID_BYTEA = 17,
	OID_INT8 = 20,
	OID_INT2 = 21,
	OID_INT4 = 23,
	OID_TEXT = 25,
	OID_NUMERIC = 1700
};

struct argument {
	Oid type;
	int64_t number; /* in network order */
	str bytes;
	bool null;
};

struct statement {
	struct link *link;
	const struct query *query;
	char *sql; /* with $1 for ?1 */
	char name[24], cursor[24];
	unsigned generation; /* of the connection it was prepared on */
	int arguments;
	struct argument argument[ARGUMENTS];
	PGresult *result;
	int row;
	bool ran, running, ended;
};

static char *
dollars(const char *sql)
{
	char *copy = strdup(sql), quote = 0;

	for (char *p = copy; p && *p; p++) {
		if (quote)
			quote = *p == quote ? 0 : quote;
		else if (*p == '\'' || *p == '"')
			quote = *p;
		else if (*p == '?')
			*p = '$';
	}
	return copy;
}

static Oid
type_of(const char *args, int i)
{
	switch (args[i]) {
	case 't': return OID_TEXT;
	case 'b': return OID_BYTEA;
	default: return OID_INT8;
	}
}

/* Only kept here: the server reads it when it first runs, so that a connection made anew reads it again. */
static enum err
prepare(struct link *l, const struct query *q, void **handle)
{
	struct statement *s = calloc(1, sizeof *s);

	if (s)
		s->sql = dollars(q->pg ? q->pg : q->sql);
	if (!s || !s->sql) {
		free(s);
		return BUSY;
	}
	s->link = l;
	s->query = q;
	for (const char *a = q->args; a && *a && s->arguments < ARGUMENTS; a++) {
		s->argument[s->arguments].type = type_of(q->args, s->arguments);
		s->arguments++;
	}
	*handle = s;
	return OK;
}

static struct argument *
argument(struct statement *s, int i, Oid type)
{
	assert(i >= 1 && i <= ARGUMENTS);
	if (i > s->arguments)
		s->arguments = i;
	if (type && !s->query->args)
		s->argument[i - 1].type = type;
	s->argument[i - 1].null = type == 0;
	return &s->argument[i - 1];
}

static void
bind_int(void *handle, int i, int64_t v)
{
	struct argument *a = argument(handle, i, OID_INT8);

	a->number = (int64_t)htobe64((uint64_t)v);
	a->bytes = (str){ (const char *)&a->number, sizeof a->number };
}

static void
bind_text(void *handle, int i, str v)
{
	argument(handle, i, OID_TEXT)->bytes = v;
}

static void
bind_blob(void *handle, int i, str v)
{
	argument(handle, i, OID_BYTEA)->bytes = v;
}

static void
bind_null(void *handle, int i)
{
	argument(handle, i, 0);
}

/* ---- running ---- */

struct bound {
	Oid type[ARGUMENTS];
	const char *value[ARGUMENTS];
	int length[ARGUMENTS], binary[ARGUMENTS];
};

static void
bound_fill(struct bound *b, const struct statement *s)
{
	for (int i = 0; i < s->arguments; i++) {
		const struct argument *a = &s->argument[i];

		b->type[i] = a->type;
		b->value[i] = a->null ? NULL : a->bytes.p ? a->bytes.p : "";
		b->length[i] = (int)a->bytes.n;
		b->binary[i] = 1;
	}
}

static enum err
name_it(struct statement *s, const struct bound *b)
{
	struct link *l = s->link;
	PGresult *r;
	enum err e = OK;

	if (s->generation == l->generation && s->name[0])
		return OK;
	snprintf(s->name, sizeof s->name, "s%u", ++l->names);
	r = PQprepare(l->pg, s->name, s->sql, s->arguments, b->type);
	if (!pg_link_good(r))
		e = pg_link_failed(l, r, s->sql);
	PQclear(r);
	if (e == OK)
		s->generation = l->generation;
	else
		s->name[0] = 0;
	return e;
}

static enum err
take(struct statement *s, PGresult *r)
{
	enum err e = pg_link_good(r) ? OK : pg_link_failed(s->link, r, s->sql);

	PQclear(s->result);
	s->result = e == OK ? r : NULL;
	s->row = -1;
	if (e != OK)
		PQclear(r);
	return e;
}

static enum err
fetch(struct statement *s)
{
	char sql[64];

	snprintf(sql, sizeof sql, "fetch %d from %s", PORTION, s->cursor);
	TRY(take(s, PQexecParams(s->link->pg, sql, 0, NULL, NULL, NULL, NULL, 1)));
	s->ended = PQntuples(s->result) < PORTION;
	return OK;
}

/* What is read row by row, without end, comes in portions: memory does not grow with the table. */
static enum err
open_cursor(struct statement *s, const struct bound *b)
{
	size_t n = strlen(s->sql) + 64;
	char *sql = malloc(n);
	PGresult *r;

	if (!sql)
		return BUSY;
	snprintf(s->cursor, sizeof s->cursor, "c%u", ++s->link->names);
	snprintf(sql, n, "declare %s no scroll cursor for %s", s->cursor, s->sql);
	r = PQexecParams(s->link->pg, sql, s->arguments, b->type, b->value, b->length, b->binary, 1);
	free(sql);
	TRY(take(s, r));
	return fetch(s);
}

static enum err
run_statement(struct statement *s)
{
	struct link *l = s->link;
	struct bound b;

	bound_fill(&b, s);
	if (s->query->each)
		return open_cursor(s, &b);
	s->ended = true;
	if (l->pooled)
		return take(s, PQexecParams(l->pg, s->sql, s->arguments, b.type, b.value, b.length, b.binary, 1));
	TRY(name_it(s, &b));
	return take(s, PQexecPrepared(l->pg, s->name, s->arguments, b.value, b.length, b.binary, 1));
}

static enum err
execute(struct statement *s)
{
	struct link *l = s->link;
	enum err e;

	s->ran = true;
	TRY(pg_link_ready(l));
	if (!s->running)
		l->running++;
	s->running = true;
	e = run_statement(s);
	if (e != OK || s->query->each)
		return e;
	if (!str_int(str_of(PQcmdTuples(s->result)), &l->changes))
		l->changes = 0;
	return OK;
}

static enum err
step(struct link *l, void *handle, bool *row)
{
	struct statement *s = handle;

	(void)l;
	*row = false;
	if (!s->ran)
		TRY(execute(s));
	if (!s->result)
		return BROKEN;
	if (++s->row == PQntuples(s->result) && !s->ended) {
		TRY(fetch(s));
		s->row = 0;
	}
	*row = s->row < PQntuples(s->result);
	return OK;
}

static void
shut_cursor(const struct statement *s)
{
	char sql[48];

	snprintf(sql, sizeof sql, "close %s", s->cursor);
	if (pg_link_run(s->link, sql) != OK)
		log_warn("database: a reading did not end");
}

static void
reset(void *handle)
{
	struct statement *s = handle;
	struct link *l = s->link;

	if (s->cursor[0] && s->result && !s->ended && l->open)
		shut_cursor(s);
	s->cursor[0] = 0;
	if (s->running && --l->running == 0 && l->alone && pg_link_say(l, VERB_ROLLBACK) != OK)
		log_warn("database: a reading did not end");
	PQclear(s->result);
	s->result = NULL;
	for (int i = 0; i < s->arguments; i++)
		s->argument[i].null = true;
	s->ran = s->running = false;
}

static void
finish(void *handle)
{
	struct statement *s = handle;

	reset(s);
	free(s->sql);
	free(s);
}

/* ---- columns ---- */

/* What sum() of a bigint gives: digits to the base of ten thousand. */
static int64_t
numeric(const char *p, int bytes)
{
	int16_t head[4];
	int64_t v = 0;
	int n, weight;

	if (bytes < 8)
		return 0;
	memcpy(head, p, sizeof head);
	n = (int16_t)be16toh((uint16_t)head[0]);
	weight = (int16_t)be16toh((uint16_t)head[1]);
	for (int i = 0; i <= weight; i++) {
		uint16_t digit = 0;

		if (i < n && 8 + 2 * i + 2 <= bytes)
			memcpy(&digit, p + 8 + (size_t)2 * (size_t)i, sizeof digit);
		v = v * 10000 + be16toh(digit);
	}
	return be16toh((uint16_t)head[2]) == 0x4000 ? -v : v;
}

static int64_t
get_int(void *handle, int col)
{
	const struct statement *s = handle;
	const char *p = PQgetvalue(s->result, s->row, col);
	int n = PQgetlength(s->result, s->row, col);
	uint64_t v = 0;

	if (PQftype(s->result, col) == OID_NUMERIC)
		return numeric(p, n);
	assert(n <= 8);
	for (int i = 0; i < n; i++)
		v = v << 8 | (unsigned char)p[i];
	switch (n) {
	case 2: return (int16_t)v;
	case 4: return (int32_t)v;
	default: return (int64_t)v; /* NULL has no bytes and is 0 */
	}
}

static str
get_text(void *handle, int col, struct arena *a)
{
	const struct statement *s = handle;
	size_t n = (size_t)PQgetlength(s->result, s->row, col);

	if (n)
		return str_dup(a, (str){ PQgetvalue(s->result, s->row, col), n });
	return PQgetisnull(s->result, s->row, col) ? (str){ NULL, 0 } : S("");
}

static int64_t
changes(struct link *l)
{
	return l->changes;
}

/* ---- the rest of the seam ---- */

static void
shut(struct link *l, bool keep_log)
{
	(void)keep_log;
	pg_link_close(l);
}

static bool
within(const struct link *l)
{
	return l->want != PG_NONE && !l->alone;
}

static void
choose_town(struct link *l, int64_t town)
{
	l->town = town;
}

static enum err
mend(struct link *l)
{
	return l->saved && l->pg ? pg_link_say(l, VERB_UNDO) : OK;
}

static enum fate
fate(const struct link *l)
{
	return l->fate;
}

static bool
disk_full(const struct link *l)
{
	return l->disk_full;
}

static bool
io_failed(const struct link *l)
{
	(void)l;
	return false; /* the server looks after its disk */
}

static int64_t
wal_pages(const struct link *l)
{
	(void)l;
	return 0;
}

static enum err
fold(struct link *l, enum fold how, int64_t *pages, int64_t *moved)
{
	(void)l, (void)how;
	*pages = *moved = 0;
	return OK;
}

static enum err
has_table(struct link *l, const char *name, bool *has)
{
	static const struct query q = {
		.name = "table",
		.sql = "select count(*), count(*) filter (where not has_schema_privilege(relnamespace, 'usage')) "
		       "from pg_class where relkind in ('r', 'p') and relname = ?1 and relnamespace = "
		       "to_regnamespace(?2)",
		.args = "tt"
	};
	void *s;
	bool row;
	enum err e;

	TRY(prepare(l, &q, &s));
	bind_text(s, 1, str_of(name));
	bind_text(s, 2, str_of(pg_link_schema[l->store]));
	e = step(l, s, &row);
	*has = e == OK && row && get_int(s, 0) > 0;
	if (e == OK && row && get_int(s, 1) > 0)
		e = FORBIDDEN;
	finish(s);
	return e;
}

const struct engine engine_pg = {
	.name = "postgresql",
	.open = pg_link_open,
	.close = shut,
	.run = pg_link_run,
	.say = pg_link_say,
	.within = within,
	.prepare = prepare,
	.finish = finish,
	.bind_int = bind_int,
	.bind_text = bind_text,
	.bind_blob = bind_blob,
	.bind_null = bind_null,
	.step = step,
	.get_int = get_int,
	.get_text = get_text,
	.changes = changes,
	.reset = reset,
	.disk_full = disk_full,
	.io_failed = io_failed,
	.wal_pages = wal_pages,
	.fold = fold,
	.choose_town = choose_town,
	.mend = mend,
	.fate = fate,
	.elect = pg_link_elect,
	.has_table = has_table,
	.migration_begin = pg_schema_open,
	.migration_end = pg_schema_fence,
};
