#include "db/migrate.h"
#include "db/writer.h"
#include "desk/event.h"
#include "place/place.h"
#include "test.h"

#define TOWN  510921207
#define OTHER 510921208

struct base {
	struct arena mem;
	struct conn *conn;
	moment now;
	int64_t root, village, group;
};

static struct base
base_open(void)
{
	struct base b = { .mem = arena_open(16 << 20), .now = moment_at(day_make(2026, 11, 24), 9, 0) };
	struct conn_options o = {
		.dir = ":memory:", .database = test_database(":memory:"), .write = true, .identity = true
	};
	int applied;

	CHECK(conn_open(&b.conn, &o) == OK && migrate(b.conn, migrations, &applied) == OK);
	return b;
}

static void
base_close(struct base *b)
{
	conn_close(b->conn);
	arena_close(&b->mem);
}

static enum err
run(struct base *b, enum err (*fn)(struct tx *, void *))
{
	return tx_run(b->conn, &b->mem, b->now, TOWN, fn, b);
}

static struct db
reader(struct base *b, int64_t town)
{
	return (struct db){ .mem = &b->mem, .now = b->now, .town = town, .conn = b->conn };
}

static struct place_town
heye(void)
{
	return (struct place_town){ S("荷叶乡"), S("Heye Township"), S("0825-000 0000"),
				    S("工作日"), S("Weekdays"),      S("heye.example") };
}

static enum err
found(struct tx *tx, void *arg)
{
	struct place_new n = { .kind = PLACE_VILLAGE,
			       .code = S("510921207200"),
			       .name_zh = S("定水村"),
			       .name_en = S("Dingshui"),
			       .valid_from = day_make(2020, 1, 1) };
	struct place_town town = heye();
	struct base *b = arg;
	struct q_place_root root;

	TRY(place_add_town(tx, &actor_clock, &town));
	CHECK_INT(place_add_town(tx, &actor_clock, &town), CONFLICT);
	TRY(q_place_root(&tx->db, &root));
	b->root = n.parent = root.id;
	TRY(place_add(tx, &actor_clock, &n, &b->village));
	n = (struct place_new){
		.parent = b->village, .kind = PLACE_GROUP, .name_zh = S("三组"), .valid_from = day_make(2020, 1, 1)
	};
	return place_add(tx, &actor_clock, &n, &b->group);
}

TEST(a_township_is_found_by_host_and_alone)
{
	struct base b = base_open();
	struct db db = reader(&b, 0);
	int64_t town;

	CHECK_INT(place_only_town(&db, &town), NOT_FOUND);
	CHECK_INT(run(&b, found), OK);
	CHECK_INT(place_only_town(&db, &town), OK);
	CHECK_INT(town, TOWN);
	CHECK_INT(place_town_by_host(&db, S("heye.example"), &town), OK);
	CHECK_INT(place_town_by_host(&db, S(""), &town), NOT_FOUND);
	CHECK_INT(place_town_by_host(&db, S("elsewhere.example"), &town), NOT_FOUND);
	CHECK_INT(tx_run(b.conn, &b.mem, b.now, OTHER, found, &b), INVALID); /* the host leads to Heye already */
	base_close(&b);
}

static enum err
bad_places(struct tx *tx, void *arg)
{
	const struct base *b = arg;
	day from = day_make(2020, 1, 1);
	const struct {
		struct place_new n;
		enum err e;
	} rows[] = {
		{ { b->root, PLACE_GROUP, S(""), S("组"), S(""), from, 0 }, INVALID },
		{ { b->village, PLACE_VILLAGE, S(""), S("村"), S(""), from, 0 }, INVALID },
		{ { b->group, PLACE_GRID, S(""), S("格"), S(""), from, 0 }, INVALID },
		{ { b->root, PLACE_TOWNSHIP, S(""), S("乡"), S(""), from, 0 }, INVALID },
		{ { b->root, PLACE_VILLAGE, S("5109212072"), S("村"), S(""), from, 0 }, INVALID },
		{ { b->root, PLACE_VILLAGE, S("51092120720x"), S("村"), S(""), from, 0 }, INVALID },
		{ { b->root, PLACE_VILLAGE, S("510921207200"), S("村"), S(""), from, 0 }, CONFLICT },
		{ { b->root, PLACE_VILLAGE, S(""), S(""), S(""), from, 0 }, INVALID },
		{ { b->root, PLACE_VILLAGE, S(""), S("村"), S(""), { 0 }, 0 }, INVALID },
		{ { b->village, PLACE_GROUP, S(""), S("组"), S(""), day_make(2019, 1, 1), 0 }, INVALID },
		{ { 12345, PLACE_GROUP, S(""), S("组"), S(""), from, 0 }, NOT_FOUND },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		int64_t id;
		enum err e = place_add(tx, &actor_clock, &rows[i].n, &id);

		if (e != rows[i].e)
			test_fail(__FILE__, __LINE__, "row %zu: %s", i, err_name(e));
	}
	return OK;
}

TEST(the_tree_keeps_its_shape)
{
	struct base b = base_open();

	CHECK_INT(run(&b, found), OK);
	CHECK_INT(run(&b, bad_places), OK);
	base_close(&b);
}

static enum err
rename_now_and_later(struct tx *tx, void *arg)
{
	const struct base *b = arg;
	struct q_place_by_id p;

	TRY(place_rename(tx, &actor_clock, b->village, S("新定水村"), S("New Dingshui"), day_make(2026, 11, 24)));
	TRY(q_place_by_id(&tx->db, b->village, &p));
	CHECK_STR(p.name_zh, "新定水村");
	TRY(place_rename(tx, &actor_clock, b->village, S("大定水村"), S(""), day_make(2026, 12, 1)));
	TRY(q_place_by_id(&tx->db, b->village, &p));
	CHECK_STR(p.name_zh, "新定水村");
	CHECK_INT(place_rename(tx, &actor_clock, b->village, S("早"), S(""), day_make(2019, 1, 1)), INVALID);
	return OK;
}

TEST(a_name_counts_from_its_day_on)
{
	static const struct job *const tables[] = { place_jobs, NULL };
	struct base b = base_open();
	struct db db = reader(&b, TOWN);
	struct q_place_names_list names;
	struct q_place_by_id p;

	CHECK_INT(run(&b, found), OK);
	CHECK_INT(run(&b, rename_now_and_later), OK);
	CHECK_INT(job_pass(b.conn, tables, moment_at(day_make(2026, 11, 30), 23, 0), TOWN), OK);
	CHECK_INT(q_place_by_id(&db, b.village, &p), OK);
	CHECK_STR(p.name_zh, "新定水村");
	CHECK_INT(job_pass(b.conn, tables, moment_at(day_make(2026, 12, 1), 0, 0), 0), OK);
	CHECK_INT(q_place_by_id(&db, b.village, &p), OK);
	CHECK_STR(p.name_zh, "大定水村");
	CHECK_STR(p.name_en, "大定水村");
	CHECK_STR(p.code, "510921207200");
	CHECK_INT(q_place_names(&db, b.village, 10, &names), OK);
	CHECK_INT(names.n, 3);
	CHECK_STR(names.p[2].name_zh, "定水村");
	base_close(&b);
}

static enum err
end_both(struct tx *tx, void *arg)
{
	const struct base *b = arg;
	day last = day_make(2026, 12, 31);

	CHECK_INT(place_end(tx, &actor_clock, b->village, last), CONFLICT); /* the group outlasts it */
	CHECK_INT(place_end(tx, &actor_clock, b->root, last), INVALID);
	CHECK_INT(place_end(tx, &actor_clock, b->group, day_make(2019, 1, 1)), INVALID);
	TRY(place_end(tx, &actor_clock, b->group, last));
	return place_end(tx, &actor_clock, b->village, last);
}

TEST(a_place_is_in_force_to_its_last_day)
{
	struct base b = base_open();
	struct db db = reader(&b, TOWN), other = reader(&b, OTHER);
	struct q_place_villages_list villages;

	CHECK_INT(run(&b, found), OK);
	CHECK_INT(place_check(&db, b.village, b.group), OK);
	CHECK_INT(place_check(&db, b.village, b.village), OK);
	CHECK_INT(place_check(&db, b.village, 0), OK);
	CHECK_INT(place_check(&db, b.group, b.group), NOT_FOUND);
	CHECK_INT(place_check(&db, b.village, b.root), NOT_FOUND);
	CHECK_INT(place_check(&other, b.village, b.group), NOT_FOUND);
	CHECK_INT(run(&b, end_both), OK);
	CHECK_INT(q_place_villages(&db, day_make(2026, 12, 31), 10, &villages), OK);
	CHECK_INT(villages.n, 1);
	CHECK_INT(q_place_villages(&db, day_make(2027, 1, 1), 10, &villages), OK);
	CHECK_INT(villages.n, 0);
	CHECK_INT(q_place_villages(&db, day_make(2019, 12, 31), 10, &villages), OK);
	CHECK_INT(villages.n, 0);
	db.now = moment_at(day_make(2027, 1, 1), 9, 0);
	CHECK_INT(place_check(&db, b.village, b.group), NOT_FOUND);
	base_close(&b);
}

static enum err
change_town(struct tx *tx, void *arg)
{
	struct place_town t = heye();

	(void)arg;
	t.phone = S("0825-111 1111");
	TRY(place_change_town(tx, &actor_clock, &t));
	t.name_zh = S("");
	CHECK_INT(place_change_town(tx, &actor_clock, &t), INVALID);
	return OK;
}

/* Every change writes its event, and no name stands in one. */
TEST(places_write_events_without_names)
{
	struct base b = base_open();
	struct db db = reader(&b, TOWN);
	struct q_place_town_row town;
	int64_t count, bad;
	str why;

	CHECK_INT(run(&b, found), OK);
	CHECK_INT(run(&b, change_town), OK);
	CHECK_INT(run(&b, rename_now_and_later), OK);
	CHECK_INT(event_verify(&db, &count, &bad, &why), OK);
	CHECK_INT(count, 6);
	CHECK_INT(q_place_town_row(&db, &town), OK);
	CHECK_STR(town.phone, "0825-111 1111");
	base_close(&b);
}
