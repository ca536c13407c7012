/* fault_test.c — a disk that is full, one that fails, and no memory: SQLite's write and its memory are taken over,
 * and so is the C library's sync. */
#include "db/fixture_test.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_int write_fails_at, write_error, writes_seen; /* the n-th from now on and all after it; 0: none */
static atomic_int sync_fails_at, syncs_seen;                /* the n-th only */
static atomic_int sync_error = EIO;
static atomic_bool sync_of_database;            /* only those of a checkpoint count */
static atomic_int memory_fails_at, memory_seen; /* the n-th only */

static ssize_t (*true_pwrite)(int, const void *, size_t, off_t);

static ssize_t
faulty_pwrite(int fd, const void *p, size_t n, off_t at)
{
	int failing = atomic_load(&write_fails_at), seen = atomic_fetch_add(&writes_seen, 1) + 1;

	if (failing && seen >= failing) {
		errno = atomic_load(&write_error);
		return -1;
	}
	return true_pwrite(fd, p, n, at);
}

/* Whether the file is a database: what a checkpoint syncs, and a commit never. */
static bool
is_database(int fd)
{
	char link[48], path[4096];
	ssize_t n;

	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof path);
	return n > 0 && str_ends((str){ path, (size_t)n }, S(".db"));
}

static int
sync_call(long number, int fd)
{
	int failing = atomic_load(&sync_fails_at), seen = 0;

	if (failing && (!atomic_load(&sync_of_database) || is_database(fd)))
		seen = atomic_fetch_add(&syncs_seen, 1) + 1;
	if (failing && seen == failing) {
		errno = atomic_load(&sync_error);
		return -1;
	}
	return (int)syscall(number, fd);
}

/* In place of the C library's, for SQLite as well: the program's own symbols come first. */
int
fdatasync(int fd)
{
	return sync_call(SYS_fdatasync, fd);
}

int
fsync(int fd)
{
	return sync_call(SYS_fsync, fd);
}

static void
fail_writes(int at, int error)
{
	atomic_store(&write_error, error);
	atomic_store(&writes_seen, 0);
	atomic_store(&write_fails_at, at);
}

static void
fail_sync(int at)
{
	atomic_store(&syncs_seen, 0);
	atomic_store(&sync_fails_at, at);
}

static sqlite3_mem_methods true_memory;

static bool
no_memory(void)
{
	int failing = atomic_load(&memory_fails_at);

	return failing && atomic_fetch_add(&memory_seen, 1) + 1 == failing;
}

static void *
faulty_malloc(int n)
{
	return no_memory() ? NULL : true_memory.xMalloc(n);
}

static void *
faulty_realloc(void *p, int n)
{
	return no_memory() ? NULL : true_memory.xRealloc(p, n);
}

/* Before main(): SQLite takes no other memory once it has begun. */
__attribute__((constructor)) static void
take_memory_over(void)
{
	sqlite3_mem_methods faulty;

	sqlite3_config(SQLITE_CONFIG_GETMALLOC, &true_memory);
	faulty = true_memory;
	faulty.xMalloc = faulty_malloc;
	faulty.xRealloc = faulty_realloc;
	sqlite3_config(SQLITE_CONFIG_MALLOC, &faulty);
}

static void
fail_memory(int at)
{
	atomic_store(&memory_seen, 0);
	atomic_store(&memory_fails_at, at);
}

/* Once: from here on SQLite writes through faulty_pwrite(). */
static void
take_over(void)
{
	static const char *const names[] = { "pwrite64", "pwrite" };
	sqlite3_vfs *vfs;

	if (true_pwrite)
		return;
	CHECK_INT(sqlite3_initialize(), SQLITE_OK);
	vfs = sqlite3_vfs_find(NULL);
	for (size_t i = 0; i < 2; i++) {
		sqlite3_syscall_ptr was = vfs->xGetSystemCall(vfs, names[i]);

		if (!was)
			continue;
		true_pwrite = (ssize_t(*)(int, const void *, size_t, off_t))(void (*)(void))was;
		CHECK_INT(vfs->xSetSystemCall(vfs, names[i], (sqlite3_syscall_ptr)(void (*)(void))faulty_pwrite), 0);
	}
	CHECK(true_pwrite != NULL);
}

/* Twenty writes that meet in one batch; how many of them were said to be kept. */
static int
batch(struct writer *w, int64_t from, int *full)
{
	struct job jobs[20];
	atomic_int left = 0;
	int good = 0;

	*full = 0;
	for (int i = 0; i < 20; i++) {
		jobs[i] = (struct job){ .id = from + i, .who = i % 4 == 0 };
		fixture_submit(w, &jobs[i], &left);
	}
	fixture_drain(&left);
	for (int i = 0; i < 20; i++) {
		good += jobs[i].write.result == OK;
		*full += jobs[i].write.disk_full;
		CHECK(jobs[i].write.result == OK || jobs[i].write.result == BROKEN || jobs[i].write.result == BUSY);
	}
	return good;
}

/* The disk fills at every possible write in turn: whatever was said is true, and it goes on as soon as there is
 * room. */
TEST(a_full_disk_is_calm_wherever_it_fills)
{
	const char *dir = fixture_fresh("full");
	struct writer_options o = { .dir = dir, .wal_pages = 20 };
	struct writer *w;
	int64_t kept = 0, failed = 0;
	int full;

	take_over();
	CHECK_INT(writer_open(&w, &o), OK);
	for (int at = 1; at <= 40; at++) {
		int good;

		fail_writes(at, ENOSPC);
		good = batch(w, at * 100, &full);
		fail_writes(0, 0);
		CHECK(good == 20 || full > 0);
		CHECK(!writer_dead(w));
		kept += good;
		failed += 20 - good;
		good = batch(w, at * 100 + 50, &full); /* there is room again */
		CHECK_INT(good, 20);
		CHECK_INT(full, 0);
		kept += good;
		CHECK_INT(fixture_count(dir, &count_notes), kept);
	}
	CHECK(failed > 0);
	writer_close(w);
	CHECK_INT(fixture_count(dir, &count_notes), kept);
	fixture_whole(dir);
}

/* The system's own limit on the size of a file, as a quota would: nothing is simulated here. */
TEST(a_file_at_its_limit_is_a_full_disk)
{
	const char *dir = fixture_fresh("limit");
	struct writer_options o = { .dir = dir };
	struct rlimit was, small;
	struct writer *w;
	int64_t kept = 0;
	int full = 0, good = 20, at = 0;

	signal(SIGXFSZ, SIG_IGN);
	CHECK_INT(writer_open(&w, &o), OK);
	CHECK(getrlimit(RLIMIT_FSIZE, &was) == 0);
	small = (struct rlimit){ 400000, was.rlim_max };
	CHECK(setrlimit(RLIMIT_FSIZE, &small) == 0);
	for (; at < 200 && good == 20; at++) {
		good = batch(w, at * 100, &full);
		kept += good;
	}
	CHECK(setrlimit(RLIMIT_FSIZE, &was) == 0);
	CHECK(good < 20 && full > 0 && !writer_dead(w));
	CHECK_INT(batch(w, at * 100, &full), 20);
	writer_close(w);
	CHECK_INT(fixture_count(dir, &count_notes), kept + 20);
	fixture_whole(dir);
	signal(SIGXFSZ, SIG_DFL);
}

/* One statement fills the disk in the middle of a batch, and SQLite gives the whole transaction up. Those after it
 * must not slip into a transaction of their own. */
TEST(a_lost_transaction_keeps_nothing_of_its_batch)
{
	struct conn *c = fixture_open(fixture_fresh("lost"), true);
	struct arena mem = arena_open(8 << 20);
	struct tx tx = { { .mem = &mem, .town = 1, .conn = c } };
	struct stmt *s, *early;
	char *big = make(&mem, char, 2 << 20);
	bool row;

	take_over();
	CHECK_INT(conn_begin(c), OK);
	CHECK_INT(conn_savepoint(c), OK);
	CHECK_INT(job_run(&tx, &(struct job){ .id = 1, .who = true }), OK);
	CHECK_INT(conn_keep(c), OK);
	CHECK_INT(conn_savepoint(c), OK);
	CHECK_INT(db_start(&tx.db, &count_notes, &early), OK);
	stmt_int(early, 1, 1);
	CHECK_INT(c->engine->run(c->link[STORE_MAIN], "pragma max_page_count = 20"), OK);
	CHECK_INT(fixture_note(&tx, 2, (str){ big, 2 << 20 }), BROKEN);
	CHECK(c->disk_full && c->lost);
	CHECK_INT(stmt_step(early, &row), BROKEN);
	CHECK_INT(db_start(&tx.db, &add_note, &s), BROKEN);
	CHECK_INT(conn_undo(c), BROKEN);
	CHECK_INT(conn_savepoint(c), BROKEN);
	CHECK_INT(conn_commit(c), BROKEN);
	CHECK_INT(fixture_number(c, &count_notes), 0);
	CHECK_INT(fixture_number(c, &count_who), 0);
	CHECK_INT(c->engine->run(c->link[STORE_MAIN], "pragma max_page_count = 1000000"), OK);
	CHECK_INT(tx_run(c, &mem, (moment){ 0 }, 1, job_run, &(struct job){ .id = 9 }), OK);
	conn_close(c);
	arena_close(&mem);
}

/* A sync that failed once is final: the next might say that all is well, and it would not be. */
TEST(a_failed_sync_ends_all_writing)
{
	for (int at = 1; at <= 6; at++) {
		char name[16];
		const char *dir;
		struct writer_options o = { 0 };
		struct writer *w;
		int full, good, before;
		int64_t n;

		snprintf(name, sizeof name, "sync%d", at);
		dir = fixture_fresh(name);
		o.dir = dir;
		CHECK_INT(writer_open(&w, &o), OK);
		before = batch(w, 1000, &full);
		CHECK_INT(before, 20);
		atomic_store(&sync_error, at % 2 ? EIO : ENOSPC); /* what was to be written is gone in both cases */
		fail_sync(at);
		good = 0;
		for (int i = 2; i < 8 && !writer_dead(w); i++)
			good += batch(w, i * 1000, &full);
		CHECK(writer_dead(w));
		CHECK_INT(full, 0); /* this is no full disk, and nobody shall be told so */
		CHECK_INT(batch(w, 9000, &full), 0);
		CHECK_INT(batch(w, 10000, &full), 0);
		writer_close(w);
		fail_sync(0);
		atomic_store(&sync_error, EIO);
		n = fixture_count(dir, &count_notes);
		CHECK(n >= before + good); /* what was acknowledged is there; of what was not, the last batch may be */
		CHECK(n <= before + good + 20);
		fixture_whole(dir);
		CHECK_INT(writer_open(&w, &o), OK); /* started anew, it writes again */
		CHECK_INT(batch(w, 20000, &full), 20);
		writer_close(w);
	}
}

/* The same when it fails under the thread that moves the log: the rows are safe in the log, and the log must stay. */
TEST(a_failed_sync_of_a_checkpoint_ends_all_writing)
{
	for (int at = 1; at <= 4; at++) {
		char name[16];
		const char *dir;
		struct writer_options o = { .wal_pages = 10 };
		struct writer *w;
		int64_t good = 0;
		int full;

		snprintf(name, sizeof name, "fold%d", at);
		dir = fixture_fresh(name);
		o.dir = dir;
		CHECK_INT(writer_open(&w, &o), OK);
		atomic_store(&sync_of_database, true);
		fail_sync(at);
		for (int i = 1; i < 400 && !writer_dead(w); i++)
			good += batch(w, i * 1000, &full);
		CHECK(writer_dead(w));
		CHECK_INT(batch(w, 900000, &full), 0);
		writer_close(w);
		CHECK_INT(atomic_load(&syncs_seen), at); /* and it was not tried again */
		fail_sync(0);
		atomic_store(&sync_of_database, false);
		CHECK_INT(fixture_count(dir, &count_notes), good);
		fixture_whole(dir);
	}
}

/* Writing itself fails, at every point in turn. */
TEST(a_failing_disk_is_never_reported_as_kept)
{
	take_over();
	for (int at = 1; at <= 24; at++) {
		char name[16];
		const char *dir;
		struct writer_options o = { .wal_pages = 20 };
		struct writer *w;
		int full, good;
		int64_t n;

		snprintf(name, sizeof name, "eio%d", at);
		dir = fixture_fresh(name);
		o.dir = dir;
		CHECK_INT(writer_open(&w, &o), OK);
		fail_writes(at, EIO);
		good = batch(w, 1000, &full) + batch(w, 2000, &full) + batch(w, 3000, &full);
		CHECK(writer_dead(w));
		CHECK_INT(full, 0);
		writer_close(w);
		fail_writes(0, 0);
		n = fixture_count(dir, &count_notes);
		CHECK(n >= good && n <= good + 20);
		fixture_whole(dir);
	}
}

/* Each request for memory fails once in turn: nobody is told a lie, and the next write goes well. */
TEST(spent_memory_of_the_engine_is_no_harm)
{
	const char *dir = fixture_fresh("memory");
	struct writer_options o = { .dir = dir };
	struct writer *w;
	int64_t kept = 0;
	int full, hit = 0;

	for (int at = 1; at <= 120; at++) {
		CHECK_INT(writer_open(&w, &o), OK); /* anew each time: what is prepared once asks no more */
		fail_memory(at);
		kept += batch(w, at * 100, &full);
		hit += atomic_load(&memory_seen) >= at;
		fail_memory(0);
		CHECK_INT(full, 0);
		CHECK(!writer_dead(w));
		CHECK_INT(batch(w, at * 100 + 50, &full), 20);
		kept += 20;
		writer_close(w);
		CHECK_INT(fixture_count(dir, &count_notes), kept);
	}
	CHECK(hit > 40);
	fixture_whole(dir);
}
