/* test.h — the whole test framework: TEST registers itself, CHECK goes on after a failure, the runner prints a closing line. */
#ifndef HEYE_TEST_H
#define HEYE_TEST_H

#include "base/str.h"

#include <stdio.h>

struct test {
	const char *name;
	void (*run)(void);
	struct test *next;
};

void test_add(struct test *t);
void test_fail(const char *file, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* A fresh folder below the build folder, removed with all it holds when the program ends; valid until then. */
const char *test_dir(void);

/* A database of PostgreSQL for a test when the tests run on it (HEYE_TEST_DB), else NULL: then it runs on SQLite.
 * HEYE_TEST_DB is the address of a database whose role may make others, and which itself holds the newest schema: each
 * call makes a copy of it. For one folder always the same; for ":memory:" a new one each time. They are dropped when the
 * program ends. */
struct database;
const struct database *test_database(const char *dir);
const struct database *test_database_empty(const char *dir); /* without the schema */

#define TEST(name_)                                                          \
	static void test_##name_(void);                                      \
	__attribute__((constructor)) static void test_register_##name_(void) \
	{                                                                    \
		static struct test t = { #name_, test_##name_, NULL };       \
		test_add(&t);                                                \
	}                                                                    \
	static void test_##name_(void)

#define CHECK(cond)                                                 \
	do {                                                        \
		if (!(cond))                                        \
			test_fail(__FILE__, __LINE__, "%s", #cond); \
	} while (0)

#define CHECK_INT(got, want)                                                                      \
	do {                                                                                      \
		long long got_ = (long long)(got), want_ = (long long)(want);                     \
		if (got_ != want_)                                                                \
			test_fail(__FILE__, __LINE__, "%s is %lld, not %lld", #got, got_, want_); \
	} while (0)

#define CHECK_STR(got, want)                                                                               \
	do {                                                                                               \
		str got_ = (got), want_ = str_of(want);                                                    \
		if (!str_eq(got_, want_))                                                                  \
			test_fail(__FILE__, __LINE__, "%s is \"%.*s\", not \"%.*s\"", #got, STR_ARG(got_), \
				  STR_ARG(want_));                                                         \
	} while (0)

#endif
