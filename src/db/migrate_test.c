#include "db/fixture_test.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct migration later[] = {
	{ 1, "0001_note.sql", STORE_MAIN, "create table a (town bigint not null primary key)" },
	{ 2, "0002_more.sql", STORE_MAIN, "create table b (town bigint not null primary key)" },
	{ 5, "0005_high.sql", STORE_MAIN, "create table c (town bigint not null primary key)" },
	{ 7, "0007_who.sql", STORE_IDENTITY, "create table d (town bigint not null primary key)" },
	{ 0, NULL, STORE_MAIN, NULL },
};

/* The same program one release earlier: a folder with a low range of numbers has not written its second one yet. */
static const struct migration earlier[] = {
	{ 1, "0001_note.sql", STORE_MAIN, "create table a (town bigint not null primary key)" },
	{ 5, "0005_high.sql", STORE_MAIN, "create table c (town bigint not null primary key)" },
	{ 0, NULL, STORE_MAIN, NULL },
};

static struct conn *
empty(const char *name)
{
	static char path[16][160];
	static int used;
	char *at = path[used++];

	snprintf(at, sizeof path[0], "%s/%s", test_dir(), name);
	mkdir(at, 0700);
	return fixture_open(at, true);
}

static int64_t
count(struct conn *c, const char *sql)
{
	void *handle;
	bool row = false;
	int64_t n = -1;

	if (c->engine->prepare(c->link[STORE_MAIN], &(struct query){ .sql = sql }, &handle) != OK)
		return n;
	if (c->engine->step(c->link[STORE_MAIN], handle, &row) == OK && row)
		n = c->engine->get_int(handle, 0);
	c->engine->finish(handle);
	return n;
}

/* -1: it could not be seen. */
static int
stand_beside(struct conn *c, const struct migration *list)
{
	enum migrate_stand stand;

	return migrate_look(c, list, &stand) == OK ? (int)stand : -1;
}

TEST(a_lower_number_written_later_still_runs)
{
	struct conn *c = empty("lower");
	int applied;

	CHECK_INT(stand_beside(c, earlier), MIGRATE_EMPTY);
	CHECK_INT(migrate(c, earlier, &applied), OK);
	CHECK_INT(applied, 2);
	CHECK_INT(stand_beside(c, earlier), MIGRATE_CURRENT);
	CHECK_INT(stand_beside(c, later), MIGRATE_BEHIND);
	CHECK_INT(migrate(c, later, &applied), OK);
	CHECK_INT(applied, 2);
	CHECK_INT(migrate(c, later, &applied), OK);
	CHECK_INT(applied, 0);
	CHECK_INT(stand_beside(c, later), MIGRATE_CURRENT);
	conn_close(c);
}

TEST(a_newer_database_is_refused)
{
	struct conn *c = empty("newer");
	int applied;

	CHECK_INT(migrate(c, later, &applied), OK);
	CHECK_INT(migrate(c, earlier, &applied), INVALID);
	CHECK_INT(applied, 0);
	CHECK_INT(stand_beside(c, earlier), MIGRATE_STRANGE);
	conn_close(c);
}

TEST(an_edited_migration_is_refused)
{
	static const struct migration edited[] = {
		{ 1, "0001_note.sql", STORE_MAIN, "create table a (town bigint not null primary key, more text)" },
		{ 5, "0005_high.sql", STORE_MAIN, "create table c (town bigint not null primary key)" },
		{ 6, "0006_next.sql", STORE_MAIN, "create table e (town bigint not null primary key)" },
		{ 0, NULL, STORE_MAIN, NULL },
	};
	struct conn *c = empty("edited");
	int applied;

	CHECK_INT(migrate(c, earlier, &applied), OK);
	CHECK_INT(migrate(c, edited, &applied), INVALID);
	CHECK_INT(applied, 0);
	CHECK_INT(stand_beside(c, edited), MIGRATE_STRANGE);
	CHECK_INT(stand_beside(c, earlier), MIGRATE_CURRENT);
	conn_close(c);
}

TEST(a_migration_that_fails_changes_nothing)
{
	static const struct migration bad[] = {
		{ 1, "0001_note.sql", STORE_MAIN, "create table a (town bigint not null primary key)" },
		{ 3, "0003_bad.sql", STORE_MAIN, "create table f (town bigint); create table a (town bigint)" },
		{ 0, NULL, STORE_MAIN, NULL },
	};
	struct conn *c = empty("bad");
	int applied;

	CHECK_INT(migrate(c, bad, &applied), BROKEN);
	CHECK_INT(applied, 0);
	CHECK(!c->engine->within(c->link[STORE_MAIN]));
	CHECK_INT(migrate(c, earlier, &applied), OK); /* nothing of it was left in the way */
	CHECK_INT(applied, 2);
	CHECK_INT(stand_beside(c, earlier), MIGRATE_CURRENT);
	conn_close(c);
}

/* A table that others point to is made anew without losing a row; what the other engine does is left out. */
TEST(a_table_is_rebuilt_under_its_keys)
{
	static const struct migration before[] = {
		{ 1, "0001_note.sql", STORE_MAIN,
		  "create table a (town bigint not null, n smallint not null check (n < 3), primary key (town));"
		  "create table b (town bigint not null primary key, foreign key (town) references a (town));"
		  "insert into a values (7, 1); insert into b values (7);" },
		{ 0, NULL, STORE_MAIN, NULL },
	};
	static const char rebuild[] =
		"-- Wider.\n-- @sqlite\n"
		"create table a_new (town bigint not null, n smallint not null, primary key (town));\n"
		"insert into a_new select * from a;\ndrop table a;\nalter table a_new rename to a;\n"
		"-- @postgresql\nthis is nothing that SQLite knows;\n-- @end\n"
		"insert into a values (8, 5);\n";
	static const char loses[] = "-- Forgets a row.\ndelete from a where town = 7;\n";
	struct migration after[] = { before[0],
				     { 2, "0002_wide.sql", STORE_MAIN, rebuild },
				     { 0, NULL, STORE_MAIN, NULL } };
	struct migration worse[] = {
		before[0], after[1], { 3, "0003_lose.sql", STORE_MAIN, loses }, { 0, NULL, STORE_MAIN, NULL }
	};
	struct conn *c = empty("rebuild");
	int applied;

	CHECK_INT(migrate(c, before, &applied), OK);
	CHECK_INT(migrate(c, after, &applied), OK);
	CHECK_INT(applied, 1);
	CHECK_INT(count(c, "select count(*) from a join b on b.town = a.town where n = 1"), 1);
	CHECK_INT(count(c, "pragma foreign_keys"), 1);
	CHECK_INT(migrate(c, worse, &applied), BROKEN);
	CHECK_INT(count(c, "select count(*) from a"), 2);
	CHECK_INT(count(c, "pragma foreign_keys"), 1);
	conn_close(c);
}

/* Two programs started at once: one migrates, the other finds it done. */
TEST(two_at_once_migrate_once)
{
	struct conn *c = empty("twice");
	char path[160];
	pid_t child[4];
	int good = 0, status;

	snprintf(path, sizeof path, "%s/twice", test_dir());
	for (int i = 0; i < 4; i++) {
		child[i] = fork();
		if (child[i] == 0) {
			struct conn_options o = { .dir = path, .write = true, .identity = true };
			struct conn *mine;
			int applied;

			_exit(conn_open(&mine, &o) == OK && migrate(mine, later, &applied) == OK ? 0 : 1);
		}
	}
	for (int i = 0; i < 4; i++)
		good += waitpid(child[i], &status, 0) == child[i] && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	CHECK_INT(good, 4);
	CHECK_INT(stand_beside(c, later), MIGRATE_CURRENT);
	conn_close(c);
}

/* Killed at any moment, a store has all or nothing, and the next run does the rest. */
TEST(a_killed_migration_is_finished_by_the_next)
{
	struct migration *many = calloc(61, sizeof *many);
	static char sql[60][80], name[60][16];

	for (int i = 0; i < 60; i++) {
		snprintf(sql[i], sizeof sql[i], "create table t%d (town bigint not null primary key)", i);
		snprintf(name[i], sizeof name[i], "%04d_t.sql", i + 1);
		many[i] = (struct migration){ i + 1, name[i], i % 3 ? STORE_MAIN : STORE_IDENTITY, sql[i] };
	}
	for (int round = 0; round < 12; round++) {
		char folder[16], path[160];
		struct conn *c;
		int applied;
		pid_t pid;

		snprintf(folder, sizeof folder, "cut%d", round);
		snprintf(path, sizeof path, "%s/%s", test_dir(), folder);
		mkdir(path, 0700);
		pid = fork();
		if (pid == 0) {
			struct conn_options o = { .dir = path, .write = true, .identity = true };

			_exit(conn_open(&c, &o) == OK && migrate(c, many, &applied) == OK ? 0 : 1);
		}
		usleep((useconds_t)round * 1500);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		c = fixture_open(path, true);
		CHECK_INT(migrate(c, many, &applied), OK);
		CHECK(applied == 60 || applied == 40 || applied == 0);
		conn_close(c);
	}
	free(many);
}
