#include "paper/paper_draw.h"

#include "base/utf8.h"

static void
colour_set(const struct paper_fonts *f, cairo_t *cr, uint32_t c)
{
	f->cairo_set_source_rgb(cr, (c >> 16 & 255) / 255.0, (c >> 8 & 255) / 255.0, (c & 255) / 255.0);
}

#define RUN 256 /* glyphs drawn in one call */

/* Glyphs of one font, with the text they stand for: so that it can be searched and read aloud. */
static void
run_draw(const struct paper_fonts *f, cairo_t *cr, const struct paper_op *op, size_t from, size_t n)
{
	cairo_text_cluster_t cluster[RUN];
	cairo_glyph_t glyph[RUN];
	char text[RUN * 4];
	size_t bytes = 0;

	for (size_t i = 0; i < n; i++) {
		const struct paper_glyph *g = &op->glyph[from + i];
		size_t length = 0;

		utf8_put(text + bytes, &length, g->c);
		bytes += length;
		glyph[i] = (cairo_glyph_t){ g->index, g->x, op->y };
		cluster[i] = (cairo_text_cluster_t){ (int)length, 1 };
	}
	f->cairo_set_font_face(cr, f->cairo[op->glyph[from].font]);
	f->cairo_set_font_size(cr, op->size);
	f->cairo_show_text_glyphs(cr, text, (int)bytes, glyph, (int)n, cluster, (int)n, 0);
}

static bool
drawable(const struct paper_glyph *g)
{
	return g->font != FONT_MISSING && g->index != 0;
}

static void
text_draw(const struct paper_fonts *f, cairo_t *cr, const struct paper_op *op)
{
	size_t i = 0;

	while (i < op->n) {
		size_t n = 0;

		while (i + n < op->n && n < RUN && drawable(&op->glyph[i + n]) &&
		       op->glyph[i + n].font == op->glyph[i].font)
			n++;
		if (n > 0)
			run_draw(f, cr, op, i, n);
		i += n > 0 ? n : 1;
	}
}

void
paper_draw_page(const struct paper_fonts *f, cairo_t *cr, const struct paper_page *page)
{
	for (const struct paper_op *op = page->first; op; op = op->next) {
		colour_set(f, cr, op->colour);
		if (op->text) {
			text_draw(f, cr, op);
		} else {
			f->cairo_rectangle(cr, op->x, op->y, op->w, op->h);
			f->cairo_fill(cr);
		}
	}
}

/* Headings become the reader's outline. */
static void
outline_add(const struct paper_flow *flow, cairo_surface_t *s)
{
	const struct paper_fonts *f = flow->fonts;
	int above = CAIRO_PDF_OUTLINE_ROOT;

	for (size_t i = 0; i < flow->entries; i++) {
		const struct paper_entry *e = &flow->entry[i];
		str where = str_fmt(flow->mem, "page=%d pos=[0 %d]", e->page, (int)e->y);
		int id = f->cairo_pdf_surface_add_outline(s, e->level == 1 ? CAIRO_PDF_OUTLINE_ROOT : above,
							  str_z(flow->mem, e->text), str_z(flow->mem, where),
							  CAIRO_PDF_OUTLINE_FLAG_OPEN);

		if (e->level == 1)
			above = id;
	}
}

bool
paper_draw_pdf(const struct paper_flow *flow, cairo_write_func_t write, void *to)
{
	const struct paper_fonts *f = flow->fonts;
	cairo_surface_t *s = f->cairo_pdf_surface_create_for_stream(write, to, flow->width, flow->height);
	str made = moment_iso(flow->mem, flow->head.made.ms ? flow->head.made : (moment){ 1 });
	cairo_t *cr;
	bool good;

	f->cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, str_z(flow->mem, flow->head.title));
	f->cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATOR, "heye");
	f->cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, str_z(flow->mem, made));
	cr = f->cairo_create(s);
	for (int i = 0; i < flow->pages; i++) {
		paper_draw_page(f, cr, &flow->page[i]);
		f->cairo_show_page(cr);
	}
	outline_add(flow, s);
	good = f->cairo_status(cr) == CAIRO_STATUS_SUCCESS;
	f->cairo_destroy(cr);
	f->cairo_surface_finish(s);
	good = f->cairo_surface_status(s) == CAIRO_STATUS_SUCCESS && good;
	f->cairo_surface_destroy(s);
	return good;
}
