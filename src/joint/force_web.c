#include "joint/force_web.h"

#include "gen/force.html.h"
#include "gen/force.words.h"
#include "gen/frame.html.h"
#include "gen/web.words.h"
#include "joint/meeting_web.h"
#include "matter/queue.h"

#define POSTS_MOST 600

/* ---- the list ---- */

#define ROWS(l, list)                                                                                    \
	do {                                                                                             \
		(l)->n = (list).n > FORCE_ROWS ? FORCE_ROWS : (list).n;                                  \
		(l)->row = make(rq->mem, struct force_row, (l)->n + 1);                                  \
		for (size_t i_ = 0; i_ < (l)->n; i_++)                                                   \
			(l)->row[i_] = (struct force_row){ .id = (list).p[i_].id,                        \
							   .title = (list).p[i_].title,                  \
							   .last_day = (list).p[i_].last_day,            \
							   .runs = (list).p[i_].ended_at.ms == 0 &&      \
								   (list).p[i_].last_day.n >= today.n }; \
		more = (list).n > FORCE_ROWS;                                                            \
	} while (0)

static enum err
list_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_force_title, .rq = rq, .nav = "joint" };
	struct force_list l = { .add = duty_held(rq->actor.role, DUTY_DISPATCH) };
	day before = day_make(9999, 1, 1), today = day_of(db->now);
	struct q_force_list_post_list own;
	struct q_force_list_list all;
	int64_t before_id = INT64_MAX;
	bool more = false;
	struct page *p;

	if (!day_parse(form_get(rq->query, S("before")), &before) ||
	    !str_int(form_get(rq->query, S("id")), &before_id)) {
		before = day_make(9999, 1, 1);
		before_id = INT64_MAX;
	}
	if (meeting_sees_all(&rq->actor)) {
		TRY(q_force_list(db, before, before_id, FORCE_ROWS + 1, &all));
		ROWS(&l, all);
	} else {
		TRY(q_force_list_post(db, rq->actor.post, before_id, FORCE_ROWS + 1, &own));
		ROWS(&l, own);
	}
	if (more)
		l.next = req_url(rq, "/desk/forces?before=%s&id=%lld",
				 str_z(rq->mem, day_iso(rq->mem, l.row[l.n - 1].last_day)),
				 (long long)l.row[l.n - 1].id);
	p = res_page(rs);
	frame_begin(p, &f);
	view_force_list(p, &l);
	frame_end(p, &f);
	return OK;
}

static enum err
one_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .rq = rq, .nav = "joint" };
	struct force_page g = { .rq = rq };
	struct page *p;

	TRY(force_read(db, &rq->actor, rq->id, &g.f));
	TRY(q_force_posts(db, rq->id, FORCE_POSTS + 1, &g.posts));
	TRY(q_force_matters(db, rq->id, rq->actor.unit, rq->actor.person, FORCE_MATTERS, &g.matters));
	g.runs = force_runs(&g.f, day_of(db->now));
	g.write = force_may_write(&rq->actor, &g.f, day_of(db->now));
	f.title_text = g.f.title;
	p = res_page(rs);
	frame_begin(p, &f);
	view_force_one(p, &g);
	frame_end(p, &f);
	return OK;
}

/* ---- forms ---- */

static struct panel
form_of(const struct req *rq, const struct q_force_of *o, const struct word *title, const struct word *intro,
	const struct word *button)
{
	return (struct panel){ .rq = rq,
			       .nav = "joint",
			       .title = title,
			       .about = o->title,
			       .intro = intro,
			       .button = button,
			       .back = o->id ? str_fmt(rq->mem, "/desk/forces/%lld", (long long)o->id)
					     : S("/desk/forces"),
			       .typed = rq->method == POST ? rq->form : NULL };
}

static enum err
open_for(struct db *db, const struct req *rq, struct q_force_of *o)
{
	TRY(force_read(db, &rq->actor, rq->id, o));
	return force_may_write(&rq->actor, o, day_of(db->now)) ? OK : CONFLICT;
}

static enum err
to_force(struct req *rq, struct res *rs)
{
	return see_other(rq, rs, "/desk/forces/%lld", (long long)rq->id);
}

static struct panel
new_form(const struct req *rq)
{
	struct q_force_of none = { 0 };
	struct panel f = form_of(rq, &none, &word_force_new, &word_force_new_lead, &word_force_new_go);

	panel_text(&f, "title", &word_force_name, S(""));
	panel_area(&f, "purpose", &word_force_purpose, S(""))->rows = 4;
	panel_day(&f, "last", &word_force_last, (day){ 0 });
	return f;
}

static enum err
new_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f = new_form(rq);

	(void)db;
	return panel_show(&f, rs);
}

static enum err
new_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct panel f = new_form(rq);
	struct force_new n;
	int64_t id;
	enum err e;

	n.title = form_text(&in, "title", FORCE_TITLE, &word_force_name_missing, &word_force_name_missing);
	n.purpose = form_text(&in, "purpose", FORCE_PURPOSE, &word_force_purpose_missing, &word_force_purpose_missing);
	n.last_day = form_day(&in, "last", &word_force_last_missing, &word_force_last_bad);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = force_add(tx, &rq->actor, &n, &id);
	if (e == INVALID) {
		panel_fault(&f, "last", &word_force_last_bad);
		return panel_show(&f, rs);
	}
	TRY(e);
	return see_other(rq, rs, "/desk/forces/%lld", (long long)id);
}

static enum err
member_form(struct db *db, const struct req *rq, struct q_force_of *o, struct panel *f)
{
	struct choice *posts;
	size_t n;

	TRY(open_for(db, rq, o));
	*f = form_of(rq, o, &word_force_join, &word_force_join_lead, &word_force_join_go);
	TRY(meeting_posts_pick(db, rq, &posts, &n));
	panel_select(f, "post", &word_force_join_who, S(""), posts, n);
	return OK;
}

static enum err
member_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_force_of o;
	struct panel f;

	TRY(member_form(db, rq, &o, &f));
	return panel_show(&f, rs);
}

static enum err
member_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_force_of o;
	struct panel f;
	int64_t post;
	enum err e;

	TRY(member_form(&tx->db, rq, &o, &f));
	post = form_int(&in, "post", 1, INT64_MAX, &word_force_join_missing, &word_force_join_missing);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = force_post(tx, &rq->actor, o.id, post);
	if (e == CONFLICT || e == INVALID) {
		panel_fault(&f, "post", &word_force_join_refused);
		return panel_show(&f, rs);
	}
	TRY(e);
	return to_force(rq, rs);
}

static enum err
leave_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct q_force_of o;
	int64_t post = 0;

	TRY(open_for(&tx->db, rq, &o));
	if (!str_int(form_get(rq->form, S("post")), &post) || post <= 0)
		return NOT_FOUND;
	TRY(force_leave(tx, &rq->actor, o.id, post));
	return to_force(rq, rs);
}

static enum err
matter_form(struct db *db, const struct req *rq, struct q_force_of *o, struct panel *f)
{
	TRY(open_for(db, rq, o));
	*f = form_of(rq, o, &word_force_bind, &word_force_join_lead, &word_force_bind_go);
	panel_text(f, "number", &word_force_bind_number, S(""));
	return OK;
}

static enum err
matter_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_force_of o;
	struct panel f;

	TRY(matter_form(db, rq, &o, &f));
	return panel_show(&f, rs);
}

static enum err
matter_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	int64_t year, number, matter = 0;
	struct q_force_of o;
	struct panel f;
	enum err e = NOT_FOUND;
	str typed;

	TRY(matter_form(&tx->db, rq, &o, &f));
	typed = form_text(&in, "number", 40, &word_force_bind_bad, &word_force_bind_bad);
	if (form_good(&in) && queue_number(rq->mem, typed, day_of(tx->db.now), &year, &number))
		e = queue_matter_of(&tx->db, &rq->actor, year, number, &matter);
	if (e == OK)
		e = force_matter(tx, &rq->actor, o.id, matter);
	if (e == NOT_FOUND)
		panel_fault(&f, "number", &word_force_bind_bad);
	else if (e == CONFLICT || e == INVALID)
		panel_fault(&f, "number", &word_force_bind_refused);
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(e);
	return to_force(rq, rs);
}

static enum err
prolong_form(struct db *db, const struct req *rq, struct q_force_of *o, struct panel *f)
{
	TRY(open_for(db, rq, o));
	*f = form_of(rq, o, &word_force_prolong, NULL, &word_force_prolong_go);
	panel_day(f, "last", &word_force_last, o->last_day);
	panel_area(f, "reason", &word_force_prolong_why, S(""))->rows = 4;
	return OK;
}

static enum err
prolong_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_force_of o;
	struct panel f;

	TRY(prolong_form(db, rq, &o, &f));
	return panel_show(&f, rs);
}

static enum err
prolong_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_force_of o;
	struct panel f;
	str reason;
	day last;
	enum err e;

	TRY(prolong_form(&tx->db, rq, &o, &f));
	last = form_day(&in, "last", &word_force_last_missing, &word_force_last_bad);
	reason = form_text(&in, "reason", FORCE_PURPOSE, &word_force_prolong_missing, &word_force_prolong_missing);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = force_prolong(tx, &rq->actor, o.id, last, reason);
	if (e == INVALID) {
		panel_fault(&f, "last", &word_force_last_bad);
		return panel_show(&f, rs);
	}
	TRY(e);
	return to_force(rq, rs);
}

static enum err
end_form(struct db *db, const struct req *rq, struct q_force_of *o, struct panel *f)
{
	TRY(open_for(db, rq, o));
	*f = form_of(rq, o, &word_force_end, &word_force_end_lead, &word_force_end);
	f->red = true;
	return OK;
}

static enum err
end_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_force_of o;
	struct panel f;

	TRY(end_form(db, rq, &o, &f));
	return panel_show(&f, rs);
}

static enum err
end_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct q_force_of o;
	struct panel f;

	TRY(end_form(&tx->db, rq, &o, &f));
	TRY(force_end(tx, &rq->actor, o.id));
	return to_force(rq, rs);
}

const struct route force_routes[] = {
	PAGE("/desk/forces", DUTY_READ, list_page),
	PAGE("/desk/forces/new", DUTY_DISPATCH, new_page),
	CHANGE("/desk/forces/new", DUTY_DISPATCH, new_change),
	PAGE("/desk/forces/:id", DUTY_READ, one_page),
	PAGE("/desk/forces/:id/member", DUTY_DISPATCH, member_page),
	CHANGE("/desk/forces/:id/member", DUTY_DISPATCH, member_change),
	CHANGE("/desk/forces/:id/leave", DUTY_DISPATCH, leave_change),
	PAGE("/desk/forces/:id/matter", DUTY_DISPATCH, matter_page),
	CHANGE("/desk/forces/:id/matter", DUTY_DISPATCH, matter_change),
	PAGE("/desk/forces/:id/prolong", DUTY_DISPATCH, prolong_page),
	CHANGE("/desk/forces/:id/prolong", DUTY_DISPATCH, prolong_change),
	PAGE("/desk/forces/:id/end", DUTY_DISPATCH, end_page),
	CHANGE("/desk/forces/:id/end", DUTY_DISPATCH, end_change),
	ROUTES_END,
};
