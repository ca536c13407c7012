/* clock.h — the working-day calendar as stored: holiday lists by date and version, per township (domain.md §4).
 *
 * Dates already promised never move later when a new list arrives. Limits on the office warn one working
 * day before. */
#ifndef HEYE_DESK_CLOCK_H
#define HEYE_DESK_CLOCK_H

#include "base/calendar.h"
#include "db/db.h"
#include "desk/actor.h"

/* The named clocks. The numbers stand in tables: never renumber. */
enum clock_kind {
	CLOCK_CLAIM = 1,      /* 领事 */
	CLOCK_ANSWER = 2,     /* 答复 */
	CLOCK_CONFIRM = 3,    /* 问效: the resident's silence */
	CLOCK_PAUSE = 4,      /* 待补充: waiting for the resident */
	CLOCK_CONTACT = 5,    /* 首次联系 */
	CLOCK_RULING = 6,     /* 定责 */
	CLOCK_REVIEW = 7,     /* 复查、复核 */
	CLOCK_TASK = 8,       /* 任务 */
	CLOCK_NOTICE = 9,     /* 告知 */
	CLOCK_HANDLING = 10,  /* 信访事项办理 */
	CLOCK_ASSIGN = 11,    /* 分派: received, no office yet */
	CLOCK_EXTENSION = 12, /* no clock that runs: how far one extension may go */
	CLOCK_LEADER = 13,    /* 提级: the leader decides */
	CLOCK_KINDS
};

/* The township's calendar (the newest version), read into the request's arena. Cached per process and version.
 * A township without any list gets an empty calendar: all its dates are provisional. */
MUST_USE enum err clock_calendar(struct db *db, const struct calendar **c);

/* What is wrong with a line of a holiday file. */
enum clock_fault {
	CLOCK_GOOD,
	CLOCK_ENCODING,  /* neither UTF-8 nor GB18030 */
	CLOCK_NO_YEAR,   /* no first line "# year 2027, …" */
	CLOCK_GAP,       /* the year does not follow the years already there */
	CLOCK_NO_HEADER, /* no line "date,kind" */
	CLOCK_COLUMNS,   /* not two columns, or a broken quote */
	CLOCK_DATE,      /* not a date YYYY-MM-DD */
	CLOCK_KIND,      /* neither off nor work */
	CLOCK_YEAR,      /* not a day of that year or of the December before */
	CLOCK_TWICE,     /* the day stands in the file twice */
	CLOCK_WEEKDAY,   /* a make-up working day that is no Saturday or Sunday */
	CLOCK_EMPTY,     /* no day off at all */
	CLOCK_FAULTS
};

struct clock_import {
	int version; /* the new one; 0 from clock_check() */
	int year;
	int days;         /* rows taken */
	int off, made_up; /* of these */
	bool replaces;    /* the year was already there */
	int fault_line;   /* first bad line, 0 when all are good */
	enum clock_fault kind;
	str fault; /* why, English */
};

/* A holiday file, UTF-8 or GB18030: CSV `date,kind` with kind off | work (or 休 | 班), one header line; plus a
 * first line `# year 2027, notice …`. Days of the December before may stand in it. Rows of a year that is
 * already there replace that year in the new version. Refused whole (INVALID, *out says where) on any bad
 * line. */
MUST_USE enum err clock_import(struct tx *tx, const struct actor *by, str csv, struct clock_import *out);

/* The same without writing anything: the dry run. */
MUST_USE enum err clock_check(struct db *db, str csv, struct clock_import *out);

/* The lists of 2022–2026 built into the program (domain.md §4.2), taken when a township is made. */
MUST_USE enum err clock_seed(struct tx *tx, const struct actor *by);

/* Next year's list is due: from 1 November it should be there (soon), from 15 December it must (late). */
enum clock_reminder { CLOCK_FINE, CLOCK_SOON, CLOCK_LATE };
enum clock_reminder clock_reminder(const struct calendar *c, day today, int *year);

#endif
