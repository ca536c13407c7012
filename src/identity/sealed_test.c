#include "identity/sealed.h"

#include "db/migrate.h"
#include "db/writer.h"
#include "test.h"

#include <string.h>

#define TOWN 510921207

static const struct actor mediator = { .kind = ACTOR_STAFF, .person = 1, .post = 11, .role = ROLE_HANDLER, .unit = 2 };
static const struct actor nobody = { .kind = ACTOR_NOBODY };

struct box {
	struct conn *conn;
	struct arena mem;
	moment now;
	struct identity_keys keys;
};

static struct box
box_open(void)
{
	struct box b = { .mem = arena_open(1 << 20), .now = moment_at(day_make(2026, 3, 2), 9, 0) };
	struct conn_options o = {
		.dir = ":memory:", .database = test_database(":memory:"), .write = true, .identity = true
	};
	int applied;

	b.keys.open_key = key_random();
	CHECK(conn_open(&b.conn, &o) == OK && migrate(b.conn, migrations, &applied) == OK);
	return b;
}

static void
box_close(struct box *b)
{
	conn_close(b->conn);
	arena_close(&b->mem);
}

static char kept[SEALED_TOKEN];
static const str given[] = { { "田大力", 9 }, { "", 0 }, { "19900000012", 11 } };

static enum err
put_and_read(struct tx *tx, void *ctx)
{
	struct box *b = ctx;
	const str other[] = { S("田大力"), S("男") };
	str token, part[4];
	bool yes;

	CHECK_INT(sealed_put(tx, &b->keys, SEALED_PARTY, given, 3, &token), OK);
	CHECK_INT(token.n, SEALED_TOKEN);
	memcpy(kept, token.p, SEALED_TOKEN);
	CHECK_INT(sealed_open(tx, &b->keys, SEALED_PARTY, token, part, 4), OK);
	CHECK_STR(part[0], "田大力");
	CHECK_STR(part[1], "");
	CHECK_STR(part[2], "19900000012");
	CHECK_STR(part[3], "");
	CHECK_INT(sealed_mentions(tx, &b->keys, SEALED_PARTY, token, 1, S("甲方田大力说的"), &yes), OK);
	CHECK(yes);
	CHECK_INT(sealed_mentions(tx, &b->keys, SEALED_PARTY, token, 3, S("甲方说的，没有写电话"), &yes), OK);
	CHECK(!yes);
	CHECK_INT(sealed_change(tx, &b->keys, SEALED_PARTY, token, other, 2), OK);
	CHECK_INT(sealed_open(tx, &b->keys, SEALED_PARTY, token, part, 3), OK);
	CHECK_STR(part[1], "男");
	CHECK_STR(part[2], "");
	CHECK_INT(sealed_open(tx, &b->keys, SEALED_PARTY, S("0123456789abcdef"), part, 3), NOT_FOUND);
	CHECK_INT(sealed_put(tx, &b->keys, SEALED_PARTY, given, SEALED_PARTS + 1, &token), INVALID);
	return OK;
}

TEST(texts_come_back_under_their_token)
{
	struct box b = box_open();

	CHECK_INT(tx_run(b.conn, &b.mem, b.now, TOWN, put_and_read, &b), OK);
	box_close(&b);
}

static enum err
look(struct tx *tx, void *ctx)
{
	(void)ctx;
	CHECK_INT(sealed_look(tx, &nobody, SEALED_PARTY, S("mediation"), 7, SEALED_CONDUCT), FORBIDDEN);
	CHECK_INT(sealed_look(tx, &mediator, SEALED_PARTY, S("mediation"), 7, 0), INVALID);
	CHECK_INT(sealed_look(tx, &mediator, SEALED_PARTY, S("mediation"), 7, SEALED_PURPOSES), INVALID);
	return sealed_look(tx, &mediator, SEALED_PARTY, S("mediation"), 7, SEALED_CONDUCT);
}

static int64_t
count(struct box *b, const struct query *q)
{
	struct db db = { .mem = &b->mem, .now = b->now, .town = TOWN, .conn = b->conn };
	struct stmt *st;
	int64_t n = -1;
	bool row;

	if (db_start(&db, q, &st) != OK)
		return -1;
	stmt_int(st, 1, TOWN);
	if (stmt_step(st, &row) == OK && row)
		n = stmt_get_int(st, 0);
	stmt_end(st);
	return n;
}

TEST(a_look_leaves_its_row_and_its_event)
{
	static const struct query looks = { .name = "looks",
					    .sql = "select count(*) from sealed_look where town = ?1 and purpose = 5",
					    .store = STORE_MAIN };
	static const struct query events = { .name = "events",
					     .sql = "select count(*) from event where town = ?1 and kind = 'reveal'",
					     .store = STORE_MAIN };
	struct box b = box_open();

	CHECK_INT(tx_run(b.conn, &b.mem, b.now, TOWN, look, NULL), OK);
	CHECK_INT(count(&b, &looks), 1);
	CHECK_INT(count(&b, &events), 1);
	box_close(&b);
}

static enum err
known(struct db *db, str token, bool *is_known)
{
	(void)db;
	*is_known = memcmp(token.p, kept, SEALED_TOKEN) == 0;
	return OK;
}

static enum err
sweep(struct tx *tx, void *ctx)
{
	return sealed_sweep(tx, SEALED_PARTY, known, ctx);
}

static enum err
two(struct tx *tx, void *ctx)
{
	struct box *b = ctx;
	str token;

	TRY(sealed_put(tx, &b->keys, SEALED_PARTY, given, 3, &token));
	return sealed_put(tx, &b->keys, SEALED_PARTY, given, 3, &token);
}

TEST(records_without_a_row_are_swept_after_an_hour)
{
	static const struct query rows = { .name = "rows",
					   .sql = "select count(*) from sealed where town = ?1",
					   .store = STORE_IDENTITY };
	struct box b = box_open();
	bool more = true;

	CHECK_INT(tx_run(b.conn, &b.mem, b.now, TOWN, put_and_read, &b), OK);
	CHECK_INT(tx_run(b.conn, &b.mem, b.now, TOWN, two, &b), OK);
	CHECK_INT(tx_run(b.conn, &b.mem, b.now, TOWN, sweep, &more), OK);
	CHECK(!more);
	CHECK_INT(count(&b, &rows), 3);
	b.now.ms += MS_HOUR + 1;
	CHECK_INT(tx_run(b.conn, &b.mem, b.now, TOWN, sweep, &more), OK);
	CHECK_INT(count(&b, &rows), 1);
	box_close(&b);
}
