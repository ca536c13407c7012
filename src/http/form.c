#include "http/form.h"

#include "base/arena.h"
#include "http/url.h"

#include <unistd.h>

enum err
form_urlencoded(struct arena *a, str body, struct form *f)
{
	str rest = body, pair, name, value;
	size_t most = 1;
	bool more = body.n > 0;

	*f = (struct form){ 0 };
	for (size_t i = 0; i < body.n; i++)
		most += body.p[i] == '&';
	f->field = make(a, struct form_field, most < FORM_FIELDS ? most : FORM_FIELDS);
	while (more) {
		struct form_field *field = &f->field[f->n];

		more = str_cut(rest, '&', &pair, &rest);
		if (pair.n == 0)
			continue;
		if (f->n == FORM_FIELDS)
			return INVALID;
		if (!str_cut(pair, '=', &name, &value))
			value = S("");
		TRY(url_decode(a, name, true, &field->name));
		TRY(url_typed(a, value, &field->value));
		f->n++;
	}
	return OK;
}

void
form_close(struct form *f)
{
	for (size_t i = 0; i < f->files; i++) {
		if (f->file[i].fd >= 0)
			close(f->file[i].fd);
		f->file[i].fd = -1;
	}
	f->files = 0;
}

str
form_get(const struct form *f, str name)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->field[i].name, name))
			return f->field[i].value;
	return (str){ NULL, 0 };
}

bool
form_has(const struct form *f, str name)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->field[i].name, name))
			return true;
	return false;
}

size_t
form_all(const struct form *f, str name, str *values, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n && n < max; i++)
		if (str_eq(f->field[i].name, name))
			values[n++] = f->field[i].value;
	return n;
}
