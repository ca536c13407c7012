#include "web/cool.h"

#include "gen/cool.sql.h"

#define FREE_TRIES  10
#define FORGET_MS   (6 * MS_HOUR)
#define TOWN_WRONG  120             /* wrong codes of a township at once; */
#define TOWN_REFILL (5 * MS_SECOND) /* one more is allowed every five seconds */

static const hash township; /* the row that holds the bucket of the township */

hash
cool_who(struct arena *a, const key *root, int64_t town, str address)
{
	key k = key_derive(root, "cool");

	return hash_keyed(&k, str_fmt(a, "%lld %.*s", (long long)town, (int)(address.n < 90 ? address.n : 90),
				      address.p ? address.p : ""));
}

/* What is remembered of an address or of the township; nothing when it is too long ago. */
static enum err
row_of(struct db *db, const hash *who, struct q_cool_row *row)
{
	enum err e = q_cool_row(db, hash_str(who), row);

	if (e == NOT_FOUND || (e == OK && db->now.ms - row->last_at.ms >= FORGET_MS)) {
		*row = (struct q_cool_row){ .last_at = db->now };
		return OK;
	}
	return e;
}

/* How many wrong codes the township's bucket still holds against. */
static int64_t
used(const struct q_cool_row *bucket, moment now)
{
	int64_t left = bucket->wrong - (now.ms - bucket->last_at.ms) / TOWN_REFILL;

	return left < 0 ? 0 : left;
}

enum err
cool_minutes(struct db *db, const hash *who, int *minutes)
{
	struct q_cool_row row, bucket;
	int64_t wait = 0;

	*minutes = 0;
	TRY(row_of(db, who, &row));
	if (row.until_at.ms > db->now.ms) {
		wait = row.until_at.ms - db->now.ms;
	} else if (row.wrong > 0) {
		TRY(row_of(db, &township, &bucket));
		wait = used(&bucket, db->now) >= TOWN_WRONG ? TOWN_REFILL : 0;
	}
	*minutes = (int)((wait + MS_MINUTE - 1) / MS_MINUTE);
	return OK;
}

static enum err
bucket_fill(struct tx *tx)
{
	struct q_cool_row bucket;
	int64_t n;

	TRY(row_of(&tx->db, &township, &bucket));
	n = used(&bucket, tx->db.now) + 1;
	return q_cool_set(tx, hash_str(&township), n > TOWN_WRONG ? TOWN_WRONG : n, 0, tx->db.now, (moment){ 0 });
}

enum err
cool_wrong(struct tx *tx, const hash *who)
{
	struct q_cool_row row;

	TRY(bucket_fill(tx));
	TRY(row_of(&tx->db, who, &row));
	if (++row.wrong % FREE_TRIES == 0) {
		row.until_at.ms = tx->db.now.ms + ((int64_t)10 << (row.rests < 5 ? row.rests : 5)) * MS_MINUTE;
		row.rests++;
	}
	return q_cool_set(tx, hash_str(who), row.wrong, row.rests, tx->db.now, row.until_at);
}

enum err
cool_right(struct tx *tx, const hash *who)
{
	return q_cool_forgive(tx, hash_str(who));
}

enum err
cool_sweep(struct tx *tx, bool *more)
{
	*more = false;
	return q_cool_sweep(tx, (moment){ tx->db.now.ms - FORGET_MS });
}
