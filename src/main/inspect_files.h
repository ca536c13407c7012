/* inspect_files.h — what the pages of a township show, held against the files that are there. */
#ifndef HEYE_MAIN_INSPECT_FILES_H
#define HEYE_MAIN_INSPECT_FILES_H

#include "main/command.h"

struct inspect_files {
	int64_t shown, missing, unshown; /* unshown: files that nothing shows; the service removes them by and by */
};

/* Calls `fault` with an English line for each picture that is missing. One list of the depot, not a question for each
 * picture. */
MUST_USE enum err inspect_files(struct data *d, int64_t town, void (*fault)(void *ctx, const char *line), void *ctx,
				struct inspect_files *found);

#endif
