/* wordgen.c — compiles a .words file: a constant for each plain entry, a typed function for each entry with
 * holes.
 *
 *   wordgen [--shared] --header OUT.h --source OUT.c IN.words --used-in FILE…
 *
 * An entry is a key at the start of a line, then the Chinese and the English line, both indented. {name:type}
 * is a hole, {name} the same hole again, {name|one|many} a choice by an int hole. A missing language, a hole
 * that only one language has and a key that nobody uses end the build as `file:line: message`; --shared excuses
 * the last, for words of all folders. */
#include "gen.h"

#define HOLES 12

enum type { STR, INT, DAY, MOMENT, WORD, TYPES };

static const char *const type_name[] = { "str", "int", "day", "moment", "word" };
static const char *const type_c[] = { "str ", "int64_t ", "day ", "moment ", "const struct word *" };

struct hole {
	char name[NAME];
	enum type type;
	bool seen[2]; /* in Chinese, in English */
};

struct entry {
	int line;
	char key[NAME];
	const char *text[2]; /* Chinese, English */
	size_t n[2];
	struct hole hole[HOLES];
	int holes;
};

struct gen {
	const char *path;
	char stem[NAME];
	struct text header, source;
	struct entry *entry;
	int entries;
};

static void __attribute__((format(printf, 3, 4), noreturn)) fail(const struct gen *g, int line, const char *format, ...)
{
	va_list ap;

	fprintf(stderr, "%s:%d: ", g->path, line);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

/* ---- reading ---- */

static struct hole *
hole_find(struct entry *e, const char *name, size_t n)
{
	for (int i = 0; i < e->holes; i++)
		if (strlen(e->hole[i].name) == n && strncmp(e->hole[i].name, name, n) == 0)
			return &e->hole[i];
	return NULL;
}

/* The inside of one pair of braces, `{name:type}`; the other forms need no declaring. */
static void
hole_declare(const struct gen *g, struct entry *e, const char *p, size_t n, int line)
{
	size_t len = ident_len(p), type_len;
	enum type t = STR;
	struct hole *h = hole_find(e, p, len);

	if (!len || len >= NAME || len > n)
		fail(g, line, "a hole is written {name:type}");
	if (p[len] != ':' || len == n)
		return;
	type_len = n - len - 1;
	while (t < TYPES && (strlen(type_name[t]) != type_len || strncmp(type_name[t], p + len + 1, type_len) != 0))
		t++;
	if (t == TYPES)
		fail(g, line, "`%.*s` is not a type of holes: str int day moment word", (int)type_len, p + len + 1);
	if (h && h->type != t)
		fail(g, line, "hole {%s} is also of type %s", h->name, type_name[h->type]);
	if (h)
		return;
	if (e->holes == HOLES)
		fail(g, line, "more than %d holes", HOLES);
	name_copy(e->hole[e->holes].name, p, len);
	if (in_list(e->hole[e->holes].name, C_WORDS))
		fail(g, line, "`%s` is a word of C", e->hole[e->holes].name);
	e->hole[e->holes++].type = t;
}

/* The form of the braces at p, which n bytes stand between: what was declared, or {n|one|many}. */
static void
hole_check(const struct gen *g, struct entry *e, const char *p, size_t n, int line, int lang)
{
	size_t len = ident_len(p), one;
	struct hole *h = hole_find(e, p, len);
	const char *bar;

	if (!h)
		fail(g, line, "hole {%.*s} has no type", (int)len, p);
	h->seen[lang] = true;
	if (len == n || p[len] == ':')
		return;
	bar = p[len] == '|' ? memchr(p + len + 1, '|', n - len - 1) : NULL;
	if (!bar || memchr(bar + 1, '|', n - (size_t)(bar + 1 - p)))
		fail(g, line, "a hole is written {name:type}, {name} or {name|one|many}");
	one = (size_t)(bar - p) - len - 1;
	if (h->type != INT)
		fail(g, line, "{%s|…} needs an int hole", h->name);
	if (one == n - len - one - 2 && memcmp(p + len + 1, bar + 1, one) == 0)
		fail(g, line, "both forms of {%s|…} are the same", h->name);
}

static void
holes_read(const struct gen *g, struct entry *e, int lang, bool declare)
{
	const char *p = e->text[lang], *end = p + e->n[lang], *close;

	for (; p < end; p++) {
		if (*p == '}')
			fail(g, e->line + 1 + lang, "`}` without `{`");
		if (*p != '{')
			continue;
		close = memchr(p, '}', (size_t)(end - p));
		if (!close)
			fail(g, e->line + 1 + lang, "a hole is not closed");
		if (declare)
			hole_declare(g, e, p + 1, (size_t)(close - p - 1), e->line + 1 + lang);
		else
			hole_check(g, e, p + 1, (size_t)(close - p - 1), e->line + 1 + lang, lang);
		p = close;
	}
}

static void
entry_check(const struct gen *g, struct entry *e)
{
	static const char *const language[] = { "Chinese", "English" };

	for (int lang = 0; lang < 2; lang++)
		holes_read(g, e, lang, true);
	for (int lang = 0; lang < 2; lang++)
		holes_read(g, e, lang, false);
	for (int i = 0; i < e->holes; i++)
		for (int lang = 0; lang < 2; lang++)
			if (!e->hole[i].seen[lang])
				fail(g, e->line + 1 + lang, "hole {%s} is not in the %s line", e->hole[i].name,
				     language[lang]);
	for (const struct entry *o = g->entry; o < e; o++)
		if (strcmp(o->key, e->key) == 0)
			fail(g, e->line, "`%s` is also on line %d", e->key, o->line);
}

static bool
indented(const char *p)
{
	return (*p == ' ' || *p == '\t') && p[strspn(p, " \t\r")] && p[strspn(p, " \t\r")] != '\n';
}

static void
entries_read(struct gen *g, const char *p)
{
	int line = 1;

	for (size_t n; *p; p += n + (p[n] == '\n'), line++) {
		struct entry *e;
		size_t len = ident_len(p);

		n = strcspn(p, "\n");
		if (*p == '#' || strspn(p, " \t\r") >= n)
			continue;
		if (indented(p))
			fail(g, line, "a line without a key: an entry is a key, a Chinese and an English line");
		if (len != n || len >= NAME || !islower((unsigned char)*p))
			fail(g, line, "`%.*s` is not a key", (int)n, p);
		g->entry = realloc(g->entry, ((size_t)g->entries + 1) * sizeof *g->entry);
		if (!g->entry)
			abort();
		e = &g->entry[g->entries++];
		*e = (struct entry){ .line = line };
		name_copy(e->key, p, len);
		for (int lang = 0; lang < 2; lang++, line++) {
			p += n + (p[n] == '\n');
			if (!indented(p))
				fail(g, e->line, "`%s` has no %s line", e->key, lang ? "English" : "Chinese");
			n = strcspn(p, "\n");
			e->text[lang] = p + strspn(p, " \t");
			for (e->n[lang] = n - strspn(p, " \t"); strchr(" \t\r", e->text[lang][e->n[lang] - 1]);)
				e->n[lang]--;
		}
		entry_check(g, e);
	}
}

/* ---- who uses it ---- */

static bool
text_has(const char *text, const char *word)
{
	size_t n = strlen(word);

	for (const char *at = text; (at = strstr(at, word)); at += n)
		if (!ident_char(at[n]) && (at == text || *word == '#' || !ident_char(at[-1])))
			return true;
	return false;
}

static bool
entry_used(const struct gen *g, const struct entry *e, char *const *text, int files)
{
	char form[4][2 * NAME + 8];

	snprintf(form[0], sizeof form[0], "#%s", e->key);
	snprintf(form[1], sizeof form[1], "#%s.%s", g->stem, e->key);
	snprintf(form[2], sizeof form[2], "word_%s_%s", g->stem, e->key);
	snprintf(form[3], sizeof form[3], "put_%s_%s", g->stem, e->key);
	for (int i = 0; i < files; i++)
		for (int f = 0; f < 4; f++)
			if (text_has(text[i], form[f]))
				return true;
	return false;
}

static void
used_check(const struct gen *g, char **path, int files)
{
	char **text = calloc((size_t)files + 1, sizeof *text);
	size_t n;

	if (!text)
		abort();
	for (int i = 0; i < files; i++)
		text[i] = file_need(path[i], &n);
	for (int i = 0; i < g->entries; i++)
		if (!entry_used(g, &g->entry[i], text, files))
			fail(g, g->entry[i].line, "`%s` is used nowhere in this folder", g->entry[i].key);
	free(text);
}

/* ---- the C ---- */

/* Literal text of a function: escaped for HTML here, once. */
static void
literal_write(struct text *t, const char *p, size_t n)
{
	struct text safe = { NULL, 0, 0 };

	for (size_t i = 0; i < n; i++)
		switch (p[i]) {
		case '<': add(&safe, "&lt;"); break;
		case '>': add(&safe, "&gt;"); break;
		case '&': add(&safe, "&amp;"); break;
		case '"': add(&safe, "&#34;"); break;
		case '\'': add(&safe, "&#39;"); break;
		default: text_put(&safe, p + i, 1);
		}
	if (n) {
		add(t, "put_raw(p, \"");
		text_c(t, safe.p, safe.n);
		add(t, "\", %zu);\n", safe.n);
	}
	free(safe.p);
}

static void
hole_write(struct entry *e, struct text *t, const char *p, size_t n, const char *indent)
{
	size_t len = ident_len(p), one, many;
	const struct hole *h = hole_find(e, p, len);
	const char *tail = name_tail(h->name), *bar;

	if (len == n || p[len] == ':') {
		add(t, "%sput_%s(p, %s%s);\n", indent, type_name[h->type], h->name, tail);
		return;
	}
	bar = memchr(p + len + 1, '|', n - len - 1);
	one = (size_t)(bar - p) - len - 1;
	many = n - len - one - 2;
	add(t, "%sif (%s%s %s 1)\n%s\t", indent, h->name, tail, one ? "==" : "!=", indent);
	literal_write(t, one ? p + len + 1 : bar + 1, one ? one : many);
	if (!one || !many)
		return;
	add(t, "%selse\n%s\t", indent, indent);
	literal_write(t, bar + 1, many);
}

static void
text_write(struct entry *e, struct text *t, int lang, const char *indent)
{
	const char *p = e->text[lang], *end = p + e->n[lang];

	while (p < end) {
		const char *open = memchr(p, '{', (size_t)(end - p)), *close;

		open = open ? open : end;
		if (open > p) {
			add(t, "%s", indent);
			literal_write(t, p, (size_t)(open - p));
		}
		if (open == end)
			return;
		close = memchr(open, '}', (size_t)(end - open));
		hole_write(e, t, open + 1, (size_t)(close - open - 1), indent);
		p = close + 1;
	}
}

static void
entry_write(struct gen *g, struct entry *e)
{
	struct text *t = &g->source, prototype = { NULL, 0, 0 };

	if (!e->holes) {
		add(&g->header, "extern const struct word word_%s_%s;\n", g->stem, e->key);
		add(t, "\nconst struct word word_%s_%s = {\n\t\"", g->stem, e->key);
		text_c(t, e->text[0], e->n[0]);
		add(t, "\",\n\t\"");
		text_c(t, e->text[1], e->n[1]);
		add(t, "\",\n};\n");
		return;
	}
	add(&prototype, "put_%s_%s(struct page *p", g->stem, e->key);
	for (int i = 0; i < e->holes; i++)
		add(&prototype, ", %s%s%s", type_c[e->hole[i].type], e->hole[i].name, name_tail(e->hole[i].name));
	add(&g->header, "void %s);\n", prototype.p);
	add(t, "\nvoid\n%s)\n{\n\tif (p->lang == EN) {\n", prototype.p);
	text_write(e, t, 1, "\t\t");
	add(t, "\t\treturn;\n\t}\n");
	text_write(e, t, 0, "\t");
	add(t, "}\n");
	free(prototype.p);
}

int
main(int argc, char **argv)
{
	static struct gen g;
	bool shared = argc > 1 && strcmp(argv[1], "--shared") == 0;
	size_t n;

	argc -= shared;
	argv += shared;
	if (argc < 7 || strcmp(argv[1], "--header") || strcmp(argv[3], "--source") || strcmp(argv[6], "--used-in")) {
		fputs("usage: wordgen [--shared] --header OUT.h --source OUT.c IN.words --used-in FILE…\n", stderr);
		return 2;
	}
	g.path = argv[5];
	name_stem(g.stem, g.path);
	entries_read(&g, file_need(g.path, &n));
	if (!shared)
		used_check(&g, argv + 7, argc - 7);
	add(&g.header, "/* Written by tools/wordgen from %s.words. */\n#pragma once\n#include \"html/html.h\"\n\n",
	    g.stem);
	add(&g.source, "/* Written by tools/wordgen from %s.words. */\n#include \"gen/%s.words.h\"\n", g.stem, g.stem);
	for (int i = 0; i < g.entries; i++)
		entry_write(&g, &g.entry[i]);
	file_write(argv[2], &g.header);
	file_write(argv[4], &g.source);
	return 0;
}
