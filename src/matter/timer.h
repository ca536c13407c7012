/* timer.h — the named clocks of a matter (features.md ★8). Internal to src/matter.
 *
 * An answer clock is computed once, from the moment the matter was received; its derivation stands beside it.
 * Nothing moves it but a logged pause (later, by the working days really paused, ten at most), the one approved
 * extension, a corrected type and a new holiday list (both earlier only). */
#ifndef HEYE_MATTER_TIMER_H
#define HEYE_MATTER_TIMER_H

#include "base/calendar.h"
#include "catalogue/limit.h"
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
	enum limit_unit unit;
	str source_zh, source_en; /* the article or rule; empty: the type's own limit */
	moment warn;              /* 0: nobody is warned */
};

/* How long this matter may take, by type, kind of demand and channel, as the table of limits and the catalogue stood
 * on the day it was received. Type empty or unknown: as H04 (other matters). */
struct limits {
	str code;
	struct limit claim, answer;
	int64_t confirm_days, reopen_days;
	bool all_hours;                  /* an emergency: hours and days run 24×7 */
	const struct calendar *calendar; /* for who begins several clocks; NULL: each asks for it */
};
MUST_USE enum err timer_limits(struct db *db, str type, int64_t demand, int64_t channel, moment received,
			       struct limits *l);

/* `what` begins the basis; the limit says the rest. */
MUST_USE enum err timer_of(struct db *db, enum clock_kind kind, str what, const struct limit *l, moment from,
			   int64_t round, struct timer *t);

MUST_USE enum err timer_of_answer(struct db *db, const struct limits *l, moment from, int64_t round, struct timer *t);
MUST_USE enum err timer_of_claim(struct db *db, const struct limits *l, moment from, int64_t round, struct timer *t);
MUST_USE enum err timer_of_confirm(struct db *db, const struct limits *l, moment from, int64_t round, struct timer *t);
MUST_USE enum err timer_of_pause(struct db *db, moment from, int64_t round, struct timer *t);
MUST_USE enum err timer_of_upstream(struct db *db, moment due, moment from, struct timer *t);

MUST_USE enum err timer_start(struct tx *tx, int64_t matter, const struct timer *t);
/* A corrected type or a new holiday list: the same clock with a new derivation. */
MUST_USE enum err timer_replace(struct tx *tx, int64_t matter, const struct timer *t);
MUST_USE enum err timer_met(struct tx *tx, int64_t matter, enum clock_kind kind, int64_t round);
MUST_USE enum err timer_fired(struct tx *tx, int64_t matter, enum clock_kind kind, int64_t round);

/* The one question: a pause begins, and the answer clock stands still. */
MUST_USE enum err timer_pause(struct tx *tx, int64_t matter, int64_t round);
/* Ends the pause of the round: the answer clock moves by the working days that were really paused. */
MUST_USE enum err timer_unpause(struct tx *tx, int64_t matter, int64_t round, int64_t *days, moment *due);

/* The approved extension: the answer is due at the end of `until`. */
MUST_USE enum err timer_extend(struct tx *tx, int64_t matter, int64_t round, day until, int64_t *days, moment *due);

/* When the office is warned of a due date: the morning of the last working day before it; 0: not at all. */
moment timer_warning(const struct calendar *c, enum clock_kind kind, enum limit_unit unit, moment from, moment due);

/* The last millisecond of a day. */
moment timer_day_end(day d);

#endif
