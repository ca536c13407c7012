/* paper_xlsx.c — a document as a workbook. Every text is written as a text, so "=1+1" from a resident is no formula;
 * ids and phones keep their zeros; numbers and dates are real ones. Merged heads, frozen and repeated in print. */
#include "paper/paper_write.h"

#include "base/utf8.h"

#define SHEETS 60

enum look { LOOK_NONE, LOOK_TITLE, LOOK_HEAD, LOOK_TEXT, LOOK_NUMBER, LOOK_DAY, LOOK_PARA, LOOK_BOLD, LOOK_CENTRE };

struct sheet {
	str name;
	struct out rows, merges;
	int merged, columns, row;        /* row: the last one written, from 1 */
	int width[PAPER_COLUMNS];        /* of the widest text, in half characters */
	int head_from, head_to, rows_to; /* head rows of the first table; 0: none */
};

struct book {
	struct arena *mem;
	struct sheet *sheet;
	int sheets;
};

static const char *
column_name(int c, char name[4])
{
	int n = 0;

	if (c >= 26)
		name[n++] = (char)('A' + c / 26 - 1);
	name[n++] = (char)('A' + c % 26);
	name[n] = '\0';
	return name;
}

static int
text_width(str s)
{
	int w = 0, most = 0;
	uint32_t c;
	size_t n;

	for (; (n = utf8_next(s, &c)) > 0; s = str_skip(s, n)) {
		w = c == '\n' ? 0 : w + (c < 0x2000 ? 1 : 2);
		most = w > most ? w : most;
	}
	return most;
}

/* ---- cells ---- */

static void
cell_begin(struct sheet *s, int column, enum look look)
{
	char name[4];

	out_fmt(&s->rows, "<c r=\"%s%d\" s=\"%d\"", column_name(column, name), s->row, (int)look);
}

static void
cell_text(struct sheet *s, int column, enum look look, str text)
{
	cell_begin(s, column, look);
	if (text.n == 0) {
		out_str(&s->rows, S("/>"));
		return;
	}
	out_str(&s->rows, S(" t=\"inlineStr\"><is><t xml:space=\"preserve\">"));
	xml_text(&s->rows, utf8_count(text) > 32000 ? utf8_head(text, 32000) : text);
	out_str(&s->rows, S("</t></is></c>"));
}

/* A number of at most 15 digits: more would be rounded, so it stays a text. */
static bool
number_good(str s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		bool digit = s.p[i] >= '0' && s.p[i] <= '9';

		if (!digit && !(s.p[i] == '-' && i == 0) && s.p[i] != '.')
			return false;
		digits += digit;
	}
	return digits > 0 && digits <= 15;
}

/* Days since 1899-12-30, as spreadsheets count. */
static bool
day_serial(str s, int *serial)
{
	str year, month, rest;
	int64_t y, m, d;
	day at;

	if (!str_cut(s, '-', &year, &rest) || !str_cut(rest, '-', &month, &rest) || !str_int(year, &y) ||
	    !str_int(month, &m) || !str_int(rest, &d) || y > 9999 || y < 1901)
		return false;
	at = day_make((int)y, (int)m, (int)d);
	*serial = at.n + 25569;
	return at.n != 0;
}

static void
cell_value(struct sheet *s, const struct paper_cell *c, bool head)
{
	int serial;

	if (!head && c->type == CELL_NUMBER && number_good(c->text)) {
		cell_begin(s, c->column, LOOK_NUMBER);
		out_fmt(&s->rows, "><v>%.*s</v></c>", STR_ARG(c->text));
	} else if (!head && c->type == CELL_DAY && day_serial(c->text, &serial)) {
		cell_begin(s, c->column, LOOK_DAY);
		out_fmt(&s->rows, "><v>%d</v></c>", serial);
	} else {
		cell_text(s, c->column, head ? LOOK_HEAD : c->align == PAPER_CENTRE ? LOOK_CENTRE : LOOK_TEXT, c->text);
	}
}

static void
merge(struct sheet *s, int column, int columns, int row, int rows)
{
	char from[4], to[4];

	if (columns <= 1 && rows <= 1)
		return;
	out_fmt(&s->merges, "<mergeCell ref=\"%s%d:%s%d\"/>", column_name(column, from), row,
		column_name(column + columns - 1, to), row + rows - 1);
	s->merged++;
}

static void
row_begin(struct sheet *s, int height)
{
	s->row++;
	if (height)
		out_fmt(&s->rows, "<row r=\"%d\" ht=\"%d\" customHeight=\"1\">", s->row, height);
	else
		out_fmt(&s->rows, "<row r=\"%d\">", s->row);
}

/* A line over the whole width, high enough for what it says. */
static void
line(struct sheet *s, enum look look, str text)
{
	int all = 0, lines;

	for (int i = 0; i < s->columns; i++)
		all += s->width[i] ? s->width[i] : 12;
	lines = 1 + text_width(text) / (all > 20 ? all : 20);
	row_begin(s, look == LOOK_TITLE ? 30 * lines : 17 * (lines < 20 ? lines : 20));
	cell_text(s, 0, look, text);
	out_str(&s->rows, S("</row>"));
	merge(s, 0, s->columns, s->row, 1);
}

static void
widths_measure(struct sheet *s, const struct paper_grid *g)
{
	for (size_t i = 0; i < g->n; i++) {
		const struct paper_cell *c = &g->cell[i];
		int w = text_width(c->text) + 2;

		if (c->columns == 1 && w > s->width[c->column])
			s->width[c->column] = w > 44 ? 44 : w;
	}
}

/* How many lines the fullest cell of a row takes: not every program measures that itself. */
static int
row_lines(const struct sheet *s, const struct paper_grid *g, size_t at, int row)
{
	int most = 1;

	for (; at < g->n && g->cell[at].row == row; at++) {
		const struct paper_cell *c = &g->cell[at];
		int width = 0, lines = 1;

		for (int i = 0; i < c->columns; i++)
			width += s->width[c->column + i];
		for (size_t i = 0; i < c->text.n; i++)
			lines += c->text.p[i] == '\n';
		lines += text_width(c->text) / (width > 4 ? width - 1 : 4);
		if (c->rows == 1 && lines > most)
			most = lines;
	}
	return most < 27 ? most : 27; /* a spreadsheet's row is 409 points at most */
}

/* The cells that a span covers are written empty: their borders are drawn from them. */
static void
grid(struct book *b, struct sheet *s, struct paper_reader *r, const struct paper_piece *first)
{
	int owner_to[PAPER_COLUMNS] = { 0 }, from = s->row + 1;
	struct paper_grid g;
	size_t at = 0;

	paper_grid_read(b->mem, r, first, &g);
	widths_measure(s, &g);
	for (int row = 0; row < g.rows; row++) {
		bool head = row < g.heads;
		int lines = row_lines(s, &g, at, row);

		row_begin(s, lines > 1 ? 15 * lines : 0);
		for (int column = 0; column < g.columns; column++) {
			const struct paper_cell *c = at < g.n ? &g.cell[at] : NULL;

			if (owner_to[column] <= row && c && c->row == row && c->column == column) {
				cell_value(s, c, head || (first->kind == PIECE_PAIR && column == 0));
				merge(s, column, c->columns, s->row, c->rows);
				for (int i = 0; i < c->columns; i++)
					owner_to[column + i] = row + c->rows;
				at++;
			} else {
				cell_text(s, column, head ? LOOK_HEAD : LOOK_TEXT, S(""));
			}
		}
		out_str(&s->rows, S("</row>"));
	}
	if (g.heads > 0 && s->head_to == 0) {
		s->head_from = from;
		s->head_to = from + g.heads - 1;
		s->rows_to = s->row;
	}
}

/* ---- sheets ---- */

/* How wide what follows is, up to the next sheet. */
static int
columns_ahead(struct paper_reader r)
{
	struct paper_piece p;
	int64_t most = 2;

	while (paper_next(&r, &p) && p.kind != PIECE_SHEET)
		if (p.kind == PIECE_TABLE && p.a > most)
			most = p.a;
	return most > PAPER_COLUMNS ? PAPER_COLUMNS : (int)most;
}

static bool
name_taken(const struct book *b, str name)
{
	for (int i = 0; i < b->sheets; i++)
		if (str_eq(b->sheet[i].name, name))
			return true;
	return false;
}

/* 31 characters at most, none of []:*?/\ and no other sheet's. */
static str
sheet_name(const struct book *b, str wished)
{
	str name = str_dup(b->mem, utf8_head(str_trim(wished), 26)), plain;
	char *p = make(b->mem, char, name.n + 1);

	for (size_t i = 0; i < name.n; i++)
		p[i] = (char)(str_has(S("[]:*?/\\'\n"), str_head(str_skip(name, i), 1)) ? ' ' : name.p[i]);
	name = plain = name.n ? (str){ p, name.n } : S("Sheet");
	for (int i = 2; name_taken(b, name); i++)
		name = str_fmt(b->mem, "%.*s %d", STR_ARG(plain), i);
	return name;
}

static struct sheet *
sheet_add(struct book *b, str name, const struct paper_reader *r)
{
	struct sheet *s = &b->sheet[b->sheets];

	*s = (struct sheet){ .name = sheet_name(b, name), .columns = columns_ahead(*r) };
	s->rows = out_make(b->mem, 4096, 6 * PAPER_DOCUMENT_MOST);
	s->merges = out_make(b->mem, 256, PAPER_DOCUMENT_MOST);
	b->sheets++;
	return s;
}

static void
piece_write(struct book *b, struct sheet *s, struct paper_reader *r, const struct paper_piece *p)
{
	switch (p->kind) {
	case PIECE_TITLE:
	case PIECE_COVER: line(s, LOOK_TITLE, p->text); break;
	case PIECE_HEADING:
	case PIECE_BARS: line(s, LOOK_BOLD, p->text); break;
	case PIECE_NUMBER:
	case PIECE_ADDRESSEE:
	case PIECE_PARA:
	case PIECE_LINE:
	case PIECE_NOTE:
	case PIECE_SIGN_HERE:
	case PIECE_ATTACHMENTS: line(s, LOOK_PARA, p->text); break;
	case PIECE_LETTERHEAD:
	case PIECE_QR: line(s, LOOK_PARA, str_fmt(b->mem, "%.*s  %.*s", STR_ARG(p->text), STR_ARG(p->more))); break;
	case PIECE_IMPRINT:
		line(s, LOOK_PARA, p->text);
		line(s, LOOK_PARA, str_join(b->mem, p->more, paper_day_text(b->mem, (day){ (int32_t)p->a })));
		break;
	case PIECE_SIGNATURE:
		line(s, LOOK_PARA, str_join(b->mem, p->text, paper_day_text(b->mem, (day){ (int32_t)p->a })));
		break;
	case PIECE_BAR:
		row_begin(s, 0);
		cell_text(s, 0, LOOK_TEXT, p->text);
		cell_begin(s, 1, LOOK_NUMBER);
		out_fmt(&s->rows, "><v>%lld</v></c></row>", (long long)p->a);
		break;
	case PIECE_PAIR:
	case PIECE_TABLE: grid(b, s, r, p); break;
	default: break; /* breaks and contents mean nothing here */
	}
}

static enum err
book_read(struct book *b, struct paper_reader *r, str title)
{
	struct sheet *s = paper_peek(r).kind == PIECE_SHEET ? NULL : sheet_add(b, title, r);
	struct paper_piece p;

	while (paper_next(r, &p)) {
		if (p.kind != PIECE_SHEET) {
			if (s)
				piece_write(b, s, r, &p);
			continue;
		}
		if (b->sheets >= SHEETS)
			return INVALID;
		if (!s || s->row > 0)
			s = sheet_add(b, p.text, r);
		else
			s->name = sheet_name(b, p.text);
	}
	return OK;
}

/* ---- parts ---- */

#define XML  "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define REL  "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PKG  "http://schemas.openxmlformats.org/package/2006/"
#define KIND "application/vnd.openxmlformats-officedocument.spreadsheetml."

#define BORDER                                                                               \
	"<border><left style=\"thin\"/><right style=\"thin\"/><top style=\"thin\"/><bottom " \
	"style=\"thin\"/><diagonal/>"                                                        \
	"</border>"
#define XF(format, font, fill, border, align)                                                      \
	"<xf numFmtId=\"" format "\" fontId=\"" font "\" fillId=\"" fill "\" borderId=\"" border   \
	"\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" " \
	"applyAlignment=\"1\">"                                                                    \
	"<alignment vertical=\"center\" wrapText=\"1\"" align "/></xf>"
#define CENTRE " horizontal=\"center\""

/* In the order of enum look. Format 49 is text, 164 our date. */
static const char styles[] =
	XML "<styleSheet xmlns=\"" MAIN
	    "\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-m\\-d\"/></numFmts>"
	    "<fonts count=\"3\"><font><sz val=\"11\"/><name val=\"宋体\"/></font><font><b/><sz val=\"16\"/><name "
	    "val=\"宋体\"/></font>"
	    "<font><b/><sz val=\"11\"/><name val=\"宋体\"/></font></fonts>"
	    "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill "
	    "patternType=\"gray125\"/></fill>"
	    "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFEDF2EF\"/></patternFill></fill></fills>"
	    "<borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border>" BORDER "</borders>"
	    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
	    "<cellXfs count=\"9\">" XF("0", "0", "0", "0", "") XF("49", "1", "0", "0", CENTRE)
		    XF("49", "2", "2", "1", CENTRE) XF("49", "0", "0", "1", "") XF("0", "0", "0", "1", "") XF(
			    "164", "0", "0", "1", CENTRE) XF("49", "0", "0", "0", "") XF("49", "2", "0", "0", "")
			    XF("49", "0", "0", "1", CENTRE) "</cellXfs>"
							    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" "
							    "xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>";

static enum err
sheet_part(struct book *b, struct zip *z, int i, bool landscape)
{
	struct sheet *s = &b->sheet[i];
	struct out o = out_make(b->mem, s->rows.n + 4096, 8 * PAPER_DOCUMENT_MOST);
	char last[4];

	if (s->rows.overflow || s->merges.overflow)
		return INVALID;
	out_fmt(&o,
		XML "<worksheet xmlns=\"" MAIN
		    "\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView workbookViewId=\"0\">");
	if (s->head_to)
		out_fmt(&o, "<pane ySplit=\"%d\" topLeftCell=\"A%d\" activePane=\"bottomLeft\" state=\"frozen\"/>",
			s->head_to, s->head_to + 1);
	out_str(&o, S("</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>"));
	for (int c = 0; c < s->columns; c++)
		out_fmt(&o, "<col min=\"%d\" max=\"%d\" width=\"%d\" customWidth=\"1\"/>", c + 1, c + 1,
			s->width[c] < 7 ? s->width[c] ? 7 : 12 : s->width[c]);
	out_str(&o, S("</cols><sheetData>"));
	out_str(&o, out_view(&s->rows));
	out_str(&o, S("</sheetData>"));
	if (s->head_to && s->rows_to > s->head_to)
		out_fmt(&o, "<autoFilter ref=\"A%d:%s%d\"/>", s->head_to, column_name(s->columns - 1, last),
			s->rows_to);
	if (s->merged) {
		out_fmt(&o, "<mergeCells count=\"%d\">", s->merged);
		out_str(&o, out_view(&s->merges));
		out_str(&o, S("</mergeCells>"));
	}
	out_fmt(&o, "<pageSetup paperSize=\"9\" orientation=\"%s\" fitToWidth=\"1\" fitToHeight=\"0\"/></worksheet>",
		landscape ? "landscape" : "portrait");
	return o.overflow ? INVALID : zip_add(z, str_fmt(b->mem, "xl/worksheets/sheet%d.xml", i + 1), out_view(&o));
}

static enum err
types_part(struct book *b, struct zip *z)
{
	struct out o = out_make(b->mem, 4096, 64 * 1024);

	out_fmt(&o, XML
		"<Types xmlns=\"" PKG "content-types\">"
		"<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
		"<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
		"<Override PartName=\"/xl/workbook.xml\" ContentType=\"" KIND "sheet.main+xml\"/>"
		"<Override PartName=\"/xl/styles.xml\" ContentType=\"" KIND "styles+xml\"/>");
	for (int i = 0; i < b->sheets; i++)
		out_fmt(&o, "<Override PartName=\"/xl/worksheets/sheet%d.xml\" ContentType=\"" KIND "worksheet+xml\"/>",
			i + 1);
	out_str(&o, S("</Types>"));
	TRY(zip_add(z, S("[Content_Types].xml"), out_view(&o)));
	return zip_add(z, S("_rels/.rels"),
		       S(XML "<Relationships xmlns=\"" PKG "relationships\"><Relationship Id=\"rId1\" Type=\"" REL
			     "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"));
}

/* Names that a spreadsheet knows: the rows repeated in print, the filter's range. */
static void
defined_names(struct book *b, struct out *o)
{
	char last[4];

	out_str(o, S("<definedNames>"));
	for (int i = 0; i < b->sheets; i++) {
		const struct sheet *s = &b->sheet[i];

		if (!s->head_to)
			continue;
		if (s->rows_to > s->head_to) {
			out_fmt(o, "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"%d\" hidden=\"1\">'", i);
			xml_text(o, s->name);
			out_fmt(o, "'!$A$%d:$%s$%d</definedName>", s->head_to, column_name(s->columns - 1, last),
				s->rows_to);
		}
		out_fmt(o, "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"%d\">'", i);
		xml_text(o, s->name);
		out_fmt(o, "'!$%d:$%d</definedName>", s->head_from, s->head_to);
	}
	out_str(o, S("</definedNames>"));
}

static enum err
book_parts(struct book *b, struct zip *z)
{
	struct out o = out_make(b->mem, 4096, 256 * 1024), r = out_make(b->mem, 4096, 64 * 1024);
	bool heads = false;

	out_str(&o, S(XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" REL "\"><sheets>"));
	out_str(&r, S(XML "<Relationships xmlns=\"" PKG "relationships\">"));
	for (int i = 0; i < b->sheets; i++) {
		out_str(&o, S("<sheet name=\""));
		xml_text(&o, b->sheet[i].name);
		out_fmt(&o, "\" sheetId=\"%d\" r:id=\"rId%d\"/>", i + 1, i + 1);
		out_fmt(&r, "<Relationship Id=\"rId%d\" Type=\"" REL "/worksheet\" Target=\"worksheets/sheet%d.xml\"/>",
			i + 1, i + 1);
		heads = heads || b->sheet[i].head_to > 0;
	}
	out_str(&o, S("</sheets>"));
	if (heads)
		defined_names(b, &o);
	out_str(&o, S("</workbook>"));
	out_fmt(&r, "<Relationship Id=\"rId%d\" Type=\"" REL "/styles\" Target=\"styles.xml\"/></Relationships>",
		b->sheets + 1);
	TRY(zip_add(z, S("xl/workbook.xml"), out_view(&o)));
	TRY(zip_add(z, S("xl/_rels/workbook.xml.rels"), out_view(&r)));
	return zip_add(z, S("xl/styles.xml"), str_of(styles));
}

enum err
paper_xlsx_make(struct arena *mem, str document, str *bytes)
{
	struct book b = { .mem = mem, .sheet = make(mem, struct sheet, SHEETS + 1) };
	struct zip z = zip_begin(mem);
	struct paper_head head;
	struct paper_reader r;

	if (!paper_open(&r, document, &head))
		return INVALID;
	TRY(book_read(&b, &r, head.title.n ? head.title : S("Sheet")));
	TRY(types_part(&b, &z));
	TRY(book_parts(&b, &z));
	for (int i = 0; i < b.sheets; i++)
		TRY(sheet_part(&b, &z, i, head.landscape));
	return zip_end(&z, bytes);
}
