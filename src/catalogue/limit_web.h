/* limit_web.h — the table of limits: /admin/limits. */
#ifndef HEYE_CATALOGUE_LIMIT_WEB_H
#define HEYE_CATALOGUE_LIMIT_WEB_H

#include "catalogue/limit.h"
#include "web/web.h"

const struct word *limit_clock_word(int64_t clock);
const struct word *limit_demand_word(int64_t demand);
const struct word *limit_channel_word(int64_t channel); /* 0: any */
const struct word *limit_unit_word(int64_t unit);

extern const struct route limit_routes[];

#endif
