/* form_in_test.c — what people type, read kindly; what cannot be read, told at its field. */
#include "web/form_in.h"

#include "test.h"

static const struct word missing = { "请填", "Please fill in" }, bad = { "不对", "Not right" };
static struct arena mem;

static struct form_in
form_make(const char *body)
{
	struct form *f;

	if (!mem.base)
		mem = arena_open(1 << 20);
	f = make(&mem, struct form, 1);
	CHECK(form_urlencoded(&mem, str_of(body), f) == OK);
	return form_in(&mem, f);
}

TEST(texts_are_tidied_and_measured_in_characters)
{
	struct form_in in = form_make("a=+%E8%AF%B4%E4%BA%8B+%0D%0A&b=%E4%B8%80%E4%BA%8C%E4%B8%89&c=");

	CHECK_STR(form_text(&in, "a", 2, &missing, &bad), "说事");
	CHECK(form_good(&in));
	CHECK_STR(form_text(&in, "b", 2, &missing, &bad), "一二三");
	CHECK(form_fault_of(&in.faults, "b") == &bad);
	CHECK_INT(form_text(&in, "c", 9, NULL, &bad).n, 0);
	CHECK(form_fault_of(&in.faults, "c") == NULL);
	CHECK_INT(form_text(&in, "d", 9, &missing, &bad).n, 0);
	CHECK(form_fault_of(&in.faults, "d") == &missing);
	CHECK(!form_good(&in));
}

TEST(numbers_in_full_width_and_with_blanks)
{
	struct form_in in = form_make("a=%EF%BC%91%EF%BC%92&b=+7+&c=x&d=11&e=");

	CHECK_INT(form_int(&in, "a", 1, 20, &missing, &bad), 12);
	CHECK_INT(form_int(&in, "b", 1, 20, &missing, &bad), 7);
	CHECK(form_good(&in));
	CHECK_INT(form_int(&in, "c", 1, 10, &missing, &bad), 0);
	CHECK_INT(form_int(&in, "d", 1, 10, &missing, &bad), 0);
	CHECK_INT(form_int(&in, "e", 1, 10, &missing, &bad), 0);
	CHECK(form_fault_of(&in.faults, "c") == &bad && form_fault_of(&in.faults, "d") == &bad);
	CHECK(form_fault_of(&in.faults, "e") == &missing);
}

TEST(days_as_browsers_send_and_people_type_them)
{
	struct form_in in = form_make("a=2026-11-24&b=2026%2F3%2F1&c=2026.02.30&d=soon&e=&f=24-11-2026");
	day want = day_make(2026, 11, 24);

	CHECK_INT(form_day(&in, "a", &missing, &bad).n, want.n);
	CHECK_INT(form_day(&in, "b", &missing, &bad).n, day_make(2026, 3, 1).n);
	CHECK(form_good(&in));
	CHECK_INT(form_day(&in, "c", &missing, &bad).n, 0);
	CHECK_INT(form_day(&in, "d", &missing, &bad).n, 0);
	CHECK_INT(form_day(&in, "e", NULL, &bad).n, 0);
	CHECK_INT(form_day(&in, "f", &missing, &bad).n, 0);
	CHECK_INT(in.faults.n, 3);
}

TEST(choices_and_ticks)
{
	static const char *const who[] = { "open", "sealed", "none", NULL };
	struct form_in in = form_make("a=sealed&b=other&t=1&u=");

	CHECK_INT(form_choice(&in, "a", who, &missing), 1);
	CHECK_INT(form_choice(&in, "b", who, NULL), -1);
	CHECK(form_good(&in));
	CHECK_INT(form_choice(&in, "b", who, &missing), -1);
	CHECK(form_fault_of(&in.faults, "b") == &missing);
	CHECK(form_tick(&in, "t") && !form_tick(&in, "u") && !form_tick(&in, "v"));
}

TEST(a_field_keeps_its_first_fault_and_a_form_not_more_than_it_can_show)
{
	struct form_in in = form_make("");

	form_fault(&in, "a", &missing);
	form_fault(&in, "a", &bad);
	CHECK_INT(in.faults.n, 1);
	CHECK(form_fault_of(&in.faults, "a") == &missing);
	for (int i = 0; i < 100; i++)
		form_fault(&in, str_z(&mem, str_fmt(&mem, "f%d", i)), &bad);
	CHECK_INT(in.faults.n, FAULTS);
}
