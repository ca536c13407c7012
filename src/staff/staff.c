#include "staff/staff.h"

static const char *const role_keys[ROLES] = { "none",   "clerk",       "dispatcher", "handler",      "unit_head",
					      "leader", "grid_worker", "auditor",    "administrator" };

const char *
staff_role_key(enum role r)
{
	return r < ROLES ? role_keys[r] : "none";
}

enum err
staff_actor(struct db *db, int64_t person, int64_t post, struct actor *a)
{
	day today = day_of(db->now);
	struct q_staff_posts_now_list posts;
	struct q_staff_actor_row row;

	if (post == 0) {
		TRY(q_staff_posts_now(db, person, today, 2, &posts));
		if (posts.n != 1)
			return posts.n ? CONFLICT : NOT_FOUND;
		post = posts.p[0].id;
	}
	TRY(q_staff_actor_row(db, person, post, today, &row));
	*a = (struct actor){ .kind = ACTOR_STAFF,
			     .person = person,
			     .post = row.post,
			     .role = (enum role)row.role,
			     .unit = row.unit,
			     .village = row.village,
			     .name = row.name,
			     .unit_name = row.unit_zh,
			     .unit_name_en = row.unit_en,
			     .must_change = row.must_change };
	return OK;
}

enum err
staff_head_of_unit(struct db *db, int64_t unit, int64_t *post)
{
	day today = day_of(db->now);
	struct q_staff_head_post head;
	struct q_staff_role_post leader;
	enum err e = q_staff_head_post(db, unit, today, &head);

	if (e == OK)
		*post = head.id;
	if (e != NOT_FOUND)
		return e;
	TRY(q_staff_role_post(db, ROLE_LEADER, today, &leader));
	*post = leader.id;
	return OK;
}

enum err
staff_holder_check(struct db *db, int64_t unit, int64_t post)
{
	struct q_staff_holder row;

	return q_staff_holder(db, post, unit, day_of(db->now), &row);
}
