#include "web/serve.h"
#include "base/log.h"
#include "gen/web.words.h"
#include "http/static.h"
#include "web/call.h"
#include "web/change.h"
#include "web/csrf.h"
#include "web/error.h"
#include "web/fetch.h"
#include "web/metrics.h"
#include "web/reply.h"
#include "web/sign_in.h"
#include "web/touch.h"
#include "web/visitor.h"

#include <time.h>
#include <unistd.h>

#define TABLES          64
#define STREAMS_WAITING 8
#define FAR_THREADS     6

/* ?lang= and ?size= are remembered; then the cookie holds; then Chinese, normal type. Never guessed from anything
 * else. */
static void
choices(struct call *c)
{
	struct req *rq = &c->rq;
	struct cookie_choice kept = cookie_choice_read(cookie_get(c->http, rq->assets, COOKIE_CHOICE)), wish = kept;
	str lang = form_get(rq->query, S("lang")), size = form_get(rq->query, S("size")),
	    keys = form_get(rq->query, S("keys"));

	if (lang.n)
		wish.lang = str_eq(lang, S("en")) ? EN : ZH;
	if (size.n)
		wish.large = str_eq(size, S("large"));
	if (keys.n)
		wish.keyless = str_eq(keys, S("off"));
	c->choice = wish;
	c->choose = wish.lang != kept.lang || wish.large != kept.large || wish.keyless != kept.keyless;
	rq->lang = wish.lang;
	rq->large = wish.large;
	rq->keyless = wish.keyless;
	rq->styled = kept.styled;
}

static void
page_ready(struct call *c)
{
	const struct req *rq = &c->rq;

	c->rs.page = (struct page){ .lang = rq->lang,
				    .root = rq->root,
				    .assets = rq->assets,
				    .csrf = rq->csrf,
				    .large = rq->large,
				    .styled = rq->styled,
				    .now = rq->now };
	c->mark = arena_mark(c->http->mem);
}

static enum err
township(struct call *c)
{
	enum err e = town_of_request(c->s->towns, &c->db, &c->rq, &c->card);

	if (e == OK) {
		c->rq.town = &c->card;
		return OK;
	}
	c->rq.root = c->rq.assets;
	c->rq.path = c->http->path;
	page_ready(c);
	if (e == NOT_FOUND)
		error_page(&c->rq, &c->rs, 404, &word_web_err_no_town, &word_web_err_no_town_do);
	return e;
}

static enum err
route(struct call *c)
{
	enum err e = route_find(c->s->routes, c->rq.method, c->rq.path, c->rq.param, &c->route);

	page_ready(c);
	if (e == CONFLICT)
		error_page(&c->rq, &c->rs, 405, &word_web_err_method, &word_web_err_method_do);
	TRY(e);
	(void)str_int(c->rq.param[0], &c->rq.id);
	c->rs.no_store = c->route->duty != DUTY_PUBLIC;
	return OK;
}

/* Without a sign-in: a GET goes to the sign-in page and comes back; a POST keeps what was typed. */
static enum err
signed_out(struct call *c)
{
	static const struct error_again again = { 403, &word_web_err_signed_out, &word_web_err_signed_out_do, false,
						  true };
	struct page encoder = c->rs.page;
	struct out to = out_make(c->http->mem, 256, 2048);
	str here = str_skip(req_self(&c->rq).s, c->rq.root.n);

	if (c->rq.method == POST) {
		error_again(&c->rq, &c->rs, &again);
		return FORBIDDEN;
	}
	encoder.out = &to;
	put_part(&encoder, here);
	return see_other(&c->rq, &c->rs, "/login?to=%.*s", STR_ARG(out_view(&to)));
}

/* All that is open to who came in with a one-time password. */
static bool
changes_password(const struct route *r)
{
	return sign_in_serves(r) || str_eq(str_of(r->path), S("/password"));
}

/* Default deny: what no row allows is refused. *go stays false when the answer is already there. */
static enum err
duty(struct call *c, bool *go)
{
	const struct actor *a = &c->rq.actor;
	enum duty d = c->route->duty;

	if (d == DUTY_NONE || d >= DUTIES)
		return FORBIDDEN;
	*go = d == DUTY_PUBLIC || (d == DUTY_RECEIPT && a->kind == ACTOR_RESIDENT);
	if (*go || d == DUTY_RECEIPT)
		return *go ? OK : FORBIDDEN;
	if (a->kind != ACTOR_STAFF)
		return signed_out(c);
	*go = sign_in_serves(c->route) || (a->post && duty_held(a->role, d));
	if (*go && a->must_change && !changes_password(c->route)) {
		*go = false;
		return c->rq.method == GET ? see_other(&c->rq, &c->rs, "/password") : FORBIDDEN;
	}
	if (*go)
		return OK;
	if (a->post == 0 && c->rq.method == GET)
		return see_other(&c->rq, &c->rs, "/post");
	return FORBIDDEN;
}

/* Our own form, opened by this visitor? If not, nothing typed is lost. */
static enum err
genuine(struct call *c)
{
	static const struct error_again again = { 403, &word_web_err_again, &word_web_err_again_do, false, false };
	enum err e = csrf_check(&c->rq);

	if (e == FORBIDDEN)
		error_page(&c->rq, &c->rs, 403, &word_web_err_other_site, &word_web_err_other_site_do);
	else if (e == CONFLICT)
		error_again(&c->rq, &c->rs, &again);
	return e;
}

/* The code as people write it leads to the code as digits, so that one address stands for one matter. */
static bool
plain_code(struct call *c)
{
	const struct req *rq = &c->rq;
	struct req plain = *rq;
	size_t at = (size_t)(rq->param[0].p - rq->path.p);

	if (c->route->duty != DUTY_RECEIPT || rq->method == POST || rq->code.n == 0 || str_eq(rq->param[0], rq->code))
		return false;
	plain.path = str_join(rq->mem, str_head(rq->path, at), rq->code);
	plain.path = str_join(rq->mem, plain.path, str_skip(rq->path, at + rq->param[0].n));
	c->rs.location = req_self(&plain).s;
	c->rs.status = 303;
	return true;
}

/* The path of a request, from top to bottom (ARCHITECTURE.md). *next says who goes on with it when this thread is
 * done. */
static enum err
path_of(struct call *c, enum call_next *next)
{
	const struct route *r;
	enum err e;
	bool go = false;

	choices(c);
	TRY(township(c));
	TRY(route(c));
	e = visitor_find(c);
	if (e == CONFLICT && !c->on_slow) {
		*next = CALL_SLOW;
		return OK;
	}
	page_ready(c);
	TRY(e);
	TRY(duty(c, &go));
	if (!go || plain_code(c))
		return OK;
	if (c->rq.method == POST)
		TRY(genuine(c));
	r = c->route;
	if (r->prepare && (!r->slow || r->slow(&c->rq))) {
		if (!c->on_slow) {
			*next = CALL_SLOW;
			return OK;
		}
		TRY(r->prepare(&c->db, &c->rq));
	}
	if (r->stream) {
		if (c->on_slow)
			return stream_run(c);
		*next = CALL_STREAM;
		return OK;
	}
	if (c->rq.method == POST) {
		*next = CALL_WRITE;
		return OK;
	}
	return r->page(&c->db, &c->rq, &c->rs);
}

/* Runs the path within one snapshot and under the guard against a full arena; both have ended when it returns. */
static enum err
guarded(struct call *c, enum call_next *next)
{
	jmp_buf full;
	struct arena *mem = c->http->mem;
	enum err e;

	if (setjmp(full)) {
		mem->guard = NULL;
		conn_reset(c->db.conn);
		db_end_read(&c->db);
		*next = CALL_ANSWER;
		stream_drop(c);
		if (!c->stream.begun)
			reply_drop(c);
		return BUSY;
	}
	mem->guard = &full;
	e = db_begin_read(&c->db);
	if (e == OK)
		e = path_of(c, next);
	db_end_read(&c->db);
	mem->guard = NULL;
	return e;
}

/* Uploads go to the depot, pictures come from it. */
static struct slow *
lane_of(const struct call *c)
{
	return c->s->far && (c->fetching || c->http->form.files > 0) ? c->s->far : c->s->slow;
}

static void
call_run(struct call *c, struct conn *conn)
{
	enum call_next next = CALL_ANSWER;
	enum err e;

	c->db.conn = conn;
	e = guarded(c, &next);
	c->fetching = next == CALL_ANSWER && e == OK && c->rs.pictured;
	if (c->fetching && c->s->far)
		next = CALL_SLOW;
	if (next == CALL_ANSWER) {
		bool full;

		e = c->fetching ? fetch_picture(c) : e;
		full = e == BROKEN && db_disk_full(&c->db);
		if (!stream_end(c, e))
			reply_end(c, e, full);
		return;
	}
	if (!c->on_slow)
		http_hold(c->http);
	e = next == CALL_WRITE  ? change_submit(c)
	    : next == CALL_SLOW ? slow_submit(lane_of(c), c)
				: slow_submit(c->s->streams, c);
	if (e != OK)
		reply_end(c, e, false);
}

static void
slow_run(void *job, struct conn *conn)
{
	struct call *c = job;

	if (c->fetching) {
		reply_end(c, fetch_picture(c), false);
		return;
	}
	c->on_slow = true;
	c->stream = (struct stream){ .fd = -1 };
	c->rs = (struct res){ .mem = c->http->mem, .file = -1, .no_store = true };
	call_run(c, conn);
}

static enum err
call_fill(struct call *c, struct serve *s, struct http_request *h)
{
	struct form *query = make(h->mem, struct form, 1);
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	c->s = s;
	c->http = h;
	c->stream.fd = -1;
	c->began_us = (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
	c->mark = arena_mark(h->mem);
	c->db = (struct db){ .mem = h->mem, .now = s->o.now ? s->o.now() : moment_now() };
	c->rs = (struct res){ .mem = h->mem, .file = -1, .no_store = true };
	c->rq = (struct req){ .mem = h->mem,
			      .http = h,
			      .method = h->method == POST ? POST : GET,
			      .path = h->path,
			      .form = &h->form,
			      .query = query,
			      .now = c->db.now,
			      .assets = s->o.http.prefix,
			      .root = s->o.http.prefix,
			      .site = s->o.site };
	c->rq.once = form_get(&h->form, S("once"));
	h->app = c;
	return form_urlencoded(h->mem, h->query, query);
}

/* /health for the load balancer: it opens its eyes and counts to one, nothing more. */
static bool
front(struct serve *s, struct http_request *h)
{
	struct http_answer a = { .status = 200,
				 .type = S("application/openmetrics-text; version=1.0.0; charset=utf-8"),
				 .body_fd = -1 };

	if (static_answer(h))
		return true;
	if (h->method == POST)
		return false;
	if (str_eq(h->path, S("/health"))) {
		bool good = !writer_dead(s->o.writer);

		reply_text(h, good ? 200 : 503, good ? S("ok\n") : S("the database cannot be written\n"));
		return true;
	}
	if (!str_eq(h->path, S("/metrics")) || !metrics_may(s, h->address))
		return false;
	a.body = metrics_text(h->mem, s);
	a.compress = true;
	http_answer(h, &a);
	return true;
}

static void
app(void *ctx, struct http_request *h)
{
	struct serve *s = ctx;
	struct call *c;

	if (front(s, h))
		return;
	c = make(h->mem, struct call, 1);
	if (call_fill(c, s, h) != OK) {
		reply_text(h, 400, S("网址读不懂。\nThis address cannot be read.\n"));
		return;
	}
	call_run(c, s->conn[h->worker]);
}

static enum err
tables_join(struct serve *s)
{
	const struct route **all = make(&s->mem, const struct route *, TABLES + 2);
	size_t n = 0;

	all[n++] = web_routes;
	for (const struct route *const *t = s->o.site->routes; t && *t; t++) {
		if (n > TABLES) {
			log_error("web: more than %d tables of routes", TABLES);
			return INVALID;
		}
		all[n++] = *t;
	}
	return route_map_make(&s->mem, all, &s->routes);
}

static enum err
open_parts(struct serve *s)
{
	struct slow_options lane = { .dir = s->o.site->dir, .database = s->o.site->database, .run = slow_run };

	TRY(tables_join(s));
	for (int i = 0; i < s->workers; i++) {
		struct conn_options co = { .dir = s->o.site->dir, .database = s->o.site->database, .cache_kib = 2048 };

		TRY(conn_open(&s->conn[i], &co));
	}
	TRY(slow_open(&s->slow, &lane));
	if (s->o.site->depot && depot_remote(s->o.site->depot)) {
		lane.threads = FAR_THREADS;
		TRY(slow_open(&s->far, &lane));
		lane.threads = 0;
	}
	lane.queue = STREAMS_WAITING;
	TRY(slow_open(&s->streams, &lane));
	s->o.http.app = app;
	s->o.http.ctx = s;
	return http_open(&s->http, &s->o.http);
}

enum err
serve_open(struct serve **out, const struct serve_options *o)
{
	struct arena mem = arena_open((size_t)4 << 20);
	struct serve *s = make(&mem, struct serve, 1);
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	enum err e;

	s->o = *o;
	s->workers = o->http.workers > 0 ? o->http.workers : processors < 2 ? 2 : (int)processors;
	if (s->workers > CALL_WORKERS)
		s->workers = CALL_WORKERS;
	s->o.http.workers = s->workers;
	s->towns = towns_make(&mem);
	s->touches = touches_make(&mem);
	s->mem = mem;
	e = open_parts(s);
	if (e != OK) {
		serve_close(s);
		return e;
	}
	*out = s;
	return OK;
}

/* The writer belongs to the caller and ends after this: no request is under way any more, but a touch may be. */
void
serve_close(struct serve *s)
{
	struct arena mem;

	if (!s)
		return;
	if (s->http)
		http_close(s->http);
	slow_close(s->slow);
	slow_close(s->streams);
	slow_close(s->far);
	for (int i = 0; i < s->workers; i++)
		if (s->conn[i])
			conn_close(s->conn[i]);
	touches_close(s->touches);
	towns_close(s->towns);
	mem = s->mem; /* s itself lies in it */
	arena_close(&mem);
}

int
serve_port(const struct serve *s)
{
	return http_port(s->http);
}
