#include "staff/password_web.h"

#include "gen/password.html.h"
#include "gen/staff.words.h"
#include "gen/web.words.h"
#include "place/panel_web.h"
#include "staff/staff.h"
#include "web/session.h"

/* What the slow lane found out for the handler. */
struct change {
	enum err result; /* of the old password; BUSY: several wrong tries, wait */
	struct faults faults;
	str hashed;
};

static struct field *
secret_field(struct panel *f, const char *name, const struct word *label, const char *complete)
{
	struct field *field = panel_text(f, name, label, S(""));

	field->type = "password";
	field->complete = complete;
	field->value = S(""); /* a password never comes back in a page */
	return field;
}

static void
new_fields(struct panel *f)
{
	secret_field(f, "fresh", &word_staff_password_new, "new-password")->hint = &word_staff_password_hint;
	secret_field(f, "again", &word_staff_password_again, "new-password");
}

/* The two new ones: alike and good. */
static void
new_check(struct form_in *in, str login)
{
	static const struct word *const words[] = { NULL, &word_staff_password_short, &word_staff_password_long,
						    &word_staff_password_common, &word_staff_password_login };
	str fresh = form_get(in->form, S("fresh"));
	enum staff_password_fault fault = staff_password_check(fresh, login);

	if (fault != PASSWORD_GOOD)
		form_fault(in, "fresh", words[fault]);
	else if (!str_eq(fresh, form_get(in->form, S("again"))))
		form_fault(in, "again", &word_staff_password_differs);
}

/* ---- one's own ---- */

static struct panel
own_form(const struct req *rq, bool must)
{
	struct panel f = { .rq = rq,
			   .nav = "password",
			   .title = &word_staff_password,
			   .intro = &word_staff_password_intro,
			   .warn = must ? &word_staff_password_must : NULL,
			   .button = &word_web_save,
			   .back = S("/today") };

	secret_field(&f, "old", &word_staff_password_old, "current-password");
	new_fields(&f);
	return f;
}

static enum err
own_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame frame = { .title = &word_staff_password, .rq = rq, .nav = "password" };
	struct q_staff_account account;
	struct panel f;
	struct page *p;

	TRY(q_staff_account(db, rq->actor.person, &account));
	f = own_form(rq, account.must_change);
	if (!form_has(rq->query, S("done")))
		return panel_show(&f, rs);
	p = res_page(rs);
	frame_begin(p, &frame);
	view_password_done(p);
	frame_end(p, &frame);
	return OK;
}

static struct session_wait
own_wait(const struct req *rq)
{
	return (struct session_wait){ .root = rq->site->root_key,
				      .address = rq->http->address,
				      .name = str_fmt(rq->mem, "password of %lld", (long long)rq->actor.person) };
}

static enum err
own_prepare(struct db *db, struct req *rq)
{
	struct change *c = make(rq->mem, struct change, 1);
	struct form_in in = form_in(rq->mem, rq->form);
	struct session_wait w = own_wait(rq);
	struct q_staff_account account;
	int seconds;

	rq->prepared = c;
	TRY(q_staff_account(db, rq->actor.person, &account));
	TRY(session_wait_seconds(db, &w, &seconds));
	new_check(&in, account.login);
	if (str_eq(form_get(rq->form, S("fresh")), form_get(rq->form, S("old"))))
		form_fault(&in, "fresh", &word_staff_password_same);
	c->faults = in.faults;
	c->result = seconds ? BUSY : OK;
	if (seconds || in.faults.n)
		return OK;
	if (!seal_password_ok(account.password, form_get(rq->form, S("old"))))
		c->result = NOT_FOUND;
	else
		c->hashed = seal_password(rq->mem, form_get(rq->form, S("fresh")));
	return OK;
}

static enum err
own_change(struct tx *tx, struct req *rq, struct res *rs)
{
	const struct change *c = rq->prepared;
	struct session_wait w = own_wait(rq);
	struct panel f = own_form(rq, false);
	enum err e;

	f.faults = c->faults;
	if (c->result == BUSY)
		panel_fault(&f, "old", &word_staff_password_wait);
	if (c->result == NOT_FOUND) {
		TRY(session_wait_add(tx, &w));
		panel_fault(&f, "old", &word_staff_password_wrong);
		e = panel_show(&f, rs);
		return e == INVALID ? OK : e; /* the page stays a 422, and the wrong try is kept */
	}
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(session_wait_clear(tx, &w));
	TRY(staff_set_password(tx, &rq->actor, rq->actor.person, c->hashed, false));
	TRY(session_end_all(tx, rq->actor.person, rq->session));
	return see_other(rq, rs, "/password?done=1");
}

/* ---- first start ---- */

static void
setup_fields(struct panel *f)
{
	panel_text(f, "code", &word_staff_setup_code, S(""))->hint = &word_staff_setup_code_hint;
	panel_text(f, "person", &word_staff_setup_name, S(""));
	panel_text(f, "login", &word_staff_login, S(""))->hint = &word_staff_login_hint;
	new_fields(f);
}

static enum err
setup_show(struct req *rq, struct res *rs, const struct faults *faults)
{
	struct panel f = { .rq = rq,
			   .title = &word_staff_setup,
			   .intro = &word_staff_setup_intro,
			   .button = &word_staff_setup_do,
			   .back = S("/"),
			   .typed = faults ? rq->form : NULL };
	struct frame frame = { .title = f.title, .rq = rq, .back = S("/") };
	struct page *p = res_page(rs);

	setup_fields(&f);
	if (faults)
		f.faults = *faults;
	if (f.faults.n)
		res_status(rs, 422);
	frame_begin(p, &frame);
	view_setup(p, &f);
	frame_end(p, &frame);
	return f.faults.n ? INVALID : OK;
}

/* Only while a code waits; otherwise the page does not exist. */
static enum err
setup_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_staff_setup_row row;

	TRY(q_staff_setup_row(db, &row));
	return setup_show(rq, rs, NULL);
}

static enum err
setup_prepare(struct db *db, struct req *rq)
{
	struct change *c = make(rq->mem, struct change, 1);
	struct form_in in = form_in(rq->mem, rq->form);
	str login = str_narrow(rq->mem, form_text(&in, "login", 32, &word_staff_login_bad, &word_staff_login_bad));
	enum err e =
		staff_setup_check(db, form_text(&in, "code", 40, &word_staff_setup_wrong, &word_staff_setup_wrong));

	rq->prepared = c;
	if (e != OK && e != NOT_FOUND)
		return e;
	if (e == NOT_FOUND)
		form_fault(&in, "code", &word_staff_setup_wrong);
	(void)form_text(&in, "person", STAFF_NAME_MAX, &word_staff_name_missing, &word_web_too_long);
	if (!staff_login_good(login))
		form_fault(&in, "login", &word_staff_login_bad);
	new_check(&in, login);
	c->faults = in.faults;
	if (form_good(&in))
		c->hashed = seal_password(rq->mem, form_get(rq->form, S("fresh")));
	return OK;
}

static enum err
setup_change(struct tx *tx, struct req *rq, struct res *rs)
{
	const struct change *c = rq->prepared;
	struct form_in in = form_in(rq->mem, rq->form);
	struct staff_made made;
	str token, login;

	if (c->faults.n)
		return setup_show(rq, rs, &c->faults);
	login = str_narrow(rq->mem, form_text(&in, "login", 32, NULL, &word_staff_login_bad));
	TRY(staff_setup(tx, form_get(rq->form, S("code")),
			form_text(&in, "person", STAFF_NAME_MAX, NULL, &word_web_too_long), login, c->hashed, &made));
	TRY(session_open(tx, made.person, made.post, &token));
	res_session(rq, rs, token);
	return see_other(rq, rs, "/admin/places");
}

const struct route password_routes[] = {
	PAGE("/password", DUTY_SIGNED_IN, own_page),
	CHANGE_SLOW("/password", DUTY_SIGNED_IN, own_change, own_prepare, NULL),
	PAGE("/setup", DUTY_PUBLIC, setup_page),
	CHANGE_SLOW("/setup", DUTY_PUBLIC, setup_change, setup_prepare, NULL),
	ROUTES_END,
};
