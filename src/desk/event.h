/* event.h — the append-only history: one chain per township (features.md ★10, reliability.md §1.5).
 *
 * Every change writes exactly one event or more in its own transaction. An event holds no personal text: what
 * was said stands in the slice's table, here only its hash. Row n covers the hash of row n-1 (BLAKE2b-256 over
 * canonical, length-prefixed bytes); the head is kept beside, and the chain is anchored outside the database
 * (event_anchor). */
#ifndef HEYE_DESK_EVENT_H
#define HEYE_DESK_EVENT_H

#include "base/seal.h"
#include "db/db.h"
#include "desk/actor.h"

struct event {
	str object;   /* table: "matter", "place", "post" … */
	int64_t id;   /* of the row */
	str kind;     /* verb-noun of the change: "claim", "answer", "pause" … */
	str from, to; /* states, or empty */
	str reason;   /* from a closed list, or empty */
	str detail;   /* machine words only ("due 2026-12-01 v3"): never free text, never a person's data */
	hash text;    /* hash of the text that belongs to it, zero when there is none */
};

MUST_USE enum err event_add(struct tx *tx, const struct actor *by, const struct event *e, int64_t *seq);

/* Recomputes the whole chain of a township. On a fault *bad is the first bad sequence number and *why says
 * what is wrong with it in English; INVALID. *count is the number of good rows. Streams: memory does not grow
 * with the chain. */
MUST_USE enum err event_verify(struct db *db, int64_t *count, int64_t *bad, str *why);

/* Appends (town, seq, hash) of the head to DIR/anchors.log, at each shutdown and every hour;
 * event_verify_anchors() holds the chain against them, so that a cut tail or a rolled-back file is seen. */
MUST_USE enum err event_anchors_move(struct arena *mem, const char *from, const char *to, int64_t town);
MUST_USE enum err event_anchor(struct db *db, const char *dir);
MUST_USE enum err event_verify_anchors(struct db *db, const char *dir, int64_t *bad, str *why);

#endif
