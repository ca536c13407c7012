#include "matter/keys.h"

#include "base/rand.h"
#include "identity/keyfile.h"
#include "matter/receipt.h"

#include <pthread.h>
#include <string.h>

#define SALT  "receipt.salt"
#define TOWNS 128

struct town_keys {
	int64_t town;
	struct identity_keys keys;
};

/* Written by matter_begin() before the first request. Only the townships' keys come later, under the lock: a
 * sealing key is never replaced once it is there, so its file is read once and not with every matter. */
static struct {
	struct matter_keys keys;
	bool begun;
	char dir[4096];
	pthread_mutex_t lock;
	struct town_keys town[TOWNS];
} own = { .lock = PTHREAD_MUTEX_INITIALIZER };

static enum err
salt_load(const char *dir, uint8_t salt[16])
{
	enum err e = keyfile_read(dir, SALT, salt, 16);

	if (e != NOT_FOUND)
		return e;
	rand_bytes(salt, 16);
	e = keyfile_make(dir, SALT, salt, 16, 0600);
	return e == CONFLICT ? keyfile_read(dir, SALT, salt, 16) : e;
}

static enum err
slice_keys(const char *dir, const key *root, struct matter_keys *k)
{
	*k = (struct matter_keys){ .receipt_tag = key_derive(root, LABEL_TAG),
				   .receipt_code = key_derive(root, "rcptcode"),
				   .receipt_box = key_derive(root, LABEL_BOX) };
	return salt_load(dir, k->salt);
}

static bool
town_kept(int64_t town, struct identity_keys *k)
{
	const struct town_keys *t = &own.town[(uint64_t)town % TOWNS];
	bool kept;

	pthread_mutex_lock(&own.lock);
	kept = t->town == town;
	if (kept)
		*k = t->keys;
	pthread_mutex_unlock(&own.lock);
	return kept;
}

static void
town_keep(int64_t town, const struct identity_keys *k)
{
	pthread_mutex_lock(&own.lock);
	own.town[(uint64_t)town % TOWNS] = (struct town_keys){ town, *k };
	pthread_mutex_unlock(&own.lock);
}

enum err
matter_keys_load(struct db *db, const char *dir, const key *root, struct matter_keys *k)
{
	if (!own.begun) {
		TRY(slice_keys(dir, root, k));
		return identity_keys_load(dir, root, db->town, &k->identity);
	}
	*k = own.keys;
	if (town_kept(db->town, &k->identity))
		return OK;
	TRY(identity_keys_load(dir, root, db->town, &k->identity));
	if (k->identity.has_sealed_pub)
		town_keep(db->town, &k->identity);
	return OK;
}

static void
salt_name(char name[40], int64_t town)
{
	snprintf(name, 40, "receipt-%lld.salt", (long long)town);
}

void
keys_salt(const struct matter_keys *k, int64_t town, uint8_t salt[16])
{
	char name[40];

	salt_name(name, town);
	if (!own.begun || keyfile_read(own.dir, name, salt, 16) != OK)
		memcpy(salt, k->salt, 16);
}

enum err
matter_salt_move(const char *from, const char *to, int64_t town)
{
	uint8_t salt[16], there[16];
	char name[40];
	enum err e;

	salt_name(name, town);
	e = keyfile_read(from, name, salt, 16);
	if (e == NOT_FOUND)
		e = keyfile_read(from, SALT, salt, 16);
	if (e == NOT_FOUND)
		return OK; /* no code was ever made there */
	TRY(e);
	e = keyfile_make(to, SALT, salt, 16, 0600);
	if (e != CONFLICT)
		return e;
	TRY(keyfile_read(to, SALT, there, 16));
	return memcmp(salt, there, 16) == 0 ? OK : keyfile_make(to, name, salt, 16, 0600);
}

enum err
matter_begin(const char *dir, const key *root)
{
	TRY(slice_keys(dir, root, &own.keys));
	if (strlen(dir) >= sizeof(own.dir))
		return INVALID;
	memcpy(own.dir, dir, strlen(dir) + 1);
	memset(own.town, 0, sizeof(own.town));
	own.begun = true;
	return OK;
}

const struct matter_keys *
matter_keys(void)
{
	return &own.keys;
}

enum err
receipt_open(struct db *db, str code, bool slow, int64_t *matter, int64_t *follower)
{
	enum err e = own.begun ? receipt_find(db, &own.keys, code, slow, matter, follower) : BROKEN;

	return e == INVALID ? NOT_FOUND : e;
}
