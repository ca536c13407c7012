#include "report/ask_web.h"

#include "gen/ask.words.h"
#include "gen/place.sql.h"
#include "gen/staff.sql.h"
#include "gen/tally.sql.h"

#include <string.h>

struct period
ask_period(const struct req *rq)
{
	struct period p;

	return period_read(form_get(rq->query, S("p")), &p) ? p : period_of(PERIOD_YEAR, day_of(rq->now));
}

static int64_t
number(const struct req *rq, str name, int64_t otherwise)
{
	int64_t n;

	return str_int(form_get(rq->query, name), &n) && n >= 0 ? n : otherwise;
}

/* Codes are capital letters and digits; "-" is "not known"; anything else is no filter. */
static void
type_read(const struct req *rq, struct tally_ask *a)
{
	str s = form_get(rq->query, S("type"));
	bool good = s.n > 0 && s.n <= 12;

	for (size_t i = 0; i < s.n; i++)
		good &= (s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] >= '0' && s.p[i] <= '9');
	a->typed = good || str_eq(s, S("-"));
	a->type = good ? s : S("");
}

enum err
ask_read(const struct req *rq, str name, struct ask_page *a)
{
	str at, id;

	*a = (struct ask_page){ .rq = rq, .period = ask_period(rq) };
	a->ask.figure = tally_figure(name);
	if (!a->ask.figure)
		return NOT_FOUND;
	a->ask.from = a->period.from;
	a->ask.to = a->period.to;
	a->ask.village = number(rq, S("village"), 0);
	a->ask.unit = number(rq, S("unit"), -1);
	a->ask.part = number(rq, S("part"), -1);
	type_read(rq, &a->ask);
	if (!str_cut(form_get(rq->query, S("after")), '.', &at, &id) || !str_int(at, &a->after.at.ms) ||
	    !str_int(id, &a->after.id))
		a->after = (struct tally_key){ { 0 }, 0 };
	return OK;
}

/* ---- addresses ---- */

static str
address(const struct req *rq, const struct tally_ask *ask, const struct period *p, const char *by)
{
	struct out o = out_make(rq->mem, 128, 1024);

	out_fmt(&o, "/desk/figures/%s?p=%.*s", ask->figure->key, STR_ARG(period_key(rq->mem, p)));
	if (ask->village)
		out_fmt(&o, "&village=%lld", (long long)ask->village);
	if (ask->unit >= 0)
		out_fmt(&o, "&unit=%lld", (long long)ask->unit);
	if (ask->typed)
		out_fmt(&o, "&type=%.*s", STR_ARG(ask->type.n ? ask->type : S("-")));
	if (ask->part >= 0)
		out_fmt(&o, "&part=%lld", (long long)ask->part);
	if (by)
		out_fmt(&o, "&by=%s", by);
	return out_view(&o);
}

str
ask_path(const struct req *rq, const struct tally_ask *ask, const struct period *p)
{
	return address(rq, ask, p, NULL);
}

url
ask_url(const struct req *rq, const struct tally_ask *ask, const struct period *p, const char *by)
{
	return req_url(rq, "%.*s", STR_ARG(address(rq, ask, p, by)));
}

url
ask_url_whole(const struct req *rq, const struct tally_ask *ask, const struct period *p)
{
	return req_absolute(rq, "%.*s", STR_ARG(address(rq, ask, p, NULL)));
}

url
ask_url_after(const struct ask_page *a, struct tally_key after)
{
	return req_url(a->rq, "%.*s&after=%lld.%lld", STR_ARG(address(a->rq, &a->ask, &a->period, NULL)),
		       (long long)after.at.ms, (long long)after.id);
}

url
ask_url_group(const struct ask_page *a, enum tally_by by, const struct tally_group *g)
{
	struct tally_ask ask = a->ask;
	struct period p = a->period;

	switch (by) {
	case TALLY_VILLAGE: ask.village = g->key; break;
	case TALLY_UNIT: ask.unit = g->key; break;
	case TALLY_TYPE:
		ask.typed = true;
		ask.type = g->type;
		break;
	case TALLY_PART: ask.part = g->key; break;
	case TALLY_MONTH: p = period_of(PERIOD_MONTH, (day){ (int32_t)g->key }); break;
	case TALLY_WEEK: p = period_of(PERIOD_WEEK, (day){ (int32_t)g->key }); break;
	case TALLY_DAY: p = period_of(PERIOD_DAYS, (day){ (int32_t)g->key }); break;
	}
	p = period_within(&p, &a->period);
	return ask_url(a->rq, &ask, &p, NULL);
}

/* ---- names ---- */

const struct word *
ask_part_word(const struct figure *f, int64_t part)
{
	for (const struct figure_part *w = f->parts; w && w->word; w++)
		if (w->part == part)
			return w->word;
	return NULL;
}

static str
named(const struct req *rq, str zh, str en)
{
	return rq->lang == EN && en.n ? en : zh;
}

static enum err
type_name(struct db *db, const struct req *rq, str code, str *name)
{
	struct q_tally_type t;
	enum err e;

	*name = word_text(&word_ask_unknown, rq->lang);
	if (code.n == 0)
		return OK;
	e = q_tally_type(db, code, &t);
	if (e == NOT_FOUND)
		*name = code;
	else
		*name = named(rq, t.type_zh, t.type_en);
	return e == NOT_FOUND ? OK : e;
}

static enum err
place_name(struct db *db, const struct req *rq, int64_t id, str *name)
{
	struct q_place_by_id v;

	TRY(q_place_by_id(db, id, &v));
	*name = named(rq, v.name_zh, v.name_en);
	return OK;
}

static enum err
unit_name(struct db *db, const struct req *rq, int64_t id, str *name)
{
	struct q_staff_unit u;

	*name = word_text(&word_ask_no_unit, rq->lang);
	if (id == 0)
		return OK;
	TRY(q_staff_unit(db, id, &u));
	*name = named(rq, u.name_zh, u.name_en);
	return OK;
}

static str
day_name(const struct req *rq, enum tally_by by, int64_t n)
{
	day d = { (int32_t)n };
	struct period p = period_of(by == TALLY_MONTH ? PERIOD_MONTH : PERIOD_WEEK, d);

	return by == TALLY_DAY ? day_iso(rq->mem, d) : period_name(rq->mem, &p, rq->lang == EN);
}

enum err
ask_name(struct db *db, const struct req *rq, const struct figure *f, enum tally_by by, const struct tally_group *g,
	 str *name)
{
	const struct word *w;

	switch (by) {
	case TALLY_VILLAGE: return place_name(db, rq, g->key, name);
	case TALLY_UNIT: return unit_name(db, rq, g->key, name);
	case TALLY_TYPE: return type_name(db, rq, g->type, name);
	case TALLY_PART:
		w = ask_part_word(f, g->key);
		*name = w ? word_text(w, rq->lang) : str_fmt(rq->mem, "%lld", (long long)g->key);
		return OK;
	case TALLY_MONTH:
	case TALLY_WEEK:
	case TALLY_DAY: break;
	}
	*name = day_name(rq, by, g->key);
	return OK;
}

str
ask_percent(struct arena *a, int64_t permille)
{
	return permille < 0 ? S("—")
			    : str_fmt(a, "%lld.%lld %%", (long long)(permille / 10), (long long)(permille % 10));
}
