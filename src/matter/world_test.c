#include "base/log.h"
#include "catalogue/catalogue.h"
#include "db/migrate.h"
#include "desk/clock.h"
#include "gen/admin.sql.h"
#include "gen/place.sql.h"
#include "matter/matter_test.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const struct actor nobody = { .kind = ACTOR_NOBODY };

static const struct seat {
	int64_t id, person, unit;
	enum role role;
	int64_t village;
} seats[] = {
	{ P_CLERK, 1, UNIT_DESK, ROLE_CLERK, 0 },
	{ P_INSIDER, 2, UNIT_ROADS, ROLE_CLERK, 0 },
	{ P_DISPATCHER, 3, UNIT_DESK, ROLE_DISPATCHER, 0 },
	{ P_HANDLER, 4, UNIT_ROADS, ROLE_HANDLER, 0 },
	{ P_HANDLER2, 5, UNIT_ROADS, ROLE_HANDLER, 0 },
	{ P_HEAD, 6, UNIT_ROADS, ROLE_UNIT_HEAD, 0 },
	{ P_GRID, 7, UNIT_ROADS, ROLE_GRID_WORKER, VILLAGE },
	{ P_HEAD_TOO, 6, UNIT_ROADS, ROLE_HANDLER, 0 },
	{ P_OTHER, 8, UNIT_LAW, ROLE_HANDLER, 0 },
	{ P_OTHER_HEAD, 9, UNIT_LAW, ROLE_UNIT_HEAD, 0 },
	{ P_LEADER, 10, UNIT_DESK, ROLE_LEADER, 0 },
	{ P_AUDITOR, 11, UNIT_DESK, ROLE_AUDITOR, 0 },
	{ P_ADMIN, 12, UNIT_DESK, ROLE_ADMINISTRATOR, 0 },
};
#define SEATS (sizeof(seats) / sizeof(*seats))

static enum err
places_add(struct tx *tx, day from)
{
	const day none = { 0 };

	TRY(q_place_town_insert(tx, S("荷叶乡"), S("Heye"), S(""), S(""), S(""), (str){ NULL, 0 }, tx->db.now));
	TRY(q_place_insert(tx, 100, 0, 1, S("510921207"), S("荷叶乡"), S("Heye"), from, none, 0));
	TRY(q_place_insert(tx, VILLAGE, 100, 3, S("510921207201"), S("甲村"), S("First"), from, none, 1));
	TRY(q_place_insert(tx, FARTHER, 100, 3, S("510921207202"), S("乙村"), S("Second"), from, none, 2));
	return q_place_insert(tx, GROUP, VILLAGE, 4, S(""), S("1组"), S("Group 1"), from, none, 1);
}

static enum err
township_add(struct tx *tx, void *ctx)
{
	static const char *const code[] = { "DESK", "G4", "G7", "G1", "G2", "G3", "G5", "G6", "G8", "X-DI" };
	const day from = day_make(2020, 1, 1), none = { 0 };

	(void)ctx;
	TRY(places_add(tx, from));
	for (int64_t i = 0; i < 10; i++)
		TRY(q_admin_unit_insert(tx, UNIT_DESK + i, str_of(code[i]), 1, 0, str_of(code[i]), str_of(code[i]),
					S(""), i, from, none));
	for (int64_t i = 1; i <= 12; i++)
		TRY(q_admin_person_insert(tx, i, S("某"), tx->db.now));
	for (size_t i = 0; i < SEATS; i++)
		TRY(q_admin_post_insert(tx, seats[i].id, seats[i].person, seats[i].unit, seats[i].role,
					seats[i].village, S(""), S(""), S(""), from, none, tx->db.now));
	TRY(clock_seed(tx, &actor_clock));
	return catalogue_seed(tx, &actor_clock);
}

struct world *
world_open(const char *dir)
{
	static struct world w;
	struct conn_options o = { .dir = dir ? dir : ":memory:",
				  .database = test_database(dir ? dir : ":memory:"),
				  .write = true,
				  .identity = true,
				  .cache_kib = 16384 };
	struct db db = { .town = TOWN };
	int applied;

	w = (struct world){ .mem = arena_open((size_t)8 << 20), .now = moment_at(day_make(2026, 3, 2), 9, 0) };
	log_set(LOG_ERROR);
	snprintf(w.dir, sizeof(w.dir), "%s", dir ? dir : test_dir());
	w.root = key_random();
	CHECK(conn_open(&w.conn, &o) == OK && migrate(w.conn, migrations, &applied) == OK);
	CHECK_INT(depot_folder_open(&w.depot, w.dir), OK);
	db.mem = &w.mem;
	if (tx_run(w.conn, &w.mem, w.now, TOWN, township_add, NULL) != OK ||
	    matter_keys_load(&db, w.dir, &w.root, &w.keys) != OK) {
		fprintf(stderr, "matter_test: the township of the tests could not be made\n");
		abort();
	}
	arena_reset(&w.mem);
	return &w;
}

void
world_close(struct world *w)
{
	conn_close(w->conn);
	depot_close(w->depot);
	arena_close(&w->mem);
}

void
world_pass(struct world *w, int days)
{
	w->now.ms += days * MS_DAY;
}

struct db
world_db(struct world *w)
{
	return (struct db){ .mem = &w->mem, .now = w->now, .town = TOWN, .conn = w->conn };
}

struct actor
staff(int64_t post)
{
	for (size_t i = 0; i < SEATS; i++)
		if (seats[i].id == post)
			return (struct actor){ .kind = ACTOR_STAFF,
					       .person = seats[i].person,
					       .post = post,
					       .role = seats[i].role,
					       .unit = seats[i].unit,
					       .village = seats[i].village,
					       .name = S("某"),
					       .unit_name = S("办公室") };
	return nobody;
}

struct actor
resident(int64_t matter)
{
	return (struct actor){ .kind = ACTOR_RESIDENT, .matter = matter };
}

struct actor
follower(int64_t lead, int64_t id)
{
	return (struct actor){ .kind = ACTOR_RESIDENT, .matter = lead, .follower = id };
}

struct raise_job {
	struct world *w;
	const struct actor *by;
	const struct matter_raise *in;
	struct matter_raised out;
};

static enum err
raise_run(struct tx *tx, void *ctx)
{
	struct raise_job *j = ctx;

	return matter_raise(tx, j->by, &j->w->keys, j->in, &j->out);
}

enum err
raise_as(struct world *w, struct actor by, const struct matter_raise *in, int64_t *id)
{
	struct raise_job j = { w, &by, in, { 0 } };
	enum err e = tx_run(w->conn, &w->mem, w->now, TOWN, raise_run, &j);

	*id = e == OK ? j.out.id : 0;
	snprintf(w->code, sizeof(w->code), "%s", j.out.code);
	arena_reset(&w->mem);
	return e;
}

int64_t
raise_of(struct world *w, const char *type)
{
	const struct matter_raise in = { .channel = CHANNEL_WEB,
					 .type = str_of(type),
					 .village = VILLAGE,
					 .place = GROUP,
					 .spot = S("村口"),
					 .words = S("村口的路灯三天没亮了，晚上看不见路。") };
	int64_t id;

	CHECK_INT(raise_as(w, nobody, &in, &id), OK);
	return id;
}

struct act_job {
	const struct actor *by;
	int64_t matter;
	const struct matter_deed *deed;
};

static enum err
act_run(struct tx *tx, void *ctx)
{
	const struct act_job *j = ctx;

	return matter_act(tx, j->by, j->matter, j->deed);
}

enum err
act(struct world *w, struct actor by, int64_t matter, struct matter_deed d)
{
	struct act_job j = { &by, matter, &d };
	enum err e = tx_run(w->conn, &w->mem, w->now, TOWN, act_run, &j);

	arena_reset(&w->mem);
	return e;
}

enum err
pass_jobs(struct world *w)
{
	static const struct job *const tables[] = { matter_jobs, NULL };
	static const struct job_errand *const errands[] = { matter_errands, NULL };

	TRY(job_pass(w->conn, tables, w->now, TOWN));
	return job_errands(w->conn, errands, w->depot, w->now, TOWN);
}

void
offered(struct world *w, int64_t id)
{
	CHECK_INT(act(w, staff(P_DISPATCHER), id, (struct matter_deed){ .act = ACT_OFFER, .unit = UNIT_ROADS }), OK);
}

void
in_hand(struct world *w, int64_t id)
{
	offered(w, id);
	CHECK_INT(act(w, staff(P_HANDLER), id, (struct matter_deed){ .act = ACT_CLAIM }), OK);
}

void
answered(struct world *w, int64_t id)
{
	const struct matter_deed draft = { .act = ACT_DRAFT_ANSWER,
					   .done = S("换了灯泡和线"),
					   .done_by = S("道路组"),
					   .basis = S("路灯养护约定"),
					   .done_on = day_of(w->now) };

	CHECK_INT(act(w, staff(P_HANDLER), id, draft), OK);
	CHECK_INT(act(w, staff(P_HEAD), id, (struct matter_deed){ .act = ACT_APPROVE_ANSWER }), OK);
}

int64_t
merged(struct world *w, int64_t id, int64_t lead)
{
	CHECK_INT(act(w, staff(P_DISPATCHER), id, (struct matter_deed){ .act = ACT_MERGE, .target = lead }), OK);
	return number(w, "select id from follower where town = ?1 and origin = ?2 and ended_at is null", id);
}

/* A connection knows its statements by the address of the query. */
static const struct query *
query_of(const char *sql)
{
	static struct query pool[100];
	size_t i = 0;

	while (i < 99 && pool[i].sql && strcmp(pool[i].sql, sql) != 0)
		i++;
	pool[i] = (struct query){ .name = sql, .sql = sql, .writes = strncmp(sql, "select", 6) != 0 };
	return &pool[i];
}

static enum err
number_read(struct db *db, const char *sql, int64_t arg, int64_t *n)
{
	struct stmt *s;
	bool row;
	enum err e;

	*n = -1;
	TRY(db_start(db, query_of(sql), &s));
	if (strstr(sql, "?1"))
		stmt_int(s, 1, TOWN);
	if (strstr(sql, "?2"))
		stmt_int(s, 2, arg);
	e = stmt_step(s, &row);
	if (e == OK && row)
		*n = stmt_get_int(s, 0);
	stmt_end(s);
	return e;
}

int64_t
number(struct world *w, const char *sql, int64_t arg)
{
	struct db db = world_db(w);
	int64_t n;

	if (number_read(&db, sql, arg, &n) != OK)
		test_fail(__FILE__, __LINE__, "%s does not run", sql);
	return n;
}

struct change {
	const char *sql;
	int64_t arg, n;
};

static enum err
change_run(struct tx *tx, void *ctx)
{
	struct change *c = ctx;

	return number_read(&tx->db, c->sql, c->arg, &c->n);
}

int64_t
changed(struct world *w, const char *sql, int64_t arg)
{
	struct change c = { sql, arg, -1 };

	if (tx_run(w->conn, &w->mem, w->now, TOWN, change_run, &c) != OK)
		test_fail(__FILE__, __LINE__, "%s does not run", sql);
	return c.n;
}

void
world_known(struct world *w)
{
	if (getenv("HEYE_TEST_DB"))
		changed(w, "analyze matter, matter_entry, clock, judgement, event, figure_cell", 0);
}

int64_t
world_many(const char *variable, int64_t most)
{
	const char *wanted = getenv(variable);
	int64_t n;

	return wanted && str_int(str_of(wanted), &n) ? n : most;
}

const char *
world_dialect(const char *sqlite, const char *postgres)
{
	return getenv("HEYE_TEST_DB") ? postgres : sqlite;
}

int64_t
state_of(struct world *w, int64_t id)
{
	return number(w, "select state from matter where town = ?1 and id = ?2", id);
}

day
due_of(struct world *w, int64_t id)
{
	return day_of((moment){ number(w, "select coalesce(due_at, 0) from matter where town = ?1 and id = ?2", id) });
}

static void
fault_print(void *ctx, const char *line)
{
	int *n = ctx;

	printf("  %s\n", line);
	++*n;
}

int
faults_of(struct world *w)
{
	struct db db = world_db(w);
	int64_t matters = 0;
	int n = 0;

	CHECK_INT(matter_check(&db, fault_print, &n, &matters), OK);
	arena_reset(&w->mem);
	return n;
}

void
world_file(struct world *w, const hash *h)
{
	const struct timespec at = { .tv_sec = w->now.ms / MS_SECOND }, times[2] = { at, at };
	str hex = str_hex(&w->mem, h->b, HASH_BYTES);
	FILE *f;

	mkdir(str_z(&w->mem, str_fmt(&w->mem, "%s/files", w->dir)), 0700);
	mkdir(str_z(&w->mem, str_fmt(&w->mem, "%s/files/%.2s", w->dir, hex.p)), 0700);
	f = fopen(str_z(&w->mem, str_fmt(&w->mem, "%s/files/%.2s/%.*s", w->dir, hex.p, STR_ARG(hex))), "wb");
	CHECK(f != NULL && fputs("photo", f) >= 0 && fclose(f) == 0);
	CHECK_INT(utimensat(AT_FDCWD,
			    str_z(&w->mem, str_fmt(&w->mem, "%s/files/%.2s/%.*s", w->dir, hex.p, STR_ARG(hex))), times,
			    0),
		  0);
}

enum err
world_file_there(struct world *w, const hash *h)
{
	moment at;

	return depot_find(w->depot, &w->mem, TOWN, h, &at);
}

void
world_photo_stays(struct world *w, const struct photo *shown)
{
	struct matter_raise in = {
		.channel = CHANNEL_WEB, .type = S("C01"), .village = VILLAGE, .words = S("路灯"), .photos = 2
	};
	int64_t id;

	CHECK_INT(matter_begin(w->dir, &w->root), OK);
	in.photo[0] = *shown;
	in.photo[1] = (struct photo){ .picture = hash_of(S("alone")), .thumb = hash_of(S("alone thumb")) };
	for (size_t i = 0; i < 2; i++) {
		world_file(w, &in.photo[i].picture);
		world_file(w, &in.photo[i].thumb);
	}
	CHECK_INT(raise_as(w, nobody, &in, &id), OK);
	CHECK_INT(act(w, resident(id), id, (struct matter_deed){ .act = ACT_WITHDRAW }), OK);
	world_pass(w, 3 * 366);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(state_of(w, id), MATTER_ARCHIVED);
	CHECK_INT(world_file_there(w, &in.photo[1].picture), NOT_FOUND);
	CHECK_INT(world_file_there(w, &in.photo[1].thumb), NOT_FOUND);
	CHECK_INT(world_file_there(w, &shown->picture), OK);
	CHECK_INT(world_file_there(w, &shown->thumb), OK);
}
