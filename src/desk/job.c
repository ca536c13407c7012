#include "desk/job.h"

#include "base/log.h"
#include "desk/event.h"
#include "desk/pause.h"
#include "gen/event.sql.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define TICK_SECONDS 1
#define TOWNS        64
#define MEMORY       ((size_t)8 << 20)

struct due {
	const struct job *job; /* or */
	const struct job_errand *errand;
	int64_t at; /* milliseconds; when the next pass should begin */
	bool ran;   /* at least once since the service started */
};

struct job_runner {
	struct job_options options;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stopping;
	struct due *due;
	size_t jobs;
	struct conn *reader;
	bool office;
	struct arena mem;
};

static size_t
jobs_count(const struct job_options *o)
{
	size_t n = 0;

	for (const struct job *const *t = o->tables; t && *t; t++)
		for (const struct job *j = *t; j->name; j++)
			n++;
	for (const struct job_errand *const *t = o->errands; t && *t; t++)
		for (const struct job_errand *j = *t; j->name; j++)
			n++;
	return n;
}

static void
jobs_list(struct job_runner *r)
{
	moment now = moment_now();

	for (const struct job *const *t = r->options.tables; t && *t; t++)
		for (const struct job *j = *t; j->name; j++)
			r->due[r->jobs++] = (struct due){ .job = j, .at = now.ms };
	for (const struct job_errand *const *t = r->options.errands; t && *t; t++)
		for (const struct job_errand *j = *t; j->name; j++)
			r->due[r->jobs++] = (struct due){ .errand = j, .at = now.ms };
}

static bool
stopping(struct job_runner *r)
{
	bool stop;

	pthread_mutex_lock(&r->lock);
	stop = r->stopping;
	pthread_mutex_unlock(&r->lock);
	return stop;
}

static const char *
name_of(const struct due *d)
{
	return !d ? "anchor" : d->job ? d->job->name : d->errand->name;
}

struct piece {
	const struct job *job;
	bool more;
};

static enum err
piece_run(struct tx *tx, void *arg)
{
	struct piece *p = arg;

	bool still;

	p->more = false;
	TRY(pause_holds(&tx->db, &still));
	return still ? OK : p->job->run(tx, &p->more);
}

/* Waits a moment, so that a full queue or disk is not asked again at once. */
static void
pause_short(struct job_runner *r)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += TICK_SECONDS;
	pthread_mutex_lock(&r->lock);
	if (!r->stopping)
		pthread_cond_timedwait(&r->wake, &r->lock, &until);
	pthread_mutex_unlock(&r->lock);
}

/* All pieces of one job in one township. A full queue is waited for; any other error ends this pass, the
 * next one tries again. */
static void
town_run(struct job_runner *r, const struct due *d, int64_t town)
{
	struct piece p = { d->job, true };

	while (p.more && !stopping(r)) {
		struct write w = {
			.run = piece_run, .arg = &p, .mem = &r->mem, .now = moment_now(), .town = town, .again = true
		};
		enum err e = writer_run(r->options.writer, &w);

		arena_reset(&r->mem);
		if (e == BUSY) {
			p.more = true;
			pause_short(r);
		} else if (e != OK) {
			log_error("job %s in %lld: %s", name_of(d), (long long)town, err_name(e));
			return;
		}
	}
}

enum err
job_write(struct job_turn *t, enum err (*fn)(struct tx *, void *), void *arg)
{
	struct write w = {
		.run = fn, .arg = arg, .mem = t->db.mem, .now = t->db.now, .town = t->db.town, .again = true
	};

	if (!t->writer)
		return tx_run(t->db.conn, t->db.mem, t->db.now, t->db.town, fn, arg);
	return writer_run(t->writer, &w);
}

static enum err
errand_run(struct job_turn *t, const struct job_errand *errand)
{
	bool still;

	TRY(pause_holds(&t->db, &still));
	return still ? OK : errand->run(t);
}

static void
town_errand(struct job_runner *r, const struct due *d, int64_t town)
{
	struct job_turn t = { .db = { .mem = &r->mem, .now = moment_now(), .town = town, .conn = r->reader },
			      .depot = r->options.depot,
			      .writer = r->options.writer };
	enum err e = errand_run(&t, d->errand);

	arena_reset(&r->mem);
	if (e != OK && e != BUSY)
		log_error("job %s in %lld: %s", name_of(d), (long long)town, err_name(e));
}

/* Calls `fn` for every township, a page of them at a time. */
static void
towns_each(struct job_runner *r, const struct due *d, void (*fn)(struct job_runner *, const struct due *, int64_t town))
{
	int64_t town[TOWNS], after = -1;
	size_t n = TOWNS;

	while (n == TOWNS && !stopping(r)) {
		struct db db = { .mem = &r->mem, .now = moment_now(), .conn = r->reader };
		struct q_event_towns_list towns;
		enum err e = q_event_towns(&db, after, TOWNS, &towns);

		if (e != OK) {
			log_error("job %s: %s", name_of(d), err_name(e));
			return;
		}
		n = towns.n;
		for (size_t i = 0; i < n; i++)
			town[i] = towns.p[i].town;
		for (size_t i = 0; i < n; i++)
			fn(r, d, after = town[i]);
	}
}

/* The heads of the chains go outside the database every hour (event.h); what is anchored has been committed. */
static void
town_anchor(struct job_runner *r, const struct due *d, int64_t town)
{
	struct db db = { .mem = &r->mem, .now = moment_now(), .town = town, .conn = r->reader };

	(void)d;
	if (event_anchor(&db, r->options.dir) != OK)
		log_warn("the chain of %lld was not anchored", (long long)town);
	arena_reset(&r->mem);
}

/* Several servers run beside each other; one of them looks after the timers. */
static bool
in_office(struct job_runner *r)
{
	struct db db = { .mem = &r->mem, .now = moment_now(), .conn = r->reader };
	bool held = false;
	enum err e = db_elect(&db, r->options.office, &held);

	if (e == OK && held && !r->office)
		log_info("this server looks after the %s", r->options.office == OFFICE_FILES ? "files" : "timers");
	r->office = e == OK && held;
	return r->office;
}

/* Whoever gets the office begins with everything. */
static void
start_over(struct job_runner *r)
{
	pthread_mutex_lock(&r->lock);
	for (size_t i = 0; i < r->jobs; i++)
		r->due[i].at = moment_now().ms;
	pthread_mutex_unlock(&r->lock);
}

static void *
runner(void *arg)
{
	struct job_runner *r = arg;
	int64_t anchor_at = moment_now().ms + MS_HOUR;

	while (!stopping(r)) {
		if (!in_office(r)) {
			start_over(r);
			pause_short(r);
			continue;
		}
		if (r->options.office == OFFICE_TIMERS && moment_now().ms >= anchor_at) {
			towns_each(r, NULL, town_anchor);
			anchor_at = moment_now().ms + MS_HOUR;
		}
		for (size_t i = 0; i < r->jobs && !stopping(r); i++) {
			const struct due *d = &r->due[i];

			if (moment_now().ms < d->at)
				continue;
			towns_each(r, d, d->job ? town_run : town_errand);
			pthread_mutex_lock(&r->lock);
			r->due[i].ran = true;
			r->due[i].at = moment_now().ms +
				       (d->job ? d->job->every_seconds : d->errand->every_seconds) * MS_SECOND;
			pthread_mutex_unlock(&r->lock);
		}
		pause_short(r);
	}
	return NULL;
}

static void
runner_free(struct job_runner *r)
{
	conn_close(r->reader);
	arena_close(&r->mem);
	pthread_mutex_destroy(&r->lock);
	pthread_cond_destroy(&r->wake);
	free(r->due);
	free(r);
}

enum err
job_start(struct job_runner **out, const struct job_options *o)
{
	struct conn_options reader = { .dir = o->dir, .database = o->database, .cache_kib = 256 };
	struct job_runner *r = calloc(1, sizeof(*r));
	size_t n = jobs_count(o);
	struct due *due = calloc(n + 1, sizeof(*due));

	if (!r || !due || conn_open(&r->reader, &reader) != OK) {
		free(due);
		free(r);
		return BROKEN;
	}
	r->options = *o;
	r->mem = arena_open(MEMORY);
	r->due = due;
	if (!r->options.office)
		r->options.office = OFFICE_TIMERS;
	jobs_list(r);
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->wake, NULL);
	if (pthread_create(&r->thread, NULL, runner, r) != 0) {
		runner_free(r);
		return BROKEN;
	}
	*out = r;
	return OK;
}

void
job_stop(struct job_runner *r)
{
	pthread_mutex_lock(&r->lock);
	r->stopping = true;
	pthread_cond_broadcast(&r->wake);
	pthread_mutex_unlock(&r->lock);
	pthread_join(r->thread, NULL);
	runner_free(r);
}

int64_t
job_lag(struct job_runner *r)
{
	int64_t now = moment_now().ms, lag = 0;

	pthread_mutex_lock(&r->lock);
	for (size_t i = 0; i < r->jobs; i++) {
		int64_t late = now - r->due[i].at;

		if (!r->due[i].ran && late < MS_SECOND)
			late = MS_SECOND;
		lag = late > lag ? late : lag;
	}
	pthread_mutex_unlock(&r->lock);
	return lag / MS_SECOND;
}

static enum err
pass_town(struct conn *c, struct arena *mem, const struct job *const *tables, moment now, int64_t town)
{
	for (; tables && *tables; tables++)
		for (const struct job *j = *tables; j->name; j++) {
			struct piece p = { j, true };

			while (p.more) {
				TRY(tx_run(c, mem, now, town, piece_run, &p));
				arena_reset(mem);
			}
		}
	return OK;
}

enum err
job_pass(struct conn *c, const struct job *const *tables, moment now, int64_t town)
{
	struct arena list = arena_open(MEMORY), mem = arena_open(MEMORY);
	struct db db = { .mem = &list, .now = now, .conn = c };
	struct q_event_towns_list towns = { .n = TOWNS };
	enum err e = town ? pass_town(c, &mem, tables, now, town) : OK;

	while (!town && e == OK && towns.n == TOWNS) {
		e = q_event_towns(&db, db.town ? db.town : -1, TOWNS, &towns);
		for (size_t i = 0; i < towns.n && e == OK; i++)
			e = pass_town(c, &mem, tables, now, db.town = towns.p[i].town);
	}
	arena_close(&mem);
	arena_close(&list);
	return e;
}

enum err
job_errands(struct conn *c, const struct job_errand *const *errands, struct depot *depot, moment now, int64_t town)
{
	struct arena mem = arena_open(MEMORY);
	struct job_turn turn = { .db = { .mem = &mem, .now = now, .town = town, .conn = c }, .depot = depot };
	enum err e = OK;

	for (; errands && *errands && e == OK; errands++)
		for (const struct job_errand *j = *errands; j->name && e == OK; j++) {
			e = errand_run(&turn, j);
			arena_reset(&mem);
		}
	arena_close(&mem);
	return e;
}
