/* session.c — who mediates, what the parties were told, what was said, and the end without an agreement. */
#include "base/rand.h"
#include "base/utf8.h"
#include "gen/matter.sql.h"
#include "mediation/case.h"

#define SEATS 60

static enum err
has_first(struct db *db, int64_t id, bool *yes)
{
	struct q_mediation_seats_list l;

	*yes = false;
	TRY(q_mediation_seats(db, id, SEATS, &l));
	for (size_t i = 0; i < l.n; i++)
		*yes |= l.p[i].part == SEAT_FIRST && l.p[i].until.ms == 0;
	return OK;
}

/* Begins when everybody is willing, a mediator is there and rights were told; the matter must be in somebody's hand. */
static enum err
advance(struct tx *tx, const struct actor *by, struct q_mediation_case *c, const char *kind, str detail)
{
	int64_t was = c->stage;
	struct q_matter_for_act m;
	bool first;

	TRY(has_first(&tx->db, c->id, &first));
	if (c->stage != STAGE_WILLING || !first || c->noticed_on.n == 0)
		return case_keep(tx, by, c, kind, was, detail, S(""));
	TRY(q_matter_for_act(&tx->db, c->matter, false, 0, 0, 0, &m));
	if (m.state == MATTER_RECEIVED || m.state == MATTER_OFFERED || m.state == MATTER_RULING)
		return CONFLICT;
	c->stage = STAGE_UNDER_WAY;
	c->begun_at = tx->db.now;
	TRY(case_keep(tx, by, c, kind, was, detail, S("")));
	return case_matter(tx, by, c, ACT_MEDIATE_BEGIN);
}

enum err
mediation_choose(struct tx *tx, const struct actor *by, int64_t id, int64_t post, bool first, bool by_parties)
{
	struct q_mediation_case c;
	struct q_mediation_choice choice;
	enum err e;

	TRY(case_take(tx, by, id, STAGE(WILLING) | STAGES_WORK, &c));
	e = q_mediation_choice(&tx->db, id, post, day_of(tx->db.now), &choice);
	if (e != OK)
		return e == NOT_FOUND ? INVALID : e;
	TRY(q_mediation_seat_put(tx, id, post, first ? SEAT_FIRST : SEAT_FURTHER, by_parties ? 1 : 2,
				 case_lane(c.stage), tx->db.now));
	if (first) {
		TRY(q_mediation_seat_step_back(tx, id, post));
		TRY(q_mediation_seat_let_go(tx, id, tx->db.now));
	}
	return advance(tx, by, &c, "choose",
		       str_fmt(tx->db.mem, "post %lld %s %s", (long long)post, first ? "first" : "further",
			       by_parties ? "chosen" : "accepted"));
}

/* Without a first mediator the head of the committee goes on, or whoever is chosen next. */
enum err
mediation_recuse(struct tx *tx, const struct actor *by, int64_t id, int64_t post, enum mediation_recusal why)
{
	struct q_mediation_case c;
	struct q_mediation_seat seat;
	bool first;

	TRY(case_take(tx, by, id, STAGE(WILLING) | STAGES_WORK, &c));
	if (why <= RECUSAL_NONE || why >= RECUSALS)
		return INVALID;
	TRY(q_mediation_seat(&tx->db, id, post, &seat));
	if (seat.until.ms || seat.part == SEAT_KEEPER)
		return INVALID;
	TRY(q_mediation_seat_end(tx, id, post, tx->db.now, why));
	TRY(has_first(&tx->db, id, &first));
	if (!first && c.stage == STAGE_UNDER_WAY) {
		int64_t was = c.stage;

		c.stage = STAGE_WILLING;
		TRY(case_keep(tx, by, &c, "recuse", was,
			      str_fmt(tx->db.mem, "post %lld why %d", (long long)post, (int)why), S("")));
		return case_matter(tx, by, &c, ACT_MEDIATE_END);
	}
	return case_note(tx, by, &c, "recuse", str_fmt(tx->db.mem, "post %lld why %d", (long long)post, (int)why),
			 S(""));
}

/* Not before the case was registered, not after today. */
static bool
day_fits(const struct tx *tx, const struct q_mediation_case *c, day on)
{
	return on.n && day_diff(on, day_of(tx->db.now)) >= 0 && day_diff(day_of(c->registered_at), on) >= 0;
}

enum err
mediation_notice(struct tx *tx, const struct actor *by, int64_t id, day on)
{
	struct q_mediation_case c;

	TRY(case_take(tx, by, id, STAGE(WILLING) | STAGES_WORK, &c));
	if (!day_fits(tx, &c, on))
		return INVALID;
	c.noticed_on = on;
	return advance(tx, by, &c, "notice", str_fmt(tx->db.mem, "on %.*s", STR_ARG(day_iso(tx->db.mem, on))));
}

/* ---- records ---- */

static unsigned
stages_of(enum mediation_record_kind kind)
{
	switch (kind) {
	case RECORD_INQUIRY:
	case RECORD_EVIDENCE:
	case RECORD_PROXY:
	case RECORD_ALARM: return STAGES_OPEN;
	case RECORD_SESSION: return STAGES_WORK;
	case RECORD_VISIT: return STAGE(SETTLED) | STAGE(BROKEN);
	case RECORD_DECISION: return STAGES_OPEN | STAGE(FAILED) | STAGE(REFUSED);
	case RECORD_NOTE: return STAGES_OPEN | STAGE(SETTLED) | STAGE(FAILED) | STAGE(REFUSED) | STAGE(HANDED);
	case RECORDS: break;
	}
	return 0;
}

static bool
result_good(const struct mediation_entry *e)
{
	static const int most[RECORDS] = { 0, 0, 3, 3, 3, 2, 0, 0, 0 };

	return most[e->kind] ? e->result >= 1 && e->result <= most[e->kind] : e->result == 0;
}

/* Open only when every party agrees and no family matter is at stake (75号令 30). */
static enum err
public_good(struct db *db, const struct q_mediation_case *c)
{
	struct q_mediation_parties_list l;

	if (c->kind == KIND_FAMILY)
		return INVALID;
	TRY(q_mediation_parties(db, c->id, MEDIATION_PARTIES, &l));
	for (size_t i = 0; i < l.n; i++)
		if (!l.p[i].open_fine)
			return INVALID;
	return OK;
}

static bool
entry_good(const struct tx *tx, const struct q_mediation_case *c, const struct mediation_entry *e)
{
	bool placed = e->kind == RECORD_INQUIRY || e->kind == RECORD_SESSION || e->kind == RECORD_VISIT;

	if (e->kind < RECORD_INQUIRY || e->kind >= RECORDS || e->words.n == 0 ||
	    utf8_count(e->words) > MEDIATION_TEXT || utf8_count(e->spot) > MEDIATION_SHORT ||
	    utf8_count(e->people) > MEDIATION_SHORT)
		return false;
	if (placed && (e->spot.n == 0 || e->people.n == 0))
		return false;
	if (e->kind == RECORD_DECISION && c->nature != NATURE_WOODLAND)
		return false;
	return day_fits(tx, c, e->on) && result_good(e);
}

enum err
mediation_record(struct tx *tx, const struct actor *by, int64_t id, const struct mediation_entry *e)
{
	struct q_mediation_case c;
	bool over = e->kind == RECORD_ALARM && e->flags & 1;

	if (e->kind < RECORD_INQUIRY || e->kind >= RECORDS)
		return INVALID;
	TRY(case_take(tx, by, id, stages_of(e->kind), &c));
	if (!entry_good(tx, &c, e) || (over && e->result == 1))
		return INVALID;
	if (e->kind == RECORD_SESSION && c.noticed_on.n == 0)
		return INVALID;
	if (e->kind == RECORD_SESSION && e->flags & SESSION_PUBLIC)
		TRY(public_good(&tx->db, &c));
	TRY(q_mediation_record_insert(tx, rand_id(tx->db.now.ms), id, e->kind, c.round, e->on, e->spot, e->people,
				      e->words, e->result, e->flags, by->post, tx->db.now));
	TRY(case_note(tx, by, &c, "record",
		      str_fmt(tx->db.mem, "kind %d result %d flags %d", (int)e->kind, e->result, e->flags), e->words));
	if (!over)
		return OK;
	c.told_on = day_of(tx->db.now);
	return case_end(tx, by, &c, STAGE_HANDED, WHY_HANDED, S(""));
}

enum err
mediation_fail(struct tx *tx, const struct actor *by, int64_t id, str words, day told)
{
	struct q_mediation_case c;

	TRY(case_take(tx, by, id, STAGE(WILLING) | STAGES_WORK, &c));
	if (words.n == 0 || utf8_count(words) > MEDIATION_TEXT || !day_fits(tx, &c, told))
		return INVALID;
	c.told_on = told;
	return case_end(tx, by, &c, STAGE_FAILED, WHY_NO_AGREEMENT, words);
}
