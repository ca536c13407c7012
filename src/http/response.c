#include "base/log.h"
#include "http/encoding.h"
#include "http/exchange.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

#define COMPRESS_FROM 512
#define HEADER_MAX    4096
#define GROWN_PIECE   ((size_t)16 * 1024)

static const struct {
	const char *name, *value;
} safety[] = {
	{ "X-Content-Type-Options", "nosniff" },
	{ "Referrer-Policy", "no-referrer" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "Permissions-Policy", "camera=(), geolocation=(self), microphone=(), payment=(), usb=()" },
	{ "X-Frame-Options", "DENY" },
};

/* What a person may see who met a limit before any page could be made. */
static const struct {
	int status;
	const char *text;
} words[] = {
	{ 400, "请求格式不对，无法处理。\nThis request is malformed.\n" },
	{ 404, "没有这个页面。\nThere is no such page.\n" },
	{ 405, "不支持这种请求方式。\nThis method is not allowed here.\n" },
	{ 411, "请求必须写明长度。\nA request must state its length.\n" },
	{ 413,
	  "内容太大。请减少照片或文字，再发一次。\nToo large: please send fewer or smaller photos or less text.\n" },
	{ 414, "网址太长。\nThe address is too long.\n" },
	{ 415, "不支持这种内容格式。\nThis type of content is not taken here.\n" },
	{ 421, "这个网址不归本服务器办理。\nThis server does not answer for that host.\n" },
	{ 431, "请求头太长。请清除本网站的浏览器记录后再试。\nThe request headers are too long.\n" },
	{ 503, "现在办事的人太多，请过一分钟再试。\nBusy: please try again in a minute.\n" },
};

static void
header_z(struct MHD_Response *r, const char *name, const char *value)
{
	if (MHD_add_response_header(r, name, value) != MHD_YES)
		log_error("http: a %s header was dropped", name);
}

static void
header(struct MHD_Response *r, str name, str value)
{
	/* not zeroed by the compiler: 4 KiB for each header would cost more than all the rest of an answer */
	char n[64] __attribute__((uninitialized)), v[HEADER_MAX] __attribute__((uninitialized));

	if (name.n >= sizeof(n) || value.n >= sizeof(v)) {
		log_error("http: a header of %zu bytes was dropped", value.n);
		return;
	}
	memcpy(n, name.p, name.n);
	n[name.n] = '\0';
	if (value.n > 0)
		memcpy(v, value.p, value.n);
	v[value.n] = '\0';
	header_z(r, n, v);
}

static void
header_safety(struct MHD_Response *r, bool secure)
{
	for (size_t i = 0; i < sizeof(safety) / sizeof(safety[0]); i++)
		header_z(r, safety[i].name, safety[i].value);
	if (secure)
		header_z(r, "Strict-Transport-Security", "max-age=63072000");
}

/* The one place where bytes given by reference enter the library, which takes a pointer to non-const and never
 * writes. */
static struct MHD_Response *
from_bytes(str body)
{
	union {
		const char *in;
		void *out;
	} p = { .in = body.n > 0 ? body.p : "" };

	return MHD_create_response_from_buffer(body.n, p.out, MHD_RESPMEM_PERSISTENT);
}

/* Before the next piece of a body that grows is taken: until when it may take to leave. Time asleep does not count. */
static void
hurry(struct http_exchange *e, ssize_t n)
{
	if (e->asleep || e->until == 0)
		e->until = peer_now_ms() + (int64_t)e->server->o.idle_seconds * 1000;
	e->asleep = false;
	e->until += n * 1000 / PEER_SLOWEST;
	peer_until(e->peer, e->until);
}

/* A body that grows, from `at` on. When all that is there has been sent, the connection sleeps. */
static ssize_t
read_grown(void *arg, uint64_t at, char *to, size_t room)
{
	struct http_exchange *e = arg;
	bool complete, over;
	ssize_t n;

	pthread_mutex_lock(&e->lock);
	n = (ssize_t)(e->grown - (int64_t)at);
	complete = e->complete;
	over = !e->app_has || atomic_load(&e->server->giving_up);
	if (n <= 0 && !over) {
		peer_until(e->peer, 0);
		MHD_suspend_connection(e->connection);
		e->suspended = e->asleep = true;
	}
	pthread_mutex_unlock(&e->lock);
	if (n <= 0)
		return !over ? 0 : complete ? MHD_CONTENT_READER_END_OF_STREAM : MHD_CONTENT_READER_END_WITH_ERROR;
	n = pread(e->growing_fd, to, (size_t)n < room ? (size_t)n : room, (off_t)at);
	if (n <= 0)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	hurry(e, n);
	figure_bytes(&e->server->figures[exchange_worker(e->server)], n);
	return n;
}

static struct MHD_Response *
body_of(struct http_exchange *e, struct http_answer *a)
{
	struct worker *w = &e->server->workers[exchange_worker(e->server)];
	struct MHD_Response *r;
	bool vary = a->compress && a->body_fd < 0 && a->body.n > COMPRESS_FROM, packed = false;
	str small;

	if (e->grows)
		return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, GROWN_PIECE, read_grown, e, NULL);
	if (a->body_fd >= 0) {
		r = MHD_create_response_from_fd64((uint64_t)a->body_size, a->body_fd);
		if (!r)
			close(a->body_fd);
		a->body_fd = -1;
		return r;
	}
	if (vary && w->gzip && encoding_takes(e->rq.accept_encoding, S("gzip"))) {
		packed = encoding_gzip(w->gzip, &e->mem, a->body, &small);
		if (packed)
			a->body = small;
	}
	r = from_bytes(a->body);
	if (r && vary)
		header_z(r, "Vary", "Accept-Encoding");
	if (r && packed)
		header_z(r, "Content-Encoding", "gzip");
	return r;
}

static enum MHD_Result
queue(struct http_exchange *e, struct MHD_Response *r, int status, int64_t bytes)
{
	struct figure *f = &e->server->figures[exchange_worker(e->server)];
	int64_t now = peer_now_ms();
	enum MHD_Result done;

	if (!e->head_end || atomic_load_explicit(&e->server->draining, memory_order_relaxed))
		header_z(r, "Connection", "close");
	done = MHD_queue_response(e->connection, (unsigned)status, r);
	MHD_destroy_response(r);
	figure_answer(f, status, e->rq.method == HEAD ? 0 : bytes, e->began ? exchange_now_us() - e->began : 0);
	peer_until(e->peer, now + (int64_t)e->server->o.idle_seconds * 1000 + bytes * 1000 / PEER_SLOWEST);
	return done;
}

enum MHD_Result
response_send(struct http_exchange *e)
{
	struct http_answer *a = &e->answer;
	bool bodiless = a->status == 304 || a->status == 204;
	struct MHD_Response *r;
	int64_t bytes;

	if (bodiless)
		a->body = S("");
	r = body_of(e, a);
	if (!r)
		return MHD_NO;
	bytes = e->answer.body_size > 0 ? e->answer.body_size : (int64_t)a->body.n;
	if (a->type.n > 0 && !bodiless)
		header(r, S("Content-Type"), a->type);
	header_safety(r, e->rq.secure);
	for (size_t i = 0; i < a->header_count; i++)
		header(r, a->headers[i].name, a->headers[i].value);
	return queue(e, r, a->status, bytes);
}

enum MHD_Result
response_refuse(struct http_exchange *e, int status)
{
	const char *text = "400\n";
	struct MHD_Response *r;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i].status == status)
			text = words[i].text;
	r = from_bytes(str_of(text));
	if (!r)
		return MHD_NO;
	header_z(r, "Content-Type", "text/plain; charset=utf-8");
	header_z(r, "Cache-Control", "no-store");
	if (status == 405)
		header_z(r, "Allow", "GET, HEAD, POST");
	if (status == 503)
		header_z(r, "Retry-After", "60");
	header_safety(r, e->rq.secure);
	return queue(e, r, status, (int64_t)str_of(text).n);
}
