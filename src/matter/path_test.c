/* path_test.c — the rarer paths, act by act: returns and rulings, what takes two persons, the leader, links, archiving.
 * Tests named trap_… stand for faults that other systems have (features.md §5). */
#include "matter/archive.h"
#include "matter/matter_test.h"

#define DEED(...)           ((struct matter_deed){ __VA_ARGS__ })
#define BACK                DEED(.act = ACT_RETURN_UNIT, .reason = RETURN_NOT_OURS, .text = S("不归我们"))
#define COUNT(w, table, id) number(w, "select count(*) from " table " where town = ?1 and matter = ?2", id)

static const struct matter_deed yes = { .act = ACT_JUDGE_SOLVED, .solved = SOLVED_YES, .satisfied = SATISFIED_YES };
static const struct matter_deed no = { .act = ACT_JUDGE_UNSOLVED, .solved = SOLVED_NOT, .satisfied = SATISFIED_NO };

static int64_t
unit_of(struct world *w, int64_t id)
{
	return number(w, "select coalesce(unit, 0) from matter where town = ?1 and id = ?2", id);
}

static int64_t
holder_of(struct world *w, int64_t id)
{
	return number(w, "select coalesce(holder, 0) from matter where town = ?1 and id = ?2", id);
}

TEST(a_unit_returns_once_and_the_clock_runs_on)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");
	day due = due_of(w, id);

	offered(w, id);
	CHECK_INT(act(w, staff(P_HANDLER), id, BACK), FORBIDDEN); /* the head says it, not a handler */
	CHECK_INT(act(w, staff(P_HEAD), id, DEED(.act = ACT_RETURN_UNIT, .reason = RETURN_NOT_OURS)), INVALID);
	CHECK_INT(act(w, staff(P_HEAD), id, DEED(.act = ACT_RETURN_UNIT, .reason = 9, .text = S("不"))), INVALID);
	CHECK_INT(act(w, staff(P_HEAD), id, BACK), OK);
	CHECK_INT(state_of(w, id), MATTER_RULING);
	CHECK_INT(holder_of(w, id), P_HEAD); /* answerable until somebody has ruled */
	CHECK_INT(due_of(w, id).n, due.n);
	CHECK_INT(number(w, "select due_at from clock where town = ?1 and matter = ?2 and kind = 6", id),
		  moment_at(day_make(2026, 3, 4), 0, 0).ms - 1); /* one working day */
	CHECK_INT(act(w, staff(P_CLERK), id, DEED(.act = ACT_RULE, .unit = UNIT_ROADS)), FORBIDDEN);
	CHECK_INT(act(w, staff(P_DISPATCHER), id, DEED(.act = ACT_RULE, .unit = UNIT_ROADS)), OK);
	CHECK_INT(unit_of(w, id), UNIT_ROADS);
	CHECK_INT(act(w, staff(P_HEAD), id, BACK), INVALID); /* once for each unit */
	CHECK_INT(due_of(w, id).n, due.n);
	CHECK_INT(number(w,
			 "select count(*) from clock where town = ?1 and matter = ?2 and kind = 1 and met_at is null",
			 id),
		  1);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(the_second_return_goes_to_the_leader_and_there_is_no_third)
{
	const struct matter_deed roads = { .act = ACT_RULE, .unit = UNIT_ROADS, .make_rule = true };
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");

	offered(w, id);
	CHECK_INT(act(w, staff(P_HEAD), id, BACK), OK);
	CHECK_INT(act(w, staff(P_DISPATCHER), id, DEED(.act = ACT_RULE, .unit = UNIT_LAW)), OK);
	CHECK_INT(act(w, staff(P_OTHER), id, DEED(.act = ACT_CLAIM)), OK);
	CHECK_INT(act(w, staff(P_OTHER_HEAD), id, BACK), OK); /* also out of the hand */
	CHECK_INT(act(w, staff(P_DISPATCHER), id, DEED(.act = ACT_RULE, .unit = UNIT_ROADS)), FORBIDDEN);
	CHECK_INT(act(w, staff(P_LEADER), id, roads), OK);
	CHECK_INT(unit_of(w, id), UNIT_ROADS);
	CHECK_INT(act(w, staff(P_HEAD), id, BACK), INVALID);
	CHECK_INT(act(w, staff(P_LEADER), id, BACK), INVALID);
	CHECK_INT(act(w, staff(P_DISPATCHER), id, DEED(.act = ACT_OFFER, .unit = UNIT_LAW)), INVALID);
	CHECK_INT(
		number(w, "select count(*) from route_rule where town = ?1 and type = 'C01' and unit = ?2", UNIT_ROADS),
		1);
	CHECK_INT(COUNT(w, "matter_return", id), 2);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

/* Without returns either: a dispatcher passes it to two units at most. And after five working days it is the unit's. */
TEST(nothing_is_passed_round)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), late = raise_of(w, "C01");

	offered(w, id);
	CHECK_INT(act(w, staff(P_DISPATCHER), id, DEED(.act = ACT_OFFER, .unit = UNIT_LAW)), OK);
	CHECK_INT(act(w, staff(P_DISPATCHER), id, DEED(.act = ACT_OFFER, .unit = UNIT_ROADS)), INVALID);
	in_hand(w, late);
	world_pass(w, 9); /* Monday to Wednesday of the next week: seven working days */
	CHECK_INT(act(w, staff(P_HEAD), late, BACK), INVALID);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(not_accepted_takes_two_persons_and_may_be_objected_to_once)
{
	const struct matter_deed ask = { .act = ACT_REJECT_ASK,
					 .reason = REJECT_COURT,
					 .text = S("已经在法院"),
					 .basis = S("信访工作条例第三十一条"),
					 .onward = S("县人民法院立案庭") };
	const struct matter_deed object = { .act = ACT_OBJECT, .text = S("法院没有收") };
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");
	day due = due_of(w, id);

	CHECK_INT(act(w, staff(P_LEADER), id, DEED(.act = ACT_REJECT)), CONFLICT); /* nobody proposed it */
	CHECK_INT(act(w, staff(P_DISPATCHER), id, DEED(.act = ACT_REJECT_ASK, .reason = 1, .text = S("不"))), INVALID);
	CHECK_INT(act(w, staff(P_LEADER), id, ask), OK);
	CHECK_INT(act(w, staff(P_LEADER), id, DEED(.act = ACT_REJECT)), FORBIDDEN); /* never the same person */
	CHECK_INT(act(w, staff(P_DISPATCHER), id, ask), OK);
	CHECK_INT(act(w, staff(P_DISPATCHER), id, DEED(.act = ACT_REJECT)), FORBIDDEN);
	CHECK_INT(act(w, staff(P_LEADER), id, DEED(.act = ACT_REJECT)), OK);
	CHECK_INT(state_of(w, id), MATTER_NOT_ACCEPTED);
	CHECK_INT(act(w, resident(id), id, DEED(.act = ACT_OBJECT)), INVALID);
	CHECK_INT(act(w, resident(id), id, object), OK);
	CHECK_INT(state_of(w, id), MATTER_RULING);
	CHECK_INT(holder_of(w, id), P_LEADER);
	CHECK_INT(due_of(w, id).n, due.n);
	CHECK_INT(act(w, staff(P_DISPATCHER), id, DEED(.act = ACT_RULE, .unit = UNIT_ROADS)), FORBIDDEN);
	CHECK_INT(act(w, staff(P_LEADER), id, DEED(.act = ACT_UPHOLD, .text = S("看过法院的材料"))), OK);
	CHECK_INT(state_of(w, id), MATTER_NOT_ACCEPTED);
	CHECK_INT(act(w, resident(id), id, object), INVALID);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(what_is_proposed_is_refused_by_another_person_with_a_reason_and_its_dates_stay)
{
	const struct matter_deed reject = { .act = ACT_REJECT_ASK,
					    .reason = REJECT_NO_POWER,
					    .text = S("不归我们"),
					    .basis = S("职责清单"),
					    .onward = S("县住建局") };
	const struct matter_deed reject_no = { .act = ACT_REJECT_NO, .text = S("清单上是我们的") };
	struct matter_deed refer = reject, refer_no = reject_no;
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), holder = holder_of(w, id);
	day due = due_of(w, id);

	refer.act = ACT_REFER_ASK;
	refer.reason = REFER_POWER;
	refer_no.act = ACT_REFER_NO;
	CHECK_INT(act(w, staff(P_LEADER), id, reject_no), CONFLICT); /* nobody proposed it */
	CHECK_INT(act(w, staff(P_LEADER), id, reject), OK);
	CHECK_INT(act(w, staff(P_LEADER), id, reject_no), FORBIDDEN); /* never the same person */
	CHECK_INT(act(w, staff(P_DISPATCHER), id, reject), OK);
	CHECK_INT(act(w, staff(P_DISPATCHER), id, reject_no), FORBIDDEN);
	CHECK_INT(act(w, staff(P_LEADER), id, refer_no), CONFLICT); /* not what was proposed */
	CHECK_INT(act(w, staff(P_LEADER), id, DEED(.act = ACT_REJECT_NO)), INVALID);
	world_pass(w, 1);
	CHECK_INT(act(w, staff(P_LEADER), id, reject_no), OK);
	CHECK_INT(state_of(w, id), MATTER_RECEIVED);
	CHECK_INT(holder_of(w, id), holder);
	CHECK_INT(due_of(w, id).n, due.n);
	CHECK_INT(act(w, staff(P_LEADER), id, DEED(.act = ACT_REJECT)), CONFLICT);
	CHECK_INT(number(w,
			 "select count(*) from digest_line where town = ?1 and matter = ?2 and what = 8 and post = 13",
			 id),
		  1);
	in_hand(w, id);
	CHECK_INT(act(w, staff(P_HANDLER), id, refer), OK);
	CHECK_INT(act(w, staff(P_HEAD), id, refer_no), FORBIDDEN);
	CHECK_INT(act(w, staff(P_LEADER), id, refer_no), OK);
	CHECK_INT(state_of(w, id), MATTER_IN_HAND);
	CHECK_INT(holder_of(w, id), P_HANDLER);
	CHECK_INT(due_of(w, id).n, due.n);
	CHECK_INT(act(w, staff(P_LEADER), id, refer_no), CONFLICT);
	CHECK_INT(act(w, staff(P_HANDLER), id, refer), OK); /* again, with better reasons */
	CHECK_INT(act(w, staff(P_LEADER), id, DEED(.act = ACT_REFER)), OK);
	CHECK_INT(act(w, staff(P_LEADER), id, refer_no), CONFLICT); /* decided */
	CHECK_INT(number(w,
			 "select count(*) from matter_entry where town = ?1 and matter = ?2 and act in (60, 61) "
			 "and visible = 0 and text <> ''",
			 id),
		  2);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(a_ruling_that_nobody_makes_is_with_the_leader_by_itself)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");

	offered(w, id);
	CHECK_INT(act(w, staff(P_HEAD), id, BACK), OK);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(holder_of(w, id), P_HEAD); /* not yet */
	w->now = moment_at(day_make(2026, 3, 4), 0, 1);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(holder_of(w, id), P_LEADER);
	CHECK_INT(state_of(w, id), MATTER_RULING);
	CHECK_INT(number(w, "select count(*) from digest_line where town = ?1 and matter = ?2 and kind = 6", id), 2);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(number(w,
			 "select count(*) from matter_entry where town = ?1 and matter = ?2 and detail like '%not "
			 "ruled on'",
			 id),
		  1); /* once */
	CHECK_INT(act(w, staff(P_LEADER), id, DEED(.act = ACT_RULE, .unit = UNIT_ROADS)), OK);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(kept_words_do_not_become_an_accusation)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");

	CHECK_INT(act(w, staff(P_DISPATCHER), id, DEED(.act = ACT_RECLASSIFY, .type = S("H03"))), INVALID);
	CHECK_INT(act(w, staff(P_DISPATCHER), id, DEED(.act = ACT_RECLASSIFY, .type = S("H02"))), OK);
	CHECK_INT(number(w, "select count(*) from matter where town = ?1 and id = ?2 and type = 'H02'", id), 1);
	world_close(w);
}

TEST(referred_stays_ours_until_the_other_body_has_accepted)
{
	const struct matter_deed ask = { .act = ACT_REFER_ASK,
					 .reason = REFER_TAKEN_BACK,
					 .text = S("上级收回的事"),
					 .basis = S("事项清单第88项"),
					 .onward = S("县水利局") };
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");
	day due = due_of(w, id);

	in_hand(w, id);
	CHECK_INT(act(w, staff(P_HANDLER), id, ask), OK);
	CHECK_INT(act(w, staff(P_HEAD), id, DEED(.act = ACT_REFER)), FORBIDDEN);
	CHECK_INT(act(w, staff(P_LEADER), id, DEED(.act = ACT_REFER)), OK);
	CHECK_INT(state_of(w, id), MATTER_REFERRED);
	CHECK_INT(holder_of(w, id), P_HANDLER);
	CHECK_INT(due_of(w, id).n, due.n);
	CHECK_INT(act(w, staff(P_CLERK), id, DEED(.act = ACT_REFER_REFUSED)), INVALID);
	CHECK_INT(act(w, staff(P_CLERK), id, DEED(.act = ACT_REFER_REFUSED, .text = S("说是乡镇的事"))), OK);
	CHECK_INT(state_of(w, id), MATTER_IN_HAND);
	CHECK_INT(act(w, staff(P_DISPATCHER), id, ask), OK);
	CHECK_INT(act(w, staff(P_LEADER), id, DEED(.act = ACT_REFER)), OK);
	CHECK_INT(act(w, staff(P_CLERK), id, DEED(.act = ACT_REFER_TAKEN)), INVALID);
	CHECK_INT(act(w, staff(P_CLERK), id,
		      DEED(.act = ACT_REFER_TAKEN, .receipt = S("水信〔2026〕7号"), .done_on = day_of(w->now))),
		  OK);
	CHECK_INT(state_of(w, id), MATTER_CLOSED_REFERRED);
	CHECK_INT(act(w, resident(id), id, DEED(.act = ACT_REOPEN)), OK); /* the body did not do it after all */
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

static void
unsolved(struct world *w, int64_t id)
{
	answered(w, id);
	CHECK_INT(act(w, resident(id), id, no), OK);
}

TEST(not_solved_twice_is_with_the_leader)
{
	const struct matter_deed explain = { .act = ACT_EXPLAIN,
					     .text = S("现在没有条件，原因如下"),
					     .basis = S("县规划"),
					     .onward = S("可在30日内向县政府申请复查") };
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");

	in_hand(w, id);
	unsolved(w, id);
	CHECK_INT(state_of(w, id), MATTER_REOPENED);
	unsolved(w, id);
	CHECK_INT(state_of(w, id), MATTER_LEADER_REVIEW);
	CHECK_INT(holder_of(w, id), P_LEADER);
	CHECK_INT(act(w, staff(P_HEAD), id, explain), FORBIDDEN);
	CHECK_INT(act(w, staff(P_LEADER), id, DEED(.act = ACT_EXPLAIN, .text = S("没有条件"))), INVALID);
	CHECK_INT(act(w, staff(P_LEADER), id, DEED(.act = ACT_LEADER_OFFER, .unit = UNIT_LAW)), OK);
	CHECK_INT(act(w, staff(P_OTHER_HEAD), id, DEED(.act = ACT_ASSIGN, .post = P_OTHER)), OK);
	CHECK_INT(act(w, staff(P_OTHER), id,
		      DEED(.act = ACT_DRAFT_ANSWER, .done = S("看了三次"), .done_by = S("法治组"), .basis = S("无"),
			   .done_on = day_of(w->now))),
		  OK);
	CHECK_INT(act(w, staff(P_OTHER_HEAD), id, DEED(.act = ACT_APPROVE_ANSWER)), OK);
	CHECK_INT(act(w, resident(id), id, no), OK);
	CHECK_INT(state_of(w, id), MATTER_LEADER_REVIEW);
	CHECK_INT(act(w, staff(P_LEADER), id, explain), OK);
	CHECK_INT(state_of(w, id), MATTER_CLOSED_EXPLAINED);
	CHECK_INT(number(w, "select count(*) from matter where town = ?1 and id = ?2 and state = 7", id), 0);
	CHECK_INT(act(w, resident(id), id, DEED(.act = ACT_REOPEN)), OK);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

/* ---- links ---- */

struct part {
	struct world *w;
	int64_t id;
	struct matter_raised out;
	bool follow;
};

static enum err
part_run(struct tx *tx, void *ctx)
{
	const struct matter_raise in = { .type = S("F05"), .words = S("路灯旁边的水管也漏") };
	struct part *p = ctx;
	struct actor by = p->follow ? resident(p->id) : staff(P_DISPATCHER);

	if (p->follow)
		return matter_follow(tx, &by, &p->w->keys, S("灯又不亮了"), S(""), &p->out);
	return matter_split(tx, &by, &p->w->keys, p->id, &in, S("两件事，分开办得快"), &p->out);
}

TEST(a_part_keeps_the_day_the_whole_was_received)
{
	struct world *w = world_open(NULL);
	struct part p = { .w = w };
	const struct matter_raise named = { .channel = CHANNEL_WEB,
					    .type = S("C01"),
					    .village = VILLAGE,
					    .words = S("路灯不亮，水管也漏"),
					    .identity = { IDENTITY_OPEN, S("王某"), S("13800000000"), S("") } };

	CHECK_INT(raise_as(w, nobody, &named, &p.id), OK);
	world_pass(w, 2);
	CHECK_INT(tx_run(w->conn, &w->mem, w->now, TOWN, part_run, &p), OK);
	CHECK_INT(number(w,
			 "select count(*) from matter a join matter b on b.town = a.town and b.id = ?2 where a.town = "
			 "?1 and "
			 "a.received_at = b.received_at and a.identity_token = b.identity_token",
			 p.out.id),
		  2);
	CHECK_INT(number(w, "select count(*) from matter_link where town = ?1 and matter = ?2 and kind = 3", p.out.id),
		  1);
	CHECK(p.out.code[17] != 0); /* a receipt of its own */
	CHECK_INT(act(w, staff(P_DISPATCHER), p.id, DEED(.act = ACT_SPLIT, .target = p.out.id, .text = S("又分一次"))),
		  INVALID); /* once: said by the rule, not by a key */
	CHECK_INT(act(w, staff(P_CLERK), p.id,
		      DEED(.act = ACT_LINK, .link = LINK_AGAIN, .target = p.out.id, .text = S("同一盏灯"))),
		  OK);
	CHECK_INT(act(w, staff(P_CLERK), p.id,
		      DEED(.act = ACT_LINK, .link = LINK_AGAIN, .target = p.out.id, .text = S("同一盏灯"))),
		  INVALID);
	CHECK_INT(act(w, staff(P_CLERK), p.id, DEED(.act = ACT_LINK, .link = LINK_AGAIN, .target = p.out.id)), INVALID);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(after_its_window_it_goes_on_as_a_new_matter_that_is_linked)
{
	struct world *w = world_open(NULL);
	struct part p = { .w = w, .follow = true, .id = raise_of(w, "C01") };

	in_hand(w, p.id);
	answered(w, p.id);
	CHECK_INT(act(w, resident(p.id), p.id, yes), OK);
	CHECK_INT(tx_run(w->conn, &w->mem, w->now, TOWN, part_run, &p), INVALID); /* it can still be reopened */
	world_pass(w, 40);
	CHECK_INT(act(w, resident(p.id), p.id, DEED(.act = ACT_REOPEN)), INVALID);
	CHECK_INT(tx_run(w->conn, &w->mem, w->now, TOWN, part_run, &p), OK);
	CHECK_INT(number(w, "select other from matter_link where town = ?1 and matter = ?2 and kind = 4", p.out.id),
		  p.id);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

/* ---- withdrawn, and asked again ---- */

TEST(a_withdrawal_is_asked_again_by_somebody_else)
{
	const struct matter_deed drop = { .act = ACT_WITHDRAW, .method = METHOD_PHONE };
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");
	day due = due_of(w, id);

	in_hand(w, id);
	CHECK_INT(act(w, staff(P_HANDLER), id, drop), FORBIDDEN);
	CHECK_INT(act(w, staff(P_CLERK), id, drop), OK);
	CHECK_INT(act(w, staff(P_CLERK), id, DEED(.act = ACT_REASK_NO, .method = METHOD_PHONE)), FORBIDDEN);
	CHECK_INT(act(w, staff(P_INSIDER), id, DEED(.act = ACT_REASK_NO, .method = METHOD_PHONE)), FORBIDDEN);
	CHECK_INT(act(w, resident(id), id, DEED(.act = ACT_REASK_NO, .method = METHOD_PHONE)), FORBIDDEN);
	CHECK_INT(faults_of(w), 0);
	id = raise_of(w, "C01");
	CHECK_INT(act(w, resident(id), id, DEED(.act = ACT_WITHDRAW)), OK);
	CHECK_INT(act(w, staff(P_CLERK), id, DEED(.act = ACT_REASK_NO, .method = METHOD_PHONE)), OK);
	CHECK_INT(state_of(w, id), MATTER_RECEIVED);
	CHECK_INT(due_of(w, id).n, due.n);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

/* ---- whom it complains about ---- */

TEST(trap_24_nothing_reaches_the_accused)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), head;

	offered(w, id);
	CHECK_INT(act(w, staff(P_CLERK), id, DEED(.act = ACT_GATE, .person = 6)), OK); /* the head of the unit */
	CHECK_INT(holder_of(w, id), P_LEADER);
	CHECK_INT(act(w, staff(P_LEADER), id, DEED(.act = ACT_ASSIGN, .post = P_HEAD_TOO)), INVALID);
	world_pass(w, 30);
	CHECK_INT(pass_jobs(w), OK);
	head = holder_of(w, id);
	CHECK(head != P_HEAD && head != P_HEAD_TOO);
	CHECK_INT(act(w, staff(P_CLERK), id, DEED(.act = ACT_GATE, .unit = UNIT_ROADS)), OK);
	CHECK_INT(state_of(w, id), MATTER_RULING); /* the office itself: taken away from it at once */
	CHECK_INT(act(w, staff(P_LEADER), id, DEED(.act = ACT_RULE, .unit = UNIT_ROADS)), INVALID);
	CHECK_INT(act(w, staff(P_LEADER), id, DEED(.act = ACT_RULE, .unit = UNIT_LAW)), OK);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

/* The complaint came after the close: the matter does not go back to whom it is about. */
TEST(a_reopened_matter_does_not_return_to_the_accused)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");

	in_hand(w, id);
	answered(w, id);
	CHECK_INT(act(w, resident(id), id, DEED(.act = ACT_JUDGE_SOLVED, .solved = SOLVED_YES)), OK);
	CHECK_INT(act(w, staff(P_CLERK), id, DEED(.act = ACT_GATE, .person = 4)), OK); /* the handler */
	CHECK_INT(act(w, resident(id), id, DEED(.act = ACT_REOPEN, .text = S("又坏了"))), OK);
	CHECK_INT(holder_of(w, id), P_HEAD);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

/* ---- archiving ---- */

static enum err
years_run(struct tx *tx, void *ctx)
{
	const struct actor by = staff(P_ADMIN);

	(void)ctx;
	CHECK_INT(archive_years_set(tx, &by, ARCHIVE_NAMELESS, 1), INVALID);
	return archive_years_set(tx, &by, ARCHIVE_NAMELESS, 5);
}

TEST(a_township_keeps_files_longer_never_shorter)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");

	CHECK_INT(act(w, resident(id), id, DEED(.act = ACT_WITHDRAW)), OK);
	CHECK_INT(tx_run(w->conn, &w->mem, w->now, TOWN, years_run, NULL), OK);
	world_pass(w, 3 * 366);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(state_of(w, id), MATTER_WITHDRAWN);
	world_pass(w, 3 * 366);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(state_of(w, id), MATTER_ARCHIVED);
	world_close(w);
}

TEST(what_is_past_its_years_keeps_its_figures_and_loses_its_words)
{
	struct world *w = world_open(NULL);
	const struct matter_raise named = { .channel = CHANNEL_WEB,
					    .type = S("C01"),
					    .village = VILLAGE,
					    .words = S("路灯不亮"),
					    .identity = { IDENTITY_OPEN, S("王某"), S("13800000000"), S("") } };
	int64_t id, bare = raise_of(w, "C01");

	CHECK_INT(raise_as(w, nobody, &named, &id), OK);
	CHECK_INT(act(w, resident(id), id, DEED(.act = ACT_WITHDRAW)), OK);
	CHECK_INT(act(w, resident(bare), bare, DEED(.act = ACT_WITHDRAW)), OK);
	world_pass(w, 3 * 366);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(state_of(w, id), MATTER_WITHDRAWN); /* with a name: ten years */
	CHECK_INT(state_of(w, bare), MATTER_ARCHIVED);
	world_pass(w, 8 * 366);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(state_of(w, id), MATTER_ARCHIVED);
	CHECK_INT(number(w, "select archived_from from matter where town = ?1 and id = ?2", id), MATTER_WITHDRAWN);
	CHECK_INT(number(w, "select length(words) from matter where town = ?1 and id = ?2", id), 0);
	CHECK_INT(
		number(w,
		       "select count(*) from matter m join matter_type t on t.town = m.town and t.code = m.type where "
		       "m.town = ?1 and m.id = ?2 and m.title = t.type_zh",
		       id),
		1); /* by the catalogue, not by the resident's words */
	CHECK_INT(number(w, "select count(*) from matter where town = ?1 and id = ?2 and identity_token is null", id),
		  1);
	CHECK_INT(number(w, "select n from matter_count where town = ?1 and axis = 1 and lane = 6", 0), 2);
	CHECK_INT(act(w, resident(id), id, DEED(.act = ACT_REOPEN)), CONFLICT);
	CHECK_INT(COUNT(w, "receipt_pending", id), 1); /* the code opens what stays */
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}
