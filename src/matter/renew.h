/* renew.h — dates after a new holiday list. */
#ifndef HEYE_MATTER_RENEW_H
#define HEYE_MATTER_RENEW_H

#include "db/db.h"

/* One piece of holding the running clocks against the newest list; `more` while some are left. */
MUST_USE enum err renew_job(struct tx *tx, bool *more);

#endif
