/* today_web.h — the first page of every member of staff: what waits for this post, nothing about persons.
 *
 * Each number is the length of the list beside or behind it: kept counters for lanes, else a list with a limit, which
 * then says "over". */
#ifndef HEYE_MATTER_TODAY_WEB_H
#define HEYE_MATTER_TODAY_WEB_H

#include "matter/digest_web.h"
#include "matter/queue.h"
#include "web/web.h"

#define TODAY_SHOWN 6  /* rows of a list that has a page of its own */
#define TODAY_MOST  50 /* rows of one that has none */
#define TODAY_SCAN  1000
#define TODAY_IDLE  200 /* undispatched matters whose claim date is looked at */

struct today_row {
	int64_t id, year, number, state, extra;
	str title, village_zh, village_en;
	moment due_at;
	url to;                 /* of a row that is no matter: its page; then `state` is not shown */
	const struct word *tag; /* and this instead, or NULL */
};

struct today_list {
	const struct word *title, *hint;
	struct today_row *row;
	size_t n;
	int64_t count;            /* the whole length */
	bool over;                /* there are more than `count` */
	url all;                  /* the page with all of them; empty: all stand here */
	const struct word *extra; /* what row.extra counts, or NULL */
};

#define TODAY_LISTS 20

struct today {
	const struct req *rq;
	struct digest_page digest;
	struct today_list list[TODAY_LISTS];
	size_t n;
};

/* What a slice above adds for the post of t->rq: lists of its own, nothing where there is nothing to do. */
struct today_extra {
	enum err (*add)(struct db *db, struct today *t);
};
extern const struct today_extra today_extras[]; /* made in features.c; ends with a row without function */

/* A list with room for `most` rows, to be filled; NULL when the page is full. */
struct today_list *today_list_add(struct today *t, const struct word *title, const struct word *hint, size_t most);

extern const struct route today_routes[];

#endif
