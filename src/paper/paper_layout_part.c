/* paper_layout_part.c — what stands once in a document: its head and its end, cover and contents, codes and charts,
 * and the running lines above and below every page. */
#include "paper/paper_layout.h"

#include <qrencode.h>

#define RED   0xc8102e
#define GREEN 0x1d6b4f
#define GREY  0x55605a

static void
letterhead(struct paper_flow *f, str organ, str number)
{
	struct paper_style s = { .font = FONT_BOLD, .size = 36, .pitch = 1, .leading = 52, .colour = RED };

	f->y += f->head.layout == PAPER_OFFICIAL ? 20 * PAPER_MM : 0;
	paper_flow_words(f, organ, s, f->left, f->y, f->right - f->left, PAPER_CENTRE);
	f->y += s.leading + f->body.leading;
	if (number.n)
		paper_flow_text(f, number, f->body, 0, PAPER_CENTRE);
	paper_flow_rect(f, f->left, f->y + 4 * PAPER_MM, f->right - f->left, 1.8, RED);
	f->y += 4 * PAPER_MM + 2 * f->body.leading;
}

/* The office above its date, both centred on it, the date four characters from the right edge: where a seal goes. */
static void
signature(struct paper_flow *f, str unit, day d)
{
	struct paper_style s = f->body;
	double em = s.size * s.pitch, w, x, most = f->right - f->left;
	struct paper_text name, date;

	paper_text_break(f, unit, s, 0, most, &name);
	paper_text_break(f, paper_day_text(f->mem, d), s, 0, most, &date);
	w = name.line[0].width > date.line[0].width ? name.line[0].width : date.line[0].width;
	x = f->right - 4 * em - date.line[0].width / 2 - w / 2;
	if (x + w > f->right)
		x = f->right - w;
	if (x < f->left || name.lines > 1)
		x = f->left, w = most;
	paper_flow_room(f, (2 + (double)name.lines + 1) * s.leading);
	f->y += paper_flow_fresh(f) ? 0 : 2 * s.leading;
	name.width = date.width = w;
	for (size_t i = 0; i < name.lines; i++) {
		paper_flow_line(f, &name, i, x, f->y, name.lines > 1 ? PAPER_RIGHT : PAPER_CENTRE);
		f->y += s.leading;
	}
	if (d.n) {
		paper_flow_line(f, &date, 0, x, f->y, name.lines > 1 ? PAPER_RIGHT : PAPER_CENTRE);
		f->y += s.leading;
	}
}

/* At the foot of the last page, between two thick lines. */
static void
imprint(struct paper_flow *f, str copies, str organ, day d)
{
	struct paper_style s = paper_flow_style(f, FONT_KAI, 14);
	double w = f->right - f->left, em = s.size, h;
	struct paper_text cc = { 0 };
	str date = d.n ? str_join(f->mem, paper_day_text(f->mem, d), S("印发")) : S("");

	s.leading = 22;
	if (copies.n)
		paper_text_break(f, str_join(f->mem, S("抄送："), copies), s, 0, w - 2 * em, &cc);
	h = ((double)cc.lines + 1) * s.leading + 6;
	paper_flow_room(f, h + s.leading);
	f->y = f->bottom - h;
	paper_flow_rect(f, f->left, f->y, w, 1, 0);
	f->y += 2;
	for (size_t i = 0; i < cc.lines; i++) {
		paper_flow_line(f, &cc, i, f->left + em, f->y, PAPER_LEFT);
		f->y += s.leading;
	}
	if (cc.lines)
		paper_flow_rect(f, f->left, f->y, w, 0.7, 0);
	paper_flow_words(f, organ, s, f->left + em, f->y, w * 0.55 - em, PAPER_LEFT);
	paper_flow_words(f, date, s, f->left + w * 0.55, f->y, w * 0.45 - em, PAPER_RIGHT);
	f->y = f->bottom;
	paper_flow_rect(f, f->left, f->y - 2, w, 1, 0);
}

static void
cover(struct paper_flow *f, str title, str under)
{
	struct paper_style s = { .font = FONT_BOLD, .size = 30, .pitch = 1, .leading = 46 };

	if (!paper_flow_fresh(f) || !f->cover) {
		f->cover = true;
		if (!paper_flow_fresh(f))
			paper_flow_page(f);
		else
			f->page[f->pages - 1].number = 0, f->covers++;
	}
	f->y = f->top + (f->bottom - f->top) * 0.22;
	paper_flow_text(f, title, s, 0, PAPER_CENTRE);
	s = paper_flow_style(f, FONT_KAI, 16);
	f->y += 12;
	if (under.n)
		paper_flow_text(f, under, s, 0, PAPER_CENTRE);
	f->y += (f->bottom - f->top) * 0.12;
}

static void
contents(struct paper_flow *f, str title)
{
	struct paper_style s = { .font = FONT_BOLD, .size = 18, .pitch = 1, .leading = 36 };
	/* the first pass has no page numbers yet, but as many lines */
	const struct paper_entry *entries = f->known ? f->known : f->entry;
	struct paper_text t;

	paper_flow_text(f, title, s, 0, PAPER_CENTRE);
	for (size_t i = 0; i < f->entries_most; i++) {
		const struct paper_entry *e = &entries[i];
		double x = f->left + (e->level - 1) * 24, w = f->right - x - 40, from;

		paper_text_break(f, e->text, f->body, 0, w, &t);
		paper_flow_room(f, (double)t.lines * f->body.leading);
		for (size_t l = 0; l < t.lines; l++) {
			paper_flow_line(f, &t, l, x, f->y, PAPER_LEFT);
			f->y += f->body.leading;
		}
		from = x + t.line[t.lines - 1].width + 6;
		for (int dot = 0; f->right - 36 - 5 * dot > from; dot++)
			paper_flow_rect(f, f->right - 36 - 5 * dot, f->y - f->body.leading * 0.35, 0.9, 0.9, GREY);
		paper_flow_words(f, str_fmt(f->mem, "%d", e->number), f->body, f->right - 30, f->y - f->body.leading,
				 30, PAPER_RIGHT);
	}
	f->y += f->body.leading;
}

static void
code(struct paper_flow *f, str text, str caption)
{
	QRcode *q = QRcode_encodeString(str_z(f->mem, text), 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	struct paper_style small = paper_flow_style(f, FONT_HEI, 9);
	double side = 30 * PAPER_MM, rest = f->bottom - f->y - small.leading - 8, dot;

	if (rest < side && rest >= 18 * PAPER_MM) /* smaller rather than alone on a page of its own */
		side = rest;
	if (!q) { /* longer than a code can hold */
		paper_flow_text(f, text, small, 0, PAPER_LEFT);
		return;
	}
	paper_flow_room(f, side + small.leading + 8);
	dot = side / q->width;
	for (int y = 0; y < q->width; y++)
		for (int x = 0; x < q->width; x++)
			if (q->data[y * q->width + x] & 1)
				paper_flow_rect(f, f->left + x * dot, f->y + 4 + y * dot, dot * 1.02, dot * 1.02, 0);
	QRcode_free(q);
	f->y += side + 8;
	if (caption.n)
		paper_flow_text(f, caption, small, 0, PAPER_LEFT);
}

static void
bars(struct paper_flow *f, struct paper_reader *r, str title)
{
	struct paper_style s = paper_flow_style(f, FONT_HEI, 10);
	double w = f->right - f->left, label = w * 0.28, room = w * 0.58, h = 22;
	struct paper_reader ahead = *r;
	struct paper_piece p;
	int64_t most = 1;

	while (paper_next(&ahead, &p) && p.kind == PIECE_BAR)
		most = p.a > most ? p.a : most;
	if (title.n) {
		paper_flow_room(f, s.leading + 2 * h);
		paper_flow_text(f, title, s, 0, PAPER_LEFT);
	}
	s.leading = h;
	while (paper_peek(r).kind == PIECE_BAR) {
		double length;

		(void)paper_next(r, &p);
		length = room * (double)p.a / (double)most;
		paper_flow_room(f, h);
		paper_flow_words(f, p.text, s, f->left, f->y, label - 6, PAPER_RIGHT);
		paper_flow_rect(f, f->left + label, f->y + 3, length < 0.8 ? 0.8 : length, h - 6, GREEN);
		paper_flow_words(f, str_fmt(f->mem, "%lld", (long long)p.a), s, f->left + label + length + 4, f->y,
				 w - label - length - 4, PAPER_LEFT);
		f->y += h;
	}
	f->y += h / 2;
}

bool
paper_flow_part(struct paper_flow *f, struct paper_reader *r, const struct paper_piece *p)
{
	switch (p->kind) {
	case PIECE_LETTERHEAD: letterhead(f, p->text, p->more); return true;
	case PIECE_SIGNATURE: signature(f, p->text, (day){ (int32_t)p->a }); return true;
	case PIECE_IMPRINT: imprint(f, p->text, p->more, (day){ (int32_t)p->a }); return true;
	case PIECE_COVER: cover(f, p->text, p->more); return true;
	case PIECE_CONTENTS: contents(f, p->text); return true;
	case PIECE_QR: code(f, p->text, p->more); return true;
	case PIECE_BARS: bars(f, r, p->text); return true;
	case PIECE_BAR: return true;
	default: return false;
	}
}

/* Official paper: "— 1 —" a character from the outer edge, 7 mm under the text. Plain: in the middle, of how many. */
static void
number_draw(struct paper_flow *f, int number, int of)
{
	struct paper_style s = { .font = FONT_KAI, .size = 14, .pitch = 1, .leading = 20 };

	if (f->head.layout == PAPER_OFFICIAL) {
		paper_flow_words(f, str_fmt(f->mem, "— %d —", number), s, f->left + s.size, f->bottom + 7 * PAPER_MM,
				 f->right - f->left - 2 * s.size, number % 2 ? PAPER_RIGHT : PAPER_LEFT);
		return;
	}
	s.size = 9;
	paper_flow_words(f, str_fmt(f->mem, "第 %d 页 共 %d 页", number, of), s, f->left, f->bottom + 5 * PAPER_MM,
			 f->right - f->left, PAPER_CENTRE);
}

void
paper_flow_running(struct paper_flow *f)
{
	struct paper_style s = { .font = FONT_HEI, .size = 8.5, .pitch = 1, .leading = 12, .colour = GREY };
	int last = f->pages, of = last - f->covers;
	double w = f->right - f->left;

	for (f->pages = 1; f->pages <= last; f->pages++) {
		int number = f->page[f->pages - 1].number;

		if (number == 0)
			continue;
		if (f->head.header.n) {
			paper_flow_words(f, f->head.header, s, f->left, f->top - 18, w, PAPER_LEFT);
			paper_flow_rect(f, f->left, f->top - 5, w, 0.4, GREY);
		}
		if (f->head.footer.n)
			paper_flow_words(f, f->head.footer, s, f->left, f->bottom + 10, w * 0.38, PAPER_LEFT);
		number_draw(f, number, of);
	}
	f->pages = last;
}
