#include "http/encoding.h"

#include <strings.h>

static bool
same(str a, str b)
{
	return a.n == b.n && strncasecmp(a.p, b.p, a.n) == 0;
}

/* The parameters behind a coding. q=0, q=0.0 … mean "never"; what is malformed counts as never, too. */
static bool
weight_is_zero(str params)
{
	str param, key, value, rest = params;
	bool more;

	if (str_trim(params).n == 0)
		return false;
	do {
		more = str_cut(rest, ';', &param, &rest);
		if (!str_cut(str_trim(param), '=', &key, &value) || !same(str_trim(key), S("q")))
			continue;
		value = str_trim(value);
		for (size_t i = 0; i < value.n; i++)
			if (value.p[i] >= '1' && value.p[i] <= '9')
				return false;
		return true;
	} while (more);
	return false;
}

bool
encoding_takes(str accept, str coding)
{
	str rest = accept, item, name, params;
	bool more = accept.n > 0, any = false;

	while (more) {
		more = str_cut(rest, ',', &item, &rest);
		if (!str_cut(item, ';', &name, &params))
			params = S("");
		name = str_trim(name);
		if (same(name, coding))
			return !weight_is_zero(params);
		if (str_eq(name, S("*")))
			any = !weight_is_zero(params);
	}
	return any;
}

bool
encoding_gzip(struct libdeflate_compressor *c, struct arena *a, str plain, str *packed)
{
	size_t most = libdeflate_gzip_compress_bound(c, plain.n), n;
	char *p;

	/* An arena too full would jump, and nobody stands ready to catch it here: send the page as it is. */
	if (a->used > a->cap || a->cap - a->used < most + 4096)
		return false;
	p = make(a, char, most);
	n = libdeflate_gzip_compress(c, plain.p, plain.n, p, most);
	*packed = (str){ p, n };
	return n > 0 && n < plain.n;
}
