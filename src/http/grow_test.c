/* Answers that are still being written while they leave. */
#include "http/spool.h"
#include "http/wire_test.h"
#include "test.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIECE 3001
#define WHOLE 400 /* pieces */
#define MANY  24

static _Atomic int writing, went_on; /* writers at work; pieces written in all */
static _Atomic bool gate;            /* "/wait": after its first piece a writer waits for it */

static char
byte_at(size_t i)
{
	return (char)('a' + i / 7 % 26);
}

static void *
write_body(void *arg)
{
	struct http_request *rq = arg;
	bool endless = str_eq(rq->path, S("/endless")), torn = str_eq(rq->path, S("/torn")), read = true;
	int fd = spool_open(test_dir());
	char piece[PIECE];
	int64_t size = 0;

	http_answer_growing(rq, &(struct http_answer){ .status = 200, .type = S("text/csv"), .body_fd = fd });
	for (int i = 0; read && (endless || i < WHOLE); i++) {
		for (size_t k = 0; k < PIECE; k++)
			piece[k] = byte_at((size_t)size + k);
		CHECK_INT(spool_write(fd, (str){ piece, PIECE }), OK);
		size += PIECE;
		read = http_grow(rq, size);
		went_on++;
		while (str_eq(rq->path, S("/wait")) && !gate)
			usleep(1000);
		if (endless || i % 50 == 0)
			usleep(2000); /* so that the reader catches up now and then */
	}
	http_grown(rq, !torn);
	writing--;
	return NULL;
}

static void
app(void *ctx, struct http_request *rq)
{
	pthread_t t;

	(void)ctx;
	http_hold(rq);
	writing++;
	CHECK_INT(pthread_create(&t, NULL, write_body, rq), 0);
	pthread_detach(t);
}

static struct http_server *
serve(int close_seconds)
{
	struct http_options o = { .listen = S("127.0.0.1:0"),
				  .app = app,
				  .spool_dir = test_dir(),
				  .workers = 2,
				  .close_seconds = close_seconds };
	struct http_server *s = NULL;

	gate = false;
	CHECK_INT(http_open(&s, &o), OK);
	return s;
}

static void
wait_idle(void)
{
	for (int i = 0; i < 4000 && writing > 0; i++)
		usleep(5000);
	CHECK_INT(writing, 0);
}

static bool
line_read(int fd, char *to, size_t room)
{
	size_t n = 0;

	while (n + 1 < room && recv(fd, to + n, 1, 0) == 1)
		if (to[n++] == '\n') {
			to[n] = '\0';
			return true;
		}
	return false;
}

static bool
head_read(int fd, bool *chunked)
{
	char line[512];

	*chunked = false;
	if (!line_read(fd, line, sizeof(line)) || strncmp(line, "HTTP/1.1 200", 12) != 0)
		return false;
	while (line_read(fd, line, sizeof(line)) && line[0] != '\r')
		*chunked |= strncmp(line, "Transfer-Encoding: chunked", 26) == 0;
	return line[0] == '\r';
}

/* The length that a chunk begins with; −1: none. */
static int64_t
length_read(const char *line)
{
	static const char digits[] = "0123456789abcdef";
	int64_t n = -1;

	for (; *line && *line != '\r'; line++) {
		const char *digit = strchr(digits, *line | 0x20);

		if (!digit || n > 65536)
			return -1;
		n = (n < 0 ? 0 : n * 16) + (digit - digits);
	}
	return n;
}

/* One chunk, which must go on with byte `at`: its length, 0 for the last one, −1 when the connection ends. */
static int64_t
chunk_read(int fd, size_t at)
{
	char line[64], body[65536];
	int64_t n = line_read(fd, line, sizeof(line)) ? length_read(line) : -1;

	if (n < 0 || n > (int64_t)sizeof(body))
		return -1;
	if (n > 0 && recv(fd, body, (size_t)n, MSG_WAITALL) != n)
		return -1;
	for (size_t i = 0; i < (size_t)n; i++)
		if (body[i] != byte_at(at + i)) {
			test_fail(__FILE__, __LINE__, "byte %zu is another one", at + i);
			return -1;
		}
	return line_read(fd, line, sizeof(line)) ? n : -1;
}

/* All of a body; `*whole`: it came to its end. */
static size_t
body_read(int fd, size_t at, bool *whole)
{
	int64_t n;

	while ((n = chunk_read(fd, at)) > 0)
		at += (size_t)n;
	*whole = n == 0;
	return at;
}

TEST(the_first_bytes_leave_before_the_last_are_written)
{
	struct http_server *s = serve(5);
	int fd = wire_dial(s);
	bool chunked, whole;
	int64_t first;

	wire_tell(fd, S(GET("/wait")));
	CHECK(head_read(fd, &chunked) && chunked);
	first = chunk_read(fd, 0);
	CHECK_INT(first, PIECE);
	CHECK_INT(writing, 1); /* and has the rest before it */
	gate = true;
	CHECK_INT(body_read(fd, (size_t)first, &whole), PIECE * WHOLE);
	CHECK(whole);
	wire_tell(fd, S(GET("/next"))); /* the connection serves on */
	CHECK(head_read(fd, &chunked));
	CHECK_INT(body_read(fd, 0, &whole), PIECE * WHOLE);
	close(fd);
	http_close(s);
}

TEST(many_growing_bodies_at_once)
{
	struct http_server *s = serve(5);
	struct http_figures f;
	int fd[MANY];
	bool chunked, whole;

	for (int i = 0; i < MANY; i++) {
		fd[i] = wire_dial(s);
		wire_tell(fd[i], S(GET("/body")));
	}
	for (int i = 0; i < MANY; i++) {
		CHECK(head_read(fd[i], &chunked));
		CHECK_INT(body_read(fd[i], 0, &whole), PIECE * WHOLE);
		CHECK(whole);
		close(fd[i]);
	}
	f = http_figures(s);
	CHECK_INT(f.by_status[2], MANY);
	CHECK_INT(f.bytes_out, MANY * PIECE * WHOLE);
	wait_idle();
	http_close(s);
}

TEST(a_body_that_cannot_be_completed_breaks_off)
{
	struct http_server *s = serve(5);
	int fd = wire_dial(s);
	bool chunked, whole;

	wire_tell(fd, S(GET("/torn")));
	CHECK(head_read(fd, &chunked));
	CHECK_INT(body_read(fd, 0, &whole), PIECE * WHOLE);
	CHECK(!whole);
	close(fd);
	http_close(s);
}

TEST(a_client_that_leaves_ends_the_writing)
{
	struct http_server *s = serve(5);

	for (int i = 0; i < 10; i++) {
		struct linger hard = { .l_onoff = 1 };
		int fd = wire_dial(s);
		bool chunked;

		wire_tell(fd, i == 9 ? S("HEAD /endless HTTP/1.1\r\nHost: heye.test\r\n\r\n") : S(GET("/endless")));
		CHECK(head_read(fd, &chunked));
		if (i % 2)
			setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
		close(fd);
	}
	wait_idle();
	http_close(s);
}

TEST(closing_ends_a_body_that_does_not_end)
{
	struct http_server *s = serve(1);
	int fd = wire_dial(s), before;
	bool chunked, whole;

	wire_tell(fd, S(GET("/endless")));
	CHECK(head_read(fd, &chunked));
	before = went_on;
	http_close(s);
	CHECK(went_on > before);
	(void)body_read(fd, 0, &whole);
	CHECK(!whole);
	wait_idle();
	close(fd);
}
