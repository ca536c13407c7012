#include "html/html.h"

#include "base/utf8.h"

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

/* Where the next of the five characters stands, four bytes at a step: nearly all text has none. */
static size_t
plain_run(const char *p, size_t n)
{
	static const bool special[256] = { ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true };
	size_t i = 0;

	for (; i + 4 <= n; i += 4)
		if (special[(unsigned char)p[i]] | special[(unsigned char)p[i + 1]] | special[(unsigned char)p[i + 2]] |
		    special[(unsigned char)p[i + 3]])
			break;
	while (i < n && !special[(unsigned char)p[i]])
		i++;
	return i;
}

/* Runs of plain text go out in one piece. */
void
put_str(struct page *p, str s)
{
	while (s.n > 0) {
		size_t n = plain_run(s.p, s.n);

		out_str(p->out, str_head(s, n));
		if (n == s.n)
			return;
		out_z(p->out, entity(s.p[n]));
		s = str_skip(s, n + 1);
	}
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
		out_int(p->out, c.day);
		out_char(p->out, ' ');
		out_z(p->out, month_en[c.month]);
		if (year) {
			out_char(p->out, ' ');
			out_int(p->out, c.year);
		}
		return;
	}
	if (year) {
		out_int(p->out, c.year);
		out_str(p->out, S(" 年 "));
	}
	out_int(p->out, c.month);
	out_str(p->out, S(" 月 "));
	out_int(p->out, c.day);
	out_str(p->out, S(" 日"));
}

void
put_moment(struct page *p, moment t)
{
	int minute = moment_minute(t);

	if (t.ms == 0)
		return;
	put_day(p, day_of(t));
	out_str(p->out, p->lang == EN ? S(", ") : S(" "));
	out_int(p->out, moment_hour(t));
	out_str(p->out, minute < 10 ? S(":0") : S(":"));
	out_int(p->out, minute);
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

static bool
is_han(uint32_t c)
{
	return (c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
}

str
html_lang(const struct page *p, str text)
{
	uint32_t c;

	for (size_t n; (n = utf8_next(text, &c)) > 0; text = str_skip(text, n))
		if (is_han(c))
			return S("zh-CN");
	return p->lang == EN ? S("en") : S("zh-CN");
}
