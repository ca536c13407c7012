#include "base/arena.h"
#include "test.h"

#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define HAS_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ASAN 1
#endif
#endif
#ifdef HAS_ASAN
#include <sanitizer/asan_interface.h>
#endif

#define MIB ((size_t)1024 * 1024)

static bool
all_zero(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != 0)
			return false;
	return true;
}

TEST(arena_takes_aligned_zeroed_memory)
{
	struct arena a = arena_open(MIB);
	char *one = make(&a, char, 1);
	int64_t *eight = make(&a, int64_t, 3);
	char *page = arena_take(&a, 1, 5, 4096);

	CHECK_INT((uintptr_t)eight % _Alignof(int64_t), 0);
	CHECK_INT((uintptr_t)page % 4096, 0);
	CHECK(*one == 0 && eight[2] == 0 && page[4] == 0);
	CHECK(arena_take(&a, 0, 8, 8) != NULL);
	arena_close(&a);
	CHECK(a.base == NULL);
	arena_close(&a);
}

TEST(arena_zeroes_what_comes_back)
{
	struct arena a = arena_open(2 * MIB);
	size_t mark;

	make(&a, char, 10);
	mark = arena_mark(&a);
	memset(make(&a, char, MIB), 'x', MIB);
	arena_back(&a, mark);
	CHECK_INT(arena_mark(&a), mark);
	CHECK(all_zero(make(&a, char, MIB), MIB));
	arena_back(&a, mark);
	arena_back(&a, mark + 100); /* a mark above what is used changes nothing */
	CHECK_INT(arena_mark(&a), mark);
	arena_close(&a);
}

TEST(arena_reset_forgets_all)
{
	struct arena a = arena_open(2 * MIB);

	for (int i = 0; i < 50; i++) {
		size_t n = i % 2 ? MIB : 1000;
		char *p = make(&a, char, n);

		CHECK(all_zero(p, n));
		memset(p, 'y', n);
		CHECK(a.peak >= n);
		arena_reset(&a);
		CHECK_INT(a.used, 0);
		CHECK_INT(a.peak, 0);
	}
	/* Given back before the reset, but pages above the limit were touched all the same. */
	memset(make(&a, char, MIB), 'z', MIB);
	arena_back(&a, 0);
	arena_reset(&a);
	CHECK(all_zero(make(&a, char, MIB), MIB));
	arena_close(&a);
}

TEST(arena_smaller_than_what_reset_keeps)
{
	struct arena a = arena_open(1);

	CHECK_INT(a.cap, sysconf(_SC_PAGESIZE));
	memset(make(&a, char, 4000), 'x', 4000);
	arena_reset(&a);
	CHECK(all_zero(make(&a, char, 4000), 4000));
	arena_close(&a);
}

static bool
overflows(struct arena *a, size_t n, size_t size, size_t align)
{
	jmp_buf guard;
	volatile bool jumped = false;

	a->guard = &guard;
	if (setjmp(guard) == 0)
		arena_take(a, n, size, align);
	else
		jumped = true;
	a->guard = NULL;
	return jumped;
}

TEST(arena_jumps_to_its_guard_when_full)
{
	struct arena a = arena_open(64 * 1024);
	size_t used;

	make(&a, char, 1000);
	used = arena_mark(&a);
	CHECK(overflows(&a, 64 * 1024, 1, 1));
	CHECK(overflows(&a, SIZE_MAX, 1, 1));
	CHECK(overflows(&a, SIZE_MAX / 2, 3, 1));
	CHECK(overflows(&a, SIZE_MAX, SIZE_MAX, 8));
	CHECK(overflows(&a, SIZE_MAX - 100, 1, 16));
	CHECK_INT(arena_mark(&a), used);
	CHECK(!overflows(&a, 60 * 1024, 1, 1)); /* what fits still goes in */
	arena_close(&a);
}

TEST(arena_fills_to_the_last_byte)
{
	struct arena a = arena_open(64 * 1024);
	size_t room;

	make(&a, char, 1);
	room = a.cap - a.used - 64;
	memset(make(&a, char, room), 1, room);
	while (!overflows(&a, 1, 1, 1))
		;
	CHECK(a.used <= a.cap);
	arena_close(&a);
}

TEST(arena_without_guard_aborts)
{
	struct arena a = arena_open(4096);
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		signal(SIGABRT, SIG_DFL);
		close(STDERR_FILENO);
		arena_take(&a, 1, 8192, 1);
		_exit(0);
	}
	CHECK(child > 0 && waitpid(child, &status, 0) == child);
	CHECK(!WIFEXITED(status) || WEXITSTATUS(status) != 0);
	arena_close(&a);
}

TEST(arena_widens_only_the_newest)
{
	struct arena a = arena_open(64 * 1024);
	char *first = make(&a, char, 100);
	char *second = make(&a, char, 100);

	CHECK(!arena_widen(&a, first, 100, 200));
	CHECK(!arena_widen(&a, second, 100, 50));
	CHECK(!arena_widen(&a, second, 100, 64 * 1024));
	CHECK(!arena_widen(&a, second, 100, SIZE_MAX));
	CHECK(arena_widen(&a, second, 100, 5000));
	CHECK(all_zero(second, 5000));
	second[4999] = 1;
	CHECK(a.peak == a.used);
	arena_close(&a);
}

#ifdef HAS_ASAN
TEST(arena_poisons_gaps_and_free_memory)
{
	struct arena a = arena_open(MIB);
	char *first = make(&a, char, 24), *second = make(&a, char, 10);

	CHECK(!__asan_address_is_poisoned(first) && !__asan_address_is_poisoned(first + 23));
	CHECK(__asan_address_is_poisoned(first + 24) && __asan_address_is_poisoned(second - 1));
	CHECK(__asan_address_is_poisoned(second + 10));
	arena_back(&a, 0);
	CHECK(__asan_address_is_poisoned(first) && __asan_address_is_poisoned(second));
	first = make(&a, char, MIB / 2);
	arena_reset(&a);
	CHECK(__asan_address_is_poisoned(first) && __asan_address_is_poisoned(first + MIB / 2 - 1));
	arena_close(&a);
}
#endif
