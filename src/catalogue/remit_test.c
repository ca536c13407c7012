#include "catalogue/catalogue.h"
#include "catalogue/remit.h"
#include "db/migrate.h"
#include "db/writer.h"
#include "place/place.h"
#include "staff/staff.h"
#include "test.h"

#define TOWN 510921207

struct base {
	struct arena mem;
	struct conn *conn;
	moment now;
	const char *type;
	struct remit in;
};

static enum err
begin(struct tx *tx, void *arg)
{
	const struct place_town heye = { S("荷叶乡"), S("Heye Township"), S(""), S(""), S(""), S("") };

	(void)arg;
	TRY(place_add_town(tx, &actor_clock, &heye));
	TRY(staff_seed_units(tx, &actor_clock));
	return catalogue_seed(tx, &actor_clock);
}

static enum err
set(struct tx *tx, void *arg)
{
	struct base *b = arg;

	return remit_set(tx, &actor_clock, str_of(b->type), &b->in);
}

static enum err
said(struct base *b, const char *type, struct remit in)
{
	b->type = type;
	b->in = in;
	return tx_run(b->conn, &b->mem, b->now, TOWN, set, b);
}

static struct remit
found(struct base *b, const char *type)
{
	struct db db = { .mem = &b->mem, .now = b->now, .town = TOWN, .conn = b->conn };
	struct remit r;

	CHECK_INT(remit_of(&db, str_of(type), &r), OK);
	return r;
}

TEST(a_type_stands_in_one_list_and_what_is_not_own_names_a_department)
{
	struct base b = { .mem = arena_open(16 << 20), .now = moment_at(day_make(2026, 11, 24), 9, 0) };
	struct conn_options o = {
		.dir = ":memory:", .database = test_database(":memory:"), .write = true, .identity = true
	};
	const struct remit above = { REMIT_TAKEN_BACK, S("收回第 3 项"), S("县城管局") };
	int applied;

	CHECK(conn_open(&b.conn, &o) == OK && migrate(b.conn, migrations, &applied) == OK);
	CHECK_INT(tx_run(b.conn, &b.mem, b.now, TOWN, begin, &b), OK);
	CHECK_INT(found(&b, "C01").list, REMIT_UNSAID);
	CHECK_INT(said(&b, "Z99", above), INVALID);
	CHECK_INT(said(&b, "C01", (struct remit){ REMIT_TAKEN_BACK, S("3"), S("") }), INVALID);
	CHECK_INT(said(&b, "C01", (struct remit){ REMIT_LISTS, S("3"), S("x") }), INVALID);
	CHECK_INT(said(&b, "C01", above), OK);
	CHECK_INT(found(&b, "C01").list, REMIT_TAKEN_BACK);
	CHECK_STR(found(&b, "C01").body, "县城管局");
	CHECK_STR(remit_basis(&b.mem, &above), "乡镇履职事项清单（上级收回）收回第 3 项；《信访工作条例》第二十三条");
	CHECK_INT(said(&b, "C01", (struct remit){ REMIT_OWN, S("7"), S("谁也不是") }), OK);
	CHECK_INT(found(&b, "C01").list, REMIT_OWN);
	CHECK_STR(found(&b, "C01").body, "");
	CHECK_INT(said(&b, "C01", (struct remit){ REMIT_UNSAID, S(""), S("") }), OK);
	CHECK_INT(found(&b, "C01").list, REMIT_UNSAID);
	conn_close(b.conn);
	arena_close(&b.mem);
}
