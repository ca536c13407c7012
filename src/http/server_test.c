/* The server with real sockets: what a browser sees. */
#include "http/wire_test.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

TEST(keep_alive_and_pipelining)
{
	struct http_server *s = wire_serve((struct http_options){ 0 });
	int fd = wire_dial(s);
	struct wire_reply r;

	for (int i = 0; i < 3; i++) {
		wire_tell(fd, S(GET("/a?b=c")));
		r = wire_hear(fd, false);
		CHECK_STR(r.body, "GET /a?b=c host=heye.test from=127.0.0.1 cookie=\n");
		free(r.bytes);
	}
	wire_tell(fd, S(GET("/1") "POST /2 HTTP/1.1\r\nHost: x\r\nContent-Type: "
				  "application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b"
				  "HEAD /3 HTTP/1.1\r\nHost: x\r\n\r\n" GET("/hold") GET("/5")));
	for (int i = 1; i <= 5; i++) {
		r = wire_hear(fd, i == 3);
		CHECK_INT(r.status, 200);
		if (i != 3 && i != 4)
			CHECK_INT(r.body.p[i == 2 ? 6 : 5], '0' + i);
		free(r.bytes);
	}
	close(fd);
	wire_end(s);
}

/* A head that could not be read ahead as a whole is answered, but nothing that follows it. */
TEST(a_head_in_pieces_ends_its_connection)
{
	struct http_server *s = wire_serve((struct http_options){ 0 });
	int fd = wire_dial(s);
	struct wire_reply r;

	wire_tell(fd, S("GET /a HTTP/1.1\r\nHost:"));
	usleep(100000);
	wire_tell(fd, S(" x\r\nCookie: a=b\r\n\r\n"));
	r = wire_hear(fd, false);
	CHECK(str_starts(r.body, S("GET /a")));
	CHECK_STR(wire_header_of(&r, "Connection"), "close");
	free(r.bytes);
	CHECK(wire_hung_up(fd));
	close(fd);
	wire_end(s);
}

TEST(answers_of_every_kind)
{
	struct http_server *s = wire_serve((struct http_options){ 0 });
	struct wire_reply r = wire_ask(s, "HEAD /page HTTP/1.1\r\nHost: x\r\n\r\n");

	CHECK_INT(r.status, 200);
	CHECK_STR(wire_header_of(&r, "Content-Length"), "20000");
	CHECK_STR(wire_header_of(&r, "X-Content-Type-Options"), "nosniff");
	CHECK_STR(wire_header_of(&r, "X-Frame-Options"), "DENY");
	CHECK_STR(wire_header_of(&r, "Referrer-Policy"), "no-referrer");
	CHECK_STR(wire_header_of(&r, "Vary"), "Accept-Encoding");
	CHECK(wire_header_of(&r, "Server").p == NULL && wire_header_of(&r, "Strict-Transport-Security").p == NULL);
	free(r.bytes);
	r = wire_ask(s, GET("/same"));
	CHECK_INT(r.status, 304);
	CHECK(wire_header_of(&r, "Content-Type").p == NULL);
	free(r.bytes);
	r = wire_ask(s, GET("/see"));
	CHECK_INT(r.status, 303);
	CHECK_STR(wire_header_of(&r, "Location"), "/there");
	free(r.bytes);
	r = wire_ask(s, GET("/file"));
	CHECK_STR(r.body, "Linux");
	free(r.bytes);
	wire_expect(s, GET("/forgets"), 500, NULL);
	wire_expect(s, "GET / HTTP/1.0\r\nHost: x\r\n\r\n", 200, "GET /");
	wire_end(s);
}

TEST(gzip_when_wanted)
{
	struct http_server *s = wire_serve((struct http_options){ 0 });
	struct wire_reply r = wire_ask(s, "GET /page HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, br\r\n\r\n");

	CHECK_STR(wire_header_of(&r, "Content-Encoding"), "gzip");
	CHECK(r.body.n > 20 && r.body.n < 2000 && memcmp(r.body.p, "\x1f\x8b", 2) == 0);
	free(r.bytes);
	r = wire_ask(s, "GET /page HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip;q=0\r\n\r\n");
	CHECK(wire_header_of(&r, "Content-Encoding").p == NULL);
	CHECK_INT(r.body.n, 20000);
	CHECK_STR(wire_header_of(&r, "Vary"), "Accept-Encoding");
	free(r.bytes);
	wire_end(s);
}

TEST(assets_are_kept_for_ever)
{
	struct http_server *s = wire_serve((struct http_options){ 0 });
	struct wire_reply r =
		wire_ask(s, "GET /assets/style-1.css HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, br\r\n\r\n");

	CHECK_STR(r.body, "br bytes");
	CHECK_STR(wire_header_of(&r, "Cache-Control"), "public, max-age=31536000, immutable");
	free(r.bytes);
	wire_expect(s, "GET /assets/style-1.css HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n", 200, "gz bytes");
	wire_expect(s, GET("/assets/style-1.css"), 200, "raw bytes");
	wire_expect(s, "GET /assets/style-1.css HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"1\"\r\n\r\n", 304, NULL);
	wire_expect(s, GET("/assets/other.css"), 200, "GET /assets/other.css");
	wire_end(s);
}

#define POST(type, body_n) "POST /f HTTP/1.1\r\nHost: x\r\nContent-Type: " type "\r\nContent-Length: " body_n "\r\n\r\n"
#define URLENCODED         "application/x-www-form-urlencoded"

TEST(forms)
{
	struct http_server *s = wire_serve((struct http_options){ 0 });
	int fd = wire_dial(s);
	struct wire_reply r;

	wire_tell(fd, S("POST /f HTTP/1.1\r\nHost: x\r\nContent-Type: " URLENCODED
			"; charset=UTF-8\r\nContent-Length: 20\r\n\r\ntext=%F0%9F"));
	usleep(50000);
	wire_tell(fd, S("%9A%A7&b="));
	r = wire_hear(fd, false);
	CHECK(str_ends(r.body, S("\ntext=🚧\nb=\n")));
	free(r.bytes);
	close(fd);
	wire_expect(s, "POST /f HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n", 411,
		    NULL);
	wire_expect(s, POST(URLENCODED, "5") "a=%ff", 400, NULL);
	wire_expect(s, POST(URLENCODED, "4") "a=%f", 400, NULL);
	wire_expect(s, POST("application/json", "2") "{}", 415, NULL);
	wire_expect(s, POST("multipart/form-data", "2") "{}", 400, NULL);
	wire_expect(s, POST("multipart/form-data; boundary=a", "2") "{}", 400, NULL);
	wire_expect(s, POST(URLENCODED, "0"), 200, "POST /f");
	wire_expect(s, POST(URLENCODED, "999999999"), 413, NULL);
	wire_expect(s, POST(URLENCODED, "9999999999999999999999"), 413, NULL);
	wire_end(s);
}

TEST(a_body_somewhat_too_long_is_heard_out)
{
	struct http_server *s = wire_serve((struct http_options){ .body_max = 100000 });
	char *body = calloc(1, 150000);
	int fd = wire_dial(s);
	struct wire_reply r;

	memset(body, 'a', 150000);
	wire_tell(fd, S(POST(URLENCODED, "150000")));
	wire_tell(fd, (str){ body, 150000 });
	r = wire_hear(fd, false);
	CHECK_INT(r.status, 413);
	CHECK(str_has(r.body, S("Too large")));
	free(r.bytes);
	close(fd);
	free(body);
	wire_end(s);
}

/* The largest upload of a resident: four photos of 3 MB. */
TEST(multipart_with_four_photos)
{
	struct http_server *s = wire_serve((struct http_options){ 0 });
	size_t photo = 3000000,
	       part = strlen("--B\r\nContent-Disposition: form-data; name=\"p\"; filename=\"0.jpg\"\r\n\r\n\r\n");
	char *bytes = malloc(photo), head[200];
	int fd = wire_dial(s);
	struct wire_reply r;

	for (size_t i = 0; i < photo; i++)
		bytes[i] = (char)(i * 7919 >> 3);
	snprintf(head, sizeof(head),
		 "POST /f HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: "
		 "%zu\r\n\r\n",
		 4 * (photo + part) + 7);
	wire_tell(fd, str_of(head));
	for (int i = 0; i < 4; i++) {
		snprintf(head, sizeof(head),
			 "--B\r\nContent-Disposition: form-data; name=\"p\"; filename=\"%d.jpg\"\r\n\r\n", i);
		wire_tell(fd, str_of(head));
		wire_tell(fd, (str){ bytes, photo });
		wire_tell(fd, S("\r\n"));
	}
	wire_tell(fd, S("--B--\r\n"));
	r = wire_hear(fd, false);
	CHECK(str_ends(r.body, S("\np:0.jpg:3000000\np:1.jpg:3000000\np:2.jpg:3000000\np:3.jpg:3000000\n")));
	free(r.bytes);
	close(fd);
	free(bytes);
	wire_end(s);
}

TEST(expect_100_continue)
{
	struct http_server *s = wire_serve((struct http_options){ 0 });
	int fd = wire_dial(s);
	struct wire_reply r;

	wire_tell(fd, S("POST /f HTTP/1.1\r\nHost: x\r\nContent-Type: " URLENCODED
			"\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"));
	r = wire_hear(fd, false);
	CHECK_INT(r.status, 100);
	free(r.bytes);
	wire_tell(fd, S("a=b"));
	r = wire_hear(fd, false);
	CHECK_INT(r.status, 200);
	free(r.bytes);
	close(fd);
	wire_end(s);
}
