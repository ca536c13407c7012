/* Receipt codes as people type and say them: what is taken has 18 digits that leave 1 when divided by 97, and
 * written in groups, with dashes or in full width it is the same code. */
#include "fuzz.h"
#include "matter/receipt.h"

#include <string.h>

static void
again(struct arena *mem, const char *code)
{
	char dashed[64], wide[64], back[19];
	size_t n = 0, w = 0;

	assert(receipt_parse(receipt_grouped(mem, code), back) == OK && strcmp(back, code) == 0);
	for (size_t i = 0; i < 18; i++) {
		dashed[n++] = code[i];
		dashed[n++] = '-';
		wide[w++] = '\xEF';
		wide[w++] = '\xBC';
		wide[w++] = (char)(0x90 + (code[i] - '0'));
	}
	assert(receipt_parse((str){ dashed, n }, back) == OK && strcmp(back, code) == 0);
	assert(receipt_parse((str){ wide, w }, back) == OK && strcmp(back, code) == 0);
}

FUZZ(input, mem)
{
	key k = { 0 };
	char code[19];
	unsigned rest = 0;

	receipt_make(&k, 510921207, input, code);
	again(mem, code);
	if (receipt_parse(input, code) != OK)
		return;
	assert(strlen(code) == 18);
	for (size_t i = 0; i < 18; i++) {
		assert(code[i] >= '0' && code[i] <= '9');
		rest = (rest * 10 + (unsigned)(code[i] - '0')) % 97;
	}
	assert(rest == 1);
	again(mem, code);
}
