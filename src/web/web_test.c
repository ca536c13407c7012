/* web_test.c — the path of a request: who may pass, who may not, and what each of them is told. */
#include "web/house_test.h"

#include <string.h>
#include <unistd.h>

TEST(default_is_refused)
{
	struct house *h = house_open("");
	struct answer a = house_get(h, "/nothing/here");

	CHECK_INT(a.status, 404);
	CHECK(str_has(a.body, S("没有这件事，或者不归您看")));
	CHECK_INT(house_get(h, "/m").status, 404);
	CHECK_INT(house_get(h, "/form/").status, 404);
	a = house_get(h, "/say");
	CHECK_INT(a.status, 405);
	CHECK_STR(house_header(&a, "Allow"), "POST");
	house_close(h);
}

TEST(a_route_without_a_duty_is_refused_to_everybody)
{
	struct house *h = house_open("");

	CHECK_INT(house_get(h, "/nobody").status, 403);
	house_sign_in(h);
	CHECK_INT(house_get(h, "/nobody").status, 403);
	house_close(h);
}

TEST(a_staff_page_sends_to_the_sign_in_and_back)
{
	struct house *h = house_open("");
	struct answer a = house_get(h, "/today");
	str body;

	CHECK_INT(a.status, 303);
	CHECK_STR(house_header(&a, "Location"), "/login?to=%2Ftoday");
	a = house_get(h, "/desk/matters/5?q=%E8%AF%B4&x=1");
	CHECK_STR(house_header(&a, "Location"), "/login?to=%2Fdesk%2Fmatters%2F5%3Fq%3D%25E8%25AF%25B4%26x%3D1");
	a = house_get(h, "/login?to=%2Fdesk%2Fmatters%2F5");
	CHECK_STR(house_hidden(h, &a, "to"), "/desk/matters/5");
	body = str_fmt(&h->mem, "csrf=%.*s&name=limin&password=right+horse&to=%%2Fdesk%%2Fmatters%%2F5",
		       STR_ARG(house_hidden(h, &a, "csrf")));
	a = house_post(h, "/login", body);
	CHECK_STR(house_header(&a, "Location"), "/desk/matters/5");
	CHECK(str_has(a.head, S("HttpOnly; SameSite=Lax")));
	a = house_get(h, "/desk/matters/5");
	CHECK_INT(a.status, 200);
	CHECK(str_has(a.body, S("class=\"work\"")) && str_has(a.body, S("李敏")) && str_has(a.body, S("desk-")));
	CHECK(str_has(house_header(&a, "Content-Security-Policy"), S("script-src 'self'")));
	CHECK_STR(house_header(&a, "Cache-Control"), "no-store");
	house_close(h);
}

TEST(nobody_is_sent_to_another_host_after_signing_in)
{
	static const char *const bad[] = { "//evil.example/", "https%3A%2F%2Fevil.example", "/%5Cevil.example",
					   "/today%0D%0ASet-Cookie:%20x=1" };
	struct house *h = house_open("");

	for (size_t i = 0; i < 4; i++) {
		struct answer a = house_get(h, "/login");
		str body = str_fmt(&h->mem, "csrf=%.*s&name=limin&password=right+horse&to=%s",
				   STR_ARG(house_hidden(h, &a, "csrf")), bad[i]);

		a = house_post(h, "/login", body);
		CHECK_STR(house_header(&a, "Location"), "/today");
	}
	house_close(h);
}

TEST(the_role_must_hold_the_duty)
{
	struct house *h = house_open("");
	struct answer a;

	house_sign_in(h);
	CHECK_INT(house_get(h, "/desk/matters/new").status, 200);
	a = house_get(h, "/admin/places");
	CHECK_INT(a.status, 403);
	CHECK(str_has(a.body, S("这个岗位办不了这件事")));
	house_close(h);
}

TEST(a_forged_form_is_refused_and_an_old_one_keeps_what_was_typed)
{
	struct house *h = house_open("");
	struct answer a = house_post(h, "/say", S("words=%E5%A1%8C%E6%96%B9%22%3E&once=abc"));
	str token;

	CHECK_INT(a.status, 403);
	CHECK_INT(house_says, 0);
	CHECK(str_has(a.body, S("再按一次就交上去了")));
	CHECK_STR(house_hidden(h, &a, "words"), "塌方&quot;&gt;");
	CHECK_STR(house_hidden(h, &a, "once"), "abc");
	token = house_hidden(h, &a, "csrf");
	a = house_post(h, "/say", str_fmt(&h->mem, "words=x&csrf=%.*s", STR_ARG(token)));
	CHECK_INT(a.status, 303);
	CHECK_STR(house_header(&a, "Location"), "/receipt/1");
	house_close(h);
}

TEST(another_website_cannot_press_our_buttons)
{
	struct house *h = house_open("");
	struct answer a = house_get(h, "/form");
	str body = str_fmt(&h->mem, "words=x&csrf=%.*s", STR_ARG(house_hidden(h, &a, "csrf")));

	h->fetch_site = S("cross-site");
	CHECK_INT(house_post(h, "/say", body).status, 403);
	h->fetch_site = S("same-origin");
	h->origin = S("https://evil.example");
	a = house_post(h, "/say", body);
	CHECK_INT(a.status, 403);
	CHECK(str_has(a.body, S("从别的网站来的")));
	h->origin = S("null");
	CHECK_INT(house_post(h, "/say", body).status, 303);
	h->origin = S("http://127.0.0.1:8311");
	CHECK_INT(house_post(h, "/say", body).status, 303);
	CHECK_INT(house_says, 2);
	house_close(h);
}

TEST(the_same_form_twice_is_one_change)
{
	struct house *h = house_open("");
	struct answer a = house_get(h, "/form");
	str token = house_hidden(h, &a, "csrf"), once = house_hidden(h, &a, "once");
	str body = str_fmt(&h->mem, "words=x&csrf=%.*s&once=%.*s", STR_ARG(token), STR_ARG(once));

	CHECK_INT(once.n, 22);
	a = house_post(h, "/say", body);
	CHECK_STR(house_header(&a, "Location"), "/receipt/1");
	a = house_post(h, "/say", body);
	CHECK_INT(a.status, 303);
	CHECK_STR(house_header(&a, "Location"), "/receipt/1");
	CHECK_INT(house_says, 1);
	a = house_post(h, "/say", str_fmt(&h->mem, "words=other&csrf=%.*s&once=%.*s", STR_ARG(token), STR_ARG(once)));
	CHECK_INT(a.status, 409);
	CHECK(str_has(a.body, S("这一页刚才已经交过了")));
	CHECK_STR(house_hidden(h, &a, "words"), "other");
	CHECK(!str_eq(house_hidden(h, &a, "once"), once));
	CHECK_INT(house_says, 1);
	house_close(h);
}

TEST(faults_and_conflicts_keep_their_own_pages_and_status)
{
	struct house *h = house_open("");
	struct answer a = house_get(h, "/form");
	str token = house_hidden(h, &a, "csrf");

	a = house_post(h, "/say", str_fmt(&h->mem, "words=&csrf=%.*s&once=k1", STR_ARG(token)));
	CHECK_INT(a.status, 422);
	CHECK(str_has(a.body, S("faults here")));
	a = house_post(h, "/say", str_fmt(&h->mem, "words=stale&csrf=%.*s&once=k1", STR_ARG(token)));
	CHECK_INT(a.status, 409);
	CHECK(str_has(a.body, S("刚才有人先改了这件事")));
	a = house_post(h, "/say", str_fmt(&h->mem, "words=good&csrf=%.*s&once=k1", STR_ARG(token)));
	CHECK_INT(a.status, 303);
	house_close(h);
}

TEST(a_full_arena_answers_503_and_the_next_request_is_served)
{
	struct house *h = house_open("");
	struct answer a = house_get(h, "/form");
	str body = str_fmt(&h->mem, "csrf=%.*s", STR_ARG(house_hidden(h, &a, "csrf")));

	for (int i = 0; i < 3; i++) {
		a = house_get(h, "/flood");
		CHECK_INT(a.status, 503);
		CHECK_STR(house_header(&a, "Retry-After"), "30");
		CHECK(str_has(a.body, S("这会儿人多")) && !str_has(a.body, S("half a page")));
		a = house_post(h, "/flood", body);
		CHECK_INT(a.status, 503);
		CHECK(str_has(a.body, S("这会儿人多")));
	}
	CHECK_INT(house_get(h, "/form").status, 200);
	house_close(h);
}

TEST(an_unchanged_page_is_not_sent_again)
{
	struct house *h = house_open("");
	struct answer a;

	(void)house_get(h, "/"); /* the first carries the style sheet */
	a = house_get(h, "/");
	h->etag = house_header(&a, "ETag");
	CHECK(str_starts(h->etag, S("W/\"")));
	a = house_get(h, "/");
	CHECK_INT(a.status, 304);
	CHECK_INT(a.body.n, 0);
	a = house_get(h, "/?lang=en");
	CHECK_INT(a.status, 200);
	house_close(h);
}

TEST(the_first_page_carries_the_style_sheet_and_later_ones_link_it)
{
	struct house *h = house_open("");
	struct answer a = house_get(h, "/");

	CHECK(str_has(a.body, S("<style>")) && !str_has(a.body, S("rel=\"stylesheet\"")));
	CHECK(str_has(house_header(&a, "Content-Security-Policy"), S("style-src 'self' 'sha256-")));
	CHECK(!str_has(house_header(&a, "Content-Security-Policy"), S("script-src")));
	CHECK_STR(house_header(&a, "Cache-Control"), "private, no-cache");
	a = house_get(h, "/");
	CHECK(!str_has(a.body, S("<style>")) && str_has(a.body, S("rel=\"stylesheet\" href=\"/assets/heye-")));
	house_close(h);
}

TEST(language_and_size_are_kept)
{
	struct house *h = house_open("");
	struct answer a = house_get(h, "/?x=1%262&lang=en");

	CHECK(str_has(a.body, S("lang=\"en\"")) && str_has(a.body, S("Skip to main content")));
	CHECK(str_has(a.body, S("href=\"?lang=zh&amp;x=1%262\"")));
	a = house_get(h, "/?size=large");
	CHECK(str_has(a.body, S("data-size=\"large\"")) && str_has(a.body, S("Normal type")));
	a = house_get(h, "/?lang=zh");
	CHECK(str_has(a.body, S("lang=\"zh-CN\"")) && str_has(a.body, S("data-size=\"large\"")));
	a = house_get(h, "/?size=normal");
	CHECK(!str_has(a.body, S("data-size")));
	house_close(h);
}

TEST(prefix_and_township_stand_before_every_address)
{
	struct house *h = house_open("/ztzl/heye");
	struct answer a = house_get(h, "/ztzl/heye/510921208/form");

	CHECK(str_has(a.body, S("any page at /ztzl/heye/510921208/form")));
	CHECK(str_has(a.body, S("href=\"/ztzl/heye/510921208/\"")) && str_has(a.body, S("别的乡")));
	CHECK(str_has(house_header(&a, "Set-Cookie"), S("Path=/ztzl/heye;")));
	a = house_get(h, "/ztzl/heye/510921208");
	CHECK(str_has(a.body, S("home")) && str_has(a.body, S("href=\"/ztzl/heye/assets/heye-")));
	a = house_get(h, "/ztzl/heye/form");
	CHECK(str_has(a.body, S("any page at /ztzl/heye/form")) && str_has(a.body, S("荷叶乡")));
	house_close(h);
}

TEST(which_township)
{
	struct house *h = house_open("");
	struct answer a;

	CHECK_INT(house_get(h, "/510921299/form").status, 404);
	h->host = S("other.example");
	a = house_get(h, "/form");
	CHECK(str_has(a.body, S("别的乡")) && str_has(a.body, S("any page at /form")));
	h->host = S("");
	house_two_towns = true;
	a = house_get(h, "/form");
	CHECK_INT(a.status, 404);
	CHECK(str_has(a.body, S("这个地址要写明是哪个乡镇")));
	CHECK_INT(house_get(h, "/510921207/form").status, 200);
	house_close(h);
}

TEST(the_slow_lane_is_short)
{
	struct house *h = house_open("");
	int fd[60], busy = 0, good = 0;

	house_gate = false;
	for (int i = 0; i < 60; i++)
		fd[i] = house_send(h, "GET", "/slow", S(""));
	CHECK_INT(house_get(h, "/form").status, 200); /* quick pages pass it by */
	usleep(300000);
	house_gate = true;
	for (int i = 0; i < 60; i++) {
		struct answer a = house_read(h, fd[i]);

		busy += a.status == 503 && house_header(&a, "Retry-After").n > 0;
		good += a.status == 200;
	}
	CHECK_INT(good + busy, 60);
	CHECK(good >= 32 && good <= 36 && busy >= 24);
	house_close(h);
}

/* What a handler held is given back once, however it ended; the next request is served. */
TEST(a_stream_ends_well_or_breaks_off)
{
	struct house *h = house_open("");
	struct answer a = house_get(h, "/stream");
	int given = house_says;

	CHECK_INT(a.status, 200);
	CHECK_STR(house_header(&a, "Content-Type"), "text/csv");
	CHECK(str_has(house_header(&a, "Content-Disposition"), S("list.csv")));
	CHECK_STR(house_header(&a, "Cache-Control"), "private, no-cache");
	CHECK(a.body.n > 19 * 1000 && str_ends(a.body, S("\r\n0\r\n\r\n")));
	a = house_get(h, "/stream?how=file");
	CHECK_STR(house_header(&a, "Content-Length"), "5");
	CHECK_STR(a.body, "whole");
	a = house_get(h, "/stream?how=none");
	CHECK_INT(a.status, 404);
	CHECK(str_has(a.body, S("<h1")) && house_header(&a, "Content-Disposition").n == 0);
	CHECK_INT(house_get(h, "/stream?how=flood").status, 503);
	for (int i = 0; i < 2; i++) {
		a = house_get(h, i ? "/stream?how=broken" : "/stream?how=flooded");
		CHECK_INT(a.status, 200);
		CHECK(str_has(a.body, S("a line of the list")) && !str_ends(a.body, S("0\r\n\r\n")));
	}
	CHECK_INT(house_says, given + 5);
	CHECK_INT(house_get(h, "/form").status, 200);
	house_close(h);
}

TEST(health_and_figures)
{
	struct house *h = house_open("");
	struct answer a = house_get(h, "/health");

	CHECK_INT(a.status, 200);
	CHECK_STR(a.body, "ok\n");
	a = house_get(h, "/metrics");
	CHECK_INT(a.status, 200);
	CHECK(str_has(a.body, S("heye_http_answers_total{class=\"2xx\"} ")) && str_ends(a.body, S("# EOF\n")));
	CHECK(str_has(a.body, S("heye_resident_memory_bytes ")) && str_has(a.body, S("heye_writer_commits_total ")));
	house_close(h);
}
