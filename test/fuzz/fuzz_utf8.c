/* The gate for text, and all that is done to text behind it. */
#include "base/utf8.h"
#include "fuzz.h"

static size_t
steps(str s)
{
	size_t n = 0, step;
	uint32_t cp;

	for (; (step = utf8_next(s, &cp)) > 0; n++) {
		char again[4];
		size_t bytes;

		utf8_put(again, &bytes, cp);
		assert(str_eq((str){ again, bytes }, str_head(s, step)));
		s = str_skip(s, step);
	}
	return s.n == 0 ? n : SIZE_MAX;
}

static void
heads(str s)
{
	size_t n = utf8_count(s);

	for (size_t k = 0; k <= n + 1 && k < 40; k++) {
		str head = utf8_head(s, k);

		assert(utf8_ok(head) && utf8_count(head) == (k < n ? k : n) && str_starts(s, head));
	}
}

static void
tidy(struct arena *mem, str s)
{
	str t = utf8_tidy(mem, s);

	assert(utf8_ok(t) && t.n <= s.n);
	assert(str_eq(t, str_trim(t)) && str_eq(t, utf8_tidy(mem, t)));
	assert(!str_has(t, S("\r")) && !str_has(t, S("\n\n\n")));
	assert(!str_has(t, S("\u2028")) && !str_has(t, S("\u2029")));
	assert(!str_has(t, S(" \n")) && !str_has(t, S("\t\n")) && !str_has(t, S("\u3000\n")));
}

FUZZ(input, mem)
{
	str text = S("unset");

	if (utf8_ok(input)) {
		assert(steps(input) == utf8_count(input));
		assert(utf8_from_any(mem, input, &text) && input.n - text.n <= 3);
		assert(utf8_ok(str_narrow(mem, input)));
		assert(utf8_ok(str_trim(input)));
		heads(input);
		tidy(mem, input);
	} else {
		utf8_head(input, 10);
		utf8_count(input);
		utf8_tidy(mem, input);
		str_narrow(mem, input);
		if (utf8_from_any(mem, input, &text))
			assert(steps(text) != SIZE_MAX);
	}
}
