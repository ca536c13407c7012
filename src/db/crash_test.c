#include "db/fixture_test.h"

#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define CLERKS 4

/* Shared with the child that is killed: what it was told is stored. */
struct ledger {
	atomic_llong acknowledged[CLERKS];
};

struct clerk {
	struct writer *w;
	atomic_llong *acknowledged;
	int64_t base;
};

static void *
clerk_thread(void *arg)
{
	struct clerk *c = arg;
	struct arena mem = arena_open(1 << 20);

	for (int64_t i = 1;; i++) {
		struct job j = { .id = c->base + i, .who = i % 3 == 0 };
		struct write job = { .run = job_run, .arg = &j, .mem = &mem, .town = 1 };

		if (writer_run(c->w, &job) != OK)
			_exit(2);
		atomic_store(c->acknowledged, i);
	}
	return NULL;
}

static void
child_under_load(const char *dir, struct ledger *ledger)
{
	struct writer_options o = { .dir = dir, .wal_pages = 60 };
	struct writer *w;
	struct clerk clerk[CLERKS];
	pthread_t thread;

	if (writer_open(&w, &o) != OK)
		_exit(1);
	for (int i = 0; i < CLERKS; i++) {
		clerk[i] = (struct clerk){ w, &ledger->acknowledged[i], (int64_t)(i + 1) * 1000000 };
		if (pthread_create(&thread, NULL, clerk_thread, &clerk[i]) != 0)
			_exit(1);
	}
	for (;;)
		pause();
}

static int64_t
acknowledged(struct ledger *ledger)
{
	int64_t n = 0;

	for (int i = 0; i < CLERKS; i++)
		n += atomic_load(&ledger->acknowledged[i]);
	return n;
}

static const struct query count_below = { .name = "count_below",
					  .sql = "select count(*) from note where town = ?1 and id > ?2 and id <= ?3",
					  .store = STORE_MAIN };

/* Every clerk's numbers are there from the first to the last acknowledged; one more each may have been under way. */
static void
check_kept(const char *dir, struct ledger *ledger)
{
	struct conn *c = fixture_open(dir, false);
	struct db db = { .town = 1, .conn = c };
	struct stmt *s;
	bool row;

	for (int i = 0; i < CLERKS; i++) {
		int64_t base = (int64_t)(i + 1) * 1000000, n = atomic_load(&ledger->acknowledged[i]);

		CHECK_INT(db_start(&db, &count_below, &s), OK);
		stmt_int(s, 1, 1);
		stmt_int(s, 2, base);
		stmt_int(s, 3, base + n);
		CHECK(stmt_step(s, &row) == OK && row);
		CHECK_INT(stmt_get_int(s, 0), n);
		stmt_end(s);
	}
	CHECK(fixture_number(c, &count_notes) <= acknowledged(ledger) + CLERKS);
	conn_close(c);
}

TEST(kill_loses_nothing_that_was_acknowledged)
{
	struct ledger *ledger = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	for (int round = 0; round < 8; round++) {
		char name[16];
		const char *dir;
		int status;
		pid_t pid;

		snprintf(name, sizeof name, "kill%d", round);
		dir = fixture_fresh(name);
		*ledger = (struct ledger){ 0 };
		pid = fork();
		if (pid == 0)
			child_under_load(dir, ledger);
		for (int waited = 0; acknowledged(ledger) < 40 + round * 25 && waited < 60000; waited++)
			usleep(500);
		usleep((useconds_t)round * 700);
		kill(pid, SIGKILL);
		CHECK(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status));
		CHECK(acknowledged(ledger) >= 40);
		check_kept(dir, ledger);
		fixture_whole(dir); /* none twice, none by half */
	}
	munmap(ledger, 4096);
}
