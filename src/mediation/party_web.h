/* party_web.h — the page that shows the parties' names once. */
#ifndef HEYE_MEDIATION_PARTY_WEB_H
#define HEYE_MEDIATION_PARTY_WEB_H

#include "mediation/mediation_web.h"

struct party_page {
	const struct req *rq;
	str about;
	struct party party[MEDIATION_PARTIES];
	size_t n;
	struct panel *form; /* of the one to be put right, filled in; NULL: none */
	int64_t chosen;     /* its number */
};

#endif
