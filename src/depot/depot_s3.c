/* depot_s3.c — the depot in a bucket of a store that speaks S3. A PUT that was answered with 200 is durable there: that is
 * what such a store promises. */
#include "base/log.h"
#include "base/out.h"
#include "depot/depot_kind.h"
#include "depot/depot_page.h"
#include "depot/depot_wire.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define BUCKET_LEAST 3
#define BUCKET_MOST  63
#define LIST_ROOM    ((int64_t)1 << 20) /* the text of one list */
#define ANSWER_ROOM  ((int64_t)64 << 10)

struct s3 {
	struct depot depot;
	struct wire *wire;
	str root;   /* https://host[/bucket] */
	bool own;   /* … the bucket being a host of its own */
	str prefix; /* empty, or ends with / */
};

static const struct s3 *
s3_of(const struct depot *d)
{
	return (const struct s3 *)(const void *)d;
}

static const char *
file_url(const struct s3 *s, struct arena *mem, int64_t town, const hash *name)
{
	return str_z(mem, str_fmt(mem, "%.*s/%.*s%lld/%.*s", STR_ARG(s->root), STR_ARG(s->prefix), (long long)town,
				  STR_ARG(depot_name(mem, name))));
}

/* What a store says no with; 404 alone is no fault of it. */
static enum err
status_err(const struct wire_ask *ask)
{
	if (ask->status >= 200 && ask->status < 300)
		return OK;
	if (ask->status == 404)
		return NOT_FOUND;
	log_error("files: the store answered %s with %ld%s", ask->method, ask->status,
		  ask->status == 403 ? ": wrong key, or no right to the bucket" : "");
	return BROKEN;
}

/* The text of an answer that nobody wants to read goes into room that is given back. */
static enum err
ask_short(const struct s3 *s, struct arena *mem, struct wire_ask *ask)
{
	size_t mark = arena_mark(mem);
	enum err e;

	ask->fd = -1;
	ask->most = ANSWER_ROOM;
	e = wire_send(s->wire, mem, ask);
	arena_back(mem, mark);
	return e == OK ? status_err(ask) : e;
}

static enum err
put(struct depot *d, struct arena *mem, int64_t town, str bytes, const hash *name)
{
	struct wire_ask ask = { .method = "PUT", .url = file_url(s3_of(d), mem, town, name), .body = bytes };
	enum err e = ask_short(s3_of(d), mem, &ask);

	if (e == NOT_FOUND)
		log_error("files: %s is not there", d->place);
	return e == NOT_FOUND ? BROKEN : e;
}

static enum err
find(struct depot *d, struct arena *mem, int64_t town, const hash *name, moment *at)
{
	struct wire_ask ask = { .method = "HEAD", .url = file_url(s3_of(d), mem, town, name) };

	TRY(ask_short(s3_of(d), mem, &ask));
	*at = ask.at;
	return OK;
}

static enum err
drop(struct depot *d, struct arena *mem, int64_t town, const hash *name, bool alone)
{
	struct wire_ask ask = { .method = "DELETE", .url = file_url(s3_of(d), mem, town, name) };
	enum err e = ask_short(s3_of(d), mem, &ask);

	(void)alone;
	return e == NOT_FOUND ? OK : e;
}

static bool
named_rightly(int fd, int64_t n, const hash *name)
{
	void *p = n > 0 ? mmap(NULL, (size_t)n, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
	hash h;

	if (p == MAP_FAILED)
		return false;
	h = hash_of((str){ p, (size_t)n });
	munmap(p, (size_t)n);
	return hash_eq(&h, name);
}

static enum err
get(struct depot *d, struct arena *mem, int64_t town, const hash *name, int *fd, int64_t *size)
{
	struct wire_ask ask = { .method = "GET",
				.url = file_url(s3_of(d), mem, town, name),
				.fd = memfd_create("file", MFD_CLOEXEC),
				.most = DEPOT_FILE_MOST };
	enum err e = ask.fd < 0 ? BROKEN : wire_send(s3_of(d)->wire, mem, &ask);

	if (e == OK)
		e = status_err(&ask);
	if (e == OK && !named_rightly(ask.fd, ask.n, name)) {
		log_error("files: the store gave something else than what was asked for");
		e = BROKEN;
	}
	if (e != OK && ask.fd >= 0)
		close(ask.fd);
	*fd = e == OK ? ask.fd : -1;
	*size = ask.n;
	return e;
}

/* ---- the list ---- */

/* In a query a slash is spelled %2F; the other characters of our keys stand for themselves. */
static str
key_spelled(struct arena *mem, str name)
{
	struct out o = out_make(mem, 256, 1024);

	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == '/')
			out_str(&o, S("%2F"));
		else
			out_char(&o, name.p[i]);
	return out_view(&o);
}

static enum err
page_ask(const struct s3 *s, struct arena *mem, str folder, struct depot_page *page, struct depot_list *out)
{
	struct wire_ask ask = { .method = "GET", .fd = -1, .most = LIST_ROOM };
	str start = page->last[0] ? str_join(mem, S("&start-after="), key_spelled(mem, str_of(page->last))) : S("");
	enum err e;

	ask.url = str_z(mem,
			str_fmt(mem, "%.*s%s?list-type=2&max-keys=%d&prefix=%.*s%.*s", STR_ARG(s->root),
				s->own ? "/" : "", DEPOT_LIST_MOST, STR_ARG(key_spelled(mem, folder)), STR_ARG(start)));
	ask.room = make(mem, char, (size_t)LIST_ROOM);
	e = wire_send(s->wire, mem, &ask);
	if (e == OK)
		e = status_err(&ask);
	if (e == OK)
		depot_page_read(mem, (str){ ask.room, (size_t)ask.n }, page, out);
	return e == NOT_FOUND ? BROKEN : e; /* no such bucket */
}

static enum err
list(struct depot *d, struct arena *mem, int64_t town, const hash *after, struct depot_list *out)
{
	const struct s3 *s = s3_of(d);
	str folder = str_fmt(mem, "%.*s%lld/", STR_ARG(s->prefix), (long long)town);
	struct depot_page page = { .more = true };
	enum err e = OK;

	if (after)
		snprintf(page.last, sizeof page.last, "%.*s%.*s", STR_ARG(folder), STR_ARG(depot_name(mem, after)));
	while (e == OK && page.more) {
		size_t mark = arena_mark(mem);

		e = page_ask(s, mem, folder, &page, out);
		arena_back(mem, mark);
	}
	return e;
}

static void
s3_close(struct depot *d)
{
	wire_close(s3_of(d)->wire);
}

static const struct depot_kind kind = {
	.remote = true, .put = put, .get = get, .find = find, .drop = drop, .list = list, .close = s3_close
};

/* ---- what it is opened with ---- */

static bool
plain_text(str s, const char *more)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c && strchr(more, c))))
			return false;
	}
	return true;
}

static bool
prefix_good(str prefix)
{
	str rest = prefix, piece;

	if (prefix.n > DEPOT_PREFIX_MOST || !plain_text(prefix, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_./"))
		return false;
	while (rest.n) {
		(void)str_cut(rest, '/', &piece, &rest);
		if (piece.n == 0 || str_eq(piece, S(".")) || str_eq(piece, S("..")))
			return false;
	}
	return !str_ends(prefix, S("/"));
}

static bool
url_read(const char *url, str *bucket, str *prefix)
{
	str s = str_of(url);

	if (!str_starts(s, S("s3://")))
		return false;
	(void)str_cut(str_skip(s, 5), '/', bucket, prefix);
	return bucket->n >= BUCKET_LEAST && bucket->n <= BUCKET_MOST && plain_text(*bucket, "-.") &&
	       bucket->p[0] != '-' && bucket->p[0] != '.' && prefix_good(*prefix);
}

/* http only where nobody can listen: on this machine. */
static bool
endpoint_good(str endpoint, bool *plain)
{
	static const char *const here[] = { "http://127.0.0.1", "http://localhost", "http://[::1]" };

	*plain = false;
	if (endpoint.n == 0 || str_ends(endpoint, S("/")))
		return false;
	if (str_starts(endpoint, S("https://")))
		return endpoint.n > 8 && plain_text(str_skip(endpoint, 8), "ABCDEFGHIJKLMNOPQRSTUVWXYZ-.:[]{}");
	for (size_t i = 0; i < sizeof here / sizeof *here && !*plain; i++) {
		str after = str_skip(endpoint, str_of(here[i]).n);

		*plain = str_starts(endpoint, str_of(here[i])) &&
			 (after.n == 0 || (after.p[0] == ':' && plain_text(str_skip(after, 1), "")));
	}
	return *plain;
}

static str
root_of(struct arena *mem, str endpoint, str bucket)
{
	ptrdiff_t at = str_find(endpoint, S("{bucket}"));

	if (at < 0)
		return str_fmt(mem, "%.*s/%.*s", STR_ARG(endpoint), STR_ARG(bucket));
	return str_fmt(mem, "%.*s%.*s%.*s", (int)at, endpoint.p, STR_ARG(bucket),
		       STR_ARG(str_skip(endpoint, (size_t)at + 8)));
}

static enum err
refused(const char *what)
{
	log_error("files: %s", what);
	return INVALID;
}

enum err
depot_s3_open(struct depot **d, const struct depot_s3_options *o)
{
	struct arena own = arena_open((size_t)64 << 10);
	struct s3 *s = make(&own, struct s3, 1);
	struct wire_options w = { .ca = o->ca };
	str bucket = { 0 }, prefix = { 0 };
	enum err e = OK;

	if (!url_read(o->url, &bucket, &prefix))
		e = refused("a store is named s3://bucket/prefix, in letters, digits, - _ . and /");
	else if (!endpoint_good(o->endpoint, &w.plain))
		e = refused("the endpoint of the store is https://host[:port]; http only on this machine");
	else if (o->region.n == 0 || !plain_text(o->region, "-_") || o->access.n == 0 || o->secret.n == 0)
		e = refused("the key file of the store needs region, access and secret");
	if (e == OK) {
		w.sign = str_z(&own, str_fmt(&own, "aws:amz:%.*s:s3", STR_ARG(o->region)));
		w.user = str_z(&own, str_fmt(&own, "%.*s:%.*s", STR_ARG(o->access), STR_ARG(o->secret)));
		s->root = root_of(&own, o->endpoint, bucket);
		s->own = str_has(o->endpoint, S("{bucket}"));
		s->prefix = prefix.n ? str_join(&own, prefix, S("/")) : S("");
		e = wire_open(&s->wire, &own, &w);
	}
	if (e != OK) {
		arena_close(&own);
		return e;
	}
	s->depot = (struct depot){ .kind = &kind, .place = str_z(&own, str_of(o->url)) };
	s->depot.own = own;
	*d = &s->depot;
	return OK;
}
