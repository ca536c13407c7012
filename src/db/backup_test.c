#include "db/backup.h"
#include "db/fixture_test.h"

#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *
target(const char *name)
{
	static char path[16][160];
	static int used;
	char *at = path[used++];

	snprintf(at, sizeof path[0], "%s/%s", test_dir(), name);
	mkdir(at, 0700);
	return at;
}

TEST(a_backup_holds_both_stores)
{
	const char *from = fixture_fresh("source"), *to = target("copy'of");
	struct arena mem = arena_open(1 << 20);
	struct job j = { .id = 3, .who = true };
	struct conn *c = fixture_open(from, true);
	struct stat st;
	char path[200];

	CHECK_INT(tx_run(c, &mem, (moment){ 0 }, 1, job_run, &j), OK);
	CHECK_INT(db_backup(from, to), OK);
	CHECK_INT(fixture_count(to, &count_notes), 1);
	CHECK_INT(fixture_count(to, &count_who), 1);
	fixture_whole(to);
	snprintf(path, sizeof path, "%s/identity.db", to);
	CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600);
	CHECK_INT(db_backup(from, to), CONFLICT);
	CHECK_INT(fixture_count(to, &count_notes), 1); /* what was in the way is still there */
	conn_close(c);
	arena_close(&mem);
}

TEST(a_backup_of_nothing_makes_nothing)
{
	const char *from = target("nothing"), *to = target("nothing-copy");
	char path[200];

	CHECK_INT(db_backup(from, to), NOT_FOUND);
	CHECK_INT(db_backup(from, "no/such/folder"), NOT_FOUND);
	snprintf(path, sizeof path, "%s/heye.db", from);
	CHECK(access(path, F_OK) != 0);
	snprintf(path, sizeof path, "%s/heye.db", to);
	CHECK(access(path, F_OK) != 0);
}

TEST(a_backup_that_fails_leaves_no_half_copy)
{
	const char *from = fixture_fresh("half"), *to = target("half-copy");
	char path[200];
	FILE *f;

	snprintf(path, sizeof path, "%s/identity.db", to);
	f = fopen(path, "w");
	CHECK(f && fputs("mine", f) >= 0 && fclose(f) == 0);
	CHECK_INT(db_backup(from, to), CONFLICT);
	snprintf(path, sizeof path, "%s/heye.db", to);
	CHECK(access(path, F_OK) != 0);
	CHECK_INT(db_backup(from, "no/such/folder"), BROKEN);
}

struct stream {
	struct writer *w;
	atomic_bool stop;
	atomic_int kept;
};

static void *
write_on(void *arg)
{
	struct stream *st = arg;
	struct arena mem = arena_open(1 << 20);

	for (int64_t i = 1; !atomic_load(&st->stop); i++) {
		struct job j = { .id = i, .who = true };
		struct write job = { .run = job_run, .arg = &j, .mem = &mem, .town = 1 };

		if (writer_run(st->w, &job) == OK)
			atomic_fetch_add(&st->kept, 1);
	}
	arena_close(&mem);
	return NULL;
}

TEST(a_backup_under_writes_is_whole)
{
	const char *from = fixture_fresh("busy");
	struct writer_options o = { .dir = from, .wal_pages = 50 };
	struct stream st = { 0 };
	pthread_t thread;

	CHECK_INT(writer_open(&st.w, &o), OK);
	CHECK(pthread_create(&thread, NULL, write_on, &st) == 0);
	for (int i = 0; i < 4; i++) {
		char name[16];
		const char *to;
		int before;

		snprintf(name, sizeof name, "busy%d", i);
		to = target(name);
		while (atomic_load(&st.kept) < 20 * (i + 1))
			usleep(1000);
		before = atomic_load(&st.kept);
		CHECK_INT(db_backup(from, to), OK);
		CHECK(fixture_count(to, &count_notes) >= before);
		fixture_whole(to);
	}
	atomic_store(&st.stop, true);
	pthread_join(thread, NULL);
	writer_close(st.w);
	CHECK_INT(fixture_count(from, &count_notes), st.kept);
}
