/* password_web.h — changing one's own password (/password) and making the first administrator (/setup). */
#ifndef HEYE_STAFF_PASSWORD_WEB_H
#define HEYE_STAFF_PASSWORD_WEB_H

#include "web/web.h"

extern const struct route password_routes[];

#endif
