/* promise_web.c — one promise at the desk, and what the desk's first page says of open days. */
#include "gen/days.words.h"
#include "gen/frame.html.h"
#include "gen/opendesk.html.h"
#include "gen/opendesk.words.h"
#include "matter/shot_web.h"
#include "openday/opendesk_web.h"

#define STEPS      100
#define DAYS_FIRST 3 /* days ahead that the first page shows */

static const char *const ends[] = { "kept", "word", "not", NULL };
enum { END_KEPT, END_WORD, END_NOT };

static enum err
promise_make(struct db *db, struct req *rq, const struct faults *faults, struct opendesk_promise *d)
{
	static const struct choice choices[] = {
		{ .value = { "kept", 4 }, .word = &word_opendesk_promise_kept, .hint = &word_opendesk_promise_kept_do },
		{ .value = { "word", 4 }, .word = &word_opendesk_promise_word, .hint = &word_opendesk_promise_word_do },
		{ .value = { "not", 3 }, .word = &word_opendesk_promise_not, .hint = &word_opendesk_promise_not_do },
	};
	bool leads = duty_held(rq->actor.role, DUTY_DISPATCH);

	*d = (struct opendesk_promise){ .rq = rq, .faults = faults };
	TRY(promise_open(db, &rq->actor, rq->id, &d->q));
	TRY(q_openday_steps(db, rq->id, STEPS, &d->steps));
	d->acts = d->q.state == PROMISE_OPEN && (leads || duty_held(rq->actor.role, DUTY_INTAKE));
	d->to = req_url(rq, leads ? "/desk/days/promise/%lld/lead" : "/desk/days/promise/%lld", (long long)rq->id);
	d->end = (struct field){ .name = "end",
				 .label = &word_opendesk_promise_end,
				 .choices = choices,
				 .n = rq->actor.role == ROLE_LEADER ? 3 : 2,
				 .value = faults ? form_get(rq->form, S("end")) : S("") };
	d->text = (struct field){ .name = "text",
				  .label = &word_opendesk_promise_text,
				  .rows = 3,
				  .value = faults ? form_get(rq->form, S("text")) : S("") };
	return OK;
}

static enum err
promise_show(struct db *db, struct req *rq, struct res *rs, const struct faults *faults)
{
	struct frame f = { .title = &word_opendesk_promise_title, .rq = rq, .nav = "days" };
	struct opendesk_promise d;
	struct page *p;

	TRY(promise_make(db, rq, faults, &d));
	p = res_page(rs);
	frame_begin(p, &f);
	view_opendesk_promise(p, &d);
	frame_end(p, &f);
	return OK;
}

static enum err
promise_page(struct db *db, struct req *rq, struct res *rs)
{
	return promise_show(db, rq, rs, NULL);
}

static enum err
promise_do(struct tx *tx, struct req *rq, int end, str text)
{
	const struct shots *s = shot_of(rq);

	if (end == END_KEPT)
		return promise_keep(tx, &rq->actor, rq->id, text, s->n ? &s->photo[0] : NULL);
	if (end == END_WORD)
		return promise_word(tx, &rq->actor, rq->id, text);
	return promise_give_up(tx, &rq->actor, rq->id, text);
}

static enum err
promise_post(struct tx *tx, struct req *rq, struct res *rs)
{
	struct form_in in = form_in(rq->mem, rq->form);
	struct q_openday_promise_row q;
	int end;
	str text;

	TRY(promise_open(&tx->db, &rq->actor, rq->id, &q));
	end = form_choice(&in, "end", ends, &word_opendesk_promise_missing);
	text = form_text(&in, "text", OPENDAY_WORDS_MAX, &word_opendesk_promise_text_missing, &word_opendesk_too_long);
	if (shot_of(rq)->bad)
		form_fault(&in, "photo", shot_of(rq)->bad);
	if (!form_good(&in)) {
		res_status(rs, 422);
		TRY(promise_show(&tx->db, rq, rs, &in.faults));
		return INVALID;
	}
	TRY(promise_do(tx, rq, end, text));
	return see_other(rq, rs, "/desk/days/promise/%lld", (long long)rq->id);
}

const struct route promise_routes[] = {
	PAGE("/desk/days/promise/:id", DUTY_READ, promise_page),
	CHANGE_SLOW("/desk/days/promise/:id", DUTY_INTAKE, promise_post, shot_take, shot_any),
	CHANGE_SLOW("/desk/days/promise/:id/lead", DUTY_DISPATCH, promise_post, shot_take, shot_any),
	ROUTES_END,
};

/* ---- the first page of the desk ---- */

static str
words_for(struct db *db, const struct req *rq, str words, int64_t n)
{
	struct out o = out_make(db->mem, 64, 400);
	struct page p = { .out = &o, .lang = rq->lang };

	if (words.n)
		return words;
	put_days_answer_line(&p, n);
	return out_view(&o);
}

static enum err
missed_add(struct db *db, struct today *t)
{
	struct q_openday_missed_list list;
	struct today_list *l;

	TRY(q_openday_missed(db, t->rq->actor.village, TODAY_MOST + 1, &list));
	if (list.n == 0)
		return OK;
	l = today_list_add(t, &word_opendesk_missed, &word_opendesk_missed_do, TODAY_MOST);
	if (!l)
		return OK;
	l->over = list.n > TODAY_MOST;
	l->n = l->over ? TODAY_MOST : list.n;
	l->count = (int64_t)l->n;
	l->extra = &word_opendesk_missed_times;
	for (size_t i = 0; i < l->n; i++)
		l->row[i] =
			(struct today_row){ .to = req_url(t->rq, "/desk/days/promise/%lld", (long long)list.p[i].id),
					    .title = words_for(db, t->rq, list.p[i].words, list.p[i].n),
					    .village_zh = list.p[i].village_zh,
					    .village_en = list.p[i].village_en,
					    .due_at = moment_at(list.p[i].due_day, 12, 0),
					    .extra = list.p[i].missed };
	return OK;
}

static enum err
mine_add(struct db *db, struct today *t)
{
	day today = day_of(db->now);
	struct q_openday_mine_list list;
	struct today_list *l;

	TRY(q_openday_mine(db, t->rq->actor.post, day_add(today, -OPENDAY_GRACE), day_add(today, DAYS_FIRST),
			   TODAY_SHOWN, &list));
	if (list.n == 0)
		return OK;
	l = today_list_add(t, &word_opendesk_mine, &word_opendesk_mine_do, TODAY_SHOWN);
	if (!l)
		return OK;
	l->n = list.n;
	l->count = (int64_t)list.n;
	l->all = req_url(t->rq, "/desk/days");
	for (size_t i = 0; i < l->n; i++)
		l->row[i] = (struct today_row){ .to = req_url(t->rq, "/desk/days/%lld", (long long)list.p[i].id),
						.title = word_text(days_kind_word(list.p[i].kind), t->rq->lang),
						.village_zh = list.p[i].village_zh,
						.village_en = list.p[i].village_en,
						.due_at = moment_at(list.p[i].day, 12, 0) };
	return OK;
}

enum err
opendesk_today(struct db *db, struct today *t)
{
	if (t->rq->actor.role == ROLE_LEADER)
		TRY(missed_add(db, t));
	return t->rq->actor.post ? mine_add(db, t) : OK;
}
