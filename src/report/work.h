/* work.h — work reports as they are kept: drafts, frozen copies, restatements. What stands in them is filled in by
 * fill_web.h.
 *
 * A draft may be changed by whoever may write reports of its scope; its numbers are counted anew each time it is
 * opened. Frozen, it is one document whose bytes never change, with the definitions, lists and hashes of its numbers
 * beside it. What is found different later is a restatement: the old number stays where it is. */
#ifndef HEYE_REPORT_WORK_H
#define HEYE_REPORT_WORK_H

#include "desk/actor.h"
#include "gen/work.sql.h"
#include "report/period.h"

#define WORK_SECTIONS     24
#define WORK_TITLE_MOST   80   /* characters */
#define WORK_TEXT_MOST    4000 /* of one section */
#define WORK_NUMBERS      80
#define WORK_CHANGES      2000
#define WORK_RESTATEMENTS 200

struct work_section {
	int64_t unit; /* 0: all */
	str heading, words;
};

struct work_report {
	struct q_work_one row;
	struct period period;
	struct q_work_sections_list sections;
};

/* NOT_FOUND: none, or not of this reader's scope. */
MUST_USE enum err work_read(struct db *db, const struct actor *by, int64_t id, struct work_report *r);
MUST_USE enum err work_reports(struct db *db, const struct actor *by, moment before, int64_t before_id, int64_t most,
			       struct q_work_list_list *l);

MUST_USE enum err work_make(struct tx *tx, const struct actor *by, const struct period *p, str title,
			    const struct work_section *s, size_t n, int64_t *id);
/* CONFLICT: somebody changed it first, or it is frozen. */
MUST_USE enum err work_edit(struct tx *tx, const struct actor *by, int64_t id, int64_t revision, str title,
			    const struct work_section *s, size_t n);

struct work_number {
	int64_t n;
	str figure;
	int64_t shape, version, unit, part, value, below, listed;
	str list_hash, records;
};

MUST_USE enum err work_freeze(struct tx *tx, const struct actor *by, int64_t id, int64_t revision, str document,
			      const struct work_number *numbers, size_t n);

struct work_change {
	int64_t n, value, below, version;
	str added, removed;
};

/* INVALID: the report is not frozen, or nothing is different. */
MUST_USE enum err work_restate(struct tx *tx, const struct actor *by, int64_t id, const struct work_change *c,
			       size_t n);

/* Each frozen report beside the hash in its event: calls `fault` with an English line for each that is not what was frozen. */
MUST_USE enum err work_check(struct db *db, void (*fault)(void *ctx, const char *line), void *ctx, int64_t *reports);

#endif
