/* clock_file.h — a holiday file as rows, and the lists that are built in. Reading only; clock.c stores them. */
#ifndef HEYE_DESK_CLOCK_FILE_H
#define HEYE_DESK_CLOCK_FILE_H

#include "desk/clock.h"

#define CLOCK_FILE_DAYS 400

struct clock_row {
	day day;
	int year; /* of the notice that it stands in */
	bool works;
};

struct clock_file {
	struct clock_row *day;
	size_t n;
	int first_year, last_year;
	str note; /* what follows "# year" in the first line */
	int fault_line;
	enum clock_fault fault;
};

/* INVALID: fault and fault_line say what and where. `now` is the calendar in force: the year must join on to it. */
MUST_USE enum err clock_file_read(struct arena *mem, str bytes, const struct calendar *now, struct clock_file *f);
str clock_file_fault(enum clock_fault fault); /* in English, for the command line */
void clock_file_seed(struct arena *mem, struct clock_file *f);

#endif
