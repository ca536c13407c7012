#include "mediation/print.h"

#include "base/rand.h"
#include "gen/print.sql.h"
#include "mediation/file.h"

#define TOKEN_BYTES 18

static hash
tag_of(struct arena *a, str token)
{
	return hash_of(str_join(a, S("mediation print tag "), token));
}

static key
key_of(struct arena *a, str token)
{
	hash h = hash_of(str_join(a, S("mediation print box "), token));
	key k;

	memcpy(k.b, h.b, sizeof(k.b));
	return k;
}

enum err
print_make(struct tx *tx, const struct actor *by, const struct identity_keys *k, int64_t id, int part, str scan_to,
	   str *token)
{
	struct arena *mem = tx->db.mem;
	struct party *party = make(mem, struct party, MEDIATION_PARTIES);
	struct file_case *f = make(mem, struct file_case, 1);
	struct q_mediation_case c;
	hash tag;
	key own;
	size_t n;
	str document;

	TRY(mediation_open(&tx->db, by, id, &c));
	TRY(mediation_parties_open(tx, by, k, id, SEALED_PRINT, party, MEDIATION_PARTIES, &n));
	TRY(file_load(&tx->db, &c, party, n, f));
	f->scan_to = scan_to;
	TRY(file_write(mem, f, part, &document));
	*token = rand_token(mem, TOKEN_BYTES);
	tag = tag_of(mem, *token);
	own = key_of(mem, *token);
	return q_print_insert(tx, hash_str(&tag), id, by->post, seal_lock(mem, &own, document, S("print")), tx->db.now);
}

enum err
print_open(struct db *db, const struct actor *by, int64_t id, str token, str *document)
{
	hash tag = tag_of(db->mem, token);
	key own = key_of(db->mem, token);
	struct q_mediation_case c;
	struct q_print_by_tag row;
	moment since = { db->now.ms - PRINT_MINUTES * MS_MINUTE };

	TRY(mediation_open(db, by, id, &c));
	TRY(q_print_by_tag(db, hash_str(&tag), id, by->post, since, &row));
	return seal_open(db->mem, &own, row.box, S("print"), document);
}

enum err
print_sweep(struct tx *tx, bool *more)
{
	moment before = { tx->db.now.ms - PRINT_MINUTES * MS_MINUTE };
	struct q_print_old old;
	enum err e = q_print_old(&tx->db, before, &old);

	*more = false;
	return e == OK ? q_print_sweep(tx, before) : e == NOT_FOUND ? OK : e;
}
