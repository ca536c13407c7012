#include "joint/joint.h"

#include "base/rand.h"
#include "desk/event.h"
#include "joint/task.h"

#define PIECE 100

static enum err
told(struct tx *tx, const struct actor *by, const char *object, int64_t id, const char *kind)
{
	struct event e = { .object = str_of(object), .id = id, .kind = str_of(kind) };
	int64_t seq;

	return event_add(tx, by, &e, &seq);
}

enum err
joint_ready(struct db *db, int64_t matter, int64_t *n)
{
	struct q_joint_running running;
	struct q_joint_mandatory open;
	enum err e = q_joint_running(db, matter, &running);

	*n = 0;
	if (e != OK)
		return e == NOT_FOUND ? OK : e;
	TRY(q_joint_mandatory(db, running.id, matter, &open));
	*n = open.n;
	return open.n ? CONFLICT : OK;
}

/* The lead's answer, its approval and the end of joint handling wait for every mandatory task. */
enum err
joint_ear_may(struct db *db, const struct actor *by, int64_t matter, enum matter_act act)
{
	int64_t n;

	(void)by;
	if (act != ACT_DRAFT_ANSWER && act != ACT_APPROVE_ANSWER && act != ACT_JOINT_END)
		return OK;
	return joint_ready(db, matter, &n);
}

static enum err
begin(struct tx *tx, const struct actor *by, int64_t matter)
{
	int64_t id = rand_id(tx->db.now.ms);

	TRY(q_joint_insert(tx, id, matter, by->post, tx->db.now));
	return told(tx, by, "joint", id, "begin");
}

static enum err
end(struct tx *tx, const struct actor *by, int64_t matter)
{
	struct q_joint_running running;
	enum err e = q_joint_running(&tx->db, matter, &running);

	if (e != OK)
		return e == NOT_FOUND ? OK : e;
	TRY(q_joint_end(tx, running.id, tx->db.now));
	TRY(task_end_all(tx, by, matter, running.id));
	return told(tx, by, "joint", running.id, "end");
}

enum err
joint_ear_after(struct tx *tx, const struct actor *by, int64_t matter, enum matter_act act, enum matter_state from,
		enum matter_state to)
{
	(void)act;
	if (from != MATTER_JOINT && to == MATTER_JOINT)
		return begin(tx, by, matter);
	if (from == MATTER_JOINT && to != MATTER_JOINT)
		return end(tx, by, matter);
	return OK;
}

enum err
joint_holds(struct db *db, int64_t post, int64_t *n)
{
	struct q_task_held held;

	TRY(q_task_held(db, post, &held));
	*n = held.n;
	return OK;
}

static enum err
late(struct tx *tx, bool *more)
{
	struct q_task_due_list due;

	TRY(q_task_due(&tx->db, tx->db.now, PIECE, &due));
	for (size_t i = 0; i < due.n; i++) {
		TRY(q_task_late(tx, due.p[i].id, tx->db.now));
		TRY(told(tx, &actor_clock, "task", due.p[i].id, "late"));
	}
	*more = due.n == PIECE;
	return OK;
}

const struct job joint_jobs[] = { { "task-due", 60, late }, { 0 } };

enum err
joint_keeps(struct db *db, str file, bool *is)
{
	struct q_joint_keeps k;

	TRY(q_joint_keeps(db, file, &k));
	*is = k.kept;
	return OK;
}

static enum err
file_row(void *ctx, const struct q_joint_files *r)
{
	const struct matter_files *to = ctx;

	return to->each(to->ctx, r->picture, r->thumb);
}

enum err
joint_files(struct db *db, struct matter_files *to)
{
	return q_joint_files(db, file_row, to);
}
