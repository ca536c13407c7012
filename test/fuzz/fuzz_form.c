/* Form bodies and query strings: what was read, written again, reads the same. */
#include "base/out.h"
#include "base/utf8.h"
#include "fuzz.h"
#include "http/form.h"
#include "http/url.h"

FUZZ(input, mem)
{
	struct form f, back;
	struct out o;

	if (input.n > 65536 || form_urlencoded(mem, input, &f) != OK)
		return;
	assert(f.n <= FORM_FIELDS && f.files == 0);
	o = out_make(mem, 256, (size_t)1 << 20);
	for (size_t i = 0; i < f.n; i++) {
		assert(utf8_ok(f.field[i].name) && utf8_ok(f.field[i].value));
		assert(form_has(&f, f.field[i].name) && form_get(&f, f.field[i].name).p);
		if (i > 0)
			out_char(&o, '&');
		out_str(&o, url_encode(mem, f.field[i].name));
		out_char(&o, '=');
		out_str(&o, url_encode(mem, f.field[i].value));
	}
	assert(!o.overflow && form_urlencoded(mem, out_view(&o), &back) == OK && back.n == f.n);
	for (size_t i = 0; i < f.n; i++)
		assert(str_eq(back.field[i].name, f.field[i].name) && str_eq(back.field[i].value, f.field[i].value));
}
