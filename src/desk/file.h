/* file.h — photos. Bytes come from a stranger's phone: type by content, decoded and re-encoded by libvips in a
 * child process without network, with limits on memory, time and pixels (40 megapixels); metadata is gone, the
 * longer side is 1,600 px at most, a thumbnail of 320 px beside it. Stored by hash in DIR/files/<town>/ab/<hash>, fsynced
 * with its folder before its row is written. Each township has a store of its own: the same picture handed in to two of
 * them lies there twice, so that one may go without the other. DIR/files/ab/<hash>, where all of them once lay, is still
 * read. */
#ifndef HEYE_DESK_FILE_H
#define HEYE_DESK_FILE_H

#include "base/seal.h"
#include "db/db.h"

#define FILE_MAX_BYTES (12 << 20)

struct photo {
	hash picture, thumb; /* content hashes, which are also names */
	int64_t bytes;
	int width, height;
};

/* The program that does the work: `heye photo-worker`, run by fork and exec of /proc/self/exe. INVALID: not a
 * JPEG, PNG, WebP or too large; BUSY: the worker ran out of time or memory; BROKEN: could not be stored. Slow
 * (0.3 s): slow lane only. */
MUST_USE enum err file_take_photo(struct arena *mem, const char *dir, int64_t town, int fd, int64_t size,
				  struct photo *p);
/* A township's picture from one data folder to another; OK when it is there already. */
MUST_USE enum err file_move(struct arena *mem, const char *from, const char *to, int64_t town, const hash *h);
MUST_USE enum err file_open(struct arena *mem, const char *dir, int64_t town, const hash *h, int *fd, int64_t *size);

/* Removes a township's file for good; one that is not there is no fault. `name`: the bytes of its hash. `alone`: no other
 * township is in the database, so that what still lies in the old place goes too. */
MUST_USE enum err file_drop(struct arena *mem, const char *dir, int64_t town, str name, bool alone);

/* main() of the child: reads the picture from descriptor 3, writes to 4 and 5 under seccomp. */
int file_worker_main(void);

/* Sniffs the type from the first bytes: "image/jpeg", "image/png", "image/webp" or empty. */
str file_sniff(str head);

#endif
