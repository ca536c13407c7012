/* notice_web.c — the desk: the section on a matter's page, the form, one notice and its delivery. */
#include "notice/notice_web.h"
#include "gen/frame.html.h"
#include "gen/notice.html.h"
#include "gen/notice.words.h"
#include "matter/shot_web.h"

#define DELIVERIES 30

static const char *const method_keys[] = { "1", "2", "3", "4", NULL };

const struct word *
notice_word_kind(int64_t kind)
{
	static const struct word *const words[NOTICE_KINDS] = {
		[NOTICE_RECEIPT] = &word_notice_kind_receipt,
		[NOTICE_ACCEPTED] = &word_notice_kind_accepted,
		[NOTICE_NOT_ACCEPTED] = &word_notice_kind_not_accepted,
		[NOTICE_TRANSFER] = &word_notice_kind_transfer,
		[NOTICE_EXTENSION] = &word_notice_kind_extension,
		[NOTICE_OPINION] = &word_notice_kind_opinion,
		[NOTICE_RIGHTS] = &word_notice_kind_rights,
		[NOTICE_REVIEW] = &word_notice_kind_review,
		[NOTICE_REREVIEW] = &word_notice_kind_rereview,
	};

	return words[kind > 0 && kind < NOTICE_KINDS ? kind : NOTICE_RECEIPT];
}

const struct word *
notice_word_method(int64_t method)
{
	static const struct word *const words[] = { &word_notice_method_1, &word_notice_method_2, &word_notice_method_3,
						    &word_notice_method_4 };

	return words[method > 0 && method < DELIVERY_METHODS ? method - 1 : 0];
}

/* ---- sections of other pages ---- */

static enum err
list_load(struct db *db, const struct req *rq, int64_t matter, struct notice_panel *n)
{
	n->matter = matter;
	TRY(q_notice_of_matter(db, matter, NOTICE_LIST, &n->list));
	n->number = make(db->mem, str, n->list.n + 1);
	for (size_t i = 0; i < n->list.n; i++)
		n->number[i] = notice_number(db->mem, rq->town->name_zh, (enum notice_kind)n->list.p[i].kind,
					     n->list.p[i].year, n->list.p[i].number);
	return OK;
}

/* A kind that stands on a decision is offered when there is one. */
static enum err
kinds_offer(struct db *db, const struct req *rq, enum matter_state state, struct notice_panel *n)
{
	bool kind[NOTICE_KINDS] = { false };

	for (enum notice_kind k = NOTICE_RECEIPT; k < NOTICE_KINDS; k++)
		kind[k] = notice_may(&rq->actor, k, state);
	TRY(notice_ready(db, n->matter, kind));
	for (enum notice_kind k = NOTICE_RECEIPT; k < NOTICE_KINDS; k++)
		if (kind[k])
			n->kind[n->kinds++] = k;
	return OK;
}

enum err
notice_dossier_panel(struct page *p, const struct dossier *d)
{
	struct db *db = d->db;
	enum matter_state state = (enum matter_state)d->m.state;
	struct q_notice_clocks_list clocks;
	struct notice_panel n = { 0 };

	TRY(list_load(db, d->rq, d->m.id, &n));
	TRY(q_notice_clocks(db, d->m.id, 1, &clocks));
	if (!d->guest) /* who reads and writes nothing */
		TRY(kinds_offer(db, d->rq, state, &n));
	if (clocks.n && state != MATTER_WITHDRAWN && state != MATTER_ARCHIVED) {
		n.accept_by = day_of(clocks.p[0].due);
		n.late = clocks.p[0].due.ms < db->now.ms;
	}
	view_notice_panel(p, &n);
	return OK;
}

/* Only the reporter's own: who follows a matter that theirs was merged into has a file of their own. */
enum err
notice_track_panel(struct db *db, const struct req *rq, struct page *p, int64_t matter, enum matter_state state)
{
	struct notice_panel n = { 0 };

	(void)matter, (void)state;
	if (rq->actor.follower)
		return OK;
	TRY(list_load(db, rq, rq->actor.matter, &n));
	if (n.list.n)
		view_notice_track(p, &n, rq->code);
	return OK;
}

/* ---- a new one ---- */

static enum notice_kind
kind_of(const struct req *rq)
{
	int64_t kind;

	return str_int(rq->param[1], &kind) && kind > 0 && kind < NOTICE_KINDS ? (enum notice_kind)kind : NOTICE_KINDS;
}

static enum err
form_show(struct db *db, struct req *rq, struct res *rs, const struct q_dossier_matter *m, int64_t corrects,
	  const struct faults *faults)
{
	struct notice_form form = { .rq = rq, .m = m, .kind = kind_of(rq), .faults = faults, .corrects = corrects };
	struct frame f = { .title = notice_word_kind(form.kind), .rq = rq, .nav = "matters" };
	struct q_notice_row old;
	struct page *p;

	if (corrects) {
		TRY(q_notice_row(db, corrects, &old));
		if (old.matter != m->id || old.newer)
			return NOT_FOUND;
		form.old_number =
			notice_number(rq->mem, rq->town->name_zh, (enum notice_kind)old.kind, old.year, old.number);
	}
	TRY(notice_form_make(db, &form));
	p = res_page(rs);
	frame_begin(p, &f);
	view_notice_form(p, &form);
	frame_end(p, &f);
	return OK;
}

static int64_t
corrects_of(const struct form *form)
{
	int64_t id;

	return str_int(form_get(form, S("corrects")), &id) ? id : 0;
}

static enum err
matter_for(struct db *db, const struct req *rq, struct q_dossier_matter *m)
{
	enum notice_kind kind = kind_of(rq);

	TRY(dossier_open(db, &rq->actor, rq->id, m));
	if (kind == NOTICE_KINDS)
		return NOT_FOUND;
	return notice_may(&rq->actor, kind, (enum matter_state)m->state) ? OK : FORBIDDEN;
}

static enum err
new_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_dossier_matter m;

	TRY(matter_for(db, rq, &m));
	return form_show(db, rq, rs, &m, corrects_of(rq->query), NULL);
}

static enum err
new_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_dossier_matter m;
	struct notice_in n;
	unsigned missing;
	int64_t id = 0;
	enum err e;

	TRY(matter_for(&tx->db, rq, &m));
	n = notice_form_read(&in, kind_of(rq));
	n.corrects = corrects_of(rq->form);
	e = form_good(&in) ? notice_issue(tx, &rq->actor, m.id, &n, &missing, &id) : INVALID;
	if (e == INVALID && form_good(&in))
		notice_form_until(&in);
	if (e == INVALID) {
		res_status(rs, 422);
		TRY(form_show(&tx->db, rq, rs, &m, n.corrects, &in.faults));
	}
	TRY(e);
	return see_other(rq, rs, "/desk/notices/%lld", (long long)id);
}

/* ---- one notice ---- */

enum err
notice_page_load(struct db *db, const struct req *rq, int64_t id, struct notice_page *n)
{
	str town = rq->town->name_zh;

	*n = (struct notice_page){ .rq = rq };
	TRY(q_notice_row(db, id, &n->row));
	n->number = notice_number(db->mem, town, (enum notice_kind)n->row.kind, n->row.year, n->row.number);
	if (n->row.corrects)
		n->old_number = notice_number(db->mem, town, (enum notice_kind)n->row.old_kind, n->row.old_year,
					      n->row.old_number);
	if (n->row.newer)
		n->new_number = notice_number(db->mem, town, (enum notice_kind)n->row.newer_kind, n->row.newer_year,
					      n->row.newer_number);
	return OK;
}

static void
delivery_fields(struct notice_page *n)
{
	static const struct choice methods[] = {
		{ .value = { "", 0 }, .word = &word_notice_choose },
		{ .value = { "1", 1 }, .word = &word_notice_method_1 },
		{ .value = { "2", 1 }, .word = &word_notice_method_2 },
		{ .value = { "3", 1 }, .word = &word_notice_method_3 },
		{ .value = { "4", 1 }, .word = &word_notice_method_4 },
	};
	const struct form *typed = n->faults ? n->rq->form : NULL;

	n->method = (struct field){ .name = "method",
				    .label = &word_notice_method,
				    .choices = methods,
				    .n = 5,
				    .value = typed ? form_get(typed, S("method")) : S("") };
	n->done_on = (struct field){ .name = "done_on",
				     .label = &word_notice_done_on,
				     .type = "date",
				     .value = typed ? form_get(typed, S("done_on"))
						    : day_iso(n->rq->mem, day_of(n->rq->now)) };
	n->remark = (struct field){ .name = "remark",
				    .label = &word_notice_remark,
				    .optional = true,
				    .value = typed ? form_get(typed, S("remark")) : S("") };
}

static enum err
notice_show(struct db *db, struct req *rq, struct res *rs, const struct faults *faults)
{
	struct frame f = { .rq = rq, .nav = "matters" };
	struct q_dossier_matter m;
	struct notice_page n;
	struct page *p;
	bool guest;

	TRY(notice_page_load(db, rq, rq->id, &n));
	TRY(dossier_read(db, &rq->actor, n.row.matter, &m, &guest));
	TRY(q_notice_deliveries(db, rq->id, DELIVERIES, &n.deliveries));
	n.faults = faults;
	n.may_deliver = !guest && duty_held(rq->actor.role, DUTY_READ) && rq->actor.role != ROLE_AUDITOR;
	n.may_correct = !guest && n.row.newer == 0 &&
			notice_may(&rq->actor, (enum notice_kind)n.row.kind, (enum matter_state)m.state);
	n.may_name = !guest && m.level == IDENTITY_OPEN && m.token.n && dossier_may_reveal(&rq->actor, &m);
	delivery_fields(&n);
	f.title_text =
		str_fmt(rq->mem, "%.*s %.*s", STR_ARG(notice_title((enum notice_kind)n.row.kind)), STR_ARG(n.number));
	p = res_page(rs);
	frame_begin(p, &f);
	view_notice_page(p, &n);
	frame_end(p, &f);
	return OK;
}

static enum err
notice_get(struct db *db, struct req *rq, struct res *rs)
{
	return notice_show(db, rq, rs, NULL);
}

static enum err
print_page(struct db *db, struct req *rq, struct res *rs)
{
	struct frame f = { .rq = rq, .print = true };
	struct q_dossier_matter m;
	struct notice_page n;
	struct page *p;
	bool guest;

	TRY(notice_page_load(db, rq, rq->id, &n));
	TRY(dossier_read(db, &rq->actor, n.row.matter, &m, &guest));
	f.title_text = n.number;
	p = res_page(rs);
	frame_begin(p, &f);
	view_notice_print(p, &n);
	frame_end(p, &f);
	return OK;
}

static enum err
delivery_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct notice_delivery_in d = { 0 };
	const struct shots *shots = shot_of(rq);
	struct q_dossier_matter m;
	struct q_notice_row row;
	enum err e;

	TRY(q_notice_row(&tx->db, rq->id, &row));
	TRY(dossier_open(&tx->db, &rq->actor, row.matter, &m));
	d.method = (enum notice_method)(1 + form_choice(&in, "method", method_keys, &word_notice_method_missing));
	d.done_on = form_day(&in, "done_on", &word_notice_done_on_bad, &word_notice_done_on_bad);
	d.remark = form_text(&in, "remark", 200, NULL, &word_notice_too_long);
	if (shots->bad)
		form_fault(&in, "photo", shots->bad);
	if (shots->n)
		d.photo = &shots->photo[0];
	e = form_good(&in) ? notice_deliver(tx, &rq->actor, rq->id, &d) : INVALID;
	if (e == INVALID && form_good(&in))
		form_fault(&in, "done_on", &word_notice_done_on_bad);
	if (e == INVALID) {
		res_status(rs, 422);
		TRY(notice_show(&tx->db, rq, rs, &in.faults));
		return INVALID;
	}
	TRY(e);
	return see_other(rq, rs, "/desk/notices/%lld", (long long)rq->id);
}

static enum err
proof_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_notice_delivery_picture d;
	struct q_dossier_matter m;
	struct q_notice_row row;
	int64_t id;
	bool guest;

	if (!str_int(rq->param[1], &id))
		return NOT_FOUND;
	TRY(q_notice_row(db, rq->id, &row));
	TRY(dossier_read(db, &rq->actor, row.matter, &m, &guest));
	TRY(q_notice_delivery_picture(db, id, rq->id, &d));
	return shot_send(rq, rs, d.picture);
}

const struct route notice_routes[] = {
	PAGE("/desk/matters/:id/notices/:n", DUTY_READ, new_page),
	CHANGE("/desk/matters/:id/notices/:n", DUTY_READ, new_change),
	PAGE("/desk/notices/:id", DUTY_READ, notice_get),
	PAGE("/desk/notices/:id/print", DUTY_READ, print_page),
	PAGE("/desk/notices/:id/proof/:n", DUTY_READ, proof_page),
	CHANGE_SLOW("/desk/notices/:id/delivery", DUTY_READ, delivery_change, shot_take, shot_any),
	ROUTES_END,
};
