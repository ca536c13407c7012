/* paper_worker.c — the child that draws a PDF. It opens the three fonts, then it has no files, no network, little
 * memory and little time; every system call that is not listed is refused. */
#include "paper/paper_worker.h"

#include "base/fd.h"
#include "paper/paper_draw.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define MEMORY_MOST ((rlim_t)1 << 30) /* address space: libraries, fonts, and the arena */
#define ARENA_MOST  ((size_t)400 << 20)

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
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
quiet(void)
{
	int fd = open("/dev/null", O_RDWR);

	return fd >= 0 && dup2(fd, 0) == 0 && dup2(fd, 1) == 1 && dup2(fd, 2) == 2;
}

static bool
limits_set(void)
{
	bool good = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0 && quiet();

	good = limit(RLIMIT_CPU, PAPER_WORKER_SECONDS) && limit(RLIMIT_CORE, 0) && good;
	good = limit(RLIMIT_FSIZE, (rlim_t)PAPER_FILE_MOST * 2) && limit(RLIMIT_NOFILE, 32) && good;
#ifndef SANITIZED
	good = limit(RLIMIT_AS, MEMORY_MOST) && good;
#endif
	(void)setpriority(PRIO_PROCESS, 0, 10);
	return good;
}

#ifndef SANITIZED
/* Everything else is answered with an error. The fonts are open: their tables are read and mapped from them. */
static bool
sandbox_enter(void)
{
	static const int allowed[] = {
		SCMP_SYS(read),         SCMP_SYS(write),        SCMP_SYS(close),     SCMP_SYS(lseek),
		SCMP_SYS(pread64),      SCMP_SYS(fstat),        SCMP_SYS(munmap),    SCMP_SYS(mremap),
		SCMP_SYS(madvise),      SCMP_SYS(brk),          SCMP_SYS(futex),     SCMP_SYS(rt_sigprocmask),
		SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigreturn), SCMP_SYS(getrandom), SCMP_SYS(clock_gettime),
		SCMP_SYS(gettimeofday), SCMP_SYS(getpid),       SCMP_SYS(gettid),    SCMP_SYS(tgkill),
		SCMP_SYS(exit),         SCMP_SYS(exit_group),   SCMP_SYS(time),      SCMP_SYS(sched_yield),
	};
	scmp_filter_ctx c = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool good = c != NULL;

	for (size_t i = 0; good && i < sizeof(allowed) / sizeof(*allowed); i++)
		if (allowed[i] >= 0) /* an architecture may not have it */
			good = seccomp_rule_add(c, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
	good = good &&
	       seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
	good = good && seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
					SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
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

static cairo_status_t
pdf_write(void *to, const unsigned char *bytes, unsigned n)
{
	int *fd = to;

	return fd_put(*fd, (str){ (const char *)bytes, n }) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static void
note_take(struct paper_note *note, const struct paper_flow *flow)
{
	*note = (struct paper_note){ .pages = (uint32_t)flow->pages, .missing_n = (uint32_t)flow->fonts->missing_n };
	memcpy(note->missing, flow->fonts->missing, sizeof(note->missing));
}

int
paper_worker_main(void)
{
	struct arena mem;
	struct paper_fonts fonts;
	struct paper_flow flow;
	struct paper_note note;
	jmp_buf full;
	struct stat st;
	int out = 4;
	str document;

	if (!limits_set() || !paper_fonts_open(&fonts))
		return PAPER_WORKER_BROKEN;
	if (fstat(3, &st) != 0 || st.st_size <= 0 || st.st_size > PAPER_DOCUMENT_MOST)
		return PAPER_WORKER_INVALID;
	document.n = (size_t)st.st_size;
	document.p = mmap(NULL, document.n, PROT_READ, MAP_PRIVATE, 3, 0);
	if (document.p == MAP_FAILED || !sandbox_enter())
		return PAPER_WORKER_BROKEN;
	mem = arena_open(ARENA_MOST);
	mem.guard = &full;
	if (setjmp(full) != 0 || !paper_layout_make(&mem, &fonts, document, &flow))
		return PAPER_WORKER_INVALID; /* too long to be drawn, or no document */
	note_take(&note, &flow);
	if (!paper_draw_pdf(&flow, pdf_write, &out) || !fd_put(5, (str){ (const char *)&note, sizeof(note) }))
		return PAPER_WORKER_BROKEN;
	_exit(0);
}
