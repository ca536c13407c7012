/* option.h — the command line. A command names its options in a const table; anything else is a clear error and
 * exit 2. */
#ifndef HEYE_MAIN_OPTION_H
#define HEYE_MAIN_OPTION_H

#include "base/str.h"

#define OPTION_VALUES 16

struct option_row {
	const char *name;  /* "--data" */
	const char *value; /* what it takes, for the help: "DIR"; NULL for a switch */
	const char *help;
	bool required;
	bool repeats;
};

struct options {
	const struct option_row *rows;
	const char *command;
	const char *value[24][OPTION_VALUES]; /* by row */
	int count[24];
	const char *word[8]; /* arguments without a name */
	int words;
};

/* Fills *o from argv; false after printing what is wrong to standard error. */
bool options_read(struct options *o, const struct option_row *rows, const char *command, int argc, char **argv);

const char *option_of(const struct options *o, const char *name); /* last value given, or NULL; "" for a switch */
int option_all(const struct options *o, const char *name, const char *const **values);
bool option_number(const struct options *o, const char *name, int64_t least, int64_t most,
		   int64_t *n); /* *n stays when absent */
void option_help(const struct option_row *rows);

#endif
