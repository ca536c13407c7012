/* merge_test.c — one handling, several reporters. */
#include "matter/matter_test.h"
#include "matter/twin.h"

#define DEED(...) ((struct matter_deed){ __VA_ARGS__ })

static const struct matter_deed yes = { .act = ACT_JUDGE_SOLVED, .solved = SOLVED_YES };
static const struct matter_deed no = { .act = ACT_JUDGE_UNSOLVED, .solved = SOLVED_NOT };

struct pair {
	int64_t lead, id, follower;
};

/* Two matters of different days, the second merged into the first, which is in hand. */
static struct pair
pair_of(struct world *w)
{
	struct pair p = { .lead = raise_of(w, "C01") };

	in_hand(w, p.lead);
	world_pass(w, 1);
	p.id = raise_of(w, "C01");
	world_pass(w, 1);
	p.follower = merged(w, p.id, p.lead);
	CHECK_INT(state_of(w, p.id), MATTER_MERGED);
	return p;
}

TEST(a_merger_undone_leaves_both_clocks_as_they_were)
{
	struct world *w = world_open(NULL);
	struct pair p = pair_of(w);
	day lead_due = due_of(w, p.lead);

	CHECK_INT(due_of(w, p.id).n, 0);
	world_pass(w, 5);
	CHECK_INT(act(w, follower(p.lead, p.follower), p.lead, DEED(.act = ACT_UNMERGE, .text = S("我说的是另一盏"))),
		  OK);
	CHECK_INT(state_of(w, p.id), MATTER_RECEIVED);
	CHECK_INT(due_of(w, p.id).n, day_make(2026, 3, 12).n); /* 7 working days after Tuesday 3 March */
	CHECK_INT(due_of(w, p.lead).n, lead_due.n);
	CHECK_INT(number(w, "select holder from matter where town = ?1 and id = ?2", p.id), P_DISPATCHER);
	CHECK_INT(act(w, follower(p.lead, p.follower), p.lead, DEED(.act = ACT_ADD_WORD, .text = S("话"))), NOT_FOUND);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(a_follower_objects_within_ten_working_days_and_the_office_at_any_time)
{
	struct world *w = world_open(NULL);
	struct pair p = pair_of(w);

	w->now = moment_at(day_make(2026, 3, 18), 23, 0); /* merged on Wednesday 4 March: the tenth day */
	CHECK(matter_may(&(struct actor){ .kind = ACTOR_RESIDENT, .follower = p.follower }, ACT_UNMERGE, MATTER_IN_HAND,
			 0, 0, 0));
	world_pass(w, 1);
	CHECK_INT(act(w, follower(p.lead, p.follower), p.lead, DEED(.act = ACT_UNMERGE)), INVALID);
	CHECK_INT(act(w, staff(P_HANDLER), p.id, DEED(.act = ACT_UNMERGE)), NOT_FOUND);
	CHECK_INT(act(w, staff(P_DISPATCHER), p.id, DEED(.act = ACT_UNMERGE)), OK);
	CHECK_INT(state_of(w, p.id), MATTER_RECEIVED);
	world_close(w);
}

TEST(an_own_date_that_passed_while_merged_is_marked_after_the_return)
{
	struct world *w = world_open(NULL);
	struct pair p = pair_of(w);

	world_pass(w, 30);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(number(w, "select count(*) from matter_entry where town = ?1 and matter = ?2 and act = 27", p.id), 0);
	CHECK_INT(act(w, staff(P_DISPATCHER), p.id, DEED(.act = ACT_UNMERGE)), OK);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(number(w, "select count(*) from matter_entry where town = ?1 and matter = ?2 and act = 27", p.id), 1);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(a_follower_judges_for_themselves)
{
	struct world *w = world_open(NULL);
	struct pair p = pair_of(w);
	struct actor me = follower(p.lead, p.follower);

	CHECK_INT(act(w, me, p.lead, yes), CONFLICT); /* nothing is answered yet */
	answered(w, p.lead);
	CHECK(matter_may(&me, ACT_JUDGE_SOLVED, MATTER_ANSWERED, 0, 0, 0));
	CHECK(!matter_may(&me, ACT_JUDGE_SOLVED, MATTER_IN_HAND, 0, 0, 0));
	CHECK_INT(act(w, me, p.lead, yes), OK);
	CHECK_INT(state_of(w, p.lead), MATTER_ANSWERED); /* the reporter has not said anything */
	CHECK_INT(state_of(w, p.id), MATTER_MERGED);
	CHECK_INT(act(w, me, p.lead, yes), CONFLICT);
	CHECK_INT(act(w, resident(p.lead), p.lead, yes), OK);
	CHECK_INT(state_of(w, p.lead), MATTER_CLOSED_EFFECTIVE);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(a_followers_not_brings_back_their_own_matter_only)
{
	struct world *w = world_open(NULL);
	struct pair p = pair_of(w);

	answered(w, p.lead);
	CHECK_INT(act(w, resident(p.lead), p.lead, yes), OK);
	world_pass(w, 20);
	CHECK_INT(act(w, follower(p.lead, p.follower), p.lead, no), OK);
	CHECK_INT(state_of(w, p.lead), MATTER_CLOSED_EFFECTIVE);
	CHECK_INT(state_of(w, p.id), MATTER_RECEIVED);
	CHECK_INT(due_of(w, p.id).n, day_make(2026, 3, 12).n); /* late, and it says so */
	CHECK_INT(number(w,
			 "select count(*) from judgement where town = ?1 and matter = ?2 and follower is not null and "
			 "solved = 3",
			 p.lead),
		  1);
	CHECK_INT(
		number(w,
		       "select count(*) from matter_entry where town = ?1 and matter = ?2 and act = 20 and visible = 0",
		       p.lead),
		1);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(a_clerk_takes_a_followers_word_outside_the_unit)
{
	struct world *w = world_open(NULL);
	struct pair p = pair_of(w);
	struct matter_deed d = no;

	answered(w, p.lead);
	CHECK_INT(act(w, staff(P_CLERK), p.id, d), INVALID);
	d.method = METHOD_PHONE;
	CHECK_INT(act(w, staff(P_INSIDER), p.id, d), FORBIDDEN);
	CHECK_INT(act(w, staff(P_CLERK), p.id, d), OK);
	CHECK_INT(state_of(w, p.id), MATTER_RECEIVED);
	world_close(w);
}

TEST(a_followers_words_reach_the_office_and_no_other_resident)
{
	struct world *w = world_open(NULL);
	struct pair p = pair_of(w);

	CHECK_INT(act(w, follower(p.lead, p.follower), p.lead, DEED(.act = ACT_ADD_WORD, .text = S("我家门口也黑"))),
		  OK);
	CHECK_INT(number(w,
			 "select count(*) from matter_entry where town = ?1 and matter = ?2 and text <> '' and visible "
			 "= 1 and act = 11",
			 p.id),
		  1);
	CHECK_INT(number(w,
			 "select count(*) from matter_entry where town = ?1 and matter = ?2 and text <> '' and visible "
			 "= 0 and act = 11",
			 p.lead),
		  1);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(a_withdrawn_lead_sets_its_followers_free)
{
	struct world *w = world_open(NULL);
	struct pair p = pair_of(w);

	CHECK_INT(act(w, resident(p.lead), p.lead, DEED(.act = ACT_WITHDRAW)), OK);
	CHECK_INT(state_of(w, p.lead), MATTER_WITHDRAWN);
	CHECK_INT(state_of(w, p.id), MATTER_RECEIVED);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(nobody_follows_at_second_hand)
{
	struct world *w = world_open(NULL);
	int64_t a = raise_of(w, "C01"), b = raise_of(w, "C01"), c = raise_of(w, "C01");

	CHECK_INT(act(w, staff(P_DISPATCHER), a, DEED(.act = ACT_MERGE, .target = a)), INVALID);
	CHECK_INT(act(w, staff(P_DISPATCHER), a, DEED(.act = ACT_MERGE, .target = 7)), INVALID);
	merged(w, a, b);
	CHECK_INT(act(w, staff(P_DISPATCHER), b, DEED(.act = ACT_MERGE, .target = c)), INVALID); /* it is followed */
	CHECK_INT(act(w, staff(P_DISPATCHER), c, DEED(.act = ACT_MERGE, .target = a)),
		  INVALID); /* it is merged itself */
	CHECK_INT(act(w, staff(P_CLERK), c, DEED(.act = ACT_MERGE, .target = b)), FORBIDDEN);
	merged(w, c, b);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

static int64_t
raise_words(struct world *w, str words, int64_t place)
{
	int64_t id = 0;

	CHECK_INT(raise_as(w, (struct actor){ .kind = ACTOR_RESIDENT },
			   &(struct matter_raise){ .channel = CHANNEL_WEB,
						   .type = S("C01"),
						   .village = VILLAGE,
						   .place = place,
						   .words = words },
			   &id),
		  OK);
	return id;
}

TEST(matters_of_the_same_place_time_and_words_are_shown_and_others_are_not)
{
	struct world *w = world_open(NULL);
	int64_t far = raise_words(w, S("村口老槐树下的路灯坏了，晚上一片黑"), GROUP), near, other, id;
	struct twins t;
	struct db db;

	world_pass(w, 40);
	near = raise_words(w, S("老槐树下那盏路灯三天不亮了"), GROUP);
	other = raise_words(w, S("水渠被落叶堵住，田里进不了水"), VILLAGE);
	world_pass(w, 2);
	id = raise_words(w, S("村口老槐树下的路灯坏了，老人晚上不敢走"), GROUP);
	db = world_db(w);
	CHECK_INT(twin_find(&db, &(struct actor){ .kind = ACTOR_STAFF, .post = P_DISPATCHER, .role = ROLE_DISPATCHER },
			    id, &t),
		  OK);
	CHECK_INT((int64_t)t.n, 1);
	CHECK_INT(t.p[0].id, near);
	CHECK(far != near && other != near);
	world_close(w);
}

TEST(a_matter_that_complains_about_the_reader_is_never_a_candidate)
{
	struct world *w = world_open(NULL);
	int64_t near = raise_words(w, S("老槐树下那盏路灯三天不亮了"), GROUP),
		id = raise_words(w, S("老槐树下那盏路灯还是不亮"), GROUP);
	struct actor by = staff(P_DISPATCHER);
	struct twins t;
	struct db db = world_db(w);

	CHECK_INT(twin_find(&db, &by, id, &t), OK);
	CHECK_INT((int64_t)t.n, 1);
	CHECK_INT(act(w, staff(P_CLERK), near, DEED(.act = ACT_GATE, .unit = UNIT_DESK)), OK);
	CHECK_INT(twin_find(&db, &by, id, &t), OK);
	CHECK_INT((int64_t)t.n, 0);
	world_close(w);
}

TEST(five_candidates_at_most_the_most_alike_first)
{
	struct world *w = world_open(NULL);
	struct actor by = staff(P_DISPATCHER);
	int64_t first = 0, id;
	struct twins t;
	struct db db;

	for (int i = 0; i < 8; i++) {
		int64_t one = raise_words(
			w, i == 3 ? S("老槐树下那盏路灯三天不亮了") : S("路灯三天不亮，路也烂了，水也停了，桥也断了"),
			GROUP);

		first = i == 3 ? one : first;
	}
	id = raise_words(w, S("老槐树下那盏路灯三天不亮了"), GROUP);
	db = world_db(w);
	CHECK_INT(twin_find(&db, &by, id, &t), OK);
	CHECK_INT((int64_t)t.n, TWIN_MOST);
	CHECK_INT(t.p[0].id, first);
	CHECK(t.p[0].alike > t.p[4].alike);
	world_close(w);
}

static int64_t
receipts_of(struct world *w, int64_t id)
{
	return number(w, "select count(*) from receipt where town = ?1 and matter = ?2", id) +
	       number(w, "select count(*) from receipt_pending where town = ?1 and matter = ?2", id);
}

TEST(picking_one_merges_and_undoing_gives_both_their_clocks_receipts_and_judgements_back)
{
	struct world *w = world_open(NULL);
	struct pair p = pair_of(w);
	struct actor me = follower(p.lead, p.follower);
	day lead_due = due_of(w, p.lead);

	CHECK_INT(receipts_of(w, p.lead), 1); /* each has a code of its own */
	CHECK_INT(receipts_of(w, p.id), 1);
	answered(w, p.lead);
	CHECK_INT(act(w, me, p.lead, yes), OK);
	CHECK_INT(number(w, "select count(*) from judgement where town = ?1 and matter = ?2 and follower is not null",
			 p.lead),
		  1);
	CHECK_INT(act(w, staff(P_DISPATCHER), p.id, DEED(.act = ACT_UNMERGE)), OK);
	CHECK_INT(due_of(w, p.id).n, day_make(2026, 3, 12).n);
	CHECK_INT(day_of((moment){ number(w, "select due_at from clock where town = ?1 and matter = ?2 and kind = 2",
					  p.lead) })
			  .n,
		  lead_due.n);
	CHECK_INT(number(w,
			 "select count(*) from clock where town = ?1 and matter = ?2 and kind = 2 and met_at is null",
			 p.id),
		  1);
	CHECK_INT(receipts_of(w, p.lead), 1);
	CHECK_INT(receipts_of(w, p.id), 1);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}
