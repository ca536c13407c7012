#include "desk/event.h"

#include "base/out.h"
#include "gen/event.sql.h"

#include <string.h>

static const hash zero_hash;

/* The bytes that a row's hash covers: every field in order, numbers as 8 bytes little-endian, texts behind
 * their length. A change of this layout is a new first byte, never a silent one. */
static void
bytes_int(struct out *o, int64_t n)
{
	char b[8];

	for (int i = 0; i < 8; i++)
		b[i] = (char)(uint8_t)((uint64_t)n >> (8 * i));
	out_str(o, (str){ b, 8 });
}

static void
bytes_str(struct out *o, str s)
{
	bytes_int(o, (int64_t)s.n);
	out_str(o, s);
}

static hash
row_hash(struct arena *mem, int64_t town, const struct q_event_chain *r)
{
	size_t mark = arena_mark(mem);
	struct out o = out_make(mem, 1024, 1 << 20);
	hash h;

	out_char(&o, 1);
	bytes_int(&o, town);
	bytes_int(&o, r->seq);
	bytes_int(&o, r->at.ms);
	bytes_int(&o, r->actor_kind);
	bytes_int(&o, r->person);
	bytes_int(&o, r->post);
	bytes_str(&o, r->object);
	bytes_int(&o, r->object_id);
	bytes_str(&o, r->kind);
	bytes_str(&o, r->state_from);
	bytes_str(&o, r->state_to);
	bytes_str(&o, r->reason);
	bytes_str(&o, r->detail);
	bytes_str(&o, r->text_hash);
	bytes_str(&o, r->prev);
	h = o.overflow ? zero_hash : hash_of(out_view(&o));
	arena_back(mem, mark);
	return h;
}

enum err
event_add(struct tx *tx, const struct actor *by, const struct event *e, int64_t *seq)
{
	struct q_event_last last = { .seq = 0, .hash = hash_str(&zero_hash) };
	struct q_event_chain r;
	enum err found = q_event_last(&tx->db, &last);
	hash h;

	if (found == NOT_FOUND)
		last = (struct q_event_last){ .seq = 0, .hash = hash_str(&zero_hash) };
	else
		TRY(found);
	r = (struct q_event_chain){ .seq = last.seq + 1,
				    .at = tx->db.now,
				    .actor_kind = by->kind,
				    .person = by->person,
				    .post = by->post,
				    .object = e->object,
				    .object_id = e->id,
				    .kind = e->kind,
				    .state_from = e->from,
				    .state_to = e->to,
				    .reason = e->reason,
				    .detail = e->detail,
				    .prev = last.hash };
	if (memcmp(&e->text, &zero_hash, sizeof(hash)) != 0)
		r.text_hash = hash_str(&e->text);
	h = row_hash(tx->db.mem, tx->db.town, &r);
#define TEXT(s) ((s).p ? (s) : S(""))
	TRY(q_event_insert(tx, r.seq, r.at, r.actor_kind, r.person, r.post, TEXT(r.object), r.object_id, TEXT(r.kind),
			   TEXT(r.state_from), TEXT(r.state_to), TEXT(r.reason), TEXT(r.detail), r.text_hash, r.prev,
			   hash_str(&h)));
#undef TEXT
	TRY(q_event_head_set(tx, r.seq, hash_str(&h)));
	if (seq)
		*seq = r.seq;
	return OK;
}

struct walk {
	struct db *db;
	int64_t last; /* good rows so far, which is also the last good number */
	hash hash;    /* of that row */
	int64_t bad;
	const char *why;
};

static enum err
walk_row(void *ctx, const struct q_event_chain *r)
{
	struct walk *w = ctx;
	hash h = row_hash(w->db->mem, w->db->town, r);

	w->bad = w->last + 1;
	if (r->seq != w->last + 1)
		w->why = r->seq > w->last + 1 ? "the row is missing" : "a row stands before the first";
	else if (!str_eq(r->prev, hash_str(&w->hash)))
		w->why = "it does not follow the row before it: a row was changed, moved or put in";
	else if (!str_eq(r->hash, hash_str(&h)))
		w->why = "its fields were changed";
	else
		w->bad = 0;
	if (w->bad)
		return INVALID;
	w->last = r->seq;
	w->hash = h;
	return OK;
}

static void
walk_head(struct walk *w, enum err found, const struct q_event_last *head)
{
	if (found == NOT_FOUND && w->last == 0)
		return;
	if (found == NOT_FOUND) {
		w->bad = w->last;
		w->why = "the head of the chain is gone";
	} else if (head->seq > w->last) {
		w->bad = w->last + 1;
		w->why = "the row is missing: the end of the chain was cut off";
	} else if (head->seq < w->last) {
		w->bad = head->seq + 1;
		w->why = "the row stands behind the head of the chain: it was put in";
	} else if (!str_eq(head->hash, hash_str(&w->hash))) {
		w->bad = w->last;
		w->why = "the head of the chain holds another hash";
	}
}

enum err
event_verify(struct db *db, int64_t *count, int64_t *bad, str *why)
{
	struct walk w = { .db = db };
	struct q_event_last head;
	enum err e = q_event_chain(db, walk_row, &w), found;

	if (e == OK) {
		found = q_event_last(db, &head);
		if (found != OK && found != NOT_FOUND)
			return found;
		walk_head(&w, found, &head);
	} else if (!w.bad) {
		return e;
	}
	*count = w.last;
	*bad = w.bad;
	*why = str_of(w.why);
	return w.bad ? INVALID : OK;
}
