#include "db/migrate.h"
#include "db/writer.h"
#include "desk/event.h"
#include "desk/once.h"
#include "test.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TOWN  510921207
#define OTHER 510921208
#define NOW   ((moment){ 1800000000000 })

struct base {
	struct arena mem;
	struct conn *conn;
	struct db db;
};

static struct base
base_open(void)
{
	struct base b = { .mem = arena_open(16 << 20) };
	struct conn_options o = {
		.dir = ":memory:", .database = test_database(":memory:"), .write = true, .identity = true
	};
	int applied;

	CHECK(conn_open(&b.conn, &o) == OK);
	CHECK(migrate(b.conn, migrations, &applied) == OK);
	b.db = (struct db){ .mem = NULL, .now = NOW, .town = TOWN, .conn = b.conn };
	return b;
}

static void
base_close(struct base *b)
{
	conn_close(b->conn);
	arena_close(&b->mem);
}

static enum err
add_events(struct tx *tx, void *arg)
{
	const struct actor by = { .kind = ACTOR_STAFF, .person = 7, .post = 9, .role = ROLE_HANDLER };
	int64_t seq;

	for (int i = 0; i < *(const int *)arg; i++) {
		struct event e = { .object = S("matter"),
				   .id = 100 + i,
				   .kind = S("claim"),
				   .from = S("offered"),
				   .to = S("in_hand"),
				   .detail = S("due 2026-12-01 v3"),
				   .text = hash_of(S("words")) };

		TRY(event_add(tx, &by, &e, &seq));
		CHECK_INT(seq, i + 1);
	}
	return OK;
}

static enum err
no_change(struct tx *tx, void *arg)
{
	const struct query *q = arg;
	struct stmt *s;
	bool row = true;
	enum err e = db_start(&tx->db, q, &s);

	while (e == OK && row)
		e = stmt_step(s, &row);
	stmt_end(s);
	return e;
}

/* Writes a chain of ten, does `sql` to it by hand, and verifies. */
static enum err
tampered(const char *sql, int64_t *count, int64_t *bad, char why[200])
{
	struct base b = base_open();
	struct query q = { .name = "tamper", .sql = sql, .store = STORE_MAIN, .writes = true };
	int ten = 10;
	str said;
	enum err e;

	b.db.mem = &b.mem;
	CHECK_INT(tx_run(b.conn, &b.mem, NOW, TOWN, add_events, &ten), OK);
	CHECK_INT(tx_run(b.conn, &b.mem, NOW, OTHER, add_events, &ten), OK);
	if (sql)
		CHECK_INT(tx_run(b.conn, &b.mem, NOW, TOWN, no_change, &q), OK);
	e = event_verify(&b.db, count, bad, &said);
	snprintf(why, 200, "%.*s", STR_ARG(said));
	b.db.town = OTHER;
	{
		int64_t n, none;

		CHECK_INT(event_verify(&b.db, &n, &none, &said), OK); /* the neighbour's chain is another chain */
	}
	base_close(&b);
	return e;
}

TEST(chain_holds)
{
	int64_t count, bad;
	char why[200];

	CHECK_INT(tampered(NULL, &count, &bad, why), OK);
	CHECK_INT(count, 10);
	CHECK_INT(bad, 0);
}

TEST(chain_names_the_first_bad_row)
{
	static const struct {
		const char *sql;
		int64_t bad;
		const char *why;
	} rows[] = {
		{ "update event set detail = 'due 2027-01-01 v3' where town = 510921207 and seq = 4", 4,
		  "its fields were changed" },
		{ "update event set at = at + 1 where town = 510921207 and seq = 1", 1, "its fields were changed" },
		{ "update event set post = null where town = 510921207 and seq = 10", 10, "its fields were changed" },
		{ "update event set text_hash = null where town = 510921207 and seq = 2", 2,
		  "its fields were changed" },
		{ "update event set kind = 'cla', state_from = 'imoffered' where town = 510921207 and seq = 3", 3,
		  "its fields were changed" },
		{ "update event set hash = prev where town = 510921207 and seq = 6", 6, "its fields were changed" },
		{ "update event set prev = hash where town = 510921207 and seq = 6", 6, "it does not follow" },
		{ "delete from event where town = 510921207 and seq = 1", 1, "the row is missing" },
		{ "delete from event where town = 510921207 and seq = 5", 5, "the row is missing" },
		{ "delete from event where town = 510921207 and seq = 10", 10, "the end of the chain was cut off" },
		{ "delete from event where town = 510921207", 1, "the end of the chain was cut off" },
		{ "delete from event_head where town = 510921207", 10, "the head of the chain is gone" },
		{ "update event_head set hash = cast('0' as bytea) where town = 510921207", 10, "another hash" },
		{ "update event_head set seq = 9 where town = 510921207", 10, "it was put in" },
		{ "update event set seq = case seq when 4 then -7 else -4 end where town = 510921207 and seq in (4, 7)",
		  -7, "before the first" },
		{ "insert into event select town, 11, at, actor_kind, person, post, object, object_id, kind, "
		  "state_from, state_to, reason, "
		  "detail, text_hash, prev, hash from event where town = 510921207 and seq = 10",
		  11, "it does not follow" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		int64_t count = 0, bad = 0;
		char why[200];

		CHECK_INT(tampered(rows[i].sql, &count, &bad, why), INVALID);
		if (rows[i].bad > 0 && bad != rows[i].bad)
			test_fail(__FILE__, __LINE__, "%s: row %lld named, not %lld", rows[i].sql, (long long)bad,
				  (long long)rows[i].bad);
		if (!strstr(why, rows[i].why))
			test_fail(__FILE__, __LINE__, "%s: says “%s”", rows[i].sql, why);
	}
}

static enum err
swap_rows(struct tx *tx, void *arg)
{
	struct query steps[] = {
		{ .name = "a",
		  .sql = "update event set seq = 999 where town = 510921207 and seq = 4",
		  .store = STORE_MAIN,
		  .writes = true },
		{ .name = "b",
		  .sql = "update event set seq = 4 where town = 510921207 and seq = 7",
		  .store = STORE_MAIN,
		  .writes = true },
		{ .name = "c",
		  .sql = "update event set seq = 7 where town = 510921207 and seq = 999",
		  .store = STORE_MAIN,
		  .writes = true },
	};

	(void)arg;
	for (size_t i = 0; i < 3; i++)
		TRY(no_change(tx, &steps[i]));
	return OK;
}

TEST(chain_sees_a_swap)
{
	struct base b = base_open();
	int64_t count, bad;
	int ten = 10;
	str why;

	b.db.mem = &b.mem;
	CHECK_INT(tx_run(b.conn, &b.mem, NOW, TOWN, add_events, &ten), OK);
	CHECK_INT(tx_run(b.conn, &b.mem, NOW, TOWN, swap_rows, NULL), OK);
	CHECK_INT(event_verify(&b.db, &count, &bad, &why), INVALID);
	CHECK_INT(bad, 4);
	CHECK_INT(count, 3);
	base_close(&b);
}

/* Verifying does not grow with the chain. */
TEST(chain_is_verified_in_little_memory)
{
	struct base b = base_open();
	struct arena small = arena_open(64 << 10);
	int64_t count, bad;
	int many = 5000;
	str why;

	CHECK_INT(tx_run(b.conn, &b.mem, NOW, TOWN, add_events, &many), OK);
	b.db.mem = &small;
	CHECK_INT(event_verify(&b.db, &count, &bad, &why), OK);
	CHECK_INT(count, 5000);
	arena_close(&small);
	base_close(&b);
}

static void
anchors_append(const char *line)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "%s/anchors.log", test_dir());
	fd = open(path, O_WRONLY | O_APPEND | O_CREAT, 0600);
	CHECK(write(fd, line, strlen(line)) == (ssize_t)strlen(line));
	close(fd);
}

TEST(anchors_see_a_rolled_back_file)
{
	struct base b = base_open();
	struct query cut = { .name = "cut",
			     .sql = "delete from event where town = 510921207 and seq > 6",
			     .store = STORE_MAIN,
			     .writes = true };
	struct query head = { .name = "head",
			      .sql = "update event_head set seq = 6, hash = (select hash from event where town = "
				     "510921207 and seq = 6) "
				     "where town = 510921207",
			      .store = STORE_MAIN,
			      .writes = true };
	int64_t count, bad;
	int ten = 10;
	str why;

	b.db.mem = &b.mem;
	CHECK_INT(event_anchor(&b.db, test_dir()), OK); /* no chain yet: nothing to write */
	CHECK_INT(tx_run(b.conn, &b.mem, NOW, TOWN, add_events, &ten), OK);
	CHECK_INT(event_anchor(&b.db, test_dir()), OK);
	CHECK_INT(event_anchor(&b.db, test_dir()), OK); /* nothing new: no second line */
	CHECK_INT(event_verify_anchors(&b.db, test_dir(), &bad, &why), OK);
	CHECK_INT(tx_run(b.conn, &b.mem, NOW, TOWN, no_change, &cut), OK);
	CHECK_INT(tx_run(b.conn, &b.mem, NOW, TOWN, no_change, &head), OK);
	CHECK_INT(event_verify(&b.db, &count, &bad, &why), OK); /* the cut is clean inside the database … */
	CHECK_INT(event_verify_anchors(&b.db, test_dir(), &bad, &why), INVALID); /* … and seen from outside */
	CHECK_INT(bad, 10);
	anchors_append("rubbish\n");
	b.db.town = OTHER;
	CHECK_INT(event_verify_anchors(&b.db, test_dir(), &bad, &why), INVALID);
	base_close(&b);
}

static enum err
keep_once(struct tx *tx, void *arg)
{
	hash body = hash_of(S("what=road")), other = hash_of(S("what=light"));
	str location;

	(void)arg;
	CHECK_INT(once_find(tx, S("key-1"), &body, &location), NOT_FOUND);
	TRY(once_keep(tx, S("key-1"), &body, S("/receipt/123")));
	CHECK_INT(once_find(tx, S("key-1"), &body, &location), OK);
	CHECK_STR(location, "/receipt/123");
	CHECK_INT(once_find(tx, S("key-1"), &other, &location), INVALID);
	CHECK_INT(once_find(tx, S("key-2"), &body, &location), NOT_FOUND);
	return OK;
}

static enum err
sweep_once(struct tx *tx, void *arg)
{
	hash body = hash_of(S("what=road"));
	str location;
	bool more = true;

	while (more)
		TRY(once_sweep(tx, &more));
	CHECK_INT(once_find(tx, S("key-1"), &body, &location), *(const enum err *)arg);
	return OK;
}

TEST(a_key_answers_with_the_first_result_for_seven_days)
{
	struct base b = base_open();
	enum err kept = OK, gone = NOT_FOUND;

	CHECK_INT(tx_run(b.conn, &b.mem, NOW, TOWN, keep_once, NULL), OK);
	CHECK_INT(tx_run(b.conn, &b.mem, (moment){ NOW.ms + 6 * MS_DAY }, TOWN, sweep_once, &kept), OK);
	CHECK_INT(tx_run(b.conn, &b.mem, (moment){ NOW.ms + 8 * MS_DAY }, OTHER, sweep_once, &gone), OK);
	CHECK_INT(tx_run(b.conn, &b.mem, (moment){ NOW.ms + 8 * MS_DAY }, TOWN, sweep_once, &gone), OK);
	base_close(&b);
}
