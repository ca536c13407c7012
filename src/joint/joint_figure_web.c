#include "joint/joint_figure_web.h"

#include "gen/joint_figure.sql.h"
#include "gen/joint_figure.words.h"
#include "matter/figure_web.h"

static const struct figure_part states[] = { { 1, &word_joint_figure_under_way },
					     { 2, &word_joint_figure_ended },
					     { 0, NULL } };
static const struct figure_part limits[] = {
	{ 1, &word_joint_figure_in_time }, { 2, &word_joint_figure_late }, { 3, &word_joint_figure_none }, { 0, NULL }
};

const struct figure joint_figures[] = {
	{ 41, "joint", 1, FIGURE_RARE, "joint", "/desk/matters", "G8", &word_joint_figure_begun,
	  &word_joint_figure_begun_is, &word_joint_figure_unit, &word_joint_figure_parts_state, states, false, 0,
	  &figure_joint_begun, &figure_matter_ledger },
	{ 42, "joint_tasks", 1, FIGURE_RARE, "task", "/desk/matters", "G8", &word_joint_figure_tasks,
	  &word_joint_figure_tasks_is, &word_joint_figure_unit_task, &word_joint_figure_parts_limit, limits, false, 0,
	  &figure_joint_tasks, &figure_matter_ledger },
	{ 0 },
};
