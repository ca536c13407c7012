/* intake_web.h — the desk takes a matter in for somebody: one screen, eight fields in the order of the keyboard, and
 * the printed slip. */
#ifndef HEYE_MATTER_INTAKE_WEB_H
#define HEYE_MATTER_INTAKE_WEB_H

#include "matter/matter.h"
#include "web/web.h"

struct intake_form {
	const struct req *rq;
	const struct faults *faults;
	struct field channel, words, type, place, spot, name, phone, level;
	struct field behalf, received, hour, external, upstream, demand, accused; /* folded away: paper and hotline */
	bool more_open;
	bool sealing; /* the township has a sealing key */
};

extern const struct route intake_routes[];

#endif
