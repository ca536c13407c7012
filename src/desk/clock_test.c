#include "db/migrate.h"
#include "desk/clock.h"
#include "desk/duty.h"
#include "desk/job.h"
#include "test.h"

#include <string.h>

#define TOWN 510921207
#define NOW  ((moment){ 1800000000000 })

struct base {
	struct arena mem;
	struct conn *conn;
	struct db db;
};

static void
base_open(struct base *b)
{
	struct conn_options o = {
		.dir = ":memory:", .database = test_database(":memory:"), .write = true, .identity = true
	};
	int applied;

	*b = (struct base){ .mem = arena_open(16 << 20) };
	CHECK(conn_open(&b->conn, &o) == OK);
	CHECK(migrate(b->conn, migrations, &applied) == OK);
	b->db = (struct db){ .mem = &b->mem, .now = NOW, .town = TOWN, .conn = b->conn };
}

static void
base_close(struct base *b)
{
	conn_close(b->conn);
	arena_close(&b->mem);
}

static enum err
seed(struct tx *tx, void *arg)
{
	(void)arg;
	return clock_seed(tx, &actor_clock);
}

struct import {
	str csv;
	struct clock_import out;
};

static enum err
import(struct tx *tx, void *arg)
{
	struct import *i = arg;

	return clock_import(tx, &actor_clock, i->csv, &i->out);
}

TEST(seeded_years_count_as_published)
{
	static const int working[] = { 249, 249, 251, 248, 248 };
	const struct calendar *c;
	struct base b;
	int n = 0;

	base_open(&b);
	CHECK_INT(clock_calendar(&b.db, &c), OK);
	CHECK_INT(c->last_year, 0);
	CHECK_INT(tx_run(b.conn, &b.mem, NOW, TOWN, seed, NULL), OK);
	CHECK_INT(clock_calendar(&b.db, &c), OK);
	CHECK_INT(c->version, 1);
	CHECK_INT(c->first_year, 2022);
	CHECK_INT(c->last_year, 2026);
	for (int year = 2022; year <= 2026; year++, n = 0) {
		for (day d = day_make(year, 1, 1); d.n <= day_make(year, 12, 31).n; d = day_add(d, 1))
			n += calendar_works(c, d);
		CHECK_INT(n, working[year - 2022]);
	}
	CHECK(!calendar_works(c, day_make(2022, 12, 31)) && calendar_works(c, day_make(2024, 2, 9)));
	CHECK_INT(calendar_add(c, day_make(2026, 9, 24), 7, NULL).n, day_make(2026, 10, 12).n);
	base_close(&b);
}

TEST(an_import_makes_a_new_version_and_the_old_years_stay)
{
	struct import i = { .csv = S("# year 2027, notice of the State "
				     "Council\ndate,kind\n2026-12-31,off\n2027-01-01,off\n2027-01-02,off\n"
				     "2027-01-09,work\n") };
	const struct calendar *c, *again;
	struct clock_import dry;
	struct base b;

	base_open(&b);
	CHECK_INT(tx_run(b.conn, &b.mem, NOW, TOWN, seed, NULL), OK);
	CHECK_INT(clock_check(&b.db, i.csv, &dry), OK);
	CHECK_INT(dry.off, 3);
	CHECK_INT(dry.made_up, 1);
	CHECK(!dry.replaces);
	CHECK_INT(tx_run(b.conn, &b.mem, NOW, TOWN, import, &i), OK);
	CHECK_INT(i.out.version, 2);
	CHECK_INT(i.out.days, 4);
	CHECK_INT(clock_calendar(&b.db, &c), OK);
	CHECK_INT(c->last_year, 2027);
	CHECK(!calendar_works(c, day_make(2026, 12, 31)) && calendar_works(c, day_make(2027, 1, 9)));
	CHECK(!calendar_works(c, day_make(2026, 10, 1)));
	i.csv = S(
		"# year 2027 corrected\r\ndate,kind\r\n2027-01-01,\xd0\xdd\r\n2027-01-10,\xb0\xe0\r\n"); /* GB18030: 休, 班 */
	CHECK_INT(tx_run(b.conn, &b.mem, NOW, TOWN, import, &i), OK);
	CHECK_INT(i.out.version, 3);
	CHECK(i.out.replaces);
	CHECK_INT(clock_calendar(&b.db, &again), OK);
	CHECK(calendar_works(again, day_make(2026, 12, 31)) && !calendar_works(again, day_make(2027, 1, 9)));
	CHECK(calendar_works(again, day_make(2027, 1, 10)));
	CHECK_INT(c->version, 2); /* who holds the old one keeps it */
	base_close(&b);
}

TEST(a_bad_line_refuses_the_whole_file)
{
	static const struct {
		const char *csv;
		int line;
		enum clock_fault kind;
	} rows[] = {
		{ "date,kind\n2027-01-01,off\n", 1, CLOCK_NO_YEAR },
		{ "# year soon\ndate,kind\n2027-01-01,off\n", 1, CLOCK_NO_YEAR },
		{ "# year 2029\ndate,kind\n2029-01-01,off\n", 1, CLOCK_GAP },
		{ "# year 2027\n2027-01-01,off\n", 2, CLOCK_NO_HEADER },
		{ "# year 2027\ndate,kind\n2027-01-01,off\n2027-01-02\n", 4, CLOCK_COLUMNS },
		{ "# year 2027\ndate,kind\n2027-01-01,off\n\"2027-01-02,off\n", 4, CLOCK_COLUMNS },
		{ "# year 2027\ndate,kind\n2027-02-29,off\n", 3, CLOCK_DATE },
		{ "# year 2027\ndate,kind\n01/01/2027,off\n", 3, CLOCK_DATE },
		{ "# year 2027\ndate,kind\n2027-01-01,free\n", 3, CLOCK_KIND },
		{ "# year 2027\ndate,kind\n2027-01-01,off\n2028-01-01,off\n", 4, CLOCK_YEAR },
		{ "# year 2027\ndate,kind\n2026-11-30,off\n", 3, CLOCK_YEAR },
		{ "# year 2027\ndate,kind\n2027-01-01,off\n\n2027-01-01,off\n", 5, CLOCK_TWICE },
		{ "# year 2027\ndate,kind\n2027-01-01,off\n2027-01-06,work\n", 4, CLOCK_WEEKDAY },
		{ "# year 2027\ndate,kind\n2027-01-09,work\n", 1, CLOCK_EMPTY },
		{ "# year 2027\ndate,kind\n2027-01-01,off\xff\xff\n", 1, CLOCK_ENCODING },
	};
	struct base b;

	base_open(&b);
	CHECK_INT(tx_run(b.conn, &b.mem, NOW, TOWN, seed, NULL), OK);
	for (size_t n = 0; n < sizeof(rows) / sizeof(*rows); n++) {
		struct import i = { .csv = str_of(rows[n].csv) };
		const struct calendar *c;

		CHECK_INT(tx_run(b.conn, &b.mem, NOW, TOWN, import, &i), INVALID);
		if (i.out.fault_line != rows[n].line || i.out.kind != rows[n].kind || !i.out.fault.n)
			test_fail(__FILE__, __LINE__, "%s: line %d, fault %d", rows[n].csv, i.out.fault_line,
				  (int)i.out.kind);
		CHECK_INT(clock_calendar(&b.db, &c), OK);
		CHECK_INT(c->version, 1);
	}
	base_close(&b);
}

TEST(the_list_of_next_year_is_asked_for_from_november)
{
	struct calendar c = { .first_year = 2022, .last_year = 2026 };
	int year;

	CHECK_INT(clock_reminder(&c, day_make(2026, 10, 31), &year), CLOCK_FINE);
	CHECK_INT(clock_reminder(&c, day_make(2026, 11, 1), &year), CLOCK_SOON);
	CHECK_INT(year, 2027);
	CHECK_INT(clock_reminder(&c, day_make(2026, 12, 15), &year), CLOCK_LATE);
	c.last_year = 2027;
	CHECK_INT(clock_reminder(&c, day_make(2026, 12, 15), &year), CLOCK_FINE);
}

/* ---- duty and scope ---- */

TEST(duty_table)
{
	/* clerk dispatcher handler unit_head leader grid_worker auditor administrator */
	static const struct {
		enum duty duty;
		const char *held;
	} rows[] = {
		{ DUTY_NONE, "........" },      { DUTY_PUBLIC, "xxxxxxxx" }, { DUTY_RECEIPT, "........" },
		{ DUTY_SIGNED_IN, "xxxxxxxx" }, { DUTY_READ, "xxxxxxx." },   { DUTY_INTAKE, "xxxx.x.." },
		{ DUTY_DISPATCH, ".x..x..." },  { DUTY_HANDLE, "..xx.x.." }, { DUTY_ASSIGN, ".x.x...." },
		{ DUTY_APPROVE, "...xx..." },   { DUTY_HEAR, "x......." },   { DUTY_REVEAL, "..xx.x.." },
		{ DUTY_AUDIT, "....x.x." },     { DUTY_REPORT, "xx.xx..." }, { DUTY_ADMIN, ".......x" },
	};

	CHECK_INT(sizeof(rows) / sizeof(*rows), DUTIES);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		for (int role = 1; role < ROLES; role++)
			if (duty_held((enum role)role, rows[i].duty) != (rows[i].held[role - 1] == 'x'))
				test_fail(__FILE__, __LINE__, "duty %d, role %d", (int)rows[i].duty, role);
		CHECK_INT(duty_held(ROLE_NONE, rows[i].duty), rows[i].duty == DUTY_PUBLIC);
		CHECK_INT(duty_held(ROLES, rows[i].duty), rows[i].duty == DUTY_PUBLIC);
	}
}

TEST(scope_of_a_role)
{
	static const struct {
		int64_t unit, village;
		enum role role;
		bool none;
	} rows[] = {
		{ 0, 3, ROLE_CLERK, false },     { 0, 3, ROLE_DISPATCHER, false },   { 2, 3, ROLE_HANDLER, false },
		{ 2, 3, ROLE_UNIT_HEAD, false }, { 0, 3, ROLE_LEADER, false },       { 2, 3, ROLE_GRID_WORKER, false },
		{ 0, 3, ROLE_AUDITOR, false },   { 0, 0, ROLE_ADMINISTRATOR, true }, { 0, 0, ROLE_NONE, true },
	};
	struct actor a = { .kind = ACTOR_STAFF, .post = 1, .role = ROLE_GRID_WORKER, .unit = 2 };
	struct scope s;

	CHECK(actor_scope(&a).none); /* a grid worker without a village reaches nothing rather than everything */
	a.village = 3;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		a.role = rows[i].role;
		s = actor_scope(&a);
		CHECK_INT(s.unit, rows[i].unit);
		CHECK_INT(s.village, rows[i].village);
		CHECK_INT(s.none, rows[i].none);
	}
	a = (struct actor){ .kind = ACTOR_STAFF, .role = ROLE_HANDLER, .post = 1 };
	CHECK(actor_scope(&a).none);
	a = (struct actor){ .kind = ACTOR_RESIDENT, .matter = 5 };
	CHECK(actor_scope(&a).none);
	CHECK(actor_scope(&(struct actor){ 0 }).none);
	CHECK(!actor_scope(&actor_clock).none);
}

/* ---- jobs ---- */

static int pieces_left, runs;

static enum err
work(struct tx *tx, bool *more)
{
	(void)tx;
	runs++;
	*more = --pieces_left > 0;
	return OK;
}

static const struct job jobs[] = { { "work", 60, work }, { NULL, 0, NULL } };
static const struct job *const tables[] = { jobs, NULL };

TEST(a_pass_runs_until_nothing_is_left)
{
	struct base b;

	base_open(&b);
	pieces_left = 5;
	runs = 0;
	CHECK_INT(job_pass(b.conn, tables, NOW, TOWN), OK);
	CHECK_INT(runs, 5);
	CHECK_INT(job_pass(b.conn, tables, NOW, 0), OK); /* no township has a chain yet */
	CHECK_INT(runs, 5);
	CHECK_INT(tx_run(b.conn, &b.mem, NOW, TOWN, seed, NULL), OK);
	CHECK_INT(tx_run(b.conn, &b.mem, NOW, TOWN + 1, seed, NULL), OK);
	CHECK_INT(job_pass(b.conn, tables, NOW, 0), OK);
	CHECK_INT(runs, 7);
	base_close(&b);
}
