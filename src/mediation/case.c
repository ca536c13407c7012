/* case.c — who reaches a case, and what every change to one leaves behind. */
#include "mediation/case.h"

#include "base/out.h"
#include "base/utf8.h"
#include "desk/event.h"
#include "gen/matter.sql.h"
#include "gen/place.sql.h"

struct mediation_reach
mediation_reach_of(const struct actor *by)
{
	struct mediation_reach r = { .village = by->village, .post = by->post };

	if (by->kind != ACTOR_STAFF || by->post == 0 || by->role == ROLE_ADMINISTRATOR) {
		r.none = true;
		return r;
	}
	r.whole = by->role == ROLE_LEADER || by->role == ROLE_AUDITOR || by->role == ROLE_DISPATCHER;
	r.unit = by->role == ROLE_UNIT_HEAD ? by->unit : 0;
	return r;
}

enum err
mediation_open(struct db *db, const struct actor *by, int64_t id, struct q_mediation_case *c)
{
	struct mediation_reach r = mediation_reach_of(by);
	bool reads = r.whole && by->role == ROLE_LEADER;

	return q_mediation_case(db, id, r.none, reads, r.village, r.unit, r.post, by->unit, by->person, c);
}

bool
mediation_may_write(const struct actor *by, const struct q_mediation_case *c)
{
	bool handles = by->role == ROLE_HANDLER || by->role == ROLE_UNIT_HEAD || by->role == ROLE_GRID_WORKER ||
		       by->role == ROLE_CLERK;

	return by->kind == ACTOR_STAFF && handles && (c->seat || (by->role == ROLE_UNIT_HEAD && by->unit == c->unit));
}

enum mediation_lane
case_lane(int64_t stage)
{
	if (STAGES_OPEN & 1u << stage)
		return MEDIATION_OPEN;
	return stage == STAGE_SETTLED ? MEDIATION_KEEPING : MEDIATION_ENDED;
}

const char *
case_stage_key(int64_t stage)
{
	static const char *const name[STAGES] = { "",       "registered", "willing", "under_way", "settled", "broken",
						  "failed", "filed",      "refused", "handed",    "dropped" };

	return stage > 0 && stage < STAGES ? name[stage] : "";
}

enum err
case_take(struct tx *tx, const struct actor *by, int64_t id, unsigned stages, struct q_mediation_case *c)
{
	TRY(mediation_open(&tx->db, by, id, c));
	if (!mediation_may_write(by, c))
		return FORBIDDEN;
	return stages & 1u << c->stage ? OK : CONFLICT;
}

enum err
case_note(struct tx *tx, const struct actor *by, const struct q_mediation_case *c, const char *kind, str detail,
	  str text)
{
	struct event e = { .object = S("mediation"), .id = c->id, .kind = str_of(kind), .detail = detail };

	if (text.n)
		e.text = hash_of(text);
	return event_add(tx, by, &e, NULL);
}

enum err
case_keep(struct tx *tx, const struct actor *by, const struct q_mediation_case *c, const char *kind, int64_t was,
	  str detail, str text)
{
	struct event e = { .object = S("mediation"),
			   .id = c->id,
			   .kind = str_of(kind),
			   .from = str_of(case_stage_key(was)),
			   .to = str_of(case_stage_key(c->stage)),
			   .detail = detail };

	TRY(q_mediation_set(tx, c->id, c->revision, c->stage, c->round, c->noticed_on, c->begun_at, c->ended_at, c->why,
			    c->words, c->told_on, c->effective_on, c->settled_on, c->kept, c->kept_on, c->filed_on,
			    c->filed_by, c->keep_years, c->file_note));
	if (case_lane(was) != case_lane(c->stage))
		TRY(q_mediation_seat_lane(tx, c->id, case_lane(c->stage)));
	if (text.n)
		e.text = hash_of(text);
	return event_add(tx, by, &e, NULL);
}

/* The matter's own table decides who may; a mediator of another unit does not reach it as a matter. */
enum err
case_matter(struct tx *tx, const struct actor *by, const struct q_mediation_case *c, enum matter_act act)
{
	const struct matter_deed deed = { .act = act };
	struct q_matter_for_act m;
	enum err e;

	TRY(q_matter_for_act(&tx->db, c->matter, false, 0, 0, 0, &m));
	if (!matter_may(&actor_clock, act, (enum matter_state)m.state, m.unit, m.holder, 0))
		return OK;
	e = matter_act(tx, by, c->matter, &deed);
	return e == NOT_FOUND || e == FORBIDDEN ? matter_act(tx, &actor_clock, c->matter, &deed) : e;
}

/* ---- the answer to the matter ---- */

static str
date_zh(struct arena *a, day d)
{
	struct civil c = day_civil(d);

	return str_fmt(a, "%d年%d月%d日", c.year, c.month, c.day);
}

static str
reply_text(struct db *db, const struct q_mediation_of_matter *m, str unit, str no)
{
	struct q_mediation_agreement a = { .form = FORM_WRITTEN };
	struct out o = out_make(db->mem, 512, 8192);

	if (m->stage == STAGE_SETTLED || m->stage == STAGE_FILED) {
		if (q_mediation_agreement(db, m->id, 0, &a) != OK)
			a.form = FORM_WRITTEN;
		out_fmt(&o,
			"经%.*s调解，双方自愿达成%s调解协议（%.*s），自%.*s起生效。协议内容已当面交给双方，"
			"由调解员跟进履行。",
			STR_ARG(unit), a.form == FORM_ORAL ? "口头" : "书面", STR_ARG(no),
			STR_ARG(date_zh(db->mem, m->effective_on)));
		out_fmt(&o, "一方不履行的，请告诉我们，也可以向人民法院起诉；自生效之日起三十日内，双方可以共同向"
			    "人民法院申请司法确认（婚姻关系、收养关系、身份关系除外）。");
		return out_view(&o);
	}
	out_fmt(&o, "这件纠纷经登记（%.*s），", STR_ARG(no));
	if (m->stage == STAGE_REFUSED)
		out_fmt(&o, "有一方不愿意调解。调解是自愿的，已经停止。");
	else if (m->stage == STAGE_HANDED)
		out_fmt(&o, "已移送有权处理的机关。");
	else
		out_fmt(&o, "没有谈成，调解已经结束。");
	out_fmt(&o, "您还可以走这些路：依法申请仲裁，请有关机关处理，或者向人民法院起诉。要法律帮助，可以打 12348 "
		    "或者到司法所问。");
	return out_view(&o);
}

enum err
mediation_reply(struct tx *tx, const struct actor *by, int64_t matter)
{
	struct matter_deed deed = { .act = ACT_DRAFT_ANSWER, .basis = S("《人民调解法》第十七条、第二十六条") };
	struct q_mediation_of_matter m;
	struct q_mediation_unit u;

	TRY(q_mediation_of_matter(&tx->db, matter, &m));
	if (STAGES_OPEN & 1u << m.stage || m.stage == STAGE_DROPPED)
		return CONFLICT;
	TRY(q_mediation_unit(&tx->db, m.unit, &u));
	deed.done =
		reply_text(&tx->db, &m, u.name_zh, mediation_no(tx->db.mem, mediation_mark(&tx->db), m.year, m.number));
	deed.done_by = u.name_zh;
	deed.done_on = day_of(tx->db.now);
	if (STAGES_FINAL & 1u << m.stage)
		deed.basis = S("《人民调解法》第二十八条至第三十三条");
	return matter_act(tx, by, matter, &deed);
}

/* Whoever is not the holder leaves the answer to them; the matter's page offers it. */
enum err
case_reply(struct tx *tx, const struct actor *by, const struct q_mediation_case *c)
{
	struct q_matter_for_act m;

	TRY(q_matter_for_act(&tx->db, c->matter, false, 0, 0, 0, &m));
	if (m.holder != by->post || m.draft ||
	    !matter_may(by, ACT_DRAFT_ANSWER, (enum matter_state)m.state, m.unit, m.holder, m.answered_by))
		return OK;
	return mediation_reply(tx, by, c->matter);
}

enum err
case_end(struct tx *tx, const struct actor *by, struct q_mediation_case *c, enum mediation_stage stage,
	 enum mediation_why why, str words)
{
	int64_t was = c->stage;

	c->stage = stage;
	c->why = why;
	c->words = words;
	c->ended_at = tx->db.now;
	TRY(case_keep(tx, by, c, "end", was, str_fmt(tx->db.mem, "why %d", (int)why), words));
	TRY(case_matter(tx, by, c, ACT_MEDIATE_END));
	return case_reply(tx, by, c);
}

/* ---- numbers ---- */

str
mediation_no(struct arena *a, str mark, int64_t year, int64_t number)
{
	return str_fmt(a, "（%lld）%.*s人调字第%lld号", (long long)year, STR_ARG(mark), (long long)number);
}

str
mediation_mark(struct db *db)
{
	struct q_place_town_row town;

	return q_place_town_row(db, &town) == OK ? utf8_head(town.name_zh, 1) : S("");
}
