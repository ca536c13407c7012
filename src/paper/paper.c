/* paper.c — writing a document's pieces and reading them again. Every piece has one form: kind, three numbers, two
 * texts; numbers in base 128, texts with their length before them. */
#include "paper/paper.h"

#include <string.h>

#define MAGIC "heye paper 1\n"

static void
put_number(struct out *o, int64_t n)
{
	uint64_t u = (uint64_t)n << 1 ^ (n < 0 ? UINT64_MAX : 0);

	for (; u >= 0x80; u >>= 7)
		out_char(o, (char)(uint8_t)(u | 0x80));
	out_char(o, (char)u);
}

static void
put_text(struct out *o, str s)
{
	put_number(o, (int64_t)s.n);
	out_str(o, s);
}

void
paper_put(struct paper *p, const struct paper_piece *piece)
{
	out_char(&p->out, (char)piece->kind);
	put_number(&p->out, piece->a);
	put_number(&p->out, piece->b);
	put_number(&p->out, piece->c);
	put_text(&p->out, piece->text);
	put_text(&p->out, piece->more);
}

#define PUT(p, ...) paper_put(p, &(struct paper_piece){ __VA_ARGS__ })

struct paper
paper_begin(struct arena *mem, const struct paper_head *h)
{
	struct paper p = { .out = out_make(mem, 4096, PAPER_DOCUMENT_MOST) };

	out_str(&p.out, S(MAGIC));
	PUT(&p, .kind = PIECE_END, .a = h->layout, .b = h->landscape && h->layout == PAPER_PLAIN, .c = h->made.ms,
	    .text = h->title, .more = h->header);
	put_text(&p.out, h->footer);
	return p;
}

str
paper_bytes(const struct paper *p)
{
	return p->out.overflow ? S("") : out_view(&p->out);
}

void
paper_title(struct paper *p, str text)
{
	PUT(p, .kind = PIECE_TITLE, .text = text);
}

void
paper_letterhead(struct paper *p, str organ, str number)
{
	PUT(p, .kind = PIECE_LETTERHEAD, .text = organ, .more = number);
}

void
paper_number(struct paper *p, str text)
{
	PUT(p, .kind = PIECE_NUMBER, .text = text);
}

void
paper_addressee(struct paper *p, str text)
{
	PUT(p, .kind = PIECE_ADDRESSEE, .text = text);
}

void
paper_heading(struct paper *p, int level, str text)
{
	PUT(p, .kind = PIECE_HEADING, .a = level < 0 ? 0 : level > 3 ? 3 : level, .text = text);
}

void
paper_para(struct paper *p, str text)
{
	str line, rest = text;

	while (str_cut(rest, '\n', &line, &rest))
		if (str_trim(line).n > 0)
			PUT(p, .kind = PIECE_PARA, .text = str_trim(line));
	if (str_trim(line).n > 0)
		PUT(p, .kind = PIECE_PARA, .text = str_trim(line));
}

void
paper_line(struct paper *p, enum paper_align align, str text)
{
	PUT(p, .kind = PIECE_LINE, .a = align, .text = text);
}

void
paper_note(struct paper *p, str text)
{
	PUT(p, .kind = PIECE_NOTE, .text = text);
}

void
paper_pair(struct paper *p, str name, str value)
{
	PUT(p, .kind = PIECE_PAIR, .text = name, .more = value);
}

void
paper_table(struct paper *p, const int *share, int n, int heads)
{
	char bytes[PAPER_COLUMNS];

	if (n > PAPER_COLUMNS)
		n = PAPER_COLUMNS;
	for (int i = 0; i < n; i++)
		bytes[i] = (char)(share[i] < 1 ? 1 : share[i] > 100 ? 100 : share[i]);
	p->rows = 0;
	PUT(p, .kind = PIECE_TABLE, .a = n, .b = heads, .text = { bytes, (size_t)n });
}

void
paper_row(struct paper *p)
{
	if (++p->rows > PAPER_ROWS_MOST)
		p->out.overflow = true; /* refused whole rather than cut */
	PUT(p, .kind = PIECE_ROW);
}

void
paper_cell_wide(struct paper *p, str text, int columns, int rows, enum paper_align align)
{
	PUT(p, .kind = PIECE_CELL, .a = columns, .b = rows, .c = align, .text = text);
}

void
paper_cell(struct paper *p, str text)
{
	paper_cell_wide(p, text, 1, 1, PAPER_LEFT);
}

void
paper_cell_int(struct paper *p, int64_t n)
{
	paper_cell_decimal(p, n, 0);
}

/* By hand and not with %f: the point is a point everywhere. */
void
paper_cell_decimal(struct paper *p, int64_t n, int places)
{
	uint64_t u = n < 0 ? -(uint64_t)n : (uint64_t)n;
	char text[48];
	size_t at = sizeof(text);
	int digit = 0;

	if (places < 0 || places > 9)
		places = 0;
	do {
		if (digit == places && digit > 0)
			text[--at] = '.';
		text[--at] = (char)('0' + u % 10);
		u /= 10;
		digit++;
	} while (u > 0 || digit <= places);
	if (n < 0)
		text[--at] = '-';
	PUT(p, .kind = PIECE_CELL, .a = 1, .b = 1, .c = PAPER_RIGHT + 4 * CELL_NUMBER,
	    .text = { text + at, sizeof(text) - at });
}

void
paper_cell_day(struct paper *p, day d)
{
	struct civil c = day_civil(d);
	char text[32] = "";
	int n = d.n ? snprintf(text, sizeof(text), "%d-%d-%d", c.year, c.month, c.day) : 0;

	PUT(p, .kind = PIECE_CELL, .a = 1, .b = 1, .c = PAPER_CENTRE + 4 * (d.n ? CELL_DAY : CELL_TEXT),
	    .text = { text, n > 0 ? (size_t)n : 0 });
}

void
paper_table_end(struct paper *p)
{
	PUT(p, .kind = PIECE_TABLE_END);
}

void
paper_sign_here(struct paper *p, str label)
{
	PUT(p, .kind = PIECE_SIGN_HERE, .text = label);
}

void
paper_signature(struct paper *p, str unit, day d)
{
	PUT(p, .kind = PIECE_SIGNATURE, .a = d.n, .text = unit);
}

void
paper_attachments(struct paper *p, str list)
{
	PUT(p, .kind = PIECE_ATTACHMENTS, .text = list);
}

void
paper_imprint(struct paper *p, str copies, str organ, day d)
{
	PUT(p, .kind = PIECE_IMPRINT, .a = d.n, .text = copies, .more = organ);
}

void
paper_break(struct paper *p)
{
	PUT(p, .kind = PIECE_BREAK);
}

void
paper_cover(struct paper *p, str title, str under)
{
	PUT(p, .kind = PIECE_COVER, .text = title, .more = under);
}

void
paper_contents(struct paper *p, str title)
{
	PUT(p, .kind = PIECE_CONTENTS, .text = title);
}

void
paper_qr(struct paper *p, str text, str caption)
{
	PUT(p, .kind = PIECE_QR, .text = text, .more = caption);
}

void
paper_bars(struct paper *p, str title)
{
	PUT(p, .kind = PIECE_BARS, .text = title);
}

void
paper_bar(struct paper *p, str label, int64_t value)
{
	PUT(p, .kind = PIECE_BAR, .a = value < 0 ? 0 : value, .text = label);
}

void
paper_sheet(struct paper *p, str name)
{
	PUT(p, .kind = PIECE_SHEET, .text = name);
}

/* ---- reading ---- */

static bool
get_number(str *s, int64_t *n)
{
	uint64_t u = 0;

	for (int shift = 0; s->n > 0 && shift < 64; shift += 7) {
		uint8_t b = (uint8_t)s->p[0];

		*s = str_skip(*s, 1);
		u |= (uint64_t)(b & 0x7f) << shift;
		if (b < 0x80) {
			*n = (int64_t)(u >> 1) ^ -(int64_t)(u & 1);
			return true;
		}
	}
	return false;
}

static bool
get_text(str *s, str *text)
{
	int64_t n;

	if (!get_number(s, &n) || n < 0 || (uint64_t)n > s->n)
		return false;
	*text = str_head(*s, (size_t)n);
	*s = str_skip(*s, (size_t)n);
	return true;
}

static bool
get(str *s, struct paper_piece *piece)
{
	*piece = (struct paper_piece){ 0 };
	if (s->n == 0 || (uint8_t)s->p[0] >= PIECE_KINDS)
		return false;
	piece->kind = (enum paper_piece_kind)s->p[0];
	*s = str_skip(*s, 1);
	return get_number(s, &piece->a) && get_number(s, &piece->b) && get_number(s, &piece->c) &&
	       get_text(s, &piece->text) && get_text(s, &piece->more);
}

bool
paper_open(struct paper_reader *r, str document, struct paper_head *head)
{
	struct paper_piece first;
	str footer;

	*head = (struct paper_head){ 0 };
	if (!str_starts(document, S(MAGIC)) || document.n > PAPER_DOCUMENT_MOST)
		return false;
	r->left = str_skip(document, sizeof(MAGIC) - 1);
	if (!get(&r->left, &first) || first.kind != PIECE_END || !get_text(&r->left, &footer))
		return false;
	*head = (struct paper_head){ .layout = first.a == PAPER_OFFICIAL ? PAPER_OFFICIAL : PAPER_PLAIN,
				     .landscape = first.b != 0,
				     .made = { first.c },
				     .title = first.text,
				     .header = first.more,
				     .footer = footer };
	return true;
}

bool
paper_next(struct paper_reader *r, struct paper_piece *piece)
{
	if (get(&r->left, piece) && piece->kind != PIECE_END)
		return true;
	*piece = (struct paper_piece){ 0 };
	r->left = S("");
	return false;
}

struct paper_piece
paper_peek(const struct paper_reader *r)
{
	struct paper_reader copy = *r;
	struct paper_piece piece;

	(void)paper_next(&copy, &piece);
	return piece;
}

str
paper_day_text(struct arena *mem, day d)
{
	struct civil c = day_civil(d);

	return d.n ? str_fmt(mem, "%d年%d月%d日", c.year, c.month, c.day) : S("");
}
