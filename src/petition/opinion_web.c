/* opinion_web.c — forms of the lane from the opinion on: the opinion, more time, review and re-review. */
#include "gen/opinion.words.h"
#include "gen/petition.words.h"
#include "gen/web.words.h"
#include "paper/paper.h"
#include "petition/petition_web.h"

static const char *const three[] = { "1", "2", "3", NULL };

/* ---- the opinion ---- */

static enum err
write_form(struct db *db, const struct req *rq, struct q_petition_matter *m, struct panel *f)
{
	struct choice *outcomes = make(rq->mem, struct choice, 3);
	struct q_opinion_last old = { 0 };
	struct q_petition_of p;
	enum err e;

	TRY(petition_open(db, rq, m, &p));
	if (!opinion_may_write(&rq->actor, m, &p))
		return rq->actor.post == m->holder ? CONFLICT : FORBIDDEN;
	e = q_opinion_last(db, m->id, &old);
	if (e != OK && e != NOT_FOUND)
		return e;
	*f = petition_form(rq, m, &word_opinion_write, &word_opinion_write_lead, &word_opinion_write_go);
	for (int i = 0; i < 3; i++)
		outcomes[i] = (struct choice){ .value = str_of(three[i]), .word = petition_outcome_word(i + 1) };
	panel_area(f, "request", &word_opinion_request, old.request);
	panel_area(f, "facts", &word_opinion_facts, old.facts)->rows = 7;
	panel_area(f, "opinion", &word_opinion_opinion, old.opinion)->rows = 7;
	panel_radios(f, "outcome", &word_opinion_outcome, panel_id(rq->mem, old.outcome), outcomes, 3);
	panel_text(f, "basis", &word_opinion_basis, old.basis);
	panel_text(f, "onward", &word_opinion_onward, old.onward)->hint = &word_opinion_onward_hint;
	return OK;
}

static enum err
write_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_petition_matter m;
	struct panel f;

	TRY(write_form(db, rq, &m, &f));
	return panel_show(&f, rs);
}

static enum err
write_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct opinion_new n = { .done_on = day_of(tx->db.now) };
	struct q_petition_matter m;
	struct panel f;

	TRY(write_form(&tx->db, rq, &m, &f));
	n.request =
		form_text(&in, "request", PETITION_TEXT, &word_opinion_request_missing, &word_opinion_request_missing);
	n.facts = form_text(&in, "facts", PETITION_TEXT, &word_opinion_facts_missing, &word_opinion_facts_missing);
	n.opinion =
		form_text(&in, "opinion", PETITION_TEXT, &word_opinion_opinion_missing, &word_opinion_opinion_missing);
	n.outcome = (enum opinion_outcome)(1 + form_choice(&in, "outcome", three, &word_opinion_outcome_missing));
	n.basis = form_text(&in, "basis", PETITION_SHORT, &word_opinion_basis_missing, &word_opinion_basis_missing);
	n.onward = form_text(&in, "onward", PETITION_SHORT, &word_opinion_onward_missing, &word_opinion_onward_missing);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(opinion_write(tx, &rq->actor, m.id, &n));
	return petition_back(rq, rs);
}

/* ---- more time ---- */

static enum err
extend_form(struct db *db, const struct req *rq, struct q_petition_matter *m, struct panel *f)
{
	struct q_petition_extension_of old;
	struct q_petition_of p;
	enum err e;

	TRY(petition_open(db, rq, m, &p));
	if (rq->actor.post == 0 || rq->actor.post != m->holder)
		return FORBIDDEN;
	e = q_petition_extension_of(db, m->id, &old);
	if (e != NOT_FOUND)
		return e == OK ? CONFLICT : e;
	if (p.state != PETITION_ACCEPTED || p.sort != PETITION_HEARD || p.handle_by.ms <= db->now.ms)
		return CONFLICT;
	*f = petition_form(rq, m, &word_petition_extend, &word_petition_extend_lead, &word_petition_extend_go);
	panel_day(f, "until", &word_petition_extend_until, day_add(day_of(p.handle_by), PETITION_MORE_DAYS));
	panel_area(f, "reason", &word_petition_extend_why, S(""));
	return OK;
}

static enum err
extend_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_petition_matter m;
	struct panel f;

	TRY(extend_form(db, rq, &m, &f));
	return panel_show(&f, rs);
}

static enum err
extend_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_petition_matter m;
	struct panel f;
	str reason;
	day until;
	enum err e;

	TRY(extend_form(&tx->db, rq, &m, &f));
	until = form_day(&in, "until", &word_petition_extend_bad, &word_petition_extend_bad);
	reason = form_text(&in, "reason", PETITION_TEXT, &word_petition_extend_missing, &word_petition_extend_missing);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = petition_extend(tx, &rq->actor, m.id, until, reason);
	if (e == INVALID) {
		panel_fault(&f, "until", &word_petition_extend_bad);
		return panel_show(&f, rs);
	}
	TRY(e);
	return petition_back(rq, rs);
}

static const char *const decide_keys[] = { "yes", "no", NULL };

static enum err
decide_form(struct db *db, const struct req *rq, struct q_petition_matter *m, struct panel *f)
{
	static struct choice choices[] = { { .value = { "yes", 3 }, .word = &word_petition_extend_yes },
					   { .value = { "no", 2 }, .word = &word_petition_extend_no } };
	struct q_petition_extension_of x;
	struct q_petition_of p;
	struct field *remark;
	size_t late;

	TRY(petition_open(db, rq, m, &p));
	late = p.handle_by.ms <= db->now.ms; /* only a refusal is left */
	TRY(q_petition_extension_of(db, m->id, &x));
	if (rq->actor.role != ROLE_LEADER)
		return FORBIDDEN;
	if (x.state != 1)
		return CONFLICT;
	*f = petition_form(rq, m, &word_petition_extend_decide, NULL, &word_petition_keep);
	f->about = str_fmt(rq->mem, "%.*s\n延长到%.*s：%.*s", STR_ARG(m->title),
			   STR_ARG(paper_day_text(rq->mem, x.until)), STR_ARG(x.reason));
	panel_radios(f, "approved", &word_petition_extension, S(""), choices + late, 2 - late);
	remark = panel_area(f, "remark", &word_petition_extend_remark, S(""));
	remark->optional = true;
	remark->hint = &word_petition_extend_remark_hint;
	return OK;
}

static enum err
decide_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_petition_matter m;
	struct panel f;

	TRY(decide_form(db, rq, &m, &f));
	return panel_show(&f, rs);
}

static enum err
decide_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_petition_matter m;
	struct panel f;
	str remark;
	int choice;

	TRY(decide_form(&tx->db, rq, &m, &f));
	choice = form_choice(&in, "approved", decide_keys, &word_web_choose);
	remark = form_text(&in, "remark", PETITION_TEXT, NULL, &word_petition_extend_remark_missing);
	if (choice == 1 && remark.n == 0)
		form_fault(&in, "remark", &word_petition_extend_remark_missing);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(petition_extend_decide(tx, &rq->actor, m.id, choice == 0, remark));
	return petition_back(rq, rs);
}

/* ---- review and re-review ---- */

static const char *const method_keys[] = { "phone", "paper", "desk", NULL };

static enum err
review_form(struct db *db, const struct req *rq, struct q_petition_matter *m, struct panel *f)
{
	static struct choice methods[] = { { .value = { "phone", 5 }, .word = &word_opinion_how_phone },
					   { .value = { "paper", 5 }, .word = &word_opinion_how_paper },
					   { .value = { "desk", 4 }, .word = &word_opinion_how_desk } };
	enum opinion_kind which;
	struct q_petition_of p;
	day last;

	TRY(petition_open(db, rq, m, &p));
	TRY(opinion_open(db, &p, &which, &last));
	if (which == OPINION_NONE)
		return CONFLICT;
	*f = petition_form(rq, m, which == OPINION_REVIEW ? &word_opinion_ask : &word_opinion_ask_again,
			   &word_opinion_ask_lead, &word_opinion_ask_go);
	panel_radios(f, "method", &word_opinion_ask_how, S(""), methods, 3);
	panel_area(f, "words", &word_opinion_ask_words, S(""))->optional = true;
	return OK;
}

static enum err
review_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_petition_matter m;
	struct panel f;

	TRY(review_form(db, rq, &m, &f));
	return panel_show(&f, rs);
}

static enum err
review_change(struct tx *tx, struct req *rq, struct res *rs)
{
	static const enum judgement_method method_of[] = { METHOD_PHONE, METHOD_PAPER, METHOD_AT_DESK };
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_petition_matter m;
	struct panel f;
	int method;
	str words;

	TRY(review_form(&tx->db, rq, &m, &f));
	method = form_choice(&in, "method", method_keys, &word_opinion_ask_how_missing);
	words = form_text(&in, "words", PETITION_TEXT, NULL, &word_opinion_ask_long);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	TRY(opinion_ask(tx, &rq->actor, m.id, method_of[method], words));
	return petition_back(rq, rs);
}

/* Under way, and by somebody of the centre. */
static enum err
up_open(struct db *db, const struct req *rq, bool handed, struct q_petition_matter *m, struct q_petition_of *p)
{
	struct q_opinion_review r;

	TRY(petition_open(db, rq, m, p));
	if (!petition_registrar(&rq->actor) && !petition_decider(&rq->actor))
		return FORBIDDEN;
	if (p->state != PETITION_IN_REVIEW && p->state != PETITION_IN_REREVIEW)
		return CONFLICT;
	TRY(q_opinion_review(db, m->id, p->state == PETITION_IN_REVIEW ? OPINION_REVIEW : OPINION_REREVIEW, &r));
	return (r.handed_on.n != 0) == handed ? OK : CONFLICT;
}

static enum err
hand_up_form(struct db *db, const struct req *rq, struct q_petition_matter *m, struct panel *f)
{
	struct q_opinion_given given;
	struct q_petition_of p;

	TRY(up_open(db, rq, false, m, &p));
	TRY(q_opinion_given(db, m->id, &given));
	*f = petition_form(rq, m, &word_opinion_hand_up, &word_opinion_hand_up_lead, &word_opinion_hand_up);
	panel_text(f, "body", &word_opinion_body, p.state == PETITION_IN_REVIEW ? given.onward : S(""));
	panel_day(f, "on", &word_opinion_handed_on, day_of(rq->now));
	return OK;
}

static enum err
hand_up_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_petition_matter m;
	struct panel f;

	TRY(hand_up_form(db, rq, &m, &f));
	return panel_show(&f, rs);
}

static enum err
hand_up_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_petition_matter m;
	struct panel f;
	str body;
	enum err e;
	day on;

	TRY(hand_up_form(&tx->db, rq, &m, &f));
	body = form_text(&in, "body", PETITION_SHORT, &word_opinion_body_missing, &word_opinion_body_missing);
	on = form_day(&in, "on", &word_opinion_handed_on_bad, &word_opinion_handed_on_bad);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = opinion_hand_up(tx, &rq->actor, m.id, body, on);
	if (e == INVALID) {
		panel_fault(&f, "on", &word_opinion_handed_on_bad);
		return panel_show(&f, rs);
	}
	TRY(e);
	return petition_back(rq, rs);
}

static enum err
result_form(struct db *db, const struct req *rq, struct q_petition_matter *m, struct panel *f)
{
	struct choice *results = make(rq->mem, struct choice, 3);
	struct q_petition_of p;

	TRY(up_open(db, rq, true, m, &p));
	*f = petition_form(rq, m, p.state == PETITION_IN_REVIEW ? &word_opinion_result : &word_opinion_result_again,
			   NULL, &word_opinion_result_go);
	for (int i = 0; i < 3; i++)
		results[i] = (struct choice){ .value = str_of(three[i]), .word = petition_result_word(i + 1) };
	panel_radios(f, "result", &word_opinion_result_what, S(""), results, 3);
	panel_area(f, "words", &word_opinion_result_words, S(""))->rows = 6;
	panel_day(f, "on", &word_opinion_result_on, day_of(rq->now));
	return OK;
}

static enum err
result_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_petition_matter m;
	struct panel f;

	TRY(result_form(db, rq, &m, &f));
	return panel_show(&f, rs);
}

static enum err
result_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_petition_matter m;
	struct panel f;
	int result;
	str words;
	enum err e;
	day on;

	TRY(result_form(&tx->db, rq, &m, &f));
	result = form_choice(&in, "result", three, &word_opinion_result_missing);
	words = form_text(&in, "words", PETITION_TEXT, &word_opinion_result_words_missing,
			  &word_opinion_result_words_missing);
	on = form_day(&in, "on", &word_opinion_result_on_bad, &word_opinion_result_on_bad);
	f.faults = in.faults;
	if (f.faults.n)
		return panel_show(&f, rs);
	e = opinion_result(tx, &rq->actor, m.id, (enum opinion_result)(1 + result), words, on);
	if (e == INVALID) {
		panel_fault(&f, "on", &word_opinion_result_on_bad);
		return panel_show(&f, rs);
	}
	TRY(e);
	return petition_back(rq, rs);
}

#define FORM(path_, duty_, name_)                                       \
	PAGE("/desk/matters/:id/petition/" path_, duty_, name_##_page), \
		CHANGE("/desk/matters/:id/petition/" path_, duty_, name_##_change)

const struct route opinion_routes[] = {
	FORM("opinion", DUTY_READ, write),
	FORM("extend", DUTY_READ, extend),
	FORM("extension", DUTY_APPROVE, decide),
	FORM("review", DUTY_HEAR, review),
	FORM("hand-up", DUTY_READ, hand_up),
	FORM("result", DUTY_READ, result),
	ROUTES_END,
};
