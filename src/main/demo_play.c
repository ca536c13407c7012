/* demo_play.c — does what was planned, each act at its moment and by somebody who may do it, with the timers in
 * between. */
#include "base/log.h"
#include "db/writer.h"
#include "gen/matter.sql.h"
#include "gen/receipt.sql.h"
#include "main/demo.h"
#include "main/demo_dispute.h"
#include "main/features.h"

struct play {
	struct demo *d;
	size_t next;   /* step */
	moment timers; /* when they ran last */
	day today;
	size_t skipped; /* steps that the loop's own table no longer allowed */
};

/* ---- timers ---- */

static enum err
jobs_run(struct tx *tx, const struct job *jobs)
{
	for (const struct job *j = jobs; j->name; j++) {
		bool more = true;

		while (more) {
			size_t mark = arena_mark(tx->db.mem);

			more = false;
			TRY(j->run(tx, &more));
			arena_back(tx->db.mem, mark);
		}
	}
	return OK;
}

/* Every hour until `at`, as the running program does every minute. */
static enum err
timers_until(struct play *p, struct tx *tx, moment at)
{
	while (p->timers.ms + MS_HOUR <= at.ms) {
		p->timers.ms += MS_HOUR;
		tx->db.now = p->timers;
		TRY(jobs_run(tx, matter_jobs));
	}
	return OK;
}

/* ---- who does it ---- */

static const struct demo_seat *
seat_of_role(const struct demo *d, enum role role, int turn)
{
	const struct demo_seat *found = NULL;
	int n = 0;

	for (size_t i = 0; i < d->seats; i++)
		n += d->seat[i].role == role;
	turn = n ? turn % n : 0;
	for (size_t i = 0; i < d->seats; i++)
		if (d->seat[i].role == role && turn-- == 0)
			found = &d->seat[i];
	return found;
}

/* Somebody of the unit who can hold a matter of the village, not on the post `but`. */
static const struct demo_seat *
handler_of(const struct demo *d, int64_t unit, int64_t village, int turn, int64_t but)
{
	const struct demo_seat *can[DEMO_SEATS];
	int n = 0;

	for (size_t i = 0; i < d->seats; i++) {
		const struct demo_seat *s = &d->seat[i];

		if ((s->role == ROLE_HANDLER || s->role == ROLE_GRID_WORKER) && s->unit == unit && s->post != but &&
		    (s->village == 0 || s->village == village))
			can[n++] = s;
	}
	return n ? can[turn % n] : NULL;
}

/* Who may approve: the head who did not write it, else a leader. */
static const struct demo_seat *
juror_of(const struct demo *d, const struct q_matter_for_act *m)
{
	const struct demo_seat *writer = demo_seat_of_post(d, m->draft_by);

	for (size_t i = 0; i < d->seats; i++)
		if (d->seat[i].role == ROLE_UNIT_HEAD && d->seat[i].unit == m->unit && writer &&
		    d->seat[i].person != writer->person)
			return &d->seat[i];
	for (size_t i = 0; i < d->seats; i++)
		if (d->seat[i].role == ROLE_LEADER && writer && d->seat[i].person != writer->person)
			return &d->seat[i];
	return NULL;
}

static const struct demo_seat *
hearer_of(const struct demo *d, const struct q_matter_for_act *m)
{
	for (size_t i = 0; i < d->seats; i++)
		if (d->seat[i].role == ROLE_CLERK && d->seat[i].unit != m->unit)
			return &d->seat[i];
	return NULL;
}

/* Most take a matter themselves; some are named by the head. */
static bool
assigned(int turn)
{
	return turn % 7 == 3;
}

static const struct demo_seat *
claimer_of(const struct demo *d, const struct q_matter_for_act *m, int turn)
{
	for (size_t i = 0; i < d->seats; i++)
		if (assigned(turn) && d->seat[i].role == ROLE_UNIT_HEAD && d->seat[i].unit == m->unit)
			return &d->seat[i];
	return handler_of(d, m->unit, m->village, turn, 0);
}

static const struct demo_seat *
seat_for(const struct demo *d, const struct demo_step *s, const struct q_matter_for_act *m)
{
	int turn = s->cast->turn;

	switch (s->act) {
	case DEMO_OFFER:
	case DEMO_CLASS:
	case DEMO_MERGE: return seat_of_role(d, ROLE_DISPATCHER, turn);
	case DEMO_SPOT:
	case DEMO_PHONE: return seat_of_role(d, ROLE_CLERK, turn % 2);
	case DEMO_CLAIM: return claimer_of(d, m, turn);
	case DEMO_RESTART: {
		const struct demo_seat *holder = demo_seat_of_post(d, m->holder);

		return holder && holder->role != ROLE_LEADER ? holder : handler_of(d, m->unit, m->village, turn, 0);
	}
	case DEMO_BACK:
	case DEMO_APPROVE:
	case DEMO_APPROVE2: return juror_of(d, m);
	case DEMO_HEARD: return hearer_of(d, m);
	default: return demo_seat_of_post(d, m->holder);
	}
}

static bool
by_resident(enum demo_act a)
{
	return a == DEMO_UNMERGE || a == DEMO_ADD || a == DEMO_GIVE || a == DEMO_GOOD || a == DEMO_BAD ||
	       a == DEMO_GOOD2 || a == DEMO_REOPEN || a == DEMO_WITHDRAW || a == DEMO_FOLLOW;
}

static enum err
resident_of(struct db *db, const struct demo_cast *c, struct actor *by)
{
	struct q_receipt_follower f;
	enum err e;

	*by = (struct actor){ .kind = ACTOR_RESIDENT, .matter = c->id };
	e = c->lead ? q_receipt_follower(db, c->id, &f) : NOT_FOUND;
	if (e != OK)
		return e == NOT_FOUND ? OK : e;
	by->matter = f.matter;
	by->follower = f.id;
	return OK;
}

/* ---- raising ---- */

static const struct demo_seat *
taker_of(const struct demo *d, const struct demo_cast *c)
{
	if (c->channel != CHANNEL_GRID_PATROL)
		return seat_of_role(d, ROLE_CLERK, c->turn % 2);
	for (size_t i = 0; i < d->seats; i++)
		if (d->seat[i].role == ROLE_GRID_WORKER && d->seat[i].village == c->village)
			return &d->seat[i];
	return NULL;
}

static enum err
raise(struct play *p, struct tx *tx, struct demo_cast *c)
{
	struct actor by = { .kind = ACTOR_NOBODY };
	struct matter_raise in = { .channel = c->channel,
				   .type = c->unknown ? S("") : c->story->type,
				   .village = c->village,
				   .place = c->place,
				   .spot = c->told->spot,
				   .words = c->told->words,
				   .identity = c->identity,
				   .on_behalf = c->channel != CHANNEL_WEB };
	struct matter_raised out;

	if (c->channel != CHANNEL_WEB)
		by = demo_actor(taker_of(p->d, c));
	if (c->channel == CHANNEL_PAPER_BOX && moment_hour(tx->db.now) >= 10)
		in.received_at.ms = tx->db.now.ms - 50 * MS_MINUTE;
	if (c->channel == CHANNEL_HOTLINE_12345)
		in.external_ref = str_fmt(tx->db.mem, "DEMO12345-%05d", 20000 + c->turn * 17);
	if (c->channel == CHANNEL_WEB && c->turn % 7 == 0)
		in.position = str_fmt(tx->db.mem, "30.6%03d,105.8%03d", c->turn, (c->turn * 7) % 1000);
	TRY(matter_raise(tx, &by, &p->d->keys, &in, &out));
	c->id = out.id;
	for (size_t i = 0; i < sizeof c->code; i++)
		c->code[i] = out.code[i];
	return OK;
}

/* ---- acting ---- */

static str
or_else(str words, const char *usual)
{
	return words.n ? words : str_of(usual);
}

static void
answer_of(struct tx *tx, const struct demo_step *s, struct matter_deed *deed)
{
	const struct demo_story *y = s->cast->story;
	bool second = s->act == DEMO_DRAFT2;

	deed->act = s->act == DEMO_SPOT ? ACT_ANSWER_SPOT : ACT_DRAFT_ANSWER;
	deed->done = second ? S("按您说的又到现场去了一趟，没弄好的地方已经返工，您再看看。") : s->cast->told->done;
	if (second && s->cast->partly && y->again.n)
		deed->done = y->again;
	deed->done_by = y->by;
	deed->basis = y->basis;
	deed->done_on = day_of(tx->db.now);
}

/* Many say nothing beside the two marks. */
static str
judged_words(const struct demo_step *s)
{
	const struct demo_cast *c = s->cast;

	switch (s->act) {
	case DEMO_BAD: return c->story->bad;
	case DEMO_GOOD2: return c->partly ? c->story->good2 : S("");
	case DEMO_FOLLOW: return S("");
	default: return c->turn % 5 ? c->told->good : S("");
	}
}

static void
judgement_of(const struct demo_step *s, struct matter_deed *deed)
{
	int turn = s->cast->turn;
	bool bad = s->act == DEMO_BAD;

	deed->act = bad ? ACT_JUDGE_UNSOLVED : ACT_JUDGE_SOLVED;
	deed->solved = bad ? (enum judgement_solved)s->cast->partly : SOLVED_YES;
	deed->satisfied = bad ? SATISFIED_NO : turn % 4 ? SATISFIED_YES : SATISFIED_FAIRLY;
	deed->text = judged_words(s);
	deed->method = METHOD_OWN;
	if (s->act == DEMO_HEARD)
		deed->method = turn % 3 ? METHOD_PHONE : METHOD_AT_DESK;
}

static void
words_of(const struct demo_step *s, struct matter_deed *deed)
{
	const struct demo_story *y = s->cast->story;

	switch (s->act) {
	case DEMO_NOTE: *deed = (struct matter_deed){ .act = ACT_NOTE, .text = y->note }; break;
	case DEMO_TELL:
		*deed = (struct matter_deed){ .act = s->cast->turn % 3 ? ACT_REPLY_RELAY : ACT_NOTE,
					      .text = y->tell,
					      .visible = true };
		break;
	case DEMO_ADD: *deed = (struct matter_deed){ .act = ACT_ADD_WORD, .text = y->add }; break;
	case DEMO_ASK: *deed = (struct matter_deed){ .act = ACT_ASK, .text = y->ask }; break;
	case DEMO_GIVE:
		*deed = (struct matter_deed){ .act = ACT_GIVE,
					      .text = or_else(y->give, "就是您说的那个地方，您来了打个招呼。") };
		break;
	case DEMO_BACK:
		deed->act = ACT_RETURN_ANSWER;
		deed->text = or_else(y->back, "答复里没写清楚什么时候做完的、现场看过没有，补上再报。");
		break;
	case DEMO_WITHDRAW: *deed = (struct matter_deed){ .act = ACT_WITHDRAW, .text = y->gone }; break;
	case DEMO_REOPEN: deed->act = ACT_REOPEN, deed->text = S("没管到好久，又跟原来一样了。"); break;
	case DEMO_PHONE: deed->act = ACT_TRY_CONTACT, deed->contact_channel = 1, deed->contact_result = 2; break;
	case DEMO_VISIT:
		deed->act = ACT_TRY_CONTACT, deed->contact_channel = 2, deed->contact_result = 1 + s->cast->turn % 2;
		break;
	default: break;
	}
}

static void
claim_of(const struct demo *d, const struct demo_step *s, const struct q_matter_for_act *m, struct matter_deed *deed)
{
	const struct demo_seat *holder = handler_of(d, m->unit, m->village, s->cast->turn, 0);

	deed->act = ACT_CLAIM;
	if (assigned(s->cast->turn) && holder)
		*deed = (struct matter_deed){ .act = ACT_ASSIGN, .post = holder->post };
}

static enum err
deed_of(struct play *p, struct tx *tx, const struct demo_step *s, const struct q_matter_for_act *m,
	struct matter_deed *deed)
{
	const struct demo_cast *c = s->cast;
	const struct demo_seat *other;

	switch (s->act) {
	case DEMO_OFFER:
		deed->act = ACT_OFFER;
		return catalogue_unit_for(&tx->db, m->type, m->village, day_of(tx->db.now), &deed->unit);
	case DEMO_CLASS: *deed = (struct matter_deed){ .act = ACT_RECLASSIFY, .type = c->story->type }; break;
	case DEMO_MERGE: *deed = (struct matter_deed){ .act = ACT_MERGE, .target = c->lead->id }; break;
	case DEMO_UNMERGE:
		*deed = (struct matter_deed){ .act = ACT_UNMERGE,
					      .text = S("我说的不是那一处，是我屋这边，请分开办。") };
		break;
	case DEMO_CLAIM: claim_of(p->d, s, m, deed); break;
	case DEMO_RESTART: deed->act = ACT_RESTART; break;
	case DEMO_HAND:
		other = handler_of(p->d, m->unit, m->village, c->turn, m->holder);
		*deed = (struct matter_deed){ .act = ACT_HAND_OVER,
					      .post = other ? other->post : 0,
					      .text = S("我这几天下村抽不开身，请接着办。") };
		return other ? OK : NOT_FOUND;
	case DEMO_SPOT:
	case DEMO_DRAFT:
	case DEMO_DRAFT2: answer_of(tx, s, deed); break;
	case DEMO_APPROVE:
	case DEMO_APPROVE2: deed->act = ACT_APPROVE_ANSWER; break;
	case DEMO_GOOD:
	case DEMO_GOOD2:
	case DEMO_HEARD:
	case DEMO_BAD:
	case DEMO_FOLLOW: judgement_of(s, deed); break;
	default: words_of(s, deed); break;
	}
	return OK;
}

/* Timers may have been faster, or a matter was merged: then the act has nothing to do any more. */
static bool
still_open(struct db *db, const struct demo_step *s, const struct actor *by, const struct matter_deed *deed,
	   const struct q_matter_for_act *m)
{
	struct q_matter_for_act lead;

	if (s->act == DEMO_MERGE)
		return m->state == MATTER_RECEIVED &&
		       q_matter_for_act(db, s->cast->lead->id, false, 0, 0, 0, &lead) == OK &&
		       matter_open((enum matter_state)lead.state);
	if (by->follower)
		return q_matter_for_act(db, by->matter, false, 0, 0, 0, &lead) == OK &&
		       matter_may(by, deed->act, (enum matter_state)lead.state, lead.unit, lead.holder,
				  lead.answered_by);
	return matter_may(by, deed->act, (enum matter_state)m->state, m->unit, m->holder,
			  m->draft ? m->draft_by : m->answered_by);
}

static enum err
act(struct play *p, struct tx *tx, const struct demo_step *s)
{
	struct matter_deed deed = { .act = ACT_NOTE };
	const struct demo_seat *seat = NULL;
	struct q_matter_for_act m;
	struct actor by = { .kind = ACTOR_NOBODY };
	enum err e;

	TRY(q_matter_for_act(&tx->db, s->cast->id, false, 0, 0, 0, &m));
	if (!by_resident(s->act))
		seat = seat_for(p->d, s, &m);
	if (seat)
		by = demo_actor(seat);
	e = by_resident(s->act) ? resident_of(&tx->db, s->cast, &by) : seat ? OK : NOT_FOUND;
	if (e == OK)
		e = deed_of(p, tx, s, &m, &deed);
	if (e == NOT_FOUND || (e == OK && !still_open(&tx->db, s, &by, &deed, &m))) {
		p->skipped++;
		log_debug("demo: act %d of %.*s in state %d left out", (int)s->act, STR_ARG(s->cast->story->type),
			  (int)m.state);
		return OK;
	}
	TRY(e);
	e = matter_act(tx, &by, s->cast->id, &deed);
	if (e != OK)
		log_error("demo: %s of %.*s in state %d: %s", matter_act_key(deed.act), STR_ARG(s->cast->story->type),
			  (int)m.state, err_name(e));
	return e;
}

/* ---- day by day ---- */

/* Open days are held in the morning, before whatever comes in later. */
static enum err
morning(struct play *p, struct tx *tx, moment noon)
{
	size_t mark = arena_mark(tx->db.mem);

	TRY(demo_dispute_until(p->d, p->d->disputes, tx, noon));
	TRY(timers_until(p, tx, noon));
	tx->db.now = noon;
	TRY(demo_days(tx, p->d));
	arena_back(tx->db.mem, mark);
	return OK;
}

static enum err
day_run(struct tx *tx, void *arg)
{
	struct play *p = arg;
	struct demo *d = p->d;
	moment end = moment_at(day_add(p->today, 1), 0, 0), noon = moment_at(p->today, 12, 0);
	bool held = noon.ms > d->now.ms;

	for (; p->next < d->steps && d->step[p->next].at.ms < end.ms; p->next++) {
		const struct demo_step *s = &d->step[p->next];
		size_t mark = arena_mark(tx->db.mem);

		if (!held && s->at.ms >= noon.ms)
			TRY(morning(p, tx, noon));
		held |= s->at.ms >= noon.ms;
		TRY(demo_dispute_until(d, d->disputes, tx, s->at));
		TRY(timers_until(p, tx, s->at));
		tx->db.now = s->at;
		TRY(s->act == DEMO_RAISE ? raise(p, tx, s->cast) : act(p, tx, s));
		TRY(demo_notice(tx, d, s));
		arena_back(tx->db.mem, mark);
	}
	if (!held)
		TRY(morning(p, tx, noon));
	if (end.ms > d->now.ms)
		end = d->now;
	TRY(demo_dispute_until(d, d->disputes, tx, end));
	return timers_until(p, tx, end);
}

static enum err
last_day_run(struct tx *tx, void *arg)
{
	return demo_joint(tx, arg);
}

enum err
demo_play(struct demo *d)
{
	struct play p = { .d = d, .timers = d->start, .today = day_of(d->start) };

	for (; day_diff(p.today, day_of(d->now)) >= 0; p.today = day_add(p.today, 1)) {
		TRY(tx_run(d->data->conn, &d->data->mem, p.timers, DEMO_TOWN, day_run, &p));
		arena_reset(&d->data->mem);
	}
	TRY(tx_run(d->data->conn, &d->data->mem, d->now, DEMO_TOWN, last_day_run, d));
	arena_reset(&d->data->mem);
	log_debug("demo: %zu steps, %zu left out", d->steps, p.skipped);
	return job_pass(d->data->conn, feature_jobs, d->now, DEMO_TOWN);
}
