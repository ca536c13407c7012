#include "depot/depot_page.h"

#include "depot/depot_kind.h"

#include <string.h>

/* The text between <name> and </name> in what is left of *text, which moves behind it; empty when there is none. */
static str
element(struct arena *mem, str *text, const char *name)
{
	str open = str_fmt(mem, "<%s>", name), end = str_fmt(mem, "</%s>", name), found;
	ptrdiff_t from = str_find(*text, open), to;

	if (from < 0)
		return S("");
	found = str_skip(*text, (size_t)from + open.n);
	to = str_find(found, end);
	if (to < 0)
		return S("");
	*text = str_skip(found, (size_t)to + end.n);
	return str_head(found, (size_t)to);
}

static bool
part_read(str s, size_t at, int64_t most, int64_t *n)
{
	return str_int(str_head(str_skip(s, at), 2), n) && *n >= 0 && *n <= most;
}

/* 2026-11-28T10:27:38.000Z; a store's other ways of saying it read as none, which is long ago. */
static moment
moment_read(str s)
{
	int64_t hour = 0, minute = 0, second = 0;
	day d;

	if (s.n < 20 || s.p[s.n - 1] != 'Z' || !day_parse(str_head(s, 10), &d) || !part_read(s, 11, 23, &hour) ||
	    !part_read(s, 14, 59, &minute) || !part_read(s, 17, 60, &second))
		return (moment){ 0 };
	return (moment){ (((int64_t)d.n * 24 + hour) * 60 + minute) * MS_MINUTE + second * MS_SECOND };
}

void
depot_page_read(struct arena *mem, str text, struct depot_page *page, struct depot_list *out)
{
	char before[sizeof page->last];
	size_t mark = arena_mark(mem);

	memcpy(before, page->last, sizeof before);
	page->more = str_has(text, S("<IsTruncated>true<"));
	for (;;) {
		str item = element(mem, &text, "Contents"), rest = item, again = item;
		str name = element(mem, &rest, "Key"), at = element(mem, &again, "LastModified");
		struct depot_file file = { .at = moment_read(at) };

		if (item.n == 0 || name.n >= sizeof page->last)
			break;
		memcpy(page->last, name.p, name.n);
		page->last[name.n] = '\0';
		if (out->n < DEPOT_LIST_MOST && name.n > 64 &&
		    depot_name_read(mem, str_skip(name, name.n - 64), &file.name))
			out->p[out->n++] = file;
		arena_back(mem, mark);
	}
	arena_back(mem, mark);
	page->more = page->more && strcmp(page->last, before) > 0 && out->n < DEPOT_LIST_MOST;
}
