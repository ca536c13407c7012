/* calendar_web.h — the working-day calendar for the administrator: what is there, and taking a new year's
 * list. /admin/calendar */
#ifndef HEYE_CATALOGUE_CALENDAR_WEB_H
#define HEYE_CATALOGUE_CALENDAR_WEB_H

#include "desk/clock.h"
#include "gen/clock.sql.h"
#include "web/web.h"

extern const struct route calendar_routes[];

#define CALENDAR_YEARS 30

struct calendar_year {
	int year, working; /* working days in it */
	int off, made_up;  /* exceptions of its list */
	bool provisional;  /* no list yet: weekends and statutory days only */
};

struct calendar_page {
	struct calendar_year year[CALENDAR_YEARS];
	size_t n;
	struct q_clock_lists_list versions;
	enum clock_reminder reminder;
	int reminder_year;
	int now; /* version in force */
};

struct calendar_found {
	const struct req *rq;
	str text;
	struct clock_import found;
};

const struct word *calendar_fault_word(enum clock_fault fault);

#endif
