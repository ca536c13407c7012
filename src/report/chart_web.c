#include "report/chart_web.h"

#define WIDE   400
#define ROW    30
#define NAME   134 /* for the name of a lying bar */
#define BARS   200 /* for the longest one */
#define HIGH   172
#define FLOOR  146 /* of standing bars */
#define LEFT   34
#define SHADES 5

static struct out
paper(struct page *p)
{
	return out_make(p->out->mem, 4096, 256 << 10);
}

static void
text_put(struct out *o, str s)
{
	struct page inner = { .out = o };

	put_str(&inner, s);
}

static void
svg_begin(struct out *o, const char *class, int high, str label)
{
	out_fmt(o, "<svg class=\"chart%s\" viewBox=\"0 0 %d %d\" role=\"group\" aria-label=\"", class, WIDE, high);
	text_put(o, label);
	out_str(o, S("\">"));
}

/* As much of a name as fits into `room` units: a Chinese character takes 15, others 8. */
static str
fitting(struct arena *a, str name, int room)
{
	int used = 0;
	size_t i = 0;

	while (i < name.n) {
		bool wide = (unsigned char)name.p[i] >= 0xe0;
		size_t size = wide ? 3 : (unsigned char)name.p[i] >= 0xc0 ? 2 : 1;

		used += wide ? 15 : 8;
		if (used > room && i + size <= name.n)
			return str_join(a, str_head(name, i), S("…"));
		i += size;
	}
	return name;
}

static void
link_begin(struct page *p, struct out *o, url to)
{
	struct page inner = { .out = o, .root = p->root };

	if (!to.s.n)
		return;
	out_str(o, S("<a href=\""));
	put_url(&inner, to);
	out_str(o, S("\">"));
}

static void
link_end(struct out *o, url to)
{
	if (to.s.n)
		out_str(o, S("</a>"));
}

html
chart_rows(struct page *p, const struct chart_bar *b, size_t n, str label)
{
	struct out o = paper(p);
	int64_t most = 1;

	for (size_t i = 0; i < n; i++)
		if (b[i].n > most)
			most = b[i].n;
	svg_begin(&o, "", (int)n * ROW + 4, label);
	for (size_t i = 0; i < n; i++) {
		int y = (int)i * ROW, wide = (int)(b[i].n * BARS / most);

		link_begin(p, &o, b[i].to);
		out_fmt(&o, "<text x=\"%d\" y=\"%d\" class=\"e\">", NAME - 8, y + 21);
		text_put(&o, fitting(o.mem, b[i].name, NAME - 26));
		out_str(&o, S("<title>"));
		text_put(&o, b[i].name);
		out_fmt(&o, "</title></text><rect class=\"b1\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"21\" rx=\"2\"/>",
			NAME, y + 5, b[i].n && wide < 2 ? 2 : wide);
		out_fmt(&o, "<text class=\"v\" x=\"%d\" y=\"%d\">%lld</text>", NAME + wide + 6, y + 21,
			(long long)b[i].n);
		link_end(&o, b[i].to);
	}
	out_str(&o, S("</svg>"));
	return (html){ out_view(&o) };
}

/* 1, 2 or 5 times a power of ten: three or four lines above the floor. */
static int64_t
scale_step(int64_t most)
{
	static const int64_t of[] = { 1, 2, 5 };

	for (int64_t power = 1;; power *= 10)
		for (size_t i = 0; i < 3; i++)
			if (of[i] * power * 4 >= most)
				return of[i] * power;
}

static int
height_of(int64_t n, int64_t top)
{
	return (int)(n * (FLOOR - 12) / top);
}

html
chart_pairs(struct page *p, const struct chart_pair *b, size_t n, str label)
{
	struct out o = paper(p);
	int64_t most = 1, step, top;
	int each = n ? (WIDE - LEFT) / (int)n : 1, bar = each * 2 / 5 > 1 ? each * 2 / 5 : 1;

	for (size_t i = 0; i < n; i++) {
		most = b[i].first > most ? b[i].first : most;
		most = b[i].second > most ? b[i].second : most;
	}
	step = scale_step(most);
	top = (most + step - 1) / step * step;
	svg_begin(&o, "", HIGH, label);
	for (int64_t at = 0; at <= top; at += step)
		out_fmt(&o, "<path class=\"ax\" d=\"M%d %dH%d\"/><text class=\"e\" x=\"%d\" y=\"%d\">%lld</text>", LEFT,
			FLOOR - height_of(at, top), WIDE, LEFT - 6, FLOOR - height_of(at, top) + 5, (long long)at);
	for (size_t i = 0; i < n; i++) {
		int x = LEFT + 2 + (int)i * each, high = height_of(b[i].first, top),
		    other = height_of(b[i].second, top);

		out_str(&o, S("<g><title>"));
		text_put(&o, b[i].name);
		out_fmt(&o, ": %lld / %lld</title>", (long long)b[i].first, (long long)b[i].second);
		out_fmt(&o, "<rect class=\"b2\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", x, FLOOR - high, bar,
			high);
		out_fmt(&o, "<rect class=\"b1\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/></g>", x + bar + 1,
			FLOOR - other, bar, other);
		if (i % 3 == 0) {
			out_fmt(&o, "<text class=\"c\" x=\"%d\" y=\"166\">", x + bar);
			text_put(&o, b[i].name);
			out_str(&o, S("</text>"));
		}
	}
	out_str(&o, S("</svg>"));
	return (html){ out_view(&o) };
}

int64_t
chart_step(const struct chart_area *a, size_t n)
{
	int64_t most = 1;

	for (size_t i = 0; i < n; i++)
		if (a[i].n > most)
			most = a[i].n;
	return (most + SHADES - 2) / (SHADES - 1);
}

html
chart_map(struct page *p, const struct chart_area *a, size_t n, str label)
{
	struct out o = paper(p);
	int64_t step = chart_step(a, n);

	svg_begin(&o, " map", CHART_MAP_HIGH, label);
	for (size_t i = 0; i < n; i++) {
		int64_t shade = a[i].n <= 0 ? 0 : (a[i].n - 1) / step + 1;

		shade = shade >= SHADES ? SHADES - 1 : shade;
		link_begin(p, &o, a[i].to);
		out_fmt(&o, "<path class=\"m%lld\" d=\"%.*s\"/>", (long long)shade, STR_ARG(a[i].path));
		out_fmt(&o, "<text class=\"c%s\" x=\"%d\" y=\"%d\">", shade == SHADES - 1 ? " w" : "", a[i].x,
			a[i].y - 3);
		text_put(&o, fitting(o.mem, a[i].name, 116));
		out_fmt(&o, "<title>");
		text_put(&o, a[i].name);
		out_fmt(&o, "</title></text><text class=\"c v%s\" x=\"%d\" y=\"%d\">", shade == SHADES - 1 ? " w" : "",
			a[i].x, a[i].y + 15);
		if (a[i].n < 0)
			out_str(&o, S("?"));
		else
			out_int(&o, a[i].n);
		out_str(&o, S("</text>"));
		link_end(&o, a[i].to);
	}
	out_str(&o, S("</svg>"));
	return (html){ out_view(&o) };
}
