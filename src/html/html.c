#include "html/html.h"

static const char *const month_en[] = { "",     "January", "February",  "March",   "April",    "May",     "June",
					"July", "August",  "September", "October", "November", "December" };

static void
out_z(struct out *o, const char *z)
{
	out_str(o, str_of(z));
}

static const char *
entity(char c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&#39;";
	default: return NULL;
	}
}

/* Runs of plain text go out in one piece. */
void
put_str(struct page *p, str s)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		const char *e = entity(s.p[i]);

		if (!e)
			continue;
		out_str(p->out, (str){ s.p + from, i - from });
		out_z(p->out, e);
		from = i + 1;
	}
	if (from < s.n)
		out_str(p->out, str_skip(s, from));
}

void
put_int(struct page *p, int64_t n)
{
	out_int(p->out, n);
}

void
put_day(struct page *p, day d)
{
	struct civil c = day_civil(d), now = day_civil(day_of(p->now));
	bool year = c.year != now.year;

	if (d.n == 0)
		return;
	if (p->lang == EN) {
		out_fmt(p->out, "%d %s", c.day, month_en[c.month]);
		if (year)
			out_fmt(p->out, " %d", c.year);
		return;
	}
	if (year)
		out_fmt(p->out, "%d 年 ", c.year);
	out_fmt(p->out, "%d 月 %d 日", c.month, c.day);
}

void
put_moment(struct page *p, moment t)
{
	if (t.ms == 0)
		return;
	put_day(p, day_of(t));
	out_fmt(p->out, "%s%d:%02d", p->lang == EN ? ", " : " ", moment_hour(t), moment_minute(t));
}

str
word_text(const struct word *w, enum lang lang)
{
	return str_of(lang == EN ? w->en : w->zh);
}

void
put_word(struct page *p, const struct word *w)
{
	put_str(p, word_text(w, p->lang));
}

void
put_html(struct page *p, html h)
{
	out_str(p->out, h.s);
}

void
put_url(struct page *p, url u)
{
	put_str(p, u.s);
}

static bool
unreserved(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
	       c == '_' || c == '~';
}

void
put_part(struct page *p, str s)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (unreserved(c)) {
			out_char(p->out, (char)c);
			continue;
		}
		out_char(p->out, '%');
		out_char(p->out, hex[c >> 4]);
		out_char(p->out, hex[c & 15]);
	}
}

void
put_part_int(struct page *p, int64_t n)
{
	out_int(p->out, n);
}

void
put_raw(struct page *p, const char *z, size_t n)
{
	out_str(p->out, (str){ z, n });
}
