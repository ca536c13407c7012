/* tally_test.c — a figure's number, its parts and its list are one thing: for every figure, period, place and
 * reader, whether the
 * counters have seen the last change or not. */
#include "report/tally.h"

#include "joint/joint_figure_web.h"
#include "matter/figure_web.h"
#include "mediation/mediation_figure_web.h"
#include "notice/notice_figure_web.h"
#include "petition/petition_figure_web.h"
#include "report/lives_test.h"

#include <stdlib.h>

#define ASKS 10000

const struct figure *const figure_tables[] = { figure_matters, mediation_figures, joint_figures,
					       notice_figures, petition_figures,  NULL };
const struct figure_rate *const figure_rates[] = { figure_matter_rates, mediation_figure_rates, notice_figure_rates,
						   petition_figure_rates, NULL };

static int filled[64]; /* by figure: how often it had something to count */

static enum err
fold_run(struct tx *tx, void *ctx)
{
	return tally_fold(tx, ctx);
}

static void
fold_all(struct world *w)
{
	bool more = true;

	while (more) {
		CHECK_INT(tx_run(w->conn, &w->mem, w->now, TOWN, fold_run, &more), OK);
		arena_reset(&w->mem);
	}
}

struct conflict_job {
	int64_t matter, unit, person;
};

static enum err
conflict_run(struct tx *tx, void *ctx)
{
	const struct conflict_job *j = ctx;

	return matter_conflict_add(tx, &actor_clock, j->matter, j->unit, j->person);
}

/* ---- one question asked every way ---- */

static int64_t
listed(const struct tally_eye *eye, const struct tally_ask *ask, size_t most)
{
	struct tally_key after = { { 0 }, 0 };
	struct tally_list l;
	int64_t n = 0;

	do {
		if (tally_list(eye, ask, after, most, &l) != OK)
			return -1;
		n += (int64_t)l.facts.n;
		after = l.next;
	} while (l.more && n < 100000);
	return n;
}

static int64_t
summed(const struct tally_eye *eye, const struct tally_ask *ask, enum tally_by by)
{
	struct tally_groups g;
	int64_t n = 0;

	if (tally_groups(eye, ask, by, &g) != OK)
		return -1;
	for (size_t i = 0; i < g.n; i++) {
		CHECK(g.p[i].n > 0);
		n += g.p[i].n;
	}
	return n;
}

/* Most asks go to the figures of matters, the others share a third. */
static const struct figure *
random_figure(void)
{
	int any = lives_below(3) ? lives_below(13) : 13 + lives_below(2 + 1 + 3 + 7 + 2);

	if (any < 15)
		return &figure_matters[any];
	if (any < 16)
		return &notice_figures[0];
	if (any < 19)
		return &petition_figures[any - 16];
	return any < 26 ? &mediation_figures[any - 19] : &joint_figures[any - 26];
}

static struct tally_ask
random_ask(struct world *w)
{
	static const int64_t villages[] = { 0, 0, VILLAGE, FARTHER }, units[] = { -1, -1, 0, UNIT_ROADS, UNIT_LAW };
	struct tally_ask a = { .unit = units[lives_below(5)], .village = villages[lives_below(4)], .part = -1 };
	day today = day_of(w->now);

	a.figure = random_figure();
	a.from = day_add(today, -lives_below(760));
	a.to = day_add(a.from, lives_below(4) ? lives_below(400) : lives_below(10));
	a.typed = lives_below(3) == 0;
	if (a.typed)
		a.type = lives_type();
	if (lives_below(4) == 0)
		a.part = lives_below(12);
	return a;
}

/* The number, its list in small pages, its parts by each of the seven ways, and all of it without the counters. */
static int64_t
held(struct world *w, int64_t post)
{
	struct db db = world_db(w);
	struct actor by = staff(post);
	struct tally_ask ask = random_ask(w);
	struct tally_eye eye, anew;
	int64_t n = -1, again = -2;

	CHECK_INT(db_begin_read(&db), OK);
	CHECK_INT(tally_open(&db, &by, &eye), OK);
	CHECK_INT(tally_open_anew(&db, &by, &anew), OK);
	CHECK_INT(tally_count(&eye, &ask, &n), OK);
	CHECK_INT(tally_count(&anew, &ask, &again), OK);
	CHECK_INT(again, n);
	filled[ask.figure->number] += n > 0;
	CHECK_INT(listed(&eye, &ask, (size_t)(1 + lives_below(40))), n);
	CHECK_INT(summed(&eye, &ask, (enum tally_by)lives_below(7)), n);
	CHECK_INT(summed(&anew, &ask, (enum tally_by)lives_below(7)), n);
	db_end_read(&db);
	arena_reset(&w->mem);
	return n;
}

/* Notices due, disputes, joint handling, petitions, notices. */
static void
all_filled(int64_t asks)
{
	static const int lasting[] = { 14, 21, 22, 23, 24, 25, 26, 27, 41, 42, 51, 61 };

	printf("  with something in it:");
	for (size_t i = 0; i < sizeof lasting / sizeof *lasting; i++) {
		printf(" figure %d %d times%s", lasting[i], filled[lasting[i]],
		       i + 1 < sizeof lasting / sizeof *lasting ? "," : "\n");
		CHECK(asks < ASKS || filled[lasting[i]] > 0);
	}
}

/* Some matters and some disputes complain about a unit or a person, who then read nothing of them. */
static void
complaints(struct lives *l)
{
	static const struct conflict_job whom[] = {
		{ 0, UNIT_ROADS, 0 }, { 0, 0, 6 }, { 0, UNIT_LAW, 0 }, { 0, 0, 10 }
	};

	for (int i = 0; i < 8; i++) {
		struct conflict_job about = whom[i % 4];

		about.matter = i < 4 ? l->matter[40 + i] : case_matter_of(l->w, l->dispute[i].id);
		CHECK_INT(tx_run(l->w->conn, &l->w->mem, l->w->now, TOWN, conflict_run, &about), OK);
	}
}

TEST(number_is_the_length_of_its_list)
{
	static const int64_t readers[] = { P_LEADER, P_AUDITOR, P_HEAD,    P_OTHER_HEAD,
					   P_GRID,   P_CLERK,   P_HANDLER, P_ADMIN };
	const char *given = getenv("HEYE_ASKS");
	struct world *w = world_open(NULL);
	struct lives *l = lives_begin(w);
	int64_t found = 0, none = 0, asks = ASKS;

	if (given)
		CHECK(str_int(str_of(given), &asks));
	w->now = moment_at(day_make(2024, 3, 2), 9, 0);
	lives_go(l, 0, LIVES_MATTERS - 20);
	complaints(l);
	fold_all(w);
	world_known(w);
	for (int64_t i = 0; i < asks; i++) {
		int64_t n = held(w, readers[lives_below(8)]);

		found += n > 0;
		none += n == 0;
		if (i == asks / 2) /* from here on the counters are behind */
			lives_go(l, LIVES_MATTERS - 20, LIVES_MATTERS);
	}
	CHECK(found > asks / 8 && none > asks / 20);
	printf("  %lld asked, %lld with something in it; %d refused in their state\n", (long long)asks,
	       (long long)found, l->refused);
	all_filled(asks);
	world_close(w);
}

static void
fault_print(void *ctx, const char *line)
{
	int *n = ctx;

	printf("  %s\n", line);
	++*n;
}

TEST(counters_hold_and_a_wrong_one_is_found)
{
	struct world *w = world_open(NULL);
	struct db db = world_db(w);
	int64_t figures = 0;
	int faults = 0;

	lives_go(lives_begin(w), 0, 60);
	fold_all(w);
	CHECK_INT(tally_check(&db, fault_print, &faults, &figures), OK);
	CHECK_INT(faults, 0);
	CHECK_INT(figures, 16);
	CHECK_INT(changed(w,
			  "update figure_cell set n = n + 1 where town = ?1 and figure = 1 and span = 1 and start = "
			  "(select min(start) "
			  "from figure_cell where figure = 1 and span = 1) returning 7",
			  0),
		  7);
	CHECK_INT(tally_check(&db, fault_print, &faults, &figures), OK);
	CHECK(faults >= 2);
	world_close(w);
}

TEST(rates_are_reckoned_half_up_and_nothing_is_not_zero)
{
	const struct tally_groups days = { (struct tally_group[]){ { 1, { 0 }, 2 }, { 4, { 0 }, 1 }, { 9, { 0 }, 2 } },
					   3 },
				  none = { NULL, 0 };

	CHECK_INT(tally_permille(70, 71), 986);
	CHECK_INT(tally_permille(6217, 6368), 976);
	CHECK_INT(tally_permille(5894, 5935), 993);
	CHECK_INT(tally_permille(1, 2000), 1);
	CHECK_INT(tally_permille(0, 5), 0);
	CHECK_INT(tally_permille(0, 0), -1);
	CHECK_INT(tally_median(&days), 4);
	CHECK_INT(tally_median(&none), -1);
}

TEST(small_numbers_are_not_told_by_the_total)
{
	struct tally_group one[] = { { 1, { 0 }, 9 }, { 2, { 0 }, 2 }, { 3, { 0 }, 5 } },
			   two[] = { { 1, { 0 }, 9 }, { 2, { 0 }, 2 }, { 3, { 0 }, 1 } },
			   none[] = { { 1, { 0 }, 9 }, { 2, { 0 }, 3 } };
	struct tally_groups g = { one, 3 }, h = { two, 3 }, k = { none, 2 };

	tally_suppress(&g, 3);
	CHECK(one[0].n == 9 && one[1].n == -1 && one[2].n == -1);
	tally_suppress(&h, 3);
	CHECK(two[0].n == 9 && two[1].n == -1 && two[2].n == -1);
	tally_suppress(&k, 3);
	CHECK(none[0].n == 9 && none[1].n == 3);
}
