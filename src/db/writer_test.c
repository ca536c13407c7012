#include "base/seal.h"
#include "db/backup.h"
#include "db/conn.h"
#include "db/migrate.h"
#include "db/writer.h"
#include "test.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct migration list[] = {
	{ 1, "one", STORE_MAIN,
	  "create table note (town bigint not null, id bigint not null, body text not null, primary key (town, id))" },
	{ 2, "two", STORE_IDENTITY,
	  "create table who (town bigint not null, id bigint not null, primary key (town, id))" },
	{ 0, NULL, STORE_MAIN, NULL },
};
static const struct query add_note = { "add_note", "insert into note (town, id, body) values (?1, ?2, ?3)", STORE_MAIN,
				       true };
static const struct query add_who = { "add_who", "insert into who (town, id) values (?1, ?2)", STORE_IDENTITY, true };
static const struct query count_notes = { "count_notes", "select count(*) from note where town = ?1", STORE_MAIN,
					  false };
static const struct query count_who = { "count_who", "select count(*) from who where town = ?1", STORE_IDENTITY,
					false };

static const char *
fresh(const char *name)
{
	static char path[256];
	struct conn_options o = { .write = true, .identity = true };
	struct conn *c = NULL;
	int applied = 0;

	snprintf(path, sizeof path, "%s/%s", test_dir(), name);
	mkdir(path, 0700);
	o.dir = path;
	CHECK(conn_open(&c, &o) == OK && migrate(c, list, &applied) == OK);
	CHECK_INT(applied, 2);
	conn_close(c);
	return path;
}

static int64_t
count(const char *dir, const struct query *q)
{
	struct conn_options o = { .dir = dir,
				  .write = q->store == STORE_IDENTITY,
				  .identity = q->store == STORE_IDENTITY };
	struct arena mem = arena_open(1 << 20);
	struct db db = { .mem = &mem, .town = 1 };
	struct stmt *s;
	int64_t n = -1;
	bool row;

	if (conn_open(&db.conn, &o) != OK)
		return -1;
	if (db_start(&db, q, &s) == OK) {
		stmt_int(s, 1, db.town);
		if (stmt_step(s, &row) == OK && row)
			n = stmt_get_int(s, 0);
		stmt_end(s);
	}
	conn_close(db.conn);
	arena_close(&mem);
	return n;
}

static enum err
insert(struct tx *tx, const struct query *q, int64_t id)
{
	struct stmt *s;
	bool row;
	enum err e;

	TRY(db_start(&tx->db, q, &s));
	stmt_int(s, 1, tx->db.town);
	stmt_int(s, 2, id);
	if (q == &add_note)
		stmt_text(s, 3, S("村口的路灯坏了 𠀀"));
	e = stmt_step(s, &row);
	stmt_end(s);
	return e;
}

struct job {
	struct write write;
	int64_t id;
	bool who, fail;
	atomic_int *left;
};

static enum err
run_job(struct tx *tx, void *arg)
{
	struct job *j = arg;

	TRY(insert(tx, &add_note, j->id));
	if (j->who)
		TRY(insert(tx, &add_who, j->id));
	return j->fail ? INVALID : OK;
}

static void
job_done(struct write *w)
{
	struct job *j = (struct job *)w->arg;

	atomic_fetch_sub(j->left, 1);
}

static void
submit(struct writer *w, struct job *j, atomic_int *left)
{
	j->left = left;
	j->write = (struct write){ .run = run_job, .done = job_done, .arg = j, .town = 1 };
	atomic_fetch_add(left, 1);
	while (writer_submit(w, &j->write) == BUSY)
		usleep(200);
}

static void
drain(atomic_int *left)
{
	while (atomic_load(left) > 0)
		usleep(200);
}

TEST(a_failing_write_rolls_back_alone_in_both_stores)
{
	const char *dir = fresh("alone");
	struct writer_options o = { .dir = dir };
	struct writer *w;
	struct job jobs[50];
	atomic_int left = 0;

	CHECK(writer_open(&w, &o) == OK);
	for (int i = 0; i < 50; i++) {
		jobs[i] = (struct job){ .id = i + 1, .who = i % 2, .fail = i % 5 == 3 };
		submit(w, &jobs[i], &left);
	}
	drain(&left);
	for (int i = 0; i < 50; i++)
		CHECK_INT(jobs[i].write.result, i % 5 == 3 ? INVALID : OK);
	writer_close(w);
	CHECK_INT(count(dir, &count_notes), 40);
	CHECK_INT(count(dir, &count_who), 20);
}

TEST(a_doubled_key_is_a_conflict_and_spoils_nothing_else)
{
	const char *dir = fresh("double");
	struct writer_options o = { .dir = dir };
	struct writer *w;
	struct job jobs[3] = { { .id = 7 }, { .id = 7 }, { .id = 8 } };
	atomic_int left = 0;

	CHECK(writer_open(&w, &o) == OK);
	for (int i = 0; i < 3; i++)
		submit(w, &jobs[i], &left);
	drain(&left);
	CHECK_INT(jobs[1].write.result, CONFLICT);
	CHECK_INT(jobs[2].write.result, OK);
	writer_close(w);
	CHECK_INT(count(dir, &count_notes), 2);
}

static enum err
slow_job(struct tx *tx, void *arg)
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

TEST(a_full_queue_refuses_at_once)
{
	const char *dir = fresh("queue");
	struct writer_options o = { .dir = dir, .queue = 4, .batch = 1 };
	struct writer *w;
	struct write jobs[8];
	int refused = 0;

	CHECK(writer_open(&w, &o) == OK);
	for (int i = 0; i < 8; i++) {
		jobs[i] = (struct write){ .run = slow_job, .done = nothing, .town = 1 };
		refused += writer_submit(w, &jobs[i]) == BUSY;
	}
	CHECK(refused >= 3);
	CHECK_INT(writer_figures(w).refused, refused);
	writer_close(w);
}

static enum err
greedy_job(struct tx *tx, void *arg)
{
	(void)arg;
	TRY(insert(tx, &add_note, 5));
	(void)make(tx->db.mem, char, (size_t)64 << 20);
	return OK;
}

TEST(spent_memory_ends_one_write_only)
{
	const char *dir = fresh("arena");
	struct writer_options o = { .dir = dir };
	struct arena mem = arena_open(1 << 20);
	struct write job = { .run = greedy_job, .mem = &mem, .town = 1 };
	struct writer *w;

	CHECK(writer_open(&w, &o) == OK);
	CHECK_INT(writer_run(w, &job), BUSY);
	job.run = slow_job;
	CHECK_INT(writer_run(w, &job), OK);
	writer_close(w);
	CHECK_INT(count(dir, &count_notes), 0);
	arena_close(&mem);
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
		submit(l->w, &jobs[i], &left);
	}
	drain(&left);
	for (int i = 0; i < 2000; i++)
		l->good += jobs[i].write.result == OK;
	free(jobs);
	return NULL;
}

TEST(eight_threads_share_commits)
{
	const char *dir = fresh("threads");
	struct writer_options o = { .dir = dir, .wal_pages = 200 };
	struct writer *w;
	struct load load[8];
	pthread_t thread[8];
	struct writer_figures f;

	CHECK(writer_open(&w, &o) == OK);
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
	CHECK(f.checkpoints > 0);
	writer_close(w);
	CHECK_INT(count(dir, &count_notes), 16000);
}

static void
child_under_load(const char *dir, atomic_llong *acknowledged)
{
	struct writer_options o = { .dir = dir, .wal_pages = 100 };
	struct writer *w;
	struct arena mem = arena_open(1 << 20);

	if (writer_open(&w, &o) != OK)
		_exit(1);
	for (int64_t i = 1;; i++) {
		struct job j = { .id = i, .who = true };
		struct write run = { .run = run_job, .arg = &j, .mem = &mem, .town = 1 };

		if (writer_run(w, &run) == OK)
			atomic_store(acknowledged, i);
	}
}

TEST(kill_loses_nothing_that_was_acknowledged)
{
	atomic_llong *acknowledged = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	for (int round = 0; round < 5; round++) {
		char name[16];
		const char *dir;
		pid_t pid;
		int64_t kept;

		snprintf(name, sizeof name, "kill%d", round);
		dir = fresh(name);
		atomic_store(acknowledged, 0);
		pid = fork();
		if (pid == 0)
			child_under_load(dir, acknowledged);
		usleep(150000 + (useconds_t)round * 40000);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		kept = count(dir, &count_notes);
		CHECK(atomic_load(acknowledged) > 0);
		CHECK(kept >= atomic_load(acknowledged) && kept <= atomic_load(acknowledged) + 1);
		CHECK(count(dir, &count_who) >= kept);
	}
}

TEST(readers_see_one_snapshot)
{
	const char *dir = fresh("snapshot");
	struct conn_options ro = { .dir = dir }, rw = { .dir = dir, .write = true, .identity = true };
	struct arena mem = arena_open(1 << 20);
	struct db db = { .mem = &mem, .town = 1 };
	struct conn *writer;
	struct job j = { .id = 1 };
	struct stmt *s;
	bool row;

	CHECK(conn_open(&writer, &rw) == OK && conn_open(&db.conn, &ro) == OK);
	CHECK(db_begin_read(&db) == OK);
	for (int i = 0; i < 3; i++) {
		CHECK(db_start(&db, &count_notes, &s) == OK);
		stmt_int(s, 1, 1);
		CHECK(stmt_step(s, &row) == OK && row);
		CHECK_INT(stmt_get_int(s, 0), i == 2 ? 1 : 0);
		stmt_end(s);
		if (i == 0)
			CHECK(tx_run(writer, &mem, (moment){ 0 }, 1, run_job, &j) == OK);
		if (i == 1) {
			db_end_read(&db);
			CHECK(db_begin_read(&db) == OK);
		}
	}
	db_end_read(&db);
	CHECK(db_start(&db, &add_note, &s) == BROKEN); /* a reader cannot write */
	conn_close(writer);
	conn_close(db.conn);
	arena_close(&mem);
}

TEST(a_newer_database_is_refused)
{
	static const struct migration older[] = { { 0, NULL, STORE_MAIN, NULL } };
	const char *dir = fresh("newer");
	struct conn_options o = { .dir = dir, .write = true, .identity = true };
	struct conn *c;
	bool current = true;
	int applied;

	CHECK(conn_open(&c, &o) == OK);
	CHECK_INT(migrate(c, older, &applied), INVALID);
	CHECK(migrate_current(c, older, &current) == OK && !current);
	CHECK(migrate_current(c, list, &current) == OK && current);
	conn_close(c);
}

TEST(a_full_disk_says_so_and_recovers)
{
	const char *dir = fresh("full");
	struct conn_options o = { .dir = dir, .write = true, .identity = true };
	struct arena mem = arena_open(1 << 20);
	struct conn *c;
	enum err e = OK;
	int64_t id = 1;

	CHECK(conn_open(&c, &o) == OK);
	CHECK(c->engine->run(c->link[STORE_MAIN], "pragma max_page_count = 12") == OK);
	for (; id < 5000 && e == OK; id++) {
		struct job j = { .id = id };

		e = tx_run(c, &mem, (moment){ 0 }, 1, run_job, &j);
	}
	CHECK_INT(e, BROKEN);
	CHECK(c->disk_full && !c->io_failed);
	CHECK(c->engine->run(c->link[STORE_MAIN], "pragma max_page_count = 1000000") == OK);
	struct job again = { .id = id + 1 };
	CHECK_INT(tx_run(c, &mem, (moment){ 0 }, 1, run_job, &again), OK);
	conn_close(c);
	arena_close(&mem);
}

TEST(a_backup_holds_both_stores)
{
	const char *dir = fresh("source");
	char from[256], to[256];
	struct conn_options o = { .write = true, .identity = true };
	struct arena mem = arena_open(1 << 20);
	struct job j = { .id = 3, .who = true };
	struct conn *c;

	snprintf(from, sizeof from, "%s", dir);
	snprintf(to, sizeof to, "%s/copy'of", test_dir());
	mkdir(to, 0700);
	o.dir = from;
	CHECK(conn_open(&c, &o) == OK && tx_run(c, &mem, (moment){ 0 }, 1, run_job, &j) == OK);
	CHECK_INT(db_backup(from, to), OK);
	CHECK_INT(count(to, &count_notes), 1);
	CHECK_INT(count(to, &count_who), 1);
	CHECK_INT(db_backup(from, to), CONFLICT);
	conn_close(c);
	arena_close(&mem);
}
