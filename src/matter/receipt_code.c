/* receipt_code.c — the digits of a receipt code: made, checked, read as people write them. Knows no database. */
#include "base/utf8.h"
#include "matter/receipt.h"

#include <string.h>

#define RANDOM_DIGITS 16
#define DIGITS        18
#define HALF          100000000u /* 8 digits */

/* ISO 7064 MOD 97-10: the 18 digits as a number leave 1. */
static unsigned
check_digits(uint64_t n16)
{
	return 98u - (unsigned)(n16 % 97 * 100 % 97);
}

static bool
blank(uint32_t cp)
{
	return cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r' || cp == 0xA0 || cp == 0x3000 ||
	       (cp >= 0x2000 && cp <= 0x200B) || cp == '-' || (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 ||
	       cp == 0xFF0D;
}

enum err
receipt_parse(str typed, char code[19])
{
	uint64_t n16 = 0;
	size_t n = 0, step;
	uint32_t cp;

	for (; typed.n; typed = str_skip(typed, step)) {
		step = utf8_next(typed, &cp);
		if (step == 0)
			return INVALID;
		if (cp >= 0xFF10 && cp <= 0xFF19)
			cp = cp - 0xFF10 + '0';
		if (blank(cp))
			continue;
		if (cp < '0' || cp > '9' || n == DIGITS)
			return INVALID;
		if (n < RANDOM_DIGITS)
			n16 = n16 * 10 + (cp - '0');
		code[n++] = (char)cp;
	}
	if (n != DIGITS)
		return INVALID;
	code[DIGITS] = 0;
	return check_digits(n16) == (unsigned)(code[16] - '0') * 10 + (unsigned)(code[17] - '0') ? OK : INVALID;
}

/* Sixteen digits out of a keyed hash of 256 bits: without the service's credential they are random. */
void
receipt_make(const key *k, int64_t town, str seed, char code[19])
{
	char about[32];
	uint64_t half[2], n16;
	key own;
	hash h;

	snprintf(about, sizeof(about), "receipt %lld", (long long)town);
	h = hash_keyed(k, str_of(about));
	memcpy(own.b, h.b, KEY_BYTES);
	h = hash_keyed(&own, seed);
	memcpy(half, h.b, sizeof(half));
	n16 = half[0] % HALF * HALF + half[1] % HALF;
	snprintf(code, 19, "%016llu%02u", (unsigned long long)n16, check_digits(n16));
}

str
receipt_grouped(struct arena *a, const char *code)
{
	return str_fmt(a, "%.4s %.4s %.4s %.4s %.2s", code, code + 4, code + 8, code + 12, code + 16);
}
