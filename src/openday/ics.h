/* ics.h — open days as an iCalendar feed (RFC 5545) that a telephone or an office calendar subscribes to.
 *
 * Lines end with CRLF and are folded at 75 octets without breaking a character; times are UTC; texts are escaped; the
 * UID of a session never changes, and one that was called off is sent as CANCELLED, so that it leaves the reader's
 * calendar. */
#ifndef HEYE_OPENDAY_ICS_H
#define HEYE_OPENDAY_ICS_H

#include "base/day.h"
#include "base/out.h"

struct ics_event {
	int64_t town, id;
	day day;
	int starts, ends; /* minutes after midnight, local */
	str summary, place, about, url;
	bool off;
	int64_t revision;
	moment changed;
};

void ics_begin(struct out *o, str name);
void ics_event(struct out *o, const struct ics_event *e);
void ics_end(struct out *o);

/* One line with its name, folded; `text` is escaped. */
void ics_text(struct out *o, const char *name, str text);

#endif
