/* fill.c — a large township fast, through the same domain functions as the pages, so that every invariant holds.
 *
 *   heye-bench-fill DIR HAVE WANT     DIR holds the demo township; HAVE were made by earlier calls, adds matters until WANT
 *
 * Prints the receipt code of the last matter, for the tracking page. */
#include "base/seal.h"
#include "catalogue/catalogue.h"
#include "db/writer.h"
#include "gen/place.sql.h"
#include "gen/staff.sql.h"
#include "matter/figure_web.h"
#include "matter/matter.h"
#include "report/tally.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TOWN  510921207
#define CHUNK 50 /* matters in a savepoint: SQLite walks through what it keeps for one at the end of each statement */

/* Young enough that no due date passes while a measurement runs. */
#define SPREAD_MS (20 * MS_MINUTE)

static const char *const words[] = {
	"村口到学校那段路，路灯坏了五盏，娃儿晚上放学看不清，骑车的也多，麻烦来修一下。",
	"屋后头的水渠垮了一截，水都漫到田里去了，再不弄这季秧子要遭淹死。",
	"隔壁修房子把共用的巷子占了半边，三轮车过不去，说了几回都不听。",
	"自来水一周停了三回，也没得通知，家里有老人要用水，想晓得到底啥时候能修好。",
	"承包地租出去两年，租金一直拖到没给，找不到人，想请乡上帮忙问一下。",
	"垃圾池满了没人来拉，天热了臭得很，就在幺店子旁边，来往的人都捂到鼻子。",
};

/* The counters of figures are folded as the service would, in larger pieces. */
#define FOLDS 40

const struct figure *const figure_tables[] = { figure_matters, NULL };
const struct figure_rate *const figure_rates[] = { figure_matter_rates, NULL };

/* No slice above the matter hears of these. */
const struct matter_ear matter_ears[] = { { .may = NULL } };

#define TYPES    100
#define VILLAGES 20

/* Who gets a matter of one type from one village. */
struct desk {
	int64_t unit; /* 0: it stays with the dispatcher */
	struct actor handler;
};

struct fill {
	const struct matter_keys *keys;
	struct q_place_villages_list villages;
	struct q_catalogue_types_list types;
	struct actor dispatcher;
	struct desk desk[TYPES][VILLAGES];
	int64_t from, n;
	moment start;
	int64_t last; /* the matter of the code; ids follow the clock, which the fill turns */
	char code[19];
};

static int64_t
pick(int64_t i, size_t n)
{
	return (int64_t)(((uint64_t)i * 2654435761U) % n);
}

static enum err
raise_one(struct tx *tx, struct fill *f, int64_t i, const struct q_catalogue_types *type, int64_t village, int64_t *id)
{
	struct actor by = { .kind = ACTOR_RESIDENT };
	struct matter_raised raised;
	const char *told = words[pick(i * 7, sizeof words / sizeof *words)];
	struct matter_raise in = { .channel = CHANNEL_WEB,
				   .type = type->code,
				   .village = village,
				   .place = village,
				   .spot = S("大石坎往上第二个弯道"),
				   .received_at = tx->db.now };

	in.words = str_fmt(tx->db.mem, "%s（第%lld次看到）", told, (long long)(i % 9 + 1));
	in.code_seed = str_fmt(tx->db.mem, "fill-%lld", (long long)i);
	TRY(matter_raise(tx, &by, f->keys, &in, &raised));
	*id = f->last = raised.id;
	memcpy(f->code, raised.code, sizeof f->code);
	return OK;
}

/* Of four matters two wait for the dispatcher, one is offered to its unit, one is in hand. */
static enum err
move_on(struct tx *tx, const struct fill *f, int64_t i, const struct desk *to, int64_t id)
{
	if (i % 4 < 2 || to->unit == 0)
		return OK;
	TRY(matter_act(tx, &f->dispatcher, id, &(struct matter_deed){ .act = ACT_OFFER, .unit = to->unit }));
	if (i % 4 == 2 || to->handler.post == 0)
		return OK;
	return matter_act(tx, &to->handler, id, &(struct matter_deed){ .act = ACT_CLAIM });
}

static enum err
fill_chunk(struct tx *tx, void *arg)
{
	struct fill *f = arg;

	for (int64_t i = f->from; i < f->from + f->n; i++) {
		size_t mark = arena_mark(tx->db.mem);
		int64_t id, type = pick(i * 3, f->types.n), village = pick(i, f->villages.n);

		tx->db.now.ms = f->start.ms + i % SPREAD_MS;
		TRY(raise_one(tx, f, i, &f->types.p[type], f->villages.p[village].id, &id));
		TRY(move_on(tx, f, i, &f->desk[type][village], id));
		arena_back(tx->db.mem, mark);
	}
	return OK;
}

static bool
read_key(const char *dir, key *root)
{
	char path[512];
	int fd;
	bool good;

	snprintf(path, sizeof path, "%s.key", dir);
	fd = open(path, O_RDONLY);
	good = fd >= 0 && read(fd, root->b, sizeof root->b) == (ssize_t)sizeof root->b;
	if (fd >= 0)
		close(fd);
	return good;
}

/* The fill's codes would keep the receipt hasher busy for days: only the last one is left for it, the others
 * get a hash that fits no code. */
static int
drop_waiting(const char *dir, int64_t last)
{
	static const char *const form =
		"begin immediate;"
		"insert into receipt (town, lookup, matter) select town, randomblob(32), matter from receipt_pending"
		" where matter <> %lld;"
		"delete from receipt_pending where matter <> %lld;"
		"commit; analyze; pragma wal_checkpoint(truncate)";
	char path[512], sql[512];
	sqlite3 *db;
	int bad;

	snprintf(sql, sizeof sql, form, (long long)last, (long long)last);
	snprintf(path, sizeof path, "%s/heye.db", dir);
	bad = sqlite3_open(path, &db) != SQLITE_OK || sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK;
	if (bad)
		fprintf(stderr, "heye-bench-fill: %s\n", sqlite3_errmsg(db));
	sqlite3_close(db);
	return bad;
}

/* ---- who gets what ---- */

static enum err
actor_of(struct db *db, int64_t post, struct actor *a)
{
	struct q_staff_post row;

	TRY(q_staff_post(db, post, &row));
	*a = (struct actor){
		.kind = ACTOR_STAFF, .person = row.person, .post = post, .role = (enum role)row.role, .unit = row.unit
	};
	return OK;
}

static enum err
desk_of(struct db *db, str type, int64_t village, struct desk *d)
{
	struct q_staff_holders_list holders;
	enum err e = catalogue_unit_for(db, type, village, day_of(db->now), &d->unit);

	if (e == NOT_FOUND)
		d->unit = 0;
	if (d->unit == 0)
		return OK;
	TRY(e);
	TRY(q_staff_holders(db, d->unit, village, day_of(db->now), 1, &holders));
	return holders.n && holders.p[0].role == ROLE_HANDLER ? actor_of(db, holders.p[0].id, &d->handler) : OK;
}

static enum err
learn(struct db *db, struct fill *f)
{
	day today = day_of(db->now);
	struct q_staff_role_post dispatcher;

	TRY(q_place_villages(db, today, VILLAGES, &f->villages));
	TRY(q_catalogue_types(db, today, TYPES, &f->types));
	TRY(q_staff_role_post(db, ROLE_DISPATCHER, today, &dispatcher));
	TRY(actor_of(db, dispatcher.id, &f->dispatcher));
	for (size_t t = 0; t < f->types.n; t++)
		for (size_t v = 0; v < f->villages.n; v++)
			TRY(desk_of(db, f->types.p[t].code, f->villages.p[v].id, &f->desk[t][v]));
	return OK;
}

static enum err
fold_chunk(struct tx *tx, void *arg)
{
	bool *more = arg;

	for (int i = 0; i < FOLDS && *more; i++)
		TRY(tally_fold(tx, more));
	return OK;
}

static enum err
fold(struct db *db)
{
	enum err e = OK;
	bool more = true;

	while (e == OK && more) {
		struct arena mem = arena_open((size_t)64 << 20);

		e = tx_run(db->conn, &mem, db->now, TOWN, fold_chunk, &more);
		arena_close(&mem);
	}
	return e;
}

static int
fill(struct db *db, struct fill *f, int64_t have, int64_t want)
{
	enum err e = learn(db, f);

	if (e == OK && (f->villages.n == 0 || f->types.n == 0))
		e = NOT_FOUND;
	f->start = (moment){ db->now.ms - SPREAD_MS };
	while (e == OK && have < want) {
		struct arena mem = arena_open((size_t)64 << 20);

		f->from = have;
		f->n = want - have < CHUNK ? want - have : CHUNK;
		e = tx_run(db->conn, &mem, db->now, TOWN, fill_chunk, f);
		arena_close(&mem);
		have += f->n;
		if (have % 200000 < CHUNK)
			fprintf(stderr, "  %lld matters\n", (long long)have);
	}
	if (e == OK)
		e = fold(db);
	if (e != OK)
		fprintf(stderr, "heye-bench-fill: %s\n", err_name(e));
	return e != OK;
}

int
main(int argc, char **argv)
{
	struct conn_options o = { .write = true, .identity = true, .cache_kib = 262144 };
	struct arena mem;
	struct db db = { .town = TOWN };
	struct matter_keys keys;
	static struct fill f;
	key root;
	int64_t have, want;

	f.keys = &keys;
	seal_start();
	if (argc != 4 || !str_int(str_of(argv[2]), &have) || !str_int(str_of(argv[3]), &want) ||
	    !read_key(argv[1], &root)) {
		fprintf(stderr, "usage: heye-bench-fill DIR HAVE WANT\n");
		return 2;
	}
	mem = arena_open((size_t)256 << 20);
	db.mem = &mem;
	db.now = moment_now();
	o.dir = argv[1];
	if (conn_open(&db.conn, &o) != OK || matter_begin(argv[1], &root) != OK ||
	    matter_keys_load(&db, argv[1], &root, &keys) != OK || fill(&db, &f, have, want) != 0)
		return 1;
	conn_close(db.conn);
	printf("%s\n", f.code);
	return drop_waiting(argv[1], f.last);
}
