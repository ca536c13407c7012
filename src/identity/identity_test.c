#include "identity/identity.h"

#include "db/migrate.h"
#include "db/writer.h"
#include "gen/identity.sql.h"
#include "identity/keyfile.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define TOWN 510921207

static const struct actor clerk = { .kind = ACTOR_STAFF, .person = 1, .post = 11, .role = ROLE_HANDLER, .unit = 2 };
static const struct actor nobody = { .kind = ACTOR_NOBODY };

struct vault {
	struct conn *conn;
	struct arena mem;
	moment now;
	key root;
	struct identity_keys keys;
	char dir[300];
};

static struct vault
vault_open(const char *name)
{
	struct vault s = { .mem = arena_open(1 << 20),
			   .now = moment_at(day_make(2026, 3, 2), 9, 0),
			   .root = key_random() };
	struct conn_options o = { .dir = s.dir, .write = true, .identity = true };
	int applied;

	snprintf(s.dir, sizeof(s.dir), "%s/%s", test_dir(), name);
	mkdir(s.dir, 0700);
	o.database = test_database(s.dir);
	CHECK(conn_open(&s.conn, &o) == OK && migrate(s.conn, migrations, &applied) == OK);
	CHECK_INT(identity_keys_load(s.dir, &s.root, TOWN, &s.keys), OK);
	return s;
}

static void
vault_close(struct vault *s)
{
	conn_close(s->conn);
	arena_close(&s->mem);
}

static struct identity
who(enum identity_level level)
{
	return (struct identity){
		.level = level, .name = S("王桂兰测试"), .phone = S("13800007777"), .contact = S("村口小卖部带话")
	};
}

struct put {
	struct vault *s;
	struct identity id;
	str token;
	char bytes[16];
};

static enum err
put_run(struct tx *tx, void *ctx)
{
	struct put *p = ctx;

	TRY(identity_put(tx, &p->s->keys, &p->id, &p->token));
	if (p->token.n == sizeof(p->bytes)) {
		memcpy(p->bytes, p->token.p, sizeof(p->bytes));
		p->token.p = p->bytes;
	}
	return OK;
}

static enum err
put(struct vault *s, struct put *p)
{
	p->s = s;
	return tx_run(s->conn, &s->mem, s->now, TOWN, put_run, p);
}

struct reveal {
	struct vault *s;
	const struct actor *by;
	str token;
	int purpose;
	struct identity id;
};

static enum err
reveal_run(struct tx *tx, void *ctx)
{
	struct reveal *r = ctx;

	return identity_reveal(tx, &r->s->keys, r->by, 77, r->token, r->purpose, &r->id);
}

static enum err
reveal(struct vault *s, const struct actor *by, str token, int purpose, struct identity *id)
{
	struct reveal r = { .s = s, .by = by, .token = token, .purpose = purpose };
	enum err e = tx_run(s->conn, &s->mem, s->now, TOWN, reveal_run, &r);

	*id = r.id;
	return e;
}

static int64_t
count(struct vault *s, const struct query *q)
{
	struct db db = { .mem = &s->mem, .now = s->now, .town = TOWN, .conn = s->conn };
	struct stmt *st;
	int64_t n = -1;
	bool row;

	if (db_start(&db, q, &st) != OK)
		return -1;
	stmt_int(st, 1, TOWN);
	if (stmt_step(st, &row) == OK && row)
		n = stmt_get_int(st, 0);
	stmt_end(st);
	return n;
}

static const struct query count_reveals = { .name = "count_reveals",
					    .sql = "select count(*) from reveal where town = ?1 and purpose = 2",
					    .store = STORE_MAIN };
static const struct query count_events = { .name = "count_events",
					   .sql = "select count(*) from event where town = ?1 and kind = 'reveal' and "
						  "object_id = 77 and detail = 'purpose 2'",
					   .store = STORE_MAIN };
static const struct query count_rows = { .name = "count_rows",
					 .sql = "select count(*) from identity where town = ?1",
					 .store = STORE_IDENTITY };

TEST(an_open_name_is_read_only_by_a_logged_reveal)
{
	struct vault s = vault_open("open");
	struct put p = { .id = who(IDENTITY_OPEN) };
	struct identity got;

	CHECK_INT(put(&s, &p), OK);
	CHECK_INT(p.token.n, 16);
	CHECK_INT(reveal(&s, &nobody, p.token, 2, &got), FORBIDDEN);
	CHECK_INT(reveal(&s, &clerk, p.token, 0, &got), INVALID);
	CHECK_INT(reveal(&s, &clerk, p.token, 5, &got), INVALID);
	CHECK_INT(count(&s, &count_reveals), 0);
	CHECK_INT(reveal(&s, &clerk, p.token, 2, &got), OK);
	CHECK_STR(got.name, "王桂兰测试");
	CHECK_STR(got.phone, "13800007777");
	CHECK_STR(got.contact, "村口小卖部带话");
	CHECK_INT(count(&s, &count_reveals), 1);
	CHECK_INT(count(&s, &count_events), 1);
	CHECK_INT(reveal(&s, &clerk, S("0123456789abcdef"), 2, &got), NOT_FOUND);
	s.keys.open_key = key_random(); /* another service */
	CHECK_INT(reveal(&s, &clerk, p.token, 2, &got), BROKEN);
	CHECK_INT(count(&s, &count_reveals), 1);
	vault_close(&s);
}

TEST(a_sealed_name_cannot_be_read_here)
{
	struct vault s = vault_open("sealed");
	struct put p = { .id = who(IDENTITY_SEALED) };
	struct q_identity_by_token row;
	struct db db = { .mem = &s.mem, .now = s.now, .town = TOWN, .conn = s.conn };
	struct identity got;
	key secret, again;
	str plain;

	CHECK_INT(put(&s, &p), FORBIDDEN); /* the township has no key */
	CHECK_INT(identity_key_make(s.dir, TOWN, &secret), OK);
	CHECK_INT(identity_key_make(s.dir, TOWN, &again), CONFLICT);
	CHECK_INT(identity_keys_load(s.dir, &s.root, TOWN, &s.keys), OK);
	CHECK_INT(put(&s, &p), OK);
	CHECK_INT(reveal(&s, &clerk, p.token, 2, &got), FORBIDDEN);
	CHECK_INT(count(&s, &count_reveals), 0);
	CHECK_INT(q_identity_by_token(&db, p.token, &row), OK);
	CHECK_INT(seal_open(&s.mem, &s.keys.open_key, row.box, S(""), &plain), BROKEN);
	CHECK_INT(seal_read(&s.mem, &s.keys.sealed_pub, &secret, row.box, &plain), OK); /* the keeper, elsewhere */
	CHECK_INT(identity_read(plain, &got), OK);
	CHECK_STR(got.phone, "13800007777");
	vault_close(&s);
}

TEST(nothing_given_is_nothing_stored)
{
	struct vault s = vault_open("none");
	struct put p = { .id = who(IDENTITY_NONE) }, empty = { .id = { .level = IDENTITY_OPEN } };

	CHECK_INT(put(&s, &p), OK);
	CHECK(p.token.p == NULL);
	CHECK_INT(put(&s, &empty), OK);
	CHECK(empty.token.p == NULL);
	CHECK_INT(count(&s, &count_rows), 0);
	p.id.level = (enum identity_level)7;
	CHECK_INT(put(&s, &p), INVALID);
	vault_close(&s);
}

static bool
file_has(const char *dir, const char *file, const char *needle)
{
	char path[400];
	size_t n = 0, at = strlen(needle);
	char *bytes = malloc(1 << 22);
	bool has = false;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, file);
	f = fopen(path, "rb");
	if (f) {
		n = fread(bytes, 1, 1 << 22, f);
		fclose(f);
	}
	for (size_t i = 0; i + at <= n && !has; i++)
		has = memcmp(bytes + i, needle, at) == 0;
	free(bytes);
	CHECK(f != NULL || strstr(file, "-wal") != NULL);
	return has;
}

TEST(no_name_stands_in_any_file)
{
	static const char *const files[] = { "heye.db", "heye.db-wal", "identity.db", "identity.db-wal" };
	static const char *const needles[] = { "王桂兰", "13800007777", "小卖部" };
	struct vault s = vault_open("plain");
	struct put open = { .id = who(IDENTITY_OPEN) }, sealed = { .id = who(IDENTITY_SEALED) };
	struct identity got;
	key secret;

	CHECK_INT(identity_key_make(s.dir, TOWN, &secret), OK);
	CHECK_INT(identity_keys_load(s.dir, &s.root, TOWN, &s.keys), OK);
	CHECK_INT(put(&s, &open), OK);
	CHECK_INT(put(&s, &sealed), OK);
	CHECK_INT(reveal(&s, &clerk, open.token, 1, &got), OK);
	for (size_t f = 0; f < 4 && !test_database(s.dir); f++)
		for (size_t n = 0; n < 3; n++)
			CHECK(!file_has(s.dir, files[f], needles[n]));
	vault_close(&s);
	for (size_t n = 0; n < 3 && !test_database(s.dir); n++)
		CHECK(!file_has(s.dir, "heye.db", needles[n]) && !file_has(s.dir, "identity.db", needles[n]));
}

/* Names of very different length make boxes of the same length. */
TEST(a_box_does_not_tell_how_long_a_name_is)
{
	struct vault s = vault_open("length");
	struct put a = { .id = { .level = IDENTITY_OPEN, .name = S("王") } }, b = { .id = who(IDENTITY_OPEN) };
	struct q_identity_by_token one, two;
	struct db db = { .mem = &s.mem, .now = s.now, .town = TOWN, .conn = s.conn };

	CHECK_INT(put(&s, &a), OK);
	CHECK_INT(put(&s, &b), OK);
	CHECK_INT(q_identity_by_token(&db, a.token, &one), OK);
	CHECK_INT(q_identity_by_token(&db, b.token, &two), OK);
	CHECK_INT(one.box.n, two.box.n);
	vault_close(&s);
}

static char known_token[16];

static enum err
known(struct db *db, str token, bool *is_known)
{
	(void)db;
	*is_known = memcmp(token.p, known_token, 16) == 0;
	return OK;
}

static enum err
sweep_run(struct tx *tx, void *ctx)
{
	bool *more = ctx;

	return identity_sweep(tx, known, more);
}

TEST(orphans_are_swept_after_an_hour)
{
	struct vault s = vault_open("orphans");
	struct put kept = { .id = who(IDENTITY_OPEN) }, lost = { .id = who(IDENTITY_OPEN) },
		   late = { .id = who(IDENTITY_OPEN) };
	bool more = true;

	CHECK_INT(put(&s, &kept), OK);
	memcpy(known_token, kept.bytes, 16);
	for (int i = 0; i < 250; i++)
		CHECK_INT(put(&s, &lost), OK);
	CHECK_INT(tx_run(s.conn, &s.mem, s.now, TOWN, sweep_run, &more), OK);
	CHECK(!more);
	CHECK_INT(count(&s, &count_rows), 251);
	s.now.ms += MS_HOUR;
	CHECK_INT(put(&s, &late), OK);
	s.now.ms += MS_MINUTE;
	CHECK_INT(tx_run(s.conn, &s.mem, s.now, TOWN, sweep_run, &more), OK);
	CHECK(more);
	CHECK_INT(tx_run(s.conn, &s.mem, s.now, TOWN, sweep_run, &more), OK);
	CHECK(!more);
	CHECK_INT(count(&s, &count_rows), 2);
	vault_close(&s);
}

TEST(key_files_are_written_once)
{
	struct vault s = vault_open("keys");
	char in[8] = "1234567", out[8], shorter[4];
	struct stat st;
	char path[400];

	CHECK_INT(keyfile_read(s.dir, "a", out, sizeof(out)), NOT_FOUND);
	CHECK_INT(keyfile_make(s.dir, "a", in, sizeof(in), 0600), OK);
	CHECK_INT(keyfile_read(s.dir, "a", out, sizeof(out)), OK);
	CHECK(memcmp(in, out, sizeof(in)) == 0);
	CHECK_INT(keyfile_make(s.dir, "a", out, sizeof(out), 0600), CONFLICT);
	CHECK_INT(keyfile_read(s.dir, "a", shorter, sizeof(shorter)), BROKEN);
	snprintf(path, sizeof(path), "%s/keys", s.dir);
	CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0700);
	snprintf(path, sizeof(path), "%s/keys/a", s.dir);
	CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600);
	vault_close(&s);
}

TEST(a_broken_box_is_said_to_be_broken)
{
	struct identity id;

	CHECK_INT(identity_read(S("3:abc2:de0:"), &id), OK);
	CHECK_STR(id.phone, "de");
	CHECK_INT(identity_read(S("9:abc"), &id), BROKEN);
	CHECK_INT(identity_read(S("-1:abc"), &id), BROKEN);
	CHECK_INT(identity_read(S("3:abc"), &id), BROKEN);
	CHECK_INT(identity_read(S(""), &id), BROKEN);
}
