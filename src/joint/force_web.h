/* force_web.h — task forces: list, one, its members, matters and end. */
#ifndef HEYE_JOINT_FORCE_WEB_H
#define HEYE_JOINT_FORCE_WEB_H

#include "joint/force.h"
#include "joint/task_web.h"
#include "web/web.h"

#define FORCE_ROWS 30

struct force_row {
	int64_t id;
	str title;
	day last_day;
	bool runs;
};

struct force_list {
	bool add;
	struct force_row *row;
	size_t n;
	url next;
};

struct force_page {
	const struct req *rq;
	bool write, runs;
	struct q_force_of f;
	struct q_force_posts_list posts;
	struct q_force_matters_list matters;
};

extern const struct route force_routes[];

#endif
