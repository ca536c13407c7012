/* task_web.h — the tasks of a unit, one task, its answer. */
#ifndef HEYE_JOINT_TASK_WEB_H
#define HEYE_JOINT_TASK_WEB_H

#include "joint/joint_web.h"
#include "joint/task.h"
#include "matter/today_web.h"
#include "web/web.h"

/* The three lists of joint work, one navigation above them. */
enum task_part { PART_TASKS, PART_MEETINGS, PART_FORCES };

enum task_view { TASKS_OPEN, TASKS_MINE, TASKS_DONE };

#define TASK_ROWS 30

struct task_row {
	int64_t id, number, year, state;
	str what, title, unit_zh, unit_en, name;
	bool mandatory;
	moment due, closed_at;
};

struct task_list {
	enum task_view view;
	struct task_row *row;
	size_t n;
	url next;
};

struct task_page {
	const struct req *rq;
	struct q_task_of t;
	struct q_task_photos_list photos;
	bool meets; /* the reader may read the meeting it comes from */
};

enum err task_today(struct db *db, struct today *t); /* for today_extras */

extern const struct route task_routes[];

#endif
