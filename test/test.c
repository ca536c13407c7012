/* test.c — the runner behind test.h. Usage: <program> [name …] runs all tests or those named. */
#include "test.h"

#include <ftw.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct test *first;
static const char *running;
static int failures;
static char dir[64];

void
test_add(struct test *t)
{
	struct test **at = &first;

	while (*at)
		at = &(*at)->next;
	*at = t;
}

void
test_fail(const char *file, int line, const char *format, ...)
{
	va_list ap;

	failures++;
	fprintf(stderr, "%s:%d: %s: ", file, line, running);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
}

static int
remove_entry(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st, (void)kind, (void)ftw;
	return remove(path);
}

static void
remove_dir(void)
{
	nftw(dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

const char *
test_dir(void)
{
	if (!dir[0]) {
		strcpy(dir, "heye-test-XXXXXX");
		if (!mkdtemp(dir))
			abort();
		atexit(remove_dir);
	}
	return dir;
}

static bool
wanted(const struct test *t, int argc, char **argv)
{
	if (argc < 2)
		return true;
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], t->name) == 0)
			return true;
	return false;
}

int
main(int argc, char **argv)
{
	int passed = 0, failed = 0;

	for (struct test *t = first; t; t = t->next) {
		int before = failures;

		if (!wanted(t, argc, argv))
			continue;
		running = t->name;
		t->run();
		if (failures == before)
			passed++;
		else
			failed++;
	}
	printf("%d passed, %d failed\n", passed, failed);
	return failed ? 1 : 0;
}
