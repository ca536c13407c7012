/* queue.c — lanes, merged by key, narrowed by filters. */
#include "matter/queue.h"

#include "gen/conflict.sql.h"
#include "gen/queue.sql.h"

#define BATCH 400 /* most rows fetched at once; the first batch is a page, each further one twice the one before */
#define LANES 4   /* most lanes that a view merges */

enum axis { AXIS_TOWN = 1, AXIS_UNIT = 2, AXIS_VILLAGE = 3, AXIS_HOLDER = 4, AXIS_TYPE = 5 };

struct road {
	enum axis axis;
	int64_t ref;
	str type;
	struct scope scope;
	int64_t post; /* of the reader: what complains about them stays out */
	bool filters; /* something is left to be compared row by row */
};

static const char *const view_key[QUEUE_VIEWS] = { "mine",    "late",     "received", "offered",
						   "in_hand", "answered", "closed" };

const char *
queue_view_key(enum queue_view v)
{
	return view_key[v];
}

bool
queue_view_of(str text, enum queue_view *v)
{
	for (int i = 0; i < QUEUE_VIEWS; i++)
		if (str_eq(text, str_of(view_key[i]))) {
			*v = (enum queue_view)i;
			return true;
		}
	return false;
}

/* The narrowest index that also holds the scope. A filter for another village than the post's own finds nothing. */
static struct road
road_of(const struct actor *by, const struct queue_ask *a)
{
	struct road r = { .axis = AXIS_TOWN, .scope = actor_scope(by) };

	if (a->view == QUEUE_MINE)
		r = (struct road){ .axis = AXIS_HOLDER, .ref = by->post, .scope = r.scope };
	else if (r.scope.unit)
		r = (struct road){ .axis = AXIS_UNIT, .ref = r.scope.unit, .scope = r.scope };
	else if (r.scope.village)
		r = (struct road){ .axis = AXIS_VILLAGE, .ref = r.scope.village, .scope = r.scope };
	else if (a->type.n)
		r = (struct road){ .axis = AXIS_TYPE, .type = a->type, .scope = r.scope };
	else if (a->village)
		r = (struct road){ .axis = AXIS_VILLAGE, .ref = a->village, .scope = r.scope };
	r.post = by->post;
	r.filters = a->channel || (a->type.n && r.axis != AXIS_TYPE) ||
		    (a->village && !(r.axis == AXIS_VILLAGE && r.ref == a->village));
	return r;
}

/* ---- one batch of one lane ---- */

struct batch {
	struct queue_row *row;
	size_t n;
};

#define ROW(r)                                                                                                 \
	((struct queue_row){ (r)->id,         (r)->year,        (r)->number,   (r)->channel,   (r)->village,   \
			     (r)->state,      (r)->reopened,    (r)->revision, (r)->title,     (r)->type,      \
			     (r)->village_zh, (r)->village_en,  (r)->unit_zh,  (r)->unit_en,   (r)->holder_zh, \
			     (r)->holder_en,  (r)->received_at, (r)->due_at,   (r)->closed_at, (r)->sort_at })

/* The ten queries have rows of ten types with the same columns. */
#define TAKE(query, ...)                                                                                        \
	do {                                                                                                    \
		struct q_##query##_list l_;                                                                     \
		TRY(q_##query(db, __VA_ARGS__, s->unit, s->village, r->post, after.sort, after.id, most, &l_)); \
		b->row = make(db->mem, struct queue_row, l_.n ? l_.n : 1);                                      \
		for (b->n = 0; b->n < l_.n; b->n++)                                                             \
			b->row[b->n] = ROW(&l_.p[b->n]);                                                        \
	} while (0)

static enum err
take_open(struct db *db, const struct road *r, enum matter_lane lane, struct queue_key after, int64_t most,
	  struct batch *b)
{
	const struct scope *s = &r->scope;

	switch (r->axis) {
	case AXIS_TOWN: TAKE(queue_town, lane); break;
	case AXIS_UNIT: TAKE(queue_unit, r->ref, lane); break;
	case AXIS_VILLAGE: TAKE(queue_village, r->ref, lane); break;
	case AXIS_HOLDER: TAKE(queue_holder, r->ref, lane); break;
	case AXIS_TYPE: TAKE(queue_type, r->type, lane); break;
	}
	return OK;
}

/* The closed lane runs backwards: newest first. */
static enum err
take_closed(struct db *db, const struct road *r, enum matter_lane lane, struct queue_key after, int64_t most,
	    struct batch *b)
{
	const struct scope *s = &r->scope;

	if (after.id == 0)
		after = (struct queue_key){ { INT64_MAX }, INT64_MAX };
	switch (r->axis) {
	case AXIS_TOWN: TAKE(queue_town_closed, lane); break;
	case AXIS_UNIT: TAKE(queue_unit_closed, r->ref, lane); break;
	case AXIS_VILLAGE: TAKE(queue_village_closed, r->ref, lane); break;
	case AXIS_HOLDER: TAKE(queue_holder_closed, r->ref, lane); break;
	case AXIS_TYPE: TAKE(queue_type_closed, r->type, lane); break;
	}
	return OK;
}

/* ---- lanes merged by key ---- */

struct lane_reader {
	enum matter_lane lane;
	struct batch b;
	size_t at;
	bool ended;
	struct queue_key after;
};

struct search {
	struct db *db;
	const struct queue_ask *ask;
	struct road road;
	struct lane_reader lane[LANES];
	size_t lanes, scanned;
	int64_t size; /* of the next batch */
};

static enum err
reader_fill(struct search *s, struct lane_reader *r)
{
	if (r->ended || r->at < r->b.n)
		return OK;
	r->at = 0;
	if (r->lane == LANE_CLOSED)
		TRY(take_closed(s->db, &s->road, r->lane, r->after, s->size, &r->b));
	else
		TRY(take_open(s->db, &s->road, r->lane, r->after, s->size, &r->b));
	r->ended = r->b.n == 0;
	if (r->after.id != s->ask->after.id)
		s->size = s->size > BATCH / 2 ? BATCH : 2 * s->size;
	if (r->b.n)
		r->after = (struct queue_key){ r->b.row[r->b.n - 1].sort_at, r->b.row[r->b.n - 1].id };
	return OK;
}

static bool
earlier(const struct queue_row *a, const struct queue_row *b)
{
	return a->sort_at.ms < b->sort_at.ms || (a->sort_at.ms == b->sort_at.ms && a->id < b->id);
}

/* The next row over all lanes, or NULL at the end. The view of what is late ends at the first row that is not. */
static enum err
search_next(struct search *s, const struct queue_row **row)
{
	struct lane_reader *first = NULL;

	*row = NULL;
	for (size_t i = 0; i < s->lanes; i++) {
		struct lane_reader *r = &s->lane[i];

		TRY(reader_fill(s, r));
		if (!r->ended && (!first || earlier(&r->b.row[r->at], &first->b.row[first->at])))
			first = r;
	}
	if (!first || (s->ask->view == QUEUE_LATE && first->b.row[first->at].sort_at.ms >= s->db->now.ms))
		return OK;
	*row = &first->b.row[first->at++];
	s->scanned++;
	return OK;
}

static bool
wanted(const struct search *s, const struct queue_row *r)
{
	const struct queue_ask *a = s->ask;

	if (a->view == QUEUE_LATE && r->state == MATTER_WAITING)
		return false;
	return (a->channel == 0 || r->channel == (int64_t)a->channel) && (a->type.n == 0 || str_eq(a->type, r->type)) &&
	       (a->village == 0 || r->village == a->village);
}

static size_t
lanes_of(enum queue_view v, struct lane_reader lane[LANES])
{
	static const enum matter_lane open[LANES] = { LANE_RECEIVED, LANE_OFFERED, LANE_IN_HAND, LANE_ANSWERED };
	size_t n = v == QUEUE_MINE ? 4 : v == QUEUE_LATE ? 3 : 1;

	for (size_t i = 0; i < n; i++)
		lane[i].lane = n > 1 ? open[i] : (enum matter_lane)(LANE_RECEIVED + (v - QUEUE_RECEIVED));
	return n;
}

/* Rows into `found` until there is one more than wanted; that one only tells that there are more. */
static enum err
search_run(struct search *s, struct queue_found *found)
{
	const struct queue_row *r;

	for (;;) {
		if (s->scanned == QUEUE_SCAN) {
			found->unfinished = true;
			return OK;
		}
		TRY(search_next(s, &r));
		if (!r)
			return OK;
		if (wanted(s, r) && found->n == s->ask->most) {
			found->more = true;
			return OK;
		}
		if (wanted(s, r))
			found->row[found->n++] = *r;
		found->next = (struct queue_key){ r->sort_at, r->id };
	}
}

enum err
queue_find(struct db *db, const struct actor *by, const struct queue_ask *ask, struct queue_found *found)
{
	struct search s = { .db = db, .ask = ask, .road = road_of(by, ask) };

	*found = (struct queue_found){ .row = make(db->mem, struct queue_row, ask->most), .next = ask->after };
	if (s.road.scope.none)
		return OK;
	s.lanes = lanes_of(ask->view, s.lane);
	s.size = (int64_t)ask->most + 1;
	for (size_t i = 0; i < s.lanes; i++)
		s.lane[i].after = ask->after;
	return search_run(&s, found);
}

/* ---- lengths ---- */

static void
lengths_of_lanes(const struct q_queue_counts_list *c, struct queue_lengths *l)
{
	for (int v = QUEUE_RECEIVED; v < QUEUE_VIEWS; v++)
		l->n[v] = 0;
	for (size_t i = 0; i < c->n; i++)
		if (c->p[i].lane >= LANE_RECEIVED && c->p[i].lane <= LANE_CLOSED)
			l->n[QUEUE_RECEIVED + (c->p[i].lane - LANE_RECEIVED)] = c->p[i].n;
}

/* The counters less what complains about the reader: a length says no more than the list. */
static enum err
counts(struct db *db, const struct actor *by, bool accused, enum axis axis, int64_t ref, struct q_queue_counts_list *c)
{
	struct q_queue_hidden_list h;

	TRY(q_queue_counts(db, axis, ref, c));
	if (!accused)
		return OK;
	TRY(q_queue_hidden(db, by->post, axis, ref, LANE_ARCHIVED, &h));
	for (size_t i = 0; i < h.n; i++)
		for (size_t j = 0; j < c->n; j++)
			if (c->p[j].lane == h.p[i].lane)
				c->p[j].n -= h.p[i].n;
	return OK;
}

/* Counters are kept for the township, each unit, each village and each holder, but not for pairs of them. */
enum err
queue_lengths(struct db *db, const struct actor *by, const struct queue_ask *ask, struct queue_lengths *l)
{
	struct queue_ask all = *ask, mine = *ask;
	struct q_queue_counts_list c;
	struct q_conflict_any accused;
	struct road r;

	for (int v = 0; v < QUEUE_VIEWS; v++)
		l->n[v] = -1;
	all.view = QUEUE_RECEIVED;
	mine.view = QUEUE_MINE;
	r = road_of(by, &all);
	if (r.scope.none)
		return OK;
	TRY(q_conflict_any(db, by->unit, by->person, &accused));
	if (!r.filters && r.axis != AXIS_TYPE && !(r.scope.unit && r.scope.village)) {
		TRY(counts(db, by, accused.n > 0, r.axis, r.axis == AXIS_TOWN ? 0 : r.ref, &c));
		lengths_of_lanes(&c, l);
	}
	if (road_of(by, &mine).filters)
		return OK;
	TRY(counts(db, by, accused.n > 0, AXIS_HOLDER, by->post, &c));
	l->n[QUEUE_MINE] = 0;
	for (size_t i = 0; i < c.n; i++)
		if (c.p[i].lane <= LANE_ANSWERED)
			l->n[QUEUE_MINE] += c.p[i].n;
	return OK;
}

/* ---- office numbers ---- */

/* Words beside the digits are only taken inside the full form, so that "3 组的路" is not read as number 3. */
static bool
number_form(str s)
{
	bool full = str_has(s, S("〔")) || str_has(s, S("[")), plain = true;

	for (size_t i = 0; i < s.n; i++)
		plain &= (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '-' || s.p[i] == ' ';
	return s.n && s.n <= 60 && (full || plain);
}

bool
queue_number(struct arena *a, str typed, day today, int64_t *year, int64_t *number)
{
	str s = str_trim(str_narrow(a, typed));
	int64_t n[2] = { 0, 0 };
	size_t numbers = 0;
	bool inside = false;

	if (!number_form(s))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		bool digit = s.p[i] >= '0' && s.p[i] <= '9';

		if (digit && !inside && numbers++ == 2)
			return false;
		if (digit)
			n[numbers - 1] = n[numbers - 1] * 10 + (s.p[i] - '0');
		if (n[0] > 99999999 || n[1] > 99999999)
			return false;
		inside = digit;
	}
	*year = numbers == 2 ? n[0] : day_civil(today).year;
	*number = numbers == 2 ? n[1] : n[0];
	return numbers > 0 && *year >= 1900 && *year <= 9999 && *number > 0;
}

enum err
queue_matter_of(struct db *db, const struct actor *by, int64_t year, int64_t number, int64_t *id)
{
	struct scope s = actor_scope(by);
	struct q_queue_by_number row;

	if (s.none)
		return NOT_FOUND;
	TRY(q_queue_by_number(db, year, number, s.unit, s.village, by->post, &row));
	*id = row.id;
	return OK;
}
