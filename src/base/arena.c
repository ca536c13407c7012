#include "base/arena.h"
#include "base/log.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS 1
#endif
#endif

#ifdef ARENA_POISONS
#include <sanitizer/asan_interface.h>
#define POISON(p, n)   ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#define GAP            16 /* a write one past an allocation lands here, not in its neighbour */
#else
#define POISON(p, n)   ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#define GAP            0
#endif

#define KEPT ((size_t)256 * 1024)

struct arena
arena_open(size_t cap)
{
	struct arena a = { 0 };
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	void *base;

	cap = (cap + page - 1) / page * page;
	base = mmap(NULL, cap, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (base == MAP_FAILED) {
		log_error("arena: the system has no %zu bytes of address space left", cap);
		abort();
	}
	a.base = base;
	a.cap = cap;
	POISON(a.base, a.cap);
	return a;
}

void
arena_close(struct arena *a)
{
	if (a->base) {
		UNPOISON(a->base, a->cap);
		munmap(a->base, a->cap);
	}
	*a = (struct arena){ 0 };
}

/* All memory above `used` is zero at any time, so taking costs nothing and what was given back does not linger. */
void
arena_back(struct arena *a, size_t mark)
{
	size_t n;

	if (mark >= a->used)
		return;
	n = a->used - mark;
	UNPOISON(a->base + mark, n);
	memset(a->base + mark, 0, n);
	POISON(a->base + mark, n);
	a->used = mark;
}

void
arena_reset(struct arena *a)
{
	/* Dropped pages read as zero when they are next touched. */
	if (a->peak > KEPT && madvise(a->base + KEPT, a->cap - KEPT, MADV_DONTNEED) == 0 && a->used > KEPT) {
		POISON(a->base + KEPT, a->used - KEPT);
		a->used = KEPT;
	}
	arena_back(a, 0);
	a->peak = 0;
}

static _Noreturn void
arena_full(struct arena *a)
{
	if (a->guard)
		longjmp(*a->guard, 1);
	log_error("arena: full at %zu of %zu bytes, and nobody to catch it", a->used, a->cap);
	abort();
}

void *
arena_take(struct arena *a, size_t n, size_t size, size_t align)
{
	size_t at, bytes, end;

#if GAP
	if (align < 8)
		align = 8; /* the shadow of the sanitizer counts in eights */
#endif
	at = (a->used + GAP + align - 1) & ~(align - 1);
	if (__builtin_mul_overflow(n, size, &bytes) || __builtin_add_overflow(at, bytes, &end) || end > a->cap)
		arena_full(a);
	UNPOISON(a->base + at, bytes);
	a->used = end;
	if (end > a->peak)
		a->peak = end;
	return a->base + at;
}

bool
arena_widen(struct arena *a, const void *p, size_t old, size_t wanted)
{
	size_t at = (size_t)((const char *)p - a->base);

	if (at + old != a->used || wanted < old || wanted > a->cap - at)
		return false;
	UNPOISON(a->base + at, wanted);
	a->used = at + wanted;
	if (a->used > a->peak)
		a->peak = a->used;
	return true;
}

size_t
arena_mark(const struct arena *a)
{
	return a->used;
}
