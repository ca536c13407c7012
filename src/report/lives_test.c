#include "report/lives_test.h"

#include "joint/joint.h"
#include "joint/task.h"
#include "matter/dossier_web.h"
#include "matter/today_web.h"
#include "matter/track_web.h"
#include "notice/notice.h"
#include "petition/petition.h"

/* The slices that hear of a matter must hear of it here too, or their tables would not follow it. */
const struct matter_ear matter_ears[] = {
	{ .may = joint_ear_may, .after = joint_ear_after, .keeps = joint_keeps },
	{ .may = mediation_ear_may, .after = mediation_ear_after, .keeps = mediation_keeps },
	{ .may = NULL },
};
const struct dossier_panel dossier_panels[] = { { NULL } };
const struct track_panel track_panels[] = { { NULL } };
const struct today_extra today_extras[] = { { NULL } };

#define COUNT(a) (int)(sizeof(a) / sizeof *(a))

static uint64_t seed = 510921207;

int
lives_below(int n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((seed >> 33) % (uint64_t)n);
}

str
lives_type(void)
{
	static const char *const types[] = { "C01", "C02", "B01", "A01", "" };

	return str_of(types[lives_below(COUNT(types))]);
}

struct lives *
lives_begin(struct world *w)
{
	static struct lives l;

	l = (struct lives){ .w = w };
	return &l;
}

/* ---- matters ---- */

/* A receipt or a notice of acceptance, which some resident gets. */
static enum err
notice_run(struct tx *tx, void *ctx)
{
	const int64_t *matter = ctx;
	struct notice_in in = { .kind = lives_below(2) ? NOTICE_RECEIPT : NOTICE_ACCEPTED, .sort = 1, .outcome = 1 };
	struct notice_delivery_in how = { .method = (enum notice_method)(1 + lives_below(4)),
					  .done_on = day_of(tx->db.now) };
	struct actor by = staff(P_CLERK);
	unsigned missing;
	int64_t id;

	for (int p = 0; p < NOTICE_PARTS; p++)
		in.text[p] = S("照规定办");
	in.until = day_add(how.done_on, 30);
	TRY(notice_issue(tx, &by, *matter, &in, &missing, &id));
	return lives_below(3) ? notice_deliver(tx, &by, id, &how) : OK;
}

static enum err
petition_run(struct tx *tx, void *ctx)
{
	const struct petition_new n = { .came = CAME_DIRECT, .named = lives_below(4) > 0 };
	const int64_t *matter = ctx;
	struct actor by = staff(P_CLERK);

	return petition_register(tx, &by, *matter, &n);
}

/* One random step of a matter; what the state does not allow is refused, which is fine here. */
static void
matter_step(struct lives *l, int64_t id)
{
	struct world *w = l->w;
	const struct matter_deed judged = { .act = ACT_JUDGE_SOLVED,
					    .solved = SOLVED_YES,
					    .satisfied = (enum judgement_satisfied)lives_below(4) };
	const struct matter_deed again = { .act = ACT_JUDGE_UNSOLVED, .solved = SOLVED_NOT, .text = S("没修好") };
	const struct matter_deed draft = { .act = ACT_DRAFT_ANSWER,
					   .done = S("换了灯泡"),
					   .done_by = S("道路组"),
					   .basis = S("养护约定"),
					   .done_on = day_of(w->now) };

	switch (lives_below(11)) {
	case 9: l->refused += tx_run(w->conn, &w->mem, w->now, TOWN, notice_run, &id) != OK; break;
	case 10: l->refused += tx_run(w->conn, &w->mem, w->now, TOWN, petition_run, &id) != OK; break;
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
		if (lives_below(6) == 0)
			(void)act(w, resident(id), id,
				  (struct matter_deed){ .act = ACT_WITHDRAW, .text = S("不用了") });
	}
}

/* ---- disputes ---- */

static void
dispute_begin(struct lives *l, int64_t sweep, int64_t post)
{
	int64_t village = sweep || lives_below(3) ? VILLAGE : FARTHER;
	struct doing d = { .op = OP_REGISTER,
			   .new = { .kind = (enum mediation_kind)(1 + lives_below(KINDS - 1)),
				    .source = SOURCE_APPLIED,
				    .village = village,
				    .place = village,
				    .facts = S("水沟被围墙堵了"),
				    .wish = S("把沟通开"),
				    .sweep = sweep } };

	if (l->disputes == LIVES_DISPUTES)
		return;
	CHECK_INT(do_it(l->w, staff(post), &d), OK);
	for (int side = 1; side <= 2; side++) {
		struct doing add = { .op = OP_PARTY,
				     .id = d.made.id,
				     .party = { .side = side, .body = 1, .seen = true } };

		add.party.field[PARTY_NAME] = side == 1 ? S("田大力") : S("谷小满");
		CHECK_INT(do_it(l->w, staff(post), &add), OK);
	}
	l->dispute[l->disputes].id = d.made.id;
	l->dispute[l->disputes].matter = d.made.matter;
	l->dispute[l->disputes++].post = post;
}

/* What mostly comes next in a stage; now and then it is something that the stage does not allow. */
static enum op
dispute_next(int64_t stage)
{
	static const enum op working[] = { OP_RECORD, OP_DRAFT, OP_DRAFT, OP_SIGN, OP_SIGN, OP_SIGN },
			     kept[] = { OP_PERFORM,     OP_BREAK,       OP_COURT_ASK,   OP_COURT_ASK,
					OP_COURT_RULED, OP_COURT_RULED, OP_COURT_RULED, OP_FILE },
			     any[] = { OP_ANSWER, OP_FAIL, OP_PERFORM, OP_BREAK, OP_FILE, OP_RECORD };

	if (lives_below(12) == 0)
		return any[lives_below(COUNT(any))];
	switch (stage) {
	case STAGE_REGISTERED: return OP_ANSWER;
	case STAGE_WILLING: return lives_below(2) ? OP_CHOOSE : OP_NOTICE;
	case STAGE_UNDER_WAY:
	case STAGE_BROKEN: return working[lives_below(COUNT(working))];
	case STAGE_SETTLED: return kept[lives_below(COUNT(kept))];
	default: return OP_FILE;
	}
}

static void
dispute_step(struct lives *l, int i)
{
	int64_t id = l->dispute[i].id, post = l->dispute[i].post;
	day today = day_of(l->w->now);
	struct doing d = { .op = dispute_next(stage_of(l->w, id)),
			   .id = id,
			   .a = 1 + lives_below(2),
			   .yes = true,
			   .on = today,
			   .on2 = today,
			   .on3 = today,
			   .text = S("照说的办") };

	if (d.op == OP_ANSWER) {
		d.n = 1 + lives_below(2);
		d.yes = lives_below(14) > 0;
	}
	if (d.op == OP_CHOOSE)
		d.n = post;
	d.entry = (struct mediation_entry){ .kind = RECORD_SESSION,
					    .on = today,
					    .spot = S("村委会"),
					    .people = S("甲方、乙方、调解员"),
					    .words = S("各退一步"),
					    .result = 1 };
	d.terms = (struct mediation_terms){ .form = (enum mediation_form)(1 + lives_below(2)),
					    .oral_ok = true,
					    .facts = S("围墙压了水沟"),
					    .terms = S("拆墙三米"),
					    .manner = S("十天内做完") };
	l->refused += do_it(l->w, staff(post), &d) != OK;
}

/* The matter of a dispute goes its own way: a merged dispute leaves the figures, a withdrawn one ends. */
static void
dispute_matter_step(struct lives *l, int i)
{
	int64_t lead = l->dispute[lives_below(l->disputes)].matter, matter = l->dispute[i].matter;
	const struct matter_deed merge = { .act = ACT_MERGE, .target = lead },
				 withdraw = { .act = ACT_WITHDRAW, .text = S("不用了") };
	bool merges = lives_below(2);

	if (merges && lead == matter)
		return;
	l->refused +=
		act(l->w, merges ? staff(P_DISPATCHER) : resident(matter), matter, merges ? merge : withdraw) != OK;
}

/* A round of a village that ends at once; a dispute that it found is registered from it. */
static void
sweep_whole(struct lives *l)
{
	day today = day_of(l->w->now);
	int64_t post = lives_below(2) ? P_HANDLER : P_OTHER;
	struct doing d = { .op = OP_SWEEP, .n = VILLAGE, .on = day_add(today, -5), .on2 = today };
	bool found = l->disputes < LIVES_DISPUTES && lives_below(3) == 0;

	CHECK_INT(do_it(l->w, staff(post), &d), OK);
	if (found)
		dispute_begin(l, d.id, post);
	d.op = OP_SWEEP_END;
	d.yes = found;
	d.text = S("各组都走了");
	CHECK_INT(do_it(l->w, staff(post), &d), OK);
}

static void
dispute_lives(struct lives *l)
{
	if (lives_below(3) == 0)
		dispute_begin(l, 0, lives_below(3) ? P_HANDLER : P_OTHER);
	if (lives_below(8) == 0)
		sweep_whole(l);
	for (int k = 0; l->disputes && k < 5; k++)
		dispute_step(l, lives_below(l->disputes));
	if (l->disputes && lives_below(12) == 0)
		dispute_matter_step(l, lives_below(l->disputes));
}

/* ---- joint handling ---- */

static enum err
task_give_run(struct tx *tx, void *ctx)
{
	int64_t *id = ctx; /* the matter, then its task */
	const struct task_new n = { .matter = *id,
				    .unit = lives_below(2) ? UNIT_LAW : UNIT_ROADS,
				    .what = S("查当年的合同"),
				    .mandatory = lives_below(2),
				    .due = day_add(day_of(tx->db.now), 2 * lives_below(3)) };
	struct actor by = staff(P_DISPATCHER);

	return task_add(tx, &by, &n, id);
}

static enum err
task_answer_run(struct tx *tx, void *ctx)
{
	const int64_t *id = ctx;
	struct actor by = staff(lives_below(2) ? P_HEAD : P_OTHER_HEAD);

	return task_answer(tx, &by, *id, S("查过了"), NULL, 0);
}

static enum err
task_let_go_run(struct tx *tx, void *ctx)
{
	const int64_t *id = ctx;
	struct actor by = staff(P_LEADER);

	return task_let_go(tx, &by, *id, S("不用查了"));
}

static enum err
task_run(struct lives *l, enum err (*run)(struct tx *tx, void *ctx), int64_t *id)
{
	enum err e = tx_run(l->w->conn, &l->w->mem, l->w->now, TOWN, run, id);

	arena_reset(&l->w->mem);
	l->refused += e != OK;
	return e;
}

/* Tasks are given for matters in hand, which makes them joint; some are answered, late or not, or let go. */
static void
joint_lives(struct lives *l, int matters)
{
	int64_t matter = l->matter[lives_below(matters)];
	int64_t task = matter, end = l->tasks ? l->task[lives_below(l->tasks)] : 0;
	int64_t state = state_of(l->w, matter);
	bool can = state == MATTER_IN_HAND || state == MATTER_JOINT;

	for (int k = lives_below(4); can && k > 0 && l->tasks < LIVES_TASKS; k--) {
		task = matter;
		if (task_run(l, task_give_run, &task) == OK)
			l->task[l->tasks++] = task;
	}
	if (end)
		(void)task_run(l, lives_below(8) ? task_answer_run : task_let_go_run, &end);
	if (state == MATTER_JOINT && lives_below(3) == 0)
		l->refused +=
			act(l->w, staff(P_DISPATCHER), matter, (struct matter_deed){ .act = ACT_JOINT_END }) != OK;
}

/* ---- all of it ---- */

static void
jobs_pass(struct world *w)
{
	static const struct job *const tables[] = { joint_jobs, mediation_jobs, NULL };

	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(job_pass(w->conn, tables, w->now, TOWN), OK);
}

void
lives_go(struct lives *l, int from, int to)
{
	struct world *w = l->w;

	for (int i = from; i < to; i++) {
		int64_t village = lives_below(3) ? VILLAGE : FARTHER;
		const struct matter_raise in = { .channel = (enum matter_channel)(CHANNEL_WEB + lives_below(3)),
						 .type = lives_type(),
						 .village = village,
						 .place = village,
						 .spot = S("村口"),
						 .words = S("路灯三天没亮了") };

		w->now.ms += (int64_t)lives_below(60) * MS_HOUR;
		CHECK_INT(raise_as(w, in.channel == CHANNEL_WEB ? nobody : staff(P_CLERK), &in, &l->matter[i]), OK);
		for (int k = 0; k < 12; k++)
			matter_step(l, l->matter[lives_below(i + 1)]);
		dispute_lives(l);
		joint_lives(l, i + 1);
		if (i % 25 == 0)
			jobs_pass(w);
	}
}
