#include "joint/task_web.h"

#include "gen/frame.html.h"
#include "gen/task.html.h"
#include "gen/task.words.h"
#include "joint/meeting.h"
#include "matter/pick_web.h"
#include "matter/shot_web.h"

#define FIRST ((moment){ 0 })
#define LAST  ((moment){ INT64_MAX })

/* The queries have rows of five types with these columns. */
#define ROWS(l, list)                                                  \
	do {                                                           \
		(l)->n = (list).n > TASK_ROWS ? TASK_ROWS : (list).n;  \
		(l)->row = make(rq->mem, struct task_row, (l)->n + 1); \
		for (size_t i_ = 0; i_ < (l)->n; i_++)                 \
			(l)->row[i_] = (struct task_row){              \
				.id = (list).p[i_].id,                 \
				.number = (list).p[i_].number,         \
				.year = (list).p[i_].year,             \
				.state = (list).p[i_].state,           \
				.what = (list).p[i_].what,             \
				.title = (list).p[i_].title,           \
				.unit_zh = (list).p[i_].unit_zh,       \
				.unit_en = (list).p[i_].unit_en,       \
				.name = (list).p[i_].name,             \
				.mandatory = (list).p[i_].mandatory,   \
				.due = (list).p[i_].due,               \
				.closed_at = (list).p[i_].closed_at,   \
			};                                             \
		more = (list).n > TASK_ROWS;                           \
	} while (0)

static const char *const view_keys[] = { "open", "mine", "done", NULL };

static enum err
open_rows(struct db *db, const struct req *rq, struct task_list *l, moment after, int64_t after_id, bool *is_more)
{
	const struct actor *a = &rq->actor;
	struct scope s = actor_scope(a);
	struct q_task_list_unit_list unit;
	struct q_task_list_town_list town;
	struct q_task_list_post_list post;
	bool more = false;

	if (l->view == TASKS_MINE) {
		TRY(q_task_list_post(db, a->post, TASK_OPEN, a->unit, a->person, after, after_id, TASK_ROWS + 1,
				     &post));
		ROWS(l, post);
	} else if (s.unit) {
		TRY(q_task_list_unit(db, s.unit, s.village, TASK_OPEN, a->unit, a->person, after, after_id,
				     TASK_ROWS + 1, &unit));
		ROWS(l, unit);
	} else {
		TRY(q_task_list_town(db, s.village, TASK_OPEN, a->unit, a->person, after, after_id, TASK_ROWS + 1,
				     &town));
		ROWS(l, town);
	}
	*is_more = more;
	return OK;
}

static enum err
done_rows(struct db *db, const struct req *rq, struct task_list *l, moment after, int64_t after_id, bool *is_more)
{
	const struct actor *a = &rq->actor;
	struct scope s = actor_scope(a);
	struct q_task_done_unit_list unit;
	struct q_task_done_town_list town;
	bool more = false;

	if (s.unit) {
		TRY(q_task_done_unit(db, s.unit, s.village, TASK_ANSWERED, a->unit, a->person, after, after_id,
				     TASK_ROWS + 1, &unit));
		ROWS(l, unit);
	} else {
		TRY(q_task_done_town(db, s.village, TASK_ANSWERED, a->unit, a->person, after, after_id, TASK_ROWS + 1,
				     &town));
		ROWS(l, town);
	}
	*is_more = more;
	return OK;
}

static enum err
list_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_task_title, .rq = rq, .nav = "joint" };
	struct task_list l = { 0 };
	moment after = FIRST;
	int64_t after_id = 0;
	bool more = false;
	struct page *p;

	for (int i = 0; view_keys[i]; i++)
		if (str_eq(form_get(rq->query, S("view")), str_of(view_keys[i])))
			l.view = (enum task_view)i;
	if (l.view == TASKS_DONE)
		after = LAST;
	if (!str_int(form_get(rq->query, S("id")), &after_id) || !str_int(form_get(rq->query, S("after")), &after.ms)) {
		after_id = 0;
		after = l.view == TASKS_DONE ? LAST : FIRST;
	}
	if (l.view == TASKS_DONE)
		TRY(done_rows(db, rq, &l, after, after_id, &more));
	else
		TRY(open_rows(db, rq, &l, after, after_id, &more));
	if (more)
		l.next = req_url(rq, "/desk/tasks?view=%s&after=%lld&id=%lld", view_keys[l.view],
				 (long long)l.row[l.n - 1].due.ms, (long long)l.row[l.n - 1].id);
	p = res_page(rs);
	frame_begin(p, &f);
	view_task_list(p, &l);
	frame_end(p, &f);
	return OK;
}

static enum err
one_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_task_title, .rq = rq, .nav = "joint" };
	struct task_page g = { .rq = rq };
	struct q_meeting_of m;
	struct page *p;
	enum err e;

	TRY(task_read(db, &rq->actor, rq->id, &g.t));
	e = g.t.meeting ? meeting_read(db, &rq->actor, g.t.meeting, &m) : NOT_FOUND;
	if (e != OK && e != NOT_FOUND)
		return e;
	g.meets = e == OK;
	TRY(q_task_photos(db, rq->id, MATTER_PHOTOS, &g.photos));
	p = res_page(rs);
	frame_begin(p, &f);
	view_task_page(p, &g);
	frame_end(p, &f);
	return OK;
}

/* ---- photos ---- */

static enum err
photo_find(struct db *db, struct req *rq, struct q_task_photo *photo)
{
	struct q_task_of t;
	int64_t n;

	TRY(task_read(db, &rq->actor, rq->id, &t));
	if (!str_int(rq->param[1], &n))
		return NOT_FOUND;
	return q_task_photo(db, t.id, n, photo);
}

static enum err
photo_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_task_photo photo;

	TRY(photo_find(db, rq, &photo));
	return shot_send(rq, rs, photo.picture);
}

static enum err
thumb_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_task_photo photo;

	TRY(photo_find(db, rq, &photo));
	return shot_send(rq, rs, photo.thumb);
}

/* ---- answering ---- */

static enum err
answer_show(struct req *rq, struct res *rs, const struct q_task_of *t, const struct faults *faults)
{
	struct frame f = { .title = &word_task_answer_do, .rq = rq, .nav = "joint" };
	struct field text = { .name = "text",
			      .label = &word_task_answer_what,
			      .rows = 6,
			      .value = faults ? form_get(rq->form, S("text")) : S("") };
	struct page *p = res_page(rs);

	if (faults)
		res_status(rs, 422);
	frame_begin(p, &f);
	view_task_answer(p, t, &text, faults);
	frame_end(p, &f);
	return faults ? INVALID : OK;
}

static enum err
open_for(struct db *db, const struct req *rq, bool (*may)(const struct actor *, const struct q_task_of *),
	 struct q_task_of *t)
{
	TRY(task_read(db, &rq->actor, rq->id, t));
	if (may(&rq->actor, t))
		return OK;
	return t->state == TASK_OPEN ? FORBIDDEN : CONFLICT;
}

static enum err
answer_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_task_of t;

	TRY(open_for(db, rq, task_may_answer, &t));
	return answer_show(rq, rs, &t, NULL);
}

static enum err
answer_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	const struct shots *s = shot_of(rq);
	struct q_task_of t;
	str text;

	TRY(open_for(&tx->db, rq, task_may_answer, &t));
	text = form_text(&in, "text", TASK_TEXT_MAX, &word_task_answer_missing, &word_task_answer_long);
	if (s->bad)
		form_fault(&in, "photo", s->bad);
	if (!form_good(&in))
		return answer_show(rq, rs, &t, &in.faults);
	TRY(task_answer(tx, &rq->actor, t.id, text, s->photo, s->n));
	return see_other(rq, rs, "/desk/tasks/%lld", (long long)t.id);
}

/* ---- naming who does it ---- */

static enum err
assign_form(struct db *db, const struct req *rq, const struct q_task_of *t, struct panel *f)
{
	struct field who = { 0 };

	*f = (struct panel){ .rq = rq,
			     .nav = "joint",
			     .title = &word_task_assign,
			     .about = t->what,
			     .intro = &word_task_assign_lead,
			     .button = &word_task_assign_go,
			     .back = str_fmt(rq->mem, "/desk/tasks/%lld", (long long)t->id),
			     .typed = rq->method == POST ? rq->form : NULL };
	TRY(pick_holders(db, rq, t->unit, t->village, t->holder, &who));
	*panel_text(f, "post", &word_task_assign_who, S("")) =
		(struct field){ .name = "post",
				.label = &word_task_assign_who,
				.value = f->typed ? form_get(f->typed, S("post")) : S(""),
				.choices = who.choices,
				.n = who.n };
	f->part[f->parts - 1].kind = PANEL_SELECT;
	return OK;
}

static enum err
assign_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_task_of t;
	struct panel f;

	TRY(open_for(db, rq, task_may_assign, &t));
	TRY(assign_form(db, rq, &t, &f));
	return panel_show(&f, rs);
}

static enum err
assign_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_task_of t;
	struct panel f;
	int64_t post;
	enum err e;

	TRY(open_for(&tx->db, rq, task_may_assign, &t));
	TRY(assign_form(&tx->db, rq, &t, &f));
	post = form_int(&in, "post", 1, INT64_MAX, &word_task_assign_missing, &word_task_assign_missing);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = task_assign(tx, &rq->actor, t.id, post);
	if (e == INVALID) {
		panel_fault(&f, "post", &word_task_assign_refused);
		return panel_show(&f, rs);
	}
	TRY(e);
	return see_other(rq, rs, "/desk/tasks/%lld", (long long)t.id);
}

/* ---- the leader lets one go ---- */

static enum err
let_go_form(struct db *db, const struct req *rq, struct q_task_of *t, struct panel *f)
{
	TRY(open_for(db, rq, task_may_let_go, t));
	*f = (struct panel){ .rq = rq,
			     .nav = "joint",
			     .title = &word_task_let_go,
			     .about = t->what,
			     .intro = &word_task_let_go_lead,
			     .button = &word_task_let_go_go,
			     .back = str_fmt(rq->mem, "/desk/tasks/%lld", (long long)t->id),
			     .typed = rq->method == POST ? rq->form : NULL };
	panel_area(f, "reason", &word_task_let_go_why, S(""));
	return OK;
}

static enum err
let_go_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_task_of t;
	struct panel f;

	TRY(let_go_form(db, rq, &t, &f));
	return panel_show(&f, rs);
}

static enum err
let_go_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_task_of t;
	struct panel f;
	str reason;

	TRY(let_go_form(&tx->db, rq, &t, &f));
	reason = form_text(&in, "reason", TASK_TEXT_MAX, &word_task_let_go_missing, &word_task_answer_long);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(task_let_go(tx, &rq->actor, t.id, reason));
	return see_other(rq, rs, "/desk/tasks/%lld", (long long)t.id);
}

/* ---- on Today ---- */

static struct today_row
today_of(const struct req *rq, const struct task_row *t)
{
	return (struct today_row){ .id = t->id,
				   .year = t->year,
				   .number = t->number,
				   .state = MATTER_IN_HAND,
				   .title = t->what,
				   .village_zh = t->unit_zh,
				   .village_en = t->unit_en,
				   .due_at = t->due,
				   .tag = t->mandatory ? &word_task_mandatory : &word_task_optional,
				   .to = req_url(rq, "/desk/tasks/%lld", (long long)t->id) };
}

/* A handler: the tasks on the post. A head: those of the unit. A leader or dispatcher: those past their day. */
enum err
task_today(struct db *db, struct today *t)
{
	const struct req *rq = t->rq;
	enum role role = rq->actor.role;
	bool directs = role == ROLE_LEADER || role == ROLE_DISPATCHER;
	struct task_list l = { .view = role == ROLE_UNIT_HEAD || directs ? TASKS_OPEN : TASKS_MINE };
	struct today_list *list;
	bool more;

	if (role == ROLE_ADMINISTRATOR || role == ROLE_AUDITOR || role == ROLE_NONE)
		return OK;
	TRY(open_rows(db, rq, &l, FIRST, 0, &more));
	while (directs && l.n && l.row[l.n - 1].due.ms >= db->now.ms)
		l.n--;
	if (l.n == 0)
		return OK;
	list = today_list_add(t, directs ? &word_task_today_late : &word_task_today_open,
			      directs ? NULL : &word_task_today_open_do, TODAY_SHOWN);
	if (!list)
		return OK;
	list->count = (int64_t)l.n;
	list->over = more;
	list->all = req_url(rq, "/desk/tasks?view=%s", view_keys[l.view]);
	for (; list->n < l.n && list->n < TODAY_SHOWN; list->n++)
		list->row[list->n] = today_of(rq, &l.row[list->n]);
	return OK;
}

const struct route task_routes[] = {
	PAGE("/desk/tasks", DUTY_READ, list_page),
	PAGE("/desk/tasks/:id", DUTY_READ, one_page),
	PAGE("/desk/tasks/:id/photo/:n", DUTY_READ, photo_page),
	PAGE("/desk/tasks/:id/photo/:n/thumb", DUTY_READ, thumb_page),
	PAGE("/desk/tasks/:id/answer", DUTY_READ, answer_page),
	CHANGE_SLOW("/desk/tasks/:id/answer", DUTY_READ, answer_change, shot_take, shot_any),
	PAGE("/desk/tasks/:id/assign", DUTY_ASSIGN, assign_page),
	CHANGE("/desk/tasks/:id/assign", DUTY_ASSIGN, assign_change),
	PAGE("/desk/tasks/:id/let-go", DUTY_APPROVE, let_go_page),
	CHANGE("/desk/tasks/:id/let-go", DUTY_APPROVE, let_go_change),
	ROUTES_END,
};
