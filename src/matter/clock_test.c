/* clock_test.c — dates: pauses over holidays, claims, silence, and jobs that leave nothing behind. */
#include "matter/matter_test.h"

#define DEED(...) ((struct matter_deed){ __VA_ARGS__ })

static int64_t
asked(struct world *w, day on)
{
	int64_t id;

	w->now = moment_at(on, 9, 30);
	id = raise_of(w, "C01");
	in_hand(w, id);
	CHECK_INT(act(w, staff(P_HANDLER), id, DEED(.act = ACT_ASK)), INVALID);
	CHECK_INT(act(w, staff(P_HANDLER), id, DEED(.act = ACT_ASK, .text = S("是哪一盏灯？"))), OK);
	return id;
}

/* Asked on Wednesday 29 April 2026, answered on 9 May: off are 1–5 May, worked is Saturday 9 May. Working days
 * after the 29th: 30 April, 6, 7, 8 and 9 May. */
TEST(a_pause_over_a_holiday_counts_working_days)
{
	struct world *w = world_open(NULL);
	int64_t id = asked(w, day_make(2026, 4, 29));

	CHECK_INT(due_of(w, id).n, day_make(2026, 5, 12).n);
	w->now = moment_at(day_make(2026, 5, 9), 20, 0);
	CHECK_INT(act(w, resident(id), id, DEED(.act = ACT_GIVE, .text = S("村口那盏"))), OK);
	CHECK_INT(number(w, "select paused_days from clock where town = ?1 and matter = ?2 and kind = 2", id), 5);
	CHECK_INT(due_of(w, id).n, day_make(2026, 5, 19).n);
	CHECK_INT(number(w,
			 "select count(*) from event where town = ?1 and object_id = ?2 and detail like 'paused 5 "
			 "workdays due 2026-05-12 to "
			 "2026-05-19'",
			 id),
		  1);
	CHECK_INT(act(w, staff(P_HANDLER), id, DEED(.act = ACT_ASK, .text = S("再问一次"))), INVALID); /* once */
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(a_pause_of_one_day_moves_nothing)
{
	struct world *w = world_open(NULL);
	int64_t id = asked(w, day_make(2026, 4, 29));
	day due = due_of(w, id);

	w->now.ms += 5 * MS_HOUR;
	CHECK_INT(act(w, resident(id), id, DEED(.act = ACT_GIVE, .text = S("村口那盏"))), OK);
	CHECK_INT(due_of(w, id).n, due.n);
	world_close(w);
}

TEST(a_pause_ends_by_itself_after_ten_working_days)
{
	struct world *w = world_open(NULL);
	int64_t id = asked(w, day_make(2026, 4, 29));

	w->now = moment_at(day_make(2026, 5, 15), 23, 0); /* the tenth is 15 May */
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(state_of(w, id), MATTER_WAITING);
	w->now = moment_at(day_make(2026, 6, 20), 8, 0); /* the server was down */
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(state_of(w, id), MATTER_IN_HAND);
	CHECK_INT(number(w, "select paused_days from clock where town = ?1 and matter = ?2 and kind = 2", id), 10);
	CHECK_INT(due_of(w, id).n, day_make(2026, 5, 26).n);
	CHECK_INT(number(w, "select count(*) from matter_entry where town = ?1 and matter = ?2 and act = 27", id), 0);
	CHECK_INT(pass_jobs(w), OK); /* the answer clock did not stand in the list while it stood still */
	CHECK_INT(number(w, "select count(*) from matter_entry where town = ?1 and matter = ?2 and act = 27", id), 1);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(an_emergency_runs_day_and_night)
{
	struct world *w = world_open(NULL);
	int64_t id;

	w->now = moment_at(day_make(2026, 5, 1), 23, 30);
	id = raise_of(w, "E01");
	CHECK_INT(number(w, "select due_at from matter where town = ?1 and id = ?2", id), w->now.ms + MS_DAY);
	offered(w, id);
	CHECK_INT(number(w, "select due_at from clock where town = ?1 and matter = ?2 and kind = 1", id),
		  w->now.ms + MS_HOUR);
	w->now.ms += MS_HOUR;
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(state_of(w, id), MATTER_IN_HAND);
	CHECK_INT(number(w, "select holder from matter where town = ?1 and id = ?2", id), P_HEAD);
	world_close(w);
}

TEST(a_unit_without_a_head_has_the_leader)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");

	CHECK_INT(act(w, staff(P_DISPATCHER), id, DEED(.act = ACT_OFFER, .unit = 99)), INVALID);
	CHECK_INT(act(w, staff(P_DISPATCHER), id, DEED(.act = ACT_OFFER, .unit = UNIT_BARE)), OK);
	CHECK_INT(number(w, "select holder from matter where town = ?1 and id = ?2", id), P_LEADER);
	CHECK_INT(act(w, staff(P_DISPATCHER), id, DEED(.act = ACT_OFFER, .unit = UNIT_BARE)), INVALID);
	CHECK_INT(act(w, staff(P_LEADER), id, DEED(.act = ACT_OFFER, .unit = UNIT_LAW)), OK);
	CHECK_INT(number(w, "select holder from matter where town = ?1 and id = ?2", id), P_OTHER_HEAD);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

static enum err
tried(struct world *w, int64_t id, int channel)
{
	return act(w, staff(P_CLERK), id,
		   DEED(.act = ACT_TRY_CONTACT, .contact_channel = channel, .contact_result = 2));
}

TEST(silence_closes_only_after_two_channels)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");

	in_hand(w, id);
	answered(w, id);
	CHECK_INT(tried(w, id, 1), OK);
	CHECK_INT(tried(w, id, 1), OK);
	CHECK_INT(tried(w, id, 7), INVALID);
	world_pass(w, 14);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(act(w, actor_clock, id, DEED(.act = ACT_CLOSE_SILENT)), INVALID);
	world_pass(w, 10);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(state_of(w, id), MATTER_ANSWERED); /* one channel, twice: it stays and says so, once */
	CHECK_INT(number(w,
			 "select count(*) from matter_entry where town = ?1 and matter = ?2 and act = 27 and detail "
			 "like 'channels to try%'",
			 id),
		  1);
	CHECK_INT(tried(w, id, 2), OK);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(state_of(w, id), MATTER_CLOSED_NO_REPLY);
	w->now = moment_at(day_add(day_of(w->now), 365), 12, 0);
	CHECK_INT(act(w, resident(id), id, DEED(.act = ACT_REOPEN)), OK);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(a_reopened_matter_that_nobody_restarts_is_restarted)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");

	in_hand(w, id);
	answered(w, id);
	CHECK_INT(act(w, resident(id), id, DEED(.act = ACT_JUDGE_UNSOLVED, .solved = SOLVED_PARTLY)), OK);
	world_pass(w, 2);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(state_of(w, id), MATTER_IN_HAND);
	CHECK_INT(number(w, "select holder from matter where town = ?1 and id = ?2", id), P_HANDLER);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

struct many {
	struct world *w;
	int n;
};

static enum err
many_raise(struct tx *tx, void *ctx)
{
	struct many *m = ctx;
	const struct matter_raise in = {
		.channel = CHANNEL_WEB, .type = S("C01"), .village = VILLAGE, .words = S("路面塌了一块")
	};
	const struct matter_deed offer = { .act = ACT_OFFER, .unit = UNIT_ROADS };
	const struct actor by = staff(P_DISPATCHER);

	for (int i = 0; i < m->n; i++) {
		size_t mark = arena_mark(tx->db.mem);
		struct matter_raised out;

		TRY(matter_raise(tx, &nobody, &m->w->keys, &in, &out));
		TRY(matter_act(tx, &by, out.id, &offer));
		arena_back(tx->db.mem, mark);
	}
	return OK;
}

TEST(trap_02_a_pass_leaves_none_of_ten_thousand_behind)
{
	struct world *w = world_open(NULL);
	int64_t n = world_many("HEYE_OVERDUE", 10000);
	struct many m = { w, 100 };

	for (int64_t i = 0; i < n; i += m.n) {
		CHECK_INT(tx_run(w->conn, &w->mem, w->now, TOWN, many_raise, &m), OK);
		arena_reset(&w->mem);
	}
	w->now = moment_at(day_make(2026, 4, 1), 9,
			   0); /* a month later, all of them are late for the claim and the answer */
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(number(w, "select count(*) from matter where town = ?1 and state = 3 and holder = ?2", P_HEAD), n);
	CHECK_INT(number(w, "select count(*) from matter_entry where town = ?1 and act = 27 and detail like 'answer %'",
			 0),
		  n);
	CHECK_INT(number(w,
			 "select count(*) from clock where town = ?1 and fired_at is null and met_at is null and "
			 "due_at <= ?2",
			 w->now.ms),
		  0);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}
