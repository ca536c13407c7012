#include "desk/clock.h"
#include "mediation/case_test.h"

const struct matter_ear matter_ears[] = {
	{ .may = mediation_ear_may, .after = mediation_ear_after, .keeps = mediation_keeps }, { .may = NULL }
};

#define DO(w_, post_, ...) do_it(w_, staff(post_), &(struct doing){ __VA_ARGS__ })
#define NO                 NATURE_NONE

static const struct matter_deed approve = { .act = ACT_APPROVE_ANSWER };
static const struct matter_deed solved = { .act = ACT_JUDGE_SOLVED, .solved = SOLVED_YES, .method = METHOD_OWN };

TEST(a_dispute_from_registration_to_the_parties_judgement)
{
	struct world *w = world_open(NULL);
	int64_t id = under_way(w, KIND_NEIGHBOUR, NO), matter = case_matter_of(w, id);

	CHECK_INT(state_of(w, matter), MATTER_MEDIATION);
	CHECK_INT(act(w, staff(P_HANDLER), matter,
		      (struct matter_deed){ .act = ACT_DRAFT_ANSWER,
					    .done = S("办了"),
					    .done_by = S("组"),
					    .done_on = day_of(w->now),
					    .basis = S("规定") }),
		  CONFLICT); /* while they sit together no answer is written */
	world_close(w);

	w = world_open(NULL);
	id = settled(w, KIND_NEIGHBOUR, NO);
	matter = case_matter_of(w, id);
	CHECK_INT(number(w, "select number from mediation where town = ?1 and id = ?2", id), 1);
	CHECK_INT(state_of(w, matter), MATTER_IN_HAND);
	CHECK_INT(number(w, "select count(*) from answer where town = ?1 and matter = ?2 and state = 1", matter), 1);
	CHECK_INT(act(w, staff(P_HEAD), matter, approve), OK);
	CHECK_INT(act(w, resident(matter), matter, solved), OK);
	CHECK_INT(state_of(w, matter), MATTER_CLOSED_EFFECTIVE);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(one_clear_no_ends_it_at_any_time)
{
	struct world *w = world_open(NULL);
	int64_t id = registered(w, KIND_NEIGHBOUR, NO);

	CHECK_INT(DO(w, P_HANDLER, .op = OP_ANSWER, .id = id, .n = 1, .yes = true), OK);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_ANSWER, .id = id, .n = 2, .yes = false, .text = S("要打官司")), OK);
	CHECK_INT(stage_of(w, id), STAGE_REFUSED);
	CHECK_INT(number(w, "select told_on from mediation where town = ?1 and id = ?2", id), day_of(w->now).n);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_ANSWER, .id = id, .n = 2, .yes = true), CONFLICT);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_CHOOSE, .id = id, .n = P_HANDLER, .yes = true), CONFLICT);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_NOTICE, .id = id, .on = day_of(w->now)), CONFLICT);
	CHECK_INT(state_of(w, case_matter_of(w, id)), MATTER_IN_HAND);
	id = under_way(w, KIND_NEIGHBOUR, NO);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_ANSWER, .id = id, .n = 1, .yes = false), OK);
	CHECK_INT(stage_of(w, id), STAGE_REFUSED);
	CHECK_INT(state_of(w, case_matter_of(w, id)), MATTER_IN_HAND);
	CHECK_INT(number(w, "select count(*) from answer where town = ?1 and matter = ?2", case_matter_of(w, id)), 1);
	world_close(w);
}

TEST(nobody_else_reaches_a_case)
{
	struct world *w = world_open(NULL);
	int64_t id = under_way(w, KIND_FAMILY, NO);
	static const int64_t outside[] = { P_HANDLER2, P_OTHER,      P_OTHER_HEAD, P_CLERK,
					   P_AUDITOR,  P_DISPATCHER, P_ADMIN,      P_GRID };

	for (size_t i = 0; i < sizeof(outside) / sizeof(*outside); i++) {
		CHECK_INT(DO(w, outside[i], .op = OP_OPEN, .id = id), NOT_FOUND);
		CHECK_INT(DO(w, outside[i], .op = OP_PARTIES, .id = id), NOT_FOUND);
		CHECK_INT(DO(w, outside[i], .op = OP_ANSWER, .id = id, .n = 1, .yes = false), NOT_FOUND);
		CHECK_INT(DO(w, outside[i], .op = OP_FAIL, .id = id, .text = S("算了"), .on = day_of(w->now)),
			  NOT_FOUND);
	}
	CHECK_INT(DO(w, P_HANDLER, .op = OP_OPEN, .id = id), OK);
	CHECK_INT(DO(w, P_HEAD, .op = OP_OPEN, .id = id), OK);
	CHECK_INT(DO(w, P_LEADER, .op = OP_OPEN, .id = id), OK);
	CHECK_INT(DO(w, P_LEADER, .op = OP_PARTIES, .id = id), FORBIDDEN);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_PARTIES, .id = id), OK);
	CHECK_INT(number(w, "select count(*) from sealed_look where town = ?1 and object = ?2", id), 1);
	world_close(w);
}

TEST(who_steps_aside_is_out)
{
	struct world *w = world_open(NULL);
	int64_t id = under_way(w, KIND_DAMAGE, NO);

	CHECK_INT(DO(w, P_HEAD, .op = OP_RECUSE, .id = id, .n = P_HANDLER, .a = RECUSAL_RELATED), OK);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_OPEN, .id = id), NOT_FOUND);
	CHECK_INT(stage_of(w, id), STAGE_WILLING);
	CHECK_INT(state_of(w, case_matter_of(w, id)), MATTER_IN_HAND);
	CHECK_INT(DO(w, P_HEAD, .op = OP_CHOOSE, .id = id, .n = P_HANDLER, .yes = true), INVALID);
	CHECK_INT(DO(w, P_HEAD, .op = OP_CHOOSE, .id = id, .n = P_OTHER, .yes = true), OK);
	CHECK_INT(stage_of(w, id), STAGE_UNDER_WAY);
	CHECK_INT(DO(w, P_OTHER, .op = OP_OPEN, .id = id), OK); /* of another unit, and now a mediator */
	CHECK_INT(state_of(w, case_matter_of(w, id)), MATTER_MEDIATION);
	world_close(w);
}

TEST(oral_only_if_all_say_so_and_never_about_farmland)
{
	struct world *w = world_open(NULL);
	struct mediation_terms t = {
		.form = FORM_ORAL, .facts = S("沟堵了。"), .terms = S("通开。"), .manner = S("当天做完。")
	};
	int64_t id = under_way(w, KIND_NEIGHBOUR, NO), farm = under_way(w, KIND_LAND, NATURE_FARMLAND);
	day today = day_of(w->now);

	CHECK_INT(DO(w, P_HANDLER, .op = OP_DRAFT, .id = id, .terms = t), INVALID);
	t.oral_ok = true;
	CHECK_INT(DO(w, P_HANDLER, .op = OP_DRAFT, .id = farm, .terms = t), INVALID);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_DRAFT, .id = id, .terms = t), OK);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_SIGN, .id = id, .on = today), OK);
	CHECK_INT(stage_of(w, id), STAGE_SETTLED);
	CHECK_INT(number(w, "select effective_on from mediation where town = ?1 and id = ?2", id), today.n);
	world_close(w);
}

TEST(a_written_agreement_is_in_force_on_the_latest_of_three_days)
{
	const day a = day_make(2026, 3, 2), b = day_make(2026, 3, 4), c = day_make(2026, 3, 3), none = { 0 };

	CHECK_INT(mediation_effective(FORM_WRITTEN, a, b, c).n, b.n);
	CHECK_INT(mediation_effective(FORM_WRITTEN, a, c, b).n, b.n);
	CHECK_INT(mediation_effective(FORM_WRITTEN, b, a, a).n, b.n);
	CHECK_INT(mediation_effective(FORM_WRITTEN, a, none, b).n, 0);
	CHECK_INT(mediation_effective(FORM_WRITTEN, a, b, none).n, 0);
	CHECK_INT(mediation_effective(FORM_ORAL, a, none, none).n, a.n);
}

TEST(thirty_days_for_the_court_and_none_for_marriage)
{
	struct world *w = world_open(NULL);
	struct db db = world_db(w);
	const struct calendar *c;

	CHECK_INT(clock_calendar(&db, &c), OK);
	CHECK_INT(mediation_court_last(c, day_make(2026, 3, 2), NO).n, day_make(2026, 4, 1).n);
	CHECK_INT(mediation_court_last(c, day_make(2026, 3, 5), NO).n,
		  day_make(2026, 4, 7).n); /* 4 to 6 April are off */
	CHECK_INT(mediation_court_last(c, day_make(2026, 3, 2), NATURE_STATUS).n, 0);
	world_close(w);
}

TEST(the_court_confirms_on_a_joint_word_in_time)
{
	struct world *w = world_open(NULL);
	int64_t id = settled(w, KIND_CONTRACT, NO), status = settled(w, KIND_FAMILY, NATURE_STATUS),
		late = settled(w, KIND_DAMAGE, NO);
	day today = day_of(w->now);

	CHECK_INT(DO(w, P_HANDLER, .op = OP_COURT_ASK, .id = status, .a = 3, .text = S("县法院"), .on = today),
		  NOT_FOUND);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_COURT_RULED, .id = id, .a = 1, .text = S("1号"), .on = today), INVALID);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_COURT_ASK, .id = id, .a = 3, .text = S("县法院"), .on = today), OK);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_COURT_RULED, .id = id, .a = 1, .text = S("1号"), .on = today), OK);
	world_pass(w, 31);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_COURT_ASK, .id = late, .a = 3, .text = S("县法院"), .on = day_of(w->now)),
		  INVALID);
	world_close(w);
}

static int64_t
with_two_instalments(struct world *w)
{
	int64_t id = under_way(w, KIND_CONTRACT, NO);
	day today = day_of(w->now);
	struct mediation_terms t = { .form = FORM_WRITTEN,
				     .facts = S("货款未付。"),
				     .terms = S("分两次付清。"),
				     .manner = S("转账。"),
				     .fen = 200000 };
	struct mediation_entry e = { .kind = RECORD_SESSION,
				     .on = today,
				     .spot = S("乡调委会"),
				     .people = S("甲方、乙方"),
				     .words = S("谈好了。"),
				     .result = 1 };

	CHECK_INT(DO(w, P_HANDLER, .op = OP_RECORD, .id = id, .entry = e), OK);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_DRAFT, .id = id, .terms = t), OK);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_INSTALMENT, .id = id, .on = day_add(today, 10), .fen = 100000,
		     .text = S("第一笔")),
		  OK);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_INSTALMENT, .id = id, .on = day_add(today, 40), .fen = 100001,
		     .text = S("多了")),
		  INVALID);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_INSTALMENT, .id = id, .on = day_add(today, 40), .fen = 100000,
		     .text = S("第二笔")),
		  OK);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_SIGN, .id = id, .on = today, .on2 = today, .on3 = today), OK);
	return id;
}

static void
remind(struct world *w)
{
	static const struct job *const tables[] = { mediation_jobs, NULL };

	CHECK_INT(job_pass(w->conn, tables, w->now, TOWN), OK);
}

static const char reminders[] = "select count(*) from event where town = ?1 and object_id = ?2 and kind = 'remind'";

TEST(instalments_are_reminded_once_and_the_last_one_performs)
{
	struct world *w = world_open(NULL);
	int64_t id = with_two_instalments(w);

	world_pass(w, 6);
	remind(w);
	CHECK_INT(number(w, reminders, id), 0);
	world_pass(w, 1);
	remind(w);
	remind(w);
	CHECK_INT(number(w, reminders, id), 1);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_PERFORM, .id = id, .on = day_of(w->now)), INVALID);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_PAY, .id = id, .n = 1, .on = day_of(w->now)), OK);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_PAY, .id = id, .n = 1, .on = day_of(w->now)), NOT_FOUND);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_FILE, .id = id, .on = day_of(w->now)), CONFLICT);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_PAY, .id = id, .n = 2, .on = day_of(w->now)), OK);
	CHECK_INT(number(w, "select kept from mediation where town = ?1 and id = ?2", id), KEPT_DONE);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_FILE, .id = id, .on = day_of(w->now)), OK);
	CHECK_INT(stage_of(w, id), STAGE_FILED);
	world_close(w);
}

TEST(a_broken_instalment_opens_the_case_again)
{
	struct world *w = world_open(NULL);
	int64_t id = with_two_instalments(w);
	struct mediation_terms t = {
		.form = FORM_WRITTEN, .facts = S("第一笔没付。"), .terms = S("月底一次付清。"), .manner = S("转账。")
	};
	day today;

	world_pass(w, 12);
	today = day_of(w->now);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_BREAK, .id = id, .n = 1, .on = today), OK);
	CHECK_INT(stage_of(w, id), STAGE_BROKEN);
	world_pass(w, 40);
	remind(w);
	CHECK_INT(number(w, reminders, id), 0); /* of a round that is over nobody is reminded */
	today = day_of(w->now);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_DRAFT, .id = id, .terms = t), OK);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_SIGN, .id = id, .on = today, .on2 = today, .on3 = today), OK);
	CHECK_INT(stage_of(w, id), STAGE_SETTLED);
	CHECK_INT(number(w, "select count(*) from mediation_agreement where town = ?1 and mediation = ?2", id), 2);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_PERFORM, .id = id, .on = today), OK);
	world_close(w);
}

TEST(one_dispute_is_paid_for_once)
{
	struct world *w = world_open(NULL);
	int64_t id = settled(w, KIND_DAMAGE, NO), open = under_way(w, KIND_DAMAGE, NO);

	CHECK_INT(DO(w, P_HANDLER, .op = OP_SUBSIDY, .id = id, .a = 2), NOT_FOUND); /* no rate yet */
	CHECK_INT(
		DO(w, P_HANDLER, .op = OP_RATE, .on = day_make(2026, 1, 1), .a = 2, .fen = 20000, .text = S("县办法")),
		FORBIDDEN);
	CHECK_INT(DO(w, P_HEAD, .op = OP_RATE, .on = day_make(2026, 1, 1), .a = 2, .fen = 20000, .text = S("县办法")),
		  OK);
	CHECK_INT(DO(w, P_HEAD, .op = OP_RATE, .on = day_make(2027, 1, 1), .a = 2, .fen = 30000, .text = S("新办法")),
		  OK);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_SUBSIDY, .id = open, .a = 2), INVALID);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_SUBSIDY, .id = id, .a = 2), OK);
	CHECK_INT(number(w, "select fen from mediation_subsidy where town = ?1 and mediation = ?2", id), 20000);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_SUBSIDY, .id = id, .a = 2), CONFLICT);
	CHECK_INT(DO(w, P_HEAD, .op = OP_SUBSIDY, .id = id, .a = 3), CONFLICT);
	world_close(w);
}

TEST(a_round_that_finds_nothing_is_a_result)
{
	struct world *w = world_open(NULL);
	struct doing round = { .op = OP_SWEEP, .n = VILLAGE, .on = day_make(2026, 3, 1), .on2 = day_make(2026, 3, 5) };
	struct doing found = { .op = OP_REGISTER };

	CHECK_INT(do_it(w, staff(P_HANDLER), &round), OK);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_SWEEP_END, .id = round.id, .yes = true), INVALID);
	CHECK_INT(DO(w, P_OTHER, .op = OP_SWEEP_END, .id = round.id, .yes = false), NOT_FOUND);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_SWEEP_END, .id = round.id, .yes = false, .text = S("各组都走了")), OK);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_SWEEP_END, .id = round.id, .yes = false), CONFLICT);
	CHECK_INT(do_it(w, staff(P_HANDLER), &round), OK);
	found.new = (struct mediation_new){ .kind = KIND_LAND,
					    .source = SOURCE_OWN,
					    .village = VILLAGE,
					    .place = VILLAGE,
					    .facts = S("田坎争执。"),
					    .wish = S("量一量。"),
					    .sweep = round.id };
	CHECK_INT(do_it(w, staff(P_HANDLER), &found), OK);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_SWEEP_END, .id = round.id, .yes = false), INVALID);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_SWEEP_END, .id = round.id, .yes = true), OK);
	world_close(w);
}

TEST(no_name_or_number_of_a_party_slips_into_a_text)
{
	struct world *w = world_open(NULL);
	int64_t id = registered(w, KIND_NEIGHBOUR, NO);
	static const str bad[] = { { "田大力说的", 15 },
				   { "打 19900000012", 15 },
				   { "１３８００００７７７７", 33 },
				   { "证号11010519491231002X", 24 } };

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct doing d = { .op = OP_BARE, .id = id, .text = bad[i] };

		CHECK_INT(do_it(w, staff(P_HANDLER), &d), OK);
		CHECK(d.yes);
	}
	CHECK_INT(number(w, "select count(*) from sealed_look where town = ?1 and object = ?2", id), 0);
	world_close(w);
}

TEST(sessions_are_closed_unless_everybody_agrees)
{
	struct world *w = world_open(NULL);
	int64_t id = under_way(w, KIND_NEIGHBOUR, NO);
	struct mediation_entry e = { .kind = RECORD_SESSION,
				     .on = day_of(w->now),
				     .spot = S("院坝"),
				     .people = S("甲方、乙方"),
				     .words = S("谈。"),
				     .result = 2,
				     .flags = SESSION_PUBLIC };

	CHECK_INT(DO(w, P_HANDLER, .op = OP_RECORD, .id = id, .entry = e), INVALID); /* 乙方 did not agree to that */
	CHECK_INT(DO(w, P_HANDLER, .op = OP_ANSWER, .id = id, .n = 2, .yes = true, .fine = true), OK);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_RECORD, .id = id, .entry = e), OK);
	e.on = day_add(e.on, 1);
	CHECK_INT(DO(w, P_HANDLER, .op = OP_RECORD, .id = id, .entry = e), INVALID); /* a day to come */
	world_close(w);
}

TEST(what_the_police_must_know_ends_it_when_it_is_handed_over)
{
	struct world *w = world_open(NULL);
	int64_t id = under_way(w, KIND_DAMAGE, NO);
	struct mediation_entry e = {
		.kind = RECORD_ALARM, .on = day_of(w->now), .words = S("乙方提刀上门，劝开了。"), .result = 1
	};

	CHECK_INT(DO(w, P_HANDLER, .op = OP_RECORD, .id = id, .entry = e), OK);
	CHECK_INT(stage_of(w, id), STAGE_UNDER_WAY);
	e.flags = 1;
	CHECK_INT(DO(w, P_HANDLER, .op = OP_RECORD, .id = id, .entry = e), INVALID);
	e.result = 2;
	CHECK_INT(DO(w, P_HANDLER, .op = OP_RECORD, .id = id, .entry = e), OK);
	CHECK_INT(stage_of(w, id), STAGE_HANDED);
	CHECK_INT(state_of(w, case_matter_of(w, id)), MATTER_IN_HAND);
	world_close(w);
}

TEST(the_case_goes_when_its_matter_goes)
{
	struct world *w = world_open(NULL);
	int64_t id = under_way(w, KIND_NEIGHBOUR, NO), matter = case_matter_of(w, id);
	struct doing again = { .op = OP_REGISTER };

	again.new = (struct mediation_new){ .matter = matter,
					    .kind = KIND_NEIGHBOUR,
					    .source = SOURCE_APPLIED,
					    .facts = S("又来。"),
					    .wish = S("再谈。") };
	CHECK_INT(do_it(w, staff(P_HANDLER), &again), CONFLICT); /* one dispute, one case */
	CHECK_INT(act(w, resident(matter), matter, (struct matter_deed){ .act = ACT_WITHDRAW, .method = METHOD_OWN }),
		  OK);
	CHECK_INT(stage_of(w, id), STAGE_DROPPED);
	world_close(w);
}

TEST(an_identity_number_is_looked_at_with_its_date)
{
	CHECK(party_number_ok(S("11010519491231002X")));
	CHECK(party_number_ok(S("440524188001010014")));
	CHECK(!party_number_ok(S("110105194912310021")));
	CHECK(!party_number_ok(S("11010519490231002X")));
	CHECK(!party_number_ok(S("1101051949123100")));
	CHECK_INT(party_age(S("1962-03-03"), day_make(2026, 3, 2)), 63);
	CHECK_INT(party_age(S("1962-03-02"), day_make(2026, 3, 2)), 64);
	CHECK_INT(party_age(S(""), day_make(2026, 3, 2)), -1);
}

TEST(the_other_party_is_asked_by_a_clerk_of_another_unit)
{
	struct world *w = world_open(NULL);
	int64_t id = settled(w, KIND_NEIGHBOUR, NO);

	CHECK_INT(DO(w, P_HANDLER, .op = OP_HEAR, .id = id, .n = 2), FORBIDDEN);
	CHECK_INT(DO(w, P_INSIDER, .op = OP_HEAR, .id = id, .n = 2), NOT_FOUND); /* a clerk of the same unit */
	CHECK_INT(DO(w, P_CLERK, .op = OP_HEAR, .id = id, .n = 1), NOT_FOUND);   /* the applicant has a receipt */
	CHECK_INT(DO(w, P_CLERK, .op = OP_HEAR, .id = id, .n = 2), OK);
	CHECK_INT(DO(w, P_CLERK, .op = OP_HEAR, .id = id, .n = 2), NOT_FOUND);
	world_close(w);
}

TEST(a_signed_page_stays_when_a_matter_that_shows_it_too_is_archived)
{
	struct world *w = world_open(NULL);
	const struct photo proof = { .picture = hash_of(S("proof")), .thumb = hash_of(S("proof thumb")) };
	int64_t id = settled(w, KIND_DAMAGE, NO);

	CHECK_INT(DO(w, P_HANDLER, .op = OP_SCAN, .id = id, .photo = &proof), OK);
	world_photo_stays(w, &proof);
	world_close(w);
}
