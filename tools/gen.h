/* gen.h — what the generators share: growing text, whole files, small questions about names.
 *
 * They run on the building machine for a moment, so memory is never given back, except by viewgen, which is
 * also fuzzed. */
#ifndef HEYE_TOOLS_GEN_H
#define HEYE_TOOLS_GEN_H

#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME 64

struct text {
	char *p;
	size_t n, cap;
};

static inline void
text_put(struct text *t, const char *p, size_t n)
{
	if (t->cap - t->n <= n) {
		t->cap = t->cap * 2 + n + 4096;
		t->p = realloc(t->p, t->cap);
		if (!t->p)
			abort();
	}
	if (n)
		memcpy(t->p + t->n, p, n);
	t->n += n;
	t->p[t->n] = 0;
}

static inline void __attribute__((format(printf, 2, 3))) add(struct text *t, const char *format, ...)
{
	va_list ap;
	char *line = NULL;
	int n;

	va_start(ap, format);
	n = vasprintf(&line, format, ap);
	va_end(ap);
	if (n < 0)
		abort();
	text_put(t, line, (size_t)n);
	free(line);
}

/* Bytes as the inside of a C string literal. A question mark is escaped because of trigraphs. */
static inline void
text_c(struct text *t, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] == '\n')
			add(t, "\\n");
		else if (p[i] == '"' || p[i] == '\\' || (p[i] == '?' && i && p[i - 1] == '?'))
			add(t, "\\%c", p[i]);
		else if ((unsigned char)p[i] < ' ')
			add(t, "\\%03o", (unsigned)p[i]);
		else
			text_put(t, p + i, 1);
}

/* The whole file with a NUL behind it, or NULL. */
static inline char *
file_read(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	struct text t = { NULL, 0, 0 };
	char piece[16384];
	size_t got = 1;

	while (f && got) {
		got = fread(piece, 1, sizeof piece, f);
		text_put(&t, piece, got);
	}
	if (f)
		fclose(f);
	*n = t.n;
	return t.p;
}

static inline char *
file_need(const char *path, size_t *n)
{
	char *p = file_read(path, n);

	if (p && strlen(p) == *n)
		return p;
	fprintf(stderr, "%s:1: %s\n", path, p ? "the file holds a NUL byte" : "cannot be read");
	exit(1);
}

/* Leaves a file that would not change alone: ninja then rebuilds nothing that includes it. */
static inline void
file_write(const char *path, const struct text *t)
{
	size_t n;
	char *old = file_read(path, &n);
	bool same = old && n == t->n && memcmp(old, t->p, n) == 0;
	FILE *f;

	free(old);
	if (same)
		return;
	f = fopen(path, "wb");
	if (!f || fwrite(t->p, 1, t->n, f) != t->n || fclose(f) != 0) {
		fprintf(stderr, "%s:1: cannot be written\n", path);
		exit(1);
	}
}

static inline void
name_copy(char to[NAME], const char *from, size_t n)
{
	if (n >= NAME)
		n = NAME - 1;
	memcpy(to, from, n);
	to[n] = 0;
}

/* "src/matter/queue.sql" → "queue" */
static inline void
name_stem(char to[NAME], const char *path)
{
	const char *base = strrchr(path, '/');

	base = base ? base + 1 : path;
	name_copy(to, base, strcspn(base, "."));
}

static inline bool
ident_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static inline size_t
ident_len(const char *p)
{
	size_t n = 0;

	while (ident_char(p[n]))
		n++;
	return n;
}

/* Whether a word is one of a list of words with a blank on both sides of each. */
static inline bool
in_list(const char *word, const char *list)
{
	size_t n = strlen(word);

	for (const char *at = list; n && (at = strstr(at, word)); at += n)
		if (at > list && at[-1] == ' ' && at[n] == ' ')
			return true;
	return false;
}

/* Words that cannot name a C member, and types and locals that a parameter would hide. */
#define C_WORDS                                                                                                      \
	" auto break case char const continue default do double else enum extern float for goto if inline int long " \
	"register "                                                                                                  \
	"restrict return short signed sizeof static struct switch typedef union unsigned void volatile while bool "  \
	"true false "
#define HIDING " day moment str hash key html url db tx s e p row list each ctx more cap mark full "

/* A parameter's name in C: with a trailing underscore where the plain one would hide a type or a local. */
static inline const char *
name_tail(const char *name)
{
	return in_list(name, HIDING) ? "_" : "";
}

#endif
