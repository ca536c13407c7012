#include "desk/once.h"

#include "gen/once.sql.h"

#include <string.h>

#define KEEP_MS (7 * MS_DAY)
#define SWEEP   500

static hash
tag_of(struct arena *a, str once)
{
	return hash_of(str_join(a, S("once tag "), once));
}

static key
key_of(struct arena *a, str once)
{
	hash h = hash_of(str_join(a, S("once key "), once));
	key k;

	memcpy(k.b, h.b, KEY_BYTES);
	return k;
}

enum err
once_find(struct tx *tx, str once, const hash *body, str *location)
{
	struct arena *a = tx->db.mem;
	hash tag = tag_of(a, once);
	key k = key_of(a, once);
	struct q_once_by_tag row;

	TRY(q_once_by_tag(&tx->db, hash_str(&tag), &row));
	if (!str_eq(row.body, hash_str(body)))
		return INVALID;
	return seal_open(a, &k, row.box, row.body, location);
}

enum err
once_keep(struct tx *tx, str once, const hash *body, str location)
{
	struct arena *a = tx->db.mem;
	hash tag = tag_of(a, once);
	key k = key_of(a, once);
	str box = seal_lock(a, &k, location, hash_str(body));

	return q_once_insert(tx, hash_str(&tag), hash_str(body), box, tx->db.now);
}

enum err
once_sweep(struct tx *tx, bool *more)
{
	enum err e = q_once_forget(tx, (moment){ tx->db.now.ms - KEEP_MS }, SWEEP);

	*more = e == OK;
	return e == NOT_FOUND ? OK : e;
}
