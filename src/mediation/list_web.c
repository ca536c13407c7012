/* list_web.c — GET /mediation, and the case page. */
#include "gen/frame.html.h"
#include "gen/mediation.html.h"
#include "gen/mediation.words.h"
#include "gen/outside.html.h"
#include "mediation/mediation_figure_web.h"
#include "mediation/mediation_web.h"

#define SEATS       60
#define INSTALMENTS 120
#define SIDE        40

/* ---- lists ---- */

static const char *const lane_keys[] = { "", "open", "kept", "ended" };

static enum mediation_lane
lane_of(const struct req *rq)
{
	str asked = form_get(rq->query, S("lane"));

	for (int i = MEDIATION_OPEN; i <= MEDIATION_ENDED; i++)
		if (str_eq(asked, str_of(lane_keys[i])))
			return (enum mediation_lane)i;
	return MEDIATION_OPEN;
}

/* The three queries have rows of three types with the same columns. */
#define ROWS(l, list)                                                                                       \
	do {                                                                                                \
		(l)->n = (list).n > most ? most : (list).n;                                                 \
		(l)->row = make(db->mem, struct mediation_row, (l)->n + 1);                                 \
		for (size_t i_ = 0; i_ < (l)->n; i_++)                                                      \
			(l)->row[i_] = (struct mediation_row){                                              \
				(list).p[i_].id,         (list).p[i_].year,          (list).p[i_].number,   \
				(list).p[i_].kind,       (list).p[i_].stage,         (list).p[i_].kept,     \
				(list).p[i_].village_zh, (list).p[i_].village_en,    (list).p[i_].unit_zh,  \
				(list).p[i_].unit_en,    (list).p[i_].registered_at, (list).p[i_].ended_at, \
				(list).p[i_].due_on,     (list).p[i_].effective_on                          \
			};                                                                                  \
		*more = (list).n > most;                                                                    \
	} while (0)

/* The cases of a lane before a number, under the rights of who asks. */
static enum err
list_load(struct db *db, struct mediation_list *l, int64_t before, size_t most, bool *more)
{
	const struct req *rq = l->rq;
	struct mediation_reach r = mediation_reach_of(&rq->actor);
	int64_t own = rq->actor.unit, person = rq->actor.person, rows = (int64_t)most + 1;

	*more = false;
	if (r.whole) {
		struct q_mediation_list_town_list list;

		TRY(q_mediation_list_town(db, l->lane, r.village, own, person, before, rows, &list));
		ROWS(l, list);
	} else if (r.unit && !l->mine) {
		struct q_mediation_list_unit_list list;

		TRY(q_mediation_list_unit(db, r.unit, r.post, l->lane, own, person, before, rows, &list));
		ROWS(l, list);
	} else {
		struct q_mediation_list_post_list list;

		TRY(q_mediation_list_post(db, r.post, l->lane, own, person, before, rows, &list));
		ROWS(l, list);
	}
	return OK;
}

static struct mediation_list
list_of(const struct req *rq)
{
	return (struct mediation_list){ .rq = rq, .lane = lane_of(rq), .mine = form_has(rq->query, S("mine")) };
}

static enum err
list_page(struct db *db, struct req *rq, struct res *rs)
{
	struct mediation_list l = list_of(rq);
	struct frame f = { .title = &word_mediation_title, .rq = rq, .nav = "mediation" };
	const char *mine = l.mine ? "&mine=1" : "";
	int64_t before = INT64_MAX;
	struct page *p;
	bool more;

	l.opens = rq->actor.role != ROLE_DISPATCHER && rq->actor.role != ROLE_AUDITOR;
	l.mark = mediation_mark(db);
	if (!str_int(form_get(rq->query, S("before")), &before) || before <= 0)
		before = INT64_MAX;
	TRY(list_load(db, &l, before, MEDIATION_ROWS, &more));
	if (more)
		l.next = req_url(rq, "/mediation?lane=%s%s&before=%lld", lane_keys[l.lane], mine,
				 (long long)l.row[l.n - 1].id);
	l.export = req_url(rq, "/desk/lists/disputes/export?lane=%s%s", lane_keys[l.lane], mine);
	p = res_page(rs);
	frame_begin(p, &f);
	view_mediation_list(p, &l);
	frame_end(p, &f);
	return OK;
}

static enum err
ledger_page(struct db *db, const struct req *rq, struct ledger_key after, size_t most, struct ledger_page *p)
{
	struct mediation_list l = list_of(rq);

	TRY(list_load(db, &l, after.id ? after.id : INT64_MAX, most, &p->more));
	for (p->n = 0; p->n < l.n; p->n++)
		p->id[p->n] = l.row[p->n].id;
	p->next.id = l.n ? l.row[l.n - 1].id : after.id;
	return OK;
}

const struct ledger_list mediation_ledger = {
	"disputes", "/mediation", "mediation", &word_mediation_title, &mediation_figure_ledger, ledger_page
};

/* ---- the case ---- */

static enum err
agreement_load(struct db *db, struct mediation_page *p)
{
	int64_t round = p->c.round;
	enum err e = q_mediation_agreement(db, p->c.id, round, &p->agreement);

	if (e == NOT_FOUND && round > 0) {
		round--;
		e = q_mediation_agreement(db, p->c.id, round, &p->agreement);
	}
	if (e != OK)
		return e == NOT_FOUND ? OK : e;
	p->agreed = p->agreement.effective_on.n != 0;
	p->drafted = !p->agreed;
	TRY(q_mediation_instalments(db, p->c.id, INSTALMENTS, &p->instalments));
	e = q_mediation_court(db, p->c.id, round, &p->court);
	p->has_court = e == OK;
	return e == NOT_FOUND ? OK : e;
}

/* Which of the thirteen parts are there, and which must be. */
static void
parts_look(struct mediation_page *p)
{
	static const enum mediation_part of[RECORDS] = { PART_COVER, PART_INQUIRY, PART_SESSION,  PART_VISIT, PART_NOTE,
							 PART_NOTE,  PART_NOTE,    PART_EVIDENCE, PART_PROXY };
	static const enum mediation_part needed[] = { PART_COVER,   PART_APPLICATION, PART_RIGHTS, PART_IDENTITY,
						      PART_SESSION, PART_AGREEMENT,   PART_BACK };

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		p->part_needed[needed[i]] = true;
	p->part_there[PART_COVER] = p->part_there[PART_BACK] = p->part_there[PART_APPLICATION] = true;
	p->part_there[PART_CLOSING] = p->c.ended_at.ms != 0;
	p->part_there[PART_RIGHTS] = p->c.noticed_on.n != 0;
	p->part_there[PART_IDENTITY] = p->parties.n > 0;
	for (size_t i = 0; i < p->parties.n; i++) {
		p->part_there[PART_IDENTITY] &= p->parties.p[i].seen;
		p->part_needed[PART_PROXY] |= p->parties.p[i].proxy;
	}
	for (size_t i = 0; i < p->records.n; i++)
		p->part_there[of[p->records.p[i].kind]] = true;
	p->part_there[PART_AGREEMENT] = p->agreed;
	p->part_there[PART_COURT] = p->has_court && p->court.asked_on.n;
	p->part_there[PART_NOTE] |= p->c.file_note.n > 0;
	for (size_t i = 0; i < p->scans.n; i++)
		p->part_there[p->scans.p[i].part] = true;
}

enum err
mediation_page_load(struct db *db, const struct req *rq, int64_t id, struct mediation_page *p)
{
	enum err e;

	*p = (struct mediation_page){ .rq = rq };
	TRY(mediation_open(db, &rq->actor, id, &p->c));
	p->no = mediation_no(db->mem, mediation_mark(db), p->c.year, p->c.number);
	p->may_write = mediation_may_write(&rq->actor, &p->c);
	TRY(q_mediation_parties(db, id, MEDIATION_PARTIES, &p->parties));
	TRY(q_mediation_seats(db, id, SEATS, &p->seats));
	for (size_t i = 0; i < p->seats.n; i++)
		p->has_first |= p->seats.p[i].part == SEAT_FIRST && p->seats.p[i].until.ms == 0;
	TRY(q_mediation_records(db, id, MEDIATION_RECORDS, &p->records));
	TRY(agreement_load(db, p));
	TRY(q_mediation_heards(db, id, SIDE, &p->heard));
	TRY(q_mediation_scans(db, id, MEDIATION_SCANS, &p->scans));
	TRY(q_sealed_looks(db, SEALED_PARTY, id, SIDE, &p->looks));
	e = q_mediation_subsidy_of(db, p->c.matter, &p->subsidy);
	p->has_subsidy = e == OK;
	if (e != OK && e != NOT_FOUND)
		return e;
	parts_look(p);
	return OK;
}

static enum err
case_page(struct db *db, struct req *rq, struct res *rs)
{
	struct mediation_page *m = make(rq->mem, struct mediation_page, 1);
	struct frame f = { .rq = rq, .nav = "mediation" };
	struct page *p;

	TRY(mediation_page_load(db, rq, rq->id, m));
	f.title_text = m->no;
	p = res_page(rs);
	frame_begin(p, &f);
	view_mediation_case(p, m);
	frame_end(p, &f);
	return OK;
}

/* ---- the ways that are left, to be printed for the parties ---- */

static enum err
ways_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_mediation_ways_title, .rq = rq, .print = true };
	struct q_mediation_case c;
	struct page *p;

	TRY(mediation_open(db, &rq->actor, rq->id, &c));
	p = res_page(rs);
	frame_begin(p, &f);
	view_outside_ways_page(p, rq, &c, mediation_no(db->mem, mediation_mark(db), c.year, c.number));
	frame_end(p, &f);
	return OK;
}

/* ---- for everybody ---- */

static enum err
public_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_mediation_public_title, .rq = rq, .back = S("/") };
	struct page *p;

	(void)db;
	p = res_page(rs);
	frame_begin(p, &f);
	view_outside_public(p, rq);
	frame_end(p, &f);
	rs->no_store = false;
	return OK;
}

const struct route mediation_routes[] = {
	PAGE("/mediate", DUTY_PUBLIC, public_page),
	PAGE("/mediation", DUTY_READ, list_page),
	PAGE("/mediation/:id", DUTY_READ, case_page),
	PAGE("/mediation/:id/ways", DUTY_READ, ways_page),
	ROUTES_END,
};
