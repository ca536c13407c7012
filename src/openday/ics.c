#include "openday/ics.h"
#include "base/utf8.h"

#define FOLD 75 /* octets of a line, without its end */

/* Octets that are already written; a folded line goes on after a blank, which counts. */
static void
folded(struct out *o, str line)
{
	size_t at = 0;

	while (line.n) {
		uint32_t cp;
		size_t n = utf8_next(line, &cp);

		n = n ? n : 1;
		if (at + n > FOLD) {
			out_str(o, S("\r\n "));
			at = 1;
		}
		out_str(o, str_head(line, n));
		line = str_skip(line, n);
		at += n;
	}
	out_str(o, S("\r\n"));
}

void
ics_text(struct out *o, const char *name, str text)
{
	struct out line = out_make(o->mem, 128, 16384);

	out_str(&line, str_of(name));
	out_char(&line, ':');
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == '\n')
			out_str(&line, S("\\n"));
		else if (c == '\\' || c == ';' || c == ',')
			out_char(&line, '\\'), out_char(&line, c);
		else if ((unsigned char)c >= ' ')
			out_char(&line, c);
	}
	folded(o, out_view(&line));
}

static void
plain(struct out *o, const char *name, str value)
{
	folded(o, str_fmt(o->mem, "%s:%.*s", name, STR_ARG(value)));
}

/* 20261204T010000Z */
static str
utc(struct arena *a, moment t)
{
	moment shifted = { t.ms - 8 * MS_HOUR }; /* day_of() adds the eight hours of the zone */
	struct civil c = day_civil(day_of(shifted));

	return str_fmt(a, "%04d%02d%02dT%02d%02d%02dZ", c.year, c.month, c.day, moment_hour(shifted),
		       moment_minute(shifted), (int)(t.ms / MS_SECOND % 60));
}

void
ics_begin(struct out *o, str name)
{
	out_str(o, S("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Heye//Open days//ZH\r\nCALSCALE:GREGORIAN\r\n"
		     "METHOD:PUBLISH\r\nREFRESH-INTERVAL;VALUE=DURATION:P1D\r\n"));
	ics_text(o, "X-WR-CALNAME", name);
}

void
ics_event(struct out *o, const struct ics_event *e)
{
	out_str(o, S("BEGIN:VEVENT\r\n"));
	plain(o, "UID", str_fmt(o->mem, "openday-%lld-%lld@heye", (long long)e->town, (long long)e->id));
	plain(o, "DTSTAMP", utc(o->mem, e->changed));
	plain(o, "DTSTART", utc(o->mem, moment_at(e->day, e->starts / 60, e->starts % 60)));
	plain(o, "DTEND", utc(o->mem, moment_at(e->day, e->ends / 60, e->ends % 60)));
	plain(o, "SEQUENCE", str_fmt(o->mem, "%lld", (long long)e->revision));
	ics_text(o, "SUMMARY", e->summary);
	if (e->place.n)
		ics_text(o, "LOCATION", e->place);
	if (e->about.n)
		ics_text(o, "DESCRIPTION", e->about);
	if (e->url.n)
		plain(o, "URL", e->url);
	out_str(o, e->off ? S("STATUS:CANCELLED\r\n") : S("STATUS:CONFIRMED\r\n"));
	out_str(o, S("TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"));
}

void
ics_end(struct out *o)
{
	out_str(o, S("END:VCALENDAR\r\n"));
}
