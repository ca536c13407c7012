/* paper_break.c — where a line ends. Han characters break anywhere but before a closing and behind an opening mark;
 * words of letters and digits stay whole unless they are longer than the line. */
#include "paper/paper_layout.h"

#include "base/utf8.h"

static bool
listed(uint32_t c, str list)
{
	uint32_t one;
	size_t n;

	for (; (n = utf8_next(list, &one)) > 0; list = str_skip(list, n))
		if (one == c)
			return true;
	return false;
}

static bool
closes(uint32_t c)
{
	return listed(c, S("，。、；：？！）》」』】〕〉”’…—·％℃,.;:?!)]}%"));
}

static bool
opens(uint32_t c)
{
	return listed(c, S("（《「『【〔〈“‘([{"));
}

static bool
of_a_word(uint32_t c)
{
	return c > ' ' && c < 0x2000;
}

static bool
may_break(uint32_t before, uint32_t behind)
{
	if (behind == ' ' || closes(behind) || opens(before))
		return false;
	return before == ' ' || before == '-' || before == '/' || !of_a_word(before) || !of_a_word(behind);
}

static size_t
glyphs_make(const struct paper_flow *f, str text, const struct paper_style *style, struct paper_glyph *g)
{
	size_t n = 0, bytes;
	uint32_t c;

	for (; (bytes = utf8_next(text, &c)) > 0; text = str_skip(text, bytes)) {
		g[n] = paper_font_glyph(f->fonts, style->font, c == '\n' ? 1 : c);
		g[n].c = c == '\t' ? ' ' : c;
		g[n].w *= style->size * style->pitch;
		n++;
	}
	return n;
}

/* The end of the line that begins at `from`; *width without blanks at its end. */
static size_t
line_end(const struct paper_glyph *g, size_t n, size_t from, double room, double *width)
{
	double w = 0, kept = 0;
	size_t good = from, i = from;

	for (*width = 0; i < n && g[i].c != '\n'; i++) {
		if (w + g[i].w > room + 0.01 && g[i].c != ' ' && i > from) {
			*width = good > from ? kept : w;
			return good > from ? good : i;
		}
		w += g[i].w;
		if (g[i].c != ' ')
			*width = w;
		if (i + 1 < n && may_break(g[i].c, g[i + 1].c)) {
			good = i + 1;
			kept = *width;
		}
	}
	return i;
}

void
paper_text_break(const struct paper_flow *f, str text, struct paper_style style, double indent, double width,
		 struct paper_text *t)
{
	size_t n, from = 0, most = utf8_count(text) + 2;

	*t = (struct paper_text){ .style = style, .width = width, .indent = indent };
	t->glyph = make(f->mem, struct paper_glyph, most);
	t->line = make(f->mem, struct paper_text_line, most);
	n = glyphs_make(f, text, &style, t->glyph);
	do {
		struct paper_text_line *l = &t->line[t->lines++];
		size_t end;

		l->from = from;
		end = line_end(t->glyph, n, from, width - (from == 0 ? indent : 0), &l->width);
		l->n = end - from;
		l->last = end >= n || t->glyph[end].c == '\n';
		from = end < n && t->glyph[end].c == '\n' ? end + 1 : end;
	} while (from < n);
}
