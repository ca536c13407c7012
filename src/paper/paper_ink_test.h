/* paper_ink_test.h — compares the ink of every character of a document: its PDF as poppler draws it against cairo's own
 * picture.  names: ink */
#ifndef HEYE_PAPER_PAPER_INK_TEST_H
#define HEYE_PAPER_PAPER_INK_TEST_H

#include "paper/paper_font.h"

/* The characters compared; *lost counts those whose ink is missing, each a failed check. */
int ink_compare(struct paper_fonts *fonts, struct arena *mem, str document, int *lost);
int ink_documents(int few); /* how many documents: HEYE_INK, else a few */

#endif
