#include "web/sandbox.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif

#define RUN        LANDLOCK_ACCESS_FS_EXECUTE
#define READ       (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define CHANGE     (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_TRUNCATE)
#define MAKE       (LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK)
#define REMOVE     (LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE)
#define OF_A_FILE  (RUN | LANDLOCK_ACCESS_FS_READ_FILE | CHANGE)
#define EVERYTHING (((unsigned long long)1 << 15) - 1)

/* What the kernel does not know must not be asked for: the version of Landlock says how many rights there are. */
static unsigned long long
rights_known(long version)
{
	return version >= 3 ? EVERYTHING : version == 2 ? EVERYTHING >> 1 : EVERYTHING >> 2;
}

struct ruleset {
	int fd;
	unsigned long long known;
};

/* A path that is not there needs no rule. */
static bool
allow(const struct ruleset *r, const char *path, unsigned long long rights)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = rights & r->known };
	struct stat st;
	bool good;

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return errno == ENOENT;
	if (fstat(rule.parent_fd, &st) == 0 && !S_ISDIR(st.st_mode))
		rule.allowed_access &= OF_A_FILE;
	good = syscall(SYS_landlock_add_rule, r->fd, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
	close(rule.parent_fd);
	if (!good)
		log_error("sandbox: no rule for %s", path);
	return good;
}

static bool
allow_all(const struct ruleset *r, const char *const *paths, unsigned long long rights)
{
	bool good = true;

	for (; good && paths && *paths; paths++)
		good = allow(r, *paths, rights);
	return good;
}

/* The loader that the kernel starts for this program: it must be runnable too. */
static int
loader_of(struct dl_phdr_info *info, size_t size, void *arg)
{
	const char **path = arg;

	(void)size;
	for (int i = 0; i < info->dlpi_phnum; i++)
		if (info->dlpi_phdr[i].p_type == PT_INTERP)
			*path = (const char *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
	return 1; /* the first is the program itself */
}

/* Where names are looked up is often a link to a folder that is written anew: /run/NetworkManager and the like. */
static bool
allow_names(const struct ruleset *r)
{
	char path[PATH_MAX], *end;

	if (!realpath("/etc/resolv.conf", path))
		return true;
	end = strrchr(path, '/');
	if (end && end != path)
		*end = '\0';
	return allow(r, path, READ);
}

static bool
rules_set(const struct ruleset *r, const struct sandbox *s)
{
	static const char *const readable[] = { "/usr", "/lib", "/lib64", "/etc", "/proc", "/sys", NULL };
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	const char *loader = NULL;

	if (n <= 0)
		return false;
	self[n] = '\0';
	(void)dl_iterate_phdr(loader_of, &loader);
	return allow(r, s->dir, READ | CHANGE | MAKE | REMOVE | LANDLOCK_ACCESS_FS_REFER) &&
	       allow_all(r, s->write, READ | CHANGE | MAKE | REMOVE) && allow_all(r, s->read, READ) &&
	       allow_all(r, readable, READ) && allow(r, "/dev", LANDLOCK_ACCESS_FS_READ_FILE | CHANGE) &&
	       allow(r, self, RUN | READ) && (!s->calls_out || allow_names(r)) &&
	       (!loader || allow(r, loader, RUN | READ));
}

static bool
files_close(const struct sandbox *s)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	struct landlock_ruleset_attr attr;
	struct ruleset r;
	bool good;

	if (version < 1) {
		log_warn("sandbox: this kernel has no Landlock, files are guarded by permissions only");
		return true;
	}
	r.known = rights_known(version);
	attr = (struct landlock_ruleset_attr){ .handled_access_fs = r.known };
	r.fd = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr), 0);
	if (r.fd < 0)
		return false;
	good = rules_set(&r, s) && syscall(SYS_landlock_restrict_self, r.fd, 0) == 0;
	close(r.fd);
	return good;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

#ifdef SANITIZED
static bool
calls_close(bool calls_out)
{
	(void)calls_out;
	return true;
}
#else
/* By name: what an architecture does not have is passed over. `connect` is decided apart. */
/* clang-format off */
static const char *const calls[] = {
	/* memory and threads */
	"brk", "mmap", "munmap", "mprotect", "mremap", "madvise", "msync", "mincore", "mlock", "munlock",
	"futex", "futex_waitv", "set_robust_list", "get_robust_list", "rseq", "membarrier", "clone", "clone3",
	"fork", "vfork", "execve", "wait4", "waitid", "exit", "exit_group", "set_tid_address", "arch_prctl",
	"prctl", "seccomp", "sched_yield", "sched_getaffinity", "sched_setaffinity", "sched_getparam",
	"sched_getscheduler", "sched_getattr", "sched_setattr", "getpriority", "setpriority", "prlimit64",
	"getrlimit", "setrlimit", "getrusage", "sysinfo", "getpid", "gettid", "getppid", "getpgrp", "getuid",
	"geteuid", "getgid", "getegid", "getresuid", "getresgid", "uname", "getcpu", "getrandom", "kill",
	"tgkill", "setsid",
	/* time and signals */
	"clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "times",
	"alarm", "timer_create", "timer_settime", "timer_delete", "timerfd_create", "timerfd_settime",
	"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigtimedwait", "rt_sigpending", "rt_sigsuspend",
	"rt_sigqueueinfo", "sigaltstack", "signalfd4", "restart_syscall", "pause",
	/* files */
	"open", "openat", "close", "close_range", "read", "write", "readv", "writev", "pread64", "pwrite64",
	"preadv", "pwritev", "lseek", "fsync", "fdatasync", "sync_file_range", "ftruncate", "truncate",
	"fallocate", "fadvise64", "stat", "fstat", "lstat", "newfstatat", "statx", "statfs", "fstatfs",
	"access", "faccessat", "faccessat2", "getdents64", "getcwd", "chdir", "readlink", "readlinkat", "mkdir",
	"mkdirat", "rmdir", "unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "linkat", "chmod",
	"fchmod", "fchmodat", "fchown", "chown", "umask", "utimensat", "flock", "fcntl", "dup", "dup2", "dup3",
	"pipe", "pipe2", "ioctl", "sendfile", "splice", "copy_file_range", "memfd_create", "fgetxattr",
	"getxattr",
	/* the network: being called, never calling */
	"socket", "socketpair", "bind", "listen", "accept", "accept4", "getsockname", "getpeername",
	"getsockopt", "setsockopt", "shutdown", "recvfrom", "recvmsg", "recvmmsg", "sendto", "sendmsg",
	"sendmmsg", "poll", "ppoll", "select", "pselect6", "epoll_create1", "epoll_create", "epoll_ctl",
	"epoll_wait", "epoll_pwait", "epoll_pwait2", "eventfd2", "eventfd",
};
/* clang-format on */

/* A call that is not listed says "not implemented": libraries then take their older way, and nothing is done. */
static bool
calls_close(bool calls_out)
{
	scmp_filter_ctx c = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
	bool good = c != NULL;

	for (size_t i = 0; good && i < sizeof(calls) / sizeof(calls[0]); i++) {
		int number = seccomp_syscall_resolve_name(calls[i]);

		if (number >= 0)
			good = seccomp_rule_add(c, SCMP_ACT_ALLOW, number, 0) == 0;
	}
	good = good &&
	       seccomp_rule_add(c, calls_out ? SCMP_ACT_ALLOW : SCMP_ACT_ERRNO(EACCES), SCMP_SYS(connect), 0) == 0;
	good = good && seccomp_attr_set(c, SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0 && seccomp_load(c) == 0;
	if (c)
		seccomp_release(c);
	return good;
}
#endif

enum err
sandbox_enter(const struct sandbox *s)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !files_close(s) || !calls_close(s->calls_out)) {
		log_error("sandbox: not set up");
		return BROKEN;
	}
	return OK;
}
