#include "matter/receipt.h"

#include "base/utf8.h"
#include "gen/receipt.sql.h"
#include "matter/keys.h"

#include <string.h>

#define RANDOM_DIGITS 16
#define DIGITS        18
#define HALF          100000000u /* 8 digits */

/* ISO 7064 MOD 97-10: the 18 digits as a number leave 1. */
static unsigned
check_digits(uint64_t n16)
{
	return 98u - (unsigned)(n16 % 97 * 100 % 97);
}

static bool
blank(uint32_t cp)
{
	return cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r' || cp == 0xA0 || cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200B) ||
	       cp == '-' || (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0xFF0D;
}

enum err
receipt_parse(str typed, char code[19])
{
	uint64_t n16 = 0;
	size_t n = 0, step;
	uint32_t cp;

	for (; typed.n; typed = str_skip(typed, step)) {
		step = utf8_next(typed, &cp);
		if (step == 0)
			return INVALID;
		if (cp >= 0xFF10 && cp <= 0xFF19)
			cp = cp - 0xFF10 + '0';
		if (blank(cp))
			continue;
		if (cp < '0' || cp > '9' || n == DIGITS)
			return INVALID;
		if (n < RANDOM_DIGITS)
			n16 = n16 * 10 + (cp - '0');
		code[n++] = (char)cp;
	}
	if (n != DIGITS)
		return INVALID;
	code[DIGITS] = 0;
	return check_digits(n16) == (unsigned)(code[16] - '0') * 10 + (unsigned)(code[17] - '0') ? OK : INVALID;
}

/* Sixteen digits out of a keyed hash of 256 bits: without the service's credential they are random. */
void
receipt_make(const key *k, int64_t town, str seed, char code[19])
{
	char about[32];
	uint64_t half[2], n16;
	key own;
	hash h;

	snprintf(about, sizeof(about), "receipt %lld", (long long)town);
	h = hash_keyed(k, str_of(about));
	memcpy(own.b, h.b, KEY_BYTES);
	h = hash_keyed(&own, seed);
	memcpy(half, h.b, sizeof(half));
	n16 = half[0] % HALF * HALF + half[1] % HALF;
	snprintf(code, 19, "%016llu%02u", (unsigned long long)n16, check_digits(n16));
}

str
receipt_grouped(struct arena *a, const char *code)
{
	return str_fmt(a, "%.4s %.4s %.4s %.4s %.2s", code, code + 4, code + 8, code + 12, code + 16);
}

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

hash
receipt_lookup(struct arena *a, const struct matter_keys *k, int64_t town, str code)
{
	return seal_slow(word(a, town, code), k->salt);
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
