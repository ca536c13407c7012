#include "db/migrate.h"

#include "base/log.h"
#include "base/out.h"
#include "base/seal.h"
#include "db/conn.h"

#include <string.h>

static const char *const make_table = "create table if not exists migration "
				      "(number bigint not null primary key, name text not null, hash text not null)";
static const struct query list_rows = { .sql = "select number, hash from migration order by number" };
static const struct query find_row = { .sql = "select count(*) from migration where number = ?1" };
static const struct query add_row = { .sql = "insert into migration (number, name, hash) values (?1, ?2, ?3)" };

/* What one store holds of the list. */
struct state {
	int missing;
	bool strange; /* a migration that the list does not have, or has with another text */
};

static str
text_hash(struct arena *mem, const struct migration *m)
{
	hash h = hash_of(str_of(m->sql));

	return str_hex(mem, &h, sizeof h);
}

static int
count_of(const struct migration *list, enum store s)
{
	int n = 0;

	for (; list->number; list++)
		n += list->store == s;
	return n;
}

static const struct migration *
find(const struct migration *list, enum store s, int64_t number)
{
	for (; list->number; list++)
		if (list->store == s && list->number == number)
			return list;
	return NULL;
}

static enum err
ran_before(struct conn *c, const struct migration *m, bool *ran)
{
	void *handle;
	bool row;
	enum err e;

	TRY(c->engine->prepare(c->link[m->store], &find_row, &handle));
	c->engine->bind_int(handle, 1, m->number);
	e = c->engine->step(c->link[m->store], handle, &row);
	*ran = e == OK && row && c->engine->get_int(handle, 0) > 0;
	c->engine->finish(handle);
	return e;
}

static void
compare(struct conn *c, struct arena *mem, void *row, const struct migration *list, enum store s, struct state *st)
{
	int64_t number = c->engine->get_int(row, 0);
	const struct migration *m = find(list, s, number);

	if (!m) {
		log_error("migration %lld: the database was made by a newer program", (long long)number);
		st->strange = true;
		return;
	}
	st->missing--;
	if (!str_eq(c->engine->get_text(row, 1, mem), text_hash(mem, m))) {
		log_error("migration %d %s was changed after it ran here: write a new one instead", m->number, m->name);
		st->strange = true;
	}
}

static enum err
state_of(struct conn *c, struct arena *mem, const struct migration *list, enum store s, struct state *st)
{
	void *handle;
	bool row = true, there;
	enum err e = OK;

	*st = (struct state){ .missing = count_of(list, s) };
	TRY(c->engine->has_table(c->link[s], "migration", &there));
	if (!there)
		return OK;
	TRY(c->engine->prepare(c->link[s], &list_rows, &handle));
	while ((e = c->engine->step(c->link[s], handle, &row)) == OK && row)
		compare(c, mem, handle, list, s, st);
	c->engine->finish(handle);
	return e;
}

static enum err
note(struct conn *c, struct arena *mem, const struct migration *m)
{
	void *handle;
	bool row;
	enum err e;

	TRY(c->engine->prepare(c->link[m->store], &add_row, &handle));
	c->engine->bind_int(handle, 1, m->number);
	c->engine->bind_text(handle, 2, str_of(m->name));
	c->engine->bind_text(handle, 3, text_hash(mem, m));
	e = c->engine->step(c->link[m->store], handle, &row);
	c->engine->finish(handle);
	return e;
}

/* The text without what is written for other engines: sections begin with `-- @sqlite` or another engine's name, and
 * end at the next one or at `-- @end`. */
static const char *
text_for(struct arena *mem, const char *engine, const char *sql)
{
	struct out o = out_make(mem, strlen(sql) + 1, strlen(sql) + 1);
	str line, rest = str_of(sql), ours = str_fmt(mem, "-- @%s", engine);
	bool skip = false, more = true;

	while (more) {
		more = str_cut(rest, '\n', &line, &rest);
		if (str_starts(line, S("-- @")) && !str_starts(line, S("-- @store ")))
			skip = !str_eq(line, S("-- @end")) && !str_eq(line, ours);
		else if (!skip)
			out_fmt(&o, "%.*s\n", STR_ARG(line));
	}
	return str_z(mem, out_view(&o));
}

static enum err
apply(struct conn *c, struct arena *mem, const struct migration *m, int *applied)
{
	bool ran;

	TRY(ran_before(c, m, &ran));
	if (ran)
		return OK;
	if (c->engine->run(c->link[m->store], text_for(mem, c->engine->name, m->sql)) != OK) {
		log_error("migration %d %s failed; nothing was changed", m->number, m->name);
		return BROKEN;
	}
	++*applied;
	return note(c, mem, m);
}

/* Inside the transaction: another process may have been here since the first look. */
static enum err
apply_all(struct conn *c, struct arena *mem, const struct migration *list, enum store s, int *applied)
{
	struct state st;

	if (c->engine->migration_begin)
		TRY(c->engine->migration_begin(c->link[s]));
	TRY(c->engine->run(c->link[s], make_table));
	TRY(state_of(c, mem, list, s, &st));
	if (st.strange)
		return INVALID;
	for (; list->number; list++)
		if (list->store == s)
			TRY(apply(c, mem, list, applied));
	return c->engine->migration_end ? c->engine->migration_end(c->link[s]) : OK;
}

static enum err
migrate_store(struct conn *c, struct arena *mem, const struct migration *list, enum store s, int *applied)
{
	struct state st;
	int ran = 0;
	enum err e;

	TRY(state_of(c, mem, list, s, &st));
	if (st.strange)
		return INVALID;
	if (st.missing == 0)
		return OK;
	if (c->engine->loosen)
		TRY(c->engine->loosen(c->link[s], true));
	e = c->engine->say(c->link[s], VERB_WRITE);
	if (e == OK)
		e = apply_all(c, mem, list, s, &ran);
	if (e == OK && c->engine->sound)
		e = c->engine->sound(c->link[s]);
	if (e == OK)
		e = c->engine->say(c->link[s], VERB_COMMIT);
	if (e == OK)
		*applied += ran;
	else if (c->engine->within(c->link[s]) && c->engine->say(c->link[s], VERB_ROLLBACK) != OK)
		log_error("migration: the transaction could not be rolled back");
	return !c->engine->loosen || c->engine->loosen(c->link[s], false) == OK ? e : BROKEN;
}

enum err
migrate(struct conn *c, const struct migration *list, int *applied)
{
	struct arena mem = arena_open((size_t)4 << 20);
	enum err e;

	*applied = 0;
	e = migrate_store(c, &mem, list, STORE_IDENTITY, applied);
	if (e == OK)
		e = migrate_store(c, &mem, list, STORE_MAIN, applied);
	arena_close(&mem);
	return e;
}

/* Adds up the stores that are open; *shut: one of them may not be looked at. */
static enum err
state_sum(struct conn *c, struct arena *mem, const struct migration *list, struct state *sum, bool *shut)
{
	for (int s = 0; s < STORES; s++) {
		struct state st;
		enum err e = c->link[s] ? state_of(c, mem, list, (enum store)s, &st) : NOT_FOUND;

		*shut |= e == FORBIDDEN;
		if (e == NOT_FOUND || e == FORBIDDEN)
			continue;
		TRY(e);
		sum->missing += st.missing;
		sum->strange |= st.strange;
	}
	return OK;
}

enum err
migrate_look(struct conn *c, const struct migration *list, enum migrate_stand *stand)
{
	struct arena mem = arena_open((size_t)4 << 20);
	struct state sum = { 0 };
	bool shut = false;
	enum err e = state_sum(c, &mem, list, &sum, &shut);

	arena_close(&mem);
	if (shut)
		*stand = MIGRATE_SHUT;
	else if (sum.strange)
		*stand = MIGRATE_STRANGE;
	else if (sum.missing == 0)
		*stand = MIGRATE_CURRENT;
	else
		*stand = sum.missing == count_of(list, STORE_MAIN) + count_of(list, STORE_IDENTITY) ? MIGRATE_EMPTY
												    : MIGRATE_BEHIND;
	return e;
}
