/* features.h — the one list of what the slices bring: routes, navigation, jobs, hooks. A new slice adds one row
 * in features.c. */
#ifndef HEYE_MAIN_FEATURES_H
#define HEYE_MAIN_FEATURES_H

#include "desk/job.h"
#include "main/command.h"
#include "matter/matter.h"
#include "web/web.h"

extern const struct job *const feature_jobs[]; /* NULL-terminated */
extern const struct job_errand *const feature_errands[];

/* Loads keys and fills the site's hooks; `root` must outlive the service. False after saying why. */
bool features_ready(struct data *d, const key *root, struct site *site);

/* Prints METHOD PATH DUTY for each route: what `heye routes` shows, and what the scope test walks. */
void features_routes(void);

/* Writes the heads of all event chains to DIR/anchors.log. */
void features_anchor(struct data *d);

#endif
