#include "html/html.h"
#include "html/icon.h"
#include "test.h"

#include <string.h>

static struct arena mem;
static struct out out;

static struct page
page_make(enum lang lang)
{
	if (!mem.base)
		mem = arena_open(1 << 20);
	arena_reset(&mem);
	out = out_make(&mem, 256, 1 << 18);
	return (struct page){ .out = &out,
			      .lang = lang,
			      .root = S(""),
			      .assets = S(""),
			      .now = moment_at(day_make(2026, 11, 24), 9, 30) };
}

TEST(text_is_escaped)
{
	struct page p = page_make(ZH);

	put(&p, S("<b a=\"1\" c='2'>&amp;说"));
	CHECK_STR(out_view(&out), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;说");
}

TEST(plain_text_and_the_empty_text_go_through)
{
	struct page p = page_make(ZH);

	put(&p, S("石桥村"));
	put(&p, ((str){ NULL, 0 }));
	CHECK_STR(out_view(&out), "石桥村");
}

TEST(numbers_of_every_width)
{
	struct page p = page_make(ZH);

	put(&p, 7);
	put(&p, (int64_t)-9000000000);
	put(&p, 3u);
	CHECK_STR(out_view(&out), "7-90000000003");
}

TEST(days_and_moments_in_both_languages)
{
	struct page p = page_make(ZH);

	put(&p, day_make(2026, 11, 24));
	put(&p, S("|"));
	put(&p, day_make(2025, 1, 2));
	put(&p, S("|"));
	put(&p, moment_at(day_make(2026, 3, 1), 9, 5));
	put(&p, ((day){ 0 }));
	put(&p, ((moment){ 0 }));
	CHECK_STR(out_view(&out), "11 月 24 日|2025 年 1 月 2 日|3 月 1 日 9:05");
	p = page_make(EN);
	put(&p, day_make(2026, 11, 24));
	put(&p, S("|"));
	put(&p, day_make(2025, 1, 2));
	put(&p, S("|"));
	put(&p, moment_at(day_make(2026, 3, 1), 9, 5));
	CHECK_STR(out_view(&out), "24 November|2 January 2025|1 March, 9:05");
}

TEST(words_follow_the_language)
{
	static const struct word w = { "下一步", "Continue" };
	struct page p = page_make(ZH);

	put(&p, &w);
	p.lang = EN;
	put(&p, &w);
	CHECK_STR(out_view(&out), "下一步Continue");
}

TEST(pieces_of_addresses_are_percent_encoded)
{
	struct page p = page_make(ZH);

	put_in_url(&p, S("a/b?c=说&"));
	put_in_url(&p, 12);
	CHECK_STR(out_view(&out), "a%2Fb%3Fc%3D%E8%AF%B4%2612");
}

TEST(an_address_is_escaped_and_markup_is_not)
{
	struct page p = page_make(ZH);

	put(&p, ((url){ S("/x?a=1&b=2") }));
	put(&p, ((html){ S("<svg/>") }));
	CHECK_STR(out_view(&out), "/x?a=1&amp;b=2<svg/>");
}

TEST(a_page_that_grows_past_its_limit_says_so)
{
	struct page p = page_make(ZH);

	out = out_make(&mem, 8, 8);
	put(&p, S("0123456789"));
	CHECK(out.overflow);
}

TEST(qr_has_three_finders_and_a_label)
{
	html h;

	(void)page_make(ZH);
	h = html_qr(&mem, S("https://heye.example/m/604182735590441763"), S("查进度 \"码\""));
	CHECK(str_starts(h.s, S("<svg class=\"qr\" viewBox=\"0 0 ")));
	CHECK(str_has(h.s, S("aria-label=\"查进度 &quot;码&quot;\"")));
	CHECK(str_has(h.s, S("M2 2h7v1h-7z")));
	CHECK(str_ends(h.s, S("\"/></svg>")));
}

TEST(a_text_too_long_for_a_qr_gives_nothing)
{
	char *long_text;

	(void)page_make(ZH);
	long_text = make(&mem, char, 5000);
	memset(long_text, 'a', 5000);
	CHECK_INT(html_qr(&mem, (str){ long_text, 5000 }, S("x")).s.n, 0);
}

TEST(every_icon_is_drawn_and_hidden_from_readers)
{
	for (int i = 0; i < ICONS; i++) {
		CHECK(str_starts(icon((enum icon)i).s, S("<svg ")));
		CHECK(str_has(icon((enum icon)i).s, S("aria-hidden=\"true\"")));
	}
}
