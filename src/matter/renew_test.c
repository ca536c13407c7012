/* renew_test.c — a new holiday list: dates still to come, never later than promised, in pieces, listed. */
#include "desk/clock.h"
#include "matter/matter_test.h"

struct import {
	str csv;
	struct clock_import out;
};

static enum err
import_run(struct tx *tx, void *arg)
{
	struct import *i = arg;

	return clock_import(tx, &actor_clock, i->csv, &i->out);
}

static void
take(struct world *w, const char *csv)
{
	struct import i = { .csv = str_of(csv) };

	CHECK_INT(tx_run(w->conn, &w->mem, w->now, TOWN, import_run, &i), OK);
	arena_reset(&w->mem);
}

/* The list of 2026 with two more days off in November and Saturday the 21st worked for it. */
static const char *const later_2026 = "# year 2026, changed in November\ndate,kind\n2026-01-01,off\n2026-11-16,off\n"
				      "2026-11-17,off\n2026-11-28,work\n";

TEST(a_new_list_moves_nothing_later)
{
	struct world *w = world_open(NULL);
	int64_t id, sooner;

	w->now = moment_at(day_make(2026, 11, 12), 9, 0);
	id = raise_of(w, "C01"); /* 7 working days: Monday the 23rd */
	in_hand(w, id);
	sooner = raise_of(w, "C01");
	CHECK_INT(due_of(w, id).n, day_make(2026, 11, 23).n);
	take(w, later_2026);
	w->now = moment_at(day_make(2026, 11, 12), 10, 0);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(due_of(w, id).n, day_make(2026, 11, 23).n);
	CHECK_INT(due_of(w, sooner).n, day_make(2026, 11, 23).n);
	CHECK_INT(number(w, "select stands from clock where town = ?1 and matter = ?2 and kind = 2", id), 1);
	CHECK_INT(number(w, "select count(*) from clock_move where town = ?1 and matter = ?2 and kind = 2 and kept = 1",
			 id),
		  1);
	CHECK_INT(number(w, "select done from clock_sweep where town = ?1", 0), 1);
	CHECK_INT(pass_jobs(w), OK); /* looked at once */
	CHECK_INT(number(w, "select count(*) from clock_move where town = ?1 and matter = ?2 and kind = 2", id), 1);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(a_provisional_date_becomes_firm_or_earlier)
{
	struct world *w = world_open(NULL);
	int64_t id, before;

	w->now = moment_at(day_make(2026, 12, 28), 9, 0);
	id = raise_of(w, "C01");
	in_hand(w, id);
	before = due_of(w, id).n;
	CHECK_INT(before, day_make(2027, 1, 7).n); /* 1 January is off by law */
	CHECK_INT(number(w, "select provisional from clock where town = ?1 and matter = ?2 and kind = 2", id), 1);
	take(w, "# year 2027, invented\ndate,kind\n2027-01-01,off\n2027-01-02,work\n");
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(due_of(w, id).n, day_make(2027, 1, 6).n);
	CHECK_INT(number(w, "select due_at from clock where town = ?1 and matter = ?2 and kind = 2 and provisional = 0",
			 id),
		  number(w, "select due_at from matter where town = ?1 and id = ?2", id));
	CHECK_INT(number(w,
			 "select count(*) from event where town = ?1 and object_id = ?2 and kind = 'new_calendar' and "
			 "detail like 'clock 2 list 2 due 2027-01-07 to 2027-01-06'",
			 id),
		  1);
	CHECK_INT(number(w, "select count(*) from digest_line where town = ?1 and post = ?2 and what = 7 and kind = 2",
			 P_HANDLER),
		  1);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(dates_gone_by_stay_as_they_were)
{
	struct world *w = world_open(NULL);
	int64_t id, n;

	w->now = moment_at(day_make(2026, 11, 3), 9, 0);
	id = raise_of(w, "C01"); /* due on the 12th */
	in_hand(w, id);
	n = due_of(w, id).n;
	w->now = moment_at(day_make(2026, 11, 20), 9, 0);
	take(w, "# year 2026, changed\ndate,kind\n2026-01-01,off\n2026-11-07,work\n2026-11-08,work\n");
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(due_of(w, id).n, n);
	CHECK_INT(number(w, "select count(*) from clock_move where town = ?1 and matter = ?2", id), 0);
	world_close(w);
}

struct many {
	struct world *w;
};

static enum err
many_raise(struct tx *tx, void *ctx)
{
	struct many *m = ctx;
	const struct matter_raise in = {
		.channel = CHANNEL_WEB, .type = S("C01"), .village = VILLAGE, .words = S("路面塌了一块")
	};

	for (int i = 0; i < 350; i++) {
		struct matter_raised out;

		TRY(matter_raise(tx, &nobody, &m->w->keys, &in, &out));
	}
	return OK;
}

TEST(every_piece_is_swept)
{
	struct world *w = world_open(NULL);
	struct many m = { w };

	w->now = moment_at(day_make(2026, 12, 28), 9, 0);
	CHECK_INT(tx_run(w->conn, &w->mem, w->now, TOWN, many_raise, &m), OK);
	arena_reset(&w->mem);
	take(w, "# year 2027, invented\ndate,kind\n2027-01-01,off\n2027-01-02,work\n");
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(number(w, "select count(*) from clock where town = ?1 and kind = 2 and provisional = 1", 0), 0);
	CHECK_INT(number(w, "select count(*) from clock_move where town = ?1 and kind = 2 and kept = 0", 0), 350);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}
