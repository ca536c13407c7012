#include "base/rand.h"
#include "base/log.h"

#include <assert.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define YEAR_2020 INT64_C(1577836800000) /* 2020-01-01T00:00:00Z in ms */
#define LOW_BITS  20
#define MOST_MS   ((INT64_C(1) << 42) - 1) /* until the year 2159 */

#define POOL  512 /* bytes fetched from the kernel at once, for each thread */
#define SMALL 64

static void
fetch(void *p, size_t n)
{
	char *at = p;

	while (n > 0) {
		ssize_t got = getrandom(at, n, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			log_error("rand: the kernel gives no randomness");
			abort();
		}
		at += got;
		n -= (size_t)got;
	}
}

/* Every page takes a few bytes for the keys of its forms: a system call for each would show. What was given out
 * is wiped. */
void
rand_bytes(void *p, size_t n)
{
	static _Thread_local struct {
		char bytes[POOL];
		size_t left;
	} pool;

	if (n > SMALL) {
		fetch(p, n);
		return;
	}
	if (n > pool.left) {
		fetch(pool.bytes, POOL);
		pool.left = POOL;
	}
	pool.left -= n;
	memcpy(p, pool.bytes + pool.left, n);
	explicit_bzero(pool.bytes + pool.left, n);
}

uint32_t
rand_below(uint32_t n)
{
	uint32_t x, over;

	assert(n > 0);
	/* What lies above the last whole multiple of n would make the small numbers likelier. */
	over = (uint32_t)(0u - n) % n;
	do
		rand_bytes(&x, sizeof(x));
	while (x < over);
	return x % n;
}

str
rand_token(struct arena *a, size_t bytes)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	/* What the last digit carries: as in any base64 its spare bits are zero. */
	static const unsigned char last[] = { 63, 48, 60 };
	size_t n = bytes / 3 * 4 + (bytes % 3 ? bytes % 3 + 1 : 0);
	char *out = make(a, char, n);

	rand_bytes(out, n);
	for (size_t i = 0; i < n; i++)
		out[i] = digits[out[i] & (i + 1 == n ? last[bytes % 3] : 63)];
	return (str){ out, n };
}

/* One counter for the process: the time sets it forward, and where the time stands still or goes back it counts on. */
static _Atomic int64_t last_id;

int64_t
rand_id(int64_t now_ms)
{
	int64_t ms = now_ms < YEAR_2020 ? 0 : now_ms - YEAR_2020;
	int64_t before = atomic_load(&last_id), id, fresh;
	uint32_t low;

	rand_bytes(&low, sizeof(low));
	fresh = (ms > MOST_MS ? MOST_MS : ms) << LOW_BITS | (low & ((1u << LOW_BITS) - 1));
	do
		id = fresh > before ? fresh : before + 1;
	while (!atomic_compare_exchange_weak(&last_id, &before, id));
	return id;
}
