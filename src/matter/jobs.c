/* jobs.c — what the loop does by itself. Each call does one bounded piece; job_pass() calls again while more is
 * waiting. */
#include "base/log.h"
#include "gen/say.sql.h"
#include "gen/timer.sql.h"
#include "matter/archive.h"
#include "matter/keys.h"
#include "matter/renew.h"
#include "matter/timer.h"

#define PIECE      100
#define DRAFT_DAYS 7

/* A clock of a round that has passed, or of a matter in another state, has nothing to say. */
static enum matter_act
act_of(const struct q_timer_due *d)
{
	enum matter_state s = (enum matter_state)d->state;

	if (!matter_open(s))
		return 0;
	if (d->kind == CLOCK_RULING && s == MATTER_RULING)
		return ACT_ESCALATE;
	if (d->kind >= CLOCK_CONTACT)
		return d->kind == CLOCK_ASSIGN ? ACT_ESCALATE : ACT_MARK_LATE;
	if (d->round != d->reopened)
		return 0;
	switch ((enum clock_kind)d->kind) {
	case CLOCK_CLAIM: return s == MATTER_OFFERED ? ACT_TAKE_OVER : s == MATTER_REOPENED ? ACT_RESTART : 0;
	case CLOCK_ANSWER: return s == MATTER_ANSWERED ? 0 : ACT_MARK_LATE;
	case CLOCK_CONFIRM: return s == MATTER_ANSWERED ? ACT_CLOSE_SILENT : 0;
	case CLOCK_PAUSE: return s == MATTER_WAITING ? ACT_RESUME : 0;
	default: return 0;
	}
}

/* Whatever the table refuses is looked at once, not in every pass. */
static enum err
due_one(struct tx *tx, const struct q_timer_due *d)
{
	struct matter_deed deed = { .act = act_of(d) };
	enum clock_kind kind = (enum clock_kind)d->kind;
	enum err e = OK;

	if (kind >= CLOCK_CONTACT) {
		deed.clock = kind;
		deed.clock_round = d->round;
	}
	if (deed.act)
		e = matter_act(tx, &actor_clock, d->matter, &deed);
	if (deed.act == ACT_CLOSE_SILENT && e == INVALID) { /* two channels still to try */
		deed.act = ACT_MARK_LATE;
		e = matter_act(tx, &actor_clock, d->matter, &deed);
	}
	if (e == BROKEN || e == BUSY)
		return e;
	if (e != OK)
		log_warn("jobs: clock %d of matter %lld: %s refused (%s)", (int)d->kind, (long long)d->matter,
			 matter_act_key(deed.act), err_name(e));
	TRY(timer_fired(tx, d->matter, kind, d->round));
	return kind >= CLOCK_RULING && kind <= CLOCK_HANDLING ? matter_fired(tx, d->matter, kind, d->round) : OK;
}

/* First what no office has: the same rows by another index, in the shape of the others. */
static enum err
unassigned(struct tx *tx, size_t *n)
{
	struct q_timer_unassigned_list list;

	TRY(q_timer_unassigned(&tx->db, tx->db.now, PIECE, &list));
	for (size_t i = 0; i < list.n; i++) {
		const struct q_timer_unassigned *u = &list.p[i];
		const struct q_timer_due d = { u->matter, u->kind, u->round, u->due, u->state, u->reopened };

		TRY(due_one(tx, &d));
	}
	*n = list.n;
	return OK;
}

static enum err
due(struct tx *tx, bool *more)
{
	struct q_timer_due_list list;
	size_t first;

	TRY(unassigned(tx, &first));
	*more = true;
	if (first == PIECE)
		return OK;
	TRY(q_timer_due(&tx->db, tx->db.now, PIECE, &list));
	for (size_t i = 0; i < list.n; i++)
		TRY(due_one(tx, &list.p[i]));
	*more = list.n == PIECE;
	return OK;
}

/* What is due on the next working day, once. What the table refuses is not asked again. */
static enum err
warnings(struct tx *tx, bool *more)
{
	struct q_timer_warnings_list list;

	TRY(q_timer_warnings(&tx->db, tx->db.now, PIECE, &list));
	for (size_t i = 0; i < list.n; i++) {
		const struct q_timer_warnings *k = &list.p[i];
		const struct matter_deed deed = { .act = ACT_WARN, .clock = k->kind, .clock_round = k->round };
		bool runs = matter_open((enum matter_state)k->state) && k->due.ms > tx->db.now.ms;
		enum err e = runs ? matter_act(tx, &actor_clock, k->matter, &deed) : OK;

		if (e == BROKEN || e == BUSY)
			return e;
		TRY(q_timer_warned(tx, k->matter, k->kind, k->round));
	}
	*more = list.n == PIECE;
	return OK;
}

static enum err
drafts(struct tx *tx, bool *more)
{
	moment before = { tx->db.now.ms - DRAFT_DAYS * MS_DAY };
	struct q_matter_draft_old old;
	enum err e;

	TRY(q_matter_draft_sweep(tx, before));
	e = q_matter_draft_old(&tx->db, before, &old);
	*more = e == OK;
	return e == NOT_FOUND ? OK : e;
}

/* The photos of forms that nobody sent, a week later, unless something shows them after all. */
static enum err
draft_photos(struct tx *tx, bool *more)
{
	moment before = { tx->db.now.ms - DRAFT_DAYS * MS_DAY };
	struct q_say_photos_old_list list;

	TRY(q_say_photos_old(&tx->db, before, PIECE, &list));
	*more = list.n == PIECE;
	for (size_t i = 0; i < list.n; i++) {
		const struct q_say_photos_old *p = &list.p[i];

		TRY(q_say_photo_gone(tx, p->picture));
		TRY(archive_file_gone(tx, p->picture));
		TRY(archive_file_gone(tx, p->thumb));
	}
	return OK;
}

static enum err
known(struct db *db, str token, bool *is_known)
{
	struct q_matter_of_token m;
	enum err e = q_matter_of_token(db, token, &m);

	*is_known = e == OK;
	return e == NOT_FOUND ? OK : e;
}

static enum err
orphans(struct tx *tx, bool *more)
{
	return identity_sweep(tx, known, more);
}

const struct job matter_calendar_jobs[] = {
	{ "matter-calendar", 60, renew_job },
	{ NULL, 0, NULL },
};

const struct job matter_jobs[] = {
	{ "matter-due", 60, due },
	{ "matter-warnings", 60, warnings },
	{ "matter-calendar", 60, renew_job },
	{ "matter-drafts", 3600, drafts },
	{ "matter-draft-photos", 3600, draft_photos },
	{ "matter-orphans", 3600, orphans },
	{ "matter-archive", 3600, archive_run },
	{ NULL, 0, NULL },
};
