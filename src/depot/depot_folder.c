/* depot_folder.c — the depot in the data folder. A file is whole or not there: written beside under another name, synced,
 * renamed, then its folder synced. */
#include "base/fd.h"
#include "base/log.h"
#include "base/rand.h"
#include "depot/depot_kind.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FANS 256

struct folder {
	struct depot depot;
	const char *dir, *files;
};

static const struct folder *
folder_of(const struct depot *d)
{
	return (const struct folder *)(const void *)d;
}

static const char *
town_path(const struct folder *f, struct arena *mem, int64_t town)
{
	return str_z(mem, str_fmt(mem, "%s/%lld", f->files, (long long)town));
}

static const char *
file_path(struct arena *mem, const char *folder, const hash *name)
{
	return str_z(mem, str_fmt(mem, "%s/%.*s", folder, STR_ARG(depot_name(mem, name))));
}

static bool
path_sync(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return good;
}

static bool
path_make(const char *path, const char *above)
{
	if (mkdir(path, 0700) == 0)
		return path_sync(above);
	return errno == EEXIST;
}

static bool
bytes_keep(const char *path, str bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool good = fd >= 0 && fd_put(fd, bytes) && fsync(fd) == 0;

	if (fd >= 0)
		good = close(fd) == 0 && good;
	return good;
}

static enum err
put(struct depot *d, struct arena *mem, int64_t town, str bytes, const hash *name)
{
	const struct folder *f = folder_of(d);
	const char *above = town_path(f, mem, town), *path = file_path(mem, above, name);
	const char *fan = str_z(mem, str_head(str_of(path), strlen(above) + 3));
	str token = rand_token(mem, 12);
	const char *temporary = str_z(mem, str_fmt(mem, "%s/new-%.*s", fan, STR_ARG(token)));

	if (!path_make(f->files, f->dir) || !path_make(above, f->files) || !path_make(fan, above))
		return BROKEN;
	if (utimensat(AT_FDCWD, path, NULL, 0) == 0) /* put anew: nobody takes it for left over */
		return path_sync(fan) ? OK : BROKEN;
	if (bytes_keep(temporary, bytes) && rename(temporary, path) == 0 && path_sync(fan))
		return OK;
	log_error("files: cannot be stored: %s", strerror(errno));
	unlink(temporary);
	return BROKEN;
}

static enum err
get(struct depot *d, struct arena *mem, int64_t town, const hash *name, int *fd, int64_t *size)
{
	const struct folder *f = folder_of(d);
	struct stat st;

	*fd = open(file_path(mem, town_path(f, mem, town), name), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (*fd < 0 && errno == ENOENT)
		*fd = open(file_path(mem, f->files, name), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (*fd < 0)
		return errno == ENOENT ? NOT_FOUND : BROKEN;
	if (fstat(*fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		close(*fd);
		*fd = -1;
		return BROKEN;
	}
	*size = st.st_size;
	return OK;
}

static moment
changed_at(const struct stat *st)
{
	return (moment){ st->st_mtim.tv_sec * MS_SECOND + st->st_mtim.tv_nsec / 1000000 };
}

static enum err
find(struct depot *d, struct arena *mem, int64_t town, const hash *name, moment *at)
{
	const struct folder *f = folder_of(d);
	struct stat st;

	if (stat(file_path(mem, town_path(f, mem, town), name), &st) != 0 &&
	    (errno != ENOENT || stat(file_path(mem, f->files, name), &st) != 0))
		return errno == ENOENT ? NOT_FOUND : BROKEN;
	*at = changed_at(&st);
	return OK;
}

static enum err
path_drop(const char *path)
{
	if (unlink(path) == 0 || errno == ENOENT)
		return OK;
	log_error("files: cannot be removed: %s", strerror(errno));
	return BROKEN;
}

static enum err
drop(struct depot *d, struct arena *mem, int64_t town, const hash *name, bool alone)
{
	const struct folder *f = folder_of(d);

	TRY(path_drop(file_path(mem, town_path(f, mem, town), name)));
	return alone ? path_drop(file_path(mem, f->files, name)) : OK;
}

/* ---- the list: one folder of names after the other ---- */

static int
by_name(const void *a, const void *b)
{
	return memcmp(((const struct depot_file *)a)->name.b, ((const struct depot_file *)b)->name.b, HASH_BYTES);
}

/* The names from behind `after`, the least ones when there are more than room. */
static void
name_add(struct depot_list *out, size_t from, const struct depot_file *file)
{
	size_t at = out->n;

	if (at == DEPOT_LIST_MOST && by_name(file, &out->p[at - 1]) >= 0)
		return;
	if (at < DEPOT_LIST_MOST)
		out->n++;
	else
		at--;
	for (; at > from && by_name(file, &out->p[at - 1]) < 0; at--)
		out->p[at] = out->p[at - 1];
	out->p[at] = *file;
}

static enum err
fan_list(struct arena *mem, const char *path, const hash *after, struct depot_list *out)
{
	DIR *dir = opendir(path);
	size_t from = out->n;
	struct dirent *entry;

	if (!dir)
		return errno == ENOENT ? OK : BROKEN;
	while ((entry = readdir(dir)) != NULL) {
		size_t mark = arena_mark(mem);
		struct depot_file file;
		struct stat st;

		if (depot_name_read(mem, str_of(entry->d_name), &file.name) &&
		    (!after || memcmp(file.name.b, after->b, HASH_BYTES) > 0) &&
		    fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode)) {
			file.at = changed_at(&st);
			name_add(out, from, &file);
		}
		arena_back(mem, mark);
	}
	closedir(dir);
	return OK;
}

static enum err
list(struct depot *d, struct arena *mem, int64_t town, const hash *after, struct depot_list *out)
{
	const char *above = town_path(folder_of(d), mem, town);

	for (int fan = after ? after->b[0] : 0; fan < FANS && out->n < DEPOT_LIST_MOST; fan++)
		TRY(fan_list(mem, str_z(mem, str_fmt(mem, "%s/%02x", above, (unsigned)fan)), after, out));
	return OK;
}

static const struct depot_kind kind = { .put = put, .get = get, .find = find, .drop = drop, .list = list };

enum err
depot_folder_open(struct depot **d, const char *dir)
{
	struct arena own = arena_open((size_t)64 << 10);
	struct folder *f = make(&own, struct folder, 1);

	f->dir = str_z(&own, str_of(dir));
	f->files = str_z(&own, str_fmt(&own, "%s/files", dir));
	f->depot = (struct depot){ .kind = &kind, .own = own, .place = f->files };
	*d = &f->depot;
	return OK;
}
