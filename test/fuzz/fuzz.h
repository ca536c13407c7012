/* fuzz.h — what a fuzz target needs. A target takes one input, calls the code under test, and holds its promises with
 * assert(): not crashing is the least of them. */
#ifndef HEYE_FUZZ_H
#define HEYE_FUZZ_H

#include "base/str.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The input as text, and an empty arena of 16 MiB that all runs of a target share. */
#define FUZZ(input, mem)                                              \
	static void fuzz_one(str input, struct arena *mem);           \
	int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)  \
	{                                                             \
		static struct arena shared;                           \
                                                                      \
		if (!shared.base)                                     \
			shared = arena_open((size_t)16 << 20);        \
		fuzz_one((str){ (const char *)data, size }, &shared); \
		arena_reset(&shared);                                 \
		return 0;                                             \
	}                                                             \
	static void fuzz_one(str input, struct arena *mem)

#endif
