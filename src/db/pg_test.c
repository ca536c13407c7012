/* pg_test.c — what only PostgreSQL can do wrong: the fence between townships, lost connections, several writers at a
 * time. Runs with HEYE_TEST_DB (test/with-postgres); without it there is nothing to test. */
#include "db/fixture_test.h"

#include <pthread.h>
#include <stdio.h>

static const struct query list_notes = {
	.name = "list_notes", .sql = "select id, body from note where town = ?1 order by id", .args = "i", .each = true
};
static const struct query all_notes = { .name = "all_notes", .sql = "select count(*) from note" };
static const struct query any_notes = { .name = "any_notes", .sql = "select count(*) from note", .anytown = true };
static const struct query backend = { .name = "backend", .sql = "select pg_backend_pid()" };
static const struct query shoot = { .name = "shoot",
				    .sql = "select count(pg_terminate_backend(?1::int))",
				    .args = "i" };

static const struct database *
fresh(const char *name)
{
	const struct database *d = test_database_empty(name);
	struct conn_options o = { .database = d, .write = true, .identity = true };
	struct conn *c;
	int applied;

	if (!d)
		return NULL;
	CHECK_INT(conn_open(&c, &o), OK);
	CHECK_INT(migrate(c, note_list, &applied), OK);
	CHECK_INT(applied, 2);
	CHECK_INT(migrate(c, note_list, &applied), OK);
	CHECK_INT(applied, 0);
	conn_close(c);
	return d;
}

static struct conn *
opened(const struct database *d, bool write)
{
	struct conn_options o = { .database = d, .write = write, .identity = write };
	struct conn *c = NULL;

	CHECK_INT(conn_open(&c, &o), OK);
	return c;
}

/* The first number that a query without parameters gives to a reader of that township. */
static int64_t
number(struct conn *c, const struct query *q, int64_t town)
{
	struct db db = { .town = town, .conn = c };
	struct stmt *s;
	int64_t n = -1;
	bool row;

	if (db_start(&db, q, &s) != OK)
		return -1;
	if (stmt_step(s, &row) == OK && row)
		n = stmt_get_int(s, 0);
	stmt_end(s);
	return n;
}

static void
kill_backend(const struct database *d, int64_t pid)
{
	struct conn *c = opened(d, false);
	struct db db = { .town = 1, .conn = c };
	struct stmt *s;
	bool row;

	CHECK_INT(db_start(&db, &shoot, &s), OK);
	stmt_int(s, 1, pid);
	CHECK_INT(stmt_step(s, &row), OK);
	stmt_end(s);
	conn_close(c);
}

static enum err
add_one(struct conn *c, struct arena *mem, int64_t town, int64_t of, int64_t id)
{
	struct db db = { .mem = mem, .town = town, .conn = c };
	struct stmt *s;
	bool row;
	enum err e;

	TRY(conn_begin(c));
	TRY(db_start(&db, &add_note, &s));
	stmt_int(s, 1, of);
	stmt_int(s, 2, id);
	stmt_text(s, 3, S("words"));
	stmt_int(s, 4, 0);
	stmt_null(s, 5);
	e = stmt_step(s, &row);
	stmt_end(s);
	if (e == OK)
		return conn_commit(c);
	conn_rollback(c);
	return e;
}

TEST(a_township_sees_and_writes_its_own_rows_only)
{
	const struct database *d = fresh("fence");
	struct arena mem = arena_open(1 << 20);
	struct conn *c, *reader;

	if (d) {
		c = opened(d, true);
		reader = opened(d, false);
		CHECK_INT(add_one(c, &mem, 1, 1, 1), OK);
		CHECK_INT(add_one(c, &mem, 2, 2, 1), OK);
		CHECK_INT(add_one(c, &mem, 2, 2, 2), OK);
		CHECK_INT(add_one(c, &mem, 1, 2, 3), BROKEN); /* another township's row: refused by the server */
		CHECK_INT(add_one(c, &mem, 0, 2, 3), BROKEN); /* no township said: nothing goes */
		CHECK_INT(number(reader, &all_notes, 1), 1);  /* although the query forgot to ask for the township */
		CHECK_INT(number(reader, &all_notes, 2), 2);
		CHECK_INT(number(reader, &all_notes, 0), 0);
		CHECK_INT(number(reader, &any_notes, 0), 3);
		conn_close(c);
		conn_close(reader);
	}
	arena_close(&mem);
}

TEST(an_idle_connection_that_died_is_made_anew)
{
	const struct database *d = fresh("idle");
	struct arena mem = arena_open(1 << 20);
	struct conn *c;

	if (d) {
		c = opened(d, true);
		kill_backend(d, number(c, &backend, 1));
		CHECK_INT(number(c, &all_notes, 1), 0);
		kill_backend(d, number(c, &backend, 1));
		CHECK_INT(add_one(c, &mem, 1, 1, 1), OK);
		CHECK_INT(number(c, &all_notes, 1), 1);
		conn_close(c);
	}
	arena_close(&mem);
}

struct victim {
	const struct database *d;
	struct job job;
	int runs;
};

/* The server takes the connection away in the middle of the first run. */
static enum err
victim_run(struct tx *tx, void *arg)
{
	struct victim *v = arg;

	TRY(job_run(tx, &v->job));
	if (v->runs++ == 0)
		kill_backend(v->d, number(tx->db.conn, &backend, 1));
	v->job.id += 1000;
	return job_run(tx, &v->job);
}

TEST(a_write_whose_connection_was_lost_runs_again_and_stands_once)
{
	const struct database *d = fresh("lost");
	struct writer_options o = { .database = d };
	struct victim v = { .d = d, .job = { .id = 1 } };
	struct write w = { .run = victim_run, .arg = &v, .town = 1 };
	struct writer *writer;
	struct conn *c;

	if (!d)
		return;
	CHECK_INT(writer_open(&writer, &o), OK);
	CHECK_INT(writer_run(writer, &w), OK);
	CHECK_INT(v.runs, 2);
	writer_close(writer);
	c = opened(d, true);
	CHECK_INT(number(c, &all_notes, 1), 2);
	CHECK_INT(fixture_number(c, &get_tally), 2);
	conn_close(c);
}

/* Passing over a refused key is not what PostgreSQL lets anyone do: the write as a whole is refused. */
static enum err
careless_run(struct tx *tx, void *arg)
{
	struct job *j = arg;

	TRY(job_run(tx, j));
	CHECK_INT(job_run(tx, j), CONFLICT);
	return OK;
}

TEST(a_refused_key_that_is_passed_over_keeps_nothing)
{
	const struct database *d = fresh("careless");
	struct writer_options o = { .database = d };
	struct job j = { .id = 1 }, good = { .id = 2 };
	struct write w = { .run = careless_run, .arg = &j, .town = 1 },
		     then = { .run = job_run, .arg = &good, .town = 1 };
	struct writer *writer;
	struct conn *c;

	if (!d)
		return;
	CHECK_INT(writer_open(&writer, &o), OK);
	CHECK_INT(writer_run(writer, &w), CONFLICT);
	CHECK_INT(writer_run(writer, &then), OK);
	writer_close(writer);
	c = opened(d, false);
	CHECK_INT(number(c, &all_notes, 1), 1);
	conn_close(c);
}

struct server {
	struct writer *writer;
	int64_t base;
	int good;
};

static void *
server_thread(void *arg)
{
	struct server *s = arg;

	for (int i = 0; i < 150; i++) {
		struct job j = { .id = s->base + i };
		struct write w = { .run = job_run, .arg = &j, .town = 1 };

		s->good += writer_run(s->writer, &w) == OK;
	}
	return NULL;
}

/* As two processes would: the township's writes stand in line, so the count that each adds one to is never lost. */
TEST(two_servers_write_one_township_in_turn)
{
	const struct database *d = fresh("two");
	struct writer_options o = { .database = d };
	struct server s[4];
	pthread_t thread[4];
	struct conn *c;

	if (!d)
		return;
	for (int i = 0; i < 4; i++) {
		s[i] = (struct server){ .base = 1 + i * 1000 };
		CHECK_INT(writer_open(&s[i].writer, &o), OK);
		CHECK(pthread_create(&thread[i], NULL, server_thread, &s[i]) == 0);
	}
	for (int i = 0; i < 4; i++) {
		pthread_join(thread[i], NULL);
		CHECK_INT(s[i].good, 150);
		writer_close(s[i].writer);
	}
	c = opened(d, true);
	CHECK_INT(number(c, &all_notes, 1), 600);
	CHECK_INT(fixture_number(c, &get_tally), 600);
	conn_close(c);
}

static enum err
many_run(struct tx *tx, void *arg)
{
	(void)arg;
	for (int64_t i = 1; i <= 1234; i++)
		TRY(fixture_note(tx, i, S("words")));
	return OK;
}

TEST(a_long_reading_comes_in_portions_with_others_in_between)
{
	const struct database *d = fresh("portions");
	struct arena mem = arena_open(1 << 20);
	struct conn *c;
	struct db db = { .mem = &mem, .town = 1 };
	struct stmt *s;
	bool row = true;
	int64_t n = 0;

	if (d) {
		c = db.conn = opened(d, true);
		CHECK_INT(tx_run(c, &mem, (moment){ 0 }, 1, many_run, NULL), OK);
		CHECK_INT(db_start(&db, &list_notes, &s), OK);
		stmt_int(s, 1, 1);
		while (stmt_step(s, &row) == OK && row) {
			CHECK_INT(stmt_get_int(s, 0), ++n);
			if (n % 400 == 0)
				CHECK_INT(number(c, &all_notes, 1), 1234);
		}
		stmt_end(s);
		CHECK_INT(n, 1234);
		conn_close(c);
	}
	arena_close(&mem);
}
