/* sandbox_test.c — what a process in the sandbox can and cannot do. Each case runs in a child, since there is no
 * way out. */
#include "web/sandbox.h"

#include "test.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs `act` in the sandbox of the test folder; its answer, or -1 when the child died. */
static int
inside(int (*act)(void))
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		struct sandbox s = { .dir = test_dir() };

		_exit(sandbox_enter(&s) == OK ? act() : 99);
	}
	(void)waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int
own_files(void)
{
	char path[512];
	int fd;

	snprintf(path, sizeof(path), "%s/made", test_dir());
	fd = open(path, O_CREAT | O_RDWR, 0600);
	if (fd < 0 || write(fd, "x", 1) != 1 || fsync(fd) != 0 || ftruncate(fd, 0) != 0)
		return 1;
	return unlink(path) == 0 ? 0 : 2;
}

static int
foreign_write(void)
{
	return open("/tmp/heye-sandbox-test", O_CREAT | O_WRONLY, 0600) >= 0 ? 1 : errno == EACCES ? 0 : 2;
}

static int
foreign_read(void)
{
	return open("/root/.profile", O_RDONLY) < 0 && open("/var/log", O_RDONLY) < 0 &&
			       open("/etc/passwd", O_RDONLY) >= 0
		       ? 0
		       : 1;
}

static int
other_program(void)
{
	char *argv[] = { NULL, NULL }, *env[] = { NULL };

	(void)execve("/bin/true", argv, env);
	return errno == EACCES ? 0 : 1;
}

static int
own_program(void)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		char name[] = "self", mode[] = "HEYE_SANDBOX_CHILD=1", *argv[] = { name, NULL },
		     *env[] = { mode, NULL };

		(void)execve("/proc/self/exe", argv, env);
		_exit(1);
	}
	(void)waitpid(pid, &status, 0);
	return WIFEXITED(status) && WEXITSTATUS(status) == 33 ? 0 : 1;
}

/* The child that own_program() starts ends here, before any test. */
__attribute__((constructor(101))) static void
child(void)
{
	if (getenv("HEYE_SANDBOX_CHILD"))
		_exit(33);
}

static int
call_out(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return fd >= 0 && connect(fd, (const struct sockaddr *)&to, sizeof(to)) < 0 && errno == EACCES ? 0 : 1;
}

static void *
nothing(void *arg)
{
	return arg;
}

static int
thread(void)
{
	pthread_t id;

	return pthread_create(&id, NULL, nothing, NULL) == 0 && pthread_join(id, NULL) == 0 ? 0 : 1;
}

static int
tracing(void)
{
	return syscall(SYS_ptrace, 0, 0, 0, 0) < 0 && errno == ENOSYS ? 0 : 1;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

TEST(the_sandbox_lets_the_server_work)
{
	CHECK_INT(inside(own_files), 0);
	CHECK_INT(inside(own_program), 0);
	CHECK_INT(inside(thread), 0);
}

TEST(the_sandbox_holds_back_the_rest)
{
	if (syscall(444, NULL, 0, 1) >= 1) { /* the kernel has Landlock */
		CHECK_INT(inside(foreign_write), 0);
		CHECK_INT(inside(foreign_read), 0);
		CHECK_INT(inside(other_program), 0);
	}
#ifndef SANITIZED
	CHECK_INT(inside(call_out), 0);
	CHECK_INT(inside(tracing), 0);
#endif
	(void)call_out;
	(void)tracing;
}
