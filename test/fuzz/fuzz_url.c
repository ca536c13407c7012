/* Targets, cookies, hosts and Accept-Encoding of strangers. */
#include "base/utf8.h"
#include "fuzz.h"
#include "http/encoding.h"
#include "http/strict.h"
#include "http/url.h"

#include <string.h>

FUZZ(input, mem)
{
	str path, text, host, name, rest;

	if (input.n > 65536)
		return;
	if (url_path(mem, input, &path) == OK) {
		str again;

		assert(path.n > 0 && path.p[0] == '/' && utf8_ok(path) && !memchr(path.p, '\\', path.n));
		assert(!str_has(path, S("//")) && !str_has(path, S("/../")) && !str_has(path, S("/./")));
		assert(!str_ends(path, S("/..")) && !str_ends(path, S("/.")));
		/* A path has one meaning: with every byte but the slashes escaped, it is the same path. */
		for (rest = path; str_cut(rest, '/', &name, &rest);)
			assert(url_decode(mem, url_encode(mem, name), false, &again) == OK && str_eq(again, name));
	}
	if (url_decode(mem, input, true, &text) == OK)
		assert(text.n <= input.n && utf8_ok(text));
	if (utf8_ok(input))
		assert(url_decode(mem, url_encode(mem, input), true, &text) == OK && str_eq(text, input));
	if (strict_host(input, &host))
		assert(host.n > 0 && host.n <= input.n && !memchr(host.p, '/', host.n) && !memchr(host.p, '@', host.n));
	if (url_cookie(input, S("s")).p)
		assert(str_has(input, S("s=")));
	if (encoding_takes(input, S("gzip")))
		assert(memchr(input.p, '*', input.n) || memchr(input.p, 'g', input.n) || memchr(input.p, 'G', input.n));
}
