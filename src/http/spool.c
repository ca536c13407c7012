#include "http/spool.h"

#include "base/fd.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int
spool_open(const char *dir)
{
	char path[512];
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600), n;

	if (fd >= 0)
		return fd;
	/* Some file systems (overlays, old network disks) know no O_TMPFILE. */
	n = snprintf(path, sizeof(path), "%s/spool-XXXXXX", dir);
	if (n < 0 || (size_t)n >= sizeof(path))
		return -1;
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}

enum err
spool_write(int fd, str bytes)
{
	return fd_put(fd, bytes) ? OK : BROKEN;
}
