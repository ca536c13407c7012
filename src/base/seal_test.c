#include "base/rand.h"
#include "base/seal.h"
#include "test.h"

#include <pthread.h>
#include <string.h>

static str
hex(struct arena *a, hash h)
{
	return str_hex(a, h.b, sizeof(h.b));
}

TEST(seal_hashes)
{
	struct arena a = arena_open(1 << 20);
	key one = { { 1 } }, two = { { 2 } };
	hash x, y;

	seal_start();
	seal_start();
	CHECK_STR(hex(&a, hash_of(S("abc"))), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
	CHECK_STR(hex(&a, hash_of(S(""))), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
	x = hash_of((str){ NULL, 0 });
	y = hash_of(S(""));
	CHECK(hash_eq(&x, &y));
	x = hash_keyed(&one, S("abc"));
	y = hash_keyed(&two, S("abc"));
	CHECK(!hash_eq(&x, &y));
	y = hash_keyed(&one, S("abc"));
	CHECK(hash_eq(&x, &y));
	y.b[31] ^= 1;
	CHECK(!hash_eq(&x, &y));
	CHECK(hash_str(&x).n == HASH_BYTES && hash_str(&x).p == (const char *)x.b);
	arena_close(&a);
}

TEST(seal_derives_keys)
{
	key root, a, b;

	seal_start();
	root = key_random();
	a = key_derive(&root, "session");
	b = key_derive(&root, "session");
	CHECK(memcmp(&a, &b, sizeof(a)) == 0);
	b = key_derive(&root, "identity");
	CHECK(memcmp(&a, &b, sizeof(a)) != 0);
	b = key_derive(&root, "");
	CHECK(memcmp(&a, &b, sizeof(a)) != 0 && memcmp(&root, &b, sizeof(b)) != 0);
	root.b[0] ^= 1;
	b = key_derive(&root, "session");
	CHECK(memcmp(&a, &b, sizeof(a)) != 0);
}

static enum err
open_changed(struct arena *a, const key *k, str box, size_t at)
{
	str plain = S("untouched"), copy = str_dup(a, box);
	char *bytes = make(a, char, box.n);
	enum err e;

	memcpy(bytes, copy.p, copy.n);
	bytes[at] ^= 1;
	e = seal_open(a, k, (str){ bytes, box.n }, S("about"), &plain);
	CHECK_STR(plain, "untouched");
	return e;
}

TEST(seal_locks_and_opens)
{
	struct arena a = arena_open(1 << 20);
	key k, other;
	str box, again, plain = S("");

	seal_start();
	k = key_random();
	other = key_random();
	box = seal_lock(&a, &k, S("王大爷 138"), S("about"));
	again = seal_lock(&a, &k, S("王大爷 138"), S("about"));
	CHECK(!str_eq(box, again));
	CHECK_INT(seal_open(&a, &k, box, S("about"), &plain), OK);
	CHECK_STR(plain, "王大爷 138");
	CHECK_INT(seal_open(&a, &k, box, S("abouT"), &plain), BROKEN);
	CHECK_INT(seal_open(&a, &k, box, S(""), &plain), BROKEN);
	CHECK_INT(seal_open(&a, &other, box, S("about"), &plain), BROKEN);
	for (size_t n = 0; n < box.n; n++) {
		CHECK_INT(seal_open(&a, &k, str_head(box, n), S("about"), &plain), BROKEN);
		CHECK_INT(open_changed(&a, &k, box, n), BROKEN);
	}
	box = seal_lock(&a, &k, (str){ NULL, 0 }, (str){ NULL, 0 });
	CHECK_INT(seal_open(&a, &k, box, (str){ NULL, 0 }, &plain), OK);
	CHECK_INT(plain.n, 0);
	arena_close(&a);
}

TEST(seal_boxes_for_a_public_key)
{
	struct arena a = arena_open(1 << 20);
	key pub, secret, other_pub, other_secret;
	str box, plain = S("");

	seal_start();
	seal_pair(&pub, &secret);
	seal_pair(&other_pub, &other_secret);
	box = seal_to(&a, &pub, S("手机 13800000000"));
	CHECK(!str_has(box, S("138")));
	CHECK_INT(seal_read(&a, &pub, &secret, box, &plain), OK);
	CHECK_STR(plain, "手机 13800000000");
	CHECK_INT(seal_read(&a, &other_pub, &other_secret, box, &plain), BROKEN);
	CHECK_INT(seal_read(&a, &pub, &other_secret, box, &plain), BROKEN);
	for (size_t n = 0; n < box.n; n++)
		CHECK_INT(seal_read(&a, &pub, &secret, str_head(box, n), &plain), BROKEN);
	box = seal_to(&a, &pub, (str){ NULL, 0 });
	CHECK_INT(seal_read(&a, &pub, &secret, box, &plain), OK);
	CHECK_INT(plain.n, 0);
	arena_close(&a);
}

TEST(seal_passwords)
{
	struct arena a = arena_open(1 << 20);
	uint8_t salt[16] = { 1 };
	hash x, y;
	str stored, again;

	seal_start();
	stored = seal_password(&a, S("荷叶田田 2026"));
	again = seal_password(&a, S("荷叶田田 2026"));
	CHECK(str_starts(stored, S("$argon2id$v=19$m=19456,t=2,p=1$")));
	CHECK(!str_eq(stored, again));
	CHECK(seal_password_ok(stored, S("荷叶田田 2026")));
	CHECK(!seal_password_ok(stored, S("荷叶田田 2025")));
	CHECK(!seal_password_ok(stored, S("")));
	CHECK(!seal_password_ok((str){ NULL, 0 }, S("")));
	CHECK(!seal_password_ok(S("plain"), S("plain")));
	CHECK(!seal_password_ok(str_join(&a, stored, stored), S("荷叶田田 2026")));
	stored = seal_password(&a, (str){ NULL, 0 });
	CHECK(seal_password_ok(stored, S("")) && !seal_password_ok(stored, S("x")));

	x = seal_slow(S("K7QF"), salt);
	y = seal_slow(S("K7QF"), salt);
	CHECK(hash_eq(&x, &y));
	y = seal_slow(S("K7QG"), salt);
	CHECK(!hash_eq(&x, &y));
	salt[15] = 1;
	y = seal_slow(S("K7QF"), salt);
	CHECK(!hash_eq(&x, &y));
	arena_close(&a);
}

TEST(rand_numbers)
{
	int seen[6] = { 0 };

	for (int i = 0; i < 6000; i++) {
		uint32_t n = rand_below(6);

		CHECK(n < 6);
		seen[n % 6]++;
	}
	for (int i = 0; i < 6; i++)
		CHECK(seen[i] > 700 && seen[i] < 1300);
	CHECK_INT(rand_below(1), 0);
	CHECK(rand_below(UINT32_MAX) < UINT32_MAX);
	rand_bytes(NULL, 0);
}

TEST(rand_tokens)
{
	static const size_t lengths[] = { 0, 2, 3, 4, 6, 7, 8, 10, 11, 12 };
	struct arena a = arena_open(1 << 20);

	for (size_t n = 0; n < 10; n++)
		CHECK_INT(rand_token(&a, n).n, lengths[n]);
	for (int i = 0; i < 200; i++) {
		str t = rand_token(&a, 16), u = rand_token(&a, 16);

		CHECK_INT(t.n, 22);
		CHECK(!str_eq(t, u));
		for (size_t j = 0; j < t.n; j++)
			CHECK(memchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", t.p[j], 64) !=
			      NULL);
		CHECK(memchr("AQgw", t.p[21], 4) != NULL); /* a decoder that is strict about spare bits takes it */
	}
	arena_close(&a);
}

TEST(rand_ids_rise)
{
	int64_t now = INT64_C(1795483800000), last = rand_id(now - 1000);

	CHECK_INT((last >> 20) + INT64_C(1577836800000), now - 1000);
	for (int i = 0; i < 100000; i++) {
		int64_t id = rand_id(now + i / 50000 - i % 3); /* a clock that stands, steps back and goes on */

		if (id <= last || id <= 0) {
			test_fail(__FILE__, __LINE__, "%lld after %lld", (long long)id, (long long)last);
			break;
		}
		last = id;
	}
	CHECK(rand_id(0) > last && rand_id(INT64_MIN) > last);
	CHECK(rand_id(INT64_MIN) > 0);
}

struct ids {
	int64_t at[20000];
};

static void *
draw(void *p)
{
	struct ids *ids = p;

	for (int i = 0; i < 20000; i++)
		ids->at[i] = rand_id(INT64_C(1800000000000));
	return NULL;
}

TEST(rand_ids_of_many_threads)
{
	struct arena a = arena_open(8 << 20);
	struct ids *ids[4];
	pthread_t threads[4];
	size_t at[4] = { 0 };
	int64_t last = 0;

	for (int i = 0; i < 4; i++) {
		ids[i] = make(&a, struct ids, 1);
		CHECK(pthread_create(&threads[i], NULL, draw, ids[i]) == 0);
	}
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	/* Merged, the four rows must rise without two that are the same. */
	for (int n = 0; n < 80000; n++) {
		int least = -1;

		for (int i = 0; i < 4; i++)
			if (at[i] < 20000 && (least < 0 || ids[i]->at[at[i]] < ids[least]->at[at[least]]))
				least = i;
		if (least < 0)
			break;
		if (ids[least]->at[at[least]] <= last) {
			test_fail(__FILE__, __LINE__, "an id came twice, or out of order");
			break;
		}
		last = ids[least]->at[at[least]++];
	}
	arena_close(&a);
}
