#include "joint/force.h"

#include "base/rand.h"
#include "base/utf8.h"
#include "desk/event.h"
#include "joint/meeting.h"
#include "matter/guest.h"
#include "staff/staff.h"

static enum err
told(struct tx *tx, const struct actor *by, int64_t id, const char *kind, str text, str detail)
{
	struct event e = { .object = S("task_force"), .id = id, .kind = str_of(kind), .detail = detail };
	int64_t seq;

	if (text.n)
		e.text = hash_of(text);
	return event_add(tx, by, &e, &seq);
}

static bool
writes(const struct actor *by)
{
	return by->kind == ACTOR_STAFF && (by->role == ROLE_DISPATCHER || by->role == ROLE_LEADER);
}

bool
force_runs(const struct q_force_of *f, day today)
{
	return f->ended_at.ms == 0 && f->last_day.n >= today.n;
}

bool
force_may_write(const struct actor *by, const struct q_force_of *f, day today)
{
	return writes(by) && force_runs(f, today);
}

enum err
force_read(struct db *db, const struct actor *by, int64_t id, struct q_force_of *f)
{
	if (by->kind != ACTOR_STAFF || by->post == 0 || by->role == ROLE_ADMINISTRATOR)
		return NOT_FOUND;
	return q_force_of(db, id, meeting_sees_all(by), by->post, f);
}

static enum err
open_for(struct db *db, const struct actor *by, int64_t id, struct q_force_of *f)
{
	TRY(force_read(db, by, id, f));
	if (!writes(by))
		return FORBIDDEN;
	return force_runs(f, day_of(db->now)) ? OK : CONFLICT;
}

static bool
good_day(const struct db *db, day last)
{
	int days = day_diff(day_of(db->now), last);

	return last.n && days >= 0 && days <= FORCE_DAYS;
}

/* The first moment without access. */
static moment
until(day last)
{
	return moment_at(day_add(last, 1), 0, 0);
}

enum err
force_add(struct tx *tx, const struct actor *by, const struct force_new *n, int64_t *id)
{
	if (!writes(by))
		return FORBIDDEN;
	if (n->title.n == 0 || utf8_count(n->title) > FORCE_TITLE || n->purpose.n == 0 ||
	    utf8_count(n->purpose) > FORCE_PURPOSE || !good_day(&tx->db, n->last_day))
		return INVALID;
	*id = rand_id(tx->db.now.ms);
	TRY(q_force_insert(tx, *id, n->title, n->purpose, by->post, tx->db.now, n->last_day));
	return told(tx, by, *id, "begin", n->title,
		    str_fmt(tx->db.mem, "until %.*s", STR_ARG(day_iso(tx->db.mem, n->last_day))));
}

/* ---- members and matters: each pair is a row of access ---- */

static enum err
bind(struct tx *tx, const struct actor *by, const struct q_force_of *f, int64_t matter, int64_t post)
{
	struct guest g = { .matter = matter, .post = post, .origin = f->id, .until = until(f->last_day) };

	return guest_add(tx, by, &g);
}

static enum err
not_accused(struct db *db, int64_t matter, int64_t unit, int64_t person)
{
	bool is = false;

	TRY(matter_conflict_with(db, matter, unit, person, &is));
	return is ? CONFLICT : OK;
}

enum err
force_post(struct tx *tx, const struct actor *by, int64_t id, int64_t post)
{
	struct q_force_matters_list matters;
	struct q_force_posts_list posts;
	struct q_staff_post p;
	struct q_force_of f;
	enum err e;

	TRY(open_for(&tx->db, by, id, &f));
	e = q_staff_post(&tx->db, post, &p);
	if (e != OK || p.role == ROLE_ADMINISTRATOR)
		return e == NOT_FOUND || e == OK ? INVALID : e;
	TRY(q_force_posts(&tx->db, id, FORCE_POSTS + 1, &posts));
	for (size_t i = 0; i < posts.n; i++)
		if (posts.p[i].post == post && posts.p[i].left_at.ms == 0)
			return CONFLICT;
	if (posts.n > FORCE_POSTS)
		return INVALID;
	TRY(q_force_matters(&tx->db, id, 0, 0, FORCE_MATTERS, &matters));
	for (size_t i = 0; i < matters.n; i++)
		TRY(not_accused(&tx->db, matters.p[i].matter, p.unit, p.person));
	TRY(q_force_post_insert(tx, id, post, tx->db.now));
	for (size_t i = 0; i < matters.n; i++)
		TRY(bind(tx, by, &f, matters.p[i].matter, post));
	return told(tx, by, id, "join", S(""), str_fmt(tx->db.mem, "post %lld", (long long)post));
}

enum err
force_leave(struct tx *tx, const struct actor *by, int64_t id, int64_t post)
{
	struct q_force_of f;

	TRY(open_for(&tx->db, by, id, &f));
	TRY(q_force_post_left(tx, id, post, tx->db.now));
	TRY(guest_end(tx, by, id, 0, post));
	return told(tx, by, id, "leave", S(""), str_fmt(tx->db.mem, "post %lld", (long long)post));
}

enum err
force_matter(struct tx *tx, const struct actor *by, int64_t id, int64_t matter)
{
	struct q_force_matters_list matters;
	struct q_force_posts_list posts;
	struct q_joint_matter m;
	struct q_force_of f;

	TRY(open_for(&tx->db, by, id, &f));
	TRY(task_matter(&tx->db, by, matter, &m));
	TRY(q_force_matters(&tx->db, id, 0, 0, FORCE_MATTERS, &matters));
	for (size_t i = 0; i < matters.n; i++)
		if (matters.p[i].matter == matter)
			return CONFLICT;
	if (matters.n == FORCE_MATTERS)
		return INVALID;
	TRY(q_force_posts(&tx->db, id, FORCE_POSTS + 1, &posts));
	for (size_t i = 0; i < posts.n; i++)
		if (posts.p[i].left_at.ms == 0)
			TRY(not_accused(&tx->db, matter, posts.p[i].unit, posts.p[i].person));
	TRY(q_force_matter_insert(tx, id, matter, tx->db.now));
	for (size_t i = 0; i < posts.n; i++)
		if (posts.p[i].left_at.ms == 0)
			TRY(bind(tx, by, &f, matter, posts.p[i].post));
	return told(tx, by, id, "matter", S(""), str_fmt(tx->db.mem, "matter %lld", (long long)matter));
}

/* ---- its end ---- */

enum err
force_prolong(struct tx *tx, const struct actor *by, int64_t id, day last_day, str reason)
{
	struct q_force_of f;

	TRY(open_for(&tx->db, by, id, &f));
	if (!good_day(&tx->db, last_day) || reason.n == 0 || utf8_count(reason) > FORCE_PURPOSE)
		return INVALID;
	TRY(q_force_last_day(tx, id, last_day));
	TRY(guest_prolong(tx, by, id, until(last_day)));
	return told(tx, by, id, "prolong", reason,
		    str_fmt(tx->db.mem, "until %.*s", STR_ARG(day_iso(tx->db.mem, last_day))));
}

enum err
force_end(struct tx *tx, const struct actor *by, int64_t id)
{
	struct q_force_of f;

	TRY(open_for(&tx->db, by, id, &f));
	TRY(q_force_ended(tx, id, tx->db.now));
	TRY(guest_end(tx, by, id, 0, 0));
	return told(tx, by, id, "end", S(""), S(""));
}
