/* arena.h — memory that is given back all at once.
 *
 * One arena per request (hard cap, default 8 MiB), one for the process. arena_take() never returns NULL: when
 * the cap is reached it jumps to `guard` (longjmp with 1), or aborts where none is set. The one guard of the
 * program is in web/serve.c. Memory is zeroed, and zeroed again when it is given back, so that nothing of a
 * request lingers. Sanitizer builds poison what is free, gaps between allocations included. */
#ifndef HEYE_BASE_ARENA_H
#define HEYE_BASE_ARENA_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>

struct arena {
	char *base;
	size_t used, cap, peak; /* peak: the most used since it was opened or reset */
	jmp_buf *guard;
};

/* Reserves address space for `cap` bytes; pages are only touched as they are used. Aborts when there is none left. */
struct arena arena_open(size_t cap);
void arena_close(struct arena *a);

/* Forgets everything taken since the arena was opened and returns pages above 256 KiB to the system. */
void arena_reset(struct arena *a);

/* `n` items of `size` bytes, zeroed, aligned to `align`. n × size is checked for overflow. */
void *arena_take(struct arena *a, size_t n, size_t size, size_t align) __attribute__((returns_nonnull, malloc));

/* Makes the newest allocation `wanted` bytes long without moving it; false when it is not the newest or does
 * not fit. */
bool arena_widen(struct arena *a, const void *p, size_t old, size_t wanted);

/* A mark to come back to: arena_back() frees what was taken after it. */
size_t arena_mark(const struct arena *a);
void arena_back(struct arena *a, size_t mark);

#define make(a, T, n) ((T *)arena_take((a), (n), sizeof(T), _Alignof(T)))

#endif
