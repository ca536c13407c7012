/* meeting_web.h — joint meetings: list, one meeting, its minutes. Forms that change one stand in meeting_plan_web.c and
 * meeting_edit_web.c. */
#ifndef HEYE_JOINT_MEETING_WEB_H
#define HEYE_JOINT_MEETING_WEB_H

#include "joint/meeting.h"
#include "joint/task_web.h"
#include "web/web.h"

#define MEETING_ROWS 30

struct meeting_row {
	int64_t id, state;
	str title, starts, room;
	day held_on;
};

struct meeting_list {
	bool plan; /* may plan one */
	struct meeting_row *row;
	size_t n;
	url next;
};

/* A decision of an earlier meeting that was not done when this one took place. */
struct meeting_carry {
	int64_t id, state;
	str from_title, unit_zh, unit_en, what, said;
	day from_day;
	moment due, late_at;
};

struct meeting_page {
	const struct req *rq;
	bool write;
	struct q_meeting_of m;
	struct q_meeting_items_list items;
	struct q_meeting_seats_list seats;
	struct q_meeting_tasks_list tasks;
	struct meeting_carry *carry;
	size_t carried;
};

MUST_USE enum err meeting_load(struct db *db, const struct req *rq, struct meeting_page *g);
/* What the forms of a meeting share. CONFLICT: the actor does not write it, or its minutes are closed. */
struct panel meeting_form(const struct req *rq, const struct q_meeting_of *m, const struct word *title,
			  const struct word *intro, const struct word *button);
MUST_USE enum err meeting_open(struct db *db, const struct req *rq, struct q_meeting_of *m);
enum err meeting_back(struct req *rq, struct res *rs);

/* Posts that can be asked to a meeting or into a task force. */
MUST_USE enum err meeting_posts_pick(struct db *db, const struct req *rq, struct choice **c, size_t *n);
const struct word *meeting_came_word(int64_t came);

extern const struct route meeting_routes[];
extern const struct route meeting_plan_routes[];
extern const struct route meeting_edit_routes[];
extern const struct route minutes_routes[];

#endif
