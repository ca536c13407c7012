/* Spreadsheets from outside: every row that reads well is written and read again, and must be what it was. */
#include "base/csv.h"
#include "base/utf8.h"
#include "fuzz.h"

static void
again(struct arena *mem, const struct csv_row *row)
{
	struct out o = out_make(mem, 256, (size_t)4 << 20);
	struct csv c;
	struct csv_row back;
	const char *fault;

	for (size_t i = 0; i < row->n; i++)
		csv_field(&o, row->field[i], i + 1 == row->n);
	assert(!o.overflow);
	c = csv_open(out_view(&o));
	assert(csv_next(&c, mem, &back, &fault) && !fault && back.n == row->n);
	for (size_t i = 0; i < row->n; i++) {
		str was = row->field[i], is = back.field[i];

		if (!str_eq(was, is)) /* nothing but the apostrophe before a formula may differ */
			assert(is.n == was.n + 1 && is.p[0] == '\'' && str_ends(is, was));
	}
	assert(!csv_next(&c, mem, &back, &fault));
}

FUZZ(input, mem)
{
	struct csv c;
	struct csv_row row;
	const char *fault;
	str text;
	size_t rows = 0;
	int line = 0;

	if (input.n > 65536 || !utf8_from_any(mem, input, &text))
		return;
	c = csv_open(text);
	while (csv_next(&c, mem, &row, &fault)) {
		size_t mark = arena_mark(mem);

		assert(c.line > line && c.next >= c.line);
		assert(fault ? row.n == 0 : row.n > 0 && row.n <= CSV_FIELDS);
		line = c.line;
		if (!fault)
			again(mem, &row);
		arena_back(mem, mark);
		assert(++rows <= text.n);
	}
}
