/* Numbers, dates and hexadecimal: what is read is written again, and must be the text it was. */
#include "base/calendar.h"
#include "base/out.h"
#include "fuzz.h"

#include <string.h>

static void
number(struct arena *mem, str s)
{
	struct out o = out_make(mem, 32, 32);
	int64_t n = 0, back = 0;
	bool minus = str_starts(s, S("-"));

	if (!str_int(s, &n))
		return;
	out_int(&o, n);
	assert(str_int(out_view(&o), &back) && back == n);
	s = str_skip(s, minus);
	while (s.n > 1 && s.p[0] == '0')
		s = str_skip(s, 1);
	assert(str_ends(out_view(&o), s) && o.n == s.n + (n < 0));
}

static void
date(struct arena *mem, str s)
{
	const struct calendar none = { 0 };
	day d = { 0 };

	if (!day_parse(s, &d))
		return;
	assert(d.n != 0 && str_eq(day_iso(mem, d), s));
	assert(day_of(moment_at(d, 0, 0)).n == d.n && day_of(moment_at(d, 23, 59)).n == d.n);
	assert(calendar_between(&none, d, calendar_add(&none, d, 15, NULL)) == 15);
}

/* The first eight bytes as a moment: all of them are dates of some kind, even at the ends of time. */
static void
instant(struct arena *mem, str s)
{
	moment t;
	struct civil c;

	if (s.n < sizeof(t.ms))
		return;
	memcpy(&t.ms, s.p, sizeof(t.ms));
	c = day_civil(day_of(t));
	assert(c.month >= 1 && c.month <= 12 && c.day >= 1 && c.day <= 31 && c.weekday >= 1 && c.weekday <= 7);
	assert(moment_hour(t) >= 0 && moment_hour(t) < 24 && moment_minute(t) >= 0 && moment_minute(t) < 60);
	if (c.year >= 1 && c.year <= 9999)
		assert(day_make(c.year, c.month, c.day).n == day_of(t).n);
	moment_iso(mem, t);
}

FUZZ(input, mem)
{
	str bytes;

	number(mem, input);
	date(mem, input);
	instant(mem, input);
	if (str_unhex(mem, input, &bytes))
		assert(str_eq(str_hex(mem, bytes.p, bytes.n), input));
}
