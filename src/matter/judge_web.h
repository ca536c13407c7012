/* judge_web.h — what only the resident decides: solved or not, take it up again, withdraw, handle it apart. */
#ifndef HEYE_MATTER_JUDGE_WEB_H
#define HEYE_MATTER_JUDGE_WEB_H

#include "web/web.h"

struct judge_fields {
	struct field solved, satisfied, words;
};

/* A decision that is a reason and a press. */
struct judge_decision {
	url to;
	const struct word *title, *lead, *note, *reason, *missing, *send, *stay; /* note and missing may be NULL */
	bool final;                                                              /* cannot be taken back */
};

extern const struct route judge_routes[];

#endif
