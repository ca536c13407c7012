/* state.h — the one table of the loop: which act leads from which states to which, who may do it, under what guard,
 * with what effect.
 *
 * Internal to src/matter. matter_act() walks it, matter_may() asks it, the property test proves that nothing goes
 * round it. */
#ifndef HEYE_MATTER_STATE_H
#define HEYE_MATTER_STATE_H

#include "matter/deed.h"

/* Who, as a set. Each member is decided by state_who() from the actor and the matter's unit, holder and writer of
 * the answer. */
enum who {
	WHO_REPORTER = 1 << 0, /* R: the resident who raised it */
	WHO_FOLLOWER = 1 << 1, /* R of a merged matter, for their own */
	WHO_CLERK = 1 << 2,    /* C */
	WHO_DISPATCH = 1 << 3, /* D: dispatcher or leader */
	WHO_HOLDER = 1 << 4,   /* H: the post that holds it */
	WHO_UNIT = 1 << 5,     /* a handling post of the lead unit */
	WHO_HEAD = 1 << 6,     /* U: head of the lead unit, or a leader */
	WHO_JUROR = 1 << 7,    /* U who did not write the answer that waits */
	WHO_HEARER = 1 << 8,   /* N: a clerk outside the handling unit */
	WHO_STAFF = 1 << 9,    /* any post that writes, in scope */
	WHO_TIMER = 1 << 10,   /* S */
	WHO_LEADER = 1 << 11   /* L */
};

#define IN(state) (1u << MATTER_##state)
#define NOWHERE   0u

struct rule {
	enum matter_act act;
	unsigned from;        /* set of IN(…) */
	enum matter_state to; /* 0: the state stays */
	unsigned who;
	deed_step *guard;  /* may be NULL: nothing more to ask */
	deed_step *effect; /* may be NULL: only the state, the entry and the event */
};

extern const struct rule state_rules[];
extern const size_t state_rule_count;

/* The row for an act in a state, or NULL. There is at most one. */
const struct rule *state_rule(enum matter_act act, enum matter_state state);

unsigned state_who(const struct actor *by, int64_t unit, int64_t holder, int64_t answer_by);

/* Whether any row of the act names one of these: tells FORBIDDEN (never yours) from CONFLICT (not in this state). */
bool state_anywhere(enum matter_act act, unsigned who);

#endif
