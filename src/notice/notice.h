/* notice.h — written notices to the resident about their matter (信访工作条例 arts. 22–36, domain.md §2.7).
 *
 * A notice is made from the matter's record and what the officer adds, in the layout of official paper. What its kind
 * requires and is missing is a fault; then nothing is issued. Once issued it stands: the document is kept as it was,
 * its hash stands in the event, and a correction is a new notice that names the old one. No name stands in it: the
 * resident is "说事人", and a name is put in only when a copy is made for them (notice_named). */
#ifndef HEYE_NOTICE_NOTICE_H
#define HEYE_NOTICE_NOTICE_H

#include "db/db.h"
#include "desk/actor.h"
#include "desk/file.h"
#include "gen/notice.sql.h"
#include "matter/matter.h"

/* The numbers stand in the tables: never renumber. */
enum notice_kind {
	NOTICE_RECEIPT = 1,  /* 收件回执, art. 23 */
	NOTICE_ACCEPTED,     /* 受理告知书, arts. 23, 31 */
	NOTICE_NOT_ACCEPTED, /* 不予受理告知书, with the way onward */
	NOTICE_TRANSFER,     /* 转送告知书, art. 22 */
	NOTICE_EXTENSION,    /* 延长办理期限告知书, art. 34 */
	NOTICE_OPINION,      /* 处理意见书, arts. 32, 34 */
	NOTICE_RIGHTS,       /* 复查、复核权利告知书, arts. 35, 36 */
	NOTICE_REVIEW,       /* 复查意见书, art. 35 */
	NOTICE_REREVIEW,     /* 复核意见书, art. 36 */
	NOTICE_KINDS
};

/* What a kind may ask for; some are required. */
enum notice_part {
	PART_ROUTE,   /* where it goes and how it is handled */
	PART_SORT,    /* which of the six of art. 31 */
	PART_REASON,  /* why */
	PART_BASIS,   /* law or rule */
	PART_ONWARD,  /* which body takes it: name, address, phone */
	PART_UNTIL,   /* the new date */
	PART_REQUEST, /* what the resident asks for */
	PART_FACTS,   /* facts and reasons found */
	PART_OPINION, /* the opinion */
	PART_OUTCOME, /* supported, explained, not supported */
	PART_REVIEW,  /* where a review is asked for */
	NOTICE_PARTS
};

#define NOTICE_SORTS    6
#define NOTICE_OUTCOMES 3
#define NOTICE_TEXT     3000 /* characters of a part */
#define NOTICE_LIST     40   /* notices of a matter on one page */

struct notice_in {
	enum notice_kind kind;
	str text[NOTICE_PARTS]; /* of the parts that are texts */
	int sort, outcome;      /* 1 … */
	day until;
	int64_t corrects; /* 0: none */
	bool decided; /* a slice above issues it with its own decision: the matter's record has none to hold it against */
};

enum notice_method { DELIVERED_BY_HAND = 1, DELIVERED_BY_POST, DELIVERED_POSTED, DELIVERED_PAGE, DELIVERY_METHODS };

struct notice_delivery_in {
	enum notice_method method;
	day done_on;
	str remark;
	const struct photo *photo; /* or NULL */
};

bool notice_part_asked(enum notice_kind kind, enum notice_part part); /* every part that is asked for is required */
str notice_title(enum notice_kind kind);                              /* 信访事项受理告知书 */
const char *notice_key(enum notice_kind kind);                        /* "accepted": for events and addresses */
/* 荷受告〔2026〕1号; `town` is the township's name. */
str notice_number(struct arena *mem, str town, enum notice_kind kind, int64_t year, int64_t number);

/* Whether this actor may issue it for a matter in this state: pages offer exactly these. The page has asked before
 * whether the matter is theirs to see. */
bool notice_may(const struct actor *by, enum notice_kind kind, enum matter_state state);

/* What the record says already: the words of a decision by two persons, the approved extension. CONFLICT: the kind stands
 * on such a decision and there is none. */
MUST_USE enum err notice_from_record(struct db *db, int64_t matter, struct notice_in *in);
/* Of the kinds that are set in `kind` those stay set that have what they stand on. */
MUST_USE enum err notice_ready(struct db *db, int64_t matter, bool kind[NOTICE_KINDS]);

/* Issues it. INVALID: a required part is missing (`missing` is set, bit by part), or the date is not later than today.
 * FORBIDDEN: not for this actor or state. CONFLICT: the corrected one was corrected before, or is another matter's or
 * kind's. */
MUST_USE enum err notice_issue(struct tx *tx, const struct actor *by, int64_t matter, const struct notice_in *in,
			       unsigned *missing, int64_t *id);

/* The document as it would be issued now, with number 0: for tests and a look before. */
MUST_USE enum err notice_draft(struct db *db, int64_t matter, const struct notice_in *in, int64_t year, int64_t number,
			       str *document);

/* INVALID: no date, a date before it was issued or in the future. */
MUST_USE enum err notice_deliver(struct tx *tx, const struct actor *by, int64_t notice,
				 const struct notice_delivery_in *in);

/* A copy with the resident's name in the place of 说事人. */
str notice_named(struct arena *mem, str document, str name);

/* Not accepted, referred, extended: the notice goes out in the transaction of the decision itself. */
MUST_USE enum err notice_ear_after(struct tx *tx, const struct actor *by, int64_t matter, enum matter_act act,
				   enum matter_state from, enum matter_state to);

/* Each notice beside the hash in its event: calls `fault` with an English line for each that is not what was issued. */
MUST_USE enum err notice_check(struct db *db, void (*fault)(void *ctx, const char *line), void *ctx, int64_t *notices);

/* By when a matter raised then has to be answered by a notice of acceptance (art. 23: 15 days). */
day notice_accept_by(moment received);

/* For matter_ears: whether a photo of this slice lies in the file. */
MUST_USE enum err notice_keeps(struct db *db, str file, bool *is);
MUST_USE enum err notice_files(struct db *db, struct matter_files *to);

#endif
