/* find.c — a search: the newest entries by reading them, the others by leaping along the lists. */
#include "base/utf8.h"
#include "gen/search.sql.h"
#include "search/list.h"
#include "search/search.h"

#define TOKENS 12 /* lists that are walked; what they let through is compared anyway */
#define TAIL   64

struct hunt {
	struct db *db;
	const struct search_ask *ask;
	struct search_found *f;
	struct scope scope;
	const struct actor *by;
	moment since;
	int64_t scanned;
	bool done;
};

struct doc {
	int64_t seq;
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
wanted(const struct search_ask *a, const struct q_search_may *m)
{
	return (a->lane == 0 || m->lane == (int64_t)a->lane) && (a->village == 0 || m->in_village == a->village) &&
	       (a->unit == 0 || m->in_unit == a->unit) && (a->type.n == 0 || str_eq(a->type, m->type));
}

static enum err
row_add(struct hunt *h, const struct doc *d)
{
	struct search_row *r = &h->f->row[h->f->n];
	struct q_search_hit m;

	TRY(q_search_hit(h->db, d->seq, &m));
	*r = (struct search_row){ .seq = d->seq,
				  .matter = m.matter,
				  .act = m.act,
				  .year = m.year,
				  .number = m.number,
				  .state = m.state,
				  .village = m.village,
				  .unit = m.unit,
				  .title = m.title,
				  .type = m.type,
				  .village_zh = m.village_zh,
				  .village_en = m.village_en,
				  .unit_zh = m.unit_zh,
				  .unit_en = m.unit_en,
				  .at = m.at,
				  .due_at = m.due_at,
				  .text = whole(h->db->mem, d) };
	h->f->n++;
	return OK;
}

/* Whether this post may see it and the filters want it. Without `d`, its words are fetched last. */
static enum err
look(struct hunt *h, int64_t seq, const struct doc *d)
{
	struct q_search_docs_list l;
	struct q_search_may m;
	struct doc own = { .seq = seq };
	enum err e;

	h->f->before = seq;
	h->scanned++;
	e = q_search_may(h->db, seq, h->scope.none, h->scope.unit, h->scope.village, h->by->post, h->by->unit,
			 h->by->person, h->db->now, &m);
	if (e != OK)
		return e == NOT_FOUND ? OK : e;
	if (m.at.ms < h->since.ms) {
		h->done = true;
		return OK;
	}
	if (!wanted(h->ask, &m))
		return OK;
	if (d)
		return row_add(h, d);
	TRY(q_search_docs(h->db, seq - 1, seq, 1, &l));
	if (l.n == 0)
		return OK;
	own = (struct doc){ seq, { l.p[0].text, l.p[0].words, l.p[0].spot } };
	return holds_all(h, &own) ? row_add(h, &own) : OK;
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
		for (size_t i = 0; i < l.n && !full(h); i++) {
			const struct q_search_tail *t = &l.p[i];
			struct doc d = { t->seq, { t->text, t->words, t->spot } };

			*before = h->f->before = t->seq;
			if (holds_all(h, &d))
				TRY(look(h, t->seq, &d));
			else
				h->scanned++;
		}
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

/* The newest entry, not newer than *doc, that stands in all lists. The list that leaps farthest goes first next time. */
static enum err
leap(struct db *db, struct list_walk *w, size_t n, int64_t *doc)
{
	for (size_t i = 0; i < n; i++) {
		int64_t found;

		TRY(list_seek(db, &w[i], *doc, &found));
		if (found == *doc)
			continue;
		*doc = found;
		if (i > 0) {
			struct list_walk first = w[i];

			w[i] = w[0];
			w[0] = first;
			i = SIZE_MAX;
		}
	}
	return OK;
}

static enum err
lists_walk(struct hunt *h, int64_t newest)
{
	struct list_walk w[TOKENS];
	size_t n = walks_make(h->f, w);
	int64_t doc = newest;

	while (!full(h) && doc > 0) {
		size_t hits = h->f->n, mark;
		enum err e = leap(h->db, w, n, &doc);

		if (e == NOT_FOUND) {
			h->done = true;
			return OK;
		}
		TRY(e);
		mark = arena_mark(h->db->mem);
		TRY(look(h, doc, NULL));
		if (h->f->n == hits)
			arena_back(h->db->mem, mark);
		doc--;
	}
	return OK;
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
