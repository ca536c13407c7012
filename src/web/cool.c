#include "web/cool.h"

#include <pthread.h>
#include <string.h>

#define PLACES      4096 /* addresses remembered; a full set of 4 forgets its oldest */
#define WAYS        4
#define TOWNS       64
#define FREE_TRIES  10
#define FORGET_MS   (6 * MS_HOUR)
#define TOWN_WRONG  120             /* wrong codes of a township at once; */
#define TOWN_REFILL (5 * MS_SECOND) /* one more is allowed every five seconds */

struct place {
	uint64_t who; /* 0: free */
	int wrong, rests;
	moment last, until;
};

struct bucket {
	int64_t town;
	int64_t left;
	moment at;
};

struct cool {
	pthread_mutex_t lock;
	key key;
	struct place place[PLACES];
	struct bucket bucket[TOWNS];
};

struct cool *
cool_make(struct arena *a, const key *root)
{
	struct cool *c = make(a, struct cool, 1);

	pthread_mutex_init(&c->lock, NULL);
	c->key = key_derive(root, "cool");
	return c;
}

void
cool_close(struct cool *c)
{
	pthread_mutex_destroy(&c->lock);
}

static uint64_t
who_of(struct cool *c, int64_t town, str address)
{
	char text[128];
	int n = snprintf(text, sizeof(text), "%lld %.*s", (long long)town, (int)(address.n < 90 ? address.n : 90),
			 address.p ? address.p : "");
	hash h = hash_keyed(&c->key, (str){ text, (size_t)n });
	uint64_t who;

	memcpy(&who, h.b, sizeof(who));
	return who ? who : 1;
}

/* The place of an address; with `take`, a free or the oldest one when there is none. */
static struct place *
place_of(struct cool *c, uint64_t who, moment now, bool take)
{
	struct place *set = &c->place[who % (PLACES / WAYS) * WAYS], *oldest = set;

	for (int i = 0; i < WAYS; i++) {
		if (set[i].who == who && now.ms - set[i].last.ms < FORGET_MS)
			return &set[i];
		if (set[i].last.ms < oldest->last.ms)
			oldest = &set[i];
	}
	if (!take)
		return NULL;
	*oldest = (struct place){ .who = who, .last = now };
	return oldest;
}

static struct bucket *
bucket_of(struct cool *c, int64_t town, moment now)
{
	struct bucket *b = &c->bucket[(uint64_t)town % TOWNS];
	int64_t more;

	if (b->town != town)
		*b = (struct bucket){ .town = town, .left = TOWN_WRONG, .at = now };
	more = (now.ms - b->at.ms) / TOWN_REFILL;
	if (more > 0) {
		b->left = b->left + more > TOWN_WRONG ? TOWN_WRONG : b->left + more;
		b->at.ms += more * TOWN_REFILL;
	}
	return b;
}

int
cool_minutes(struct cool *c, int64_t town, str address, moment now)
{
	int64_t wait = 0;
	const struct place *p;

	pthread_mutex_lock(&c->lock);
	p = place_of(c, who_of(c, town, address), now, false);
	if (p && p->until.ms > now.ms)
		wait = p->until.ms - now.ms;
	else if (p && p->wrong > 0 && bucket_of(c, town, now)->left <= 0)
		wait = TOWN_REFILL;
	pthread_mutex_unlock(&c->lock);
	return (int)((wait + MS_MINUTE - 1) / MS_MINUTE);
}

void
cool_wrong(struct cool *c, int64_t town, str address, moment now)
{
	struct place *p;
	struct bucket *b;

	pthread_mutex_lock(&c->lock);
	p = place_of(c, who_of(c, town, address), now, true);
	b = bucket_of(c, town, now);
	if (b->left > 0)
		b->left--;
	p->last = now;
	if (++p->wrong % FREE_TRIES == 0) {
		p->until.ms = now.ms + ((int64_t)10 << (p->rests < 5 ? p->rests : 5)) * MS_MINUTE;
		p->rests++;
	}
	pthread_mutex_unlock(&c->lock);
}

void
cool_right(struct cool *c, int64_t town, str address)
{
	struct place *p;
	moment any = { 0 };

	pthread_mutex_lock(&c->lock);
	p = place_of(c, who_of(c, town, address), any, false);
	if (p)
		p->wrong = 0;
	pthread_mutex_unlock(&c->lock);
}
