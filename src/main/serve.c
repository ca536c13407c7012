/* serve.c — `heye serve`: opens the data folder, starts the writer, the timers, the receipt hasher and the
 * pages, waits for a signal. */
#include "web/serve.h"

#include "base/log.h"
#include "db/migrate.h"
#include "desk/event.h"
#include "desk/job.h"
#include "main/command.h"
#include "main/credential.h"
#include "main/depot_of.h"
#include "main/features.h"
#include "matter/receipt.h"
#include "web/sandbox.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { READ_MOST = 16 };

struct service {
	struct options options;
	const char *dir;
	struct database database;
	key root;
	struct arena mem;
	struct site site;
	struct writer *writer;
	struct depot *depot;
	struct job_runner *jobs, *files;
	struct receipt_hasher *hasher;
	struct serve *serve;
};

static int64_t
lag(void *ctx)
{
	struct service *s = ctx;

	int64_t jobs = s->jobs ? job_lag(s->jobs) : 0, files = s->files ? job_lag(s->files) : 0;

	return jobs > files ? jobs : files;
}

static size_t
list(const struct options *o, const char *name, struct arena *mem, const str **out)
{
	const char *const *values = NULL;
	int n = option_all(o, name, &values);
	str *copy = make(mem, str, (size_t)n + 1);

	for (int i = 0; i < n; i++)
		copy[i] = str_of(values[i]);
	*out = copy;
	return (size_t)n;
}

static bool
prefix_good(str prefix)
{
	return prefix.n == 0 || (str_starts(prefix, S("/")) && !str_ends(prefix, S("/")) && !str_has(prefix, S("//")));
}

static bool
read_http(struct service *s, struct http_options *h)
{
	const struct options *o = &s->options;
	int64_t workers = 0, connections = 0;

	if (!option_number(o, "--workers", 1, 256, &workers) ||
	    !option_number(o, "--connections", 8, 100000, &connections))
		return false;
	*h = (struct http_options){
		.listen = str_of(option_of(o, "--listen") ? option_of(o, "--listen") : "127.0.0.1:8311"),
		.prefix = str_of(option_of(o, "--prefix")),
		.tls_cert = option_of(o, "--tls-cert"),
		.tls_key = option_of(o, "--tls-key"),
		.workers = (int)workers,
		.connections = (int)connections,
		.spool_dir = str_z(&s->mem, str_fmt(&s->mem, "%s/spool", s->dir)),
	};
	h->host_count = list(o, "--host", &s->mem, &h->hosts);
	h->proxy_count = list(o, "--proxy", &s->mem, &h->proxies);
	if (!prefix_good(h->prefix)) {
		fprintf(stderr, "heye serve: --prefix begins with / and does not end with it: /ztzl/heye\n");
		return false;
	}
	if (!h->tls_cert != !h->tls_key) {
		fprintf(stderr, "heye serve: --tls-cert and --tls-key go together\n");
		return false;
	}
	if (mkdir(h->spool_dir, 0700) != 0 && errno != EEXIST) {
		fprintf(stderr, "heye serve: cannot make %s: %s\n", h->spool_dir, strerror(errno));
		return false;
	}
	return true;
}

/* The database must be there and of this version; what an upgrade needs is said, not done behind the operator's
 * back. */
static bool
data_ready(struct service *s)
{
	struct data d;
	bool good;

	if (!data_open_folder(&d, s->dir, s->database.url ? &s->database : NULL, false))
		return false;
	good = features_ready(&d, &s->root, &s->site);
	s->site.database = s->database.url ? &s->database : NULL;
	s->site.depot = s->depot;
	data_close(&d);
	return good;
}

static bool
start(struct service *s, const struct http_options *h)
{
	int64_t batch = 0;
	struct conn_options place = { .dir = s->dir, .database = s->site.database };
	struct writer_options w = { .dir = s->dir, .database = s->site.database };
	struct job_options j = { .dir = s->dir, .database = s->site.database, .tables = feature_jobs };
	struct job_options f = { .dir = s->dir,
				 .database = s->site.database,
				 .office = OFFICE_FILES,
				 .errands = feature_errands,
				 .depot = s->depot };
	struct serve_options so = { .http = *h, .site = &s->site, .lag = lag, .lag_ctx = s };

	if (!option_number(&s->options, "--batch", 1, 100000, &batch))
		return false;
	w.batch = (size_t)batch;
	if (writer_open(&s->writer, &w) != OK)
		return false;
	s->site.writer = so.writer = j.writer = f.writer = s->writer;
	if (receipt_hasher_start(&s->hasher, s->writer, &place, matter_keys()) != OK || job_start(&s->jobs, &j) != OK ||
	    job_start(&s->files, &f) != OK)
		return false;
	if (serve_open(&s->serve, &so) != OK) {
		fprintf(stderr, "heye serve: cannot listen on %.*s\n", STR_ARG(h->listen));
		return false;
	}
	log_info("serving on %.*s%.*s", STR_ARG(h->listen), STR_ARG(h->prefix));
	return true;
}

/* The order matters: no new requests, then no new writes, then the log is emptied and the chain anchored. */
static void
stop(struct service *s)
{
	struct data d;

	if (s->serve)
		serve_close(s->serve);
	if (s->jobs)
		job_stop(s->jobs);
	if (s->files)
		job_stop(s->files);
	if (s->hasher)
		receipt_hasher_stop(s->hasher);
	if (s->writer)
		writer_close(s->writer);
	if (data_open_folder(&d, s->dir, s->database.url ? &s->database : NULL, false)) {
		features_anchor(&d);
		data_close(&d);
	}
}

/* False: the disk failed and nothing more is written. The program then ends with 1, so that whoever watches over it
 * starts it anew instead of leaving a service that only says no. */
static bool
wait_for_signal(const struct service *s)
{
	const struct timespec second = { .tv_sec = 1 };
	sigset_t set;
	int which = -1;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	while (which < 0 && !writer_dead(s->writer))
		which = sigtimedwait(&set, NULL, &second);
	if (which < 0)
		log_error("stopping: the disk failed and nothing can be written");
	else
		log_info("stopping: %s", which == SIGTERM ? "SIGTERM" : "SIGINT");
	return which >= 0;
}

/* Also before the first thread: from here on only the data folder can be written and only this program started. */
static bool
closed_in(struct service *s, const struct http_options *h)
{
	const char *read[READ_MOST + 1] = { NULL };
	size_t n = db_files(&s->mem, &s->database, read, READ_MOST - 2);
	struct sandbox box = { .dir = s->dir, .read = read, .calls_out = s->database.url || depot_remote(s->depot) };
	str folder = h->listen;
	const char *write[] = { NULL, NULL };

	if (h->tls_cert) {
		read[n++] = h->tls_cert;
		read[n] = h->tls_key;
	}
	if (str_starts(folder, S("unix:"))) {
		folder = str_skip(folder, 5);
		while (folder.n > 1 && folder.p[folder.n - 1] != '/')
			folder.n--;
		write[0] = str_z(&s->mem, folder);
		box.write = write;
	}
	if (sandbox_enter(&box) == OK)
		return true;
	fprintf(stderr, "heye serve: the sandbox could not be set up; see the log\n");
	return false;
}

/* Before the first thread, so that every thread inherits the mask and only wait_for_signal() sees them. */
static void
hold_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

int
command_serve(int argc, char **argv)
{
	struct service s = { 0 };
	struct http_options h;
	bool good;

	if (!options_read(&s.options, serve_options, "serve", argc, argv))
		return 2;
	s.dir = option_of(&s.options, "--data");
	s.database = (struct database){ option_of(&s.options, "--db"), option_of(&s.options, "--identity-db") };
	s.mem = arena_open((size_t)1 << 20);
	log_set(option_of(&s.options, "--quiet") ? LOG_WARN : LOG_INFO);
	if (!read_http(&s, &h))
		return 2;
	if (credential_load(&s.mem, option_of(&s.options, "--credential"), s.dir, false, &s.root) != OK ||
	    depot_of(&s.options, s.dir, &s.depot) != OK || !data_ready(&s))
		return 1;
	hold_signals();
	good = closed_in(&s, &h) && start(&s, &h);
	good = good && wait_for_signal(&s);
	stop(&s);
	depot_close(s.depot);
	arena_close(&s.mem);
	return good ? 0 : 1;
}
