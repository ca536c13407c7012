#include "http/proxy.h"

#include <arpa/inet.h>
#include <string.h>

static bool
address_ok(str s)
{
	char text[48];
	struct in6_addr any;

	if (s.n == 0 || s.n >= sizeof(text))
		return false;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	return inet_pton(AF_INET, text, &any) == 1 || inet_pton(AF_INET6, text, &any) == 1;
}

/* The part of s behind its last comma; *rest is what stands before it. */
static str
last_item(str s, str *rest)
{
	size_t i = s.n;

	while (i > 0 && s.p[i - 1] != ',')
		i--;
	*rest = str_head(s, i > 0 ? i - 1 : 0);
	return str_trim(str_skip(s, i));
}

str
proxy_client(struct arena *a, const struct peers *ps, const struct peer *peer, const struct strict_head *h)
{
	if (!peer->trusted)
		return str_dup(a, peer->address);
	for (size_t i = h->n; i > 0; i--) {
		str rest = h->field[i - 1].value;

		if (!strict_same(h->field[i - 1].name, S("x-forwarded-for")))
			continue;
		while (rest.n > 0) {
			str item = last_item(rest, &rest);

			if (!address_ok(item))
				return str_dup(a, peer->address);
			if (!peers_trust(ps, item))
				return str_dup(a, item);
		}
	}
	return str_dup(a, peer->address);
}

bool
proxy_secure(const struct peer *peer, const struct strict_head *h)
{
	size_t n;
	str proto = strict_get(h, S("x-forwarded-proto"), &n);

	return peer->trusted && n == 1 && strict_same(proto, S("https"));
}
