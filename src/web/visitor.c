#include "web/visitor.h"
#include "base/log.h"
#include "gen/web.words.h"
#include "web/cool.h"
#include "web/csrf.h"
#include "web/error.h"
#include "web/sign_in.h"
#include "web/touch.h"

#define SLIDE_MS (5 * MS_MINUTE) /* a receipt session is renewed when it is older */

static str
subject(struct call *c, const char *kind, str of)
{
	return csrf_token(c->http->mem, c->s->o.site->root_key, c->db.town,
			  str_fmt(c->http->mem, "%s%.*s", kind, STR_ARG(of)));
}

static enum err
staff(struct call *c)
{
	struct req *rq = &c->rq;
	str token = cookie_get(c->http, rq->assets, COOKIE_SESSION);
	struct session s;
	enum err e = session_find(&c->db, token, &s);

	if (e == NOT_FOUND)
		return OK;
	TRY(e);
	rq->session = token;
	rq->csrf = subject(c, "s", token);
	e = s.post ? c->s->o.site->staff_actor(&c->db, s.person, s.post, &rq->actor) : NOT_FOUND;
	if (e == NOT_FOUND) /* no post chosen, or it has ended: only the page for choosing one is open */
		rq->actor = (struct actor){ .kind = ACTOR_STAFF, .person = s.person };
	else
		TRY(e);
	if (c->db.now.ms - s.seen_at.ms >= SESSION_TOUCH_MS)
		touch_session(c->s->touches, c->s->o.writer, c->db.town, token, c->db.now);
	return OK;
}

/* Digits of a code as people type it: blanks, dashes and full-width digits are forgiven. Empty unless there are 18. */
static str
digits_of(struct arena *mem, str typed)
{
	struct out o = out_make(mem, 32, 32);
	str s = str_narrow(mem, typed);

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			out_char(&o, s.p[i]);
		else if (s.p[i] != ' ' && s.p[i] != '-' && s.p[i] != '+')
			return (str){ NULL, 0 };
	return o.n == 18 && !o.overflow ? out_view(&o) : (str){ NULL, 0 };
}

static enum err
wrong_code(struct call *c)
{
	error_page(&c->rq, &c->rs, 404, &word_web_err_code, &word_web_err_code_do);
	return NOT_FOUND;
}

struct guess {
	hash who;
	bool right;
};

static enum err
guess_run(struct tx *tx, void *arg)
{
	const struct guess *g = arg;

	return g->right ? cool_right(tx, &g->who) : cool_wrong(tx, &g->who);
}

/* On the slow lane, before the answer: the next guess already meets it, whichever server it comes to. */
static void
guess_note(struct call *c, const hash *who, bool right)
{
	struct guess g = { *who, right };
	struct write w = {
		.run = guess_run, .arg = &g, .mem = c->http->mem, .now = c->db.now, .town = c->db.town, .again = true
	};

	if (writer_run(c->s->o.writer, &w) != OK)
		log_warn("a guess at a receipt code was not counted");
}

/* Proves the code against the database: quick by its tag, else with Argon2 on the slow lane, where guessing is
 * held back. */
static enum err
prove(struct call *c)
{
	struct req *rq = &c->rq;
	hash who = cool_who(c->http->mem, c->s->o.site->root_key, c->db.town, c->http->address);
	int minutes;
	enum err e;

	TRY(cool_minutes(&c->db, &who, &minutes));
	if (minutes > 0) {
		error_cool(rq, &c->rs, minutes);
		return BUSY;
	}
	e = c->s->o.site->receipt_open(&c->db, rq->code, c->on_slow, &rq->actor.matter, &rq->actor.follower);
	if (e == CONFLICT && !c->on_slow)
		return CONFLICT;
	if (e == NOT_FOUND || e == CONFLICT) {
		if (c->on_slow)
			guess_note(c, &who, false);
		return wrong_code(c);
	}
	TRY(e);
	if (c->on_slow)
		guess_note(c, &who, true);
	res_receipt(rq, &c->rs, rq->actor.matter, rq->actor.follower, rq->code);
	return OK;
}

static enum err
resident(struct call *c)
{
	struct req *rq = &c->rq;
	const key *root = c->s->o.site->root_key;
	str cookie = cookie_get(c->http, rq->assets, COOKIE_RECEIPT);
	struct cookie_receipt kept = { .town = c->db.town };

	rq->code = kept.code = digits_of(c->http->mem, rq->param[0]);
	if (rq->code.n == 0)
		return wrong_code(c);
	rq->csrf = subject(c, "r", rq->code);
	if (cookie_receipt_read(c->http->mem, root, cookie, c->db.now, &kept) == OK) {
		rq->actor.matter = kept.matter;
		rq->actor.follower = kept.follower;
		if (kept.until.ms - c->db.now.ms < COOKIE_RECEIPT_MS - SLIDE_MS)
			res_receipt(rq, &c->rs, kept.matter, kept.follower, rq->code);
	} else {
		TRY(prove(c));
	}
	rq->actor.kind = ACTOR_RESIDENT;
	return OK;
}

enum err
visitor_find(struct call *c)
{
	c->rq.actor = (struct actor){ .kind = ACTOR_NOBODY };
	if (c->route->duty == DUTY_RECEIPT)
		return resident(c);
	if (c->route->duty == DUTY_PUBLIC) {
		c->rq.csrf = subject(c, "p", S(""));
		return OK;
	}
	return staff(c);
}
