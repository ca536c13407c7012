/* demo_time.c — chance from a fixed seed, and moments at which an office or a resident would do something. */
#include "main/demo.h"

#define OFFICE_DAY 360 /* minutes: 9:00–12:00 and 14:00–17:00 */

uint32_t
demo_below(struct demo_chance *c, uint32_t n)
{
	uint64_t z = c->state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	z ^= z >> 31;
	return (uint32_t)(z >> 32) % n;
}

int
demo_between(struct demo_chance *c, int least, int most)
{
	return least + (int)demo_below(c, (uint32_t)(most - least + 1));
}

/* Office minutes of the day that have passed by then. */
static int
minute_of(moment t)
{
	int m = moment_hour(t) * 60 + moment_minute(t);

	if (m < 9 * 60)
		return 0;
	if (m < 12 * 60)
		return m - 9 * 60;
	if (m < 14 * 60)
		return OFFICE_DAY / 2;
	return m < 17 * 60 ? OFFICE_DAY / 2 + m - 14 * 60 : OFFICE_DAY;
}

static moment
office_at(day d, int minute, moment like)
{
	int m = minute < OFFICE_DAY / 2 ? 9 * 60 + minute : 14 * 60 + minute - OFFICE_DAY / 2;

	return (moment){ moment_at(d, m / 60, m % 60).ms + like.ms % MS_MINUTE };
}

moment
demo_office(const struct calendar *c, moment from, int minutes)
{
	day d = day_of(from), works = minutes < 0 ? calendar_before(c, d) : calendar_after(c, d);
	int at = day_diff(d, works) == 0 ? minute_of(from) : minutes < 0 ? OFFICE_DAY : 0;

	at += minutes;
	while (at >= OFFICE_DAY) {
		works = calendar_after(c, day_add(works, 1));
		at -= OFFICE_DAY;
	}
	while (at < 0) {
		works = calendar_before(c, day_add(works, -1));
		at += OFFICE_DAY;
	}
	return office_at(works, at, from);
}

moment
demo_natural(moment from, int minutes, bool awake)
{
	moment t = { from.ms + minutes * MS_MINUTE };
	int hour = moment_hour(t), minute = moment_minute(t);
	day d = day_of(t);

	if (!awake || (hour >= 7 && hour < 22))
		return t;
	if (minutes < 0)
		return moment_at(hour < 7 ? day_add(d, -1) : d, 21, minute);
	return moment_at(hour < 7 ? d : day_add(d, 1), 7, minute);
}
