/* depot_kind.h — what a kind of depot brings. Internal to src/depot. */
#ifndef HEYE_DEPOT_DEPOT_KIND_H
#define HEYE_DEPOT_DEPOT_KIND_H

#include "depot/depot.h"

struct depot_kind {
	bool remote;
	enum err (*put)(struct depot *d, struct arena *mem, int64_t town, str bytes, const hash *name);
	enum err (*get)(struct depot *d, struct arena *mem, int64_t town, const hash *name, int *fd, int64_t *size);
	enum err (*find)(struct depot *d, struct arena *mem, int64_t town, const hash *name, moment *at);
	enum err (*drop)(struct depot *d, struct arena *mem, int64_t town, const hash *name, bool alone);
	enum err (*list)(struct depot *d, struct arena *mem, int64_t town, const hash *after, struct depot_list *list);
	void (*close)(struct depot *d); /* lets go of all that is its own but `own` */
};

/* Each kind begins with this. */
struct depot {
	const struct depot_kind *kind;
	struct arena own; /* the depot lies in it */
	const char *place;
};

/* "ab/<hash>" */
str depot_name(struct arena *mem, const hash *name);
/* Back from the 64 letters of a hash; false when it is none. */
bool depot_name_read(struct arena *mem, str hex, hash *name);

#endif
