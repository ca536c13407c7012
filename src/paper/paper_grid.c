/* paper_grid.c — a table's cells in their places, spans held within it. */
#include "paper/paper.h"

static size_t
cells_ahead(struct paper_reader r, int *rows)
{
	struct paper_piece piece;
	size_t n = 0;

	*rows = 0;
	while (paper_next(&r, &piece) && (piece.kind == PIECE_ROW || piece.kind == PIECE_CELL)) {
		*rows += piece.kind == PIECE_ROW && *rows < PAPER_ROWS_MOST;
		n += piece.kind == PIECE_CELL;
	}
	return n;
}

static int
between(int64_t n, int least, int most)
{
	return n < least ? least : n > most ? most : (int)n;
}

static void
pairs_read(struct arena *mem, struct paper_reader *r, const struct paper_piece *first, struct paper_grid *g)
{
	struct paper_reader ahead = *r;
	struct paper_piece piece = *first;
	int rows = 1;

	for (; paper_next(&ahead, &piece) && piece.kind == PIECE_PAIR; rows++)
		;
	*g = (struct paper_grid){ .columns = 2, .rows = rows, .share = { 1, 3 } };
	g->cell = make(mem, struct paper_cell, (size_t)rows * 2);
	piece = *first;
	for (int i = 0; i < rows; i++) {
		g->cell[g->n++] = (struct paper_cell){ i, 0, 1, 1, PAPER_LEFT, CELL_TEXT, piece.text };
		g->cell[g->n++] = (struct paper_cell){ i, 1, 1, 1, PAPER_LEFT, CELL_TEXT, piece.more };
		if (i + 1 < rows)
			(void)paper_next(r, &piece);
	}
}

/* The first column of this row that no cell from above reaches into. */
static int
free_column(const struct paper_grid *g, const int *busy, int row, int from)
{
	while (from < g->columns && busy[from] > row)
		from++;
	return from;
}

static void
cell_put(struct paper_grid *g, int *busy, int row, int *column, const struct paper_piece *piece)
{
	int columns, rows, most = 1;

	*column = free_column(g, busy, row, *column);
	if (*column >= g->columns || row < 0)
		return; /* more cells than the row has */
	while (*column + most < g->columns && busy[*column + most] <= row)
		most++;
	columns = between(piece->a, 1, most);
	rows = between(piece->b, 1, g->rows - row);
	for (int i = 0; i < columns; i++)
		busy[*column + i] = row + rows;
	g->cell[g->n++] = (struct paper_cell){ row,
					       *column,
					       rows,
					       columns,
					       (enum paper_align)between(piece->c % 4, 0, PAPER_RIGHT),
					       (enum paper_cell_type)between(piece->c / 4, 0, CELL_DAY),
					       piece->text };
	*column += columns;
}

void
paper_grid_read(struct arena *mem, struct paper_reader *r, const struct paper_piece *first, struct paper_grid *g)
{
	int busy[PAPER_COLUMNS] = { 0 }, row = -1, column = 0;
	struct paper_piece piece;
	size_t n;

	if (first->kind == PIECE_PAIR) {
		pairs_read(mem, r, first, g);
		return;
	}
	*g = (struct paper_grid){ .columns = between(first->a, 1, PAPER_COLUMNS) };
	n = cells_ahead(*r, &g->rows);
	g->heads = between(first->b, 0, g->rows);
	for (int i = 0; i < g->columns; i++)
		g->share[i] = (size_t)i < first->text.n ? between(first->text.p[i], 1, 100) : 1;
	g->cell = make(mem, struct paper_cell, n + 1);
	while (paper_peek(r).kind == PIECE_ROW || paper_peek(r).kind == PIECE_CELL) {
		(void)paper_next(r, &piece);
		if (piece.kind == PIECE_ROW) {
			row += row + 1 < g->rows;
			column = 0;
		} else {
			cell_put(g, busy, row, &column, &piece);
		}
	}
	if (paper_peek(r).kind == PIECE_TABLE_END)
		(void)paper_next(r, &piece);
}
