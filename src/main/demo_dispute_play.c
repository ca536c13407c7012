/* demo_dispute_play.c — what happens to the disputes of the demo, move by move. All names are invented. */
#include "base/log.h"
#include "gen/matter.sql.h"
#include "main/demo_dispute.h"
#include "main/features.h"

struct scene {
	struct demo *d;
	struct tx *tx;
	struct demo_dispute *r;
	struct actor mediator, head, clerk;
	day today;
};

static const struct demo_seat *
seat_of(const struct demo *d, const char *unit, enum role role)
{
	for (size_t i = 0; i < d->seats; i++)
		if (d->seat[i].role == role && str_eq(d->seat[i].unit_code, str_of(unit)))
			return &d->seat[i];
	return &d->seat[0];
}

/* The village's own committee, and each third dispute the township's. */
static void
cast_scene(struct scene *s)
{
	static const char *const village[DEMO_AREAS] = { "V1", "V2", "V3", "V4", "V5" };
	const char *unit = s->r->turn % 3 == 0 || s->r->turn >= DEMO_DISPUTES_YEAR ? "G1" : village[s->r->area];

	s->mediator = demo_actor(seat_of(s->d, unit, ROLE_HANDLER));
	s->head = demo_actor(seat_of(s->d, unit, ROLE_UNIT_HEAD));
	s->clerk = demo_actor(seat_of(s->d, "ZZ", ROLE_CLERK));
}

/* ---- the beginning ---- */

static str
name_of(struct arena *a, int n)
{
	static const char *const family[] = { "禾", "菱", "苇", "榆", "桑", "柏", "麦", "溪", "石", "荷", "竹", "梅" };
	static const char *const given[] = { "大田", "春生", "有根", "玉兰", "长河", "秀坡", "天顺",
					     "小满", "桂香", "得水", "志远", "开全", "素芳" };

	return str_fmt(a, "%s%s", family[(n * 7 + n / 12) % 12], given[(n * 5 + n / 13) % 13]);
}

static enum err
party_in(struct scene *s, int side)
{
	static const char *const jobs[] = { "务农", "务工", "个体户", "养殖户", "退休", "教师" };
	struct arena *a = s->tx->db.mem;
	int n = s->r->turn * 2 + side;
	struct party p = { .side = side, .body = 1, .seen = true };

	p.field[PARTY_NAME] = name_of(a, n);
	p.field[PARTY_PHONE] = str_fmt(a, "1990000%04d", 1000 + n);
	p.field[PARTY_SEX] = n % 3 ? S("男") : S("女");
	p.field[PARTY_BIRTH] = str_fmt(a, "%d-%02d-%02d", 1948 + n * 11 % 48, 1 + n % 12, 1 + n * 3 % 28);
	p.field[PARTY_NATION] = S("汉族");
	p.field[PARTY_JOB] = str_of(jobs[n % 6]);
	p.field[PARTY_ADDRESS] = str_fmt(a, "荷叶乡%.*s%d组", STR_ARG(s->d->area[s->r->area].name_zh), 1 + n % 6);
	return mediation_party_add(s->tx, &s->mediator, &s->d->keys.identity, s->r->id, &p);
}

static enum err
registered(struct scene *s)
{
	const struct demo_area *area = &s->d->area[s->r->area];
	struct mediation_new in = { .kind = s->r->kind,
				    .nature = s->r->nature,
				    .source = s->r->turn % 5 == 3 ? SOURCE_OWN : SOURCE_APPLIED,
				    .spoken = s->r->turn % 4 == 0,
				    .village = area->id,
				    .place = area->part[(size_t)s->r->turn % area->parts],
				    .channel = s->r->turn % 5 == 3 ? CHANNEL_GRID_PATROL : CHANNEL_WALK_IN,
				    .facts = s->r->facts,
				    .wish = s->r->wish };
	struct mediation_made made;

	TRY(mediation_register(s->tx, &s->mediator, &s->d->keys, &in, &made));
	s->r->id = made.id;
	s->r->matter = made.matter;
	TRY(party_in(s, 1));
	return party_in(s, 2);
}

static enum err
willing(struct scene *s, bool both)
{
	TRY(mediation_answer(s->tx, &s->mediator, s->r->id, 1, true, METHOD_AT_DESK, s->r->turn % 4 == 0, S("")));
	return both ? mediation_answer(s->tx, &s->mediator, s->r->id, 2, true, METHOD_PHONE, s->r->turn % 4 == 0, S(""))
		    : OK;
}

static enum err
begun(struct scene *s)
{
	TRY(mediation_choose(s->tx, &s->mediator, s->r->id, s->mediator.post, true, s->r->turn % 2));
	return mediation_notice(s->tx, &s->mediator, s->r->id, s->today);
}

static enum err
recorded(struct scene *s, enum mediation_record_kind kind, int result, str people, str words)
{
	static const char *const spots[] = { "村委会调解室", "甲方院坝", "乡综治中心调解室", "乙方屋门口" };
	struct mediation_entry e = { .kind = kind,
				     .on = s->today,
				     .spot = str_of(spots[s->r->turn % 4]),
				     .people = people,
				     .words = words,
				     .result = result };

	return mediation_record(s->tx, &s->mediator, s->r->id, &e);
}

static enum err
inquired(struct scene *s)
{
	static const char *const said[] = {
		"到现场看了，情况跟甲方说的差不多，用卷尺量了，照了相。乙方说当时没有多想。",
		"问了隔壁两户，都说这件事有一段时间了，两家以前处得好。",
		"看了双方带来的条子和转账记录，数字对得上，差在后头那一笔。",
	};

	return recorded(s, RECORD_INQUIRY, 0, S("调解员、甲方、乙方、村民组长"), str_of(said[s->r->turn % 3]));
}

static enum err
talked(struct scene *s)
{
	static const char *const said[] = {
		"甲方先说，乙方后说。两边都承认有不周到的地方，数目上没有说拢，约好过几天再谈。",
		"乙方愿意让一步，要回去跟屋里人商量。甲方同意等。",
		"双方情绪有点激动，调解员分开谈，把各自最在意的一条记下来，下次从这里谈起。",
	};

	return recorded(s, RECORD_SESSION, 2, S("甲方、乙方、调解员"), str_of(said[s->r->turn % 3]));
}

/* ---- the agreement ---- */

static enum err
halves(struct scene *s)
{
	int64_t fen = s->r->yuan * 50;

	TRY(mediation_instalment(s->tx, &s->mediator, s->r->id, day_add(s->today, 15), fen, S("第一笔")));
	return mediation_instalment(s->tx, &s->mediator, s->r->id, day_add(s->today, 45), fen, S("第二笔，付清"));
}

static enum err
agreed(struct scene *s)
{
	struct mediation_terms t = { .form = s->r->oral ? FORM_ORAL : FORM_WRITTEN,
				     .oral_ok = s->r->oral,
				     .facts = s->r->facts,
				     .disputed = str_fmt(s->tx->db.mem, "甲方要求：%.*s", STR_ARG(s->r->wish)),
				     .terms = s->r->terms,
				     .manner = s->r->manner,
				     .fen = s->r->yuan * 100 };

	if (s->r->split)
		t.last_on = day_add(s->today, 45);
	TRY(recorded(s, RECORD_SESSION, 1, S("甲方、乙方、调解员"),
		     S("双方各退一步，按协议写的办，当面念了一遍，都说听清楚了。")));
	TRY(mediation_draft(s->tx, &s->mediator, s->r->id, &t));
	if (s->r->split)
		TRY(halves(s));
	return mediation_sign(s->tx, &s->mediator, s->r->id, s->today, s->today, s->today);
}

static enum err
copies(struct scene *s)
{
	TRY(mediation_copies(s->tx, &s->mediator, s->r->id, 1, s->today));
	return mediation_copies(s->tx, &s->mediator, s->r->id, 2, s->today);
}

static enum err
judged(struct scene *s)
{
	static const char *const said[] = { "说好了，谢谢调解员跑了几趟。", "", "话说开了就好。", "",
					    "按协议在办，没得问题。" };
	struct actor by = { .kind = ACTOR_RESIDENT, .matter = s->r->matter };
	struct matter_deed deed = { .act = ACT_JUDGE_SOLVED,
				    .solved = SOLVED_YES,
				    .satisfied = s->r->turn % 4 ? SATISFIED_YES : SATISFIED_FAIRLY,
				    .method = METHOD_OWN,
				    .text = str_of(said[s->r->turn % 5]) };

	return matter_act(s->tx, &by, s->r->matter, &deed);
}

static enum err
tried(struct scene *s, int channel)
{
	struct matter_deed deed = { .act = ACT_TRY_CONTACT, .contact_channel = channel, .contact_result = 2 };

	return matter_act(s->tx, &s->clerk, s->r->matter, &deed);
}

/* ---- afterwards ---- */

static enum err
visited(struct scene *s)
{
	struct mediation_entry e = { .kind = RECORD_VISIT,
				     .on = s->today,
				     .spot = S("双方家中"),
				     .people = S("甲方、乙方、调解员"),
				     .words = S("协议上的事都做了，两家见面打招呼。"),
				     .result = 1,
				     .flags = VISIT_CONTENT };

	return mediation_record(s->tx, &s->mediator, s->r->id, &e);
}

static enum err
round_gone(struct scene *s, int area)
{
	static const char *const village[DEMO_AREAS] = { "V1", "V2", "V3", "V4", "V5" };
	struct actor by = demo_actor(seat_of(s->d, village[area], ROLE_HANDLER));
	int64_t id;

	TRY(mediation_sweep_open(s->tx, &by, s->d->area[area].id, day_add(s->today, -4), s->today, &id));
	return mediation_sweep_end(s->tx, &by, id, false, S("各组走了一遍，问了组长和网格员，没有发现新的纠纷。"));
}

static enum err
refused(struct scene *s)
{
	TRY(willing(s, false));
	return mediation_answer(s->tx, &s->mediator, s->r->id, 2, false, METHOD_PHONE, false,
				S("说已经找了律师，不调。"));
}

static enum err
approved(struct scene *s)
{
	return matter_act(s->tx, &s->head, s->r->matter, &(struct matter_deed){ .act = ACT_APPROVE_ANSWER });
}

static enum err
after(struct scene *s, enum demo_move move)
{
	struct tx *tx = s->tx;
	int64_t id = s->r->id;

	switch (move) {
	case MOVE_HEAR:
		return mediation_hear(tx, &s->clerk, id, 2, SOLVED_YES, SATISFIED_FAIRLY, METHOD_PHONE,
				      S("电话里说可以。"));
	case MOVE_PAY: return mediation_pay(tx, &s->mediator, id, ++s->r->paid, s->today);
	case MOVE_PERFORM: return mediation_perform(tx, &s->mediator, id, s->today);
	case MOVE_BREAK: return mediation_break(tx, &s->mediator, id, 2, s->today);
	case MOVE_VISIT: return visited(s);
	case MOVE_COURT: return mediation_court_ask(tx, &s->mediator, id, 3, S("蓬溪县人民法院"), s->today);
	case MOVE_RULED:
		return mediation_court_ruled(tx, &s->mediator, id, 1,
					     str_fmt(tx->db.mem, "司确第%d号", s->r->turn + 11), s->today);
	case MOVE_FILE: return mediation_file(tx, &s->mediator, id, s->today, KEEP_YEARS, S(""));
	case MOVE_SUBSIDY: return mediation_subsidy(tx, &s->mediator, id, 1 + s->r->turn % 3);
	case MOVE_REFUSE: return refused(s);
	case MOVE_FAIL:
		return mediation_fail(tx, &s->mediator, id, S("谈了两次，双方都不肯让，甲方要找乡政府重新处理。"),
				      s->today);
	case MOVE_TRY_PHONE: return tried(s, 1);
	case MOVE_TRY_VISIT: return tried(s, 2);
	default: return BROKEN;
	}
}

static enum err
moved(struct scene *s, enum demo_move move)
{
	switch (move) {
	case MOVE_REGISTER: return registered(s);
	case MOVE_ASK: return willing(s, false);
	case MOVE_WILLING: return willing(s, true);
	case MOVE_BEGIN: return begun(s);
	case MOVE_INQUIRE: return inquired(s);
	case MOVE_TALK: return talked(s);
	case MOVE_AGREE: return agreed(s);
	case MOVE_COPIES: return copies(s);
	case MOVE_APPROVE: return approved(s);
	case MOVE_JUDGE: return judged(s);
	default: return after(s, move);
	}
}

/* A step of a dispute, of the stories that come back, or a round through a village. */
static enum err
stepped(struct scene *s, struct demo_disputes *p, const struct demo_step_of *step)
{
	if (step->move == MOVE_AGAIN)
		return demo_again_do(s->d, s->tx, &p->again[step->area], p->again_matter);
	if (!s->r)
		return round_gone(s, step->area);
	cast_scene(s);
	return moved(s, step->move);
}

/* ---- by day ---- */

enum err
demo_dispute_until(struct demo *d, struct demo_disputes *p, struct tx *tx, moment end)
{
	for (; p->next < p->steps && p->step[p->next].at.ms < end.ms; p->next++) {
		const struct demo_step_of *step = &p->step[p->next];
		struct scene s = { .d = d, .tx = tx, .r = step->of, .today = day_of(step->at) };
		size_t mark = arena_mark(tx->db.mem);
		enum err e;

		tx->db.now = step->at;
		e = stepped(&s, p, step);
		if (e != OK) {
			log_error("demo: move %d of dispute %d: %s", (int)step->move, s.r ? s.r->turn : -1,
				  err_name(e));
			return e;
		}
		arena_back(tx->db.mem, mark);
	}
	return OK;
}

struct day_of_year {
	struct demo *d;
	struct demo_disputes *p;
	moment end;
};

static enum err
day_run(struct tx *tx, void *arg)
{
	struct day_of_year *y = arg;

	return demo_dispute_until(y->d, y->p, tx, y->end);
}

static enum err
rates_run(struct tx *tx, void *arg)
{
	static const int64_t fen[] = { 0, 10000, 20000, 40000, 80000 };
	struct demo *d = arg;
	struct actor leader = demo_actor(seat_of(d, "ZZ", ROLE_LEADER));

	for (int level = 1; level <= 4; level++)
		TRY(mediation_rate_set(tx, &leader, day_of(tx->db.now), level, fen[level],
				       S("本县调解案件补贴办法（虚构）")));
	return OK;
}

enum err
demo_dispute_rates(struct demo *d, moment at)
{
	return tx_run(d->data->conn, &d->data->mem, at, DEMO_TOWN, rates_run, d);
}

enum err
demo_dispute_year(struct demo *d, int year)
{
	struct demo_disputes *p = make(d->mem, struct demo_disputes, 1);
	struct day_of_year y = { .d = d, .p = p };
	day on = day_make(year, 1, 1), last = day_make(year + 1, 6, 30);

	if (!demo_dispute_plan(d, p, year))
		return INVALID;
	TRY(demo_dispute_rates(d, moment_at(on, 8, 30)));
	for (; day_diff(on, last) >= 0 && p->next < p->steps; on = day_add(on, 1)) {
		y.end = moment_at(day_add(on, 1), 0, 0);
		TRY(tx_run(d->data->conn, &d->data->mem, moment_at(on, 8, 0), DEMO_TOWN, day_run, &y));
		arena_reset(&d->data->mem);
		if (day_civil(on).weekday == 5)
			TRY(job_pass(d->data->conn, feature_jobs, (moment){ y.end.ms - 1 }, DEMO_TOWN));
	}
	return OK;
}
