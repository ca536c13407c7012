#include "main/credential.h"

#include "base/fd.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROOT_KEY "heye.key"

const char *
credential_path(struct arena *mem, const char *file, const char *data, const char *name)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	str trimmed = str_of(data);

	if (file)
		return file;
	if (folder)
		return str_z(mem, str_fmt(mem, "%s/%s", folder, name));
	while (trimmed.n > 1 && trimmed.p[trimmed.n - 1] == '/')
		trimmed.n--;
	if (strcmp(name, ROOT_KEY) == 0)
		name = "key";
	return str_z(mem, str_fmt(mem, "%.*s.%s", STR_ARG(trimmed), name));
}

enum err
credential_text(struct arena *mem, const char *path, bool secret, size_t most, str *text)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *p = make(mem, char, most + 1);
	struct stat st;
	ssize_t n = -1;

	if (fd < 0) {
		log_error("cannot read %s: %s", path, strerror(errno));
		return NOT_FOUND;
	}
	if (fstat(fd, &st) != 0 || (secret && (st.st_mode & 077) != 0))
		log_error("the key file %s can be read by others: chmod 0400 it", path);
	else if ((n = read(fd, p, most + 1)) <= 0 || (size_t)n > most)
		log_error("%s is empty, or longer than %zu bytes", path, most);
	close(fd);
	if (n <= 0 || (size_t)n > most)
		return INVALID;
	*text = (str){ p, (size_t)n };
	return OK;
}

static enum err
write_key(const char *path, const key *root)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400);
	bool written;

	if (fd < 0) {
		log_error("cannot make the credential %s: %s", path, strerror(errno));
		return errno == EEXIST ? CONFLICT : BROKEN;
	}
	written = fd_put(fd, (str){ (const char *)root->b, sizeof root->b }) && fsync(fd) == 0;
	close(fd);
	if (!written) {
		log_error("cannot write the credential %s: %s", path, strerror(errno));
		(void)unlink(path);
		return BROKEN;
	}
	return OK;
}

static enum err
create_key(const char *path, key *root)
{
	*root = key_random();
	TRY(write_key(path, root));
	log_info("made the credential %s: keep a copy off this machine, without it codes and names cannot be read",
		 path);
	return OK;
}

static enum err
read_key(int fd, const char *path, key *root)
{
	struct stat st;
	char more;

	if (fstat(fd, &st) != 0 || (st.st_mode & 077) != 0) {
		log_error("the credential %s can be read by others: chmod 0400 it", path);
		return INVALID;
	}
	if (read(fd, root->b, sizeof root->b) != (ssize_t)sizeof root->b || read(fd, &more, 1) != 0) {
		log_error("the credential %s is not %zu bytes long", path, sizeof root->b);
		return INVALID;
	}
	return OK;
}

enum err
credential_load(struct arena *mem, const char *file, const char *data, bool create, key *root)
{
	const char *path = credential_path(mem, file, data, ROOT_KEY);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum err e;

	if (fd < 0 && errno == ENOENT && create)
		return create_key(path, root);
	if (fd < 0) {
		log_error("cannot read the credential %s: %s", path, strerror(errno));
		return NOT_FOUND;
	}
	e = read_key(fd, path, root);
	close(fd);
	return e;
}

enum err
credential_give(struct arena *mem, const char *data, const key *root)
{
	str dir = str_of(data);

	while (dir.n > 1 && dir.p[dir.n - 1] == '/')
		dir.n--;
	return write_key(str_z(mem, str_fmt(mem, "%.*s.key", STR_ARG(dir))), root);
}
