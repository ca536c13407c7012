#include "petition/petition_web.h"

#include "catalogue/catalogue.h"
#include "gen/frame.html.h"
#include "gen/opinion.words.h"
#include "gen/petition.html.h"
#include "gen/petition.words.h"
#include "matter/dossier_web.h"
#include "petition/petition_figure_web.h"

#define SOON_DAYS 5

/* ---- words ---- */

const struct word *
petition_state_word(int64_t state)
{
	static const struct word *const w[PETITION_STATES] = {
		[PETITION_REGISTERED] = &word_petition_state_registered,
		[PETITION_ACCEPTED] = &word_petition_state_accepted,
		[PETITION_NOT_ACCEPTED] = &word_petition_state_not_accepted,
		[PETITION_TRANSFERRED] = &word_petition_state_transferred,
		[PETITION_GIVEN] = &word_petition_state_given,
		[PETITION_IN_REVIEW] = &word_petition_state_in_review,
		[PETITION_REVIEWED] = &word_petition_state_reviewed,
		[PETITION_IN_REREVIEW] = &word_petition_state_in_rereview,
		[PETITION_REREVIEWED] = &word_petition_state_rereviewed
	};

	return w[state > 0 && state < PETITION_STATES ? state : PETITION_REGISTERED];
}

const struct word *
petition_sort_word(int64_t sort)
{
	static const struct word *const w[] = { &word_petition_sort_1, &word_petition_sort_2, &word_petition_sort_3,
						&word_petition_sort_4, &word_petition_sort_5, &word_petition_sort_6 };

	return w[sort >= 1 && sort <= PETITION_SORTS ? sort - 1 : 5];
}

const struct word *
petition_outcome_word(int64_t outcome)
{
	static const struct word *const w[] = { &word_opinion_outcome_1, &word_opinion_outcome_2,
						&word_opinion_outcome_3 };

	return w[outcome >= 1 && outcome <= 3 ? outcome - 1 : 0];
}

const struct word *
petition_result_word(int64_t result)
{
	static const struct word *const w[] = { &word_opinion_result_1, &word_opinion_result_2,
						&word_opinion_result_3 };

	return w[result >= 1 && result <= 3 ? result - 1 : 0];
}

const struct word *
petition_method_word(int64_t method)
{
	static const struct word *const w[] = { &word_opinion_how_page, &word_opinion_how_phone,
						&word_opinion_how_paper, &word_opinion_how_desk };

	return w[method >= METHOD_OWN && method <= METHOD_AT_DESK ? method - 1 : 0];
}

/* ---- the lane of one matter ---- */

/* Whether a part is there: NOT_FOUND is no error. */
static enum err
found(enum err e, bool *has)
{
	*has = e == OK;
	return e == NOT_FOUND ? OK : e;
}

enum err
petition_view_load(struct db *db, int64_t matter, struct petition_view *v)
{
	v->matter = matter;
	TRY(q_petition_of(db, matter, &v->p));
	TRY(found(q_petition_objection_of(db, matter, &v->objection), &v->has.objection));
	TRY(found(q_petition_extension_of(db, matter, &v->extension), &v->has.extension));
	TRY(found(q_opinion_last(db, matter, &v->opinion), &v->has.opinion));
	TRY(found(q_opinion_given(db, matter, &v->given), &v->has.given));
	TRY(found(q_opinion_review(db, matter, OPINION_REVIEW, &v->review), &v->has.review));
	TRY(found(q_opinion_review(db, matter, OPINION_REREVIEW, &v->rereview), &v->has.rereview));
	TRY(opinion_open(db, &v->p, &v->right, &v->last));
	v->past = v->right && v->last.n < day_of(db->now).n;
	return OK;
}

static enum err
rights(struct db *db, const struct actor *by, const struct q_petition_matter *m, struct petition_view *v)
{
	const struct q_petition_of *p = &v->p;
	bool office = petition_registrar(by) || petition_decider(by);
	bool up = p->state == PETITION_IN_REVIEW || p->state == PETITION_IN_REREVIEW;
	const struct q_opinion_review *r = p->state == PETITION_IN_REVIEW ? &v->review : &v->rereview;

	TRY(petition_object_last(db, m->received_at, &v->object_last));
	v->may.ref = petition_registrar(by);
	v->may.accept = petition_may_accept(by, m, p);
	v->may.object = petition_may_object(by, p) && !v->has.objection && v->object_last.n >= day_of(db->now).n;
	v->may.reply = office && v->has.objection && v->objection.result == 0;
	v->may.write = opinion_may_write(by, m, p);
	v->may.extend = by->post && by->post == m->holder && p->state == PETITION_ACCEPTED &&
			p->sort == PETITION_HEARD && !v->has.extension && p->handle_by.ms > db->now.ms;
	v->may.decide = by->role == ROLE_LEADER && v->has.extension && v->extension.state == 1;
	v->may.ask = by->role == ROLE_CLERK && v->right != OPINION_NONE;
	v->may.hand_up = office && up && r->handed_on.n == 0;
	v->may.result = office && up && r->handed_on.n != 0;
	return OK;
}

/* Guests of a matter read its lane and do nothing in it. */
enum err
petition_dossier(struct page *p, const struct dossier *d)
{
	struct petition_view v = { .rq = d->rq };
	const struct actor *by = &d->rq->actor;
	struct q_petition_matter m;
	enum err e = petition_view_load(d->db, d->m.id, &v), mine = NOT_FOUND;

	if (e == NOT_FOUND) {
		if (!d->guest && petition_registrar(by) && matter_open((enum matter_state)d->m.state))
			view_petition_begin(p, d->m.id);
		return OK;
	}
	TRY(e);
	if (!d->guest)
		mine = petition_matter(d->db, by, d->m.id, &m);
	if (mine == OK)
		mine = rights(d->db, by, &m, &v);
	if (mine != OK && mine != NOT_FOUND)
		return mine;
	view_petition_panel(p, &v);
	return OK;
}

/* ---- the list ---- */

#define ROWS(l, list)                                                      \
	do {                                                               \
		(l)->n = (list).n > most ? most : (list).n;                \
		(l)->row = make(rq->mem, struct petition_row, (l)->n + 1); \
		for (size_t i_ = 0; i_ < (l)->n; i_++)                     \
			(l)->row[i_] = (struct petition_row){              \
				.matter = (list).p[i_].matter,             \
				.year = (list).p[i_].year,                 \
				.number = (list).p[i_].number,             \
				.state = (list).p[i_].state,               \
				.sort = (list).p[i_].sort,                 \
				.title = (list).p[i_].title,               \
				.village_zh = (list).p[i_].village_zh,     \
				.village_en = (list).p[i_].village_en,     \
				.unit_zh = (list).p[i_].unit_zh,           \
				.unit_en = (list).p[i_].unit_en,           \
				.ref = (list).p[i_].ref,                   \
				.due = (list).p[i_].due,                   \
			};                                                 \
		*more = (list).n > most;                                   \
	} while (0)

static enum err
due_rows(struct db *db, const struct req *rq, struct petition_list *l, struct ledger_key after, size_t most, bool *more)
{
	const struct actor *a = &rq->actor;
	struct scope s = actor_scope(a);
	struct q_petition_list_due_list list;

	TRY(q_petition_list_due(db, s.unit, s.village, a->unit, a->person, after.at, after.id, (int64_t)most + 1,
				&list));
	ROWS(l, list);
	if (l->n)
		l->last = (struct ledger_key){ list.p[l->n - 1].due, list.p[l->n - 1].matter };
	return OK;
}

static enum err
all_rows(struct db *db, const struct req *rq, struct petition_list *l, struct ledger_key before, size_t most,
	 bool *more)
{
	const struct actor *a = &rq->actor;
	struct scope s = actor_scope(a);
	struct q_petition_list_all_list list;

	if (before.id == 0)
		before.at.ms = INT64_MAX;
	TRY(q_petition_list_all(db, s.unit, s.village, a->unit, a->person, before.at, before.id, (int64_t)most + 1,
				&list));
	ROWS(l, list);
	if (l->n)
		l->last = (struct ledger_key){ list.p[l->n - 1].registered_at, list.p[l->n - 1].matter };
	return OK;
}

static enum err
rows(struct db *db, const struct req *rq, struct petition_list *l, struct ledger_key after, size_t most, bool *more)
{
	l->all = str_eq(form_get(rq->query, S("view")), S("all"));
	return l->all ? all_rows(db, rq, l, after, most, more) : due_rows(db, rq, l, after, most, more);
}

static enum err
list_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_petition_nav, .rq = rq, .nav = "petitions" };
	struct petition_list l = { 0 };
	struct ledger_key after = { { 0 }, 0 };
	const char *view;
	bool more = false;
	struct page *p;

	if (!str_int(form_get(rq->query, S("at")), &after.at.ms) || !str_int(form_get(rq->query, S("id")), &after.id))
		after = (struct ledger_key){ { 0 }, 0 };
	TRY(rows(db, rq, &l, after, PETITION_ROWS, &more));
	view = l.all ? "view=all" : "view=due";
	if (more)
		l.next = req_url(rq, "/desk/petitions?%s&at=%lld&id=%lld", view, (long long)l.last.at.ms,
				 (long long)l.last.id);
	l.export = req_url(rq, "/desk/lists/petitions/export?%s", view);
	p = res_page(rs);
	frame_begin(p, &f);
	view_petition_list(p, &l);
	frame_end(p, &f);
	return OK;
}

static enum err
ledger_page(struct db *db, const struct req *rq, struct ledger_key after, size_t most, struct ledger_page *p)
{
	struct petition_list l = { 0 };

	TRY(rows(db, rq, &l, after, most, &p->more));
	for (p->n = 0; p->n < l.n; p->n++)
		p->id[p->n] = l.row[p->n].matter;
	p->next = l.last;
	return OK;
}

const struct ledger_list petition_ledger = { "petitions",        "/desk/petitions",       "petitions",
					     &word_petition_nav, &petition_figure_ledger, ledger_page };

/* ---- on Today ---- */

static enum err
soon_add(struct db *db, struct today *t)
{
	const struct req *rq = t->rq;
	struct petition_list l = { 0 };
	struct today_list *list;
	bool more;

	TRY(due_rows(db, rq, &l, (struct ledger_key){ { 0 }, 0 }, PETITION_ROWS, &more));
	while (l.n && l.row[l.n - 1].due.ms > db->now.ms + SOON_DAYS * MS_DAY) {
		l.n--;
		more = false;
	}
	if (l.n == 0)
		return OK;
	list = today_list_add(t, &word_petition_today_due, &word_petition_today_due_do, TODAY_SHOWN);
	if (!list)
		return OK;
	list->count = (int64_t)l.n;
	list->over = more;
	list->all = req_url(rq, "/desk/petitions");
	for (; list->n < l.n && list->n < TODAY_SHOWN; list->n++) {
		const struct petition_row *r = &l.row[list->n];

		list->row[list->n] =
			(struct today_row){ .id = r->matter,
					    .year = r->year,
					    .number = r->number,
					    .state = MATTER_IN_HAND,
					    .title = r->title,
					    .village_zh = r->village_zh,
					    .village_en = r->village_en,
					    .due_at = r->due,
					    .tag = petition_state_word(r->state),
					    .to = req_url(rq, "/desk/matters/%lld", (long long)r->matter) };
	}
	return OK;
}

static enum err
extensions_add(struct db *db, struct today *t)
{
	const struct req *rq = t->rq;
	struct q_petition_extensions_waiting_list w;
	struct today_list *list;

	TRY(q_petition_extensions_waiting(db, rq->actor.unit, rq->actor.person, TODAY_MOST, &w));
	if (w.n == 0)
		return OK;
	list = today_list_add(t, &word_petition_today_extend, NULL, w.n);
	for (size_t i = 0; list && i < w.n; i++, list->n++)
		list->row[i] = (struct today_row){ .id = w.p[i].matter,
						   .year = w.p[i].year,
						   .number = w.p[i].number,
						   .state = MATTER_IN_HAND,
						   .title = w.p[i].title,
						   .village_zh = w.p[i].village_zh,
						   .village_en = w.p[i].village_en,
						   .due_at = w.p[i].due,
						   .to = req_url(rq, "/desk/matters/%lld/petition/extension",
								 (long long)w.p[i].matter) };
	if (list)
		list->count = (int64_t)w.n;
	return OK;
}

enum err
petition_today(struct db *db, struct today *t)
{
	enum role role = t->rq->actor.role;

	if (role == ROLE_LEADER)
		TRY(extensions_add(db, t));
	if (role == ROLE_ADMINISTRATOR || role == ROLE_AUDITOR || role == ROLE_NONE)
		return OK;
	return soon_add(db, t);
}

/* ---- the sheet to copy ---- */

static enum err
sheet_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .title = &word_petition_sheet_title, .rq = rq, .print = true };
	struct q_petition_matter m;
	struct q_dossier_matter d;
	struct catalogue_type type;
	struct q_petition_of p;
	struct page *page;

	TRY(petition_open(db, rq, &m, &p));
	TRY(dossier_open(db, &rq->actor, m.id, &d));
	TRY(catalogue_type_or_default(db, m.type, day_of(m.received_at), &type));
	page = res_page(rs);
	frame_begin(page, &f);
	view_petition_sheet(page, rq, &d, &p, panel_name_for(rq, type.type_zh, type.type_en));
	frame_end(page, &f);
	return OK;
}

const struct route petition_routes[] = {
	PAGE("/desk/petitions", DUTY_READ, list_page),
	PAGE("/desk/matters/:id/petition/sheet", DUTY_INTAKE, sheet_page),
	ROUTES_END,
};
