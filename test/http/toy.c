/* toy.c — a server made of http/ and nothing else, for strict.py and for measuring. Every valid request is answered with
 * 200 and one line "TOY method path query fields files bytes", and noted on standard output.
 * Usage: toy <address> [--prefix /p] [--host h] [--proxy address] [--page bytes] [--idle seconds]
 *        [--cert file --key file] [--spool folder] */
#include "base/seal.h"
#include "http/http.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

struct toy {
	str page;
	bool quiet;
};

static const char *const method_names[] = { "GET", "HEAD", "POST" };

static void
app(void *ctx, struct http_request *rq)
{
	const struct http_header headers[] = {
		{ S("Content-Security-Policy"),
		  S("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'") },
		{ S("Cache-Control"), S("private, no-cache") },
	};
	const struct toy *toy = ctx;
	struct http_answer a = {
		.status = 200, .type = S("text/html; charset=utf-8"), .headers = headers, .header_count = 2
	};
	int64_t bytes = 0;

	for (size_t i = 0; i < rq->form.files; i++)
		bytes += rq->form.file[i].size;
	if (str_eq(rq->path, S("/page"))) {
		a.body = toy->page;
	} else {
		a.body = str_fmt(rq->mem, "TOY %s %.*s %.*s %zu %zu %lld\n", method_names[rq->method],
				 STR_ARG(rq->path), STR_ARG(rq->query), rq->form.n, rq->form.files, (long long)bytes);
		if (!toy->quiet) {
			fwrite(a.body.p, 1, a.body.n, stdout);
			fflush(stdout);
		}
	}
	http_answer(rq, &a);
}

struct names {
	str hosts[8], proxies[8];
};

static void
arguments(struct http_options *o, struct names *names, int64_t *page, int argc, char **argv)
{
	str *hosts = names->hosts, *proxies = names->proxies;
	int64_t n;

	o->hosts = hosts;
	o->proxies = proxies;
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--prefix") == 0 && i + 1 < argc)
			o->prefix = str_of(argv[++i]);
		else if (strcmp(argv[i], "--host") == 0 && i + 1 < argc && o->host_count < 8)
			hosts[o->host_count++] = str_of(argv[++i]);
		else if (strcmp(argv[i], "--proxy") == 0 && i + 1 < argc && o->proxy_count < 8)
			proxies[o->proxy_count++] = str_of(argv[++i]);
		else if (strcmp(argv[i], "--page") == 0 && i + 1 < argc && str_int(str_of(argv[i + 1]), &n))
			*page = n, i++;
		else if (strcmp(argv[i], "--idle") == 0 && i + 1 < argc && str_int(str_of(argv[i + 1]), &n))
			o->idle_seconds = (int)n, i++;
		else if (strcmp(argv[i], "--cert") == 0 && i + 1 < argc)
			o->tls_cert = argv[++i];
		else if (strcmp(argv[i], "--key") == 0 && i + 1 < argc)
			o->tls_key = argv[++i];
		else if (strcmp(argv[i], "--spool") == 0 && i + 1 < argc)
			o->spool_dir = argv[++i];
		else
			o->listen = str_of(argv[i]);
	}
}

int
main(int argc, char **argv)
{
	struct toy toy = { 0 };
	struct http_options o = { .app = app, .ctx = &toy, .listen = S("127.0.0.1:0") };
	struct arena mem = arena_open((size_t)4 << 20);
	struct http_server *server;
	struct names names;
	int64_t page = 9000;
	sigset_t stop;
	int got;

	seal_start();
	arguments(&o, &names, &page, argc, argv);
	memset(make(&mem, char, (size_t)page), 'x', (size_t)page);
	toy.page = (str){ mem.base, (size_t)page };
	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGINT);
	sigprocmask(SIG_BLOCK, &stop, NULL);
	if (http_open(&server, &o) != OK)
		return 1;
	printf("LISTENING %d\n", http_port(server));
	fflush(stdout);
	sigwait(&stop, &got);
	http_close(server);
	arena_close(&mem);
	return 0;
}
