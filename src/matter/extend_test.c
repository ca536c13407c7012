/* extend_test.c — the one extension, the hotline's date, limits by what is asked, warnings, the unassigned. */
#include "gen/matter.sql.h"
#include "matter/digest.h"
#include "matter/matter_test.h"
#include "matter/timer.h"

#define DEED(...) ((struct matter_deed){ __VA_ARGS__ })

static enum err
ask(struct world *w, int64_t id, int days)
{
	return act(w, staff(P_HANDLER), id,
		   DEED(.act = ACT_EXTEND_ASK, .text = S("要等县里的配件"), .until = day_add(due_of(w, id), days)));
}

static enum err
decide(struct world *w, int64_t post, int64_t id, enum matter_act a)
{
	return act(w, staff(post), id, DEED(.act = a, .text = S("可以再快一点")));
}

static int64_t
lines_of(struct world *w, int64_t post, const char *sql)
{
	return number(w, sql, post);
}

TEST(one_extension_by_another_person)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");
	day due;

	in_hand(w, id);
	due = due_of(w, id);
	CHECK_INT(ask(w, id, 0), INVALID);
	CHECK_INT(ask(w, id, 31), INVALID); /* the law: thirty days at most */
	CHECK_INT(act(w, staff(P_HANDLER), id, DEED(.act = ACT_EXTEND_ASK, .until = day_add(due, 5))),
		  INVALID); /* no reason */
	CHECK_INT(act(w, staff(P_HANDLER2), id, DEED(.act = ACT_EXTEND_ASK, .text = S("x"), .until = day_add(due, 5))),
		  FORBIDDEN);
	CHECK_INT(ask(w, id, 10), OK);
	CHECK_INT(due_of(w, id).n, due.n); /* asking moves nothing */
	CHECK_INT(ask(w, id, 10), CONFLICT);
	CHECK_INT(decide(w, P_HANDLER, id, ACT_EXTEND_APPROVE), FORBIDDEN); /* its own handler */
	CHECK_INT(decide(w, P_OTHER_HEAD, id, ACT_EXTEND_APPROVE), NOT_FOUND);
	CHECK_INT(decide(w, P_HEAD, id, ACT_EXTEND_APPROVE), OK);
	CHECK_INT(due_of(w, id).n, due.n + 10);
	CHECK_INT(number(w, "select extended_days from clock where town = ?1 and matter = ?2 and kind = 2", id), 10);
	CHECK_INT(number(w,
			 "select count(*) from matter_entry where town = ?1 and matter = ?2 and visible = 1 and text = "
			 "'要等县里的配件'",
			 id),
		  1);
	CHECK_INT(ask(w, id, 5), CONFLICT); /* one for each matter */
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(a_date_that_has_passed_is_not_extended)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");
	day due;

	in_hand(w, id);
	due = due_of(w, id);
	CHECK_INT(ask(w, id, 10), OK);
	w->now = moment_at(due, 23, 59);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(number(w, "select state from extension where town = ?1 and matter = ?2", id), 1); /* in time still */
	w->now = moment_at(day_add(due, 1), 0, 0);
	CHECK_INT(decide(w, P_HEAD, id, ACT_EXTEND_APPROVE), CONFLICT);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(number(w, "select state from extension where town = ?1 and matter = ?2", id), 4); /* overtaken */
	CHECK_INT(decide(w, P_HEAD, id, ACT_EXTEND_APPROVE), CONFLICT);
	CHECK_INT(act(w, staff(P_HANDLER), id,
		      DEED(.act = ACT_EXTEND_ASK, .text = S("要等配件"), .until = day_add(due, 20))),
		  INVALID);
	CHECK_INT(due_of(w, id).n, due.n);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(a_head_who_handles_it_does_not_extend_it)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");

	offered(w, id);
	CHECK_INT(act(w, staff(P_HEAD), id, DEED(.act = ACT_CLAIM)), OK);
	CHECK_INT(act(w, staff(P_HEAD), id,
		      DEED(.act = ACT_EXTEND_ASK, .text = S("雨天"), .until = day_add(due_of(w, id), 3))),
		  OK);
	CHECK_INT(decide(w, P_HEAD, id, ACT_EXTEND_APPROVE), FORBIDDEN);
	CHECK_INT(decide(w, P_HEAD, id, ACT_EXTEND_REFUSE), FORBIDDEN);
	CHECK_INT(lines_of(w, P_LEADER, "select count(*) from digest_line where town = ?1 and post = ?2 and what = 4"),
		  1);
	CHECK_INT(act(w, staff(P_LEADER), id, DEED(.act = ACT_EXTEND_REFUSE)), INVALID); /* a refusal says why */
	CHECK_INT(decide(w, P_LEADER, id, ACT_EXTEND_REFUSE), OK);
	CHECK_INT(act(w, staff(P_HEAD), id,
		      DEED(.act = ACT_EXTEND_ASK, .text = S("还在下"), .until = day_add(due_of(w, id), 3))),
		  OK); /* refused is not used up */
	world_pass(w, 30);
	CHECK_INT(decide(w, P_LEADER, id, ACT_EXTEND_APPROVE), CONFLICT); /* a missed date stays missed */
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(the_hotlines_date_wins)
{
	struct world *w = world_open(NULL);
	struct matter_raise in = { .channel = CHANNEL_HOTLINE_12345,
				   .type = S("C01"),
				   .village = VILLAGE,
				   .words = S("12345 转来"),
				   .demand = DEMAND_CONSULT };
	int64_t id;

	in.received_at = moment_at(day_make(2026, 2, 26), 9, 0);
	CHECK_INT(raise_as(w, staff(P_CLERK), &in, &id), OK);
	CHECK_INT(due_of(w, id).n, day_make(2026, 3, 2).n); /* three working days: 28 February is one */
	in.upstream_due = timer_day_end(day_make(2026, 4, 20));
	CHECK_INT(raise_as(w, staff(P_CLERK), &in, &id), OK);
	CHECK_INT(due_of(w, id).n, day_make(2026, 4, 20).n);
	CHECK_INT(act(w, staff(P_CLERK), id, DEED(.act = ACT_RECLASSIFY, .type = S("C02"))), OK);
	CHECK_INT(due_of(w, id).n, day_make(2026, 4, 20).n);
	in.upstream_due = timer_day_end(day_make(2026, 2, 1));
	CHECK_INT(raise_as(w, staff(P_CLERK), &in, &id), INVALID);
	in.upstream_due = timer_day_end(day_make(2026, 4, 20));
	in.channel = CHANNEL_WALK_IN;
	CHECK_INT(raise_as(w, staff(P_CLERK), &in, &id), INVALID);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(the_office_is_warned_one_working_day_before)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");
	const char *sql = "select count(*) from digest_line where town = ?1 and post = ?2 and what = 6 and kind = 2";

	in_hand(w, id); /* Monday 2 March, 7 working days: Wednesday the 11th */
	CHECK_INT(due_of(w, id).n, day_make(2026, 3, 11).n);
	w->now = moment_at(day_make(2026, 3, 9), 23, 0);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(lines_of(w, P_HANDLER, sql), 0);
	w->now = moment_at(day_make(2026, 3, 10), 0, 5);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(lines_of(w, P_HANDLER, sql), 1);
	CHECK_INT(number(w, "select day from digest where town = ?1 and post = ?2 order by day desc", P_HANDLER),
		  day_make(2026, 3, 10).n);
	w->now = moment_at(day_make(2026, 3, 12), 9, 0);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(lines_of(w, P_HEAD,
			   "select count(*) from digest_line where town = ?1 and post = ?2 and what = 2 and kind = 2"),
		  1);
	CHECK_INT(number(w, "select day from digest where town = ?1 and post = ?2 order by day desc", P_HEAD),
		  day_make(2026, 3, 12).n); /* an urgent type in office hours: at once */
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(what_nobody_passes_on_goes_to_the_leader_first)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");
	day due = due_of(w, id);

	world_pass(w, 2);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(state_of(w, id), MATTER_RECEIVED);
	CHECK_INT(number(w, "select holder from matter where town = ?1 and id = ?2", id), P_LEADER);
	CHECK_INT(due_of(w, id).n, due.n);
	CHECK_INT(lines_of(w, P_DISPATCHER,
			   "select count(*) from digest_line where town = ?1 and post = ?2 and what = 1"),
		  1);
	CHECK_INT(lines_of(w, P_LEADER, "select count(*) from digest_line where town = ?1 and post = ?2 and what = 1"),
		  1);
	CHECK_INT(act(w, staff(P_DISPATCHER), id, DEED(.act = ACT_OFFER, .unit = UNIT_ROADS)), OK);
	CHECK_INT(pass_jobs(w), OK); /* the time to claim it was the same: the head has it */
	CHECK_INT(number(w, "select holder from matter where town = ?1 and id = ?2", id), P_HEAD);
	CHECK_INT(due_of(w, id).n, due.n);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(only_pause_and_extension_move_the_date)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), other = raise_of(w, "C01");
	day due = due_of(w, id);

	CHECK_INT(act(w, resident(id), id, DEED(.act = ACT_ADD_WORD, .text = S("有消息吗"))), OK);
	CHECK_INT(due_of(w, id).n, due.n);
	merged(w, other, id);
	world_pass(w, 1);
	CHECK_INT(act(w, staff(P_DISPATCHER), other, DEED(.act = ACT_UNMERGE)), OK);
	CHECK_INT(due_of(w, other).n, due.n);
	offered(w, id);
	CHECK_INT(act(w, staff(P_DISPATCHER), id, DEED(.act = ACT_OFFER, .unit = UNIT_LAW)), OK);
	CHECK_INT(act(w, staff(P_OTHER), id, DEED(.act = ACT_CLAIM)), OK);
	CHECK_INT(act(w, staff(P_OTHER), id, DEED(.act = ACT_REPLY_RELAY, .text = S("正在看"))), OK);
	CHECK_INT(due_of(w, id).n, due.n);
	CHECK(number(w, "select coalesce(met_at, 0) from clock where town = ?1 and matter = ?2 and kind = 5", id) > 0);
	CHECK_INT(act(w, staff(P_OTHER_HEAD), id, DEED(.act = ACT_ASSIGN, .post = P_OTHER_HEAD)), OK);
	CHECK_INT(due_of(w, id).n, due.n);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(quiet_hours_and_days_off)
{
	const struct quiet q = { 20, 8 };
	struct world *w = world_open(NULL);
	struct db db = world_db(w);
	const struct calendar *c;

	CHECK_INT(clock_calendar(&db, &c), OK);
	CHECK_INT(digest_day(c, &q, moment_at(day_make(2026, 3, 2), 7, 59)).n, day_make(2026, 3, 2).n);
	CHECK_INT(digest_day(c, &q, moment_at(day_make(2026, 3, 2), 8, 0)).n, day_make(2026, 3, 3).n);
	CHECK_INT(digest_day(c, &q, moment_at(day_make(2026, 3, 6), 21, 0)).n, day_make(2026, 3, 9).n);
	CHECK_INT(digest_day(c, &q, moment_at(day_make(2026, 9, 30), 12, 0)).n, day_make(2026, 10, 8).n);
	world_close(w);
}

/* ---- how long the leader has ---- */

static enum err
shorter(struct tx *tx, void *ctx)
{
	const struct limit_new three = { .clock = CLOCK_LEADER,
					 .type = S("C01"),
					 .channel = CHANNEL_WEB,
					 .limit = { 3, LIMIT_WORKDAYS, S("乡里的承诺"), S("Promise of the township") },
					 .from = day_add(day_of(tx->db.now), 1) };
	const struct actor by = staff(P_ADMIN);
	int64_t id;

	(void)ctx;
	return limit_add(tx, &by, &three, &id);
}

/* Not solved twice: until when the leader has to decide. */
static day
leader_due(struct world *w, const char *type)
{
	int64_t id = raise_of(w, type);

	in_hand(w, id);
	for (int i = 0; i < 2; i++) {
		answered(w, id);
		CHECK_INT(act(w, resident(id), id,
			      DEED(.act = ACT_JUDGE_UNSOLVED, .solved = SOLVED_NOT, .satisfied = SATISFIED_NO)),
			  OK);
	}
	CHECK_INT(state_of(w, id), MATTER_LEADER_REVIEW);
	return day_of(
		(moment){ number(w, "select due_at from clock where town = ?1 and matter = ?2 and kind = 13", id) });
}

TEST(the_leader_decides_within_the_days_of_the_table)
{
	struct world *w = world_open(NULL);

	CHECK_INT(leader_due(w, "C01").n, day_make(2026, 3, 9).n); /* five working days from Monday 2 March */
	CHECK_INT(tx_run(w->conn, &w->mem, w->now, TOWN, shorter, NULL), OK);
	CHECK_INT(leader_due(w, "C01").n, day_make(2026, 3, 9).n); /* from tomorrow on */
	world_pass(w, 1);
	CHECK_INT(leader_due(w, "C01").n, day_make(2026, 3, 6).n); /* three from Tuesday */
	CHECK_INT(leader_due(w, "C02").n, day_make(2026, 3, 10).n);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}
