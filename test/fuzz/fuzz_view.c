/* The view compiler: whatever the file, it either writes C or says what is wrong and where. */
#define HEYE_FUZZ
#include "../../tools/expression.c"
#include "../../tools/markup.c"
#include "../../tools/viewgen.c"
#include "fuzz.h"

FUZZ(input, mem)
{
	char words[] = "page.words", *files[] = { words };
	struct viewgen *g = make(mem, struct viewgen, 1);

	g->path = "page.html";
	g->folder = "matter";
	g->stem = "page";
	g->words = files;
	g->word_files = 1;
	if (viewgen(g, input.p, input.n)) {
		assert(g->header.n && !g->depth && !g->lit.n);
	} else {
		assert(*g->fault);
		assert(g->line >= 1);
	}
	viewgen_free(g);
}
