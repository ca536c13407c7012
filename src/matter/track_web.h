/* track_web.h — the page that a receipt code opens: how far it is, who has it, by when and why then, what was
 * done, what to do next. */
#ifndef HEYE_MATTER_TRACK_WEB_H
#define HEYE_MATTER_TRACK_WEB_H

#include "gen/extend.sql.h"
#include "gen/track.sql.h"
#include "matter/matter.h"
#include "matter/path_web.h"
#include "web/web.h"

#define TRACK_ENTRIES 50 /* a page of the timeline */
#define TRACK_PHOTOS  80
#define TRACK_REVEALS 20
#define TRACK_CLOCKS  40

struct track {
	struct actor by;                /* the resident as of now: a merger may have happened since the session began */
	struct q_track_matter own;      /* what they raised */
	const struct q_track_matter *m; /* what is being handled: the same, or the matter that theirs was merged into */
	moment merged_at;
	str code;
	bool judged; /* a follower who has judged this answer */
};

/* Everything about the matter of the code in the path. */
MUST_USE enum err track_open(struct db *db, const struct req *rq, struct track *t);
bool track_may(const struct track *t, enum matter_act act);

/* A matter closed by judgement or silence may be reopened; `last` is the last day for it. */
MUST_USE enum err track_may_reopen(struct db *db, const struct track *t, day *last, bool *may);
/* A follower may ask for their own matter back. */
MUST_USE enum err track_may_object(struct db *db, const struct track *t, day *last, bool *may);

bool track_may_judge(const struct track *t);

/* What the tracking page shows besides. */
struct track_page {
	const struct track *t;
	const struct req *rq;
	struct db *db;
	enum err *shown; /* what the sections of other slices came to */
	struct q_track_clocks_list clocks;
	struct q_track_entries_list entries;
	struct q_track_photos_list photos;
	struct q_track_reveals_list reveals;
	struct q_extend_list_list extensions;
	struct q_track_answer answer;
	str question;  /* while it waits for the resident */
	bool answered; /* `answer` is filled in */
	bool can_judge, can_give, can_add, can_withdraw, can_reopen, can_object, reopen_over;
	day reopen_last, object_last;
	url older, newer; /* of the timeline; empty: none */
	url give_to, word_to;
	struct path_rows path;
	bool can_refuse; /* it was not accepted, and may be objected to */
};

str track_pick(const struct page *p, str zh, str en);                 /* a name in the reader's language */
str track_short(const struct page *p, str title);                     /* a heading of one or two lines on a phone */
const struct word *track_entry_word(const struct q_track_entries *e); /* the same; of a missed date, which one */
const struct word *track_act_word(enum matter_act act);               /* the heading of an entry */
const struct word *track_purpose_word(int64_t purpose);
int track_stage(enum matter_state s);                 /* 1 … 4: which of the four is going on; 5: all done */
bool track_all_hours(const struct q_track_clocks *c); /* runs day and night */
int64_t track_days(const struct q_track_clocks *c);   /* of a clock of natural days */
const struct q_track_clocks *track_clock(const struct q_track_clocks_list *l,
					 int64_t kind); /* the newest round, or NULL */

/* The receipt: the code, its square, and what happens by when. */
struct track_receipt {
	const struct track *t;
	html square;
	url address;                         /* what the square says */
	moment claim;                        /* by when it is taken up; none when it already was */
	day due;                             /* of the answer; none when it is closed */
	const struct q_track_clocks *answer; /* its clock, or NULL */
};

/* A section that a slice above shows on the tracking page, below the answer. */
struct track_panel {
	enum err (*show)(struct db *db, const struct req *rq, struct page *p, int64_t matter, enum matter_state state);
};
extern const struct track_panel track_panels[]; /* made in features.c; ends with a row without function */

void track_panels_show(struct page *p, const struct track_page *t);

extern const struct route track_routes[];         /* progress, photos, find */
extern const struct route track_say_routes[];     /* a word more, a reply, leaving */
extern const struct route track_receipt_routes[]; /* the receipt */

#endif
