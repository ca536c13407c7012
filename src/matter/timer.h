/* timer.h — the named clocks of a matter (features.md ★8). Internal to src/matter.
 *
 * An answer clock is computed once, from the moment the matter was received; its derivation stands beside it.
 * Nothing moves it but a logged pause (later, by the working days really paused, ten at most) and a corrected type
 * (earlier only). */
#ifndef HEYE_MATTER_TIMER_H
#define HEYE_MATTER_TIMER_H

#include "base/calendar.h"
#include "desk/clock.h"
#include "matter/deed.h"

#define PAUSE_MOST    10  /* working days */
#define CONFIRM_LEAST 15  /* natural days */
#define OBJECT_DAYS   10  /* working days in which a follower may undo a merger */
#define REOPEN_DAYS   30  /* after a judged closing, at least */
#define REOPEN_SILENT 365 /* after a silent one */

/* A clock as computed, before it is stored. */
struct timer {
	enum clock_kind kind;
	int64_t round;
	moment started, due;
	str basis;
	int64_t hours;
	struct calendar_walk walk;
	int64_t version;
};

/* How long this type of matter may take, by the catalogue of the day it was received. Empty or unknown: as H04
 * (other matters). */
struct limits {
	str code;
	int64_t accept_hours, resolve_workdays, confirm_days, reopen_days;
	bool all_hours; /* an emergency: hours and days run 24×7 */
};
MUST_USE enum err timer_limits(struct db *db, str type, moment received, struct limits *l);

MUST_USE enum err timer_of_answer(struct db *db, const struct limits *l, moment from, int64_t round, struct timer *t);
MUST_USE enum err timer_of_claim(struct db *db, const struct limits *l, moment from, int64_t round, struct timer *t);
MUST_USE enum err timer_of_confirm(struct db *db, const struct limits *l, moment from, int64_t round, struct timer *t);
MUST_USE enum err timer_of_pause(struct db *db, moment from, int64_t round, struct timer *t);

MUST_USE enum err timer_start(struct tx *tx, int64_t matter, const struct timer *t);
MUST_USE enum err timer_replace(struct tx *tx, int64_t matter,
				const struct timer *t); /* the first answer clock, corrected type */
MUST_USE enum err timer_met(struct tx *tx, int64_t matter, enum clock_kind kind, int64_t round);
MUST_USE enum err timer_fired(struct tx *tx, int64_t matter, enum clock_kind kind, int64_t round);

/* Ends the pause of the round: the answer clock moves by the working days that were really paused. */
MUST_USE enum err timer_unpause(struct tx *tx, int64_t matter, int64_t round, int64_t *days, moment *due);

/* The last millisecond of a day. */
moment timer_day_end(day d);

#endif
