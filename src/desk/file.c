#include "desk/file.h"

#include "base/log.h"
#include "desk/file_vips.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

str
file_sniff(str head)
{
	if (str_starts(head, S("\xff\xd8\xff")))
		return S("image/jpeg");
	if (str_starts(head, S("\x89PNG\r\n\x1a\n")))
		return S("image/png");
	if (str_starts(head, S("RIFF")) && str_starts(str_skip(head, 8), S("WEBP")))
		return S("image/webp");
	return S("");
}

/* ---- the child ---- */

/* Between fork and exec only calls that are safe there. Descriptors 3, 4, 5 are the picture and its two answers. */
static _Noreturn void
child(int in, int picture, int thumb)
{
	char *const argv[] = { (char[]){ "heye" }, (char[]){ "photo-worker" }, NULL };
	char *const env[] = { (char[]){ "VIPSHOME=/nonexistent" }, (char[]){ "LC_ALL=C" },
			      NULL }; /* no plug-ins of the library */
	int a = fcntl(in, F_DUPFD, 16), b = fcntl(picture, F_DUPFD, 16), c = fcntl(thumb, F_DUPFD, 16);
	sigset_t none;

	if (a < 0 || b < 0 || c < 0 || dup2(a, 3) < 0 || dup2(b, 4) < 0 || dup2(c, 5) < 0)
		_exit(FILE_WORKER_BROKEN);
	if (close_range(6, ~0U, 0) != 0)
		for (int fd = 6; fd < 4096; fd++)
			close(fd);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execve("/proc/self/exe", argv, env);
	_exit(FILE_WORKER_BROKEN);
}

static enum err
child_wait(pid_t pid)
{
	int status = 0, left = FILE_WORKER_SECONDS * 1000;
	pid_t done = 0;

	while (done == 0 && left > 0) {
		done = waitpid(pid, &status, WNOHANG);
		if (done == 0) {
			(void)poll(NULL, 0, 5);
			left -= 5;
		}
	}
	if (done == 0) {
		kill(pid, SIGKILL);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
		log_warn("photo: the worker took more than %d s", FILE_WORKER_SECONDS);
		return BUSY;
	}
	if (done < 0)
		return BROKEN;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return OK;
	if (WIFEXITED(status) && WEXITSTATUS(status) == FILE_WORKER_INVALID)
		return INVALID;
	log_warn("photo: the worker ended with status %d", status);
	return WIFEXITED(status) && WEXITSTATUS(status) == FILE_WORKER_BROKEN ? BROKEN : BUSY;
}

static enum err
child_run(int in, int picture, int thumb)
{
	pid_t pid = fork();

	if (pid == 0)
		child(in, picture, thumb);
	if (pid < 0)
		return BUSY;
	return child_wait(pid);
}

static enum err
descriptor_read(struct arena *mem, int fd, str *bytes)
{
	struct stat st;
	size_t n, done = 0;
	char *p;

	if (fstat(fd, &st) != 0 || st.st_size < 0 || st.st_size > FILE_MAX_BYTES)
		return BROKEN;
	n = (size_t)st.st_size;
	p = make(mem, char, n + 1);
	while (done < n) {
		ssize_t got = pread(fd, p + done, n - done, (off_t)done);

		if (got <= 0)
			return BROKEN;
		done += (size_t)got;
	}
	*bytes = (str){ p, n };
	return OK;
}

static enum err
answers_store(struct arena *mem, struct depot *d, int64_t town, int picture, int thumb, struct photo *p)
{
	uint32_t size[2];
	str whole, small;

	TRY(descriptor_read(mem, picture, &whole));
	TRY(descriptor_read(mem, thumb, &small));
	if (whole.n <= sizeof(size) || small.n == 0)
		return BROKEN;
	memcpy(size, whole.p, sizeof(size));
	if (size[0] == 0 || size[1] == 0 || size[0] > FILE_SIDE || size[1] > FILE_SIDE)
		return BROKEN;
	whole = str_skip(whole, sizeof(size));
	if (!str_starts(whole, S("\xff\xd8\xff")) || !str_starts(small, S("\xff\xd8\xff")))
		return BROKEN;
	p->width = (int)size[0];
	p->height = (int)size[1];
	p->bytes = (int64_t)whole.n;
	TRY(depot_put(d, mem, town, whole, &p->picture));
	return depot_put(d, mem, town, small, &p->thumb);
}

enum err
file_take_photo(struct arena *mem, struct depot *d, int64_t town, int fd, int64_t size, struct photo *p)
{
	int picture, thumb;
	char head[16];
	ssize_t got;
	enum err e;

	*p = (struct photo){ 0 };
	if (size <= 0 || size > FILE_MAX_BYTES)
		return INVALID;
	got = pread(fd, head, sizeof(head), 0);
	if (got <= 0 || file_sniff((str){ head, (size_t)got }).n == 0)
		return INVALID;
	picture = memfd_create("picture", MFD_CLOEXEC);
	thumb = memfd_create("thumb", MFD_CLOEXEC);
	e = picture >= 0 && thumb >= 0 ? child_run(fd, picture, thumb) : BROKEN;
	if (e == OK)
		e = answers_store(mem, d, town, picture, thumb, p);
	if (picture >= 0)
		close(picture);
	if (thumb >= 0)
		close(thumb);
	return e;
}

enum err
file_move(struct arena *mem, struct depot *from, struct depot *to, int64_t town, const hash *h)
{
	size_t mark = arena_mark(mem);
	int64_t size;
	hash kept;
	moment at;
	str bytes;
	int fd;
	enum err e = depot_find(to, mem, town, h, &at);

	if (e == NOT_FOUND) {
		TRY(depot_get(from, mem, town, h, &fd, &size));
		e = descriptor_read(mem, fd, &bytes);
		close(fd);
		if (e == OK)
			e = depot_put(to, mem, town, bytes, &kept);
		if (e == OK && !hash_eq(&kept, h))
			e = BROKEN;
	}
	arena_back(mem, mark);
	return e;
}
