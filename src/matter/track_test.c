#include "gen/track.html.h"
#include "matter/matter_test.h"
#include "matter/track_web.h"

#include <string.h>

/* What a view writes, as one line. */
static str
shown(struct arena *mem, enum lang lang, const struct q_track_clocks *c)
{
	struct out o = out_make(mem, 256, 4096);
	struct page p = { .out = &o, .lang = lang, .now = moment_at(day_make(2026, 9, 25), 9, 0) };
	char *line;
	str s;

	view_track_why(&p, c);
	s = str_trim(out_view(&o));
	line = make(mem, char, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		line[i] = s.p[i] == '\n' ? ' ' : s.p[i];
	return (str){ line, s.n };
}

TEST(the_date_is_explained_across_a_holiday)
{
	struct arena mem = arena_open((size_t)64 << 10);
	const struct q_track_clocks c = { .kind = 2,
					  .start_day = day_make(2026, 9, 24),
					  .workdays = 7,
					  .weekend = 2,
					  .holiday = 6,
					  .made_up = 1,
					  .off_first = day_make(2026, 10, 1),
					  .off_last = day_make(2026, 10, 7),
					  .basis = S("type C01 7 workdays") };

	CHECK_STR(shown(&mem, ZH, &c), "从 9 月 24 日的第二天数起，7 个工作日。 中间的周末 2 天不算。 "
				       "10 月 1 日到 10 月 7 日放假，放假的 6 天不算。 调休上班的 1 天算工作日。");
	CHECK_STR(shown(&mem, EN, &c),
		  "7 working days, counted from the day after 24 September. 2 weekend days are not counted. "
		  "1 October to 7 October are a holiday; 6 holiday days are not counted. "
		  "1 weekend day worked in exchange counts as working day.");
	arena_close(&mem);
}

TEST(a_pause_and_a_provisional_year_are_said)
{
	struct arena mem = arena_open((size_t)64 << 10);
	const struct q_track_clocks c = { .kind = 2,
					  .round = 1,
					  .start_day = day_make(2026, 9, 24),
					  .workdays = 3,
					  .paused = 2,
					  .provisional = true,
					  .basis = S("type C03 3 workdays") };

	CHECK_STR(shown(&mem, ZH, &c),
		  "从 9 月 24 日重新办的第二天数起，3 个工作日。 等您回话用了 2 个工作日，往后顺延了 2 个工作日。 "
		  "那一年的放假安排还没公布，这个日期是暂定的；公布以后只会提前，不会推后。");
	arena_close(&mem);
}

TEST(hours_are_office_hours_unless_there_is_danger)
{
	struct arena mem = arena_open((size_t)64 << 10);
	struct q_track_clocks c = { .kind = 1,
				    .hours = 4,
				    .started = moment_at(day_make(2026, 9, 24), 16, 0),
				    .basis = S("type C01 4 office hours") };

	CHECK_STR(shown(&mem, ZH, &c), "从 9 月 24 日 16:00起，4 个办公小时（工作日 9–12 点、14–17 点）。");
	c.hours = 24;
	CHECK_STR(shown(&mem, EN, &c), "The same time of day 1 working day after 24 September, 16:00.");
	c.hours = 1;
	c.basis = S("type E01 1 hours 24x7");
	CHECK_STR(shown(&mem, EN, &c), "Danger runs day and night: 1 hour from 24 September, 16:00.");
	arena_close(&mem);
}

TEST(the_days_for_judging_come_from_the_rule)
{
	struct arena mem = arena_open((size_t)64 << 10);
	const struct q_track_clocks c = { .kind = 3,
					  .start_day = day_make(2026, 9, 24),
					  .basis = S("rule confirm 15 days") };

	CHECK_INT(track_days(&c), 15);
	CHECK_STR(shown(&mem, ZH, &c), "从 9 月 24 日答复那天起给您 15 天看看；碰到放假，顺延到上班那天。");
	arena_close(&mem);
}

TEST(a_heading_ends_at_a_stop)
{
	struct arena mem = arena_open((size_t)64 << 10);
	struct out o = out_make(&mem, 16, 16);
	struct page p = { .out = &o };

	CHECK_STR(track_short(&p, S("路灯坏了")), "路灯坏了");
	CHECK_STR(track_short(&p, S("停水，两天了，急。")), "停水，两天了…");
	CHECK_STR(track_short(&p, S("我家屋后到大石坎那段路下大雨就塌一块娃儿上学要绕路")),
		  "我家屋后到大石坎那段路下大雨就塌一块娃儿…");
	arena_close(&mem);
}

TEST(the_newest_round_of_a_clock_counts)
{
	struct q_track_clocks row[] = { { .kind = 2, .round = 0 },
					{ .kind = 2, .round = 1 },
					{ .kind = 1, .round = 1 } };
	const struct q_track_clocks_list l = { row, 3 };

	CHECK(track_clock(&l, 2) == &row[1]);
	CHECK(track_clock(&l, 3) == NULL);
}

/* Into the caller's struct: it points into itself. */
static void
opened(struct world *w, struct arena *mem, int64_t matter, int64_t fol, struct track *t)
{
	struct db db = { .mem = mem, .now = w->now, .town = TOWN, .conn = w->conn };
	struct req rq = { .mem = mem,
			  .actor = fol ? follower(matter, fol) : resident(matter),
			  .code = S("123456789012345678") };

	CHECK_INT(track_open(&db, &rq, t), OK);
}

TEST(every_act_that_a_resident_reads_has_its_words)
{
	for (int a = ACT_RAISE; a < ACTS; a++)
		CHECK(track_act_word((enum matter_act)a) != NULL);
	CHECK(track_act_word(ACT_CLAIM) != track_act_word(ACT_DRAFT_ANSWER));
}

TEST(a_follower_reads_the_state_of_the_lead_and_the_words_of_their_own)
{
	struct world *w = world_open(NULL);
	struct arena mem = arena_open((size_t)1 << 20);
	struct db db = { .mem = &mem, .now = w->now, .town = TOWN, .conn = w->conn };
	int64_t lead = raise_of(w, "C02"), own = raise_of(w, "C02"), fol;
	struct track t;
	bool may;
	day last;

	in_hand(w, lead);
	fol = merged(w, own, lead);
	opened(w, &mem, lead, fol, &t);
	CHECK_INT(t.own.id, own);
	CHECK_INT(t.m->id, lead);
	CHECK_INT(t.m->state, MATTER_IN_HAND);
	CHECK(track_may(&t, ACT_ADD_WORD) && track_may(&t, ACT_WITHDRAW) && !track_may_judge(&t));
	CHECK_INT(track_may_object(&db, &t, &last, &may), OK);
	CHECK(may && day_diff(day_of(w->now), last) >= 10);
	/* A session that began before the merger sees the same. */
	opened(w, &mem, own, 0, &t);
	CHECK_INT(t.m->id, lead);
	CHECK_INT(t.by.follower, fol);
	CHECK_INT(act(w, t.by, own, (struct matter_deed){ .act = ACT_UNMERGE, .text = S("不是一回事") }), OK);
	/* And one that began as a follower sees the undoing. */
	opened(w, &mem, lead, fol, &t);
	CHECK_INT(t.m->id, own);
	CHECK_INT(t.by.follower, 0);
	CHECK_INT(t.m->state, MATTER_RECEIVED);
	arena_close(&mem);
	world_close(w);
}

TEST(a_closed_matter_can_be_taken_up_again_for_a_while)
{
	struct world *w = world_open(NULL);
	struct arena mem = arena_open((size_t)1 << 20);
	struct db db = { .mem = &mem, .now = w->now, .town = TOWN, .conn = w->conn };
	int64_t id = raise_of(w, "C02");
	struct track t;
	bool may;
	day last;

	in_hand(w, id);
	answered(w, id);
	opened(w, &mem, id, 0, &t);
	CHECK(track_may_judge(&t));
	CHECK_INT(act(w, resident(id), id, (struct matter_deed){ .act = ACT_JUDGE_SOLVED, .solved = SOLVED_YES }), OK);
	opened(w, &mem, id, 0, &t);
	CHECK_INT(track_may_reopen(&db, &t, &last, &may), OK);
	CHECK(may && !track_may_judge(&t));
	db.now.ms += 400 * MS_DAY;
	CHECK_INT(track_may_reopen(&db, &t, &last, &may), OK);
	CHECK(!may);
	arena_close(&mem);
	world_close(w);
}
