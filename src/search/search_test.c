/* search_test.c — what is stored is found, by whom it may be, in the tail, in fresh lists and in merged ones. */
#include "matter/matter_test.h"
#include "search/search.h"

#include <string.h>

static enum err
index_run(struct tx *tx, void *arg)
{
	return search_index(tx, arg);
}

/* All that waits, down to less than a piece. */
static void
index_all(struct world *w)
{
	int64_t left = 1;

	while (left) {
		CHECK_INT(tx_run(w->conn, &w->mem, w->now, TOWN, index_run, &left), OK);
		arena_reset(&w->mem);
	}
}

static struct search_found
find(struct world *w, struct actor by, struct search_ask ask)
{
	struct search_found f;
	struct db db = world_db(w);

	CHECK_INT(db_begin_read(&db), OK); /* as a request does */
	CHECK_INT(search_find(&db, &by, &ask, &f), OK);
	db_end_read(&db);
	return f;
}

static size_t
hits(struct world *w, int64_t post, const char *typed)
{
	size_t n = find(w, staff(post), (struct search_ask){ .typed = str_of(typed) }).n;

	arena_reset(&w->mem);
	return n;
}

static int64_t
say(struct world *w, const char *words, int64_t village)
{
	const struct matter_raise in = { .channel = CHANNEL_WEB,
					 .type = S("C01"),
					 .village = village,
					 .place = village,
					 .spot = S("垭口"),
					 .words = str_of(words) };
	int64_t id;

	CHECK_INT(raise_as(w, nobody, &in, &id), OK);
	return id;
}

/* features.md §5, trap 18: a search for two characters that finds nothing. Here also for one, and before and after the
 * lists are written. */
TEST(trap_18_two_characters)
{
	struct world *w = world_open(NULL);
	int64_t id;

	for (int i = 0; i < 150; i++)
		say(w, i % 3 ? "水渠垮了一截，水漫到田里。" : "路灯坏了五盏。", VILLAGE);
	world_known(w);
	for (int round = 0; round < 2; round++) {
		CHECK_INT(hits(w, P_CLERK, "路灯"), 20);
		CHECK_INT(hits(w, P_CLERK, "灯"), 20);
		CHECK_INT(hits(w, P_CLERK, "垮了一截"), 20);
		CHECK_INT(hits(w, P_CLERK, "灯路"), 0);
		CHECK_INT(hits(w, P_CLERK, "截水"), 0);
		CHECK_INT(hits(w, P_CLERK, "路灯 田里"), 0);
		CHECK_INT(hits(w, P_CLERK, "路灯 垭口"), 20);
		CHECK_INT(hits(w, P_CLERK, "，"), 0);
		for (int i = 0; i < 150; i++)
			say(w, "别的事情。", VILLAGE);
		index_all(w);
	}
	CHECK(number(w, "select count(*) from search_list where town = ?1 and first > ?2", 0) > 0);
	/* What is stored now is found at once, newest first. */
	id = say(w, "路灯又坏了，𠮷家沟那边。", VILLAGE);
	CHECK_INT(find(w, staff(P_CLERK), (struct search_ask){ .typed = S("路灯") }).row[0].matter, id);
	CHECK_INT(find(w, staff(P_CLERK), (struct search_ask){ .typed = S("𠮷") }).n, 1);
	CHECK_INT(find(w, staff(P_CLERK), (struct search_ask){ .typed = S("𠮷家沟") }).n, 1);
	world_close(w);
}

TEST(pages_follow_each_other)
{
	struct world *w = world_open(NULL);
	struct search_ask ask = { .typed = S("路灯") };
	int64_t before = INT64_MAX;
	int all = 0;

	for (int i = 0; i < 300; i++)
		say(w, i % 2 ? "路灯坏了。" : "渠垮了。", VILLAGE);
	world_known(w);
	index_all(w);
	for (int i = 0; i < 10; i++)
		say(w, "路灯坏了。", VILLAGE);
	for (bool more = true; more;) {
		struct search_found f = find(w, staff(P_CLERK), ask);

		for (size_t i = 0; i < f.n; i++) {
			CHECK(f.row[i].seq < before);
			before = f.row[i].seq;
			all++;
		}
		more = f.more;
		ask.before = f.before;
		arena_reset(&w->mem);
	}
	CHECK_INT(all, 160);
	world_close(w);
}

TEST(scope_and_conflict_hold)
{
	struct world *w = world_open(NULL);
	int64_t near = say(w, "甲村的桥断了。", VILLAGE), far = say(w, "乙村的桥断了。", FARTHER);

	CHECK_INT(hits(w, P_CLERK, "桥断"), 2);
	CHECK_INT(hits(w, P_HANDLER, "桥断"), 0); /* no office has it yet */
	offered(w, near);
	CHECK_INT(hits(w, P_HANDLER, "桥断"), 1);
	CHECK_INT(hits(w, P_OTHER, "桥断"), 0);
	CHECK_INT(hits(w, P_GRID, "桥断"), 1);
	CHECK_INT(hits(w, P_ADMIN, "桥断"), 0);
	/* A note in a timeline is a document of its own, in the scope of its matter. */
	CHECK_INT(act(w, staff(P_HANDLER), near, (struct matter_deed){ .act = ACT_CLAIM }), OK);
	CHECK_INT(act(w, staff(P_HANDLER), near, (struct matter_deed){ .act = ACT_NOTE, .text = S("石匠下周来。") }),
		  OK);
	CHECK_INT(hits(w, P_HANDLER, "石匠"), 1);
	CHECK_INT(hits(w, P_OTHER, "石匠"), 0);
	/* Who is complained about finds nothing of it. */
	CHECK_INT(changed(w,
			  "insert into matter_conflict (town, id, matter, unit, noted_at) values (?1, 9, ?2, 2, 0) "
			  "returning 7",
			  near),
		  7);
	CHECK_INT(hits(w, P_HANDLER, "石匠"), 0);
	CHECK_INT(hits(w, P_HEAD, "桥断"), 0);
	CHECK_INT(hits(w, P_CLERK, "石匠"), 1);
	(void)far;
	world_close(w);
}

TEST(filters_narrow)
{
	struct world *w = world_open(NULL);
	struct search_ask ask = { .typed = S("桥") };
	int64_t id = say(w, "甲村的桥断了。", VILLAGE);
	day first = day_of(w->now);

	world_pass(w, 10);
	say(w, "乙村的桥断了。", FARTHER);
	say(w, "乙村的桥又断了。", FARTHER);
	offered(w, id);
	ask.village = FARTHER;
	CHECK_INT(find(w, staff(P_CLERK), ask).n, 2);
	ask = (struct search_ask){ .typed = S("桥"), .lane = LANE_OFFERED };
	CHECK_INT(find(w, staff(P_CLERK), ask).n, 1);
	ask = (struct search_ask){ .typed = S("桥"), .unit = UNIT_ROADS };
	CHECK_INT(find(w, staff(P_CLERK), ask).n, 1);
	ask = (struct search_ask){ .typed = S("桥"), .type = S("A01") };
	CHECK_INT(find(w, staff(P_CLERK), ask).n, 0);
	ask = (struct search_ask){ .typed = S("桥"), .since = day_add(first, 1) };
	CHECK_INT(find(w, staff(P_CLERK), ask).n, 2);
	ask = (struct search_ask){ .typed = S("桥"), .until = first };
	CHECK_INT(find(w, staff(P_CLERK), ask).n, 1);
	ask.until = day_add(first, -1);
	CHECK_INT(find(w, staff(P_CLERK), ask).n, 0);
	world_close(w);
}

/* ---- against plain looking through ---- */

#define SOME 420

static const char *const signs[] = { "路", "灯", "水", "渠", "的", "，", "Ａ", "a", "𠮷", " " };

static uint64_t drawn; /* the same draws in each run */

static int
draw(int n)
{
	drawn = drawn * 6364136223846793005U + 1442695040888963407U;
	return (int)((drawn >> 33) % (uint64_t)n);
}

static void
random_words(char *out, int least, int most)
{
	int n = least + draw(most - least + 1);

	*out = 0;
	for (int i = 0; i < n; i++) {
		const char *sign = signs[draw(10)];

		memcpy(out, sign, strlen(sign) + 1);
		out += strlen(sign);
	}
}

static size_t
plainly(char text[][80], const char *typed)
{
	struct fold_phrase p[FOLD_PHRASES];
	size_t n = fold_query(str_of(typed), p), hits_n = 0, from, to;

	for (int i = 0; i < SOME; i++) {
		bool all = n > 0;

		for (size_t k = 0; k < n; k++)
			all = all && fold_find(str_of(text[i]), 0, &p[k], &from, &to);
		hits_n += all;
	}
	return hits_n;
}

static size_t
all_pages(struct world *w, const char *typed)
{
	struct search_ask ask = { .typed = str_of(typed) };
	size_t n = 0;

	for (bool more = true; more;) {
		struct search_found f = find(w, staff(P_CLERK), ask);

		n += f.n;
		more = f.more;
		ask.before = f.before;
		arena_reset(&w->mem);
	}
	return n;
}

/* Random texts and queries: half of it in lists, over the end of a stretch, merged; nothing is missed, nothing is found that is
 * not there. */
TEST(random_words_are_all_found)
{
	static char text[SOME][80];
	struct world *w = world_open(NULL);
	char typed[80];

	drawn = 4;
	CHECK_INT(changed(w, "update event_head set seq = ?2 where town = ?1 returning 7", 65536 - 100), 7);
	for (int i = 0; i < SOME; i++) {
		do
			random_words(text[i], 1, 12);
		while (str_trim(str_of(text[i])).n == 0);
		say(w, text[i], VILLAGE);
	}
	world_known(w);
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 150; i++) {
			random_words(typed, 1, 5);
			if (all_pages(w, typed) != plainly(text, typed))
				test_fail(__FILE__, __LINE__, "“%s”: %zu found, %zu are there", typed,
					  all_pages(w, typed), plainly(text, typed));
		}
		index_all(w);
	}
	CHECK_INT(number(w, "select merged from search_head where town = ?1 and ?2 = 0", 0), 65536);
	CHECK(number(w, "select count(*) from search_list where town = ?1 and first > ?2", 65535) > 0);
	CHECK(number(w, "select count(*) from search_list where town = ?1 and first < ?2", 65536) > 0);
	world_close(w);
}
