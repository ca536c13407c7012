/* meeting_plan_web.c — forms of a meeting: when and where, who comes, closing the minutes. */
#include "gen/meeting.words.h"
#include "gen/web.words.h"
#include "joint/meeting_web.h"

#define POSTS_MOST 600

struct panel
meeting_form(const struct req *rq, const struct q_meeting_of *m, const struct word *title, const struct word *intro,
	     const struct word *button)
{
	return (struct panel){ .rq = rq,
			       .nav = "joint",
			       .title = title,
			       .about = m->title,
			       .intro = intro,
			       .button = button,
			       .back = str_fmt(rq->mem, "/desk/meetings/%lld", (long long)m->id),
			       .typed = rq->method == POST ? rq->form : NULL };
}

enum err
meeting_open(struct db *db, const struct req *rq, struct q_meeting_of *m)
{
	TRY(meeting_read(db, &rq->actor, rq->id, m));
	return meeting_may_write(&rq->actor, m) ? OK : CONFLICT;
}

enum err
meeting_back(struct req *rq, struct res *rs)
{
	return see_other(rq, rs, "/desk/meetings/%lld", (long long)rq->id);
}

enum err
meeting_posts_pick(struct db *db, const struct req *rq, struct choice **c, size_t *n)
{
	struct q_meeting_posts_list l;

	TRY(q_meeting_posts(db, day_of(db->now), POSTS_MOST, &l));
	*c = make(rq->mem, struct choice, l.n + 1);
	(*c)[0] = (struct choice){ .value = S(""), .word = &word_web_choose };
	for (size_t i = 0; i < l.n; i++)
		(*c)[i + 1] = (struct choice){ .value = panel_id(rq->mem, l.p[i].id),
					       .text = str_fmt(
						       rq->mem, "%.*s · %.*s · %.*s",
						       STR_ARG(panel_name_for(rq, l.p[i].unit_zh, l.p[i].unit_en)),
						       STR_ARG(l.p[i].name),
						       STR_ARG(panel_name_for(rq, l.p[i].title_zh, l.p[i].title_en))) };
	*n = l.n + 1;
	return OK;
}

/* ---- planning ---- */

static enum err
plan_fields(struct db *db, struct panel *f, const struct q_meeting_of *m)
{
	struct choice *posts;
	size_t n;

	TRY(meeting_posts_pick(db, f->rq, &posts, &n));
	panel_text(f, "title", &word_meeting_name, m->title);
	panel_day(f, "on", &word_meeting_on, m->held_on);
	panel_text(f, "starts", &word_meeting_starts, m->starts)->type = "time";
	panel_text(f, "room", &word_meeting_room, m->room);
	panel_select(f, "chair", &word_meeting_chair, panel_id(f->rq->mem, m->chair), posts, n);
	return OK;
}

static void
plan_typed(struct panel *f, struct meeting_new *n)
{
	struct form_in in = form_in(f->rq->mem, f->rq->form);

	n->title = form_text(&in, "title", MEETING_SHORT, &word_meeting_name_missing, &word_meeting_name_missing);
	n->held_on = form_day(&in, "on", &word_meeting_on_missing, &word_meeting_on_bad);
	n->starts = form_text(&in, "starts", 5, &word_meeting_starts_bad, &word_meeting_starts_bad);
	n->room = form_text(&in, "room", MEETING_SHORT, &word_meeting_room_missing, &word_meeting_room_missing);
	n->chair = form_int(&in, "chair", 1, INT64_MAX, &word_meeting_chair_missing, &word_meeting_chair_missing);
	f->faults = in.faults;
}

static enum err
new_form(struct db *db, const struct req *rq, struct panel *f)
{
	struct q_meeting_of none = { .chair = rq->actor.role == ROLE_LEADER ? rq->actor.post : 0 };

	*f = meeting_form(rq, &none, &word_meeting_new, &word_meeting_new_lead, &word_meeting_plan_go);
	f->back = S("/desk/meetings");
	return plan_fields(db, f, &none);
}

static enum err
new_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f;

	TRY(new_form(db, rq, &f));
	return panel_show(&f, rs);
}

static enum err
new_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct meeting_new n = { 0 };
	struct panel f;
	int64_t id;
	enum err e;

	TRY(new_form(&tx->db, rq, &f));
	plan_typed(&f, &n);
	if (f.faults.n)
		return panel_show(&f, rs);
	e = meeting_add(tx, &rq->actor, &n, &id);
	if (e == INVALID) {
		panel_fault(&f, "starts", &word_meeting_starts_bad);
		return panel_show(&f, rs);
	}
	TRY(e);
	return see_other(rq, rs, "/desk/meetings/%lld", (long long)id);
}

static enum err
change_form(struct db *db, const struct req *rq, struct q_meeting_of *m, struct panel *f)
{
	TRY(meeting_open(db, rq, m));
	*f = meeting_form(rq, m, &word_meeting_change, NULL, &word_web_save);
	return plan_fields(db, f, m);
}

static enum err
change_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_meeting_of m;
	struct panel f;

	TRY(change_form(db, rq, &m, &f));
	return panel_show(&f, rs);
}

static enum err
change_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct meeting_new n = { 0 };
	struct q_meeting_of m;
	struct panel f;
	enum err e;

	TRY(change_form(&tx->db, rq, &m, &f));
	plan_typed(&f, &n);
	if (f.faults.n)
		return panel_show(&f, rs);
	e = meeting_change(tx, &rq->actor, m.id, &n);
	if (e == INVALID) {
		panel_fault(&f, "starts", &word_meeting_starts_bad);
		return panel_show(&f, rs);
	}
	TRY(e);
	return meeting_back(rq, rs);
}

/* ---- people ---- */

static enum err
seat_form(struct db *db, const struct req *rq, struct q_meeting_of *m, struct panel *f)
{
	struct choice *posts;
	size_t n;

	TRY(meeting_open(db, rq, m));
	*f = meeting_form(rq, m, &word_meeting_people_add, &word_meeting_people_lead, &word_meeting_people_go);
	TRY(meeting_posts_pick(db, rq, &posts, &n));
	panel_select(f, "post", &word_meeting_people_post, S(""), posts, n)->optional = true;
	panel_text(f, "office", &word_meeting_people_office, S(""))->optional = true;
	return OK;
}

static enum err
seat_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_meeting_of m;
	struct panel f;

	TRY(seat_form(db, rq, &m, &f));
	return panel_show(&f, rs);
}

static enum err
seat_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_meeting_of m;
	struct panel f;
	int64_t post;
	str office;
	enum err e;

	TRY(seat_form(&tx->db, rq, &m, &f));
	post = form_int(&in, "post", 1, INT64_MAX, NULL, &word_meeting_people_missing);
	office = form_text(&in, "office", MEETING_SHORT, NULL, &word_meeting_people_missing);
	f.faults = in.faults;
	if ((post == 0) == (office.n == 0))
		panel_fault(&f, "post", &word_meeting_people_missing);
	if (f.faults.n)
		return panel_show(&f, rs);
	e = meeting_seat(tx, &rq->actor, m.id, post, office);
	if (e == CONFLICT || e == INVALID) {
		panel_fault(&f, "post", &word_meeting_people_refused);
		return panel_show(&f, rs);
	}
	TRY(e);
	return meeting_back(rq, rs);
}

static enum err
came_change(struct tx *tx, struct req *rq, struct res *rs)
{
	static const char *const keys[] = { "unsaid", "self", "other", "not", NULL };
	struct q_meeting_seats_list seats;
	struct q_meeting_of m;

	TRY(meeting_open(&tx->db, rq, &m));
	TRY(q_meeting_seats(&tx->db, m.id, MEETING_SEATS, &seats));
	for (size_t i = 0; i < seats.n; i++) {
		str typed = form_get(rq->form, str_fmt(rq->mem, "came%lld", (long long)seats.p[i].n));

		for (int k = 0; keys[k]; k++)
			if (str_eq(typed, str_of(keys[k])) && k != seats.p[i].came)
				TRY(meeting_came(tx, &rq->actor, m.id, seats.p[i].n, (enum meeting_came)k));
	}
	return meeting_back(rq, rs);
}

/* ---- closing ---- */

static enum err
close_form(struct db *db, const struct req *rq, struct q_meeting_of *m, struct panel *f)
{
	TRY(meeting_open(db, rq, m));
	*f = meeting_form(rq, m, &word_meeting_close, &word_meeting_close_lead, &word_meeting_close);
	return OK;
}

static enum err
close_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_meeting_of m;
	struct panel f;

	TRY(close_form(db, rq, &m, &f));
	return panel_show(&f, rs);
}

static enum err
close_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct q_meeting_of m;
	struct panel f;
	enum err e;

	TRY(close_form(&tx->db, rq, &m, &f));
	e = meeting_close(tx, &rq->actor, m.id);
	if (e == INVALID) {
		panel_fault(&f, "main", &word_meeting_close_refused);
		return panel_show(&f, rs);
	}
	TRY(e);
	return meeting_back(rq, rs);
}

#define FORM(path_, name_)                                          \
	PAGE("/desk/meetings/" path_, DUTY_DISPATCH, name_##_page), \
		CHANGE("/desk/meetings/" path_, DUTY_DISPATCH, name_##_change)

const struct route meeting_plan_routes[] = {
	FORM("new", new),         FORM(":id/change", change),
	FORM(":id/seat", seat),   CHANGE("/desk/meetings/:id/came", DUTY_DISPATCH, came_change),
	FORM(":id/close", close), ROUTES_END,
};
