/* hasher.c — receipt codes from their short wait to their slow hash, one at a time, at the lowest priority.
 *
 * The hash is computed on this thread; the writer only swaps two rows. A code that cannot be kept stays findable by its tag. */
#include "base/log.h"
#include "db/writer.h"
#include "gen/receipt.sql.h"
#include "matter/keys.h"
#include "matter/receipt.h"

#include <pthread.h>
#include <sys/resource.h>

#define NICE_MOST 19
#define MEMORY    ((size_t)1 << 20)
#define BATCH     200
#define REST_MS   200

struct receipt_hasher {
	struct writer *writer;
	struct conn *conn;
	struct matter_keys keys;
	struct arena own, mem, swap_mem;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool ending;
};

struct swap {
	str tag;
	int64_t matter;
	hash lookup;
};

static enum err
swap_run(struct tx *tx, void *arg)
{
	const struct swap *s = arg;

	TRY(q_receipt_unwait(tx, s->tag));
	return q_receipt_keep(tx, hash_str(&s->lookup), s->matter);
}

static enum err
code_keep(struct receipt_hasher *h, const struct q_receipt_waiting *row)
{
	struct swap s = { .tag = row->tag, .matter = row->matter };
	struct write job = { .run = swap_run, .arg = &s, .mem = &h->swap_mem, .now = moment_now(), .town = row->town };
	enum err e;
	str code;

	TRY(seal_open(&h->mem, &h->keys.receipt_box, row->box, row->tag, &code));
	s.lookup = receipt_lookup(&h->mem, &h->keys, row->town, code);
	e = writer_run(h->writer, &job);
	arena_reset(&h->swap_mem);
	return e;
}

/* True when the thread shall end; else after a rest. */
static bool
rest(struct receipt_hasher *h, bool at_once)
{
	struct timespec until;
	bool ending;

	pthread_mutex_lock(&h->lock);
	if (!h->ending && !at_once) {
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += REST_MS * 1000000L;
		until.tv_sec += until.tv_nsec / 1000000000L;
		until.tv_nsec %= 1000000000L;
		pthread_cond_timedwait(&h->wake, &h->lock, &until);
	}
	ending = h->ending;
	pthread_mutex_unlock(&h->lock);
	return ending;
}

/* What waits, oldest first. `after` moves past a code that could not be kept, so that one bad row stops nobody else. True: more may wait. */
static bool
batch(struct receipt_hasher *h, moment *after)
{
	struct db db = { .mem = &h->mem, .now = moment_now(), .conn = h->conn };
	struct q_receipt_waiting_list list;
	enum err e = q_receipt_waiting(&db, *after, BATCH, &list);

	if (e != OK)
		return false;
	for (size_t i = 0; i < list.n; i++) {
		if (rest(h, true))
			return false;
		e = code_keep(h, &list.p[i]);
		if (e == BUSY)
			return false;
		if (e != OK) {
			log_warn("receipt: a code could not be kept (%s); it stays findable by its tag", err_name(e));
			*after = list.p[i].made_at;
		}
	}
	if (list.n == 0)
		*after = (moment){ 0 };
	return list.n == BATCH;
}

static void *
run(void *arg)
{
	struct receipt_hasher *h = arg;
	moment after = { 0 };
	bool more = false;

	setpriority(PRIO_PROCESS, 0, NICE_MOST); /* of this thread alone, on Linux */
	while (!rest(h, more)) {
		more = batch(h, &after);
		arena_reset(&h->mem);
	}
	return NULL;
}

static void
forget(struct receipt_hasher *h)
{
	struct arena own = h->own; /* h lives in it */

	arena_close(&h->mem);
	arena_close(&h->swap_mem);
	arena_close(&own);
}

enum err
receipt_hasher_start(struct receipt_hasher **out, struct writer *w, const char *dir, const struct matter_keys *k)
{
	struct conn_options o = { .dir = dir, .cache_kib = 256 };
	struct arena own = arena_open(sizeof(struct receipt_hasher) + 64);
	struct receipt_hasher *h = make(&own, struct receipt_hasher, 1);
	pthread_condattr_t attr;
	enum err e;

	*out = NULL;
	h->own = own;
	h->writer = w;
	h->keys = *k;
	h->mem = arena_open(MEMORY);
	h->swap_mem = arena_open(MEMORY);
	e = conn_open(&h->conn, &o);
	if (e != OK) {
		forget(h);
		return e;
	}
	pthread_mutex_init(&h->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&h->wake, &attr);
	pthread_condattr_destroy(&attr);
	if (pthread_create(&h->thread, NULL, run, h) != 0) {
		conn_close(h->conn);
		forget(h);
		return BUSY;
	}
	*out = h;
	return OK;
}

void
receipt_hasher_stop(struct receipt_hasher *h)
{
	if (!h)
		return;
	pthread_mutex_lock(&h->lock);
	h->ending = true;
	pthread_cond_signal(&h->wake);
	pthread_mutex_unlock(&h->lock);
	pthread_join(h->thread, NULL);
	conn_close(h->conn);
	pthread_mutex_destroy(&h->lock);
	pthread_cond_destroy(&h->wake);
	forget(h);
}
