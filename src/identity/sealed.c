#include "identity/sealed.h"

#include "base/out.h"
#include "base/rand.h"
#include "base/utf8.h"
#include "desk/event.h"
#include "gen/sealed.sql.h"

#include <string.h>

#define PLAIN_MOST   8192
#define PLAIN_STEP   256 /* boxes come in few lengths, so that a length says nothing */
#define ORPHAN_AFTER MS_HOUR
#define SWEEP_ROWS   200

/* Texts with their lengths, filled up to the next step: "12:…8:…" and zeros. */
static enum err
plain_write(struct arena *a, const str *part, size_t n, str *plain)
{
	struct out o = out_make(a, PLAIN_STEP, PLAIN_MOST);
	size_t room;
	char *fill;

	if (n > SEALED_PARTS)
		return INVALID;
	for (size_t i = 0; i < n; i++) {
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

static enum err
plain_read(str plain, str *part, size_t n)
{
	for (size_t i = 0; i < n; i++)
		part[i] = S("");
	for (size_t i = 0; i < n && plain.n && plain.p[0]; i++) {
		str length, rest;
		int64_t len;

		if (!str_cut(plain, ':', &length, &rest) || !str_int(length, &len) || len < 0 || (size_t)len > rest.n)
			return BROKEN;
		part[i] = str_head(rest, (size_t)len);
		plain = str_skip(rest, (size_t)len);
	}
	return OK;
}

/* What the box is bound to: another row, kind or township cannot use it. */
static str
about(struct arena *a, int64_t town, enum sealed_kind kind, str token)
{
	return str_fmt(a, "sealed %lld %d %.*s", (long long)town, (int)kind, STR_ARG(str_hex(a, token.p, token.n)));
}

enum err
sealed_put(struct tx *tx, const struct identity_keys *k, enum sealed_kind kind, const str *part, size_t n, str *token)
{
	struct arena *a = tx->db.mem;
	char *random = make(a, char, SEALED_TOKEN);
	str plain;

	TRY(plain_write(a, part, n, &plain));
	rand_bytes(random, SEALED_TOKEN);
	*token = (str){ random, SEALED_TOKEN };
	return q_sealed_insert(tx, *token, kind, seal_lock(a, &k->open_key, plain, about(a, tx->db.town, kind, *token)),
			       tx->db.now);
}

enum err
sealed_change(struct tx *tx, const struct identity_keys *k, enum sealed_kind kind, str token, const str *part, size_t n)
{
	struct arena *a = tx->db.mem;
	str plain;

	TRY(plain_write(a, part, n, &plain));
	return q_sealed_update(tx, token, kind, seal_lock(a, &k->open_key, plain, about(a, tx->db.town, kind, token)));
}

enum err
sealed_look(struct tx *tx, const struct actor *by, enum sealed_kind kind, str name, int64_t object, int purpose)
{
	struct event e = { .object = name, .id = object, .kind = S("reveal") };

	if (by->kind != ACTOR_STAFF || by->post == 0)
		return FORBIDDEN;
	if (purpose < 1 || purpose >= SEALED_PURPOSES)
		return INVALID;
	TRY(q_sealed_look_insert(tx, rand_id(tx->db.now.ms), kind, object, by->post, purpose, tx->db.now));
	e.detail = str_fmt(tx->db.mem, "purpose %d", purpose);
	return event_add(tx, by, &e, NULL);
}

enum err
sealed_open(struct tx *tx, const struct identity_keys *k, enum sealed_kind kind, str token, str *part, size_t n)
{
	struct arena *a = tx->db.mem;
	struct q_sealed_by_token row;
	str plain;

	TRY(q_sealed_by_token(&tx->db, token, kind, &row));
	TRY(seal_open(a, &k->open_key, row.box, about(a, tx->db.town, kind, token), &plain));
	return plain_read(plain, part, n);
}

enum err
sealed_mentions(struct tx *tx, const struct identity_keys *k, enum sealed_kind kind, str token, size_t n, str text,
		bool *yes)
{
	str part[SEALED_PARTS];

	*yes = false;
	if (n > SEALED_PARTS)
		return INVALID;
	TRY(sealed_open(tx, k, kind, token, part, n));
	for (size_t i = 0; i < n; i++)
		*yes = *yes || (utf8_count(part[i]) >= 2 && str_has(text, part[i]));
	return OK;
}

enum err
sealed_sweep(struct tx *tx, enum sealed_kind kind, enum err (*known)(struct db *db, str token, bool *is_known),
	     bool *more)
{
	moment before = { tx->db.now.ms - ORPHAN_AFTER };
	struct q_sealed_swept at;
	struct q_sealed_unswept_list rows;
	enum err e = q_sealed_swept(&tx->db, kind, &at);

	*more = false;
	if (e == NOT_FOUND)
		at = (struct q_sealed_swept){ .token = S("") };
	else
		TRY(e);
	TRY(q_sealed_unswept(&tx->db, kind, at.at, at.token, before, SWEEP_ROWS, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		bool is_known = true;

		TRY(known(&tx->db, rows.p[i].token, &is_known));
		if (!is_known)
			TRY(q_sealed_delete(tx, rows.p[i].token));
	}
	if (rows.n == 0)
		return OK;
	*more = rows.n == SWEEP_ROWS;
	return q_sealed_sweep_to(tx, kind, rows.p[rows.n - 1].at, rows.p[rows.n - 1].token);
}
