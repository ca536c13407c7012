/* lives_test.h — a random year of the small township: matters, notices, petitions, disputes and joint handling, each
 * through its slice's own functions. The same stream of numbers each time. */
#ifndef HEYE_REPORT_LIVES_TEST_H
#define HEYE_REPORT_LIVES_TEST_H

#include "mediation/case_test.h"

#define LIVES_MATTERS  260
#define LIVES_DISPUTES 100
#define LIVES_TASKS    200

struct lives {
	struct world *w;
	int64_t matter[LIVES_MATTERS];
	struct {
		int64_t id, matter, post; /* whose case it is */
	} dispute[LIVES_DISPUTES];
	int64_t task[LIVES_TASKS];
	int disputes, tasks;
	int refused; /* what was not in a state for it */
};

int lives_below(int n);
str lives_type(void); /* of the catalogue, or none */
struct lives *lives_begin(struct world *w);
/* Raises the matters `from` to `to`; after each, some of what is there takes a step. */
void lives_go(struct lives *l, int from, int to);

#endif
