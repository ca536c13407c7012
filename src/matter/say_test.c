#include "matter/matter_test.h"
#include "matter/say.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

struct keep_job {
	str token;
	const struct say *say;
};

static enum err
keep(struct tx *tx, void *arg)
{
	const struct keep_job *j = arg;

	return say_keep(tx, j->token, j->say);
}

static enum err
keep_draft(struct world *w, str token, const struct say *s)
{
	struct keep_job j = { token, s };

	return tx_run(w->conn, &w->mem, w->now, TOWN, keep, &j);
}

TEST(a_draft_comes_back_as_it_was)
{
	struct world *w = world_open(NULL);
	struct arena mem = arena_open((size_t)1 << 20);
	struct db db = { .mem = &mem, .now = w->now, .town = TOWN, .conn = w->conn };
	struct say s = { .what = S("路灯坏了：三盏\n晚上看不见"),
			 .category = S("C"),
			 .type = S("C02"),
			 .place = GROUP,
			 .accused = UNIT_ROADS,
			 .spot = S("场口"),
			 .position = S("29.512345,106.123456"),
			 .name = S("周大姐"),
			 .phone = S("138 0000 1234"),
			 .who = 1 + IDENTITY_OPEN,
			 .placed = true,
			 .photos = 2 };
	struct say got;
	str token = say_token(&mem);

	memset(&s.photo[0].picture, 7, sizeof(hash));
	memset(&s.photo[1].thumb, 9, sizeof(hash));
	s.photo[1].width = 1600;
	CHECK(say_token_ok(token));
	CHECK_INT(keep_draft(w, token, &s), OK);
	CHECK_INT(say_open(&db, token, &got), OK);
	CHECK_STR(got.what, "路灯坏了：三盏\n晚上看不见");
	CHECK_STR(got.type, "C02");
	CHECK_STR(got.phone, "138 0000 1234");
	CHECK_STR(got.position, "29.512345,106.123456");
	CHECK_INT(got.place, GROUP);
	CHECK_INT(got.accused, UNIT_ROADS);
	CHECK_INT(got.who, 1 + IDENTITY_OPEN);
	CHECK(got.placed && got.photos == 2 && got.photo[1].width == 1600);
	CHECK(hash_eq(&got.photo[0].picture, &s.photo[0].picture) && hash_eq(&got.photo[1].thumb, &s.photo[1].thumb));
	CHECK_INT(keep_draft(w, token, &(struct say){ .code = S("123456789012345678") }), OK);
	CHECK_INT(say_open(&db, token, &got), OK);
	CHECK(got.what.n == 0 && got.phone.n == 0);
	CHECK_STR(got.code, "123456789012345678");
	CHECK_INT(say_open(&db, say_token(&mem), &got), NOT_FOUND);
	arena_close(&mem);
	world_close(w);
}

TEST(a_draft_holds_nothing_in_clear)
{
	struct world *w = world_open(NULL);
	struct arena mem = arena_open((size_t)1 << 20);
	str token = say_token(&mem);

	CHECK_INT(keep_draft(w, token, &(struct say){ .what = S("secret words"), .phone = S("13800001234") }), OK);
	CHECK_INT(
		number(w,
		       world_dialect("select count(*) from draft where town = ?1 and "
				     "(instr(box, 'secret') > 0 or instr(box, '1380000') > 0)",
				     "select count(*) from draft where town = ?1 and "
				     "(position('secret'::bytea in box) > 0 or position('1380000'::bytea in box) > 0)"),
		       0),
		0);
	CHECK_INT(number(w, "select count(*) from draft where town = ?1 and length(box) > 0", 0), 1);
	arena_close(&mem);
	world_close(w);
}

TEST(a_draft_has_an_end)
{
	struct world *w = world_open(NULL);
	struct arena mem = arena_open((size_t)1 << 20);
	char *long_text = make(&mem, char, 70000);

	memset(long_text, 'x', 70000);
	CHECK_INT(keep_draft(w, say_token(&mem), &(struct say){ .what = { long_text, 70000 } }), INVALID);
	arena_close(&mem);
	world_close(w);
}

TEST(photos_of_a_form_that_nobody_sends_go_after_a_week)
{
	struct world *w = world_open(NULL);
	struct arena mem = arena_open((size_t)1 << 20);
	struct say s = { .what = S("路灯"), .photos = 1 };
	struct matter_raise in = { .channel = CHANNEL_WEB, .type = S("C01"), .village = VILLAGE, .words = S("路灯") };
	hash sent = hash_of(S("sent")), sent_thumb = hash_of(S("sent thumb"));
	int64_t id;

	CHECK_INT(matter_begin(w->dir, &w->root), OK);
	s.photo[0] = (struct photo){ .picture = hash_of(S("left")), .thumb = hash_of(S("left thumb")) };
	world_file(w, &s.photo[0].picture);
	world_file(w, &s.photo[0].thumb);
	world_file(w, &sent);
	CHECK_INT(keep_draft(w, say_token(&mem), &s), OK);
	in.photo[0] = (struct photo){ .picture = sent, .thumb = sent_thumb };
	in.photos = 1;
	CHECK_INT(keep_draft(w, say_token(&mem), &(struct say){ .photos = 1, .photo[0] = in.photo[0] }), OK);
	CHECK_INT(raise_as(w, nobody, &in, &id), OK);
	world_pass(w, 6);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(world_file_there(w, &s.photo[0].picture), OK);
	world_pass(w, 2);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(world_file_there(w, &s.photo[0].picture), NOT_FOUND);
	CHECK_INT(world_file_there(w, &s.photo[0].thumb), NOT_FOUND);
	CHECK_INT(world_file_there(w, &sent), OK); /* a matter shows it */
	CHECK_INT(number(w, "select count(*) from draft_photo where town = ?1", 0), 0);
	arena_close(&mem);
	world_close(w);
}

TEST(a_photo_that_two_matters_show_stays_whole_until_both_are_archived)
{
	struct world *w = world_open(NULL);
	struct matter_raise in = {
		.channel = CHANNEL_WEB, .type = S("C01"), .village = VILLAGE, .words = S("路灯"), .photos = 1
	};
	int64_t first, second;

	CHECK_INT(matter_begin(w->dir, &w->root), OK);
	in.photo[0] = (struct photo){ .picture = hash_of(S("both")), .thumb = hash_of(S("both thumb")) };
	world_file(w, &in.photo[0].picture);
	world_file(w, &in.photo[0].thumb);
	CHECK_INT(raise_as(w, nobody, &in, &first), OK);
	CHECK_INT(raise_as(w, nobody, &in, &second), OK);
	CHECK_INT(act(w, resident(first), first, (struct matter_deed){ .act = ACT_WITHDRAW }), OK);
	world_pass(w, 3 * 366);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(state_of(w, first), MATTER_ARCHIVED);
	CHECK_INT(world_file_there(w, &in.photo[0].picture), OK);
	CHECK_INT(world_file_there(w, &in.photo[0].thumb), OK);
	CHECK_INT(act(w, resident(second), second, (struct matter_deed){ .act = ACT_WITHDRAW }), OK);
	world_pass(w, 3 * 366);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(state_of(w, second), MATTER_ARCHIVED);
	CHECK_INT(world_file_there(w, &in.photo[0].picture), NOT_FOUND);
	CHECK_INT(world_file_there(w, &in.photo[0].thumb), NOT_FOUND);
	world_close(w);
}

/* A small picture may be the thumbnail of another one: the file goes with the last of both. */
TEST(a_photo_of_a_form_stays_when_the_matter_that_shows_it_too_goes)
{
	struct world *w = world_open(NULL);
	struct arena mem = arena_open((size_t)1 << 20);
	struct matter_raise in = {
		.channel = CHANNEL_WEB, .type = S("C01"), .village = VILLAGE, .words = S("路灯"), .photos = 1
	};
	struct say s = { .what = S("路灯"), .photos = 1 };
	int64_t id;

	CHECK_INT(matter_begin(w->dir, &w->root), OK);
	in.photo[0] = (struct photo){ .picture = hash_of(S("small")), .thumb = hash_of(S("small thumb")) };
	s.photo[0] = (struct photo){ .picture = hash_of(S("large")), .thumb = hash_of(S("small")) };
	world_file(w, &in.photo[0].picture);
	world_file(w, &in.photo[0].thumb);
	world_file(w, &s.photo[0].picture);
	CHECK_INT(raise_as(w, nobody, &in, &id), OK);
	CHECK_INT(act(w, resident(id), id, (struct matter_deed){ .act = ACT_WITHDRAW }), OK);
	world_pass(w, 3 * 366 - 5);
	CHECK_INT(keep_draft(w, say_token(&mem), &s), OK);
	world_pass(w, 5);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(state_of(w, id), MATTER_ARCHIVED);
	CHECK_INT(world_file_there(w, &in.photo[0].thumb), NOT_FOUND);
	CHECK_INT(world_file_there(w, &in.photo[0].picture), OK);
	world_pass(w, 8);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(world_file_there(w, &s.photo[0].picture), NOT_FOUND);
	CHECK_INT(world_file_there(w, &in.photo[0].picture), NOT_FOUND);
	arena_close(&mem);
	world_close(w);
}

/* The first words of this name whose hash begins with that byte: what the errand looks at in that hour. */
static hash
stray_put(struct world *w, const char *name, uint8_t turn)
{
	const struct timespec at = { .tv_sec = w->now.ms / MS_SECOND }, times[2] = { at, at };
	hash h = { .b = { (uint8_t)(turn + 1) } };
	str bytes = { 0 }, hex;

	for (int i = 0; h.b[0] != turn; i++) {
		bytes = str_fmt(&w->mem, "%s %d", name, i);
		h = hash_of(bytes);
	}
	CHECK_INT(depot_put(w->depot, &w->mem, TOWN, bytes, &h), OK);
	hex = str_hex(&w->mem, h.b, HASH_BYTES);
	CHECK_INT(
		utimensat(AT_FDCWD,
			  str_z(&w->mem, str_fmt(&w->mem, "%s/files/%d/%.2s/%.*s", w->dir, TOWN, hex.p, STR_ARG(hex))),
			  times, 0),
		0);
	return h;
}

TEST(a_photo_of_a_form_that_was_refused_goes_when_its_turn_comes)
{
	struct world *w = world_open(NULL);
	uint8_t turn = (uint8_t)((w->now.ms + 9 * MS_DAY) / MS_HOUR);
	hash left = stray_put(w, "left", turn), shown = stray_put(w, "shown", turn);
	hash later = stray_put(w, "later", (uint8_t)(turn + 3));
	struct matter_raise in = {
		.channel = CHANNEL_WEB, .type = S("C01"), .village = VILLAGE, .words = S("路灯"), .photos = 1
	};
	int64_t id;

	CHECK_INT(matter_begin(w->dir, &w->root), OK);
	in.photo[0] = (struct photo){ .picture = shown, .thumb = hash_of(S("thumb")) };
	CHECK_INT(raise_as(w, nobody, &in, &id), OK);
	world_pass(w, 7);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(world_file_there(w, &left), OK);
	world_pass(w, 2);
	CHECK_INT(pass_jobs(w), OK);
	CHECK_INT(world_file_there(w, &left), NOT_FOUND);
	CHECK_INT(world_file_there(w, &later), OK);
	CHECK_INT(world_file_there(w, &shown), OK);
	world_close(w);
}

TEST(a_token_is_twenty_two_plain_characters)
{
	CHECK(say_token_ok(S("sPVQDH1ZPSzZdXjPOGFq-_")));
	CHECK(!say_token_ok(S("")) && !say_token_ok(S("sPVQDH1ZPSzZdXjPOGFqw")) &&
	      !say_token_ok(S("sPVQDH1ZPSzZdXjPOGFq/?")));
}

TEST(a_phone_number_in_the_words_is_seen)
{
	CHECK(say_has_phone(S("电话 13800001234 找我")));
	CHECK(say_has_phone(S("13800001234")));
	CHECK(!say_has_phone(S("12345 打过了，工单 2026112400012345")));
	CHECK(!say_has_phone(S("138000012345")));
	CHECK(!say_has_phone(S("12800001234")));
}

TEST(phone_numbers_are_read_as_people_write_them)
{
	struct arena mem = arena_open((size_t)64 << 10);
	str got;

	CHECK(say_phone(&mem, S("138 0000-1234"), &got));
	CHECK_STR(got, "13800001234");
	CHECK(say_phone(&mem, S("１３８０００01234"), &got));
	CHECK(say_phone(&mem, S("+86 138 0000 1234"), &got));
	CHECK_STR(got, "13800001234");
	CHECK(say_phone(&mem, S("0825-5420000"), &got));
	CHECK(!say_phone(&mem, S("1380000123"), &got) && !say_phone(&mem, S("138000012345"), &got) &&
	      !say_phone(&mem, S("打邻居"), &got));
	arena_close(&mem);
}

TEST(positions)
{
	static const char *const good[][2] = { { "", "" },
					       { "29.512345, 106.123456", "29.512345,106.123456" },
					       { "-33.9,18", "-33.9,18" },
					       { "２９.5，106.1", "29.5,106.1" },
					       { "90,-180.000", "90,-180.000" } };
	static const char *const bad[] = { "29.5",  "29.5,",        ",106",     "91,0",    "90.000001,0",
					   "0,181", "29.1234567,1", "29.5;106", "a,b",     "29.5,106.1,3",
					   "--1,2", "1e3,2",        "29.-5,1",  "+29,106", "29 5,106" };
	struct arena mem = arena_open((size_t)1 << 16);
	str position;

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		CHECK(say_position(&mem, str_of(good[i][0]), &position));
		CHECK_STR(position, good[i][1]);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (say_position(&mem, str_of(bad[i]), &position))
			test_fail(__FILE__, __LINE__, "“%s” is no position", bad[i]);
	arena_close(&mem);
}
