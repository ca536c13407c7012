#include "catalogue/limit.h"

#include "base/rand.h"
#include "base/utf8.h"
#include "desk/event.h"

#define SAME_MOST  50
#define RULES_MOST 16 /* for each of two clocks: the type or all, the demand or all, the channel or all */
#define BASIS_MOST 60
#define N_MOST     400

bool
limit_demand_good(int64_t demand)
{
	return (demand >= DEMAND_UNSAID && demand <= DEMAND_REPORT) ||
	       (demand >= DEMAND_COURT && demand <= DEMAND_HEAR);
}

enum err
limit_find(struct db *db, enum clock_kind clock, str type, int64_t demand, int64_t channel, day on, struct limit *l)
{
	struct q_limit_find r;

	TRY(q_limit_find(db, clock, type, demand, channel, on, &r));
	*l = (struct limit){ (int)r.n, (enum limit_unit)r.unit, r.basis_zh, r.basis_en };
	return OK;
}

enum err
limit_of_type(struct db *db, str type, int64_t demand, int64_t channel, day on, struct limit *claim,
	      struct limit *answer)
{
	struct q_limit_of_type_list rules;
	bool claimed = false, answered = false;

	TRY(q_limit_of_type(db, CLOCK_CLAIM, CLOCK_ANSWER, type, demand, channel, on, RULES_MOST, &rules));
	for (size_t i = 0; i < rules.n; i++) {
		const struct q_limit_of_type *r = &rules.p[i];
		bool *had = r->clock == CLOCK_CLAIM ? &claimed : &answered;

		if (!*had)
			*(r->clock == CLOCK_CLAIM ? claim : answer) =
				(struct limit){ (int)r->n, (enum limit_unit)r->unit, r->basis_zh, r->basis_en };
		*had = true;
	}
	return OK;
}

static bool
basis_good(str s)
{
	return s.n > 0 && utf8_ok(s) && utf8_count(s) <= BASIS_MOST && str_find(s, S("\n")) < 0;
}

static enum err
good(struct db *db, const struct limit_new *in)
{
	struct q_catalogue_newest type;

	if (in->clock < CLOCK_CLAIM || in->clock > CLOCK_LEADER || !limit_demand_good(in->demand) || in->channel < 0 ||
	    in->channel > LIMIT_CHANNELS || in->limit.n < 1 || in->limit.n > N_MOST ||
	    in->limit.unit < LIMIT_OFFICE_HOURS || in->limit.unit >= LIMIT_UNITS || !basis_good(in->limit.basis_zh) ||
	    !basis_good(in->limit.basis_en))
		return INVALID;
	if (in->from.n <= day_of(db->now).n)
		return INVALID;
	return in->type.n ? q_catalogue_newest(db, in->type, &type) : OK;
}

static enum err
rule_event(struct tx *tx, const struct actor *by, const char *kind, int64_t id, str detail)
{
	return event_add(tx, by,
			 &(struct event){ .object = S("limit_rule"), .id = id, .kind = str_of(kind), .detail = detail },
			 NULL);
}

enum err
limit_add(struct tx *tx, const struct actor *by, const struct limit_new *in, int64_t *id)
{
	str type = in->type.n ? in->type : S("");
	struct q_limit_same_list same;
	enum err e = good(&tx->db, in);

	if (e != OK)
		return e == NOT_FOUND ? INVALID : e;
	TRY(q_limit_same(&tx->db, in->clock, type, in->demand, in->channel, in->from, SAME_MOST, &same));
	for (size_t i = 0; i < same.n; i++)
		TRY(q_limit_end(tx, same.p[i].id,
				day_add(same.p[i].valid_from.n < in->from.n ? in->from : same.p[i].valid_from, -1)));
	*id = rand_id(tx->db.now.ms);
	TRY(q_limit_insert(tx, *id, in->clock, type, in->demand, in->channel, in->limit.n, in->limit.unit,
			   in->limit.basis_zh, in->limit.basis_en, in->from));
	return rule_event(tx, by, "add", *id,
			  str_fmt(tx->db.mem, "clock %d type %.*s demand %d channel %d: %d unit %d from %.*s",
				  (int)in->clock, STR_ARG(type), (int)in->demand, (int)in->channel, in->limit.n,
				  (int)in->limit.unit, STR_ARG(day_iso(tx->db.mem, in->from))));
}

enum err
limit_stop(struct tx *tx, const struct actor *by, int64_t id, day last)
{
	struct q_limit_rule r;

	TRY(q_limit_rule(&tx->db, id, &r));
	if (last.n < day_of(tx->db.now).n || last.n < r.valid_from.n - 1)
		return INVALID;
	if (r.valid_to.n &&
	    last.n > r.valid_to.n) /* another one may hold from there on, and dates were promised by it */
		return INVALID;
	TRY(q_limit_end(tx, id, last));
	return rule_event(tx, by, "end", id, str_fmt(tx->db.mem, "last day %.*s", STR_ARG(day_iso(tx->db.mem, last))));
}

/* As in 0055_catalogue_limit.sql and 0106_catalogue_limit.sql. */
enum err
limit_seed(struct tx *tx)
{
#define CENTRE     "本中心的规定", "Rule of this centre"
#define LAW(zh, n) "《信访工作条例》第" zh "条", "Petition Regulations, art. " n
#define HOTLINE    "《四川省12345政务服务便民热线管理办法》", "Sichuan 12345 hotline rules"
	static const struct {
		enum clock_kind clock;
		int demand, channel, n;
		enum limit_unit unit;
		const char *zh, *en;
	} seed[] = {
		{ CLOCK_CONTACT, 0, 0, 2, LIMIT_WORKDAYS, CENTRE },
		{ CLOCK_EXTENSION, 0, 0, 30, LIMIT_DAYS, LAW("三十四", "34") },
		{ CLOCK_NOTICE, 0, 0, 15, LIMIT_DAYS, LAW("二十三", "23") },
		{ CLOCK_HANDLING, 0, 0, 60, LIMIT_DAYS, LAW("三十四", "34") },
		{ CLOCK_REVIEW, 0, 0, 30, LIMIT_DAYS_RESIDENT, LAW("三十五", "35") },
		{ CLOCK_RULING, 0, 0, 1, LIMIT_WORKDAYS, CENTRE },
		{ CLOCK_TASK, 0, 0, 5, LIMIT_WORKDAYS, CENTRE },
		{ CLOCK_ANSWER, DEMAND_SERVICE, 5, 7, LIMIT_WORKDAYS, HOTLINE },
		{ CLOCK_ANSWER, DEMAND_CONSULT, 5, 3, LIMIT_WORKDAYS, HOTLINE },
		{ CLOCK_ANSWER, DEMAND_SUGGEST, 5, 7, LIMIT_WORKDAYS, HOTLINE },
		{ CLOCK_ANSWER, DEMAND_COMPLAIN, 5, 15, LIMIT_WORKDAYS, HOTLINE },
		{ CLOCK_ANSWER, DEMAND_REPORT, 5, 15, LIMIT_WORKDAYS, HOTLINE },
		{ CLOCK_LEADER, 0, 0, 5, LIMIT_WORKDAYS, CENTRE },
	};

	for (size_t i = 0; i < sizeof(seed) / sizeof(*seed); i++)
		TRY(q_limit_insert(tx, (int64_t)i + 1, seed[i].clock, S(""), seed[i].demand, seed[i].channel, seed[i].n,
				   seed[i].unit, str_of(seed[i].zh), str_of(seed[i].en), day_make(2020, 1, 1)));
	return OK;
}
