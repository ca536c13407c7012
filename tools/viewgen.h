/* viewgen.h — one .html file on its way to C, shared by viewgen.c (views and C lines) and expression.c (what
 * prints). */
#ifndef HEYE_TOOLS_VIEWGEN_H
#define HEYE_TOOLS_VIEWGEN_H

#include "markup.h"

#include <setjmp.h>

#define DEPTH 40

/* One open brace of the C lines: both ways through it must leave the markup alike. */
struct branch {
	struct tags start, end;
	bool again; /* `end` holds what an earlier branch of the same if left */
	bool last;  /* a plain else: there is no way past it */
	enum where where;
	int line;
};

struct viewgen {
	const char *path, *folder, *stem;
	char *const *words; /* the folder's .words files */
	int word_files;
	const char *p, *end;
	int line;
	bool line_start,
		silent; /* silent: only a comment or a call stood on this line so far, so its newline is dropped */
	struct markup m;
	struct branch branch[DEPTH];
	int depth;
	struct text lit, body, header, used;
	jmp_buf faulty;
	char fault[400];
};

/* Compiles the n bytes at p (path, folder, stem and words are set). False: g->fault says what is wrong at g->line. */
bool viewgen(struct viewgen *g, const char *p, size_t n);
void viewgen_free(struct viewgen *g);

void view_fail(struct viewgen *g, const char *format, ...) __attribute__((format(printf, 2, 3), noreturn));

/* Reading: n characters on, what stands here, where a mark comes next (strings of C excepted when asked;
 * refuses when never). */
void view_step(struct viewgen *g, size_t n);
bool view_at(const struct viewgen *g, const char *z);
const char *view_find(struct viewgen *g, const char *from, const char *mark, bool strings);
const char *view_c_skip(const char *p, const char *end);

/* Writing: pending literal text as put_raw() calls; the same and the line that the next C comes from. */
void view_flush(struct viewgen *g);
void view_mark(struct viewgen *g);

/* One character of markup, or the whole start of an address. One {{ … }}. */
void view_literal(struct viewgen *g);
void view_expression(struct viewgen *g);

#endif
