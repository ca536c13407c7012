/* figure_web.h — the figures of the matter loop with their words. */
#ifndef HEYE_MATTER_FIGURE_WEB_H
#define HEYE_MATTER_FIGURE_WEB_H

#include "desk/figure.h"

extern const struct figure figure_matters[];
extern const struct figure_ledger figure_matter_ledger; /* for figures of other slices that open matters */
extern const struct figure_rate figure_matter_rates[];

#endif
