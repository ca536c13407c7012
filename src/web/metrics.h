/* metrics.h — what an operator's monitoring reads, in OpenMetrics text. Nothing here is about persons or matters. */
#ifndef HEYE_WEB_METRICS_H
#define HEYE_WEB_METRICS_H

#include "web/call.h"

str metrics_text(struct arena *mem, struct serve *s);

/* Only to this machine and to the proxies that are trusted. */
bool metrics_may(const struct serve *s, str address);

#endif
