#include "db/fixture_test.h"

#include <sys/stat.h>
#include <unistd.h>

const struct migration note_list[] = {
	{ 1, "0001_note.sql", STORE_MAIN,
	  "create table note (town bigint not null, id bigint not null, body text not null, sealed smallint not null "
	  "check (sealed in (0, 1)), reply_to bigint, primary key (town, id), "
	  "foreign key (town, reply_to) references note (town, id));"
	  "create table tally (town bigint not null primary key, n bigint not null);"
	  "insert into tally (town, n) values (1, 0)" },
	{ 2, "0002_who.sql", STORE_IDENTITY,
	  "create table who (town bigint not null, id bigint not null, primary key (town, id))" },
	{ 0, NULL, STORE_MAIN, NULL },
};

const struct query add_note = {
	.name = "add_note",
	.sql = "insert into note (town, id, body, sealed, reply_to) values (?1, ?2, ?3, ?4, ?5)",
	.store = STORE_MAIN,
	.writes = true
};
const struct query add_who = {
	.name = "add_who", .sql = "insert into who (town, id) values (?1, ?2)", .store = STORE_IDENTITY, .writes = true
};
const struct query count_notes = { .name = "count_notes",
				   .sql = "select count(*) from note where town = ?1",
				   .store = STORE_MAIN };
const struct query count_who = { .name = "count_who",
				 .sql = "select count(*) from who where town = ?1",
				 .store = STORE_IDENTITY };
const struct query get_note = { .name = "get_note",
				.sql = "select body, reply_to from note where town = ?1 and id = ?2",
				.store = STORE_MAIN };
const struct query get_tally = { .name = "get_tally",
				 .sql = "select n from tally where town = ?1",
				 .store = STORE_MAIN };

static const struct query add_tally = {
	.name = "add_tally", .sql = "update tally set n = n + 1 where town = ?1", .store = STORE_MAIN, .writes = true
};
static const struct query sealed_notes = { .name = "sealed_notes",
					   .sql = "select id from note where town = ?1 and sealed = 1",
					   .store = STORE_MAIN };
static const struct query find_who = { .name = "find_who",
				       .sql = "select count(*) from who where town = ?1 and id = ?2",
				       .store = STORE_IDENTITY };

const char *
fixture_fresh(const char *name)
{
	static char path[128][160];
	static int used;
	char *at = path[used++];
	struct conn *c;
	int applied = 0;

	snprintf(at, sizeof path[0], "%s/%s", test_dir(), name);
	mkdir(at, 0700);
	c = fixture_open(at, true);
	CHECK_INT(migrate(c, note_list, &applied), OK);
	CHECK_INT(applied, 2);
	conn_close(c);
	return at;
}

struct conn *
fixture_open(const char *dir, bool write)
{
	struct conn_options o = { .dir = dir, .write = write, .identity = write, .cache_kib = 1024 };
	struct conn *c = NULL;

	CHECK_INT(conn_open(&c, &o), OK);
	return c;
}

int64_t
fixture_number(struct conn *c, const struct query *q)
{
	struct db db = { .town = 1, .conn = c };
	struct stmt *s;
	int64_t n = -1;
	bool row;

	if (db_start(&db, q, &s) != OK)
		return -1;
	stmt_int(s, 1, db.town);
	if (stmt_step(s, &row) == OK && row)
		n = stmt_get_int(s, 0);
	stmt_end(s);
	return n;
}

int64_t
fixture_count(const char *dir, const struct query *q)
{
	struct conn *c = fixture_open(dir, q->store == STORE_IDENTITY);
	int64_t n = c ? fixture_number(c, q) : -1;

	conn_close(c);
	return n;
}

void
fixture_whole(const char *dir)
{
	struct conn *c = fixture_open(dir, true);
	struct db db = { .town = 1, .conn = c };
	struct stmt *s, *who;
	int64_t lost = 0;
	bool row = true, found;

	CHECK_INT(fixture_number(c, &get_tally), fixture_number(c, &count_notes));
	CHECK_INT(db_start(&db, &sealed_notes, &s), OK);
	stmt_int(s, 1, 1);
	while (stmt_step(s, &row) == OK && row) {
		CHECK_INT(db_start(&db, &find_who, &who), OK);
		stmt_int(who, 1, 1);
		stmt_int(who, 2, stmt_get_int(s, 0));
		lost += stmt_step(who, &found) != OK || !found || stmt_get_int(who, 0) != 1;
		stmt_end(who);
	}
	stmt_end(s);
	CHECK_INT(lost, 0);
	conn_close(c);
}

static enum err
insert(struct tx *tx, const struct query *q, int64_t id, str body, bool sealed)
{
	struct stmt *s;
	bool row;
	enum err e;

	TRY(db_start(&tx->db, q, &s));
	stmt_int(s, 1, tx->db.town);
	stmt_int(s, 2, id);
	if (q == &add_note) {
		stmt_text(s, 3, body);
		stmt_int(s, 4, sealed);
		stmt_null(s, 5);
	}
	e = stmt_step(s, &row);
	stmt_end(s);
	return e;
}

static enum err
tally(struct tx *tx)
{
	struct stmt *s;
	bool row;
	enum err e;

	TRY(db_start(&tx->db, &add_tally, &s));
	stmt_int(s, 1, tx->db.town);
	e = stmt_step(s, &row);
	if (e == OK)
		CHECK_INT(stmt_changes(s), 1);
	stmt_end(s);
	return e;
}

enum err
fixture_note(struct tx *tx, int64_t id, str body)
{
	TRY(tally(tx));
	return insert(tx, &add_note, id, body, false);
}

enum err
job_run(struct tx *tx, void *arg)
{
	struct job *j = arg;

	TRY(tally(tx));
	TRY(insert(tx, &add_note, j->id, S("村口的路灯坏了 𠀀"), j->who));
	if (j->who)
		TRY(insert(tx, &add_who, j->id, S(""), false));
	return j->fail ? INVALID : OK;
}

static void
job_done(struct write *w)
{
	struct job *j = w->arg;

	atomic_fetch_sub(j->left, 1);
}

void
fixture_submit(struct writer *w, struct job *j, atomic_int *left)
{
	j->left = left;
	j->write = (struct write){ .run = job_run, .done = job_done, .arg = j, .town = 1 };
	atomic_fetch_add(left, 1);
	while (writer_submit(w, &j->write) == BUSY)
		usleep(200);
}

void
fixture_drain(atomic_int *left)
{
	while (atomic_load(left) > 0)
		usleep(200);
}
