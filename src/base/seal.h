/* seal.h — hashing, sealing and secrets, all by libsodium. Nothing here does I/O. */
#ifndef HEYE_BASE_SEAL_H
#define HEYE_BASE_SEAL_H

#include "base/err.h"
#include "base/str.h"

#define HASH_BYTES 32
#define KEY_BYTES  32

typedef struct {
	uint8_t b[HASH_BYTES];
} hash;

typedef struct {
	uint8_t b[KEY_BYTES];
} key;

void seal_start(void); /* once, before anything else; aborts when libsodium cannot start */

/* BLAKE2b-256. A keyed hash needs the key to be made or checked. */
hash hash_of(str bytes);
hash hash_keyed(const key *k, str bytes);
bool hash_eq(const hash *a, const hash *b); /* constant time */
str hash_str(const hash *h);                /* a view of its 32 bytes */

/* A key for one purpose out of the root key; label is 8 bytes at most. */
key key_derive(const key *root, const char *label);
key key_random(void);

/* XChaCha20-Poly1305 under a key, with `about` authenticated beside it. Open fails with BROKEN when either changed. */
str seal_lock(struct arena *a, const key *k, str plain, str about);
MUST_USE enum err seal_open(struct arena *a, const key *k, str box, str about, str *plain);

/* A sealed box (X25519) to a public key: whoever holds the secret key reads it, the writer cannot. */
str seal_to(struct arena *a, const key *pub, str plain);
MUST_USE enum err seal_read(struct arena *a, const key *pub, const key *secret, str box, str *plain);
void seal_pair(key *pub, key *secret);

/* Passwords and codes: Argon2id, 19 MiB, two passes (OWASP's floor). Tens of milliseconds: never on the writer
 * thread. */
str seal_password(struct arena *a, str password);
bool seal_password_ok(str stored, str password);
hash seal_slow(str code, const uint8_t salt[16]);

#endif
