/* likeness.h — how alike two texts are: a unit that sends the same sentence to everybody has not handled anything; two
 * residents who tell of one lamp use the same words. */
#ifndef HEYE_MATTER_LIKENESS_H
#define HEYE_MATTER_LIKENESS_H

#include "base/str.h"

/* In per cent of the longer one: pairs of neighbouring characters that both have, wherever they stand. 2,000
 * characters are compared. */
int likeness_of(struct arena *a, str left, str right);

/* The same of the shorter one: a short word about what a long one tells too. Below LIKENESS_SHORT characters nothing is
 * alike. */
#define LIKENESS_SHORT 4
int likeness_shared(struct arena *a, str left, str right);

#endif
