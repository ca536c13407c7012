/* matter_test.c — the loop act by act. Tests named trap_… stand for faults that other systems have (features.md §5). */
#include "matter/matter_test.h"

#define DEED(...) ((struct matter_deed){ __VA_ARGS__ })

static const struct matter_deed yes = { .act = ACT_JUDGE_SOLVED, .solved = SOLVED_YES, .satisfied = SATISFIED_YES };
static const struct matter_deed no = { .act = ACT_JUDGE_UNSOLVED, .solved = SOLVED_NOT, .satisfied = SATISFIED_NO };

TEST(the_whole_loop)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");

	CHECK_INT(state_of(w, id), MATTER_RECEIVED);
	CHECK_INT(number(w, "select holder from matter where town = ?1 and id = ?2", id), P_DISPATCHER);
	CHECK_INT(due_of(w, id).n, day_make(2026, 3, 11).n); /* 7 working days after Monday 2 March */
	CHECK_INT(number(w, "select number from matter where town = ?1 and id = ?2", id), 1);
	offered(w, id);
	CHECK_INT(number(w, "select holder from matter where town = ?1 and id = ?2", id), P_HEAD);
	CHECK_INT(act(w, staff(P_HANDLER), id, DEED(.act = ACT_CLAIM)), OK);
	CHECK_INT(act(w, staff(P_HANDLER), id, DEED(.act = ACT_HAND_OVER, .post = P_HANDLER2)), INVALID);
	CHECK_INT(act(w, staff(P_HANDLER), id, DEED(.act = ACT_HAND_OVER, .post = P_OTHER, .text = S("休假"))),
		  INVALID);
	CHECK_INT(act(w, staff(P_HANDLER), id, DEED(.act = ACT_HAND_OVER, .post = P_HANDLER2, .text = S("休假"))), OK);
	CHECK_INT(act(w, staff(P_HEAD), id, DEED(.act = ACT_ASSIGN, .post = P_HANDLER)), OK);
	world_pass(w, 1);
	answered(w, id);
	CHECK_INT(due_of(w, id).n, day_make(2026, 3, 18).n); /* 15 natural days */
	CHECK_INT(act(w, resident(id), id, no), OK);
	CHECK_INT(state_of(w, id), MATTER_REOPENED);
	CHECK_INT(due_of(w, id).n, day_make(2026, 3, 12).n); /* a new round from the judgement */
	CHECK_INT(number(w, "select holder from matter where town = ?1 and id = ?2", id), P_HANDLER);
	CHECK_INT(act(w, staff(P_HANDLER), id, DEED(.act = ACT_RESTART)), OK);
	answered(w, id);
	CHECK_INT(act(w, resident(id), id, yes), OK);
	CHECK_INT(state_of(w, id), MATTER_CLOSED_EFFECTIVE);
	CHECK_INT(number(w, "select count(*) from clock where town = ?1 and matter = ?2 and kind = 2", id), 2);
	CHECK_INT(number(w, "select count(*) from clock where town = ?1 and matter = ?2 and met_at is null", id), 0);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

/* No staff call of any role, with any act and method, closes an answered matter but a clerk outside the unit who
 * took the word. */
TEST(only_the_resident_closes)
{
	static const int64_t posts[] = { P_CLERK,    P_INSIDER, P_DISPATCHER, P_HANDLER, P_HEAD,    P_GRID,
					 P_HEAD_TOO, P_OTHER,   P_OTHER_HEAD, P_LEADER,  P_AUDITOR, P_ADMIN };
	struct world *w = world_open(NULL);
	int closings = 0;

	for (size_t p = 0; p < sizeof(posts) / sizeof(*posts); p++)
		for (int a = 0; a <= ACTS; a++)
			for (int method = METHOD_OWN; method <= METHOD_AT_DESK; method++) {
				int64_t id = raise_of(w, "C01");
				struct matter_deed d = yes;
				bool closed;

				in_hand(w, id);
				answered(w, id);
				d.act = (enum matter_act)a;
				d.method = (enum judgement_method)method;
				d.text = S("话");
				(void)act(w, staff(posts[p]), id, d);
				closed = state_of(w, id) == MATTER_CLOSED_EFFECTIVE;
				closings += closed;
				CHECK(!closed ||
				      (posts[p] == P_CLERK && a == ACT_JUDGE_SOLVED && method != METHOD_OWN));
			}
	CHECK_INT(closings, 3);
	CHECK_INT(number(w, "select count(*) from judgement where town = ?1 and taken_by <> 11", 0), 0);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(whoever_wrote_the_answer_does_not_approve_it)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");
	const struct matter_deed draft = DEED(.act = ACT_DRAFT_ANSWER, .done = S("修好"), .done_by = S("组"),
					      .basis = S("约定"), .done_on = day_of(w->now));
	struct matter_deed d = draft;

	offered(w, id);
	CHECK_INT(act(w, staff(P_HEAD_TOO), id, DEED(.act = ACT_CLAIM)), OK);
	CHECK_INT(act(w, staff(P_HEAD_TOO), id, DEED(.act = ACT_APPROVE_ANSWER)), FORBIDDEN);
	d.done_on = day_add(d.done_on, 1);
	CHECK_INT(act(w, staff(P_HEAD_TOO), id, d), INVALID);
	CHECK_INT(act(w, staff(P_HEAD_TOO), id, draft), OK);
	CHECK_INT(act(w, staff(P_HEAD), id, DEED(.act = ACT_APPROVE_ANSWER)),
		  FORBIDDEN); /* the same person in another post */
	CHECK_INT(act(w, staff(P_OTHER_HEAD), id, DEED(.act = ACT_APPROVE_ANSWER)), NOT_FOUND);
	CHECK_INT(act(w, staff(P_LEADER), id, DEED(.act = ACT_RETURN_ANSWER)), INVALID);
	CHECK_INT(act(w, staff(P_LEADER), id, DEED(.act = ACT_RETURN_ANSWER, .text = S("写明依据"))), OK);
	CHECK_INT(act(w, staff(P_LEADER), id, DEED(.act = ACT_APPROVE_ANSWER)), FORBIDDEN);
	CHECK_INT(act(w, staff(P_HEAD_TOO), id, draft), OK);
	CHECK_INT(act(w, staff(P_HEAD_TOO), id, draft), OK); /* the second draft takes the place of the first */
	CHECK_INT(act(w, staff(P_LEADER), id, DEED(.act = ACT_APPROVE_ANSWER)), OK);
	CHECK_INT(state_of(w, id), MATTER_ANSWERED);
	CHECK_INT(number(w, "select count(*) from answer where town = ?1 and matter = ?2 and state = 2", id), 1);
	CHECK_INT(number(w, "select count(*) from answer where town = ?1 and matter = ?2 and state = 1", id), 0);
	world_close(w);
}

TEST(two_at_once_is_a_conflict)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");

	offered(w, id);
	CHECK_INT(act(w, staff(P_HANDLER), id, DEED(.act = ACT_CLAIM, .revision = 1)), CONFLICT);
	CHECK_INT(act(w, staff(P_HANDLER), id, DEED(.act = ACT_CLAIM, .revision = 2)), OK);
	CHECK_INT(act(w, staff(P_HANDLER2), id, DEED(.act = ACT_CLAIM)), CONFLICT);
	CHECK_INT(act(w, staff(P_HANDLER2), id, DEED(.act = ACT_CLAIM, .revision = 2)), CONFLICT);
	CHECK_INT(number(w, "select holder from matter where town = ?1 and id = ?2", id), P_HANDLER);
	world_close(w);
}

TEST(scope_stands_in_the_query)
{
	struct world *w = world_open(NULL);
	int64_t here = raise_of(w, "C01"), there = 0, other;
	const struct matter_raise in = { .channel = CHANNEL_WEB, .village = FARTHER, .words = S("水渠堵了") };
	const struct matter_deed note = DEED(.act = ACT_NOTE, .text = S("看过"));

	CHECK_INT(raise_as(w, nobody, &in, &there), OK);
	CHECK_INT(act(w, staff(P_HANDLER), here, note), NOT_FOUND); /* not offered to the unit yet */
	offered(w, here);
	offered(w, there);
	CHECK_INT(act(w, staff(P_HANDLER), here, note), OK);
	CHECK_INT(act(w, staff(P_GRID), here, note), OK);
	CHECK_INT(act(w, staff(P_GRID), there, note), NOT_FOUND);
	CHECK_INT(act(w, staff(P_GRID), there, DEED(.act = ACT_CLAIM)), NOT_FOUND);
	CHECK_INT(act(w, staff(P_OTHER), here, note), NOT_FOUND);
	CHECK_INT(act(w, staff(P_ADMIN), here, note), NOT_FOUND);
	CHECK_INT(act(w, staff(P_AUDITOR), here, note), FORBIDDEN);
	CHECK_INT(act(w, resident(there), here, DEED(.act = ACT_ADD_WORD, .text = S("我"))), NOT_FOUND);
	CHECK_INT(act(w, nobody, here, note), NOT_FOUND);
	other = 0;
	CHECK_INT(raise_as(w, staff(P_GRID),
			   &(struct matter_raise){ .channel = CHANNEL_GRID_PATROL,
						   .village = VILLAGE,
						   .on_behalf = true,
						   .words = S("巡逻看到井盖松了") },
			   &other),
		  OK);
	CHECK_INT(act(w, staff(P_GRID), other, note), OK); /* what they entered themselves */
	CHECK_INT(raise_as(w, staff(P_GRID),
			   &(struct matter_raise){
				   .channel = CHANNEL_GRID_PATROL, .village = FARTHER, .words = S("外村") },
			   &other),
		  FORBIDDEN);
	world_close(w);
}

TEST(raising_refuses_what_makes_no_sense)
{
	struct world *w = world_open(NULL);
	struct matter_raise in = { .channel = CHANNEL_WEB, .village = VILLAGE, .words = S("路灯坏了") };
	int64_t id;

	in.received_at = (moment){ w->now.ms + 1 };
	CHECK_INT(raise_as(w, nobody, &in, &id), INVALID);
	in.received_at = (moment){ w->now.ms - 500 * MS_DAY };
	CHECK_INT(raise_as(w, nobody, &in, &id), INVALID);
	in.received_at = (moment){ 0 };
	in.place = FARTHER;
	CHECK_INT(raise_as(w, nobody, &in, &id), INVALID);
	in.place = 0;
	in.type = S("ZZ9");
	CHECK_INT(raise_as(w, nobody, &in, &id), INVALID);
	in.type = S("");
	in.channel = CHANNEL_PHONE;
	CHECK_INT(raise_as(w, nobody, &in, &id), INVALID);
	CHECK_INT(raise_as(w, staff(P_AUDITOR), &in, &id), FORBIDDEN);
	in.words = S("");
	CHECK_INT(raise_as(w, staff(P_CLERK), &in, &id), INVALID);
	in.words = S("来电：\n路灯坏了");
	in.received_at = moment_at(day_make(2026, 2, 27), 16, 0);
	CHECK_INT(raise_as(w, staff(P_CLERK), &in, &id), OK);
	CHECK_INT(due_of(w, id).n, day_make(2026, 3, 9).n); /* from receipt: Saturday 28 February is worked */
	CHECK_INT(
		number(w, "select count(*) from matter where town = ?1 and id = ?2 and title = '来电： 路灯坏了'", id),
		1);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(on_the_spot)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "I02");
	const struct matter_deed spot =
		DEED(.act = ACT_ANSWER_SPOT, .done = S("带身份证到窗口办"), .basis = S("办事指南"));
	struct matter_deed heard = yes;

	CHECK_INT(act(w, staff(P_DISPATCHER), id, spot), FORBIDDEN);
	CHECK_INT(act(w, staff(P_CLERK), id, spot), OK);
	heard.method = METHOD_PHONE;
	CHECK_INT(act(w, staff(P_CLERK), id, heard), FORBIDDEN); /* of the unit that answered */
	CHECK_INT(act(w, staff(P_INSIDER), id, heard), OK);
	CHECK_INT(state_of(w, id), MATTER_CLOSED_EFFECTIVE);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(trap_01_a_word_of_the_resident_moves_no_clock)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), due;

	offered(w, id);
	due = due_of(w, id).n;
	world_pass(w, 1);
	CHECK_INT(act(w, resident(id), id, DEED(.act = ACT_ADD_WORD, .text = S("还没有人来"))), OK);
	CHECK_INT(due_of(w, id).n, due);
	CHECK_INT(pass_jobs(w), OK); /* the claim was due on Monday at 15:00, whatever was said since */
	CHECK_INT(state_of(w, id), MATTER_IN_HAND);
	CHECK_INT(number(w, "select holder from matter where town = ?1 and id = ?2", id), P_HEAD);
	CHECK_INT(number(w,
			 "select count(*) from clock where town = ?1 and matter = ?2 and kind = 1 and met_at is null",
			 id),
		  1);
	world_close(w);
}

TEST(trap_03_the_lowest_rating_does_not_close)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");
	struct matter_deed d = yes;

	in_hand(w, id);
	answered(w, id);
	d.solved = SOLVED_NOT;
	CHECK_INT(act(w, resident(id), id, d), INVALID);
	d.solved = SOLVED_PARTLY;
	CHECK_INT(act(w, resident(id), id, d), INVALID);
	CHECK_INT(act(w, resident(id), id, no), OK);
	CHECK_INT(state_of(w, id), MATTER_REOPENED);
	world_close(w);
}

TEST(trap_04_one_reopen_window_for_page_and_act)
{
	for (int late = 0; late <= 1; late++) {
		struct world *w = world_open(NULL);
		int64_t id = raise_of(w, "C01");
		struct db db = world_db(w);
		day last;

		in_hand(w, id);
		answered(w, id);
		CHECK_INT(act(w, resident(id), id, yes), OK);
		CHECK_INT(matter_reopen_last(&db, S("C01"), w->now, MATTER_CLOSED_EFFECTIVE, w->now, &last), OK);
		CHECK_INT(day_diff(day_of(w->now), last), 30);
		w->now = moment_at(day_add(last, late), 23, 59);
		CHECK_INT(act(w, resident(id), id, DEED(.act = ACT_REOPEN, .text = S("又坏了"))), late ? INVALID : OK);
		CHECK_INT(state_of(w, id), late ? MATTER_CLOSED_EFFECTIVE : MATTER_REOPENED);
		world_close(w);
	}
}

TEST(trap_05_no_matter_without_a_due_date)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "");

	CHECK_INT(due_of(w, id).n, day_make(2026, 3, 11).n); /* as other matters, until a type is known */
	CHECK_INT(act(w, staff(P_DISPATCHER), id, DEED(.act = ACT_RECLASSIFY, .type = S("A01"))), OK);
	CHECK_INT(due_of(w, id).n, day_make(2026, 3, 11).n); /* twenty days would be later than promised */
	CHECK_INT(act(w, staff(P_DISPATCHER), id, DEED(.act = ACT_RECLASSIFY, .type = S("F05"))), OK);
	CHECK_INT(due_of(w, id).n, day_make(2026, 3, 5).n);
	CHECK_INT(act(w, staff(P_DISPATCHER), id, DEED(.act = ACT_RECLASSIFY, .village = FARTHER)), OK);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(trap_08_no_reopening_without_a_trace)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), before;

	in_hand(w, id);
	answered(w, id);
	CHECK_INT(act(w, resident(id), id, yes), OK);
	before = number(w, "select count(*) from event where town = ?1 and object_id = ?2", id);
	CHECK_INT(act(w, resident(id), id, DEED(.act = ACT_REOPEN, .text = S("又坏了"))), OK);
	CHECK_INT(number(w, "select count(*) from event where town = ?1 and object_id = ?2", id), before + 1);
	CHECK_INT(number(w,
			 "select count(*) from matter_entry t join event e on e.town = t.town and e.seq = t.seq where "
			 "t.town = ?1 and "
			 "t.matter = ?2 and t.act = 24 and t.visible = 1 and e.kind = 'reopen' and e.state_from = "
			 "'closed_effective' and "
			 "e.state_to = 'reopened'",
			 id),
		  1);
	world_close(w);
}

TEST(trap_12_merged_matters_stay_in_the_figures)
{
	struct world *w = world_open(NULL);
	int64_t lead = raise_of(w, "C01"), id = raise_of(w, "C01");

	merged(w, id, lead);
	CHECK_INT(number(w, "select sum(n) from matter_count where town = ?1 and axis = 1", 0), 2);
	CHECK_INT(number(w, "select n from matter_count where town = ?1 and axis = 1 and lane = ?2", LANE_CLOSED), 1);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(trap_13_a_later_touch_does_not_move_the_first_answer)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), met;

	in_hand(w, id);
	answered(w, id);
	met = number(w, "select met_at from clock where town = ?1 and matter = ?2 and kind = 2", id);
	CHECK_INT(met, w->now.ms);
	world_pass(w, 3);
	CHECK_INT(act(w, staff(P_HANDLER), id, DEED(.act = ACT_NOTE, .text = S("回访"))), OK);
	CHECK_INT(act(w, resident(id), id, no), OK);
	answered(w, id);
	CHECK_INT(number(w, "select met_at from clock where town = ?1 and matter = ?2 and kind = 2 and round = 0", id),
		  met);
	CHECK_INT(number(w, "select met_at from clock where town = ?1 and matter = ?2 and kind = 2 and round = 1", id),
		  w->now.ms);
	world_close(w);
}
