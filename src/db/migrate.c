#include "db/migrate.h"

#include "base/log.h"
#include "db/conn.h"

#include <stdio.h>

static const char *const make_table = "create table if not exists migration (number integer not null primary key, name text not null)";

static enum err
newest(struct conn *c, enum store s, int *number)
{
	void *handle;
	bool row;
	enum err e;

	*number = 0;
	TRY(c->engine->prepare(c->link[s], "select count(*) from sqlite_master where name = 'migration'", &handle));
	e = c->engine->step(c->link[s], handle, &row);
	row = e == OK && c->engine->get_int(handle, 0) > 0;
	c->engine->finish(handle);
	if (e != OK || !row)
		return e;
	TRY(c->engine->prepare(c->link[s], "select coalesce(max(number), 0) from migration", &handle));
	e = c->engine->step(c->link[s], handle, &row);
	if (e == OK)
		*number = (int)c->engine->get_int(handle, 0);
	c->engine->finish(handle);
	return e;
}

static int
last_of(const struct migration *list, enum store s)
{
	int last = 0;

	for (; list->number; list++)
		if (list->store == s)
			last = list->number;
	return last;
}

static enum err
apply(struct conn *c, const struct migration *m)
{
	char note[160];

	if (c->engine->run(c->link[m->store], m->sql) != OK) {
		log_error("migration %d %s failed; nothing was changed", m->number, m->name);
		return BROKEN;
	}
	snprintf(note, sizeof note, "insert into migration (number, name) values (%d, '%s')", m->number, m->name);
	return c->engine->run(c->link[m->store], note);
}

static enum err
migrate_store(struct conn *c, const struct migration *list, enum store s, int *applied)
{
	int have;
	enum err e = OK;

	TRY(newest(c, s, &have));
	if (have > last_of(list, s)) {
		log_error("the database was made by a newer program (migration %d)", have);
		return INVALID;
	}
	if (have == last_of(list, s))
		return OK;
	TRY(c->engine->run(c->link[s], "begin immediate"));
	e = c->engine->run(c->link[s], make_table);
	for (const struct migration *m = list; m->number && e == OK; m++)
		if (m->store == s && m->number > have) {
			e = apply(c, m);
			*applied += e == OK;
		}
	if (e == OK)
		return c->engine->run(c->link[s], "commit");
	if (c->engine->run(c->link[s], "rollback") != OK)
		log_warn("migration: already rolled back");
	return e;
}

enum err
migrate(struct conn *c, const struct migration *list, int *applied)
{
	*applied = 0;
	TRY(migrate_store(c, list, STORE_IDENTITY, applied));
	return migrate_store(c, list, STORE_MAIN, applied);
}

enum err
migrate_current(struct conn *c, const struct migration *list, bool *current)
{
	int have;

	*current = true;
	for (int s = 0; s < STORES; s++) {
		if (!c->link[s])
			continue;
		TRY(newest(c, (enum store)s, &have));
		*current = *current && have == last_of(list, (enum store)s);
	}
	return OK;
}
