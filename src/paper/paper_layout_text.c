/* paper_layout_text.c — pages, lines and rectangles: what every other part of the layout stands on. */
#include "paper/paper_layout.h"

struct paper_style
paper_flow_style(const struct paper_flow *f, enum paper_font font, double size)
{
	struct paper_style s = { .font = font, .size = size, .pitch = 1, .leading = size * 1.55 };

	if (f->head.layout == PAPER_OFFICIAL && size <= f->body.size + 0.01)
		s.leading = f->body.leading * (size < f->body.size - 3 ? 0.8 : 1);
	if (f->head.layout == PAPER_OFFICIAL && size > f->body.size - 0.01 && size < f->body.size + 0.01)
		s.pitch = f->body.pitch;
	return s;
}

void
paper_flow_page(struct paper_flow *f)
{
	struct paper_page *p;

	f->y = f->top;
	if (f->pages >= PAPER_PAGES_MOST) {
		f->overflow = true; /* what follows falls on the last page, and the document is refused */
		return;
	}
	p = &f->page[f->pages++];
	*p = (struct paper_page){ .end = &p->first };
	f->covers += f->cover;
	p->number = f->cover ? 0 : f->pages - f->covers;
}

bool
paper_flow_fresh(const struct paper_flow *f)
{
	return f->y < f->top + 0.01;
}

void
paper_flow_room(struct paper_flow *f, double height)
{
	if (f->y + height > f->bottom + 0.01 && !paper_flow_fresh(f))
		paper_flow_page(f);
}

static void
op_add(struct paper_flow *f, const struct paper_op *op)
{
	struct paper_page *page = &f->page[f->pages - 1];
	struct paper_op *o = make(f->mem, struct paper_op, 1);

	*o = *op;
	*page->end = o;
	page->end = &o->next;
}

void
paper_flow_rect(struct paper_flow *f, double x, double y, double w, double h, uint32_t colour)
{
	op_add(f, &(struct paper_op){ .x = x, .y = y, .w = w, .h = h, .colour = colour });
}

/* A character that no font has: a box with its number in it. */
static void
missing_draw(struct paper_flow *f, const struct paper_glyph *g, double baseline, const struct paper_style *s)
{
	double top = baseline - s->size * 0.82, side = s->size * 0.92, pen = s->size * 0.04;
	double x = g->x + (g->w - side) / 2;
	struct paper_style small = { .font = FONT_KAI, .size = s->size * 0.34, .pitch = 1, .colour = s->colour };
	str number = str_fmt(f->mem, "%06X", (unsigned)g->c);

	paper_flow_rect(f, x, top, side, pen, s->colour);
	paper_flow_rect(f, x, top + side - pen, side, pen, s->colour);
	paper_flow_rect(f, x, top, pen, side, s->colour);
	paper_flow_rect(f, x + side - pen, top, pen, side, s->colour);
	small.leading = side / 2;
	paper_flow_words(f, str_head(number, 3), small, x + pen, top + pen, side - 2 * pen, PAPER_CENTRE);
	paper_flow_words(f, str_skip(number, 3), small, x + pen, top + side / 2 - pen, side - 2 * pen, PAPER_CENTRE);
}

void
paper_flow_line(struct paper_flow *f, const struct paper_text *t, size_t i, double x, double y, enum paper_align align)
{
	const struct paper_text_line *l = &t->line[i];
	struct paper_glyph *g = t->glyph + l->from;
	double indent = i == 0 ? t->indent : 0, over = t->width - indent - l->width, gap = 0;
	double baseline = y + (t->style.leading - t->style.size) / 2 + t->style.size * PAPER_ASCENT;
	size_t n = l->n;

	while (n > 0 && g[n - 1].c == ' ')
		n--;
	x += indent;
	if (align == PAPER_CENTRE)
		x += over / 2;
	else if (align == PAPER_RIGHT)
		x += over;
	else if (!l->last && n > 1 && over > 0 && over < 2.5 * t->style.size)
		gap = over / (double)(n - 1);
	for (size_t k = 0; k < n; k++) {
		g[k].x = x;
		x += g[k].w + gap;
	}
	op_add(f, &(struct paper_op){ .text = true,
				      .y = baseline,
				      .size = t->style.size,
				      .colour = t->style.colour,
				      .glyph = g,
				      .n = n });
	for (size_t k = 0; k < n; k++)
		if (g[k].font == FONT_MISSING)
			missing_draw(f, &g[k], baseline, &t->style);
}

void
paper_flow_words(struct paper_flow *f, str text, struct paper_style style, double x, double y, double w,
		 enum paper_align align)
{
	char *flat = make(f->mem, char, text.n + 1);
	struct paper_text t;
	double needed;

	for (size_t i = 0; i < text.n; i++)
		flat[i] = (char)(text.p[i] == '\n' ? ' ' : text.p[i]);
	text.p = flat;
	paper_text_break(f, text, style, 0, 1e6, &t);
	needed = t.line[0].width;
	if (needed > w && needed > 0) {
		style.size *= w / needed * 0.999;
		paper_text_break(f, text, style, 0, 1e6, &t);
	}
	t.width = w;
	t.line[0].last = true;
	paper_flow_line(f, &t, 0, x, y, align);
}

void
paper_flow_text(struct paper_flow *f, str text, struct paper_style style, double indent, enum paper_align align)
{
	struct paper_text t;

	paper_text_break(f, text, style, indent, f->right - f->left, &t);
	for (size_t i = 0; i < t.lines; i++) {
		paper_flow_room(f, style.leading);
		paper_flow_line(f, &t, i, f->left, f->y, align);
		f->y += style.leading;
	}
}

void
paper_flow_kept(struct paper_flow *f, str text, struct paper_style style, double indent, double behind)
{
	struct paper_text t;

	paper_text_break(f, text, style, indent, f->right - f->left, &t);
	for (size_t i = 0; i < t.lines; i++) {
		bool near_end = i + 2 == t.lines || (i == 0 && t.lines == 1);

		paper_flow_room(f, style.leading * (double)(near_end ? t.lines - i : 1) + (near_end ? behind : 0));
		paper_flow_line(f, &t, i, f->left, f->y, PAPER_LEFT);
		f->y += style.leading;
	}
}
