/* cool.h — wrong receipt codes. After ten from one address it rests 10 minutes, then 20, 40 … 320; nobody is
 * locked out for good.
 *
 * Kept in memory only, bounded, under a keyed hash of the address: nothing here can be joined to a report. A
 * second limit holds a whole township: while its bucket of wrong codes is empty, an address that has already
 * guessed wrong must wait; one that has not is always served, so that an attacker cannot shut residents out. */
#ifndef HEYE_WEB_COOL_H
#define HEYE_WEB_COOL_H

#include "base/day.h"
#include "base/seal.h"

struct cool;

struct cool *cool_make(struct arena *a, const key *root);
void cool_close(struct cool *c);

int cool_minutes(struct cool *c, int64_t town, str address, moment now); /* minutes to wait, 0: go on */
void cool_wrong(struct cool *c, int64_t town, str address, moment now);
void cool_right(struct cool *c, int64_t town, str address);

#endif
