/* calendar.c — `heye calendar import FILE | list | explain START DAYS`. */
#include "db/writer.h"
#include "desk/clock.h"
#include "desk/job.h"
#include "gen/renew.sql.h"
#include "main/calendar_explain.h"
#include "main/command.h"
#include "matter/matter.h"

#include <stdio.h>
#include <string.h>

#define MOVES 200

static void
print_move(struct arena *mem, const struct q_renew_moves *m)
{
	static const char *const kind[CLOCK_KINDS] = { "",         "claim",  "answer",    "confirmation", "pause",
						       "contact",  "ruling", "review",    "task",         "notice",
						       "handling", "assign", "extension", "leader" };
	str from = day_iso(mem, day_of(m->due_from)), to = day_iso(mem, day_of(m->due_to));
	const char *name = m->kind > 0 && m->kind < CLOCK_KINDS ? kind[m->kind] : "";

	if (m->kept)
		printf("  %lld-%lld %s stands: %.*s (the list would give %.*s)\n", (long long)m->year,
		       (long long)m->number, name, STR_ARG(from), STR_ARG(to));
	else
		printf("  %lld-%lld %s: %.*s to %.*s\n", (long long)m->year, (long long)m->number, name, STR_ARG(from),
		       STR_ARG(to));
}

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

/* Dates still to come are held against the new list at once; what changed is printed, one line for each. */
static int
moves(struct data *d, int64_t town, int64_t version)
{
	static const struct job *const jobs[] = { matter_calendar_jobs, NULL };
	int64_t matter = 0, kind = 0, round = INT16_MAX, moved = 0, kept = 0;
	struct q_renew_moves_list l = { .n = MOVES };
	enum err e = job_pass(d->conn, jobs, d->now, town);

	while (e == OK && l.n == MOVES) {
		struct db db = data_db(d, town);
		size_t mark = arena_mark(&d->mem);

		e = q_renew_moves(&db, version, matter, kind, round, MOVES, &l);
		for (size_t i = 0; e == OK && i < l.n; i++) {
			const struct q_renew_moves *m = &l.p[i];

			print_move(&d->mem, m);
			*(m->kept ? &kept : &moved) += 1;
			matter = m->matter;
			kind = m->kind;
			round = m->round;
		}
		arena_back(&d->mem, mark);
	}
	if (e != OK) {
		fprintf(stderr, "heye calendar import: the dates were not all computed again: %s\n", err_name(e));
		return 1;
	}
	printf("%lld: %lld dates moved, %lld stand as promised\n", (long long)town, (long long)moved, (long long)kept);
	return 0;
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
	return moves(d, town, j.result.version);
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
