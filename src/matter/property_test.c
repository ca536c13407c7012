/* property_test.c — a hundred thousand random lives of a matter. The paths are spelled out here a second time,
 * apart from state.c: what the table lets through must be one of these. HEYE_SEQUENCES sets another number
 * (sanitizer builds). */
#include "gen/matter.sql.h"
#include "matter/matter_test.h"
#include "matter/state.h"

#include <stdlib.h>

#define SEQUENCES 100000
#define STEPS     16
#define KEEP      250 /* every so many sequences one stays, for matter_check at the end */

#define S1(x)    (1u << MATTER_##x)
#define APART    (S1(JOINT) | S1(MEDIATION) | S1(WITH_NEIGHBOUR))
#define ABOVE    (S1(RULING) | S1(REFERRED) | S1(LEADER_REVIEW))
#define ALL_OPEN (S1(RECEIVED) | S1(OFFERED) | S1(IN_HAND) | S1(WAITING) | S1(ANSWERED) | S1(REOPENED) | APART | ABOVE)
#define RIPE     (S1(CLOSED_EFFECTIVE) | S1(CLOSED_NO_REPLY) | S1(CLOSED_EXPLAINED) | S1(CLOSED_REFERRED))
#define ALL_SHUT (RIPE | S1(WITHDRAWN) | S1(MERGED) | S1(NOT_ACCEPTED))

/* features.md §4.2, by hand: act, from, to (0: stays). */
static const struct path {
	enum matter_act act;
	unsigned from;
	enum matter_state to;
} paths[] = {
	{ ACT_ANSWER_SPOT, S1(RECEIVED), MATTER_ANSWERED },
	{ ACT_OFFER, S1(RECEIVED) | S1(OFFERED) | S1(REOPENED), MATTER_OFFERED },
	{ ACT_MERGE, S1(RECEIVED), MATTER_MERGED },
	{ ACT_UNMERGE, S1(MERGED), MATTER_RECEIVED },
	{ ACT_CLAIM, S1(OFFERED), MATTER_IN_HAND },
	{ ACT_ASSIGN, S1(OFFERED) | S1(IN_HAND) | S1(REOPENED), MATTER_IN_HAND },
	{ ACT_TAKE_OVER, S1(OFFERED), MATTER_IN_HAND },
	{ ACT_HAND_OVER, S1(IN_HAND), MATTER_IN_HAND },
	{ ACT_HAND_OVER, APART | S1(REFERRED), 0 },
	{ ACT_ASSIGN, APART | S1(REFERRED), 0 },
	{ ACT_JOINT_BEGIN, S1(IN_HAND), MATTER_JOINT },
	{ ACT_JOINT_END, S1(JOINT), MATTER_IN_HAND },
	{ ACT_MEDIATE_BEGIN, S1(IN_HAND), MATTER_MEDIATION },
	{ ACT_MEDIATE_END, S1(MEDIATION), MATTER_IN_HAND },
	{ ACT_NEIGHBOUR_BEGIN, S1(IN_HAND), MATTER_WITH_NEIGHBOUR },
	{ ACT_NEIGHBOUR_END, S1(WITH_NEIGHBOUR), MATTER_IN_HAND },
	{ ACT_GATE, ALL_OPEN | ALL_SHUT, 0 },
	{ ACT_RETURN_UNIT, S1(OFFERED) | S1(IN_HAND), MATTER_RULING },
	{ ACT_RULE, S1(RULING), MATTER_OFFERED },
	{ ACT_REJECT_ASK, S1(RECEIVED), 0 },
	{ ACT_REJECT, S1(RECEIVED), MATTER_NOT_ACCEPTED },
	{ ACT_OBJECT, S1(NOT_ACCEPTED), MATTER_RULING },
	{ ACT_UPHOLD, S1(RULING), MATTER_NOT_ACCEPTED },
	{ ACT_REFER_ASK, S1(IN_HAND), 0 },
	{ ACT_REJECT_NO, S1(RECEIVED), 0 },
	{ ACT_REFER_NO, S1(IN_HAND), 0 },
	{ ACT_REFER, S1(IN_HAND), MATTER_REFERRED },
	{ ACT_REFER_TAKEN, S1(REFERRED), MATTER_CLOSED_REFERRED },
	{ ACT_REFER_REFUSED, S1(REFERRED), MATTER_IN_HAND },
	{ ACT_LIFT, S1(REOPENED), MATTER_LEADER_REVIEW },
	{ ACT_LEADER_OFFER, S1(LEADER_REVIEW), MATTER_OFFERED },
	{ ACT_LEADER_JOINT, S1(LEADER_REVIEW), MATTER_JOINT },
	{ ACT_EXPLAIN, S1(LEADER_REVIEW), MATTER_CLOSED_EXPLAINED },
	{ ACT_SPLIT, S1(RECEIVED) | S1(OFFERED) | S1(IN_HAND) | S1(REOPENED), 0 },
	{ ACT_LINK, ALL_OPEN | ALL_SHUT, 0 },
	{ ACT_REASK, S1(WITHDRAWN), 0 },
	{ ACT_REASK_NO, S1(WITHDRAWN), MATTER_RECEIVED },
	{ ACT_ARCHIVE, ALL_SHUT, MATTER_ARCHIVED },
	{ ACT_NOTE, ALL_OPEN | ALL_SHUT, 0 },
	{ ACT_ADD_WORD, ALL_OPEN | S1(MERGED), 0 },
	{ ACT_REPLY_RELAY,
	  S1(IN_HAND) | S1(WAITING) | S1(ANSWERED) | S1(REOPENED) | APART | S1(REFERRED) | S1(LEADER_REVIEW), 0 },
	{ ACT_ASK, S1(IN_HAND), MATTER_WAITING },
	{ ACT_GIVE, S1(WAITING), MATTER_IN_HAND },
	{ ACT_RESUME, S1(WAITING), MATTER_IN_HAND },
	{ ACT_DRAFT_ANSWER, S1(IN_HAND) | S1(REOPENED) | APART, 0 },
	{ ACT_APPROVE_ANSWER, S1(IN_HAND) | S1(REOPENED) | APART, MATTER_ANSWERED },
	{ ACT_RETURN_ANSWER, S1(IN_HAND) | S1(REOPENED) | APART, 0 },
	{ ACT_JUDGE_SOLVED, S1(ANSWERED), MATTER_CLOSED_EFFECTIVE },
	{ ACT_JUDGE_SOLVED, S1(MERGED), 0 },
	{ ACT_JUDGE_UNSOLVED, S1(ANSWERED), MATTER_REOPENED },
	{ ACT_JUDGE_UNSOLVED, S1(MERGED), MATTER_RECEIVED },
	{ ACT_TRY_CONTACT, S1(ANSWERED) | S1(IN_HAND) | S1(REOPENED) | APART, 0 },
	{ ACT_CLOSE_SILENT, S1(ANSWERED), MATTER_CLOSED_NO_REPLY },
	{ ACT_RESTART, S1(REOPENED), MATTER_IN_HAND },
	{ ACT_REOPEN, RIPE, MATTER_REOPENED },
	{ ACT_WITHDRAW, ALL_OPEN | S1(MERGED), MATTER_WITHDRAWN },
	{ ACT_RECLASSIFY, S1(RECEIVED), 0 },
	{ ACT_MARK_LATE, S1(RECEIVED) | S1(OFFERED) | S1(IN_HAND) | S1(REOPENED) | S1(ANSWERED) | APART | ABOVE, 0 },
	{ ACT_WARN, ALL_OPEN, 0 },
	{ ACT_ESCALATE, S1(RECEIVED) | S1(RULING), 0 },
	{ ACT_EXTEND_ASK, S1(IN_HAND) | S1(REOPENED) | APART, 0 },
	{ ACT_EXTEND_APPROVE, S1(IN_HAND) | S1(REOPENED) | APART, 0 },
	{ ACT_EXTEND_REFUSE, S1(IN_HAND) | S1(REOPENED) | APART, 0 },
};

static const int64_t posts[] = { P_CLERK,    P_INSIDER, P_DISPATCHER, P_HANDLER, P_HANDLER2, P_HEAD, P_GRID,
				 P_HEAD_TOO, P_OTHER,   P_OTHER_HEAD, P_LEADER,  P_AUDITOR,  P_ADMIN };
#define POSTS (sizeof(posts) / sizeof(*posts))

static uint64_t seed;

static uint32_t
below(uint32_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % n;
}

/* The two matters of a sequence: most acts go to the first, the second is there to be merged with. */
struct life {
	struct world *w;
	struct tx *tx;
	int64_t id[2];
	int64_t acts, kept;
	uint64_t reached, done; /* sets of states and acts */
	bool keep, stubborn;
};

static enum err
row_of(struct life *l, int64_t id, struct q_matter_for_act *m)
{
	return q_matter_for_act(&l->tx->db, id, false, 0, 0, 0, m);
}

static int64_t
number_of(struct life *l, const char *sql, int64_t id)
{
	moment now = l->w->now;
	int64_t n;

	l->w->now = l->tx->db.now;
	n = number(l->w, sql, id);
	l->w->now = now;
	return n;
}

static struct matter_deed
some_deed(struct life *l, enum matter_act a, int64_t other)
{
	static const char *const types[] = { "C01", "C02", "E01", "A01", "ZZ9", "" };
	struct matter_deed d = { .act = a, .target = other };

	if (below(8))
		d.text = S("写在这里的话");
	d.unit = UNIT_DESK + below(below(4) ? 4 : 12);
	d.post = posts[below(POSTS)];
	d.type = str_of(types[below(6)]);
	d.village = below(3) ? 0 : VILLAGE + below(3);
	if (below(8)) {
		d.done = S("已经修好");
		d.done_by = S("道路组");
		d.basis = S("养护约定");
		d.done_on = day_add(day_of(l->tx->db.now), below(10) ? 0 : 3);
	}
	d.solved = a == ACT_JUDGE_SOLVED && below(5) ? SOLVED_YES : (enum judgement_solved)(1 + below(3));
	d.satisfied = (enum judgement_satisfied)below(4);
	d.method = (enum judgement_method)(1 + below(4));
	d.reason = (int)below(7);
	d.onward = below(6) ? S("县水利局，电话在大厅") : S("");
	d.receipt = below(6) ? S("水字12号") : S("");
	d.make_rule = below(4) == 0;
	d.link = (enum matter_link_kind)below(6);
	d.person = below(3) ? 0 : 1 + below(13);
	d.contact_channel = (int)below(6);
	d.contact_result = 1 + (int)below(2);
	d.visible = below(2);
	d.demand = below(3) ? 0 : below(18);
	d.clock = below(CLOCK_KINDS + 1);
	d.until = day_add(day_of(l->tx->db.now), 5 + (int)below(45));
	return d;
}

static struct actor
some_actor(struct life *l, int64_t id, const struct q_matter_for_act *m)
{
	int64_t f;

	switch (below(10)) {
	case 0:
	case 1:
	case 2:
		f = number_of(l, "select id from follower where town = ?1 and origin = ?2 and ended_at is null", id);
		return f > 0 && below(4) ? follower(below(2) ? m->merged_into : id, f)
					 : resident(below(20) ? id : l->id[0]);
	case 3:
	case 4: return actor_clock;
	case 5:
	case 6: return staff(m->holder && m->holder < 99 ? m->holder : P_HANDLER);
	default: return staff(posts[below(POSTS)]);
	}
}

/* Often somebody whom the table allows the act, so that lives get somewhere. */
static struct actor
fitting_actor(struct life *l, enum matter_act a, int64_t id, const struct q_matter_for_act *m)
{
	const struct rule *r = state_rule(a, (enum matter_state)m->state);
	struct actor by = some_actor(l, id, m);

	for (int tries = below(3) || l->stubborn ? 20 : 0; r && tries > 0; tries--) {
		if (r->who & state_who(&by, m->unit, m->holder, m->draft ? m->draft_by : m->answered_by))
			return by;
		by = some_actor(l, id, m);
	}
	return by;
}

/* A stubborn life: answered again and again, and never solved. */
static enum matter_act
stubborn_act(const struct q_matter_for_act *m)
{
	switch ((enum matter_state)m->state) {
	case MATTER_RECEIVED: return ACT_OFFER;
	case MATTER_OFFERED: return ACT_CLAIM;
	case MATTER_IN_HAND:
	case MATTER_JOINT:
	case MATTER_REOPENED: return m->draft ? ACT_APPROVE_ANSWER : ACT_DRAFT_ANSWER;
	case MATTER_ANSWERED: return ACT_JUDGE_UNSOLVED;
	case MATTER_LEADER_REVIEW: return ACT_LEADER_OFFER + below(3);
	default: return ACT_REOPEN;
	}
}

/* Most acts are such as the state allows; the others are anything at all. */
static enum matter_act
some_act(const struct life *l, const struct q_matter_for_act *m)
{
	if (l->stubborn && below(8))
		return stubborn_act(m);
	if (m->state == MATTER_ANSWERED && below(3) == 0)
		return below(3) ? ACT_TRY_CONTACT : ACT_CLOSE_SILENT; /* silence takes patience */
	if (m->draft && below(3) == 0)
		return below(3) ? ACT_APPROVE_ANSWER : ACT_RETURN_ANSWER;
	if (m->state == MATTER_IN_HAND && below(9) == 0)
		return ACT_EXTEND_ASK;
	if (m->state == MATTER_REFERRED && below(2))
		return below(2) ? ACT_REFER_TAKEN : ACT_REFER_REFUSED;
	if (m->state == MATTER_NOT_ACCEPTED && below(2))
		return ACT_OBJECT;
	if (m->state == MATTER_RULING && below(3) == 0)
		return below(2) ? ACT_RULE : ACT_UPHOLD;
	if (m->state == MATTER_RECEIVED && below(5) == 0)
		return below(3) == 0 ? ACT_REJECT_NO : below(2) ? ACT_REJECT_ASK : ACT_REJECT;
	if (m->state == MATTER_IN_HAND && below(6) == 0)
		return below(3) == 0 ? ACT_REFER_NO : below(2) ? ACT_REFER_ASK : ACT_REFER;
	if (below(4))
		for (int tries = 0; tries < 60; tries++) {
			const struct rule *r = &state_rules[below((uint32_t)state_rule_count)];

			if (r->from & 1u << m->state && (r->to || below(2)))
				return r->act;
		}
	return (enum matter_act)(below(ACTS + 1));
}

static const struct path *
path_of(enum matter_act a, int64_t from)
{
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (paths[i].act == a && paths[i].from & 1u << from)
			return &paths[i];
	return NULL;
}

static bool
same_row(const struct q_matter_for_act *a, const struct q_matter_for_act *b)
{
	return a->state == b->state && a->revision == b->revision && a->due.ms == b->due.ms && a->holder == b->holder &&
	       a->unit == b->unit && a->closed_at.ms == b->closed_at.ms && a->village == b->village &&
	       str_eq(a->type, b->type);
}

static void
check_open(struct life *l, const struct q_matter_for_act *m)
{
	int64_t running = number_of(l,
				    "select count(*) from clock where town = ?1 and matter = ?2 and kind in "
				    "(2, 3) and met_at is null",
				    m->id);

	if (matter_open((enum matter_state)m->state)) {
		CHECK(m->holder != 0 && m->due.ms != 0 && m->closed_at.ms == 0);
		CHECK_INT(running, 1);
	} else {
		CHECK(m->due.ms == 0 && m->closed_at.ms != 0);
	}
	CHECK(number_of(l,
			"select count(*) from clock where town = ?1 and matter = ?2 and kind = 4 and met_at "
			"is null",
			m->id) == (m->state == MATTER_WAITING));
}

/* While the office owes an answer in one round, the date moves by a logged pause or, corrected, to an earlier day. */
static void
check_due(enum matter_act a, const struct q_matter_for_act *was, const struct q_matter_for_act *is)
{
	const unsigned owes = ALL_OPEN & ~S1(ANSWERED);

	if (!(owes & 1u << was->state) || !(owes & 1u << is->state) || was->reopened != is->reopened ||
	    was->due.ms == is->due.ms)
		return;
	if (a == ACT_EXTEND_APPROVE) {
		CHECK(is->due.ms > was->due.ms && day_diff(day_of(was->due), day_of(is->due)) <= 30);
	} else if (a == ACT_GIVE || a == ACT_RESUME) {
		CHECK(is->due.ms > was->due.ms);
		CHECK(was->state == MATTER_WAITING);
	} else {
		CHECK_INT(a, ACT_RECLASSIFY);
		CHECK(is->due.ms < was->due.ms);
	}
}

/* What the table does by itself right after an act: up to the leader, or away from a unit that is complained about. */
static bool
followed_on(const struct path *p, const struct matter_deed *d, const struct q_matter_for_act *was,
	    const struct q_matter_for_act *is)
{
	if (p->to == MATTER_REOPENED && is->state == MATTER_LEADER_REVIEW)
		return is->reopened >= 2 && is->revision == was->revision + 2;
	return d->act == ACT_GATE && is->state == MATTER_RULING && was->unit == d->unit &&
	       is->revision == was->revision + 2;
}

static void
check_change(struct life *l, const struct actor *by, const struct matter_deed *d, const struct q_matter_for_act *was,
	     const struct q_matter_for_act *is)
{
	const struct path *p = path_of(d->act, was->state);

	CHECK(p != NULL);
	if (p && !followed_on(p, d, was, is)) {
		CHECK_INT(is->state, p->to ? (int64_t)p->to : was->state);
		CHECK_INT(is->revision, was->revision + 1);
	}
	CHECK(by->kind != ACTOR_STAFF || (by->role != ROLE_AUDITOR && by->role != ROLE_ADMINISTRATOR));
	check_due(d->act, was, is);
	check_open(l, is);
	if (d->act == ACT_EXTEND_APPROVE) {
		CHECK(by->post != was->holder && is->holder == was->holder);
		CHECK_INT(number_of(l,
				    "select count(*) from extension where town = ?1 and matter = ?2 and state = 2 and "
				    "asked_by <> decided_by",
				    is->id),
			  1);
	}
	if (is->state == MATTER_CLOSED_EFFECTIVE && was->state != MATTER_CLOSED_EFFECTIVE) {
		CHECK(by->kind == ACTOR_RESIDENT ||
		      (by->role == ROLE_CLERK && by->unit != was->unit && d->method > METHOD_OWN));
		CHECK_INT(number_of(l,
				    "select count(*) from judgement j join matter m on m.town = j.town and m.id = "
				    "j.matter where j.town = ?1 "
				    "and j.matter = ?2 and j.round = m.reopened and j.solved = 1 and j.follower "
				    "is null",
				    is->id),
			  1);
	}
	l->reached |= (uint64_t)1 << is->state;
	l->done |= (uint64_t)1 << d->act;
	if (is->state == MATTER_LEADER_REVIEW)
		l->done |= (uint64_t)1 << ACT_LIFT;
}

static enum err
step(struct life *l)
{
	int64_t id = l->id[below(5) == 0];
	struct q_matter_for_act was, is;
	struct matter_deed d;
	struct actor by;
	enum err e;

	TRY(row_of(l, id, &was));
	l->tx->db.now.ms += (int64_t)below(below(6) ? 2 : 24) * MS_DAY + below(3) * MS_HOUR;
	d = some_deed(l, some_act(l, &was), l->id[id == l->id[0]]);
	if (below(2) &&
	    number_of(l, "select count(*) from extension where town = ?1 and matter = ?2 and state = 1", id))
		d.act = below(3) ? ACT_EXTEND_APPROVE : ACT_EXTEND_REFUSE; /* a request waits */
	if (d.act == ACT_CLOSE_SILENT && below(2))
		l->tx->db.now.ms += 18 * MS_DAY;
	if (d.act == ACT_ARCHIVE && below(2))
		l->tx->db.now.ms += 3700 * MS_DAY;
	by = fitting_actor(l, d.act, id, &was);
	e = matter_act(l->tx, &by, id, &d);
	if (e == BROKEN || e == BUSY)
		CHECK_INT(e, OK);
	TRY(row_of(l, id, &is));
	l->acts++;
	if (e != OK) {
		CHECK(same_row(&was, &is));
		return OK;
	}
	l->kept++;
	check_change(l, &by, &d, &was, &is);
	return OK;
}

static enum err
life_run(struct tx *tx, void *ctx)
{
	static const char *const types[] = { "C01", "E01", "A01", "F05", "" };
	struct life *l = ctx;

	l->tx = tx;
	for (int i = 0; i < 2; i++) {
		const struct matter_raise in = { .channel = CHANNEL_WEB,
						 .type = str_of(types[below(5)]),
						 .village = VILLAGE + below(2),
						 .words = S("自来水三天没来") };
		struct matter_raised out;

		TRY(matter_raise(tx, &nobody, &l->w->keys, &in, &out));
		l->id[i] = out.id;
	}
	for (int i = 0; i < STEPS; i++)
		TRY(step(l));
	return l->keep ? OK : CONFLICT; /* most lives leave nothing behind */
}

static int64_t
every_act(void)
{
	uint64_t all = 0;

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		all |= (uint64_t)1 << paths[i].act;
	return (int64_t)all;
}

TEST(random_lives_stay_within_the_table)
{
	const char *wanted = getenv("HEYE_SEQUENCES");
	int64_t n = SEQUENCES;
	struct world *w = world_open(NULL);
	struct life l = { .w = w };

	if (wanted && !str_int(str_of(wanted), &n))
		n = SEQUENCES;
	seed = 20261124;
	for (int64_t i = 0; i < n; i++) {
		enum err e;

		l.keep = i % KEEP == 0;
		l.stubborn = i % 8 == 0;
		e = tx_run(w->conn, &w->mem, w->now, TOWN, life_run, &l);
		CHECK_INT(e, l.keep ? OK : CONFLICT);
		arena_reset(&w->mem);
		w->now.ms += MS_MINUTE;
	}
	printf("  %lld sequences, %lld acts tried, %lld done\n", (long long)n, (long long)l.acts, (long long)l.kept);
	if (n >= 50000) /* fewer lives may miss a rare state or act */
		CHECK_INT(l.reached, (ALL_OPEN | ALL_SHUT | S1(ARCHIVED)));
	if (n >= 50000)
		CHECK_INT(l.done, every_act()); /* but raise */
	CHECK_INT(faults_of(w), 0);
	world_close(w);
}
