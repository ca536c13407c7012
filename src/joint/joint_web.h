/* joint_web.h — joint handling on the desk's page of a matter: its tasks, giving one, ending it. */
#ifndef HEYE_JOINT_JOINT_WEB_H
#define HEYE_JOINT_JOINT_WEB_H

#include "gen/force.sql.h"
#include "joint/joint.h"
#include "joint/task.h"
#include "matter/dossier_web.h"
#include "place/panel_web.h"
#include "web/web.h"

struct joint_panel {
	int64_t matter, waits; /* waits: mandatory tasks that are open */
	bool joint, give, end;
	struct q_task_of_matter_list tasks;
	struct q_force_of_matter_list forces;
	bool *opens; /* of each force: whether the reader may read its page */
};

/* For dossier_panels and today_extras. */
enum err joint_dossier(struct page *p, const struct dossier *d);

/* The fields of a task, and what was typed in them; shared with decisions of a meeting. */
MUST_USE enum err joint_task_fields(struct db *db, struct panel *f, int64_t matter);
void joint_task_typed(struct panel *f, struct form_in *in, struct task_new *n);

extern const struct route joint_routes[];

#endif
