/* tally_test.c — a figure's number, its parts and its list are one thing: for every figure, period, place and
 * reader, whether the
 * counters have seen the last change or not. */
#include "report/tally.h"

#include "matter/figure_web.h"
#include "matter/matter_test.h"
#include "notice/notice.h"
#include "notice/notice_figure_web.h"
#include "petition/petition.h"
#include "petition/petition_figure_web.h"

#include <stdlib.h>

#define MATTERS 260
#define ASKS    10000

const struct figure *const figure_tables[] = { figure_matters, notice_figures, petition_figures, NULL };
const struct figure_rate *const figure_rates[] = { figure_matter_rates, notice_figure_rates, petition_figure_rates,
						   NULL };

static uint64_t seed = 510921207;
static int refused;    /* notices and petitions for which the matter was not in a state */
static int filled[64]; /* by figure: how often it had something to count */

static int
below(int n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((seed >> 33) % (uint64_t)n);
}

static const char *const types[] = { "C01", "C02", "B01", "A01", "" };
#define TYPES (int)(sizeof types / sizeof *types)

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

/* A receipt or a notice of acceptance, which some resident gets. */
static enum err
notice_run(struct tx *tx, void *ctx)
{
	const int64_t *matter = ctx;
	struct notice_in in = { .kind = below(2) ? NOTICE_RECEIPT : NOTICE_ACCEPTED, .sort = 1, .outcome = 1 };
	struct notice_delivery_in how = { .method = (enum notice_method)(1 + below(4)), .done_on = day_of(tx->db.now) };
	struct actor by = staff(P_CLERK);
	unsigned missing;
	int64_t id;

	for (int p = 0; p < NOTICE_PARTS; p++)
		in.text[p] = S("照规定办");
	in.until = day_add(how.done_on, 30);
	TRY(notice_issue(tx, &by, *matter, &in, &missing, &id));
	return below(3) ? notice_deliver(tx, &by, id, &how) : OK;
}

static enum err
petition_run(struct tx *tx, void *ctx)
{
	const struct petition_new n = { .came = CAME_DIRECT, .named = below(4) > 0 };
	const int64_t *matter = ctx;
	struct actor by = staff(P_CLERK);

	return petition_register(tx, &by, *matter, &n);
}

/* One random step of a matter; what the state does not allow is refused, which is fine here. */
static void
step(struct world *w, int64_t id)
{
	const struct matter_deed judged = { .act = ACT_JUDGE_SOLVED,
					    .solved = SOLVED_YES,
					    .satisfied = (enum judgement_satisfied)below(4) };
	const struct matter_deed again = { .act = ACT_JUDGE_UNSOLVED, .solved = SOLVED_NOT, .text = S("没修好") };
	const struct matter_deed draft = { .act = ACT_DRAFT_ANSWER,
					   .done = S("换了灯泡"),
					   .done_by = S("道路组"),
					   .basis = S("养护约定"),
					   .done_on = day_of(w->now) };

	switch (below(11)) {
	case 9: refused += tx_run(w->conn, &w->mem, w->now, TOWN, notice_run, &id) != OK; break;
	case 10: refused += tx_run(w->conn, &w->mem, w->now, TOWN, petition_run, &id) != OK; break;
	case 0:
		(void)act(w, staff(P_DISPATCHER), id, (struct matter_deed){ .act = ACT_OFFER, .unit = UNIT_ROADS });
		break;
	case 1:
		(void)act(w, staff(P_DISPATCHER), id, (struct matter_deed){ .act = ACT_OFFER, .unit = UNIT_LAW });
		break;
	case 2: (void)act(w, staff(P_HANDLER), id, (struct matter_deed){ .act = ACT_CLAIM }); break;
	case 3: (void)act(w, staff(P_OTHER), id, (struct matter_deed){ .act = ACT_CLAIM }); break;
	case 4: (void)act(w, staff(P_HANDLER), id, draft); break;
	case 5: (void)act(w, staff(P_HEAD), id, (struct matter_deed){ .act = ACT_APPROVE_ANSWER }); break;
	case 6: (void)act(w, resident(id), id, judged); break;
	case 7: (void)act(w, resident(id), id, again); break;
	default:
		if (below(6) == 0)
			(void)act(w, resident(id), id,
				  (struct matter_deed){ .act = ACT_WITHDRAW, .text = S("不用了") });
	}
}

static void
lives(struct world *w, int64_t id[MATTERS], int from, int to)
{
	for (int i = from; i < to; i++) {
		int64_t village = below(3) ? VILLAGE : FARTHER;
		const struct matter_raise in = { .channel = (enum matter_channel)(CHANNEL_WEB + below(3)),
						 .type = str_of(types[below(TYPES)]),
						 .village = village,
						 .place = village,
						 .spot = S("村口"),
						 .words = S("路灯三天没亮了") };

		w->now.ms += (int64_t)below(60) * MS_HOUR;
		CHECK_INT(raise_as(w, in.channel == CHANNEL_WEB ? nobody : staff(P_CLERK), &in, &id[i]), OK);
		for (int k = 0; k < 12; k++)
			step(w, id[below(i + 1)]);
		if (i % 25 == 0)
			CHECK_INT(pass_jobs(w), OK);
	}
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

static struct tally_ask
random_ask(struct world *w)
{
	static const int64_t villages[] = { 0, 0, VILLAGE, FARTHER }, units[] = { -1, -1, 0, UNIT_ROADS, UNIT_LAW };
	struct tally_ask a = { .unit = units[below(5)], .village = villages[below(4)], .part = -1 };
	int any = below(6) ? below(13) : 13 + below(2 + 1 + 3);
	day today = day_of(w->now);

	a.figure = any < 15 ? &figure_matters[any] : any == 15 ? &notice_figures[0] : &petition_figures[any - 16];
	a.from = day_add(today, -below(760));
	a.to = day_add(a.from, below(4) ? below(400) : below(10));
	a.typed = below(3) == 0;
	if (a.typed)
		a.type = str_of(types[below(TYPES)]);
	if (below(4) == 0)
		a.part = below(12);
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
	CHECK_INT(listed(&eye, &ask, (size_t)(1 + below(40))), n);
	CHECK_INT(summed(&eye, &ask, (enum tally_by)below(7)), n);
	CHECK_INT(summed(&anew, &ask, (enum tally_by)below(7)), n);
	db_end_read(&db);
	arena_reset(&w->mem);
	return n;
}

TEST(number_is_the_length_of_its_list)
{
	static const int64_t readers[] = { P_LEADER, P_AUDITOR, P_HEAD,    P_OTHER_HEAD,
					   P_GRID,   P_CLERK,   P_HANDLER, P_ADMIN };
	const char *given = getenv("HEYE_ASKS");
	struct world *w = world_open(NULL);
	int64_t id[MATTERS] = { 0 }, found = 0, none = 0, asks = ASKS;
	struct conflict_job about[] = { { 0, UNIT_ROADS, 0 }, { 0, 0, 6 }, { 0, UNIT_LAW, 0 }, { 0, 0, 10 } };

	if (given)
		CHECK(str_int(str_of(given), &asks));
	w->now = moment_at(day_make(2024, 3, 2), 9, 0);
	lives(w, id, 0, MATTERS - 20);
	for (int i = 0; i < 4; i++) {
		about[i].matter = id[40 + i];
		CHECK_INT(tx_run(w->conn, &w->mem, w->now, TOWN, conflict_run, &about[i]), OK);
	}
	fold_all(w);
	world_known(w);
	for (int64_t i = 0; i < asks; i++) {
		int64_t n = held(w, readers[below(8)]);

		found += n > 0;
		none += n == 0;
		if (i == asks / 2) /* from here on the counters are behind */
			lives(w, id, MATTERS - 20, MATTERS);
	}
	CHECK(found > asks / 8 && none > asks / 20);
	if (asks >= 2000) /* notices due, petitions, notices */
		CHECK(filled[14] > 0 && filled[51] > 0 && filled[61] > 0);
	printf("  %lld asked, %lld with something in it\n", (long long)asks, (long long)found);
	printf("  notices due %d, petitions %d, notices %d times; %d refused in their state\n", filled[14], filled[51],
	       filled[61], refused);
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
	int64_t id[MATTERS] = { 0 }, figures = 0;
	int faults = 0;

	lives(w, id, 0, 60);
	fold_all(w);
	CHECK_INT(tally_check(&db, fault_print, &faults, &figures), OK);
	CHECK_INT(faults, 0);
	CHECK_INT(figures, 9);
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
