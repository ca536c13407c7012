#include "desk/job.h"
#include "joint/force.h"
#include "joint/joint.h"
#include "joint/meeting.h"
#include "matter/dossier_web.h"
#include "matter/guest.h"
#include "matter/matter_test.h"
#include "matter/today_web.h"
#include "matter/track_web.h"

const struct matter_ear matter_ears[] = { { .may = joint_ear_may, .after = joint_ear_after, .keeps = joint_keeps },
					  { .may = NULL } };
const struct dossier_panel dossier_panels[] = { { NULL } };
const struct track_panel track_panels[] = { { NULL } };
const struct today_extra today_extras[] = { { NULL } };

#define WEEK ((day){ day_of(w->now).n + 7 })

enum step {
	GIVE,
	ANSWER,
	ASSIGN,
	LET_GO,
	MEET,
	SEAT,
	ITEM,
	OUTCOME,
	DECIDE,
	SAID,
	CAME,
	CLOSE,
	FORCE,
	JOIN,
	LEAVE,
	BIND,
	PROLONG,
	END,
	GATE
};

struct job_of {
	struct actor by;
	enum step step;
	struct task_new task;
	struct meeting_new meeting;
	struct force_new force;
	int64_t id, n;
	str text;
	day last;
	int64_t made;
	const struct photo *photo;
};

static enum err
meeting_step(struct tx *tx, struct job_of *j)
{
	switch (j->step) {
	case MEET: return meeting_add(tx, &j->by, &j->meeting, &j->made);
	case SEAT: return meeting_seat(tx, &j->by, j->id, j->n, j->text);
	case ITEM: return meeting_item(tx, &j->by, j->id, j->n, j->text);
	case OUTCOME: return meeting_outcome(tx, &j->by, j->id, j->n, j->text);
	case DECIDE: return meeting_decide(tx, &j->by, j->id, j->n, &j->task);
	case SAID: return meeting_said(tx, &j->by, j->id, j->n, j->text);
	case CAME: return meeting_came(tx, &j->by, j->id, j->n, CAME_SELF);
	default: return meeting_close(tx, &j->by, j->id);
	}
}

static enum err
step_run(struct tx *tx, void *ctx)
{
	struct job_of *j = ctx;

	switch (j->step) {
	case GIVE: return task_add(tx, &j->by, &j->task, &j->made);
	case ANSWER: return task_answer(tx, &j->by, j->id, j->text, j->photo, j->photo ? 1 : 0);
	case ASSIGN: return task_assign(tx, &j->by, j->id, j->n);
	case LET_GO: return task_let_go(tx, &j->by, j->id, j->text);
	case FORCE: return force_add(tx, &j->by, &j->force, &j->made);
	case JOIN: return force_post(tx, &j->by, j->id, j->n);
	case LEAVE: return force_leave(tx, &j->by, j->id, j->n);
	case BIND: return force_matter(tx, &j->by, j->id, j->n);
	case PROLONG: return force_prolong(tx, &j->by, j->id, j->last, j->text);
	case END: return force_end(tx, &j->by, j->id);
	case GATE: return matter_conflict_add(tx, &j->by, j->id, j->n, 0);
	default: return meeting_step(tx, j);
	}
}

static enum err
step(struct world *w, struct job_of *j)
{
	enum err e = tx_run(w->conn, &w->mem, w->now, TOWN, step_run, j);

	arena_reset(&w->mem);
	return e;
}

static enum err
give(struct world *w, int64_t post, int64_t matter, int64_t unit, bool mandatory, int64_t *id)
{
	struct job_of j = { .by = staff(post),
			    .step = GIVE,
			    .task = { .matter = matter,
				      .unit = unit,
				      .what = S("查一查当年的承包合同"),
				      .mandatory = mandatory,
				      .due = WEEK } };
	enum err e = step(w, &j);

	*id = j.made;
	return e;
}

static enum err
on(struct world *w, enum step what, int64_t post, int64_t id, int64_t n, str text)
{
	struct job_of j = { .by = staff(post), .step = what, .id = id, .n = n, .text = text };

	return step(w, &j);
}

static enum err
reads(struct world *w, int64_t post, int64_t matter)
{
	struct db db = world_db(w);
	struct actor by = staff(post);

	return guest_may(&db, &by, matter);
}

static enum err
draft(struct world *w, int64_t id)
{
	return act(w, staff(P_HANDLER), id,
		   (struct matter_deed){ .act = ACT_DRAFT_ANSWER,
					 .done = S("三家一起办好了"),
					 .done_by = S("道路组"),
					 .basis = S("约定"),
					 .done_on = day_of(w->now) });
}

TEST(the_lead_waits_for_every_mandatory_task)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), must, may;

	in_hand(w, id);
	CHECK_INT(give(w, P_HANDLER, id, UNIT_LAW, true, &must), FORBIDDEN); /* not joint yet: the centre begins it */
	CHECK_INT(give(w, P_OTHER, id, UNIT_LAW, true, &must), NOT_FOUND);
	CHECK_INT(give(w, P_DISPATCHER, id, UNIT_LAW, true, &must), OK);
	CHECK_INT(state_of(w, id), MATTER_JOINT);
	CHECK_INT(give(w, P_HANDLER, id, UNIT_BARE, false, &may), OK); /* now the lead may */
	CHECK_INT(number(w, "select holder from matter where town = ?1 and id = ?2", id), P_HANDLER);
	CHECK_INT(number(w, "select holder from task where town = ?1 and id = ?2", must), P_OTHER_HEAD);
	CHECK_INT(number(w, "select holder from task where town = ?1 and id = ?2", may), P_LEADER); /* no head there */

	CHECK_INT(draft(w, id), CONFLICT);
	CHECK_INT(act(w, staff(P_HANDLER), id, (struct matter_deed){ .act = ACT_JOINT_END }), CONFLICT);
	CHECK_INT(on(w, LET_GO, P_OTHER, may, 0, S("")), FORBIDDEN); /* read for their own task, not theirs to decide */
	CHECK_INT(on(w, ANSWER, P_OTHER, may, 0, S("替他们答")), FORBIDDEN);
	CHECK_INT(on(w, ASSIGN, P_OTHER, must, P_OTHER, S("")), FORBIDDEN);
	CHECK_INT(on(w, ASSIGN, P_OTHER_HEAD, must, P_HANDLER, S("")), INVALID); /* of another unit */
	CHECK_INT(on(w, ASSIGN, P_OTHER_HEAD, must, P_OTHER, S("")), OK);
	CHECK_INT(on(w, ANSWER, P_HANDLER, must, 0, S("我来替他们答")), FORBIDDEN);
	CHECK_INT(on(w, ANSWER, P_OTHER, must, 0, S("")), INVALID);
	CHECK_INT(number(w,
			 "select count(*) from clock where town = ?1 and matter = ?2 and kind = 8 and met_at is null",
			 id),
		  2);
	CHECK_INT(on(w, ANSWER, P_OTHER, must, 0, S("合同查到了，界线以沟为准")), OK);
	CHECK_INT(number(w,
			 "select count(*) from clock where town = ?1 and matter = ?2 and kind = 8 and met_at is null",
			 id),
		  1);
	CHECK_INT(on(w, ANSWER, P_OTHER, must, 0, S("再答一次")), CONFLICT);
	CHECK_INT(draft(w, id), OK); /* the optional one does not hold it up */
	CHECK_INT(act(w, staff(P_HEAD), id, (struct matter_deed){ .act = ACT_APPROVE_ANSWER }), OK);
	CHECK_INT(state_of(w, id), MATTER_ANSWERED);
	CHECK_INT(number(w, "select state from task where town = ?1 and id = ?2", may), TASK_OVER);
	CHECK_INT(number(w, "select count(*) from joint where town = ?1 and matter = ?2 and ended_at is null", id), 0);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(only_the_leader_lets_a_task_go_and_says_why)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), task;

	in_hand(w, id);
	CHECK_INT(give(w, P_DISPATCHER, id, UNIT_LAW, true, &task), OK);
	CHECK_INT(on(w, LET_GO, P_DISPATCHER, task, 0, S("不用等了")), FORBIDDEN);
	CHECK_INT(on(w, LET_GO, P_HEAD, task, 0, S("不用等了")), FORBIDDEN);
	CHECK_INT(on(w, LET_GO, P_LEADER, task, 0, S("")), INVALID);
	CHECK_INT(draft(w, id), CONFLICT);
	CHECK_INT(on(w, LET_GO, P_LEADER, task, 0, S("合同已在县里存档，不用再查")), OK);
	CHECK_INT(draft(w, id), OK);
	world_close(w);
}

/* A task unit reads the matter while the joint handling lasts, and no longer. */
TEST(a_task_opens_the_matter_for_its_unit_and_closes_it_again)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), task;

	in_hand(w, id);
	CHECK_INT(reads(w, P_OTHER, id), NOT_FOUND);
	CHECK_INT(give(w, P_DISPATCHER, id, UNIT_LAW, true, &task), OK);
	CHECK_INT(reads(w, P_OTHER, id), OK);
	CHECK_INT(on(w, ANSWER, P_OTHER_HEAD, task, 0, S("办了")), OK);
	CHECK_INT(act(w, staff(P_HANDLER), id, (struct matter_deed){ .act = ACT_JOINT_END }), OK);
	CHECK_INT(state_of(w, id), MATTER_IN_HAND);
	CHECK_INT(reads(w, P_OTHER, id), NOT_FOUND);
	world_close(w);
}

TEST(whom_the_matter_complains_about_gets_no_task)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), task, force;
	struct job_of f = { .by = staff(P_LEADER), .step = FORCE, .force = { S("路灯专班"), S("查清欠费"), WEEK } };

	in_hand(w, id);
	CHECK_INT(on(w, GATE, P_DISPATCHER, id, UNIT_LAW, S("")), OK);
	CHECK_INT(give(w, P_DISPATCHER, id, UNIT_LAW, true, &task), INVALID);
	CHECK_INT(state_of(w, id), MATTER_IN_HAND);
	CHECK_INT(step(w, &f), OK);
	force = f.made;
	CHECK_INT(on(w, BIND, P_LEADER, force, id, S("")), OK);
	CHECK_INT(on(w, JOIN, P_LEADER, force, P_OTHER, S("")), CONFLICT);
	CHECK_INT(on(w, JOIN, P_LEADER, force, P_GRID, S("")), OK);
	world_close(w);
}

TEST(a_task_past_its_day_is_marked_once)
{
	static const struct job *const tables[] = { joint_jobs, NULL };
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), task, n;
	struct db db;

	in_hand(w, id);
	CHECK_INT(give(w, P_DISPATCHER, id, UNIT_LAW, true, &task), OK);
	world_pass(w, 7); /* its last day still runs */
	CHECK_INT(job_pass(w->conn, tables, w->now, TOWN), OK);
	CHECK_INT(number(w, "select coalesce(late_at, 0) from task where town = ?1 and id = ?2", task), 0);
	world_pass(w, 1);
	CHECK_INT(job_pass(w->conn, tables, w->now, TOWN), OK);
	CHECK_INT(job_pass(w->conn, tables, w->now, TOWN), OK);
	CHECK_INT(number(w,
			 "select count(*) from event where town = ?1 and object = 'task' and kind = 'late' and "
			 "object_id = ?2",
			 task),
		  1);
	db = world_db(w);
	CHECK_INT(joint_holds(&db, P_OTHER_HEAD, &n), OK);
	CHECK_INT(n, 1);
	world_close(w);
}

static int64_t
meeting_on(struct world *w, const char *title)
{
	struct job_of j = { .by = staff(P_DISPATCHER),
			    .step = MEET,
			    .meeting = { .title = str_of(title),
					 .starts = S("14:30"),
					 .room = S("三楼会议室"),
					 .held_on = day_of(w->now),
					 .chair = P_LEADER } };

	CHECK_INT(step(w, &j), OK);
	return j.made;
}

static size_t
open_before(struct world *w, int64_t meeting)
{
	struct db db = world_db(w);
	struct q_meeting_open_list l;

	CHECK_INT(q_meeting_open(&db, meeting, 0, 0, MEETING_CARRIED, &l), OK);
	arena_reset(&w->mem);
	return l.n;
}

/* What a meeting decides stands on every later agenda until it is done. */
TEST(no_decision_of_a_meeting_is_lost)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), first = meeting_on(w, "第一次联席会议"), second, third, task;
	struct job_of decide = { .by = staff(P_DISPATCHER),
				 .step = DECIDE,
				 .id = first,
				 .n = 1,
				 .task = { .unit = UNIT_LAW, .what = S("补签协议"), .mandatory = true, .due = WEEK } };

	in_hand(w, id);
	CHECK_INT(on(w, ITEM, P_HANDLER, first, id, S("")), NOT_FOUND); /* no seat */
	CHECK_INT(on(w, SEAT, P_DISPATCHER, first, P_HANDLER, S("")), OK);
	CHECK_INT(on(w, ITEM, P_HANDLER, first, id, S("")), FORBIDDEN);
	CHECK_INT(on(w, ITEM, P_DISPATCHER, first, id, S("")), OK);
	CHECK_INT(step(w, &decide), OK); /* decided: the matter is joint from here on */
	CHECK_INT(state_of(w, id), MATTER_JOINT);
	CHECK_INT(on(w, CLOSE, P_DISPATCHER, first, 0, S("")), INVALID); /* no outcome, nobody came */
	CHECK_INT(on(w, OUTCOME, P_DISPATCHER, first, 1, S("先补协议，再修路灯")), OK);
	CHECK_INT(on(w, CAME, P_DISPATCHER, first, 1, S("")), OK);
	CHECK_INT(on(w, CLOSE, P_DISPATCHER, first, 0, S("")), OK);
	CHECK_INT(on(w, OUTCOME, P_DISPATCHER, first, 1, S("改一改")), CONFLICT);

	task = number(w, "select id from task where town = ?1 and meeting = ?2", first);
	second = meeting_on(w, "第二次联席会议");
	CHECK_INT((int)open_before(w, second), 1);
	CHECK_INT(on(w, SAID, P_DISPATCHER, second, task, S("还差一户没签")), OK);
	CHECK_INT(on(w, CAME, P_DISPATCHER, second, 1, S("")), OK);
	CHECK_INT(on(w, CLOSE, P_DISPATCHER, second, 0, S("")), OK);
	third = meeting_on(w, "第三次联席会议");
	CHECK_INT((int)open_before(w, third), 1); /* still there */
	CHECK_INT(on(w, ANSWER, P_OTHER_HEAD, task, 0, S("签完了")), OK);
	CHECK_INT((int)open_before(w, third), 0);
	CHECK_INT(number(w, "select count(*) from meeting_carried where town = ?1 and meeting = ?2", second), 1);
	world_close(w);
}

TEST(nobody_hears_at_a_meeting_what_complains_about_them)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), meeting = meeting_on(w, "联席会议");

	in_hand(w, id);
	CHECK_INT(on(w, GATE, P_DISPATCHER, id, UNIT_LAW, S("")), OK);
	CHECK_INT(on(w, SEAT, P_DISPATCHER, meeting, P_OTHER, S("")), OK);
	CHECK_INT(on(w, ITEM, P_DISPATCHER, meeting, id, S("")), CONFLICT);
	CHECK_INT(on(w, ITEM, P_DISPATCHER, meeting, 0, S("汛前检查")), OK);
	world_close(w);
}

TEST(a_task_force_reads_until_its_last_day)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), force;
	struct job_of f = { .by = staff(P_LEADER), .step = FORCE, .force = { S("路灯专班"), S("查清欠费"), WEEK } },
		      longer = { .by = staff(P_LEADER), .step = PROLONG, .text = S("还没查完") };

	in_hand(w, id);
	f.by = staff(P_HANDLER);
	CHECK_INT(step(w, &f), FORBIDDEN);
	f.by = staff(P_LEADER);
	CHECK_INT(step(w, &f), OK);
	force = f.made;
	CHECK_INT(on(w, JOIN, P_LEADER, force, P_OTHER, S("")), OK);
	CHECK_INT(on(w, BIND, P_LEADER, force, id, S("")), OK);
	CHECK_INT(reads(w, P_OTHER, id), OK);
	CHECK_INT(reads(w, P_OTHER_HEAD, id), NOT_FOUND);
	world_pass(w, 8); /* the day after the last one: nobody did anything */
	CHECK_INT(reads(w, P_OTHER, id), NOT_FOUND);
	longer.id = force;
	longer.last = WEEK;
	CHECK_INT(step(w, &longer), CONFLICT); /* it has ended */
	world_close(w);
}

TEST(a_task_force_can_be_prolonged_left_and_ended)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), force;
	struct job_of f = { .by = staff(P_DISPATCHER), .step = FORCE, .force = { S("路灯专班"), S("查清欠费"), WEEK } },
		      longer = { .by = staff(P_LEADER), .step = PROLONG, .text = S("还没查完") };

	in_hand(w, id);
	CHECK_INT(step(w, &f), OK);
	force = f.made;
	CHECK_INT(on(w, BIND, P_LEADER, force, id, S("")), OK);
	CHECK_INT(on(w, JOIN, P_LEADER, force, P_OTHER, S("")), OK);
	CHECK_INT(on(w, JOIN, P_LEADER, force, P_OTHER, S("")), CONFLICT);
	longer.id = force;
	longer.last = (day){ WEEK.n + 30 };
	CHECK_INT(step(w, &longer), OK);
	world_pass(w, 20);
	CHECK_INT(reads(w, P_OTHER, id), OK);
	CHECK_INT(on(w, LEAVE, P_LEADER, force, P_OTHER, S("")), OK);
	CHECK_INT(reads(w, P_OTHER, id), NOT_FOUND);
	CHECK_INT(on(w, JOIN, P_LEADER, force, P_OTHER, S("")), OK);
	CHECK_INT(reads(w, P_OTHER, id), OK);
	CHECK_INT(on(w, END, P_LEADER, force, 0, S("")), OK);
	CHECK_INT(reads(w, P_OTHER, id), NOT_FOUND);
	world_close(w);
}

TEST(the_photo_of_a_task_stays_when_a_matter_that_shows_it_too_is_archived)
{
	struct world *w = world_open(NULL);
	const struct photo proof = { .picture = hash_of(S("proof")), .thumb = hash_of(S("proof thumb")) };
	int64_t id = raise_of(w, "C01"), task;
	struct job_of answer = { .by = staff(P_OTHER_HEAD), .step = ANSWER, .text = S("修好了"), .photo = &proof };

	in_hand(w, id);
	CHECK_INT(give(w, P_DISPATCHER, id, UNIT_LAW, true, &task), OK);
	answer.id = task;
	CHECK_INT(step(w, &answer), OK);
	world_photo_stays(w, &proof);
	world_close(w);
}

TEST(a_task_has_the_days_of_the_table_or_those_set_with_it)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), task;
	struct job_of usual = { .by = staff(P_DISPATCHER),
				.step = GIVE,
				.task = { .matter = id, .unit = UNIT_LAW, .what = S("查一查"), .mandatory = true } };
	struct db db = world_db(w);

	in_hand(w, id);
	CHECK_INT(matter_timer_due(&db, id, CLOCK_TASK, &usual.task.due), OK);
	CHECK_INT(usual.task.due.n, day_make(2026, 3, 9).n); /* five working days from Monday 2 March */
	CHECK_INT(step(w, &usual), OK);
	CHECK_INT(give(w, P_DISPATCHER, id, UNIT_BARE, true, &task), OK); /* in seven days: the same day */
	usual.task.due = day_make(2026, 3, 5);
	CHECK_INT(step(w, &usual), OK);
	CHECK_INT(number(w,
			 "select count(*) from clock where town = ?1 and matter = ?2 and kind = 8 and basis like 'rule "
			 "%' and "
			 "workdays = 5 and source_zh = '本中心的规定'",
			 id),
		  2);
	CHECK_INT(number(w, "select due_at from clock where town = ?1 and matter = ?2 and kind = 8 and basis = 'set'",
			 id),
		  moment_at(day_make(2026, 3, 6), 0, 0).ms - 1);
	world_close(w);
}
