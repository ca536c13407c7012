/* digest.h — one digest for each post and working day: what its clocks say, collected while they run and read in the
 * morning. There is no other message: nothing disturbs anybody at night or on a day off, but danger. */
#ifndef HEYE_MATTER_DIGEST_H
#define HEYE_MATTER_DIGEST_H

#include "desk/clock.h"

/* In the order of the page. The numbers stand in the table: never renumber. */
enum digest_what {
	DIGEST_UNASSIGNED = 1, /* not passed on in time */
	DIGEST_LATE = 2,       /* ran past its date */
	DIGEST_TAKEN = 3,      /* nobody claimed it: it is yours now */
	DIGEST_DECIDE = 4,     /* an extension waits for your decision */
	DIGEST_DECIDED = 5,    /* your extension was decided */
	DIGEST_TOMORROW = 6,   /* due on the next working day */
	DIGEST_MOVED = 7,      /* a new holiday list gives an earlier date */
	DIGEST_REFUSED = 8,    /* your proposal (not accepted, referred) was not agreed to */
	DIGEST_WHATS
};

#define QUIET_FROM  20 /* o'clock, where the township has set nothing else */
#define QUIET_UNTIL 8

struct quiet {
	int from, until; /* hours of the day */
};
MUST_USE enum err digest_quiet(struct db *db, struct quiet *q);
/* INVALID: from 15 to 23, until 5 to 12. */
MUST_USE enum err digest_quiet_set(struct tx *tx, const struct actor *by, const struct quiet *q);

/* A line for a post. Danger comes at once, what is urgent at once outside the quiet hours, all else in the digest of
 * the next morning of a working day. The same line twice is one. */
MUST_USE enum err digest_add(struct tx *tx, int64_t post, enum digest_what what, int64_t matter, enum clock_kind kind,
			     moment due, str type);
/* The same in the digest of this very day (warnings are made in its first hour). */
MUST_USE enum err digest_add_on(struct tx *tx, int64_t post, day on, enum digest_what what, int64_t matter,
				enum clock_kind kind, moment due);

/* The day whose digest takes what happens at `now`. */
day digest_day(const struct calendar *c, const struct quiet *q, moment now);

#endif
