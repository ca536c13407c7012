/* banned.h — calls that are never right here. Included by force (-include) when src/ is compiled. strtoul()
 * and strncpy() stand in macros of libpq's and libxlsxwriter's headers and cannot be poisoned: tools/check.py looks for
 * them. */
#ifndef HEYE_BASE_BANNED_H
#define HEYE_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Macros in one or the other C library, and a macro cannot be poisoned. */
#undef alloca
#undef sprintf
#undef vsprintf
#pragma GCC poison strcpy strcat strncat sprintf vsprintf gets strtok strtok_r atoi atol atoll atof strtol
#pragma GCC poison strtoll strtoull alloca localtime gmtime ctime asctime mktime tmpnam mktemp system popen rand srand

#endif
