#include "web/web.h"
#include "base/rand.h"
#include "gen/web.words.h"
#include "http/url.h"
#include "web/cookie.h"

#include <stdarg.h>

#define PAGE_FIRST ((size_t)24 * 1024)
#define PAGE_MOST  ((size_t)4 << 20)

struct page *
res_page(struct res *rs)
{
	if (rs->type.n == 0)
		rs->type = S("text/html; charset=utf-8");
	if (!rs->out.mem)
		rs->out = out_make(rs->mem, PAGE_FIRST, PAGE_MOST);
	rs->page.out = &rs->out;
	return &rs->page;
}

void
res_status(struct res *rs, int status)
{
	rs->status = status;
}

void
res_etag(struct res *rs)
{
	rs->etag = true;
}

static str __attribute__((format(printf, 2, 0))) format_text(struct arena *a, const char *format, va_list ap)
{
	char *text;
	va_list twice;
	int n;

	va_copy(twice, ap);
	n = vsnprintf(NULL, 0, format, twice);
	va_end(twice);
	text = make(a, char, (size_t)n + 1);
	(void)vsnprintf(text, (size_t)n + 1, format, ap);
	return (str){ text, (size_t)n };
}

enum err
see_other(const struct req *rq, struct res *rs, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	rs->location = str_join(rq->mem, rq->root, format_text(rq->mem, format, ap));
	va_end(ap);
	rs->status = 303;
	return OK;
}

url
req_url(const struct req *rq, const char *format, ...)
{
	va_list ap;
	str path;

	va_start(ap, format);
	path = format_text(rq->mem, format, ap);
	va_end(ap);
	return (url){ str_join(rq->mem, rq->root, path) };
}

url
req_absolute(const struct req *rq, const char *format, ...)
{
	va_list ap;
	str path;

	va_start(ap, format);
	path = format_text(rq->mem, format, ap);
	va_end(ap);
	return (url){ str_fmt(rq->mem, "%s://%.*s%.*s%.*s", rq->http->secure ? "https" : "http",
			      STR_ARG(rq->http->authority), STR_ARG(rq->root), STR_ARG(path)) };
}

const char *
req_spool(const struct req *rq)
{
	return str_z(rq->mem, str_fmt(rq->mem, "%s/spool", rq->site->dir));
}

url
req_self(const struct req *rq)
{
	struct out o = out_make(rq->mem, 256, 16384);
	str rest = rq->path, piece;

	out_str(&o, rq->root);
	while (rest.n > 0) {
		rest = str_skip(rest, 1);
		(void)str_cut(rest, '/', &piece, &(str){ NULL, 0 });
		out_char(&o, '/');
		out_str(&o, url_encode(rq->mem, piece));
		rest = str_skip(rest, piece.n);
	}
	if (rq->http->query.n) {
		out_char(&o, '?');
		out_str(&o, rq->http->query);
	}
	return (url){ out_view(&o) };
}

url
req_switch(const struct req *rq, const char *name, const char *value)
{
	struct out o = out_make(rq->mem, 256, 8192);

	out_fmt(&o, "?%s=%s", name, value);
	for (size_t i = 0; i < rq->query->n; i++) {
		const struct form_field *f = &rq->query->field[i];

		if (str_eq(f->name, S("lang")) || str_eq(f->name, S("size")) || str_eq(f->name, S("keys")))
			continue;
		out_char(&o, '&');
		out_str(&o, url_encode(rq->mem, f->name));
		out_char(&o, '=');
		out_str(&o, url_encode(rq->mem, f->value));
	}
	return (url){ out_view(&o) };
}

void
res_session(const struct req *rq, struct res *rs, str token)
{
	cookie_set(rq, rs, COOKIE_SESSION, token, 0);
}

void
res_receipt(const struct req *rq, struct res *rs, int64_t matter, int64_t follower, str code)
{
	struct cookie_receipt c = { .town = rq->town->town,
				    .matter = matter,
				    .follower = follower,
				    .code = code,
				    .until = { rq->now.ms + COOKIE_RECEIPT_MS } };

	cookie_set(rq, rs, COOKIE_RECEIPT, cookie_receipt_text(rq->mem, rq->site->root_key, &c),
		   (int)(COOKIE_RECEIPT_MS / MS_SECOND));
}

str
form_once(struct page *p)
{
	return rand_token(p->out->mem, 16);
}

const struct word *
role_word(enum role role)
{
	static const struct word *const words[ROLES] = {
		[ROLE_NONE] = &word_web_role_none,
		[ROLE_CLERK] = &word_web_role_clerk,
		[ROLE_DISPATCHER] = &word_web_role_dispatcher,
		[ROLE_HANDLER] = &word_web_role_handler,
		[ROLE_UNIT_HEAD] = &word_web_role_unit_head,
		[ROLE_LEADER] = &word_web_role_leader,
		[ROLE_GRID_WORKER] = &word_web_role_grid_worker,
		[ROLE_AUDITOR] = &word_web_role_auditor,
		[ROLE_ADMINISTRATOR] = &word_web_role_administrator,
	};

	return words[role > ROLE_NONE && role < ROLES ? role : ROLE_NONE];
}
