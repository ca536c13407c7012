/* promise.c — what the office has promised in public: kept with a proof, carried on, or given up in public. */
#include "base/utf8.h"
#include "desk/event.h"
#include "openday/openday.h"

static const char *const result_keys[] = { "", "carry", "keep", "give-up", "word", "call-off" };

bool
promise_text_good(str s)
{
	return s.n > 0 && utf8_count(s) <= OPENDAY_WORDS_MAX;
}

static enum err
step_add(struct tx *tx, const struct actor *by, int64_t id, enum promise_result result, str words, day due)
{
	struct event e = { .object = S("openday_promise"), .id = id, .kind = str_of(result_keys[result]) };
	int64_t seq;

	e.detail = str_fmt(tx->db.mem, "due %.*s", STR_ARG(day_iso(tx->db.mem, due)));
	if (words.n)
		e.text = hash_of(words);
	TRY(event_add(tx, by, &e, &seq));
	return q_openday_step_insert(tx, id, seq, result, words, due, tx->db.now, by->post);
}

enum err
promise_carry(struct tx *tx, const struct actor *by, int64_t id, int missed, day due, enum promise_result why)
{
	TRY(q_openday_promise_carry(tx, id, due, missed));
	return step_add(tx, by, id, why, S(""), due);
}

enum err
promise_open(struct db *db, const struct actor *by, int64_t id, struct q_openday_promise_row *q)
{
	struct q_openday_promise_reach in;
	struct openday_reach r;

	TRY(openday_reach_of(by, &r));
	TRY(q_openday_promise_reach(db, id, r.wide, r.area, r.post, r.unit, &in));
	return q_openday_promise_row(db, id, q);
}

static enum err
open_still(struct tx *tx, const struct actor *by, int64_t id, struct q_openday_promise_row *q)
{
	TRY(promise_open(&tx->db, by, id, q));
	if (by->kind != ACTOR_STAFF || by->role == ROLE_AUDITOR)
		return FORBIDDEN;
	return q->state == PROMISE_OPEN ? OK : CONFLICT;
}

enum err
promise_keep(struct tx *tx, const struct actor *by, int64_t id, str proof, const struct photo *photo)
{
	struct q_openday_promise_row q;
	str none = { NULL, 0 };

	TRY(open_still(tx, by, id, &q));
	if (!promise_text_good(proof))
		return INVALID;
	TRY(q_openday_promise_end(tx, id, PROMISE_KEPT, proof, photo ? hash_str(&photo->picture) : none,
				  photo ? hash_str(&photo->thumb) : none, tx->db.now));
	return step_add(tx, by, id, STEP_KEPT, proof, q.due_day);
}

enum err
promise_word(struct tx *tx, const struct actor *by, int64_t id, str words)
{
	struct q_openday_promise_row q;

	TRY(open_still(tx, by, id, &q));
	return promise_text_good(words) ? step_add(tx, by, id, STEP_WORD, words, q.due_day) : INVALID;
}

enum err
promise_give_up(struct tx *tx, const struct actor *by, int64_t id, str reason)
{
	struct q_openday_promise_row q;
	str none = { NULL, 0 };

	TRY(open_still(tx, by, id, &q));
	if (by->role != ROLE_LEADER)
		return FORBIDDEN;
	if (!promise_text_good(reason))
		return INVALID;
	TRY(q_openday_promise_end(tx, id, PROMISE_NOT_KEPT, reason, none, none, tx->db.now));
	return step_add(tx, by, id, STEP_NOT_KEPT, reason, q.due_day);
}

enum err
openday_keeps(struct db *db, str file, bool *is)
{
	struct q_openday_keeps k;

	TRY(q_openday_keeps(db, file, &k));
	*is = k.kept;
	return OK;
}

static enum err
file_row(void *ctx, const struct q_openday_files *r)
{
	const struct matter_files *to = ctx;

	return to->each(to->ctx, r->picture, r->thumb);
}

enum err
openday_files(struct db *db, struct matter_files *to)
{
	return q_openday_files(db, file_row, to);
}
