/* decide.c — what an office decides against a resident's wish takes two persons and says where to go on: not accepted,
 * referred, closed with reasons. And what the resident or a clerk outside the unit may undo. */
#include "base/rand.h"
#include "gen/path.sql.h"
#include "gen/timer.sql.h"
#include "matter/deed.h"
#include "matter/digest.h"
#include "matter/timer.h"

enum { KIND_REJECT = 1, KIND_REFER, KIND_EXPLAIN };

/* Open again with the answer date of its round. */
enum err
path_resume(struct work *w)
{
	struct q_timer_by_kind answer;

	TRY(q_path_clock_again(w->tx, w->m.id, CLOCK_ANSWER, w->m.reopened));
	TRY(q_timer_by_kind(&w->tx->db, w->m.id, CLOCK_ANSWER, w->m.reopened, &answer));
	w->next.due = answer.due;
	w->next.closed_at = (moment){ 0 };
	return OK;
}

static enum err
ask_guard(const struct work *w, int reasons)
{
	const struct matter_deed *d = w->deed;

	return d->reason >= 1 && d->reason < reasons && d->text.n && d->basis.n && d->onward.n ? OK : INVALID;
}

/* Internal until it is decided. A new proposal takes the place of one that waits. */
static enum err
ask(struct work *w, int64_t kind)
{
	const struct matter_deed *d = w->deed;
	struct tx *tx = w->tx;
	int64_t id = rand_id(tx->db.now.ms);

	w->visible = false;
	TRY(q_path_decision_drop(tx, w->m.id));
	out_fmt(&w->detail, "decision %lld reason %d", (long long)id, d->reason);
	return q_path_decision_insert(tx, id, w->m.id, kind, d->reason, d->text, d->basis, d->onward, w->by->post,
				      tx->db.now);
}

/* Another person than who proposed it, in whichever post. */
static enum err
take_guard(struct work *w, int64_t kind)
{
	struct q_path_decision_open d;
	enum err e = q_path_decision_open(&w->tx->db, w->m.id, kind, &d);

	if (e != OK)
		return e == NOT_FOUND ? CONFLICT : e;
	return office_other_person(&w->tx->db, d.asked_by, w->by->person);
}

/* The resident reads the words that were proposed. */
static enum err
take(struct work *w, int64_t kind)
{
	struct q_path_decision_open d;

	TRY(q_path_decision_open(&w->tx->db, w->m.id, kind, &d));
	w->text = d.words;
	out_fmt(&w->detail, "decision %lld", (long long)d.id);
	return q_path_decision_take(w->tx, d.id, w->by->post, w->tx->db.now);
}

static enum err
refuse_guard(struct work *w, int64_t kind)
{
	TRY(take_guard(w, kind));
	return w->deed->text.n ? OK : INVALID;
}

/* The matter stays where it was proposed, with its holder and its dates; who proposed it reads why. */
static enum err
refuse(struct work *w, int64_t kind)
{
	struct tx *tx = w->tx;
	struct q_path_decision_open d;

	TRY(q_path_decision_open(&tx->db, w->m.id, kind, &d));
	w->visible = false;
	out_fmt(&w->detail, "decision %lld", (long long)d.id);
	TRY(q_path_decision_refuse(tx, d.id, w->by->post, tx->db.now, w->deed->text));
	return digest_add(tx, d.asked_by, DIGEST_REFUSED, w->m.id, CLOCK_ANSWER, w->m.due, w->m.type);
}

enum err
decide_reject_no_guard(struct work *w)
{
	return refuse_guard(w, KIND_REJECT);
}

enum err
decide_reject_no(struct work *w)
{
	return refuse(w, KIND_REJECT);
}

enum err
decide_refer_no_guard(struct work *w)
{
	return refuse_guard(w, KIND_REFER);
}

enum err
decide_refer_no(struct work *w)
{
	return refuse(w, KIND_REFER);
}

enum err
decide_reject_ask_guard(struct work *w)
{
	return ask_guard(w, REJECT_REASONS);
}

enum err
decide_reject_ask(struct work *w)
{
	return ask(w, KIND_REJECT);
}

enum err
decide_reject_guard(struct work *w)
{
	return take_guard(w, KIND_REJECT);
}

enum err
decide_reject(struct work *w)
{
	TRY(take(w, KIND_REJECT));
	return deed_close(w);
}

enum err
decide_refer_ask_guard(struct work *w)
{
	return ask_guard(w, REFER_REASONS);
}

enum err
decide_refer_ask(struct work *w)
{
	return ask(w, KIND_REFER);
}

enum err
decide_refer_guard(struct work *w)
{
	return take_guard(w, KIND_REFER);
}

/* Our holder stays: it is ours until the other body has accepted. */
enum err
decide_refer(struct work *w)
{
	return take(w, KIND_REFER);
}

enum err
decide_taken_guard(struct work *w)
{
	const struct matter_deed *d = w->deed;

	return d->receipt.n && d->done_on.n && day_diff(d->done_on, day_of(w->tx->db.now)) >= 0 ? OK : INVALID;
}

enum err
decide_taken(struct work *w)
{
	TRY(q_path_decision_receipt(w->tx, w->m.id, w->deed->receipt, w->deed->done_on));
	out_fmt(&w->detail, "receipt on %.*s", STR_ARG(day_iso(w->tx->db.mem, w->deed->done_on)));
	return deed_close(w);
}

enum err
decide_explain_guard(struct work *w)
{
	const struct matter_deed *d = w->deed;

	return d->text.n && d->basis.n && d->onward.n ? OK : INVALID;
}

/* Signed by the leader alone, who is named to the resident; never counted as settled. */
enum err
decide_explain(struct work *w)
{
	const struct matter_deed *d = w->deed;
	struct tx *tx = w->tx;
	int64_t id = rand_id(tx->db.now.ms);

	TRY(q_path_decision_insert(tx, id, w->m.id, KIND_EXPLAIN, 0, d->text, d->basis, d->onward, w->by->post,
				   tx->db.now));
	TRY(q_path_decision_take(tx, id, w->by->post, tx->db.now));
	TRY(timer_met(tx, w->m.id, CLOCK_LEADER, w->m.reopened));
	out_fmt(&w->detail, "decision %lld", (long long)id);
	return deed_close(w);
}

/* ---- asking again whether it really was withdrawn ---- */

/* Never the clerk who took the withdrawal. */
enum err
decide_reask_guard(struct work *w)
{
	struct q_path_withdrawn_by by;
	enum judgement_method m = w->deed->method;

	if (m != METHOD_PHONE && m != METHOD_PAPER && m != METHOD_AT_DESK)
		return INVALID;
	TRY(q_path_withdrawn_by(&w->tx->db, w->m.id, &by));
	return by.post ? office_other_person(&w->tx->db, by.post, w->by->person) : OK;
}

enum err
decide_reask(struct work *w)
{
	out_fmt(&w->detail, "method %d", (int)w->deed->method);
	return OK;
}

/* Received again at the desk, with the date it had. */
enum err
decide_reask_no(struct work *w)
{
	out_fmt(&w->detail, "method %d", (int)w->deed->method);
	w->next.unit = 0;
	w->next.answered_at = (moment){ 0 };
	w->next.answered_by = 0;
	TRY(q_path_assign_again(w->tx, w->m.id));
	TRY(q_path_confirm_forget(w->tx, w->m.id, w->m.reopened));
	TRY(path_resume(w));
	return office_desk(&w->tx->db, w->m.id, &w->next.holder);
}
