/* file_worker.c — the child that opens a stranger's picture. It has no network, no files, little memory and
 * little time.
 *
 * libvips is loaded here and only here, by dlopen(): the server itself never maps it. What the child may do
 * after that is a short list of system calls; every other one is refused. */
#include "desk/file.h"

#include "base/fd.h"
#include "desk/file_vips.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define MEMORY_MOST ((rlim_t)1 << 30) /* address space: 40 megapixels of interlaced PNG with alpha, and the libraries */

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

static bool
limit(int what, rlim_t most)
{
	struct rlimit r = { most, most };

	return setrlimit((__rlimit_resource_t)what, &r) == 0;
}

/* What libraries print about a picture is nobody's business. */
static bool
quiet(void)
{
	int fd = open("/dev/null", O_RDWR);

	return fd >= 0 && dup2(fd, 0) == 0 && dup2(fd, 1) == 1 && dup2(fd, 2) == 2;
}

static bool
limits_set(void)
{
	bool good = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0 && quiet();

	good = limit(RLIMIT_CPU, FILE_WORKER_SECONDS) && limit(RLIMIT_CORE, 0) && good;
	good = limit(RLIMIT_FSIZE, FILE_MAX_BYTES) && limit(RLIMIT_NOFILE, 32) && good;
#ifndef SANITIZED
	good = limit(RLIMIT_AS, MEMORY_MOST) && good;
#endif
	(void)setpriority(PRIO_PROCESS, 0, 10);
	return good;
}

#ifndef SANITIZED
static const int allowed[] = {
	SCMP_SYS(read),
	SCMP_SYS(write),
	SCMP_SYS(close),
	SCMP_SYS(lseek),
	SCMP_SYS(fstat),
	SCMP_SYS(munmap),
	SCMP_SYS(mremap),
	SCMP_SYS(madvise),
	SCMP_SYS(brk),
	SCMP_SYS(futex),
	SCMP_SYS(set_robust_list),
	SCMP_SYS(rseq),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(sched_yield),
	SCMP_SYS(sched_getaffinity),
	SCMP_SYS(getrandom),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(clock_nanosleep),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
	SCMP_SYS(sysinfo),
	SCMP_SYS(tgkill),
};

/* Everything else is answered with an error: a library that asks for the terminal or a font goes on without. */
static bool
sandbox_enter(void)
{
	scmp_filter_ctx c = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool good = c != NULL;

	for (size_t i = 0; good && i < sizeof(allowed) / sizeof(*allowed); i++)
		good = seccomp_rule_add(c, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
	/* Memory, but never to run; threads, but no processes. clone3 hides its flags: the C library then
	 * falls back to clone. */
	good = good &&
	       seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
	good = good && seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
					SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
	good = good && seccomp_rule_add(c, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
	good = good && seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
					SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)) == 0;
	good = good && seccomp_load(c) == 0;
	if (c)
		seccomp_release(c);
	return good;
}
#else
static bool
sandbox_enter(void)
{
	return true;
}
#endif

/* Whether a JPEG arrived whole: behind its head, marker by marker up to the first scan, there is an end of
 * image. Decoders fill what is missing with grey; the sender should rather hear of it. */
static bool
jpeg_whole(str s)
{
	size_t at = 2;

	while (at + 4 <= s.n && (uint8_t)s.p[at] == 0xff) {
		uint8_t marker = (uint8_t)s.p[at + 1];

		if (marker == 0xda)
			return str_find(str_skip(s, at), S("\xff\xd9")) >= 0;
		if (marker == 0xff)
			at++;
		else if (marker >= 0xd0 && marker <= 0xd7)
			at += 2;
		else
			at += 2 + ((size_t)(uint8_t)s.p[at + 2] << 8 | (uint8_t)s.p[at + 3]);
	}
	return false;
}

static bool
picture_good(const struct file_vips *v, str s)
{
	str kind = file_sniff(s);

	if (kind.n == 0 || (str_eq(kind, S("image/jpeg")) && !jpeg_whole(s)))
		return false;
	return file_vips_size_good(v, s.p, s.n);
}

int
file_worker_main(void)
{
	struct file_vips v;
	struct file_made made;
	struct stat st;
	size_t n;
	void *in;

	if (!limits_set() || !file_vips_open(&v))
		return FILE_WORKER_BROKEN;
	if (fstat(3, &st) != 0 || st.st_size <= 0 || st.st_size > FILE_MAX_BYTES)
		return FILE_WORKER_INVALID;
	n = (size_t)st.st_size;
	in = mmap(NULL, n, PROT_READ, MAP_PRIVATE, 3, 0);
	if (in == MAP_FAILED || !sandbox_enter())
		return FILE_WORKER_BROKEN;
	if (!picture_good(&v, (str){ in, n }) || !file_vips_make(&v, in, n, &made))
		return FILE_WORKER_INVALID;
	if (!fd_put(4, (str){ (const char *)&made.size, sizeof(made.size) }) ||
	    !fd_put(4, (str){ made.picture, made.picture_n }))
		return FILE_WORKER_BROKEN;
	if (!fd_put(5, (str){ made.thumb, made.thumb_n }))
		return FILE_WORKER_BROKEN;
	_exit(0);
}
