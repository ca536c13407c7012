/* mediation.c — a case is registered, hears of its matter, and reminds by itself. */
#include "mediation/mediation.h"

#include "base/rand.h"
#include "base/utf8.h"
#include "catalogue/catalogue.h"
#include "desk/event.h"
#include "gen/after.sql.h"
#include "gen/matter.sql.h"
#include "matter/archive.h"
#include "mediation/case.h"
#include "mediation/print.h"

#define JOB_ROWS 100

/* ---- registration ---- */

str
mediation_type_of(enum mediation_kind kind, enum mediation_nature nature)
{
	static const char *const type[KINDS] = { "",    "B02", "B01", "A03", "B04", "B03", "A01", "A04",
						 "G01", "H03", "D02", "B04", "B04", "B03", "B01" };

	if (nature == NATURE_WOODLAND)
		return S("B05");
	return str_of(type[kind]);
}

/* A month as calendars have it: 31 January leads to the last of February. */
static day
month_after(day d)
{
	struct civil c = day_civil(d);
	int year = c.month == 12 ? c.year + 1 : c.year, month = c.month == 12 ? 1 : c.month + 1;
	day end = { 0 };

	for (int mday = c.day; end.n == 0 && mday > 0; mday--)
		end = day_make(year, month, mday);
	return end;
}

static bool
good(const struct mediation_new *in)
{
	return in->kind >= KIND_FAMILY && in->kind < KINDS && in->nature >= NATURE_NONE && in->nature < NATURES &&
	       in->source >= SOURCE_APPLIED && in->source < SOURCES && in->facts.n && in->wish.n &&
	       utf8_count(in->facts) <= MEDIATION_TEXT && utf8_count(in->wish) <= MEDIATION_TEXT;
}

static bool
takes_up(const struct actor *by)
{
	return by->unit && (by->role == ROLE_HANDLER || by->role == ROLE_UNIT_HEAD || by->role == ROLE_GRID_WORKER);
}

/* A dispute that comes straight to a mediator: a matter of its own, so that it has a receipt and a judgement. Who takes
 * it up has it in hand at once; at the window it goes the way that the routing rules say. */
static enum err
matter_new(struct tx *tx, const struct actor *by, const struct matter_keys *k, const struct mediation_new *in,
	   struct mediation_made *out)
{
	str type = in->type.n ? in->type : mediation_type_of(in->kind, in->nature);
	struct matter_raise raise = { .channel = in->channel ? in->channel : CHANNEL_WALK_IN,
				      .type = type,
				      .village = in->village,
				      .place = in->place,
				      .words = in->facts,
				      .on_behalf = true,
				      .code_seed = in->code_seed };
	struct matter_deed offer = { .act = ACT_OFFER, .unit = by->unit };
	struct matter_raised raised;

	TRY(matter_raise(tx, by, k, &raise, &raised));
	out->matter = raised.id;
	memcpy(out->code, raised.code, sizeof(out->code));
	if (!takes_up(by))
		TRY(catalogue_unit_for(&tx->db, type, in->village, day_of(tx->db.now), &offer.unit));
	TRY(matter_act(tx, &actor_clock, raised.id, &offer));
	return takes_up(by) ? matter_act(tx, by, raised.id, &(struct matter_deed){ .act = ACT_CLAIM }) : OK;
}

/* The matter as this actor reaches it, open and not merged. */
static enum err
matter_known(struct tx *tx, const struct actor *by, int64_t matter, struct q_matter_for_act *m)
{
	struct scope s = actor_scope(by);

	TRY(q_matter_for_act(&tx->db, matter, s.none, s.unit, s.village, by->post, m));
	if (!matter_open((enum matter_state)m->state) || m->state == MATTER_ANSWERED)
		return INVALID;
	return OK;
}

static enum err
row_add(struct tx *tx, const struct actor *by, const struct mediation_new *in, const struct q_matter_for_act *m,
	int64_t unit, int64_t id)
{
	day today = day_of(tx->db.now);
	struct q_mediation_next_number number;
	struct event e = { .object = S("mediation"), .id = id, .kind = S("register"), .to = S("registered") };
	int year = day_civil(today).year;

	TRY(q_mediation_next_number(tx, year, &number));
	TRY(q_mediation_insert(tx, id, year, number.number, m->id, unit, m->village, m->place, in->kind, in->nature,
			       in->source, in->spoken, in->facts, in->wish, in->sweep, tx->db.now, by->post,
			       month_after(today)));
	TRY(archive_keep_long(tx, m->id)); /* the file outlives an ordinary matter */
	TRY(q_mediation_seat_put(tx, id, by->post, SEAT_KEEPER, 0, MEDIATION_OPEN, tx->db.now));
	e.detail =
		str_fmt(tx->db.mem, "matter %lld kind %d source %d", (long long)m->id, (int)in->kind, (int)in->source);
	e.text = hash_of(in->facts);
	return event_add(tx, by, &e, NULL);
}

enum err
mediation_register(struct tx *tx, const struct actor *by, const struct matter_keys *k, const struct mediation_new *in,
		   struct mediation_made *out)
{
	struct q_mediation_of_matter there;
	struct q_matter_for_act m;
	struct scope s = actor_scope(by);
	int64_t unit;
	bool conflict;
	enum err e;

	*out = (struct mediation_made){ .matter = in->matter };
	if (!good(in) || by->kind != ACTOR_STAFF)
		return INVALID;
	if (in->matter == 0) {
		TRY(matter_new(tx, by, k, in, out));
		TRY(q_matter_for_act(&tx->db, out->matter, false, 0, 0, 0, &m));
	} else {
		e = q_mediation_of_matter(&tx->db, in->matter, &there);
		if (e == OK)
			return CONFLICT;
		if (e != NOT_FOUND)
			return e;
		TRY(matter_known(tx, by, in->matter, &m));
	}
	(void)s;
	unit = m.unit ? m.unit : by->unit;
	if (in->sweep) {
		struct q_mediation_sweep sweep;

		TRY(q_mediation_sweep(&tx->db, in->sweep, 0, &sweep));
		if (sweep.result != 0)
			return INVALID;
	}
	TRY(matter_conflict_with(&tx->db, m.id, unit, by->person, &conflict));
	if (conflict)
		return INVALID;
	out->id = rand_id(tx->db.now.ms);
	return row_add(tx, by, in, &m, unit, out->id);
}

/* ---- heard from the matter ---- */

/* The matter is in mediation exactly while the parties sit together, and no answer is written meanwhile. */
enum err
mediation_ear_may(struct db *db, const struct actor *by, int64_t matter, enum matter_act act)
{
	bool begin = act == ACT_MEDIATE_BEGIN, end = act == ACT_MEDIATE_END,
	     answer = act == ACT_DRAFT_ANSWER || act == ACT_APPROVE_ANSWER;
	struct q_mediation_of_matter m;
	enum err e;

	(void)by;
	if (!begin && !end && !answer)
		return OK;
	e = q_mediation_of_matter(db, matter, &m);
	if (e == NOT_FOUND)
		return begin ? INVALID : OK;
	TRY(e);
	if (begin)
		return m.stage == STAGE_UNDER_WAY ? OK : INVALID;
	return m.stage == STAGE_UNDER_WAY ? CONFLICT : OK;
}

static bool
gone(enum matter_state to)
{
	return to == MATTER_WITHDRAWN || to == MATTER_MERGED || to == MATTER_NOT_ACCEPTED ||
	       to == MATTER_CLOSED_REFERRED || to == MATTER_CLOSED_EXPLAINED;
}

/* The matter itself cannot be asked here for the actor's rights: it has just been changed by them. */
enum err
mediation_ear_after(struct tx *tx, const struct actor *by, int64_t matter, enum matter_act act, enum matter_state from,
		    enum matter_state to)
{
	struct q_mediation_of_matter m;
	struct q_mediation_case c;
	int64_t was;
	enum err e;

	(void)from;
	if (!gone(to) && act != ACT_UNMERGE)
		return OK;
	e = q_mediation_of_matter(&tx->db, matter, &m);
	if (e != OK)
		return e == NOT_FOUND ? OK : e;
	TRY(q_mediation_case(&tx->db, m.id, false, true, 0, 0, 0, 0, 0, &c));
	was = c.stage;
	if (act == ACT_UNMERGE && c.stage == STAGE_DROPPED && c.why == WHY_MERGED) {
		c.stage = STAGE_REGISTERED;
		c.why = WHY_NONE;
		c.ended_at = (moment){ 0 };
		return case_keep(tx, by, &c, "again", was, S(""), S(""));
	}
	if (!gone(to) || !(STAGES_OPEN & 1u << c.stage))
		return OK;
	c.stage = STAGE_DROPPED;
	c.why = to == MATTER_MERGED ? WHY_MERGED : WHY_WITHDRAWN;
	c.ended_at = tx->db.now;
	return case_keep(tx, by, &c, "drop", was, S(""), S(""));
}

/* ---- by itself ---- */

static enum err
remind(struct tx *tx, bool *more)
{
	day until = day_add(day_of(tx->db.now), REMIND_DAYS);
	struct q_mediation_instalments_due_list due;

	TRY(q_mediation_instalments_due(&tx->db, until, JOB_ROWS, &due));
	*more = due.n == JOB_ROWS;
	for (size_t i = 0; i < due.n; i++) {
		struct event e = { .object = S("mediation"), .id = due.p[i].mediation, .kind = S("remind") };

		TRY(q_mediation_instalment_remind(tx, due.p[i].mediation, due.p[i].round, due.p[i].n, tx->db.now));
		e.detail = str_fmt(tx->db.mem, "instalment %lld due %.*s", (long long)due.p[i].n,
				   STR_ARG(day_iso(tx->db.mem, due.p[i].due_on)));
		TRY(event_add(tx, &actor_clock, &e, NULL));
	}
	return OK;
}

static enum err
token_known(struct db *db, str token, bool *is_known)
{
	struct q_mediation_of_token row;
	enum err e = q_mediation_of_token(db, token, &row);

	*is_known = e == OK;
	return e == NOT_FOUND ? OK : e;
}

static enum err
orphans(struct tx *tx, bool *more)
{
	return sealed_sweep(tx, SEALED_PARTY, token_known, more);
}

const struct job mediation_jobs[] = {
	{ "mediation_remind", 600, remind },
	{ "mediation_orphans", 3600, orphans },
	{ "mediation_prints", 300, print_sweep },
	{ NULL, 0, NULL },
};

enum err
mediation_holds(struct db *db, int64_t post, int64_t *n)
{
	struct q_mediation_held held;

	TRY(q_mediation_held(db, post, &held));
	*n = held.n;
	return OK;
}
