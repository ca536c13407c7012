/* paper_draw.h — the drawing of laid-out pages. */
#ifndef HEYE_PAPER_PAPER_DRAW_H
#define HEYE_PAPER_PAPER_DRAW_H

#include "paper/paper_layout.h"

/* One page, to whatever surface cr stands for. */
void paper_draw_page(const struct paper_fonts *f, cairo_t *cr, const struct paper_page *page);

/* All of them as PDF, written piece by piece. False when the surface failed. */
bool paper_draw_pdf(const struct paper_flow *flow, cairo_write_func_t write, void *to);

#endif
