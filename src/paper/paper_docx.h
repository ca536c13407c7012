/* paper_docx.h — what the pieces of the DOCX writer share.  names: docx */
#ifndef HEYE_PAPER_PAPER_DOCX_H
#define HEYE_PAPER_PAPER_DOCX_H

#include "paper/paper_write.h"

#define DOCX_PICTURES 60

struct docx {
	struct arena *mem;
	struct out out; /* the body */
	struct paper_head head;
	int size, line;     /* of body text: half points, twips from line to line */
	int width;          /* of what is printed, in twips */
	int headings;       /* so far: each is a bookmark for the contents */
	bool cover, broken; /* broken: the next paragraph begins a page */
	str picture[DOCX_PICTURES];
	int pictures;
};

enum docx_face { DOCX_BODY, DOCX_BLACK, DOCX_KAI, DOCX_TITLE }; /* 仿宋 · 黑体 · 楷体 · 小标宋 */

struct docx_par {
	enum paper_align align;
	enum docx_face face;
	int size;               /* half points; 0: the body's */
	int indent, left, line; /* of the first line and of all, in characters; line height in twips, 0: the body's */
	int before, after;      /* twips */
	int outline;            /* 1 … 3: stands in the navigation */
	bool bold, keep;
	const char *colour; /* "C8102E", NULL: black */
	bool rule;          /* a red line under it */
};

void docx_par(struct docx *d, const struct docx_par *p, str text); /* each "\n" is a line break */
void docx_par_begin(struct docx *d, const struct docx_par *p);
void docx_run(struct docx *d, const struct docx_par *p, str text);
void docx_par_end(struct docx *d);
void docx_grid(struct docx *d, const struct paper_grid *g, bool pairs);

#endif
