/* mediation_figure_web.h — the figures of people's mediation with their words. */
#ifndef HEYE_MEDIATION_MEDIATION_FIGURE_WEB_H
#define HEYE_MEDIATION_MEDIATION_FIGURE_WEB_H

#include "desk/figure.h"

extern const struct figure mediation_figures[];
extern const struct figure_ledger mediation_figure_ledger; /* a case in a line */
extern const struct figure_rate mediation_figure_rates[];

#endif
