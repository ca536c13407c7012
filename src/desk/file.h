/* file.h — photos. Bytes come from a stranger's phone: type by content, decoded and re-encoded by libvips in a
 * child process without network, with limits on memory, time and pixels (40 megapixels); metadata is gone, the
 * longer side is 1,600 px at most, a thumbnail of 320 px beside it. Both lie in the depot (depot/depot.h) by their hash,
 * durably, before the row that names them is written. */
#ifndef HEYE_DESK_FILE_H
#define HEYE_DESK_FILE_H

#include "base/seal.h"
#include "db/db.h"
#include "depot/depot.h"

#define FILE_MAX_BYTES (12 << 20)

struct photo {
	hash picture, thumb; /* content hashes, which are also names */
	int64_t bytes;
	int width, height;
};

/* The program that does the work: `heye photo-worker`, run by fork and exec of /proc/self/exe. INVALID: not a
 * JPEG, PNG, WebP or too large; BUSY: the worker ran out of time or memory; BROKEN: could not be stored. Slow
 * (0.3 s, and what the depot takes): slow lane only. */
MUST_USE enum err file_take_photo(struct arena *mem, struct depot *d, int64_t town, int fd, int64_t size,
				  struct photo *p);
/* A township's picture from one depot to another; OK when it is there already. BROKEN also: it is not what its name says. */
MUST_USE enum err file_move(struct arena *mem, struct depot *from, struct depot *to, int64_t town, const hash *h);

/* main() of the child: reads the picture from descriptor 3, writes to 4 and 5 under seccomp. */
int file_worker_main(void);

/* Sniffs the type from the first bytes: "image/jpeg", "image/png", "image/webp" or empty. */
str file_sniff(str head);

#endif
