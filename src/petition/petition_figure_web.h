/* petition_figure_web.h — the figures of petitions with their words. */
#ifndef HEYE_PETITION_PETITION_FIGURE_WEB_H
#define HEYE_PETITION_PETITION_FIGURE_WEB_H

#include "desk/figure.h"

extern const struct figure petition_figures[];
extern const struct figure_ledger petition_figure_ledger;
extern const struct figure_rate petition_figure_rates[];

#endif
