#include "joint/meeting_web.h"

#include "gen/frame.html.h"
#include "gen/meeting.html.h"
#include "gen/meeting.words.h"

const struct word *
meeting_came_word(int64_t came)
{
	static const struct word *const w[] = { &word_meeting_came_unsaid, &word_meeting_came_self,
						&word_meeting_came_other, &word_meeting_came_not };

	return w[came >= 0 && came <= CAME_NOT ? came : 0];
}

/* ---- the list ---- */

#define ROWS(l, list)                                                                           \
	do {                                                                                    \
		(l)->n = (list).n > MEETING_ROWS ? MEETING_ROWS : (list).n;                     \
		(l)->row = make(rq->mem, struct meeting_row, (l)->n + 1);                       \
		for (size_t i_ = 0; i_ < (l)->n; i_++)                                          \
			(l)->row[i_] = (struct meeting_row){ .id = (list).p[i_].id,             \
							     .state = (list).p[i_].state,       \
							     .title = (list).p[i_].title,       \
							     .starts = (list).p[i_].starts,     \
							     .room = (list).p[i_].room,         \
							     .held_on = (list).p[i_].held_on }; \
		more = (list).n > MEETING_ROWS;                                                 \
	} while (0)

static enum err
list_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_meeting_title, .rq = rq, .nav = "joint" };
	struct meeting_list l = { .plan = duty_held(rq->actor.role, DUTY_DISPATCH) };
	struct q_meeting_list_list all;
	struct q_meeting_list_post_list own;
	day before = day_make(9999, 1, 1);
	int64_t before_id = INT64_MAX;
	bool more = false;
	struct page *p;

	if (!day_parse(form_get(rq->query, S("before")), &before) ||
	    !str_int(form_get(rq->query, S("id")), &before_id)) {
		before = day_make(9999, 1, 1);
		before_id = INT64_MAX;
	}
	if (meeting_sees_all(&rq->actor)) {
		TRY(q_meeting_list(db, before, before_id, MEETING_ROWS + 1, &all));
		ROWS(&l, all);
	} else {
		TRY(q_meeting_list_post(db, rq->actor.post, before_id, MEETING_ROWS + 1, &own));
		ROWS(&l, own);
	}
	if (more)
		l.next =
			req_url(rq, "/desk/meetings?before=%s&id=%lld",
				str_z(rq->mem, day_iso(rq->mem, l.row[l.n - 1].held_on)), (long long)l.row[l.n - 1].id);
	p = res_page(rs);
	frame_begin(p, &f);
	view_meeting_list(p, &l);
	frame_end(p, &f);
	return OK;
}

/* ---- one meeting ---- */

#define CARRY(g, list)                                                          \
	do {                                                                    \
		(g)->carried = (list).n;                                        \
		(g)->carry = make(db->mem, struct meeting_carry, (list).n + 1); \
		for (size_t i_ = 0; i_ < (list).n; i_++)                        \
			(g)->carry[i_] = (struct meeting_carry){                \
				.id = (list).p[i_].id,                          \
				.state = (list).p[i_].state,                    \
				.from_title = (list).p[i_].from_title,          \
				.unit_zh = (list).p[i_].unit_zh,                \
				.unit_en = (list).p[i_].unit_en,                \
				.what = (list).p[i_].what,                      \
				.said = (list).p[i_].said,                      \
				.from_day = (list).p[i_].from_day,              \
				.due = (list).p[i_].due,                        \
				.late_at = (list).p[i_].late_at,                \
			};                                                      \
	} while (0)

enum err
meeting_load(struct db *db, const struct req *rq, struct meeting_page *g)
{
	const struct actor *a = &rq->actor;
	struct q_meeting_open_list open;
	struct q_meeting_carried_of_list carried;

	g->rq = rq;
	TRY(meeting_read(db, a, rq->id, &g->m));
	g->write = meeting_may_write(a, &g->m);
	TRY(q_meeting_items(db, rq->id, a->unit, a->person, MEETING_ITEMS, &g->items));
	TRY(q_meeting_seats(db, rq->id, MEETING_SEATS, &g->seats));
	TRY(q_meeting_tasks(db, rq->id, a->unit, a->person, TASK_OF_MEETING, &g->tasks));
	if (g->m.state == MEETING_PLANNED) {
		TRY(q_meeting_open(db, rq->id, a->unit, a->person, MEETING_CARRIED, &open));
		CARRY(g, open);
	} else {
		TRY(q_meeting_carried_of(db, rq->id, a->unit, a->person, MEETING_CARRIED, &carried));
		CARRY(g, carried);
	}
	return OK;
}

static enum err
one_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .rq = rq, .nav = "joint" };
	struct meeting_page g = { 0 };
	struct page *p;

	TRY(meeting_load(db, rq, &g));
	f.title_text = g.m.title;
	p = res_page(rs);
	frame_begin(p, &f);
	view_meeting_one(p, &g);
	frame_end(p, &f);
	return OK;
}

const struct route meeting_routes[] = {
	PAGE("/desk/meetings", DUTY_READ, list_page),
	PAGE("/desk/meetings/:id", DUTY_READ, one_page),
	ROUTES_END,
};
