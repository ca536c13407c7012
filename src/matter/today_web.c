/* today_web.c — GET /today. Which lists a role sees is one function below. */
#include "matter/today_web.h"
#include "gen/frame.html.h"
#include "gen/path.sql.h"
#include "gen/today.html.h"
#include "gen/today.sql.h"
#include "gen/today.words.h"

static struct today_list *
list_add(struct today *t, const struct word *title, const struct word *hint)
{
	struct today_list *l = &t->list[t->n++];

	*l = (struct today_list){ .title = title, .hint = hint };
	return l;
}

struct today_list *
today_list_add(struct today *t, const struct word *title, const struct word *hint, size_t most)
{
	struct today_list *l;

	if (t->n == TODAY_LISTS)
		return NULL;
	l = list_add(t, title, hint);
	l->row = make(t->rq->mem, struct today_row, most + 1);
	return l;
}

/* ---- lists that are views of the queue ---- */

static struct today_row
row_of(const struct queue_row *r)
{
	return (struct today_row){ .id = r->id,
				   .year = r->year,
				   .number = r->number,
				   .state = r->state,
				   .title = r->title,
				   .village_zh = r->village_zh,
				   .village_en = r->village_en,
				   .due_at = r->due_at };
}

static enum err
view_add(struct db *db, struct today *t, enum queue_view view, const struct word *title, const struct word *hint)
{
	struct queue_ask ask = { .view = view, .most = view == QUEUE_LATE ? TODAY_MOST : TODAY_SHOWN };
	struct today_list *l = list_add(t, title, hint);
	struct queue_lengths lengths;
	struct queue_found found;

	TRY(queue_find(db, &t->rq->actor, &ask, &found));
	TRY(queue_lengths(db, &t->rq->actor, &ask, &lengths));
	l->n = found.n < TODAY_SHOWN ? found.n : TODAY_SHOWN;
	l->count = lengths.n[view] >= 0 ? lengths.n[view] : (int64_t)found.n;
	l->over = lengths.n[view] < 0 && found.more;
	l->all = req_url(t->rq, "/desk/matters?lane=%s", queue_view_key(view));
	l->row = make(db->mem, struct today_row, l->n + 1);
	for (size_t i = 0; i < l->n; i++)
		l->row[i] = row_of(&found.row[i]);
	return OK;
}

/* ---- lists of their own ---- */

/* The queries have rows of four types; these columns are in all of them. */
#define ROWS(l, list, extra_)                                                                     \
	do {                                                                                      \
		(l)->over = (list).n > TODAY_MOST;                                                \
		(l)->n = (l)->over ? TODAY_MOST : (list).n;                                       \
		(l)->count = (int64_t)(l)->n;                                                     \
		(l)->row = make(db->mem, struct today_row, (l)->n + 1);                           \
		for (size_t i_ = 0; i_ < (l)->n; i_++)                                            \
			(l)->row[i_] = (struct today_row){ .id = (list).p[i_].id,                 \
							   .year = (list).p[i_].year,             \
							   .number = (list).p[i_].number,         \
							   .state = (list).p[i_].state,           \
							   .extra = (extra_),                     \
							   .title = (list).p[i_].title,           \
							   .village_zh = (list).p[i_].village_zh, \
							   .village_en = (list).p[i_].village_en, \
							   .due_at = (list).p[i_].due_at };       \
	} while (0)

static enum err
approvals_add(struct db *db, struct today *t)
{
	const struct actor *a = &t->rq->actor;
	struct scope s = actor_scope(a);
	struct today_list *l = list_add(t, &word_today_approve, &word_today_approve_do);
	struct q_today_approvals_list list;

	TRY(q_today_approvals(db, s.unit, s.village, a->post, TODAY_MOST + 1, &list));
	ROWS(l, list, 0);
	return OK;
}

static enum err
waiting_add(struct db *db, struct today *t)
{
	struct today_list *l = list_add(t, &word_today_waiting, &word_today_waiting_do);
	struct q_today_waiting_list list;

	TRY(q_today_waiting(db, t->rq->actor.post, TODAY_MOST + 1, &list));
	ROWS(l, list, 0);
	return OK;
}

static enum err
tries_add(struct db *db, struct today *t)
{
	struct today_list *l = list_add(t, &word_today_tries, &word_today_tries_do);
	struct q_today_tries_list list;

	TRY(q_today_tries(db, actor_scope(&t->rq->actor).village, t->rq->actor.post, TODAY_SCAN, TODAY_MOST + 1,
			  &list));
	ROWS(l, list, list.p[i_].tried);
	l->extra = &word_today_tried;
	return OK;
}

/* Not passed on by the time at which an office had to have it in hand: the clock does not wait for the assigning. */
static enum err
idle_add(struct db *db, struct today *t)
{
	struct queue_ask ask = { .view = QUEUE_RECEIVED, .most = TODAY_IDLE };
	struct today_list *l;
	struct queue_found found;

	TRY(queue_find(db, &t->rq->actor, &ask, &found));
	l = list_add(t, &word_today_idle, &word_today_idle_do);
	l->row = make(db->mem, struct today_row, TODAY_SHOWN);
	l->over = found.more;
	l->all = req_url(t->rq, "/desk/matters?lane=%s", queue_view_key(QUEUE_RECEIVED));
	for (size_t i = 0; i < found.n; i++) {
		const struct queue_row *r = &found.row[i];
		moment due;

		TRY(matter_claim_due(db, r->type, r->received_at, &due));
		if (due.ms > db->now.ms)
			continue;
		l->count++;
		if (l->n < TODAY_SHOWN)
			l->row[l->n++] = row_of(r);
	}
	if (l->count == 0)
		t->n--;
	return OK;
}

static enum err
reopened_add(struct db *db, struct today *t)
{
	struct today_list *l = list_add(t, &word_today_reopened, &word_today_reopened_do);
	struct q_today_reopened_list list;

	TRY(q_today_reopened(db, actor_scope(&t->rq->actor).village, t->rq->actor.post, TODAY_SCAN, TODAY_MOST + 1,
			     &list));
	ROWS(l, list, list.p[i_].reopened);
	l->extra = &word_today_times;
	return OK;
}

/* What was returned waits for a ruling: with a leader for the second time, and after an objection, only for leaders. */
static enum err
rulings_add(struct db *db, struct today *t)
{
	const struct actor *a = &t->rq->actor;
	struct today_list *l = list_add(t, &word_today_rulings, &word_today_rulings_do);
	struct q_path_to_rule_list list;

	TRY(q_path_to_rule(db, a->post, actor_scope(a).village, a->role == ROLE_LEADER, TODAY_MOST + 1, &list));
	ROWS(l, list, 0);
	return OK;
}

static enum err
decisions_add(struct db *db, struct today *t, int64_t kind, const struct word *title)
{
	const struct actor *a = &t->rq->actor;
	struct today_list *l = list_add(t, title, &word_today_decisions_do);
	struct q_path_to_decide_list list;

	TRY(q_path_to_decide(db, kind, a->post, actor_scope(a).village, TODAY_MOST + 1, &list));
	ROWS(l, list, 0);
	return OK;
}

#define REASK_DAYS 30

static enum err
reasks_add(struct db *db, struct today *t)
{
	const struct actor *a = &t->rq->actor;
	struct today_list *l = list_add(t, &word_today_reasks, &word_today_reasks_do);
	moment since = { db->now.ms - REASK_DAYS * MS_DAY };
	struct q_path_to_reask_list list;

	TRY(q_path_to_reask(db, actor_scope(a).village, a->post, since, TODAY_SCAN, TODAY_MOST + 1, &list));
	ROWS(l, list, 0);
	return OK;
}

/* ---- by role ---- */

static enum err
handler_lists(struct db *db, struct today *t)
{
	TRY(view_add(db, t, QUEUE_OFFERED, &word_today_offered, &word_today_offered_do));
	TRY(view_add(db, t, QUEUE_LATE, &word_today_late, &word_today_late_do));
	if (t->rq->actor.role == ROLE_UNIT_HEAD)
		TRY(approvals_add(db, t));
	TRY(view_add(db, t, QUEUE_MINE, &word_today_mine, NULL));
	return waiting_add(db, t);
}

static enum err
lists_of(struct db *db, struct today *t)
{
	switch (t->rq->actor.role) {
	case ROLE_HANDLER:
	case ROLE_UNIT_HEAD:
	case ROLE_GRID_WORKER: return handler_lists(db, t);
	case ROLE_CLERK:
		TRY(idle_add(db, t));
		TRY(tries_add(db, t));
		TRY(reasks_add(db, t));
		TRY(view_add(db, t, QUEUE_RECEIVED, &word_today_received, NULL));
		return view_add(db, t, QUEUE_LATE, &word_today_late, NULL);
	case ROLE_DISPATCHER:
		TRY(idle_add(db, t));
		TRY(rulings_add(db, t));
		TRY(view_add(db, t, QUEUE_RECEIVED, &word_today_received, &word_today_received_do));
		TRY(view_add(db, t, QUEUE_OFFERED, &word_today_unclaimed, NULL));
		return view_add(db, t, QUEUE_LATE, &word_today_late, NULL);
	case ROLE_LEADER:
		TRY(view_add(db, t, QUEUE_LATE, &word_today_late, NULL));
		TRY(idle_add(db, t));
		TRY(rulings_add(db, t));
		TRY(decisions_add(db, t, 1, &word_today_rejects));
		TRY(decisions_add(db, t, 2, &word_today_refers));
		TRY(reopened_add(db, t));
		TRY(approvals_add(db, t));
		return view_add(db, t, QUEUE_MINE, &word_today_mine, NULL);
	case ROLE_AUDITOR: TRY(view_add(db, t, QUEUE_LATE, &word_today_late, NULL)); return reopened_add(db, t);
	case ROLE_NONE:
	case ROLE_ADMINISTRATOR:
	case ROLES: break;
	}
	return OK;
}

static enum err
today_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_today_title, .rq = rq, .nav = "today" };
	struct today t = { .rq = rq };
	struct page *p;

	if (duty_held(rq->actor.role, DUTY_READ))
		TRY(digest_today(db, rq, &t.digest));
	TRY(lists_of(db, &t));
	for (const struct today_extra *x = today_extras; x->add; x++)
		TRY(x->add(db, &t));
	p = res_page(rs);
	frame_begin(p, &f);
	view_today_page(p, &t);
	frame_end(p, &f);
	return OK;
}

const struct route today_routes[] = {
	PAGE("/today", DUTY_SIGNED_IN, today_page),
	ROUTES_END,
};
