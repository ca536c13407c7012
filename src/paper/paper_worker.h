/* paper_worker.h — what the child and who starts it agree on. */
#ifndef HEYE_PAPER_PAPER_WORKER_H
#define HEYE_PAPER_PAPER_WORKER_H

#include "paper/paper.h"

#define PAPER_WORKER_SECONDS 20
#define PAPER_WORKER_INVALID 2
#define PAPER_WORKER_BROKEN  3

struct paper_note {
	uint32_t pages, missing_n;
	uint32_t missing[PAPER_MISSING];
};

#endif
