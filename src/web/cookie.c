#include "web/cookie.h"
#include "http/url.h"

#include <string.h>

/* Under TLS and at the root of a host a browser guards the name itself. */
static str
name_of(str prefix, bool secure, enum cookie_kind kind)
{
	static const char *const guarded[] = { [COOKIE_SESSION] = "__Host-heye_s",
					       [COOKIE_RECEIPT] = "__Host-heye_r",
					       [COOKIE_CHOICE] = "__Host-heye_c" };
	const char *name = guarded[kind];

	return str_of(prefix.n == 0 && secure ? name : name + sizeof("__Host-") - 1);
}

str
cookie_get(const struct http_request *h, str prefix, enum cookie_kind kind)
{
	return url_cookie(h->cookie, name_of(prefix, h->secure, kind));
}

void
cookie_set(const struct req *rq, struct res *rs, enum cookie_kind kind, str value, int seconds)
{
	str name = name_of(rq->assets, rq->http->secure, kind);
	str age = seconds || value.n == 0 ? str_fmt(rq->mem, "; Max-Age=%d", value.n ? seconds : 0) : S("");
	str path = rq->assets.n ? rq->assets : S("/");

	if (rs->cookies == sizeof(rs->cookie) / sizeof(rs->cookie[0]))
		return;
	rs->cookie[rs->cookies++] =
		str_fmt(rq->mem, "%.*s=%.*s; Path=%.*s%.*s; HttpOnly; SameSite=Lax%s", STR_ARG(name), STR_ARG(value),
			STR_ARG(path), STR_ARG(age), rq->http->secure ? "; Secure" : "");
}

struct cookie_choice
cookie_choice_read(str value)
{
	return (struct cookie_choice){ .lang = str_has(value, S("e")) ? EN : ZH,
				       .large = str_has(value, S("l")),
				       .styled = str_has(value, S("s")),
				       .keyless = str_has(value, S("k")) };
}

str
cookie_choice_text(struct arena *a, const struct cookie_choice *c)
{
	return str_fmt(a, "%s%s%s%s", c->lang == EN ? "e" : "z", c->large ? "l" : "", c->styled ? "s" : "",
		       c->keyless ? "k" : "");
}

struct sealed {
	int64_t town, matter, follower, until;
	uint8_t tag[16];
};

static void
tag_of(const key *root, str code, uint8_t tag[16])
{
	key k = key_derive(root, "rec-tag");
	hash h = hash_keyed(&k, code);

	memcpy(tag, h.b, 16);
}

str
cookie_receipt_text(struct arena *a, const key *root, const struct cookie_receipt *c)
{
	key k = key_derive(root, "receipt");
	struct sealed s = { .town = c->town, .matter = c->matter, .follower = c->follower, .until = c->until.ms };
	str box;

	tag_of(root, c->code, s.tag);
	box = seal_lock(a, &k, (str){ (const char *)&s, sizeof(s) }, S("heye_r"));
	return str_hex(a, box.p, box.n);
}

enum err
cookie_receipt_read(struct arena *a, const key *root, str value, moment now, struct cookie_receipt *c)
{
	key k = key_derive(root, "receipt");
	struct sealed s;
	uint8_t tag[16];
	str box, plain;

	if (value.n == 0 || value.n > 512 || !str_unhex(a, value, &box) ||
	    seal_open(a, &k, box, S("heye_r"), &plain) != OK || plain.n != sizeof(s))
		return NOT_FOUND;
	memcpy(&s, plain.p, sizeof(s));
	tag_of(root, c->code, tag);
	if (s.town != c->town || s.until <= now.ms || s.until > now.ms + COOKIE_RECEIPT_MS ||
	    memcmp(tag, s.tag, sizeof(tag)) != 0)
		return NOT_FOUND;
	c->matter = s.matter;
	c->follower = s.follower;
	c->until = (moment){ s.until };
	return OK;
}
