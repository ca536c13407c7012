/* pick_web.c — rows of lower slices as choices of a form. */
#include "matter/pick_web.h"
#include "catalogue/limit_web.h"
#include "gen/conflict.sql.h"
#include "gen/pick.words.h"
#include "gen/place.sql.h"
#include "gen/staff.sql.h"
#include "matter/matter.h"

#define VILLAGES 100
#define GROUPS   1500
#define UNITS    200
#define HOLDERS  200

static str
name_of(const struct req *rq, str zh, str en)
{
	return rq->lang == EN && en.n ? en : zh;
}

static str
number_text(struct arena *a, int64_t n)
{
	return str_fmt(a, "%lld", (long long)n);
}

/* `n` choices after one that asks to choose. */
static struct choice *
choices_begin(const struct req *rq, size_t n, struct field *f)
{
	struct choice *c = make(rq->mem, struct choice, n + 1);

	c[0] = (struct choice){ .value = S(""), .word = &word_pick_choose };
	f->choices = c;
	f->n = 1;
	return c;
}

enum err
pick_places(struct db *db, const struct req *rq, int64_t village, struct field *f)
{
	struct q_place_villages_list v;
	struct q_place_groups_list g;
	struct choice *c;

	TRY(q_place_villages(db, day_of(db->now), VILLAGES, &v));
	TRY(q_place_groups(db, day_of(db->now), GROUPS, &g));
	c = choices_begin(rq, v.n + g.n, f);
	for (size_t i = 0; i < v.n; i++) {
		str name = name_of(rq, v.p[i].name_zh, v.p[i].name_en);

		if (village && v.p[i].id != village)
			continue;
		c[f->n++] = (struct choice){ .value = number_text(rq->mem, v.p[i].id), .text = name };
		for (size_t j = 0; j < g.n; j++)
			if (g.p[j].parent == v.p[i].id)
				c[f->n++] = (struct choice){
					.value = number_text(rq->mem, g.p[j].id),
					.text = str_fmt(rq->mem, "%.*s %.*s", STR_ARG(name),
							STR_ARG(name_of(rq, g.p[j].name_zh, g.p[j].name_en)))
				};
	}
	return OK;
}

enum err
pick_village(struct db *db, int64_t place, int64_t *village)
{
	struct q_place_by_id p;

	TRY(q_place_by_id(db, place, &p));
	if (p.kind < 2)
		return NOT_FOUND;
	*village = p.kind <= 3 ? p.id : p.parent;
	return OK;
}

enum err
pick_types(struct db *db, const struct req *rq, struct field *f)
{
	struct q_catalogue_types_list l;
	struct choice *c;

	TRY(q_catalogue_types(db, day_of(db->now), CATALOGUE_MOST, &l));
	c = choices_begin(rq, l.n, f);
	c[0].word = &word_pick_type_none;
	for (size_t i = 0; i < l.n; i++)
		c[f->n++] = (struct choice){ .value = l.p[i].code,
					     .text = str_fmt(rq->mem, "%.*s %.*s", STR_ARG(l.p[i].code),
							     STR_ARG(name_of(rq, l.p[i].type_zh, l.p[i].type_en))) };
	return OK;
}

/* Without what a matter complains about: a choice that is left out cannot be taken by mistake. */
static enum err
conflict_drop(struct db *db, int64_t matter, bool posts, struct field *f)
{
	struct choice *c = make(db->mem, struct choice, f->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		struct q_conflict_holder h = { 0 };
		bool unit = false;
		int64_t id;

		if (str_int(f->choices[i].value, &id)) {
			if (posts)
				TRY(q_conflict_holder(db, matter, id, &h));
			else
				TRY(matter_conflict_with(db, matter, id, 0, &unit));
		}
		if (h.n == 0 && !unit)
			c[n++] = f->choices[i];
	}
	f->choices = c;
	f->n = n;
	return OK;
}

enum err
pick_units_for(struct db *db, const struct req *rq, int64_t matter, struct field *f)
{
	TRY(pick_units(db, rq, f));
	return conflict_drop(db, matter, false, f);
}

enum err
pick_holders_for(struct db *db, const struct req *rq, int64_t matter, int64_t unit, int64_t village, int64_t without,
		 struct field *f)
{
	TRY(pick_holders(db, rq, unit, village, without, f));
	return conflict_drop(db, matter, true, f);
}

enum err
pick_units(struct db *db, const struct req *rq, struct field *f)
{
	struct q_staff_units_list l;
	struct choice *c;

	TRY(q_staff_units(db, day_of(db->now), false, UNITS, &l));
	c = choices_begin(rq, l.n, f);
	for (size_t i = 0; i < l.n; i++)
		c[f->n++] = (struct choice){ .value = number_text(rq->mem, l.p[i].id),
					     .text = name_of(rq, l.p[i].name_zh, l.p[i].name_en) };
	return OK;
}

enum err
pick_holders(struct db *db, const struct req *rq, int64_t unit, int64_t village, int64_t without, struct field *f)
{
	struct q_staff_holders_list l;
	struct choice *c;

	TRY(q_staff_holders(db, unit, village, day_of(db->now), HOLDERS, &l));
	c = choices_begin(rq, l.n, f);
	for (size_t i = 0; i < l.n; i++)
		if (l.p[i].id != without)
			c[f->n++] = (struct choice){ .value = number_text(rq->mem, l.p[i].id),
						     .text = str_fmt(
							     rq->mem, "%.*s · %.*s", STR_ARG(l.p[i].name),
							     STR_ARG(name_of(rq, l.p[i].title_zh, l.p[i].title_en))) };
	return OK;
}

void
pick_demands(const struct req *rq, struct field *f)
{
	static const int demands[] = { DEMAND_UNSAID,        DEMAND_SERVICE,   DEMAND_CONSULT, DEMAND_SUGGEST,
				       DEMAND_COMPLAIN,      DEMAND_REPORT,    DEMAND_COURT,   DEMAND_ARBITRATE,
				       DEMAND_MEMBER_APPEAL, DEMAND_PROCEDURE, DEMAND_PROTECT, DEMAND_HEAR };
	size_t n = sizeof(demands) / sizeof(*demands);
	struct choice *c = make(rq->mem, struct choice, n);

	for (size_t i = 0; i < n; i++)
		c[i] = (struct choice){ .value = str_fmt(rq->mem, "%d", demands[i]),
					.word = i ? limit_demand_word(demands[i]) : &word_pick_demand_unsaid };
	f->choices = c;
	f->n = n;
}
