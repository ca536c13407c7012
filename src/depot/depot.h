/* depot.h — where the files of townships lie: photos, by the hash of their content, each township apart from the others. The
 * same five calls for a folder (depot_folder.c) and for a store that speaks S3 (depot_s3.c, libcurl).
 *
 * A file never changes: its name is its hash. The same picture handed in to two townships lies there twice, so that one may
 * go without the other. What depot_put() answered with OK is durable. Every call may come from any thread; on a remote depot
 * it waits for the network, DEPOT_SECONDS at most, so never from the writer, nor from a worker that answers pages.
 *
 * BROKEN: the disk or the network failed, or the store refused; the log says why. */
#ifndef HEYE_DEPOT_DEPOT_H
#define HEYE_DEPOT_DEPOT_H

#include "base/day.h"
#include "base/err.h"
#include "base/seal.h"

#define DEPOT_FILE_MOST ((int64_t)12 << 20)
#define DEPOT_SECONDS   15 /* one call of a remote depot, waiting for the connection included */
#define DEPOT_LIST_MOST 500

struct depot;

struct depot_file {
	hash name;
	moment at; /* when it was last put there, by the depot's clock */
};

struct depot_list {
	struct depot_file *p;
	size_t n;
};

/* What a store that speaks S3 is asked with. The texts must live as long as the depot. */
struct depot_s3_options {
	const char *url; /* s3://bucket/prefix */
	str endpoint; /* https://host[:port]; with {bucket} in it the bucket is part of the host. http: loopback only */
	str region;
	str access, secret;
	str ca; /* PEM of whom to trust instead of the system's list; may be empty */
};

/* DIR/files/<town>/ab/<hash>. What still lies in DIR/files/ab/<hash>, where all townships' files once were, is read too. */
MUST_USE enum err depot_folder_open(struct depot **d, const char *dir);
/* <prefix>/<town>/ab/<hash> in the bucket. INVALID: the options are wrong, the log says which. Asks the network nothing.
 * Before the first thread is made. */
MUST_USE enum err depot_s3_open(struct depot **d, const struct depot_s3_options *o);
void depot_close(struct depot *d); /* NULL is no fault */

bool depot_remote(const struct depot *d);       /* its calls wait for a network */
const char *depot_place(const struct depot *d); /* for people: the folder, or s3://… */

/* *name: the hash of the bytes. A file that is there already counts as put now. */
MUST_USE enum err depot_put(struct depot *d, struct arena *mem, int64_t town, str bytes, hash *name);
/* A descriptor to read and close. NOT_FOUND. From a remote depot: whole, and held against its name. */
MUST_USE enum err depot_get(struct depot *d, struct arena *mem, int64_t town, const hash *name, int *fd, int64_t *size);
/* Whether it is there, and since when. NOT_FOUND. */
MUST_USE enum err depot_find(struct depot *d, struct arena *mem, int64_t town, const hash *name, moment *at);
/* Removes it for good; one that is not there is no fault. `alone`: no other township is in the database, so that what
 * still lies in the old place of a folder goes too. */
MUST_USE enum err depot_drop(struct depot *d, struct arena *mem, int64_t town, const hash *name, bool alone);
/* The names of a township's files in their order, DEPOT_LIST_MOST at most, from behind `after` (NULL: the first one).
 * Fewer than that many: there are no more. */
MUST_USE enum err depot_list(struct depot *d, struct arena *mem, int64_t town, const hash *after,
			     struct depot_list *list);

#endif
