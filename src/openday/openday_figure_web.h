/* openday_figure_web.h — the figures of open days with their words. */
#ifndef HEYE_OPENDAY_OPENDAY_FIGURE_WEB_H
#define HEYE_OPENDAY_OPENDAY_FIGURE_WEB_H

#include "desk/figure.h"

extern const struct figure openday_figures[];
extern const struct figure_rate openday_figure_rates[];

#endif
