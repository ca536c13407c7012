/* paper_docx_table.c — paragraphs and tables of a DOCX. */
#include "paper/paper_docx.h"

#define RULE "3C4A43"

static const char *const faces[] = {
	[DOCX_BODY] = "仿宋_GB2312",
	[DOCX_BLACK] = "黑体",
	[DOCX_KAI] = "楷体_GB2312",
	[DOCX_TITLE] = "方正小标宋简体",
};

static void
run_look(struct docx *d, const struct docx_par *p)
{
	int size = p->size ? p->size : d->size;

	out_fmt(&d->out, "<w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"%s\"/>",
		faces[p->face]);
	if (p->bold)
		out_str(&d->out, S("<w:b/>"));
	if (p->colour)
		out_fmt(&d->out, "<w:color w:val=\"%s\"/>", p->colour);
	if (d->head.layout == PAPER_OFFICIAL && size == d->size) /* 28 characters of 16 points to a line of 156 mm */
		out_str(&d->out, S("<w:spacing w:val=\"-5\"/>"));
	out_fmt(&d->out, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/></w:rPr>", size, size);
}

void
docx_run(struct docx *d, const struct docx_par *p, str text)
{
	str line, rest = text;
	bool more = true;

	out_str(&d->out, S("<w:r>"));
	run_look(d, p);
	while (more) {
		more = str_cut(rest, '\n', &line, &rest);
		out_str(&d->out, S("<w:t xml:space=\"preserve\">"));
		xml_text(&d->out, line);
		out_str(&d->out, S("</w:t>"));
		if (more)
			out_str(&d->out, S("<w:br/>"));
	}
	out_str(&d->out, S("</w:r>"));
}

void
docx_par_begin(struct docx *d, const struct docx_par *p)
{
	static const char *const align[] = { "both", "center", "right" };
	int line = p->line ? p->line : d->line, em = (p->size ? p->size : d->size) * 10;

	out_str(&d->out, S("<w:p><w:pPr>"));
	if (p->keep)
		out_str(&d->out, S("<w:keepNext/>"));
	if (d->broken)
		out_str(&d->out, S("<w:pageBreakBefore/>"));
	d->broken = false;
	if (p->rule)
		out_str(&d->out, S("<w:pBdr><w:bottom w:val=\"single\" w:sz=\"16\" w:space=\"8\" "
				   "w:color=\"C8102E\"/></w:pBdr>"));
	out_fmt(&d->out, "<w:spacing w:before=\"%d\" w:after=\"%d\" w:line=\"%d\" w:lineRule=\"%s\"/>", p->before,
		p->after, line, p->size > d->size ? "atLeast" : "exact");
	if (p->indent || p->left)
		out_fmt(&d->out, "<w:ind w:leftChars=\"%d\" w:left=\"%d\" w:firstLineChars=\"%d\" w:firstLine=\"%d\"/>",
			p->left * 100, p->left * em, p->indent * 100, p->indent * em);
	out_fmt(&d->out, "<w:jc w:val=\"%s\"/>", align[p->align]);
	if (p->outline)
		out_fmt(&d->out, "<w:outlineLvl w:val=\"%d\"/>", p->outline - 1);
	out_str(&d->out, S("</w:pPr>"));
}

void
docx_par_end(struct docx *d)
{
	out_str(&d->out, S("</w:p>"));
}

void
docx_par(struct docx *d, const struct docx_par *p, str text)
{
	docx_par_begin(d, p);
	docx_run(d, p, text);
	docx_par_end(d);
}

/* ---- tables ---- */

static int
table_size(const struct docx *d, int columns)
{
	if (columns > 12)
		return 15;
	if (columns > 8)
		return 17;
	return d->head.layout == PAPER_OFFICIAL ? columns > 6 ? 21 : 28 : 21;
}

static void
cell_write(struct docx *d, const struct paper_cell *c, const int *width, bool covered, bool head, bool centred,
	   int size)
{
	struct docx_par p = { .align = centred ? PAPER_CENTRE : c->align,
			      .face = head ? DOCX_BLACK : DOCX_BODY,
			      .size = size };
	int w = 0;

	p.line = size * 14;
	for (int i = 0; i < c->columns; i++)
		w += width[c->column + i];
	out_fmt(&d->out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", w);
	if (c->columns > 1)
		out_fmt(&d->out, "<w:gridSpan w:val=\"%d\"/>", c->columns);
	if (c->rows > 1)
		out_str(&d->out, covered ? S("<w:vMerge/>") : S("<w:vMerge w:val=\"restart\"/>"));
	if (head)
		out_str(&d->out, S("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"EDF2EF\"/>"));
	out_str(&d->out, S("<w:vAlign w:val=\"center\"/></w:tcPr>"));
	docx_par(d, &p, covered ? S("") : c->text);
	out_str(&d->out, S("</w:tc>"));
}

static void
table_begin(struct docx *d, const struct paper_grid *g, int *width)
{
	static const char *const sides[] = { "top", "left", "bottom", "right", "insideH", "insideV" };
	int sum = 0;

	out_fmt(&d->out, "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblBorders>", d->width);
	for (size_t i = 0; i < sizeof(sides) / sizeof(*sides); i++)
		out_fmt(&d->out, "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"" RULE "\"/>", sides[i]);
	out_str(&d->out, S("</w:tblBorders><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"));
	for (int i = 0; i < g->columns; i++)
		sum += g->share[i];
	for (int i = 0; i < g->columns; i++) {
		width[i] = d->width * g->share[i] / sum;
		out_fmt(&d->out, "<w:gridCol w:w=\"%d\"/>", width[i]);
	}
	out_str(&d->out, S("</w:tblGrid>"));
}

/* A row: cells that begin here, cells that reach into it from above, and empty ones where none was given. */
static size_t
row_write(struct docx *d, const struct paper_grid *g, const struct paper_cell **above, const int *width, int row,
	  size_t at, bool pairs)
{
	int column = 0, size = table_size(d, g->columns);

	out_str(&d->out, row < g->heads ? S("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>") : S("<w:tr>"));
	while (column < g->columns) {
		const struct paper_cell empty = { row, column, 1, 1, PAPER_LEFT, CELL_TEXT, S("") }, *c = &empty;
		bool covered = above[column] && above[column]->row + above[column]->rows > row;

		if (covered)
			c = above[column];
		else if (at < g->n && g->cell[at].row == row && g->cell[at].column == column)
			c = above[column] = &g->cell[at++];
		cell_write(d, c, width, covered, row < g->heads || (pairs && column == 0), row < g->heads, size);
		column += c->columns;
	}
	out_str(&d->out, S("</w:tr>"));
	return at;
}

void
docx_grid(struct docx *d, const struct paper_grid *g, bool pairs)
{
	const struct paper_cell *above[PAPER_COLUMNS] = { 0 };
	int width[PAPER_COLUMNS];
	size_t at = 0;

	if (g->rows == 0)
		return;
	if (d->broken) /* a table cannot begin a page: an empty line before it can */
		docx_par(d, &(struct docx_par){ .line = 20 }, S(""));
	table_begin(d, g, width);
	for (int row = 0; row < g->rows; row++)
		at = row_write(d, g, above, width, row, at, pairs);
	out_str(&d->out, S("</w:tbl>"));
	docx_par(d, &(struct docx_par){ .line = d->line / 2 }, S("")); /* two tables in a row would grow together */
}
