#include "base/seal.h"
#include "base/log.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define SLOW_PASSES 2
#define SLOW_MEMORY ((size_t)19 * 1024 * 1024)

static_assert(HASH_BYTES == crypto_generichash_BYTES, "BLAKE2b-256");
static_assert(KEY_BYTES == crypto_generichash_KEYBYTES, "one size of key");
static_assert(KEY_BYTES == crypto_kdf_KEYBYTES, "one size of key");
static_assert(KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "one size of key");
static_assert(KEY_BYTES == crypto_box_PUBLICKEYBYTES, "one size of key");
static_assert(KEY_BYTES == crypto_box_SECRETKEYBYTES, "one size of key");
static_assert(crypto_pwhash_SALTBYTES == 16, "salt of seal_slow()");

#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG   crypto_aead_xchacha20poly1305_ietf_ABYTES

static const uint8_t *
bytes(str s)
{
	return (const uint8_t *)(s.p ? s.p : "");
}

void
seal_start(void)
{
	if (sodium_init() < 0) {
		log_error("seal: libsodium does not start");
		abort();
	}
}

hash
hash_of(str s)
{
	hash h;

	crypto_generichash(h.b, HASH_BYTES, bytes(s), s.n, NULL, 0);
	return h;
}

hash
hash_keyed(const key *k, str s)
{
	hash h;

	crypto_generichash(h.b, HASH_BYTES, bytes(s), s.n, k->b, KEY_BYTES);
	return h;
}

bool
hash_eq(const hash *a, const hash *b)
{
	return sodium_memcmp(a->b, b->b, HASH_BYTES) == 0;
}

str
hash_str(const hash *h)
{
	return (str){ (const char *)h->b, HASH_BYTES };
}

key
key_derive(const key *root, const char *label)
{
	char context[crypto_kdf_CONTEXTBYTES] = { 0 };
	key k;

	for (size_t i = 0; label[i]; i++) {
		assert(i < sizeof(context));
		context[i] = label[i];
	}
	crypto_kdf_derive_from_key(k.b, KEY_BYTES, 1, context, root->b);
	return k;
}

key
key_random(void)
{
	key k;

	randombytes_buf(k.b, KEY_BYTES);
	return k;
}

/* A box is the nonce, which 24 random bytes make unique, and then the sealed text with its tag. */
str
seal_lock(struct arena *a, const key *k, str plain, str about)
{
	uint8_t *box = make(a, uint8_t, NONCE + plain.n + TAG);
	unsigned long long n = 0;

	randombytes_buf(box, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(box + NONCE, &n, bytes(plain), plain.n, bytes(about), about.n, NULL,
						   box, k->b);
	return (str){ (const char *)box, NONCE + (size_t)n };
}

enum err
seal_open(struct arena *a, const key *k, str box, str about, str *plain)
{
	const uint8_t *b = bytes(box);
	unsigned long long n = 0;
	uint8_t *out;

	if (box.n < NONCE + TAG)
		return BROKEN;
	out = make(a, uint8_t, box.n - NONCE - TAG);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, &n, NULL, b + NONCE, box.n - NONCE, bytes(about), about.n,
						       b, k->b) != 0)
		return BROKEN;
	*plain = (str){ (const char *)out, (size_t)n };
	return OK;
}

str
seal_to(struct arena *a, const key *pub, str plain)
{
	uint8_t *box = make(a, uint8_t, crypto_box_SEALBYTES + plain.n);

	if (crypto_box_seal(box, bytes(plain), plain.n, pub->b) != 0) {
		log_error("seal: the public key is none");
		abort();
	}
	return (str){ (const char *)box, crypto_box_SEALBYTES + plain.n };
}

enum err
seal_read(struct arena *a, const key *pub, const key *secret, str box, str *plain)
{
	uint8_t *out;

	if (box.n < crypto_box_SEALBYTES)
		return BROKEN;
	out = make(a, uint8_t, box.n - crypto_box_SEALBYTES);
	if (crypto_box_seal_open(out, bytes(box), box.n, pub->b, secret->b) != 0)
		return BROKEN;
	*plain = (str){ (const char *)out, box.n - crypto_box_SEALBYTES };
	return OK;
}

void
seal_pair(key *pub, key *secret)
{
	crypto_box_keypair(pub->b, secret->b);
}

/* Going on without the hash would store a password that fits nobody, or everybody. */
static _Noreturn void
no_memory(void)
{
	log_error("seal: no memory for Argon2id");
	abort();
}

str
seal_password(struct arena *a, str password)
{
	char stored[crypto_pwhash_STRBYTES];

	if (crypto_pwhash_str(stored, (const char *)bytes(password), password.n, SLOW_PASSES, SLOW_MEMORY) != 0)
		no_memory();
	return str_dup(a, str_of(stored));
}

bool
seal_password_ok(str stored, str password)
{
	char z[crypto_pwhash_STRBYTES] = { 0 };

	if (stored.n == 0 || stored.n >= sizeof(z))
		return false;
	memcpy(z, stored.p, stored.n);
	return crypto_pwhash_str_verify(z, (const char *)bytes(password), password.n) == 0;
}

hash
seal_slow(str code, const uint8_t salt[16])
{
	hash h;

	if (crypto_pwhash(h.b, HASH_BYTES, (const char *)bytes(code), code.n, salt, SLOW_PASSES, SLOW_MEMORY,
			  crypto_pwhash_ALG_ARGON2ID13) != 0)
		no_memory();
	return h;
}
