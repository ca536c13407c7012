/* panel_show_web.c — what the matter's page, the resident's page and Today show of mediation. */
#include "gen/mediation.html.h"
#include "gen/mediation.words.h"
#include "gen/outside.html.h"
#include "matter/dossier_web.h"
#include "mediation/mediation_web.h"

#define TODAY_ROWS 30

/* ---- the matter's page ---- */

/* A guest of the matter cannot begin a case on it. */
static bool
offers(const struct dossier *d)
{
	enum matter_state state = (enum matter_state)d->m.state;

	return !d->guest && matter_open(state) && state != MATTER_ANSWERED && duty_held(d->rq->actor.role, DUTY_INTAKE);
}

/* Whoever reaches the matter sees that there is a case and how far it is; the case opens for who may. */
enum err
mediation_dossier_panel(struct page *p, const struct dossier *d)
{
	struct db *db = d->db;
	const struct actor *by = &d->rq->actor;
	struct q_mediation_of_matter m;
	struct q_mediation_case c;
	bool opens, replies;
	enum err e = q_mediation_of_matter(db, d->m.id, &m);

	if (e == NOT_FOUND) {
		if (offers(d))
			view_outside_offer(p, d->m.id);
		return OK;
	}
	TRY(e);
	e = mediation_open(db, by, m.id, &c);
	if (e != OK && e != NOT_FOUND)
		return e;
	opens = e == OK;
	replies = m.stage >= STAGE_SETTLED && m.stage != STAGE_BROKEN && m.stage != STAGE_DROPPED &&
		  duty_held(by->role, DUTY_HANDLE) && d->m.holder == by->post && d->m.draft == 0 &&
		  (d->m.state == MATTER_IN_HAND || d->m.state == MATTER_MEDIATION);
	view_outside_on_matter(p, &m, mediation_no(db->mem, mediation_mark(db), m.year, m.number), d->m.id, opens,
			       replies);
	return OK;
}

/* ---- the resident's page ---- */

enum err
mediation_track_panel(struct db *db, const struct req *rq, struct page *p, int64_t matter, enum matter_state state)
{
	struct track_mediation t = { 0 };
	enum err e = q_mediation_of_matter(db, matter, &t.m);

	(void)rq, (void)state;
	if (e == NOT_FOUND || (e == OK && t.m.stage == STAGE_DROPPED))
		return OK;
	TRY(e);
	t.no = mediation_no(db->mem, mediation_mark(db), t.m.year, t.m.number);
	TRY(q_mediation_seats(db, t.m.id, TODAY_ROWS, &t.seats));
	TRY(q_mediation_instalments(db, t.m.id, TODAY_ROWS, &t.instalments));
	e = q_mediation_court_now(db, t.m.id, &t.court);
	t.has_court = e == OK && t.m.stage == STAGE_SETTLED;
	if (e != OK && e != NOT_FOUND)
		return e;
	view_outside_track(p, &t);
	return OK;
}

/* ---- Today ---- */

static str
number_of(struct db *db, int64_t year, int64_t number)
{
	return mediation_no(db->mem, mediation_mark(db), year, number);
}

static enum err
pays_add(struct db *db, struct today *t)
{
	struct q_mediation_due_pays_list l;
	struct today_list *list;

	TRY(q_mediation_due_pays(db, t->rq->actor.post, day_add(day_of(db->now), REMIND_DAYS), TODAY_ROWS, &l));
	list = l.n ? today_list_add(t, &word_mediation_today_pays, &word_mediation_today_pays_do, TODAY_ROWS) : NULL;
	for (size_t i = 0; list && i < l.n; i++)
		list->row[list->n++] =
			(struct today_row){ .id = l.p[i].id,
					    .year = l.p[i].year,
					    .number = l.p[i].number,
					    .title = str_fmt(db->mem, "%.*s　%.*s",
							     STR_ARG(number_of(db, l.p[i].year, l.p[i].number)),
							     STR_ARG(l.p[i].what)),
					    .due_at = moment_at(l.p[i].due_on, 17, 0),
					    .to = req_url(t->rq, "/mediation/%lld", (long long)l.p[i].id),
					    .tag = &word_mediation_tag_pay };
	if (list)
		list->count = (int64_t)list->n;
	return OK;
}

static enum err
courts_add(struct db *db, struct today *t)
{
	struct q_mediation_due_courts_list l;
	struct today_list *list;
	day today = day_of(db->now);

	TRY(q_mediation_due_courts(db, t->rq->actor.post, today, day_add(today, COURT_WARN_DAYS), TODAY_ROWS, &l));
	list = l.n ? today_list_add(t, &word_mediation_today_courts, &word_mediation_today_courts_do, TODAY_ROWS)
		   : NULL;
	for (size_t i = 0; list && i < l.n; i++)
		list->row[list->n++] =
			(struct today_row){ .id = l.p[i].id,
					    .year = l.p[i].year,
					    .number = l.p[i].number,
					    .title = number_of(db, l.p[i].year, l.p[i].number),
					    .due_at = moment_at(l.p[i].last_on, 17, 0),
					    .to = req_url(t->rq, "/mediation/%lld", (long long)l.p[i].id),
					    .tag = &word_mediation_tag_court };
	if (list)
		list->count = (int64_t)list->n;
	return OK;
}

static enum err
cases_add(struct db *db, struct today *t)
{
	struct q_mediation_due_cases_list l;
	struct today_list *list;

	TRY(q_mediation_due_cases(db, t->rq->actor.post, day_add(day_of(db->now), 30), TODAY_ROWS, &l));
	list = l.n ? today_list_add(t, &word_mediation_today_cases, &word_mediation_today_cases_do, TODAY_ROWS) : NULL;
	for (size_t i = 0; list && i < l.n; i++)
		list->row[list->n++] = (struct today_row){
			.id = l.p[i].id,
			.year = l.p[i].year,
			.number = l.p[i].number,
			.title = str_fmt(db->mem, "%.*s　%.*s", STR_ARG(number_of(db, l.p[i].year, l.p[i].number)),
					 STR_ARG(word_text(mediation_kind_word(l.p[i].kind), t->rq->lang))),
			.due_at = moment_at(l.p[i].due_on, 17, 0),
			.to = req_url(t->rq, "/mediation/%lld", (long long)l.p[i].id),
			.tag = mediation_stage_word(l.p[i].stage, 0)
		};
	if (list)
		list->count = (int64_t)list->n;
	return OK;
}

enum err
mediation_today(struct db *db, struct today *t)
{
	if (!duty_held(t->rq->actor.role, DUTY_HANDLE))
		return OK;
	TRY(pays_add(db, t));
	TRY(courts_add(db, t));
	return cases_add(db, t);
}
