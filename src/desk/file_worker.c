/* file_worker.c — the child that opens a stranger's picture. It has no network, no files, little memory and little time.
 *
 * libvips is loaded here and only here, by dlopen(): the server itself never maps it. What the child may do after that is a
 * short list of system calls; everything else ends it. */
#include "desk/file.h"

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

static bool
limits_set(void)
{
	bool good = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0;

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
	SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(close), SCMP_SYS(lseek), SCMP_SYS(fstat), SCMP_SYS(munmap), SCMP_SYS(mremap),
	SCMP_SYS(madvise), SCMP_SYS(brk), SCMP_SYS(futex), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigreturn), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(getrandom),
	SCMP_SYS(clock_gettime), SCMP_SYS(clock_nanosleep), SCMP_SYS(gettimeofday), SCMP_SYS(getpid), SCMP_SYS(gettid),
	SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(sysinfo), SCMP_SYS(tgkill),
};

/* Answered with an error instead of the end: libraries ask for these and do without. */
static const int refused[] = {
	SCMP_SYS(openat), SCMP_SYS(open), SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(newfstatat), SCMP_SYS(stat), SCMP_SYS(statx),
	SCMP_SYS(readlink), SCMP_SYS(unlink), SCMP_SYS(sched_getattr), SCMP_SYS(sched_setattr), SCMP_SYS(prctl), SCMP_SYS(ioctl),
	SCMP_SYS(memfd_create), SCMP_SYS(getcwd), SCMP_SYS(uname), SCMP_SYS(prlimit64),
};

static bool
sandbox_enter(void)
{
	scmp_filter_ctx c = seccomp_init(SCMP_ACT_KILL_PROCESS);
	bool good = c != NULL;

	for (size_t i = 0; good && i < sizeof(allowed) / sizeof(*allowed); i++)
		good = seccomp_rule_add(c, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
	for (size_t i = 0; good && i < sizeof(refused) / sizeof(*refused); i++)
		good = seccomp_rule_add(c, SCMP_ACT_ERRNO(EACCES), refused[i], 0) == 0;
	/* Memory, but never both written and run; threads, but no processes. */
	good = good && seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
	good = good && seccomp_rule_add(c, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC)) == 0;
	good = good && seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
	good = good && seccomp_rule_add(c, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
	good = good && seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)) == 0;
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

static bool
bytes_write(int fd, const void *bytes, size_t n)
{
	const char *p = bytes;

	while (n > 0) {
		ssize_t done = write(fd, p, n);

		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return true;
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
	if (file_sniff((str){ in, n }).n == 0 || !file_vips_size_good(&v, in, n))
		return FILE_WORKER_INVALID;
	if (!file_vips_make(&v, in, n, &made))
		return FILE_WORKER_INVALID;
	if (!bytes_write(4, &made.size, sizeof(made.size)) || !bytes_write(4, made.picture, made.picture_n))
		return FILE_WORKER_BROKEN;
	if (!bytes_write(5, made.thumb, made.thumb_n))
		return FILE_WORKER_BROKEN;
	_exit(0);
}
