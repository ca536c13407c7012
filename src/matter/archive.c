/* archive.c — what is past its years loses words and names (domain.md §5.5): the identity row, the resident's words
 * and photographs. Number, dates, states, answers, notices and the hashes of the timeline stay, so that every figure and
 * the chain of events stay what they were; the receipt code, kept as its slow hash alone, still opens what stays. */
#include "matter/archive.h"
#include "desk/event.h"
#include "gen/archive.sql.h"
#include "gen/extend.sql.h"
#include "gen/path.sql.h"
#include "gen/timer.sql.h"
#include "matter/deed.h"
#include "matter/keys.h"
#include "place/place.h"

#define PIECE 50

static const int years_default[ARCHIVE_KINDS] = { 0, 10, 2, 30 };

int
archive_years_least(enum archive_kind kind)
{
	return years_default[kind];
}

enum err
archive_years(struct db *db, enum archive_kind kind, int *years)
{
	struct q_archive_years y;
	enum err e = q_archive_years(db, kind, &y);

	*years = e == OK ? (int)y.years : years_default[kind];
	return e == NOT_FOUND ? OK : e;
}

enum err
archive_years_set(struct tx *tx, const struct actor *by, enum archive_kind kind, int years)
{
	struct event e = { .object = S("retention"), .id = kind, .kind = S("set") };
	int64_t seq;

	if (years < years_default[kind] || years > ARCHIVE_YEARS_MOST)
		return INVALID;
	TRY(q_archive_years_set(tx, kind, years));
	e.detail = str_fmt(tx->db.mem, "years %d", years);
	return event_add(tx, by, &e, &seq);
}

enum err
archive_keep_long(struct tx *tx, int64_t matter)
{
	return q_archive_keep(tx, matter, ARCHIVE_PETITION);
}

static enum archive_kind
kind_of(int64_t keep, int64_t level)
{
	return keep == ARCHIVE_PETITION ? ARCHIVE_PETITION : level == IDENTITY_NONE ? ARCHIVE_NAMELESS : ARCHIVE_NAMED;
}

/* The same day so many years ago. */
static enum err
limit_of(struct db *db, enum archive_kind kind, moment *before)
{
	struct civil c = day_civil(day_of(db->now));
	int years;

	TRY(archive_years(db, kind, &years));
	*before = moment_at(day_make(c.year - years, c.month, c.month == 2 && c.day == 29 ? 28 : c.day), 0, 0);
	return OK;
}

enum err
archive_guard(struct work *w)
{
	struct q_archive_of a;
	moment before;

	TRY(q_archive_of(&w->tx->db, w->m.id, &a));
	TRY(limit_of(&w->tx->db, kind_of(a.keep, a.level), &before));
	return w->m.closed_at.ms < before.ms ? OK : INVALID;
}

static enum err
identity_drop(struct tx *tx, int64_t matter)
{
	struct q_archive_of a;
	struct q_archive_token_others others;

	TRY(q_archive_of(&tx->db, matter, &a));
	if (a.token.n == 0)
		return OK;
	TRY(q_archive_token_others(&tx->db, a.token, matter, &others));
	return others.n || !db_has(&tx->db, STORE_IDENTITY) ? OK : identity_forget(tx, a.token);
}

enum err
archive_do(struct work *w)
{
	struct tx *tx = w->tx;
	struct q_matter_follower_of_origin f;
	int64_t id = w->m.id;
	enum err e = q_matter_follower_of_origin(&tx->db, id, &f);

	if (e != OK && e != NOT_FOUND)
		return e;
	if (e == OK)
		TRY(q_matter_follower_end(tx, f.id, tx->db.now));
	w->next.merged_into = 0;
	w->archived_from = w->m.state;
	w->visible = false;
	w->text = S("");
	out_fmt(&w->detail, "from %s", matter_state_key((enum matter_state)w->m.state));
	TRY(identity_drop(tx, id));
	TRY(q_archive_matter(tx, id));
	TRY(q_archive_entries(tx, id));
	TRY(q_extend_erase(tx, id));
	TRY(q_timer_meet_all(tx, id, tx->db.now)); /* a merged one kept its clocks for the day it might come back */
	TRY(q_archive_decisions(tx, id));
	TRY(q_archive_judgements(tx, id));
	TRY(q_archive_photos_note(tx, id));
	TRY(q_archive_thumbs_note(tx, id));
	return q_archive_photos(tx, id);
}

/* ---- the job ---- */

static enum err
piece(struct tx *tx, int64_t keep, int64_t level, bool *more)
{
	const struct matter_deed archive = { .act = ACT_ARCHIVE };
	struct q_archive_due_list list;
	moment before;

	TRY(limit_of(&tx->db, kind_of(keep, level), &before));
	TRY(q_archive_due(&tx->db, keep, level, before, PIECE, &list));
	for (size_t i = 0; i < list.n; i++)
		TRY(matter_act(tx, &actor_clock, list.p[i].id, &archive));
	*more |= list.n == PIECE;
	return OK;
}

enum err
archive_run(struct tx *tx, bool *more)
{
	*more = false;
	for (int64_t level = IDENTITY_NONE; level <= IDENTITY_SEALED; level++) {
		TRY(piece(tx, 0, level, more));
		TRY(piece(tx, ARCHIVE_PETITION, level, more));
	}
	return OK;
}

static enum err
kept(struct db *db, str file, bool *is)
{
	struct q_archive_file_kept k;

	TRY(q_archive_file_kept(db, file, &k));
	*is = k.kept;
	for (const struct matter_ear *e = matter_ears; !*is && !matter_ear_ends(e); e++)
		if (e->keeps)
			TRY(e->keeps(db, file, is));
	return OK;
}

enum err
archive_file_drop(struct tx *tx, str name)
{
	int64_t town = 0;
	bool is;
	enum err e;

	TRY(kept(&tx->db, name, &is));
	if (is)
		return OK;
	e = place_only_town(&tx->db, &town);
	if (e != OK && e != NOT_FOUND)
		return e;
	return file_drop(tx->db.mem, keys_dir(), tx->db.town, name, e == OK);
}

/* The files themselves, one pass after their rows are gone for good. */
enum err
archive_files(struct tx *tx, bool *more)
{
	struct q_archive_gone_list list;

	TRY(q_archive_gone(&tx->db, PIECE, &list));
	*more = list.n == PIECE;
	for (size_t i = 0; i < list.n; i++) {
		TRY(archive_file_drop(tx, list.p[i].picture));
		TRY(q_archive_gone_done(tx, list.p[i].picture));
	}
	return OK;
}
