/* act_web.c — the table of acts, and the one way through all of them. */
#include "matter/act_web.h"
#include "gen/act.html.h"
#include "gen/act.words.h"
#include "gen/frame.html.h"
#include "matter/dossier_web.h"
#include "matter/likeness.h"
#include "matter/shot_web.h"

#define NEWER 20

/* clang-format off */
const struct act acts[] = {
	{ "claim", ACT_CLAIM, DUTY_HANDLE, 0,
	  &word_act_claim, &word_act_claim_do, &word_act_claim, NULL, "c" },
	{ "approve", ACT_APPROVE_ANSWER, DUTY_APPROVE, SHOW_ANSWER,
	  &word_act_approve, &word_act_approve_do, &word_act_approve_go, NULL, "r" },
	{ "return-answer", ACT_RETURN_ANSWER, DUTY_APPROVE, SHOW_ANSWER | ASK_TEXT,
	  &word_act_return, &word_act_return_do, &word_act_return_go, &word_act_return_why, NULL },
	{ "restart", ACT_RESTART, DUTY_HANDLE, 0,
	  &word_act_restart, &word_act_restart_do, &word_act_restart, NULL, "c" },
	{ "answer", ACT_DRAFT_ANSWER, DUTY_HANDLE, ASK_ANSWER | ASK_PHOTO,
	  &word_act_answer, &word_act_answer_do, &word_act_answer_go, NULL, "r" },
	{ "judgement", ACT_JUDGE_SOLVED, DUTY_HEAR, ASK_SOLVED | ASK_METHOD | ASK_TEXT_MAY,
	  &word_act_judgement, &word_act_judgement_do, &word_act_judgement_go, &word_act_judgement_words, "r" },
	{ "contact", ACT_TRY_CONTACT, DUTY_INTAKE, ASK_CONTACT | ASK_TEXT_MAY,
	  &word_act_contact, &word_act_contact_do, &word_act_contact_go, &word_act_contact_words, NULL },
	{ "offer", ACT_OFFER, DUTY_DISPATCH, ASK_UNIT | ASK_TEXT_MAY,
	  &word_act_offer, &word_act_offer_do, &word_act_offer_go, &word_act_offer_words, "c" },
	{ "assign", ACT_ASSIGN, DUTY_ASSIGN, ASK_POST | ASK_TEXT_MAY,
	  &word_act_assign, &word_act_assign_do, &word_act_assign_go, &word_act_offer_words, NULL },
	{ "hand-over", ACT_HAND_OVER, DUTY_HANDLE, ASK_POST | ASK_TEXT,
	  &word_act_hand, &word_act_hand_do, &word_act_hand_go, &word_act_hand_why, NULL },
	{ "ask", ACT_ASK, DUTY_HANDLE, ASK_TEXT,
	  &word_act_ask, &word_act_ask_do, &word_act_ask_go, &word_act_ask_words, NULL },
	{ "message", ACT_REPLY_RELAY, DUTY_HANDLE, ASK_TEXT | ASK_PHOTO,
	  &word_act_message, &word_act_message_do, &word_act_message_go, &word_act_message_words, NULL },
	{ "note", ACT_NOTE, DUTY_READ, ASK_TEXT | ASK_VISIBLE | ASK_PHOTO,
	  &word_act_note, &word_act_note_do, &word_act_note_go, &word_act_note_words, NULL },
	{ "reclassify", ACT_RECLASSIFY, DUTY_INTAKE, ASK_CLASS | ASK_TEXT_MAY,
	  &word_act_class, &word_act_class_do, &word_act_class_go, &word_act_class_why, NULL },
	{ "spot-answer", ACT_ANSWER_SPOT, DUTY_HEAR, ASK_SPOT,
	  &word_act_spot, &word_act_spot_do, &word_act_spot_go, NULL, NULL },
	{ "merge", ACT_MERGE, DUTY_DISPATCH, ASK_TARGET | ASK_TEXT_MAY,
	  &word_act_merge, &word_act_merge_do, &word_act_merge_go, &word_act_offer_words, NULL },
	{ "unmerge", ACT_UNMERGE, DUTY_DISPATCH, ASK_TEXT_MAY,
	  &word_act_unmerge, &word_act_unmerge_do, &word_act_unmerge_go, &word_act_offer_words, NULL },
	{ "withdraw", ACT_WITHDRAW, DUTY_HEAR, ASK_METHOD | ASK_TEXT_MAY | ACT_RED,
	  &word_act_withdraw, &word_act_withdraw_do, &word_act_withdraw_go, &word_act_withdraw_words, NULL },
	{ "return-unit", ACT_RETURN_UNIT, DUTY_APPROVE, ASK_REASON | ASK_TEXT,
	  &word_act_return_unit, &word_act_return_unit_do, &word_act_return_unit_go, &word_act_return_unit_why, NULL },
	{ "rule", ACT_RULE, DUTY_DISPATCH, ASK_UNIT | ASK_RULE | ASK_TEXT_MAY,
	  &word_act_rule, &word_act_rule_do, &word_act_rule_go, &word_act_offer_words, "c" },
	{ "uphold", ACT_UPHOLD, DUTY_DISPATCH, ASK_TEXT,
	  &word_act_uphold, &word_act_uphold_do, &word_act_uphold_go, &word_act_reject_why, NULL },
	{ "leader-offer", ACT_LEADER_OFFER, DUTY_DISPATCH, ASK_UNIT | ASK_TEXT_MAY,
	  &word_act_leader_offer, &word_act_leader_offer_do, &word_act_leader_offer_go, &word_act_offer_words, "c" },
	{ "leader-joint", ACT_LEADER_JOINT, DUTY_DISPATCH, ASK_UNIT | ASK_TEXT_MAY,
	  &word_act_leader_joint, &word_act_leader_joint_do, &word_act_leader_joint_go, &word_act_offer_words, NULL },
	{ "explain", ACT_EXPLAIN, DUTY_DISPATCH, ASK_ONWARD | ASK_TEXT,
	  &word_act_explain, &word_act_explain_do, &word_act_explain_go, &word_act_explain_why, NULL },
	{ "refer-ask", ACT_REFER_ASK, DUTY_READ, ASK_REASON | ASK_ONWARD | ASK_TEXT,
	  &word_act_refer_ask, &word_act_refer_ask_do, &word_act_refer_ask_go, &word_act_refer_why, NULL },
	{ "refer", ACT_REFER, DUTY_DISPATCH, SHOW_DECISION,
	  &word_act_refer, &word_act_refer_do, &word_act_refer_go, NULL, NULL },
	{ "refer-no", ACT_REFER_NO, DUTY_DISPATCH, SHOW_DECISION | ASK_TEXT,
	  &word_act_refer_no, &word_act_refer_no_do, &word_act_refer_no_go, &word_act_decide_no_why, NULL },
	{ "refer-taken", ACT_REFER_TAKEN, DUTY_READ, ASK_RECEIPT | ASK_TEXT_MAY,
	  &word_act_refer_taken, &word_act_refer_taken_do, &word_act_refer_taken_go, &word_act_offer_words, NULL },
	{ "refer-refused", ACT_REFER_REFUSED, DUTY_READ, ASK_TEXT,
	  &word_act_refer_refused, &word_act_refer_refused_do, &word_act_refer_refused_go, &word_act_reject_why, NULL },
	{ "reject-ask", ACT_REJECT_ASK, DUTY_DISPATCH, ASK_REASON | ASK_ONWARD | ASK_TEXT,
	  &word_act_reject_ask, &word_act_reject_ask_do, &word_act_reject_ask_go, &word_act_reject_why, NULL },
	{ "reject", ACT_REJECT, DUTY_DISPATCH, SHOW_DECISION | ACT_RED,
	  &word_act_reject, &word_act_reject_do, &word_act_reject_go, NULL, NULL },
	{ "reject-no", ACT_REJECT_NO, DUTY_DISPATCH, SHOW_DECISION | ASK_TEXT,
	  &word_act_reject_no, &word_act_reject_no_do, &word_act_reject_no_go, &word_act_decide_no_why, NULL },
	{ "neighbour", ACT_NEIGHBOUR_BEGIN, DUTY_DISPATCH, ASK_TEXT,
	  &word_act_neighbour, &word_act_neighbour_do, &word_act_neighbour_go, &word_act_neighbour_what, NULL },
	{ "neighbour-end", ACT_NEIGHBOUR_END, DUTY_READ, ASK_TEXT,
	  &word_act_neighbour_end, &word_act_neighbour_end_do, &word_act_neighbour_end_go, &word_act_neighbour_did, NULL },
	{ "gate", ACT_GATE, DUTY_READ, ASK_ACCUSED | ASK_TEXT_MAY,
	  &word_act_gate, &word_act_gate_do, &word_act_gate_go, &word_act_offer_words, NULL },
	{ "link", ACT_LINK, DUTY_READ, ASK_LINK | ASK_TEXT,
	  &word_act_link, &word_act_link_do, &word_act_link_go, &word_act_link_why, NULL },
	{ "reask", ACT_REASK, DUTY_HEAR, ASK_METHOD | ASK_TEXT_MAY,
	  &word_act_reask, &word_act_reask_do, &word_act_reask_go, &word_act_withdraw_words, NULL },
	{ "reask-no", ACT_REASK_NO, DUTY_HEAR, ASK_METHOD | ASK_TEXT_MAY,
	  &word_act_reask_no, &word_act_reask_no_do, &word_act_reask_no_go, &word_act_withdraw_words, NULL },
	{ "give", ACT_GIVE, DUTY_HEAR, ASK_METHOD | ASK_TEXT,
	  &word_act_give, &word_act_give_do, &word_act_give_go, &word_act_give_words, "r" },
	{ "extend", ACT_EXTEND_ASK, DUTY_HANDLE, ASK_UNTIL | ASK_TEXT,
	  &word_act_extend, &word_act_extend_do, &word_act_extend_go, &word_act_extend_why, NULL },
	{ "extend-approve", ACT_EXTEND_APPROVE, DUTY_APPROVE, SHOW_EXTENSION,
	  &word_act_extend_yes, &word_act_extend_yes_do, &word_act_extend_yes_go, NULL, "r" },
	{ "extend-refuse", ACT_EXTEND_REFUSE, DUTY_APPROVE, SHOW_EXTENSION | ASK_TEXT,
	  &word_act_extend_no, &word_act_extend_no_do, &word_act_extend_no_go, &word_act_extend_no_why, NULL },
	{ NULL, ACT_RAISE, DUTY_NONE, 0, NULL, NULL, NULL, NULL, NULL },
};
/* clang-format on */

/* One for each matter, decided by neither who asked nor who handles it. A date that has passed was missed: it is not
 * extended any more, only a request that still waits can be refused. */
static bool
extension_open(const struct act *a, const struct actor *by, const struct q_dossier_matter *m, moment now)
{
	if (m->due.ms <= now.ms && (a->act == ACT_EXTEND_ASK || a->act == ACT_EXTEND_APPROVE))
		return false;
	if (a->act == ACT_EXTEND_ASK)
		return m->extended == 0 && m->extension_by == 0;
	if (a->ask & SHOW_EXTENSION)
		return m->extension_by && m->extension_by != by->post && m->holder != by->post;
	return true;
}

/* 1 not accepted, 2 referred: as in matter_decision. */
static int
decision_kind(enum matter_act a)
{
	return a == ACT_REJECT || a == ACT_REJECT_NO ? 1 : 2;
}

bool
act_may(const struct act *a, const struct actor *by, const struct q_dossier_matter *m, moment now)
{
	int64_t answer_by = m->draft ? m->draft_by : m->answered_by;

	if ((a->ask & SHOW_ANSWER) && m->draft == 0)
		return false;
	if ((a->ask & SHOW_DECISION) && (m->proposed != decision_kind(a->act) || m->proposed_by == by->person))
		return false; /* none waits, or it waits for another person than who proposed it */
	if (a->act == ACT_ASK && m->asked)
		return false;
	if (!extension_open(a, by, m, now))
		return false;
	return duty_held(by->role, a->duty) &&
	       matter_may(by, a->act, (enum matter_state)m->state, m->unit, m->holder, answer_by);
}

/* Not now, or never: in another state the same post might. */
static enum err
refusal(const struct act *a, const struct actor *by, const struct q_dossier_matter *m)
{
	int64_t answer_by = m->draft ? m->draft_by : m->answered_by;

	if ((a->ask & SHOW_DECISION) && m->proposed == decision_kind(a->act) && m->proposed_by == by->person)
		return FORBIDDEN;
	if ((a->ask & SHOW_EXTENSION) && (m->extension_by == by->post || m->holder == by->post))
		return FORBIDDEN;
	for (int state = MATTER_RECEIVED; state < MATTER_STATES; state++)
		if (matter_may(by, a->act, (enum matter_state)state, m->unit, m->holder, answer_by))
			return CONFLICT;
	return FORBIDDEN;
}

/* The row whose path ends the address of the request. */
static const struct act *
act_of(const struct req *rq)
{
	for (const struct act *a = acts; a->path; a++)
		if (str_ends(rq->path, str_fmt(rq->mem, "/%s", a->path)))
			return a;
	return NULL;
}

/* ---- what the page shows besides its fields ---- */

#define ALIKE_PER_CENT 90
#define ALIKE_LOOKED   20

static enum err
alike_in(struct db *db, struct act_page *pg, enum matter_lane lane)
{
	struct scope s = actor_scope(&pg->rq->actor);
	struct q_dossier_answers_of_unit_list l;

	if (s.none)
		return OK;
	TRY(q_dossier_answers_of_unit(db, pg->m->unit, pg->m->id, lane, s.unit, s.village, pg->rq->actor.post,
				      ALIKE_LOOKED, &l));
	for (size_t i = 0; i < l.n && pg->alike_number == 0; i++)
		if (likeness_of(db->mem, pg->answer->done, l.p[i].done) >= ALIKE_PER_CENT) {
			pg->alike_year = l.p[i].year;
			pg->alike_number = l.p[i].number;
		}
	return OK;
}

/* The answer that waits; and a warning when the unit has given nearly the same text before: copied answers
 * solve nothing. */
static enum err
answer_load(struct db *db, struct act_page *pg)
{
	struct q_dossier_answers_list l;

	if (!(pg->act->ask & SHOW_ANSWER) || pg->m->draft == 0)
		return OK;
	TRY(q_dossier_answers(db, pg->m->id, DOSSIER_SIDE, &l));
	for (size_t i = 0; i < l.n; i++)
		if (l.p[i].id == pg->m->draft)
			pg->answer = l.p + i;
	if (!pg->answer || pg->m->unit == 0)
		return OK;
	TRY(alike_in(db, pg, LANE_CLOSED));
	return alike_in(db, pg, LANE_ANSWERED);
}

static enum err
decision_load(struct db *db, struct act_page *pg)
{
	struct q_path_decision_open *d = make(db->mem, struct q_path_decision_open, 1);
	enum err e;

	if (!(pg->act->ask & SHOW_DECISION))
		return OK;
	e = q_path_decision_open(db, pg->m->id, decision_kind(pg->act->act), d);
	pg->decision = e == OK ? d : NULL;
	return e == NOT_FOUND ? OK : e;
}

static enum err
extension_load(struct db *db, struct act_page *pg)
{
	struct q_extend_list_list l;

	if (!(pg->act->ask & SHOW_EXTENSION))
		return OK;
	TRY(q_extend_list(db, pg->m->id, 1, &l));
	pg->extension = l.n ? l.p : NULL;
	return OK;
}

static enum err
twins_load(struct db *db, struct act_page *pg)
{
	struct twins *t = make(db->mem, struct twins, 1);

	if (!(pg->act->ask & ASK_TARGET))
		return OK;
	pg->twins = t;
	return twin_find(db, &pg->rq->actor, pg->m->id, t);
}

static enum err
act_show(struct db *db, struct act_page *pg, struct res *rs)
{
	struct frame f = { .title = pg->act->name, .rq = pg->rq, .nav = "matters" };
	struct page *p;

	TRY(answer_load(db, pg));
	TRY(decision_load(db, pg));
	TRY(extension_load(db, pg));
	TRY(twins_load(db, pg));
	TRY(act_form_make(db, pg));
	p = res_page(rs);
	frame_begin(p, &f);
	view_act_page(p, pg);
	frame_end(p, &f);
	return OK;
}

/* Not in this state, though in another: the page says so. What the post may never do is refused as such. */
static enum err
act_refuse(const struct req *rq, const struct act_page *pg, struct res *rs)
{
	struct frame f = { .title = pg->act->name, .rq = rq, .nav = "matters" };
	enum err e = refusal(pg->act, &rq->actor, pg->m);
	struct page *p;

	if (e != CONFLICT)
		return e;
	p = res_page(rs);
	frame_begin(p, &f);
	view_act_refused(p, pg);
	frame_end(p, &f);
	return e;
}

/* ---- GET ---- */

static enum err
act_page(struct db *db, struct req *rq, struct res *rs)
{
	struct q_dossier_matter m;
	struct act_page pg = { .rq = rq, .act = act_of(rq), .m = &m };

	TRY(dossier_open(db, &rq->actor, rq->id, &m));
	if (!pg.act)
		return NOT_FOUND;
	if (!act_may(pg.act, &rq->actor, &m, rq->now))
		return act_refuse(rq, &pg, rs);
	return act_show(db, &pg, rs);
}

/* ---- POST ---- */

/* Nothing was written: the page shows what others did meanwhile, beside what was typed. */
static enum err
act_conflict(struct db *db, struct req *rq, struct act_page *pg, struct res *rs)
{
	struct q_dossier_entries_list *newer = make(rq->mem, struct q_dossier_entries_list, 1);
	struct q_dossier_newer_list l;
	int64_t seen = 0;

	(void)str_int(form_get(rq->form, S("seen")), &seen);
	TRY(q_dossier_newer(db, pg->m->id, seen, NEWER, &l));
	newer->p = make(rq->mem, struct q_dossier_entries, l.n + 1);
	for (newer->n = 0; newer->n < l.n; newer->n++) {
		const struct q_dossier_newer *e = &l.p[newer->n];

		newer->p[newer->n] =
			(struct q_dossier_entries){ e->seq,      e->at,       e->actor_kind, e->act,     e->state,
						    e->visible,  e->text,     e->detail,     e->unit_zh, e->unit_en,
						    e->title_zh, e->title_en, e->person };
	}
	pg->newer = newer;
	pg->conflict = true;
	pg->possible = act_may(pg->act, &rq->actor, pg->m, rq->now);
	res_status(rs, 409);
	TRY(act_show(db, pg, rs));
	return CONFLICT;
}

static enum err
act_faulty(struct db *db, struct form_in *in, struct act_page *pg, struct res *rs)
{
	pg->faults = &in->faults;
	res_status(rs, 422);
	TRY(act_show(db, pg, rs));
	return INVALID;
}

static void
photos_take(const struct req *rq, struct form_in *in, struct matter_deed *deed)
{
	const struct shots *s = shot_of(rq);

	for (deed->photos = 0; deed->photos < s->n; deed->photos++)
		deed->photo[deed->photos] = s->photo[deed->photos];
	if (s->bad)
		form_fault(in, "photo", s->bad);
}

static enum err
act_change(struct tx *tx, struct req *rq, struct res *rs)
{
	struct q_dossier_matter m;
	struct act_page pg = { .rq = rq, .act = act_of(rq), .m = &m, .possible = true };
	struct form_in in = form_in(rq->mem, rq->form);
	struct matter_deed deed = { 0 };
	enum err e;

	TRY(dossier_open(&tx->db, &rq->actor, rq->id, &m));
	if (!pg.act)
		return NOT_FOUND;
	if (!str_int(form_get(rq->form, S("revision")), &deed.revision) || deed.revision <= 0)
		deed.revision = -1;
	pg.typed = rq->form;
	TRY(act_form_read(&tx->db, &in, &pg, &deed));
	photos_take(rq, &in, &deed);
	if (deed.revision != m.revision)
		return act_conflict(&tx->db, rq, &pg, rs);
	if (!act_may(pg.act, &rq->actor, &m, rq->now))
		return act_refuse(rq, &pg, rs);
	if (!form_good(&in))
		return act_faulty(&tx->db, &in, &pg, rs);
	e = matter_act(tx, &rq->actor, m.id, &deed);
	if (e == CONFLICT)
		return act_conflict(&tx->db, rq, &pg, rs);
	if (e == INVALID) {
		act_form_refused(pg.act, &in);
		return act_faulty(&tx->db, &in, &pg, rs);
	}
	TRY(e);
	return see_other(rq, rs, "/desk/matters/%lld", (long long)m.id);
}

#define ACT(path_, duty_) \
	PAGE("/desk/matters/:id/" path_, duty_, act_page), CHANGE("/desk/matters/:id/" path_, duty_, act_change)
#define ACT_PHOTO(path_, duty_)                            \
	PAGE("/desk/matters/:id/" path_, duty_, act_page), \
		CHANGE_SLOW("/desk/matters/:id/" path_, duty_, act_change, shot_take, shot_any)

const struct route act_routes[] = {
	ACT("claim", DUTY_HANDLE),
	ACT("approve", DUTY_APPROVE),
	ACT("return-answer", DUTY_APPROVE),
	ACT("restart", DUTY_HANDLE),
	ACT_PHOTO("answer", DUTY_HANDLE),
	ACT("judgement", DUTY_HEAR),
	ACT("contact", DUTY_INTAKE),
	ACT("offer", DUTY_DISPATCH),
	ACT("assign", DUTY_ASSIGN),
	ACT("hand-over", DUTY_HANDLE),
	ACT("ask", DUTY_HANDLE),
	ACT_PHOTO("message", DUTY_HANDLE),
	ACT_PHOTO("note", DUTY_READ),
	ACT("reclassify", DUTY_INTAKE),
	ACT("spot-answer", DUTY_HEAR),
	ACT("merge", DUTY_DISPATCH),
	ACT("unmerge", DUTY_DISPATCH),
	ACT("withdraw", DUTY_HEAR),
	ACT("return-unit", DUTY_APPROVE),
	ACT("rule", DUTY_DISPATCH),
	ACT("uphold", DUTY_DISPATCH),
	ACT("leader-offer", DUTY_DISPATCH),
	ACT("leader-joint", DUTY_DISPATCH),
	ACT("explain", DUTY_DISPATCH),
	ACT("refer-ask", DUTY_READ),
	ACT("refer", DUTY_DISPATCH),
	ACT("refer-no", DUTY_DISPATCH),
	ACT("refer-taken", DUTY_READ),
	ACT("refer-refused", DUTY_READ),
	ACT("reject-ask", DUTY_DISPATCH),
	ACT("reject", DUTY_DISPATCH),
	ACT("reject-no", DUTY_DISPATCH),
	ACT("neighbour", DUTY_DISPATCH),
	ACT("neighbour-end", DUTY_READ),
	ACT("gate", DUTY_READ),
	ACT("link", DUTY_READ),
	ACT("reask", DUTY_HEAR),
	ACT("reask-no", DUTY_HEAR),
	ACT("give", DUTY_HEAR),
	ACT("extend", DUTY_HANDLE),
	ACT("extend-approve", DUTY_APPROVE),
	ACT("extend-refuse", DUTY_APPROVE),
	ROUTES_END,
};
