/* hooks.c — joins what the web floor asks for to what the slices below it answer. */
#include "main/hooks.h"

#include "gen/place.sql.h"
#include "gen/queue.sql.h"
#include "gen/staff.sql.h"

enum err
hook_town_card(struct db *db, struct town_card *card)
{
	struct q_place_town_row row;

	TRY(q_place_town_row(db, &row));
	*card = (struct town_card){ .town = db->town,
				    .name_zh = row.name_zh,
				    .name_en = row.name_en,
				    .phone = row.phone,
				    .hours_zh = row.hours_zh,
				    .hours_en = row.hours_en };
	return OK;
}

enum err
hook_posts_of(struct db *db, int64_t person, struct post_choice **posts, size_t *n)
{
	struct q_staff_posts_now_list list;

	TRY(q_staff_posts_now(db, person, day_of(db->now), 50, &list));
	*posts = make(db->mem, struct post_choice, list.n + 1);
	*n = list.n;
	for (size_t i = 0; i < list.n; i++)
		(*posts)[i] = (struct post_choice){ list.p[i].id, (enum role)list.p[i].role, list.p[i].unit_zh,
						    list.p[i].area_zh };
	return OK;
}

enum err
hook_holds(struct db *db, int64_t post, int64_t *n)
{
	struct q_queue_counts_list lanes;

	TRY(q_queue_counts(db, 4, post, &lanes));
	*n = 0;
	for (size_t i = 0; i < lanes.n; i++)
		if (lanes.p[i].lane < LANE_CLOSED)
			*n += lanes.p[i].n;
	return OK;
}
