/* office.c — who answers for what today, and how long they may take. */
#include "catalogue/catalogue.h"
#include "gen/office.sql.h"
#include "matter/deed.h"
#include "matter/timer.h"

static day
today(const struct db *db)
{
	return day_of(db->now);
}

/* A dispatcher, else a clerk, else a leader; of the whole township before one of an area. The first question
 * almost always has the answer. */
enum err
office_desk(struct db *db, int64_t matter, int64_t *post)
{
	static const enum role roles[] = { ROLE_DISPATCHER, ROLE_CLERK, ROLE_LEADER };
	struct q_office_desk o;

	for (size_t i = 0; i < 2 * sizeof(roles) / sizeof(*roles); i++) {
		enum err e = q_office_desk(db, matter, roles[i / 2], i % 2 == 0, today(db), &o);

		*post = o.id;
		if (e != NOT_FOUND)
			return e;
	}
	return INVALID;
}

enum err
office_leader(struct db *db, int64_t matter, int64_t *post)
{
	struct q_office_leader l;
	enum err e = q_office_leader(db, matter, today(db), &l);

	*post = l.id;
	return e == NOT_FOUND ? INVALID : e;
}

enum err
office_head(struct db *db, int64_t matter, int64_t unit, int64_t *post)
{
	struct q_office_unit u;
	struct q_office_head h;
	enum err e = q_office_unit(db, matter, unit, today(db), &u);

	if (e != OK)
		return e == NOT_FOUND ? INVALID : e;
	e = q_office_head(db, matter, unit, today(db), &h);
	*post = h.id;
	return e == NOT_FOUND ? office_leader(db, matter, post) : e;
}

enum err
office_free(struct db *db, int64_t matter, int64_t unit, int64_t *post)
{
	enum err e = unit ? office_head(db, matter, unit, post) : INVALID;

	if (e == INVALID)
		e = office_leader(db, matter, post);
	return e == INVALID ? office_desk(db, matter, post) : e;
}

enum err
office_handles(struct db *db, int64_t matter, int64_t post, int64_t unit, int64_t village)
{
	struct q_office_post o;
	bool conflict;
	enum err e = q_office_post(db, post, today(db), &o);

	if (e != OK)
		return e == NOT_FOUND ? INVALID : e;
	if (o.unit != unit || (o.village && o.village != village))
		return INVALID;
	TRY(matter_conflict_with(db, matter, o.unit, o.person, &conflict));
	if (conflict)
		return INVALID;
	return o.role == ROLE_HANDLER || o.role == ROLE_UNIT_HEAD || o.role == ROLE_GRID_WORKER ? OK : INVALID;
}

enum err
office_runs(struct db *db, int64_t matter, int64_t post)
{
	struct q_office_post o;
	bool conflict;

	TRY(q_office_post(db, post, today(db), &o));
	TRY(matter_conflict_with(db, matter, o.unit, o.person, &conflict));
	return conflict ? NOT_FOUND : OK;
}

enum err
office_other_person(struct db *db, int64_t post, int64_t person)
{
	struct q_office_person o;

	TRY(q_office_person(db, post, &o));
	return o.person == person ? FORBIDDEN : OK;
}

enum err
office_place(struct db *db, int64_t village, int64_t place)
{
	struct q_office_place p;
	enum err e = q_office_place(db, village, place, today(db), &p);

	return e == NOT_FOUND ? INVALID : e;
}

enum err
office_type(struct db *db, str type)
{
	struct catalogue_type t;
	enum err e = catalogue_type(db, type, today(db), &t);

	return e == NOT_FOUND ? INVALID : e;
}

/* Words that are kept cannot become an accusation against an official: of those no word is kept, they go on as a
 * sealed slip. */
enum err
office_reclass(struct db *db, str type)
{
	struct catalogue_type t;
	enum err e = catalogue_type(db, type, today(db), &t);

	if (e != OK)
		return e == NOT_FOUND ? INVALID : e;
	return t.urgency == URGENCY_HANDOVER ? INVALID : OK;
}

static int64_t
reopen_days(const struct catalogue_type *t)
{
	return t->reopen_days < REOPEN_DAYS ? REOPEN_DAYS : t->reopen_days;
}

/* A matter keeps the limits that were in force when it was received. A rule of the table goes before the type's own
 * limit; danger keeps its hours. */
enum err
timer_limits(struct db *db, str type, int64_t demand, int64_t channel, moment received, struct limits *l)
{
	struct catalogue_type t;
	day on = day_of(received);

	TRY(catalogue_type_or_default(db, type, on, &t));
	*l = (struct limits){ .code = t.code,
			      .confirm_days = t.confirm_days,
			      .reopen_days = reopen_days(&t),
			      .all_hours = t.urgency == URGENCY_EMERGENCY };
	l->claim = (struct limit){ t.accept_hours, l->all_hours ? LIMIT_HOURS : LIMIT_OFFICE_HOURS, S(""), S("") };
	l->answer = (struct limit){ t.resolve_workdays, LIMIT_WORKDAYS, S(""), S("") };
	if (l->all_hours) {
		l->answer = (struct limit){ 24 * t.resolve_workdays, LIMIT_HOURS, S(""), S("") };
		return OK;
	}
	return limit_of_type(db, l->code, demand, channel, on, &l->claim, &l->answer);
}

enum err
matter_reopen_last(struct db *db, str type, moment received_at, enum matter_state state, moment closed_at, day *last)
{
	struct catalogue_type t;

	TRY(catalogue_type_or_default(db, type, day_of(received_at), &t));
	*last = day_add(day_of(closed_at), state == MATTER_CLOSED_NO_REPLY ? REOPEN_SILENT : (int)reopen_days(&t));
	return OK;
}
