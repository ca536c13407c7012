/* database.c — copies of a database for tests: see test.h. */
#include "db/db.h"
#include "test.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KEPT 24 /* copies that live at a time: a program's oldest goes when another is made */

struct copy {
	char dir[300], name[64], url[600];
	struct database database;
};

static struct copy copies[KEPT];
static unsigned made;
static PGconn *maker;

static void
order(const char *what, const char *name, const char *how)
{
	char sql[300];
	PGresult *r;

	snprintf(sql, sizeof sql, "%s %s %s", what, name, how);
	r = PQexec(maker, sql);
	if (PQresultStatus(r) != PGRES_COMMAND_OK) {
		fprintf(stderr, "test: %s: %s", sql, PQerrorMessage(maker));
		abort();
	}
	PQclear(r);
}

static int
connections(const char *name)
{
	char sql[200];
	PGresult *r;
	int n;

	snprintf(sql, sizeof sql, "select count(*) from pg_stat_activity where datname = '%s' and usesysid is not null",
		 name);
	r = PQexec(maker, sql);
	n = PQntuples(r) == 1 ? atoi(PQgetvalue(r, 0, 0)) : -1;
	PQclear(r);
	return n;
}

/* A connection that was closed may take the server a moment to end; one that a test left open fails the program. What
 * is forced out is the server's own housekeeping, which has no user. */
static void
drop(const struct copy *c)
{
	int tries = 0;

	while (connections(c->name) != 0) {
		if (++tries == 500) {
			fprintf(stderr, "test: a connection to the database of %s was left open\n", c->dir);
			abort();
		}
		usleep(10000);
	}
	order("drop database", c->name, "with (force)");
}

static void
drop_all(void)
{
	for (unsigned i = 0; i < KEPT; i++)
		if (copies[i].name[0])
			drop(&copies[i]);
	PQfinish(maker);
}

/* The address of another database on the same server. */
static void
address(char to[600], const char *base, const char *name)
{
	const char *host = strstr(base, "//"), *path = host ? strchr(host + 2, '/') : NULL;
	const char *query = path ? strchr(path, '?') : NULL;

	if (!path)
		abort();
	snprintf(to, 600, "%.*s/%s%s", (int)(path - base), base, name, query ? query : "");
}

static void
maker_open(const char *base)
{
	char url[600];

	address(url, base, "postgres");
	maker = PQconnectdb(url);
	if (PQstatus(maker) != CONNECTION_OK) {
		fprintf(stderr, "test: %s", PQerrorMessage(maker));
		abort();
	}
	atexit(drop_all);
}

static const struct database *
copy_of(const char *dir, const char *model)
{
	const char *base = getenv("HEYE_TEST_DB");
	struct copy *c;
	char url[sizeof c->url], how[100];

	if (!base)
		return NULL;
	for (unsigned i = 0; i < KEPT; i++)
		if (strcmp(dir, ":memory:") != 0 && strcmp(copies[i].dir, dir) == 0)
			return &copies[i].database;
	if (!maker)
		maker_open(base);
	c = &copies[made++ % KEPT];
	if (c->name[0])
		drop(c);
	snprintf(c->dir, sizeof c->dir, "%s", dir);
	snprintf(c->name, sizeof c->name, "test_%d_%u", (int)getpid(), made);
	snprintf(how, sizeof how, "strategy file_copy template %s", model);
	order("create database", c->name, how);
	address(url, base, c->name);
	memcpy(c->url, url, sizeof c->url);
	c->database.url = c->url;
	return &c->database;
}

const struct database *
test_database(const char *dir)
{
	const char *base = getenv("HEYE_TEST_DB"), *name = base ? strrchr(base, '/') : NULL;
	char model[64];

	snprintf(model, sizeof model, "%.*s", name ? (int)strcspn(name + 1, "?") : 0, name ? name + 1 : "");
	return copy_of(dir, model);
}

const struct database *
test_database_empty(const char *dir)
{
	return copy_of(dir, "template0");
}
