#include "openday/ics.h"
#include "openday/openday.h"
#include "test.h"

static str
line_of(struct arena *a, const char *name, const char *text)
{
	struct out o = out_make(a, 256, 1 << 16);

	ics_text(&o, name, str_of(text));
	return out_view(&o);
}

TEST(texts_are_escaped)
{
	struct arena a = arena_open(1 << 20);

	CHECK_STR(line_of(&a, "SUMMARY", "a,b;c\\d\ne\r"), "SUMMARY:a\\,b\\;c\\\\d\\ne\r\n");
	arena_close(&a);
}

/* No line is longer than 75 octets, no character is cut, and what is unfolded is what went in. */
TEST(long_lines_are_folded)
{
	static const char text[] =
		"逢四说事，当面答复，承诺公示。逢四说事，当面答复，承诺公示。𠀀𠀁𠀂逢四说事，当面答复，承诺公示。"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	struct arena a = arena_open(1 << 20);
	str all = line_of(&a, "DESCRIPTION", text);
	struct out back = out_make(&a, 256, 1 << 16);
	size_t width = 0;

	for (size_t i = 0; i < all.n; i++) {
		if (all.p[i] == '\r') {
			CHECK(width <= 75);
			CHECK(i + 1 < all.n && all.p[i + 1] == '\n');
			i += i + 2 < all.n && all.p[i + 2] == ' ' ? 2 : 1;
			width = 1;
			CHECK(i + 1 == all.n || ((unsigned char)all.p[i + 1] & 0xC0) != 0x80);
			continue;
		}
		out_char(&back, all.p[i]);
		width++;
	}
	CHECK(str_ends(all, S("\r\n")));
	CHECK_STR(str_skip(out_view(&back), sizeof("DESCRIPTION:") - 1), text);
	arena_close(&a);
}

TEST(an_event_in_utc)
{
	struct arena a = arena_open(1 << 20);
	struct out o = out_make(&a, 1024, 1 << 16);
	struct ics_event e = { .town = 510921207,
			       .id = 77,
			       .day = day_make(2026, 12, 4),
			       .starts = 7 * 60 + 30,
			       .ends = 12 * 60,
			       .summary = S("说事日"),
			       .place = S("村委会"),
			       .revision = 2,
			       .changed = moment_at(day_make(2026, 11, 28), 9, 5) };
	str all;

	ics_begin(&o, S("定水村说事日"));
	ics_event(&o, &e);
	e.off = true;
	ics_event(&o, &e);
	ics_end(&o);
	all = out_view(&o);
	CHECK(str_starts(all, S("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")));
	CHECK(str_has(all,
		      S("\r\nDTSTART:20261203T233000Z\r\n"))); /* half past seven here is the evening before in UTC */
	CHECK(str_has(all, S("\r\nDTEND:20261204T040000Z\r\n")));
	CHECK(str_has(all, S("\r\nDTSTAMP:20261128T010500Z\r\n")));
	CHECK(str_has(all, S("\r\nUID:openday-510921207-77@heye\r\n")));
	CHECK(str_has(all, S("\r\nSEQUENCE:2\r\n")));
	CHECK(str_has(all, S("STATUS:CONFIRMED\r\n")) && str_has(all, S("STATUS:CANCELLED\r\n")));
	CHECK(str_ends(all, S("END:VEVENT\r\nEND:VCALENDAR\r\n")));
	arena_close(&a);
}
