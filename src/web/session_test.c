/* session_test.c — sign-in, its delays and ends; receipt sessions and wrong codes; the small parts on their own. */
#include "db/migrate.h"
#include "web/cookie.h"
#include "web/cool.h"
#include "web/house_test.h"
#include "web/route.h"
#include "web/session.h"

TEST(a_session_ends_after_half_an_hour_without_use)
{
	struct house *h = house_open("");

	house_sign_in(h);
	house_now += 29 * MS_MINUTE;
	CHECK_INT(house_get(h, "/today").status, 200);
	house_settle(h);
	house_now += 29 * MS_MINUTE; /* the use before was written down meanwhile */
	CHECK_INT(house_get(h, "/today").status, 200);
	house_now += 31 * MS_MINUTE;
	CHECK_INT(house_get(h, "/today").status, 303);
	house_close(h);
}

TEST(a_session_ends_after_twelve_hours)
{
	struct house *h = house_open("");
	int minutes = 0;

	house_sign_in(h);
	while (house_get(h, "/today").status == 200 && minutes < 800) {
		house_now += 20 * MS_MINUTE;
		minutes += 20;
		house_settle(h);
	}
	CHECK_INT(minutes, 740);
	house_close(h);
}

TEST(signing_out_ends_it_at_once)
{
	struct house *h = house_open("");
	struct answer a;
	str kept;

	house_sign_in(h);
	kept = h->session;
	a = house_get(h, "/today");
	a = house_post(h, "/logout", str_fmt(&h->mem, "csrf=%.*s", STR_ARG(house_hidden(h, &a, "csrf"))));
	CHECK_INT(a.status, 303);
	CHECK_INT(h->session.n, 0);
	h->session = kept;
	CHECK_INT(house_get(h, "/today").status, 303);
	house_close(h);
}

TEST(a_form_of_an_ended_session_keeps_what_was_typed)
{
	struct house *h = house_open("");
	struct answer a;
	str token, typed;

	house_sign_in(h);
	a = house_get(h, "/today");
	token = house_hidden(h, &a, "csrf");
	house_now += 40 * MS_MINUTE;
	typed = str_fmt(&h->mem, "words=long+note&csrf=%.*s", STR_ARG(token));
	a = house_post(h, "/today", typed);
	CHECK_INT(a.status, 403);
	CHECK(str_has(a.body, S("登录已经到时间")));
	CHECK_STR(house_hidden(h, &a, "words"), "long note");
	house_sign_in(h);
	a = house_post(h, "/today", typed);
	CHECK_INT(a.status, 403);
	a = house_post(h, "/today",
		       str_fmt(&h->mem, "words=long+note&csrf=%.*s", STR_ARG(house_hidden(h, &a, "csrf"))));
	CHECK_INT(a.status, 303);
	house_close(h);
}

TEST(a_post_is_chosen_and_may_end)
{
	struct house *h = house_open("");
	struct answer a;
	str token;

	house_posts = 2;
	house_sign_in(h);
	a = house_get(h, "/today");
	CHECK_STR(house_header(&a, "Location"), "/post");
	a = house_get(h, "/post");
	CHECK_INT(a.status, 200);
	token = house_hidden(h, &a, "csrf");
	a = house_post(h, "/post", str_fmt(&h->mem, "post=99&csrf=%.*s", STR_ARG(token)));
	CHECK_INT(a.status, 422);
	a = house_post(h, "/post", str_fmt(&h->mem, "post=12&csrf=%.*s", STR_ARG(token)));
	CHECK_STR(house_header(&a, "Location"), "/today");
	CHECK_INT(house_get(h, "/today").status, 200);
	house_post_ended = true;
	a = house_get(h, "/today");
	CHECK_STR(house_header(&a, "Location"), "/post");
	CHECK_INT(house_post(h, "/today", str_fmt(&h->mem, "words=x&csrf=%.*s", STR_ARG(token))).status, 403);
	house_close(h);
}

static struct answer
try_sign_in(struct house *h, const char *password)
{
	struct answer a = house_get(h, "/login");

	return house_post(
		h, "/login",
		str_fmt(&h->mem, "csrf=%.*s&name=limin&password=%s", STR_ARG(house_hidden(h, &a, "csrf")), password));
}

TEST(wrong_sign_ins_wait_longer_and_longer_but_are_not_locked_out)
{
	struct house *h = house_open("");
	struct answer a;

	for (int i = 0; i < 3; i++)
		CHECK_INT(try_sign_in(h, "wrong").status, 422);
	a = try_sign_in(h, "right+horse");
	CHECK_INT(a.status, 429);
	CHECK_STR(house_header(&a, "Retry-After"), "2");
	CHECK(!str_has(a.body, S("right horse")));
	house_now += 2 * MS_SECOND;
	a = try_sign_in(h, "wrong");
	CHECK_INT(a.status, 422);
	CHECK(str_has(a.body, S("登录名或者密码不对")) && str_has(a.body, S("value=\"limin\"")));
	a = try_sign_in(h, "right+horse");
	CHECK_STR(house_header(&a, "Retry-After"), "4");
	house_now += 4 * MS_SECOND;
	CHECK_INT(try_sign_in(h, "right+horse").status, 303);
	CHECK_INT(try_sign_in(h, "wrong").status, 422);
	house_close(h);
}

TEST(missing_name_or_password_is_told_at_the_field)
{
	struct house *h = house_open("");
	struct answer a = try_sign_in(h, "");

	CHECK_INT(a.status, 422);
	CHECK(str_has(a.body, S("href=\"#password\"")) && str_has(a.body, S("id=\"password-e\"")));
	CHECK(str_has(a.body, S("aria-describedby=\"password-e\"")));
	house_close(h);
}

TEST(a_receipt_code_is_proved_once_and_then_held_for_half_an_hour)
{
	struct house *h = house_open("");

	CHECK_INT(house_get(h, "/m/" HOUSE_CODE).status, 200);
	CHECK_INT(house_proofs, 1);
	CHECK_INT(house_get(h, "/m/" HOUSE_CODE "/judge").status, 200);
	house_now += 20 * MS_MINUTE; /* slides */
	CHECK_INT(house_get(h, "/m/" HOUSE_CODE).status, 200);
	house_now += 20 * MS_MINUTE;
	CHECK_INT(house_get(h, "/m/" HOUSE_CODE).status, 200);
	CHECK_INT(house_proofs, 1);
	house_now += 31 * MS_MINUTE;
	CHECK_INT(house_get(h, "/m/" HOUSE_CODE).status, 200);
	CHECK_INT(house_proofs, 2);
	house_close(h);
}

TEST(a_receipt_session_opens_no_other_code_and_no_other_township)
{
	struct house *h = house_open("");

	CHECK_INT(house_get(h, "/m/" HOUSE_CODE).status, 200);
	CHECK_INT(house_get(h, "/m/604182735590441764").status, 404);
	CHECK_INT(house_proofs, 2);
	CHECK_INT(house_get(h, "/510921208/m/" HOUSE_CODE).status, 200);
	CHECK_INT(house_proofs, 3);
	house_close(h);
}

TEST(codes_with_blanks_and_dashes_lead_to_the_plain_one)
{
	struct house *h = house_open("");
	struct answer a = house_get(h, "/m/6041-8273%205590-4417%2063/judge");

	CHECK_INT(a.status, 303);
	CHECK_STR(house_header(&a, "Location"), "/m/" HOUSE_CODE "/judge");
	a = house_get(h, "/m/60418273");
	CHECK_INT(a.status, 404);
	CHECK(str_has(a.body, S("这个回执码没有查到")));
	CHECK_INT(house_proofs, 1);
	house_close(h);
}

TEST(a_word_by_receipt_needs_its_own_token)
{
	struct house *h = house_open("");
	struct answer a = house_get(h, "/form");
	str public_token = house_hidden(h, &a, "csrf");

	(void)house_get(h, "/m/" HOUSE_CODE);
	a = house_post(h, "/m/" HOUSE_CODE "/word", str_fmt(&h->mem, "words=x&csrf=%.*s", STR_ARG(public_token)));
	CHECK_INT(a.status, 403);
	a = house_post(h, "/m/" HOUSE_CODE "/word",
		       str_fmt(&h->mem, "words=x&csrf=%.*s", STR_ARG(house_hidden(h, &a, "csrf"))));
	CHECK_INT(a.status, 303);
	house_close(h);
}

TEST(ten_wrong_codes_and_the_address_rests)
{
	struct house *h = house_open("");
	struct answer a;

	for (int i = 0; i < 10; i++)
		CHECK_INT(house_get(h, "/m/604182735590441764").status, 404);
	a = house_get(h, "/m/" HOUSE_CODE);
	CHECK_INT(a.status, 429);
	CHECK(str_has(a.body, S("10 分钟后可以再查")));
	CHECK_INT(house_proofs, 10);
	house_now += 11 * MS_MINUTE;
	CHECK_INT(house_get(h, "/m/" HOUSE_CODE).status, 200);
	house_close(h);
}

struct guesses {
	key root;
	int64_t town;
	const char *address; /* with a number in it */
	int n;
};

static enum err
guess_wrong(struct tx *tx, void *arg)
{
	struct guesses *g = arg;

	for (int i = 0; i < g->n; i++) {
		hash who = cool_who(tx->db.mem, &g->root, g->town,
				    str_fmt(tx->db.mem, "%s%d", g->address, g->n > 100 ? i : 0));

		TRY(cool_wrong(tx, &who));
	}
	return OK;
}

static int
rest_of(struct conn *c, struct arena *mem, const key *root, int64_t town, const char *address, moment now)
{
	struct db db = { .mem = mem, .now = now, .town = town, .conn = c };
	hash who = cool_who(mem, root, town, str_of(address));
	int minutes = -1;

	CHECK_INT(cool_minutes(&db, &who, &minutes), OK);
	return minutes;
}

TEST(rests_grow_and_other_addresses_are_not_held)
{
	struct arena mem = arena_open(1 << 20);
	struct guesses ten = { key_random(), 1, "10.0.0.1", 10 }, many = { ten.root, 1, "10.0.1.", 200 };
	struct conn_options o = { .dir = ":memory:", .database = test_database(":memory:"), .write = true };
	struct conn *c = NULL;
	moment t = { 1000000 };
	int applied;

	CHECK(conn_open(&c, &o) == OK && migrate(c, migrations, &applied) == OK);
	CHECK_INT(tx_run(c, &mem, t, 1, guess_wrong, &ten), OK);
	CHECK_INT(rest_of(c, &mem, &ten.root, 1, "10.0.0.10", t), 10);
	CHECK_INT(rest_of(c, &mem, &ten.root, 1, "10.0.0.2", t), 0);
	CHECK_INT(rest_of(c, &mem, &ten.root, 2, "10.0.0.10", t), 0);
	t.ms += 10 * MS_MINUTE;
	CHECK_INT(rest_of(c, &mem, &ten.root, 1, "10.0.0.10", t), 0);
	CHECK_INT(tx_run(c, &mem, t, 1, guess_wrong, &ten), OK);
	CHECK_INT(rest_of(c, &mem, &ten.root, 1, "10.0.0.10", t), 20);
	CHECK_INT(tx_run(c, &mem, t, 1, guess_wrong, &many), OK);
	CHECK_INT(rest_of(c, &mem, &ten.root, 1, "10.0.1.7", t), 1);
	CHECK_INT(rest_of(c, &mem, &ten.root, 1, "10.0.9.9", t), 0);
	conn_close(c);
	arena_close(&mem);
}

TEST(a_receipt_cookie_cannot_be_made_or_changed)
{
	struct arena mem = arena_open(1 << 20);
	key root = key_random(), other = key_random();
	moment t = { 1000000 };
	struct cookie_receipt in = { 1, 7, 3, S(HOUSE_CODE), { t.ms + 60000 } },
			      got = { .town = 1, .code = S(HOUSE_CODE) };
	str text = cookie_receipt_text(&mem, &root, &in), bad = str_dup(&mem, text);
	char *p = make(&mem, char, bad.n);

	CHECK(cookie_receipt_read(&mem, &root, text, t, &got) == OK);
	CHECK_INT(got.matter, 7);
	CHECK_INT(got.follower, 3);
	CHECK(cookie_receipt_read(&mem, &other, text, t, &got) == NOT_FOUND);
	CHECK(cookie_receipt_read(&mem, &root, text, (moment){ t.ms + 60000 }, &got) == NOT_FOUND);
	for (size_t i = 0; i < bad.n; i++) {
		for (size_t k = 0; k < bad.n; k++)
			p[k] = bad.p[k];
		p[i] = p[i] == 'a' ? 'b' : 'a';
		CHECK(cookie_receipt_read(&mem, &root, (str){ p, bad.n }, t, &got) == NOT_FOUND);
	}
	arena_close(&mem);
}

TEST(cookies_under_tls_are_bound_to_the_host)
{
	struct arena mem = arena_open(1 << 20);
	struct http_request http = { .mem = &mem, .secure = true, .cookie = S("heye_s=old; __Host-heye_s=new") };
	struct req rq = { .mem = &mem, .http = &http };
	struct res rs = { .mem = &mem };

	cookie_set(&rq, &rs, COOKIE_SESSION, S("abc"), 0);
	CHECK_STR(rs.cookie[0], "__Host-heye_s=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
	CHECK_STR(cookie_get(&http, S(""), COOKIE_SESSION), "new");
	rq.assets = S("/ztzl/heye");
	cookie_set(&rq, &rs, COOKIE_RECEIPT, S("abc"), 1800);
	CHECK_STR(rs.cookie[1], "heye_r=abc; Path=/ztzl/heye; Max-Age=1800; HttpOnly; SameSite=Lax; Secure");
	cookie_set(&rq, &rs, COOKIE_SESSION, S(""), 0);
	CHECK_STR(rs.cookie[2], "heye_s=; Path=/ztzl/heye; Max-Age=0; HttpOnly; SameSite=Lax; Secure");
	arena_close(&mem);
}

TEST(the_database_holds_no_token)
{
	static const char *const files[] = { "heye.db", "heye.db-wal" };
	struct house *h = house_open("");
	char *bytes = make(&h->mem, char, 8 << 20);
	size_t seen = 0;

	house_sign_in(h);
	house_settle(h);
	if (h->site.database) { /* there are no files to look into */
		house_close(h);
		return;
	}
	for (size_t i = 0; i < 2; i++) {
		FILE *f = fopen(str_z(&h->mem, str_fmt(&h->mem, "%s/%s", h->site.dir, files[i])), "rb");
		size_t n = f ? fread(bytes, 1, 8 << 20, f) : 0;

		if (f)
			fclose(f);
		CHECK(!str_has((str){ bytes, n }, h->session));
		seen += n;
	}
	CHECK(seen > 4096);
	house_close(h);
}

static enum err
no_page(struct db *db, struct req *rq, struct res *rs)
{
	(void)db;
	(void)rq;
	(void)rs;
	return OK;
}

TEST(routes_find_the_spelled_out_piece_first)
{
	static const struct route table[] = {
		PAGE("/", DUTY_PUBLIC, no_page),        PAGE("/a/:x", DUTY_PUBLIC, no_page),
		PAGE("/a/new", DUTY_PUBLIC, no_page),   PAGE("/a/:x/b/:y", DUTY_PUBLIC, no_page),
		PAGE("/a/new/c", DUTY_PUBLIC, no_page), ROUTES_END,
	};
	static const struct route *const tables[] = { table, NULL };
	struct arena mem = arena_open(1 << 20);
	str param[REQ_PARAMS] = { { NULL, 0 } };
	struct route_map *m;
	const struct route *r;

	CHECK(route_map_make(&mem, tables, &m) == OK);
	CHECK(route_find(m, GET, S("/"), param, &r) == OK && r == &table[0]);
	CHECK(route_find(m, GET, S("/a/7"), param, &r) == OK && r == &table[1]);
	CHECK_STR(param[0], "7");
	CHECK(route_find(m, GET, S("/a/new"), param, &r) == OK && r == &table[2]);
	CHECK(route_find(m, GET, S("/a/new/b/9"), param, &r) == OK && r == &table[3]);
	CHECK_STR(param[0], "new");
	CHECK_STR(param[1], "9");
	CHECK(route_find(m, HEAD, S("/a/new/c"), param, &r) == OK && r == &table[4]);
	CHECK(route_find(m, GET, S("/a"), param, &r) == NOT_FOUND);
	CHECK(route_find(m, GET, S("/a/7/"), param, &r) == NOT_FOUND);
	CHECK(route_find(m, POST, S("/a/7"), param, &r) == CONFLICT);
	arena_close(&mem);
}

TEST(bad_routes_do_not_start)
{
	static const struct route twice[] = { PAGE("/a/:x", DUTY_PUBLIC, no_page), PAGE("/a/:y", DUTY_PUBLIC, no_page),
					      ROUTES_END };
	static const struct route code[] = { PAGE("/m/:id", DUTY_RECEIPT, no_page), ROUTES_END };
	static const struct route none[] = { PAGE("/a", DUTY_PUBLIC, NULL), ROUTES_END };
	static const struct route *const bad[] = { twice, code, none };
	struct arena mem = arena_open(1 << 20);

	for (size_t i = 0; i < 3; i++) {
		const struct route *const tables[] = { bad[i], NULL };
		struct route_map *m;

		CHECK(route_map_make(&mem, tables, &m) == INVALID);
	}
	arena_close(&mem);
}
