/* import_web.h — taking a whole catalogue from a file: first what it would do, then doing it.
 * /admin/catalogue/import */
#ifndef HEYE_CATALOGUE_IMPORT_WEB_H
#define HEYE_CATALOGUE_IMPORT_WEB_H

#include "catalogue/catalogue_web.h"

extern const struct route import_routes[];

#endif
