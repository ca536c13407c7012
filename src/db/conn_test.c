#include "db/fixture_test.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The first column of a pragma or any other statement, on one store; "" on any error. */
static str
ask(struct conn *c, enum store s, struct arena *mem, const char *sql)
{
	void *handle;
	bool row = false;
	str value = S("");

	if (c->engine->prepare(c->link[s], &(struct query){ .sql = sql }, &handle) != OK)
		return value;
	if (c->engine->step(c->link[s], handle, &row) == OK && row)
		value = c->engine->get_text(handle, 0, mem);
	c->engine->finish(handle);
	return value;
}

TEST(every_connection_is_strict)
{
	const char *dir = fixture_fresh("strict");
	struct arena mem = arena_open(1 << 20);

	for (int write = 0; write < 2; write++) {
		struct conn *c = fixture_open(dir, write);

		for (int s = 0; s < (write ? STORES : 1); s++) {
			CHECK_STR(ask(c, (enum store)s, &mem, "pragma journal_mode"), "wal");
			CHECK_STR(ask(c, (enum store)s, &mem, "pragma synchronous"), "2");
			CHECK_STR(ask(c, (enum store)s, &mem, "pragma foreign_keys"), "1");
			CHECK_STR(ask(c, (enum store)s, &mem, "pragma trusted_schema"), "0");
			CHECK_STR(ask(c, (enum store)s, &mem, "pragma secure_delete"), "1");
			CHECK_STR(ask(c, (enum store)s, &mem, "pragma cell_size_check"), "1");
			CHECK_STR(ask(c, (enum store)s, &mem, "pragma temp_store"), "2");
			CHECK_STR(ask(c, (enum store)s, &mem, "pragma mmap_size"), "0");
			CHECK_STR(ask(c, (enum store)s, &mem, "pragma busy_timeout"), "10000");
			CHECK_STR(ask(c, (enum store)s, &mem, "pragma query_only"), write ? "0" : "1");
			CHECK_STR(ask(c, (enum store)s, &mem, "select \"no such column\""), "");
		}
		conn_close(c);
	}
	arena_close(&mem);
}

TEST(the_files_are_ours_alone)
{
	static const char *const files[] = { "heye.db", "identity.db", "heye.db-wal", "identity.db-wal",
					     "heye.db-shm" };
	const char *dir = fixture_fresh("mode");
	struct conn *c = fixture_open(dir, true);
	struct arena mem = arena_open(1 << 20);
	struct job j = { .id = 1, .who = true };
	struct stat st;
	char path[200];

	CHECK_INT(tx_run(c, &mem, (moment){ 0 }, 1, job_run, &j), OK);
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, files[i]);
		CHECK(stat(path, &st) == 0);
		CHECK_INT(st.st_mode & 0777, 0600);
	}
	conn_close(c);
	arena_close(&mem);
}

TEST(a_missing_folder_is_broken)
{
	struct conn_options o = { .dir = "no/such/folder" };
	struct conn *c = NULL;

	CHECK_INT(conn_open(&c, &o), BROKEN);
	o.write = true;
	CHECK_INT(conn_open(&c, &o), BROKEN);
	CHECK(c == NULL);
}

TEST(memory_holds_both_stores)
{
	struct conn_options o = { .dir = ":memory:" };
	struct arena mem = arena_open(1 << 20);
	struct db db = { .mem = &mem, .town = 1 };
	struct job j = { .id = 1, .who = true };
	int applied;

	CHECK_INT(conn_open(&db.conn, &o), OK);
	CHECK_INT(migrate(db.conn, note_list, &applied), OK);
	CHECK_INT(tx_run(db.conn, &mem, (moment){ 0 }, 1, job_run, &j), OK);
	j.id = 2;
	j.fail = true;
	CHECK_INT(tx_run(db.conn, &mem, (moment){ 0 }, 1, job_run, &j), INVALID);
	CHECK_INT(db_begin_read(&db), OK);
	CHECK_INT(fixture_number(db.conn, &count_notes), 1);
	CHECK_INT(fixture_number(db.conn, &count_who), 1);
	db_end_read(&db);
	CHECK(db_has(&db, STORE_IDENTITY));
	conn_close(db.conn);
	arena_close(&mem);
}

TEST(a_reader_cannot_write)
{
	const char *dir = fixture_fresh("reader");
	struct conn *c = fixture_open(dir, false);
	struct db db = { .town = 1, .conn = c };
	struct query sly = add_note;
	struct stmt *s;
	bool row;

	CHECK_INT(db_start(&db, &add_note, &s), BROKEN);
	CHECK_INT(db_start(&db, &count_who, &s), BROKEN); /* no identity store here */
	CHECK(!db_has(&db, STORE_IDENTITY));
	sly.writes = false;
	CHECK_INT(db_start(&db, &sly, &s), OK);
	stmt_int(s, 1, 1);
	stmt_int(s, 2, 1);
	stmt_text(s, 3, S("x"));
	stmt_int(s, 4, 0);
	CHECK_INT(stmt_step(s, &row), BROKEN);
	stmt_end(s);
	conn_close(c);
	CHECK_INT(fixture_count(dir, &count_notes), 0);
}

TEST(a_write_outside_a_transaction_is_refused)
{
	struct conn *c = fixture_open(fixture_fresh("outside"), true);
	struct db db = { .town = 1, .conn = c };
	struct stmt *s;

	CHECK_INT(db_start(&db, &add_note, &s), BROKEN);
	conn_close(c);
}

static enum err
null_and_empty(struct tx *tx, void *arg)
{
	struct stmt *s;
	bool row;

	(void)arg;
	TRY(fixture_note(tx, 1, S("")));
	CHECK_INT(fixture_note(tx, 2, (str){ NULL, 0 }), CONFLICT); /* the column is not null */
	TRY(db_start(&tx->db, &get_note, &s));
	stmt_int(s, 1, 1);
	stmt_int(s, 2, 1);
	TRY(stmt_step(s, &row));
	CHECK(row);
	CHECK(stmt_get_text(s, 0, tx->db.mem).p != NULL && stmt_get_text(s, 0, tx->db.mem).n == 0);
	CHECK(stmt_get_text(s, 1, tx->db.mem).p == NULL);
	CHECK_INT(stmt_get_int(s, 1), 0);
	stmt_end(s);
	return OK;
}

TEST(null_and_empty_are_told_apart)
{
	struct conn *c = fixture_open(fixture_fresh("null"), true);
	struct arena mem = arena_open(1 << 20);

	CHECK_INT(tx_run(c, &mem, (moment){ 0 }, 1, null_and_empty, NULL), OK);
	conn_close(c);
	arena_close(&mem);
}

static enum err
refused_keys(struct tx *tx, void *arg)
{
	struct stmt *s;
	bool row;

	(void)arg;
	TRY(fixture_note(tx, 1, S("first")));
	CHECK_INT(fixture_note(tx, 1, S("again")), CONFLICT);
	for (int bad = 0; bad < 2; bad++) {
		TRY(db_start(&tx->db, &add_note, &s));
		stmt_int(s, 1, 1);
		stmt_int(s, 2, 9);
		stmt_text(s, 3, S("reply"));
		stmt_int(s, 4, bad ? 7 : 0); /* a check, or a reply to nothing */
		stmt_int(s, 5, bad ? 1 : 404);
		CHECK_INT(stmt_step(s, &row), CONFLICT);
		CHECK(!row);
		stmt_end(s);
	}
	return OK;
}

TEST(keys_and_checks_are_conflicts)
{
	struct conn *c = fixture_open(fixture_fresh("keys"), true);
	struct arena mem = arena_open(1 << 20);

	CHECK_INT(tx_run(c, &mem, (moment){ 0 }, 1, refused_keys, NULL), OK);
	CHECK_INT(fixture_number(c, &count_notes), 1);
	conn_close(c);
	arena_close(&mem);
}

TEST(a_query_may_run_inside_itself)
{
	struct conn *c = fixture_open(fixture_fresh("nested"), false);
	struct db db = { .town = 1, .conn = c };
	struct stmt *s[3], *again;
	bool row;

	for (int i = 0; i < 3; i++) {
		CHECK_INT(db_start(&db, &count_notes, &s[i]), OK);
		stmt_int(s[i], 1, 1);
		CHECK(stmt_step(s[i], &row) == OK && row);
		CHECK(i == 0 || s[i] != s[0]);
	}
	CHECK_INT(c->running, 3);
	conn_reset(c);
	CHECK_INT(c->running, 0);
	stmt_end(s[0]); /* ended twice: no harm */
	CHECK_INT(c->running, 0);
	CHECK_INT(db_start(&db, &count_notes, &again), OK);
	CHECK(again == s[0] || again == s[1] || again == s[2]); /* prepared once for each depth */
	stmt_end(again);
	conn_close(c);
}

TEST(readers_see_one_snapshot)
{
	const char *dir = fixture_fresh("snapshot");
	struct conn *writer = fixture_open(dir, true);
	struct arena mem = arena_open(1 << 20);
	struct db db = { .mem = &mem, .town = 1, .conn = fixture_open(dir, false) };
	struct job j = { .id = 1 };

	CHECK_INT(db_begin_read(&db), OK);
	CHECK_INT(fixture_number(db.conn, &count_notes), 0);
	CHECK_INT(tx_run(writer, &mem, (moment){ 0 }, 1, job_run, &j), OK);
	CHECK_INT(fixture_number(db.conn, &count_notes), 0);
	db_end_read(&db);
	CHECK_INT(db_begin_read(&db), OK);
	CHECK_INT(fixture_number(db.conn, &count_notes), 1);
	db_end_read(&db);
	db_end_read(&db); /* once more, as after a begin that failed */
	conn_close(writer);
	conn_close(db.conn);
	arena_close(&mem);
}

static enum err
look_from_outside(struct tx *tx, void *arg)
{
	struct conn *reader = arg;

	TRY(fixture_note(tx, 1, S("not yet")));
	CHECK_INT(fixture_number(reader, &count_notes), 0);
	CHECK_INT(db_begin_read(&tx->db), OK); /* inside a write: its own changes are seen */
	CHECK_INT(fixture_number(tx->db.conn, &count_notes), 1);
	db_end_read(&tx->db);
	CHECK_INT(tx->db.conn->depth, 2);
	return OK;
}

TEST(readers_do_not_see_what_is_not_committed)
{
	const char *dir = fixture_fresh("uncommitted");
	struct conn *writer = fixture_open(dir, true), *reader = fixture_open(dir, false);
	struct arena mem = arena_open(1 << 20);

	CHECK_INT(tx_run(writer, &mem, (moment){ 0 }, 1, look_from_outside, reader), OK);
	CHECK_INT(fixture_number(reader, &count_notes), 1);
	conn_close(writer);
	conn_close(reader);
	arena_close(&mem);
}

/* A jump out of a handler, in the middle of a row. */
TEST(a_jump_out_of_a_read_leaves_a_clean_connection)
{
	const char *dir = fixture_fresh("jump");
	struct arena mem = arena_open(4096);
	struct db db = { .mem = &mem, .town = 1, .conn = fixture_open(dir, false) };
	struct stmt *s;
	jmp_buf full;
	bool row;

	mem.guard = &full;
	if (setjmp(full) == 0) {
		CHECK_INT(db_begin_read(&db), OK);
		CHECK_INT(db_start(&db, &count_notes, &s), OK);
		stmt_int(s, 1, 1);
		CHECK_INT(stmt_step(s, &row), OK);
		(void)make(&mem, char, 8192);
		CHECK(false);
	}
	conn_reset(db.conn);
	db_end_read(&db);
	CHECK_INT(db_begin_read(&db), OK);
	CHECK_INT(fixture_number(db.conn, &count_notes), 0);
	db_end_read(&db);
	conn_close(db.conn);
	arena_close(&mem);
}
