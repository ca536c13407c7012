#include "matter/guest.h"
#include "matter/matter_test.h"

struct guest_job {
	struct guest g;
	bool end;
	int64_t post;
};

static enum err
guest_run(struct tx *tx, void *ctx)
{
	const struct guest_job *j = ctx;

	return j->end ? guest_end(tx, &actor_clock, j->g.origin, 0, j->post) : guest_add(tx, &actor_clock, &j->g);
}

static enum err
change(struct world *w, struct guest_job j)
{
	enum err e = tx_run(w->conn, &w->mem, w->now, TOWN, guest_run, &j);

	arena_reset(&w->mem);
	return e;
}

static enum err
may(struct world *w, int64_t post, int64_t matter)
{
	struct db db = world_db(w);
	struct actor by = staff(post);

	return guest_may(&db, &by, matter);
}

TEST(a_unit_with_a_task_reads_and_nobody_else)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01"), other = raise_of(w, "C01");

	in_hand(w, id);
	CHECK_INT(may(w, P_OTHER, id), NOT_FOUND);
	CHECK_INT(change(w, (struct guest_job){ .g = { .matter = id, .unit = UNIT_LAW, .origin = 7 } }), OK);
	CHECK_INT(may(w, P_OTHER, id), OK);
	CHECK_INT(may(w, P_OTHER_HEAD, id), OK);
	CHECK_INT(may(w, P_OTHER, other), NOT_FOUND);
	CHECK_INT(may(w, P_HANDLER, id), NOT_FOUND); /* reaches it by scope, not as a guest */
	CHECK_INT(may(w, P_ADMIN, id), NOT_FOUND);
	/* reading is all: no act knows guests */
	CHECK_INT(act(w, staff(P_OTHER), id, (struct matter_deed){ .act = ACT_NOTE, .text = S("看过了") }), NOT_FOUND);
	CHECK_INT(change(w, (struct guest_job){ .g = { .origin = 7 }, .end = true }), OK);
	CHECK_INT(may(w, P_OTHER, id), NOT_FOUND);
	world_close(w);
}

TEST(access_of_a_task_force_ends_with_its_date)
{
	struct world *w = world_open(NULL);
	int64_t id = raise_of(w, "C01");
	struct guest g = { .matter = id, .post = P_OTHER, .origin = 9 };

	in_hand(w, id);
	g.until.ms = w->now.ms + 2 * MS_DAY;
	CHECK_INT(change(w, (struct guest_job){ .g = g }), OK);
	CHECK_INT(may(w, P_OTHER, id), OK);
	CHECK_INT(may(w, P_OTHER_HEAD, id), NOT_FOUND);
	world_pass(w, 2);
	CHECK_INT(may(w, P_OTHER, id), NOT_FOUND);
	world_close(w);
}
