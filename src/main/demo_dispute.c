/* demo_dispute.c — reads the disputes of the demo and decides when what happens to them. */
#include "main/demo_dispute.h"

#include "gen/demo_dispute.txt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS 8

/* ---- reading ---- */

static bool
number_in(str s, int64_t least, int64_t most, int64_t *n)
{
	return str_int(s, n) && *n >= least && *n <= most;
}

static bool
line_read(str line, struct demo_dispute *r)
{
	str field[FIELDS];
	int64_t kind, area;

	for (int i = 0; i < FIELDS; i++)
		if (str_cut(line, '|', &field[i], &line) != (i < FIELDS - 1))
			return false;
	if (!number_in(field[0], 1, KINDS - 1, &kind) || !number_in(field[1], 1, DEMO_AREAS, &area) ||
	    !number_in(field[3], 0, 1000000, &r->yuan))
		return false;
	r->kind = (enum mediation_kind)kind;
	r->area = (int)area - 1;
	r->oral = str_eq(field[2], S("o"));
	r->nature = str_eq(field[2], S("f"))   ? NATURE_FARMLAND
		    : str_eq(field[2], S("w")) ? NATURE_WOODLAND
					       : NATURE_NONE;
	r->facts = field[4];
	r->wish = field[5];
	r->terms = field[6];
	r->manner = field[7];
	r->failed = str_starts(r->terms, S("（没有谈成）"));
	r->split = r->yuan >= 2000 && (str_has(r->terms, S("两次")) || str_has(r->manner, S("两次")));
	return r->facts.n && r->wish.n && r->terms.n && r->manner.n;
}

static bool
texts_read(struct demo_disputes *p)
{
	str text = { (const char *)text_demo_dispute, text_demo_dispute_size }, line;
	bool more = true;

	for (int number = 1; more; number++) {
		more = str_cut(text, '\n', &line, &text);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (p->n == DEMO_DISPUTES || !line_read(line, &p->row[p->n])) {
			fprintf(stderr, "heye demo: demo_dispute.txt line %d cannot be read\n", number);
			return false;
		}
		p->row[p->n].turn = (int)p->n;
		p->n++;
	}
	return true;
}

/* ---- when ---- */

static void
add(struct demo_disputes *p, struct demo_dispute *of, enum demo_move move, moment at)
{
	if (p->steps < sizeof p->step / sizeof *p->step) {
		p->step[p->steps] = (struct demo_step_of){ at, (int)p->steps, move, of, of ? of->area : 0 };
		p->steps++;
	}
}

/* So many natural days later, on a working day, at an hour that differs. */
static moment
later(const struct demo *d, moment from, int days, int salt)
{
	day on = calendar_after(d->calendar, day_add(day_of(from), days));

	return moment_at(on, 9 + salt % 3, 5 + salt * 7 % 50);
}

static void
paid(const struct demo *d, struct demo_disputes *p, struct demo_dispute *r, moment agreed)
{
	if (r->split) {
		add(p, r, MOVE_PAY, later(d, agreed, 14, r->turn));
		add(p, r, MOVE_PAY, later(d, agreed, 44, r->turn));
	} else {
		add(p, r, MOVE_PERFORM, later(d, agreed, 9 + r->turn % 15, r->turn + 1));
	}
	if (r->turn % 9 == 4) {
		add(p, r, MOVE_COURT, later(d, agreed, 6, r->turn));
		add(p, r, MOVE_RULED, later(d, agreed, 16, r->turn + 2));
	}
	add(p, r, MOVE_VISIT, later(d, agreed, 50, r->turn + 1));
	add(p, r, MOVE_FILE, later(d, agreed, 54, r->turn));
	if (r->turn % 2 == 0)
		add(p, r, MOVE_SUBSIDY, later(d, agreed, 55, r->turn));
}

/* The same, and not before half an hour after what came before it. */
static moment
next(const struct demo *d, moment before, moment start, int days, int salt)
{
	moment at = later(d, start, days, salt);
	int64_t soonest = before.ms + 30 * MS_MINUTE;

	if (at.ms < soonest)
		at.ms = soonest;
	return at;
}

/* The whole course of one dispute. */
static void
course(const struct demo *d, struct demo_disputes *p, struct demo_dispute *r, moment start)
{
	moment t = { start.ms + 40 * MS_MINUTE }, agreed;

	add(p, r, MOVE_REGISTER, start);
	add(p, r, MOVE_WILLING, t);
	t = next(d, t, start, 1, r->turn);
	add(p, r, MOVE_BEGIN, t);
	if (r->turn % 3 == 0) {
		t = next(d, t, start, 2, r->turn + 1);
		add(p, r, MOVE_INQUIRE, t);
	}
	if (r->turn % 4 == 1) {
		t = next(d, t, start, 3, r->turn + 2);
		add(p, r, MOVE_TALK, t);
	}
	agreed = next(d, t, start, 5 + r->turn % 6, r->turn);
	if (r->failed) {
		add(p, r, MOVE_FAIL, agreed);
		add(p, r, MOVE_APPROVE, (moment){ agreed.ms + 2 * MS_HOUR });
		add(p, r, MOVE_TRY_PHONE, later(d, agreed, 8, 1));
		add(p, r, MOVE_TRY_VISIT, later(d, agreed, 12, 2));
		return;
	}
	add(p, r, MOVE_AGREE, agreed);
	add(p, r, MOVE_COPIES, (moment){ agreed.ms + 20 * MS_MINUTE });
	add(p, r, MOVE_APPROVE, (moment){ agreed.ms + 2 * MS_HOUR });
	add(p, r, MOVE_JUDGE, (moment){ later(d, agreed, 2, r->turn).ms + 8 * MS_HOUR });
	if (r->turn % 3 == 2)
		add(p, r, MOVE_HEAR, later(d, agreed, 4, r->turn));
	paid(d, p, r, agreed);
}

/* Takes out what would come after a move, so that a dispute stands where it is wanted. */
static void
stop_at(struct demo_disputes *p, const struct demo_dispute *r, enum demo_move last)
{
	size_t kept = 0;
	bool over = false;

	for (size_t i = 0; i < p->steps; i++) {
		bool mine = p->step[i].of == r;

		if (!mine || !over)
			p->step[kept++] = p->step[i];
		over |= mine && p->step[i].move == last;
	}
	p->steps = kept;
}

static moment
last_of(const struct demo_disputes *p, const struct demo_dispute *r)
{
	moment last = { 0 };

	for (size_t i = 0; i < p->steps; i++)
		if (p->step[i].of == r && p->step[i].at.ms > last.ms)
			last = p->step[i].at;
	return last;
}

static int
by_time(const void *a, const void *b)
{
	const struct demo_step_of *x = a, *y = b;

	if (x->at.ms != y->at.ms)
		return x->at.ms < y->at.ms ? -1 : 1;
	return x->order - y->order;
}

/* ---- the ordinary demo: each dispute at another step today ---- */

static const struct {
	int days; /* ago */
	enum demo_move stop, then;
} stands[] = {
	{ 70, MOVE_PERFORM, MOVE_VISIT }, { 46, MOVES, MOVES },
	{ 9, MOVE_BEGIN, MOVES },         { 2, MOVE_WILLING, MOVES },
	{ 40, MOVE_PAY, MOVE_BREAK },     { 1, MOVE_REGISTER, MOVE_ASK },
	{ 12, MOVE_BEGIN, MOVE_TALK },    { 15, MOVE_BEGIN, MOVE_INQUIRE },
	{ 24, MOVE_JUDGE, MOVE_COURT },   { 6, MOVE_REGISTER, MOVE_REFUSE },
	{ 15, MOVE_COPIES, MOVES },
};

static void
today_plan(const struct demo *d, struct demo_disputes *p)
{
	day today = day_of(d->now);

	for (size_t i = 0; i < sizeof stands / sizeof *stands && DEMO_DISPUTES_YEAR + i < p->n; i++) {
		struct demo_dispute *r = &p->row[DEMO_DISPUTES_YEAR + i];
		moment start =
			moment_at(calendar_before(d->calendar, day_add(today, -stands[i].days)), 9, 10 + (int)i * 4);

		course(d, p, r, start);
		if (stands[i].stop != MOVES)
			stop_at(p, r, stands[i].stop);
		if (stands[i].then == MOVE_BREAK)
			add(p, r, MOVE_BREAK, later(d, start, 33, 1));
		else if (stands[i].then == MOVE_VISIT)
			add(p, r, MOVE_VISIT, later(d, start, 45, 1));
		else if (stands[i].then == MOVE_COURT)
			add(p, r, MOVE_COURT, later(d, start, 18, 1));
		else if (stands[i].then != MOVES)
			add(p, r, stands[i].then, (moment){ last_of(p, r).ms + 4 * MS_HOUR });
	}
	for (int i = 0; i < 3; i++) {
		add(p, NULL, MOVE_ROUND, moment_at(calendar_before(d->calendar, day_add(today, -20 - 30 * i)), 16, 30));
		p->step[p->steps - 1].area = i + 1;
	}
}

static void
year_plan(const struct demo *d, struct demo_disputes *p, int year)
{
	day first = day_make(year, 1, 6);

	for (int i = 0; i < DEMO_DISPUTES_YEAR; i++) {
		day on = calendar_before(d->calendar, day_add(first, i * 350 / DEMO_DISPUTES_YEAR));

		course(d, p, &p->row[i], moment_at(on, 9 + i % 7, i * 11 % 60));
	}
	for (size_t i = 0, n = demo_again_plan(d, year, p->again, DEMO_AGAIN_STEPS); i < n; i++) {
		add(p, NULL, MOVE_AGAIN, p->again[i].at);
		p->step[p->steps - 1].area = (int)i;
	}
	for (int i = 0; i < 12; i++) {
		add(p, NULL, MOVE_ROUND, moment_at(calendar_before(d->calendar, day_make(year, i + 1, 24)), 16, 20));
		p->step[p->steps - 1].area = i % DEMO_AREAS;
	}
}

bool
demo_dispute_plan(struct demo *d, struct demo_disputes *p, int year)
{
	memset(p, 0, sizeof *p);
	if (!texts_read(p))
		return false;
	if (year)
		year_plan(d, p, year);
	else
		today_plan(d, p);
	qsort(p->step, p->steps, sizeof *p->step, by_time);
	while (p->steps && p->step[p->steps - 1].at.ms > d->now.ms)
		p->steps--;
	return true;
}
