/* opendesk_web.c — GET /desk/days and one session: its page, its sheet, its close. */
#include "openday/opendesk_web.h"
#include "gen/days.words.h"
#include "gen/frame.html.h"
#include "gen/opendesk.html.h"
#include "gen/opendesk.words.h"
#include "place/panel_web.h"
#include "staff/staff_web.h"

#define SOON_DAYS 14

/* ---- the list ---- */

static enum err
lists(struct db *db, struct req *rq, struct opendesk_list *l)
{
	day today = day_of(db->now), from = day_add(today, -OPENDAY_GRACE), after = day_add(today, 1);
	str before = form_get(rq->query, S("before")), on, id;
	struct openday_reach r;
	int64_t n = 0, last = INT64_MAX;
	day until = from;

	TRY(openday_reach_of(&rq->actor, &r));
	TRY(q_openday_sessions(db, from, today, day_add(from, -1), 0, 0, r.wide, r.area, r.post, r.unit, OPENDESK_ROWS,
			       &l->now));
	TRY(q_openday_sessions(db, after, day_add(today, SOON_DAYS), today, INT64_MAX, 0, r.wide, r.area, r.post,
			       r.unit, OPENDESK_ROWS, &l->soon));
	if (str_cut(before, '.', &on, &id) && str_int(on, &n) && str_int(id, &last) && n > 0 && n < from.n)
		until = (day){ (int32_t)n };
	else
		last = 0;
	TRY(q_openday_sessions_past(db, until, last, 0, r.wide, r.area, r.post, r.unit, OPENDESK_ROWS + 1, &l->past));
	if (l->past.n > OPENDESK_ROWS) {
		const struct q_openday_sessions_past *s = &l->past.p[OPENDESK_ROWS - 1];

		l->past.n = OPENDESK_ROWS;
		l->older = req_url(rq, "/desk/days?before=%d.%lld", (int)s->day.n, (long long)s->id);
	}
	return r.wide ? q_openday_missed(db, r.area, OPENDESK_ROWS, &l->missed) : OK;
}

static enum err
list_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_opendesk_title, .rq = rq, .nav = "days" };
	struct opendesk_list l = { .rq = rq, .arranges = duty_held(rq->actor.role, DUTY_DISPATCH) };
	struct page *p;

	TRY(lists(db, rq, &l));
	p = res_page(rs);
	frame_begin(p, &f);
	view_opendesk_list(p, &l);
	frame_end(p, &f);
	return OK;
}

/* ---- one session ---- */

static enum err
sitting_load(struct db *db, struct req *rq, struct opendesk_session *d)
{
	d->rq = rq;
	TRY(sitting_open(db, &rq->actor, rq->id, &d->s));
	TRY(q_openday_items(db, rq->id, OPENDAY_LINES, &d->items));
	for (size_t i = 0; i < d->items.n; i++)
		d->open += d->items.p[i].outcome == ITEM_OPEN;
	d->enters = duty_held(rq->actor.role, DUTY_INTAKE) && sitting_running(&d->s, day_of(db->now));
	d->arranges = duty_held(rq->actor.role, DUTY_DISPATCH);
	TRY(q_openday_board_open(db, d->s.village, OPENDAY_LINES, &d->due));
	for (size_t i = 0; i < d->due.n; i++)
		d->late += day_diff(d->due.p[i].due_day, d->s.day) >= 0;
	return OK;
}

static str
sitting_title(const struct req *rq, const struct q_openday_session_row *s)
{
	struct out o = out_make(rq->mem, 64, 200);
	struct page words = { .out = &o, .lang = rq->lang, .now = rq->now };

	put_day(&words, s->day);
	return str_fmt(rq->mem, "%.*s %.*s", STR_ARG(panel_name_for(rq, s->village_zh, s->village_en)),
		       STR_ARG(out_view(&o)));
}

static enum err
sitting_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .rq = rq, .nav = "days" };
	struct opendesk_session d = { 0 };
	struct page *p;

	TRY(sitting_load(db, rq, &d));
	if (d.enters)
		TRY(opendesk_entry_make(db, rq, &d.s, NULL, &d.entry));
	f.title_text = sitting_title(rq, &d.s);
	p = res_page(rs);
	frame_begin(p, &f);
	view_opendesk_session(p, &d);
	frame_end(p, &f);
	return OK;
}

static enum err
close_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_opendesk_close_title, .rq = rq, .nav = "days" };
	struct opendesk_session d = { 0 };
	struct page *p;

	TRY(sitting_load(db, rq, &d));
	if (!d.enters)
		return see_other(rq, rs, "/desk/days/%lld", (long long)rq->id);
	p = res_page(rs);
	frame_begin(p, &f);
	view_opendesk_close(p, &d);
	frame_end(p, &f);
	return OK;
}

static enum err
close_post(struct tx *tx, struct req *rq, struct res *rs)
{
	TRY(sitting_close(tx, &rq->actor, rq->id));
	return see_other(rq, rs, "/desk/days/%lld", (long long)rq->id);
}

/* ---- its sheet ---- */

static html
sheet_code(const struct req *rq, url to)
{
	return html_qr(rq->mem, to.s, word_text(&word_opendesk_sheet_qr_word, rq->lang));
}

static enum err
sheet_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_opendesk_sheet_title, .rq = rq, .print = true };
	struct opendesk_sheet s = { .rq = rq };
	struct q_openday_item_last last;
	struct page *p;

	TRY(sitting_open(db, &rq->actor, rq->id, &s.s));
	TRY(q_openday_board_open(db, s.s.village, OPENDESK_ROWS, &s.due));
	TRY(q_openday_item_last(db, rq->id, &last));
	s.first = (int)last.n + 1;
	s.promise_code = make(rq->mem, html, s.due.n + 1);
	for (size_t i = 0; i < s.due.n; i++)
		s.promise_code[i] =
			sheet_code(rq, req_absolute(rq, "/desk/days/promise/%lld", (long long)s.due.p[i].id));
	for (int i = 0; i < OPENDESK_SHEET; i++)
		s.line_code[i] =
			sheet_code(rq, req_absolute(rq, "/desk/days/%lld/line/%d", (long long)rq->id, s.first + i));
	p = res_page(rs);
	frame_begin(p, &f);
	view_opendesk_sheet(p, &s);
	frame_end(p, &f);
	return OK;
}

/* ---- arranging ---- */

bool
opendesk_time(struct arena *a, str typed, int *minutes)
{
	str s = str_trim(str_narrow(a, typed)), hour, minute;
	int64_t h, m;

	if (!str_cut(s, ':', &hour, &minute) || !str_int(hour, &h) || !str_int(minute, &m))
		return false;
	*minutes = (int)(h * 60 + m);
	return h >= 0 && h <= 24 && m >= 0 && m < 60 && *minutes <= 24 * 60;
}

str
opendesk_time_text(struct arena *a, int64_t minutes)
{
	return str_fmt(a, "%d:%02d", (int)(minutes / 60), (int)(minutes % 60));
}

/* Time, place and post: what both forms ask for. */
static enum err
common_fields(struct db *db, struct panel *f, const struct q_openday_session_row *s)
{
	struct field posts = { 0 }, *post;

	TRY(opendesk_posts(db, f->rq, s->village, &word_opendesk_duty_none, &posts));
	panel_text(f, "from", &word_opendesk_from, opendesk_time_text(f->rq->mem, s->starts));
	panel_text(f, "until", &word_opendesk_until, opendesk_time_text(f->rq->mem, s->ends));
	panel_text(f, "spot", &word_opendesk_spot, s->spot)->optional = true;
	post = panel_select(f, "post", &word_opendesk_duty, panel_id(f->rq->mem, s->post), NULL, 0);
	post->choices = posts.choices;
	post->n = posts.n;
	return OK;
}

static void
common_read(struct form_in *in, struct sitting_new *n)
{
	bool good = opendesk_time(in->mem, form_get(in->form, S("from")), &n->starts);

	if (!opendesk_time(in->mem, form_get(in->form, S("until")), &n->ends) || !good || n->ends <= n->starts)
		form_fault(in, "from", &word_opendesk_time_bad);
	n->spot = form_text(in, "spot", OPENDAY_SPOT_MAX, NULL, &word_opendesk_spot_long);
	n->post = form_int(in, "post", 1, INT64_MAX, NULL, &word_opendesk_post_missing);
}

static enum err
change_form(struct db *db, const struct req *rq, struct q_openday_session_row *s, struct panel *f)
{
	TRY(sitting_open(db, &rq->actor, rq->id, s));
	*f = (struct panel){ .rq = rq,
			     .nav = "days",
			     .title = &word_opendesk_change_title,
			     .about = sitting_title(rq, s),
			     .button = &word_opendesk_save,
			     .back = str_fmt(rq->mem, "/desk/days/%lld", (long long)rq->id),
			     .typed = rq->method == POST ? rq->form : NULL };
	return common_fields(db, f, s);
}

static enum err
change_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_openday_session_row s;
	struct panel f;

	TRY(change_form(db, rq, &s, &f));
	return panel_show(&f, rs);
}

static enum err
change_post(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_openday_session_row s;
	struct sitting_new n = { 0 };
	struct panel f;

	TRY(change_form(&tx->db, rq, &s, &f));
	common_read(&in, &n);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(sitting_change(tx, &rq->actor, rq->id, s.revision, &n));
	return see_other(rq, rs, "/desk/days/%lld", (long long)rq->id);
}

static enum err
new_form(struct db *db, const struct req *rq, struct panel *f)
{
	static struct choice kinds[] = {
		{ .value = { "1", 1 }, .word = &word_days_k_plain },
		{ .value = { "2", 1 }, .word = &word_days_k_sunshine },
	};
	struct q_openday_session_row usual = { .starts = 9 * 60, .ends = 12 * 60 };
	struct choice *villages;
	size_t n;

	*f = (struct panel){ .rq = rq,
			     .nav = "days",
			     .title = &word_opendesk_add_title,
			     .intro = &word_opendesk_add_intro,
			     .button = &word_opendesk_save,
			     .back = S("/desk/days"),
			     .typed = rq->method == POST ? rq->form : NULL };
	TRY(staff_pick_villages(db, rq, &word_opendesk_place, &villages, &n));
	panel_radios(f, "kind", &word_opendesk_kind, S("1"), kinds, 2);
	panel_select(f, "village", &word_opendesk_place, panel_id(rq->mem, rq->actor.village), villages, n);
	panel_day(f, "day", &word_opendesk_day, day_add(day_of(rq->now), 1));
	return common_fields(db, f, &usual);
}

static enum err
new_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f;

	TRY(new_form(db, rq, &f));
	return panel_show(&f, rs);
}

static enum err
new_post(struct tx *tx, struct req *rq, struct res *rs)
{
	static const char *const kinds[] = { "1", "2", NULL };
	struct form_in in = form_in(rq->mem, rq->form);
	struct sitting_new n = { 0 };
	struct panel f;
	int64_t id;
	enum err e;

	TRY(new_form(&tx->db, rq, &f));
	n.kind = (enum openday_kind)(1 + form_choice(&in, "kind", kinds, &word_opendesk_kind));
	n.village = form_int(&in, "village", 1, INT64_MAX, &word_opendesk_place_missing, &word_opendesk_place_missing);
	n.day = form_day(&in, "day", &word_opendesk_day_bad, &word_opendesk_day_bad);
	common_read(&in, &n);
	e = in.faults.n ? OK : sitting_add(tx, &rq->actor, &n, &id);
	if (e == CONFLICT)
		form_fault(&in, "day", &word_opendesk_day_taken);
	else if (e == INVALID)
		form_fault(&in, "day", &word_opendesk_day_bad);
	else
		TRY(e);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	return see_other(rq, rs, "/desk/days/%lld", (long long)id);
}

static enum err
off_form(struct db *db, const struct req *rq, struct panel *f)
{
	struct q_openday_session_row s;

	TRY(sitting_open(db, &rq->actor, rq->id, &s));
	*f = (struct panel){ .rq = rq,
			     .nav = "days",
			     .title = &word_opendesk_off_title,
			     .about = sitting_title(rq, &s),
			     .intro = &word_opendesk_off_intro,
			     .button = &word_opendesk_call_off,
			     .red = true,
			     .back = str_fmt(rq->mem, "/desk/days/%lld", (long long)rq->id),
			     .typed = rq->method == POST ? rq->form : NULL };
	panel_area(f, "reason", &word_opendesk_off_reason, S(""));
	return OK;
}

static enum err
off_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f;

	TRY(off_form(db, rq, &f));
	return panel_show(&f, rs);
}

static enum err
off_post(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct panel f;
	str reason;
	enum err e;

	TRY(off_form(&tx->db, rq, &f));
	reason = form_text(&in, "reason", OPENDAY_WORDS_MAX, &word_opendesk_off_missing, &word_opendesk_too_long);
	e = in.faults.n ? OK : sitting_call_off(tx, &rq->actor, rq->id, reason);
	if (e == INVALID)
		form_fault(&in, "reason", &word_opendesk_off_lines);
	else
		TRY(e);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	return see_other(rq, rs, "/desk/days/%lld", (long long)rq->id);
}

const struct route opendesk_routes[] = {
	PAGE("/desk/days", DUTY_READ, list_page),
	PAGE("/desk/days/new", DUTY_DISPATCH, new_page),
	CHANGE("/desk/days/new", DUTY_DISPATCH, new_post),
	PAGE("/desk/days/:id", DUTY_READ, sitting_page),
	PAGE("/desk/days/:id/sheet", DUTY_READ, sheet_page),
	PAGE("/desk/days/:id/close", DUTY_INTAKE, close_page),
	CHANGE("/desk/days/:id/close", DUTY_INTAKE, close_post),
	PAGE("/desk/days/:id/change", DUTY_DISPATCH, change_page),
	CHANGE("/desk/days/:id/change", DUTY_DISPATCH, change_post),
	PAGE("/desk/days/:id/off", DUTY_DISPATCH, off_page),
	CHANGE("/desk/days/:id/off", DUTY_DISPATCH, off_post),
	ROUTES_END,
};
