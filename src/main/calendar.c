/* calendar.c — `heye calendar import FILE | list | explain START DAYS`. */
#include "db/writer.h"
#include "desk/clock.h"
#include "main/calendar_explain.h"
#include "main/command.h"

#include <stdio.h>
#include <string.h>

struct import_job {
	str csv;
	struct clock_import result;
};

static enum err
run_import(struct tx *tx, void *arg)
{
	struct import_job *j = arg;

	return clock_import(tx, &actor_clock, j->csv, &j->result);
}

static bool
read_file(struct arena *mem, const char *path, str *bytes)
{
	FILE *f = fopen(path, "rb");
	size_t most = (size_t)4 << 20;
	char *p = make(mem, char, most);
	size_t n = f ? fread(p, 1, most, f) : 0;
	bool good = f && !ferror(f) && n < most;

	if (f)
		fclose(f);
	if (!good)
		fprintf(stderr, "heye calendar: cannot read %s (or it is larger than 4 MiB)\n", path);
	*bytes = (str){ p, n };
	return good;
}

static int
import_file(struct data *d, const struct options *o, int64_t town)
{
	struct import_job j = { 0 };
	enum err e;

	if (o->words != 2) {
		fprintf(stderr, "heye calendar import: needs one FILE (see: heye help)\n");
		return 2;
	}
	if (!read_file(&d->mem, o->word[1], &j.csv))
		return 1;
	e = tx_run(d->conn, &d->mem, d->now, town, run_import, &j);
	if (e == INVALID) {
		fprintf(stderr, "%s:%d: %.*s; nothing was taken\n", o->word[1], j.result.fault_line,
			STR_ARG(j.result.fault));
		return 1;
	}
	if (e != OK) {
		fprintf(stderr, "heye calendar import: not saved: %s\n", err_name(e));
		return 1;
	}
	printf("%lld: %d days taken, calendar version %d\n", (long long)town, j.result.days, j.result.version);
	return 0;
}

static bool
explain_words(const struct options *o, day *start, int64_t *n)
{
	if (o->words == 3 && day_parse(str_of(o->word[1]), start) && str_int(str_of(o->word[2]), n) && *n >= 0 &&
	    *n <= 1000)
		return true;
	fprintf(stderr, "heye calendar explain: needs START (YYYY-MM-DD) and DAYS (0 to 1000)\n");
	return false;
}

static int
explain(struct data *d, const struct options *o, int64_t town)
{
	struct db db = data_db(d, town);
	const struct calendar *c;
	day start;
	int64_t n;

	if (!explain_words(o, &start, &n))
		return 2;
	if (clock_calendar(&db, &c) != OK)
		return 1;
	calendar_explain(&d->mem, c, start, (int)n);
	return 0;
}

/* Without a data folder the built-in lists answer. */
static int
explain_built_in(const struct options *o)
{
	struct arena mem = arena_open((size_t)1 << 20);
	struct calendar c;
	day start;
	int64_t n;
	bool good = explain_words(o, &start, &n);

	if (good) {
		calendar_built_in(&mem, &c);
		calendar_explain(&mem, &c, start, (int)n);
	}
	arena_close(&mem);
	return good ? 0 : 2;
}

static int
list_days(struct data *d, int64_t town)
{
	struct db db = data_db(d, town);
	const struct calendar *c;

	if (clock_calendar(&db, &c) != OK)
		return 1;
	printf("%lld: version %d, years %d to %d\n", (long long)town, c->version, c->first_year, c->last_year);
	for (size_t i = 0; i < c->n; i++)
		printf("%.*s,%s\n", STR_ARG(day_iso(&d->mem, c->days[i].day)), c->days[i].works ? "work" : "off");
	return 0;
}

int
command_calendar(int argc, char **argv)
{
	static int64_t towns[4096];
	struct options o;
	struct data d;
	const char *what;
	int n, code = 0;

	if (!options_read(&o, calendar_options, "calendar", argc, argv) || !town_option_good(&o))
		return 2;
	what = o.words ? o.word[0] : "";
	if (strcmp(what, "import") != 0 && strcmp(what, "list") != 0 && strcmp(what, "explain") != 0) {
		fprintf(stderr, "heye calendar: import FILE, list, or explain START DAYS (see: heye help)\n");
		return 2;
	}
	if (*what == 'e' && !option_of(&o, "--data"))
		return explain_built_in(&o);
	if (!option_of(&o, "--data")) {
		fprintf(stderr, "heye calendar %s: needs --data DIR (see: heye help)\n", what);
		return 2;
	}
	if (!data_open(&d, &o, false))
		return 1;
	if (!data_towns(&d, &o, towns, 4096, &n))
		code = 1;
	for (int i = 0; i < n && code == 0; i++) {
		if (*what == 'i')
			code = import_file(&d, &o, towns[i]);
		else
			code = *what == 'l' ? list_days(&d, towns[i]) : explain(&d, &o, towns[i]);
	}
	data_close(&d);
	return code;
}
