/* limit.h — how long each named clock runs: data by type, kind of demand and channel, each with its basis.
 *
 * A rule holds from a day to come on; what has been received keeps the limits of its day. Without a rule the type's own
 * limits hold (catalogue.h). */
#ifndef HEYE_CATALOGUE_LIMIT_H
#define HEYE_CATALOGUE_LIMIT_H

#include "catalogue/catalogue.h"
#include "desk/clock.h"
#include "gen/limit.sql.h"

/* What is asked for, apart from what it is about. The numbers stand in tables: never renumber. 11 to 16 are the sorts of
 * article 31 of the Petition Regulations, (1) to (6). */
enum demand {
	DEMAND_UNSAID = 0,
	DEMAND_SERVICE = 1,   /* 求助：有事要办 */
	DEMAND_CONSULT = 2,   /* 咨询 */
	DEMAND_SUGGEST = 3,   /* 建议 */
	DEMAND_COMPLAIN = 4,  /* 投诉 */
	DEMAND_REPORT = 5,    /* 举报 */
	DEMAND_COURT = 11,    /* (1) 审判、检察、公安、复议等司法途径 */
	DEMAND_ARBITRATE,     /* (2) 仲裁 */
	DEMAND_MEMBER_APPEAL, /* (3) 党员申诉 */
	DEMAND_PROCEDURE,     /* (4) 行政复议、裁决、确认、许可、处罚等程序 */
	DEMAND_PROTECT,       /* (5) 申请查处违法或者履行保护职责 */
	DEMAND_HEAR           /* (6) 以外的：听取陈述、调查、出具处理意见书 */
};
bool limit_demand_good(int64_t demand);

#define LIMIT_CHANNELS 9 /* as in matter.h: 1 … 9 */

enum limit_unit {
	LIMIT_OFFICE_HOURS = 1, /* 24 is the same clock time on the next working day */
	LIMIT_WORKDAYS = 2,
	LIMIT_DAYS = 3,          /* natural days, against the office */
	LIMIT_DAYS_RESIDENT = 4, /* natural days; a day off moves on to the next working day */
	LIMIT_HOURS = 5,         /* day and night */
	LIMIT_UNITS
};

struct limit {
	int n;
	enum limit_unit unit;
	str basis_zh, basis_en; /* the article or rule; empty: the type's own limit */
};

/* NOT_FOUND: no rule for this clock. */
MUST_USE enum err limit_find(struct db *db, enum clock_kind clock, str type, int64_t demand, int64_t channel, day on,
			     struct limit *l);
/* The two clocks that every matter has, at once; where no rule is, `claim` or `answer` stays as it was. */
MUST_USE enum err limit_of_type(struct db *db, str type, int64_t demand, int64_t channel, day on, struct limit *claim,
				struct limit *answer);

struct limit_new {
	enum clock_kind clock;
	str type; /* empty: any */
	int64_t demand, channel;
	struct limit limit;
	day from; /* tomorrow or later */
};
/* From a day on; the rule for the same clock, type, demand and channel before it ends the day before. INVALID. */
MUST_USE enum err limit_add(struct tx *tx, const struct actor *by, const struct limit_new *in, int64_t *id);
/* INVALID: before today, or after the last day that it has. */
MUST_USE enum err limit_stop(struct tx *tx, const struct actor *by, int64_t id, day last);

/* The limits of the law and of the provincial hotline, for a new township. */
MUST_USE enum err limit_seed(struct tx *tx);

#endif
