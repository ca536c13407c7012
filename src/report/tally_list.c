/* tally_list.c — the records behind a number, and what is reckoned from several numbers. */
#include "gen/tally.sql.h"
#include "report/fold.h"

#include <string.h>

#define DAYS_AHEAD 40 /* of a list's search for days with something on them */

/* ---- figures by name ---- */

const struct figure *
tally_figure(str key)
{
	for (size_t t = 0; figure_tables[t]; t++)
		for (const struct figure *f = figure_tables[t]; f->key; f++)
			if (str_eq(key, str_of(f->key)))
				return f;
	return NULL;
}

const struct figure *
tally_numbered(int number)
{
	for (size_t t = 0; figure_tables[t]; t++)
		for (const struct figure *f = figure_tables[t]; f->key; f++)
			if (f->number == number)
				return f;
	return NULL;
}

const struct figure_rate *
tally_rate(str key)
{
	for (size_t t = 0; figure_rates[t]; t++)
		for (const struct figure_rate *r = figure_rates[t]; r->key; r++)
			if (str_eq(key, str_of(r->key)))
				return r;
	return NULL;
}

/* ---- the list ---- */

static moment
morning(int64_t n)
{
	return (moment){ n * MS_DAY - 8 * MS_HOUR };
}

/* Until which day the next look goes: the counters say where there is something, so that a rare thing in a
 * large township is found
 * without reading all the others. What they do not know yet is found all the same, only by a further look. */
static enum err
look_until(const struct tally_eye *eye, const struct tally_ask *ask, moment from, size_t most, moment *to)
{
	struct tally_ask rest = *ask;
	struct q_tally_days_list l;
	struct fold_stretch s[3];
	int64_t found = 0;

	rest.from = day_of(from);
	if (fold_anew(eye, ask) || fold_standing(ask->figure) || !fold_stretches(eye, &rest, true, s))
		return OK;
	TRY(q_tally_days(FOLD_CELLS(eye, &rest, s[0]), DAYS_AHEAD, &l));
	for (size_t i = 0; i < l.n && found <= (int64_t)most; i++) {
		found += l.p[i].n;
		if (morning(l.p[i].start + 1).ms < to->ms && (found > (int64_t)most || i + 1 == DAYS_AHEAD))
			*to = morning(l.p[i].start + 1);
	}
	return OK;
}

static void
facts_add(struct arena *mem, struct figure_facts *all, const struct figure_facts *more)
{
	struct figure_fact *p = make(mem, struct figure_fact, all->n + more->n + 1);

	if (all->n)
		memcpy(p, all->p, all->n * sizeof *p);
	if (more->n)
		memcpy(p + all->n, more->p, more->n * sizeof *p);
	all->p = p;
	all->n += more->n;
}

/* A matter with several tasks due on one day stands in a list several times under one key, and the next page begins
 * after a key: so no key goes over the edge of a page. 0: one key fills the whole page. */
static size_t
page_end(const struct figure_facts *f, size_t most)
{
	const struct figure_fact *over = &f->p[most];
	size_t n = most;

	while (n > 0 && f->p[n - 1].id == over->id && f->p[n - 1].at.ms == over->at.ms)
		n--;
	return n;
}

enum err
tally_list(const struct tally_eye *eye, const struct tally_ask *ask, struct tally_key after, size_t most,
	   struct tally_list *l)
{
	struct figure_ask a = fold_ask(eye, ask);
	moment end = a.to;

	*l = (struct tally_list){ 0 };
	if (eye->scope.none)
		return OK;
	a.after = after.id ? after.at : (moment){ a.from.ms - 1 };
	a.after_id = after.id;
	if (after.id && after.at.ms > a.from.ms)
		a.from = after.at;
	while (a.from.ms < end.ms && l->facts.n <= most) {
		struct figure_facts some;

		a.to = end;
		a.most = (int64_t)(most + 1 - l->facts.n);
		TRY(look_until(eye, ask, a.from, most - l->facts.n, &a.to));
		TRY(ask->figure->sql->list(eye->db, &a, &some));
		facts_add(eye->db->mem, &l->facts, &some);
		a.from = a.to;
	}
	l->more = l->facts.n > most;
	if (l->more) {
		size_t n = page_end(&l->facts, most);

		if (n == 0) /* then the page is longer */
			return tally_list(eye, ask, after, most * 4, l);
		l->facts.n = n;
	}
	if (l->facts.n)
		l->next = (struct tally_key){ l->facts.p[l->facts.n - 1].at, l->facts.p[l->facts.n - 1].id };
	return OK;
}

/* ---- the order of groups ---- */

#define PLACES 2000

static void
move_front(struct tally_groups *g, size_t *done, int64_t key)
{
	for (size_t i = *done; i < g->n; i++)
		if (g->p[i].key == key) {
			struct tally_group found = g->p[i];

			memmove(&g->p[*done + 1], &g->p[*done], (i - *done) * sizeof found);
			g->p[(*done)++] = found;
			return;
		}
}

enum err
tally_in_order(struct db *db, enum tally_by by, struct tally_groups *g)
{
	size_t done = 0;

	if (by == TALLY_VILLAGE) {
		struct q_tally_villages_list l;

		TRY(q_tally_villages(db, PLACES, &l));
		for (size_t i = 0; i < l.n; i++)
			move_front(g, &done, l.p[i].id);
	} else if (by == TALLY_UNIT) {
		struct q_tally_units_list l;

		TRY(q_tally_units(db, PLACES, &l));
		for (size_t i = 0; i < l.n; i++)
			move_front(g, &done, l.p[i].id);
	}
	return OK;
}

/* ---- small numbers ---- */

bool
tally_open_list(const struct actor *by, const struct figure *f)
{
	return f->few == 0 || by->role == ROLE_LEADER || by->role == ROLE_AUDITOR || by->role == ROLE_UNIT_HEAD;
}

void
tally_suppress(struct tally_groups *g, int64_t few)
{
	struct tally_group *hidden = NULL, *next = NULL;
	size_t n = 0;

	for (size_t i = 0; i < g->n; i++) {
		struct tally_group *one = &g->p[i];

		if (one->n < few) {
			n++;
			hidden = one;
			one->n = -1;
		} else if (!next || one->n < next->n) {
			next = one;
		}
	}
	if (n == 1 && hidden && next)
		next->n = -1;
}

/* ---- rates ---- */

int64_t
tally_permille(int64_t a, int64_t b)
{
	return b > 0 ? (1000 * a * 2 + b) / (2 * b) : -1;
}

static enum err
masked(const struct tally_eye *eye, const struct tally_ask *ask, const char *key, uint64_t parts, int64_t *n)
{
	struct tally_ask a = *ask;

	a.figure = tally_figure(str_of(key));
	*n = 0;
	if (!a.figure)
		return BROKEN;
	if (parts == 0)
		return tally_count(eye, &a, n);
	for (int64_t part = 0; part < 64; part++) {
		int64_t some = 0;

		a.part = part;
		if (parts & (UINT64_C(1) << part))
			TRY(tally_count(eye, &a, &some));
		*n += some;
	}
	return OK;
}

enum err
tally_rate_of(const struct tally_eye *eye, const struct figure_rate *r, const struct tally_ask *ask, int64_t *above,
	      int64_t *below)
{
	TRY(masked(eye, ask, r->above, r->above_parts, above));
	return masked(eye, ask, r->below, r->below_parts, below);
}

int64_t
tally_median(const struct tally_groups *parts)
{
	int64_t all = 0, seen = 0;

	for (size_t i = 0; i < parts->n; i++)
		all += parts->p[i].n;
	for (size_t i = 0; i < parts->n; i++) {
		seen += parts->p[i].n;
		if (2 * seen >= all)
			return parts->p[i].key;
	}
	return -1;
}
