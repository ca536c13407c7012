/* remit_web.h — the duty lists: /admin/remits. */
#ifndef HEYE_CATALOGUE_REMIT_WEB_H
#define HEYE_CATALOGUE_REMIT_WEB_H

#include "catalogue/remit.h"
#include "gen/remit.sql.h"
#include "web/web.h"

const struct word *remit_word(int64_t list); /* 基本履职 … 没有说 */

extern const struct route remit_routes[];

#endif
