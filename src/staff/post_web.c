#include "staff/post_web.h"

#include "gen/post.html.h"
#include "gen/staff.words.h"
#include "gen/web.words.h"
#include "place/panel_web.h"
#include "staff/staff_web.h"

#define PAGE_ROWS   50
#define ENGLISH_MAX 100

/* Keyset paging: ?after=UNIT-POST is the last row of the page before. */
static void
after_read(const struct req *rq, int64_t *unit, int64_t *post)
{
	str left, right;

	*unit = *post = 0;
	if (!str_cut(form_get(rq->query, S("after")), '-', &left, &right) || !str_int(left, unit) ||
	    !str_int(right, post))
		*unit = *post = 0;
}

static enum err
list_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_staff_posts, .rq = rq, .nav = "posts" };
	bool past = form_has(rq->query, S("past"));
	struct q_admin_posts_list posts;
	int64_t unit, post;
	url next = { S("") };
	struct page *p;

	after_read(rq, &unit, &post);
	TRY(q_admin_posts(db, day_of(db->now), past, unit, post, PAGE_ROWS + 1, &posts));
	if (posts.n > PAGE_ROWS) {
		const struct q_admin_posts *last = &posts.p[PAGE_ROWS - 1];

		posts.n = PAGE_ROWS;
		next = req_url(rq, "/admin/posts?after=%lld-%lld%s", (long long)last->unit, (long long)last->id,
			       past ? "&past=1" : "");
	}
	p = res_page(rs);
	frame_begin(p, &f);
	view_post_list(p, &posts, past, next);
	frame_end(p, &f);
	return OK;
}

static enum err
one_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_staff_post, .rq = rq, .nav = "posts" };
	struct q_staff_post post;
	struct page *p;

	TRY(q_staff_post(db, rq->id, &post));
	p = res_page(rs);
	frame_begin(p, &f);
	view_post_one(p, &post);
	frame_end(p, &f);
	return OK;
}

/* ---- adding ---- */

static void
post_fields(struct panel *f, str zh, str en, str phone)
{
	panel_text(f, "title_zh", &word_staff_title_zh, zh)->optional = true;
	panel_text(f, "title_en", &word_staff_title_en, en)->optional = true;
	panel_phone(f, "phone", &word_staff_phone_post, phone)->hint = &word_staff_phone_hint;
}

static enum err
new_form(struct db *db, const struct req *rq, const struct form *typed, struct panel *f)
{
	struct choice *people, *units, *villages, *roles = make(rq->mem, struct choice, ROLES - 1);
	size_t person_n, unit_n, village_n;

	*f = (struct panel){ .rq = rq,
			     .nav = "posts",
			     .title = &word_staff_post_add,
			     .intro = &word_staff_post_add_intro,
			     .button = &word_web_add,
			     .back = S("/admin/posts"),
			     .typed = typed };
	TRY(staff_pick_people(db, rq, &people, &person_n));
	TRY(staff_pick_units(db, rq, &units, &unit_n));
	TRY(staff_pick_villages(db, rq, &word_web_whole_town, &villages, &village_n));
	for (int r = ROLE_CLERK; r < ROLES; r++)
		roles[r - 1] = (struct choice){ .value = str_fmt(rq->mem, "%d", r), .word = role_word((enum role)r) };
	panel_select(f, "person", &word_staff_person, form_get(rq->query, S("person")), people, person_n);
	panel_select(f, "unit", &word_staff_unit, form_get(rq->query, S("unit")), units, unit_n);
	panel_radios(f, "role", &word_staff_role, S(""), roles, ROLES - 1);
	panel_select(f, "village", &word_staff_area, S(""), villages, village_n)->hint = &word_staff_area_hint;
	post_fields(f, S(""), S(""), S(""));
	panel_day(f, "from", &word_staff_from, day_of(rq->now));
	panel_day(f, "to", &word_staff_last, (day){ 0 })->optional = true;
	return OK;
}

static enum err
new_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f;

	TRY(new_form(db, rq, NULL, &f));
	return panel_show(&f, rs);
}

static struct staff_post_new
new_read(struct form_in *in)
{
	struct staff_post_new n = { 0 };

	n.person = form_int(in, "person", 1, INT64_MAX, &word_web_choose, &word_web_choose);
	n.unit = form_int(in, "unit", 1, INT64_MAX, &word_web_choose, &word_web_choose);
	n.role = (enum role)form_int(in, "role", ROLE_CLERK, ROLES - 1, &word_web_choose, &word_web_choose);
	n.village = form_int(in, "village", 1, INT64_MAX, NULL, &word_web_choose);
	n.title_zh = form_text(in, "title_zh", STAFF_NAME_MAX, NULL, &word_web_too_long);
	n.title_en = form_text(in, "title_en", ENGLISH_MAX, NULL, &word_web_too_long);
	n.phone = form_text(in, "phone", 20, NULL, &word_web_too_long);
	n.valid_from = form_day(in, "from", &word_staff_day_missing, &word_staff_day_bad);
	n.valid_to = form_day(in, "to", NULL, &word_staff_day_bad);
	if (n.role == ROLE_GRID_WORKER && n.village == 0)
		form_fault(in, "village", &word_staff_area_missing);
	if (n.valid_to.n && n.valid_to.n < n.valid_from.n)
		form_fault(in, "to", &word_staff_day_range);
	return n;
}

static enum err
new_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct staff_post_new n = new_read(&in);
	struct panel f;
	int64_t id;
	enum err e;

	TRY(new_form(&tx->db, rq, rq->form, &f));
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = staff_add_post(tx, &rq->actor, &n, &id);
	if (e == INVALID || e == NOT_FOUND) {
		panel_fault(&f, "from", &word_staff_day_range);
		return panel_show(&f, rs);
	}
	TRY(e);
	return see_other(rq, rs, "/admin/posts/%lld", (long long)id);
}

/* ---- changing and ending ---- */

static struct panel
edit_form(const struct req *rq, const struct q_staff_post *o, const struct form *typed)
{
	struct panel f = { .rq = rq,
			   .nav = "posts",
			   .title = &word_staff_post_change,
			   .about = o->name,
			   .button = &word_web_save,
			   .typed = typed,
			   .back = str_fmt(rq->mem, "/admin/posts/%lld", (long long)o->id) };

	post_fields(&f, o->title_zh, o->title_en, o->phone);
	return f;
}

static enum err
edit_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_staff_post post;
	struct panel f;

	TRY(q_staff_post(db, rq->id, &post));
	f = edit_form(rq, &post, NULL);
	return panel_show(&f, rs);
}

static enum err
edit_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_staff_post post;
	str zh, en, phone;
	struct panel f;

	TRY(q_staff_post(&tx->db, rq->id, &post));
	f = edit_form(rq, &post, rq->form);
	zh = form_text(&in, "title_zh", STAFF_NAME_MAX, NULL, &word_web_too_long);
	en = form_text(&in, "title_en", ENGLISH_MAX, NULL, &word_web_too_long);
	phone = form_text(&in, "phone", 20, NULL, &word_web_too_long);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(staff_change_post(tx, &rq->actor, rq->id, zh, en, phone));
	return see_other(rq, rs, "/admin/posts/%lld", (long long)rq->id);
}

static struct panel
end_form(const struct req *rq, const struct q_staff_post *o, const struct form *typed)
{
	struct panel f = { .rq = rq,
			   .nav = "posts",
			   .title = &word_staff_post_end,
			   .intro = &word_staff_post_end_intro,
			   .button = &word_staff_end_do,
			   .about = o->name,
			   .red = true,
			   .back = str_fmt(rq->mem, "/admin/posts/%lld", (long long)o->id),
			   .typed = typed };

	panel_day(&f, "last", &word_staff_last, day_of(rq->now))->hint = &word_staff_last_hint;
	return f;
}

static enum err
end_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_staff_post post;
	struct panel f;

	TRY(q_staff_post(db, rq->id, &post));
	f = end_form(rq, &post, NULL);
	return panel_show(&f, rs);
}

static enum err
end_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_staff_post post;
	struct panel f;
	int64_t held = 0;
	day last;
	enum err e;

	TRY(q_staff_post(&tx->db, rq->id, &post));
	f = end_form(rq, &post, rq->form);
	last = form_day(&in, "last", &word_staff_day_missing, &word_staff_day_bad);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = staff_end_post(tx, &rq->actor, rq->id, last, staff_guards, &held);
	if (e == INVALID)
		panel_fault(&f, "last", &word_staff_day_range);
	else if (e == CONFLICT)
		panel_fault(&f, "last", &word_staff_post_held);
	else if (e == FORBIDDEN)
		panel_fault(&f, "last", &word_staff_last_administrator);
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(e);
	return see_other(rq, rs, "/admin/posts/%lld", (long long)rq->id);
}

const struct route post_routes[] = {
	PAGE("/admin/posts", DUTY_ADMIN, list_page),
	PAGE("/admin/posts/new", DUTY_ADMIN, new_page),
	CHANGE("/admin/posts/new", DUTY_ADMIN, new_change),
	PAGE("/admin/posts/:id", DUTY_ADMIN, one_page),
	PAGE("/admin/posts/:id/change", DUTY_ADMIN, edit_page),
	CHANGE("/admin/posts/:id/change", DUTY_ADMIN, edit_change),
	PAGE("/admin/posts/:id/end", DUTY_ADMIN, end_page),
	CHANGE("/admin/posts/:id/end", DUTY_ADMIN, end_change),
	ROUTES_END,
};
