/* calendar_explain.c — how a date comes about, day by day, in English and Chinese. */
#include "main/calendar_explain.h"

#include <stdio.h>

/* The built-in lists as a calendar, for whoever asks without a data folder. */
void
calendar_built_in(struct arena *mem, struct calendar *c)
{
	struct clock_file f;
	struct calendar_day *days;

	clock_file_seed(mem, &f);
	days = make(mem, struct calendar_day, f.n);
	for (size_t i = 0; i < f.n; i++)
		days[i] = (struct calendar_day){ f.day[i].day, f.day[i].works };
	for (size_t i = 1; i < f.n; i++) /* the lists stand in order but for their make-up days */
		for (size_t k = i; k > 0 && days[k].day.n < days[k - 1].day.n; k--) {
			struct calendar_day d = days[k];

			days[k] = days[k - 1];
			days[k - 1] = d;
		}
	*c = (struct calendar){ .days = days, .n = f.n, .first_year = f.first_year, .last_year = f.last_year };
}

static bool
named(const struct calendar *c, day d)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->days[i].day.n == d.n)
			return true;
	return false;
}

static bool
weekend(day d)
{
	return day_civil(d).weekday >= 6;
}

/* The last day of the run of days off that begins at `first`; a holiday when any day of it is more than a weekend. */
static day
run_end(const struct calendar *c, day first, bool *holiday)
{
	day d = first;

	for (*holiday = false; !calendar_works(c, d); d = day_add(d, 1))
		*holiday = *holiday || named(c, d) || !weekend(d);
	return day_add(d, -1);
}

static void
print_run(struct arena *mem, day first, day last, bool holiday, bool zh)
{
	str a = day_iso(mem, first), b = day_iso(mem, last);

	if (zh && first.n == last.n)
		printf("；%.*s %s", STR_ARG(a), holiday ? "放假" : "周末");
	else if (zh)
		printf("；%.*s 至 %.*s %s", STR_ARG(a), STR_ARG(b), holiday ? "放假" : "周末");
	else if (first.n == last.n)
		printf("; %s %.*s", holiday ? "holiday" : "weekend", STR_ARG(a));
	else
		printf("; %s %.*s to %.*s", holiday ? "holiday" : "weekend", STR_ARG(a), STR_ARG(b));
}

static void
print_days(struct arena *mem, const struct calendar *c, const struct calendar_walk *w, bool zh)
{
	day d = day_add(w->start, 1);

	printf(zh ? "  从 %.*s 数起" : "  counted from %.*s", STR_ARG(day_iso(mem, d)));
	for (; d.n <= w->end.n; d = day_add(d, 1)) {
		bool holiday;

		if (!calendar_works(c, d)) {
			day last = run_end(c, d, &holiday);

			print_run(mem, d, last, holiday, zh);
			d = last;
		} else if (weekend(d)) {
			printf(zh ? "；%.*s 调休上班" : "; %.*s worked in exchange", STR_ARG(day_iso(mem, d)));
		}
	}
}

void
calendar_explain(struct arena *mem, const struct calendar *c, day start, int n)
{
	struct calendar_walk w;

	(void)calendar_add(c, start, n, &w);
	printf("%.*s + %d working days = %.*s%s\n", STR_ARG(day_iso(mem, start)), n, STR_ARG(day_iso(mem, w.end)),
	       w.provisional ? " (PROVISIONAL: a year is not published yet)" : "");
	print_days(mem, c, &w, false);
	if (c->version)
		printf("; calendar version %d\n", c->version);
	else
		printf("; calendar built in, %d to %d\n", c->first_year, c->last_year);
	print_days(mem, c, &w, true);
	if (c->version)
		printf("；第 %d 版放假安排", c->version);
	else
		printf("；内置的放假安排，%d 至 %d 年", c->first_year, c->last_year);
	printf("%s\n", w.provisional ? "；有一年还没公布，日期暂定" : "");
}
