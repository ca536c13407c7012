/* fold.h — text as it is compared: what counts as the same character, the tokens of a text, and the phrases of a query.
 *
 * Folded are full-width letters and digits, case of Latin, Greek and Cyrillic letters, and compatibility forms of Han
 * characters that old input methods write. Blanks, punctuation and symbols are breaks: a phrase does not reach over
 * one. Tokens are single characters and pairs of neighbours, so that a word of any length, one character too, is found
 * exactly; no dictionary decides what a word is. */
#ifndef HEYE_SEARCH_FOLD_H
#define HEYE_SEARCH_FOLD_H

#include "base/str.h"

#define FOLD_PHRASES 8   /* of a query */
#define FOLD_LONGEST 100 /* characters of a phrase that are compared */

struct fold_phrase {
	uint32_t c[FOLD_LONGEST];
	size_t n;
};

uint32_t fold_char(uint32_t c); /* 0: a break */
int64_t fold_pair(uint32_t first, uint32_t second);

/* The tokens of a text, sorted, each once. */
size_t fold_tokens(struct arena *a, str text, int64_t **tokens);

/* What was typed as phrases: between breaks. False: nothing to look for. What is too much is left out. */
size_t fold_query(str typed, struct fold_phrase p[FOLD_PHRASES]);

/* Where the phrase stands first in the text at or after byte `start`. */
bool fold_find(str text, size_t start, const struct fold_phrase *p, size_t *from, size_t *to);

#endif
