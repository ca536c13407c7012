#include "base/log.h"
#include "base/utf8.h"
#include "http/exchange.h"
#include "http/multipart.h"
#include "http/proxy.h"
#include "http/strict.h"
#include "http/url.h"

#include <string.h>

static int
method_of(const char *z, enum method *m)
{
	static const char *const others[] = { "OPTIONS", "PUT", "DELETE", "TRACE", "CONNECT", "PATCH" };

	if (strcmp(z, "GET") == 0)
		*m = GET;
	else if (strcmp(z, "HEAD") == 0)
		*m = HEAD;
	else if (strcmp(z, "POST") == 0)
		*m = POST;
	else {
		for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
			if (strcmp(z, others[i]) == 0)
				return 405;
		return 501;
	}
	return 0;
}

/* How long the body is. Chunked bodies are not taken (411): no browser sends one, every proxy can be told to
 * send a length, and the framing that two readers understand differently is gone. */
static int
body_length(const struct strict_head *h, enum method m, const char *version, int64_t *length)
{
	size_t lengths, codings, n;
	str value = strict_get(h, S("content-length"), &lengths),
	    coding = strict_get(h, S("transfer-encoding"), &codings);
	str expect = strict_get(h, S("expect"), &n);

	*length = 0;
	if (lengths > 1 || codings > 1 || (lengths > 0 && codings > 0))
		return 400;
	if (codings > 0) {
		if (strcmp(version, "HTTP/1.1") != 0 || coding.n == 0)
			return 400;
		return strict_same(coding, S("chunked")) ? 411 : 501;
	}
	if (lengths > 0 && !strict_number(value, length))
		return 400;
	if (m != POST && *length > 0)
		return 400;
	if (n > 1 || (n == 1 && !strict_same(expect, S("100-continue"))))
		return 417;
	return 0;
}

static int
host_of(struct http_exchange *e, const struct strict_head *h)
{
	const struct http_options *o = &e->server->o;
	size_t n;
	str value = strict_get(h, S("host"), &n), host;
	char *p;

	if (n != 1 || !strict_host(value, &host))
		return 400;
	p = make(e->rq.mem, char, host.n);
	for (size_t i = 0; i < host.n; i++)
		p[i] = (char)(host.p[i] >= 'A' && host.p[i] <= 'Z' ? host.p[i] + 32 : host.p[i]);
	e->rq.host = (str){ p, host.n };
	e->rq.authority = str_dup(e->rq.mem, value);
	for (size_t i = 0; i < o->host_count; i++)
		if (strict_same(o->hosts[i], e->rq.host))
			return 0;
	return o->host_count > 0 ? 421 : 0;
}

/* A header for the application; one that is repeated or no plain text is as good as none. */
static str
header_of(struct http_exchange *e, const struct strict_head *h, str name)
{
	size_t n;
	str value = strict_get(h, name, &n);

	return n == 1 && utf8_ok(value) ? str_dup(e->rq.mem, value) : S("");
}

/* Cookie may be split over several headers (RFC 9113 §8.2.3, by proxies that speak HTTP/2). */
static str
cookies_of(struct http_exchange *e, const struct strict_head *h)
{
	str all = S("");

	for (size_t i = 0; i < h->n; i++)
		if (strict_same(h->field[i].name, S("cookie")) && utf8_ok(h->field[i].value)) {
			if (all.n > 0)
				all = str_join(e->rq.mem, all, S("; "));
			all = str_join(e->rq.mem, all, h->field[i].value);
		}
	return all;
}

/* Path and query; the prefix is cut off. 404 outside the prefix. */
static int
target_of(struct http_exchange *e)
{
	struct http_request *rq = &e->rq;
	str path, prefix = e->server->o.prefix;

	str_cut(e->target, '?', &path, &rq->query);
	if (path.n == e->target.n)
		rq->query = S("");
	if (url_path(rq->mem, path, &rq->path) != OK)
		return 400;
	if (prefix.n == 0)
		return 0;
	if (str_eq(rq->path, prefix)) {
		rq->path = S("/");
		return 0;
	}
	if (!str_starts(rq->path, prefix) || rq->path.p[prefix.n] != '/') {
		e->refusal = 404;
		return 0;
	}
	rq->path = str_skip(rq->path, prefix.n);
	return 0;
}

/* Prepares to take the body in. A body somewhat too long is read to its end and then refused: most clients look at the
 * answer only when they have sent everything. */
static int
body_prepare(struct http_exchange *e, const struct strict_head *h)
{
	size_t n, encodings;
	str type = strict_get(h, S("content-type"), &n), kind, rest;
	int64_t most;

	strict_get(h, S("content-encoding"), &encodings);
	if (n > 1 || encodings > 0)
		return 415;
	if (e->length == 0)
		return 0;
	str_cut(type, ';', &kind, &rest);
	if (multipart_is(type)) {
		if (multipart_open(e->rq.mem, type, e->server->o.spool_dir, &e->rq.form, &e->multipart) != OK)
			return 400;
		most = (int64_t)e->server->o.body_max;
	} else if (strict_same(str_trim(kind), S("application/x-www-form-urlencoded"))) {
		most = e->server->o.body_max < HTTP_TEXT_MAX ? (int64_t)e->server->o.body_max : HTTP_TEXT_MAX;
		e->text = out_make(e->rq.mem, 512, (size_t)most);
	} else {
		return 415;
	}
	if (e->length > most) {
		if (e->length / 2 > most)
			return 413;
		e->refusal = 413;
	}
	return 0;
}

int
request_head(struct http_exchange *e, const char *url, const char *method, const char *version)
{
	struct strict_line line = { method, url, version, e->target_at, e->target, e->head_end, e->head_fault };
	struct http_request *rq = &e->rq;
	struct strict_head h;
	int fault = strict_head(&h, e->connection, &line, HTTP_TARGET_MAX, HTTP_HEAD_MAX);

	if (fault == 0)
		fault = method_of(method, &rq->method);
	if (fault == 0)
		fault = body_length(&h, rq->method, version, &e->length);
	if (fault == 0)
		fault = host_of(e, &h);
	if (fault == 0)
		fault = target_of(e);
	if (fault == 0)
		fault = body_prepare(e, &h);
	if (fault)
		return fault;
	rq->address = proxy_client(rq->mem, &e->server->peers, e->peer, &h);
	rq->secure = e->server->o.tls_cert != NULL || proxy_secure(e->peer, &h);
	rq->cookie = cookies_of(e, &h);
	rq->if_none_match = header_of(e, &h, S("if-none-match"));
	rq->accept_encoding = header_of(e, &h, S("accept-encoding"));
	rq->accept_language = header_of(e, &h, S("accept-language"));
	rq->origin = header_of(e, &h, S("origin"));
	rq->fetch_site = header_of(e, &h, S("sec-fetch-site"));
	return 0;
}

void
request_feed(struct http_exchange *e, str bytes)
{
	enum err err = OK;

	e->got += (int64_t)bytes.n;
	peer_until(e->peer, e->head_ms + (int64_t)e->server->o.idle_seconds * 1000 + e->got * 1000 / PEER_SLOWEST);
	if (e->refusal)
		return;
	if (e->multipart) {
		err = multipart_feed(e->multipart, bytes);
	} else {
		out_str(&e->text, bytes);
		if (e->text.overflow)
			err = INVALID;
	}
	if (err == BROKEN) {
		log_error("http: an upload could not be written to the spool folder");
		e->refusal = 503;
	} else if (err != OK) {
		e->refusal = 400;
	}
}

void
request_end(struct http_exchange *e)
{
	struct http_request *rq = &e->rq;

	if (e->refusal || e->length == 0)
		return;
	if (e->multipart ? multipart_close(e->multipart) != OK
			 : form_urlencoded(rq->mem, out_view(&e->text), &rq->form) != OK)
		e->refusal = 400;
}
