/* paper_web.h — a document of paper/ as a page to look at and to print. */
#ifndef HEYE_MEDIATION_PAPER_WEB_H
#define HEYE_MEDIATION_PAPER_WEB_H

#include "mediation/mediation_web.h"
#include "paper/paper.h"

/* Writes out every piece of a document that was opened. */
void paper_page(struct page *p, struct arena *mem, struct paper_reader reader);

#endif
