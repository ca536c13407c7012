#include "staff/staff_web.h"

#include "gen/admin.sql.h"
#include "gen/place.sql.h"
#include "gen/web.words.h"
#include "place/panel_web.h"

#define CHOICES_MOST 1000

enum staff_when
staff_when(day valid_from, day valid_to, moment now)
{
	day today = day_of(now);

	if (valid_to.n && valid_to.n < today.n)
		return STAFF_PAST;
	return valid_from.n > today.n ? STAFF_LATER : STAFF_NOW;
}

static struct choice *
choices_make(const struct req *rq, size_t n, const struct word *first)
{
	struct choice *c = make(rq->mem, struct choice, n + 1);

	c[0] = (struct choice){ .value = S(""), .word = first };
	return c;
}

enum err
staff_pick_units(struct db *db, const struct req *rq, struct choice **c, size_t *n)
{
	struct q_staff_units_list l;

	TRY(q_staff_units(db, day_of(db->now), false, CHOICES_MOST, &l));
	*c = choices_make(rq, l.n, &word_web_choose);
	for (size_t i = 0; i < l.n; i++)
		(*c)[i + 1] = (struct choice){ .value = panel_id(rq->mem, l.p[i].id),
					       .text = panel_name_for(rq, l.p[i].name_zh, l.p[i].name_en) };
	*n = l.n + 1;
	return OK;
}

enum err
staff_pick_villages(struct db *db, const struct req *rq, const struct word *none, struct choice **c, size_t *n)
{
	struct q_place_villages_list l;

	TRY(q_place_villages(db, day_of(db->now), CHOICES_MOST, &l));
	*c = choices_make(rq, l.n, none);
	for (size_t i = 0; i < l.n; i++)
		(*c)[i + 1] = (struct choice){ .value = panel_id(rq->mem, l.p[i].id),
					       .text = panel_name_for(rq, l.p[i].name_zh, l.p[i].name_en) };
	*n = l.n + 1;
	return OK;
}

enum err
staff_pick_people(struct db *db, const struct req *rq, struct choice **c, size_t *n)
{
	struct q_admin_people_now_list l;

	TRY(q_admin_people_now(db, CHOICES_MOST, &l));
	*c = choices_make(rq, l.n, &word_web_choose);
	for (size_t i = 0; i < l.n; i++)
		(*c)[i + 1] = (struct choice){ .value = panel_id(rq->mem, l.p[i].id), .text = l.p[i].name };
	*n = l.n + 1;
	return OK;
}
