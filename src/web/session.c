#include "web/session.h"
#include "base/rand.h"
#include "desk/once.h"
#include "gen/session.sql.h"
#include "web/cool.h"

#define TOKEN_BYTES 32
#define FORGET_MS   (30 * MS_MINUTE)
#define KEPT_MS     MS_DAY /* a dead session's row */

static const struct {
	int kind;
	int64_t free;
} wait_kinds[] = { { 1, 3 }, { 2, 10 } };

enum err
session_find(struct db *db, str token, struct session *s)
{
	struct q_session_by_token row;
	hash h = hash_of(token);

	if (token.n == 0)
		return NOT_FOUND;
	TRY(q_session_by_token(db, hash_str(&h), &row));
	*s = (struct session){ row.person, row.post, row.created_at, row.seen_at };
	/* A clock that was set back must not lengthen a session's life. */
	if (db->now.ms - s->seen_at.ms > SESSION_IDLE_MS || db->now.ms - s->created_at.ms > SESSION_MOST_MS ||
	    s->created_at.ms - db->now.ms > SESSION_IDLE_MS)
		return NOT_FOUND;
	return OK;
}

enum err
session_open(struct tx *tx, int64_t person, int64_t post, str *token)
{
	hash h;

	*token = rand_token(tx->db.mem, TOKEN_BYTES);
	h = hash_of(*token);
	return q_session_add(tx, hash_str(&h), person, post, tx->db.now);
}

enum err
session_choose(struct tx *tx, str token, int64_t post)
{
	hash h = hash_of(token);

	return q_session_choose(tx, hash_str(&h), post);
}

enum err
session_touch(struct tx *tx, str token)
{
	hash h = hash_of(token);

	return q_session_touch(tx, hash_str(&h), tx->db.now);
}

enum err
session_end(struct tx *tx, str token)
{
	hash h = hash_of(token);

	return q_session_end(tx, hash_str(&h), tx->db.now);
}

enum err
session_end_all(struct tx *tx, int64_t person, str keep)
{
	hash h = hash_of(keep);

	return q_session_end_others(tx, person, hash_str(&h), tx->db.now);
}

static hash
who_of(struct arena *mem, const struct session_wait *w, int kind)
{
	key k = key_derive(w->root, "signin");

	return hash_keyed(&k, str_fmt(mem, "%d %.*s", kind, STR_ARG(kind == 1 ? w->name : w->address)));
}

static int64_t
delay_seconds(int64_t failures, int64_t free)
{
	int64_t over = failures - free;

	return over < 0 ? 0 : over >= 5 ? 60 : (int64_t)2 << over;
}

enum err
session_wait_seconds(struct db *db, const struct session_wait *w, int *seconds)
{
	*seconds = 0;
	for (size_t i = 0; i < sizeof(wait_kinds) / sizeof(wait_kinds[0]); i++) {
		struct q_session_wait_of row;
		hash h = who_of(db->mem, w, wait_kinds[i].kind);
		enum err e = q_session_wait_of(db, wait_kinds[i].kind, hash_str(&h), &row);
		int64_t past, left;

		if (e == NOT_FOUND)
			continue;
		TRY(e);
		past = db->now.ms - row.last_at.ms;
		left = delay_seconds(row.failures, wait_kinds[i].free) * MS_SECOND - past;
		if (past >= 0 && past < FORGET_MS && left > *seconds * MS_SECOND)
			*seconds = (int)((left + MS_SECOND - 1) / MS_SECOND);
	}
	return OK;
}

enum err
session_wait_add(struct tx *tx, const struct session_wait *w)
{
	moment fresh = { tx->db.now.ms - FORGET_MS };

	for (size_t i = 0; i < sizeof(wait_kinds) / sizeof(wait_kinds[0]); i++) {
		hash h = who_of(tx->db.mem, w, wait_kinds[i].kind);

		TRY(q_session_wait_add(tx, wait_kinds[i].kind, hash_str(&h), tx->db.now, fresh));
	}
	return OK;
}

/* Only the name's: one good account must not free an address that guesses at others. */
enum err
session_wait_clear(struct tx *tx, const struct session_wait *w)
{
	hash h = who_of(tx->db.mem, w, 1);

	return q_session_wait_clear(tx, 1, hash_str(&h));
}

static enum err
sweep(struct tx *tx, bool *more)
{
	moment dead = { tx->db.now.ms - KEPT_MS };

	*more = false;
	TRY(q_session_sweep(tx, dead));
	return q_session_wait_sweep(tx, dead);
}

const struct job web_jobs[] = {
	{ "session-sweep", 3600, sweep },
	{ "once-sweep", 3600, once_sweep },
	{ "code-wait-sweep", 3600, cool_sweep },
	{ NULL, 0, NULL },
};
