/* viewgen.c — compiles .html views into C functions that write to a struct page.
 *
 *   viewgen --folder F --words A.words … --header OUT.h --source OUT.c IN.html
 *
 * Follows the markup character by character, so it knows what may stand where: text, a quoted attribute, an
 * address. What it cannot vouch for it refuses, as `file:line: message`. Names and types are left to the C
 * compiler, which is told by #line where each expression came from. Beyond the plain language: a view may say
 * which elements it leaves open or closes for another (`{% view page_top() opens main %}`), and `/assets/NAME`
 * becomes the name with the hash, checked by the compiler. */
#include "viewgen.h"

static void
blanks(struct viewgen *g, const char *which)
{
	while (g->p < g->end && *g->p && strchr(which, *g->p))
		view_step(g, 1);
}

static size_t
ident_at(const struct viewgen *g, char name[NAME])
{
	size_t n = 0;

	while (g->p + n < g->end && ident_char(g->p[n]))
		n++;
	name_copy(name, g->p, n);
	return n < NAME ? n : 0;
}

/* ---- C lines ---- */

static void
branch_open(struct viewgen *g, bool alternative, bool last)
{
	struct branch *b;

	if (g->depth == DEPTH)
		view_fail(g, "braces are deeper than %d", DEPTH);
	b = &g->branch[g->depth];
	b->again &= alternative;
	b->last = alternative && last;
	if (!alternative) {
		b->start = g->m.open;
		b->line = g->line;
		b->where = g->m.where;
	}
	g->depth++;
}

/* `alternative`: an else follows, whose markup starts where this branch's did. */
static void
branch_close(struct viewgen *g, bool alternative)
{
	struct branch *b;

	if (!g->depth)
		view_fail(g, "`}` without `{`");
	b = &g->branch[--g->depth];
	if (b->where != g->m.where)
		view_fail(g, "the branch from line %d ends inside a tag", b->line);
	if ((b->again && !tags_same(&b->end, &g->m.open)) ||
	    (!alternative && !b->last && !tags_same(&b->start, &g->m.open)))
		view_fail(g, "the branches from line %d leave different elements open", b->line);
	b->end = g->m.open;
	b->again = true;
	if (alternative)
		g->m.open = b->start;
}

/* The word after a brace, to know `} else {` and `} else if (…) {` from the end of a block. */
static bool
word_follows(const char *p, const char *end, const char *word)
{
	size_t n = strlen(word);

	while (p < end && isspace((unsigned char)*p))
		p++;
	return (size_t)(end - p) > n && memcmp(p, word, n) == 0 && !ident_char(p[n]);
}

/* `if (x)` without a brace would govern only the first piece of what follows. */
static bool
brace_missing(const char *p, const char *end)
{
	bool starts = word_follows(p, end, "if") || word_follows(p, end, "for") || word_follows(p, end, "while") ||
		      word_follows(p, end, "switch") || word_follows(p, end, "else");

	while (end > p && isspace((unsigned char)end[-1]))
		end--;
	return (starts && end[-1] == ')') || (end - p >= 4 && memcmp(end - 4, "else", 4) == 0);
}

static void
c_line(struct viewgen *g)
{
	const char *end = memchr(g->p, '\n', (size_t)(g->end - g->p)), *from = g->p + 1;
	bool alternative = false, last = false;

	end = end ? end : g->end;
	if (g->m.where != IN_TEXT && g->m.where != IN_TAG)
		view_fail(g, "a C line cannot stand inside an attribute");
	if (brace_missing(from, end))
		view_fail(g, "`{` is missing at the end of the line");
	for (const char *p = from; p < end; p = view_c_skip(p, end)) {
		if (*p == '/' && p + 1 < end && p[1] == '/')
			break;
		if (*p == '{') {
			branch_open(g, alternative, last);
			alternative = false;
		} else if (*p == '}') {
			alternative = word_follows(p + 1, end, "else");
			last = !memmem(p, (size_t)(end - p), "else if", 7);
			branch_close(g, alternative);
		}
	}
	if (alternative)
		view_fail(g, "`else` needs `{` on the same line");
	if (g->depth && (word_follows(from, end, "case") || word_follows(from, end, "default")) &&
	    !tags_same(&g->branch[g->depth - 1].start, &g->m.open))
		view_fail(g, "the case above leaves elements open");
	view_mark(g);
	add(&g->body, "\t%.*s\n", (int)(end - from), from);
	view_step(g, (size_t)(end - g->p) + 1);
}

/* ---- views ---- */

/* opens a b, closes a b */
static void
elements_read(struct viewgen *g, const char *what, struct tags *tags)
{
	struct markup m = { 0 };
	char name[NAME];
	size_t n;

	if (!view_at(g, what))
		return;
	view_step(g, strlen(what));
	for (blanks(g, " "); (n = ident_at(g, name)) && n < 16; blanks(g, " ")) {
		if (!markup_opens(&m, name) || !m.open.n)
			view_fail(g, "<%s> is not an element that must be closed", name);
		view_step(g, n);
	}
	*tags = m.open;
}

static void
view_body(struct viewgen *g)
{
	g->line_start = true;
	g->silent = false;
	while (!view_at(g, "{%")) {
		if (g->line_start && !g->silent && g->m.where != IN_VALUE)
			blanks(g, " \t\r\n");
		if (g->p == g->end)
			view_fail(g, "the view is not closed: {%% end %%} is missing");
		if (view_at(g, "{%"))
			break;
		if (g->line_start && *g->p == '%' && (view_at(g, "% ") || view_at(g, "%\n"))) {
			c_line(g);
			continue;
		}
		if (view_at(g, "{{")) {
			view_expression(g);
		} else if (*g->p == '\n' && g->silent) {
			view_step(g, 1);
			g->line_start = true;
			g->silent = false;
		} else {
			g->line_start = *g->p == '\n';
			g->silent = false;
			view_literal(g);
		}
	}
}

static void
view(struct viewgen *g)
{
	struct tags closes = { .n = 0 }, opens = { .n = 0 };
	char name[NAME], *prototype = NULL;
	const char *args, *close;
	size_t n = ident_at(g, name);
	int depth = 1, line = g->line;

	if (!n || g->p + n >= g->end || g->p[n] != '(')
		view_fail(g, "a view begins {%% view name(arguments) %%}");
	view_step(g, n + 1);
	for (args = close = g->p; close < g->end && (depth += (*close == '(') - (*close == ')')) > 0;)
		close++;
	view_step(g, (size_t)(close - g->p) + 1);
	blanks(g, " \t\n");
	elements_read(g, "closes ", &closes);
	elements_read(g, "opens ", &opens);
	if (!view_at(g, "%}"))
		view_fail(g, "`%%}` is missing after the arguments of view %s", name);
	n = (size_t)(close - args);
	if (asprintf(&prototype, "view_%s(struct page *p%s%.*s)", name, n ? ", " : "", (int)n, args) < 0)
		abort();
	add(&g->header, "\nvoid %s;\n", prototype);
	add(&g->body, "\nvoid\n");
	view_mark(g);
	add(&g->body, "%s\n{\n\t(void)p;\n", prototype);
	free(prototype);
	view_step(g, 2);
	g->m = (struct markup){ .open = closes };
	view_body(g);
	view_flush(g);
	if (g->depth)
		view_fail(g, "the `{` of line %d is not closed", g->branch[g->depth - 1].line);
	if (g->m.where != IN_TEXT)
		view_fail(g, "the view of line %d ends inside a tag or script", line);
	if (!tags_same(&g->m.open, &opens))
		view_fail(g, "the view of line %d leaves <%s> %s", line,
			  g->m.open.n > opens.n ? g->m.open.name[g->m.open.n - 1] : opens.name[0],
			  g->m.open.n > opens.n ? "open" : "closed or in other order than it says");
	add(&g->body, "}\n");
}

/* Everything between the views: includes, comments, `{% view`. */
static void
file_parse(struct viewgen *g)
{
	for (blanks(g, " \t\r\n"); g->p < g->end; blanks(g, " \t\r\n")) {
		const char *close;

		if (view_at(g, "{{!")) {
			view_step(g, (size_t)(view_find(g, g->p, "!}}", false) - g->p) + 3);
			continue;
		}
		if (!view_at(g, "{%"))
			view_fail(g, "only views, includes and {{! comments !}} may stand outside a view");
		view_step(g, 2);
		blanks(g, " \t");
		if (view_at(g, "include \"")) {
			close = view_find(g, g->p + 9, "\"", false);
			add(&g->header, "#include \"%.*s\"\n", (int)(close - g->p - 9), g->p + 9);
			view_step(g, (size_t)(close - g->p) + 1);
		} else if (view_at(g, "view ")) {
			view_step(g, 5);
			blanks(g, " ");
			view(g);
			view_step(g, 2);
			blanks(g, " \t");
			if (!view_at(g, "end "))
				view_fail(g, "{%% end %%} expected");
			view_step(g, 4);
		} else {
			view_fail(g, "{%% include \"file\" %%}, {%% view name() %%} or {%% end %%} expected");
		}
		blanks(g, " \t");
		if (!view_at(g, "%}"))
			view_fail(g, "`%%}` is missing");
		view_step(g, 2);
	}
}

bool
viewgen(struct viewgen *g, const char *p, size_t n)
{
	g->p = p;
	g->end = p + n;
	g->line = 1;
	if (setjmp(g->faulty))
		return false;
	add(&g->header, "/* Written by tools/viewgen from %s/%s.html. */\n#pragma once\n#include \"html/html.h\"\n",
	    g->folder, g->stem);
	if (memchr(p, 0, n) || memchr(p, '\r', n))
		view_fail(g, "the file holds a NUL or CR byte");
	file_parse(g);
	return true;
}

void
viewgen_free(struct viewgen *g)
{
	free(g->lit.p);
	free(g->body.p);
	free(g->header.p);
	free(g->used.p);
}

#ifndef HEYE_FUZZ
int
main(int argc, char **argv)
{
	static struct viewgen g;
	struct text source = { NULL, 0, 0 };
	char stem[NAME], *text;
	size_t n;
	int words = 4;

	while (words < argc && strncmp(argv[words], "--", 2) != 0)
		words++;
	if (argc < 9 || argc != words + 5 || strcmp(argv[1], "--folder") || strcmp(argv[3], "--words")) {
		fputs("usage: viewgen --folder F --words A.words … --header OUT.h --source OUT.c IN.html\n", stderr);
		return 2;
	}
	g.path = argv[words + 4];
	name_stem(stem, g.path);
	g.folder = argv[2];
	g.stem = stem;
	g.words = argv + 4;
	g.word_files = words - 4;
	text = file_need(g.path, &n);
	if (!viewgen(&g, text, n)) {
		fprintf(stderr, "%s:%d: %s\n", g.path, g.line, g.fault);
		return 1;
	}
	add(&source, "/* Written by tools/viewgen from %s/%s.html. */\n#include \"gen/%s.html.h\"\n", g.folder, stem,
	    stem);
	text_put(&source, g.used.p ? g.used.p : "", g.used.n);
	text_put(&source, g.body.p ? g.body.p : "", g.body.n);
	file_write(argv[words + 1], &g.header);
	file_write(argv[words + 3], &source);
	return 0;
}
#endif
