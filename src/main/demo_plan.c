/* demo_plan.c — who tells which story when, and how far it has come today. First the matters that stand open
 * now, so that every queue has something in it, then the year behind them. */
#include "main/demo_script.h"

#include <stdlib.h>
#include <string.h>

struct telling {
	const struct demo_story *story;
	const struct demo_told *told;
	bool used;
};

struct plan {
	struct demo *d;
	struct telling telling[DEMO_CASTS];
	size_t tellings;
};

/* One line of what should be open today: stories that have come as far as `stop`, so long ago. */
struct today {
	int count;
	enum demo_act stop;
	enum demo_pace pace;
	int least, most; /* minutes ago */
	const char *type;
	int area; /* 1 + index, 0: any */
	struct demo_turns turns;
};

/* clang-format off */
/* What few stories have (a second round, a question, a reason to withdraw) is dealt first. Rows with a type fall to the
 * first log-ins. */
static const struct today todays[] = {
	{ 1, DEMO_BAD,      PACE_AWAKE,     30,   200, "C02", 0, { .fate = FATE_PARTLY } },
	{ 1, DEMO_RESTART,  PACE_OFFICE,    60,   700, "C01", 0, { .fate = FATE_PARTLY } },
	{ 1, DEMO_ASK,      PACE_OFFICE,    60,   900, "C02", 0, { .fate = FATE_SOLVED, .ask = true } },
	{ 1, DEMO_ASK,      PACE_OFFICE,    60,   700, "B01", 2, { .fate = FATE_SOLVED, .ask = true } },
	{ 1, DEMO_OFFER,    PACE_OFFICE,    20,   150, "C02", 0, { .fate = FATE_SOLVED } },
	{ 2, DEMO_CLAIM,    PACE_OFFICE,    60,   900, "C02", 0, { .fate = FATE_SOLVED } },
	{ 1, DEMO_CLAIM,    PACE_OFFICE,  2700,  3300, "C02", 0, { .fate = FATE_SOLVED } },
	{ 2, DEMO_APPROVE,  PACE_AWAKE,    600, 12000, "C02", 0, { .fate = FATE_SOLVED } },
	{ 1, DEMO_DRAFT,    PACE_OFFICE,    20,   200, "C02", 0, { .fate = FATE_SOLVED } },
	{ 1, DEMO_BACK,     PACE_OFFICE,    30,   200, "C02", 0, { .fate = FATE_SOLVED, .back = true } },
	{ 1, DEMO_DRAFT,    PACE_OFFICE,    20,   200, "C01", 0, { .fate = FATE_SOLVED } },
	{ 1, DEMO_CLAIM,    PACE_OFFICE,    60,   400, "C01", 0, { .fate = FATE_SOLVED } },
	{ 1, DEMO_APPROVE,  PACE_AWAKE,    900,  6000, "C01", 0, { .fate = FATE_SOLVED } },
	{ 1, DEMO_OFFER,    PACE_OFFICE,    20,   150, "D01", 2, { .fate = FATE_SOLVED } },
	{ 1, DEMO_CLAIM,    PACE_OFFICE,    60,   700, "D01", 2, { .fate = FATE_SOLVED } },
	{ 1, DEMO_CLAIM,    PACE_OFFICE,    60,   900, "C05", 2, { .fate = FATE_SOLVED } },
	{ 1, DEMO_APPROVE,  PACE_AWAKE,    600,  9000, "C05", 2, { .fate = FATE_SOLVED } },
	{ 1, DEMO_OFFER,    PACE_OFFICE,   560,   700, "B02", 0, { .fate = FATE_SOLVED, .taken = true } },
	{ 1, DEMO_OFFER,    PACE_OFFICE,   560,   700, "H04", 0, { .fate = FATE_SOLVED, .taken = true } },
	{ 1, DEMO_OFFER,    PACE_OFFICE,    60,   200, "H03", 0, { .fate = FATE_SOLVED, .taken = true } },
	{ 1, DEMO_RAISE,    PACE_AWAKE,      9,    90, "",    0, { .fate = FATE_SOLVED, .unknown = true } },
	{ 3, DEMO_BAD,      PACE_AWAKE,     30,   300, "",    0, { .fate = FATE_PARTLY } },
	{ 2, DEMO_RESTART,  PACE_OFFICE,    60,   700, "",    0, { .fate = FATE_PARTLY } },
	{ 3, DEMO_ASK,      PACE_OFFICE,    60,  1800, "",    0, { .fate = FATE_SOLVED, .ask = true } },
	{ 2, DEMO_WITHDRAW, PACE_AWAKE,    100,  3000, "",    0, { .fate = FATE_WITHDRAWN } },
	{ 2, DEMO_SPOT,     PACE_AWAKE,    100,  4000, "",    0, { .fate = FATE_SPOT } },
	{ 5, DEMO_RAISE,    PACE_AWAKE,      6,   900, "",    0, { .fate = FATE_SOLVED } },
	{ 5, DEMO_OFFER,    PACE_OFFICE,    15,   180, "",    0, { .fate = FATE_SOLVED } },
	{ 7, DEMO_CLAIM,    PACE_OFFICE,    30,   900, "",    0, { .fate = FATE_SOLVED } },
	{ 3, DEMO_CLAIM,    PACE_OFFICE,  8200,  9600, "",    0, { .fate = FATE_SOLVED } },
	{ 2, DEMO_DRAFT,    PACE_OFFICE,    20,   250, "",    0, { .fate = FATE_SOLVED } },
	{ 1, DEMO_BACK,     PACE_OFFICE,    30,   200, "",    0, { .fate = FATE_SOLVED, .back = true } },
	{ 8, DEMO_APPROVE,  PACE_AWAKE,    300, 14000, "",    0, { .fate = FATE_SOLVED } },
	{ 2, DEMO_PHONE,    PACE_AWAKE,  15000, 17000, "",    0, { .fate = FATE_SILENT } },
	{ 4, DEMO_GOOD,     PACE_AWAKE,     30,  4000, "",    0, { .fate = FATE_SOLVED } },
	{ 2, DEMO_HEARD,    PACE_OFFICE,    30,   900, "",    0, { .fate = FATE_HEARD } },
};
/* clang-format on */

static void
tellings(struct plan *p)
{
	const struct demo_book *b = &p->d->book;

	for (size_t i = 0; i < b->n; i++)
		for (size_t k = 0; k < b->story[i].tellings && p->tellings < DEMO_CASTS; k++)
			if (!b->story[i].told[k].neighbour)
				p->telling[p->tellings++] =
					(struct telling){ &b->story[i], &b->story[i].told[k], false };
	for (size_t i = p->tellings; i > 1; i--) {
		size_t j = demo_below(&p->d->chance, (uint32_t)i);
		struct telling t = p->telling[i - 1];

		p->telling[i - 1] = p->telling[j];
		p->telling[j] = t;
	}
}

static bool
in_season(const struct demo_story *s, moment at)
{
	int month = day_civil(day_of(at)).month;

	if (s->first_month == 0)
		return true;
	if (s->first_month <= s->last_month)
		return month >= s->first_month && month <= s->last_month;
	return month >= s->first_month || month <= s->last_month;
}

static bool
has_neighbour(const struct demo_story *s)
{
	for (size_t i = 0; i < s->tellings; i++)
		if (s->told[i].neighbour)
			return true;
	return false;
}

static bool
fits(const struct demo_story *s, const struct today *t)
{
	bool any = t->type[0] == 0;

	if (!any && !str_eq(s->type, str_of(t->type)))
		return false;
	if (any && (s->urgency == URGENCY_EMERGENCY || s->urgency == URGENCY_HANDOVER))
		return false;
	if (any && (t->stop == DEMO_OFFER || t->stop == DEMO_BAD) && s->accept_hours < 24)
		return false;
	if (t->area && s->area && s->area != t->area)
		return false;
	if (t->turns.fate == FATE_SPOT && !s->spot)
		return false;
	if (t->turns.fate == FATE_WITHDRAWN && (!s->gone.n || has_neighbour(s)))
		return false;
	return (!t->turns.ask || s->ask.n) && (t->turns.fate != FATE_PARTLY || s->bad.n);
}

/* ---- one matter ---- */

static void
identity_make(struct demo *d, struct demo_cast *c)
{
	static const char *const family[] = { "田", "苗", "谷", "麦", "桑", "柳", "池", "江", "溪",
					      "桥", "石", "林", "山", "云", "雨", "竹", "𠮷" };
	static const char *const given[] = { "禾生", "小满", "长水", "秋实", "有余", "桂花", "得福",
					     "素芬", "开春", "冬梅", "守田", "清明", "大有", "稻香" };
	static const char *const when[] = {
		"", "", "", "晚上七点以后打", "白天在地里，打不通就发短信", "耳朵不好，请打给我女儿"
	};
	uint32_t roll = demo_below(&d->chance, 100);
	bool web = c->channel == CHANNEL_WEB;

	c->identity = (struct identity){ .level = roll < 30           ? IDENTITY_NONE
						  : roll < 75 || !web ? IDENTITY_OPEN
								      : IDENTITY_SEALED };
	roll = demo_below(&d->chance, 10000);
	if (c->identity.level == IDENTITY_NONE)
		return;
	c->identity.name = str_fmt(d->mem, "%s%s", family[roll % (sizeof family / sizeof *family)], given[roll % 13]);
	c->identity.phone = str_fmt(d->mem, "1990000%04u", (unsigned)roll);
	c->identity.contact = str_of(when[roll % 6]);
}

static enum matter_channel
channel_of(struct demo *d, const struct demo_story *s)
{
	static const enum matter_channel often[] = { CHANNEL_WEB,         CHANNEL_WEB,           CHANNEL_WEB,
						     CHANNEL_WEB,         CHANNEL_WEB,           CHANNEL_WEB,
						     CHANNEL_WALK_IN,     CHANNEL_WALK_IN,       CHANNEL_PHONE,
						     CHANNEL_PHONE,       CHANNEL_HOTLINE_12345, CHANNEL_GRID_PATROL,
						     CHANNEL_GRID_PATROL, CHANNEL_PAPER_BOX,     CHANNEL_OPEN_DAY,
						     CHANNEL_LETTER };
	enum matter_channel c = often[demo_below(&d->chance, sizeof often / sizeof *often)];

	if (s->urgency == URGENCY_EMERGENCY && c != CHANNEL_GRID_PATROL)
		return c == CHANNEL_WEB ? CHANNEL_WEB : CHANNEL_PHONE;
	if (s->urgency == URGENCY_HANDOVER)
		return CHANNEL_WEB;
	return c;
}

static struct demo_cast *
cast_add(struct demo *d, const struct demo_story *s, const struct demo_told *told, int area)
{
	struct demo_cast *c = &d->cast[d->casts++];
	const struct demo_area *a;

	*c = (struct demo_cast){ .story = s, .told = told, .turn = (int)demo_below(&d->chance, 1000) };
	c->area = s->area ? s->area - 1 : area ? area - 1 : (int)demo_below(&d->chance, DEMO_AREAS);
	a = &d->area[c->area];
	c->village = a->id;
	c->place = demo_below(&d->chance, 6) ? a->part[demo_below(&d->chance, (uint32_t)a->parts)] : a->id;
	c->channel = channel_of(d, s);
	c->unknown = c->channel == CHANNEL_WEB && s->urgency == URGENCY_NORMAL && demo_below(&d->chance, 10) == 0;
	c->partly = demo_below(&d->chance, 3) ? SOLVED_PARTLY : SOLVED_NOT;
	identity_make(d, c);
	return c;
}

/* A box is opened, a window is open, a patrol is walked in office hours; an open day is the 4th, 14th or 24th. */
static moment
raised_at(const struct demo *d, struct demo_cast *c, moment at)
{
	if (c->story->urgency == URGENCY_EMERGENCY)
		return at;
	if (c->channel == CHANNEL_OPEN_DAY && day_civil(day_of(demo_office(d->calendar, at, 0))).day % 10 != 4)
		c->channel = CHANNEL_WALK_IN;
	if (c->channel == CHANNEL_WEB)
		return demo_natural(at, 0, true);
	at = demo_office(d->calendar, at, moment_hour(at) < 9 || moment_hour(at) >= 17 ? c->turn % 40 : 0);
	return at.ms <= d->now.ms ? at : demo_office(d->calendar, d->now, -1 - c->turn % 20);
}

static void
steps_keep(struct demo *d, struct demo_cast *c, const struct demo_script *s, size_t n)
{
	for (size_t i = 0; i < n && i < s->n; i++)
		if (s->part[i].at.ms <= d->now.ms) {
			d->step[d->steps] = (struct demo_step){ s->part[i].at, (int)d->steps, s->part[i].act, c };
			d->steps++;
		}
}

/* The neighbours of a telling, merged into its matter while that is open; they judge for themselves after the
 * reporter. */
static void
neighbours(struct demo *d, struct demo_cast *lead, const struct demo_script *s, size_t n)
{
	struct demo_turns none = { .fate = FATE_SOLVED };
	size_t answered = demo_script_find(s, DEMO_APPROVE), judged = demo_script_find(s, DEMO_GOOD);
	moment raised = s->part[0].at, until = answered < n ? s->part[answered].at : d->now;
	const struct demo_told *end = lead->story->told + lead->story->tellings;

	for (const struct demo_told *told = lead->told + 1; told < end && told->neighbour; told++) {
		struct demo_script own;
		struct demo_cast *c;
		moment at;

		if (d->casts == DEMO_CASTS)
			return;
		c = cast_add(d, lead->story, told, lead->area + 1);
		c->channel = CHANNEL_WEB;
		c->place = lead->place;
		c->lead = lead;
		c->unknown = false;
		demo_script(d, c, &none, &own);
		at.ms = raised.ms + (until.ms - raised.ms) * demo_between(&d->chance, 10, 45) / 100;
		demo_script_from(d, &own, raised_at(d, c, at));
		if (judged < n) {
			own.part[own.n].act = DEMO_FOLLOW;
			own.part[own.n++].at =
				demo_natural(s->part[judged].at, demo_between(&d->chance, 30, 1500), true);
		}
		steps_keep(d, c, &own, own.n);
	}
}

static void
cast_keep(struct demo *d, struct demo_cast *c, struct demo_script *s, size_t n)
{
	steps_keep(d, c, s, n);
	neighbours(d, c, s, n);
}

/* ---- today ---- */

static void
open_one(struct demo *d, const struct today *t, const struct telling *y)
{
	struct demo_cast *c = cast_add(d, y->story, y->told, t->area);
	struct demo_script s;
	size_t stop;
	int ago = demo_between(&d->chance, t->least, t->most);
	moment at = t->pace == PACE_OFFICE ? demo_office(d->calendar, d->now, -ago) : demo_natural(d->now, -ago, true),
	       raised;

	if (t->type[0])
		c->turn -= c->turn % 6;
	if (t->turns.ask)
		c->turn -= c->turn % 6 == 5;
	if (t->turns.unknown)
		c->channel = CHANNEL_WEB;
	c->unknown = t->turns.unknown || (c->unknown && !t->turns.taken && t->stop != DEMO_RAISE);
	demo_script(d, c, &t->turns, &s);
	stop = demo_script_find(&s, t->stop);
	raised = demo_script_back(d, &s, stop, at);
	for (int i = 0; i < 50; i++) {
		demo_script_from(d, &s, raised_at(d, c, raised));
		if (stop == 0 || s.part[stop - 1].at.ms < at.ms)
			break;
		raised = demo_natural(raised, -30, true);
	}
	if (stop > 0)
		s.part[stop].at = at;
	cast_keep(d, c, &s, stop + 1);
}

static void
open_today(struct plan *p)
{
	for (size_t i = 0; i < sizeof todays / sizeof *todays; i++) {
		int left = todays[i].count;

		for (size_t k = 0; k < p->tellings && left; k++) {
			struct telling *y = &p->telling[k];

			if (y->used || !fits(y->story, &todays[i]) || !in_season(y->story, p->d->now))
				continue;
			y->used = true;
			left--;
			open_one(p->d, &todays[i], y);
		}
	}
}

/* ---- the year behind ---- */

static struct demo_turns
turns_of(struct demo *d, const struct demo_story *s)
{
	uint32_t roll = demo_below(&d->chance, 100);
	struct demo_turns t = { .fate = FATE_SOLVED, .ask = s->ask.n && demo_below(&d->chance, 3) };

	t.taken = s->urgency == URGENCY_HANDOVER || (s->urgency == URGENCY_NORMAL && demo_below(&d->chance, 30) == 0);
	t.late = s->urgency != URGENCY_EMERGENCY && s->urgency != URGENCY_HANDOVER && demo_below(&d->chance, 18) == 0;
	t.back = s->back.n && demo_below(&d->chance, 2);
	if (s->spot && demo_below(&d->chance, 3))
		t.fate = FATE_SPOT;
	else if (s->bad.n && demo_below(&d->chance, 5) < 2)
		t.fate = FATE_PARTLY;
	else if (roll < 12 && s->type.p[0] == 'C')
		t.fate = FATE_AGAIN;
	else if (s->gone.n && !has_neighbour(s) && roll < 60)
		t.fate = FATE_WITHDRAWN;
	else if (roll < 14 && !has_neighbour(s))
		t.fate = FATE_SILENT;
	else if (roll < 34)
		t.fate = FATE_HEARD;
	return t;
}

/* Some moment of the year that lies in the story's season, more of them lately: the word has spread. */
static moment
some_moment(struct demo *d, const struct demo_story *s)
{
	int most = day_diff(day_of(d->start), day_of(d->now));
	moment at = { 0 };

	for (int i = 0; i < 200; i++) {
		int first = demo_between(&d->chance, 2, most - 2), second = demo_between(&d->chance, 2, most - 2);

		at = moment_at(day_add(day_of(d->start), first > second ? first : second),
			       (int)demo_below(&d->chance, 15) + 7, (int)demo_below(&d->chance, 60));
		at.ms += demo_below(&d->chance, 60) * MS_SECOND;
		if (in_season(s, at))
			break;
	}
	return at;
}

static void
year_behind(struct plan *p)
{
	struct demo *d = p->d;

	for (size_t i = 0; i < p->tellings && d->casts < DEMO_CASTS; i++) {
		struct telling *y = &p->telling[i];
		struct demo_turns turns;
		struct demo_script s;
		struct demo_cast *c;

		if (y->used)
			continue;
		c = cast_add(d, y->story, y->told, 0);
		turns = turns_of(d, y->story);
		if (turns.fate == FATE_AGAIN)
			c->partly = 0;
		demo_script(d, c, &turns, &s);
		demo_script_from(d, &s, raised_at(d, c, some_moment(d, y->story)));
		cast_keep(d, c, &s, s.n);
	}
}

static int
earlier(const void *a, const void *b)
{
	const struct demo_step *x = a, *y = b;

	if (x->at.ms != y->at.ms)
		return x->at.ms < y->at.ms ? -1 : 1;
	return x->order - y->order;
}

void
demo_plan(struct demo *d)
{
	struct plan *p = make(d->mem, struct plan, 1);

	p->d = d;
	d->cast = make(d->mem, struct demo_cast, DEMO_CASTS);
	d->step = make(d->mem, struct demo_step, (size_t)DEMO_CASTS * DEMO_STEPS);
	tellings(p);
	open_today(p);
	year_behind(p);
	qsort(d->step, d->steps, sizeof *d->step, earlier);
}
