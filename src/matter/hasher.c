/* hasher.c — receipt codes from their short wait to their slow hash, one at a time, at the lowest priority.
 *
 * The hash is computed on this thread; the writer only swaps two rows. A code that cannot be kept stays findable by
 * its tag. */
#include "base/log.h"
#include "db/writer.h"
#include "gen/receipt.sql.h"
#include "matter/keys.h"
#include "matter/receipt.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#define NICE_MOST 19
#define MEMORY    ((size_t)1 << 20)
#define BATCH     200
#define REST_MS   200
#define YIELD_MS  1000 /* between two codes while others write */

struct receipt_hasher {
	struct writer *writer;
	struct conn *conn;
	struct matter_keys keys;
	struct arena own, mem, swap_mem;
	pthread_t thread;
	uint64_t writes; /* of the writer, after our own last one */
	int ending;      /* eventfd: readable once the thread shall end */
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
	struct write job = {
		.run = swap_run, .arg = &s, .mem = &h->swap_mem, .now = moment_now(), .town = row->town, .again = true
	};
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
rest(struct receipt_hasher *h, int ms)
{
	struct pollfd ending = { .fd = h->ending, .events = POLLIN };

	return poll(&ending, 1, ms) > 0;
}

/* While others write, one code now and then is enough: a code that waits is findable by its tag. */
static bool
others_write(const struct receipt_hasher *h)
{
	struct writer_figures f = writer_figures(h->writer);

	return f.waiting > 0 || f.writes != h->writes;
}

/* What waits, oldest first. `after` moves past a code that could not be kept, so that one bad row stops nobody
 * else. True: more may wait. */
static bool
batch(struct receipt_hasher *h, moment *after)
{
	struct db db = { .mem = &h->mem, .now = moment_now(), .conn = h->conn };
	struct q_receipt_waiting_list list;
	bool held;
	enum err e = db_elect(&db, OFFICE_HASHER, &held);

	if (e != OK || !held)
		return false; /* another server does it */
	e = q_receipt_waiting(&db, *after, BATCH, &list);
	if (e != OK)
		return false;
	for (size_t i = 0; i < list.n; i++) {
		if (rest(h, others_write(h) ? YIELD_MS : 0))
			return false;
		e = code_keep(h, &list.p[i]);
		h->writes = writer_figures(h->writer).writes;
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
	while (!rest(h, more ? 0 : REST_MS)) {
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
receipt_hasher_start(struct receipt_hasher **out, struct writer *w, const struct conn_options *place,
		     const struct matter_keys *k)
{
	struct conn_options o = { .dir = place->dir, .database = place->database, .cache_kib = 256 };
	struct arena own = arena_open(sizeof(struct receipt_hasher) + 64);
	struct receipt_hasher *h = make(&own, struct receipt_hasher, 1);
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
	h->ending = eventfd(0, EFD_CLOEXEC);
	if (h->ending < 0 || pthread_create(&h->thread, NULL, run, h) != 0) {
		close(h->ending);
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
	if (eventfd_write(h->ending, 1) != 0)
		log_error("receipt: the hasher cannot be told to end");
	pthread_join(h->thread, NULL);
	close(h->ending);
	conn_close(h->conn);
	forget(h);
}
