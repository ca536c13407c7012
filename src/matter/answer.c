/* answer.c — what was done, by whom, when, on what basis; approved by a second person. */
#include "base/rand.h"
#include "base/utf8.h"
#include "desk/event.h"
#include "gen/timer.sql.h"
#include "matter/deed.h"
#include "matter/timer.h"

enum answer_state { ANSWER_WAITS = 1, ANSWER_IN_FORCE = 2, ANSWER_SENT_BACK = 3 };

str
answer_mark(struct arena *a, str done, str done_by, day done_on, str basis)
{
	str whole = str_fmt(a, "%zu:%.*s|%zu:%.*s|%d|%zu:%.*s", done.n, STR_ARG(done), done_by.n, STR_ARG(done_by),
			    done_on.n, basis.n, STR_ARG(basis));
	hash h = hash_of(whole);

	return str_head(str_hex(a, h.b, HASH_BYTES), 32);
}

static void
detail_answer(struct work *w, int64_t id, str done, str done_by, day done_on, str basis)
{
	str mark = answer_mark(w->tx->db.mem, done, done_by, done_on, basis);

	out_fmt(&w->detail, "answer %lld %.*s", (long long)id, STR_ARG(mark));
}

static enum err
confirmation_begin(struct work *w, int64_t answer_by)
{
	struct limits l;
	struct timer t;

	TRY(timer_limits(&w->tx->db, w->m.type, w->m.demand, w->m.channel, w->m.received_at, &l));
	TRY(timer_of_confirm(&w->tx->db, &l, w->tx->db.now, w->m.reopened, &t));
	TRY(q_timer_meet_office(w->tx, w->m.id, w->tx->db.now));
	TRY(timer_start(w->tx, w->m.id, &t));
	w->next.due = t.due;
	w->next.answered_at = w->tx->db.now;
	w->next.answered_by = answer_by;
	out_fmt(&w->detail, " confirm %.*s", STR_ARG(day_iso(w->tx->db.mem, day_of(t.due))));
	return OK;
}

static bool
complete(const struct work *w)
{
	const struct matter_deed *d = w->deed;

	return d->done.n && d->done_by.n && d->basis.n && d->done_on.n &&
	       day_diff(d->done_on, day_of(w->tx->db.now)) >= 0;
}

/* Information only: what was said, and on what basis. Who and when are the clerk, now. */
enum err
answer_spot_guard(struct work *w)
{
	if (w->by->unit == 0)
		return FORBIDDEN;
	return w->deed->done.n && w->deed->basis.n ? OK : INVALID;
}

enum err
answer_spot(struct work *w)
{
	const struct matter_deed *d = w->deed;
	struct tx *tx = w->tx;
	str by = d->done_by.n ? d->done_by : utf8_head(w->by->unit_name, TEXT_SHORT);
	day on = day_of(tx->db.now);
	int64_t id = rand_id(tx->db.now.ms);

	TRY(q_matter_answer_insert(tx, id, w->m.id, w->m.reopened, w->by->post, tx->db.now, d->done, by, on, d->basis,
				   ANSWER_IN_FORCE));
	w->text = d->done;
	w->next.unit = w->by->unit;
	detail_answer(w, id, d->done, by, on, d->basis);
	return confirmation_begin(w, w->by->post);
}

enum err
answer_draft_guard(struct work *w)
{
	return complete(w) ? OK : INVALID;
}

/* A second draft takes the place of the one that waits. */
enum err
answer_draft(struct work *w)
{
	const struct matter_deed *d = w->deed;
	struct tx *tx = w->tx;
	int64_t id = rand_id(tx->db.now.ms);

	if (w->m.draft)
		TRY(q_matter_answer_decide(tx, w->m.draft, ANSWER_SENT_BACK, w->by->post, tx->db.now, S("")));
	TRY(q_matter_answer_insert(tx, id, w->m.id, w->m.reopened, w->by->post, tx->db.now, d->done, d->done_by,
				   d->done_on, d->basis, ANSWER_WAITS));
	w->visible = false;
	w->text = d->done;
	detail_answer(w, id, d->done, d->done_by, d->done_on, d->basis);
	return OK;
}

/* Whoever wrote it may not approve it, in this post or in another of theirs. */
static enum err
other_person(struct work *w)
{
	if (w->m.draft == 0)
		return INVALID;
	if (w->m.draft_by == w->by->post)
		return FORBIDDEN;
	return office_other_person(&w->tx->db, w->m.draft_by, w->by->person);
}

enum err
answer_approve_guard(struct work *w)
{
	return other_person(w);
}

enum err
answer_approve(struct work *w)
{
	struct q_matter_answer a;
	struct tx *tx = w->tx;

	TRY(q_matter_answer(&tx->db, w->m.draft, &a));
	TRY(q_matter_answer_decide(tx, w->m.draft, ANSWER_IN_FORCE, w->by->post, tx->db.now, S("")));
	w->text = a.done;
	detail_answer(w, w->m.draft, a.done, a.done_by, a.done_on, a.basis);
	return confirmation_begin(w, a.written_by);
}

enum err
answer_return_guard(struct work *w)
{
	if (w->deed->text.n == 0)
		return INVALID;
	return other_person(w);
}

enum err
answer_return(struct work *w)
{
	w->visible = false;
	out_fmt(&w->detail, "answer %lld", (long long)w->m.draft);
	return q_matter_answer_decide(w->tx, w->m.draft, ANSWER_SENT_BACK, w->by->post, w->tx->db.now, w->deed->text);
}
