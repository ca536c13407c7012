/* opendesk_web.h — open days at the desk: the list of sessions, one session with its lines as they are said, its sheet on
 * paper, and what is promised. */
#ifndef HEYE_OPENDAY_OPENDESK_WEB_H
#define HEYE_OPENDAY_OPENDESK_WEB_H

#include "matter/today_web.h"
#include "openday/days_web.h"

#define OPENDESK_ROWS  30
#define OPENDESK_SHEET 10 /* empty lines of a printed sheet */

struct opendesk_list {
	const struct req *rq;
	struct q_openday_sessions_list now;  /* of these days, and not closed yet */
	struct q_openday_sessions_list soon; /* that come */
	struct q_openday_sessions_past_list past;
	struct q_openday_missed_list missed;
	url later, older;
	bool arranges;
};

struct opendesk_entry {
	url to;
	struct field words, end, text, post;
	str said; /* the words of a line that is there already; else empty, and they are asked for */
	int n;    /* line, 0: the next */
	const struct faults *faults;
};

struct opendesk_session {
	const struct req *rq;
	struct q_openday_session_row s;
	struct q_openday_items_list items;
	struct q_openday_board_open_list due; /* all open promises of the village, what is due by its day first */
	int64_t late;                         /* how many of them are carried on when it closes now */
	struct opendesk_entry entry;
	bool enters, arranges; /* whether this post may enter lines now; may change the session */
	int64_t open;          /* lines without an end */
};

struct opendesk_line {
	const struct req *rq;
	struct q_openday_session_row s;
	struct opendesk_entry entry;
};

struct opendesk_raise {
	const struct req *rq;
	struct q_openday_session_row s;
	str words;
	int n;
	const struct faults *faults;
	struct field type, place, spot, name, phone, level;
};

struct opendesk_promise {
	const struct req *rq;
	struct q_openday_promise_row q;
	struct q_openday_steps_list steps;
	url to;
	struct field end, text;
	const struct faults *faults;
	bool acts;
};

struct opendesk_sheet {
	const struct req *rq;
	struct q_openday_session_row s;
	struct q_openday_board_open_list due;
	html *promise_code; /* one for each of due */
	html line_code[OPENDESK_SHEET];
	int first; /* number of the first empty line */
};

/* The entry form of a session, and what stands in it. line_web.c */
MUST_USE enum err opendesk_entry_make(struct db *db, const struct req *rq, const struct q_openday_session_row *s,
				      const struct form *typed, struct opendesk_entry *e);
/* A select of posts that can be on duty or promise; 0 choices above the limit. */
MUST_USE enum err opendesk_posts(struct db *db, const struct req *rq, int64_t village, const struct word *none,
				 struct field *f);
/* "9:30" as minutes; false: no time of day. */
bool opendesk_time(struct arena *a, str typed, int *minutes);
str opendesk_time_text(struct arena *a, int64_t minutes);

extern const struct route opendesk_routes[], line_routes[], promise_routes[], openrule_routes[];

/* For the first page of the desk: sessions that the post is on duty at, and for leaders the promises missed twice. */
MUST_USE enum err opendesk_today(struct db *db, struct today *t);

#endif
