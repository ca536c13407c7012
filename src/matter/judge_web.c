/* judge_web.c — the resident's own decisions. Nothing here can be done by anybody else: the duty of every row is the
 * receipt code. */
#include "matter/judge_web.h"
#include "gen/frame.html.h"
#include "gen/judge.html.h"
#include "gen/judge.words.h"
#include "gen/web.words.h"
#include "matter/track_web.h"

static const char *const solved_choices[] = { "yes", "partly", "not", NULL };
static const char *const satisfied_choices[] = { "yes", "fairly", "no", NULL };

static struct judge_fields
fields(const struct req *rq, const struct form *typed)
{
	static const struct choice solved[] = {
		{ .value = { "yes", 3 }, .word = &word_judge_solved_yes, .hint = &word_judge_solved_yes_do },
		{ .value = { "partly", 6 }, .word = &word_judge_solved_partly, .hint = &word_judge_solved_partly_do },
		{ .value = { "not", 3 }, .word = &word_judge_solved_not, .hint = &word_judge_solved_not_do },
	};
	static const struct choice satisfied[] = {
		{ .value = { "yes", 3 }, .word = &word_judge_satisfied_yes },
		{ .value = { "fairly", 6 }, .word = &word_judge_satisfied_fairly },
		{ .value = { "no", 2 }, .word = &word_judge_satisfied_no },
	};

	(void)rq;
	return (struct judge_fields){
		.solved = { .name = "solved",
			    .label = &word_judge_solved,
			    .choices = solved,
			    .n = 3,
			    .value = typed ? form_get(typed, S("solved")) : S("") },
		.satisfied = { .name = "satisfied",
			       .label = &word_judge_satisfied,
			       .choices = satisfied,
			       .n = 3,
			       .value = typed ? form_get(typed, S("satisfied")) : S("") },
		.words = { .name = "words",
			   .label = &word_judge_words,
			   .optional = true,
			   .rows = 4,
			   .value = typed ? form_get(typed, S("words")) : S("") },
	};
}

static enum err
show_judge(struct db *db, struct req *rq, struct res *rs, const struct track *t, const struct faults *faults)
{
	struct frame f = { .title = &word_judge_title,
			   .rq = rq,
			   .back = str_fmt(rq->mem, "/m/%.*s", STR_ARG(rq->code)) };
	struct judge_fields in = fields(rq, faults ? rq->form : NULL);
	struct q_track_answer answer;
	struct page *p;

	TRY(q_track_answer(db, t->m->id, &answer));
	p = res_page(rs);
	frame_begin(p, &f);
	view_judge_page(p, t, &answer, faults, &in);
	frame_end(p, &f);
	return OK;
}

/* A page whose time has passed leads back to where things stand now. */
static enum err
to_progress(struct req *rq, struct res *rs)
{
	return see_other(rq, rs, "/m/%s", str_z(rq->mem, rq->code));
}

static enum err
judge_page(struct db *db, struct req *rq, struct res *rs)
{
	struct track t;

	TRY(track_open(db, rq, &t));
	return track_may_judge(&t) ? show_judge(db, rq, rs, &t, NULL) : to_progress(rq, rs);
}

static enum err
judge_post(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct matter_deed deed = { .method = METHOD_OWN };
	struct track t;
	int solved;

	TRY(track_open(&tx->db, rq, &t));
	if (!track_may_judge(&t))
		return to_progress(rq, rs);
	solved = form_choice(&in, "solved", solved_choices, &word_judge_solved_missing);
	deed.satisfied = (enum judgement_satisfied)(1 + form_choice(&in, "satisfied", satisfied_choices, NULL));
	deed.text = form_text(&in, "words", MATTER_TEXT_MAX, NULL, &word_judge_words_long);
	if (!form_good(&in)) {
		res_status(rs, 422);
		TRY(show_judge(&tx->db, rq, rs, &t, &in.faults));
		return INVALID;
	}
	deed.solved = (enum judgement_solved)(1 + solved);
	deed.act = solved == 0 ? ACT_JUDGE_SOLVED : ACT_JUDGE_UNSOLVED;
	TRY(matter_act(tx, &t.by, t.own.id, &deed));
	return to_progress(rq, rs);
}

static enum err
show_decision(struct req *rq, struct res *rs, const struct track *t, const struct judge_decision *d,
	      const struct faults *faults)
{
	struct frame f = { .title = d->title, .rq = rq, .back = str_fmt(rq->mem, "/m/%.*s", STR_ARG(rq->code)) };
	struct field reason = { .name = "reason",
				.label = d->reason,
				.optional = d->missing == NULL,
				.rows = 4,
				.value = faults ? form_get(rq->form, S("reason")) : S("") };
	struct page *p = res_page(rs);

	frame_begin(p, &f);
	view_judge_decision(p, t, d, faults, &reason);
	frame_end(p, &f);
	return OK;
}

static enum err
decide(struct tx *tx, struct req *rq, struct res *rs, const struct track *t, const struct judge_decision *d,
       enum matter_act act)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct matter_deed deed = { .act = act, .method = METHOD_OWN };

	deed.text = form_text(&in, "reason", MATTER_TEXT_MAX, d->missing, &word_judge_words_long);
	if (!form_good(&in)) {
		res_status(rs, 422);
		TRY(show_decision(rq, rs, t, d, &in.faults));
		return INVALID;
	}
	TRY(matter_act(tx, &t->by, t->own.id, &deed));
	return to_progress(rq, rs);
}

static struct judge_decision
reopening(const struct req *rq)
{
	return (struct judge_decision){ .to = req_url(rq, "/m/%s/reopen", str_z(rq->mem, rq->code)),
					.title = &word_judge_reopen_title,
					.lead = &word_judge_reopen_lead,
					.reason = &word_judge_reopen_reason,
					.missing = &word_judge_reopen_missing,
					.send = &word_judge_reopen_send,
					.stay = &word_web_cancel };
}

static struct judge_decision
withdrawal(const struct req *rq)
{
	return (struct judge_decision){ .to = req_url(rq, "/m/%s/withdraw", str_z(rq->mem, rq->code)),
					.final = true,
					.title = &word_judge_withdraw_title,
					.lead = &word_judge_withdraw_lead,
					.note = &word_judge_withdraw_free,
					.reason = &word_judge_withdraw_reason,
					.send = &word_judge_withdraw_send,
					.stay = &word_judge_withdraw_stay };
}

static struct judge_decision
objection(const struct req *rq)
{
	return (struct judge_decision){ .to = req_url(rq, "/m/%s/unmerge", str_z(rq->mem, rq->code)),
					.title = &word_judge_object_title,
					.lead = &word_judge_object_lead,
					.reason = &word_judge_object_reason,
					.send = &word_judge_object_send,
					.stay = &word_web_cancel };
}

static enum err
reopen_page(struct db *db, struct req *rq, struct res *rs)
{
	struct judge_decision d = reopening(rq);
	struct track t;
	bool may;
	day last;

	TRY(track_open(db, rq, &t));
	TRY(track_may_reopen(db, &t, &last, &may));
	return may ? show_decision(rq, rs, &t, &d, NULL) : to_progress(rq, rs);
}

static enum err
reopen_post(struct tx *tx, struct req *rq, struct res *rs)
{
	struct judge_decision d = reopening(rq);
	struct track t;
	bool may;
	day last;

	TRY(track_open(&tx->db, rq, &t));
	TRY(track_may_reopen(&tx->db, &t, &last, &may));
	return may ? decide(tx, rq, rs, &t, &d, ACT_REOPEN) : to_progress(rq, rs);
}

static enum err
withdraw_page(struct db *db, struct req *rq, struct res *rs)
{
	struct judge_decision d = withdrawal(rq);
	struct track t;

	TRY(track_open(db, rq, &t));
	return track_may(&t, ACT_WITHDRAW) ? show_decision(rq, rs, &t, &d, NULL) : to_progress(rq, rs);
}

static enum err
withdraw_post(struct tx *tx, struct req *rq, struct res *rs)
{
	struct judge_decision d = withdrawal(rq);
	struct track t;

	TRY(track_open(&tx->db, rq, &t));
	return track_may(&t, ACT_WITHDRAW) ? decide(tx, rq, rs, &t, &d, ACT_WITHDRAW) : to_progress(rq, rs);
}

static enum err
unmerge_page(struct db *db, struct req *rq, struct res *rs)
{
	struct judge_decision d = objection(rq);
	struct track t;
	bool may;
	day last;

	TRY(track_open(db, rq, &t));
	TRY(track_may_object(db, &t, &last, &may));
	return may ? show_decision(rq, rs, &t, &d, NULL) : to_progress(rq, rs);
}

static enum err
unmerge_post(struct tx *tx, struct req *rq, struct res *rs)
{
	struct judge_decision d = objection(rq);
	struct track t;
	bool may;
	day last;

	TRY(track_open(&tx->db, rq, &t));
	TRY(track_may_object(&tx->db, &t, &last, &may));
	return may ? decide(tx, rq, rs, &t, &d, ACT_UNMERGE) : to_progress(rq, rs);
}

const struct route judge_routes[] = {
	PAGE("/m/:code/judge", DUTY_RECEIPT, judge_page),
	CHANGE("/m/:code/judge", DUTY_RECEIPT, judge_post),
	PAGE("/m/:code/reopen", DUTY_RECEIPT, reopen_page),
	CHANGE("/m/:code/reopen", DUTY_RECEIPT, reopen_post),
	PAGE("/m/:code/withdraw", DUTY_RECEIPT, withdraw_page),
	CHANGE("/m/:code/withdraw", DUTY_RECEIPT, withdraw_post),
	PAGE("/m/:code/unmerge", DUTY_RECEIPT, unmerge_page),
	CHANGE("/m/:code/unmerge", DUTY_RECEIPT, unmerge_post),
	ROUTES_END,
};
