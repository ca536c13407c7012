#include "main/option.h"

#include <stdio.h>
#include <string.h>

static int
row_of(const struct option_row *rows, const char *name, size_t n)
{
	for (int i = 0; rows[i].name; i++)
		if (strlen(rows[i].name) == n && memcmp(rows[i].name, name, n) == 0)
			return i;
	return -1;
}

static bool
refuse(const char *command, const char *what, const char *which)
{
	fprintf(stderr, "heye %s: %s: %s (see: heye help)\n", command, what, which);
	return false;
}

static bool
keep(struct options *o, int row, const char *value)
{
	const struct option_row *r = &o->rows[row];

	if (o->count[row] > 0 && !r->repeats)
		return refuse(o->command, "given twice", r->name);
	if (o->count[row] == OPTION_VALUES)
		return refuse(o->command, "given too often", r->name);
	o->value[row][o->count[row]++] = value;
	return true;
}

/* One argument that begins with "--"; *i moves past its value. */
static bool
read_option(struct options *o, int argc, char **argv, int *i)
{
	const char *arg = argv[*i], *equals = strchr(arg, '=');
	size_t n = equals ? (size_t)(equals - arg) : strlen(arg);
	int row = row_of(o->rows, arg, n);

	if (row < 0)
		return refuse(o->command, "no such option", arg);
	if (!o->rows[row].value)
		return equals ? refuse(o->command, "takes no value", arg) : keep(o, row, "");
	if (equals)
		return keep(o, row, equals + 1);
	if (*i + 1 >= argc)
		return refuse(o->command, "needs a value", arg);
	return keep(o, row, argv[++*i]);
}

bool
options_read(struct options *o, const struct option_row *rows, const char *command, int argc, char **argv)
{
	*o = (struct options){ .rows = rows, .command = command };
	for (int i = 0; i < argc; i++) {
		if (strncmp(argv[i], "--", 2) == 0) {
			if (!read_option(o, argc, argv, &i))
				return false;
		} else if (o->words == (int)(sizeof o->word / sizeof *o->word)) {
			return refuse(command, "too many arguments", argv[i]);
		} else {
			o->word[o->words++] = argv[i];
		}
	}
	for (int i = 0; rows[i].name; i++)
		if (rows[i].required && o->count[i] == 0)
			return refuse(command, "missing option", rows[i].name);
	return true;
}

const char *
option_of(const struct options *o, const char *name)
{
	int row = row_of(o->rows, name, strlen(name));

	return row < 0 || o->count[row] == 0 ? NULL : o->value[row][o->count[row] - 1];
}

int
option_all(const struct options *o, const char *name, const char *const **values)
{
	int row = row_of(o->rows, name, strlen(name));

	if (row < 0)
		return 0;
	*values = o->value[row];
	return o->count[row];
}

bool
option_number(const struct options *o, const char *name, int64_t least, int64_t most, int64_t *n)
{
	const char *value = option_of(o, name);

	if (!value)
		return true;
	if (!str_int(str_of(value), n) || *n < least || *n > most) {
		fprintf(stderr, "heye %s: %s takes a number from %lld to %lld, not \"%s\"\n", o->command, name,
			(long long)least, (long long)most, value);
		return false;
	}
	return true;
}

void
option_help(const struct option_row *rows)
{
	for (int i = 0; rows[i].name; i++)
		printf("    %-14s %-9s %s%s\n", rows[i].name, rows[i].value ? rows[i].value : "", rows[i].help,
		       rows[i].required ? " (required)" : "");
}
