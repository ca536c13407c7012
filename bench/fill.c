/* fill.c — a large township fast, through the same domain functions as the pages, so that every invariant holds.
 *
 *   heye-bench-fill DIR HAVE WANT     DIR holds the demo township; HAVE were made by earlier calls, adds matters until WANT
 *
 * Prints the receipt code of the last matter, for the tracking page. */
#include "base/seal.h"
#include "db/writer.h"
#include "gen/catalogue.sql.h"
#include "gen/place.sql.h"
#include "matter/matter.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sqlite3.h>
#include <unistd.h>

#define TOWN 510921207
#define CHUNK 400

static const char *const words[] = {
	"村口到学校那段路，路灯坏了五盏，娃儿晚上放学看不清，骑车的也多，麻烦来修一下。",
	"屋后头的水渠垮了一截，水都漫到田里去了，再不弄这季秧子要遭淹死。",
	"隔壁修房子把共用的巷子占了半边，三轮车过不去，说了几回都不听。",
	"自来水一周停了三回，也没得通知，家里有老人要用水，想晓得到底啥时候能修好。",
	"承包地租出去两年，租金一直拖到没给，找不到人，想请乡上帮忙问一下。",
	"垃圾池满了没人来拉，天热了臭得很，就在幺店子旁边，来往的人都捂到鼻子。",
};

struct fill {
	const struct matter_keys *keys;
	struct q_place_villages_list villages;
	struct q_catalogue_types_list types;
	int64_t from, n;
	moment start;
	char code[19];
};

static int64_t
pick(int64_t i, size_t n)
{
	return (int64_t)(((uint64_t)i * 2654435761U) % n);
}

static enum err
raise_one(struct tx *tx, struct fill *f, int64_t i)
{
	struct actor by = { .kind = ACTOR_RESIDENT };
	struct matter_raised raised;
	int64_t village = f->villages.p[pick(i, f->villages.n)].id;
	str text = str_fmt(tx->db.mem, "%s（第%lld次看到）", words[pick(i * 7, sizeof words / sizeof *words)], (long long)(i % 9 + 1));
	struct matter_raise in = { .channel = CHANNEL_WEB,
		                   .type = f->types.p[pick(i * 3, f->types.n)].code,
		                   .village = village,
		                   .place = village,
		                   .spot = S("大石坎往上第二个弯道"),
		                   .words = text,
		                   .received_at = tx->db.now,
		                   .code_seed = str_fmt(tx->db.mem, "fill-%lld", (long long)i) };
	enum err e = matter_raise(tx, &by, f->keys, &in, &raised);

	if (e != OK)
		return e;
	memcpy(f->code, raised.code, sizeof f->code);
	return OK;
}

static enum err
fill_chunk(struct tx *tx, void *arg)
{
	struct fill *f = arg;

	for (int64_t i = f->from; i < f->from + f->n; i++) {
		size_t mark = arena_mark(tx->db.mem);

		tx->db.now.ms = f->start.ms + i % 86400000;
		TRY(raise_one(tx, f, i));
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

/* The fill's codes would keep the receipt hasher busy for days: only the last one stays to be hashed. */
static int
drop_waiting(const char *dir)
{
	char path[512];
	sqlite3 *db;
	int bad;

	snprintf(path, sizeof path, "%s/heye.db", dir);
	bad = sqlite3_open(path, &db) != SQLITE_OK ||
	      sqlite3_exec(db, "delete from receipt_pending where matter <> (select max(id) from matter); analyze", NULL, NULL, NULL) != SQLITE_OK;
	sqlite3_close(db);
	return bad;
}

static int
fill(struct db *db, struct fill *f, int64_t have, int64_t want)
{
	day today = day_of(db->now);

	if (q_place_villages(db, today, 20, &f->villages) != OK || q_catalogue_types(db, today, 100, &f->types) != OK)
		return 1;
	f->start = (moment){ db->now.ms - 2 * MS_DAY };
	while (have < want) {
		struct arena mem = arena_open((size_t)64 << 20);
		enum err e;

		f->from = have;
		f->n = want - have < CHUNK ? want - have : CHUNK;
		e = tx_run(db->conn, &mem, db->now, TOWN, fill_chunk, f);
		arena_close(&mem);
		if (e != OK) {
			fprintf(stderr, "heye-bench-fill: %s\n", err_name(e));
			return 1;
		}
		have += f->n;
		if (have % 200000 < CHUNK)
			fprintf(stderr, "  %lld matters\n", (long long)have);
	}
	return 0;
}

int
main(int argc, char **argv)
{
	struct conn_options o = { .write = true, .identity = true, .cache_kib = 262144 };
	struct arena mem;
	struct db db = { .town = TOWN };
	struct matter_keys keys;
	struct fill f = { .keys = &keys };
	key root;
	int64_t have, want;

	seal_start();
	if (argc != 4 || !str_int(str_of(argv[2]), &have) || !str_int(str_of(argv[3]), &want) || !read_key(argv[1], &root)) {
		fprintf(stderr, "usage: heye-bench-fill DIR HAVE WANT\n");
		return 2;
	}
	mem = arena_open((size_t)256 << 20);
	db.mem = &mem;
	db.now = moment_now();
	o.dir = argv[1];
	if (conn_open(&db.conn, &o) != OK || matter_begin(argv[1], &root) != OK || matter_keys_load(&db, argv[1], &root, &keys) != OK ||
	    fill(&db, &f, have, want) != 0)
		return 1;
	conn_close(db.conn);
	printf("%s\n", f.code);
	return drop_waiting(argv[1]);
}
