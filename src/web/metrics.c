#include "web/metrics.h"

#include <fcntl.h>
#include <unistd.h>

static void
counter(struct out *o, const char *name, uint64_t n)
{
	out_fmt(o, "# TYPE heye_%s counter\nheye_%s_total %llu\n", name, name, (unsigned long long)n);
}

static void
gauge(struct out *o, const char *name, int64_t n)
{
	out_fmt(o, "# TYPE heye_%s gauge\nheye_%s %lld\n", name, name, (long long)n);
}

/* Resident memory in bytes: the second number of /proc/self/statm, in pages. */
static int64_t
memory(struct arena *mem)
{
	char text[128];
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	str size, rest, pages;
	int64_t count = 0;

	if (fd >= 0)
		close(fd);
	if (n <= 0 || !str_cut((str){ text, (size_t)n }, ' ', &size, &rest) || !str_cut(rest, ' ', &pages, &rest))
		return 0;
	(void)str_int(str_dup(mem, pages), &count);
	return count * sysconf(_SC_PAGESIZE);
}

static void
http_part(struct out *o, const struct http_figures *f)
{
	uint64_t below = 0;

	counter(o, "http_requests", f->requests);
	counter(o, "http_refused", f->refused);
	counter(o, "http_malformed", f->malformed);
	counter(o, "http_sent_bytes", f->bytes_out);
	gauge(o, "http_connections", (int64_t)f->open_connections);
	out_str(o, S("# TYPE heye_http_answers counter\n"));
	for (int i = 1; i < 6; i++)
		out_fmt(o, "heye_http_answers_total{class=\"%dxx\"} %llu\n", i, (unsigned long long)f->by_status[i]);
	out_str(o, S("# TYPE heye_http_seconds histogram\n# UNIT heye_http_seconds seconds\n"));
	for (size_t i = 0; i < sizeof(http_bucket_seconds) / sizeof(http_bucket_seconds[0]); i++) {
		below += f->seconds_bucket[i];
		out_fmt(o, "heye_http_seconds_bucket{le=\"%g\"} %llu\n", http_bucket_seconds[i],
			(unsigned long long)below);
	}
	out_fmt(o,
		"heye_http_seconds_bucket{le=\"+Inf\"} %llu\nheye_http_seconds_count %llu\nheye_http_seconds_sum %g\n",
		(unsigned long long)f->seconds_count, (unsigned long long)f->seconds_count, f->seconds_sum);
}

static void
writer_part(struct out *o, const struct writer_figures *f)
{
	counter(o, "writes", f->writes);
	counter(o, "writer_commits", f->commits);
	counter(o, "writes_failed", f->failed);
	counter(o, "writes_refused", f->refused);
	counter(o, "writer_checkpoints", f->checkpoints);
	gauge(o, "writes_waiting", (int64_t)f->waiting);
}

str
metrics_text(struct arena *mem, struct serve *s)
{
	struct out o = out_make(mem, 4096, 64 * 1024);
	struct http_figures http = http_figures(s->http);
	struct writer_figures writer = writer_figures(s->o.writer);

	http_part(&o, &http);
	writer_part(&o, &writer);
	gauge(&o, "slow_waiting", (int64_t)slow_waiting(s->slow));
	if (s->o.lag)
		gauge(&o, "jobs_late_seconds", s->o.lag(s->o.lag_ctx));
	gauge(&o, "resident_memory_bytes", memory(mem));
	out_str(&o, S("# EOF\n"));
	return out_view(&o);
}

bool
metrics_may(const struct serve *s, str address)
{
	if (address.n == 0 || str_eq(address, S("127.0.0.1")) || str_eq(address, S("::1")) ||
	    str_starts(address, S("unix")))
		return true;
	for (size_t i = 0; i < s->o.http.proxy_count; i++)
		if (str_eq(s->o.http.proxies[i], address))
			return true;
	return false;
}
