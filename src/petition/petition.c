#include "petition/petition.h"

#include "base/utf8.h"
#include "catalogue/catalogue.h"
#include "desk/clock.h"
#include "desk/event.h"
#include "matter/archive.h"
#include "petition/opinion.h"

const char *
petition_state_key(enum petition_state s)
{
	static const char *const name[PETITION_STATES] = {
		"",      "registered", "accepted", "not_accepted", "transferred",
		"given", "in_review",  "reviewed", "in_rereview",  "rereviewed"
	};

	return s < PETITION_STATES ? name[s] : "";
}

enum err
petition_told(struct tx *tx, const struct actor *by, int64_t matter, const char *kind, str text, str detail)
{
	struct event e = { .object = S("petition"), .id = matter, .kind = str_of(kind), .detail = detail };
	int64_t seq;

	if (text.n)
		e.text = hash_of(text);
	return event_add(tx, by, &e, &seq);
}

/* Also without a name the person reads it on the tracking page; but only what is owed is issued. */
enum err
petition_notice(struct tx *tx, const struct actor *by, const struct q_petition_of *p, const struct notice_in *in)
{
	unsigned missing;
	int64_t id;
	enum err e;

	if (!p->named)
		return OK;
	e = notice_issue(tx, by, p->matter, in, &missing, &id);
	return e == FORBIDDEN ? OK : e; /* written by somebody else of the office */
}

enum err
petition_matter(struct db *db, const struct actor *by, int64_t matter, struct q_petition_matter *m)
{
	struct scope s = actor_scope(by);

	return q_petition_matter(db, matter, s.none, s.unit, s.village, by->post, by->unit, by->person, m);
}

/* ---- who may ---- */

bool
petition_registrar(const struct actor *by)
{
	return by->kind == ACTOR_STAFF && by->post && (by->role == ROLE_CLERK || by->role == ROLE_DISPATCHER);
}

bool
petition_decider(const struct actor *by)
{
	return by->kind == ACTOR_STAFF && by->post && (by->role == ROLE_DISPATCHER || by->role == ROLE_LEADER);
}

bool
petition_may_accept(const struct actor *by, const struct q_petition_matter *m, const struct q_petition_of *p)
{
	return petition_decider(by) && p->state == PETITION_REGISTERED && matter_open((enum matter_state)m->state);
}

bool
petition_may_object(const struct actor *by, const struct q_petition_of *p)
{
	return petition_decider(by) && p->state == PETITION_REGISTERED && p->came == CAME_DOWN;
}

static enum err
both(struct db *db, const struct actor *by, int64_t matter, struct q_petition_matter *m, struct q_petition_of *p)
{
	TRY(petition_matter(db, by, matter, m));
	return q_petition_of(db, matter, p);
}

static moment
day_end(day d)
{
	return (moment){ moment_at(day_add(d, 1), 0, 0).ms - 1 };
}

/* ---- registering ---- */

/* The catalogue knows the kind that is never held here, only handed over sealed. */
static enum err
not_sealed(struct db *db, str type)
{
	struct catalogue_type t;

	TRY(catalogue_type_or_default(db, type, day_of(db->now), &t));
	return t.urgency == URGENCY_HANDOVER ? INVALID : OK;
}

static enum err
ref_free(struct db *db, int64_t matter, str ref)
{
	struct q_petition_of_ref other;
	enum err e;

	if (utf8_count(ref) > PETITION_REF)
		return INVALID;
	if (ref.n == 0)
		return OK;
	e = q_petition_of_ref(db, ref, &other);
	if (e == OK && other.matter != matter)
		return CONFLICT;
	return e == NOT_FOUND ? OK : e;
}

/* Art. 23: within 15 days of receipt, in writing; not owed where name or address is unknown. */
static enum err
notice_begin(struct tx *tx, const struct q_petition_matter *m, moment *due)
{
	struct matter_timer t = { .kind = CLOCK_NOTICE,
				  .from = m->received_at,
				  .source_zh = S("《信访工作条例》第二十三条"),
				  .source_en = S("Petition Regulations, art. 23") };

	return matter_timer_start(tx, m->id, &t, due);
}

enum err
petition_register(struct tx *tx, const struct actor *by, int64_t matter, const struct petition_new *n)
{
	struct notice_in receipt = { .kind = NOTICE_RECEIPT };
	struct q_petition_matter m;
	struct q_petition_of p;
	moment due = { 0 };
	enum err e;

	receipt.text[PART_ROUTE] =
		S("已登记为信访事项。先审查是否属于我们的职权：受理的，按《信访工作条例》第三十一条分类办理；"
		  "不受理的，写明理由和可以去的地方；应由别的机关办理的，转送并告知您。");
	TRY(petition_matter(&tx->db, by, matter, &m));
	if (!petition_registrar(by))
		return FORBIDDEN;
	e = q_petition_of(&tx->db, matter, &p);
	if (e != NOT_FOUND)
		return e == OK ? CONFLICT : e;
	if (!matter_open((enum matter_state)m.state))
		return CONFLICT;
	if (n->accusation || (n->came == CAME_DOWN) != (n->came_from.n > 0) ||
	    utf8_count(n->came_from) > PETITION_SHORT)
		return INVALID;
	TRY(not_sealed(&tx->db, m.type));
	TRY(ref_free(&tx->db, matter, n->ref));
	if (n->named)
		TRY(notice_begin(tx, &m, &due));
	TRY(archive_keep_long(tx, matter));
	p = (struct q_petition_of){ .matter = matter, .named = n->named };
	TRY(petition_notice(tx, by, &p, &receipt));
	TRY(q_petition_insert(tx, matter, n->came, n->came_from, n->ref, n->named, by->post, tx->db.now, due));
	return petition_told(tx, by, matter, "register", S(""), n->came == CAME_DOWN ? S("passed down") : S("direct"));
}

enum err
petition_change_ref(struct tx *tx, const struct actor *by, int64_t matter, str ref)
{
	struct q_petition_matter m;
	struct q_petition_of p;

	TRY(both(&tx->db, by, matter, &m, &p));
	if (!petition_registrar(by))
		return FORBIDDEN;
	TRY(ref_free(&tx->db, matter, ref));
	TRY(q_petition_set_ref(tx, matter, ref));
	return petition_told(tx, by, matter, "ref", S(""), S(""));
}

/* ---- accepting ---- */

static bool
accept_good(const struct db *db, const struct petition_accept_in *in)
{
	if (in->sort < 1 || in->sort > PETITION_SORTS || in->route.n == 0 || utf8_count(in->route) > PETITION_TEXT ||
	    in->basis.n == 0 || utf8_count(in->basis) > PETITION_SHORT)
		return false;
	if (in->by_day.n && (in->sort == PETITION_HEARD || in->by_day.n < day_of(db->now).n))
		return false;
	return true;
}

/* Sixth sort: 60 days from acceptance. The others follow the time that their own law sets, where it does. */
static enum err
handling_begin(struct tx *tx, int64_t matter, const struct petition_accept_in *in, moment *due)
{
	struct matter_timer t = { .kind = CLOCK_HANDLING,
				  .source_zh = S("《信访工作条例》第三十四条"),
				  .source_en = S("Petition Regulations, art. 34") };

	if (in->sort != PETITION_HEARD && in->by_day.n == 0)
		return OK;
	if (in->sort != PETITION_HEARD) {
		t.due = day_end(in->by_day);
		t.source_zh = t.source_en = in->basis;
	}
	return matter_timer_start(tx, matter, &t, due);
}

enum err
petition_accept(struct tx *tx, const struct actor *by, int64_t matter, const struct petition_accept_in *in)
{
	struct notice_in notice = { .kind = NOTICE_ACCEPTED, .sort = in->sort };
	struct q_petition_matter m;
	struct q_petition_of p;
	moment due = { 0 };

	TRY(both(&tx->db, by, matter, &m, &p));
	if (!petition_decider(by))
		return FORBIDDEN;
	if (!petition_may_accept(by, &m, &p))
		return CONFLICT;
	if (!accept_good(&tx->db, in))
		return INVALID;
	TRY(matter_timer_met(tx, matter, CLOCK_NOTICE, 0));
	TRY(handling_begin(tx, matter, in, &due));
	TRY(q_petition_accept_row(tx, matter, in->sort, in->route, in->basis, by->post, tx->db.now, due));
	notice.text[PART_BASIS] = in->basis;
	TRY(petition_notice(tx, by, &p, &notice));
	return petition_told(tx, by, matter, "accept", in->route, str_fmt(tx->db.mem, "sort %d", in->sort));
}

/* ---- passed down, and not ours ---- */

enum err
petition_object_last(struct db *db, moment received_at, day *last)
{
	const struct calendar *c;

	TRY(clock_calendar(db, &c));
	*last = calendar_add(c, day_of(received_at), PETITION_OBJECT_DAYS, NULL);
	return OK;
}

enum err
petition_object(struct tx *tx, const struct actor *by, int64_t matter, str reason)
{
	struct q_petition_objection_of old;
	struct q_petition_matter m;
	struct q_petition_of p;
	enum err e;
	day last;

	TRY(both(&tx->db, by, matter, &m, &p));
	if (!petition_decider(by))
		return FORBIDDEN;
	if (!petition_may_object(by, &p))
		return CONFLICT;
	e = q_petition_objection_of(&tx->db, matter, &old);
	if (e != NOT_FOUND)
		return e == OK ? CONFLICT : e;
	TRY(petition_object_last(&tx->db, m.received_at, &last));
	if (reason.n == 0 || utf8_count(reason) > PETITION_TEXT || last.n < day_of(tx->db.now).n)
		return INVALID;
	TRY(q_petition_objection_insert(tx, matter, reason, by->post, tx->db.now, last));
	return petition_told(tx, by, matter, "object", reason, S(""));
}

enum err
petition_object_reply(struct tx *tx, const struct actor *by, int64_t matter, bool taken_back, str reply, day on)
{
	struct q_petition_objection_of o;
	struct q_petition_matter m;
	struct q_petition_of p;

	TRY(both(&tx->db, by, matter, &m, &p));
	if (!petition_registrar(by) && !petition_decider(by))
		return FORBIDDEN;
	TRY(q_petition_objection_of(&tx->db, matter, &o));
	if (o.result)
		return CONFLICT;
	if (reply.n == 0 || utf8_count(reply) > PETITION_TEXT || on.n < day_of(o.made_at).n ||
	    on.n > day_of(tx->db.now).n)
		return INVALID;
	TRY(q_petition_objection_reply(tx, matter, taken_back ? 1 : 2, reply, on));
	if (taken_back) {
		TRY(matter_timer_met(tx, matter, CLOCK_NOTICE, 0));
		TRY(q_petition_set_state(tx, matter, PETITION_TRANSFERRED, (moment){ 0 }));
	}
	return petition_told(tx, by, matter, "object_reply", reply, taken_back ? S("taken back") : S("stays"));
}

/* ---- extension ---- */

enum err
petition_extend(struct tx *tx, const struct actor *by, int64_t matter, day until, str reason)
{
	struct q_petition_extension_of old;
	struct q_petition_matter m;
	struct q_petition_of p;
	enum err e;
	int more;

	TRY(both(&tx->db, by, matter, &m, &p));
	if (by->post == 0 || by->post != m.holder)
		return FORBIDDEN;
	e = q_petition_extension_of(&tx->db, matter, &old);
	if (e != OK && e != NOT_FOUND)
		return e;
	if (e == OK || p.state != PETITION_ACCEPTED || p.sort != PETITION_HEARD || p.handle_by.ms <= tx->db.now.ms)
		return CONFLICT;
	more = day_diff(day_of(p.handle_by), until);
	if (reason.n == 0 || utf8_count(reason) > PETITION_TEXT || more < 1 || more > PETITION_MORE_DAYS ||
	    until.n <= day_of(tx->db.now).n)
		return INVALID;
	TRY(q_petition_extension_insert(tx, matter, reason, until, by->post, tx->db.now));
	return petition_told(tx, by, matter, "extend_ask", reason,
			     str_fmt(tx->db.mem, "until %.*s", STR_ARG(day_iso(tx->db.mem, until))));
}

enum err
petition_extend_decide(struct tx *tx, const struct actor *by, int64_t matter, bool approved, str remark)
{
	struct notice_in notice = { .kind = NOTICE_EXTENSION, .decided = true };
	struct q_petition_extension_of x;
	struct q_petition_person_of asker;
	struct q_petition_matter m;
	struct q_petition_of p;

	TRY(both(&tx->db, by, matter, &m, &p));
	if (by->kind != ACTOR_STAFF || by->role != ROLE_LEADER)
		return FORBIDDEN;
	TRY(q_petition_extension_of(&tx->db, matter, &x));
	if (x.state != 1 || p.state != PETITION_ACCEPTED || (approved && p.handle_by.ms <= tx->db.now.ms))
		return CONFLICT; /* a date that has passed was missed */
	TRY(q_petition_person_of(&tx->db, x.asked_by, &asker));
	if (asker.person == by->person)
		return FORBIDDEN;
	if (utf8_count(remark) > PETITION_TEXT || (!approved && remark.n == 0))
		return INVALID;
	TRY(q_petition_extension_decide_row(tx, matter, approved ? 2 : 3, by->post, tx->db.now, remark));
	if (approved) {
		TRY(matter_timer_move(tx, matter, CLOCK_HANDLING, 0, day_end(x.until)));
		TRY(q_petition_set_handle_by(tx, matter, day_end(x.until)));
		notice.text[PART_REASON] = x.reason;
		notice.text[PART_BASIS] = S("《信访工作条例》第三十四条");
		notice.until = x.until;
		TRY(petition_notice(tx, by, &p, &notice));
	}
	return petition_told(tx, by, matter, approved ? "extend" : "extend_refuse", remark, S(""));
}

/* ---- what the matter's own acts mean for the lane ---- */

/* An accepted petition of the sixth sort is answered by an opinion with all that art. 32 asks for, written in this very
 * change; nothing shorter passes. */
enum err
petition_ear_may(struct db *db, const struct actor *by, int64_t matter, enum matter_act act)
{
	struct q_opinion_last o;
	struct q_petition_of p;
	enum err e;

	(void)by;
	if (act != ACT_DRAFT_ANSWER && act != ACT_ANSWER_SPOT)
		return OK;
	e = q_petition_of(db, matter, &p);
	if (e != OK)
		return e == NOT_FOUND ? OK : e;
	if (p.state != PETITION_ACCEPTED || p.sort != PETITION_HEARD)
		return OK;
	e = act == ACT_DRAFT_ANSWER ? q_opinion_last(db, matter, &o) : NOT_FOUND;
	if (e != OK)
		return e == NOT_FOUND ? INVALID : e;
	return o.state == 1 && o.written_at.ms == db->now.ms ? OK : INVALID;
}

static enum err
set_state(struct tx *tx, const struct actor *by, int64_t matter, enum petition_state s)
{
	TRY(matter_timer_met(tx, matter, CLOCK_NOTICE, 0));
	TRY(q_petition_set_state(tx, matter, s, (moment){ 0 }));
	return petition_told(tx, by, matter, petition_state_key(s), S(""), S(""));
}

/* Where it stood before another body was asked to take it. */
static enum err
back(struct tx *tx, const struct actor *by, const struct q_petition_of *p)
{
	enum petition_state s = p->accepted_at.ms ? PETITION_ACCEPTED : PETITION_REGISTERED;

	TRY(q_petition_set_state(tx, p->matter, s, p->accepted_at.ms ? p->handle_by : (moment){ 0 }));
	return petition_told(tx, by, p->matter, petition_state_key(s), S(""), S("came back"));
}

enum err
petition_ear_after(struct tx *tx, const struct actor *by, int64_t matter, enum matter_act act, enum matter_state from,
		   enum matter_state to)
{
	struct q_petition_of p;
	enum err e = q_petition_of(&tx->db, matter, &p);

	(void)from;
	if (e != OK)
		return e == NOT_FOUND ? OK : e;
	switch (act) {
	case ACT_REJECT:
	case ACT_UPHOLD: return set_state(tx, by, matter, PETITION_NOT_ACCEPTED);
	case ACT_REFER: return set_state(tx, by, matter, PETITION_TRANSFERRED);
	case ACT_OBJECT:
	case ACT_REFER_REFUSED: return back(tx, by, &p);
	case ACT_APPROVE_ANSWER: return opinion_given(tx, by, matter);
	case ACT_RETURN_ANSWER: return opinion_sent_back(tx, matter);
	default: break;
	}
	/* Closed: what the office still owed here has ended, but not what a higher body owes. */
	if (!matter_open(to) && p.next_due.ms && p.state <= PETITION_ACCEPTED)
		return q_petition_set_state(tx, matter, p.state, (moment){ 0 });
	return OK;
}
