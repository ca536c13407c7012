/* likeness.h — how alike two answers are: a unit that sends the same sentence to everybody has not handled anything. */
#ifndef HEYE_MATTER_LIKENESS_H
#define HEYE_MATTER_LIKENESS_H

#include "base/str.h"

/* In per cent of the longer one: pairs of neighbouring characters that both have, wherever they stand. 2,000
 * characters are compared. */
int likeness_of(struct arena *a, str left, str right);

#endif
