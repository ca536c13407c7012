#include "report/period.h"

/* Days of a month are found from the first of the next one. */
static day
month_first(int year, int month)
{
	return day_make(year + (month - 1) / 12, (month - 1) % 12 + 1, 1);
}

static struct period
months(enum period_kind kind, int year, int n, int each)
{
	struct period p = { .kind = kind, .year = year, .n = n };

	p.from = month_first(year, (n - 1) * each + 1);
	p.to = day_add(month_first(year, n * each + 1), -1);
	return p;
}

struct period
period_of(enum period_kind kind, day d)
{
	struct civil c = day_civil(d), thursday;
	struct period p = { .kind = kind };

	switch (kind) {
	case PERIOD_MONTH: return months(kind, c.year, c.month, 1);
	case PERIOD_QUARTER: return months(kind, c.year, (c.month - 1) / 3 + 1, 3);
	case PERIOD_HALF: return months(kind, c.year, (c.month - 1) / 6 + 1, 6);
	case PERIOD_YEAR: return months(kind, c.year, 1, 12);
	case PERIOD_DAYS:
		p.from = p.to = d;
		p.year = c.year;
		p.n = 1;
		return p;
	case PERIOD_WEEK: break;
	}
	p.from = day_add(d, 1 - c.weekday);
	p.to = day_add(p.from, 6);
	thursday = day_civil(day_add(p.from, 3));
	p.year = thursday.year;
	p.n = day_diff(day_make(thursday.year, 1, 1), day_add(p.from, 3)) / 7 + 1;
	return p;
}

struct period
period_before(const struct period *p)
{
	if (p->kind == PERIOD_DAYS) {
		struct period q = *p;

		q.to = day_add(p->from, -1);
		q.from = day_add(q.to, -day_diff(p->from, p->to));
		return q;
	}
	return period_of(p->kind, day_add(p->from, -1));
}

struct period
period_within(const struct period *p, const struct period *in)
{
	struct period q = *p;

	if (q.from.n < in->from.n) {
		q.kind = PERIOD_DAYS;
		q.from = in->from;
	}
	if (q.to.n > in->to.n) {
		q.kind = PERIOD_DAYS;
		q.to = in->to;
	}
	return q;
}

str
period_key(struct arena *a, const struct period *p)
{
	switch (p->kind) {
	case PERIOD_WEEK: return str_fmt(a, "%d-W%02d", p->year, p->n);
	case PERIOD_MONTH: return str_fmt(a, "%d-%02d", p->year, p->n);
	case PERIOD_QUARTER: return str_fmt(a, "%d-Q%d", p->year, p->n);
	case PERIOD_HALF: return str_fmt(a, "%d-H%d", p->year, p->n);
	case PERIOD_DAYS: return str_fmt(a, "%.*s..%.*s", STR_ARG(day_iso(a, p->from)), STR_ARG(day_iso(a, p->to)));
	case PERIOD_YEAR: break;
	}
	return str_fmt(a, "%d", p->year);
}

static bool
week_read(int64_t year, int64_t n, struct period *p)
{
	*p = period_of(PERIOD_WEEK, day_add(day_make((int)year, 1, 4), 7 * ((int)n - 1)));
	return p->year == year && p->n == n;
}

static bool
days_read(str key, struct period *p)
{
	*p = (struct period){ .kind = PERIOD_DAYS, .n = 1 };
	if (key.n != 22 || !day_parse(str_head(key, 10), &p->from) || !day_parse(str_skip(key, 12), &p->to) ||
	    p->to.n < p->from.n)
		return false;
	p->year = day_civil(p->from).year;
	return p->year >= 1990 && day_civil(p->to).year <= 2200;
}

bool
period_read(str key, struct period *p)
{
	str head, tail;
	int64_t year, n = 1;
	bool part = str_cut(key, '-', &head, &tail);
	char kind = part && tail.n ? tail.p[0] : 'Y';
	bool letter = kind == 'W' || kind == 'Q' || kind == 'H';

	if (str_has(key, S("..")))
		return days_read(key, p);
	if (!str_int(head, &year) || year < 1990 || year > 2200)
		return false;
	if (part && !str_int(letter ? str_skip(tail, 1) : tail, &n))
		return false;
	if (kind == 'W')
		return n >= 1 && n <= 53 && week_read(year, n, p);
	if (n < 1 || n > (kind == 'Q' ? 4 : kind == 'H' ? 2 : 12))
		return false;
	*p = kind == 'Q'   ? months(PERIOD_QUARTER, (int)year, (int)n, 3)
	     : kind == 'H' ? months(PERIOD_HALF, (int)year, (int)n, 6)
	     : part        ? months(PERIOD_MONTH, (int)year, (int)n, 1)
			   : months(PERIOD_YEAR, (int)year, 1, 12);
	return true;
}

str
period_name(struct arena *a, const struct period *p, bool english)
{
	static const char *const zh[] = { "", "一", "二", "三", "四" }, *const en[] = { "", "first", "second", "third",
											"fourth" };
	static const char *const month[] = { "",     "January", "February",  "March",   "April",    "May",     "June",
					     "July", "August",  "September", "October", "November", "December" };

	switch (p->kind) {
	case PERIOD_WEEK:
		return english ? str_fmt(a, "week %d of %d", p->n, p->year)
			       : str_fmt(a, "%d 年第 %d 周", p->year, p->n);
	case PERIOD_MONTH:
		return english ? str_fmt(a, "%s %d", month[p->n], p->year) : str_fmt(a, "%d 年 %d 月", p->year, p->n);
	case PERIOD_QUARTER:
		return english ? str_fmt(a, "%s quarter of %d", en[p->n], p->year)
			       : str_fmt(a, "%d 年第%s季度", p->year, zh[p->n]);
	case PERIOD_HALF:
		return english ? str_fmt(a, "%s half of %d", en[p->n], p->year)
			       : str_fmt(a, "%d 年%s半年", p->year, p->n == 1 ? "上" : "下");
	case PERIOD_DAYS:
		return str_fmt(a, english ? "%.*s to %.*s" : "%.*s 至 %.*s", STR_ARG(day_iso(a, p->from)),
			       STR_ARG(day_iso(a, p->to)));
	case PERIOD_YEAR: break;
	}
	return str_fmt(a, english ? "%d" : "%d 年", p->year);
}
