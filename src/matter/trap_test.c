/* trap_test.c — faults that other systems have (features.md §5), one test each; those of single acts stand beside their
 * acts. */
#include "matter/matter_test.h"

#define DEED(...) ((struct matter_deed){ __VA_ARGS__ })

TEST(trap_09_what_a_resident_adds_reaches_the_office)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");

	in_hand(w, id);
	CHECK_INT(act(w, resident(id), id, DEED(.act = ACT_ADD_WORD, .text = S("又塌了一截"))), OK);
	answered(w, id);
	CHECK_INT(act(w, resident(id), id, DEED(.act = ACT_ADD_WORD, .text = S("昨晚又塌了"))), OK);
	CHECK_INT(number(w,
			 "select count(*) from matter_entry t join event e on e.town = t.town and e.seq = t.seq where "
			 "t.town = ?1 and t.matter = ?2 and t.act = 11 and t.visible = 1 and t.text <> ''",
			 id),
		  2); /* in the timeline that the holder reads, each with its event */
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

TEST(trap_14_a_matter_outlives_who_raised_it_and_who_handled_it)
{
	struct world *w = world_open(NULL);
	const struct matter_raise in = {
		.channel = CHANNEL_WEB,
		.village = VILLAGE,
		.words = S("路灯坏了"),
		.identity = { .level = IDENTITY_OPEN, .name = S("某某"), .phone = S("13800001234") }
	};
	int64_t id = 0;

	CHECK_INT(raise_as(w, nobody, &in, &id), OK);
	in_hand(w, id);
	CHECK_INT(act(w, resident(id), id, DEED(.act = ACT_WITHDRAW)), OK);
	world_pass(w, 11 * 366); /* the name is erased, ten years after it was closed */
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(state_of(w, id), MATTER_ARCHIVED);
	CHECK_INT(number(w, "select count(*) from matter where town = ?1 and id = ?2 and identity_token is null", id),
		  1);
	CHECK_INT(
		number(w, "select count(*) from matter_entry where town = ?1 and matter = ?2 and act in (1, 3, 6)", id),
		3);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}

/* 2026: days off from 15 to 23 February; Saturday 14 and Saturday 28 are worked. Without them it would be 3 March. */
TEST(trap_19_days_that_are_made_up_count)
{
	struct world *w = world_open(NULL);
	int64_t id;

	w->now = moment_at(day_make(2026, 2, 12), 9, 0);
	id = raise_of(w, "C01");
	CHECK_INT(due_of(w, id).n, day_make(2026, 2, 28).n);
	CHECK_INT(number(w, "select made_up from clock where town = ?1 and matter = ?2 and kind = 2", id), 2);
	world_close(w);
}

/* Whatever a resident tries with the receipt of their own matter, another one is not there. */
TEST(trap_21_no_resident_reaches_another_ones_matter)
{
	struct world *w = world_open(NULL);
	int64_t mine = raise_of(w, "C01"), other = raise_of(w, "C01"), lead = raise_of(w, "C01");
	int64_t f = merged(w, mine, lead), before;
	const char *entries = "select count(*) from matter_entry where town = ?1 and matter = ?2";
	const struct actor who[] = { resident(mine), follower(lead, f), follower(other, f) };

	in_hand(w, other);
	answered(w, other);
	before = number(w, entries, other);
	for (size_t i = 0; i < sizeof(who) / sizeof(*who); i++)
		for (int a = ACT_RAISE + 1; a < (int)ACTS; a++) {
			enum err e = act(w, who[i], other,
					 DEED(.act = (enum matter_act)a, .text = S("话"), .solved = SOLVED_YES,
					      .satisfied = SATISFIED_YES));

			CHECK(e != OK);
		}
	CHECK_INT(number(w, entries, other), before);
	CHECK_INT(state_of(w, other), MATTER_ANSWERED);
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}
