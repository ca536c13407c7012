#include "main/demo_script.h"

#define PAUSE (11 * 360) /* office minutes */

static void
add(struct demo *d, struct demo_script *s, enum demo_act act, enum demo_pace pace, int least, int most)
{
	if (s->n == DEMO_STEPS)
		return;
	s->part[s->n].act = act;
	s->part[s->n].pace = pace;
	s->part[s->n++].minutes = demo_between(&d->chance, least, most);
}

/* The office's minutes; an emergency runs by the clock on the wall. */
static void
office(struct demo *d, const struct demo_story *y, struct demo_script *s, enum demo_act act, int least, int most)
{
	bool hurry = y->urgency == URGENCY_EMERGENCY;

	if (hurry)
		add(d, s, act, PACE_CLOCK, 3 + least / 12, 3 + most / 12);
	else
		add(d, s, act, PACE_OFFICE, least, most);
}

static void
claimed(struct demo *d, const struct demo_cast *cast, const struct demo_turns *t, struct demo_script *s)
{
	const struct demo_story *y = cast->story;
	bool quick = y->accept_hours < 24;

	if (cast->unknown)
		office(d, y, s, DEMO_CLASS, 4, 20);
	office(d, y, s, DEMO_OFFER, 8, quick ? 45 : 150);
	if (!t->taken)
		office(d, y, s, DEMO_CLAIM, 10, quick ? 90 : 220);
}

static void
handled(struct demo *d, const struct demo_cast *cast, const struct demo_turns *t, struct demo_script *s)
{
	const struct demo_story *y = cast->story;
	int limit = y->resolve_workdays * 360, least = limit / 10, most = limit * 4 / 10;

	if (t->taken)
		least += y->accept_hours >= 24 ? 360 : y->accept_hours * 60, most = least + 60;
	if (t->late)
		least = limit, most = limit + 700;
	if (y->note.n)
		office(d, y, s, DEMO_NOTE, 30, 120);
	if (y->tell.n)
		office(d, y, s, DEMO_TELL, 10, 60);
	if (y->add.n)
		add(d, s, DEMO_ADD, y->urgency == URGENCY_EMERGENCY ? PACE_CLOCK : PACE_AWAKE, 20, 300);
	if (!t->taken && cast->turn % 9 == 4)
		office(d, y, s, DEMO_HAND, 30, 100);
	if (t->ask && y->ask.n) {
		office(d, y, s, DEMO_ASK, 20, 150);
		if (cast->turn % 6 == 5) /* no reply: the pause runs out */
			least += PAUSE, most += PAUSE;
		else
			add(d, s, DEMO_GIVE, PACE_AWAKE, 90, 2600);
	}
	office(d, y, s, DEMO_DRAFT, least, most);
	if (t->back) {
		office(d, y, s, DEMO_BACK, 15, 120);
		office(d, y, s, DEMO_DRAFT, 30, 180);
	}
	office(d, y, s, DEMO_APPROVE, 15, 150);
}

static void
second_round(struct demo *d, const struct demo_story *y, struct demo_script *s)
{
	office(d, y, s, DEMO_RESTART, 15, 200);
	add(d, s, DEMO_DRAFT2, PACE_OFFICE, 300, 1200);
	add(d, s, DEMO_APPROVE2, PACE_OFFICE, 20, 150);
	add(d, s, DEMO_GOOD2, PACE_AWAKE, 120, 5000);
}

static void
ended(struct demo *d, const struct demo_story *y, enum demo_fate fate, struct demo_script *s)
{
	switch (fate) {
	case FATE_SOLVED: add(d, s, DEMO_GOOD, PACE_AWAKE, 60, 9000); break;
	case FATE_HEARD: add(d, s, DEMO_HEARD, PACE_OFFICE, 300, 2000); break;
	case FATE_PARTLY:
		add(d, s, DEMO_BAD, PACE_AWAKE, 120, 5000);
		second_round(d, y, s);
		break;
	case FATE_AGAIN:
		add(d, s, DEMO_GOOD, PACE_AWAKE, 60, 2000);
		add(d, s, DEMO_REOPEN, PACE_AWAKE, 6000, 30000);
		second_round(d, y, s);
		break;
	case FATE_SILENT:
		add(d, s, DEMO_PHONE, PACE_OFFICE, 1500, 2200);
		add(d, s, DEMO_VISIT, PACE_OFFICE, 800, 1500);
		break;
	case FATE_SPOT:
	case FATE_WITHDRAWN:
	case FATES: break;
	}
}

void
demo_script(struct demo *d, const struct demo_cast *cast, const struct demo_turns *turns, struct demo_script *s)
{
	const struct demo_story *y = cast->story;

	s->n = 0;
	add(d, s, DEMO_RAISE, PACE_CLOCK, 0, 0);
	if (cast->lead)
		office(d, y, s, DEMO_MERGE, 10, 60);
	if (cast->lead && cast->turn % 8)
		return;
	if (cast->lead) /* another place after all: the resident says so, and it goes its own way */
		add(d, s, DEMO_UNMERGE, PACE_AWAKE, 100, 900);
	if (turns->fate == FATE_SPOT) {
		if (cast->unknown)
			office(d, y, s, DEMO_CLASS, 2, 6);
		office(d, y, s, DEMO_SPOT, 5, 60);
		add(d, s, cast->turn % 4 ? DEMO_GOOD : DEMO_HEARD, cast->turn % 4 ? PACE_AWAKE : PACE_OFFICE, 100,
		    2500);
		return;
	}
	claimed(d, cast, turns, s);
	if (turns->fate == FATE_WITHDRAWN) {
		add(d, s, DEMO_WITHDRAW, PACE_AWAKE, 400, 3000);
		return;
	}
	handled(d, cast, turns, s);
	ended(d, y, turns->fate, s);
}

void
demo_script_from(const struct demo *d, struct demo_script *s, moment raised)
{
	moment t = raised;

	for (size_t i = 0; i < s->n; i++) {
		if (i > 0 && s->part[i].pace == PACE_OFFICE)
			t = demo_office(d->calendar, t, s->part[i].minutes);
		else if (i > 0)
			t = demo_natural(t, s->part[i].minutes, s->part[i].pace == PACE_AWAKE);
		s->part[i].at = t;
	}
}

moment
demo_script_back(const struct demo *d, const struct demo_script *s, size_t stop, moment at)
{
	for (size_t i = stop; i > 0; i--)
		if (s->part[i].pace == PACE_OFFICE)
			at = demo_office(d->calendar, at, -s->part[i].minutes);
		else
			at = demo_natural(at, -s->part[i].minutes, s->part[i].pace == PACE_AWAKE);
	return at;
}

size_t
demo_script_find(const struct demo_script *s, enum demo_act act)
{
	size_t i = 0;

	while (i < s->n && s->part[i].act != act)
		i++;
	return i;
}
