#include "main/inspect_files.h"

#include "matter/matter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct held {
	hash name;
	bool shown;
};

struct holding {
	struct data *data;
	int64_t town;
	struct held *held;
	size_t n, room;
	void (*fault)(void *ctx, const char *line);
	void *ctx;
	struct inspect_files *found;
};

static void
held_add(struct holding *h, const hash *name)
{
	if (h->n == h->room) {
		size_t room = h->room ? 2 * h->room : 1024;
		struct held *more = make(&h->data->mem, struct held, room);

		if (h->n)
			memcpy(more, h->held, h->n * sizeof *more);
		h->held = more;
		h->room = room;
	}
	h->held[h->n++] = (struct held){ .name = *name };
}

static enum err
held_list(struct holding *h)
{
	struct depot_list list = { .n = DEPOT_LIST_MOST };
	hash after;

	while (list.n == DEPOT_LIST_MOST) {
		TRY(depot_list(h->data->depot, &h->data->mem, h->town, h->n ? &after : NULL, &list));
		for (size_t i = 0; i < list.n; i++)
			held_add(h, &list.p[i].name);
		if (list.n)
			after = list.p[list.n - 1].name;
	}
	return OK;
}

static int
by_name(const void *a, const void *b)
{
	return memcmp(((const struct held *)a)->name.b, ((const struct held *)b)->name.b, HASH_BYTES);
}

/* What the list does not have came since, or lies where all townships' files once were. */
static enum err
name_check(struct holding *h, str name)
{
	struct held asked = { .shown = false }, *found;
	char line[120];
	moment at;
	enum err e;

	if (name.n != HASH_BYTES)
		return name.n ? BROKEN : OK;
	memcpy(asked.name.b, name.p, HASH_BYTES);
	found = h->n ? bsearch(&asked, h->held, h->n, sizeof asked, by_name) : NULL;
	h->found->shown++;
	if (found) {
		found->shown = true;
		return OK;
	}
	e = depot_find(h->data->depot, &h->data->mem, h->town, &asked.name, &at);
	if (e == NOT_FOUND) {
		h->found->missing++;
		snprintf(line, sizeof line, "the picture %.64s is not there",
			 str_z(&h->data->mem, str_hex(&h->data->mem, asked.name.b, HASH_BYTES)));
		h->fault(h->ctx, line);
	}
	return e == NOT_FOUND ? OK : e;
}

static enum err
file_check(void *ctx, str picture, str thumb)
{
	TRY(name_check(ctx, picture));
	return name_check(ctx, thumb);
}

enum err
inspect_files(struct data *d, int64_t town, void (*fault)(void *ctx, const char *line), void *ctx,
	      struct inspect_files *found)
{
	struct holding h = { .data = d, .town = town, .fault = fault, .ctx = ctx, .found = found };
	struct matter_files to = { file_check, &h };
	struct db db = data_db(d, town);
	enum err e;

	*found = (struct inspect_files){ 0 };
	TRY(held_list(&h));
	e = db_begin_read(&db);
	if (e == OK)
		e = matter_files(&db, &to);
	db_end_read(&db);
	for (size_t i = 0; i < h.n; i++)
		found->unshown += !h.held[i].shown;
	return e;
}
