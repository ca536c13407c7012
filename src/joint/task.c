#include "joint/task.h"

#include "base/rand.h"
#include "base/utf8.h"
#include "desk/event.h"
#include "matter/guest.h"
#include "staff/staff.h"

static const char *const state_key[] = { "", "open", "answered", "let_go", "over" };

struct change {
	const char *kind;
	enum task_state from, to;
	str text, detail;
};

static enum err
told(struct tx *tx, const struct actor *by, int64_t id, const struct change *c)
{
	struct event e = { .object = S("task"),
			   .id = id,
			   .kind = str_of(c->kind),
			   .from = str_of(state_key[c->from]),
			   .to = str_of(state_key[c->to]),
			   .detail = c->detail };
	int64_t seq;

	if (c->text.n)
		e.text = hash_of(c->text);
	return event_add(tx, by, &e, &seq);
}

enum err
task_read(struct db *db, const struct actor *by, int64_t id, struct q_task_of *t)
{
	struct scope s = actor_scope(by);
	struct q_task_matter_of of;
	enum err e = q_task_of(db, id, s.none, s.unit, s.village, by->post, by->unit, by->person, t);

	if (e != NOT_FOUND)
		return e;
	TRY(q_task_matter_of(db, id, &of));
	TRY(guest_may(db, by, of.matter)); /* who reads the matter for a task or a task force reads all its tasks */
	return q_task_of(db, id, false, 0, 0, by->post, by->unit, by->person, t);
}

enum err
task_matter(struct db *db, const struct actor *by, int64_t matter, struct q_joint_matter *m)
{
	struct scope s = actor_scope(by);

	return q_joint_matter(db, matter, s.none, s.unit, s.village, by->post, by->unit, by->person, m);
}

/* ---- who may ---- */

static bool
directs(const struct actor *by)
{
	return by->kind == ACTOR_STAFF && (by->role == ROLE_DISPATCHER || by->role == ROLE_LEADER);
}

bool
task_may_give(const struct actor *by, const struct q_joint_matter *m)
{
	if (m->state == MATTER_JOINT)
		return directs(by) || (by->post && by->post == m->holder);
	return m->state == MATTER_IN_HAND && directs(by);
}

bool
task_may_answer(const struct actor *by, const struct q_task_of *t)
{
	bool head = by->role == ROLE_UNIT_HEAD && by->unit == t->unit;

	return by->kind == ACTOR_STAFF && t->state == TASK_OPEN && (by->post == t->holder || head);
}

bool
task_may_assign(const struct actor *by, const struct q_task_of *t)
{
	return by->kind == ACTOR_STAFF && t->state == TASK_OPEN && by->role == ROLE_UNIT_HEAD && by->unit == t->unit;
}

bool
task_may_let_go(const struct actor *by, const struct q_task_of *t)
{
	return by->kind == ACTOR_STAFF && by->role == ROLE_LEADER && t->state == TASK_OPEN && t->mandatory;
}

/* ---- giving one ---- */

static enum err
not_accused(struct db *db, int64_t matter, int64_t unit, int64_t post)
{
	struct q_staff_post p;
	bool is = false;

	if (matter == 0)
		return OK;
	TRY(q_staff_post(db, post, &p));
	TRY(matter_conflict_with(db, matter, unit, p.person, &is));
	return is ? INVALID : OK;
}

/* The head of the unit; where the matter complains about that very person, the leader of the township. */
static enum err
holder_find(struct db *db, const struct task_new *n, int64_t *post)
{
	struct q_staff_unit unit;
	struct q_staff_role_post leader;
	bool is = false;
	enum err e = q_staff_unit(db, n->unit, &unit);

	if (e != OK)
		return e == NOT_FOUND ? INVALID : e;
	if (unit.kind == UNIT_OUTSIDE || (unit.valid_to.n && unit.valid_to.n < day_of(db->now).n))
		return INVALID;
	if (n->matter)
		TRY(matter_conflict_with(db, n->matter, n->unit, 0, &is));
	if (is)
		return INVALID;
	e = staff_head_of_unit(db, n->unit, post);
	if (e == OK)
		e = not_accused(db, n->matter, n->unit, *post);
	if (e != INVALID)
		return e == NOT_FOUND ? INVALID : e;
	e = q_staff_role_post(db, ROLE_LEADER, day_of(db->now), &leader);
	*post = leader.id;
	return e == OK ? not_accused(db, n->matter, n->unit, leader.id) : e == NOT_FOUND ? INVALID : e;
}

/* A matter in hand is handled jointly from its first task on. Decisions of a meeting may concern one that is not. */
static enum err
joint_for(struct tx *tx, const struct actor *by, const struct task_new *n, int64_t *joint)
{
	struct matter_deed begin = { .act = ACT_JOINT_BEGIN };
	struct q_joint_matter m;

	*joint = 0;
	if (n->matter == 0)
		return OK;
	TRY(task_matter(&tx->db, by, n->matter, &m));
	if (!task_may_give(by, &m)) {
		if (m.state == MATTER_IN_HAND || m.state == MATTER_JOINT)
			return FORBIDDEN;
		return n->meeting ? OK : CONFLICT;
	}
	if (m.state == MATTER_IN_HAND) {
		TRY(matter_act(tx, by, n->matter, &begin));
		TRY(task_matter(&tx->db, by, n->matter, &m));
	}
	*joint = m.joint;
	return OK;
}

static enum err
next_number(struct db *db, const struct task_new *n, int64_t *number)
{
	struct q_task_last_of_meeting meeting;
	struct q_task_last_of_matter matter;

	if (n->matter) {
		TRY(q_task_last_of_matter(db, n->matter, &matter));
		*number = matter.n + 1;
		return matter.n < TASK_OF_MATTER ? OK : INVALID;
	}
	TRY(q_task_last_of_meeting(db, n->meeting, &meeting));
	*number = meeting.n + 1;
	return meeting.n < TASK_OF_MEETING ? OK : INVALID;
}

/* The day of the table of limits has its basis there; another day was set with the task. */
static enum err
clock_begin(struct tx *tx, const struct task_new *n, int64_t number, moment due)
{
	struct matter_timer t = { .kind = CLOCK_TASK, .n = number };
	day usual;
	enum err e = matter_timer_due(&tx->db, n->matter, CLOCK_TASK, &usual);

	if (e != OK && e != NOT_FOUND)
		return e;
	if (e == NOT_FOUND || usual.n != n->due.n) {
		t.due = due;
		t.source_zh = S("交任务时定的期限");
		t.source_en = S("the day set with the task");
	}
	return matter_timer_start(tx, n->matter, &t, &due);
}

enum err
task_add(struct tx *tx, const struct actor *by, const struct task_new *n, int64_t *id)
{
	int64_t holder, joint, number;
	struct guest guest;
	moment due = moment_at(day_add(n->due, 1), 0, 0);

	if (n->what.n == 0 || utf8_count(n->what) > TASK_TEXT_MAX || n->due.n < day_of(tx->db.now).n ||
	    day_diff(day_of(tx->db.now), n->due) > 366 || (n->matter == 0 && n->meeting == 0))
		return INVALID;
	TRY(holder_find(&tx->db, n, &holder));
	TRY(joint_for(tx, by, n, &joint));
	TRY(next_number(&tx->db, n, &number));
	due.ms--;
	*id = rand_id(tx->db.now.ms);
	TRY(q_task_insert(tx, *id, joint, n->matter, number, n->meeting, n->item, n->unit, holder, n->what,
			  n->mandatory && joint, by->post, tx->db.now, due));
	if (n->matter) {
		guest = (struct guest){ .matter = n->matter, .unit = n->unit, .origin = *id };
		TRY(guest_add(tx, by, &guest));
		TRY(clock_begin(tx, n, number, due));
	}
	return told(tx, by, *id,
		    &(struct change){ .kind = "give",
				      .to = TASK_OPEN,
				      .text = n->what,
				      .detail = str_fmt(tx->db.mem,
							"matter %lld meeting %lld unit %lld holder %lld due %.*s",
							(long long)n->matter, (long long)n->meeting, (long long)n->unit,
							(long long)holder, STR_ARG(day_iso(tx->db.mem, n->due))) });
}

/* ---- doing it ---- */

/* Closes it, and its clock with it. */
static enum err
closed(struct tx *tx, const struct q_task_of *t, enum task_state state, str answer, str reason, int64_t post)
{
	TRY(q_task_close(tx, t->id, state, answer, reason, post, tx->db.now));
	return t->matter ? matter_timer_met(tx, t->matter, CLOCK_TASK, t->n) : OK;
}

enum err
task_answer(struct tx *tx, const struct actor *by, int64_t id, str text, const struct photo *photo, size_t photos)
{
	struct q_task_of t;

	TRY(task_read(&tx->db, by, id, &t));
	if (t.state != TASK_OPEN)
		return CONFLICT;
	if (!task_may_answer(by, &t))
		return FORBIDDEN;
	if (text.n == 0 || utf8_count(text) > TASK_TEXT_MAX || photos > MATTER_PHOTOS)
		return INVALID;
	TRY(closed(tx, &t, TASK_ANSWERED, text, S(""), by->post));
	for (size_t i = 0; i < photos; i++)
		TRY(q_task_photo_insert(tx, id, (int64_t)i + 1, hash_str(&photo[i].picture), hash_str(&photo[i].thumb),
					photo[i].width, photo[i].height));
	return told(tx, by, id,
		    &(struct change){ .kind = "answer", .from = TASK_OPEN, .to = TASK_ANSWERED, .text = text });
}

enum err
task_assign(struct tx *tx, const struct actor *by, int64_t id, int64_t post)
{
	struct q_staff_post p;
	struct q_task_of t;
	enum err e;

	TRY(task_read(&tx->db, by, id, &t));
	if (t.state != TASK_OPEN)
		return CONFLICT;
	if (!task_may_assign(by, &t))
		return FORBIDDEN;
	e = staff_holder_check(&tx->db, t.unit, post);
	if (e != OK)
		return e == NOT_FOUND ? INVALID : e;
	TRY(q_staff_post(&tx->db, post, &p));
	if (p.village && t.village && p.village != t.village)
		return INVALID;
	TRY(not_accused(&tx->db, t.matter, t.unit, post));
	TRY(q_task_holder_set(tx, id, post));
	return told(tx, by, id,
		    &(struct change){ .kind = "assign",
				      .from = TASK_OPEN,
				      .to = TASK_OPEN,
				      .detail = str_fmt(tx->db.mem, "holder %lld", (long long)post) });
}

enum err
task_let_go(struct tx *tx, const struct actor *by, int64_t id, str reason)
{
	struct q_task_of t;

	TRY(task_read(&tx->db, by, id, &t));
	if (t.state != TASK_OPEN)
		return CONFLICT;
	if (!task_may_let_go(by, &t))
		return FORBIDDEN;
	if (reason.n == 0 || utf8_count(reason) > TASK_TEXT_MAX)
		return INVALID;
	TRY(closed(tx, &t, TASK_LET_GO, S(""), reason, by->post));
	return told(tx, by, id,
		    &(struct change){ .kind = "let_go", .from = TASK_OPEN, .to = TASK_LET_GO, .text = reason });
}

/* ---- ending with the matter ---- */

static enum err
end_one(struct tx *tx, const struct actor *by, int64_t id)
{
	TRY(q_task_close(tx, id, TASK_OVER, S(""), S(""), 0, tx->db.now));
	return told(tx, by, id, &(struct change){ .kind = "over", .from = TASK_OPEN, .to = TASK_OVER });
}

enum err
task_end_all(struct tx *tx, const struct actor *by, int64_t matter, int64_t joint)
{
	struct q_task_of_joint_list l;

	TRY(q_task_of_joint(&tx->db, matter, joint, TASK_OF_MATTER, &l));
	for (size_t i = 0; i < l.n; i++) {
		if (l.p[i].state == TASK_OPEN) {
			TRY(end_one(tx, by, l.p[i].id));
			TRY(matter_timer_met(tx, matter, CLOCK_TASK, l.p[i].n));
		}
		TRY(guest_end(tx, by, l.p[i].id, matter, 0));
	}
	return OK;
}
