/* path_web.h — what the pages of a matter show of the rarer paths: decisions with their way onward, returns and
 * rulings, links; a part as a matter of its own; the packet for a neighbouring township; the resident's objection and
 * what follows after the window.
 *
 * names: path */
#ifndef HEYE_MATTER_PATH_WEB_H
#define HEYE_MATTER_PATH_WEB_H

#include "gen/path.sql.h"
#include "matter/matter.h"
#include "web/web.h"

#define PATH_ROWS 20

struct path_rows {
	int64_t matter;
	struct q_path_parts has;
	struct q_path_decisions_list decisions;
	struct q_path_return_list_list returns;
	struct q_path_links_list links;
	struct q_path_links_to_list links_to;
	struct q_path_accused_list accused;
	bool desk; /* the staff's page: with names, and what only waits */
};

MUST_USE enum err path_load(struct db *db, int64_t matter, bool desk, struct path_rows *r);
bool path_any(const struct path_rows *r);
const struct word *path_decision_word(int64_t kind, int64_t state);
const struct word *path_reason_word(int64_t kind, int64_t reason);
const struct word *path_return_word(int64_t reason);
const struct word *path_link_word(int64_t kind);

extern const struct route path_routes[];

#endif
