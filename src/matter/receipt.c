#include "matter/receipt.h"

#include "gen/receipt.sql.h"
#include "matter/keys.h"

/* Codes of different townships are different words, for the tag and for the slow hash. */
static str
word(struct arena *a, int64_t town, str code)
{
	return str_fmt(a, "%lld:%.*s", (long long)town, STR_ARG(code));
}

enum err
receipt_wait(struct tx *tx, const struct matter_keys *k, int64_t matter, const char *code)
{
	struct arena *a = tx->db.mem;
	hash tag = hash_keyed(&k->receipt_tag, word(a, tx->db.town, str_of(code)));
	str box = seal_lock(a, &k->receipt_box, str_of(code), hash_str(&tag));

	return q_receipt_pending_insert(tx, hash_str(&tag), matter, box, tx->db.now);
}

enum err
receipt_reseal(struct arena *a, const key *from_root, const key *to_root, int64_t town, str *tag, str *box)
{
	key from_box = key_derive(from_root, LABEL_BOX), to_box = key_derive(to_root, LABEL_BOX);
	key to_tag = key_derive(to_root, LABEL_TAG);
	hash *h = make(a, hash, 1);
	str code;

	TRY(seal_open(a, &from_box, *box, *tag, &code));
	*h = hash_keyed(&to_tag, word(a, town, code));
	*tag = hash_str(h);
	*box = seal_lock(a, &to_box, code, *tag);
	return OK;
}

hash
receipt_lookup(struct arena *a, const struct matter_keys *k, int64_t town, str code)
{
	uint8_t salt[16];

	keys_salt(k, town, salt);
	return seal_slow(word(a, town, code), salt);
}

/* A merged matter's code leads to the matter that is handled, as a follower. */
static enum err
follow(struct db *db, int64_t origin, int64_t *matter, int64_t *follower)
{
	struct q_receipt_follower f;
	enum err e = q_receipt_follower(db, origin, &f);

	*matter = e == OK ? f.matter : origin;
	*follower = e == OK ? f.id : 0;
	return e == NOT_FOUND ? OK : e;
}

enum err
receipt_find(struct db *db, const struct matter_keys *k, str code, bool slow, int64_t *matter, int64_t *follower)
{
	char digits[19];
	struct q_receipt_by_tag waiting;
	struct q_receipt_by_lookup kept;
	hash h;
	enum err e;

	*matter = *follower = 0;
	TRY(receipt_parse(code, digits));
	code = str_of(digits);
	h = hash_keyed(&k->receipt_tag, word(db->mem, db->town, code));
	e = q_receipt_by_tag(db, hash_str(&h), &waiting);
	if (e == OK)
		return follow(db, waiting.matter, matter, follower);
	if (e != NOT_FOUND)
		return e;
	if (!slow)
		return CONFLICT;
	h = receipt_lookup(db->mem, k, db->town, code);
	TRY(q_receipt_by_lookup(db, hash_str(&h), &kept));
	return follow(db, kept.matter, matter, follower);
}
