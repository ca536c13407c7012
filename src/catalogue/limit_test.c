#include "catalogue/limit.h"
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
	int64_t id;
	struct limit_new in;
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
add(struct tx *tx, void *arg)
{
	struct base *b = arg;

	return limit_add(tx, &actor_clock, &b->in, &b->id);
}

static enum err
stop(struct tx *tx, void *arg)
{
	struct base *b = arg;

	return limit_stop(tx, &actor_clock, b->id, day_of(b->now));
}

static struct base
base_open(void)
{
	struct base b = { .mem = arena_open(16 << 20), .now = moment_at(day_make(2026, 11, 24), 9, 0) };
	struct conn_options o = {
		.dir = ":memory:", .database = test_database(":memory:"), .write = true, .identity = true
	};
	int applied;

	CHECK(conn_open(&b.conn, &o) == OK && migrate(b.conn, migrations, &applied) == OK);
	CHECK_INT(tx_run(b.conn, &b.mem, b.now, TOWN, begin, &b), OK);
	return b;
}

static void
base_close(struct base *b)
{
	conn_close(b->conn);
	arena_close(&b->mem);
}

static int
days(struct base *b, enum clock_kind clock, const char *type, int64_t demand, int64_t channel, day on)
{
	struct db db = { .mem = &b->mem, .now = b->now, .town = TOWN, .conn = b->conn };
	struct limit l = { 0 };
	enum err e = limit_find(&db, clock, str_of(type), demand, channel, on, &l);

	CHECK(e == OK || e == NOT_FOUND);
	return e == OK ? l.n : 0;
}

static const day today = { 20781 };

TEST(the_hotline_has_its_own_days_by_what_is_asked)
{
	struct base b = base_open();

	CHECK_INT(day_make(2026, 11, 24).n, today.n);
	CHECK_INT(days(&b, CLOCK_ANSWER, "C01", DEMAND_CONSULT, 5, today), 3);
	CHECK_INT(days(&b, CLOCK_ANSWER, "C01", DEMAND_SERVICE, 5, today), 7);
	CHECK_INT(days(&b, CLOCK_ANSWER, "A01", DEMAND_COMPLAIN, 5, today), 15);
	CHECK_INT(days(&b, CLOCK_ANSWER, "C01", DEMAND_CONSULT, 1, today), 0); /* the type's own */
	CHECK_INT(days(&b, CLOCK_EXTENSION, "C01", 0, 1, today), 30);
	CHECK_INT(days(&b, CLOCK_CONTACT, "", 0, 1, today), 2);
	CHECK_INT(days(&b, CLOCK_TASK, "C01", 0, 1, today), 5);
	CHECK_INT(days(&b, CLOCK_LEADER, "C01", DEMAND_HEAR, 1, today), 5);
	base_close(&b);
}

TEST(the_more_specific_rule_wins_from_its_day_on)
{
	struct base b = base_open();
	const struct limit five = { 5, LIMIT_WORKDAYS, S("乡里的承诺"), S("Promise of the township") };
	const day later = day_add(today, 7);
	int64_t first;

	b.in = (struct limit_new){ .clock = CLOCK_ANSWER, .type = S("C01"), .limit = five, .from = today };
	CHECK_INT(tx_run(b.conn, &b.mem, b.now, TOWN, add, &b), INVALID); /* dates were promised today already */
	b.in.from = later;
	b.in.limit.basis_en = S("");
	CHECK_INT(tx_run(b.conn, &b.mem, b.now, TOWN, add, &b), INVALID); /* no limit without a basis */
	b.in.limit = five;
	CHECK_INT(tx_run(b.conn, &b.mem, b.now, TOWN, add, &b), OK);
	CHECK_INT(days(&b, CLOCK_ANSWER, "C01", DEMAND_CONSULT, 5, today), 3);
	CHECK_INT(days(&b, CLOCK_ANSWER, "C01", DEMAND_CONSULT, 5, later), 5); /* type before demand and channel */
	first = b.id;
	b.in.limit.n = 4;
	b.in.from = day_add(later, 10);
	CHECK_INT(tx_run(b.conn, &b.mem, b.now, TOWN, add, &b), OK); /* ends the one before */
	CHECK_INT(days(&b, CLOCK_ANSWER, "C01", 0, 1, day_add(later, 9)), 5);
	CHECK_INT(days(&b, CLOCK_ANSWER, "C01", 0, 1, day_add(later, 10)), 4);
	b.id = first;
	b.now = moment_at(day_add(later, 20), 9, 0);
	CHECK_INT(tx_run(b.conn, &b.mem, b.now, TOWN, stop, &b), INVALID); /* it ended when the other began */
	b.now = moment_at(today, 9, 0);
	b.in.clock = CLOCK_LEADER;
	b.in.limit.n = 3;
	CHECK_INT(tx_run(b.conn, &b.mem, b.now, TOWN, add, &b), OK);
	CHECK_INT(days(&b, CLOCK_LEADER, "C01", 0, 1, day_add(later, 9)), 5);
	CHECK_INT(days(&b, CLOCK_LEADER, "C01", 0, 1, day_add(later, 10)), 3);
	CHECK_INT(days(&b, CLOCK_LEADER, "C02", 0, 1, day_add(later, 10)), 5);
	b.in.clock = CLOCK_KINDS;
	CHECK_INT(tx_run(b.conn, &b.mem, b.now, TOWN, add, &b), INVALID);
	b.id = 2;
	CHECK_INT(tx_run(b.conn, &b.mem, b.now, TOWN, stop, &b), OK);
	CHECK_INT(days(&b, CLOCK_EXTENSION, "C01", 0, 1, day_add(today, 1)), 0);
	base_close(&b);
}
