/* index.c — the lists, written in pieces behind whatever is stored. */
#include "gen/search.sql.h"
#include "search/list.h"
#include "search/search.h"

#include <stdlib.h>

#define LEAST      256    /* entries that wait before a piece is made of them */
#define MOST       2048   /* entries of a piece */
#define PAIRS      60000  /* tokens of a piece, about: 1 MiB */
#define MERGE      300    /* tokens merged in a piece */
#define IN_A_HURRY 500000 /* more than that waiting: pieces follow each other without a pause */

struct pair {
	int64_t token, doc;
};

struct head {
	int64_t upto, merged, token;
};

static int
by_token(const void *left, const void *right)
{
	const struct pair *l = left, *r = right;

	if (l->token != r->token)
		return l->token < r->token ? -1 : 1;
	return (l->doc > r->doc) - (l->doc < r->doc);
}

static enum err
head_read(struct db *db, struct head *h)
{
	struct q_search_head_row row;
	enum err e = q_search_head_row(db, &row);

	*h = e == OK ? (struct head){ row.upto, row.merged, row.token } : (struct head){ 0, 0, -1 };
	return e == NOT_FOUND ? OK : e;
}

static size_t
pairs_add(struct arena *a, struct pair *p, size_t room, int64_t doc, str text)
{
	int64_t *tokens;
	size_t n = text.n ? fold_tokens(a, text, &tokens) : 0;

	if (n > room)
		return SIZE_MAX;
	for (size_t i = 0; i < n; i++)
		p[i] = (struct pair){ tokens[i], doc };
	return n;
}

/* Texts of one document do not touch: no pair reaches from one into the next. */
static size_t
doc_add(struct arena *a, struct pair *p, size_t room, const struct q_search_docs *d)
{
	const str texts[] = { d->text, d->words, d->spot };
	size_t n = 0;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		size_t added = pairs_add(a, p + n, room - n, d->seq, texts[i]);

		if (added == SIZE_MAX)
			return SIZE_MAX;
		n += added;
	}
	return n;
}

/* Sorted pairs become one list for each token. */
static enum err
lists_write(struct tx *tx, struct pair *p, size_t n, int64_t first)
{
	int64_t *doc = make(tx->db.mem, int64_t, MOST + 1);

	qsort(p, n, sizeof *p, by_token);
	for (size_t i = 0; i < n;) {
		size_t mark = arena_mark(tx->db.mem), k = 0;
		int64_t token = p[i].token;

		for (; i < n && p[i].token == token; i++)
			if (k == 0 || doc[k - 1] != p[i].doc)
				doc[k++] = p[i].doc;
		TRY(q_search_list_insert(tx, token, first, list_pack(tx->db.mem, first, doc, k)));
		arena_back(tx->db.mem, mark);
	}
	return OK;
}

/* Reads on from h->upto until the piece is full. A single document always fits. */
static enum err
piece_read(struct tx *tx, struct head *h, int64_t end, struct pair *p, size_t *n)
{
	*n = 0;
	while (h->upto < end) {
		size_t mark = arena_mark(tx->db.mem), added;
		struct q_search_docs_list l;

		TRY(q_search_docs(&tx->db, h->upto, end, 32, &l));
		if (l.n == 0)
			h->upto = end;
		for (size_t i = 0; i < l.n; i++) {
			added = doc_add(tx->db.mem, p + *n, PAIRS - *n, &l.p[i]);
			if (added == SIZE_MAX) {
				arena_back(tx->db.mem, mark);
				return OK;
			}
			*n += added;
			h->upto = l.p[i].seq;
		}
		arena_back(tx->db.mem, mark);
	}
	return OK;
}

static enum err
piece_index(struct tx *tx, struct head *h, int64_t newest)
{
	struct pair *p = make(tx->db.mem, struct pair, PAIRS);
	int64_t first = h->upto + 1, end = (first / LIST_SPAN + 1) * LIST_SPAN - 1;
	size_t n;

	if (end > newest)
		end = newest;
	if (end > h->upto + MOST)
		end = h->upto + MOST;
	TRY(piece_read(tx, h, end, p, &n));
	TRY(lists_write(tx, p, n, first));
	return q_search_head_set(tx, h->upto, h->merged, h->token);
}

/* ---- merging ---- */

static enum err
token_merge(struct tx *tx, int64_t token, int64_t from)
{
	struct q_search_list_span_list l;
	uint16_t *part = make(tx->db.mem, uint16_t, LIST_SPAN);
	int64_t *doc;
	size_t n = 0, k;

	TRY(q_search_list_span(&tx->db, token, from, from + LIST_SPAN, LIST_SPAN, &l));
	if (l.n < 2)
		return OK;
	doc = make(tx->db.mem, int64_t, LIST_SPAN);
	for (size_t i = 0; i < l.n; i++) {
		if (l.p[i].docs.n > LIST_SPAN || list_unpack(l.p[i].first, l.p[i].docs, part, &k) != OK ||
		    n + k > LIST_SPAN)
			return BROKEN;
		for (size_t j = 0; j < k; j++)
			doc[n++] = l.p[i].first + part[j];
	}
	TRY(q_search_list_delete(tx, token, from, from + LIST_SPAN));
	return q_search_list_insert(tx, token, l.p[0].first, list_pack(tx->db.mem, l.p[0].first, doc, n));
}

static enum err
piece_merge(struct tx *tx, struct head *h)
{
	enum err e = OK;

	for (int i = 0; i < MERGE && e == OK; i++) {
		size_t mark = arena_mark(tx->db.mem);
		struct q_search_token_next next;

		e = q_search_token_next(&tx->db, h->token, &next);
		if (e == OK) {
			h->token = next.token;
			TRY(token_merge(tx, next.token, h->merged));
		}
		arena_back(tx->db.mem, mark);
	}
	if (e == NOT_FOUND) {
		h->merged += LIST_SPAN;
		h->token = -1;
	} else
		TRY(e);
	return q_search_head_set(tx, h->upto, h->merged, h->token);
}

enum err
search_index(struct tx *tx, int64_t *left)
{
	struct q_search_newest newest;
	struct head h;

	TRY(head_read(&tx->db, &h));
	TRY(q_search_newest(&tx->db, &newest));
	if (h.upto + 1 >= h.merged + LIST_SPAN)
		TRY(piece_merge(tx, &h));
	else if (newest.seq - h.upto >= LEAST)
		TRY(piece_index(tx, &h, newest.seq));
	*left = newest.seq - h.upto >= LEAST ? newest.seq - h.upto : h.upto + 1 >= h.merged + LIST_SPAN;
	return OK;
}

/* A piece a second keeps up with two thousand entries a second and leaves the writer to those who wait for it. */
static enum err
index_run(struct tx *tx, bool *more)
{
	int64_t left;

	TRY(search_index(tx, &left));
	*more = left > IN_A_HURRY;
	return OK;
}

const struct job search_jobs[] = {
	{ "search lists", 1, index_run },
	{ NULL, 0, NULL },
};
