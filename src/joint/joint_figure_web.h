/* joint_figure_web.h — the figures of joint handling with their words. */
#ifndef HEYE_JOINT_JOINT_FIGURE_WEB_H
#define HEYE_JOINT_JOINT_FIGURE_WEB_H

#include "desk/figure.h"

extern const struct figure joint_figures[];

#endif
