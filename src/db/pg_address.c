#include "db/pg_address.h"

#include <stdlib.h>
#include <string.h>

struct parameters {
	const char *name[64], *value[64];
	int n;
};

static void
parameter_add(struct parameters *p, const char *name, const char *value)
{
	if (p->n == 63)
		return;
	p->name[p->n] = name;
	p->value[p->n++] = value;
}

/* What the URL does not say: how soon a dead server is noticed. */
static void
defaults_add(struct parameters *p, const PQconninfoOption *o)
{
	static const char *const ours[][2] = {
		{ "connect_timeout", "5" },  { "tcp_user_timeout", "10000" },
		{ "keepalives_idle", "5" },  { "keepalives_interval", "2" },
		{ "keepalives_count", "3" }, { "fallback_application_name", "heye" },
	};

	for (; o->keyword; o++) {
		const char *value = o->val;

		for (size_t i = 0; !value && i < sizeof ours / sizeof ours[0]; i++)
			if (strcmp(ours[i][0], o->keyword) == 0)
				value = ours[i][1];
		if (value && strcmp(o->keyword, "client_encoding") != 0)
			parameter_add(p, o->keyword, value);
	}
	parameter_add(p, "client_encoding", "UTF8");
}

PGconn *
pg_address_dial(const char *url, const char **why)
{
	char *wrong = NULL;
	PQconninfoOption *o = PQconninfoParse(url, &wrong);
	struct parameters p = { .n = 0 };
	PGconn *pg = NULL;

	*why = "not the address of a database";
	if (o) {
		defaults_add(&p, o);
		pg = PQconnectdbParams(p.name, p.value, 0);
		*why = "no connection";
	}
	PQconninfoFree(o);
	PQfreemem(wrong);
	return pg;
}

/* A pooler stands between (PgBouncer in transaction mode); the word is ours, libpq does not know it. */
bool
pg_address_pooled(char *url)
{
	char *at = strstr(url, "heye_pooled=1");
	size_t n = strlen("heye_pooled=1");

	if (!at)
		return false;
	if (at[n] == '&')
		n++;
	else if (at > url && (at[-1] == '&' || at[-1] == '?'))
		at--, n++;
	memmove(at, at + n, strlen(at + n) + 1);
	return true;
}

/* ---- what the library reads ---- */

struct files {
	struct arena *mem;
	const char **path;
	size_t n, most;
};

static void
file_add(struct files *f, str path)
{
	if (f->n < f->most && path.n && path.p[0] == '/')
		f->path[f->n++] = str_z(f->mem, path);
}

static void
options_files(struct files *f, PQconninfoOption *options)
{
	static const char *const names[] = { "passfile", "sslcert", "sslkey", "sslrootcert", "sslcrl", "sslcrldir" };

	for (const PQconninfoOption *o = options; o && o->keyword; o++)
		for (size_t i = 0; o->val && i < sizeof names / sizeof *names; i++)
			if (strcmp(o->keyword, names[i]) == 0)
				file_add(f, str_of(o->val));
	PQconninfoFree(options);
}

static void
url_files(struct files *f, const char *url)
{
	char *own = url ? strdup(url) : NULL;

	if (!own)
		return;
	(void)pg_address_pooled(own);
	options_files(f, PQconninfoParse(own, NULL));
	free(own);
}

size_t
db_files(struct arena *mem, const struct database *d, const char **path, size_t most)
{
	struct files f = { .mem = mem, .path = path, .most = most };
	const char *home = getenv("HOME");

	url_files(&f, d->url);
	url_files(&f, d->identity_url);
	if (!d->url)
		return 0;
	options_files(&f, PQconndefaults()); /* what the environment says, as PGPASSFILE */
	if (home) {
		file_add(&f, str_fmt(mem, "%s/.pgpass", home));
		file_add(&f, str_fmt(mem, "%s/.postgresql", home));
	}
	return f.n;
}
