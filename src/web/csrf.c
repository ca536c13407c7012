#include "web/csrf.h"

str
csrf_token(struct arena *a, const key *root, int64_t town, str subject)
{
	key k = key_derive(root, "csrf");
	hash h = hash_keyed(&k, str_fmt(a, "%lld %.*s", (long long)town, STR_ARG(subject)));

	return str_hex(a, h.b, 16);
}

/* "https://host:port" → "host". Host in a request is kept without its port; so is the origin's, since a proxy may
 * listen on another. */
static str
origin_host(str origin)
{
	ptrdiff_t at = str_find(origin, S("://"));
	str host = at < 0 ? (str){ NULL, 0 } : str_skip(origin, (size_t)at + 3);
	str head = host, tail;

	if (str_starts(host, S("["))) {
		ptrdiff_t close = str_find(host, S("]"));

		return close < 0 ? host : str_head(host, (size_t)close + 1);
	}
	(void)str_cut(host, ':', &head, &tail);
	return head;
}

static bool
same_bytes(str a, str b)
{
	hash x = hash_of(a), y = hash_of(b);

	return hash_eq(&x, &y);
}

/* Our pages send no referrer, and browsers then say "Origin: null" in a form's POST; so null counts as not said. */
enum err
csrf_check(const struct req *rq)
{
	const struct http_request *h = rq->http;

	if (str_eq(h->fetch_site, S("cross-site")))
		return FORBIDDEN;
	if (h->origin.n && !str_eq(h->origin, S("null")) && !str_eq(origin_host(h->origin), h->host))
		return FORBIDDEN;
	return rq->csrf.n && same_bytes(form_get(rq->form, S("csrf")), rq->csrf) ? OK : CONFLICT;
}
