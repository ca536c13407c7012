/* queue.h — the lists that staff work from, twenty rows a page, each page as cheap as the first.
 *
 * A view is one lane of one axis, or several lanes merged by date. The axis is the narrowest that has an index and an
 * exact count: the post (mine), else the scope of the post, else what is filtered for. What is left of the filters is
 * applied row by row, over QUEUE_SCAN rows a request at most; then the page offers to go on searching. Scope stands in
 * the SQL, filters only narrow it. */
#ifndef HEYE_MATTER_QUEUE_H
#define HEYE_MATTER_QUEUE_H

#include "matter/matter.h"

#define QUEUE_ROWS 20
#define QUEUE_SCAN 2000

enum queue_view {
	QUEUE_MINE,     /* open and held by this post */
	QUEUE_LATE,     /* received, offered or in hand, past its date */
	QUEUE_RECEIVED, /* from here on: the lanes */
	QUEUE_OFFERED,
	QUEUE_IN_HAND,
	QUEUE_ANSWERED,
	QUEUE_CLOSED,
	QUEUE_VIEWS
};

const char *queue_view_key(enum queue_view v); /* "mine" … "closed", for addresses */
bool queue_view_of(str text, enum queue_view *v);

struct queue_key {
	moment sort;
	int64_t id;
};

struct queue_ask {
	enum queue_view view;
	int64_t village;             /* filters; 0: any */
	str type;                    /* catalogue code; empty: any */
	enum matter_channel channel; /* 0: any */
	struct queue_key after;      /* id 0: from the beginning */
	size_t most;
};

struct queue_row {
	int64_t id, year, number, channel, village, state, reopened, revision;
	str title, type, village_zh, village_en, unit_zh, unit_en, holder_zh, holder_en;
	moment received_at, due_at, closed_at, sort_at;
};

struct queue_found {
	struct queue_row *row;
	size_t n;
	bool more;       /* there are more rows after `next` */
	bool unfinished; /* QUEUE_SCAN rows were looked at; the search can go on after `next` */
	struct queue_key next;
};

MUST_USE enum err queue_find(struct db *db, const struct actor *by, const struct queue_ask *ask,
			     struct queue_found *found);

/* How many rows each view has under the filters of `ask`; -1 where that is not counted (QUEUE_LATE, filters without a
 * counter). */
struct queue_lengths {
	int64_t n[QUEUE_VIEWS];
};
MUST_USE enum err queue_lengths(struct db *db, const struct actor *by, const struct queue_ask *ask,
				struct queue_lengths *l);

/* 137, 2026-137, 荷事〔2026〕137号: an office number. A number alone is one of this year. */
bool queue_number(struct arena *a, str typed, day today, int64_t *year, int64_t *number);
/* NOT_FOUND: there is none, or none in scope. */
MUST_USE enum err queue_matter_of(struct db *db, const struct actor *by, int64_t year, int64_t number, int64_t *id);

#endif
