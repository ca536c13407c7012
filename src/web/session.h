/* session.h — staff sessions. A token is 256 random bits and stands in the cookie only; the table holds its hash.
 * A session ends after 30 minutes without use, after 12 hours in any case, and at once on sign-out or when a
 * password changes. */
#ifndef HEYE_WEB_SESSION_H
#define HEYE_WEB_SESSION_H

#include "base/seal.h"
#include "db/db.h"
#include "desk/job.h"

#define SESSION_IDLE_MS  (30 * MS_MINUTE)
#define SESSION_MOST_MS  (12 * MS_HOUR)
#define SESSION_TOUCH_MS (2 * MS_MINUTE) /* seen_at is written no more often */

struct session {
	int64_t person, post; /* post 0: not chosen yet */
	moment created_at, seen_at;
};

/* NOT_FOUND: no such session, or its time is over. */
MUST_USE enum err session_find(struct db *db, str token, struct session *s);

MUST_USE enum err session_open(struct tx *tx, int64_t person, int64_t post, str *token);
MUST_USE enum err session_choose(struct tx *tx, str token, int64_t post);
MUST_USE enum err session_touch(struct tx *tx, str token);
MUST_USE enum err session_end(struct tx *tx, str token);
/* Ends every session of a person but that of the token `keep` (empty: all): for a changed password or a closed
 * account. */
MUST_USE enum err session_end_all(struct tx *tx, int64_t person, str keep);

/* Growing delay of wrong sign-ins, kept under keyed hashes: 3 tries are free for a name, 10 for an address (an
 * office shares one); then 2, 4, 8 … 60 seconds. Nobody is locked out; half an hour without a failure forgets
 * all. */
struct session_wait {
	const key *root;
	str name, address;
};

MUST_USE enum err session_wait_seconds(struct db *db, const struct session_wait *w, int *seconds);
MUST_USE enum err session_wait_add(struct tx *tx, const struct session_wait *w);
MUST_USE enum err session_wait_clear(struct tx *tx, const struct session_wait *w);

extern const struct job web_jobs[]; /* removes old sessions, delays and idempotency keys */

#endif
