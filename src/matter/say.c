/* say.c — drafts: packed, sealed, and found again by a hash of their token. */
#include "matter/say.h"
#include "base/out.h"
#include "base/rand.h"
#include "base/utf8.h"
#include "gen/say.sql.h"

#define TOKEN_BYTES 16
#define TOKEN_CHARS 22
#define DRAFT_MAX   (64 << 10)

str
say_token(struct arena *a)
{
	return rand_token(a, TOKEN_BYTES);
}

bool
say_token_ok(str token)
{
	if (token.n != TOKEN_CHARS)
		return false;
	for (size_t i = 0; i < token.n; i++) {
		char c = token.p[i];
		bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
			    c == '_';

		if (!good)
			return false;
	}
	return true;
}

static hash
draft_tag(struct arena *a, str token)
{
	return hash_of(str_join(a, S("draft tag "), token));
}

static key
draft_key(struct arena *a, str token)
{
	hash h = hash_of(str_join(a, S("draft box "), token));
	key k;

	memcpy(k.b, h.b, sizeof(k.b));
	return k;
}

static void
pack_int(struct out *o, int64_t n)
{
	out_int(o, n);
	out_char(o, ':');
}

static void
pack_str(struct out *o, str s)
{
	pack_int(o, (int64_t)s.n);
	out_str(o, s);
}

static bool
unpack_int(str *box, int64_t *n)
{
	str head;

	return str_cut(*box, ':', &head, box) && str_int(head, n);
}

static bool
unpack_str(str *box, str *s)
{
	int64_t n;

	if (!unpack_int(box, &n) || n < 0 || (size_t)n > box->n)
		return false;
	*s = str_head(*box, (size_t)n);
	*box = str_skip(*box, (size_t)n);
	return true;
}

static bool
unpack_hash(str *box, hash *h)
{
	str s;

	if (!unpack_str(box, &s) || s.n != sizeof(h->b))
		return false;
	memcpy(h->b, s.p, sizeof(h->b));
	return true;
}

static void
pack_photo(struct out *o, const struct photo *p)
{
	pack_str(o, hash_str(&p->picture));
	pack_str(o, hash_str(&p->thumb));
	pack_int(o, p->bytes);
	pack_int(o, p->width);
	pack_int(o, p->height);
}

static bool
unpack_photo(str *box, struct photo *p)
{
	int64_t width, height;

	if (!unpack_hash(box, &p->picture) || !unpack_hash(box, &p->thumb) || !unpack_int(box, &p->bytes) ||
	    !unpack_int(box, &width) || !unpack_int(box, &height))
		return false;
	p->width = (int)width;
	p->height = (int)height;
	return true;
}

static bool
unpack(str box, struct say *s)
{
	int64_t who, placed, photos;

	*s = (struct say){ 0 };
	if (!unpack_str(&box, &s->what) || !unpack_str(&box, &s->category) || !unpack_str(&box, &s->type) ||
	    !unpack_int(&box, &s->place) || !unpack_str(&box, &s->spot) || !unpack_str(&box, &s->name) ||
	    !unpack_str(&box, &s->phone) || !unpack_int(&box, &who) || !unpack_int(&box, &placed) ||
	    !unpack_str(&box, &s->code) || !unpack_int(&box, &photos) || photos < 0 || photos > MATTER_PHOTOS)
		return false;
	s->who = (int)who;
	s->placed = placed != 0;
	for (s->photos = 0; s->photos < (size_t)photos; s->photos++)
		if (!unpack_photo(&box, &s->photo[s->photos]))
			return false;
	/* drafts from before there was a choice of the office end here, those from before the position one further */
	return box.n == 0 ||
	       (unpack_int(&box, &s->accused) && (box.n == 0 || (unpack_str(&box, &s->position) && box.n == 0)));
}

enum err
say_open(struct db *db, str token, struct say *s)
{
	hash tag = draft_tag(db->mem, token);
	key k = draft_key(db->mem, token);
	struct q_say_draft row;
	str box;

	TRY(q_say_draft(db, hash_str(&tag), &row));
	TRY(seal_open(db->mem, &k, row.box, S("draft"), &box));
	return unpack(box, s) ? OK : BROKEN;
}

enum err
say_keep(struct tx *tx, str token, const struct say *s)
{
	struct db *db = &tx->db;
	hash tag = draft_tag(db->mem, token);
	key k = draft_key(db->mem, token);
	struct out o = out_make(db->mem, 1024, DRAFT_MAX);

	pack_str(&o, s->what);
	pack_str(&o, s->category);
	pack_str(&o, s->type);
	pack_int(&o, s->place);
	pack_str(&o, s->spot);
	pack_str(&o, s->name);
	pack_str(&o, s->phone);
	pack_int(&o, s->who);
	pack_int(&o, s->placed);
	pack_str(&o, s->code);
	pack_int(&o, (int64_t)s->photos);
	for (size_t i = 0; i < s->photos; i++)
		pack_photo(&o, &s->photo[i]);
	pack_int(&o, s->accused);
	pack_str(&o, s->position);
	if (o.overflow)
		return INVALID;
	for (size_t i = 0; i < s->photos; i++)
		TRY(q_say_photo(tx, hash_str(&s->photo[i].picture), hash_str(&s->photo[i].thumb), db->now));
	return q_say_keep(tx, hash_str(&tag), seal_lock(db->mem, &k, out_view(&o), S("draft")), db->now);
}

bool
say_has_phone(str text)
{
	size_t run = 0, i;
	char first = 0, second = 0;

	for (i = 0; i <= text.n; i++) {
		char c = i < text.n ? text.p[i] : ' ';

		if (c >= '0' && c <= '9') {
			first = run == 0 ? c : first;
			second = run == 1 ? c : second;
			run++;
			continue;
		}
		if (run == 11 && first == '1' && second >= '3')
			return true;
		run = 0;
	}
	return false;
}

/* Degrees with at most six places, which is 0.1 m: no number that only looks exact. */
static bool
degrees(str s, double most)
{
	str whole = str_starts(s, S("-")) ? str_skip(s, 1) : s, head, rest;
	int64_t n, part = 0;

	if (!str_cut(whole, '.', &head, &rest)) {
		head = whole;
		rest = S("0");
	}
	return head.n >= 1 && head.n <= 3 && rest.n >= 1 && rest.n <= 6 && str_int(head, &n) && n >= 0 &&
	       str_int(rest, &part) && part >= 0 && ((double)n < most || ((double)n <= most && part == 0));
}

bool
say_position(struct arena *a, str typed, str *position)
{
	str narrow = str_trim(str_narrow(a, typed)), lat, lon;

	*position = S("");
	if (narrow.n == 0)
		return true;
	if (!str_cut(narrow, ',', &lat, &lon) || !degrees(lat = str_trim(lat), 90) ||
	    !degrees(lon = str_trim(lon), 180))
		return false;
	*position = str_fmt(a, "%.*s,%.*s", STR_ARG(lat), STR_ARG(lon));
	return true;
}

bool
say_phone(struct arena *a, str typed, str *phone)
{
	str narrow = str_narrow(a, typed);
	char *p = make(a, char, narrow.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < narrow.n; i++) {
		char c = narrow.p[i];

		if (c >= '0' && c <= '9')
			p[n++] = c;
		else if (c != ' ' && c != '-' && c != '+' && c != '(' && c != ')')
			return false;
	}
	if (n == 13 && p[0] == '8' && p[1] == '6') {
		p += 2;
		n -= 2;
	}
	*phone = (str){ p, n };
	if (n > 0 && p[0] == '1')
		return n == 11;
	return n >= 7 && n <= 12;
}
