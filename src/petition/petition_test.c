#include "matter/dossier_web.h"
#include "matter/matter_test.h"
#include "matter/today_web.h"
#include "matter/track_web.h"
#include "petition/opinion.h"
#include "petition/petition.h"

const struct matter_ear matter_ears[] = { { .may = petition_ear_may, .after = petition_ear_after }, { .may = NULL } };
const struct dossier_panel dossier_panels[] = { { NULL } };
const struct track_panel track_panels[] = { { NULL } };
const struct today_extra today_extras[] = { { NULL } };

enum step { REGISTER, ACCEPT, OBJECT, REPLY, EXTEND, DECIDE, WRITE, ASK, HAND_UP, RESULT, GATE_PERSON, GATE_UNIT };

struct job_of {
	struct actor by;
	enum step step;
	int64_t id, n;
	struct petition_new new;
	struct petition_accept_in accept;
	struct opinion_new opinion;
	str text;
	day on;
	bool yes;
};

static enum err
step_run(struct tx *tx, void *ctx)
{
	struct job_of *j = ctx;

	switch (j->step) {
	case REGISTER: return petition_register(tx, &j->by, j->id, &j->new);
	case ACCEPT: return petition_accept(tx, &j->by, j->id, &j->accept);
	case OBJECT: return petition_object(tx, &j->by, j->id, j->text);
	case REPLY: return petition_object_reply(tx, &j->by, j->id, j->yes, j->text, j->on);
	case EXTEND: return petition_extend(tx, &j->by, j->id, j->on, j->text);
	case DECIDE: return petition_extend_decide(tx, &j->by, j->id, j->yes, j->text);
	case WRITE: return opinion_write(tx, &j->by, j->id, &j->opinion);
	case ASK:
		return opinion_ask(tx, &j->by, j->id, j->by.kind == ACTOR_RESIDENT ? METHOD_OWN : METHOD_AT_DESK,
				   j->text);
	case HAND_UP: return opinion_hand_up(tx, &j->by, j->id, j->text, j->on);
	case RESULT: return opinion_result(tx, &j->by, j->id, (enum opinion_result)j->n, j->text, j->on);
	case GATE_PERSON: return matter_conflict_add(tx, &j->by, j->id, 0, j->n);
	case GATE_UNIT: return matter_conflict_add(tx, &j->by, j->id, j->n, 0);
	}
	return BROKEN;
}

static enum err
step(struct world *w, struct job_of j)
{
	enum err e = tx_run(w->conn, &w->mem, w->now, TOWN, step_run, &j);

	arena_reset(&w->mem);
	return e;
}

static enum err
registered(struct world *w, int64_t post, int64_t id, struct petition_new n)
{
	return step(w, (struct job_of){ .by = staff(post), .step = REGISTER, .id = id, .new = n });
}

static enum err
accepted(struct world *w, int64_t post, int64_t id, int sort)
{
	return step(w,
		    (struct job_of){
			    .by = staff(post),
			    .step = ACCEPT,
			    .id = id,
			    .accept = { .sort = sort, .route = S("听取陈述，调查核实"), .basis = S("第三十一条") } });
}

static struct opinion_new
good_opinion(void)
{
	return (struct opinion_new){ .request = S("要求补发"),
				     .facts = S("查明漏登一户"),
				     .opinion = S("予以补发"),
				     .basis = S("某办法第五条"),
				     .onward = S("县农业农村局，城关街1号"),
				     .outcome = OUTCOME_SUPPORTED,
				     .done_on = day_make(2026, 3, 2) };
}

static enum err
wrote(struct world *w, int64_t post, int64_t id, struct opinion_new o)
{
	o.done_on = day_of(w->now);
	return step(w, (struct job_of){ .by = staff(post), .step = WRITE, .id = id, .opinion = o });
}

static int64_t
clock_due(struct world *w, int64_t id, int kind)
{
	static const char *const sql[CLOCK_KINDS] = {
		[CLOCK_NOTICE] =
			"select coalesce(max(due_at), 0) from clock where town = ?1 and matter = ?2 and kind = 9",
		[CLOCK_HANDLING] =
			"select coalesce(max(due_at), 0) from clock where town = ?1 and matter = ?2 and kind = 10",
		[CLOCK_REVIEW] =
			"select coalesce(max(due_at), 0) from clock where town = ?1 and matter = ?2 and kind = 7",
	};

	return number(w, sql[kind], id);
}

static const struct petition_new direct = { .came = CAME_DIRECT, .named = true };

TEST(the_notice_is_due_fifteen_days_from_receipt_and_the_opinion_sixty_from_acceptance)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");

	CHECK_INT(registered(w, P_HANDLER, id, direct), NOT_FOUND);
	CHECK_INT(registered(w, P_LEADER, id, direct), FORBIDDEN);
	world_pass(w, 3); /* the clock starts with the receipt, not with the registration */
	CHECK_INT(registered(w, P_CLERK, id, direct), OK);
	CHECK_INT(registered(w, P_CLERK, id, direct), CONFLICT);
	CHECK_INT(day_of((moment){ clock_due(w, id, CLOCK_NOTICE) }).n, day_make(2026, 3, 17).n);
	in_hand(w, id);
	CHECK_INT(accepted(w, P_HANDLER, id, 6), FORBIDDEN);
	CHECK_INT(accepted(w, P_DISPATCHER, id, 0), INVALID); /* art. 31: the sort is required */
	CHECK_INT(accepted(w, P_DISPATCHER, id, 7), INVALID);
	CHECK_INT(accepted(w, P_DISPATCHER, id, 6), OK);
	CHECK_INT(accepted(w, P_DISPATCHER, id, 6), CONFLICT);
	CHECK_INT(day_of((moment){ clock_due(w, id, CLOCK_HANDLING) }).n, day_make(2026, 5, 4).n); /* 5 March + 60 */
	CHECK_INT(number(w,
			 "select count(*) from clock where town = ?1 and matter = ?2 and kind = 9 and met_at is null",
			 id),
		  0);
	world_close(w);
}

TEST(no_notice_is_owed_to_who_gave_no_name)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");

	CHECK_INT(registered(w, P_CLERK, id, (struct petition_new){ .came = CAME_DIRECT }), OK);
	CHECK_INT(clock_due(w, id, CLOCK_NOTICE), 0);
	CHECK_INT(number(w, "select count(*) from notice where town = ?1 and matter = ?2", id), 0);
	world_close(w);
}

/* Nothing but an opinion with all that art. 32 asks for answers an accepted petition. */
TEST(an_opinion_is_whole_or_it_does_not_pass)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");
	struct opinion_new o = good_opinion();
	const struct matter_deed plain = { .act = ACT_DRAFT_ANSWER,
					   .done = S("好了"),
					   .done_by = S("道路组"),
					   .basis = S("有"),
					   .done_on = day_make(2026, 3, 2) };

	in_hand(w, id);
	CHECK_INT(registered(w, P_CLERK, id, direct), OK);
	CHECK_INT(accepted(w, P_DISPATCHER, id, 6), OK);
	CHECK_INT(act(w, staff(P_HANDLER), id, plain), INVALID);
	o.facts = S("");
	CHECK_INT(wrote(w, P_HANDLER, id, o), INVALID);
	o = good_opinion();
	o.onward = S("");
	CHECK_INT(wrote(w, P_HANDLER, id, o), INVALID);
	o = good_opinion();
	o.outcome = 0;
	CHECK_INT(wrote(w, P_HANDLER, id, o), INVALID);
	CHECK_INT(wrote(w, P_HANDLER2, id, good_opinion()), FORBIDDEN);
	CHECK_INT(wrote(w, P_HANDLER, id, good_opinion()), OK);
	CHECK_INT(act(w, staff(P_HEAD), id, (struct matter_deed){ .act = ACT_RETURN_ANSWER, .text = S("写清楚") }), OK);
	w->now.ms += MS_HOUR;
	CHECK_INT(act(w, staff(P_HANDLER), id, plain), INVALID); /* an old one does not carry a new answer */
	CHECK_INT(wrote(w, P_HANDLER, id, good_opinion()), OK);
	CHECK_INT(act(w, staff(P_HEAD), id, (struct matter_deed){ .act = ACT_APPROVE_ANSWER }), OK);
	CHECK_INT(number(w, "select state from petition where town = ?1 and matter = ?2", id), PETITION_GIVEN);
	/* each step issued its paper: receipt, acceptance, opinion */
	CHECK_INT(number(w, "select count(*) from notice where town = ?1 and matter = ?2 and kind in (1, 2, 6)", id),
		  3);
	CHECK_INT(number(w,
			 "select count(*) from clock where town = ?1 and matter = ?2 and kind = 10 and met_at is null",
			 id),
		  0);
	CHECK_INT(state_of(w, id), MATTER_ANSWERED);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(what_was_passed_down_can_be_objected_to_for_five_working_days)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), late = raise_of(w, "C01"), own = raise_of(w, "C01");
	const struct petition_new down = {
		.came = CAME_DOWN, .came_from = S("县信访局"), .ref = S("XF-1"), .named = true
	};
	struct job_of object = { .by = staff(P_DISPATCHER), .step = OBJECT, .id = own, .text = S("不属于乡镇职权") };
	struct job_of reply = { .by = staff(P_CLERK), .step = REPLY, .id = id, .text = S("同意收回") };

	CHECK_INT(registered(w, P_CLERK, own, direct), OK);
	CHECK_INT(step(w, object), CONFLICT); /* came to us directly */
	CHECK_INT(registered(w, P_CLERK, id, down), OK);
	CHECK_INT(registered(w, P_CLERK, late, down), CONFLICT); /* one number, one matter */
	CHECK_INT(registered(w, P_CLERK, late, (struct petition_new){ .came = CAME_DOWN, .came_from = S("县信访局") }),
		  OK);
	object.id = id;
	world_pass(w, 7); /* Monday 2 March + 5 working days = Monday the 9th: its last day */
	CHECK_INT(step(w, object), OK);
	CHECK_INT(step(w, object), CONFLICT);
	reply.on = day_of(w->now);
	reply.yes = true;
	CHECK_INT(step(w, reply), OK);
	CHECK_INT(number(w, "select state from petition where town = ?1 and matter = ?2", id), PETITION_TRANSFERRED);
	world_pass(w, 1);
	object.id = late;
	CHECK_INT(step(w, object), INVALID);
	world_close(w);
}

TEST(more_time_once_thirty_days_at_most_by_the_leader_never_by_who_asks)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");
	struct job_of ask = { .by = staff(P_HANDLER), .step = EXTEND, .id = id, .text = S("等司法鉴定") };
	struct job_of decide = { .by = staff(P_HEAD), .step = DECIDE, .id = id, .yes = true };

	in_hand(w, id);
	CHECK_INT(registered(w, P_CLERK, id, direct), OK);
	ask.on = day_make(2026, 5, 31);
	CHECK_INT(step(w, ask), CONFLICT); /* not accepted yet */
	CHECK_INT(accepted(w, P_DISPATCHER, id, 6), OK);
	ask.on = day_make(2026, 6, 1); /* 1 May + 31 */
	CHECK_INT(step(w, ask), INVALID);
	ask.on = day_make(2026, 5, 31);
	CHECK_INT(step(w, ask), OK);
	CHECK_INT(step(w, ask), CONFLICT);
	CHECK_INT(step(w, decide), FORBIDDEN);
	decide.by = staff(P_LEADER);
	CHECK_INT(step(w, decide), OK);
	CHECK_INT(day_of((moment){ clock_due(w, id, CLOCK_HANDLING) }).n, day_make(2026, 5, 31).n);
	CHECK_INT(number(w, "select count(*) from notice where town = ?1 and matter = ?2 and kind = 5", id), 1);
	CHECK_INT(step(w, decide), CONFLICT);
	world_close(w);
}

TEST(a_petition_whose_date_has_passed_is_not_extended)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), late = raise_of(w, "C01");
	struct job_of ask = { .by = staff(P_HANDLER), .step = EXTEND, .id = id, .text = S("等司法鉴定") };
	struct job_of decide = { .by = staff(P_LEADER), .step = DECIDE, .id = id, .yes = true, .text = S("晚了") };

	in_hand(w, id);
	in_hand(w, late);
	CHECK_INT(registered(w, P_CLERK, id, direct), OK);
	CHECK_INT(registered(w, P_CLERK, late, direct), OK);
	CHECK_INT(accepted(w, P_DISPATCHER, id, 6), OK);
	CHECK_INT(accepted(w, P_DISPATCHER, late, 6), OK);
	ask.on = day_make(2026, 5, 31);
	CHECK_INT(step(w, ask), OK);
	w->now = moment_at(day_make(2026, 5, 2), 9, 0); /* handled by 1 May */
	ask.id = late;
	CHECK_INT(step(w, ask), CONFLICT);
	CHECK_INT(step(w, decide), CONFLICT);
	CHECK_INT(day_of((moment){ clock_due(w, id, CLOCK_HANDLING) }).n, day_make(2026, 5, 1).n);
	decide.yes = false;
	CHECK_INT(step(w, decide), OK);
	world_close(w);
}

static void
given(struct world *w, int64_t id)
{
	in_hand(w, id);
	CHECK_INT(registered(w, P_CLERK, id, direct), OK);
	CHECK_INT(accepted(w, P_DISPATCHER, id, 6), OK);
	CHECK_INT(wrote(w, P_HANDLER, id, good_opinion()), OK);
	CHECK_INT(act(w, staff(P_HEAD), id, (struct matter_deed){ .act = ACT_APPROVE_ANSWER }), OK);
}

TEST(review_and_re_review_go_up_with_thirty_days_each)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), other = raise_of(w, "C01");
	struct job_of ask = { .by = resident(id), .step = ASK, .id = id, .text = S("钱数不对") };
	struct job_of up = { .by = staff(P_CLERK), .step = HAND_UP, .id = id, .text = S("县农业农村局") };
	struct job_of result = {
		.by = staff(P_CLERK), .step = RESULT, .id = id, .n = RESULT_UPHELD, .text = S("维持")
	};

	CHECK_INT(step(w, ask), NOT_FOUND); /* no petition */
	given(w, id);
	ask.by = resident(other);
	CHECK_INT(step(w, ask), NOT_FOUND); /* another one's receipt */
	ask.by = resident(id);
	CHECK_INT(step(w, result), CONFLICT);
	CHECK_INT(step(w, ask), OK);
	CHECK_INT(step(w, ask), CONFLICT);
	CHECK_INT(day_of((moment){ clock_due(w, id, CLOCK_REVIEW) }).n, day_make(2026, 4, 1).n);
	up.on = result.on = day_of(w->now);
	CHECK_INT(step(w, result), CONFLICT); /* not handed up yet */
	CHECK_INT(step(w, up), OK);
	result.n = RESULT_NONE;
	CHECK_INT(step(w, result), INVALID);
	result.n = RESULT_UPHELD;
	CHECK_INT(step(w, result), OK);
	ask.by = staff(P_HANDLER);
	CHECK_INT(step(w, ask), FORBIDDEN);
	ask.by = staff(P_CLERK); /* at the desk */
	CHECK_INT(step(w, ask), OK);
	CHECK_INT(number(w, "select state from petition where town = ?1 and matter = ?2", id), PETITION_IN_REREVIEW);
	CHECK_INT(step(w, up), OK);
	CHECK_INT(step(w, result), OK);
	CHECK_INT(number(w, "select state from petition where town = ?1 and matter = ?2", id), PETITION_REREVIEWED);
	CHECK_INT(step(w, ask), CONFLICT); /* it ends here */
	CHECK_INT(number(w,
			 "select count(*) from clock where town = ?1 and matter = ?2 and kind = 7 and met_at is null",
			 id),
		  0);
	world_close(w);
}

/* Late is for the higher body to say: the office does not refuse it. */
TEST(a_late_request_for_review_is_handed_up_as_well)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");
	struct job_of ask = { .by = resident(id), .step = ASK, .id = id };

	given(w, id);
	world_pass(w, 60);
	CHECK_INT(step(w, ask), OK);
	CHECK_INT(number(w, "select last_day from petition_review where town = ?1 and matter = ?2", id),
		  day_make(2026, 4, 1).n);
	world_close(w);
}

TEST(an_accusation_is_not_held_here)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), sealed = raise_of(w, "H03");

	CHECK_INT(registered(w, P_CLERK, id, (struct petition_new){ .came = CAME_DIRECT, .accusation = true }),
		  INVALID);
	if (sealed)
		CHECK_INT(registered(w, P_CLERK, sealed, direct), INVALID);
	CHECK_INT(number(w, "select count(*) from petition where town = ?1", 0), 0);
	world_close(w);
}

TEST(whom_it_complains_about_reaches_the_lane_nowhere)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");
	struct job_of gate = {
		.by = staff(P_CLERK), .step = GATE_PERSON, .id = id, .n = 3
	}; /* the dispatcher's person */

	CHECK_INT(registered(w, P_CLERK, id, direct), OK);
	CHECK_INT(step(w, gate), OK);
	CHECK_INT(accepted(w, P_DISPATCHER, id, 6), NOT_FOUND);
	CHECK_INT(accepted(w, P_LEADER, id, 6), OK);
	world_close(w);
}

/* Two persons on the matter itself decide; the lane hears of it. */
TEST(not_accepted_ends_the_notice_and_an_objection_brings_it_back)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");
	const struct matter_deed why = { .act = ACT_REJECT_ASK,
					 .reason = REJECT_COURT,
					 .text = S("已由法院判决"),
					 .basis = S("第二十三条"),
					 .onward = S("县法院") };

	CHECK_INT(registered(w, P_CLERK, id, direct), OK);
	CHECK_INT(act(w, staff(P_DISPATCHER), id, why), OK);
	CHECK_INT(act(w, staff(P_LEADER), id, (struct matter_deed){ .act = ACT_REJECT }), OK);
	CHECK_INT(number(w, "select state from petition where town = ?1 and matter = ?2", id), PETITION_NOT_ACCEPTED);
	CHECK_INT(number(w,
			 "select count(*) from clock where town = ?1 and matter = ?2 and kind = 9 and met_at is null",
			 id),
		  0);
	CHECK_INT(act(w, resident(id), id, (struct matter_deed){ .act = ACT_OBJECT, .text = S("判的是另一件事") }), OK);
	CHECK_INT(number(w, "select state from petition where town = ?1 and matter = ?2", id), PETITION_REGISTERED);
	world_close(w);
}
