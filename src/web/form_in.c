#include "web/form_in.h"
#include "base/utf8.h"

struct form_in
form_in(struct arena *mem, const struct form *f)
{
	return (struct form_in){ .mem = mem, .form = f };
}

/* Only the first fault of a field is kept: one thing at a time is said about it. */
void
form_fault(struct form_in *in, const char *field, const struct word *w)
{
	struct faults *f = &in->faults;

	if (f->n < FAULTS && !form_fault_of(f, field))
		f->f[f->n++] = (struct fault){ field, w };
}

bool
form_good(const struct form_in *in)
{
	return in->faults.n == 0;
}

const struct word *
form_fault_of(const struct faults *f, const char *field)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(str_of(f->f[i].field), str_of(field)))
			return f->f[i].word;
	return NULL;
}

static str
typed(struct form_in *in, const char *field)
{
	return utf8_tidy(in->mem, form_get(in->form, str_of(field)));
}

str
form_text(struct form_in *in, const char *field, size_t most, const struct word *missing, const struct word *too_long)
{
	str s = typed(in, field);

	if (s.n == 0 && missing)
		form_fault(in, field, missing);
	else if (utf8_count(s) > most)
		form_fault(in, field, too_long);
	return s;
}

int64_t
form_int(struct form_in *in, const char *field, int64_t least, int64_t most, const struct word *missing,
	 const struct word *bad)
{
	str s = str_trim(str_narrow(in->mem, typed(in, field)));
	int64_t n = 0;

	if (s.n == 0) {
		if (missing)
			form_fault(in, field, missing);
		return 0;
	}
	if (!str_int(s, &n) || n < least || n > most) {
		form_fault(in, field, bad);
		return 0;
	}
	return n;
}

/* 2026-11-24 as the browser's date field sends it; 2026/11/24 and 2026.11.24 are what people type where there is
 * none. */
day
form_day(struct form_in *in, const char *field, const struct word *missing, const struct word *bad)
{
	str s = str_trim(str_narrow(in->mem, typed(in, field)));
	str year, month, mday, rest;
	char sep = str_find(s, S("/")) >= 0 ? '/' : str_find(s, S(".")) >= 0 ? '.' : '-';
	int64_t y, m, d;
	day none = { 0 }, got;

	if (s.n == 0) {
		if (missing)
			form_fault(in, field, missing);
		return none;
	}
	if (!str_cut(s, sep, &year, &rest) || !str_cut(rest, sep, &month, &mday) || !str_int(year, &y) ||
	    !str_int(month, &m) || !str_int(mday, &d) || y < 1900 || y > 9999 || m < 1 || m > 12 || d < 1 || d > 31) {
		form_fault(in, field, bad);
		return none;
	}
	got = day_make((int)y, (int)m, (int)d);
	if (got.n == 0)
		form_fault(in, field, bad);
	return got;
}

int
form_choice(struct form_in *in, const char *field, const char *const *choices, const struct word *missing)
{
	str s = form_get(in->form, str_of(field));

	for (int i = 0; choices[i]; i++)
		if (str_eq(s, str_of(choices[i])))
			return i;
	if (missing)
		form_fault(in, field, missing);
	return -1;
}

bool
form_tick(struct form_in *in, const char *field)
{
	return form_get(in->form, str_of(field)).n > 0;
}

str
field_described(struct page *p, const struct field *f, bool bad)
{
	return str_fmt(p->out->mem, "%s%s%s%s%s", f->hint ? f->name : "", f->hint ? "-h" : "",
		       f->hint && bad ? " " : "", bad ? f->name : "", bad ? "-e" : "");
}
