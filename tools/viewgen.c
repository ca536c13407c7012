/* viewgen.c — compiles .html views into C functions that write to a struct page.
 *
 *   viewgen --folder F --words A.words … --header OUT.h --source OUT.c IN.html
 *
 * Follows the markup character by character, so it knows what may stand where: text, a quoted attribute, an address. What it
 * cannot vouch for it refuses, as `file:line: message`. Names and types are left to the C compiler, which is told by #line
 * where each expression came from. Beyond the plain language: a view may say which elements it leaves open or closes for
 * another (`{% view page_top() opens main %}`), and `/assets/NAME` becomes the name with the hash, checked by the compiler. */
#include "markup.h"

#include <setjmp.h>

#define DEPTH   40
#define LITERAL 2000 /* characters in one string literal */

/* One open brace of the C lines: both ways through it must leave the markup alike. */
struct branch {
	struct tags start, end;
	bool again; /* `end` holds what an earlier branch of the same if left */
	bool last;  /* a plain else: there is no way past it */
	enum where where;
	int line;
};

struct gen {
	const char *path, *folder, *stem;
	char *const *words; /* the folder's .words files */
	int word_files;
	const char *p, *end;
	int line;
	bool line_start, silent; /* silent: only a comment or a call stood on this line so far, so its newline is dropped */
	struct markup m;
	struct branch branch[DEPTH];
	int depth;
	struct text lit, body, header, used;
	jmp_buf faulty;
	char fault[400];
};

static void __attribute__((format(printf, 2, 3), noreturn))
fail(struct gen *g, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(g->fault, sizeof g->fault, format, ap);
	va_end(ap);
	longjmp(g->faulty, 1);
}

/* ---- reading ---- */

static void
step(struct gen *g, size_t n)
{
	for (; n && g->p < g->end; n--)
		g->line += *g->p++ == '\n';
}

static bool
at(const struct gen *g, const char *z)
{
	size_t n = strlen(z);

	return (size_t)(g->end - g->p) >= n && memcmp(g->p, z, n) == 0;
}

static void
blanks(struct gen *g, const char *which)
{
	while (g->p < g->end && *g->p && strchr(which, *g->p))
		step(g, 1);
}

/* Steps over a C string or character, a comment, or one character. */
static const char *
c_skip(const char *p, const char *end)
{
	char quote = *p;

	if (quote != '"' && quote != '\'')
		return p + 1;
	for (p++; p < end && *p != quote && *p != '\n'; p++)
		if (*p == '\\' && end - p > 1)
			p++;
	return p < end ? p + 1 : end;
}

/* Where `mark` begins, strings excepted; the fault when it never does. */
static const char *
find(struct gen *g, const char *from, const char *mark, bool strings)
{
	size_t n = strlen(mark);

	for (const char *p = from; (size_t)(g->end - p) >= n && p < g->end; p = strings ? c_skip(p, g->end) : p + 1)
		if (memcmp(p, mark, n) == 0)
			return p;
	fail(g, "`%s` is missing", mark);
}

static size_t
ident_at(const struct gen *g, char name[NAME])
{
	size_t n = 0;

	while (g->p + n < g->end && ident_char(g->p[n]))
		n++;
	name_copy(name, g->p, n);
	return n < NAME ? n : 0;
}

/* ---- writing ---- */

static void
literal_flush(struct gen *g)
{
	const char *p = g->lit.p, *end = p ? p + g->lit.n : p;

	while (p < end) {
		size_t n = (size_t)(end - p) < LITERAL ? (size_t)(end - p) : LITERAL;

		while (p + n < end && ((unsigned char)p[n] & 0xC0) == 0x80)
			n++;
		add(&g->body, "\tput_raw(p, \"");
		text_c(&g->body, p, n);
		add(&g->body, "\", %zu);\n", n);
		p += n;
	}
	g->lit.n = 0;
}

static void
line_mark(struct gen *g)
{
	literal_flush(g);
	add(&g->body, "#line %d \"", g->line);
	text_c(&g->body, g->path, strlen(g->path));
	add(&g->body, "\"\n");
}

/* `call(p, code);` with the code's own line for the compiler's messages. */
static void
call(struct gen *g, const char *function, const char *code, size_t n)
{
	line_mark(g);
	add(&g->body, "\t%s(p%s%.*s%s);\n", function, n ? ", (" : "", (int)n, code, n ? ")" : "");
}

static void
used_add(struct gen *g, const char *header)
{
	char line[2 * NAME + 32];

	snprintf(line, sizeof line, "#include \"gen/%s.h\"\n", header);
	if (!g->used.p || !strstr(g->used.p, line))
		add(&g->used, "%s", line);
}

/* ---- addresses ---- */

/* `/assets/NAME"` → the prefix, the literal and the name with its hash. */
static bool
asset_put(struct gen *g)
{
	const char *name = g->p + 8, *p = name;
	char constant[NAME];
	size_t n;

	while (p < g->end && (ident_char(*p) || *p == '.' || *p == '-' || *p == '/'))
		p++;
	n = (size_t)(p - name);
	if (!n || n >= NAME || p == g->end || *p != g->m.quote)
		return false;
	name_copy(constant, name, n);
	for (char *c = constant; *c; c++)
		*c = isalnum((unsigned char)*c) ? (char)toupper((unsigned char)*c) : '_';
	text_put(&g->lit, "/assets/", 8);
	line_mark(g);
	add(&g->body, "\tput_str(p, assets[ASSET_%s].name);\n", constant);
	used_add(g, "assets");
	g->m.value++;
	step(g, 8 + n);
	return true;
}

/* The first literal character of an address. True: more than that was already written. */
static bool
address_begin(struct gen *g)
{
	if (at(g, "/assets/")) {
		call(g, "put_str", "p->assets", 9);
		return asset_put(g);
	}
	if (*g->p == '/' && !at(g, "//"))
		call(g, "put_str", "p->root", 7);
	else if (*g->p != '#' && *g->p != '?' && !at(g, "tel:"))
		fail(g, "an address in %s= begins with / # ? or tel:, or is one expression of type url", g->m.attr);
	return false;
}

static void
literal_char(struct gen *g)
{
	struct markup *m = &g->m;

	if (m->where == IN_VALUE && m->address && !m->value && *g->p != m->quote && address_begin(g))
		return;
	if (!markup_char(m, *g->p))
		fail(g, "%s", m->fault);
	text_put(&g->lit, g->p, 1);
	step(g, 1);
}

/* ---- {{ … }} ---- */

/* An expression may stand in text or in quotes. */
static void
place_check(struct gen *g)
{
	switch (g->m.where) {
	case IN_TEXT: case IN_VALUE:
		break;
	case IN_RAW:
		fail(g, "`{{` cannot be used in script and style");
	case IN_BARE: case AFTER_IS:
		fail(g, "`{{` needs quotes around the value of %s=", g->m.attr);
	case IN_OPENING: case IN_DECLARATION: case IN_TAG_NAME: case IN_TAG: case IN_NAME:
		fail(g, "`{{` cannot be used in the middle of a tag; {{?name condition }} prints an attribute");
	}
	if (g->m.where == IN_VALUE && g->m.whole)
		fail(g, "an address given by an expression is the whole of %s=", g->m.attr);
}

/* #key, #stem.key, each with (arguments) for its holes. */
static void
word_put(struct gen *g, const char *code, size_t n)
{
	char stem[NAME] = "", key[NAME], function[3 * NAME];
	size_t len = ident_len(code);

	if (len < n && code[len] == '.') {
		name_copy(stem, code, len);
		code += len + 1;
		n -= len + 1;
		len = ident_len(code);
	}
	name_copy(key, code, len);
	for (int pass = 0; pass < 2; pass++) /* words of this file, else of the folder */
		for (int i = 0; i < g->word_files && !*stem; i++) {
			char file[NAME];

			name_stem(file, g->words[i]);
			if (strcmp(file, pass ? g->folder : g->stem) == 0)
				name_copy(stem, file, strlen(file));
		}
	if (!*stem)
		fail(g, "#%s: there is neither %s.words nor %s.words", key, g->stem, g->folder);
	if (!len || (len < n && (code[len] != '(' || code[n - 1] != ')')))
		fail(g, "a word is written #key, #file.key or #key(arguments)");
	if (g->m.where == IN_VALUE && g->m.address)
		fail(g, "a word is not an address (%s=)", g->m.attr);
	snprintf(key, sizeof key, "%s.words", stem);
	used_add(g, key);
	line_mark(g);
	if (len == n) {
		add(&g->body, "\tput_word(p, &word_%s_%.*s);\n", stem, (int)len, code);
	} else {
		snprintf(function, sizeof function, "put_%s_%.*s", stem, (int)len, code);
		add(&g->body, "\t%s(p%s%.*s;\n", function, n - len > 2 ? ", " : "", (int)(n - len - 1), code + len + 1);
	}
}

/* view(args) */
static void
view_put(struct gen *g, const char *code, size_t n)
{
	size_t len = ident_len(code);
	const char *args = code + len + 1;

	if (!len || len + 2 > n || code[len] != '(' || code[n - 1] != ')')
		fail(g, "a view is called {{> name(arguments) }}");
	if (g->m.where != IN_TEXT)
		fail(g, "a view can only be called between elements");
	line_mark(g);
	for (n -= len + 2; n && isspace((unsigned char)*args); n--)
		args++;
	add(&g->body, "\tview_%.*s(p%s%.*s);\n", (int)len, code, n ? ", " : "", (int)n, args);
}

/* ?attr condition, or ?attr="value" condition */
static void
attribute_put(struct gen *g, const char *code, size_t n)
{
	size_t len = 0, attr;
	char name[NAME];

	while (len < n && (isalnum((unsigned char)code[len]) || code[len] == '-'))
		len++;
	name_copy(name, code, len);
	attr = len;
	if (len + 2 < n && code[len] == '=' && code[len + 1] == '"') {
		for (len += 2; len < n && (ident_char(code[len]) || strchr(" -.", code[len]));)
			len++;
		len = len < n && code[len] == '"' ? len + 1 : n;
	}
	if (!attr || len >= n || !isspace((unsigned char)code[len]))
		fail(g, "an attribute is written {{?name condition }} or {{?name=\"value\" condition }}");
	if (g->m.where != IN_TAG && g->m.where != IN_TAG_NAME)
		fail(g, "{{?%s … }} can only be used inside a tag, between attributes", name);
	if (!markup_attribute(&g->m, name) || g->m.address)
		fail(g, "the attribute %s= cannot be printed by condition", name);
	g->m.where = IN_TAG;
	while (g->lit.n && isspace((unsigned char)g->lit.p[g->lit.n - 1]))
		g->lit.n--;
	line_mark(g);
	add(&g->body, "\tif (%.*s)\n\t\tput_raw(p, \" ", (int)(n - len), code + len);
	text_c(&g->body, code, len);
	add(&g->body, "\", %zu);\n", len + 1);
}

static void
expression(struct gen *g)
{
	const char *code = g->p + 2, *close;
	bool comment = at(g, "{{!");
	size_t n;
	char kind;

	close = find(g, code, comment ? "!}}" : "}}", !comment);
	n = (size_t)(close - code);
	while (n && isspace((unsigned char)*code))
		code++, n--;
	while (n && isspace((unsigned char)code[n - 1]))
		n--;
	kind = n ? *code : 0;
	if (!kind)
		fail(g, "`{{ }}` is empty");
	if (!comment && kind != '?')
		place_check(g);
	if (kind == '#')
		word_put(g, code + 1, n - 1);
	else if (kind == '>')
		view_put(g, code + 1 + (n > 1 && code[1] == ' '), n - 1 - (n > 1 && code[1] == ' '));
	else if (kind == '?')
		attribute_put(g, code + 1, n - 1);
	else if (!comment && g->m.where == IN_VALUE && g->m.address)
		call(g, g->m.value ? "put_in_url" : "put_url", code, n);
	else if (!comment)
		call(g, "put", code, n);
	if (g->m.where == IN_VALUE && !comment) {
		g->m.whole = g->m.address && !g->m.value;
		g->m.value++;
	}
	g->silent = g->line_start && (comment || kind == '>');
	g->line_start &= g->silent;
	step(g, (size_t)(close - g->p) + (comment ? 3 : 2));
}

/* ---- C lines ---- */

static void
branch_open(struct gen *g, bool alternative, bool last)
{
	struct branch *b = &g->branch[g->depth];

	if (g->depth == DEPTH)
		fail(g, "braces are deeper than %d", DEPTH);
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
branch_close(struct gen *g, bool alternative)
{
	struct branch *b;

	if (!g->depth)
		fail(g, "`}` without `{`");
	b = &g->branch[--g->depth];
	if (b->where != g->m.where)
		fail(g, "the branch from line %d ends inside a tag", b->line);
	if ((b->again && !tags_same(&b->end, &g->m.open)) || (!alternative && !b->last && !tags_same(&b->start, &g->m.open)))
		fail(g, "the branches from line %d leave different elements open", b->line);
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

static void
c_line(struct gen *g)
{
	const char *end = memchr(g->p, '\n', (size_t)(g->end - g->p)), *from = g->p + 1;
	bool alternative = false, last = false;

	end = end ? end : g->end;
	if (g->m.where != IN_TEXT && g->m.where != IN_TAG)
		fail(g, "a C line cannot stand inside an attribute");
	for (const char *p = from; p < end; p = c_skip(p, end)) {
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
		fail(g, "`else` needs `{` on the same line");
	if (g->depth && (word_follows(from, end, "case") || word_follows(from, end, "default")) &&
	    !tags_same(&g->branch[g->depth - 1].start, &g->m.open))
		fail(g, "the case above leaves elements open");
	line_mark(g);
	add(&g->body, "\t%.*s\n", (int)(end - from), from);
	step(g, (size_t)(end - g->p) + 1);
}

/* ---- views ---- */

/* opens a b, closes a b */
static void
elements_read(struct gen *g, const char *what, struct tags *tags)
{
	struct markup m = { 0 };
	char name[NAME];
	size_t n;

	if (!at(g, what))
		return;
	step(g, strlen(what));
	for (blanks(g, " "); (n = ident_at(g, name)) && n < 16; blanks(g, " ")) {
		if (!markup_opens(&m, name) || !m.open.n)
			fail(g, "<%s> is not an element that must be closed", name);
		step(g, n);
	}
	*tags = m.open;
}

static void
view_body(struct gen *g)
{
	g->line_start = true;
	g->silent = false;
	while (!at(g, "{%")) {
		if (g->line_start && !g->silent && g->m.where != IN_VALUE)
			blanks(g, " \t\r\n");
		if (g->p == g->end)
			fail(g, "the view is not closed: {%% end %%} is missing");
		if (at(g, "{%"))
			break;
		if (g->line_start && *g->p == '%' && (at(g, "% ") || at(g, "%\n"))) {
			c_line(g);
			continue;
		}
		if (at(g, "{{")) {
			expression(g);
		} else if (*g->p == '\n' && g->silent) {
			step(g, 1);
			g->line_start = true;
			g->silent = false;
		} else {
			g->line_start = *g->p == '\n';
			g->silent = false;
			literal_char(g);
		}
	}
}

static void
view(struct gen *g)
{
	struct tags closes = { .n = 0 }, opens = { .n = 0 };
	char name[NAME], *prototype = NULL;
	const char *args, *close;
	size_t n = ident_at(g, name);
	int depth = 1, line = g->line;

	if (!n || g->p + n >= g->end || g->p[n] != '(')
		fail(g, "a view begins {%% view name(arguments) %%}");
	step(g, n + 1);
	for (args = close = g->p; close < g->end && (depth += (*close == '(') - (*close == ')')) > 0;)
		close++;
	step(g, (size_t)(close - g->p) + 1);
	blanks(g, " \t\n");
	elements_read(g, "closes ", &closes);
	elements_read(g, "opens ", &opens);
	if (!at(g, "%}"))
		fail(g, "`%%}` is missing after the arguments of view %s", name);
	n = (size_t)(close - args);
	if (asprintf(&prototype, "view_%s(struct page *p%s%.*s)", name, n ? ", " : "", (int)n, args) < 0)
		abort();
	add(&g->header, "\nvoid %s;\n", prototype);
	add(&g->body, "\nvoid\n");
	line_mark(g);
	add(&g->body, "%s\n{\n\t(void)p;\n", prototype);
	free(prototype);
	step(g, 2);
	g->m = (struct markup){ .open = closes };
	view_body(g);
	literal_flush(g);
	if (g->depth)
		fail(g, "the `{` of line %d is not closed", g->branch[g->depth - 1].line);
	if (g->m.where != IN_TEXT)
		fail(g, "the view of line %d ends inside a tag or script", line);
	if (!tags_same(&g->m.open, &opens))
		fail(g, "the view of line %d leaves <%s> %s", line, g->m.open.n > opens.n ? g->m.open.name[g->m.open.n - 1] : opens.name[0],
		     g->m.open.n > opens.n ? "open" : "closed or in other order than it says");
	add(&g->body, "}\n");
}

/* Everything between the views: includes, comments, `{% view`. */
static void
file_parse(struct gen *g)
{
	for (blanks(g, " \t\r\n"); g->p < g->end; blanks(g, " \t\r\n")) {
		const char *close;

		if (at(g, "{{!")) {
			step(g, (size_t)(find(g, g->p, "!}}", false) - g->p) + 3);
			continue;
		}
		if (!at(g, "{%"))
			fail(g, "only views, includes and {{! comments !}} may stand outside a view");
		step(g, 2);
		blanks(g, " \t");
		if (at(g, "include \"")) {
			close = find(g, g->p + 9, "\"", false);
			add(&g->header, "#include \"%.*s\"\n", (int)(close - g->p - 9), g->p + 9);
			step(g, (size_t)(close - g->p) + 1);
		} else if (at(g, "view ")) {
			step(g, 5);
			blanks(g, " ");
			view(g);
			step(g, 2);
			blanks(g, " \t");
			if (!at(g, "end "))
				fail(g, "{%% end %%} expected");
			step(g, 4);
		} else {
			fail(g, "{%% include \"file\" %%}, {%% view name() %%} or {%% end %%} expected");
		}
		blanks(g, " \t");
		if (!at(g, "%}"))
			fail(g, "`%%}` is missing");
		step(g, 2);
	}
}

/* Compiles the n bytes at p. False: g->fault at g->line. */
static bool
viewgen(struct gen *g, const char *p, size_t n)
{
	g->p = p;
	g->end = p + n;
	g->line = 1;
	if (setjmp(g->faulty))
		return false;
	add(&g->header, "/* Written by tools/viewgen from %s/%s.html. */\n#pragma once\n#include \"html/html.h\"\n", g->folder, g->stem);
	if (memchr(p, 0, n))
		fail(g, "the file holds a NUL byte");
	file_parse(g);
	return true;
}

#ifndef HEYE_FUZZ
int
main(int argc, char **argv)
{
	static struct gen g;
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
	add(&source, "/* Written by tools/viewgen from %s/%s.html. */\n#include \"gen/%s.html.h\"\n", g.folder, stem, stem);
	text_put(&source, g.used.p ? g.used.p : "", g.used.n);
	text_put(&source, g.body.p ? g.body.p : "", g.body.n);
	file_write(argv[words + 1], &g.header);
	file_write(argv[words + 3], &source);
	return 0;
}
#endif
