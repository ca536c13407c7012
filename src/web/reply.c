#include "web/reply.h"
#include "base/log.h"
#include "gen/assets.h"
#include "web/error.h"

#include <time.h>

#define HEADERS 16

#define SAFE_COMMON                                                                \
	"default-src 'none'; img-src 'self'; style-src 'self' " ASSET_HEYE_CSS_CSP \
	"; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

static int64_t
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void
header(struct http_answer *a, struct http_header *h, str name, str value)
{
	if (a->header_count < HEADERS && value.n)
		h[a->header_count++] = (struct http_header){ name, value };
}

/* Weak: the bytes on the wire differ with compression. */
static str
etag_of(struct call *c, str body)
{
	hash h = hash_of(body);

	return str_fmt(c->http->mem, "W/\"%.*s\"", STR_ARG(str_hex(c->http->mem, h.b, 12)));
}

static str
file_name(struct arena *mem, str name)
{
	struct out o = out_make(mem, 64, 256);

	for (size_t i = 0; i < name.n && o.n < 100; i++) {
		char ch = name.p[i];
		bool plain = (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
			     ch == '-' || ch == '.' || ch == '_';

		out_char(&o, plain ? ch : '-');
	}
	return out_view(&o);
}

/* A photo stands under an address that never shows another one; half an hour is as long as a resident's session. */
static str
cache_of(const struct res *rs)
{
	if (rs->no_store)
		return S("no-store");
	return rs->file >= 0 ? S("private, max-age=1800, immutable") : S("private, no-cache");
}

static void
headers(struct call *c, struct http_header *h)
{
	struct res *rs = &c->rs;
	struct arena *mem = c->http->mem;
	struct http_answer *a = &c->answer;
	bool script = c->rq.actor.kind == ACTOR_STAFF || rs->script;

	header(a, h, S("Content-Security-Policy"), script ? S(SAFE_COMMON "; script-src 'self'") : S(SAFE_COMMON));
	header(a, h, S("Cache-Control"), cache_of(rs));
	header(a, h, S("Vary"), S("Cookie"));
	header(a, h, S("Location"), rs->location);
	for (size_t i = 0; i < rs->cookies; i++)
		header(a, h, S("Set-Cookie"), rs->cookie[i]);
	if (rs->retry)
		header(a, h, S("Retry-After"), str_fmt(mem, "%d", rs->retry));
	if (a->status == 405)
		header(a, h, S("Allow"), c->rq.method == POST ? S("GET, HEAD") : S("POST"));
	if (rs->download.n)
		header(a, h, S("Content-Disposition"),
		       str_fmt(mem, "attachment; filename=\"%.*s\"", STR_ARG(file_name(mem, rs->download))));
}

static void
cookies(struct call *c)
{
	bool page = c->rs.out.n > 0 && str_starts(c->rs.type, S("text/html"));

	/* The sheet stood in this page: the next one may link it. */
	if (page && !c->choice.styled)
		c->choose = c->choice.styled = true;
	if (c->choose)
		cookie_set(&c->rq, &c->rs, COOKIE_CHOICE, cookie_choice_text(c->http->mem, &c->choice),
			   365 * 24 * 3600);
}

static void
make_answer(struct call *c, enum err e, bool disk_full)
{
	struct res *rs = &c->rs;
	struct http_answer *a = &c->answer;
	struct http_header *h;
	str tag = { NULL, 0 };

	if (rs->out.overflow)
		e = BUSY;
	if (rs->out.overflow || (e != OK && rs->out.n == 0))
		web_error_page(&c->rq, rs, e, disk_full);
	else if (e != OK && rs->status < 400 && rs->status != 200) /* 200: a rehearsal, shown and rolled back */
		rs->status = error_status(e, disk_full);
	cookies(c);
	h = make(c->http->mem, struct http_header, HEADERS);
	*a = (struct http_answer){
		.status = rs->status ? rs->status : 200, .type = rs->type, .body_fd = -1, .headers = h
	};
	if (rs->file >= 0) {
		a->body_fd = rs->file;
		a->body_size = rs->file_size;
	} else {
		a->body = out_view(&rs->out);
		a->compress = true;
	}
	if (rs->etag && a->status == 200 && rs->file < 0)
		tag = etag_of(c, a->body);
	headers(c, h);
	header(a, h, S("ETag"), tag);
	if (tag.n && str_has(c->http->if_none_match, tag)) {
		a->status = 304;
		a->body = (str){ NULL, 0 };
	}
}

void
reply_drop(struct call *c)
{
	arena_back(c->http->mem, c->mark);
	c->rs = (struct res){ .mem = c->http->mem, .page = c->rs.page, .file = -1, .no_store = true };
}

void
reply_text(struct http_request *h, int status, str text)
{
	struct http_header retry = { S("Retry-After"), S("30") };
	struct http_answer a = {
		.status = status, .type = S("text/plain; charset=utf-8"), .body = text, .body_fd = -1
	};

	if (status == 503) {
		a.headers = &retry;
		a.header_count = 1;
	}
	http_answer(h, &a);
}

static void
log_answer(const struct call *c, int status)
{
	const char *path = c->route ? c->route->path : "(no route)";

	log_info("%s %s %d %lld us", c->rq.method == POST ? "POST" : "GET", path, status,
		 (long long)(now_us() - c->began_us));
}

void
reply_begin(struct call *c)
{
	make_answer(c, OK, false);
	c->answer.compress = false;
	c->answer.body_fd = c->stream.fd;
	http_answer_growing(c->http, &c->answer);
}

void
reply_grown(struct call *c, enum err e)
{
	log_answer(c, c->answer.status);
	if (e != OK)
		log_info("%s broke off after %lld bytes (%s)", c->route->path, (long long)c->stream.size, err_name(e));
	http_grown(c->http, e == OK);
}

void
reply_end(struct call *c, enum err e, bool disk_full)
{
	jmp_buf full;
	struct http_answer a;
	struct http_request *h = c->http;

	if (setjmp(full)) {
		h->mem->guard = NULL;
		log_answer(c, 503);
		reply_text(h, 503, S("现在办事的人太多，请过一分钟再试。\nBusy: please try again in a minute.\n"));
		return;
	}
	h->mem->guard = &full;
	make_answer(c, e, disk_full);
	h->mem->guard = NULL;
	a = c->answer;
	log_answer(c, a.status);
	http_answer(h, &a); /* the call is gone */
}
