/* bulk_web.h — one act on several matters: first what would happen to each, then one press, then one event for each. */
#ifndef HEYE_MATTER_BULK_WEB_H
#define HEYE_MATTER_BULK_WEB_H

#include "gen/dossier.sql.h"
#include "matter/matter.h"
#include "web/web.h"

#define BULK_MOST 100

enum bulk_do { BULK_OFFER, BULK_ASSIGN, BULK_PRINT };

struct bulk_row {
	int64_t id, revision; /* as ticked in the list */
	struct q_dossier_matter m;
	bool found;
	const struct word *refused; /* why not, or NULL */
};

struct bulk {
	const struct req *rq;
	enum bulk_do what;
	struct bulk_row *row;
	size_t n, good;
	struct field target; /* unit or holder */
	bool tried;          /* with this target it was really tried, and taken back */
	bool done;           /* done; the page only tells what was refused */
	const struct faults *faults;
	url print; /* of the sheets */
};

extern const struct route bulk_routes[];

#endif
