/* paper_make.c — from a document to a file: DOCX and XLSX here, PDF in a child. */
#include "base/fd.h"
#include "base/log.h"
#include "paper/paper_worker.h"
#include "paper/paper_write.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

str
paper_type(enum paper_kind kind)
{
	switch (kind) {
	case PAPER_PDF: return S("application/pdf");
	case PAPER_DOCX: return S("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
	case PAPER_XLSX: return S("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
	}
	return S("application/octet-stream");
}

str
paper_suffix(enum paper_kind kind)
{
	switch (kind) {
	case PAPER_PDF: return S(".pdf");
	case PAPER_DOCX: return S(".docx");
	case PAPER_XLSX: return S(".xlsx");
	}
	return S("");
}

/* Between fork and exec only calls that are safe there. */
static _Noreturn void
child(int document, int file, int note)
{
	char *const argv[] = { (char[]){ "heye" }, (char[]){ "paper-worker" }, NULL };
	char *const env[] = { (char[]){ "LC_ALL=C" }, NULL };
	int a = fcntl(document, F_DUPFD, 16), b = fcntl(file, F_DUPFD, 16), c = fcntl(note, F_DUPFD, 16);
	sigset_t none;

	if (a < 0 || b < 0 || c < 0 || dup2(a, 3) < 0 || dup2(b, 4) < 0 || dup2(c, 5) < 0)
		_exit(PAPER_WORKER_BROKEN);
	if (close_range(6, ~0U, 0) != 0)
		for (int fd = 6; fd < 4096; fd++)
			close(fd);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execve("/proc/self/exe", argv, env);
	_exit(PAPER_WORKER_BROKEN);
}

static enum err
child_wait(pid_t pid)
{
	int status = 0, left = PAPER_WORKER_SECONDS * 1000 / 2;
	pid_t done = 0;

	while (done == 0 && left > 0) {
		done = waitpid(pid, &status, WNOHANG);
		if (done == 0) {
			(void)poll(NULL, 0, 2);
			left--;
		}
	}
	if (done == 0) {
		kill(pid, SIGKILL);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
		log_warn("paper: the worker took more than %d s", PAPER_WORKER_SECONDS);
		return BUSY;
	}
	if (done < 0)
		return BROKEN;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return OK;
	log_warn("paper: the worker ended with status %d; are the fonts installed (bin/setup build)?", status);
	if (WIFEXITED(status) && WEXITSTATUS(status) == PAPER_WORKER_INVALID)
		return INVALID;
	return WIFEXITED(status) && WEXITSTATUS(status) == PAPER_WORKER_BROKEN ? BROKEN : BUSY;
}

static bool
bytes_get(int fd, void *to, size_t n)
{
	char *p = to;

	for (size_t done = 0; done < n;) {
		ssize_t got = pread(fd, p + done, n - done, (off_t)done);

		if (got <= 0)
			return false;
		done += (size_t)got;
	}
	return true;
}

static enum err
answer_read(struct arena *mem, int file, int note, struct paper_made *made)
{
	struct paper_note n;
	struct stat st;
	char *p;

	if (fstat(file, &st) != 0 || st.st_size <= 0 || !bytes_get(note, &n, sizeof(n)) || n.missing_n > PAPER_MISSING)
		return BROKEN;
	if (st.st_size > PAPER_FILE_MOST)
		return INVALID;
	p = make(mem, char, (size_t)st.st_size);
	if (!bytes_get(file, p, (size_t)st.st_size))
		return BROKEN;
	made->bytes = (str){ p, (size_t)st.st_size };
	made->pages = (int)n.pages;
	made->missing_n = n.missing_n;
	for (size_t i = 0; i < n.missing_n; i++)
		made->missing[i] = n.missing[i];
	return OK;
}

static enum err
pdf_make(struct arena *mem, str document, struct paper_made *made)
{
	int fd[3];
	enum err e = OK;
	pid_t pid;

	for (int i = 0; i < 3; i++) {
		fd[i] = memfd_create("paper", MFD_CLOEXEC);
		if (fd[i] < 0)
			e = BUSY;
	}
	if (e == OK && !fd_put(fd[0], document))
		e = BUSY;
	if (e == OK) {
		pid = fork();
		if (pid == 0)
			child(fd[0], fd[1], fd[2]);
		e = pid < 0 ? BUSY : child_wait(pid);
	}
	if (e == OK)
		e = answer_read(mem, fd[1], fd[2], made);
	for (int i = 0; i < 3; i++)
		if (fd[i] >= 0)
			close(fd[i]);
	return e;
}

enum err
paper_make(struct arena *mem, const char *dir, str document, enum paper_kind kind, struct paper_made *made)
{
	struct paper_head head;
	struct paper_reader r;

	*made = (struct paper_made){ 0 };
	if (!paper_open(&r, document, &head))
		return INVALID;
	switch (kind) {
	case PAPER_PDF: return pdf_make(mem, document, made);
	case PAPER_DOCX: return paper_docx_make(mem, document, &made->bytes);
	case PAPER_XLSX: return paper_xlsx_make(mem, dir, document, &made->bytes);
	}
	return INVALID;
}
