/* fold.c — events into counters, record by record: what stood there is taken out, what should stand there is put in. */
#include "report/fold.h"

#include "base/out.h"
#include "gen/tally.sql.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define EVENTS       150 /* of one piece */
#define FACTS        400 /* of one record, over all figures */
#define FOLD_SECONDS 2
#define CELLS        512 /* counters of a piece that are put together */
#define TYPE_MOST    16  /* a longer type is written at once */

const char *
fold_object(str object)
{
	for (size_t t = 0; figure_tables[t]; t++)
		for (const struct figure *f = figure_tables[t]; f->key; f++)
			if (!fold_fresh(f) && str_eq(object, str_of(f->object)))
				return f->object;
	return NULL;
}

bool
fold_fresh(const struct figure *f)
{
	return f->time == FIGURE_NOW || f->time == FIGURE_RARE;
}

/* ---- facts of one record ---- */

/* A record has few facts, and an answer may read a thousand records: each takes the room that it needs. */
static void
fact_put(struct arena *mem, struct fold_facts *to, const struct tally_fact *f)
{
	if (to->n == to->room) {
		size_t room = to->room ? 2 * to->room : 8;
		struct tally_fact *p = make(mem, struct tally_fact, room);

		if (to->n)
			memcpy(p, to->p, to->n * sizeof *p);
		to->p = p;
		to->room = room;
	}
	to->p[to->n++] = *f;
}

enum err
fold_facts_of(struct db *db, str object, int64_t record, struct fold_facts *out)
{
	struct figure_facts facts;

	*out = (struct fold_facts){ 0 };
	for (size_t t = 0; figure_tables[t]; t++)
		for (const struct figure *f = figure_tables[t]; f->key; f++) {
			if (fold_fresh(f) || !str_eq(object, str_of(f->object)))
				continue;
			TRY(f->sql->of(db, record, &facts));
			for (size_t i = 0; i < facts.n && out->n < FACTS; i++)
				fact_put(db->mem, out,
					 &(struct tally_fact){
						 f->number,
						 f->time == FIGURE_STANDING ? 0 : day_of(facts.p[i].at).n,
						 facts.p[i].village,
						 facts.p[i].unit,
						 facts.p[i].type,
						 facts.p[i].part,
						 1,
					 });
		}
	return OK;
}

str
tally_text(struct arena *a, const struct tally_fact *f, size_t n)
{
	struct out o = out_make(a, 64, 1 << 16);

	for (size_t i = 0; i < n; i++)
		out_fmt(&o, "%s%d.%lld.%lld", i ? " " : "", f[i].figure, (long long)f[i].day, (long long)f[i].part);
	return out_view(&o);
}

static bool
fact_read(str word, struct tally_fact *f)
{
	str figure, day_, part;
	int64_t number;

	if (!str_cut(word, '.', &figure, &word) || !str_cut(word, '.', &day_, &part) || !str_int(figure, &number) ||
	    !str_int(day_, &f->day) || !str_int(part, &f->part))
		return false;
	f->figure = (int)number;
	f->n = 1;
	return true;
}

enum err
fold_seen(struct db *db, int64_t record, struct fold_facts *out)
{
	struct q_tally_seen row;
	enum err e = q_tally_seen(db, record, &row);
	str word, rest;

	*out = (struct fold_facts){ 0 };
	if (e == NOT_FOUND)
		return OK;
	TRY(e);
	for (rest = row.facts; rest.n && out->n < FACTS;) {
		struct tally_fact f = { .village = row.village, .unit = row.unit, .type = row.type };

		if (!str_cut(rest, ' ', &word, &rest))
			rest = S("");
		if (!fact_read(word, &f))
			return BROKEN;
		fact_put(db->mem, out, &f);
	}
	return OK;
}

/* ---- counters ---- */

static bool
same(const struct tally_fact *a, const struct tally_fact *b)
{
	return a->figure == b->figure && a->day == b->day && a->village == b->village && a->unit == b->unit &&
	       a->part == b->part && str_eq(a->type, b->type);
}

/* What a piece changes, put together: a counter is written once for all that came and went in it. */
struct cell {
	struct tally_fact f; /* day: the first of the span; n: by how much */
	enum fold_span span;
	char type[TYPE_MOST];
};

struct cells {
	struct tx *tx;
	struct cell *p;
	size_t n;
};

static enum err
cell_write(struct tx *tx, const struct tally_fact *f, enum fold_span span, int n)
{
	return n ? q_tally_shift(tx, f->figure, span, f->day, f->village, f->unit, f->type, f->part, n) : OK;
}

static enum err
cells_write(struct cells *c)
{
	for (size_t i = 0; i < c->n; i++)
		TRY(cell_write(c->tx, &c->p[i].f, c->p[i].span, c->p[i].f.n));
	c->n = 0;
	return OK;
}

static enum err
cells_add(struct cells *c, struct tally_fact f, enum fold_span span, int64_t first, int n)
{
	struct cell *cell;

	f.day = first;
	for (size_t i = 0; i < c->n; i++)
		if (c->p[i].span == span && same(&c->p[i].f, &f)) {
			c->p[i].f.n += n;
			return OK;
		}
	if (f.type.n > TYPE_MOST)
		return cell_write(c->tx, &f, span, n);
	if (c->n == CELLS)
		TRY(cells_write(c));
	cell = &c->p[c->n++];
	*cell = (struct cell){ .f = f, .span = span };
	cell->f.n = n;
	if (f.type.n)
		memcpy(cell->type, f.type.p, f.type.n);
	cell->f.type.p = cell->type; /* the record's own memory goes before the piece ends */
	return OK;
}

static enum err
shift(struct cells *c, const struct tally_fact *f, int n)
{
	struct civil day_;

	if (f->day == 0)
		return cells_add(c, *f, SPAN_STANDING, 0, n);
	day_ = day_civil((day){ (int32_t)f->day });
	TRY(cells_add(c, *f, SPAN_DAY, f->day, n));
	return cells_add(c, *f, SPAN_MONTH, day_make(day_.year, day_.month, 1).n, n);
}

/* Strikes out what stands on both sides: n becomes 0. */
static void
strike(struct fold_facts *a, struct fold_facts *b)
{
	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n && a->p[i].n; k++)
			if (b->p[k].n && same(&a->p[i], &b->p[k]))
				a->p[i].n = b->p[k].n = 0;
}

static enum err
fold_record(struct cells *c, str object, int64_t record)
{
	struct tx *tx = c->tx;
	struct fold_facts old, now;
	const struct tally_fact *f;
	str text;
	bool changed = false;

	TRY(fold_seen(&tx->db, record, &old));
	TRY(fold_facts_of(&tx->db, object, record, &now));
	text = tally_text(tx->db.mem, now.p, now.n);
	f = now.p;
	strike(&old, &now);
	for (size_t i = 0; i < old.n; i++) {
		changed |= old.p[i].n != 0;
		if (old.p[i].n)
			TRY(shift(c, &old.p[i], -1));
	}
	for (size_t i = 0; i < now.n; i++) {
		changed |= now.p[i].n != 0;
		if (now.p[i].n)
			TRY(shift(c, &now.p[i], 1));
	}
	if (!changed)
		return OK;
	return now.n ? q_tally_seen_set(tx, record, f->village, f->unit, f->type, text) : q_tally_seen_drop(tx, record);
}

enum err
tally_fold(struct tx *tx, bool *more)
{
	struct q_tally_fold at = { 0 };
	struct q_tally_touched_list l;
	struct cells c = { tx, make(tx->db.mem, struct cell, CELLS), 0 };
	enum err e = q_tally_fold(&tx->db, &at);

	if (e != OK && e != NOT_FOUND)
		return e;
	TRY(q_tally_touched(&tx->db, at.seq, EVENTS, &l));
	*more = l.n == EVENTS;
	if (l.n == 0)
		return OK;
	for (size_t i = 0; i < l.n; i++) {
		const char *object = fold_object(l.p[i].object);
		size_t mark = arena_mark(tx->db.mem);
		bool again = false; /* it comes once more in this piece */

		for (size_t k = i + 1; k < l.n && !again; k++)
			again = l.p[k].id == l.p[i].id && str_eq(l.p[k].object, l.p[i].object);
		if (object && !again)
			TRY(fold_record(&c, str_of(object), l.p[i].id));
		arena_back(tx->db.mem, mark);
	}
	TRY(cells_write(&c));
	return q_tally_fold_set(tx, l.p[l.n - 1].seq);
}

const struct job tally_jobs[] = {
	{ "figures", FOLD_SECONDS, tally_fold },
	{ NULL, 0, NULL },
};

/* ---- heye check ---- */

struct check {
	struct db *db;
	void (*fault)(void *ctx, const char *line);
	void *ctx;
	const struct figure *f;
	int64_t all;
};

static void __attribute__((format(printf, 2, 3))) check_say(struct check *c, const char *format, ...)
{
	char line[240];
	va_list ap;

	va_start(ap, format);
	vsnprintf(line, sizeof line, format, ap);
	va_end(ap);
	c->fault(c->ctx, line);
}

static enum err
check_cell(void *ctx, const struct figure_cell *cell)
{
	struct check *c = ctx;
	struct q_tally_cell row = { 0 };
	bool standing = fold_standing(c->f);
	int64_t start = standing ? 0 : cell->day;
	enum err e;

	c->all += cell->n;
	if (standing) /* one counter for all days: only the sum is held */
		return OK;
	e = q_tally_cell(c->db, c->f->number, SPAN_DAY, start, cell->village, cell->unit, cell->type, cell->part, &row);
	if (e != OK && e != NOT_FOUND)
		return e;
	if (row.n != cell->n)
		check_say(c, "figure %s day %lld: the counter says %lld, the list has %lld", c->f->key,
			  (long long)start, (long long)row.n, (long long)cell->n);
	return OK;
}

static enum err
check_figure(struct check *c)
{
	struct figure_ask all = { .to = { INT64_MAX }, .unit = -1, .part = -1 };
	struct figure_reader r = { check_cell, c };
	struct q_tally_sums sums;

	c->all = 0;
	TRY(c->f->sql->cells(c->db, &all, &r));
	TRY(q_tally_sums(c->db, c->f->number, &sums));
	if (sums.below)
		check_say(c, "figure %s: %lld counters are below nothing", c->f->key, (long long)sums.below);
	if (fold_standing(c->f) ? sums.standing != c->all : sums.days != c->all || sums.months != c->all)
		check_say(c, "figure %s: %lld in the list, %lld by day, %lld by month, %lld standing", c->f->key,
			  (long long)c->all, (long long)sums.days, (long long)sums.months, (long long)sums.standing);
	return OK;
}

/* Holds only when everything is folded; what is waiting is said, not a fault: answers count it anew. */
enum err
tally_check(struct db *db, void (*fault)(void *ctx, const char *line), void *ctx, int64_t *figures)
{
	struct check c = { .db = db, .fault = fault, .ctx = ctx };
	struct q_tally_fold at = { 0 };
	struct q_tally_head head = { 0 };
	enum err e = q_tally_fold(db, &at);

	*figures = 0;
	if (e != OK && e != NOT_FOUND)
		return e;
	e = q_tally_head(db, &head);
	if (e != OK && e != NOT_FOUND)
		return e;
	if (at.seq != head.seq)
		return OK;
	for (size_t t = 0; figure_tables[t]; t++)
		for (c.f = figure_tables[t]; c.f->key; c.f++)
			if (!fold_fresh(c.f)) {
				TRY(check_figure(&c));
				++*figures;
			}
	return OK;
}
