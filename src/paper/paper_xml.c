#include "paper/paper_write.h"

#include "base/utf8.h"

static bool
in_xml(uint32_t c)
{
	return c == '\t' || c == '\n' || (c >= 0x20 && c != 0x7f && c != 0xfffe && c != 0xffff);
}

void
xml_text(struct out *o, str s)
{
	uint32_t c;
	size_t n;

	for (; (n = utf8_next(s, &c)) > 0; s = str_skip(s, n)) {
		if (c == '&')
			out_str(o, S("&amp;"));
		else if (c == '<')
			out_str(o, S("&lt;"));
		else if (c == '>')
			out_str(o, S("&gt;"));
		else if (c == '"')
			out_str(o, S("&quot;"));
		else if (in_xml(c))
			out_str(o, str_head(s, n));
	}
}

const char *
xml_z(struct arena *mem, str s)
{
	char *p = make(mem, char, s.n + 1), *to = p;
	uint32_t c;
	size_t n;

	for (; (n = utf8_next(s, &c)) > 0; s = str_skip(s, n))
		for (size_t i = 0; in_xml(c) && i < n; i++)
			*to++ = s.p[i];
	return p;
}
