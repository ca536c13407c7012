#include "web/town.h"

#include <pthread.h>
#include <string.h>

#define CARDS    128
#define TEXT     120
#define FRESH_MS (5 * MS_SECOND)

struct kept_card {
	int64_t town;
	moment at;
	char text[5][TEXT];
};

struct kept_host {
	char host[TEXT]; /* empty: the only township */
	int64_t town;
	moment at;
};

struct towns {
	pthread_mutex_t lock;
	struct kept_card card[CARDS];
	struct kept_host host[CARDS];
};

struct towns *
towns_make(struct arena *a)
{
	struct towns *t = make(a, struct towns, 1);

	pthread_mutex_init(&t->lock, NULL);
	return t;
}

void
towns_close(struct towns *t)
{
	pthread_mutex_destroy(&t->lock);
}

static bool
fresh(moment at, moment now)
{
	return at.ms != 0 && now.ms >= at.ms && now.ms - at.ms < FRESH_MS;
}

static str *
card_text(struct town_card *c, int i)
{
	str *const all[] = { &c->name_zh, &c->name_en, &c->phone, &c->hours_zh, &c->hours_en };

	return all[i];
}

static bool
card_kept(struct towns *t, const struct db *db, struct town_card *card)
{
	struct kept_card *k = &t->card[(uint64_t)db->town % CARDS];
	bool have;

	pthread_mutex_lock(&t->lock);
	have = k->town == db->town && fresh(k->at, db->now);
	card->town = db->town;
	for (int i = 0; have && i < 5; i++)
		*card_text(card, i) = str_dup(db->mem, str_of(k->text[i]));
	pthread_mutex_unlock(&t->lock);
	return have;
}

/* A card with a text too long to keep is read from the database each time. */
static void
card_keep(struct towns *t, const struct db *db, struct town_card *card)
{
	struct kept_card k = { .town = db->town, .at = db->now };

	for (int i = 0; i < 5; i++) {
		str s = *card_text(card, i);

		if (s.n >= TEXT)
			return;
		if (s.n)
			memcpy(k.text[i], s.p, s.n);
	}
	pthread_mutex_lock(&t->lock);
	t->card[(uint64_t)db->town % CARDS] = k;
	pthread_mutex_unlock(&t->lock);
}

static enum err
card_of(struct towns *t, struct db *db, const struct site *site, struct town_card *card)
{
	if (card_kept(t, db, card))
		return OK;
	TRY(site->town_card(db, card));
	card_keep(t, db, card);
	return OK;
}

static struct kept_host *
host_place(struct towns *t, str host)
{
	hash h = hash_of(host);

	return &t->host[h.b[0] % CARDS];
}

/* By host name, else the only township. */
static enum err
town_elsewhere(struct towns *t, struct db *db, const struct site *site, str host, int64_t *town)
{
	struct kept_host *k = host_place(t, host), found = { .at = db->now };
	bool have;
	enum err e;

	pthread_mutex_lock(&t->lock);
	have = fresh(k->at, db->now) && str_eq(str_of(k->host), host);
	*town = k->town;
	pthread_mutex_unlock(&t->lock);
	if (have)
		return OK;
	e = site->town_by_host(db, host, town);
	if (e == NOT_FOUND)
		e = site->only_town(db, town);
	TRY(e);
	if (host.n >= TEXT)
		return OK;
	memcpy(found.host, host.p ? host.p : "", host.n);
	found.town = *town;
	pthread_mutex_lock(&t->lock);
	*k = found;
	pthread_mutex_unlock(&t->lock);
	return OK;
}

/* "/510921207/m/…" → 510921207 and "/m/…". Codes of other lengths are no townships. */
static bool
town_in_path(str path, int64_t *town, str *rest)
{
	str piece = str_skip(path, 1), tail = { NULL, 0 };

	(void)str_cut(piece, '/', &piece, &tail);
	if (piece.n != 9 || !str_int(piece, town) || *town < 100000000)
		return false;
	*rest = path.n == 10 ? S("/") : str_skip(path, 10);
	return true;
}

enum err
town_of_request(struct towns *t, struct db *db, struct req *rq, struct town_card *card)
{
	int64_t town = 0;
	str rest;

	if (town_in_path(rq->http->path, &town, &rest)) {
		db->town = town;
		TRY(card_of(t, db, rq->site, card));
		rq->root = str_fmt(db->mem, "%.*s/%lld", STR_ARG(rq->assets), (long long)town);
		rq->path = rest;
		return OK;
	}
	TRY(town_elsewhere(t, db, rq->site, rq->http->host, &town));
	db->town = town;
	rq->root = rq->assets;
	rq->path = rq->http->path;
	return card_of(t, db, rq->site, card);
}
