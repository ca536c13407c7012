/* expression.c — what prints: literal text, addresses and {{ … }}. See viewgen.h. */
#include "viewgen.h"

#define LITERAL 2000 /* characters in one string literal */

void
view_fail(struct viewgen *g, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(g->fault, sizeof g->fault, format, ap);
	va_end(ap);
	longjmp(g->faulty, 1);
}

/* ---- reading ---- */

void
view_step(struct viewgen *g, size_t n)
{
	for (; n && g->p < g->end; n--)
		g->line += *g->p++ == '\n';
}

bool
view_at(const struct viewgen *g, const char *z)
{
	size_t n = strlen(z);

	return (size_t)(g->end - g->p) >= n && memcmp(g->p, z, n) == 0;
}

/* Steps over a C string or character, a comment, or one character. */
const char *
view_c_skip(const char *p, const char *end)
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
const char *
view_find(struct viewgen *g, const char *from, const char *mark, bool strings)
{
	size_t n = strlen(mark);

	for (const char *p = from; (size_t)(g->end - p) >= n && p < g->end;
	     p = strings ? view_c_skip(p, g->end) : p + 1)
		if (memcmp(p, mark, n) == 0)
			return p;
	view_fail(g, "`%s` is missing", mark);
}

/* ---- writing ---- */

void
view_flush(struct viewgen *g)
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

void
view_mark(struct viewgen *g)
{
	view_flush(g);
	add(&g->body, "#line %d \"", g->line);
	text_c(&g->body, g->path, strlen(g->path));
	add(&g->body, "\"\n");
}

/* `call(p, code);` with the code's own line for the compiler's messages. */
static void
call(struct viewgen *g, const char *function, const char *code, size_t n)
{
	view_mark(g);
	add(&g->body, "\t%s(p%s%.*s%s);\n", function, n ? ", (" : "", (int)n, code, n ? ")" : "");
}

static void
used_add(struct viewgen *g, const char *header)
{
	char line[2 * NAME + 32];

	snprintf(line, sizeof line, "#include \"gen/%s.h\"\n", header);
	if (!g->used.p || !strstr(g->used.p, line))
		add(&g->used, "%s", line);
}

/* ---- addresses ---- */

/* `/assets/NAME"` → the prefix, the literal and the name with its hash. */
static bool
asset_put(struct viewgen *g)
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
	view_mark(g);
	add(&g->body, "\tput_str(p, assets[ASSET_%s].name);\n", constant);
	used_add(g, "assets");
	g->m.value++;
	view_step(g, 8 + n);
	return true;
}

/* The first literal character of an address. True: more than that was already written. */
static bool
address_begin(struct viewgen *g)
{
	if (view_at(g, "/assets/")) {
		call(g, "put_str", "p->assets", 9);
		return asset_put(g);
	}
	if (*g->p == '/' && !view_at(g, "//"))
		call(g, "put_str", "p->root", 7);
	else if (*g->p != '#' && *g->p != '?' && !view_at(g, "tel:"))
		view_fail(g, "an address in %s= begins with / # ? or tel:, or is one expression of type url",
			  g->m.attr);
	return false;
}

void
view_literal(struct viewgen *g)
{
	struct markup *m = &g->m;

	if (m->where == IN_VALUE && m->address && !m->value && *g->p != m->quote && address_begin(g))
		return;
	if (!markup_char(m, *g->p))
		view_fail(g, "%s", m->fault);
	text_put(&g->lit, g->p, 1);
	view_step(g, 1);
}

/* ---- {{ … }} ---- */

/* An expression may stand in text or in quotes. */
static void
place_check(struct viewgen *g)
{
	switch (g->m.where) {
	case IN_TEXT:
	case IN_VALUE: break;
	case IN_RAW: view_fail(g, "`{{` cannot be used in script and style");
	case IN_BARE:
	case AFTER_IS: view_fail(g, "`{{` needs quotes around the value of %s=", g->m.attr);
	case IN_OPENING:
	case IN_DECLARATION:
	case IN_TAG_NAME:
	case IN_TAG:
	case IN_NAME:
		view_fail(g, "`{{` cannot be used in the middle of a tag; {{?name condition }} prints an attribute");
	}
	if (g->m.where == IN_VALUE && g->m.whole)
		view_fail(g, "an address given by an expression is the whole of %s=", g->m.attr);
}

/* #key, #stem.key, each with (arguments) for its holes. */
static void
word_put(struct viewgen *g, const char *code, size_t n)
{
	char stem[NAME] = "", key[2 * NAME], function[3 * NAME];
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
		view_fail(g, "#%s: there is neither %s.words nor %s.words", key, g->stem, g->folder);
	if (!len || (len < n && (code[len] != '(' || code[n - 1] != ')')))
		view_fail(g, "a word is written #key, #file.key or #key(arguments)");
	if (g->m.where == IN_VALUE && g->m.address)
		view_fail(g, "a word is not an address (%s=)", g->m.attr);
	snprintf(key, sizeof key, "%s.words", stem);
	used_add(g, key);
	view_mark(g);
	if (len == n) {
		add(&g->body, "\tput_word(p, &word_%s_%.*s);\n", stem, (int)len, code);
	} else {
		snprintf(function, sizeof function, "put_%s_%.*s", stem, (int)len, code);
		add(&g->body, "\t%s(p%s%.*s;\n", function, n - len > 2 ? ", " : "", (int)(n - len - 1), code + len + 1);
	}
}

/* view(args) */
static void
view_put(struct viewgen *g, const char *code, size_t n)
{
	size_t len = ident_len(code);
	const char *args = code + len + 1;

	if (!len || len + 2 > n || code[len] != '(' || code[n - 1] != ')')
		view_fail(g, "a view is called {{> name(arguments) }}");
	if (g->m.where != IN_TEXT)
		view_fail(g, "a view can only be called between elements");
	view_mark(g);
	for (n -= len + 2; n && isspace((unsigned char)*args); n--)
		args++;
	add(&g->body, "\tview_%.*s(p%s%.*s);\n", (int)len, code, n ? ", " : "", (int)n, args);
}

/* ?attr condition, or ?attr="value" condition */
static void
attribute_put(struct viewgen *g, const char *code, size_t n)
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
		view_fail(g, "an attribute is written {{?name condition }} or {{?name=\"value\" condition }}");
	if (g->m.where != IN_TAG && g->m.where != IN_TAG_NAME)
		view_fail(g, "{{?%s … }} can only be used inside a tag, between attributes", name);
	if (!markup_attribute(&g->m, name) || g->m.address)
		view_fail(g, "the attribute %s= cannot be printed by condition", name);
	g->m.where = IN_TAG;
	while (g->lit.n && isspace((unsigned char)g->lit.p[g->lit.n - 1]))
		g->lit.n--;
	view_mark(g);
	add(&g->body, "\tif (%.*s)\n\t\tput_raw(p, \" ", (int)(n - len), code + len);
	text_c(&g->body, code, len);
	add(&g->body, "\", %zu);\n", len + 1);
}

void
view_expression(struct viewgen *g)
{
	const char *code = g->p + 2, *close;
	bool comment = view_at(g, "{{!");
	size_t n;
	char kind;

	close = view_find(g, code, comment ? "!}}" : "}}", !comment);
	n = (size_t)(close - code);
	while (n && isspace((unsigned char)*code))
		code++, n--;
	while (n && isspace((unsigned char)code[n - 1]))
		n--;
	kind = n ? *code : 0;
	if (!kind)
		view_fail(g, "`{{ }}` is empty");
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
	view_step(g, (size_t)(close - g->p) + (comment ? 3 : 2));
}
