/* hasher.c — receipt codes from their short wait to their slow hash, one at a time, at the lowest priority.
 *
 * The hash is computed on this thread; the writer only swaps two rows. A code that cannot be kept stays findable by
 * its tag. Several servers share the work: each takes a few codes in hand for a minute, so that none is hashed twice; what a
 * server that died had in hand another one takes when the minute is over. */
#include "base/log.h"
#include "db/writer.h"
#include "gen/receipt.sql.h"
#include "matter/keys.h"
#include "matter/receipt.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#define NICE_MOST 19
#define MEMORY    ((size_t)1 << 20)
#define TAKE      8
#define HAND_MS   MS_MINUTE /* longer than so many codes take, even while others write */
#define REST_MS   200
#define YIELD_MS  1000 /* between two codes while others write */

struct receipt_hasher {
	struct writer *writer;
	struct conn *conn;
	struct matter_keys keys;
	struct arena own, mem, swap_mem;
	pthread_t thread;
	uint64_t writes; /* of the writer, after our own last one */
	atomic_ullong kept;
	int ending; /* eventfd: readable once the thread shall end */
};

/* What this server has in hand, of one township. */
struct hand {
	int64_t town;
	struct q_receipt_free_list list;
	size_t done;
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
code_keep(struct receipt_hasher *h, int64_t town, const struct q_receipt_free *row)
{
	struct swap s = { .tag = row->tag, .matter = row->matter };
	struct write job = {
		.run = swap_run, .arg = &s, .mem = &h->swap_mem, .now = moment_now(), .town = town, .again = true
	};
	enum err e;
	str code;

	TRY(seal_open(&h->mem, &h->keys.receipt_box, row->box, row->tag, &code));
	s.lookup = receipt_lookup(&h->mem, &h->keys, town, code);
	e = writer_run(h->writer, &job);
	arena_reset(&h->swap_mem);
	if (e == OK)
		atomic_fetch_add(&h->kept, 1);
	return e;
}

static enum err
take_run(struct tx *tx, void *arg)
{
	struct hand *hand = arg;
	moment until = { tx->db.now.ms + HAND_MS };

	TRY(q_receipt_free(&tx->db, tx->db.now, TAKE, &hand->list));
	for (size_t i = 0; i < hand->list.n; i++)
		TRY(q_receipt_take(tx, hand->list.p[i].tag, until));
	return OK;
}

static enum err
give_run(struct tx *tx, void *arg)
{
	const struct hand *hand = arg;

	for (size_t i = hand->done; i < hand->list.n; i++)
		TRY(q_receipt_take(tx, hand->list.p[i].tag, (moment){ 0 }));
	return OK;
}

/* The list lies in the memory of the round, which ends with it. */
static enum err
hand_write(struct receipt_hasher *h, struct hand *hand, enum err (*fn)(struct tx *, void *))
{
	struct write job = {
		.run = fn, .arg = hand, .mem = &h->mem, .now = moment_now(), .town = hand->town, .again = true
	};
	enum err e = writer_run(h->writer, &job);

	h->writes = writer_figures(h->writer).writes;
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

/* A code that cannot be kept stays in hand for its minute, so that one bad row stops nobody else. False: end, or others
 * have the word. */
static bool
hand_work(struct receipt_hasher *h, struct hand *hand)
{
	for (; hand->done < hand->list.n; hand->done++) {
		enum err e;

		if (rest(h, others_write(h) ? YIELD_MS : 0))
			return false;
		e = code_keep(h, hand->town, &hand->list.p[hand->done]);
		h->writes = writer_figures(h->writer).writes;
		if (e == BUSY)
			return false;
		if (e != OK)
			log_warn("receipt: a code could not be kept (%s); it stays findable by its tag", err_name(e));
	}
	return true;
}

/* True: more may wait. */
static bool
batch(struct receipt_hasher *h)
{
	struct db db = { .mem = &h->mem, .now = moment_now(), .conn = h->conn };
	struct q_receipt_waiting row;
	struct hand hand = { .done = 0 };

	if (q_receipt_waiting(&db, db.now, &row) != OK)
		return false;
	hand.town = row.town;
	if (hand_write(h, &hand, take_run) != OK)
		return false;
	if (hand_work(h, &hand))
		return hand.list.n > 0;
	if (hand_write(h, &hand, give_run) != OK)
		log_warn("receipt: what was in hand is free again in a minute");
	return false;
}

static void *
run(void *arg)
{
	struct receipt_hasher *h = arg;
	bool more = false;

	setpriority(PRIO_PROCESS, 0, NICE_MOST); /* of this thread alone, on Linux */
	while (!rest(h, more ? 0 : REST_MS)) {
		more = batch(h);
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

uint64_t
receipt_hasher_kept(const struct receipt_hasher *h)
{
	return atomic_load(&h->kept);
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
