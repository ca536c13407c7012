/* dispute_figure_web.h — the figures of mediation with their words. */
#ifndef HEYE_MEDIATION_DISPUTE_FIGURE_WEB_H
#define HEYE_MEDIATION_DISPUTE_FIGURE_WEB_H

#include "desk/figure.h"

extern const struct figure figure_disputes[];
extern const struct figure_rate figure_dispute_rates[];

#endif
