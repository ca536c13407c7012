/* sitting.c — sessions: made by the rule a year ahead, changed by hand, closed with nothing left open. */
#include "base/rand.h"
#include "base/utf8.h"
#include "desk/event.h"
#include "openday/openday.h"
#include "place/place.h"

#define PIECE 100 /* promises carried in one step */

static enum err
sitting_event(struct tx *tx, const struct actor *by, int64_t id, const char *kind, str detail, str text)
{
	struct event e = { .object = S("openday_session"), .id = id, .kind = str_of(kind), .detail = detail };

	if (text.n)
		e.text = hash_of(text);
	return event_add(tx, by, &e, NULL);
}

/* ---- who reaches what ---- */

enum err
openday_reach_of(const struct actor *by, struct openday_reach *r)
{
	*r = (struct openday_reach){ .area = by->village, .post = by->post, .unit = by->unit };
	if (by->kind == ACTOR_CLOCK) {
		r->wide = true;
		return OK;
	}
	if (by->kind != ACTOR_STAFF || by->post == 0)
		return FORBIDDEN;
	switch (by->role) {
	case ROLE_CLERK:
	case ROLE_DISPATCHER:
	case ROLE_LEADER:
	case ROLE_AUDITOR: r->wide = true; return OK;
	case ROLE_HANDLER:
	case ROLE_UNIT_HEAD:
	case ROLE_GRID_WORKER: return OK;
	case ROLE_NONE:
	case ROLE_ADMINISTRATOR:
	case ROLES: break;
	}
	return FORBIDDEN;
}

enum err
sitting_open(struct db *db, const struct actor *by, int64_t id, struct q_openday_session_row *s)
{
	struct openday_reach r;

	TRY(openday_reach_of(by, &r));
	return q_openday_session_row(db, id, r.wide, r.area, r.post, r.unit, s);
}

bool
sitting_running(const struct q_openday_session_row *s, day today)
{
	return s->state == SESSION_PLANNED && day_diff(s->day, today) >= 0;
}

enum err
sitting_next(struct db *db, int64_t village, day after, day *due)
{
	struct q_openday_next next;
	enum err e = q_openday_next(db, village, after, &next);

	*due = e == OK ? next.day : day_add(after, 30);
	return e == NOT_FOUND ? OK : e;
}

/* ---- by hand ---- */

static enum err
fields_good(struct db *db, const struct sitting_new *n)
{
	struct q_openday_post post;
	enum err e;

	if (n->starts < 0 || n->ends > 24 * 60 || n->ends <= n->starts || utf8_count(n->spot) > OPENDAY_SPOT_MAX)
		return INVALID;
	e = n->post ? q_openday_post(db, n->post, day_of(db->now), &post) : OK;
	return e == NOT_FOUND ? INVALID : e;
}

static bool
arranges(const struct actor *by, int64_t village)
{
	return by->kind == ACTOR_STAFF && (by->role == ROLE_DISPATCHER || by->role == ROLE_LEADER) &&
	       (by->village == 0 || by->village == village);
}

enum err
sitting_add(struct tx *tx, const struct actor *by, const struct sitting_new *n, int64_t *id)
{
	day today = day_of(tx->db.now);

	if (!arranges(by, n->village))
		return FORBIDDEN;
	TRY(fields_good(&tx->db, n));
	TRY(place_check(&tx->db, n->village, n->village));
	if (day_diff(today, n->day) < 0 || day_diff(today, n->day) > OPENDAY_AHEAD ||
	    (n->kind != OPENDAY_PLAIN && n->kind != OPENDAY_SUNSHINE))
		return INVALID;
	*id = rand_id(tx->db.now.ms);
	TRY(q_openday_session_insert(tx, *id, n->village, n->day, n->kind, n->starts, n->ends, n->spot, n->post,
				     tx->db.now));
	return sitting_event(
		tx, by, *id, "plan-session",
		str_fmt(tx->db.mem, "kind %d day %.*s", (int)n->kind, STR_ARG(day_iso(tx->db.mem, n->day))), n->spot);
}

enum err
sitting_change(struct tx *tx, const struct actor *by, int64_t id, int64_t revision, const struct sitting_new *n)
{
	struct q_openday_session_row s;
	enum err e;

	TRY(sitting_open(&tx->db, by, id, &s));
	if (!arranges(by, s.village))
		return FORBIDDEN;
	TRY(fields_good(&tx->db, n));
	e = q_openday_session_change(tx, id, n->starts, n->ends, n->spot, n->post, revision, tx->db.now);
	if (e != OK)
		return e == NOT_FOUND ? CONFLICT : e;
	return sitting_event(tx, by, id, "change-session",
			     str_fmt(tx->db.mem, "from %d to %d post %lld", n->starts, n->ends, (long long)n->post),
			     n->spot);
}

/* ---- promises at its end ---- */

/* Those due up to the session's day move to the next, a piece at a time. One that was called off moves its own only. */
static enum err
carry_all(struct tx *tx, const struct actor *by, int64_t village, day upto, day due, enum promise_result why)
{
	struct q_openday_promises_due_list l;
	day after_due = why == STEP_CALLED_OFF ? day_add(upto, -1) : (day){ INT32_MIN };
	int64_t after = INT64_MAX;

	do {
		TRY(q_openday_promises_due(&tx->db, village, upto, after_due, after, PIECE, &l));
		for (size_t i = 0; i < l.n; i++) {
			int missed = (int)l.p[i].missed + (why == STEP_CARRIED);

			TRY(promise_carry(tx, by, l.p[i].id, missed, due, why));
			after_due = l.p[i].due_day;
			after = l.p[i].id;
		}
	} while (l.n == PIECE);
	return OK;
}

enum err
sitting_call_off(struct tx *tx, const struct actor *by, int64_t id, str reason)
{
	struct q_openday_session_row s;
	struct q_openday_item_last last;
	day due;

	TRY(sitting_open(&tx->db, by, id, &s));
	if (!arranges(by, s.village))
		return FORBIDDEN;
	TRY(q_openday_item_last(&tx->db, id, &last));
	if (!promise_text_good(reason) || last.n)
		return INVALID;
	if (s.state != SESSION_PLANNED)
		return CONFLICT;
	TRY(q_openday_session_end(tx, id, SESSION_CALLED_OFF, reason, by->post, tx->db.now));
	TRY(sitting_event(tx, by, id, "call-off", S(""), reason));
	TRY(sitting_next(&tx->db, s.village, s.day, &due));
	return carry_all(tx, by, s.village, s.day, due, STEP_CALLED_OFF);
}

/* A line that nobody ended is promised: an answer at the next session. The post on duty owes it. */
static enum err
lines_promise(struct tx *tx, const struct actor *by, const struct q_openday_session_row *s, int64_t owes)
{
	struct q_openday_items_open_list l;

	TRY(q_openday_items_open(&tx->db, s->id, OPENDAY_LINES, &l));
	for (size_t i = 0; i < l.n; i++)
		TRY(item_promise(tx, by, l.p[i].id, S(""), l.p[i].asked ? l.p[i].asked : owes));
	return OK;
}

static enum err
end_session(struct tx *tx, const struct actor *by, const struct q_openday_session_row *s)
{
	struct q_openday_item_last last;
	int64_t owes = s->post ? s->post : by->post;
	day today = day_of(tx->db.now), due;
	enum session_state state;

	TRY(q_openday_item_last(&tx->db, s->id, &last));
	if (owes == 0 && last.n) {
		struct q_openday_entered entered;

		TRY(q_openday_entered(&tx->db, s->id, &entered));
		owes = entered.post;
	}
	state = last.n || by->kind == ACTOR_STAFF ? SESSION_CLOSED : SESSION_NOT_HELD;
	TRY(sitting_next(&tx->db, s->village, day_diff(s->day, today) > 0 ? today : s->day, &due));
	TRY(carry_all(tx, by, s->village, s->day, due, STEP_CARRIED));
	TRY(lines_promise(tx, by, s, owes));
	TRY(q_openday_session_end(tx, s->id, state, S(""), by->post, tx->db.now));
	return sitting_event(tx, by, s->id, state == SESSION_CLOSED ? "close-session" : "not-held",
			     str_fmt(tx->db.mem, "lines %lld", (long long)last.n), S(""));
}

enum err
sitting_close(struct tx *tx, const struct actor *by, int64_t id)
{
	struct q_openday_session_row s;

	TRY(sitting_open(&tx->db, by, id, &s));
	if (by->kind == ACTOR_STAFF && by->role == ROLE_AUDITOR)
		return FORBIDDEN;
	if (s.state != SESSION_PLANNED)
		return CONFLICT;
	return sitting_running(&s, day_of(tx->db.now)) ? end_session(tx, by, &s) : INVALID;
}

/* ---- by itself ---- */

/* A promise due on a day that a new rule has dropped is due at the next that is. */
static enum err
realign(struct tx *tx, int64_t village)
{
	struct q_openday_promises_adrift_list l;
	day due;

	TRY(q_openday_promises_adrift(&tx->db, village, day_of(tx->db.now), PIECE, &l));
	for (size_t i = 0; i < l.n; i++) {
		TRY(sitting_next(&tx->db, village, day_of(tx->db.now), &due));
		TRY(promise_carry(tx, &actor_clock, l.p[i].id, (int)l.p[i].missed, due, STEP_CALLED_OFF));
	}
	return OK;
}

static enum err
make_village(struct tx *tx, int64_t village, day from, day upto)
{
	struct openday_rule r;
	int n = 0;

	TRY(openday_rule_for(&tx->db, village, &r));
	for (day d = from; day_diff(d, upto) >= 0; d = day_add(d, 1)) {
		if (!openday_falls(&r, d))
			continue;
		TRY(q_openday_session_rule(tx, rand_id(tx->db.now.ms), village, d, r.starts, r.ends, r.spot, r.post,
					   tx->db.now));
		n++;
	}
	TRY(q_openday_until_set(tx, village, upto));
	TRY(realign(tx, village));
	if (n == 0)
		return OK;
	return sitting_event(tx, &actor_clock, village, "make-sessions",
			     str_fmt(tx->db.mem, "n %d until %.*s", n, STR_ARG(day_iso(tx->db.mem, upto))), S(""));
}

/* One village a piece. */
static enum err
ahead_run(struct tx *tx, bool *more)
{
	day today = day_of(tx->db.now), upto = day_add(today, OPENDAY_AHEAD);
	struct q_openday_behind v;
	enum err e = q_openday_behind(&tx->db, today, upto, &v);

	*more = e == OK;
	if (e != OK)
		return e == NOT_FOUND ? OK : e;
	return make_village(tx, v.id, v.until.n && day_diff(today, v.until) >= 0 ? day_add(v.until, 1) : today, upto);
}

/* One session a piece: what nobody closed ends by itself, so that no promise waits for somebody's click. */
static enum err
overrun_run(struct tx *tx, bool *more)
{
	struct q_openday_overrun o;
	enum err e = q_openday_overrun(&tx->db, day_add(day_of(tx->db.now), -OPENDAY_GRACE), &o);

	*more = e == OK;
	if (e != OK)
		return e == NOT_FOUND ? OK : e;
	return sitting_close(tx, &actor_clock, o.id);
}

const struct job openday_jobs[] = {
	{ "open days ahead", 600, ahead_run },
	{ "open days over", 600, overrun_run },
	{ NULL, 0, NULL },
};
