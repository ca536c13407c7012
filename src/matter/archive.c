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
#include "place/place.h"

#include <string.h>

#define PIECE    50
#define YOUNG_MS MS_HOUR      /* longer than a form takes from its photos to its row */
#define STRAY_MS (8 * MS_DAY) /* longer than a draft keeps its photos */

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

/* ---- the files: errands, since a depot may lie behind a network ---- */

enum err
archive_file_gone(struct tx *tx, str name)
{
	return q_archive_gone_note(tx, name);
}

/* *gone: there is no such file any more. One that was put again a moment ago stays for now: a form that is under way relies
 * on it, and its row is not written yet. */
static enum err
file_drop(struct job_turn *t, const hash *h, int64_t young_ms, bool *gone)
{
	int64_t only = 0;
	moment at;
	enum err e = depot_find(t->depot, t->db.mem, t->db.town, h, &at);

	*gone = e == NOT_FOUND;
	if (e == NOT_FOUND)
		return OK;
	TRY(e);
	if (at.ms > t->db.now.ms - young_ms)
		return OK;
	e = place_only_town(&t->db, &only);
	if (e != OK && e != NOT_FOUND)
		return e;
	*gone = true;
	return depot_drop(t->depot, t->db.mem, t->db.town, h, e == OK);
}

struct swept {
	str name[PIECE];
	size_t n;
};

static enum err
swept_note(struct tx *tx, void *arg)
{
	const struct swept *s = arg;

	for (size_t i = 0; i < s->n; i++)
		TRY(q_archive_gone_done(tx, s->name[i]));
	return OK;
}

static enum err
sweep_piece(struct job_turn *t, hash *after, bool *more)
{
	struct q_archive_gone_list list;
	struct swept s = { .n = 0 };
	hash h;

	TRY(q_archive_gone(&t->db, hash_str(after), PIECE, &list));
	*more = list.n == PIECE;
	for (size_t i = 0; i < list.n; i++) {
		str name = list.p[i].picture;
		bool is = false, gone = false;

		if (name.n != HASH_BYTES)
			return BROKEN;
		memcpy(h.b, name.p, HASH_BYTES);
		TRY(kept(&t->db, name, &is));
		if (!is)
			TRY(file_drop(t, &h, YOUNG_MS, &gone));
		if (is || gone)
			s.name[s.n++] = name;
		*after = h;
	}
	return s.n ? job_write(t, swept_note, &s) : OK;
}

static enum err
sweep(struct job_turn *t)
{
	hash after = { 0 };
	bool more = true;

	while (more) {
		size_t mark = arena_mark(t->db.mem);

		TRY(sweep_piece(t, &after, &more));
		arena_back(t->db.mem, mark);
	}
	return OK;
}

/* Photos of a form that was refused and never sent again have no row at all. Each hour one 256th of the names is held against
 * what the pages show, so that all have their turn within eleven days. */
static enum err
strays(struct job_turn *t)
{
	uint8_t turn = (uint8_t)(t->db.now.ms / MS_HOUR);
	struct depot_list list = { .n = DEPOT_LIST_MOST };
	hash after = { .b = { turn } };

	while (list.n == DEPOT_LIST_MOST && after.b[0] == turn) {
		size_t mark = arena_mark(t->db.mem);

		TRY(depot_list(t->depot, t->db.mem, t->db.town, &after, &list));
		for (size_t i = 0; i < list.n && list.p[i].name.b[0] == turn; i++) {
			bool is = false, gone;

			if (list.p[i].at.ms < t->db.now.ms - STRAY_MS)
				TRY(kept(&t->db, hash_str(&list.p[i].name), &is));
			else
				is = true;
			if (!is)
				TRY(file_drop(t, &list.p[i].name, STRAY_MS, &gone));
		}
		if (list.n)
			after = list.p[list.n - 1].name;
		arena_back(t->db.mem, mark);
	}
	return OK;
}

const struct job_errand matter_errands[] = {
	{ "matter-files", 3600, sweep },
	{ "matter-strays", 3600, strays },
	{ NULL, 0, NULL },
};
