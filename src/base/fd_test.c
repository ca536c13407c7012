#include "base/fd.h"
#include "test.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define BYTES 300000 /* more than a pipe holds, so that a call takes only a part */

static char sent[BYTES], got[BYTES];

static void
woken(int number)
{
	(void)number;
}

struct reader {
	int fd;
	pthread_t writer;
	size_t n;
};

/* Reads slowly, and keeps interrupting who writes. */
static void *
read_slowly(void *arg)
{
	struct reader *r = arg;
	ssize_t n;

	while (r->n < BYTES && (n = read(r->fd, got + r->n, 4000)) > 0) {
		r->n += (size_t)n;
		pthread_kill(r->writer, SIGUSR1);
	}
	return NULL;
}

TEST(all_bytes_arrive_though_calls_are_short_and_interrupted)
{
	struct sigaction a = { .sa_handler = woken }, before;
	struct reader r = { .writer = pthread_self() };
	pthread_t thread;
	int ends[2];

	for (size_t i = 0; i < BYTES; i++)
		sent[i] = (char)(i * 7 + i / 251);
	sigaction(SIGUSR1, &a, &before);
	CHECK_INT(pipe(ends), 0);
	r.fd = ends[0];
	CHECK_INT(pthread_create(&thread, NULL, read_slowly, &r), 0);
	CHECK(fd_put(ends[1], (str){ sent, BYTES }));
	pthread_join(thread, NULL);
	CHECK_INT(r.n, BYTES);
	CHECK(memcmp(sent, got, BYTES) == 0);
	sigaction(SIGUSR1, &before, NULL);
	close(ends[0]);
	close(ends[1]);
}

TEST(a_full_disk_is_said)
{
	int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);

	CHECK(fd_put(fd, S("")));
	CHECK(!fd_put(fd, S("one line")));
	close(fd);
	CHECK(!fd_put(-1, S("one line")));
}
