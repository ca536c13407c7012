#include "db/migrate.h"
#include "db/writer.h"
#include "desk/event.h"
#include "place/place.h"
#include "staff/staff.h"
#include "test.h"

#include <time.h>

#define TOWN 510921207

struct base {
	struct arena mem;
	struct conn *conn;
	moment now;
	int64_t village, unit, person, post, admin, admin_post;
	str code, hashed;
};

static int64_t held;

static enum err
holds(struct db *db, int64_t post, int64_t *n)
{
	(void)db, (void)post;
	*n = held;
	return OK;
}

const struct staff_guard staff_guards[] = { { holds }, { NULL } };

static enum err
begin(struct tx *tx, void *arg)
{
	const struct place_town heye = { S("荷叶乡"), S("Heye Township"), S(""), S(""), S(""), S("") };
	struct place_new n = { .kind = PLACE_VILLAGE, .name_zh = S("定水村"), .valid_from = day_make(2020, 1, 1) };
	struct base *b = arg;
	struct q_place_root root;
	struct q_staff_unit_code unit;

	TRY(place_add_town(tx, &actor_clock, &heye));
	TRY(q_place_root(&tx->db, &root));
	n.parent = root.id;
	TRY(place_add(tx, &actor_clock, &n, &b->village));
	TRY(staff_seed_units(tx, &actor_clock));
	TRY(q_staff_unit_code(&tx->db, S("G4"), &unit));
	b->unit = unit.id;
	return OK;
}

static struct base
base_open(void)
{
	struct base b = { .mem = arena_open(64 << 20), .now = moment_at(day_make(2026, 11, 24), 9, 0) };
	struct conn_options o = {
		.dir = ":memory:", .database = test_database(":memory:"), .write = true, .identity = true
	};
	int applied;

	held = 0;
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

static enum err
run(struct base *b, enum err (*fn)(struct tx *, void *))
{
	return tx_run(b->conn, &b->mem, b->now, TOWN, fn, b);
}

static struct db
reader(struct base *b)
{
	return (struct db){ .mem = &b->mem, .now = b->now, .town = TOWN, .conn = b->conn };
}

TEST(a_new_township_has_its_units)
{
	struct base b = base_open();
	struct db db = reader(&b);
	struct q_staff_units_list units;
	struct q_staff_unit_village committee;

	CHECK_INT(q_staff_units(&db, day_make(2026, 11, 24), false, 100, &units), OK);
	CHECK_INT(units.n, 20);
	CHECK_INT(q_staff_units(&db, day_make(2026, 11, 24), true, 100, &units), OK);
	CHECK_INT(units.n, 21);
	CHECK_INT(q_staff_unit_village(&db, b.village, day_make(2026, 11, 24), &committee), OK);
	base_close(&b);
}

/* ---- first start ---- */

static enum err
make_code(struct tx *tx, void *arg)
{
	return staff_setup_code(tx, &((struct base *)arg)->code);
}

static enum err
use_code(struct tx *tx, void *arg)
{
	struct base *b = arg;
	struct staff_made made;

	TRY(staff_setup(tx, b->code, S("管理人"), S("admin.heye"), b->hashed, &made));
	b->admin = made.person;
	b->admin_post = made.post;
	return OK;
}

TEST(the_setup_code_works_once_for_fifteen_minutes)
{
	struct base b = base_open();
	struct db db = reader(&b);
	char kept[32];

	b.hashed = seal_password(&b.mem, S("four unlike words"));
	CHECK_INT(staff_setup_check(&db, S("aaaa-bbbb-cccc")), NOT_FOUND);
	CHECK_INT(run(&b, make_code), OK);
	CHECK_INT(b.code.n, 14);
	snprintf(kept, sizeof(kept), "%.*s", STR_ARG(b.code));
	b.code = str_of(kept);
	CHECK_INT(staff_setup_check(&db, b.code), OK);
	CHECK_INT(staff_setup_check(&db, S("aaaa-bbbb-cccc")), NOT_FOUND);
	db.now.ms += 16 * MS_MINUTE;
	CHECK_INT(staff_setup_check(&db, b.code), NOT_FOUND);
	CHECK_INT(run(&b, use_code), OK);
	CHECK_INT(run(&b, use_code), NOT_FOUND);  /* used up */
	CHECK_INT(run(&b, make_code), FORBIDDEN); /* there is an administrator now */
	base_close(&b);
}

/* ---- posts and actors ---- */

static enum err
hire(struct tx *tx, void *arg)
{
	struct base *b = arg;
	struct staff_post_new n = { .unit = b->unit,
				    .role = ROLE_HANDLER,
				    .title_zh = S("办事员"),
				    .valid_from = day_make(2026, 11, 24),
				    .valid_to = day_make(2026, 12, 31) };

	TRY(staff_add_person(tx, &actor_clock, S("路长平"), &b->person));
	TRY(staff_add_account(tx, &actor_clock, b->person, S("lu.changping"), b->hashed, true));
	n.person = b->person;
	return staff_add_post(tx, &actor_clock, &n, &b->post);
}

static enum err
second_post(struct tx *tx, void *arg)
{
	const struct base *b = arg;
	struct staff_post_new n = { .person = b->person,
				    .unit = b->unit,
				    .role = ROLE_GRID_WORKER,
				    .village = b->village,
				    .valid_from = day_make(2026, 12, 1) };
	int64_t id;

	return staff_add_post(tx, &actor_clock, &n, &id);
}

TEST(a_post_acts_on_its_days_only)
{
	struct base b = base_open();
	struct db db = reader(&b);
	struct actor a;
	bool must;

	b.hashed = S("x");
	CHECK_INT(run(&b, hire), OK);
	CHECK_INT(staff_actor(&db, b.person, 0, &a), OK);
	CHECK_INT(a.post, b.post);
	CHECK_INT(a.role, ROLE_HANDLER);
	CHECK_INT(a.unit, b.unit);
	CHECK_STR(a.name, "路长平");
	CHECK_INT(staff_actor(&db, b.person + 1, b.post, &a), NOT_FOUND); /* another person's post */
	CHECK_INT(staff_must_change(&db, b.person, &must), OK);
	CHECK(must);
	db.now = moment_at(day_make(2026, 11, 23), 23, 59);
	CHECK_INT(staff_actor(&db, b.person, b.post, &a), NOT_FOUND);
	db.now = moment_at(day_make(2026, 12, 31), 23, 59);
	CHECK_INT(staff_actor(&db, b.person, b.post, &a), OK);
	db.now = moment_at(day_make(2027, 1, 1), 0, 0);
	CHECK_INT(staff_actor(&db, b.person, b.post, &a), NOT_FOUND);
	CHECK_INT(run(&b, second_post), OK);
	db.now = moment_at(day_make(2026, 12, 2), 9, 0);
	CHECK_INT(staff_actor(&db, b.person, 0, &a), CONFLICT); /* two posts: the person chooses */
	db.town++;
	CHECK_INT(staff_actor(&db, b.person, b.post, &a), NOT_FOUND);
	base_close(&b);
}

static enum err
bad_posts(struct tx *tx, void *arg)
{
	const struct base *b = arg;
	struct q_staff_unit_code outside;
	day from = day_make(2026, 11, 24);

	TRY(q_staff_unit_code(&tx->db, S("X-DI"), &outside));
	const struct {
		struct staff_post_new n;
		enum err e;
	} rows[] = {
		{ { b->person, b->unit, ROLE_NONE, 0, S(""), S(""), S(""), from, { 0 } }, INVALID },
		{ { b->person, b->unit, ROLES, 0, S(""), S(""), S(""), from, { 0 } }, INVALID },
		{ { b->person, b->unit, ROLE_GRID_WORKER, 0, S(""), S(""), S(""), from, { 0 } }, INVALID },
		{ { b->person, b->unit, ROLE_CLERK, 0, S(""), S(""), S(""), { 0 }, { 0 } }, INVALID },
		{ { b->person, b->unit, ROLE_CLERK, 0, S(""), S(""), S(""), from, day_make(2026, 1, 1) }, INVALID },
		{ { b->person, b->unit, ROLE_CLERK, 77, S(""), S(""), S(""), from, { 0 } }, INVALID },
		{ { b->person, outside.id, ROLE_CLERK, 0, S(""), S(""), S(""), from, { 0 } }, INVALID },
		{ { b->person, 77, ROLE_CLERK, 0, S(""), S(""), S(""), from, { 0 } }, NOT_FOUND },
		{ { 77, b->unit, ROLE_CLERK, 0, S(""), S(""), S(""), from, { 0 } }, NOT_FOUND },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		int64_t id;
		enum err e = staff_add_post(tx, &actor_clock, &rows[i].n, &id);

		if (e != rows[i].e)
			test_fail(__FILE__, __LINE__, "row %zu: %s", i, err_name(e));
	}
	return OK;
}

TEST(posts_that_make_no_sense_are_refused)
{
	struct base b = base_open();

	b.hashed = S("x");
	CHECK_INT(run(&b, hire), OK);
	CHECK_INT(run(&b, bad_posts), OK);
	base_close(&b);
}

/* ---- heads ---- */

static enum err
add_leader(struct tx *tx, void *arg)
{
	struct base *b = arg;
	struct staff_post_new n = { .unit = b->unit, .role = ROLE_LEADER, .valid_from = day_make(2026, 1, 1) };

	TRY(staff_add_person(tx, &actor_clock, S("柳先问"), &n.person));
	return staff_add_post(tx, &actor_clock, &n, &b->admin_post);
}

static enum err
add_head(struct tx *tx, void *arg)
{
	struct base *b = arg;
	struct staff_post_new n = { .unit = b->unit, .role = ROLE_UNIT_HEAD, .valid_from = day_make(2026, 1, 1) };

	TRY(staff_add_person(tx, &actor_clock, S("石守信"), &n.person));
	return staff_add_post(tx, &actor_clock, &n, &b->admin);
}

TEST(a_missing_head_falls_to_the_leader)
{
	struct base b = base_open();
	struct db db = reader(&b);
	int64_t post;

	CHECK_INT(staff_head_of_unit(&db, b.unit, &post), NOT_FOUND);
	CHECK_INT(run(&b, add_leader), OK);
	CHECK_INT(staff_head_of_unit(&db, b.unit, &post), OK);
	CHECK_INT(post, b.admin_post);
	CHECK_INT(run(&b, add_head), OK);
	CHECK_INT(staff_head_of_unit(&db, b.unit, &post), OK);
	CHECK_INT(post, b.admin);
	CHECK_INT(staff_holder_check(&db, b.unit, b.admin), OK);
	CHECK_INT(staff_holder_check(&db, b.unit, b.admin_post), NOT_FOUND); /* a leader holds no matter */
	CHECK_INT(staff_holder_check(&db, b.unit + 1, b.admin), NOT_FOUND);
	base_close(&b);
}

/* ---- ending ---- */

static enum err
end_post(struct tx *tx, void *arg)
{
	struct base *b = arg;
	int64_t n;
	enum err e = staff_end_post(tx, &actor_clock, b->post, day_make(2026, 11, 30), staff_guards, &n);

	CHECK_INT(n, held);
	return e;
}

static enum err
end_person(struct tx *tx, void *arg)
{
	int64_t n;

	return staff_end_person(tx, &actor_clock, ((struct base *)arg)->person, staff_guards, &n);
}

static enum err
end_admin(struct tx *tx, void *arg)
{
	const struct base *b = arg;
	int64_t n;

	CHECK_INT(staff_end_post(tx, &actor_clock, b->admin_post, day_make(2026, 11, 30), staff_guards, &n), FORBIDDEN);
	return staff_end_person(tx, &actor_clock, b->admin, staff_guards, &n);
}

TEST(what_is_held_keeps_its_holder)
{
	struct base b = base_open();
	struct db db = reader(&b);
	struct actor a;

	b.hashed = S("x");
	CHECK_INT(run(&b, hire), OK);
	held = 3;
	CHECK_INT(run(&b, end_post), CONFLICT);
	CHECK_INT(run(&b, end_person), CONFLICT);
	CHECK_INT(staff_actor(&db, b.person, b.post, &a), OK);
	held = 0;
	CHECK_INT(run(&b, end_post), OK);
	db.now = moment_at(day_make(2026, 12, 1), 9, 0);
	CHECK_INT(staff_actor(&db, b.person, b.post, &a), NOT_FOUND);
	CHECK_INT(run(&b, end_person), OK);
	db.now = b.now;
	CHECK_INT(staff_actor(&db, b.person, b.post, &a), NOT_FOUND);
	CHECK_INT(run(&b, end_person), NOT_FOUND);
	base_close(&b);
}

TEST(the_last_administrator_stays)
{
	struct base b = base_open();

	b.hashed = S("x");
	CHECK_INT(run(&b, make_code), OK);
	b.code = str_dup(&b.mem, b.code);
	CHECK_INT(run(&b, use_code), OK);
	CHECK_INT(run(&b, end_admin), FORBIDDEN);
	base_close(&b);
}

/* ---- accounts ---- */

static enum err
double_login(struct tx *tx, void *arg)
{
	struct base *b = arg;
	int64_t id;

	TRY(staff_add_person(tx, &actor_clock, S("同名人"), &id));
	CHECK_INT(staff_add_account(tx, &actor_clock, id, S("Lu"), b->hashed, true), INVALID);
	CHECK_INT(staff_add_account(tx, &actor_clock, 77, S("nobody"), b->hashed, true), NOT_FOUND);
	return staff_add_account(tx, &actor_clock, id, S("lu.changping"), b->hashed, true);
}

static double
seconds(struct db *db, const char *login)
{
	struct timespec a, z;
	int64_t person;

	clock_gettime(CLOCK_MONOTONIC, &a);
	for (int i = 0; i < 3; i++)
		CHECK_INT(staff_sign_in(db, str_of(login), S("not the password"), &person), NOT_FOUND);
	clock_gettime(CLOCK_MONOTONIC, &z);
	return (double)(z.tv_sec - a.tv_sec) + (double)(z.tv_nsec - a.tv_nsec) / 1e9;
}

TEST(signing_in_says_nothing_about_names)
{
	struct base b = base_open();
	struct db db = reader(&b);
	double known, unknown;
	int64_t person;

	b.hashed = seal_password(&b.mem, S("four unlike words"));
	CHECK_INT(run(&b, hire), OK);
	CHECK_INT(staff_sign_in(&db, S("lu.changping"), S("four unlike words"), &person), OK);
	CHECK_INT(person, b.person);
	CHECK_INT(staff_sign_in(&db, S(" LU.changping "), S("four unlike words"), &person), OK);
	CHECK_INT(staff_sign_in(&db, S("lu.changping"), S("four unlike word"), &person), NOT_FOUND);
	known = seconds(&db, "lu.changping");
	unknown = seconds(&db, "nobody.here");
	CHECK(known < unknown * 4 &&
	      unknown < known * 4); /* wide: the machine is shared; without the work it is 1:1000 */
	CHECK_INT(run(&b, double_login), CONFLICT);
	CHECK_INT(run(&b, end_person), OK);
	CHECK_INT(staff_sign_in(&db, S("lu.changping"), S("four unlike words"), &person), NOT_FOUND);
	base_close(&b);
}

TEST(password_rules)
{
	static const struct {
		const char *password;
		enum staff_password_fault fault;
	} rows[] = {
		{ "", PASSWORD_SHORT },
		{ "1234567", PASSWORD_SHORT },
		{ "荷叶荷叶荷叶荷", PASSWORD_SHORT },
		{ "荷花定水平桥涪兴", PASSWORD_GOOD },
		{ "12345678", PASSWORD_COMMON },
		{ "PassWord1", PASSWORD_COMMON },
		{ "zzzzzzzzzzzz", PASSWORD_COMMON },
		{ "my li.min pass", PASSWORD_LOGIN },
		{ "four unlike words", PASSWORD_GOOD },
		{ "bad\xff\xff\xff\xff\xff", PASSWORD_SHORT },
	};
	struct arena mem = arena_open(1 << 20);
	char *p = make(&mem, char, 129);

	for (size_t i = 0; i < 129; i++)
		p[i] = (char)('a' + i % 26);
	CHECK_INT(staff_password_check((str){ p, 128 }, S("li.min")), PASSWORD_GOOD);
	CHECK_INT(staff_password_check((str){ p, 129 }, S("li.min")), PASSWORD_LONG);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (staff_password_check(str_of(rows[i].password), S("li.min")) != rows[i].fault)
			test_fail(__FILE__, __LINE__, "%s", rows[i].password);
	for (int i = 0; i < 100; i++)
		CHECK_INT(staff_password_check(staff_password_make(&mem), S("li.min")), PASSWORD_GOOD);
	CHECK(staff_login_good(S("li.min")) && staff_login_good(S("a-1")) && !staff_login_good(S("ab")) &&
	      !staff_login_good(S("1ab")));
	CHECK(!staff_login_good(S("Ab.c")) && !staff_login_good(S("李敏")) && !staff_login_good(S("a b")));
	arena_close(&mem);
}

TEST(staff_changes_stand_in_the_chain_without_names)
{
	struct base b = base_open();
	struct db db = reader(&b);
	struct query names = {
		.name = "names",
		.sql = "select count(*) from event where town = ?1 and (detail like '%路长平%' or detail like '%lu.%')",
		.store = STORE_MAIN
	};
	int64_t count, bad;
	struct stmt *s;
	bool row;
	str why;

	b.hashed = S("x");
	CHECK_INT(run(&b, hire), OK);
	CHECK_INT(run(&b, end_person), OK);
	CHECK_INT(event_verify(&db, &count, &bad, &why), OK);
	CHECK_INT(count, 2 + 21 + 3 + 2);
	CHECK_INT(db_start(&db, &names, &s), OK);
	stmt_int(s, 1, TOWN);
	CHECK(stmt_step(s, &row) == OK && row);
	CHECK_INT(stmt_get_int(s, 0), 0);
	stmt_end(s);
	base_close(&b);
}
