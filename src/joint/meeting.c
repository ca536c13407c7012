#include "joint/meeting.h"

#include "base/rand.h"
#include "base/utf8.h"
#include "desk/event.h"
#include "staff/staff.h"

static enum err
told(struct tx *tx, const struct actor *by, int64_t id, const char *kind, str text, str detail)
{
	struct event e = { .object = S("meeting"), .id = id, .kind = str_of(kind), .detail = detail };
	int64_t seq;

	if (text.n)
		e.text = hash_of(text);
	return event_add(tx, by, &e, &seq);
}

bool
meeting_sees_all(const struct actor *by)
{
	struct scope s = actor_scope(by);

	return !s.none && s.unit == 0 && s.village == 0;
}

static bool
writes(const struct actor *by)
{
	return by->kind == ACTOR_STAFF && (by->role == ROLE_DISPATCHER || by->role == ROLE_LEADER);
}

bool
meeting_may_write(const struct actor *by, const struct q_meeting_of *m)
{
	return writes(by) && m->state == MEETING_PLANNED;
}

enum err
meeting_read(struct db *db, const struct actor *by, int64_t id, struct q_meeting_of *m)
{
	if (by->kind != ACTOR_STAFF || by->post == 0 || by->role == ROLE_ADMINISTRATOR)
		return NOT_FOUND;
	return q_meeting_of(db, id, meeting_sees_all(by), by->post, m);
}

static enum err
open_for(struct db *db, const struct actor *by, int64_t id, struct q_meeting_of *m)
{
	TRY(meeting_read(db, by, id, m));
	if (!writes(by))
		return FORBIDDEN;
	return m->state == MEETING_PLANNED ? OK : CONFLICT;
}

/* ---- planning ---- */

static bool
clock_good(str s)
{
	int64_t hour, minute;
	str h, m;

	return str_cut(s, ':', &h, &m) && h.n == 2 && m.n == 2 && str_int(h, &hour) && str_int(m, &minute) &&
	       hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
}

static enum err
good(struct db *db, const struct meeting_new *n)
{
	struct q_staff_post chair;
	enum err e = q_staff_post(db, n->chair, &chair);

	if (e != OK)
		return e == NOT_FOUND ? INVALID : e;
	if (n->title.n == 0 || utf8_count(n->title) > MEETING_SHORT || n->room.n == 0 ||
	    utf8_count(n->room) > MEETING_SHORT || !clock_good(n->starts) || n->held_on.n == 0)
		return INVALID;
	return OK;
}

/* Who leads it and who writes it up have a seat from the start. */
enum err
meeting_add(struct tx *tx, const struct actor *by, const struct meeting_new *n, int64_t *id)
{
	if (!writes(by))
		return FORBIDDEN;
	TRY(good(&tx->db, n));
	*id = rand_id(tx->db.now.ms);
	TRY(q_meeting_insert(tx, *id, n->title, n->held_on, n->starts, n->room, n->chair, by->post, tx->db.now));
	TRY(told(tx, by, *id, "plan", n->title, S("")));
	TRY(meeting_seat(tx, by, *id, n->chair, S("")));
	return n->chair == by->post ? OK : meeting_seat(tx, by, *id, by->post, S(""));
}

enum err
meeting_change(struct tx *tx, const struct actor *by, int64_t id, const struct meeting_new *n)
{
	struct q_meeting_of m;

	TRY(open_for(&tx->db, by, id, &m));
	TRY(good(&tx->db, n));
	TRY(q_meeting_set(tx, id, n->title, n->held_on, n->starts, n->room, n->chair));
	return told(tx, by, id, "change", n->title, S(""));
}

/* ---- who comes, what about ---- */

static enum err
may_sit(struct db *db, int64_t meeting, int64_t post)
{
	struct q_meeting_matters_list matters;
	struct q_staff_post p;
	bool is = false;

	TRY(q_staff_post(db, post, &p));
	TRY(q_meeting_matters(db, meeting, MEETING_ITEMS, &matters));
	for (size_t i = 0; i < matters.n && !is; i++)
		TRY(matter_conflict_with(db, matters.p[i].matter, p.unit, p.person, &is));
	return is ? CONFLICT : OK;
}

enum err
meeting_seat(struct tx *tx, const struct actor *by, int64_t id, int64_t post, str office)
{
	struct q_meeting_seats_list seats;
	struct q_meeting_seat_last last;
	struct q_staff_post p;
	struct q_meeting_of m;
	enum err e;

	TRY(open_for(&tx->db, by, id, &m));
	if ((post == 0) == (office.n == 0) || utf8_count(office) > MEETING_SHORT)
		return INVALID;
	if (post) {
		e = q_staff_post(&tx->db, post, &p);
		if (e != OK || p.role == ROLE_ADMINISTRATOR)
			return e == NOT_FOUND || e == OK ? INVALID : e;
		TRY(may_sit(&tx->db, id, post));
	}
	TRY(q_meeting_seats(&tx->db, id, MEETING_SEATS, &seats));
	for (size_t i = 0; i < seats.n; i++)
		if (post && seats.p[i].post == post)
			return CONFLICT;
	if (seats.n == MEETING_SEATS)
		return INVALID;
	TRY(q_meeting_seat_last(&tx->db, id, &last));
	TRY(q_meeting_seat_insert(tx, id, last.n + 1, post, office));
	return told(tx, by, id, "seat", office, str_fmt(tx->db.mem, "post %lld", (long long)post));
}

enum err
meeting_came(struct tx *tx, const struct actor *by, int64_t id, int64_t n, enum meeting_came came)
{
	struct q_meeting_of m;

	TRY(open_for(&tx->db, by, id, &m));
	TRY(q_meeting_seat_came(tx, id, n, came));
	return told(tx, by, id, "attendance", S(""), str_fmt(tx->db.mem, "seat %lld %d", (long long)n, (int)came));
}

static enum err
all_may_hear(struct db *db, int64_t meeting, int64_t matter)
{
	struct q_meeting_seats_list seats;
	bool is = false;

	TRY(q_meeting_seats(db, meeting, MEETING_SEATS, &seats));
	for (size_t i = 0; i < seats.n && !is; i++)
		if (seats.p[i].post)
			TRY(matter_conflict_with(db, matter, seats.p[i].unit, seats.p[i].person, &is));
	return is ? CONFLICT : OK;
}

enum err
meeting_item(struct tx *tx, const struct actor *by, int64_t id, int64_t matter, str topic)
{
	struct q_meeting_item_last last;
	struct q_joint_matter found;
	struct q_meeting_of m;

	TRY(open_for(&tx->db, by, id, &m));
	if ((matter == 0 && topic.n == 0) || utf8_count(topic) > MEETING_SHORT)
		return INVALID;
	if (matter) {
		TRY(task_matter(&tx->db, by, matter, &found));
		TRY(all_may_hear(&tx->db, id, matter));
	}
	TRY(q_meeting_item_last(&tx->db, id, &last));
	if (last.n >= MEETING_ITEMS)
		return INVALID;
	TRY(q_meeting_item_insert(tx, id, last.n + 1, matter, topic));
	return told(tx, by, id, "item", topic,
		    str_fmt(tx->db.mem, "item %lld matter %lld", (long long)last.n + 1, (long long)matter));
}

/* ---- what came of it ---- */

enum err
meeting_outcome(struct tx *tx, const struct actor *by, int64_t id, int64_t n, str outcome)
{
	struct q_meeting_of m;

	TRY(open_for(&tx->db, by, id, &m));
	if (outcome.n == 0 || utf8_count(outcome) > MEETING_TEXT)
		return INVALID;
	TRY(q_meeting_item_outcome(tx, id, n, outcome));
	return told(tx, by, id, "outcome", outcome, str_fmt(tx->db.mem, "item %lld", (long long)n));
}

enum err
meeting_decide(struct tx *tx, const struct actor *by, int64_t id, int64_t n, struct task_new *task)
{
	struct q_meeting_items_list items;
	struct q_meeting_of m;
	int64_t made;

	TRY(open_for(&tx->db, by, id, &m));
	TRY(q_meeting_items(&tx->db, id, by->unit, by->person, MEETING_ITEMS, &items));
	for (size_t i = 0; i < items.n; i++)
		if (items.p[i].n == n) {
			task->matter = items.p[i].matter;
			task->meeting = id;
			task->item = n;
			return task_add(tx, by, task, &made);
		}
	return NOT_FOUND;
}

enum err
meeting_said(struct tx *tx, const struct actor *by, int64_t id, int64_t task, str said)
{
	struct q_meeting_of m;
	struct q_task_of t;

	TRY(open_for(&tx->db, by, id, &m));
	TRY(task_read(&tx->db, by, task, &t));
	if (t.meeting == 0 || t.meeting == id || t.state != TASK_OPEN)
		return CONFLICT;
	if (said.n == 0 || utf8_count(said) > MEETING_TEXT)
		return INVALID;
	TRY(q_meeting_carry(tx, id, task, said));
	return told(tx, by, id, "said", said, str_fmt(tx->db.mem, "task %lld", (long long)task));
}

/* Every open decision is written into the minutes, also where nobody said anything to it. */
static enum err
carry(struct tx *tx, const struct actor *by, int64_t id)
{
	struct q_meeting_open_list open;

	(void)by;
	TRY(q_meeting_open(&tx->db, id, 0, 0, MEETING_CARRIED, &open));
	for (size_t i = 0; i < open.n; i++)
		if (open.p[i].said.n == 0)
			TRY(q_meeting_carry(tx, id, open.p[i].id, S("")));
	return OK;
}

enum err
meeting_close(struct tx *tx, const struct actor *by, int64_t id)
{
	struct q_meeting_items_bare bare;
	struct q_meeting_seats_list seats;
	struct q_meeting_of m;
	size_t came = 0;

	TRY(open_for(&tx->db, by, id, &m));
	TRY(q_meeting_items_bare(&tx->db, id, &bare));
	TRY(q_meeting_seats(&tx->db, id, MEETING_SEATS, &seats));
	for (size_t i = 0; i < seats.n; i++)
		came += seats.p[i].came == CAME_SELF || seats.p[i].came == CAME_OTHER;
	if (bare.n || came == 0 || m.held_on.n > day_of(tx->db.now).n)
		return INVALID;
	TRY(carry(tx, by, id));
	TRY(q_meeting_close_row(tx, id, tx->db.now));
	return told(tx, by, id, "close", S(""), str_fmt(tx->db.mem, "came %d", (int)came));
}
