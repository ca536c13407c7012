#include "petition/opinion.h"

#include "base/rand.h"
#include "base/utf8.h"
#include "catalogue/limit.h"
#include "desk/clock.h"

/* Rounds of the clocks of review: apart from those that the matter itself uses. */
#define CLOCK_N(kind) (100 + (int64_t)(kind))

static enum err
both(struct db *db, const struct actor *by, int64_t matter, struct q_petition_matter *m, struct q_petition_of *p)
{
	TRY(petition_matter(db, by, matter, m));
	return q_petition_of(db, matter, p);
}

/* ---- writing ---- */

bool
opinion_may_write(const struct actor *by, const struct q_petition_matter *m, const struct q_petition_of *p)
{
	return p->state == PETITION_ACCEPTED && p->sort == PETITION_HEARD && m->draft == 0 &&
	       matter_may(by, ACT_DRAFT_ANSWER, (enum matter_state)m->state, m->unit, m->holder, 0);
}

static bool
part_good(str s, size_t most)
{
	return s.n > 0 && utf8_count(s) <= most;
}

static bool
whole(const struct opinion_new *n)
{
	return part_good(n->request, PETITION_TEXT) && part_good(n->facts, PETITION_TEXT) &&
	       part_good(n->opinion, PETITION_TEXT) && part_good(n->basis, PETITION_SHORT) &&
	       part_good(n->onward, PETITION_SHORT) && n->outcome >= OUTCOME_SUPPORTED &&
	       n->outcome <= OUTCOME_NOT_SUPPORTED;
}

enum err
opinion_write(struct tx *tx, const struct actor *by, int64_t matter, const struct opinion_new *n)
{
	struct matter_deed deed = { .act = ACT_DRAFT_ANSWER,
				    .revision = n->revision,
				    .done = n->opinion,
				    .done_by = by->unit_name,
				    .basis = n->basis,
				    .done_on = n->done_on };
	struct q_petition_matter m;
	struct q_petition_of p;

	TRY(both(&tx->db, by, matter, &m, &p));
	if (!opinion_may_write(by, &m, &p))
		return by->post == m.holder ? CONFLICT : FORBIDDEN;
	if (!whole(n))
		return INVALID;
	TRY(q_opinion_insert(tx, rand_id(tx->db.now.ms), matter, n->request, n->facts, n->opinion, n->basis, n->outcome,
			     n->onward, by->post, tx->db.now));
	TRY(petition_told(tx, by, matter, "opinion_draft", n->opinion, S("")));
	return matter_act(tx, by, matter, &deed);
}

static enum err
paper_issue(struct tx *tx, const struct actor *by, int64_t matter, const struct q_opinion_last *o)
{
	struct notice_in in = { .kind = NOTICE_OPINION, .outcome = (int)o->outcome };
	struct q_petition_of p;

	in.text[PART_REQUEST] = o->request;
	in.text[PART_FACTS] = o->facts;
	in.text[PART_OPINION] = o->opinion;
	in.text[PART_BASIS] = o->basis;
	in.text[PART_REVIEW] = o->onward;
	TRY(q_petition_of(&tx->db, matter, &p));
	return petition_notice(tx, by, &p, &in);
}

enum err
opinion_given(struct tx *tx, const struct actor *by, int64_t matter)
{
	struct q_opinion_last o;
	enum err e = q_opinion_last(&tx->db, matter, &o);

	if (e != OK)
		return e == NOT_FOUND ? OK : e;
	if (o.state != 1)
		return OK;
	TRY(q_opinion_state(tx, o.id, 2, tx->db.now));
	TRY(matter_timer_met(tx, matter, CLOCK_HANDLING, 0));
	TRY(q_petition_set_given(tx, matter, tx->db.now));
	TRY(paper_issue(tx, by, matter, &o));
	return petition_told(tx, by, matter, "opinion", o.opinion,
			     str_fmt(tx->db.mem, "outcome %lld", (long long)o.outcome));
}

enum err
opinion_sent_back(struct tx *tx, int64_t matter)
{
	struct q_opinion_last o;
	enum err e = q_opinion_last(&tx->db, matter, &o);

	if (e != OK)
		return e == NOT_FOUND ? OK : e;
	return o.state == 1 ? q_opinion_state(tx, o.id, 3, (moment){ 0 }) : OK;
}

/* ---- review and re-review ---- */

/* For the resident: by the table of limits, and never less than the Regulations give. */
static enum err
right_until(struct db *db, day from, day *last)
{
	int days = PETITION_RIGHT_DAYS;
	const struct calendar *c;
	struct limit l;
	enum err e = limit_find(db, CLOCK_REVIEW, S(""), 0, 0, from, &l);

	if (e != OK && e != NOT_FOUND)
		return e;
	if (e == OK && (l.unit == LIMIT_DAYS || l.unit == LIMIT_DAYS_RESIDENT) && l.n > days)
		days = l.n;
	TRY(clock_calendar(db, &c));
	*last = calendar_after(c, day_add(from, days));
	return OK;
}

enum err
opinion_open(struct db *db, const struct q_petition_of *p, enum opinion_kind *which, day *last)
{
	struct q_opinion_delivered paper;
	struct q_opinion_review first;
	day from = day_of(p->opinion_at);

	*which = OPINION_NONE;
	if (p->state == PETITION_GIVEN && p->opinion_at.ms) {
		*which = OPINION_REVIEW;
		TRY(q_opinion_delivered(db, p->matter, &paper));
		return right_until(db, paper.on_day.n > from.n ? paper.on_day : from, last);
	}
	if (p->state != PETITION_REVIEWED)
		return OK;
	TRY(q_opinion_review(db, p->matter, OPINION_REVIEW, &first));
	if (first.result == RESULT_AGAIN)
		return OK;
	*which = OPINION_REREVIEW;
	return right_until(db, first.result_on, last);
}

/* The resident's own matter; a clerk's by scope. */
static enum err
ask_open(struct tx *tx, const struct actor *by, int64_t matter, enum judgement_method method, struct q_petition_of *p)
{
	struct q_petition_matter m;

	if (by->kind == ACTOR_RESIDENT) {
		if (by->matter != matter || by->follower || method != METHOD_OWN)
			return NOT_FOUND;
		return q_petition_of(&tx->db, matter, p);
	}
	TRY(both(&tx->db, by, matter, &m, p));
	return by->role == ROLE_CLERK && method != METHOD_OWN ? OK : FORBIDDEN;
}

enum err
opinion_ask(struct tx *tx, const struct actor *by, int64_t matter, enum judgement_method method, str words)
{
	struct matter_timer t = { .kind = CLOCK_REVIEW };
	day last = { 0 }, today = day_of(tx->db.now);
	enum opinion_kind which;
	struct q_petition_of p;
	moment due;

	TRY(ask_open(tx, by, matter, method, &p));
	TRY(opinion_open(&tx->db, &p, &which, &last));
	if (which == OPINION_NONE)
		return CONFLICT;
	if (utf8_count(words) > PETITION_TEXT)
		return INVALID;
	t.n = CLOCK_N(which);
	t.due = (moment){ moment_at(day_add(today, PETITION_RIGHT_DAYS + 1), 0, 0).ms - 1 };
	t.source_zh = which == OPINION_REVIEW ? S("《信访工作条例》第三十五条") : S("《信访工作条例》第三十六条");
	t.source_en = which == OPINION_REVIEW ? S("Petition Regulations, art. 35") : S("Petition Regulations, art. 36");
	TRY(matter_timer_start(tx, matter, &t, &due));
	TRY(q_opinion_review_insert(tx, matter, which, today, method, by->kind == ACTOR_STAFF ? by->post : 0, words,
				    last, due));
	TRY(q_petition_set_state(tx, matter, which == OPINION_REVIEW ? PETITION_IN_REVIEW : PETITION_IN_REREVIEW, due));
	return petition_told(tx, by, matter, which == OPINION_REVIEW ? "review_ask" : "rereview_ask", words, S(""));
}

static enum err
under_way(struct db *db, const struct actor *by, int64_t matter, enum opinion_kind *which, struct q_opinion_review *r)
{
	struct q_petition_matter m;
	struct q_petition_of p;

	TRY(both(db, by, matter, &m, &p));
	if (!petition_registrar(by) && !petition_decider(by))
		return FORBIDDEN;
	if (p.state != PETITION_IN_REVIEW && p.state != PETITION_IN_REREVIEW)
		return CONFLICT;
	*which = p.state == PETITION_IN_REVIEW ? OPINION_REVIEW : OPINION_REREVIEW;
	return q_opinion_review(db, matter, *which, r);
}

enum err
opinion_hand_up(struct tx *tx, const struct actor *by, int64_t matter, str body, day on)
{
	struct q_opinion_review r;
	enum opinion_kind which;

	TRY(under_way(&tx->db, by, matter, &which, &r));
	if (r.handed_on.n)
		return CONFLICT;
	if (!part_good(body, PETITION_SHORT) || on.n < r.asked_on.n || on.n > day_of(tx->db.now).n)
		return INVALID;
	TRY(q_opinion_review_handed(tx, matter, which, body, on, by->post));
	return petition_told(tx, by, matter, "hand_up", body, str_fmt(tx->db.mem, "kind %d", (int)which));
}

enum err
opinion_result(struct tx *tx, const struct actor *by, int64_t matter, enum opinion_result result, str opinion, day on)
{
	struct q_opinion_review r;
	enum opinion_kind which;

	TRY(under_way(&tx->db, by, matter, &which, &r));
	if (r.handed_on.n == 0)
		return CONFLICT;
	if (result < RESULT_UPHELD || result > RESULT_AGAIN || !part_good(opinion, PETITION_TEXT) ||
	    on.n < r.handed_on.n || on.n > day_of(tx->db.now).n)
		return INVALID;
	TRY(q_opinion_review_result(tx, matter, which, result, opinion, on, by->post));
	TRY(matter_timer_met(tx, matter, CLOCK_REVIEW, CLOCK_N(which)));
	TRY(q_petition_set_state(tx, matter, which == OPINION_REVIEW ? PETITION_REVIEWED : PETITION_REREVIEWED,
				 (moment){ 0 }));
	return petition_told(tx, by, matter, which == OPINION_REVIEW ? "review" : "rereview", opinion,
			     str_fmt(tx->db.mem, "result %d", (int)result));
}
