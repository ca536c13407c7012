/* paper_layout.h — where everything stands on the pages, before anything is drawn. Lengths are points, y grows
 * downwards from the upper edge. Knows nothing of PDF: the drawing may go to a picture as well. */
#ifndef HEYE_PAPER_PAPER_LAYOUT_H
#define HEYE_PAPER_PAPER_LAYOUT_H

#include "paper/paper_font.h"

#define PAPER_MM     (72.0 / 25.4)
#define PAPER_ASCENT 0.86 /* of an em above the base line */

struct paper_style {
	enum paper_font font;
	double size, pitch; /* pitch: advance ÷ size; 1 but on the official grid */
	double leading;     /* from line to line */
	uint32_t colour;    /* 0xrrggbb */
};

/* A text broken into lines. */
struct paper_text_line {
	size_t from, n;
	double width;
	bool last; /* of its paragraph: not stretched */
};

struct paper_text {
	struct paper_style style;
	struct paper_glyph *glyph;
	struct paper_text_line *line;
	size_t lines;
	double width, indent;
};

struct paper_op {
	struct paper_op *next;
	bool text; /* else a filled rectangle */
	double x, y, w, h, size;
	uint32_t colour;
	const struct paper_glyph *glyph; /* with x; y is the base line */
	size_t n;
};

struct paper_page {
	struct paper_op *first, **end;
	int number; /* printed; 0: a cover */
};

struct paper_entry {
	int level, page, number;
	double y;
	str text;
};

struct paper_flow {
	struct arena *mem;
	struct paper_fonts *fonts;
	struct paper_head head;
	struct paper_style body;
	double width, height, left, right, top, bottom; /* of the paper; of what is printed on it */
	double y;
	struct paper_page *page; /* PAPER_PAGES_MOST of them */
	int pages, covers;
	bool cover, overflow;
	double imprint;                  /* height kept free at the end of the last page */
	const struct paper_entry *known; /* the pass before: for the contents */
	struct paper_entry *entry;
	size_t entries, entries_most;
};

/* Lays the whole document out. False: no document, or more than PAPER_PAGES_MOST pages. */
bool paper_layout_make(struct arena *mem, struct paper_fonts *fonts, str document, struct paper_flow *flow);

/* paper_break.c: breaks at most what fits; closing marks never begin a line, opening ones never end it. */
void paper_text_break(const struct paper_flow *f, str text, struct paper_style style, double indent, double width,
		      struct paper_text *t);

/* paper_layout_text.c */
void paper_flow_page(struct paper_flow *f);
void paper_flow_room(struct paper_flow *f, double height); /* a new page unless so much is left */
bool paper_flow_fresh(const struct paper_flow *f);         /* at the top of a page */
void paper_flow_rect(struct paper_flow *f, double x, double y, double w, double h, uint32_t colour);
/* Line `i` of t with its upper edge at y. */
void paper_flow_line(struct paper_flow *f, const struct paper_text *t, size_t i, double x, double y,
		     enum paper_align align);
void paper_flow_words(struct paper_flow *f, str text, struct paper_style style, double x, double y, double w,
		      enum paper_align align); /* one line; shrunk until it fits */
void paper_flow_text(struct paper_flow *f, str text, struct paper_style style, double indent,
		     enum paper_align align); /* lines at f->y, over pages */
/* The same, its last two lines on one page with `behind` points of what follows. */
void paper_flow_kept(struct paper_flow *f, str text, struct paper_style style, double indent, double behind);
struct paper_style paper_flow_style(const struct paper_flow *f, enum paper_font font, double size);

/* paper_layout_table.c */
void paper_flow_grid(struct paper_flow *f, const struct paper_grid *g, bool pairs);
/* paper_layout_part.c: letterhead, signature, imprint, cover, contents, code, chart, running heads. */
bool paper_flow_part(struct paper_flow *f, struct paper_reader *r, const struct paper_piece *piece);
void paper_flow_running(struct paper_flow *f);

#endif
