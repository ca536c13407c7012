#include "identity/keyfile.h"

#include "base/fd.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_MOST 1024

static enum err
broken(const char *what, const char *path)
{
	log_error("keys: %s %s failed (%d)", what, path, errno);
	return BROKEN;
}

/* The whole of n bytes; false when fewer came. */
static bool
read_all(int fd, char *p, size_t n)
{
	while (n > 0) {
		ssize_t got = read(fd, p, n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		p += got;
		n -= (size_t)got;
	}
	return true;
}

enum err
keyfile_read(const char *dir, const char *name, void *bytes, size_t n)
{
	char path[PATH_MOST], more;
	bool whole;
	int fd;

	if ((size_t)snprintf(path, sizeof(path), "%s/keys/%s", dir, name) >= sizeof(path))
		return BROKEN;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return errno == ENOENT ? NOT_FOUND : broken("opening", path);
	whole = read_all(fd, bytes, n) && read(fd, &more, 1) == 0;
	close(fd);
	return whole ? OK : broken("reading", path);
}

static bool
sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return good;
}

enum err
keyfile_make(const char *dir, const char *name, const void *bytes, size_t n, unsigned mode)
{
	char folder[PATH_MOST], path[PATH_MOST + 64], fresh[PATH_MOST + 96];
	bool good, there;
	int fd;

	if ((size_t)snprintf(folder, sizeof(folder), "%s/keys", dir) >= sizeof(folder))
		return BROKEN;
	if ((size_t)snprintf(path, sizeof(path), "%s/%s", folder, name) >= sizeof(path))
		return BROKEN;
	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return broken("making", folder);
	snprintf(fresh, sizeof(fresh), "%s.%ld", path, (long)getpid());
	fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (fd < 0)
		return broken("making", fresh);
	good = fd_put(fd, (str){ bytes, n }) && fsync(fd) == 0;
	good = close(fd) == 0 && good;
	/* A link never replaces what is there, unlike a rename. */
	good = good && link(fresh, path) == 0;
	there = !good && errno == EEXIST;
	unlink(fresh);
	if (there)
		return CONFLICT;
	return good && sync_folder(folder) ? OK : broken("making", path);
}
