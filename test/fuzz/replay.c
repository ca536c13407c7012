/* replay.c — runs a fuzz target over every file of a folder, for compilers without libFuzzer.
 * Usage: replay_<name> <corpus>. An empty corpus is a failure: a test that looked at nothing has not passed. */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static void
replay(const char *dir, const char *name)
{
	char path[4096];
	struct stat st;
	FILE *f;
	uint8_t *data;
	size_t size;

	assert(snprintf(path, sizeof(path), "%s/%s", dir, name) < (int)sizeof(path));
	f = fopen(path, "rb");
	assert(f && fstat(fileno(f), &st) == 0);
	size = (size_t)st.st_size;
	/* A block of just its size, so that a sanitizer sees the first byte that is read behind it. */
	data = malloc(size ? size : 1);
	assert(data && fread(data, 1, size, f) == size);
	fclose(f);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
}

int
main(int argc, char **argv)
{
	DIR *dir = argc == 2 ? opendir(argv[1]) : NULL;
	struct dirent *entry;
	int n = 0;

	if (!dir) {
		fprintf(stderr, "usage: replay_<name> <folder of inputs>\n");
		return 2;
	}
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		replay(argv[1], entry->d_name);
		n++;
	}
	closedir(dir);
	printf("%d inputs played back\n", n);
	return n > 0 ? 0 : 1;
}
