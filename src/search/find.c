/* find.c — a search: the newest entries by reading them, the others by where the lists meet. */
#include "base/utf8.h"
#include "gen/search.sql.h"
#include "search/list.h"
#include "search/search.h"

#define TOKENS 12 /* lists that are walked; what they let through is compared anyway */
#define TAIL   64
#define LOOK   8 /* documents that are asked for at once, as search_seen does */

struct hunt {
	struct db *db;
	const struct search_ask *ask;
	struct search_found *f;
	struct scope scope;
	const struct actor *by;
	moment since;
	int64_t wait[LOOK]; /* documents still to be looked at, newest first */
	size_t waiting;
	int64_t scanned;
	bool done;
};

struct doc {
	str part[3];
};

/* ---- one document ---- */

static bool
holds(const struct doc *d, const struct fold_phrase *p)
{
	size_t from, to;

	for (size_t i = 0; i < 3; i++)
		if (d->part[i].n && fold_find(d->part[i], 0, p, &from, &to))
			return true;
	return false;
}

static bool
holds_all(const struct hunt *h, const struct doc *d)
{
	for (size_t i = 0; i < h->f->phrases; i++)
		if (!holds(d, &h->f->phrase[i]))
			return false;
	return true;
}

static str
whole(struct arena *a, const struct doc *d)
{
	str all = d->part[1];

	for (size_t i = 0; i < 3; i++)
		if (i != 1 && d->part[i].n)
			all = all.n ? str_fmt(a, "%.*s\n%.*s", STR_ARG(all), STR_ARG(d->part[i])) : d->part[i];
	return all;
}

static bool
wanted(const struct search_ask *a, const struct q_search_seen *m)
{
	return (a->lane == 0 || m->lane == (int64_t)a->lane) && (a->village == 0 || m->village == a->village) &&
	       (a->unit == 0 || m->unit == a->unit) && (a->type.n == 0 || str_eq(a->type, m->type));
}

static void
row_add(struct hunt *h, const struct q_search_seen *m, const struct doc *d)
{
	h->f->row[h->f->n++] = (struct search_row){ .seq = m->seq,
						    .matter = m->matter,
						    .act = m->act,
						    .year = m->year,
						    .number = m->number,
						    .state = m->state,
						    .village = m->village,
						    .unit = m->unit,
						    .title = m->title,
						    .type = m->type,
						    .village_zh = m->village_zh,
						    .village_en = m->village_en,
						    .unit_zh = m->unit_zh,
						    .unit_en = m->unit_en,
						    .at = m->at,
						    .due_at = m->due_at,
						    .text = whole(h->db->mem, d) };
}

/* What this post may see and the filters want, and which really holds the words. */
static void
look_at(struct hunt *h, const struct q_search_seen *m)
{
	struct doc d = { { m->text, m->words, m->spot } };

	if (m->at.ms < h->since.ms)
		h->done = true;
	else if (wanted(h->ask, m) && holds_all(h, &d))
		row_add(h, m, &d);
}

static enum err
look_all(struct hunt *h)
{
	struct q_search_seen_list l;
	const int64_t *w = h->wait;
	size_t n = h->waiting;

	if (n == 0)
		return OK;
	for (size_t i = n; i < LOOK; i++)
		h->wait[i] = w[n - 1];
	h->waiting = 0;
	TRY(q_search_seen(h->db, w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], h->scope.none, h->scope.unit,
			  h->scope.village, h->by->post, h->by->unit, h->by->person, h->db->now, LOOK, &l));
	for (size_t i = 0; i < n && !h->done && h->f->n < SEARCH_ROWS; i++) {
		h->f->before = w[i];
		h->scanned++;
		for (size_t k = 0; k < l.n; k++)
			if (l.p[k].seq == w[i])
				look_at(h, &l.p[k]);
	}
	return OK;
}

static enum err
look(struct hunt *h, int64_t seq)
{
	size_t mark = arena_mark(h->db->mem), hits = h->f->n;

	h->wait[h->waiting++] = seq;
	if (h->waiting < LOOK)
		return OK;
	TRY(look_all(h));
	if (h->f->n == hits)
		arena_back(h->db->mem, mark);
	return OK;
}

static bool
full(struct hunt *h)
{
	h->f->unfinished = h->scanned >= SEARCH_SCAN;
	return h->done || h->f->n == SEARCH_ROWS || h->f->unfinished;
}

/* ---- entries in no list yet ---- */

static enum err
tail_read(struct hunt *h, int64_t upto, int64_t *before)
{
	struct q_search_tail_list l = { .n = TAIL };

	while (l.n == TAIL && !full(h)) {
		size_t mark = arena_mark(h->db->mem), hits = h->f->n;

		TRY(q_search_tail(h->db, upto, *before, TAIL, &l));
		for (size_t i = 0; i < l.n; i++) {
			const struct q_search_tail *t = &l.p[i];
			struct doc d = { { t->text, t->words, t->spot } };

			*before = t->seq;
			if (holds_all(h, &d))
				TRY(look(h, t->seq));
			else
				h->scanned++;
		}
		TRY(look_all(h));
		if (h->f->n < SEARCH_ROWS && !h->done)
			h->f->before = *before;
		if (h->f->n == hits)
			arena_back(h->db->mem, mark);
	}
	if (l.n < TAIL && !full(h) && *before > upto)
		*before = upto + 1;
	return OK;
}

/* ---- lists ---- */

static size_t
walks_make(const struct search_found *f, struct list_walk *w)
{
	size_t n = 0;

	for (size_t i = 0; i < f->phrases; i++) {
		const struct fold_phrase *p = &f->phrase[i];

		if (p->n == 1 && n < TOKENS)
			w[n++] = (struct list_walk){ .token = p->c[0] };
		for (size_t k = 0; k + 1 < p->n && n < TOKENS; k++)
			w[n++] = (struct list_walk){ .token = fold_pair(p->c[k], p->c[k + 1]) };
	}
	return n;
}

static enum err
lists_walk(struct hunt *h, int64_t newest)
{
	struct list_walk w[TOKENS];
	size_t n = walks_make(h->f, w);
	struct list_meet m = { .from = newest + 1 };

	while (!full(h) && m.from > 1) {
		enum err e = list_meet(h->db, w, n, m.from - 1, &m);

		if (e == NOT_FOUND) {
			TRY(look_all(h));
			h->done |= h->f->n < SEARCH_ROWS;
			return OK;
		}
		TRY(e);
		for (size_t i = m.n; i-- > 0 && !full(h);)
			TRY(look(h, m.first + m.doc[i]));
	}
	return look_all(h);
}

/* ---- time ---- */

/* The first entry that was written on the day after `until` or later: entries stand in the order of their time. */
static enum err
key_until(struct db *db, day until, int64_t newest, int64_t *before)
{
	moment end = moment_at(day_add(until, 1), 0, 0);
	int64_t low = 0, high = newest + 1;

	while (low < high) {
		int64_t mid = low + (high - low) / 2;
		struct q_search_time t;
		enum err e = q_search_time(db, mid, &t);

		if (e != OK && e != NOT_FOUND)
			return e;
		if (e == NOT_FOUND || t.at.ms < end.ms)
			low = mid + 1;
		else
			high = mid;
	}
	*before = low;
	return OK;
}

enum err
search_find(struct db *db, const struct actor *by, const struct search_ask *ask, struct search_found *f)
{
	struct hunt h = { .db = db, .ask = ask, .f = f, .scope = actor_scope(by), .by = by };
	struct q_search_newest newest;
	struct q_search_head_row head;
	int64_t before, upto = 0;
	enum err e;

	*f = (struct search_found){ .n = 0 };
	f->phrases = fold_query(utf8_head(ask->typed, SEARCH_TYPED), f->phrase);
	if (f->phrases == 0 || h.scope.none)
		return OK;
	e = q_search_head_row(db, &head);
	if (e != OK && e != NOT_FOUND)
		return e;
	upto = e == OK ? head.upto : 0;
	TRY(q_search_newest(db, &newest));
	before = newest.seq + 1;
	if (ask->since.n)
		h.since = moment_at(ask->since, 0, 0);
	if (ask->until.n)
		TRY(key_until(db, ask->until, newest.seq, &before));
	if (ask->before && ask->before < before)
		before = ask->before;
	f->before = before;
	TRY(tail_read(&h, upto, &before));
	if (!full(&h))
		TRY(lists_walk(&h, before - 1 < upto ? before - 1 : upto));
	f->more = !h.done && (f->n == SEARCH_ROWS || f->unfinished);
	return OK;
}
