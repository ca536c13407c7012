/* paper_layout.c — the pieces of a document in their order. */
#include "paper/paper_layout.h"

#define OFFICIAL_LINES 22
#define OFFICIAL_CHARS 28

static void
flow_official(struct paper_flow *f)
{
	f->width = 210 * PAPER_MM;
	f->height = 297 * PAPER_MM;
	f->left = 28 * PAPER_MM;
	f->right = f->left + 156 * PAPER_MM;
	f->top = 37 * PAPER_MM;
	f->bottom = f->top + 225 * PAPER_MM;
	f->body = (struct paper_style){ .font = FONT_KAI, .size = 16 };
	f->body.pitch = 156 * PAPER_MM / OFFICIAL_CHARS / f->body.size;
	f->body.leading = 225 * PAPER_MM / OFFICIAL_LINES;
}

static void
flow_plain(struct paper_flow *f)
{
	f->width = (f->head.landscape ? 297 : 210) * PAPER_MM;
	f->height = (f->head.landscape ? 210 : 297) * PAPER_MM;
	f->left = 25 * PAPER_MM; /* the side that is bound */
	f->right = f->width - 20 * PAPER_MM;
	f->top = 22 * PAPER_MM;
	f->bottom = f->height - 22 * PAPER_MM;
	f->body = (struct paper_style){ .font = FONT_KAI, .size = 12, .pitch = 1, .leading = 20 };
}

static bool
entry_of(const struct paper_piece *p)
{
	return (p->kind == PIECE_HEADING && p->a >= 0 && p->a <= 2) || p->kind == PIECE_SHEET;
}

/* The headings of the contents, in order; their pages become known as they are placed. */
static void
entries_find(struct paper_flow *f, struct paper_reader r)
{
	struct paper_reader again = r;
	struct paper_piece p;
	size_t n = 0;

	while (paper_next(&r, &p))
		f->entries_most += entry_of(&p);
	f->entry = make(f->mem, struct paper_entry, f->entries_most + 1);
	while (paper_next(&again, &p))
		if (entry_of(&p))
			f->entry[n++] = (struct paper_entry){ .level = p.kind == PIECE_SHEET || p.a == 0 ? 1 : (int)p.a,
							      .text = p.text };
}

static void
entry_place(struct paper_flow *f, int level)
{
	struct paper_entry *e = &f->entry[f->entries];

	if (level > 2 || f->entries >= f->entries_most)
		return;
	e->page = f->pages;
	e->number = f->page[f->pages - 1].number;
	e->y = f->y;
	f->entries++;
}

static void
heading(struct paper_flow *f, int level, str text)
{
	static const double plain[] = { 15, 13, 12 };
	bool official = f->head.layout == PAPER_OFFICIAL;
	struct paper_style s = f->body;

	s.font = official && level == 2 ? FONT_KAI : official && level == 3 ? FONT_BOLD : FONT_HEI;
	if (!official) {
		s.size = plain[level - 1];
		s.leading = s.size * 1.6;
		f->y += paper_flow_fresh(f) ? 0 : s.size * 0.5;
	}
	paper_flow_room(f, s.leading + 2 * f->body.leading); /* never alone at the foot of a page */
	entry_place(f, level);
	paper_flow_text(f, text, s, official ? 2 * s.size * s.pitch : 0, PAPER_LEFT);
}

static void
title(struct paper_flow *f, str text)
{
	struct paper_style s = paper_flow_style(f, FONT_BOLD, f->head.layout == PAPER_OFFICIAL ? 22 : 20);

	s.leading = f->head.layout == PAPER_OFFICIAL ? f->body.leading * 1.25 : 30;
	paper_flow_text(f, text, s, 0, PAPER_CENTRE);
	f->y += f->body.leading * 0.5;
}

static void
title_listed(struct paper_flow *f, str text)
{
	paper_flow_room(f, 5 * f->body.leading);
	entry_place(f, 1);
	title(f, text);
}

static void
attachments(struct paper_flow *f, str list)
{
	struct paper_style s = f->body;
	double em = s.size * s.pitch;
	str line, rest = list;
	bool more = true, first = true;

	f->y += s.leading;
	while (more) {
		more = str_cut(rest, '\n', &line, &rest);
		line = str_join(f->mem, first ? S("附件：") : S(""), line);
		paper_flow_text(f, line, s, (first ? 2 : 5) * em, PAPER_LEFT);
		first = false;
	}
}

static void
sign_here(struct paper_flow *f, struct paper_reader *r, const struct paper_piece *first)
{
	double half = (f->right - f->left) / 2, h = f->body.leading * 1.9;
	struct paper_piece p = *first;
	bool more = true;

	while (more) {
		paper_flow_room(f, h);
		for (int i = 0; i < 2 && more; i++) {
			double x = f->left + i * half, label = half * 0.5;

			paper_flow_words(f, p.text, f->body, x, f->y + h - f->body.leading, label, PAPER_LEFT);
			paper_flow_rect(f, x + label + 4, f->y + h - 4, half - label - 16, 0.7, 0);
			more = paper_peek(r).kind == PIECE_SIGN_HERE;
			if (more)
				(void)paper_next(r, &p);
		}
		f->y += h;
	}
	f->y += f->body.leading * 0.5;
}

static void
sheet(struct paper_flow *f, str name)
{
	if (!paper_flow_fresh(f))
		paper_flow_page(f);
	heading(f, 1, name);
}

static void
grid(struct paper_flow *f, struct paper_reader *r, const struct paper_piece *p)
{
	struct paper_grid g;

	paper_grid_read(f->mem, r, p, &g);
	paper_flow_grid(f, &g, p->kind == PIECE_PAIR);
}

/* A signature never stands on a page without text: where it would, the last two lines before it go with it. What
 * follows it in brackets is counted in. */
static double
room_for_signature(const struct paper_flow *f, const struct paper_reader *r)
{
	return paper_peek(r).kind == PIECE_SIGNATURE ? 6 * f->body.leading : 0;
}

static void
piece_lay(struct paper_flow *f, struct paper_reader *r, const struct paper_piece *p)
{
	double em = f->body.size * f->body.pitch;

	if (paper_flow_part(f, r, p))
		return;
	switch (p->kind) {
	case PIECE_TITLE: title(f, p->text); break;
	case PIECE_NUMBER:
		paper_flow_text(f, p->text, f->body, 0, PAPER_CENTRE);
		f->y += f->body.leading * 0.5;
		break;
	case PIECE_ADDRESSEE: paper_flow_text(f, p->text, f->body, 0, PAPER_LEFT); break;
	case PIECE_HEADING:
		if (p->a > 0)
			heading(f, p->a > 3 ? 3 : (int)p->a, p->text);
		else
			title_listed(f, p->text);
		break;
	case PIECE_PARA: paper_flow_kept(f, p->text, f->body, 2 * em, room_for_signature(f, r)); break;
	case PIECE_LINE:
		paper_flow_text(f, p->text, f->body, 0,
				p->a == 1   ? PAPER_CENTRE
				: p->a == 2 ? PAPER_RIGHT
					    : PAPER_LEFT);
		break;
	case PIECE_NOTE:
		paper_flow_text(f, p->text, paper_flow_style(f, FONT_KAI, f->body.size - 2), 0, PAPER_LEFT);
		break;
	case PIECE_PAIR:
	case PIECE_TABLE: grid(f, r, p); break;
	case PIECE_SIGN_HERE: sign_here(f, r, p); break;
	case PIECE_ATTACHMENTS: attachments(f, p->text); break;
	case PIECE_BREAK:
		f->cover = false;
		paper_flow_page(f);
		break;
	case PIECE_SHEET: sheet(f, p->text); break;
	default: break; /* rows and cells outside a table */
	}
}

static bool
has_contents(struct paper_reader r)
{
	struct paper_piece p;

	while (paper_next(&r, &p))
		if (p.kind == PIECE_CONTENTS)
			return true;
	return false;
}

static bool
flow_run(struct arena *mem, struct paper_fonts *fonts, str document, const struct paper_entry *known,
	 struct paper_flow *f)
{
	struct paper_reader r;
	struct paper_piece p;

	*f = (struct paper_flow){ .mem = mem, .fonts = fonts, .known = known };
	if (!paper_open(&r, document, &f->head))
		return false;
	if (f->head.layout == PAPER_OFFICIAL)
		flow_official(f);
	else
		flow_plain(f);
	f->page = make(mem, struct paper_page, PAPER_PAGES_MOST);
	entries_find(f, r);
	f->cover = paper_peek(&r).kind == PIECE_COVER;
	paper_flow_page(f);
	while (!f->overflow && paper_next(&r, &p))
		piece_lay(f, &r, &p);
	return !f->overflow;
}

bool
paper_layout_make(struct arena *mem, struct paper_fonts *fonts, str document, struct paper_flow *flow)
{
	struct paper_reader r;
	struct paper_head head;

	if (!flow_run(mem, fonts, document, NULL, flow))
		return false;
	if (paper_open(&r, document, &head) && has_contents(r) && !flow_run(mem, fonts, document, flow->entry, flow))
		return false;
	paper_flow_running(flow);
	return true;
}
