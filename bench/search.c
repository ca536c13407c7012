/* search.c — how long a search takes: in the program's own functions, and SQLite alone doing the lookups of one.
 *
 *   heye-bench-search DIR [ROUNDS]    brings the lists of the township up to date, then searches for words of its own matters
 *
 * Prints what the lists cost, then for each kind of query the middle and the 99th of a hundred in
 * milliseconds of processor time, and the 99th by the clock. */
#include "search/search.h"
#include "base/out.h"
#include "base/utf8.h"
#include "db/conn.h"
#include "db/writer.h"
#include "gen/place.sql.h"
#include "gen/search.sql.h"
#include "search/list.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TOWN   510921207
#define SAMPLE 3000
#define MOST   2000 /* rounds */
#define WORDS  64

struct bench {
	struct arena mem, kept;
	struct db db;
	struct actor by;
	str text[SAMPLE]; /* words of matters from all over the township */
	size_t texts;
	int64_t common[WORDS]; /* the pairs that most of them have */
	uint32_t sign[WORDS];  /* and the characters */
	int64_t village[WORDS];
	size_t villages;
};

static unsigned seed = 1;

static int
chance(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return (int)(seed >> 1);
}

static int
number_of(const char *text)
{
	int64_t n;

	return str_int(str_of(text), &n) && n > 0 && n <= MOST ? (int)n : 0;
}

/* Time of this thread on a processor: what a search costs, whoever else is on the machine. */
static double
cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int
by_size(const void *left, const void *right)
{
	const double *l = left, *r = right;

	return (*l > *r) - (*l < *r);
}

/* ---- the lists ---- */

static enum err
piece(struct tx *tx, void *arg)
{
	return search_index(tx, arg);
}

static enum err
index_all(const char *dir)
{
	struct conn_options o = { .dir = dir, .write = true, .cache_kib = 65536 };
	struct arena mem = arena_open((size_t)8 << 20);
	struct conn *c;
	double begun = now_ms(), longest = 0;
	int64_t left = 1, all = 0;

	TRY(conn_open(&c, &o));
	while (left) {
		double t = now_ms();

		TRY(tx_run(c, &mem, moment_now(), TOWN, piece, &left));
		arena_reset(&mem);
		longest = now_ms() - t > longest ? now_ms() - t : longest;
		all++;
	}
	printf("lists: %lld pieces in %.0f s, the longest %.0f ms\n", (long long)all, (now_ms() - begun) / 1e3,
	       longest);
	conn_close(c);
	arena_close(&mem);
	return OK;
}

/* ---- what to search for ---- */

struct counted {
	int64_t token, n;
};

static int
by_count(const void *left, const void *right)
{
	const struct counted *l = left, *r = right;

	return (l->n < r->n) - (l->n > r->n);
}

static int
by_token(const void *left, const void *right)
{
	const int64_t *l = left, *r = right;

	return (*l > *r) - (*l < *r);
}

static enum err
sample(struct bench *b)
{
	struct q_search_newest newest;
	struct q_place_villages_list v;
	int64_t *all = malloc(SAMPLE * 512 * sizeof *all), *t;
	struct counted *c = calloc(SAMPLE * 512, sizeof *c);
	size_t n = 0, kinds = 0, pairs = 0, signs = 0;

	if (!all || !c)
		return BROKEN;
	TRY(q_search_newest(&b->db, &newest));
	TRY(q_place_villages(&b->db, day_of(b->db.now), WORDS, &v));
	for (; b->villages < v.n; b->villages++)
		b->village[b->villages] = v.p[b->villages].id;
	for (int64_t i = 0; i < SAMPLE; i++) {
		struct q_search_docs_list l;
		int64_t seq = newest.seq * i / SAMPLE;

		TRY(q_search_docs(&b->db, seq, seq + 200, 4, &l));
		for (size_t k = 0; k < l.n; k++)
			if (l.p[k].words.n && b->texts < (size_t)i + 1)
				b->text[b->texts++] = str_dup(&b->kept, l.p[k].words);
		arena_reset(&b->mem);
	}
	for (size_t i = 0; i < b->texts; i++) {
		size_t found = fold_tokens(&b->mem, b->text[i], &t);

		for (size_t k = 0; k < found && n < SAMPLE * 512; k++)
			all[n++] = t[k];
		arena_reset(&b->mem);
	}
	qsort(all, n, sizeof *all, by_token);
	for (size_t i = 0; i < n; i++) {
		if (kinds == 0 || c[kinds - 1].token != all[i])
			c[kinds++].token = all[i];
		c[kinds - 1].n++;
	}
	qsort(c, kinds, sizeof *c, by_count);
	for (size_t i = 0; i < kinds && (pairs < WORDS || signs < WORDS); i++) {
		if (c[i].token >> 21 && pairs < WORDS)
			b->common[pairs++] = c[i].token;
		else if (!(c[i].token >> 21) && signs < WORDS)
			b->sign[signs++] = (uint32_t)c[i].token;
	}
	free(all);
	free(c);
	return b->texts > 10 && pairs == WORDS && signs == WORDS ? OK : NOT_FOUND;
}

static void
put(struct out *o, uint32_t c)
{
	char bytes[4];
	size_t n;

	utf8_put(bytes, &n, c);
	out_str(o, (str){ bytes, n });
}

static void
put_pair(struct out *o, int64_t token)
{
	put(o, (uint32_t)(token >> 21));
	put(o, (uint32_t)(token & 0x1FFFFF));
}

/* `n` characters in a row that stand in some matter. */
static void
put_some(struct bench *b, struct out *o, size_t n)
{
	for (int tries = 0; tries < 1000; tries++) {
		str t = b->text[(size_t)chance() % b->texts], rest = t;
		size_t all = utf8_count(t), skip, at = 0, step;
		uint32_t c[8], cp;

		if (all < n)
			continue;
		skip = (size_t)chance() % (all - n + 1);
		for (size_t i = 0; (step = utf8_next(rest, &cp)) > 0 && at < n; i++, rest = str_skip(rest, step)) {
			if (i < skip)
				continue;
			if (!fold_char(cp))
				break;
			c[at++] = cp;
		}
		if (at < n)
			continue;
		for (size_t i = 0; i < n; i++)
			put(o, c[i]);
		return;
	}
}

enum kind { ONE, TWO, THREE, FIVE, COMMON, COMMON_RARE, COMMON_TWO, APART, NONE, VILLAGE, KINDS };
static const char *const names[KINDS] = { "one frequent character",
					  "two characters",
					  "three characters",
					  "five characters",
					  "a frequent pair",
					  "a frequent pair and a word of two",
					  "two frequent pairs",
					  "frequent characters in a row that is nowhere",
					  "no hit",
					  "a frequent pair, a post of one village" };

static str
query(struct bench *b, enum kind k)
{
	struct out o = out_make(&b->mem, 64, 400);

	switch (k) {
	case ONE: put(&o, b->sign[chance() % 20]); break;
	case TWO: put_some(b, &o, 2); break;
	case THREE: put_some(b, &o, 3); break;
	case FIVE: put_some(b, &o, 5); break;
	case VILLAGE:
	case COMMON: put_pair(&o, b->common[chance() % 20]); break;
	case COMMON_RARE:
		put_pair(&o, b->common[chance() % 20]);
		out_char(&o, ' ');
		put_some(b, &o, 2);
		break;
	case COMMON_TWO:
		put_pair(&o, b->common[chance() % 20]);
		out_char(&o, ' ');
		put_pair(&o, b->common[20 + chance() % 20]);
		break;
	case APART:
		put_pair(&o, b->common[chance() % 20]);
		put_pair(&o, b->common[20 + chance() % 20]);
		break;
	case NONE:
		put(&o, 0x9F98 + (uint32_t)(chance() % 8));
		put_some(b, &o, 1);
		break;
	case KINDS: break;
	}
	return out_view(&o);
}

static enum err
measure(struct bench *b, enum kind k, int rounds)
{
	static double took[MOST], wall[MOST];
	static struct search_found f;
	int64_t hits = 0, unfinished = 0;
	struct actor by = b->by;

	for (int i = 0; i < rounds; i++) {
		struct search_ask ask = { .typed = query(b, k) };
		double t, w;

		if (k == VILLAGE)
			by.village = b->village[(size_t)chance() % b->villages];
		w = now_ms();
		t = cpu_ms();
		TRY(db_begin_read(&b->db));
		TRY(search_find(&b->db, &by, &ask, &f));
		db_end_read(&b->db);
		took[i] = cpu_ms() - t;
		wall[i] = now_ms() - w;
		hits += (int64_t)f.n;
		unfinished += f.unfinished;
		arena_reset(&b->mem);
	}
	qsort(took, (size_t)rounds, sizeof *took, by_size);
	qsort(wall, (size_t)rounds, sizeof *wall, by_size);
	printf("%-48s %8.2f %8.2f %8.2f   %.1f hits, %lld %% unfinished\n", names[k], took[rounds / 2],
	       took[rounds * 99 / 100], wall[rounds * 99 / 100], (double)hits / rounds,
	       (long long)unfinished * 100 / rounds);
	return OK;
}

/* ---- SQLite alone: the newest list of a frequent pair, and twenty documents by their key ---- */

static enum err
raw(struct bench *b, const char *dir, int rounds)
{
	static const char *const list =
		"select first, docs from search_list where town = 510921207 and token = ?1 order by first desc limit 1";
	static const char *const doc =
		"select e.at, e.act, m.year, m.number, m.title, m.words, m.state, v.name_zh from matter_entry e"
		" join matter m on m.town = e.town and m.id = e.matter join place v on v.town = m.town and v.id = "
		"m.village"
		" where e.town = 510921207 and e.seq = ?1";
	static double took[MOST];
	sqlite3 *db;
	sqlite3_stmt *l, *d;
	char path[512];

	snprintf(path, sizeof path, "%s/heye.db", dir);
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) || sqlite3_prepare_v2(db, list, -1, &l, NULL) ||
	    sqlite3_prepare_v2(db, doc, -1, &d, NULL))
		return BROKEN;
	for (int i = 0; i < rounds; i++) {
		double t = cpu_ms();
		uint16_t *at = malloc(2 * LIST_SPAN);
		size_t n = 0;

		sqlite3_bind_int64(l, 1, b->common[chance() % 20]);
		if (at && sqlite3_step(l) == SQLITE_ROW &&
		    list_unpack(sqlite3_column_int64(l, 0),
				(str){ sqlite3_column_blob(l, 1), (size_t)sqlite3_column_bytes(l, 1) }, at, &n) == OK)
			for (size_t k = n; k > 0 && k + SEARCH_ROWS > n; k--) {
				sqlite3_bind_int64(d, 1, sqlite3_column_int64(l, 0) + at[k - 1]);
				(void)sqlite3_step(d);
				sqlite3_reset(d);
			}
		sqlite3_reset(l);
		free(at);
		took[i] = cpu_ms() - t;
	}
	qsort(took, (size_t)rounds, sizeof *took, by_size);
	printf("%-48s %8.2f %8.2f\n", "SQLite alone: a frequent pair, twenty rows", took[rounds / 2],
	       took[rounds * 99 / 100]);
	sqlite3_finalize(l);
	sqlite3_finalize(d);
	sqlite3_close(db);
	return OK;
}

int
main(int argc, char **argv)
{
	struct conn_options o = { .dir = argv[1] };
	static struct bench b;
	int rounds = argc > 2 ? number_of(argv[2]) : 400;
	enum err e;

	if (argc < 2 || rounds < 1 || rounds > MOST) {
		fprintf(stderr, "usage: heye-bench-search DIR [ROUNDS]\n");
		return 2;
	}
	b.mem = arena_open((size_t)8 << 20);
	b.kept = arena_open((size_t)64 << 20);
	b.db = (struct db){ .mem = &b.mem, .now = moment_now(), .town = TOWN };
	b.by = (struct actor){ .kind = ACTOR_STAFF, .post = 1, .person = 1, .role = ROLE_CLERK, .unit = 1 };
	e = index_all(argv[1]);
	if (e == OK)
		e = conn_open(&b.db.conn, &o);
	if (e == OK)
		e = sample(&b);
	if (e == OK)
		printf("%-48s %8s %8s %8s\n", "", "middle", "p99", "p99 wall");
	for (int k = 0; k < KINDS && e == OK; k++)
		e = measure(&b, (enum kind)k, rounds);
	if (e == OK)
		e = raw(&b, argv[1], rounds);
	if (e != OK)
		fprintf(stderr, "heye-bench-search: %s\n", err_name(e));
	return e != OK;
}
