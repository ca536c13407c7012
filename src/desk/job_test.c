#include "db/migrate.h"
#include "desk/event.h"
#include "desk/job.h"
#include "test.h"

#include <poll.h>
#include <stdatomic.h>
#include <sys/stat.h>

static atomic_int left_over, runs;

static enum err
work(struct tx *tx, bool *more)
{
	atomic_fetch_add(&runs, 1);
	*more = atomic_fetch_sub(&left_over, 1) > 1;
	return event_add(tx, &actor_clock, &(struct event){ .object = S("test"), .kind = S("work") }, NULL);
}

static enum err
fail(struct tx *tx, bool *more)
{
	(void)tx;
	*more = true;
	return BROKEN;
}

static enum err
begin(struct tx *tx, void *arg)
{
	(void)arg;
	return event_add(tx, &actor_clock, &(struct event){ .object = S("test"), .kind = S("begin") }, NULL);
}

static const struct job jobs[] = { { "fail", 3600, fail }, { "work", 3600, work }, { NULL, 0, NULL } };
static const struct job *const tables[] = { jobs, NULL };

TEST(the_runner_catches_up_and_stops)
{
	char dir[300];
	struct arena mem = arena_open(1 << 20);
	struct conn_options o = { .dir = dir, .write = true, .identity = true };
	struct job_options with = { .dir = dir, .tables = tables };
	struct job_runner *r;
	struct conn *c;
	int applied;

	snprintf(dir, sizeof(dir), "%s/jobs", test_dir());
	mkdir(dir, 0700);
	o.database = with.database = test_database(dir);
	CHECK(conn_open(&c, &o) == OK && migrate(c, migrations, &applied) == OK);
	CHECK_INT(tx_run(c, &mem, (moment){ 1800000000000 }, 510921207, begin, NULL), OK);
	conn_close(c);
	atomic_store(&left_over, 20);
	CHECK_INT(writer_open(&with.writer, &(struct writer_options){ .dir = dir, .database = test_database(dir) }),
		  OK);
	CHECK_INT(job_start(&r, &with), OK);
	for (int i = 0; i < 500 && atomic_load(&left_over) > 0; i++)
		(void)poll(NULL, 0, 10);
	CHECK_INT(atomic_load(&runs), 20);
	CHECK(job_lag(r) < 5);
	job_stop(r);
	writer_close(with.writer);
	arena_close(&mem);
}
