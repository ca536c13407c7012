#include "matter/twin.h"
#include "gen/twin.sql.h"
#include "matter/likeness.h"

#define LOOKED     60 /* of each open lane of the village, those due last */
#define ALIKE      15 /* per cent of shared words that are enough by themselves */
#define SAME_PLACE 20
#define SAME_TYPE  15

/* The same group or grid; a village as such says little. */
static bool
same_place(const struct q_twin_self *own, const struct q_twin_near *o)
{
	return own->place == o->place && own->place != own->village;
}

static bool
same_type(const struct q_twin_self *own, const struct q_twin_near *o)
{
	return own->type.n && str_eq(own->type, o->type);
}

/* Keeps the list in order; the least alike one falls out. */
static void
keep(struct twins *t, const struct q_twin_near *o, int alike)
{
	size_t i = t->n < TWIN_MOST ? t->n++ : TWIN_MOST;

	for (; i > 0 && t->p[i - 1].alike < alike; i--)
		if (i < TWIN_MOST)
			t->p[i] = t->p[i - 1];
	if (i < TWIN_MOST)
		t->p[i] = (struct twin){ o->id,    o->year,     o->number,   o->state,       o->photo,
					 o->words, o->place_zh, o->place_en, o->received_at, alike };
}

static void
weigh(struct arena *a, const struct q_twin_self *own, const struct q_twin_near *o, struct twins *t)
{
	bool place = same_place(own, o), type = same_type(own, o);
	int alike = likeness_shared(a, own->words, o->words);

	if (alike >= ALIKE || (place && type))
		keep(t, o, alike + (place ? SAME_PLACE : 0) + (type ? SAME_TYPE : 0));
}

enum err
twin_find(struct db *db, const struct actor *by, int64_t matter, struct twins *t)
{
	struct scope s = actor_scope(by);
	struct q_twin_self own;

	t->n = 0;
	if (s.none)
		return OK;
	TRY(q_twin_self(db, matter, &own));
	for (int lane = LANE_RECEIVED; lane <= LANE_ANSWERED; lane++) {
		day on = day_of(own.received_at);
		struct q_twin_near_list l;

		TRY(q_twin_near(db, matter, own.village, lane, moment_at(day_add(on, -TWIN_DAYS), 0, 0),
				moment_at(day_add(on, TWIN_DAYS + 1), 0, 0), s.unit, s.village, by->post, LOOKED, &l));
		for (size_t i = 0; i < l.n; i++)
			weigh(db->mem, &own, &l.p[i], t);
	}
	return OK;
}
