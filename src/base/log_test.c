#include "base/log.h"
#include "test.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Standard error goes to one end of a pair that keeps writes apart, so that a test sees what one write(2) was. */
static int saved, ends[2];

static void catch (void)
{
	fflush(stderr);
	saved = dup(STDERR_FILENO);
	CHECK(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) == 0);
	dup2(ends[1], STDERR_FILENO);
}

static str
caught(struct arena *a)
{
	char *p = make(a, char, 2000);
	ssize_t n = recv(ends[0], p, 2000, MSG_DONTWAIT);

	return (str){ p, n > 0 ? (size_t)n : 0 };
}

static void
let_go(void)
{
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(ends[0]);
	close(ends[1]);
}

TEST(log_writes_one_line)
{
	struct arena a = arena_open(1 << 20);
	str line, none;

	catch ();
	errno = EEXIST;
	log_error("disk %d is full", 3);
	CHECK_INT(errno, EEXIST);
	line = caught(&a);
	none = caught(&a);
	let_go();
	CHECK(str_ends(line, S("+08:00 error disk 3 is full\n")));
	CHECK_INT(line.n, strlen("2026-11-24T09:30:00+08:00 error disk 3 is full\n"));
	CHECK_INT(none.n, 0);
	arena_close(&a);
}

TEST(log_keeps_to_its_level)
{
	struct arena a = arena_open(1 << 20);
	str quiet, loud, warn;

	catch ();
	log_debug("not %s", "now");
	quiet = caught(&a);
	log_set(LOG_DEBUG);
	log_debug("now");
	loud = caught(&a);
	log_set(LOG_ERROR);
	log_warn("not this");
	log_info("nor this");
	warn = caught(&a);
	log_set(LOG_INFO);
	let_go();
	CHECK_INT(quiet.n, 0);
	CHECK(str_ends(loud, S(" debug now\n")));
	CHECK_INT(warn.n, 0);
	arena_close(&a);
}

TEST(log_cannot_be_made_to_lie)
{
	struct arena a = arena_open(1 << 20);
	str line;

	catch ();
	log_info("a\nb\rc\x1b[2Jd\x7f\te");
	line = caught(&a);
	let_go();
	CHECK(str_ends(line, S(" info a b c [2Jd  e\n")));
	CHECK_INT(str_find(line, S("\n")), (ptrdiff_t)line.n - 1);
	arena_close(&a);
}

TEST(log_shortens_long_lines)
{
	struct arena a = arena_open(1 << 20);
	char big[2000];
	str line;

	for (int shift = 0; shift < 6; shift++) {
		memset(big, 'x', sizeof(big));
		for (size_t i = 300 + (size_t)shift; i + 3 < sizeof(big); i += 3)
			memcpy(big + i, "荷", 3);
		big[sizeof(big) - 1] = '\0';
		catch ();
		log_warn("%s", big);
		line = caught(&a);
		let_go();
		CHECK(line.n <= 512 && line.n > 505);
		CHECK(str_ends(line, S("荷…\n"))); /* whole characters up to the cut */
	}
	for (int n = 470; n < 485; n++) {
		memset(big, 'x', sizeof(big));
		big[n] = '\0';
		catch ();
		log_warn("%s", big);
		line = caught(&a);
		let_go();
		CHECK(line.n <= 512);
		CHECK(str_ends(line, S("x\n")) || str_ends(line, S("x…\n")));
	}
	arena_close(&a);
}

static void *
shout(void *p)
{
	for (int i = 0; i < 20; i++)
		log_info("%s", (const char *)p);
	return NULL;
}

TEST(log_lines_stay_whole_among_threads)
{
	static char words[4][300];
	struct arena a = arena_open(1 << 20);
	pthread_t threads[4];
	int whole = 0;

	catch ();
	for (int i = 0; i < 4; i++) {
		memset(words[i], 'a' + i, sizeof(words[i]) - 1);
		CHECK(pthread_create(&threads[i], NULL, shout, words[i]) == 0);
	}
	for (int n = 0; n < 80; n++) {
		char p[600];
		ssize_t got = recv(ends[0], p, sizeof(p), 0);

		for (int i = 0; i < 4; i++)
			whole += got > 300 && p[got - 1] == '\n' && memcmp(p + got - 300, words[i], 299) == 0;
	}
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	let_go();
	CHECK_INT(whole, 80);
	arena_close(&a);
}
