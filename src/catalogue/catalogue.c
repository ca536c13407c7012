#include "catalogue/catalogue.h"

#include "base/rand.h"
#include "base/utf8.h"
#include "desk/event.h"
#include "gen/place.sql.h"
#include "gen/staff.sql.h"

static const char *const urgency_keys[URGENCIES] = { "", "normal", "urgent", "emergency", "consult", "handover" };

const char *
catalogue_urgency_key(enum catalogue_urgency u)
{
	return u > 0 && u < URGENCIES ? urgency_keys[u] : "";
}

enum err
catalogue_type(struct db *db, str code, day on, struct catalogue_type *t)
{
	struct q_catalogue_row r;

	TRY(q_catalogue_row(db, code, on, &r));
	*t = (struct catalogue_type){ .code = r.code,
				      .category_zh = r.category_zh,
				      .category_en = r.category_en,
				      .type_zh = r.type_zh,
				      .type_en = r.type_en,
				      .unit_code = r.unit_code,
				      .urgency = (enum catalogue_urgency)r.urgency,
				      .accept_hours = (int)r.accept_hours,
				      .resolve_workdays = (int)r.resolve_workdays,
				      .public_by_default = r.public_by_default,
				      .confirm_days = (int)r.confirm_days,
				      .reopen_days = (int)r.reopen_days,
				      .valid_from = r.valid_from,
				      .valid_to = r.valid_to };
	return OK;
}

enum err
catalogue_type_or_default(struct db *db, str code, day on, struct catalogue_type *t)
{
	enum err e = code.n ? catalogue_type(db, code, on, t) : NOT_FOUND;

	if (e == NOT_FOUND)
		e = catalogue_type(db, S("H04"), on, t);
	if (e != NOT_FOUND)
		return e;
	*t = (struct catalogue_type){ .code = S(""),
				      .category_zh = S(""),
				      .category_en = S(""),
				      .type_zh = S(""),
				      .type_en = S(""),
				      .unit_code = S("G8"),
				      .urgency = URGENCY_NORMAL,
				      .accept_hours = 24,
				      .resolve_workdays = 7,
				      .confirm_days = CATALOGUE_CONFIRM_DAYS,
				      .reopen_days = CATALOGUE_REOPEN_DAYS };
	return OK;
}

static enum err
unit_by_code(struct db *db, str code, day on, int64_t *unit)
{
	struct q_staff_unit_code row;

	TRY(q_staff_unit_code(db, code, &row));
	if (row.valid_from.n > on.n || (row.valid_to.n && row.valid_to.n < on.n))
		return NOT_FOUND;
	*unit = row.id;
	return OK;
}

enum err
catalogue_unit_for(struct db *db, str code, int64_t village, day on, int64_t *unit)
{
	struct q_catalogue_rule_unit rule;
	struct q_catalogue_row type;
	enum err e = q_catalogue_rule_unit(db, code, village, on, &rule);

	if (e == OK)
		*unit = rule.unit;
	if (e != NOT_FOUND)
		return e;
	e = q_catalogue_row(db, code, on, &type);
	if (e == OK)
		e = unit_by_code(db, type.unit_code, on, unit);
	return e == NOT_FOUND ? unit_by_code(db, S("G8"), on, unit) : e;
}

/* ---- types ---- */

static bool
text_good(str s, size_t most)
{
	return s.n > 0 && utf8_ok(s) && utf8_count(s) <= most && str_find(s, S("\n")) < 0;
}

bool
catalogue_code_good(str code)
{
	if (code.n < 2 || code.n > CATALOGUE_CODE_MAX || code.p[0] < 'A' || code.p[0] > 'Z')
		return false;
	for (size_t i = 1; i < code.n; i++)
		if (!(code.p[i] >= '0' && code.p[i] <= '9') && !(code.p[i] >= 'A' && code.p[i] <= 'Z'))
			return false;
	return true;
}

bool
catalogue_type_good(const struct catalogue_type *t)
{
	return catalogue_code_good(t->code) && text_good(t->category_zh, 40) && text_good(t->category_en, 100) &&
	       text_good(t->type_zh, 60) && text_good(t->type_en, 150) && text_good(t->unit_code, 12) &&
	       t->urgency > 0 && t->urgency < URGENCIES && t->accept_hours >= 1 && t->accept_hours <= 240 &&
	       t->resolve_workdays >= 1 && t->resolve_workdays <= 120 && t->confirm_days >= 15 &&
	       t->confirm_days <= 365 && t->reopen_days >= 30 && t->reopen_days <= 730;
}

static enum err
type_event(struct tx *tx, const struct actor *by, const char *kind, str code, day on)
{
	struct arena *mem = tx->db.mem;

	return event_add(
		tx, by,
		&(struct event){ .object = S("matter_type"),
				 .kind = str_of(kind),
				 .detail = str_fmt(mem, "%.*s %.*s", STR_ARG(code), STR_ARG(day_iso(mem, on))) },
		NULL);
}

/* Ends what is in force, takes back what was to come, so that one version at most covers each day. */
static enum err
version_close(struct tx *tx, str code, day from)
{
	struct q_catalogue_newest newest;
	enum err e;

	while ((e = q_catalogue_newest(&tx->db, code, &newest)) == OK && newest.valid_from.n >= from.n)
		TRY(q_catalogue_withdraw(tx, code, newest.valid_from));
	if (e == NOT_FOUND)
		return OK;
	TRY(e);
	if (newest.valid_to.n && newest.valid_to.n < from.n)
		return OK;
	return q_catalogue_end(tx, code, newest.valid_from, day_add(from, -1));
}

/* Dates were promised by what has been in force: only days to come may change. A new type may begin today. */
static enum err
day_good(struct db *db, str code, day from)
{
	struct q_catalogue_newest newest;
	day today = day_of(db->now);
	enum err e = q_catalogue_newest(db, code, &newest);

	if (e == NOT_FOUND)
		return from.n >= today.n ? OK : INVALID;
	TRY(e);
	return from.n > today.n ? OK : INVALID;
}

enum err
catalogue_insert(struct tx *tx, const struct catalogue_type *t)
{
	return q_catalogue_insert(tx, t->code, t->valid_from, t->valid_to, t->category_zh, t->category_en, t->type_zh,
				  t->type_en, t->unit_code, t->urgency, t->accept_hours, t->resolve_workdays,
				  t->public_by_default, t->confirm_days, t->reopen_days);
}

enum err
catalogue_set(struct tx *tx, const struct actor *by, const struct catalogue_type *t)
{
	struct q_staff_unit_code unit;
	enum err e;

	if (!catalogue_type_good(t))
		return INVALID;
	TRY(day_good(&tx->db, t->code, t->valid_from));
	e = q_staff_unit_code(&tx->db, t->unit_code, &unit);
	if (e != OK)
		return e == NOT_FOUND ? INVALID : e;
	TRY(version_close(tx, t->code, t->valid_from));
	TRY(catalogue_insert(tx, t));
	return type_event(tx, by, "set", t->code, t->valid_from);
}

enum err
catalogue_stop(struct tx *tx, const struct actor *by, str code, day last)
{
	struct q_catalogue_newest newest;

	if (last.n < day_of(tx->db.now).n)
		return INVALID;
	TRY(q_catalogue_newest(&tx->db, code, &newest));
	TRY(version_close(tx, code, day_add(last, 1)));
	return type_event(tx, by, "stop", code, last);
}

/* ---- rules ---- */

#define RULES_SAME 50

static enum err
rule_event(struct tx *tx, const struct actor *by, const char *kind, int64_t id, str detail)
{
	return event_add(tx, by,
			 &(struct event){ .object = S("route_rule"), .id = id, .kind = str_of(kind), .detail = detail },
			 NULL);
}

static enum err
rule_parts_good(struct db *db, str code, int64_t village, int64_t unit, day from)
{
	struct q_staff_unit u;
	struct q_place_by_id place;
	struct q_catalogue_newest type;

	if (code.n == 0 && village == 0)
		return INVALID;
	TRY(q_staff_unit(db, unit, &u));
	if (u.valid_to.n && u.valid_to.n < from.n)
		return INVALID;
	if (village)
		TRY(q_place_by_id(db, village, &place));
	if (village && place.kind != 2 && place.kind != 3)
		return INVALID;
	if (code.n)
		TRY(q_catalogue_newest(db, code, &type));
	return OK;
}

enum err
catalogue_route(struct tx *tx, const struct actor *by, str code, int64_t village, int64_t unit, day from, int64_t *id)
{
	struct arena *mem = tx->db.mem;
	struct q_catalogue_rule_same_list same;
	enum err e = from.n < day_of(tx->db.now).n ? INVALID : rule_parts_good(&tx->db, code, village, unit, from);

	if (e != OK)
		return e == NOT_FOUND ? INVALID : e;
	TRY(q_catalogue_rule_same(&tx->db, code.n ? code : S(""), village, from, RULES_SAME, &same));
	for (size_t i = 0; i < same.n; i++)
		TRY(q_catalogue_rule_end(tx, same.p[i].id,
					 day_add(same.p[i].valid_from.n < from.n ? from : same.p[i].valid_from, -1)));
	*id = rand_id(tx->db.now.ms);
	TRY(q_catalogue_rule_insert(tx, *id, code.n ? code : S(""), village, unit, from, (day){ 0 }));
	return rule_event(tx, by, "add", *id,
			  str_fmt(mem, "type %.*s village %lld unit %lld from %.*s", STR_ARG(code), (long long)village,
				  (long long)unit, STR_ARG(day_iso(mem, from))));
}

enum err
catalogue_route_end(struct tx *tx, const struct actor *by, int64_t id, day last)
{
	struct arena *mem = tx->db.mem;
	struct q_catalogue_rule old;

	TRY(q_catalogue_rule(&tx->db, id, &old));
	if (last.n < day_of(tx->db.now).n - 1 || last.n < old.valid_from.n - 1)
		return INVALID;
	TRY(q_catalogue_rule_end(tx, id, last));
	return rule_event(tx, by, "end", id, str_fmt(mem, "last day %.*s", STR_ARG(day_iso(mem, last))));
}
