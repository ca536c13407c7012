#include "depot/depot.h"

#include "depot/depot_kind.h"

#include <string.h>

str
depot_name(struct arena *mem, const hash *name)
{
	str hex = str_hex(mem, name->b, HASH_BYTES);

	return str_fmt(mem, "%.2s/%.*s", hex.p, STR_ARG(hex));
}

bool
depot_name_read(struct arena *mem, str hex, hash *name)
{
	str bytes;

	if (hex.n != 2 * (size_t)HASH_BYTES || !str_unhex(mem, hex, &bytes))
		return false;
	memcpy(name->b, bytes.p, HASH_BYTES);
	return true;
}

void
depot_close(struct depot *d)
{
	struct arena own;

	if (!d)
		return;
	if (d->kind->close)
		d->kind->close(d);
	own = d->own; /* d itself lies in it */
	arena_close(&own);
}

bool
depot_remote(const struct depot *d)
{
	return d->kind->remote;
}

const char *
depot_place(const struct depot *d)
{
	return d->place;
}

enum err
depot_put(struct depot *d, struct arena *mem, int64_t town, str bytes, hash *name)
{
	if (bytes.n == 0 || bytes.n > (size_t)DEPOT_FILE_MOST)
		return INVALID;
	*name = hash_of(bytes);
	return d->kind->put(d, mem, town, bytes, name);
}

enum err
depot_get(struct depot *d, struct arena *mem, int64_t town, const hash *name, int *fd, int64_t *size)
{
	*fd = -1;
	*size = 0;
	return d->kind->get(d, mem, town, name, fd, size);
}

enum err
depot_find(struct depot *d, struct arena *mem, int64_t town, const hash *name, moment *at)
{
	return d->kind->find(d, mem, town, name, at);
}

enum err
depot_drop(struct depot *d, struct arena *mem, int64_t town, const hash *name, bool alone)
{
	return d->kind->drop(d, mem, town, name, alone);
}

enum err
depot_list(struct depot *d, struct arena *mem, int64_t town, const hash *after, struct depot_list *list)
{
	*list = (struct depot_list){ .p = make(mem, struct depot_file, DEPOT_LIST_MOST) };
	return d->kind->list(d, mem, town, after, list);
}
