/* fill_table_web.h — charts, tables and notes of a work report. */
#ifndef HEYE_REPORT_FILL_TABLE_WEB_H
#define HEYE_REPORT_FILL_TABLE_WEB_H

#include "report/fill_web.h"

bool fill_chart_by(str name, enum tally_by *by); /* type, village, unit, part, month, week */
bool fill_table_known(str name);                 /* villages, units, kinds */

MUST_USE enum err fill_chart(struct fill *f, int64_t unit, str figure, str by, struct paper *p);
/* Received, answered and closed by village (or unit, or kind), in heads of two levels. */
MUST_USE enum err fill_table(struct fill *f, int64_t unit, str name, struct paper *p);

#endif
