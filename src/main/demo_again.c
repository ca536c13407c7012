/* demo_again.c — two matters of a year that came back: the first handling had not gone far enough, the second did. */
#include "catalogue/catalogue.h"
#include "gen/matter.sql.h"
#include "main/demo_dispute.h"

struct telling {
	str words, done, basis, good;
};

static const struct {
	const char *type;
	int area, month;
	struct telling first, again;
} stories[DEMO_AGAIN] = {
	{ "C01",
	  1,
	  3,
	  { { "三组机耕道的涵洞堵了，雨一大水就漫过路面，请来通一下。", 81 },
	    { "派人清了涵洞口的树枝和淤泥，水下去了。", 57 },
	    { "乡村公路养护约定", 24 },
	    { "水下去了。", 15 } },
	  { { "还是那个涵洞，上回只清了口子，里头没有通，昨天又漫路了。", 84 },
	    { "用机器把涵洞里头十二米都通了，两头砌了拦渣的坎，汛前再看一次。", 93 },
	    { "乡村公路养护约定", 24 },
	    { "这回通到底了。", 21 } } },
	{ "D01",
	  3,
	  6,
	  { { "五组路口的垃圾池满出来了，两个礼拜没有人拉。", 66 },
	    { "当天拉走了，池边冲洗了。", 36 },
	    { "村庄清洁包干约定", 24 },
	    { "拉走了。", 12 } },
	  { { "拉了一回又满了，总不能每次都来说，定个几天拉一回。", 75 },
	    { "定为逢三逢八拉运，贴在池边，村干部轮流看，漏了一回就打电话补拉。", 96 },
	    { "村庄清洁包干约定", 24 },
	    { "按日子来拉了。", 21 } } },
};

/* The moves of one telling, by days and hours from the moment it was said. */
static const struct {
	enum demo_again_move move;
	int days, hour, minute;
} course[] = {
	{ AGAIN_SAY, 0, 8, 12 },    { AGAIN_LINK, 0, 9, 20 },    { AGAIN_OFFER, 0, 9, 31 },  { AGAIN_CLAIM, 0, 10, 5 },
	{ AGAIN_ANSWER, 3, 15, 2 }, { AGAIN_APPROVE, 3, 16, 8 }, { AGAIN_JUDGE, 4, 19, 40 },
};

size_t
demo_again_plan(const struct demo *d, int year, struct demo_again_step *step, size_t most)
{
	size_t n = 0;

	for (int i = 0; i < DEMO_AGAIN * 2; i++)
		for (size_t k = 0; k < sizeof course / sizeof *course && n < most; k++) {
			int month = stories[i / 2].month + (i % 2 ? 3 : 0);
			day said = calendar_after(d->calendar, day_make(year, month, 10));
			day on = calendar_after(d->calendar, day_add(said, course[k].days));

			if (course[k].move != AGAIN_LINK || i % 2)
				step[n++] = (struct demo_again_step){
					moment_at(on, course[k].hour, course[k].minute + i * 3), course[k].move, i
				};
		}
	return n;
}

static const struct demo_seat *
seat_in(const struct demo *d, int64_t unit, enum role role)
{
	for (size_t i = 0; i < d->seats; i++)
		if (d->seat[i].role == role && (unit == 0 || d->seat[i].unit == unit))
			return &d->seat[i];
	return NULL;
}

static enum err
say(struct demo *d, struct tx *tx, int i, int64_t *matter)
{
	const struct telling *t = i % 2 ? &stories[i / 2].again : &stories[i / 2].first;
	const struct demo_area *area = &d->area[stories[i / 2].area];
	const struct actor by = { .kind = ACTOR_NOBODY };
	struct matter_raise in = { .channel = CHANNEL_WEB,
				   .type = str_of(stories[i / 2].type),
				   .village = area->id,
				   .place = area->part[2],
				   .words = t->words };
	struct matter_raised out;

	TRY(matter_raise(tx, &by, &d->keys, &in, &out));
	*matter = out.id;
	return OK;
}

static enum err
staffed(struct demo *d, struct tx *tx, enum role role, int64_t unit, int64_t matter, const struct matter_deed *deed)
{
	const struct demo_seat *s = seat_in(d, unit, role);
	struct actor by;

	if (!s)
		return NOT_FOUND;
	by = demo_actor(s);
	return matter_act(tx, &by, matter, deed);
}

enum err
demo_again_do(struct demo *d, struct tx *tx, const struct demo_again_step *step, int64_t matter[DEMO_AGAIN * 2])
{
	int i = step->telling;
	const struct telling *t = i % 2 ? &stories[i / 2].again : &stories[i / 2].first;
	struct matter_deed deed = { 0 };
	struct q_matter_for_act m = { 0 };
	struct actor resident = { .kind = ACTOR_RESIDENT };
	const struct demo_seat *handler;

	if (step->move == AGAIN_SAY)
		return say(d, tx, i, &matter[i]);
	TRY(q_matter_for_act(&tx->db, matter[i], false, 0, 0, 0, &m));
	switch (step->move) {
	case AGAIN_LINK:
		deed = (struct matter_deed){ .act = ACT_LINK,
					     .link = LINK_AGAIN,
					     .target = matter[i - 1],
					     .text = S("同一处地方，上回没有办到底，接着办。") };
		return staffed(d, tx, ROLE_DISPATCHER, 0, matter[i], &deed);
	case AGAIN_OFFER:
		deed.act = ACT_OFFER;
		TRY(catalogue_unit_for(&tx->db, m.type, m.village, day_of(tx->db.now), &deed.unit));
		return staffed(d, tx, ROLE_DISPATCHER, 0, matter[i], &deed);
	case AGAIN_CLAIM: deed.act = ACT_CLAIM; return staffed(d, tx, ROLE_HANDLER, m.unit, matter[i], &deed);
	case AGAIN_ANSWER:
		if (!(handler = seat_in(d, m.unit, ROLE_HANDLER)))
			return NOT_FOUND;
		deed = (struct matter_deed){ .act = ACT_DRAFT_ANSWER,
					     .done = t->done,
					     .done_by = handler->unit_name,
					     .done_on = day_of(tx->db.now),
					     .basis = t->basis };
		return staffed(d, tx, ROLE_HANDLER, m.unit, matter[i], &deed);
	case AGAIN_APPROVE:
		deed.act = ACT_APPROVE_ANSWER;
		return staffed(d, tx, ROLE_UNIT_HEAD, m.unit, matter[i], &deed);
	case AGAIN_JUDGE:
		resident.matter = matter[i];
		deed = (struct matter_deed){ .act = ACT_JUDGE_SOLVED,
					     .solved = SOLVED_YES,
					     .satisfied = SATISFIED_YES,
					     .method = METHOD_OWN,
					     .text = t->good };
		return matter_act(tx, &resident, matter[i], &deed);
	case AGAIN_SAY: break;
	}
	return BROKEN;
}
