/* notice_figure_web.h — the figure of written notices, with its words. */
#ifndef HEYE_NOTICE_NOTICE_FIGURE_WEB_H
#define HEYE_NOTICE_NOTICE_FIGURE_WEB_H

#include "desk/figure.h"

extern const struct figure notice_figures[];
extern const struct figure_rate notice_figure_rates[];

#endif
