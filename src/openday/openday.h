/* openday.h — open days (遇四说事日) and sunshine sessions (阳光问权): the rule, the sessions, what was said, and the
 * promises (features.md A6, ★4, N2; domain.md §1.3).
 *
 * Each village has a rule: its own, the township's, or the built-in one (the 4th, 14th and 24th). A job keeps its
 * sessions made a year ahead. Every line of a session ends as answered, taken up as a matter with a receipt, or
 * promised; what nobody ended is promised when the session closes. A promise is due at the next session, belongs to the
 * post that made it and is never deleted. At a session that closes, or is not held, without it being kept it is
 * carried on; after two such sessions it stands in the leader's list until it is kept, or the leader says in public
 * why not.
 *
 * names: openday, sitting, item, promise */
#ifndef HEYE_OPENDAY_OPENDAY_H
#define HEYE_OPENDAY_OPENDAY_H

#include "desk/job.h"
#include "gen/openday.sql.h"
#include "matter/matter.h"

#define OPENDAY_AHEAD     365 /* days for which sessions are made */
#define OPENDAY_GRACE     3   /* days after a session in which its sheet may still be typed in */
#define OPENDAY_LINES     200 /* of one session */
#define OPENDAY_WORDS_MAX 500 /* characters of a line, an answer, a promise, a proof */
#define OPENDAY_SPOT_MAX  60
#define OPENDAY_LEADER    2 /* sessions missed that bring a promise before the leader */
#define OPENDAY_VILLAGES  200

/* The numbers stand in the tables: never renumber. */
enum openday_rule_kind { RULE_GREGORIAN = 1, RULE_LUNAR = 2, RULE_WEEKDAYS = 3, RULE_KINDS };
enum openday_kind { OPENDAY_PLAIN = 1, OPENDAY_SUNSHINE = 2 };
enum session_state { SESSION_PLANNED = 1, SESSION_CLOSED = 2, SESSION_NOT_HELD = 3, SESSION_CALLED_OFF = 4 };
enum item_outcome { ITEM_OPEN = 0, ITEM_ANSWERED = 1, ITEM_MATTER = 2, ITEM_PROMISED = 3, ITEM_OUTCOMES };
enum promise_state { PROMISE_OPEN = 1, PROMISE_KEPT = 2, PROMISE_NOT_KEPT = 3 };
enum promise_result { STEP_CARRIED = 1, STEP_KEPT = 2, STEP_NOT_KEPT = 3, STEP_WORD = 4, STEP_CALLED_OFF = 5 };

struct openday_rule {
	enum openday_rule_kind kind;
	uint64_t days;    /* bit n: day n of the month, or weekday n (1 Monday) */
	int starts, ends; /* minutes after midnight */
	str spot;
	int64_t post; /* on duty, 0: named at each session */
};

/* ---- rules: rule.c ---- */

/* The rule in force for a village, whosever it is. */
MUST_USE enum err openday_rule_for(struct db *db, int64_t village, struct openday_rule *r);
bool openday_falls(const struct openday_rule *r, day d);
/* "4 14 24" or "4、14、24" → bits. False: no number, or one out of range for the kind. */
bool openday_days_read(struct arena *a, str typed, enum openday_rule_kind kind, uint64_t *days);
str openday_days_text(struct arena *a, uint64_t days);
/* `place`: a village, or the township's own place. From tomorrow on; sessions that somebody has touched stay. A promise
 * due on a day that no longer is one is due at the next that is. */
MUST_USE enum err openday_rule_change(struct tx *tx, const struct actor *by, int64_t place,
				      const struct openday_rule *r);

/* ---- sessions: sitting.c ---- */

struct openday_reach {
	bool wide; /* the centre's roles */
	int64_t area, post, unit;
};
/* FORBIDDEN: a role that has nothing to do with sessions. */
MUST_USE enum err openday_reach_of(const struct actor *by, struct openday_reach *r);
/* NOT_FOUND: none, or out of reach. */
MUST_USE enum err sitting_open(struct db *db, const struct actor *by, int64_t id, struct q_openday_session_row *s);

struct sitting_new {
	int64_t village;
	day day;
	enum openday_kind kind;
	int starts, ends;
	str spot;
	int64_t post;
};
/* CONFLICT: there is one of that kind on that day. INVALID: the past, or a text. */
MUST_USE enum err sitting_add(struct tx *tx, const struct actor *by, const struct sitting_new *n, int64_t *id);
/* Time, place and post; CONFLICT: somebody was faster. */
MUST_USE enum err sitting_change(struct tx *tx, const struct actor *by, int64_t id, int64_t revision,
				 const struct sitting_new *n);
/* Called off before it was held, with a reason that everybody reads. Not a missed session: what was due is due at the
 * next. INVALID: lines have been entered. */
MUST_USE enum err sitting_call_off(struct tx *tx, const struct actor *by, int64_t id, str reason);
/* Ends it: lines left open become promises, promises not kept are carried on. INVALID: before its day. */
MUST_USE enum err sitting_close(struct tx *tx, const struct actor *by, int64_t id);
/* When the promises of a village fall due after a day: its next session, else a month on. */
MUST_USE enum err sitting_next(struct db *db, int64_t village, day after, day *due);
/* Whether lines may be entered today. */
bool sitting_running(const struct q_openday_session_row *s, day today);

extern const struct job openday_jobs[]; /* sessions a year ahead; sessions that nobody closed */

/* ---- lines: item.c ---- */

struct item_new {
	int64_t session;
	int n; /* line of the sheet; 0: the next */
	str words;
	int64_t asked; /* sunshine: the post asked */
};
/* CONFLICT: the line is taken. INVALID: not running, or a text. */
MUST_USE enum err item_add(struct tx *tx, const struct actor *by, const struct item_new *n, int64_t *id);
MUST_USE enum err item_answer(struct tx *tx, const struct actor *by, int64_t item, str answer);
/* `post`: whose promise. Due at the next session. */
MUST_USE enum err item_promise(struct tx *tx, const struct actor *by, int64_t item, str words, int64_t post);
/* The line becomes a matter of the channel open_day, received at the session. */
MUST_USE enum err item_raise(struct tx *tx, const struct actor *by, const struct matter_keys *k, int64_t item,
			     struct matter_raise *in, struct matter_raised *out);

/* ---- promises: promise.c ---- */

MUST_USE enum err promise_open(struct db *db, const struct actor *by, int64_t id, struct q_openday_promise_row *q);
/* `proof`: what was done; with or without a photo. INVALID: empty. */
MUST_USE enum err promise_keep(struct tx *tx, const struct actor *by, int64_t id, str proof, const struct photo *photo);
/* How things stand, public; it stays open. */
MUST_USE enum err promise_word(struct tx *tx, const struct actor *by, int64_t id, str words);
/* FORBIDDEN for all but the leader. It stays on the board for good, with the reason. */
MUST_USE enum err promise_give_up(struct tx *tx, const struct actor *by, int64_t id, str reason);
/* Inside src/openday: one session has gone by without it. */
MUST_USE enum err promise_carry(struct tx *tx, const struct actor *by, int64_t id, int missed, day due,
				enum promise_result why);
bool promise_text_good(str s);

/* For matter_ears: whether a photo of this slice lies in the file. */
MUST_USE enum err openday_keeps(struct db *db, str file, bool *is);
MUST_USE enum err openday_files(struct db *db, struct matter_files *to);

#endif
