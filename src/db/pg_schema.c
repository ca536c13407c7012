#include "db/pg_schema.h"

#include <stdio.h>

#define TENANT_TABLES                                                                                      \
	"select c.oid, c.relname from pg_class c where c.relnamespace = current_schema()::regnamespace "   \
	"and c.relkind in ('r', 'p') and exists (select from pg_attribute a where a.attrelid = c.oid and " \
	"a.attname = 'town' and not a.attisdropped)"

enum err
pg_schema_open(struct link *l)
{
	char sql[1024];
	const char *schema = pg_link_schema[l->store];

	snprintf(sql, sizeof sql,
		 "select pg_advisory_xact_lock(%d, %d);"
		 "do $$ declare t record; begin "
		 "if not exists (select from pg_namespace where nspname = '%s') then create schema %s; end if; "
		 "for t in " TENANT_TABLES
		 " loop execute format('alter table %%I no force row level security', t.relname); "
		 "end loop; end $$",
		 PG_LOCK_MAIN, 1 + (int)l->store, schema, schema);
	return pg_link_run(l, sql);
}

static enum err
grant(struct link *l)
{
	static const char sql[] =
		"do $$ declare s text := current_schema(); r text := case when s = 'identity' and exists (select from "
		"pg_roles where rolname = 'heye_identity') then 'heye_identity' else 'heye' end; begin "
		"if exists (select from pg_roles where rolname = r) then "
		"execute format('grant usage on schema %I to %I', s, r); "
		"execute format('grant select, insert, update, delete on all tables in schema %I to %I', s, r); "
		"if r <> current_user then execute format('revoke insert, update, delete on migration from %I', r); "
		"end if; "
		"end if; end $$";

	return pg_link_run(l, sql);
}

/* Row-level security, the third fence: without a township no row is there. The setting is read for each row, which costs a
 * quarter of a microsecond; read once for each table of a query, as a part of its plan, it cost half of a page. Policies
 * made that way before are altered. */
#define OWN   "town = nullif(current_setting(''heye.town'', true), '''')::bigint"
#define EVERY "current_setting(''heye.town'', true) = ''0''"

enum err
pg_schema_fence(struct link *l)
{
	static const char sql[] =
		"do $$ declare t record; begin for t in " TENANT_TABLES " loop "
		"execute format('alter table %I enable row level security', t.relname); "
		"execute format('alter table %I force row level security', t.relname); "
		"if not exists (select from pg_policy where polrelid = t.oid and polname = 'own_town') then "
		"execute format('create policy own_town on %I using (" OWN ") with check (" OWN ")', t.relname); "
		"execute format('create policy every_town on %I for select using (" EVERY ")', t.relname); "
		"elsif exists (select from pg_policy where polrelid = t.oid and polname = 'own_town' "
		"and pg_get_expr(polqual, polrelid) ilike '%select%') then "
		"execute format('alter policy own_town on %I using (" OWN ") with check (" OWN ")', t.relname); "
		"execute format('alter policy every_town on %I using (" EVERY ")', t.relname); "
		"end if; end loop; end $$";

	TRY(pg_link_run(l, sql));
	return grant(l);
}
