/* paper_layout_table.c — tables over pages. Rows that a span ties together stay together where they fit on one page;
 * a row longer than a page goes on on the next. Head rows stand on every page. */
#include "paper/paper_layout.h"

#define PAD_X 4.0
#define PAD_Y 3.0
#define PEN   0.6
#define RULE  0x3c4a43
#define SHADE 0xedf2ef

struct table {
	const struct paper_grid *g;
	struct paper_text *text; /* of each cell */
	double x[PAPER_COLUMNS + 1];
	double *height; /* of each row */
	size_t *first;  /* cell of each row; one more at the end */
	double leading, head;
	bool pairs, loose; /* loose: spans over rows are given up, their text stands in their first row */
};

static double
table_size(const struct paper_flow *f, int columns)
{
	double most = f->head.landscape ? 1.5 : 1, size = f->head.layout == PAPER_OFFICIAL ? 14 : 10;

	if (columns > (int)(12 * most))
		return 7;
	if (columns > (int)(8 * most))
		return 8;
	return columns > (int)(6 * most) && size < 12 ? 9 : size;
}

static void
columns_place(const struct paper_flow *f, struct table *t)
{
	double sum = 0;

	for (int i = 0; i < t->g->columns; i++)
		sum += t->g->share[i];
	t->x[0] = f->left;
	for (int i = 0; i < t->g->columns; i++)
		t->x[i + 1] = t->x[i] + (f->right - f->left) * t->g->share[i] / sum;
}

static double
cell_width(const struct table *t, const struct paper_cell *c)
{
	return t->x[c->column + c->columns] - t->x[c->column];
}

static void
texts_break(const struct paper_flow *f, struct table *t)
{
	struct paper_style s = { .font = FONT_HEI, .size = table_size(f, t->g->columns), .pitch = 1 };

	s.leading = t->leading = s.size * 1.5;
	for (size_t i = 0; i < t->g->n; i++) {
		const struct paper_cell *c = &t->g->cell[i];

		s.font = f->head.layout == PAPER_OFFICIAL && c->row >= t->g->heads ? FONT_KAI : FONT_HEI;
		paper_text_break(f, c->text, s, 0, cell_width(t, c) - 2 * PAD_X, &t->text[i]);
	}
}

static void
heights_measure(struct table *t)
{
	const struct paper_grid *g = t->g;

	for (int r = 0; r < g->rows; r++)
		t->height[r] = t->leading + 2 * PAD_Y;
	for (size_t i = 0; i < g->n; i++) {
		const struct paper_cell *c = &g->cell[i];
		double needed = (double)t->text[i].lines * t->leading + 2 * PAD_Y, there = 0;
		int rows = t->loose ? 1 : c->rows;

		for (int r = c->row; r < c->row + rows; r++)
			there += t->height[r];
		if (needed > there)
			t->height[c->row + rows - 1] += needed - there;
	}
}

static void
frame_draw(struct paper_flow *f, double x, double y, double w, double h, bool shaded)
{
	if (shaded)
		paper_flow_rect(f, x, y, w, h, SHADE);
	paper_flow_rect(f, x, y, w + PEN, PEN, RULE);
	paper_flow_rect(f, x, y + h, w + PEN, PEN, RULE);
	paper_flow_rect(f, x, y, PEN, h, RULE);
	paper_flow_rect(f, x + w, y, PEN, h, RULE);
}

/* Lines [from, to) of one cell in a frame of the given height. */
static void
cell_draw(struct paper_flow *f, const struct table *t, size_t i, double height, size_t from, size_t to)
{
	const struct paper_cell *c = &t->g->cell[i];
	const struct paper_text *text = &t->text[i];
	bool head = c->row < t->g->heads || (t->pairs && c->column == 0);
	double y;

	to = to < text->lines ? to : text->lines;
	y = f->y + (from < to ? (height - (double)(to - from) * t->leading) / 2 : 0);
	if (from > 0)
		y = f->y + PAD_Y; /* the rest of a row goes on at its top */
	frame_draw(f, t->x[c->column], f->y, cell_width(t, c), height, head);
	for (size_t l = from; l < to; l++) {
		paper_flow_line(f, text, l, t->x[c->column] + PAD_X, y, head && !t->pairs ? PAPER_CENTRE : c->align);
		y += t->leading;
	}
}

static double
rows_height(const struct table *t, int from, int to)
{
	double h = 0;

	for (int r = from; r < to; r++)
		h += t->height[r];
	return h;
}

/* Rows [from, to) at f->y. */
static void
rows_draw(struct paper_flow *f, const struct table *t, int from, int to)
{
	for (int r = from; r < to; r++) {
		for (size_t i = t->first[r]; i < t->first[r + 1]; i++) {
			int rows = t->loose ? 1 : t->g->cell[i].rows;

			cell_draw(f, t, i, rows_height(t, r, r + rows), 0, t->text[i].lines);
		}
		f->y += t->height[r];
	}
}

static void
page_turn(struct paper_flow *f, const struct table *t)
{
	paper_flow_page(f);
	if (t->head > 0)
		rows_draw(f, t, 0, t->g->heads);
}

/* A row that no page holds: as many lines as fit, then the next page. */
static void
row_split(struct paper_flow *f, const struct table *t, int row)
{
	size_t lines = 1, from = 0;

	for (size_t i = t->first[row]; i < t->first[row + 1]; i++)
		lines = t->text[i].lines > lines ? t->text[i].lines : lines;
	while (from < lines) {
		double room = f->bottom - f->y - 2 * PAD_Y;
		size_t fit = room > t->leading ? (size_t)(room / t->leading) : 0;

		if (fit == 0 && f->y > f->top + t->head + 0.01) {
			page_turn(f, t);
			continue;
		}
		fit = fit == 0 ? 1 : fit > lines - from ? lines - from : fit;
		for (size_t i = t->first[row]; i < t->first[row + 1]; i++)
			cell_draw(f, t, i, (double)fit * t->leading + 2 * PAD_Y, from, from + fit);
		f->y += (double)fit * t->leading + 2 * PAD_Y;
		from += fit;
	}
}

/* The row behind those that spans tie to `row`. */
static int
group_end(const struct table *t, int row)
{
	int end = row + 1;

	for (int r = row; r < end; r++)
		for (size_t i = t->first[r]; i < t->first[r + 1]; i++)
			if (r + t->g->cell[i].rows > end)
				end = r + t->g->cell[i].rows;
	return end;
}

static void
group_draw(struct paper_flow *f, struct table *t, int from, int to)
{
	double page = f->bottom - f->top - t->head, height = rows_height(t, from, to);

	if (f->y + height > f->bottom && height <= page)
		page_turn(f, t);
	if (f->y + height <= f->bottom + 0.01) {
		rows_draw(f, t, from, to);
		return;
	}
	if (to == from + 1) {
		row_split(f, t, from);
		return;
	}
	t->loose = true;
	heights_measure(t);
	for (int r = from; r < to; r++)
		group_draw(f, t, r, r + 1);
	t->loose = false;
	heights_measure(t);
}

static void
rows_find(struct table *t)
{
	size_t i = 0;

	for (int r = 0; r <= t->g->rows; r++) {
		while (i < t->g->n && t->g->cell[i].row < r)
			i++;
		t->first[r] = i;
	}
}

static double
least(double a, double b)
{
	return a < b ? a : b;
}

void
paper_flow_grid(struct paper_flow *f, const struct paper_grid *g, bool pairs)
{
	struct table t = { .g = g, .pairs = pairs };
	int row = 0;

	if (g->rows == 0)
		return;
	t.text = make(f->mem, struct paper_text, g->n + 1);
	t.height = make(f->mem, double, (size_t)g->rows + 1);
	t.first = make(f->mem, size_t, (size_t)g->rows + 1);
	columns_place(f, &t);
	texts_break(f, &t);
	rows_find(&t);
	heights_measure(&t);
	while (row < g->rows) {
		int end = group_end(&t, row);

		/* a head that leaves no room for a row under it would stand alone */
		if (row == 0 && g->heads > 0 && g->heads < g->rows)
			paper_flow_room(f, rows_height(&t, 0, g->heads) + least(t.height[g->heads], 3 * t.leading));
		group_draw(f, &t, row, end);
		if (end >= g->heads && t.head < 0.01 && rows_height(&t, 0, g->heads) < (f->bottom - f->top) / 2)
			t.head = rows_height(&t, 0, g->heads);
		row = end;
	}
	f->y += t.leading * 0.5;
}
