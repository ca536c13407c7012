#include "staff/person_web.h"

#include "gen/person.html.h"
#include "gen/staff.words.h"
#include "gen/web.words.h"
#include "place/panel_web.h"
#include "staff/staff_web.h"
#include "web/session.h"

#define PAGE_ROWS  50
#define POSTS_MOST 100

/* ---- lists ---- */

static void
after_read(const struct req *rq, str *name, int64_t *id)
{
	str after = form_get(rq->query, S("after"));

	*id = 0;
	*name = (str){ NULL, 0 };
	if (after.n && str_int(form_get(rq->query, S("id")), id))
		*name = after;
}

static enum err
list_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_staff_people, .rq = rq, .nav = "posts" };
	struct q_admin_people_list people;
	const struct q_admin_people *last = NULL;
	struct page *p;
	int64_t id;
	str name;

	after_read(rq, &name, &id);
	TRY(q_admin_people(db, name, id, PAGE_ROWS + 1, &people));
	if (people.n > PAGE_ROWS) {
		people.n = PAGE_ROWS;
		last = &people.p[PAGE_ROWS - 1];
	}
	p = res_page(rs);
	frame_begin(p, &f);
	view_person_list(p, &people, last);
	frame_end(p, &f);
	return OK;
}

static enum err
one_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .rq = rq, .nav = "posts" };
	struct q_admin_posts_of_person_list posts;
	struct q_staff_account account = { 0 };
	struct q_staff_person person;
	struct page *p;
	enum err e;

	TRY(q_staff_person(db, rq->id, &person));
	e = q_staff_account(db, rq->id, &account);
	if (e != OK && e != NOT_FOUND)
		return e;
	TRY(q_admin_posts_of_person(db, rq->id, POSTS_MOST, &posts));
	f.title_text = person.name;
	p = res_page(rs);
	frame_begin(p, &f);
	view_person_one(p, &person, e == OK ? &account : NULL, &posts);
	frame_end(p, &f);
	return OK;
}

/* ---- one-time passwords: made and hashed on the slow lane, shown once ---- */

struct secret {
	str plain, hashed;
};

static enum err
secret_prepare(struct db *db, struct req *rq)
{
	struct secret *s = make(rq->mem, struct secret, 1);

	(void)db;
	s->plain = staff_password_make(rq->mem);
	s->hashed = seal_password(rq->mem, s->plain);
	rq->prepared = s;
	return OK;
}

static enum err
secret_show(const struct req *rq, struct res *rs, const struct person_secret *s)
{
	struct frame f = { .title = &word_staff_secret, .rq = rq, .nav = "posts" };
	struct page *p = res_page(rs);

	frame_begin(p, &f);
	view_person_secret(p, s);
	frame_end(p, &f);
	return OK;
}

static struct panel
account_form(const struct req *rq, const struct q_staff_person *who, const struct form *typed)
{
	struct panel f = { .rq = rq,
			   .nav = "posts",
			   .title = who ? &word_staff_account_add : &word_staff_person_add,
			   .intro = &word_staff_account_intro,
			   .button = &word_web_add,
			   .back = who ? str_fmt(rq->mem, "/admin/people/%lld", (long long)who->id)
				       : S("/admin/people"),
			   .about = who ? who->name : S(""),
			   .typed = typed };

	if (!who)
		panel_text(&f, "person", &word_staff_person_name, S(""));
	panel_text(&f, "login", &word_staff_login, S(""))->hint = &word_staff_login_hint;
	return f;
}

static str
login_read(struct form_in *in)
{
	str login = str_narrow(in->mem, form_text(in, "login", 32, &word_staff_login_bad, &word_staff_login_bad));

	if (login.n && !staff_login_good(login))
		form_fault(in, "login", &word_staff_login_bad);
	return login;
}

static enum err
new_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f = account_form(rq, NULL, NULL);

	(void)db;
	return panel_show(&f, rs);
}

static enum err
new_change(struct tx *tx, struct req *rq, struct res *rs)
{
	const struct secret *s = rq->prepared;
	struct form_in in = form_in(rq->mem, rq->form);
	struct panel f = account_form(rq, NULL, rq->form);
	struct person_secret shown = { .password = s->plain };
	enum err e;

	shown.name = form_text(&in, "person", STAFF_NAME_MAX, &word_staff_name_missing, &word_web_too_long);
	shown.login = login_read(&in);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(staff_add_person(tx, &rq->actor, shown.name, &shown.person));
	e = staff_add_account(tx, &rq->actor, shown.person, shown.login, s->hashed, true);
	if (e == CONFLICT) {
		panel_fault(&f, "login", &word_staff_login_used);
		return panel_show(&f, rs);
	}
	TRY(e);
	return secret_show(rq, rs, &shown);
}

static enum err
account_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_staff_person who;
	struct panel f;

	TRY(q_staff_person(db, rq->id, &who));
	f = account_form(rq, &who, NULL);
	return panel_show(&f, rs);
}

static enum err
account_change(struct tx *tx, struct req *rq, struct res *rs)
{
	const struct secret *s = rq->prepared;
	struct form_in in = form_in(rq->mem, rq->form);
	struct person_secret shown = { .person = rq->id, .password = s->plain };
	struct q_staff_person who;
	struct panel f;
	enum err e;

	TRY(q_staff_person(&tx->db, rq->id, &who));
	shown.name = who.name;
	shown.login = login_read(&in);
	f = account_form(rq, &who, rq->form);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = staff_add_account(tx, &rq->actor, rq->id, shown.login, s->hashed, true);
	if (e == CONFLICT) {
		panel_fault(&f, "login", &word_staff_login_used);
		return panel_show(&f, rs);
	}
	TRY(e);
	return secret_show(rq, rs, &shown);
}

static enum err
reset_page(struct db *db, struct req *rq, struct res *rs)
{
	struct panel f = { .rq = rq,
			   .nav = "posts",
			   .title = &word_staff_reset,
			   .intro = &word_staff_reset_intro,
			   .button = &word_staff_reset,
			   .back = str_fmt(rq->mem, "/admin/people/%lld", (long long)rq->id) };
	struct q_staff_person who;

	TRY(q_staff_person(db, rq->id, &who));
	f.about = who.name;
	return panel_show(&f, rs);
}

static enum err
reset_change(struct tx *tx, struct req *rq, struct res *rs)
{
	const struct secret *s = rq->prepared;
	struct person_secret shown = { .person = rq->id, .password = s->plain };
	struct q_staff_person who;
	struct q_staff_account account;

	TRY(q_staff_person(&tx->db, rq->id, &who));
	TRY(q_staff_account(&tx->db, rq->id, &account));
	TRY(staff_set_password(tx, &rq->actor, rq->id, s->hashed, true));
	TRY(session_end_all(tx, rq->id, rq->id == rq->actor.person ? rq->session : S("")));
	shown.name = who.name;
	shown.login = account.login;
	return secret_show(rq, rs, &shown);
}

/* ---- name and end ---- */

static struct panel
rename_form(const struct req *rq, const struct q_staff_person *who, const struct form *typed)
{
	struct panel f = { .rq = rq,
			   .nav = "posts",
			   .title = &word_staff_person_rename,
			   .about = who->name,
			   .button = &word_web_save,
			   .typed = typed,
			   .back = str_fmt(rq->mem, "/admin/people/%lld", (long long)who->id) };

	panel_text(&f, "person", &word_staff_person_name, who->name);
	return f;
}

static enum err
rename_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_staff_person who;
	struct panel f;

	TRY(q_staff_person(db, rq->id, &who));
	f = rename_form(rq, &who, NULL);
	return panel_show(&f, rs);
}

static enum err
rename_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_staff_person who;
	struct panel f;
	str name;

	TRY(q_staff_person(&tx->db, rq->id, &who));
	f = rename_form(rq, &who, rq->form);
	name = form_text(&in, "person", STAFF_NAME_MAX, &word_staff_name_missing, &word_web_too_long);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(staff_rename_person(tx, &rq->actor, rq->id, name));
	return see_other(rq, rs, "/admin/people/%lld", (long long)rq->id);
}

static struct panel
end_form(const struct req *rq, const struct q_staff_person *who, const struct form *typed)
{
	struct panel f = { .rq = rq,
			   .nav = "posts",
			   .title = &word_staff_person_end,
			   .intro = &word_staff_person_end_intro,
			   .about = who->name,
			   .button = &word_staff_person_end,
			   .red = true,
			   .back = str_fmt(rq->mem, "/admin/people/%lld", (long long)who->id),
			   .typed = typed };

	panel_tick(&f, "sure", &word_staff_person_end_sure, false);
	return f;
}

static enum err
end_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_staff_person who;
	struct panel f;

	TRY(q_staff_person(db, rq->id, &who));
	f = end_form(rq, &who, NULL);
	return panel_show(&f, rs);
}

static enum err
end_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_staff_person who;
	struct panel f;
	int64_t held;
	enum err e;

	TRY(q_staff_person(&tx->db, rq->id, &who));
	f = end_form(rq, &who, rq->form);
	if (!form_tick(&in, "sure")) {
		panel_fault(&f, "sure", &word_staff_sure_missing);
		return panel_show(&f, rs);
	}
	e = staff_end_person(tx, &rq->actor, rq->id, staff_guards, &held);
	if (e == CONFLICT)
		panel_fault(&f, "sure", &word_staff_post_held);
	else if (e == FORBIDDEN)
		panel_fault(&f, "sure", &word_staff_last_administrator);
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(e);
	TRY(session_end_all(tx, rq->id, S("")));
	return see_other(rq, rs, "/admin/people");
}

const struct route person_routes[] = {
	PAGE("/admin/people", DUTY_ADMIN, list_page),
	PAGE("/admin/people/new", DUTY_ADMIN, new_page),
	CHANGE_SLOW("/admin/people/new", DUTY_ADMIN, new_change, secret_prepare, NULL),
	PAGE("/admin/people/:id", DUTY_ADMIN, one_page),
	PAGE("/admin/people/:id/account", DUTY_ADMIN, account_page),
	CHANGE_SLOW("/admin/people/:id/account", DUTY_ADMIN, account_change, secret_prepare, NULL),
	PAGE("/admin/people/:id/password", DUTY_ADMIN, reset_page),
	CHANGE_SLOW("/admin/people/:id/password", DUTY_ADMIN, reset_change, secret_prepare, NULL),
	PAGE("/admin/people/:id/rename", DUTY_ADMIN, rename_page),
	CHANGE("/admin/people/:id/rename", DUTY_ADMIN, rename_change),
	PAGE("/admin/people/:id/end", DUTY_ADMIN, end_page),
	CHANGE("/admin/people/:id/end", DUTY_ADMIN, end_change),
	ROUTES_END,
};
