/* accuse_web.h — accusations against officials (信访工作条例 art. 22, 30): the way to the discipline body, and a slip
 * to take along. Nothing of what it is about is typed here, kept or searched; only that a slip was given, when, and for
 * whom. */
#ifndef HEYE_MATTER_ACCUSE_WEB_H
#define HEYE_MATTER_ACCUSE_WEB_H

#include "matter/matter.h"
#include "web/web.h"

/* Whether a type of the catalogue is handed over and not taken in. */
MUST_USE enum err accuse_type(struct db *db, str type, bool *is);

extern const struct route accuse_routes[];

#endif
