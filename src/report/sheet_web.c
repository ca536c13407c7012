#include "report/sheet_web.h"

#include "report/chart_web.h"

#define BARS 40

struct sheet {
	struct page *p;
	struct out *o;
	const struct sheet_links *links;
	bool pairs; /* a list of pairs is open */
	int tables; /* so far: each is a region of its own name */
};

static void
escape(struct sheet *s, str text)
{
	struct page inner = { .out = s->o };

	put_str(&inner, text);
}

/* The digits and signs that a number at the end of a text is written with. */
static size_t
number_tail(str text)
{
	size_t n = 0;

	while (n < text.n && text.p[text.n - n - 1] != 0 &&
	       ((text.p[text.n - n - 1] >= '0' && text.p[text.n - n - 1] <= '9') || text.p[text.n - n - 1] == '.' ||
		text.p[text.n - n - 1] == '%' || text.p[text.n - n - 1] == ' '))
		n++;
	while (n && text.p[text.n - n] == ' ')
		n--;
	return n;
}

/* 71〔3〕 becomes a link to the third list. */
static void
text_put(struct sheet *s, str text)
{
	static const char open[] = "〔", close[] = "〕";
	ptrdiff_t at;

	while ((at = str_find(text, str_of(open))) >= 0) {
		str before = str_head(text, (size_t)at), rest = str_skip(text, (size_t)at + sizeof open - 1);
		ptrdiff_t end = str_find(rest, str_of(close));
		int64_t n = 0;
		size_t digits = number_tail(before);

		if (end < 0 || !str_int(str_head(rest, (size_t)end), &n) || n < 1 || n > (int64_t)s->links->n ||
		    digits == 0) {
			escape(s, str_head(text, (size_t)at + sizeof open - 1));
			text = rest;
			continue;
		}
		escape(s, str_head(before, before.n - digits));
		out_str(s->o, S("<a class=\"num\" href=\""));
		escape(s, s->links->to[n - 1].s);
		out_str(s->o, S("\">"));
		escape(s, str_skip(before, before.n - digits));
		out_fmt(s->o, "</a><sup>%lld</sup>", (long long)n);
		text = str_skip(rest, (size_t)end + sizeof close - 1);
	}
	escape(s, text);
}

static void
element(struct sheet *s, const char *begin, str text, const char *end)
{
	out_str(s->o, str_of(begin));
	text_put(s, text);
	out_str(s->o, str_of(end));
}

static void
grid_put(struct sheet *s, struct paper_reader *r, const struct paper_piece *first)
{
	struct paper_grid g;
	int row = -1;

	paper_grid_read(s->o->mem, r, first, &g);
	out_fmt(s->o,
		"<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"表 %d\"><table class=\"grid flat "
		"ruled\"><tbody>",
		++s->tables);
	for (size_t i = 0; i < g.n; i++) {
		const struct paper_cell *c = &g.cell[i];
		const char *tag = c->row < g.heads ? "th" : "td";

		if (c->row != row)
			out_str(s->o, row < 0 ? S("<tr>") : S("</tr><tr>"));
		row = c->row;
		out_fmt(s->o, "<%s%s", tag, c->type == CELL_NUMBER ? " class=\"r num\"" : "");
		if (c->columns > 1)
			out_fmt(s->o, " colspan=\"%d\"", c->columns);
		if (c->rows > 1)
			out_fmt(s->o, " rowspan=\"%d\"", c->rows);
		out_char(s->o, '>');
		escape(s, c->text);
		out_fmt(s->o, "</%s>", tag);
	}
	out_str(s->o, row < 0 ? S("</tbody></table></div>") : S("</tr></tbody></table></div>"));
}

static void
bars_put(struct sheet *s, struct paper_reader *r, str title)
{
	struct chart_bar *b = make(s->o->mem, struct chart_bar, BARS);
	struct paper_piece piece;
	size_t n = 0;

	while (paper_peek(r).kind == PIECE_BAR && paper_next(r, &piece))
		if (n < BARS) {
			b[n] = (struct chart_bar){ .name = piece.text, .n = piece.a };
			n++;
		}
	element(s, "<figure class=\"card\"><figcaption>", title, "</figcaption>");
	out_str(s->o, chart_rows(s->p, b, n, title).s);
	out_str(s->o, S("</figure>"));
}

static void
pair_put(struct sheet *s, const struct paper_piece *piece)
{
	if (!s->pairs)
		out_str(s->o, S("<dl class=\"rows\">"));
	s->pairs = true;
	element(s, "<div><dt>", piece->text, "</dt>");
	element(s, "<dd>", piece->more, "</dd></div>");
}

static void
qr_put(struct sheet *s, const struct paper_piece *piece)
{
	out_str(s->o, S("<p class=\"code\">"));
	out_str(s->o, html_qr(s->o->mem, piece->text, piece->more).s);
	out_str(s->o, S("<a href=\""));
	escape(s, piece->text);
	element(s, "\">", piece->more, "</a></p>");
}

static void
piece_put(struct sheet *s, struct paper_reader *r, const struct paper_piece *piece)
{
	if (s->pairs && piece->kind != PIECE_PAIR) {
		out_str(s->o, S("</dl>"));
		s->pairs = false;
	}
	switch (piece->kind) {
	case PIECE_TITLE: element(s, "<h2 class=\"middle\">", piece->text, "</h2>"); break;
	case PIECE_NUMBER:
	case PIECE_LINE: element(s, "<p class=\"middle hint\">", piece->text, "</p>"); break;
	case PIECE_HEADING:
		element(s, piece->a > 2 ? "<h4>" : "<h3>", piece->text, piece->a > 2 ? "</h4>" : "</h3>");
		break;
	case PIECE_SHEET: element(s, "<h3>", piece->text, "</h3>"); break;
	case PIECE_NOTE: element(s, "<p class=\"hint\">", piece->text, "</p>"); break;
	case PIECE_PAIR: pair_put(s, piece); break;
	case PIECE_TABLE: grid_put(s, r, piece); break;
	case PIECE_QR: qr_put(s, piece); break;
	case PIECE_BARS: bars_put(s, r, piece->text); break;
	case PIECE_SIGNATURE:
		element(s, "<p class=\"last\">", piece->text, "<br>");
		element(s, "", paper_day_text(s->o->mem, (day){ (int32_t)piece->a }), "</p>");
		break;
	case PIECE_LETTERHEAD:
	case PIECE_ADDRESSEE:
	case PIECE_PARA: element(s, "<p>", piece->text, "</p>"); break;
	case PIECE_END:
	case PIECE_ROW:
	case PIECE_CELL:
	case PIECE_TABLE_END:
	case PIECE_SIGN_HERE:
	case PIECE_ATTACHMENTS:
	case PIECE_IMPRINT:
	case PIECE_BREAK:
	case PIECE_COVER:
	case PIECE_CONTENTS:
	case PIECE_BAR:
	case PIECE_KINDS: break;
	}
}

html
sheet_show(struct page *p, str document, const struct sheet_links *links)
{
	struct out o = out_make(p->out->mem, 1 << 15, 3 << 20);
	struct sheet s = { .p = p, .o = &o, .links = links };
	struct paper_reader r;
	struct paper_head head;
	struct paper_piece piece;

	if (!paper_open(&r, document, &head))
		return (html){ S("") };
	while (paper_next(&r, &piece))
		piece_put(&s, &r, &piece);
	if (s.pairs)
		out_str(&o, S("</dl>"));
	return (html){ out_view(&o) };
}
