/* html.h — typed output of pages. Views (*.html, compiled by tools/viewgen) are the only callers.
 *
 * put() picks by type: a str is escaped, a number is printed, a day or moment is written in the reader's
 * language, a word in that language; only `html` passes raw, and only this folder and views can make one. An
 * unknown type does not compile.
 *
 * names: put, word, this_type */
#ifndef HEYE_HTML_HTML_H
#define HEYE_HTML_HTML_H

#include "base/day.h"
#include "base/out.h"

enum lang { ZH, EN };

/* One entry of a .words file (tools/wordgen): `word_<slice>_<key>`. */
struct word {
	const char *zh, *en;
};

typedef struct {
	str s;
} html; /* markup made by the house itself: an SVG, a QR code */

typedef struct {
	str s;
} url; /* a complete address made by page_url() or an asset; printed into href and src, escaped */

struct page {
	struct out *out;
	enum lang lang;
	/* URL prefix and township, "" or "/ztzl/heye/510921207": put before every address that begins with "/" */
	str root;
	str assets;  /* URL prefix without the township */
	str csrf;    /* for forms; empty on public GET pages without one */
	bool large;  /* elder mode */
	bool styled; /* the reader's browser already has the style sheet: link it, do not inline it */
	moment now;
};

void put_str(struct page *p, str s);
void put_int(struct page *p, int64_t n);
void put_day(struct page *p, day d);       /* 11 月 24 日 (with the year when it is not this year's) · 24 November */
void put_moment(struct page *p, moment t); /* 11 月 24 日 9:30 · 24 November, 9:30 */
void put_word(struct page *p, const struct word *w);
void put_html(struct page *p, html h);
void put_url(struct page *p, url u);
void put_part(struct page *p, str s); /* percent-encoded: a piece of a path or a query */
void put_part_int(struct page *p, int64_t n);
void put_raw(struct page *p, const char *z, size_t n); /* viewgen's own literal text; not for use by hand */

void this_type_is_not_printable(struct page *p, ...);

/* clang-format off */
#define put(p, x)                                                                                            \
	_Generic((x), str: put_str, url: put_url, html: put_html, day: put_day, moment: put_moment,         \
		 const struct word *: put_word, struct word *: put_word, int: put_int, long: put_int,       \
		 unsigned: put_int, unsigned long: put_int, long long: put_int,                             \
		 default: this_type_is_not_printable)((p), (x))
#define put_in_url(p, x)                                                                                     \
	_Generic((x), str: put_part, int: put_part_int, long: put_part_int, unsigned: put_part_int,         \
		 long long: put_part_int, default: this_type_is_not_printable)((p), (x))
/* clang-format on */

str word_text(const struct word *w, enum lang lang);

/* The lang attribute of a text that somebody typed: "zh-CN" when it holds a Han character, else the reader's. */
str html_lang(const struct page *p, str text);

/* A QR code as an SVG path (libqrencode, level M), `label` for screen readers. */
html html_qr(struct arena *a, str text, str label);

#endif
