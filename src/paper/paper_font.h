/* paper_font.h — the three fonts that documents are set in, and cairo, found at run time in the child only: the server
 * never maps them. Only TrueType outlines: cairo 1.16 loses characters of CFF fonts. A character's font is chosen
 * here, by coverage, and nowhere else. */
#ifndef HEYE_PAPER_PAPER_FONT_H
#define HEYE_PAPER_PAPER_FONT_H

#include "paper/paper.h"

#include <cairo-pdf.h>

/* What is used of FreeType; its own header names calls that this house does not allow. */
struct paper_ft_library;
struct paper_ft_face;

/* clang-format off */
#define PAPER_CAIRO_CALLS(X) \
	X(cairo_create) X(cairo_destroy) X(cairo_status) X(cairo_show_page) X(cairo_set_source_rgb) X(cairo_rectangle) \
	X(cairo_fill) X(cairo_set_font_face) X(cairo_set_font_size) X(cairo_show_text_glyphs) \
	X(cairo_pdf_surface_create_for_stream) X(cairo_pdf_surface_set_metadata) \
	X(cairo_pdf_surface_add_outline) X(cairo_surface_finish) X(cairo_surface_destroy) X(cairo_surface_status)
/* clang-format on */

enum paper_font { FONT_KAI, FONT_BOLD, FONT_HEI, FONT_KINDS, FONT_MISSING = FONT_KINDS };

struct paper_fonts {
#define FIELD(f) __typeof__(f) *f;
	PAPER_CAIRO_CALLS(FIELD)
#undef FIELD
	cairo_font_face_t *(*cairo_ft_font_face_create_for_ft_face)(struct paper_ft_face *, int flags);
	int (*FT_Init_FreeType)(struct paper_ft_library **);
	int (*FT_New_Face)(struct paper_ft_library *, const char *path, long index, struct paper_ft_face **);
	unsigned (*FT_Get_Char_Index)(struct paper_ft_face *, unsigned long c);
	int (*FT_Get_Advance)(struct paper_ft_face *, unsigned glyph, int32_t flags, long *advance);
	const char *(*FT_Get_Font_Format)(struct paper_ft_face *);
	int (*FT_Load_Sfnt_Table)(struct paper_ft_face *, unsigned long tag, long offset, unsigned char *to,
				  unsigned long *n);
	struct paper_ft_library *library;
	struct paper_ft_face *face[FONT_KINDS];
	double em[FONT_KINDS]; /* units of an em */
	cairo_font_face_t *cairo[FONT_KINDS];
	uint32_t missing[PAPER_MISSING];
	size_t missing_n;
};

bool paper_fonts_open(struct paper_fonts *f);

struct paper_glyph {
	uint32_t c;     /* the character */
	uint32_t index; /* in its font */
	enum paper_font font;
	double w, x; /* advance in ems, then points; x is set when its line is placed */
};

/* The glyph of a character in the wished font, else in another; FONT_MISSING when none has it, which is noted. */
struct paper_glyph paper_font_glyph(struct paper_fonts *f, enum paper_font wished, uint32_t c);

#endif
