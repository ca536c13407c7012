/* tally.h — the numbers of figures under a reader's rights, at any size of the township.
 *
 * Numbers are read from counters by day and month (figure_cell), which a job folds out of the event chain. What
 * changed since the
 * last fold is known from the chain: it is counted anew in each answer, so that a number is never older than
 * the page; and what
 * the reader must not meet is taken off. When too much changed since, everything is counted by the figure's own select.
 * `heye check` holds the counters against that select. */
#ifndef HEYE_REPORT_TALLY_H
#define HEYE_REPORT_TALLY_H

#include "desk/actor.h"
#include "desk/figure.h"
#include "desk/job.h"

#define TALLY_LATE 1000 /* records that are counted anew in an answer, at most */

struct tally_fact {
	int figure;
	int64_t day, village, unit;
	str type;
	int64_t part;
	int n; /* 1 or −1 */
};

/* Whose eyes see the numbers. One for each request. */
struct tally_eye {
	struct db *db;
	struct scope scope;
	int64_t gate_unit, gate_person;
	bool anew; /* the counters are not used */
	struct tally_fact *fix;
	size_t fixes, room;
};

struct tally_ask {
	const struct figure *figure;
	day from, to; /* both included; not read for what stands now */
	int64_t village, unit;
	str type;
	bool typed;   /* type is a filter, also when it is empty ("not known") */
	int64_t part; /* −1: all */
};

enum tally_by { TALLY_VILLAGE, TALLY_UNIT, TALLY_TYPE, TALLY_PART, TALLY_MONTH, TALLY_WEEK, TALLY_DAY };

struct tally_group {
	int64_t key; /* village, unit, part; the first day of a month or week, a day */
	str type;
	int64_t n;
};

struct tally_groups {
	struct tally_group *p;
	size_t n;
};

const struct figure *tally_figure(str key); /* NULL: none of that name */
const struct figure *tally_numbered(int number);
const struct figure_rate *tally_rate(str key);

MUST_USE enum err tally_open(struct db *db, const struct actor *by, struct tally_eye *eye);
/* The same without counters: for tests, and for what is counted at another moment. */
MUST_USE enum err tally_open_anew(struct db *db, const struct actor *by, struct tally_eye *eye);

MUST_USE enum err tally_count(const struct tally_eye *eye, const struct tally_ask *ask, int64_t *n);
/* Sorted by key; groups without anything are left out. They add up to tally_count(). */
MUST_USE enum err tally_groups(const struct tally_eye *eye, const struct tally_ask *ask, enum tally_by by,
			       struct tally_groups *g);

/* Villages as the place tree has them, units as the office lists them: never by their numbers. */
MUST_USE enum err tally_in_order(struct db *db, enum tally_by by, struct tally_groups *g);

/* Who may read the list: of figures with `few` the leader, the auditor and the head of the unit, for whom
 * nothing is hidden. */
bool tally_open_list(const struct actor *by, const struct figure *f);
/* Numbers under `few` become −1, and where that is one alone the next smallest too, so that the total does not
 * tell it. */
void tally_suppress(struct tally_groups *g, int64_t few);

struct tally_key {
	moment at;
	int64_t id;
};

struct tally_list {
	struct figure_facts facts;
	bool more;
	struct tally_key next;
};

/* A page of the records behind a number, by time; after.id 0: from the beginning. At most `most`, or more where one record
 * stands in it so often for one moment: such a run is not parted. */
MUST_USE enum err tally_list(const struct tally_eye *eye, const struct tally_ask *ask, struct tally_key after,
			     size_t most, struct tally_list *l);

/* a ÷ b in tenths of a percent, half up: (1000·a·2 + b) ÷ 2b; −1 when b is 0: not known. */
int64_t tally_permille(int64_t a, int64_t b);
MUST_USE enum err tally_rate_of(const struct tally_eye *eye, const struct figure_rate *r, const struct tally_ask *ask,
				int64_t *above, int64_t *below);
/* The middle one of the parts, which are days; −1: there are none. Of an even number the lower. */
int64_t tally_median(const struct tally_groups *parts);

/* Folds what changed into the counters, a bounded piece; `more`: there is more. */
MUST_USE enum err tally_fold(struct tx *tx, bool *more);
extern const struct job tally_jobs[];

/* Counters beside the selects: calls `fault` with an English line for each difference. *figures: how many were held. */
MUST_USE enum err tally_check(struct db *db, void (*fault)(void *ctx, const char *line), void *ctx, int64_t *figures);

/* The facts of one record as the counters hold them, and back. */
str tally_text(struct arena *a, const struct tally_fact *f, size_t n);

#endif
