/* seam_test.c — no slice stands above the matter here. A slice's own tests link world_test.c with seams of their own. */
#include "matter/dossier_web.h"
#include "matter/today_web.h"
#include "matter/track_web.h"

const struct matter_ear matter_ears[] = { { .may = NULL } };
const struct dossier_panel dossier_panels[] = { { NULL } };
const struct track_panel track_panels[] = { { NULL } };
const struct today_extra today_extras[] = { { NULL } };
