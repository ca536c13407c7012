/* The server under load, under attack and at its end. */
#include "http/wire_test.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MANY 200

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static const str loopback = { "127.0.0.1", 9 };

static void
wait_held(size_t n)
{
	for (int i = 0; i < 1000 && wire_held_count() != n; i++)
		usleep(5000);
	CHECK_INT(wire_held_count(), n);
}

TEST(many_connections_held_and_answered_by_another_thread)
{
	struct http_server *s = wire_serve((struct http_options){ .proxies = &loopback, .proxy_count = 1 });
	struct http_figures figures;
	int fd[MANY];

	for (int i = 0; i < MANY; i++)
		fd[i] = wire_dial(s);
	for (int round = 0; round < 3; round++) {
		wire_held_pause(round == 1); /* answers come while the application still runs, and long after */
		for (int i = 0; i < MANY; i++)
			wire_tell(fd[i], i % 5 == 4 ? S(GET("/a")) : S(GET("/hold")));
		if (round == 1)
			wait_held(MANY - MANY / 5);
		wire_held_pause(false);
		for (int i = 0; i < MANY; i++) {
			struct wire_reply r = wire_hear(fd[i], false);

			CHECK_INT(r.status, 200);
			CHECK(i % 5 == 4 ? str_starts(r.body, S("GET /a")) : str_eq(r.body, S("held")));
			free(r.bytes);
		}
	}
	figures = http_figures(s);
	CHECK_INT(figures.requests, 3 * MANY);
	CHECK_INT(figures.by_status[2], 3 * MANY);
	CHECK_INT(figures.seconds_count, 3 * MANY);
	CHECK_INT(figures.open_connections, MANY);
	for (int i = 0; i < MANY; i++)
		close(fd[i]);
	wire_end(s);
}

TEST(a_client_that_leaves_while_held_harms_nobody)
{
	struct http_server *s = wire_serve((struct http_options){ .proxies = &loopback, .proxy_count = 1 });

	wire_held_pause(true);
	for (int i = 0; i < 50; i++) {
		struct linger hard = { .l_onoff = 1 };
		int fd = wire_dial(s);

		wire_tell(fd, S(GET("/hold")));
		wait_held((size_t)i + 1);
		if (i % 2)
			setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard)); /* a reset instead of a goodbye */
		close(fd);
	}
	wire_held_pause(false);
	wait_held(0);
	wire_expect(s, GET("/hold"), 200, "held");
	wire_expect(s, GET("/a"), 200, "GET /a");
	wire_end(s);
}

TEST(closing_waits_for_held_requests)
{
	struct http_server *s = wire_serve((struct http_options){ 0 });
	int fd = wire_dial(s);
	struct wire_reply r;

	wire_held_pause(true);
	wire_tell(fd, S(GET("/hold")));
	wait_held(1);
	wire_held_pause(false);
	wire_end(s);
	r = wire_hear(fd, false);
	CHECK_STR(r.body, "held");
	free(r.bytes);
	CHECK(wire_hung_up(fd));
	close(fd);
}

TEST(closing_gives_up_after_a_while)
{
	struct http_server *s = wire_serve((struct http_options){ .close_seconds = 1 });
	int64_t began = now_ms();
	int fd = wire_dial(s);
	struct wire_reply r;

	wire_held_pause(true);
	wire_tell(fd, S(GET("/hold")));
	wait_held(1);
	wire_end(s);
	CHECK(now_ms() - began < 6000);
	r = wire_hear(fd, false);
	CHECK_INT(r.status, 503);
	free(r.bytes);
	close(fd);
	wire_held_answer_all(); /* too late, and still allowed */
}

TEST(slow_clients_are_cut)
{
	struct http_server *s = wire_serve((struct http_options){ .idle_seconds = 1 });
	int silent = wire_dial(s), dripping = wire_dial(s), body = wire_dial(s), slow_body = wire_dial(s);
	int64_t began = now_ms();
	struct wire_reply r;

	wire_tell(body, S("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: "
			  "application/x-www-form-urlencoded\r\nContent-Length: 30\r\n\r\na"));
	wire_tell(slow_body, S("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: "
			       "application/x-www-form-urlencoded\r\nContent-Length: 300\r\n\r\na"));
	wire_tell(dripping, S("GET / HTTP/1.1\r\nX: "));
	for (int i = 0; i < 25; i++) {
		wire_tell(dripping, S("x"));
		wire_tell(slow_body, S("x"));
		usleep(100000);
	}
	CHECK(wire_hung_up(silent) && wire_hung_up(dripping) && wire_hung_up(body) && wire_hung_up(slow_body));
	CHECK(now_ms() - began < 4500);
	close(silent);
	close(dripping);
	close(body);
	close(slow_body);
	/* A request that the application holds for longer is not slow. */
	wire_held_pause(true);
	silent = wire_dial(s);
	wire_tell(silent, S(GET("/hold")));
	sleep(3);
	wire_held_pause(false);
	r = wire_hear(silent, false);
	CHECK_STR(r.body, "held");
	free(r.bytes);
	close(silent);
	wire_end(s);
}

TEST(too_many_connections_are_refused)
{
	struct http_server *s = wire_serve((struct http_options){ .connections = 100 });
	int fd[66];

	for (int i = 0; i < 64; i++) {
		struct wire_reply r;

		fd[i] = wire_dial(s);
		wire_tell(fd[i], S(GET("/a")));
		r = wire_hear(fd[i], false);
		CHECK_INT(r.status, 200);
		free(r.bytes);
	}
	fd[64] = wire_dial(s);
	wire_tell(fd[64], S(GET("/a")));
	CHECK(wire_hung_up(fd[64]));
	CHECK(http_figures(s).refused >= 1);
	close(fd[0]);
	for (int i = 0; i < 200 && http_figures(s).open_connections > 63; i++)
		usleep(5000);
	wire_expect(s, GET("/a"), 200, NULL);
	for (int i = 1; i < 65; i++)
		close(fd[i]);
	wire_end(s);
}

TEST(unix_socket)
{
	char path[300], listen[310];
	struct http_server *s;
	struct wire_reply r;
	int fd;

	snprintf(path, sizeof(path), "%s/socket", test_dir());
	snprintf(listen, sizeof(listen), "unix:%s", path);
	s = wire_serve((struct http_options){ .listen = str_of(listen) });
	CHECK_INT(http_port(s), 0);
	fd = wire_dial_unix(path);
	for (int i = 0; i < 2; i++) {
		wire_tell(fd, S("GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 10.0.0.1, "
				"203.0.113.9\r\nX-Forwarded-Proto: https\r\n\r\n"));
		r = wire_hear(fd, false);
		CHECK(str_has(r.body, S("from=203.0.113.9 secure")));
		CHECK(wire_header_of(&r, "Strict-Transport-Security").n > 0);
		free(r.bytes);
	}
	close(fd);
	wire_end(s);
	CHECK(access(path, F_OK) != 0);
}

TEST(one_address_one_server)
{
	struct http_server *s = wire_serve((struct http_options){ 0 }), *second;
	char listen[40];

	snprintf(listen, sizeof(listen), "127.0.0.1:%d", http_port(s));
	CHECK_INT(http_open(&second, &(struct http_options){ .listen = str_of(listen) }), CONFLICT);
	CHECK_INT(http_open(&second, &(struct http_options){ .listen = S("nowhere") }), INVALID);
	CHECK_INT(http_open(&second, &(struct http_options){ .listen = S("127.0.0.1:99999") }), INVALID);
	CHECK_INT(http_open(&second, &(struct http_options){ .listen = S("127.0.0.1:0"), .tls_cert = "a" }), INVALID);
	wire_end(s);
}

TEST(prefix_and_hosts)
{
	str hosts[] = { S("heye.test"), S("other.test") };
	struct http_server *s = wire_serve(
		(struct http_options){ .prefix = S("/ztzl/heye"), .hosts = hosts, .host_count = 2, .workers = 1 });

	wire_expect(s, GET("/ztzl/heye/a?b"), 200, "GET /a?b");
	wire_expect(s, GET("/ztzl/heye/"), 200, "GET /?");
	wire_expect(s, GET("/ztzl/heye"), 200, "GET /?");
	wire_expect(s, GET("/ztzl/heyeyou"), 404, NULL);
	wire_expect(s, GET("/"), 404, NULL);
	wire_expect(s, GET("/ztzl/heye/../x"), 400, NULL);
	wire_expect(s, "GET /ztzl/heye/ HTTP/1.1\r\nHost: OTHER.test:8311\r\n\r\n", 200, "host=other.test ");
	wire_expect(s, "GET /ztzl/heye/ HTTP/1.1\r\nHost: evil.test\r\n\r\n", 421, NULL);
	wire_end(s);
}

TEST(forwarded_headers_are_believed_of_proxies_only)
{
	str proxies[] = { S("127.0.0.1"), S("10.0.0.1") };
	struct http_server *s = wire_serve((struct http_options){ 0 });

	wire_expect(s, "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: https\r\n\r\n", 200,
		    "from=127.0.0.1 cookie=");
	wire_end(s);
	s = wire_serve((struct http_options){ .proxies = proxies, .proxy_count = 2 });
	wire_expect(s, "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 9.9.9.9, 1.2.3.4 , 10.0.0.1\r\n\r\n", 200,
		    "from=1.2.3.4 cookie=");
	wire_expect(s,
		    "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 1.2.3.4\r\nX-Forwarded-For: 2001:db8::7\r\nCookie: "
		    "a=1\r\nCookie: b=2\r\n\r\n",
		    200, "from=2001:db8::7 cookie=a=1; b=2");
	wire_expect(s, "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: evil\r\nX-Forwarded-Proto: https\r\n\r\n", 200,
		    "from=127.0.0.1 secure");
	wire_end(s);
}
