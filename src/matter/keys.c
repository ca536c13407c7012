#include "matter/keys.h"

#include "base/rand.h"
#include "identity/keyfile.h"
#include "matter/receipt.h"

#define SALT "receipt.salt"

/* Written by matter_begin() before the first request, only read afterwards. */
static struct {
	struct matter_keys keys;
	bool begun;
} own;

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
	*k = (struct matter_keys){ .receipt_tag = key_derive(root, "rcpt-tag"),
				   .receipt_code = key_derive(root, "rcptcode"),
				   .receipt_box = key_derive(root, "rcpt-box") };
	return salt_load(dir, k->salt);
}

enum err
matter_keys_load(struct db *db, const char *dir, const key *root, struct matter_keys *k)
{
	if (own.begun)
		*k = own.keys;
	else
		TRY(slice_keys(dir, root, k));
	return identity_keys_load(dir, root, db->town, &k->identity);
}

enum err
matter_begin(const char *dir, const key *root)
{
	TRY(slice_keys(dir, root, &own.keys));
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
