/* export_web.h — GET the form, POST the purpose, fetch the file. A list of any length leaves while it is read. */
#ifndef HEYE_REPORT_EXPORT_WEB_H
#define HEYE_REPORT_EXPORT_WEB_H

#include "report/ask_web.h"

extern const struct route export_routes[];

#endif
