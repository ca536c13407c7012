#include "web/route.h"
#include "base/log.h"

#include <assert.h>

#define PIECES 12 /* of a path at most */

struct node {
	uint32_t any; /* the child for ":name", 0: none; node 0 is the root and nobody's child */
	const struct route *get, *post;
};

struct edge {
	uint32_t from, to; /* to 0: an empty slot */
	str piece;
};

struct route_map {
	struct node *node;
	size_t nodes;
	struct edge *edge;
	size_t mask;
};

static size_t
slot(const struct route_map *m, uint32_t from, str piece)
{
	uint64_t h = 14695981039346656037u ^ from;

	for (size_t i = 0; i < piece.n; i++)
		h = (h ^ (unsigned char)piece.p[i]) * 1099511628211u;
	return (size_t)(h ^ h >> 29) & m->mask;
}

static struct edge *
edge_at(const struct route_map *m, uint32_t from, str piece)
{
	size_t i = slot(m, from, piece);

	while (m->edge[i].to && (m->edge[i].from != from || !str_eq(m->edge[i].piece, piece)))
		i = (i + 1) & m->mask;
	return &m->edge[i];
}

static uint32_t
child(struct route_map *m, uint32_t from, str piece)
{
	struct edge *e;

	if (str_starts(piece, S(":"))) {
		if (!m->node[from].any)
			m->node[from].any = (uint32_t)m->nodes++;
		return m->node[from].any;
	}
	e = edge_at(m, from, piece);
	if (!e->to)
		*e = (struct edge){ from, (uint32_t)m->nodes++, piece };
	return e->to;
}

/* "/" alone has no pieces. */
static str
pieces_of(str path)
{
	return path.n == 1 ? S("") : path;
}

/* The next piece of a path; false at its end. */
static bool
piece_next(str *path, str *piece)
{
	if (path->n == 0)
		return false;
	(void)str_cut(str_skip(*path, 1), '/', piece, &(str){ NULL, 0 });
	*path = str_skip(*path, 1 + piece->n);
	return true;
}

static enum err
refuse(const struct route *r, const char *why)
{
	log_error("route %s %s: %s", r->method == POST ? "POST" : "GET", r->path, why);
	return INVALID;
}

static enum err
add(struct route_map *m, const struct route *r)
{
	str path = pieces_of(str_of(r->path)), piece, first = { NULL, 0 };
	uint32_t at = 0;
	int params = 0;
	const struct route **place;

	while (piece_next(&path, &piece)) {
		if (str_starts(piece, S(":")) && params++ == 0)
			first = piece;
		at = child(m, at, piece);
	}
	place = r->method == POST ? &m->node[at].post : &m->node[at].get;
	if (*place)
		return refuse(r, "there are two of them");
	if (params > REQ_PARAMS)
		return refuse(r, "too many pieces to fill in");
	if ((r->method == POST) != (r->change != NULL) ||
	    (r->method == GET) != ((r->page != NULL) != (r->stream != NULL)))
		return refuse(r, "the handler does not fit the method");
	if (r->duty == DUTY_RECEIPT && !str_eq(first, S(":code")))
		return refuse(r, "a receipt route begins with :code");
	if (r->duty <= DUTY_NONE || r->duty >= DUTIES)
		log_error("route %s: no duty, so nobody may use it", r->path);
	*place = r;
	return OK;
}

enum err
route_map_make(struct arena *a, const struct route *const *tables, struct route_map **out)
{
	struct route_map *m = make(a, struct route_map, 1);
	size_t pieces = 1, slots = 64;

	for (const struct route *const *t = tables; *t; t++)
		for (const struct route *r = *t; r->path; r++)
			for (const char *c = r->path; *c; c++)
				pieces += *c == '/';
	while (slots < pieces * 4)
		slots *= 2;
	m->node = make(a, struct node, pieces + 1);
	m->edge = make(a, struct edge, slots);
	m->mask = slots - 1;
	m->nodes = 1;
	for (const struct route *const *t = tables; *t; t++)
		for (const struct route *r = *t; r->path; r++)
			TRY(add(m, r));
	assert(m->nodes <= pieces + 1);
	*out = m;
	return OK;
}

struct walk {
	const struct route_map *m;
	enum method method;
	str piece[PIECES];
	size_t n;
	str *param;
	const struct route *found;
	bool other; /* the path exists for the other method */
};

static bool
step(struct walk *w, uint32_t at, size_t i, size_t params)
{
	const struct node *node = &w->m->node[at];
	uint32_t literal;

	if (i == w->n) {
		w->found = w->method == POST ? node->post : node->get;
		w->other |= !w->found && (node->post || node->get);
		return w->found != NULL;
	}
	literal = edge_at(w->m, at, w->piece[i])->to;
	if (literal && step(w, literal, i + 1, params))
		return true;
	if (!node->any || params == REQ_PARAMS || w->piece[i].n == 0)
		return false;
	w->param[params] = w->piece[i];
	return step(w, node->any, i + 1, params + 1);
}

enum err
route_find(const struct route_map *m, enum method method, str path, str param[REQ_PARAMS], const struct route **r)
{
	struct walk w = { .m = m, .method = method == POST ? POST : GET, .param = param };
	str piece;

	path = pieces_of(path);
	while (piece_next(&path, &piece)) {
		if (w.n == PIECES)
			return NOT_FOUND;
		w.piece[w.n++] = piece;
	}
	if (!step(&w, 0, 0, 0))
		return w.other ? CONFLICT : NOT_FOUND;
	*r = w.found;
	return OK;
}
