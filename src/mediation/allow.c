/* allow.c — allowances for mediated cases, rounds of looking for disputes, signed papers, and what the other parties say. */
#include "base/rand.h"
#include "base/utf8.h"
#include "desk/event.h"
#include "gen/after.sql.h"
#include "mediation/case.h"

#define SEATS    60
#define FEN_MOST 10000000 /* a hundred thousand yuan for one case is a slip of the finger */

/* ---- allowances ---- */

static bool
leads(const struct actor *by)
{
	return by->role == ROLE_UNIT_HEAD || by->role == ROLE_LEADER;
}

enum err
mediation_rate_set(struct tx *tx, const struct actor *by, day from, int level, int64_t fen, str basis)
{
	struct event e = { .object = S("mediation_rate"), .id = level, .kind = S("set") };

	if (!leads(by))
		return FORBIDDEN;
	if (from.n == 0 || level < 1 || level > 4 || fen < 1 || fen > FEN_MOST || basis.n == 0 ||
	    utf8_count(basis) > MEDIATION_SHORT)
		return INVALID;
	TRY(q_mediation_rate_insert(tx, from, level, fen, basis, by->post, tx->db.now));
	e.detail = str_fmt(tx->db.mem, "from %.*s fen %lld", STR_ARG(day_iso(tx->db.mem, from)), (long long)fen);
	e.text = hash_of(basis);
	return event_add(tx, by, &e, NULL);
}

static enum err
first_of(struct db *db, int64_t id, int64_t *post)
{
	struct q_mediation_seats_list l;

	*post = 0;
	TRY(q_mediation_seats(db, id, SEATS, &l));
	for (size_t i = 0; i < l.n; i++)
		if (l.p[i].part == SEAT_FIRST && l.p[i].until.ms == 0)
			*post = l.p[i].post;
	return *post ? OK : INVALID;
}

enum err
mediation_subsidy(struct tx *tx, const struct actor *by, int64_t id, int level)
{
	struct q_mediation_subsidy_there there;
	struct q_mediation_rate_of rate;
	struct q_mediation_case c;
	int64_t post;

	TRY(mediation_open(&tx->db, by, id, &c));
	if (!mediation_may_write(by, &c))
		return FORBIDDEN;
	TRY(q_mediation_subsidy_there(&tx->db, c.matter, &there));
	if (there.n)
		return CONFLICT;
	if (!(STAGES_FINAL & 1u << c.stage) || level < 1 || level > 4)
		return INVALID;
	TRY(first_of(&tx->db, id, &post));
	TRY(q_mediation_rate_of(&tx->db, level, c.effective_on, &rate));
	TRY(q_mediation_subsidy_insert(tx, c.matter, id, level, rate.fen, rate.valid_from, day_of(tx->db.now), post,
				       by->post, tx->db.now));
	return case_note(tx, by, &c, "subsidy", str_fmt(tx->db.mem, "level %d fen %lld", level, (long long)rate.fen),
			 S(""));
}

/* ---- rounds ---- */

static bool
goes_round(const struct actor *by)
{
	return by->kind == ACTOR_STAFF && by->unit &&
	       (by->role == ROLE_HANDLER || by->role == ROLE_UNIT_HEAD || by->role == ROLE_GRID_WORKER);
}

static enum err
sweep_event(struct tx *tx, const struct actor *by, int64_t id, const char *kind, str detail, str text)
{
	struct event e = { .object = S("mediation_sweep"), .id = id, .kind = str_of(kind), .detail = detail };

	if (text.n)
		e.text = hash_of(text);
	return event_add(tx, by, &e, NULL);
}

enum err
mediation_sweep_open(struct tx *tx, const struct actor *by, int64_t village, day from, day to, int64_t *id)
{
	if (!goes_round(by))
		return FORBIDDEN;
	if (by->village && village != by->village)
		return FORBIDDEN;
	if (from.n == 0 || to.n == 0 || day_diff(from, to) < 0 || day_diff(from, to) > 366)
		return INVALID;
	*id = rand_id(tx->db.now.ms);
	TRY(q_mediation_sweep_insert(tx, *id, village, by->unit, from, to, by->post, tx->db.now));
	return sweep_event(tx, by, *id, "open",
			   str_fmt(tx->db.mem, "village %lld from %.*s to %.*s", (long long)village,
				   STR_ARG(day_iso(tx->db.mem, from)), STR_ARG(day_iso(tx->db.mem, to))),
			   S(""));
}

enum err
mediation_sweep_end(struct tx *tx, const struct actor *by, int64_t id, bool found, str words)
{
	struct q_mediation_sweep s;

	if (!goes_round(by))
		return FORBIDDEN;
	TRY(q_mediation_sweep(&tx->db, id, by->unit, &s));
	if (s.result)
		return CONFLICT;
	if (utf8_count(words) > MEDIATION_TEXT || found != (s.found > 0))
		return INVALID;
	TRY(q_mediation_sweep_end(tx, id, found ? 2 : 1, words, tx->db.now));
	return sweep_event(tx, by, id, "end", found ? S("found") : S("none"), words);
}

/* ---- signed papers ---- */

enum err
mediation_scan_add(struct tx *tx, const struct actor *by, int64_t id, enum mediation_part part,
		   const struct photo *photo, size_t n)
{
	struct q_mediation_scan_last last;
	struct q_mediation_case c;

	TRY(mediation_open(&tx->db, by, id, &c));
	if (!mediation_may_write(by, &c))
		return FORBIDDEN;
	TRY(q_mediation_scan_last(&tx->db, id, &last));
	if (part < PART_COVER || part >= PARTS || n == 0 || last.n + (int64_t)n > MEDIATION_SCANS)
		return INVALID;
	for (size_t i = 0; i < n; i++)
		TRY(q_mediation_scan_insert(tx, id, last.n + 1 + (int64_t)i, part, hash_str(&photo[i].picture),
					    hash_str(&photo[i].thumb), photo[i].width, photo[i].height, by->post,
					    tx->db.now));
	return case_note(tx, by, &c, "scan", str_fmt(tx->db.mem, "part %d pages %zu", (int)part, n), S(""));
}

/* ---- the other parties' word ---- */

enum err
mediation_hear(struct tx *tx, const struct actor *by, int64_t id, int64_t party, enum judgement_solved solved,
	       enum judgement_satisfied satisfied, enum judgement_method method, str words)
{
	struct q_mediation_hearable h;
	struct event e = { .object = S("mediation"), .id = id, .kind = S("hear") };

	if (by->kind != ACTOR_STAFF || by->role != ROLE_CLERK)
		return FORBIDDEN;
	TRY(q_mediation_hearable(&tx->db, id, party, by->unit, by->village, &h));
	if (solved < SOLVED_YES || solved > SOLVED_NOT || satisfied > SATISFIED_NO || method < METHOD_PHONE ||
	    method > METHOD_AT_DESK || utf8_count(words) > MEDIATION_TEXT)
		return INVALID;
	TRY(q_mediation_heard_insert(tx, rand_id(tx->db.now.ms), id, party, h.round, solved, satisfied, method, words,
				     by->post, tx->db.now));
	e.detail = str_fmt(tx->db.mem, "party %lld solved %d satisfied %d method %d", (long long)party, (int)solved,
			   (int)satisfied, (int)method);
	if (words.n)
		e.text = hash_of(words);
	return event_add(tx, by, &e, NULL);
}

enum err
mediation_hear_open(struct tx *tx, const struct actor *by, const struct identity_keys *k, int64_t id, int64_t party,
		    struct party *p)
{
	struct q_mediation_hearable h;

	*p = (struct party){ .n = party };
	if (by->kind != ACTOR_STAFF || by->role != ROLE_CLERK)
		return FORBIDDEN;
	TRY(q_mediation_hearable(&tx->db, id, party, by->unit, by->village, &h));
	TRY(sealed_look(tx, by, SEALED_PARTY, S("mediation"), id, 1));
	p->side = (int)h.side;
	return sealed_open(tx, k, SEALED_PARTY, h.token, p->field, PARTY_FIELDS);
}

enum err
mediation_keeps(struct db *db, str file, bool *is)
{
	struct q_mediation_keeps k;

	TRY(q_mediation_keeps(db, file, &k));
	*is = k.kept;
	return OK;
}

static enum err
file_row(void *ctx, const struct q_mediation_files *r)
{
	const struct matter_files *to = ctx;

	return to->each(to->ctx, r->picture, r->thumb);
}

enum err
mediation_files(struct db *db, struct matter_files *to)
{
	return q_mediation_files(db, file_row, to);
}
