#include "base/rand.h"
#include "db/writer.h"
#include "gen/receipt.sql.h"
#include "matter/matter_test.h"
#include "matter/receipt.h"

#include <string.h>
#include <sys/stat.h>
#include <time.h>

static bool
good(const char *typed, const char *want)
{
	char code[19];

	return receipt_parse(str_of(typed), code) == OK && strcmp(code, want) == 0;
}

static bool
bad(const char *typed)
{
	char code[19];

	return receipt_parse(str_of(typed), code) == INVALID;
}

/* ISO 7064 MOD 97-10: the whole number leaves 1 when divided by 97. */
static unsigned
remainder_of(const char *code)
{
	unsigned r = 0;

	for (; *code; code++)
		r = (r * 10 + (unsigned)(*code - '0')) % 97;
	return r;
}

TEST(receipt_codes_are_read_as_people_write_them)
{
	const char *code = "123456789012345611"; /* 98 − (1234567890123456 × 100 mod 97) = 11 */

	CHECK_INT(remainder_of(code), 1);
	CHECK(good("123456789012345611", code));
	CHECK(good("  1234 5678 9012 3456 11\n", code));
	CHECK(good("1234-5678-9012-3456-11", code));
	CHECK(good("１２３４　５６７８　９０１２　３４５６　１１", code));
	CHECK(good("1234–5678—9012－3456 11", code));
	CHECK(bad("12345678901234567"));
	CHECK(bad("1234567890123456110"));
	CHECK(bad("123456789012345678"));
	CHECK(bad("1234567890l2345611"));
	CHECK(bad("１２３４５６７８９０１２３４５６１\xEF\xBC"));
	CHECK(bad("二三四"));
	CHECK(bad(""));
}

TEST(receipt_check_digits_find_every_slip_of_the_pen)
{
	key k = key_random();
	char code[19], wrong[19];

	for (int i = 0; i < 200; i++) {
		char seed[8];

		rand_bytes(seed, sizeof(seed));
		receipt_make(&k, TOWN, (str){ seed, sizeof(seed) }, code);
		CHECK_INT(strlen(code), 18);
		CHECK_INT(remainder_of(code), 1);
		CHECK(good(code, code));
		for (int at = 0; at < 18; at++)
			for (int c = '0'; c <= '9'; c++) {
				memcpy(wrong, code, sizeof(wrong));
				wrong[at] = (char)c;
				CHECK(c == code[at] || bad(wrong));
			}
		for (int at = 0; at < 17; at++) {
			memcpy(wrong, code, sizeof(wrong));
			wrong[at] = code[at + 1];
			wrong[at + 1] = code[at];
			CHECK(wrong[at] == wrong[at + 1] || bad(wrong));
		}
	}
}

TEST(receipt_of_a_repeated_form_is_the_same)
{
	key k = key_random(), other = key_random();
	char a[19], b[19];

	receipt_make(&k, TOWN, S("一把钥匙"), a);
	receipt_make(&k, TOWN, S("一把钥匙"), b);
	CHECK(strcmp(a, b) == 0);
	receipt_make(&k, TOWN + 1, S("一把钥匙"), b);
	CHECK(strcmp(a, b) != 0);
	receipt_make(&k, TOWN, S("另一把"), b);
	CHECK(strcmp(a, b) != 0);
	receipt_make(&other, TOWN, S("一把钥匙"), b);
	CHECK(strcmp(a, b) != 0);
}

TEST(receipt_groups)
{
	struct arena mem = arena_open(4096);

	CHECK_STR(receipt_grouped(&mem, "604182735590441763"), "6041 8273 5590 4417 63");
	arena_close(&mem);
}

static void
tenth_of_a_second(void)
{
	const struct timespec t = { .tv_nsec = 100000000 };

	nanosleep(&t, NULL);
}

static enum err
find(struct world *w, const char *code, bool slow, int64_t *matter, int64_t *f)
{
	struct db db = world_db(w);
	enum err e = receipt_find(&db, &w->keys, str_of(code), slow, matter, f);

	arena_reset(&w->mem);
	return e;
}

static const char *
folder(const char *name)
{
	static char path[300];

	snprintf(path, sizeof(path), "%s/%s", test_dir(), name);
	mkdir(path, 0700);
	return path;
}

TEST(receipt_is_found_by_its_tag_and_then_by_its_slow_hash)
{
	struct world *w = world_open(folder("receipts"));
	int64_t id = raise_of(w, "C01"), lead, matter, f;
	struct writer_options o = { .dir = w->dir, .database = test_database(w->dir) };
	struct conn_options place = { .dir = w->dir, .database = o.database };
	struct receipt_hasher *h = NULL;
	struct writer *writer = NULL;
	char code[19], wrong[19];

	memcpy(code, w->code, sizeof(code));
	memcpy(wrong, code, sizeof(wrong));
	receipt_make(&w->root, TOWN, S("nobody's"), wrong);
	CHECK_INT(find(w, code, false, &matter, &f), OK);
	CHECK(matter == id && f == 0);
	CHECK_INT(find(w, wrong, false, &matter, &f), CONFLICT);
	CHECK_INT(find(w, wrong, true, &matter, &f), NOT_FOUND);
	CHECK_INT(find(w, "123", true, &matter, &f), INVALID);
	lead = raise_of(w, "C01");
	CHECK_INT(number(w, "select count(*) from receipt_pending where town = ?1", 0), 2);
	CHECK_INT(writer_open(&writer, &o), OK);
	CHECK_INT(receipt_hasher_start(&h, writer, &place, &w->keys), OK);
	for (int i = 0; i < 100 && number(w, "select count(*) from receipt where town = ?1", 0) < 2; i++)
		tenth_of_a_second();
	receipt_hasher_stop(h);
	writer_close(writer);
	CHECK_INT(number(w, "select count(*) from receipt_pending where town = ?1", 0), 0);
	CHECK_INT(find(w, code, false, &matter, &f), CONFLICT);
	CHECK_INT(find(w, code, true, &matter, &f), OK);
	CHECK(matter == id && f == 0);
	merged(w, id, lead);
	CHECK_INT(find(w, code, true, &matter, &f), OK);
	CHECK(matter == lead && f != 0);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

static void
hashers_run(struct world *w, int n, uint64_t codes, uint64_t kept[2])
{
	struct writer_options o = { .dir = w->dir, .database = test_database(w->dir) };
	struct conn_options place = { .dir = w->dir, .database = o.database };
	struct receipt_hasher *h[2] = { NULL };
	struct writer *writer[2] = { NULL };

	for (int i = 0; i < n; i++) {
		CHECK_INT(writer_open(&writer[i], &o), OK);
		CHECK_INT(receipt_hasher_start(&h[i], writer[i], &place, &w->keys), OK);
	}
	for (int i = 0; i < 600 && number(w, "select count(*) from receipt where town = ?1", 0) < (int64_t)codes; i++)
		tenth_of_a_second();
	for (int i = 0; i < n; i++) {
		kept[i] = receipt_hasher_kept(h[i]);
		receipt_hasher_stop(h[i]);
		writer_close(writer[i]);
	}
}

enum { CODES = 40, DEAD = 8 };

/* What another server has in hand until `arg`. */
static enum err
dead_take(struct tx *tx, void *arg)
{
	struct q_receipt_free_list list;

	TRY(q_receipt_free(&tx->db, tx->db.now, DEAD, &list));
	CHECK_INT(list.n, DEAD);
	for (size_t i = 0; i < list.n; i++)
		TRY(q_receipt_take(tx, list.p[i].tag, *(const moment *)arg));
	return OK;
}

/* Two servers on PostgreSQL, the one there is on SQLite. Eight codes are another server's that died: they wait for their time. */
TEST(servers_share_the_codes_and_none_is_hashed_twice)
{
	moment now = moment_now(), later = { now.ms + MS_HOUR }, after = { now.ms + 2 * MS_HOUR }, free = { 0 };
	struct world *w = world_open(folder("shared"));
	int n = test_database(w->dir) ? 2 : 1;
	uint64_t kept[2] = { 0 };

	for (int i = 0; i < CODES; i++)
		(void)raise_of(w, "C01");
	CHECK_INT(tx_run(w->conn, &w->mem, now, TOWN, dead_take, &later), OK);
	hashers_run(w, n, CODES - DEAD, kept);
	CHECK_INT(kept[0] + kept[1], CODES - DEAD);
	CHECK(kept[0] > 0 && (n == 1 || kept[1] > 0));
	CHECK_INT(number(w, "select count(*) from receipt_pending where town = ?1", 0), DEAD);
	CHECK_INT(tx_run(w->conn, &w->mem, after, TOWN, dead_take, &free), OK);
	hashers_run(w, n, CODES, kept);
	CHECK_INT(kept[0] + kept[1], DEAD);
	CHECK_INT(number(w, "select count(*) from receipt_pending where town = ?1", 0), 0);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(receipt_hook_wants_its_keys_first)
{
	struct world *w = world_open(NULL);
	struct db db = world_db(w);
	int64_t id, matter, f;

	CHECK_INT(matter_begin(w->dir, &w->root), OK);
	CHECK_INT(matter_keys_load(&db, w->dir, &w->root, &w->keys), OK);
	id = raise_of(w, "C01");
	CHECK_INT(receipt_open(&db, str_of(w->code), false, &matter, &f), OK);
	CHECK_INT(matter, id);
	CHECK_INT(receipt_open(&db, S("12"), true, &matter, &f), NOT_FOUND);
	world_close(w);
}
