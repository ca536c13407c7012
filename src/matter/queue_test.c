#include "matter/likeness.h"
#include "matter/matter_test.h"
#include "matter/queue.h"

#include <stdlib.h>

#define MANY 2500

struct listing {
	int64_t id[MANY];
	size_t n, pages;
};

static int
by_id(const void *left, const void *right)
{
	const int64_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

/* Every page of a view. Rows come in the order of their keys, and none comes twice. */
static void
list_all(struct world *w, struct actor by, struct queue_ask ask, struct listing *all)
{
	struct queue_found f;

	*all = (struct listing){ .n = 0 };
	ask.most = QUEUE_ROWS;
	do {
		struct db db = world_db(w);

		CHECK_INT(queue_find(&db, &by, &ask, &f), OK);
		for (size_t i = 0; i < f.n && all->n < MANY; i++) {
			if (i && ask.view != QUEUE_CLOSED)
				CHECK(f.row[i].sort_at.ms > f.row[i - 1].sort_at.ms ||
				      (f.row[i].sort_at.ms == f.row[i - 1].sort_at.ms &&
				       f.row[i].id > f.row[i - 1].id));
			all->id[all->n++] = f.row[i].id;
		}
		ask.after = f.next;
		all->pages++;
		arena_reset(&w->mem);
	} while (f.more || f.unfinished);
	qsort(all->id, all->n, sizeof(*all->id), by_id);
	for (size_t i = 1; i < all->n; i++)
		CHECK(all->id[i] != all->id[i - 1]);
}

static int64_t
raise_at(struct world *w, int64_t village, const char *type, enum matter_channel channel)
{
	const struct matter_raise in = { .channel = channel,
					 .type = str_of(type),
					 .village = village,
					 .place = village,
					 .words = S("水管漏水，路上都是水。") };
	int64_t id;

	CHECK_INT(raise_as(w, channel == CHANNEL_WEB ? nobody : staff(P_CLERK), &in, &id), OK);
	return id;
}

TEST(pages_have_no_gap_and_no_double_when_all_keys_are_equal)
{
	struct world *w = world_open(NULL);
	struct listing *all = calloc(1, sizeof(*all));

	for (int i = 0; i < 65; i++)
		(void)raise_of(w, "C02");
	list_all(w, staff(P_LEADER), (struct queue_ask){ .view = QUEUE_RECEIVED }, all);
	CHECK_INT(all->n, 65);
	CHECK_INT(all->pages, 4);
	list_all(w, staff(P_DISPATCHER), (struct queue_ask){ .view = QUEUE_MINE }, all);
	CHECK_INT(all->n, 65);
	list_all(w, staff(P_HANDLER), (struct queue_ask){ .view = QUEUE_RECEIVED }, all);
	CHECK_INT(all->n, 0);
	free(all);
	world_close(w);
}

/* A year of a small office: matters in every state, in two villages, from two channels. */
static void
mixture(struct world *w)
{
	static const char *const types[] = { "C02", "B01", "D01" };

	for (int i = 0; i < 60; i++) {
		int64_t id =
			raise_at(w, i % 4 == 3 ? FARTHER : VILLAGE, types[i % 3], i % 2 ? CHANNEL_PHONE : CHANNEL_WEB);

		if (i % 6 > 0)
			offered(w, id);
		if (i % 6 > 1)
			CHECK_INT(act(w, staff(P_HANDLER), id, (struct matter_deed){ .act = ACT_CLAIM }), OK);
		if (i % 6 == 3)
			CHECK_INT(act(w, staff(P_HANDLER), id,
				      (struct matter_deed){ .act = ACT_ASK, .text = S("哪一段？") }),
				  OK);
		if (i % 6 > 3)
			answered(w, id);
		if (i % 6 == 5)
			CHECK_INT(act(w, resident(id), id,
				      (struct matter_deed){ .act = ACT_JUDGE_SOLVED, .solved = SOLVED_YES }),
				  OK);
		w->now.ms += i % 5 ? 0 : 6 * MS_HOUR;
	}
}

TEST(each_number_on_a_tab_is_the_length_of_its_list)
{
	static const int64_t posts[] = { P_CLERK, P_DISPATCHER, P_HANDLER, P_HEAD, P_GRID,
					 P_OTHER, P_LEADER,     P_AUDITOR, P_ADMIN };
	struct world *w = world_open(NULL);
	struct listing *all = calloc(1, sizeof(*all));
	int counted = 0;

	mixture(w);
	for (size_t i = 0; i < sizeof(posts) / sizeof(*posts); i++)
		for (int64_t village = 0; village <= VILLAGE; village += VILLAGE) {
			struct actor by = staff(posts[i]);
			struct queue_ask ask = { .village = village };
			struct queue_lengths l;
			struct db db = world_db(w);

			CHECK_INT(queue_lengths(&db, &by, &ask, &l), OK);
			for (int v = 0; v < QUEUE_VIEWS; v++) {
				ask.view = (enum queue_view)v;
				list_all(w, by, ask, all);
				if (l.n[v] >= 0)
					CHECK_INT((int64_t)all->n, l.n[v]);
				counted += l.n[v] > 0;
			}
		}
	CHECK(counted > 30);
	free(all);
	world_close(w);
}

TEST(filters_only_ever_take_rows_away_and_together_miss_none)
{
	struct world *w = world_open(NULL);
	struct listing *all = calloc(1, sizeof(*all)), *part = calloc(1, sizeof(*part));

	mixture(w);
	for (int v = QUEUE_RECEIVED; v < QUEUE_VIEWS; v++) {
		struct queue_ask ask = { .view = (enum queue_view)v };
		size_t by_type = 0, by_channel = 0, by_village = 0;

		list_all(w, staff(P_LEADER), ask, all);
		for (int i = 0; i < 3; i++) {
			ask.type = str_of((const char *const[]){ "C02", "B01", "D01" }[i]);
			list_all(w, staff(P_LEADER), ask, part);
			by_type += part->n;
		}
		ask.type = S("");
		for (int c = CHANNEL_WEB; c < CHANNELS; c++) {
			ask.channel = (enum matter_channel)c;
			list_all(w, staff(P_LEADER), ask, part);
			by_channel += part->n;
		}
		ask.channel = 0;
		for (ask.village = VILLAGE; ask.village <= FARTHER; ask.village++) {
			list_all(w, staff(P_LEADER), ask, part);
			by_village += part->n;
		}
		CHECK_INT(by_type, all->n);
		CHECK_INT(by_channel, all->n);
		CHECK_INT(by_village, all->n);
	}
	free(all);
	free(part);
	world_close(w);
}

TEST(late_is_what_is_past_its_date_and_not_paused)
{
	struct world *w = world_open(NULL);
	struct listing *all = calloc(1, sizeof(*all));
	int64_t late, paused;

	mixture(w);
	list_all(w, staff(P_LEADER), (struct queue_ask){ .view = QUEUE_LATE }, all);
	CHECK_INT((int64_t)all->n,
		  number(w, "select count(*) from matter where town = ?1 and lane < 4 and state <> 4 and due_at < ?2",
			 w->now.ms));
	world_pass(w, 60);
	list_all(w, staff(P_LEADER), (struct queue_ask){ .view = QUEUE_LATE }, all);
	late = number(w, "select count(*) from matter where town = ?1 and lane < 4 and state <> 4 and due_at < ?2",
		      w->now.ms);
	paused = number(w, "select count(*) from matter where town = ?1 and state = 4", 0);
	CHECK_INT((int64_t)all->n, late);
	CHECK(late > 0 && paused > 0);
	free(all);
	world_close(w);
}

TEST(a_filter_without_an_index_looks_at_a_bounded_number_of_rows)
{
	struct world *w = world_open(NULL);
	struct actor leader = staff(P_LEADER);
	struct queue_ask ask = { .view = QUEUE_RECEIVED, .channel = CHANNEL_PHONE, .most = QUEUE_ROWS };
	struct queue_found f;
	struct db db;
	int64_t last;

	for (int i = 0; i < QUEUE_SCAN + 30; i++)
		(void)raise_of(w, "C02");
	last = raise_at(w, VILLAGE, "A01", CHANNEL_PHONE);
	db = world_db(w);
	CHECK_INT(queue_find(&db, &leader, &ask, &f), OK);
	CHECK(f.n == 0 && f.unfinished && !f.more && f.next.id);
	ask.after = f.next;
	CHECK_INT(queue_find(&db, &leader, &ask, &f), OK);
	CHECK(f.n == 1 && !f.unfinished && !f.more);
	CHECK_INT(f.n ? f.row[0].id : 0, last);
	world_close(w);
}

TEST(office_numbers_are_read_as_people_write_them)
{
	static const struct {
		const char *typed;
		int64_t year, number;
	} good[] = { { "137", 2026, 137 },
		     { " 2026-137 ", 2026, 137 },
		     { "２０２５－１３７", 2025, 137 },
		     { "荷事〔2026〕137号", 2026, 137 },
		     { "2024 9", 2024, 9 } };
	static const char *const bad[] = { "", "水管", "3组的路", "2026-1-2", "0", "99999999999999999999", "2026-x" };
	struct arena a = arena_open((size_t)1 << 20);
	int64_t year, n;

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		CHECK(queue_number(&a, str_of(good[i].typed), day_make(2026, 3, 2), &year, &n));
		CHECK_INT(year, good[i].year);
		CHECK_INT(n, good[i].number);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		CHECK(!queue_number(&a, str_of(bad[i]), day_make(2026, 3, 2), &year, &n));
	arena_close(&a);
}

TEST(a_number_out_of_scope_is_not_found)
{
	struct world *w = world_open(NULL);
	struct actor leader = staff(P_LEADER), handler = staff(P_HANDLER), other = staff(P_OTHER),
		     admin = staff(P_ADMIN);
	int64_t id = raise_of(w, "C02"), found;
	struct db db;

	offered(w, id);
	db = world_db(w);
	CHECK_INT(queue_matter_of(&db, &leader, 2026, 1, &found), OK);
	CHECK_INT(found, id);
	CHECK_INT(queue_matter_of(&db, &handler, 2026, 1, &found), OK);
	CHECK_INT(queue_matter_of(&db, &other, 2026, 1, &found), NOT_FOUND);
	CHECK_INT(queue_matter_of(&db, &admin, 2026, 1, &found), NOT_FOUND);
	CHECK_INT(queue_matter_of(&db, &leader, 2026, 2, &found), NOT_FOUND);
	world_close(w);
}

TEST(answers_that_only_change_a_word_are_alike)
{
	struct arena a = arena_open((size_t)1 << 20);
	str one = S("您反映的路灯问题已安排道路组到现场查看，更换灯泡五盏，线路两处，今晚恢复照明，今后每月巡查一次。");
	str same =
		S("您反映的路灯问题已安排道路组到现场查看，更换灯泡六盏，线路两处，今晚恢复照明，今后每月巡查一次。");
	str other = S("排水沟清了三十米，两处塌的用砖补了，下次下雨我们再来看。");

	CHECK_INT(likeness_of(&a, one, one), 100);
	CHECK(likeness_of(&a, one, same) >= 90);
	CHECK(likeness_of(&a, one, other) < 30);
	CHECK_INT(likeness_of(&a, S(""), one), 0);
	CHECK_INT(likeness_of(&a, S(""), S("")), 0);
	arena_close(&a);
}
