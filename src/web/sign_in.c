#include "web/sign_in.h"
#include "gen/frame.html.h"
#include "gen/sign_in.html.h"
#include "gen/web.words.h"
#include "web/cookie.h"
#include "web/session.h"

#define NAME_MOST     64
#define PASSWORD_MOST 256

/* What the slow lane found out for the handler. */
struct attempt {
	enum err result; /* of the check; BUSY: not checked, this name or address has to wait */
	int64_t person, post;
	bool must_change;
	struct sign_in_page page;
};

/* Where to go afterwards: only an address of ours as it stands in a header, never another host ("//…"). */
static str
target(str to)
{
	bool good = str_starts(to, S("/")) && !str_starts(to, S("//")) && !str_starts(to, S("/log")) && to.n < 500;

	for (size_t i = 0; i < to.n && good; i++)
		good = to.p[i] > ' ' && to.p[i] < 127 && to.p[i] != '\\';
	return good ? to : S("/today");
}

static enum err
show(struct req *rq, struct res *rs, const struct sign_in_page *in, int status)
{
	struct page *p = res_page(rs);
	struct frame f = { .title = &word_web_sign_in_title, .rq = rq, .back = S("/") };

	res_status(rs, status);
	rs->retry = in->wait;
	frame_begin(p, &f);
	view_sign_in(p, in);
	frame_end(p, &f);
	return OK;
}

static enum err
login_page(struct db *db, struct req *rq, struct res *rs)
{
	struct sign_in_page in = { .to = form_get(rq->query, S("to")) };

	(void)db;
	return show(rq, rs, &in, 200);
}

static enum err
signed_in_as(struct db *db, const struct site *site, struct attempt *a)
{
	struct post_choice *posts;
	size_t n;

	TRY(site->posts_of(db, a->person, &posts, &n));
	a->post = n == 1 ? posts[0].post : 0;
	return site->must_change ? site->must_change(db, a->person, &a->must_change) : OK;
}

static enum err
login_prepare(struct db *db, struct req *rq)
{
	struct attempt *a = make(rq->mem, struct attempt, 1);
	struct form_in in = form_in(rq->mem, rq->form);
	str password = form_get(rq->form, S("password"));
	struct session_wait w = { .root = rq->site->root_key, .address = rq->http->address };

	rq->prepared = a;
	a->page.to = form_get(rq->form, S("to"));
	a->page.name = w.name = form_text(&in, "name", NAME_MOST, &word_web_name_missing, &word_web_too_long);
	if (password.n == 0)
		form_fault(&in, "password", &word_web_password_missing);
	else if (password.n > PASSWORD_MOST)
		form_fault(&in, "password", &word_web_too_long);
	a->page.faults = in.faults;
	a->result = INVALID;
	if (!form_good(&in))
		return OK;
	TRY(session_wait_seconds(db, &w, &a->page.wait));
	if (a->page.wait > 0) {
		a->result = BUSY;
		return OK;
	}
	a->result = rq->site->sign_in(db, w.name, password, &a->person);
	if (a->result == OK)
		return signed_in_as(db, rq->site, a);
	return a->result == NOT_FOUND ? OK : a->result;
}

static enum err
wrong(struct tx *tx, struct req *rq, struct res *rs, struct attempt *a, const struct session_wait *w)
{
	struct faults *f = &a->page.faults;

	f->f[f->n++] = (struct fault){ "name", &word_web_sign_in_wrong };
	TRY(session_wait_add(tx, w));
	return show(rq, rs, &a->page, 422);
}

/* A failure must be kept, so it ends with OK and a page. */
static enum err
login_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct attempt *a = rq->prepared;
	struct session_wait w = { .root = rq->site->root_key, .name = a->page.name, .address = rq->http->address };
	str token, to = target(a->page.to), old = cookie_get(rq->http, rq->assets, COOKIE_SESSION);

	if (a->result == BUSY)
		return show(rq, rs, &a->page, 429);
	if (a->result == INVALID)
		return show(rq, rs, &a->page, 422);
	if (a->result == NOT_FOUND)
		return wrong(tx, rq, rs, a, &w);
	TRY(session_wait_clear(tx, &w));
	TRY(session_end(tx, old)); /* a sign-in replaces the one before */
	TRY(session_open(tx, a->person, a->post, &token));
	res_session(rq, rs, token);
	if (a->post == 0)
		to = S("/post");
	else if (a->must_change)
		to = S("/password");
	return see_other(rq, rs, "%.*s", STR_ARG(to));
}

static enum err
logout_change(struct tx *tx, struct req *rq, struct res *rs)
{
	TRY(session_end(tx, rq->session));
	res_session(rq, rs, S(""));
	return see_other(rq, rs, "/login");
}

static enum err
post_show(struct db *db, struct req *rq, struct res *rs, const struct word *fault)
{
	struct page *p = res_page(rs);
	struct frame f = { .title = &word_web_post_title, .rq = rq };
	struct post_choice *posts;
	size_t n;

	TRY(rq->site->posts_of(db, rq->actor.person, &posts, &n));
	frame_begin(p, &f);
	view_post_choose(p, posts, n, rq->actor.post, fault);
	frame_end(p, &f);
	return OK;
}

static enum err
post_page(struct db *db, struct req *rq, struct res *rs)
{
	return post_show(db, rq, rs, NULL);
}

static enum err
post_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct post_choice *posts;
	size_t n;
	int64_t wanted = 0;
	bool must = false;

	(void)str_int(form_get(rq->form, S("post")), &wanted);
	TRY(rq->site->posts_of(&tx->db, rq->actor.person, &posts, &n));
	for (size_t i = 0; i < n; i++)
		if (posts[i].post == wanted) {
			TRY(session_choose(tx, rq->session, wanted));
			if (rq->site->must_change)
				TRY(rq->site->must_change(&tx->db, rq->actor.person, &must));
			return see_other(rq, rs, must ? "/password" : "/today");
		}
	res_status(rs, 422);
	return post_show(&tx->db, rq, rs, &word_web_post_missing);
}

static enum err
keys_page(struct db *db, struct req *rq, struct res *rs)
{
	struct page *p = res_page(rs);
	struct frame f = { .title = &word_web_keys, .rq = rq };

	(void)db;
	frame_begin(p, &f);
	view_keys(p, rq->keyless);
	frame_end(p, &f);
	return OK;
}

static enum err
access_page(struct db *db, struct req *rq, struct res *rs)
{
	struct page *p = res_page(rs);
	struct frame f = { .title = &word_web_access_title, .rq = rq, .back = S("/") };

	(void)db;
	res_etag(rs);
	frame_begin(p, &f);
	view_access(p);
	frame_end(p, &f);
	return OK;
}

const struct route web_routes[] = {
	PAGE("/login", DUTY_PUBLIC, login_page),
	CHANGE_SLOW("/login", DUTY_PUBLIC, login_change, login_prepare, NULL),
	CHANGE("/logout", DUTY_SIGNED_IN, logout_change),
	PAGE("/post", DUTY_SIGNED_IN, post_page),
	CHANGE("/post", DUTY_SIGNED_IN, post_change),
	PAGE("/help/keys", DUTY_SIGNED_IN, keys_page),
	PAGE("/access", DUTY_PUBLIC, access_page),
	ROUTES_END,
};

bool
sign_in_serves(const struct route *r)
{
	return r->page == post_page || r->change == post_change || r->change == logout_change;
}
