#include "base/csv.h"

#include <string.h>

struct csv
csv_open(str text)
{
	return (struct csv){ .rest = text, .next = 1 };
}

/* Bytes of the line end at the start of s, 0 when there is none. */
static size_t
line_end(str s)
{
	if (s.n > 1 && s.p[0] == '\r' && s.p[1] == '\n')
		return 2;
	return s.n > 0 && (s.p[0] == '\n' || s.p[0] == '\r');
}

static int
lines_in(str s)
{
	int n = 0;

	while (s.n > 0) {
		size_t end = line_end(s);

		n += end > 0;
		s = str_skip(s, end ? end : 1);
	}
	return n;
}

static str
unescaped(struct arena *a, str quoted, size_t doubled)
{
	char *out;
	size_t n = 0;

	if (doubled == 0)
		return quoted;
	out = make(a, char, quoted.n - doubled);
	for (size_t i = 0; i < quoted.n; i++) {
		out[n++] = quoted.p[i];
		i += quoted.p[i] == '"';
	}
	return (str){ out, n };
}

/* Takes a field that begins with a quote off s, up to what follows its closing quote. */
static const char *
quoted_field(str *s, struct arena *a, str *field)
{
	size_t at = 1, doubled = 0;

	for (;; at += 2) {
		const char *quote = at < s->n ? memchr(s->p + at, '"', s->n - at) : NULL;

		if (!quote)
			return "a quote is not closed";
		at = (size_t)(quote - s->p);
		if (at + 1 >= s->n || s->p[at + 1] != '"')
			break;
		doubled++;
	}
	if (at + 1 < s->n && s->p[at + 1] != ',' && line_end(str_skip(*s, at + 1)) == 0)
		return "text after a closing quote";
	*field = unescaped(a, (str){ s->p + 1, at - 1 }, doubled);
	*s = str_skip(*s, at + 1);
	return NULL;
}

static void
plain_field(str *s, str *field)
{
	size_t n = 0;

	while (n < s->n && s->p[n] != ',' && s->p[n] != '\n' && s->p[n] != '\r')
		n++;
	*field = str_head(*s, n);
	*s = str_skip(*s, n);
}

/* Reads fields up to the end of the row; s is left behind it. */
static const char *
read_row(str *s, struct arena *a, struct csv_row *row)
{
	for (bool more = true; more;) {
		str field = S("");

		if (s->n > 0 && s->p[0] == '"') {
			const char *fault = quoted_field(s, a, &field);

			if (fault)
				return fault;
		} else {
			plain_field(s, &field);
		}
		if (row->n < CSV_FIELDS)
			row->field[row->n] = field;
		row->n++;
		more = s->n > 0 && s->p[0] == ',';
		if (more)
			*s = str_skip(*s, 1);
	}
	*s = str_skip(*s, line_end(*s));
	return NULL;
}

/* The rest behind the first line of s. */
static str
after_line(str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] != '\n' && s.p[n] != '\r')
		n++;
	s = str_skip(s, n);
	return str_skip(s, line_end(s));
}

bool
csv_next(struct csv *c, struct arena *a, struct csv_row *row, const char **fault)
{
	str s;
	size_t empty;

	*fault = NULL;
	row->n = 0;
	while ((empty = line_end(c->rest)) > 0) {
		c->rest = str_skip(c->rest, empty);
		c->next++;
	}
	if (c->rest.n == 0)
		return false;
	c->line = c->next;
	s = c->rest;
	*fault = read_row(&s, a, row);
	if (*fault)
		s = after_line(c->rest); /* nobody knows how far the quote was meant to reach */
	else if (row->n > CSV_FIELDS)
		*fault = "too many fields";
	if (*fault)
		row->n = 0;
	c->next += lines_in(str_head(c->rest, c->rest.n - s.n));
	c->rest = s;
	return true;
}

/* Spreadsheets run a field that begins with one of these; those in Chinese take the full-width forms as well. */
static bool
is_formula(str s)
{
	static const char *const starts[] = { "=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20" };

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (str_starts(s, str_of(starts[i])))
			return true;
	return false;
}

static bool
needs_quotes(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r')
			return true;
	return s.n > 0 && (s.p[0] == ' ' || s.p[s.n - 1] == ' ');
}

static void
quoted(struct out *o, str s, bool formula)
{
	str part;
	bool more;

	out_char(o, '"');
	if (formula)
		out_char(o, '\'');
	do {
		more = str_cut(s, '"', &part, &s);
		out_str(o, part);
		if (more)
			out_str(o, S("\"\""));
	} while (more);
	out_char(o, '"');
}

void
csv_field(struct out *o, str s, bool last)
{
	bool formula = is_formula(s);
	/* A row of one empty field must not look like no row at all. */
	bool alone = last && s.n == 0 && (o->n == 0 || o->p[o->n - 1] == '\n');

	if (alone || needs_quotes(s)) {
		quoted(o, s, formula);
	} else {
		if (formula)
			out_char(o, '\'');
		out_str(o, s);
	}
	out_str(o, last ? S("\r\n") : S(","));
}
