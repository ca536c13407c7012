#include "identity/identity.h"

#include "base/log.h"
#include "base/out.h"
#include "base/rand.h"
#include "desk/event.h"
#include "gen/identity.sql.h"
#include "identity/keyfile.h"

#include <string.h>

#define TOKEN_BYTES  16
#define PLAIN_MOST   4096
#define PLAIN_STEP   128 /* boxes come in few lengths, so that a length says nothing of a name */
#define ORPHAN_AFTER MS_HOUR
#define SWEEP_ROWS   200
#define PARTS        3 /* name, phone, contact */
#define PURPOSES     4

/* Names and contacts with their lengths, filled up to the next step: "12:…8:…0:" and zeros. */
static enum err
plain_write(struct arena *a, const struct identity *id, str *plain)
{
	struct out o = out_make(a, PLAIN_STEP, PLAIN_MOST);
	const str part[PARTS] = { id->name, id->phone, id->contact };
	size_t room;
	char *fill;

	for (size_t i = 0; i < PARTS; i++) {
		out_int(&o, (int64_t)part[i].n);
		out_char(&o, ':');
		out_str(&o, part[i]);
	}
	room = (PLAIN_STEP - o.n % PLAIN_STEP) % PLAIN_STEP;
	fill = room ? out_room(&o, room) : NULL;
	if (fill) {
		memset(fill, 0, room);
		out_grew(&o, room);
	}
	*plain = out_view(&o);
	return o.overflow ? INVALID : OK;
}

enum err
identity_read(str plain, struct identity *id)
{
	str *const part[PARTS] = { &id->name, &id->phone, &id->contact };

	for (size_t i = 0; i < PARTS; i++) {
		str length, rest;
		int64_t n;

		if (!str_cut(plain, ':', &length, &rest) || !str_int(length, &n) || n < 0 || (size_t)n > rest.n)
			return BROKEN;
		*part[i] = str_head(rest, (size_t)n);
		plain = str_skip(rest, (size_t)n);
	}
	return OK;
}

/* What the box is bound to: another row or another township cannot use it. */
static str
about(struct arena *a, int64_t town, str token)
{
	return str_fmt(a, "identity %lld %.*s", (long long)town, STR_ARG(str_hex(a, token.p, token.n)));
}

enum err
identity_put(struct tx *tx, const struct identity_keys *k, const struct identity *id, str *token)
{
	struct arena *a = tx->db.mem;
	bool given = id->name.n || id->phone.n || id->contact.n;
	char *random;
	str plain, box;

	*token = (str){ NULL, 0 };
	if (id->level != IDENTITY_NONE && id->level != IDENTITY_OPEN && id->level != IDENTITY_SEALED)
		return INVALID;
	if (id->level == IDENTITY_NONE || !given)
		return OK;
	if (id->level == IDENTITY_SEALED && !k->has_sealed_pub)
		return FORBIDDEN;
	TRY(plain_write(a, id, &plain));
	random = make(a, char, TOKEN_BYTES);
	rand_bytes(random, TOKEN_BYTES);
	*token = (str){ random, TOKEN_BYTES };
	if (id->level == IDENTITY_OPEN)
		box = seal_lock(a, &k->open_key, plain, about(a, tx->db.town, *token));
	else
		box = seal_to(a, &k->sealed_pub, plain);
	return q_identity_insert(tx, *token, id->level, box, tx->db.now);
}

enum err
identity_reveal(struct tx *tx, const struct identity_keys *k, const struct actor *by, int64_t matter, str token,
		int purpose, struct identity *id)
{
	struct event e = { .object = S("matter"), .id = matter, .kind = S("reveal") };
	struct q_identity_by_token row;
	str plain;

	*id = (struct identity){ .level = IDENTITY_NONE };
	if (by->kind != ACTOR_STAFF || by->post == 0)
		return FORBIDDEN;
	if (purpose < 1 || purpose > PURPOSES)
		return INVALID;
	if (token.n == 0)
		return NOT_FOUND;
	TRY(q_identity_by_token(&tx->db, token, &row));
	if (row.level != IDENTITY_OPEN)
		return FORBIDDEN;
	TRY(q_identity_reveal_insert(tx, rand_id(tx->db.now.ms), matter, by->post, purpose, tx->db.now));
	e.detail = str_fmt(tx->db.mem, "purpose %d", purpose);
	TRY(event_add(tx, by, &e, NULL));
	TRY(seal_open(tx->db.mem, &k->open_key, row.box, about(tx->db.mem, tx->db.town, token), &plain));
	TRY(identity_read(plain, id));
	id->level = IDENTITY_OPEN;
	return OK;
}

enum err
identity_reseal(struct arena *a, const key *from_root, const key *to_root, int64_t town, str token, str box,
		str *resealed)
{
	key from = key_derive(from_root, "identity"), to = key_derive(to_root, "identity");
	str plain;

	TRY(seal_open(a, &from, box, about(a, town, token), &plain));
	*resealed = seal_lock(a, &to, plain, about(a, town, token));
	return OK;
}

enum err
identity_holds(struct db *db, str token, bool *holds)
{
	struct q_identity_by_token row;
	enum err e = q_identity_by_token(db, token, &row);

	*holds = e == OK;
	return e == NOT_FOUND ? OK : e;
}

enum err
identity_sweep(struct tx *tx, enum err (*known)(struct db *db, str token, bool *is_known), bool *more)
{
	moment before = { tx->db.now.ms - ORPHAN_AFTER };
	struct q_identity_swept at;
	struct q_identity_unswept_list rows;
	enum err e = q_identity_swept(&tx->db, &at);

	*more = false;
	if (e == NOT_FOUND)
		at = (struct q_identity_swept){ .token = S("") };
	else
		TRY(e);
	TRY(q_identity_unswept(&tx->db, at.at, at.token, before, SWEEP_ROWS, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		bool is_known = true;

		TRY(known(&tx->db, rows.p[i].token, &is_known));
		if (!is_known)
			TRY(q_identity_delete(tx, rows.p[i].token));
	}
	if (rows.n == 0)
		return OK;
	*more = rows.n == SWEEP_ROWS;
	return q_identity_sweep_to(tx, rows.p[rows.n - 1].at, rows.p[rows.n - 1].token);
}

enum err
identity_forget(struct tx *tx, str token)
{
	return q_identity_delete(tx, token);
}

static void
key_name(char name[32], int64_t town)
{
	snprintf(name, 32, "%lld.pub", (long long)town);
}

enum err
identity_keys_load(const char *dir, const key *root, int64_t town, struct identity_keys *k)
{
	char name[32];
	enum err e;

	*k = (struct identity_keys){ .open_key = key_derive(root, "identity") };
	key_name(name, town);
	e = keyfile_read(dir, name, k->sealed_pub.b, KEY_BYTES);
	k->has_sealed_pub = e == OK;
	return e == NOT_FOUND ? OK : e;
}

enum err
identity_key_make(const char *dir, int64_t town, key *secret)
{
	char name[32];
	key pub;
	enum err e;

	key_name(name, town);
	seal_pair(&pub, secret);
	e = keyfile_make(dir, name, pub.b, KEY_BYTES, 0644);
	if (e != OK)
		*secret = (key){ 0 };
	return e;
}
