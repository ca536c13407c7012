#include "http/wire_test.h"
#include "test.h"

#include "base/arena.h"
#include "http/asset.h"
#include "http/static.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define REPLY_MAX ((size_t)512 * 1024)

/* Requests that the application holds, answered by a thread of their own. */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t came;
	struct http_request *held[256];
	size_t n;
	bool stop, paused;
	pthread_t thread;
} later = { .lock = PTHREAD_MUTEX_INITIALIZER, .came = PTHREAD_COND_INITIALIZER };

static char page[20000];

const struct asset *
asset_find(str name)
{
	static struct asset style;

	style = (struct asset){ S("style-1.css"), S("text/css"), S("\"1\""),
				S("raw bytes"),   S("br bytes"), S("gz bytes") };
	return str_eq(name, style.name) ? &style : NULL;
}

static void
say(struct http_request *rq, int status, str body)
{
	http_answer(rq,
		    &(struct http_answer){ .status = status, .type = S("text/plain; charset=utf-8"), .body = body });
}

size_t
wire_held_count(void)
{
	size_t n;

	pthread_mutex_lock(&later.lock);
	n = later.n;
	pthread_mutex_unlock(&later.lock);
	return n;
}

void
wire_held_pause(bool pause)
{
	pthread_mutex_lock(&later.lock);
	later.paused = pause;
	pthread_cond_signal(&later.came);
	pthread_mutex_unlock(&later.lock);
}

void
wire_held_answer_all(void)
{
	pthread_mutex_lock(&later.lock);
	while (later.n > 0)
		say(later.held[--later.n], 200, S("held"));
	pthread_mutex_unlock(&later.lock);
}

static void *
answer_later(void *arg)
{
	(void)arg;
	pthread_mutex_lock(&later.lock);
	for (;;) {
		while ((later.n == 0 || later.paused) && !later.stop)
			pthread_cond_wait(&later.came, &later.lock);
		if (later.n == 0 || later.paused)
			break;
		say(later.held[later.n - 1], 200, S("held"));
		later.n--;
	}
	pthread_mutex_unlock(&later.lock);
	return NULL;
}

static void
hold(struct http_request *rq)
{
	http_hold(rq);
	pthread_mutex_lock(&later.lock);
	later.held[later.n++] = rq;
	pthread_cond_signal(&later.came);
	pthread_mutex_unlock(&later.lock);
}

static void
echo(struct http_request *rq)
{
	static const char *const methods[] = { "GET", "HEAD", "POST" };
	struct out o = out_make(rq->mem, 256, (size_t)4 << 20);

	out_fmt(&o, "%s %.*s?%.*s host=%.*s from=%.*s%s cookie=%.*s\n", methods[rq->method], STR_ARG(rq->path),
		STR_ARG(rq->query), STR_ARG(rq->host), STR_ARG(rq->address), rq->secure ? " secure" : "",
		STR_ARG(rq->cookie));
	for (size_t i = 0; i < rq->form.n; i++)
		out_fmt(&o, "%.*s=%.*s\n", STR_ARG(rq->form.field[i].name), STR_ARG(rq->form.field[i].value));
	for (size_t i = 0; i < rq->form.files; i++)
		out_fmt(&o, "%.*s:%.*s:%lld\n", STR_ARG(rq->form.file[i].field), STR_ARG(rq->form.file[i].name),
			(long long)rq->form.file[i].size);
	say(rq, 200, out_view(&o));
}

static void
app(void *ctx, struct http_request *rq)
{
	struct http_header location = { S("Location"), S("/there") };

	(void)ctx;
	if (str_eq(rq->path, S("/hold")))
		hold(rq);
	else if (str_eq(rq->path, S("/page")))
		http_answer(rq, &(struct http_answer){ .status = 200,
						       .type = S("text/html"),
						       .body = { page, sizeof(page) },
						       .compress = true });
	else if (str_eq(rq->path, S("/same")))
		http_answer(rq, &(struct http_answer){ .status = 304, .body = S("never sent") });
	else if (str_eq(rq->path, S("/see")))
		http_answer(rq, &(struct http_answer){ .status = 303, .headers = &location, .header_count = 1 });
	else if (str_eq(rq->path, S("/file")))
		http_answer(rq, &(struct http_answer){ .status = 200,
						       .type = S("text/plain"),
						       .body_fd = open("/proc/version", O_RDONLY),
						       .body_size = 5 });
	else if (str_eq(rq->path, S("/forgets")))
		return;
	else if (!static_answer(rq))
		echo(rq);
}

struct http_server *
wire_serve(struct http_options o)
{
	struct http_server *s = NULL;

	for (size_t i = 0; i < sizeof(page); i++)
		page[i] = "<li>路灯坏了</li>\n"[i % 22];
	if (!o.listen.p)
		o.listen = S("127.0.0.1:0");
	o.app = app;
	o.spool_dir = test_dir();
	later.stop = later.paused = false;
	CHECK_INT(http_open(&s, &o), OK);
	if (!s)
		abort();
	pthread_create(&later.thread, NULL, answer_later, NULL);
	return s;
}

void
wire_end(struct http_server *s)
{
	http_close(s);
	pthread_mutex_lock(&later.lock);
	later.stop = true;
	pthread_cond_signal(&later.came);
	pthread_mutex_unlock(&later.lock);
	pthread_join(later.thread, NULL);
}

int
wire_dial(const struct http_server *s)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)http_port(s)),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval patience = { .tv_sec = 20 };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

int
wire_dial_unix(const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(to.sun_path, sizeof(to.sun_path), "%s", path);
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
		return fd;
	close(fd);
	return -1;
}

void
wire_tell(int fd, str text)
{
	while (text.n > 0) {
		ssize_t n = send(fd, text.p, text.n, MSG_NOSIGNAL);

		if (n <= 0)
			return;
		text = str_skip(text, (size_t)n);
	}
}

/* The value of a header as a view, or { NULL, 0 }. */
str
wire_header_of(const struct wire_reply *r, const char *name)
{
	char line[64];
	ptrdiff_t at;
	str rest, value;

	snprintf(line, sizeof(line), "\r\n%s: ", name);
	at = str_find(r->head, str_of(line));
	if (at < 0)
		return (str){ NULL, 0 };
	rest = str_skip(r->head, (size_t)at + strlen(line));
	str_cut(rest, '\r', &value, &rest);
	return value;
}

/* Reads one answer and not a byte more, so that pipelined ones stay in the socket. */
struct wire_reply
wire_hear(int fd, bool head_only)
{
	struct wire_reply r = { .bytes = calloc(1, REPLY_MAX) };
	size_t n = 0;
	int64_t length = 0, status;

	while (n < REPLY_MAX - 1 && recv(fd, r.bytes + n, 1, 0) == 1) {
		n++;
		if (n >= 4 && memcmp(r.bytes + n - 4, "\r\n\r\n", 4) == 0)
			break;
	}
	r.head = (str){ r.bytes, n };
	if (n < 16 || !str_ends(r.head, S("\r\n\r\n")) || !str_int((str){ r.bytes + 9, 3 }, &status))
		return r;
	if (!head_only && status != 304 && !str_int(wire_header_of(&r, "Content-Length"), &length))
		length = 0;
	while (length > 0 && n < REPLY_MAX - 1) {
		ssize_t got = recv(fd, r.bytes + n, (size_t)length, 0);

		if (got <= 0)
			return r;
		n += (size_t)got;
		length -= got;
	}
	r.body = str_skip((str){ r.bytes, n }, r.head.n);
	r.status = (int)status;
	return r;
}

bool
wire_hung_up(int fd)
{
	char c;

	return recv(fd, &c, 1, 0) <= 0;
}

struct wire_reply
wire_ask(struct http_server *s, const char *request)
{
	int fd = wire_dial(s);
	struct wire_reply r;

	wire_tell(fd, str_of(request));
	r = wire_hear(fd, strncmp(request, "HEAD", 4) == 0);
	close(fd);
	return r;
}

/* One request on a connection of its own; checks its status and returns nothing. */
void
wire_expect(struct http_server *s, const char *request, int status, const char *in_body)
{
	struct wire_reply r = wire_ask(s, request);

	if (r.status != status || (in_body && !str_has(r.body, str_of(in_body))))
		test_fail(__FILE__, __LINE__, "%.40s: %d %.*s", request, r.status, STR_ARG(r.body));
	free(r.bytes);
}
