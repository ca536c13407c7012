/* Opens and closes the library and takes its calls. Everything it says about a request goes through
 * on_target(), on_request() and on_completed(), in this order, on the one worker thread of the connection. */
#include "base/log.h"
#include "http/encoding.h"
#include "http/exchange.h"
#include "http/strict.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define CONNECTION_MEMORY \
	((size_t)40 * 1024) /* above 32 KiB, so that the library maps it: see line_fault() in strict.c */
#define ARENA_LEAST   ((size_t)4 * 1024 * 1024)
#define COMPRESSION   1
#define ARGUMENTS_MAX 256 /* of a query */

static size_t
keep_escapes(void *ctx, struct MHD_Connection *c, char *s)
{
	(void)ctx, (void)c;
	return strlen(s);
}

static enum MHD_Result
on_accept(void *ctx, const struct sockaddr *from, socklen_t n)
{
	struct http_server *s = ctx;

	(void)n;
	if (peers_allow(&s->peers, from))
		return MHD_YES;
	atomic_fetch_add(&s->figures[exchange_worker(s)].refused, 1);
	return MHD_NO;
}

static void
on_connection(void *ctx, struct MHD_Connection *c, void **peer, enum MHD_ConnectionNotificationCode code)
{
	struct http_server *s = ctx;
	const union MHD_ConnectionInfo *info;
	struct peer *p;
	int fd;

	if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
		if (*peer)
			peer_close(&s->peers, *peer);
		*peer = NULL;
		return;
	}
	fd = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	p = peer_open(&s->peers, fd, info->client_addr);
	if (p)
		peer_until(p, peer_now_ms() + (int64_t)s->o.idle_seconds * 1000);
	*peer = p;
}

/* The request line has arrived; the target is still as it was sent. The library will now list the arguments of
 * the query in memory of its own; when they are too many for that, it leaves the connection hanging. So these
 * are cut off here. */
static void *
on_target(void *ctx, const char *target, struct MHD_Connection *c)
{
	struct http_exchange *e = exchange_take(ctx, c);
	size_t arguments = 0;

	if (e && target) {
		e->target_at = target;
		e->head_end = strict_scan(target, HTTP_HEAD_MAX, &e->head_fault);
		e->target = str_dup(&e->mem, str_of(target));
		for (size_t i = 0; i < e->target.n; i++)
			arguments += target[i] == '&';
		if (arguments > ARGUMENTS_MAX)
			shutdown(e->peer->fd, SHUT_RDWR);
	}
	return e;
}

static enum MHD_Result
on_head(struct http_exchange *e, const char *url, const char *method, const char *version)
{
	int status = request_head(e, url, method, version);

	if (status == 0) {
		e->head_ms = peer_now_ms();
		if (e->length > 0)
			peer_until(e->peer, e->head_ms + (int64_t)e->server->o.idle_seconds * 1000);
		exchange_started(e);
		return MHD_YES;
	}
	atomic_fetch_add(&e->server->figures[e->rq.worker].malformed, 1);
	return response_refuse(e, status);
}

static enum MHD_Result
on_request(void *ctx, struct MHD_Connection *c, const char *url, const char *method, const char *version,
	   const char *data, size_t *n, void **request)
{
	struct http_exchange *e = *request;
	bool answered;

	(void)ctx, (void)c;
	if (!e)
		return MHD_NO;
	if (e->stage == STAGE_HEAD)
		return on_head(e, url, method, version);
	if (e->stage == STAGE_BODY && *n > 0) {
		request_feed(e, (str){ data, *n });
		*n = 0;
		return MHD_YES;
	}
	if (e->stage == STAGE_BODY) {
		request_end(e);
		if (e->refusal) {
			e->stage = STAGE_RUN;
			return response_refuse(e, e->refusal);
		}
		answered = exchange_run(e);
	} else {
		pthread_mutex_lock(&e->lock);
		answered = e->answered;
		pthread_mutex_unlock(&e->lock);
	}
	return answered ? response_send(e) : MHD_YES;
}

static void
on_completed(void *ctx, struct MHD_Connection *c, void **request, enum MHD_RequestTerminationCode why)
{
	struct http_server *s = ctx;
	struct http_exchange *e = *request;

	(void)c, (void)why;
	*request = NULL;
	if (!e)
		return;
	peer_until(e->peer, peer_now_ms() + (int64_t)s->o.idle_seconds * 1000);
	exchange_off_wire(e);
}

static char *
read_secret(const char *path)
{
	struct stat st;
	char *text = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0 && st.st_size < 1 << 20) {
		text = calloc(1, (size_t)st.st_size + 1);
		if (text && read(fd, text, (size_t)st.st_size) != st.st_size) {
			free(text);
			text = NULL;
		}
	}
	if (fd >= 0)
		close(fd);
	if (!text)
		log_error("http: cannot read %s", path);
	return text;
}

/* A copy of the caller's options with what was left open filled in. */
static void
options_keep(struct http_server *s, const struct http_options *o)
{
	struct http_options *to = &s->o;
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	str *hosts = make(&s->mem, str, o->host_count + 1), *proxies = make(&s->mem, str, o->proxy_count + 1);

	*to = *o;
	for (size_t i = 0; i < o->host_count; i++)
		hosts[i] = str_dup(&s->mem, o->hosts[i]);
	for (size_t i = 0; i < o->proxy_count; i++)
		proxies[i] = str_dup(&s->mem, o->proxies[i]);
	to->hosts = hosts;
	to->proxies = proxies;
	to->listen = str_dup(&s->mem, o->listen);
	to->prefix = str_dup(&s->mem, o->prefix);
	to->spool_dir = str_z(&s->mem, o->spool_dir ? str_of(o->spool_dir) : S("/tmp"));
	if (to->workers <= 0)
		to->workers = processors > 2 ? (int)processors : 2;
	if (to->connections <= 0)
		to->connections = 1024;
	if (to->body_max == 0)
		to->body_max = (size_t)52 * 1024 * 1024;
	if (to->idle_seconds <= 0)
		to->idle_seconds = 30;
	if (to->close_seconds <= 0)
		to->close_seconds = 10;
	if (to->arena_max == 0)
		to->arena_max = (size_t)8 * 1024 * 1024;
	if (to->arena_max < ARENA_LEAST)
		to->arena_max = ARENA_LEAST;
}

static struct MHD_Daemon *
start(struct http_server *s)
{
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO;
	struct MHD_OptionItem tls[] = {
		{ MHD_OPTION_HTTPS_MEM_CERT, 0, s->cert },
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, s->key },
		{ MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t) "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2" },
		{ MHD_OPTION_END, 0, NULL },
	};
	struct MHD_OptionItem pool[] = {
		{ MHD_OPTION_THREAD_POOL_SIZE, s->o.workers, NULL },
		{ MHD_OPTION_END, 0, NULL },
	};

	if (s->cert)
		flags |= MHD_USE_TLS;
	else
		tls[0].option = MHD_OPTION_END;
	if (s->o.workers < 2)
		pool[0].option = MHD_OPTION_END;
	/* on_accept() keeps the limit; the library's own is out of reach, because a worker at its limit takes
	 * the socket out of its epoll set, and MHD_quiesce_daemon() at that moment would abort. It is split
	 * between the workers. */
	return MHD_start_daemon(flags, 0, on_accept, s, on_request, s, MHD_OPTION_ARRAY, tls, MHD_OPTION_ARRAY, pool,
				MHD_OPTION_LISTEN_SOCKET, s->listener.fd, MHD_OPTION_CONNECTION_LIMIT,
				(unsigned)((s->o.connections + 64) * s->o.workers), MHD_OPTION_CONNECTION_TIMEOUT,
				(unsigned)s->o.idle_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY,
				MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, on_target, s,
				MHD_OPTION_NOTIFY_COMPLETED, on_completed, s, MHD_OPTION_NOTIFY_CONNECTION,
				on_connection, s, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, s, MHD_OPTION_END);
}

static enum err
open_all(struct http_server *s)
{
	if ((s->o.tls_cert == NULL) != (s->o.tls_key == NULL))
		return INVALID;
	if (s->o.tls_cert) {
		s->cert = read_secret(s->o.tls_cert);
		s->key = read_secret(s->o.tls_key);
		if (!s->cert || !s->key)
			return BROKEN;
	}
	s->figures = aligned_alloc(64, sizeof(*s->figures) * (size_t)s->o.workers);
	s->workers = calloc((size_t)s->o.workers, sizeof(*s->workers));
	if (!s->figures || !s->workers)
		return BROKEN;
	memset(s->figures, 0, sizeof(*s->figures) * (size_t)s->o.workers);
	for (int i = 0; i < s->o.workers; i++)
		s->workers[i].gzip = libdeflate_alloc_compressor(COMPRESSION);
	TRY(listener_open(&s->listener, s->o.listen));
	s->daemon = start(s);
	if (!s->daemon) {
		log_error("http: the server could not start%s", s->cert ? " (are certificate and key a pair?)" : "");
		return BROKEN;
	}
	return OK;
}

enum err
http_open(struct http_server **server, const struct http_options *o)
{
	struct http_server *s = calloc(1, sizeof(*s));
	pthread_condattr_t attr;
	enum err err;

	if (!s)
		return BROKEN;
	s->mem = arena_open((size_t)256 * 1024);
	s->listener.fd = -1;
	options_keep(s, o);
	pthread_mutex_init(&s->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&s->calm, &attr);
	pthread_condattr_destroy(&attr);
	err = peers_open(&s->peers, (size_t)s->o.connections, s->o.proxies, s->o.proxy_count) ? open_all(s) : BROKEN;
	if (err != OK) {
		server_free(s);
		return err;
	}
	*server = s;
	return OK;
}

void
server_free(struct http_server *s)
{
	while (s->idle) {
		struct http_exchange *e = s->idle;

		s->idle = e->next;
		exchange_free(e);
	}
	listener_close(&s->listener);
	peers_close(&s->peers);
	for (int i = 0; s->workers && i < s->o.workers; i++)
		if (s->workers[i].gzip)
			libdeflate_free_compressor(s->workers[i].gzip);
	free(s->workers);
	free(s->figures);
	free(s->cert);
	free(s->key);
	pthread_cond_destroy(&s->calm);
	pthread_mutex_destroy(&s->lock);
	arena_close(&s->mem);
	free(s);
}

/* Waits until no request runs, `ms` at most. */
static bool
wait_calm(struct http_server *s, int64_t ms)
{
	struct timespec until;
	bool calm;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += ms / 1000;
	pthread_mutex_lock(&s->lock);
	while (s->running > 0 && pthread_cond_timedwait(&s->calm, &s->lock, &until) != ETIMEDOUT)
		;
	calm = s->running == 0;
	pthread_mutex_unlock(&s->lock);
	return calm;
}

void
http_close(struct http_server *s)
{
	bool last;

	atomic_store(&s->draining, true);
	MHD_quiesce_daemon(s->daemon);
	if (!wait_calm(s, (int64_t)s->o.close_seconds * 1000)) {
		log_warn("http: requests were still running after %d seconds", s->o.close_seconds);
		exchange_give_up(s);
		wait_calm(s, 2000);
	}
	atomic_store(&s->giving_up, true);
	exchange_give_up(s);
	MHD_stop_daemon(s->daemon);
	s->daemon = NULL;
	pthread_mutex_lock(&s->lock);
	s->closed = true;
	last = s->live_count == 0;
	pthread_mutex_unlock(&s->lock);
	if (last)
		server_free(s);
	else
		listener_close(&s->listener);
}

struct http_figures
http_figures(struct http_server *s)
{
	struct http_figures sum = { 0 };

	for (int i = 0; i < s->o.workers; i++)
		figure_add(&sum, &s->figures[i]);
	sum.open_connections = peers_count(&s->peers);
	return sum;
}

int
http_port(const struct http_server *s)
{
	return s->listener.port;
}
