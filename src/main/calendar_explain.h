/* calendar_explain.h — `heye calendar explain`: a date, and every day off and day made up on the way to it. */
#ifndef HEYE_MAIN_CALENDAR_EXPLAIN_H
#define HEYE_MAIN_CALENDAR_EXPLAIN_H

#include "desk/clock_file.h"

/* The built-in lists, for whoever asks without a data folder. */
void calendar_built_in(struct arena *mem, struct calendar *c);

/* Prints three lines: the date; how it came about in English; the same in Chinese. 0 ≤ n ≤ 1000. */
void calendar_explain(struct arena *mem, const struct calendar *c, day start, int n);

#endif
