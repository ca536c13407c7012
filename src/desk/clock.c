#include "desk/clock.h"

#include "base/rand.h"
#include "desk/clock_file.h"
#include "desk/event.h"
#include "gen/clock.sql.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define DAYS_MOST 4000 /* about 35 a year */
#define CACHED    64

/* One calendar for each township, process-wide: raising a matter needs one, and the lists change once a year. */
struct cached {
	int64_t town, mark;
	struct calendar calendar;
	struct calendar_day *days;
};

static struct cached cache[CACHED];
static size_t cache_next;
static pthread_mutex_t cache_lock = PTHREAD_MUTEX_INITIALIZER;

static const struct cached *
cache_find(int64_t town, int64_t mark)
{
	for (size_t i = 0; i < CACHED; i++)
		if (cache[i].town == town && cache[i].mark == mark)
			return &cache[i];
	return NULL;
}

/* Memory is taken between two looks: a full arena jumps, and must not do so with the lock in hand. */
static bool
cache_get(struct db *db, int64_t mark, struct calendar *c)
{
	const struct cached *s;
	struct calendar_day *days;
	size_t n;

	pthread_mutex_lock(&cache_lock);
	s = cache_find(db->town, mark);
	n = s ? s->calendar.n : 0;
	pthread_mutex_unlock(&cache_lock);
	if (!s)
		return false;
	days = make(db->mem, struct calendar_day, n);
	pthread_mutex_lock(&cache_lock);
	s = cache_find(db->town, mark);
	if (s && s->calendar.n == n) {
		if (n)
			memcpy(days, s->days, n * sizeof(*days));
		*c = s->calendar;
		c->days = days;
	}
	pthread_mutex_unlock(&cache_lock);
	return s != NULL;
}

static void
cache_put(int64_t town, int64_t mark, const struct calendar *c)
{
	size_t bytes = c->n * sizeof(*c->days), i = 0;
	struct calendar_day *days = malloc(bytes ? bytes : 1);

	if (!days)
		return;
	if (bytes)
		memcpy(days, c->days, bytes);
	pthread_mutex_lock(&cache_lock);
	while (i < CACHED && cache[i].town != town)
		i++;
	if (i == CACHED)
		i = cache_next++ % CACHED;
	free(cache[i].days);
	cache[i] = (struct cached){ .town = town, .mark = mark, .calendar = *c, .days = days };
	pthread_mutex_unlock(&cache_lock);
}

enum err
clock_calendar(struct db *db, const struct calendar **out)
{
	struct calendar *c = make(db->mem, struct calendar, 1);
	struct q_clock_days_list rows;
	struct q_clock_list list;
	struct calendar_day *days;
	enum err e = q_clock_list(db, &list);

	*out = c;
	if (e == NOT_FOUND)
		return OK;
	TRY(e);
	if (cache_get(db, list.mark, c))
		return OK;
	TRY(q_clock_days(db, list.version, DAYS_MOST, &rows));
	days = make(db->mem, struct calendar_day, rows.n);
	for (size_t i = 0; i < rows.n; i++)
		days[i] = (struct calendar_day){ rows.p[i].day, rows.p[i].works };
	*c = (struct calendar){ .days = days,
				.n = rows.n,
				.first_year = (int)list.first_year,
				.last_year = (int)list.last_year,
				.version = (int)list.version };
	cache_put(db->town, list.mark, c);
	return OK;
}

/* ---- new versions ---- */

static bool
replaced(const struct q_clock_days *old, const struct clock_file *f)
{
	if (old->year >= f->first_year && old->year <= f->last_year)
		return true;
	for (size_t i = 0; i < f->n; i++)
		if (f->day[i].day.n == old->day.n)
			return true;
	return false;
}

/* Writes a new version: what the file brings, and of the version before what it does not replace. */
static enum err
version_add(struct tx *tx, const struct actor *by, const struct clock_file *f, str note, int *version)
{
	struct q_clock_days_list old = { NULL, 0 };
	struct q_clock_list list = { 0 };
	enum err e = q_clock_list(&tx->db, &list);
	int64_t first = f->first_year, last = f->last_year, next;

	if (e == OK) {
		TRY(q_clock_days(&tx->db, list.version, DAYS_MOST, &old));
		first = list.first_year < first ? list.first_year : first;
		last = list.last_year > last ? list.last_year : last;
	} else if (e != NOT_FOUND) {
		return e;
	}
	next = e == OK ? list.version + 1 : 1;
	TRY(q_clock_list_insert(tx, next, rand_id(tx->db.now.ms), tx->db.now, first, last, note));
	for (size_t i = 0; i < old.n; i++)
		if (!replaced(&old.p[i], f))
			TRY(q_clock_day_insert(tx, next, old.p[i].day, old.p[i].year, old.p[i].works));
	for (size_t i = 0; i < f->n; i++)
		TRY(q_clock_day_insert(tx, next, f->day[i].day, f->day[i].year, f->day[i].works));
	*version = (int)next;
	return event_add(tx, by,
			 &(struct event){ .object = S("calendar"),
					  .id = next,
					  .kind = S("import"),
					  .text = hash_of(note),
					  .detail = str_fmt(tx->db.mem, "years %d-%d days %zu", f->first_year,
							    f->last_year, f->n) },
			 NULL);
}

static enum err
file_take(struct db *db, str csv, struct clock_import *out, struct clock_file *f)
{
	const struct calendar *c;
	enum err e;

	*out = (struct clock_import){ 0 };
	TRY(clock_calendar(db, &c));
	e = clock_file_read(db->mem, csv, c, f);
	out->year = f->first_year;
	out->days = (int)f->n;
	out->replaces = c->last_year && f->first_year >= c->first_year && f->first_year <= c->last_year;
	for (size_t i = 0; i < f->n; i++)
		out->made_up += f->day[i].works;
	out->off = out->days - out->made_up;
	out->fault_line = f->fault_line;
	out->kind = f->fault;
	out->fault = clock_file_fault(f->fault);
	return e;
}

enum err
clock_check(struct db *db, str csv, struct clock_import *out)
{
	struct clock_file f;

	return file_take(db, csv, out, &f);
}

enum err
clock_import(struct tx *tx, const struct actor *by, str csv, struct clock_import *out)
{
	struct clock_file f;

	TRY(file_take(&tx->db, csv, out, &f));
	return version_add(tx, by, &f, f.note, &out->version);
}

enum err
clock_seed(struct tx *tx, const struct actor *by)
{
	struct clock_file f = { 0 };
	int version;

	clock_file_seed(tx->db.mem, &f);
	return version_add(tx, by, &f, S("2022-2026"), &version);
}

enum clock_reminder
clock_reminder(const struct calendar *c, day today, int *year)
{
	struct civil now = day_civil(today);

	*year = now.year + 1;
	if (now.month < 11 || c->last_year > now.year)
		return CLOCK_FINE;
	return now.month == 12 && now.day >= 15 ? CLOCK_LATE : CLOCK_SOON;
}
