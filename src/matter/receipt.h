/* receipt.h — the code that a resident keeps: 16 random digits and 2 check digits, read aloud in groups of four and
 * two.
 *
 * Check digits: ISO 7064 MOD 97-10 over the 16 digits. Stored only as a slow hash (Argon2id, a salt per data
 * folder). Between the acknowledgement and the slow hash (made on the slow lane within seconds) a code is findable
 * by a tag keyed with the service's credential and its digits are kept in a box under that key: a stolen database
 * alone gives nothing. */
#ifndef HEYE_MATTER_RECEIPT_H
#define HEYE_MATTER_RECEIPT_H

#include "matter/matter.h"

/* Reads what people type or say: blanks, dashes, full-width digits are skipped. INVALID: not 18 digits or wrong
 * check digits. */
MUST_USE enum err receipt_parse(str typed, char code[19]);
void receipt_make(const key *k, int64_t town, str seed, char code[19]);
str receipt_grouped(struct arena *a, const char *code); /* "6041 8273 5590 4417 63" */

/* The matter and follower of a code: 0 for who raised the matter; else the matter is the one that theirs was merged
 * into. INVALID: not a code. NOT_FOUND: no such code. With slow false only the tag is tried: CONFLICT means "try
 * again with slow true, on the slow lane" (20–60 ms of Argon2id). */
MUST_USE enum err receipt_find(struct db *db, const struct matter_keys *k, str code, bool slow, int64_t *matter,
			       int64_t *follower);

/* The hook of struct site: receipt_find() with the keys that matter_begin() loaded. */
MUST_USE enum err receipt_open(struct db *db, str code, bool slow, int64_t *matter, int64_t *follower);

/* A waiting code under another service's keys, for a township that moves: its tag and box, both changed in place. */
MUST_USE enum err receipt_reseal(struct arena *a, const key *from_root, const key *to_root, int64_t town, str *tag,
				 str *box);

/* Turns waiting codes into slow hashes, one at a time, off the writer: compute first, then a short write. The
 * background thread of the program runs this at low priority. On PostgreSQL the servers share the codes, a few in hand at a
 * time (`for update skip locked`); none is hashed by two. */
struct receipt_hasher;
struct writer;
MUST_USE enum err receipt_hasher_start(struct receipt_hasher **h, struct writer *w, const struct conn_options *place,
				       const struct matter_keys *k);
uint64_t receipt_hasher_kept(const struct receipt_hasher *h); /* codes that this one has hashed */
void receipt_hasher_stop(struct receipt_hasher *h);

#endif
