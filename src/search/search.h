/* search.h — words of any length in matters and their timelines, newest first, exactly.
 *
 * Every timeline entry is a document. A job writes the lists (list.h) in pieces and merges them into whole stretches; the
 * newest entries, in no list yet, are read themselves, so a word is found as soon as its matter is stored, and storing it
 * costs nothing. A hit is shown when the text holds every phrase of the query: the lists only say where to look. Scope
 * and the conflict gate stand in the SQL. Both engines run the same queries. */
#ifndef HEYE_SEARCH_SEARCH_H
#define HEYE_SEARCH_SEARCH_H

#include "desk/job.h"
#include "matter/matter.h"
#include "search/fold.h"

#define SEARCH_ROWS  20
#define SEARCH_SCAN  700 /* documents looked at in one request; then the page offers to go on */
#define SEARCH_TYPED 200 /* characters of a query that are read */

struct search_ask {
	str typed;
	enum matter_lane lane; /* filters; 0 or empty: any */
	int64_t village, unit;
	str type;
	day since, until;
	int64_t before; /* key of the last document seen; 0: from the newest */
};

struct search_row {
	int64_t seq, matter, act, year, number, state, village, unit;
	str title, type, village_zh, village_en, unit_zh, unit_en, text; /* text: of the document, whole */
	moment at, due_at;
};

struct search_found {
	struct search_row row[SEARCH_ROWS];
	size_t n;
	struct fold_phrase phrase[FOLD_PHRASES];
	size_t phrases;  /* 0: nothing to look for */
	bool more;       /* older ones may follow after `before` */
	bool unfinished; /* SEARCH_SCAN documents were looked at */
	int64_t before;
};

MUST_USE enum err search_find(struct db *db, const struct actor *by, const struct search_ask *ask,
			      struct search_found *f);

/* One piece of the index; *left: entries and stretches that wait. */
MUST_USE enum err search_index(struct tx *tx, int64_t *left);

extern const struct job search_jobs[];

#endif
