/* tally.c — numbers out of the counters, set right by what changed since and by what the reader must not meet. */
#include "report/tally.h"

#include "gen/tally.sql.h"
#include "report/fold.h"

#include <string.h>

#define GROUPS 4000

/* ---- what the counters do not know ---- */

static void
fix_put(struct tally_eye *eye, const struct tally_fact *f, int sign)
{
	if (eye->fixes == eye->room) {
		struct tally_fact *p = make(eye->db->mem, struct tally_fact, eye->room ? 2 * eye->room : 64);

		if (eye->fixes)
			memcpy(p, eye->fix, eye->fixes * sizeof *p);
		eye->fix = p;
		eye->room = eye->room ? 2 * eye->room : 64;
	}
	eye->fix[eye->fixes] = *f;
	eye->fix[eye->fixes++].n = sign;
}

static enum err
fix_seen(struct tally_eye *eye, int64_t record)
{
	struct fold_facts old;

	TRY(fold_seen(eye->db, record, &old));
	for (size_t i = 0; i < old.n; i++)
		fix_put(eye, &old.p[i], -1);
	return OK;
}

static enum err
fix_now(struct tally_eye *eye, const char *object, int64_t record)
{
	struct fold_facts now;

	TRY(fold_facts_of(eye->db, str_of(object), record, &now));
	for (size_t i = 0; i < now.n; i++)
		fix_put(eye, &now.p[i], 1);
	return OK;
}

static bool
among(const int64_t *id, size_t n, int64_t wanted)
{
	for (size_t i = 0; i < n; i++)
		if (id[i] == wanted)
			return true;
	return false;
}

/* Records that the reader must not meet, over all figures. */
static enum err
gated(struct tally_eye *eye, int64_t *id, size_t most, size_t *n)
{
	*n = 0;
	for (size_t t = 0; figure_tables[t]; t++) {
		const struct figure_sql *sql = figure_tables[t]->sql;
		int64_t *found;
		size_t more;

		if (!sql || !sql->gate)
			continue;
		TRY(sql->gate(eye->db, eye->gate_unit, eye->gate_person, (int64_t)most + 1, &found, &more));
		for (size_t i = 0; i < more && *n < most; i++)
			if (!among(id, *n, found[i]))
				id[(*n)++] = found[i];
		eye->anew |= more > most;
	}
	return OK;
}

static enum err
fixes_read(struct tally_eye *eye)
{
	int64_t *hidden = make(eye->db->mem, int64_t, TALLY_LATE + 1),
		*late = make(eye->db->mem, int64_t, TALLY_LATE + 1);
	size_t hides, lates = 0;
	struct q_tally_touched_list l;
	struct q_tally_fold at = { 0 };
	enum err e = q_tally_fold(eye->db, &at);

	if (e != OK && e != NOT_FOUND)
		return e;
	TRY(gated(eye, hidden, TALLY_LATE, &hides));
	TRY(q_tally_touched(eye->db, at.seq, TALLY_LATE + 1, &l));
	if (l.n > TALLY_LATE || eye->anew) {
		eye->anew = true;
		return OK;
	}
	for (size_t i = 0; i < l.n; i++) {
		const char *object = fold_object(l.p[i].object);

		if (!object || among(late, lates, l.p[i].id))
			continue;
		late[lates++] = l.p[i].id;
		TRY(fix_seen(eye, l.p[i].id));
		if (!among(hidden, hides, l.p[i].id))
			TRY(fix_now(eye, object, l.p[i].id));
	}
	for (size_t i = 0; i < hides; i++)
		if (!among(late, lates, hidden[i]))
			TRY(fix_seen(eye, hidden[i]));
	return OK;
}

enum err
tally_open_anew(struct db *db, const struct actor *by, struct tally_eye *eye)
{
	*eye = (struct tally_eye){ .db = db, .scope = actor_scope(by), .anew = true };
	if (by->kind == ACTOR_STAFF) {
		eye->gate_unit = by->unit;
		eye->gate_person = by->person;
	}
	return OK;
}

enum err
tally_open(struct db *db, const struct actor *by, struct tally_eye *eye)
{
	TRY(tally_open_anew(db, by, eye));
	eye->anew = eye->scope.none;
	return eye->scope.none ? OK : fixes_read(eye);
}

/* ---- the period ---- */

bool
fold_standing(const struct figure *f)
{
	return f->time == FIGURE_STANDING || f->time == FIGURE_NOW;
}

/* First day and the day after the last, as counters know them. */
static void
days_of(const struct tally_eye *eye, const struct tally_ask *ask, int64_t *first, int64_t *last)
{
	int64_t today = day_of(eye->db->now).n;

	*first = ask->from.n;
	*last = (int64_t)ask->to.n + 1;
	if (fold_standing(ask->figure)) {
		*first = 0;
		*last = FOLD_END;
	} else if (ask->figure->time == FIGURE_LIMIT && *last > today) {
		*last = today;
	}
}

struct figure_ask
fold_ask(const struct tally_eye *eye, const struct tally_ask *ask)
{
	struct figure_ask a = { .scope_unit = eye->scope.unit,
				.scope_village = eye->scope.village,
				.gate_unit = eye->gate_unit,
				.gate_person = eye->gate_person,
				.village = ask->village,
				.unit = ask->unit,
				.typed = ask->typed,
				.type = ask->type,
				.part = ask->part };
	int64_t first, last;

	days_of(eye, ask, &first, &last);
	if (fold_standing(ask->figure)) {
		a.to.ms = INT64_MAX;
		return a;
	}
	a.from = (moment){ first * MS_DAY - 8 * MS_HOUR };
	a.to = (moment){ last * MS_DAY - 8 * MS_HOUR };
	return a;
}

static bool
fits(const struct tally_eye *eye, const struct tally_ask *ask, const struct tally_fact *f)
{
	int64_t first, last;

	days_of(eye, ask, &first, &last);
	return f->figure == ask->figure->number && (fold_standing(ask->figure) || (f->day >= first && f->day < last)) &&
	       (!eye->scope.unit || f->unit == eye->scope.unit) &&
	       (!eye->scope.village || f->village == eye->scope.village) &&
	       (!ask->village || f->village == ask->village) && (ask->unit < 0 || f->unit == ask->unit) &&
	       (!ask->typed || str_eq(f->type, ask->type)) && (ask->part < 0 || f->part == ask->part);
}

static int64_t
month_of(int64_t n, int more)
{
	struct civil c = day_civil((day){ (int32_t)n });
	int month = c.month - 1 + more;

	return day_make(c.year + month / 12, month % 12 + 1, 1).n;
}

size_t
fold_stretches(const struct tally_eye *eye, const struct tally_ask *ask, bool by_day, struct fold_stretch s[3])
{
	int64_t first, last, begin, end;
	size_t n = 0;

	days_of(eye, ask, &first, &last);
	if (fold_standing(ask->figure)) {
		s[0] = (struct fold_stretch){ SPAN_STANDING, 0, 1 };
		return 1;
	}
	if (last <= first)
		return 0;
	begin = month_of(first, 0) == first ? first : month_of(first, 1);
	end = month_of(last, 0);
	if (by_day || begin >= end) {
		s[0] = (struct fold_stretch){ SPAN_DAY, first, last };
		return 1;
	}
	if (first < begin)
		s[n++] = (struct fold_stretch){ SPAN_DAY, first, begin };
	s[n++] = (struct fold_stretch){ SPAN_MONTH, begin, end };
	if (end < last)
		s[n++] = (struct fold_stretch){ SPAN_DAY, end, last };
	return n;
}

/* ---- one number ---- */

bool
fold_anew(const struct tally_eye *eye, const struct tally_ask *ask)
{
	return eye->anew || fold_fresh(ask->figure);
}

enum err
tally_count(const struct tally_eye *eye, const struct tally_ask *ask, int64_t *n)
{
	struct fold_stretch s[3];
	struct q_tally_total row;
	size_t parts;

	*n = 0;
	if (eye->scope.none)
		return OK;
	if (fold_anew(eye, ask)) {
		struct figure_ask a = fold_ask(eye, ask);

		return a.from.ms < a.to.ms ? ask->figure->sql->count(eye->db, &a, n) : OK;
	}
	parts = fold_stretches(eye, ask, false, s);
	for (size_t i = 0; i < parts; i++) {
		TRY(q_tally_total(FOLD_CELLS(eye, ask, s[i]), &row));
		*n += row.n;
	}
	for (size_t i = 0; i < eye->fixes; i++)
		if (fits(eye, ask, &eye->fix[i]))
			*n += eye->fix[i].n;
	return OK;
}

/* ---- groups ---- */

struct gather {
	const struct tally_eye *eye;
	enum tally_by by;
	struct tally_groups *g;
};

static int64_t
monday_of(int64_t n)
{
	return n - (day_civil((day){ (int32_t)n }).weekday - 1);
}

static void
gather_put(struct gather *w, int64_t key, str type, int64_t n)
{
	struct tally_groups *g = w->g;

	if (w->by == TALLY_MONTH)
		key = month_of(key, 0);
	if (w->by == TALLY_WEEK)
		key = monday_of(key);
	for (size_t i = g->n; i > 0; i--)
		if (g->p[i - 1].key == key && str_eq(g->p[i - 1].type, type)) {
			g->p[i - 1].n += n;
			return;
		}
	if (g->n < GROUPS)
		g->p[g->n++] = (struct tally_group){ key, str_dup(w->eye->db->mem, type), n };
}

static void
gather_fact(struct gather *w, int64_t day_, int64_t village, int64_t unit, str type, int64_t part, int64_t n)
{
	const int64_t key[] = { [TALLY_VILLAGE] = village, [TALLY_UNIT] = unit, [TALLY_TYPE] = 0,  [TALLY_PART] = part,
				[TALLY_MONTH] = day_,      [TALLY_WEEK] = day_, [TALLY_DAY] = day_ };

	gather_put(w, key[w->by], w->by == TALLY_TYPE ? type : S(""), n);
}

static enum err
gather_cell(void *ctx, const struct figure_cell *c)
{
	gather_fact(ctx, c->day, c->village, c->unit, c->type, c->part, c->n);
	return OK;
}

/* Five queries with rows of five types. */
#define GATHER(query, column, text)                                       \
	do {                                                              \
		struct q_##query##_list l_;                               \
		TRY(q_##query(FOLD_CELLS(w->eye, ask, *s), GROUPS, &l_)); \
		for (size_t i_ = 0; i_ < l_.n; i_++)                      \
			gather_put(w, column, text, l_.p[i_].n);          \
		return OK;                                                \
	} while (0)

static enum err
gather_stretch(struct gather *w, const struct tally_ask *ask, const struct fold_stretch *s)
{
	switch (w->by) {
	case TALLY_VILLAGE: GATHER(tally_by_village, l_.p[i_].village, S(""));
	case TALLY_UNIT: GATHER(tally_by_unit, l_.p[i_].unit, S(""));
	case TALLY_TYPE: GATHER(tally_by_type, 0, l_.p[i_].type);
	case TALLY_PART: GATHER(tally_by_part, l_.p[i_].part, S(""));
	case TALLY_MONTH:
	case TALLY_WEEK:
	case TALLY_DAY: break;
	}
	GATHER(tally_by_start, l_.p[i_].start, S(""));
}

static enum err
gather_counters(struct gather *w, const struct tally_ask *ask)
{
	bool by_day = w->by == TALLY_DAY || w->by == TALLY_WEEK;
	struct fold_stretch s[3];
	size_t n = fold_stretches(w->eye, ask, by_day, s);

	for (size_t i = 0; i < n; i++)
		TRY(gather_stretch(w, ask, &s[i]));
	for (size_t i = 0; i < w->eye->fixes; i++) {
		const struct tally_fact *f = &w->eye->fix[i];

		if (fits(w->eye, ask, f))
			gather_fact(w, f->day, f->village, f->unit, f->type, f->part, f->n);
	}
	return OK;
}

static void
gather_sort(struct tally_groups *g)
{
	size_t kept = 0;

	for (size_t i = 0; i < g->n; i++)
		if (g->p[i].n)
			g->p[kept++] = g->p[i];
	g->n = kept;
	for (size_t i = 1; i < g->n; i++)
		for (size_t k = i; k > 0; k--) {
			struct tally_group *a = &g->p[k - 1], *b = &g->p[k], swap = *a;

			if (a->key < b->key || (a->key == b->key && str_cmp(a->type, b->type) <= 0))
				break;
			*a = *b;
			*b = swap;
		}
}

enum err
tally_groups(const struct tally_eye *eye, const struct tally_ask *ask, enum tally_by by, struct tally_groups *g)
{
	struct gather w = { eye, by, g };

	*g = (struct tally_groups){ .p = make(eye->db->mem, struct tally_group, GROUPS) };
	if (eye->scope.none)
		return OK;
	if (fold_anew(eye, ask)) {
		struct figure_ask a = fold_ask(eye, ask);

		TRY(ask->figure->sql->cells(eye->db, &a, &(struct figure_reader){ gather_cell, &w }));
	} else {
		TRY(gather_counters(&w, ask));
	}
	gather_sort(g);
	return OK;
}
