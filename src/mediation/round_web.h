/* round_web.h — for the views of rounds and allowances.
 *
 * names: round, allowance */
#ifndef HEYE_MEDIATION_ROUND_WEB_H
#define HEYE_MEDIATION_ROUND_WEB_H

#include "mediation/mediation_web.h"

struct round_list {
	const struct req *rq;
	struct q_mediation_sweeps *row;
	size_t n;
	bool more, may; /* may: goes round themselves */
};

struct allowance_page {
	const struct req *rq;
	str mark;
	day first, last;
	int64_t sum;
	bool may_set;
	struct q_mediation_subsidies_list claims;
	struct q_mediation_rates_list rates;
};

#endif
