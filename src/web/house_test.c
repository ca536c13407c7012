#include "web/house_test.h"
#include "db/migrate.h"
#include "gen/frame.html.h"
#include "gen/web.words.h"
#include "http/spool.h"
#include "web/stream.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

_Atomic int64_t house_now;
_Atomic bool house_two_towns, house_post_ended, house_gate;
_Atomic int house_posts, house_says, house_proofs;

static moment
now(void)
{
	return (moment){ atomic_load(&house_now) };
}

static enum err
town_by_host(struct db *db, str host, int64_t *town)
{
	(void)db;
	*town = HOUSE_OTHER;
	return str_eq(host, S("other.example")) ? OK : NOT_FOUND;
}

static enum err
town_card(struct db *db, struct town_card *card)
{
	if (db->town != HOUSE_TOWN && db->town != HOUSE_OTHER)
		return NOT_FOUND;
	*card = (struct town_card){ .town = db->town,
				    .phone = S("0825-000 0000"),
				    .hours_zh = S("工作日"),
				    .hours_en = S("Working days"),
				    .name_zh = db->town == HOUSE_TOWN ? S("荷叶乡综治中心") : S("别的乡"),
				    .name_en = S("Heye") };
	return OK;
}

static enum err
only_town(struct db *db, int64_t *town)
{
	(void)db;
	*town = HOUSE_TOWN;
	return house_two_towns ? NOT_FOUND : OK;
}

static enum err
staff_actor(struct db *db, int64_t person, int64_t post, struct actor *a)
{
	(void)db;
	if (house_post_ended)
		return NOT_FOUND;
	*a = (struct actor){ .kind = ACTOR_STAFF,
			     .person = person,
			     .post = post,
			     .role = ROLE_CLERK,
			     .unit = 1,
			     .name = S("李敏"),
			     .unit_name = S("综治中心") };
	return OK;
}

static enum err
receipt_open(struct db *db, str code, bool slow, int64_t *matter, int64_t *follower)
{
	(void)db;
	if (!slow)
		return CONFLICT;
	house_proofs++;
	*matter = 7;
	*follower = 0;
	return str_eq(code, S(HOUSE_CODE)) ? OK : NOT_FOUND;
}

static enum err
sign_in(struct db *db, str name, str password, int64_t *person)
{
	(void)db;
	*person = 42;
	return str_eq(name, S("limin")) && str_eq(password, S("right horse")) ? OK : NOT_FOUND;
}

static enum err
posts_of(struct db *db, int64_t person, struct post_choice **posts, size_t *n)
{
	(void)person;
	*n = (size_t)house_posts;
	*posts = make(db->mem, struct post_choice, 4);
	for (size_t i = 0; i < *n; i++)
		(*posts)[i] =
			(struct post_choice){ .post = 11 + (int64_t)i, .role = ROLE_CLERK, .unit = S("综治中心") };
	return OK;
}

struct house *
house_open(const char *prefix)
{
	struct arena mem = arena_open((size_t)64 << 20);
	struct house *h = make(&mem, struct house, 1);
	struct conn_options co = { .write = true, .identity = true };
	struct writer_options wo = { 0 };
	struct serve_options so = { .http = { .listen = S("127.0.0.1:0"), .prefix = str_of(prefix), .workers = 2 },
				    .now = now };
	static const struct route *const tables[] = { house_routes, NULL };
	static int number;
	struct conn *c = NULL;
	int applied;
	str dir;

	h->mem = mem;
	dir = str_fmt(&h->mem, "%s/%d", test_dir(), number++);
	mkdir(dir.p, 0700);
	mkdir(str_z(&h->mem, str_fmt(&h->mem, "%s/spool", dir.p)), 0700);
	h->root = key_random();
	house_now = moment_at(day_make(2026, 11, 24), 9, 0).ms;
	house_two_towns = house_post_ended = false;
	house_gate = true;
	house_posts = 1;
	house_says = house_proofs = 0;
	co.dir = wo.dir = so.http.spool_dir = dir.p;
	co.database = wo.database = test_database(dir.p);
	CHECK(conn_open(&c, &co) == OK && migrate(c, migrations, &applied) == OK);
	conn_close(c);
	CHECK(writer_open(&h->writer, &wo) == OK);
	h->site = (struct site){ .routes = tables,
				 .town_by_host = town_by_host,
				 .town_card = town_card,
				 .only_town = only_town,
				 .staff_actor = staff_actor,
				 .receipt_open = receipt_open,
				 .sign_in = sign_in,
				 .posts_of = posts_of,
				 .dir = dir.p,
				 .database = co.database,
				 .root_key = &h->root,
				 .writer = h->writer };
	so.site = &h->site;
	so.writer = h->writer;
	CHECK(serve_open(&h->serve, &so) == OK);
	return h;
}

void
house_close(struct house *h)
{
	struct arena mem = h->mem;

	house_gate = true;
	serve_close(h->serve);
	writer_close(h->writer);
	arena_close(&mem);
}

static enum err
nothing(struct tx *tx, void *arg)
{
	(void)tx;
	(void)arg;
	return OK;
}

void
house_settle(struct house *h)
{
	struct write w = { .run = nothing, .mem = &h->mem, .now = now(), .town = HOUSE_TOWN };

	CHECK(writer_run(h->writer, &w) == OK);
}

/* ---- the client ---- */

static int
dial(const struct house *h)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)serve_port(h->serve)) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	CHECK(fd >= 0 && connect(fd, (const struct sockaddr *)&to, sizeof(to)) == 0);
	return fd;
}

static void
line(struct out *o, const char *name, str value)
{
	if (value.n)
		out_fmt(o, "%s: %.*s\r\n", name, STR_ARG(value));
}

int
house_send(struct house *h, const char *method, const char *path, str body)
{
	struct out o = out_make(&h->mem, 1024, 1 << 20);
	int fd = dial(h);

	out_fmt(&o, "%s %s HTTP/1.1\r\nHost: %.*s\r\nConnection: close\r\n", method, path,
		STR_ARG(h->host.n ? h->host : S("127.0.0.1")));
	line(&o, "Origin", h->origin);
	line(&o, "Sec-Fetch-Site", h->fetch_site);
	line(&o, "If-None-Match", h->etag);
	out_fmt(&o, "Cookie: x=1");
	if (h->session.n)
		out_fmt(&o, "; heye_s=%.*s", STR_ARG(h->session));
	if (h->receipt.n)
		out_fmt(&o, "; heye_r=%.*s", STR_ARG(h->receipt));
	if (h->choice.n)
		out_fmt(&o, "; heye_c=%.*s", STR_ARG(h->choice));
	out_str(&o, S("\r\n"));
	if (strcmp(method, "POST") == 0)
		out_fmt(&o, "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n", body.n);
	out_str(&o, S("\r\n"));
	out_str(&o, body);
	CHECK(write(fd, o.p, o.n) == (ssize_t)o.n);
	return fd;
}

static void
cookie(struct house *h, str head, const char *name, str *kept)
{
	str mark = str_fmt(&h->mem, "Set-Cookie: %s=", name), value, rest;
	ptrdiff_t at = str_find(head, mark);

	if (at < 0)
		return;
	(void)str_cut(str_skip(head, (size_t)at + mark.n), ';', &value, &rest);
	*kept = value;
}

struct answer
house_read(struct house *h, int fd)
{
	struct out o = out_make(&h->mem, 65536, 4 << 20);
	struct answer a = { 0 };
	ptrdiff_t gap;
	char piece[16384];
	ssize_t n;
	int64_t status = 0;

	while ((n = read(fd, piece, sizeof(piece))) > 0)
		out_str(&o, (str){ piece, (size_t)n });
	close(fd);
	gap = str_find(out_view(&o), S("\r\n\r\n"));
	CHECK(gap > 0);
	if (gap <= 0)
		return a;
	a.head = str_head(out_view(&o), (size_t)gap + 2);
	a.body = str_skip(out_view(&o), (size_t)gap + 4);
	(void)str_int(str_head(str_skip(a.head, 9), 3), &status);
	a.status = (int)status;
	cookie(h, a.head, "heye_s", &h->session);
	cookie(h, a.head, "heye_r", &h->receipt);
	cookie(h, a.head, "heye_c", &h->choice);
	return a;
}

struct answer
house_get(struct house *h, const char *path)
{
	return house_read(h, house_send(h, "GET", path, S("")));
}

struct answer
house_post(struct house *h, const char *path, str body)
{
	return house_read(h, house_send(h, "POST", path, body));
}

str
house_header(const struct answer *a, const char *name)
{
	str rest = a->head, one;

	while (rest.n) {
		str value;

		(void)str_cut(rest, '\n', &one, &rest);
		if (str_cut(one, ':', &one, &value) && str_eq(one, str_of(name)))
			return str_trim(value);
		if (rest.p == NULL)
			break;
	}
	return (str){ NULL, 0 };
}

str
house_hidden(struct house *h, const struct answer *a, const char *name)
{
	str mark = str_fmt(&h->mem, "name=\"%s\" value=\"", name), value = { NULL, 0 }, rest;
	ptrdiff_t at = str_find(a->body, mark);

	if (at >= 0)
		(void)str_cut(str_skip(a->body, (size_t)at + mark.n), '"', &value, &rest);
	return value;
}

void
house_sign_in(struct house *h)
{
	struct answer a = house_get(h, "/login");
	str body = str_fmt(&h->mem, "csrf=%.*s&name=limin&password=right+horse", STR_ARG(house_hidden(h, &a, "csrf")));

	a = house_post(h, "/login", body);
	CHECK_INT(a.status, 303);
	CHECK(h->session.n > 40);
}

/* ---- the pages ---- */

static enum err
plain(struct req *rq, struct res *rs, const char *text)
{
	struct page *p = res_page(rs);
	struct frame f = { .title = &word_web_home, .rq = rq };

	frame_begin(p, &f);
	put_str(p, str_of(text));
	put_str(p, S(" at "));
	put_str(p, rq->root);
	put_str(p, rq->path);
	if (rq->actor.kind == ACTOR_NOBODY)
		view_form_keys(p);
	frame_end(p, &f);
	return OK;
}

static enum err
home(struct db *db, struct req *rq, struct res *rs)
{
	struct page *p = res_page(rs);
	struct frame f = { .title = &word_web_home, .rq = rq };

	(void)db;
	res_etag(rs);
	frame_begin(p, &f);
	put(p, S("<h1>home</h1>"));
	frame_end(p, &f);
	return OK;
}

static enum err
any_page(struct db *db, struct req *rq, struct res *rs)
{
	(void)db;
	return plain(rq, rs, "any page");
}

static enum err
track(struct db *db, struct req *rq, struct res *rs)
{
	(void)db;
	CHECK_INT(rq->actor.matter, 7);
	return plain(rq, rs, "tracking page");
}

static _Noreturn void
flood(struct req *rq)
{
	for (;;)
		(void)make(rq->mem, char, 65536);
}

static enum err
flood_page(struct db *db, struct req *rq, struct res *rs)
{
	(void)db;
	(void)plain(rq, rs, "half a page");
	flood(rq);
}

static enum err
flood_change(struct tx *tx, struct req *rq, struct res *rs)
{
	(void)tx;
	(void)rs;
	flood(rq);
}

static enum err
say(struct tx *tx, struct req *rq, struct res *rs)
{
	(void)tx;
	if (form_get(rq->form, S("words")).n == 0) {
		res_status(rs, 422);
		(void)plain(rq, rs, "faults here");
		return INVALID;
	}
	if (str_eq(form_get(rq->form, S("words")), S("stale")))
		return CONFLICT;
	return see_other(rq, rs, "/receipt/%d", ++house_says);
}

static enum err
slow_prepare(struct db *db, struct req *rq)
{
	(void)db;
	(void)rq;
	while (!house_gate)
		usleep(1000);
	return OK;
}

static void
stream_given_back(void *held)
{
	house_says++;
	CHECK_STR(*(str *)held, "held");
}

/* ?how: what becomes of it before or after its beginning. */
static enum err
stream(struct db *db, struct req *rq, struct res *rs, struct stream *s)
{
	str how = form_get(rq->query, S("how")), *held = make(rq->mem, str, 1);

	(void)db;
	*held = S("held");
	s->held = held;
	s->drop = stream_given_back;
	rs->type = S("text/csv");
	rs->download = S("list.csv");
	if (str_eq(how, S("none")))
		return NOT_FOUND;
	if (str_eq(how, S("flood")))
		flood(rq);
	if (str_eq(how, S("file"))) {
		s->size = 5;
		return spool_write(s->fd, S("whole"));
	}
	stream_begin(s);
	for (int i = 0; i < 1000; i++)
		TRY(stream_put(s, S("a line of the list\n")));
	if (str_eq(how, S("broken")))
		return BROKEN;
	if (str_eq(how, S("flooded")))
		flood(rq);
	return OK;
}

const struct route house_routes[] = {
	PAGE("/", DUTY_PUBLIC, home),
	PAGE("/form", DUTY_PUBLIC, any_page),
	CHANGE("/say", DUTY_PUBLIC, say),
	{ GET, DUTY_NONE, "/nobody", any_page, NULL, NULL, NULL, NULL },
	PAGE("/flood", DUTY_PUBLIC, flood_page),
	CHANGE("/flood", DUTY_PUBLIC, flood_change),
	PAGE("/m/:code", DUTY_RECEIPT, track),
	PAGE("/m/:code/judge", DUTY_RECEIPT, track),
	CHANGE("/m/:code/word", DUTY_RECEIPT, say),
	PAGE("/today", DUTY_SIGNED_IN, any_page),
	CHANGE("/today", DUTY_SIGNED_IN, say),
	PAGE("/desk/matters/new", DUTY_INTAKE, any_page),
	PAGE("/desk/matters/:id", DUTY_READ, any_page),
	PAGE("/admin/places", DUTY_ADMIN, any_page),
	PAGE_STREAM("/stream", DUTY_PUBLIC, stream),
	PAGE_SLOW("/slow", DUTY_PUBLIC, any_page, slow_prepare, NULL),
	ROUTES_END,
};
