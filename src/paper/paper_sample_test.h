/* paper_sample_test.h — documents that the tests make files of.  names: sample */
#ifndef HEYE_PAPER_PAPER_SAMPLE_TEST_H
#define HEYE_PAPER_PAPER_SAMPLE_TEST_H

#include "paper/paper.h"

str sample_notice(struct arena *mem);  /* official paper with every piece of it */
str sample_dossier(struct arena *mem); /* cover, contents, long tables, signatures, code, chart */
str sample_ledger(struct arena *mem);  /* merged heads, numbers, dates, what looks like a formula */
str sample_random(struct arena *mem,
		  unsigned seed); /* Han characters of GB 2312, some of four bytes, in text and table */
str sample_words(struct arena *mem, unsigned *state, unsigned n); /* n such characters */
/* DIR/NAME.pdf, .docx, .xlsx, and .texts: every text of it. */
void sample_write(struct arena *mem, const char *dir, const char *name, str document);

#endif
