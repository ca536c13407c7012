#include "base/csv.h"
#include "catalogue/catalogue.h"
#include "db/migrate.h"
#include "db/writer.h"
#include "desk/event.h"
#include "place/place.h"
#include "staff/staff.h"
#include "test.h"

#define TOWN 510921207

struct base {
	struct arena mem;
	struct conn *conn;
	moment now;
	int64_t village, other;
	str csv;
	day from;
	struct catalogue_import found;
};

const struct staff_guard staff_guards[] = { { NULL } };

static enum err
begin(struct tx *tx, void *arg)
{
	const struct place_town heye = { S("荷叶乡"), S("Heye Township"), S(""), S(""), S(""), S("") };
	struct place_new n = { .kind = PLACE_VILLAGE, .name_zh = S("定水村"), .valid_from = day_make(2020, 1, 1) };
	struct base *b = arg;
	struct q_place_root root;

	TRY(place_add_town(tx, &actor_clock, &heye));
	TRY(q_place_root(&tx->db, &root));
	n.parent = root.id;
	TRY(place_add(tx, &actor_clock, &n, &b->village));
	n.name_zh = S("平桥村");
	TRY(place_add(tx, &actor_clock, &n, &b->other));
	TRY(staff_seed_units(tx, &actor_clock));
	return catalogue_seed(tx, &actor_clock);
}

static struct base
base_open(void)
{
	struct base b = { .mem = arena_open(64 << 20),
			  .now = moment_at(day_make(2026, 11, 24), 9, 0),
			  .from = day_make(2026, 12, 1) };
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

static int64_t
unit(struct db *db, const char *code)
{
	struct q_staff_unit_code row = { 0 };

	CHECK_INT(q_staff_unit_code(db, str_of(code), &row), OK);
	return row.id;
}

static int64_t
goes_to(struct db *db, const char *code, int64_t village, day on)
{
	int64_t id = 0;

	CHECK_INT(catalogue_unit_for(db, str_of(code), village, on, &id), OK);
	return id;
}

TEST(the_seed_has_48_types_and_their_limits)
{
	struct base b = base_open();
	struct db db = reader(&b);
	struct q_catalogue_categories_list categories;
	struct q_catalogue_types_list types;
	struct catalogue_type t;

	CHECK_INT(q_catalogue_types(&db, day_of(b.now), CATALOGUE_MOST, &types), OK);
	CHECK_INT(types.n, 48);
	CHECK_INT(q_catalogue_categories(&db, day_of(b.now), 20, &categories), OK);
	CHECK_INT(categories.n, 9);
	CHECK_STR(categories.p[0].letter, "A");
	CHECK_INT(catalogue_type(&db, S("C01"), day_make(2020, 1, 1), &t), OK);
	CHECK_STR(t.type_zh, "道路破损与塌方");
	CHECK_STR(t.unit_code, "G4");
	CHECK_INT(t.urgency, URGENCY_URGENT);
	CHECK_INT(t.accept_hours, 4);
	CHECK_INT(t.resolve_workdays, 7);
	CHECK(t.public_by_default);
	CHECK_INT(t.confirm_days, 15);
	CHECK_INT(catalogue_type(&db, S("C01"), day_make(2019, 12, 31), &t), NOT_FOUND);
	CHECK_INT(catalogue_type(&db, S("B01"), day_of(b.now), &t), OK);
	CHECK_STR(t.type_en, "Neighbours (right of way, light, drainage)");
	CHECK_INT(catalogue_type_or_default(&db, S(""), day_of(b.now), &t), OK);
	CHECK_STR(t.code, "H04");
	CHECK_INT(catalogue_type_or_default(&db, S("Z99"), day_make(2019, 1, 1), &t), OK);
	CHECK_INT(t.resolve_workdays, 7);
	base_close(&b);
}

static enum err
change_type(struct tx *tx, void *arg)
{
	const struct base *b = arg;
	struct catalogue_type t;

	TRY(catalogue_type(&tx->db, S("C01"), day_of(b->now), &t));
	t.resolve_workdays = 5;
	t.valid_from = day_of(b->now);
	CHECK_INT(catalogue_set(tx, &actor_clock, &t), INVALID); /* today's limits were promised this morning */
	t.valid_from = b->from;
	TRY(catalogue_set(tx, &actor_clock, &t));
	t.resolve_workdays = 6;
	TRY(catalogue_set(tx, &actor_clock, &t)); /* thought better of it: the version to come is replaced */
	t.unit_code = S("NONE");
	CHECK_INT(catalogue_set(tx, &actor_clock, &t), INVALID);
	t.unit_code = S("G4");
	t.confirm_days = 14;
	CHECK_INT(catalogue_set(tx, &actor_clock, &t), INVALID); /* silence closes after 15 days at the earliest */
	return OK;
}

static enum err
stop_type(struct tx *tx, void *arg)
{
	(void)arg;
	CHECK_INT(catalogue_stop(tx, &actor_clock, S("C02"), day_make(2026, 11, 1)), INVALID);
	CHECK_INT(catalogue_stop(tx, &actor_clock, S("Z99"), day_make(2026, 12, 31)), NOT_FOUND);
	return catalogue_stop(tx, &actor_clock, S("C02"), day_make(2026, 12, 31));
}

TEST(a_type_changes_from_its_day_on)
{
	struct base b = base_open();
	struct db db = reader(&b);
	struct catalogue_type t;

	CHECK_INT(run(&b, change_type), OK);
	CHECK_INT(catalogue_type(&db, S("C01"), day_make(2026, 11, 30), &t), OK);
	CHECK_INT(t.resolve_workdays, 7);
	CHECK_INT(catalogue_type(&db, S("C01"), day_make(2026, 12, 1), &t), OK);
	CHECK_INT(t.resolve_workdays, 6);
	CHECK_INT(run(&b, stop_type), OK);
	CHECK_INT(catalogue_type(&db, S("C02"), day_make(2026, 12, 31), &t), OK);
	CHECK_INT(catalogue_type(&db, S("C02"), day_make(2027, 1, 1), &t), NOT_FOUND);
	base_close(&b);
}

/* ---- rules ---- */

static enum err
make_rules(struct tx *tx, void *arg)
{
	const struct base *b = arg;
	struct db *db = &tx->db;
	day today = day_of(b->now);
	int64_t id;

	TRY(catalogue_route(tx, &actor_clock, S(""), b->village, unit(db, "V1"), today, &id));
	TRY(catalogue_route(tx, &actor_clock, S("C03"), 0, unit(db, "SW"), today, &id));
	TRY(catalogue_route(tx, &actor_clock, S("C03"), b->village, unit(db, "ZZ"), b->from, &id));
	CHECK_INT(catalogue_route(tx, &actor_clock, S(""), 0, unit(db, "ZZ"), today, &id), INVALID);
	CHECK_INT(catalogue_route(tx, &actor_clock, S("Z99"), 0, unit(db, "ZZ"), today, &id), INVALID);
	CHECK_INT(catalogue_route(tx, &actor_clock, S("C03"), 0, 77, today, &id), INVALID);
	CHECK_INT(catalogue_route(tx, &actor_clock, S("C03"), 77, unit(db, "ZZ"), today, &id), INVALID);
	CHECK_INT(catalogue_route(tx, &actor_clock, S("C03"), 0, unit(db, "ZZ"), day_add(today, -1), &id), INVALID);
	return OK;
}

static enum err
later_rules(struct tx *tx, void *arg)
{
	const struct base *b = arg;
	struct q_catalogue_rules_list rules;
	int64_t id;

	TRY(catalogue_route(tx, &actor_clock, S("C03"), 0, unit(&tx->db, "BM"), day_make(2027, 1, 1), &id));
	CHECK_INT(catalogue_route_end(tx, &actor_clock, id, day_make(2026, 1, 1)), INVALID);
	TRY(q_catalogue_rules(&tx->db, day_of(b->now), false, 100, &rules));
	CHECK_INT(rules.n, 4);
	for (size_t i = 0; i < rules.n; i++)
		if (rules.p[i].type.n == 0)
			TRY(catalogue_route_end(tx, &actor_clock, rules.p[i].id, day_make(2026, 12, 31)));
	return OK;
}

TEST(the_most_specific_rule_wins)
{
	struct base b = base_open();
	struct db db = reader(&b);
	day today = day_of(b.now), new_year = day_make(2027, 1, 1);

	CHECK_INT(run(&b, make_rules), OK);
	CHECK_INT(goes_to(&db, "C01", b.other, today), unit(&db, "G4"));    /* no rule: the type's own */
	CHECK_INT(goes_to(&db, "C01", b.village, today), unit(&db, "V1"));  /* village */
	CHECK_INT(goes_to(&db, "C03", b.other, today), unit(&db, "SW"));    /* type */
	CHECK_INT(goes_to(&db, "C03", b.village, today), unit(&db, "SW"));  /* type before village */
	CHECK_INT(goes_to(&db, "C03", b.village, b.from), unit(&db, "ZZ")); /* both before either, from its day on */
	CHECK_INT(goes_to(&db, "Z99", b.other, today), unit(&db, "G8"));    /* unknown: the matters desk */
	CHECK_INT(run(&b, later_rules), OK);
	CHECK_INT(goes_to(&db, "C03", b.other, day_make(2026, 12, 31)), unit(&db, "SW"));
	CHECK_INT(goes_to(&db, "C03", b.other, new_year), unit(&db, "BM"));
	CHECK_INT(goes_to(&db, "C01", b.village, new_year), unit(&db, "G4"));
	base_close(&b);
}

/* ---- import ---- */

#define HEAD                                                                                                          \
	"code,category_zh,category_en,type_zh,type_en,default_group,urgency,accept_hours,resolve_workdays,public_by_" \
	"default\n"

static enum err
import(struct tx *tx, void *arg)
{
	struct base *b = arg;

	return catalogue_import(tx, &actor_clock, b->csv, b->from, &b->found);
}

TEST(an_import_says_first_what_it_would_do)
{
	struct base b = base_open();
	struct db db = reader(&b);
	struct catalogue_type t;

	b.csv = S(HEAD
		  "C01,道路,Roads,道路破损,Damaged road,G4,urgent,4,5,yes\n"
		  "C09,道路,Roads,\"桥,涵\",Bridges,G4,normal,２４,10,否\n"
		  "H04,村务与干部作风,Village affairs and conduct of office,意见建议,Suggestions,G8,normal,24,7,yes\n");
	CHECK_INT(catalogue_check(&db, b.csv, &b.found), OK);
	CHECK_INT(b.found.types, 3);
	CHECK_INT(b.found.added, 1);
	CHECK_INT(b.found.changed, 1);
	CHECK_INT(b.found.same, 1);
	CHECK_INT(catalogue_type(&db, S("C09"), b.from, &t), NOT_FOUND); /* nothing was done */
	CHECK_INT(run(&b, import), OK);
	CHECK_INT(catalogue_type(&db, S("C09"), b.from, &t), OK);
	CHECK_STR(t.type_zh, "桥,涵");
	CHECK_INT(t.accept_hours, 24);
	CHECK_INT(catalogue_type(&db, S("C01"), b.from, &t), OK);
	CHECK_INT(t.resolve_workdays, 5);
	CHECK_INT(catalogue_type(&db, S("A01"), b.from, &t), OK); /* not in the file: as it was */
	CHECK_INT(catalogue_check(&db, S(HEAD "C10,\xb5\xc0\xc2\xb7,Roads,\xc7\xc5,Bridge,G4,normal,24,10,\xb7\xf1\n"),
				  &b.found),
		  OK); /* GB18030 */
	CHECK_INT(b.found.added, 1);
	b.from = day_of(b.now);
	CHECK_INT(run(&b, import), INVALID); /* not from today on */
	base_close(&b);
}

TEST(bad_lines_are_named_and_nothing_is_taken)
{
	static const struct {
		const char *row;
		enum catalogue_fault fault;
	} rows[] = {
		{ "c01,道,R,道,R,G4,normal,24,7,yes", CATALOGUE_CODE },
		{ "C,道,R,道,R,G4,normal,24,7,yes", CATALOGUE_CODE },
		{ "C01,,R,道,R,G4,normal,24,7,yes", CATALOGUE_TEXT },
		{ "C01,道,R,,R,G4,normal,24,7,yes", CATALOGUE_TEXT },
		{ "C01,道,R,道,R,G99,normal,24,7,yes", CATALOGUE_UNIT },
		{ "C01,道,R,道,R,G4,soon,24,7,yes", CATALOGUE_URGENCY },
		{ "C01,道,R,道,R,G4,normal,0,7,yes", CATALOGUE_NUMBER },
		{ "C01,道,R,道,R,G4,normal,24,121,yes", CATALOGUE_NUMBER },
		{ "C01,道,R,道,R,G4,normal,24,7 days,yes", CATALOGUE_NUMBER },
		{ "C01,道,R,道,R,G4,normal,24,7,perhaps", CATALOGUE_YES_NO },
		{ "C01,道,R,道,R,G4,normal,24,7", CATALOGUE_COLUMNS },
		{ "\"C01,道,R,道,R,G4,normal,24,7,yes", CATALOGUE_COLUMNS },
		{ "A01,道,R,道,R,G4,normal,24,7,yes", CATALOGUE_TWICE },
	};
	struct base b = base_open();
	struct db db = reader(&b);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		b.csv = str_fmt(&b.mem, "%sA01,道,R,道,R,G4,normal,24,7,yes\n\n%s\n", HEAD, rows[i].row);
		CHECK_INT(run(&b, import), INVALID);
		if (b.found.bads != 1 || b.found.bad[0].fault != rows[i].fault || b.found.bad[0].line != 4)
			test_fail(__FILE__, __LINE__, "%s: %zu faults, fault %d, line %d", rows[i].row, b.found.bads,
				  (int)b.found.bad[0].fault, b.found.bad[0].line);
	}
	CHECK_INT(catalogue_check(&db, S("code,name\nA01,x\n"), &b.found), INVALID);
	CHECK_INT(b.found.bad[0].fault, CATALOGUE_HEADER);
	CHECK_INT(catalogue_check(&db, S("\xff\xff\xff"), &b.found), INVALID);
	CHECK_INT(b.found.bad[0].fault, CATALOGUE_ENCODING);
	CHECK_INT(catalogue_check(&db, S(HEAD), &b.found), INVALID);
	base_close(&b);
}

TEST(the_catalogue_writes_its_events)
{
	struct base b = base_open();
	struct db db = reader(&b);
	int64_t before, count, bad;
	str why;

	CHECK_INT(event_verify(&db, &before, &bad, &why), OK);
	CHECK_INT(run(&b, change_type), OK);
	CHECK_INT(run(&b, make_rules), OK);
	CHECK_INT(event_verify(&db, &count, &bad, &why), OK);
	CHECK_INT(count - before, 2 + 3);
	base_close(&b);
}
