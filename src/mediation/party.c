/* party.c — the two sides: their sealed records, and whether they are willing. */
#include "base/utf8.h"
#include "mediation/case.h"

#include <string.h>

/* GB 11643: weights, date and check digit. */
bool
party_number_ok(str s)
{
	static const int weight[17] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
	static const char check[] = "10X98765432";
	int sum = 0;
	int64_t n;

	if (s.n != 18)
		return false;
	for (size_t i = 0; i < 17; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		sum += (s.p[i] - '0') * weight[i];
	}
	if (!str_int(str_head(str_skip(s, 6), 8), &n))
		return false;
	return day_make((int)(n / 10000), (int)(n / 100 % 100), (int)(n % 100)).n != 0 && s.p[17] == check[sum % 11];
}

int
party_age(str birth, day on)
{
	day born;
	struct civil b, o;

	if (!day_parse(birth, &born) || born.n > on.n)
		return -1;
	b = day_civil(born);
	o = day_civil(on);
	return o.year - b.year - (o.month < b.month || (o.month == b.month && o.day < b.day));
}

static bool
phone_ok(str s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9')
			digits++;
		else if (s.p[i] != '-' && s.p[i] != ' ')
			return false;
	}
	return digits >= 7 && digits <= 12;
}

/* Identity papers of Hong Kong, Macao and Taiwan have other shapes: what is not 18 characters long is taken as it is. */
enum party_fault
party_check(const struct party *p)
{
	const str *f = p->field;
	day born;

	if (f[PARTY_NAME].n == 0)
		return PARTY_NO_NAME;
	if (f[PARTY_PHONE].n && !phone_ok(f[PARTY_PHONE]))
		return PARTY_BAD_PHONE;
	if (f[PARTY_BIRTH].n && !day_parse(f[PARTY_BIRTH], &born))
		return PARTY_BAD_BIRTH;
	if (p->body == 1 && f[PARTY_NUMBER].n == 18 && !party_number_ok(f[PARTY_NUMBER]))
		return PARTY_BAD_NUMBER;
	return PARTY_GOOD;
}

static bool
party_good(const struct party *p)
{
	if (p->side < 1 || p->side > 3 || p->body < 1 || p->body > 2 || party_check(p) != PARTY_GOOD)
		return false;
	for (int i = 0; i < PARTY_FIELDS; i++)
		if (utf8_count(p->field[i]) > MEDIATION_SHORT)
			return false;
	return true;
}

enum err
mediation_party_add(struct tx *tx, const struct actor *by, const struct identity_keys *k, int64_t id, struct party *p)
{
	struct q_mediation_case c;
	struct q_mediation_party_last last;
	str token;

	TRY(case_take(tx, by, id, STAGE(REGISTERED), &c));
	TRY(q_mediation_party_last(&tx->db, id, &last));
	if (last.n >= MEDIATION_PARTIES || !party_good(p))
		return INVALID;
	p->n = last.n + 1;
	TRY(sealed_put(tx, k, SEALED_PARTY, p->field, PARTY_FIELDS, &token));
	TRY(q_mediation_party_insert(tx, id, p->n, p->side, p->body, token, p->seen, p->proxy));
	return case_note(tx, by, &c, "party",
			 str_fmt(tx->db.mem, "party %lld side %d body %d", (long long)p->n, p->side, p->body), S(""));
}

static const struct q_mediation_parties *
party_find(const struct q_mediation_parties_list *l, int64_t n)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->p[i].n == n)
			return &l->p[i];
	return NULL;
}

enum err
mediation_party_change(struct tx *tx, const struct actor *by, const struct identity_keys *k, int64_t id,
		       const struct party *p)
{
	struct q_mediation_parties_list l;
	const struct q_mediation_parties *row;
	struct q_mediation_case c;

	TRY(case_take(tx, by, id, STAGES_OPEN | STAGE(SETTLED), &c));
	TRY(q_mediation_parties(&tx->db, id, MEDIATION_PARTIES, &l));
	row = party_find(&l, p->n);
	if (!row)
		return NOT_FOUND;
	if (!party_good(p))
		return INVALID;
	TRY(sealed_change(tx, k, SEALED_PARTY, row->token, p->field, PARTY_FIELDS));
	TRY(q_mediation_party_set(tx, id, p->n, p->side, p->body, p->seen, p->proxy));
	return case_note(tx, by, &c, "party_change", str_fmt(tx->db.mem, "party %lld", (long long)p->n), S(""));
}

enum err
mediation_parties_open(struct tx *tx, const struct actor *by, const struct identity_keys *k, int64_t id, int purpose,
		       struct party *p, size_t most, size_t *n)
{
	struct q_mediation_parties_list l;
	struct q_mediation_case c;

	*n = 0;
	TRY(mediation_open(&tx->db, by, id, &c));
	if (!mediation_may_write(by, &c))
		return FORBIDDEN;
	TRY(sealed_look(tx, by, SEALED_PARTY, S("mediation"), id, purpose));
	TRY(q_mediation_parties(&tx->db, id, (int64_t)most, &l));
	for (size_t i = 0; i < l.n; i++) {
		p[i] = (struct party){ .n = l.p[i].n,
				       .side = (int)l.p[i].side,
				       .body = (int)l.p[i].body,
				       .seen = l.p[i].seen,
				       .proxy = l.p[i].proxy };
		TRY(sealed_open(tx, k, SEALED_PARTY, l.p[i].token, p[i].field, PARTY_FIELDS));
	}
	*n = l.n;
	return OK;
}

/* ---- texts without names ---- */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Eleven digits that begin like a mobile telephone, or eighteen like an identity number. */
static bool
has_number(str s)
{
	for (size_t i = 0; i < s.n;) {
		size_t run = 0;

		while (i + run < s.n && is_digit(s.p[i + run]))
			run++;
		if (run == 11 && s.p[i] == '1' && s.p[i + 1] >= '3')
			return true;
		if (run == 18 || (run == 17 && i + run < s.n && (s.p[i + run] == 'X' || s.p[i + run] == 'x')))
			return true;
		i += run + 1;
	}
	return false;
}

enum err
mediation_text_bare(struct tx *tx, const struct identity_keys *k, int64_t id, str text, bool *bare)
{
	struct q_mediation_parties_list l;

	*bare = has_number(str_narrow(tx->db.mem, text));
	TRY(q_mediation_parties(&tx->db, id, MEDIATION_PARTIES, &l));
	for (size_t i = 0; i < l.n && !*bare; i++)
		if (l.p[i].body == 1)
			TRY(sealed_mentions(tx, k, SEALED_PARTY, l.p[i].token, PARTY_TELLING, text, bare));
	return OK;
}

/* ---- willing ---- */

/* Two sides at least, and everybody said yes. */
static bool
all_willing(const struct q_mediation_parties_list *l)
{
	unsigned sides = 0;

	for (size_t i = 0; i < l->n; i++) {
		if (l->p[i].willing != 1)
			return false;
		sides |= 1u << l->p[i].side;
	}
	return sides & 2u && sides & 4u;
}

enum err
mediation_answer(struct tx *tx, const struct actor *by, int64_t id, int64_t party, bool yes, enum judgement_method how,
		 bool open_fine, str words)
{
	struct q_mediation_parties_list l;
	struct q_mediation_case c;
	int64_t was;
	str detail;

	TRY(case_take(tx, by, id, STAGES_OPEN, &c));
	was = c.stage;
	TRY(q_mediation_parties(&tx->db, id, MEDIATION_PARTIES, &l));
	if (!party_find(&l, party))
		return NOT_FOUND;
	if (how < METHOD_PHONE || how > METHOD_AT_DESK || utf8_count(words) > MEDIATION_TEXT)
		return INVALID;
	TRY(q_mediation_party_answer(tx, id, party, yes ? 1 : 2, day_of(tx->db.now), how, yes && open_fine));
	detail = str_fmt(tx->db.mem, "party %lld %s method %d", (long long)party, yes ? "yes" : "no", (int)how);
	if (!yes) {
		TRY(case_note(tx, by, &c, "refuse", detail, words));
		c.told_on = day_of(tx->db.now);
		return case_end(tx, by, &c, STAGE_REFUSED, WHY_REFUSED, words);
	}
	TRY(q_mediation_parties(&tx->db, id, MEDIATION_PARTIES, &l));
	if (c.stage != STAGE_REGISTERED || !all_willing(&l))
		return case_note(tx, by, &c, "willing", detail, words);
	c.stage = STAGE_WILLING;
	return case_keep(tx, by, &c, "willing", was, detail, words);
}
