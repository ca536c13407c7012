/* identity.h — who raised a matter, apart from the matter (reliability.md §1.4, features.md ★6).
 *
 * Name and contact arrive once and go, encrypted, to the second store: `identity.db`. Its row knows a random token,
 * not the matter; the matter knows the token. Level open: sealed under a key derived from the service's credential,
 * opened only by identity_reveal(), which writes a reveal with purpose that the resident sees. Level sealed: a
 * sealed box to the township's public key, whose secret is not on the server: nobody here can open it, handlers use
 * the relay thread. Level none: nothing is stored. The writer commits this store before the main one, so the
 * identity is durable before its matter is acknowledged; a crash between the two leaves an orphan, which
 * identity_sweep() removes. No name or phone ever stands in the main store. */
#ifndef HEYE_IDENTITY_IDENTITY_H
#define HEYE_IDENTITY_IDENTITY_H

#include "base/seal.h"
#include "db/db.h"
#include "desk/actor.h"

enum identity_level { IDENTITY_NONE = 0, IDENTITY_OPEN = 1, IDENTITY_SEALED = 2 };

struct identity {
	enum identity_level level;
	str name, phone, contact; /* as typed, tidied */
};

/* Keys of this process: the root key of the service and, per township, the public sealing key. */
struct identity_keys {
	key open_key;
	key sealed_pub;
	bool has_sealed_pub;
};

/* Stores and gives a random token (16 bytes) for the matter row; an empty token for level none or when nothing was
 * given. FORBIDDEN: level sealed and the township has no sealing key. */
MUST_USE enum err identity_put(struct tx *tx, const struct identity_keys *k, const struct identity *id, str *token);

/* Opens an identity of level open. Writes a row of `reveal` and an event with the purpose; both stand before the
 * name is seen. `object_id` is the matter. FORBIDDEN for level sealed; the caller has checked that the actor
 * handles the matter. */
MUST_USE enum err identity_reveal(struct tx *tx, const struct identity_keys *k, const struct actor *by, int64_t matter,
				  str token, int purpose, struct identity *id);

/* The box of an open identity under another service's key: for a township that moves. */
MUST_USE enum err identity_reseal(struct arena *a, const key *from_root, const key *to_root, int64_t town, str token,
				  str box, str *resealed);

/* What the resident reads of it on the tracking page is the table `reveal`: post, purpose, moment. */

/* Whether the identity store has a row for a token (the store must be open). */
MUST_USE enum err identity_holds(struct db *db, str token, bool *holds);

/* Reads name, phone and contact out of an opened box: for the keeper of a township's secret key. BROKEN: not what
 * was sealed here. */
MUST_USE enum err identity_read(str plain, struct identity *id);

/* Removes identity rows older than an hour whose token no matter holds; each row is looked at once. `known` says
 * whether a matter holds it. */
MUST_USE enum err identity_sweep(struct tx *tx, enum err (*known)(struct db *db, str token, bool *is_known),
				 bool *more);

/* Forgets an identity: its matter is archived. */
MUST_USE enum err identity_forget(struct tx *tx, str token);

/* The sealing key pair of a township: makes it, stores the public half in DIR/keys/<town>.pub and gives the secret
 * to be printed once and kept off the server (`heye identity-key`). */
MUST_USE enum err identity_keys_load(const char *dir, const key *root, int64_t town, struct identity_keys *k);
MUST_USE enum err identity_key_make(const char *dir, int64_t town, key *secret);

#endif
