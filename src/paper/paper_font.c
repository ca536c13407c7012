#include "paper/paper_font.h"

#include <dlfcn.h>
#include <string.h>

#define HEAD_TABLE 0x68656164UL /* "head", and where it says how many units an em has */
#define HEAD_EM    18
#define UNSCALED   1 /* FT_LOAD_NO_SCALE */

#define FONTS "/usr/share/fonts/truetype/"

static const char *const files[FONT_KINDS] = {
	[FONT_KAI] = FONTS "lxgw-wenkai/LXGWWenKai-Regular.ttf",
	[FONT_BOLD] = FONTS "lxgw-wenkai/LXGWWenKai-Bold.ttf",
	[FONT_HEI] = FONTS "wqy/wqy-microhei.ttc",
};

static bool
find(void *library, const char *name, void *call)
{
	void *found = library ? dlsym(library, name) : NULL;

	memcpy(call, &found, sizeof(found));
	return found != NULL;
}

static bool
calls_find(struct paper_fonts *f)
{
	void *cairo = dlopen("libcairo.so.2", RTLD_NOW), *freetype = dlopen("libfreetype.so.6", RTLD_NOW);
	bool good = true;

#define CAIRO_FIND(name)    good = find(cairo, #name, &f->name) && good;
#define FREETYPE_FIND(name) good = find(freetype, #name, &f->name) && good
	PAPER_CAIRO_CALLS(CAIRO_FIND)
	CAIRO_FIND(cairo_ft_font_face_create_for_ft_face)
	FREETYPE_FIND(FT_Init_FreeType);
	FREETYPE_FIND(FT_New_Face);
	FREETYPE_FIND(FT_Get_Char_Index);
	FREETYPE_FIND(FT_Get_Advance);
	FREETYPE_FIND(FT_Get_Font_Format);
	FREETYPE_FIND(FT_Load_Sfnt_Table);
	return good;
}

static bool
face_open(struct paper_fonts *f, int i)
{
	unsigned char em[2] = { 0 };
	unsigned long n = sizeof(em);
	const char *format;

	if (f->FT_New_Face(f->library, files[i], 0, &f->face[i]) != 0)
		return false;
	format = f->FT_Get_Font_Format(f->face[i]);
	if (!format || strcmp(format, "TrueType") != 0)
		return false;
	if (f->FT_Load_Sfnt_Table(f->face[i], HEAD_TABLE, HEAD_EM, em, &n) != 0)
		return false;
	f->em[i] = em[0] << 8 | em[1];
	f->cairo[i] = f->cairo_ft_font_face_create_for_ft_face(f->face[i], 0);
	return f->cairo[i] != NULL && f->em[i] > 0;
}

bool
paper_fonts_open(struct paper_fonts *f)
{
	*f = (struct paper_fonts){ 0 };
	if (!calls_find(f) || f->FT_Init_FreeType(&f->library) != 0)
		return false;
	for (int i = 0; i < FONT_KINDS; i++)
		if (!face_open(f, i))
			return false;
	return true;
}

/* Marks that choose a shape or a direction and have none themselves. */
static bool
shapeless(uint32_t c)
{
	return (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef) || (c >= 0x200b && c <= 0x200f) ||
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || c == 0xfeff || c == 0xad;
}

static void
missing_note(struct paper_fonts *f, uint32_t c)
{
	for (size_t i = 0; i < f->missing_n; i++)
		if (f->missing[i] == c)
			return;
	if (f->missing_n < PAPER_MISSING)
		f->missing[f->missing_n++] = c;
}

struct paper_glyph
paper_font_glyph(struct paper_fonts *f, enum paper_font wished, uint32_t c)
{
	static const enum paper_font chain[FONT_KINDS][FONT_KINDS] = {
		[FONT_KAI] = { FONT_KAI, FONT_HEI, FONT_BOLD },
		[FONT_BOLD] = { FONT_BOLD, FONT_HEI, FONT_KAI },
		[FONT_HEI] = { FONT_HEI, FONT_KAI, FONT_BOLD },
	};
	struct paper_glyph g = { .c = c, .font = FONT_MISSING, .w = 1 };
	long advance = 0;

	if (c == '\t' || c == 0xa0)
		c = ' ';
	if (c < ' ' || c == 0x7f || shapeless(c))
		return (struct paper_glyph){ .c = c, .font = wished };
	for (int i = 0; i < FONT_KINDS && g.index == 0; i++) {
		g.font = chain[wished][i];
		g.index = f->FT_Get_Char_Index(f->face[g.font], c);
	}
	if (g.index == 0) {
		missing_note(f, c);
		g.font = FONT_MISSING;
		return g;
	}
	if (f->FT_Get_Advance(f->face[g.font], g.index, UNSCALED, &advance) == 0)
		g.w = (double)advance / f->em[g.font];
	return g;
}
