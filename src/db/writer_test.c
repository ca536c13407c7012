#include "db/fixture_test.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

/* Holds the writer for a while, so that what comes after it meets in one batch. */
static enum err
slow_run(struct tx *tx, void *arg)
{
	(void)tx, (void)arg;
	usleep(100000);
	return OK;
}

static void
nothing(struct write *w)
{
	(void)w;
}

TEST(a_failing_write_rolls_back_alone_in_both_stores)
{
	const char *dir = fixture_fresh("alone");
	struct writer_options o = { .dir = dir };
	struct write first = { .run = slow_run, .done = nothing };
	struct writer *w;
	struct job jobs[50];
	atomic_int left = 0;

	CHECK_INT(writer_open(&w, &o), OK);
	CHECK_INT(writer_submit(w, &first), OK);
	for (int i = 0; i < 50; i++) {
		jobs[i] = (struct job){ .id = i + 1, .who = i % 2, .fail = i % 5 == 3 };
		fixture_submit(w, &jobs[i], &left);
	}
	fixture_drain(&left);
	for (int i = 0; i < 50; i++)
		CHECK_INT(jobs[i].write.result, i % 5 == 3 ? INVALID : OK);
	CHECK(writer_figures(w).commits <= 3); /* they did share one */
	writer_close(w);
	CHECK_INT(fixture_count(dir, &count_notes), 40);
	CHECK_INT(fixture_count(dir, &count_who), 20);
	fixture_whole(dir);
}

TEST(a_doubled_key_is_a_conflict_and_spoils_nothing_else)
{
	const char *dir = fixture_fresh("double");
	struct writer_options o = { .dir = dir };
	struct writer *w;
	struct job jobs[3] = { { .id = 7 }, { .id = 7 }, { .id = 8 } };
	atomic_int left = 0;

	CHECK_INT(writer_open(&w, &o), OK);
	for (int i = 0; i < 3; i++)
		fixture_submit(w, &jobs[i], &left);
	fixture_drain(&left);
	CHECK_INT(jobs[1].write.result, CONFLICT);
	CHECK_INT(jobs[2].write.result, OK);
	CHECK(!jobs[1].write.disk_full && !writer_dead(w));
	writer_close(w);
	CHECK_INT(fixture_count(dir, &count_notes), 2);
	fixture_whole(dir);
}

struct latch {
	atomic_bool inside, open;
};

/* Holds the writer until the test lets it go: a loaded machine changes nothing. */
static enum err
latched_run(struct tx *tx, void *arg)
{
	struct latch *l = arg;

	(void)tx;
	atomic_store(&l->inside, true);
	while (!atomic_load(&l->open))
		usleep(200);
	return OK;
}

TEST(a_full_queue_refuses_at_once)
{
	const char *dir = fixture_fresh("queue");
	struct writer_options o = { .dir = dir, .queue = 4, .batch = 1 };
	struct latch latch = { 0 };
	struct writer *w;
	struct write jobs[8];
	int refused = 0;

	CHECK_INT(writer_open(&w, &o), OK);
	for (int i = 0; i < 8; i++) {
		jobs[i] = (struct write){ .run = latched_run, .done = nothing, .arg = &latch, .town = 1 };
		refused += writer_submit(w, &jobs[i]) == BUSY;
		while (i == 0 && !atomic_load(&latch.inside))
			usleep(200); /* the writer has taken the first; four more fit */
	}
	CHECK_INT(refused, 3);
	CHECK_INT(writer_figures(w).refused, 3);
	CHECK_INT(writer_figures(w).waiting, 4);
	atomic_store(&latch.open, true);
	writer_close(w); /* runs what is queued */
	for (int i = 0; i < 8; i++)
		CHECK_INT(jobs[i].result, OK);
}

static enum err
greedy_run(struct tx *tx, void *arg)
{
	struct job *j = arg;

	TRY(job_run(tx, j));
	(void)make(tx->db.mem, char, (size_t)64 << 20);
	return OK;
}

TEST(spent_memory_ends_one_write_only)
{
	const char *dir = fixture_fresh("arena");
	struct writer_options o = { .dir = dir };
	struct arena mem = arena_open(1 << 20), other = arena_open(1 << 20);
	struct job greedy = { .id = 1, .who = true }, good = { .id = 2, .who = true };
	struct write first = { .run = slow_run, .done = nothing };
	struct write job = { .run = greedy_run, .arg = &greedy, .mem = &mem, .town = 1 };
	struct job last = { .id = 3 };
	struct writer *w;
	atomic_int left = 0;

	CHECK_INT(writer_open(&w, &o), OK);
	CHECK_INT(writer_submit(w, &first), OK);
	fixture_submit(w, &good, &left);
	CHECK_INT(writer_run(w, &job), BUSY); /* in one batch with the good one */
	CHECK(mem.guard == NULL);
	job = (struct write){ .run = job_run, .arg = &last, .mem = &other, .town = 1 };
	CHECK_INT(writer_run(w, &job), OK);
	CHECK_INT(good.write.result, OK);
	writer_close(w);
	CHECK_INT(fixture_count(dir, &count_notes), 2);
	CHECK_INT(fixture_count(dir, &count_who), 1);
	fixture_whole(dir);
	arena_close(&mem);
	arena_close(&other);
}

TEST(spent_memory_ends_a_command_softly)
{
	const char *dir = fixture_fresh("command");
	struct arena mem = arena_open(1 << 20);
	struct job j = { .id = 1, .who = true };
	struct conn *c = fixture_open(dir, true);

	CHECK_INT(tx_run(c, &mem, (moment){ 0 }, 1, greedy_run, &j), BUSY);
	CHECK_INT(tx_run(c, &mem, (moment){ 0 }, 1, job_run, &j), OK);
	conn_close(c);
	fixture_whole(dir);
	CHECK_INT(fixture_count(dir, &count_notes), 1);
	arena_close(&mem);
}

/* A handler that forgets to end its statement must not hold up the commit. */
static enum err
forgetful_run(struct tx *tx, void *arg)
{
	struct stmt *s;
	bool row;

	TRY(job_run(tx, arg));
	TRY(db_start(&tx->db, &get_tally, &s));
	stmt_int(s, 1, 1);
	return stmt_step(s, &row);
}

TEST(a_statement_left_open_does_not_hold_the_commit)
{
	const char *dir = fixture_fresh("open");
	struct writer_options o = { .dir = dir };
	struct job j = { .id = 1 };
	struct write job = { .run = forgetful_run, .arg = &j, .town = 1 };
	struct writer *w;

	CHECK_INT(writer_open(&w, &o), OK);
	CHECK_INT(writer_run(w, &job), OK);
	CHECK_INT(fixture_count(dir, &count_notes), 1);
	writer_close(w);
}

TEST(a_write_that_changes_nothing_is_no_commit_in_the_log)
{
	const char *dir = fixture_fresh("idle");
	struct writer_options o = { .dir = dir };
	struct write job = { .run = slow_run, .town = 1 };
	struct writer *w;

	CHECK_INT(writer_open(&w, &o), OK);
	CHECK_INT(writer_run(w, &job), OK);
	CHECK_INT(writer_figures(w).wal_pages, 0);
	writer_close(w);
}

/* The answer may only be given when another connection can see the row. */
struct look {
	struct conn *reader;
	struct job job;
	int64_t seen;
	atomic_int over;
};

static void
look_done(struct write *w)
{
	struct look *l = w->arg;

	l->seen = fixture_number(l->reader, &count_notes);
	atomic_store(&l->over, 1);
}

static enum err
look_run(struct tx *tx, void *arg)
{
	struct look *l = arg;

	CHECK_INT(fixture_number(l->reader, &count_notes), 0);
	return job_run(tx, &l->job);
}

TEST(done_comes_after_the_commit)
{
	const char *dir = fixture_fresh("done");
	struct writer_options o = { .dir = dir };
	struct look l = { .reader = fixture_open(dir, false), .job = { .id = 1 } };
	struct write job = { .run = look_run, .done = look_done, .arg = &l, .town = 1 };
	struct writer *w;

	CHECK_INT(writer_open(&w, &o), OK);
	CHECK_INT(writer_submit(w, &job), OK);
	while (!atomic_load(&l.over))
		usleep(200);
	CHECK_INT(l.seen, 1);
	writer_close(w);
	conn_close(l.reader);
}

struct load {
	struct writer *w;
	int64_t base;
	int good;
};

static void *
load_thread(void *arg)
{
	struct load *l = arg;
	struct job *jobs = calloc(2000, sizeof *jobs);
	atomic_int left = 0;

	for (int i = 0; i < 2000; i++) {
		jobs[i] = (struct job){ .id = l->base + i, .who = i % 7 == 0 };
		fixture_submit(l->w, &jobs[i], &left);
	}
	fixture_drain(&left);
	for (int i = 0; i < 2000; i++)
		l->good += jobs[i].write.result == OK;
	free(jobs);
	return NULL;
}

TEST(eight_threads_share_commits)
{
	const char *dir = fixture_fresh("threads");
	struct writer_options o = { .dir = dir, .wal_pages = 100 };
	struct writer *w;
	struct load load[8];
	pthread_t thread[8];
	struct writer_figures f;

	CHECK_INT(writer_open(&w, &o), OK);
	for (int i = 0; i < 8; i++) {
		load[i] = (struct load){ w, 1 + i * 100000, 0 };
		CHECK(pthread_create(&thread[i], NULL, load_thread, &load[i]) == 0);
	}
	for (int i = 0; i < 8; i++) {
		pthread_join(thread[i], NULL);
		CHECK_INT(load[i].good, 2000);
	}
	f = writer_figures(w);
	CHECK_INT(f.writes, 16000);
	CHECK(f.commits < 8000);
	CHECK_INT(f.failed, 0);
	writer_close(w);
	CHECK_INT(fixture_count(dir, &count_notes), 16000);
	fixture_whole(dir);
}
