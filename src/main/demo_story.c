/* demo_story.c — reads the texts of the demo. The format is said at the head of demo_works.txt. */
#include "base/utf8.h"
#include "gen/demo_land.txt.h"
#include "gen/demo_market.txt.h"
#include "gen/demo_office.txt.h"
#include "gen/demo_people.txt.h"
#include "gen/demo_river.txt.h"
#include "gen/demo_safety.txt.h"
#include "gen/demo_welfare.txt.h"
#include "gen/demo_works.txt.h"
#include "main/demo.h"

#include <stdio.h>
#include <string.h>

struct reader {
	struct arena *mem;
	const char *file;
	int line;
	struct demo_book *book;
	struct demo_story usual;  /* what [usual XXX] gave for a type */
	struct demo_story *story; /* = &now, once a heading has been read */
	struct demo_story now;
	str done[DEMO_WORDS], good[DEMO_WORDS]; /* of the story, in their order */
	size_t dones, goods;
	str *field; /* the field that an indented line goes on with */
};

static bool
wrong(const struct reader *r, const char *what)
{
	fprintf(stderr, "heye demo: %s line %d: %s\n", r->file, r->line, what);
	return false;
}

/* "6-9月": the months in which it can happen. */
static bool
months(struct demo_story *s, str word)
{
	str first, last;
	int64_t a, b;

	if (!str_ends(word, S("月")) || !str_cut(str_head(word, word.n - 3), '-', &first, &last))
		return false;
	if (!str_int(first, &a) || !str_int(last, &b) || a < 1 || a > 12 || b < 1 || b > 12)
		return false;
	s->first_month = (int)a;
	s->last_month = (int)b;
	return true;
}

static bool
mark(struct reader *r, str word)
{
	if (str_eq(word, S("当场"))) {
		r->story->spot = true;
		return true;
	}
	for (int i = 0; i < DEMO_AREAS; i++)
		if (str_eq(word, demo_area_name(i))) {
			r->story->area = i + 1;
			return true;
		}
	return months(r->story, word) || wrong(r, "neither a village nor months nor 当场");
}

static bool
keep(struct reader *r, const struct demo_story *s)
{
	if (r->book->n == DEMO_STORIES)
		return wrong(r, "too many stories");
	r->book->story[r->book->n++] = *s;
	return true;
}

/* One 说 with its neighbours out of a story of unlike troubles. */
static struct demo_story
part_of(const struct demo_story *s, size_t i)
{
	struct demo_story part = { .type = s->type,
				   .area = s->area,
				   .first_month = s->first_month,
				   .last_month = s->last_month,
				   .by = s->by,
				   .basis = s->basis,
				   .spot = s->spot };

	if (i == 0)
		part = *s;
	part.tellings = 0;
	do
		part.told[part.tellings++] = s->told[i++];
	while (i < s->tellings && s->told[i].neighbour);
	return part;
}

/* The story that has been read: every 说 gets its 办 and 好, unlike troubles become stories of their own. */
static bool
finish(struct reader *r)
{
	struct demo_story *s = r->story;
	size_t n = 0;

	if (!s)
		return true;
	if (s->tellings == 0 || s->told[0].neighbour || r->dones == 0 || s->by.n == 0 || s->basis.n == 0)
		return wrong(r, "the story before this lacks 说, 办, 人 or 据");
	for (size_t i = 0; i < s->tellings; i++) {
		n += i && !s->told[i].neighbour;
		s->told[i].done = r->done[n < r->dones ? n : r->dones - 1];
		if (r->goods)
			s->told[i].good = r->good[n < r->goods ? n : r->goods - 1];
	}
	if (r->dones == 1)
		return keep(r, s);
	for (size_t i = 0; i < s->tellings; i++) {
		struct demo_story part = part_of(s, i);

		if (!s->told[i].neighbour && !keep(r, &part))
			return false;
	}
	return r->dones == n + 1 || wrong(r, "the story before this has neither one 办 nor one for each 说");
}

/* [C02 定水村 6-9月 当场] */
static bool
heading(struct reader *r, str line)
{
	str rest, word;

	if (!finish(r))
		return false;
	if (!str_ends(line, S("]")))
		return wrong(r, "the heading has no ]");
	rest = str_head(str_skip(line, 1), line.n - 2);
	r->story = &r->now;
	r->dones = r->goods = 0;
	r->field = NULL;
	str_cut(rest, ' ', &word, &rest);
	if (!str_eq(word, r->usual.type))
		r->usual = (struct demo_story){ .type = word };
	r->now = r->usual;
	while (rest.n) {
		bool more = str_cut(rest, ' ', &word, &rest);

		if (!mark(r, word))
			return false;
		if (!more)
			break;
	}
	return true;
}

static str *
told(struct reader *r, bool neighbour)
{
	struct demo_story *s = r->story;

	if (s->tellings == DEMO_WORDS)
		return NULL;
	s->told[s->tellings].neighbour = neighbour;
	if (neighbour && s->tellings)
		s->told[s->tellings].spot = s->told[s->tellings - 1].spot;
	return &s->told[s->tellings++].words;
}

static str *
field_of(struct reader *r, str name)
{
	struct demo_story *s = r->story;
	const struct {
		str key;
		str *field;
	} fields[] = {
		{ S("问"), &s->ask }, { S("答"), &s->give },  { S("记"), &s->note },  { S("告"), &s->tell },
		{ S("补"), &s->add }, { S("退"), &s->back },  { S("人"), &s->by },    { S("据"), &s->basis },
		{ S("差"), &s->bad }, { S("再"), &s->again }, { S("终"), &s->good2 }, { S("撤"), &s->gone },
	};

	if (str_eq(name, S("说")))
		return told(r, false);
	if (str_eq(name, S("邻")))
		return told(r, true);
	if (str_eq(name, S("办")))
		return r->dones < DEMO_WORDS ? &r->done[r->dones++] : NULL;
	if (str_eq(name, S("好")))
		return r->goods < DEMO_WORDS ? &r->good[r->goods++] : NULL;
	if (str_eq(name, S("在")))
		return s->tellings ? &s->told[s->tellings - 1].spot : NULL;
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (str_eq(name, fields[i].key))
			return fields[i].field;
	return NULL;
}

/* Who answers for a type and on what basis is told once; later stories of the type keep it unless they say
 * otherwise. */
static void
keep_usual(struct reader *r)
{
	r->usual.by = r->story->by;
	r->usual.basis = r->story->basis;
}

static bool
text_line(struct reader *r, str line)
{
	str name, value;

	if (!r->story)
		return wrong(r, "a text before the first heading");
	if (line.p[0] == '\t') {
		if (!r->field)
			return wrong(r, "goes on with nothing");
		*r->field = str_fmt(r->mem, "%.*s\n%.*s", STR_ARG(*r->field), STR_ARG(str_trim(line)));
		return true;
	}
	if (!str_cut(line, ' ', &name, &value))
		return wrong(r, "no text behind the key");
	r->field = field_of(r, name);
	if (!r->field)
		return wrong(r, "no such key, or too many tellings");
	*r->field = str_trim(value);
	keep_usual(r);
	return true;
}

static bool
read_text(struct reader *r, const char *file, str text)
{
	str line;
	bool more = true;

	r->file = file;
	r->line = 0;
	r->story = NULL;
	while (more) {
		more = str_cut(text, '\n', &line, &text);
		r->line++;
		if (str_trim(line).n == 0 || line.p[0] == '#')
			continue;
		if (line.p[0] == '[' ? !heading(r, str_trim(line)) : !text_line(r, line))
			return false;
	}
	return finish(r);
}

bool
demo_read(struct arena *mem, struct demo_book *book)
{
	const struct {
		const char *name;
		const unsigned char *text;
		size_t n;
	} files[] = {
		{ "demo_land.txt", text_demo_land, text_demo_land_size },
		{ "demo_people.txt", text_demo_people, text_demo_people_size },
		{ "demo_works.txt", text_demo_works, text_demo_works_size },
		{ "demo_river.txt", text_demo_river, text_demo_river_size },
		{ "demo_safety.txt", text_demo_safety, text_demo_safety_size },
		{ "demo_welfare.txt", text_demo_welfare, text_demo_welfare_size },
		{ "demo_market.txt", text_demo_market, text_demo_market_size },
		{ "demo_office.txt", text_demo_office, text_demo_office_size },
	};
	struct reader r = { .mem = mem, .book = book };

	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (!read_text(&r, files[i].name, (str){ (const char *)files[i].text, files[i].n }))
			return false;
	return true;
}
