/* rand.h — randomness from the kernel, and ids. Safe from every thread. */
#ifndef HEYE_BASE_RAND_H
#define HEYE_BASE_RAND_H

#include "base/str.h"

void rand_bytes(void *p, size_t n);
uint32_t rand_below(uint32_t n);
str rand_token(struct arena *a, size_t bytes); /* URL-safe base64 without padding */

/* A new row id: 42 bits of milliseconds since 2020 over 20 bits that differ between calls of one process;
 * positive, rising. */
int64_t rand_id(int64_t now_ms);

#endif
