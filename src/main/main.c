/* main.c — finds the command and runs it. */
#include "base/seal.h"
#include "main/command.h"
#include "paper/paper.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

static const struct command *
command_find(const char *name)
{
	for (const struct command *c = commands; c->name; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

int
main(int argc, char **argv)
{
	const struct command *c;

	signal(SIGPIPE, SIG_IGN);
	seal_start();
	if (argc > 1 && strcmp(argv[1], "photo-worker") == 0)
		return command_photo_worker(argc - 2, argv + 2);
	if (argc > 1 && strcmp(argv[1], "paper-worker") == 0)
		return paper_worker_main();
	prctl(PR_SET_DUMPABLE, 0); /* no core file with names or keys */
	if (argc < 2)
		return command_help(0, NULL), 2;
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return command_help(0, NULL);
	if (strcmp(argv[1], "--version") == 0)
		return puts("heye " HEYE_VERSION) < 0;
	c = command_find(argv[1]);
	if (!c) {
		fprintf(stderr, "heye: no command \"%s\" (see: heye help)\n", argv[1]);
		return 2;
	}
	return c->run(argc - 2, argv + 2);
}
